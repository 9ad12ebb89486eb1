/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result tables of the analyses, under their own names. */
#include "base.h"

static bool is_taken(struct base *b, const char *name) {
    sqlite3_stmt *look = NULL;
    if (sqlite3_prepare_v2(b->db, "SELECT 1 FROM sqlite_master WHERE lower(name) = lower(?)", -1, &look, NULL))
        return false;
    sqlite3_bind_text(look, 1, name, -1, SQLITE_STATIC);
    bool found = sqlite3_step(look) == SQLITE_ROW;
    sqlite3_finalize(look);
    return found;
}

static void describe(struct base *b, const char *name, const uts_table *table) {
    char *sql =
        sqlite3_mprintf("INSERT INTO schema_notes VALUES (%Q, NULL, 'result table %q; the same as tables/%q.csv')",
                        name, table->name, table->name);
    if (sql)
        base_run(b, sql);
    else
        b->error = SQLITE_NOMEM;
    sqlite3_free(sql);
}

/* CREATE TABLE and INSERT for the columns of a table. */
static void make_statements(struct base *b, const char *name, const uts_table *table, sqlite3_stmt **put) {
    sqlite3_str *create = sqlite3_str_new(b->db), *insert = sqlite3_str_new(b->db);
    sqlite3_str_appendf(create, "CREATE TABLE \"%w\" (", name);
    sqlite3_str_appendf(insert, "INSERT INTO \"%w\" VALUES (", name);
    for (uint32_t c = 0; c < table->n_columns; c++) {
        int32_t type = table->columns[c].type;
        sqlite3_str_appendf(create, "%s\"%w\" %s", c ? ", " : "", table->columns[c].name,
                            type == UTS_TEXT  ? "TEXT"
                            : type == UTS_F64 ? "REAL"
                                              : "INTEGER");
        sqlite3_str_appendf(insert, c ? ",?" : "?");
    }
    sqlite3_str_appendchar(create, 1, ')');
    sqlite3_str_appendchar(insert, 1, ')');
    char *create_sql = sqlite3_str_finish(create), *insert_sql = sqlite3_str_finish(insert);
    if (create_sql && insert_sql) {
        base_run(b, create_sql);
        if (!b->error) b->error = sqlite3_prepare_v2(b->db, insert_sql, -1, put, NULL);
    } else {
        b->error = SQLITE_NOMEM;
    }
    sqlite3_free(create_sql);
    sqlite3_free(insert_sql);
}

static void put_value(struct base *b, const uts_value *value) {
    if (value->type == UTS_I64)
        base_int(b, value->as.i64);
    else if (value->type == UTS_F64)
        base_real(b, value->as.f64);
    else if (value->type == UTS_TEXT)
        base_text(b, value->as.text, value->n);
    else
        base_null(b);
}

uts_status fill_table(struct base *b, const uts_host *host, uts_job *job, const uts_table *table) {
    char name[80];
    snprintf(name, sizeof name, "%s", table->name);
    if (is_taken(b, name)) snprintf(name, sizeof name, "result_%s", table->name);
    sqlite3_stmt *put = NULL;
    make_statements(b, name, table, &put);
    describe(b, name, table);
    for (uint64_t r = 0; r < table->rows && !b->error; r++) {
        base_row(b, put);
        for (uint32_t c = 0; c < table->n_columns; c++) put_value(b, &table->values[r * table->n_columns + c]);
        base_end_row(b);
        if (r % 4096 == 0 && host->cancelled(job)) break;
    }
    sqlite3_finalize(put);
    return host->cancelled(job) ? UTS_E_CANCELLED : base_status(b, host, job);
}
