/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of named cells on standard output, as TSV or as one JSON array. */
#ifndef UTSAGA_SHEET_H
#define UTSAGA_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utsaga/plugin.h>

enum { CELL_NONE, CELL_TEXT, CELL_INT, CELL_REAL, CELL_TRUE, CELL_SPANS };

typedef struct cell {
    int type;
    uts_str text;
    int64_t integer;
    double real;
    const uint32_t *spans; /* pairs */
    size_t n_spans;
} cell;

typedef struct sheet {
    bool json;
    const char *const *names; /* ends with NULL */
    uint64_t rows;
} sheet;

/* Prints the header line or the opening bracket. */
void sheet_begin(sheet *s, bool json, const char *const *names);
/* One cell a name. In TSV, tab, line feed, carriage return and backslash are written \t \n \r \\; an absent value is
 * empty. In JSON a cell of type CELL_TRUE with integer 0 is left out. */
void sheet_row(sheet *s, const cell *cells);
void sheet_end(sheet *s);

cell cell_text(uts_str text);
cell cell_cstr(const char *text); /* NULL or "": absent */
cell cell_int(int64_t value);
cell cell_real(double value);

#endif /* UTSAGA_SHEET_H */
