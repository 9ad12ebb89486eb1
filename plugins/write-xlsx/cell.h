/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as a spreadsheet cell can hold it. */
#ifndef WRITE_XLSX_CELL_H
#define WRITE_XLSX_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What Excel takes in one cell, in UTF-16 units. */
#define CELL_UNITS 32767u

/* A reused buffer; zero-initialise, free p. */
struct cell {
    char *p; /* NUL-terminated */
    size_t room;
    uint32_t width; /* code points of the longest line */
    bool cut;       /* the text was longer than a cell */
    bool replaced;  /* held a character that XML does not allow */
};

/*
 * Prepares @p n bytes of UTF-8: NUL-terminated, at most CELL_UNITS, with what Excel would take as its escape _xHHHH_
 * escaped. False: out of memory.
 */
bool cell_set(struct cell *c, const char *p, size_t n);

#endif
