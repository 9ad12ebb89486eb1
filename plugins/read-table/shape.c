/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

enum { LOOKED_AT = 5000, MOST_DISTINCT = 32 };

struct seen {
    uint64_t hashes[MOST_DISTINCT];
};

static uint64_t hash(uts_str s) {
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h;
}

static void look(struct tb_column *c, struct seen *seen, uts_str s) {
    bool says = false; /* more than a dash or a point */
    for (size_t i = 0; i < s.n && !says; i++) says = strchr(" -.,;:", s.p[i]) == NULL;
    if (!says) return;
    c->filled++;
    bool numeric = true, inside = false;
    uint32_t words = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool blank = (unsigned char)s.p[i] <= ' ';
        words += !blank && !inside;
        inside = !blank;
        numeric &= (s.p[i] >= '0' && s.p[i] <= '9') || strchr(" ,.:-/%", s.p[i]) != NULL;
    }
    c->numeric += numeric;
    c->words += words;
    if (words > c->most_words) c->most_words = words;
    if (c->distinct == MOST_DISTINCT) return;
    uint64_t h = hash(s);
    for (uint32_t i = 0; i < c->distinct; i++)
        if (seen->hashes[i] == h) return;
    seen->hashes[c->distinct++] = h;
}

void tb_shape(struct tb_columns *c, const struct tb_table *t) {
    for (uint32_t i = 0; i < c->n; i++) {
        struct seen seen;
        for (uint32_t r = c->header + 1; r < t->n_rows && r - c->header <= LOOKED_AT; r++)
            look(&c->items[i], &seen, tb_trim(tb_raw(t, tb_at(t, &t->rows[r], i))));
    }
}

/* People's own words: sentences, or anything of some words below a question, but not a few answers to choose among. */
bool tb_is_open(const struct tb_column *c) {
    bool closed = c->distinct < MOST_DISTINCT && c->distinct <= 12 && c->filled >= 3 * c->distinct;
    if (c->filled == 0 || closed || c->numeric * 2 > c->filled) return false;
    if (tb_is_question(c->name)) return c->most_words >= 2;
    return c->words >= 4 * (uint64_t)c->filled && c->most_words >= 6;
}
