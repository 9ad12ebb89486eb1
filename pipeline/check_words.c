/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a corpus and pairs of codes, counted for `utsaga check`. */
#include "check.h"

#include "near.h"
#include "symtab.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- words ---- */

struct vocabulary {
    symtab *words[2];   /* forms, lemmas */
    uint64_t *marks[2]; /* letters of each word as bits, for finding near ones fast */
};

vocabulary *vocabulary_new(void) {
    vocabulary *v = calloc(1, sizeof *v);
    if (!v) return NULL;
    v->words[0] = symtab_new();
    v->words[1] = symtab_new();
    if (v->words[0] && v->words[1]) return v;
    vocabulary_free(v);
    return NULL;
}

void vocabulary_free(vocabulary *v) {
    if (!v) return;
    for (int i = 0; i < 2; i++) {
        if (v->words[i]) symtab_free(v->words[i]);
        free(v->marks[i]);
    }
    free(v);
}

void vocabulary_add(vocabulary *v, bool lemma, uts_str word) {
    uts_sym s = symtab_intern(v->words[lemma], word.p, word.n);
    uint32_t *count = s ? symtab_promoted(v->words[lemma], s) : NULL;
    if (count) ++*count;
}

static bool mark_all(vocabulary *v, int which) {
    uint32_t n = symtab_count(v->words[which]);
    v->marks[which] = calloc((size_t)n + 1, sizeof *v->marks[which]);
    for (uint32_t s = 1; v->marks[which] && s < n; s++) {
        uts_str word = symtab_spell(v->words[which], s);
        v->marks[which][s] = near_mark(word.p, word.n);
    }
    return v->marks[which] != NULL;
}

/* The nearest word, of equally near ones the commonest; 0: none is near. */
static uts_sym nearest(vocabulary *v, int which, const char *word) {
    near_word wanted, other;
    near_make(&wanted, word, strlen(word));
    uint32_t best = near_most(&wanted), best_count = 0;
    uts_sym found = 0;
    if (!v->marks[which] && !mark_all(v, which)) return 0;
    for (uint32_t s = 1; s < symtab_count(v->words[which]); s++) {
        if (!near_may_be(wanted.mark, v->marks[which][s])) continue;
        uts_str w = symtab_spell(v->words[which], s);
        near_make(&other, w.p, w.n);
        uint32_t d = near_distance(&wanted, &other), count = *symtab_promoted(v->words[which], s);
        if (count == 0) continue; /* a word that was asked for */
        if (d > best || (d == best && found && count <= best_count)) continue;
        best = d;
        best_count = count;
        found = s;
    }
    return found;
}

static bool is_known(vocabulary *v, int which, const char *word) {
    uts_sym s = symtab_intern(v->words[which], word, strlen(word));
    const uint32_t *count = s ? symtab_promoted(v->words[which], s) : NULL;
    return !count || *count > 0;
}

uint32_t vocabulary_print_unknown(vocabulary *v, const uts_codebook *book, const uts_guide *guide, const bool *dead) {
    uint32_t unknown = 0;
    for (uint32_t i = 0; i < guide->n_words; i++) {
        const uts_guide_word *w = &guide->words[i];
        if ((!w->is_lemma && !dead[w->rule]) || is_known(v, (int)w->is_lemma, w->text)) continue;
        if (unknown++ == 0) puts("\nwords that this corpus does not have:");
        uts_sym near = nearest(v, (int)w->is_lemma, w->text);
        uts_str s = near ? symtab_spell(v->words[w->is_lemma], near) : (uts_str){"", 0};
        printf("  %s:%u: %s\"%s\"", book->path, book->rules[w->rule]->line, w->is_lemma ? "the lemma " : "", w->text);
        if (near)
            printf("; nearest: \"%.*s\" (%u)\n", (int)s.n, s.p, *symtab_promoted(v->words[w->is_lemma], near));
        else
            putchar('\n');
    }
    return unknown;
}

/* ---- pairs ---- */

struct pair {
    uint32_t a, b, n;
};
struct pair_counts {
    struct pair *items; /* open addressing; n 0: free */
    uint32_t used, mask;
};

pair_counts *pairs_new(void) {
    pair_counts *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->mask = 255;
    p->items = calloc(256, sizeof *p->items);
    if (p->items) return p;
    free(p);
    return NULL;
}

void pairs_free(pair_counts *p) {
    if (!p) return;
    free(p->items);
    free(p);
}

static struct pair *pair_slot(const pair_counts *p, uint32_t a, uint32_t b) {
    uint32_t i = (uint32_t)(((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u >> 40) & p->mask;
    while (p->items[i].n && (p->items[i].a != a || p->items[i].b != b)) i = (i + 1) & p->mask;
    return &p->items[i];
}

void pairs_add(pair_counts *p, uint32_t a, uint32_t b) {
    if (p->used * 2 > p->mask) {
        pair_counts more = {calloc(((size_t)p->mask + 1) * 2, sizeof *more.items), p->used, p->mask * 2 + 1};
        if (!more.items) return;
        for (uint32_t i = 0; i <= p->mask; i++)
            if (p->items[i].n) *pair_slot(&more, p->items[i].a, p->items[i].b) = p->items[i];
        free(p->items);
        *p = more;
    }
    struct pair *pair = pair_slot(p, a < b ? a : b, a < b ? b : a);
    if (!pair->n) {
        pair->a = a < b ? a : b;
        pair->b = a < b ? b : a;
        p->used++;
    }
    pair->n++;
}

static int by_count(const void *x, const void *y) {
    const struct pair *a = x, *b = y;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

void pairs_print(pair_counts *p, const uts_codebook *book) {
    qsort(p->items, (size_t)p->mask + 1, sizeof *p->items, by_count);
    if (p->used) puts("\ncodes that overlap:\n  places  codes");
    for (uint32_t i = 0; i < p->used; i++)
        printf("  %6u  %s + %s\n", p->items[i].n, book->codes[p->items[i].a]->id, book->codes[p->items[i].b]->id);
}
