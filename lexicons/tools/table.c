/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 12 };

void *table_grow(void *old, size_t bytes) {
    void *p = realloc(old, bytes ? bytes : 1);
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

char *table_read(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    char *text = NULL;
    size_t n = 0, got;
    do {
        text = table_grow(text, n + (1 << 20) + 1);
        n += got = fread(text + n, 1, 1 << 20, f);
    } while (got);
    text[n] = 0;
    fclose(f);
    return text;
}

int table_split(char *line, char **columns, int room) {
    int n = 0;
    for (char *tab; line; line = tab) {
        tab = strchr(line, '\t');
        if (tab) *tab++ = 0;
        if (n < room) columns[n] = line;
        n++;
    }
    return n;
}

void table_each(const char *path, int least, void (*fn)(void *arg, int n, char **columns), void *arg) {
    char *text = table_read(path), *columns[COLUMNS];
    int number = 0;
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next) *next++ = 0;
        number++;
        if (!*line || *line == '#') continue;
        int n = table_split(line, columns, COLUMNS);
        if (n < least) {
            fprintf(stderr, "%s:%d: has %d columns, needs %d\n", path, number, n, least);
            exit(1);
        }
        fn(arg, n < COLUMNS ? n : COLUMNS, columns);
    }
    free(text);
}
