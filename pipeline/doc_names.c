/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doc_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a name that go into an id: with the suffixes of the outputs it stays below what file systems take. */
enum { NAME_BYTES = 160 };

static uint32_t hash(const char *s) {
    uint32_t h = 2166136261u;
    for (; *s; s++) h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

/* The slot of an id, or the free one where it belongs. */
static char **slot_of(const doc_names *names, const char *id) {
    uint32_t i = hash(id) & (names->room - 1);
    while (names->slots[i] && strcmp(names->slots[i], id) != 0) i = (i + 1) & (names->room - 1);
    return names->slots + i;
}

static bool grow(doc_names *names) {
    doc_names bigger = {.n = names->n, .room = names->room ? names->room * 2 : 64};
    bigger.slots = calloc(bigger.room, sizeof *bigger.slots);
    if (!bigger.slots) return false;
    for (uint32_t i = 0; i < names->room; i++)
        if (names->slots[i]) *slot_of(&bigger, names->slots[i]) = names->slots[i];
    free(names->slots);
    *names = bigger;
    return true;
}

static bool is_taken(const doc_names *names, const inputs *in, const char *id) {
    if (*slot_of(names, id)) return true;
    for (uint32_t i = 0; i < in->n; i++)
        if (in->files[i].id && strcmp(in->files[i].id, id) == 0) return true;
    return false;
}

/* @p name without what a path may not hold; never empty, and no "." or "..". */
static size_t make_safe(char *to, uts_str name) {
    size_t n = name.n < NAME_BYTES ? name.n : NAME_BYTES, from = 0;
    while (n < name.n && n && ((unsigned char)name.p[n] & 0xC0) == 0x80) n--;
    while (from < n && (name.p[from] == ' ' || name.p[from] == '.')) from++;
    while (n > from && (name.p[n - 1] == ' ' || name.p[n - 1] == '.')) n--;
    if (from == n) {
        *to = '_';
        return 1;
    }
    for (size_t i = from; i < n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        to[i - from] = c < 0x20 || c == 0x7F || strchr("/\\:*?\"<>|#%", c) ? '_' : (char)c;
    }
    return n - from;
}

char *doc_names_take(doc_names *names, const inputs *in, const input_file *source, uts_str name) {
    if (names->n * 2 >= names->room && !grow(names)) return NULL;
    char safe[NAME_BYTES + 1], *id;
    int n = (int)make_safe(safe, name);
    if (asprintf(&id, "%s/%.*s", source->id, n, safe) < 0) return NULL;
    for (uint32_t nth = 2; is_taken(names, in, id); nth++) {
        free(id);
        if (asprintf(&id, "%s/%.*s_%u", source->id, n, safe, nth) < 0) return NULL;
    }
    char *kept = strdup(id);
    if (!kept) {
        free(id);
        return NULL;
    }
    *slot_of(names, id) = kept;
    names->n++;
    return id;
}

void doc_names_forget(doc_names *names) {
    for (uint32_t i = 0; i < names->room; i++) {
        free(names->slots[i]);
        names->slots[i] = NULL;
    }
    names->n = 0;
}

void doc_names_free(doc_names *names) {
    doc_names_forget(names);
    free(names->slots);
    *names = (doc_names){0};
}
