/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucasemap.h>

void names_free(struct name_set *set) {
    for (size_t i = 0; i < set->room; i++) free(set->keys[i]);
    free(set->keys);
    *set = (struct name_set){0};
}

static size_t hash_key(const char *s) {
    uint64_t h = 14695981039346656037u;
    for (; *s; s++) h = (h ^ (unsigned char)*s) * 1099511628211u;
    return (size_t)(h ^ h >> 32);
}

static char *folded(const char *name) {
    UErrorCode error = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", U_FOLD_CASE_DEFAULT, &error);
    size_t room = 3 * strlen(name) + 8;
    char *key = malloc(room);
    int32_t n = 0;
    if (map && key) n = ucasemap_utf8FoldCase(map, key, (int32_t)room - 1, name, -1, &error);
    ucasemap_close(map);
    if (!key || U_FAILURE(error)) {
        free(key);
        return NULL;
    }
    key[n] = '\0';
    return key;
}

static bool grow(struct name_set *set) {
    size_t room = set->room ? set->room * 2 : 256;
    char **keys = calloc(room, sizeof *keys);
    if (!keys) return false;
    for (size_t i = 0; i < set->room; i++) {
        if (!set->keys[i]) continue;
        size_t at = hash_key(set->keys[i]) & (room - 1);
        while (keys[at]) at = (at + 1) & (room - 1);
        keys[at] = set->keys[i];
    }
    free(set->keys);
    set->keys = keys;
    set->room = room;
    return true;
}

/* 1: taken now, 0: another has it, -1: out of memory. */
static int try_take(struct name_set *set, const char *name) {
    if (2 * (set->n + 1) > set->room && !grow(set)) return -1;
    char *key = folded(name);
    if (!key) return -1;
    size_t at = hash_key(key) & (set->room - 1);
    while (set->keys[at] && strcmp(set->keys[at], key) != 0) at = (at + 1) & (set->room - 1);
    if (set->keys[at]) {
        free(key);
        return 0;
    }
    set->keys[at] = key;
    set->n++;
    return 1;
}

/* A copy without edge spaces, with "_" for signs that file names may not hold. */
static char *cleaned(uts_str want) {
    char *name = malloc(want.n + 4); /* room for the sign of a cut */
    if (!name) return NULL;
    size_t n = 0;
    for (size_t i = 0; i < want.n; i++) {
        unsigned char c = (unsigned char)want.p[i];
        if (n == 0 && (c <= ' ')) continue;
        name[n++] = c < 0x20 || c == 0x7F ? ' ' : strchr("\\/:*?\"<>|", c) ? '_' : (char)c;
    }
    while (n && name[n - 1] == ' ') n--;
    if (!n) name[n++] = '_';
    name[n] = '\0';
    return name;
}

/* Cuts a name to @p most code points, with a sign that it was cut. */
static void cut(char *name, size_t most) {
    size_t chars = 0, keep = 0, i = 0;
    for (; name[i]; i++) {
        if (((unsigned char)name[i] & 0xC0) == 0x80) continue;
        if (chars == most - 1) keep = i;
        chars++;
    }
    if (chars <= most) return;
    while (keep && name[keep - 1] == ' ') keep--;
    memcpy(name + keep, "…", sizeof "…");
}

static char *numbered(const char *name, unsigned number, size_t most) {
    char tail[16];
    int n = snprintf(tail, sizeof tail, " (%u)", number);
    char *out = malloc(strlen(name) + sizeof tail + 8);
    if (!out) return NULL;
    strcpy(out, name);
    cut(out, most - (size_t)n);
    return strcat(out, tail);
}

char *names_take(struct name_set *set, uts_str want, uts_str parent, size_t most, bool *changed) {
    char *name = cleaned(want);
    if (!name) return NULL;
    cut(name, most);
    int taken = try_take(set, name);
    if (taken == 0 && parent.n) {
        char *both = malloc(parent.n + want.n + 8);
        if (both) {
            int n = sprintf(both, "%.*s – %.*s", (int)parent.n, parent.p, (int)want.n, want.p);
            free(name);
            name = cleaned((uts_str){both, (size_t)n});
            free(both);
            if (name) cut(name, most);
        }
        taken = name && both ? try_take(set, name) : -1;
    }
    char *base = name;
    for (unsigned i = 2; taken == 0; i++) {
        if (name != base) free(name);
        name = numbered(base, i, most);
        taken = name ? try_take(set, name) : -1;
    }
    if (base != name) free(base);
    if (taken < 0) {
        free(name);
        return NULL;
    }
    *changed = strlen(name) != want.n || memcmp(name, want.p, want.n) != 0;
    return name;
}
