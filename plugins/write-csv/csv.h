/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells and rows of CSV (RFC 4180) in a growing buffer. Every file of this plugin is written through these calls. */
#ifndef WRITE_CSV_CSV_H
#define WRITE_CSV_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CSV_PLAIN, CSV_EXCEL_SV };

/* Zero-initialise. Errors stick in failed; what is added after one is lost. */
struct csv_number; /* the text of a double that was written before */

struct csv_buf {
    char *p;
    size_t n, room;
    int dialect;
    bool started; /* a cell stands on the row already */
    bool failed;
    struct csv_number *numbers; /* by hash of the double */
};

/* Opens a file: the byte order mark that Excel wants; nothing in plain. */
void csv_start(struct csv_buf *b);
/*
 * A cell of text, quoted where it must be. excel-sv: a cell that a spreadsheet would run as a formula (it begins with
 * = + - @ tab or CR) gets an apostrophe in front, and so does one that begins with an apostrophe, so that different
 * texts stay different.
 */
void csv_text(struct csv_buf *b, const char *p, size_t n);
void csv_cstr(struct csv_buf *b, const char *s);
/* Numbers never get an apostrophe. */
void csv_int(struct csv_buf *b, int64_t x);
/* The shortest digits that read back as the same double, the same in every locale. Not finite: empty. */
void csv_real(struct csv_buf *b, double x);
void csv_empty(struct csv_buf *b);
void csv_end_row(struct csv_buf *b);

/* A cell that was made before by csv_text, with its quotes. */
void csv_raw(struct csv_buf *b, const char *p, size_t n);
/* Room for @p n more bytes; false: out of memory. */
bool csv_reserve(struct csv_buf *b, size_t n);
/* True when csv_text would put an apostrophe before @p p. */
bool csv_is_guarded(int dialect, const char *p, size_t n);
/* Writes the digits of @p x to @p to, which has room for 20 bytes. Returns the end. */
char *csv_digits(char *to, uint64_t x);
char csv_separator(int dialect);

void csv_free(struct csv_buf *b);

#endif
