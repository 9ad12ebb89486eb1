/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base.h"
#include <errno.h>

/* Nobody sees the file before it is whole: no journal, no locks. The page cache bounds the memory. "utsa" as number
 * tells file(1) whose database it is. */
static const char setup[] = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16384; PRAGMA temp_store = FILE;"
                            "PRAGMA encoding = 'UTF-8'; PRAGMA application_id = 1970565985; PRAGMA user_version = 1;"
                            "BEGIN;";

static void take_error(struct base *b, int code) {
    if (b->error || code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    b->error = code;
    snprintf(b->message, sizeof b->message, "%s", b->db ? sqlite3_errmsg(b->db) : sqlite3_errstr(code));
}

void base_run(struct base *b, const char *sql) {
    if (!b->error) take_error(b, sqlite3_exec(b->db, sql, NULL, NULL, NULL));
}

bool base_open(struct base *b) {
    memset(b, 0, sizeof *b);
    if (!file_system_open(&b->files)) {
        b->error = SQLITE_CANTOPEN;
        snprintf(b->message, sizeof b->message, "no temporary file: %s", strerror(errno));
        return false;
    }
    take_error(b, sqlite3_open_v2("corpus", &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                                  b->files.name));
    base_run(b, setup);
    base_run(b, schema_tables);
    base_run(b, schema_views);
    for (int i = 0; i < PUTS && !b->error; i++)
        take_error(b, sqlite3_prepare_v3(b->db, schema_puts[i], -1, SQLITE_PREPARE_PERSISTENT, &b->put[i], NULL));
    return !b->error && schema_describe(b);
}

void base_close(struct base *b) {
    for (int i = 0; i < PUTS; i++) {
        sqlite3_finalize(b->put[i]);
        b->put[i] = NULL;
    }
    take_error(b, sqlite3_close(b->db));
    b->db = NULL;
}

void base_row(struct base *b, sqlite3_stmt *statement) {
    b->at = statement;
    b->column = 0;
}

void base_int(struct base *b, int64_t x) {
    if (!b->error) take_error(b, sqlite3_bind_int64(b->at, ++b->column, x));
}

void base_real(struct base *b, double x) {
    if (!b->error) take_error(b, sqlite3_bind_double(b->at, ++b->column, x));
}

void base_text(struct base *b, const char *p, size_t n) {
    if (!b->error) take_error(b, sqlite3_bind_text64(b->at, ++b->column, p ? p : "", n, SQLITE_STATIC, SQLITE_UTF8));
}

void base_cstr(struct base *b, const char *s) { base_text(b, s, strlen(s)); }

void base_null(struct base *b) {
    if (!b->error) take_error(b, sqlite3_bind_null(b->at, ++b->column));
}

void base_end_row(struct base *b) {
    if (b->error) return;
    take_error(b, sqlite3_step(b->at));
    take_error(b, sqlite3_reset(b->at));
}

uts_status base_status(const struct base *b, const uts_host *host, uts_job *job) {
    if (!b->error) return UTS_OK;
    if (b->error == SQLITE_NOMEM)
        return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory while writing corpus.sqlite.");
    return uts_failf(host, job, UTS_E_IO, UINT64_MAX,
                     "corpus.sqlite could not be written: %s. Is there room in %s? Set TMPDIR to a folder with room.",
                     b->message, b->files.folder ? b->files.folder : "/tmp");
}
