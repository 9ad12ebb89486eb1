/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "terms.h"
#include <fold.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static char *read_folded(const char *path, size_t *size) {
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    char *raw = NULL, *folded = NULL;
    long n = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    rewind(f);
    if (n >= 0 && (raw = malloc((size_t)n + 1)) && fread(raw, 1, (size_t)n, f) == (size_t)n) {
        raw[n] = 0;
        *size = (size_t)n * 2 + 8; /* lower case can be longer by a byte a letter */
        folded = malloc(*size);
        if (folded) fold(raw, folded, *size);
    }
    free(raw);
    fclose(f);
    return folded;
}

bool terms_read(struct terms *t, const char *path) {
    size_t size = 0, room = 0;
    memset(t, 0, sizeof *t);
    t->text = read_folded(path, &size);
    if (!t->text) return false;
    for (char *line = t->text, *next; *line; line = next) {
        next = line + strcspn(line, "\r\n");
        while (*next == '\r' || *next == '\n') *next++ = 0;
        if (!*line || *line == '#') continue;
        if (t->n == room) {
            char **grown = realloc(t->words, (room = room * 2 + 64) * sizeof *grown);
            if (!grown) return terms_free(t), false;
            t->words = grown;
        }
        t->words[t->n++] = line;
    }
    qsort(t->words, t->n, sizeof *t->words, by_text);
    return true;
}

void terms_free(struct terms *t) {
    free(t->words);
    free(t->text);
    memset(t, 0, sizeof *t);
}

bool terms_has(const void *terms, const char *text, size_t n) {
    const struct terms *t = terms;
    size_t low = 0, high = t->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = strncmp(t->words[mid], text, n);
        if (!order && !t->words[mid][n]) return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}
