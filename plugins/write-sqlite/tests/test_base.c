/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base.h"
#include "tap.h"

static sqlite3_int64 number(struct base *b, const char *sql) {
    sqlite3_stmt *q = NULL;
    sqlite3_int64 x = -1;
    if (sqlite3_prepare_v2(b->db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
        x = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return x;
}

static void put_document(struct base *b, int64_t id, const char *name) {
    base_row(b, b->put[PUT_DOCUMENT]);
    base_int(b, id);
    base_cstr(b, name);
    for (int i = 0; i < 4; i++) base_null(b);
    base_int(b, 1);
    base_text(b, "\xC3\xA5", 2);
    base_end_row(b);
}

int main(void) {
    struct base b;
    ok(base_open(&b), "the schema is valid");
    put_document(&b, 1, "a");
    is_int(number(&b, "SELECT count(*) FROM documents WHERE sha256 IS NULL AND length(text) = 1"), 1,
           "a row stands, undefined is NULL, letters are counted");
    is_int(number(&b,
                  "SELECT count(*) FROM schema_notes n WHERE NOT EXISTS (SELECT 1 FROM sqlite_master m WHERE m.name "
                  "= n.object)"),
           0, "notes are about what there is");
    is_int(number(&b, "SELECT count(*) FROM schema_notes n WHERE column_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
                      "pragma_table_info(n.object) WHERE name = column_name)"),
           0, "and about columns there are");
    is_int(number(&b,
                  "SELECT count(*) FROM sqlite_master m WHERE type IN ('table', 'view') AND name NOT LIKE "
                  "'turns_fts_%' AND name <> 'schema_notes' AND NOT EXISTS (SELECT 1 FROM schema_notes WHERE object "
                  "= m.name)"),
           0, "every table and view has its note");
    base_run(&b, schema_end);
    ok(!b.error, "the end is valid");
    put_document(&b, 2, "a");
    ok(b.error == SQLITE_CONSTRAINT, "a document of the same name is refused");
    put_document(&b, 3, "c");
    is_int(number(&b, "SELECT count(*) FROM documents"), 1, "after an error nothing is written");
    base_close(&b);
    file_system_close(&b.files);
    return done();
}
