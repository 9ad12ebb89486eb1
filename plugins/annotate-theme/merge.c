/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From matches of rules to hits: exclusions take away, forced rules give back, what overlaps becomes one. */
#include "match_internal.h"

static int compare_found(const void *a, const void *b) {
    const struct found *x = a, *y = b;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->last != y->last) return x->last > y->last ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static int compare_hits(const void *a, const void *b) {
    const struct hit *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->last != y->last) return x->last < y->last ? -1 : 1;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    return x->excluded_by < y->excluded_by ? -1 : x->excluded_by > y->excluded_by;
}

static void sort_found(struct found *f, uint32_t n) {
    if (n > SHORT_LIST) {
        qsort(f, n, sizeof *f, compare_found);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        struct found moved = f[i];
        uint32_t k = i;
        for (; k > 0 && compare_found(&moved, &f[k - 1]) < 0; k--) f[k] = f[k - 1];
        f[k] = moved;
    }
}

static void sort_hits(struct hit *hits, uint32_t n) {
    if (n > SHORT_LIST) {
        qsort(hits, n, sizeof *hits, compare_hits);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        struct hit moved = hits[i];
        uint32_t k = i;
        for (; k > 0 && compare_hits(&moved, &hits[k - 1]) < 0; k--) hits[k] = hits[k - 1];
        hits[k] = moved;
    }
}

static void add_hit(struct match *m, const struct hit *hit) {
    if (!GROW(m->hits, m->hits_room, m->n_hits + 1)) {
        m->out_of_memory = true;
        return;
    }
    m->hits[m->n_hits++] = *hit;
}

/* The first of @p others that overlaps @p f, or NULL. @p from moves on past those that end before it. */
static const struct found *overlapping(const struct found *f, const struct found *others, uint32_t n, uint32_t *from) {
    while (*from < n && others[*from].last < f->first) ++*from;
    for (uint32_t i = *from; i < n && others[i].first <= f->last; i++)
        if (others[i].last >= f->first) return &others[i];
    return NULL;
}

/* Extends @p open by a match that overlaps it, or starts anew. */
static void merge(struct match *m, struct hit *open, bool *is_open, const struct found *f, uint32_t excluded_by) {
    if (*is_open && f->first <= open->last) {
        if (f->last > open->last) open->last = f->last;
        return;
    }
    if (*is_open) add_hit(m, open);
    *is_open = true;
    *open = (struct hit){f->code, f->rule, f->polarity, f->first, f->last, excluded_by};
}

/* One code's matches in a sentence: includes, then exclusions, then forced ones, each by place. */
static void resolve_code(struct match *m, const struct found *f, uint32_t n) {
    uint32_t includes = 0, excludes, from = 0, force_from = 0;
    struct hit kept, removed;
    bool has_kept = false, has_removed = false;
    while (includes < n && f[includes].kind == RULE_INCLUDE) includes++;
    excludes = includes;
    while (excludes < n && f[excludes].kind == RULE_EXCLUDE) excludes++;
    for (uint32_t i = 0; i < includes; i++) {
        const struct found *by = overlapping(&f[i], f + includes, excludes - includes, &from);
        if (by && overlapping(&f[i], f + excludes, n - excludes, &force_from)) by = NULL;
        if (by)
            merge(m, &removed, &has_removed, &f[i], by->rule);
        else
            merge(m, &kept, &has_kept, &f[i], NOTHING);
    }
    if (has_kept) add_hit(m, &kept);
    if (has_removed) add_hit(m, &removed);
}

void merge_pending(struct match *m) {
    uint32_t n = m->n_pending, start = m->n_hits;
    struct found *f = m->pending;
    sort_found(f, n);
    for (uint32_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && f[k].code == f[i].code; k++) continue;
        resolve_code(m, f + i, k - i);
    }
    if (n > 1 && m->hits) sort_hits(m->hits + start, m->n_hits - start);
    m->n_pending = 0;
}
