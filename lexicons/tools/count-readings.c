/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes sv/readings.tsv: how often each form was read as which part of speech with which lemma in a treebank. Run by
 * hand when the treebank changes.
 *
 * usage: count-readings TREEBANK.conllu… > readings.tsv
 */
#include "../fold.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **readings;
static size_t n_readings;

static void read_treebank(const char *path) {
    char *text = table_read(path), *columns[10];
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next) *next++ = 0;
        if (line[0] == '#' || table_split(line, columns, 10) < 4 || strpbrk(columns[0], "-.")) continue;
        char folded[TABLE_CELL], row[3 * TABLE_CELL];
        fold(columns[1], folded, sizeof folded);
        if (strpbrk(folded, "0123456789")) continue;
        snprintf(row, sizeof row, "%s\t%s\t%s", folded, columns[3], columns[2]);
        if ((n_readings & (n_readings - 1)) == 0)
            readings = table_grow(readings, (n_readings * 2 + 1) * sizeof *readings);
        readings[n_readings++] = strdup(row);
    }
    free(text);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) read_treebank(argv[i]);
    qsort(readings, n_readings, sizeof *readings, by_text);
    puts("# SPDX-License-Identifier: CC-BY-SA-4.0\n# form\tpart of speech\tlemma\tcount\n"
         "# Made by tools/count-readings.c; sources and attribution in lexicons/README.md.");
    for (size_t i = 0, j; i < n_readings; i = j) {
        for (j = i; j < n_readings && strcmp(readings[i], readings[j]) == 0; j++) {
        }
        printf("%s\t%zu\n", readings[i], j - i);
    }
    return 0;
}
