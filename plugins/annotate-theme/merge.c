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
    if (x->rule != y->rule) return x->rule < y->rule ? -1 : 1;
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

/* Every match is a hit; one that several spellings of a rule found is one. */
static void keep(struct match *m, const struct found *f, uint32_t excluded_by, uint32_t start) {
    struct hit hit = {f->code, f->rule, f->polarity, f->first, f->last, excluded_by};
    for (uint32_t i = m->n_hits; i > start && m->hits[i - 1].first == f->first && m->hits[i - 1].last == f->last; i--)
        if (m->hits[i - 1].rule == f->rule && m->hits[i - 1].excluded_by == excluded_by) return;
    add_hit(m, &hit);
}

static uint32_t length_of(const struct hit *h) { return h->last - h->first; }

/* The longest first, then the leftmost, then as the codebook has them. */
static int compare_length(const void *a, const void *b) {
    const struct hit *x = a, *y = b;
    if (length_of(x) != length_of(y)) return length_of(x) > length_of(y) ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/*
 * Of hits that overlap the longest stays, and takes away the others: they remain in the table, marked with its rule. A
 * second hit of the same code on the same words is dropped: it says nothing new. @p owner has a cell for each token
 * from @p base on, all NOTHING.
 */
static uint32_t keep_longest(struct hit *hits, uint32_t n, uint32_t *owner, uint32_t base) {
    uint32_t kept = 0;
    qsort(hits, n, sizeof *hits, compare_length);
    for (uint32_t i = 0; i < n; i++) {
        struct hit h = hits[i];
        uint32_t by = NOTHING;
        if (h.excluded_by == NOTHING)
            for (uint32_t k = h.first; k <= h.last && by == NOTHING; k++) by = owner[k - base];
        if (by != NOTHING && hits[by].code == h.code && hits[by].first == h.first && hits[by].last == h.last) continue;
        if (by != NOTHING) h.excluded_by = hits[by].rule;
        hits[kept] = h;
        if (h.excluded_by == NOTHING)
            for (uint32_t k = h.first; k <= h.last; k++) owner[k - base] = kept;
        kept++;
    }
    return kept;
}

static void keep_longest_of(struct match *m, uint32_t start) {
    uint32_t n = m->n_hits - start, low = NOTHING, high = 0;
    for (uint32_t i = start; i < m->n_hits; i++) {
        if (m->hits[i].first < low) low = m->hits[i].first;
        if (m->hits[i].last > high) high = m->hits[i].last;
    }
    if (n < 2) return;
    uint32_t *owner = malloc(((size_t)high - low + 1) * sizeof *owner);
    if (!owner) {
        m->out_of_memory = true;
        return;
    }
    memset(owner, 0xFF, ((size_t)high - low + 1) * sizeof *owner);
    m->n_hits = start + keep_longest(m->hits + start, n, owner, low);
    free(owner);
}

/* One code's matches: includes, exclusions, forced ones, those that their own rule took away; each by place. */
static void resolve_code(struct match *m, const struct found *f, uint32_t n) {
    uint32_t ends[RULE_MASKED + 1] = {0}, from = 0, force_from = 0, start = m->n_hits;
    struct hit kept, removed;
    bool has_kept = false, has_removed = false, all = m->program->overlap != OVERLAP_MERGE;
    for (uint32_t kind = 0, i = 0; kind <= RULE_MASKED; kind++) {
        while (i < n && f[i].kind == kind) i++;
        ends[kind] = i;
    }
    const struct found *excludes = f + ends[RULE_INCLUDE], *forces = f + ends[RULE_EXCLUDE];
    for (uint32_t i = 0; i < ends[RULE_INCLUDE]; i++) {
        const struct found *by = overlapping(&f[i], excludes, ends[RULE_EXCLUDE] - ends[RULE_INCLUDE], &from);
        if (by && overlapping(&f[i], forces, ends[RULE_FORCE] - ends[RULE_EXCLUDE], &force_from)) by = NULL;
        if (all)
            keep(m, &f[i], by ? by->rule : NOTHING, start);
        else if (by)
            merge(m, &removed, &has_removed, &f[i], by->rule);
        else
            merge(m, &kept, &has_kept, &f[i], NOTHING);
    }
    if (has_kept) add_hit(m, &kept);
    if (has_removed) add_hit(m, &removed);
    for (uint32_t i = ends[RULE_FORCE]; i < n; i++) keep(m, &f[i], f[i].rule, start);
    if (m->program->overlap == OVERLAP_LONGEST) keep_longest_of(m, start);
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

void merge_finish(struct match *m) {
    if (m->program->overlap == OVERLAP_LONGEST_OVERALL)
        keep_longest_of(m, 0);
    else if (!m->program->n_deep_codes)
        return;
    if (m->n_hits > 1) sort_hits(m->hits, m->n_hits);
}
