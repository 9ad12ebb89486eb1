/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "texts.h"

static uint32_t *slot_of(const struct texts *t, uts_str s) {
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    uint32_t i = (uint32_t)(h ^ h >> 32) & t->mask;
    for (; t->index[i]; i = (i + 1) & t->mask) {
        const char *text = t->items[t->index[i] - 1];
        if (strlen(text) == s.n && !memcmp(text, s.p, s.n)) break;
    }
    return &t->index[i];
}

static bool grow_index(struct texts *t) {
    uint32_t size = t->index ? (t->mask + 1) * 2 : 1024;
    uint32_t *index = (uint32_t *)calloc(size, sizeof *index);
    if (!index) return false;
    free(t->index);
    t->index = index;
    t->mask = size - 1;
    for (uint32_t i = 0; i < t->n; i++) *slot_of(t, uts_cstr(t->items[i])) = i + 1;
    return true;
}

uint32_t texts_number(struct texts *t, uts_str s) {
    if ((!t->index || t->n * 2 > t->mask) && !grow_index(t)) return TEXTS_NONE;
    uint32_t *slot = slot_of(t, s);
    if (*slot) return *slot - 1;
    if (t->n == t->room) {
        uint32_t room = t->room ? t->room * 2 : 64;
        char **items = realloc(t->items, room * sizeof *items);
        if (!items) return TEXTS_NONE;
        t->items = items;
        t->room = room;
    }
    char *copy = malloc(s.n + 1);
    if (!copy) return TEXTS_NONE;
    if (s.n) memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    t->items[t->n] = copy;
    *slot = ++t->n;
    return t->n - 1;
}

uint32_t texts_number_of_two(struct texts *t, uts_str a, uts_str b) {
    char *joined = malloc(a.n + b.n + 2);
    if (!joined) return TEXTS_NONE;
    if (a.n) memcpy(joined, a.p, a.n);
    joined[a.n] = '\x1f';
    if (b.n) memcpy(joined + a.n + 1, b.p, b.n);
    uint32_t number = texts_number(t, uts_mkstr(joined, a.n + b.n + 1));
    free(joined);
    return number;
}

void texts_free(struct texts *t) {
    for (uint32_t i = 0; i < t->n; i++) free(t->items[i]);
    free(t->items);
    free(t->index);
    memset(t, 0, sizeof *t);
}
