/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a concordance: what was found, with the text on both sides. */
#ifndef UTSAGA_KWIC_H
#define UTSAGA_KWIC_H

#include "arena.h"
#include <stdio.h>
#include <utsaga/plugin.h>

typedef struct kwic_line {
    uts_str doc, speaker, role, zone, left, hit, right;
    uint32_t turn;       /* from 1; 0: none */
    uint32_t begin, end; /* code points */
    bool negated;
    const char *key; /* for sorting */
    uint64_t order;
} kwic_line;

typedef struct kwic_lines {
    kwic_line *items;
    uint64_t n, room;
    arena memory;
} kwic_lines;

enum { KWIC_CORPUS, KWIC_LEFT, KWIC_RIGHT, KWIC_SPEAKER };
/* Sorts by the words before the hit, nearest first, by those behind it, or by speaker; letters as in Swedish. False:
 * out of memory. */
bool kwic_sort(kwic_lines *lines, int by);

/* Prints all lines in a format; excel: CSV as Excel in Swedish opens it. False: no such format. */
extern const char *const kwic_formats[];
bool kwic_print(FILE *to, const char *format, const kwic_lines *lines, const char *query, const char *language,
                bool excel);

#endif /* UTSAGA_KWIC_H */
