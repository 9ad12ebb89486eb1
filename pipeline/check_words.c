/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a corpus and pairs of codes, counted for `utsaga check`. */
#include "check.h"

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

enum { MOST_LETTERS = 64, FAR = 3 };

static uint32_t letters_of(const char *s, size_t n, uint32_t *out) {
    uint32_t k = 0;
    for (size_t i = 0; i < n && k < MOST_LETTERS;) {
        unsigned char c = (unsigned char)s[i];
        uint32_t bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        out[k] = c;
        for (uint32_t b = 1; b < bytes && i + b < n; b++) out[k] = out[k] << 8 | (unsigned char)s[i + b];
        i += bytes;
        k++;
    }
    return k;
}

static uint64_t mark_of(const char *s, size_t n) {
    uint32_t letters[MOST_LETTERS], k = letters_of(s, n, letters);
    uint64_t mark = 0;
    for (uint32_t i = 0; i < k; i++) mark |= 1ull << (letters[i] * 0x9E3779B1u >> 26);
    return mark;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Letters to add, drop, change or swap with the next. */
static uint32_t distance(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb) {
    uint32_t rows[3][MOST_LETTERS + 1];
    for (uint32_t j = 0; j <= nb; j++) rows[0][j] = j;
    for (uint32_t i = 1; i <= na; i++) {
        uint32_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = i;
        for (uint32_t j = 1; j <= nb; j++) {
            now[j] = least(least(now[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return rows[na % 3][nb];
}

static bool mark_all(vocabulary *v, int which) {
    uint32_t n = symtab_count(v->words[which]);
    v->marks[which] = calloc((size_t)n + 1, sizeof *v->marks[which]);
    for (uint32_t s = 1; v->marks[which] && s < n; s++) {
        uts_str word = symtab_spell(v->words[which], s);
        v->marks[which][s] = mark_of(word.p, word.n);
    }
    return v->marks[which] != NULL;
}

/* The nearest word, of equally near ones the commonest; 0: none is near. */
static uts_sym nearest(vocabulary *v, int which, const char *word) {
    uint32_t letters[MOST_LETTERS], other[MOST_LETTERS], k = letters_of(word, strlen(word), letters), best_count = 0;
    uint32_t best = least(FAR, k / 3 + 1);
    uint64_t mark = mark_of(word, strlen(word));
    uts_sym found = 0;
    if (!v->marks[which] && !mark_all(v, which)) return 0;
    for (uint32_t s = 1; s < symtab_count(v->words[which]); s++) {
        if (__builtin_popcountll(mark ^ v->marks[which][s]) > 2 * (FAR - 1)) continue;
        uts_str w = symtab_spell(v->words[which], s);
        uint32_t n = letters_of(w.p, w.n, other), d = n > k + FAR || k > n + FAR ? FAR : distance(letters, k, other, n);
        uint32_t count = *symtab_promoted(v->words[which], s);
        if (count == 0) continue; /* a word that was asked for */
        if (d > best || d >= FAR || (d == best && found && count <= best_count)) continue;
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
