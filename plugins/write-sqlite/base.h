/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database under construction: statements by name, cells from left to right. */
#ifndef WRITE_SQLITE_BASE_H
#define WRITE_SQLITE_BASE_H

#include "file.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

enum { PUT_DOCUMENT, PUT_TURN, PUT_SENTENCE, PUT_TOKEN, PUT_HIT, PUT_CODE, PUT_RULE, PUT_NOTE, PUT_PARTICIPANT, PUTS };

struct base {
    struct file_system files;
    sqlite3 *db;
    sqlite3_stmt *put[PUTS];
    sqlite3_stmt *at; /* the row at hand */
    int column;
    int error;                                               /* of SQLite; the first one sticks */
    char message[200];                                       /* what SQLite said about it */
    sqlite3_int64 documents, turns, sentences, tokens, hits; /* rows so far: their last ids */
};

/* Zeroes, opens and makes the tables. */
bool base_open(struct base *b);
void base_close(struct base *b);

void base_run(struct base *b, const char *sql);
/* Cells of the next row of a statement. Text is borrowed until base_end_row. */
void base_row(struct base *b, sqlite3_stmt *statement);
void base_int(struct base *b, int64_t x);
void base_real(struct base *b, double x);
void base_text(struct base *b, const char *p, size_t n);
void base_cstr(struct base *b, const char *s);
void base_null(struct base *b);
void base_end_row(struct base *b);

/* What went wrong, or UTS_OK. */
uts_status base_status(const struct base *b, const uts_host *host, uts_job *job);

/* schema.c */
extern const char *const schema_tables, *const schema_views, *const schema_end;
extern const char *const schema_puts[PUTS];
bool schema_describe(struct base *b);

/* fill.c: [ordered] one document with all that belongs to it. */
uts_status fill_document(struct base *b, const uts_host *host, bool tokens, uts_job *job, const uts_doc *doc);
void fill_codebook(struct base *b, const uts_codebook *book);
void fill_participants(struct base *b, const uts_participants *people);
void fill_notes(struct base *b, const uts_run *run);

/* tables.c */
uts_status fill_table(struct base *b, const uts_host *host, uts_job *job, const uts_table *table);

#endif
