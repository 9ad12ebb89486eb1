/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "endings.h"
#include "../lexfile.h"
#include "table.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST = 3 }; /* votes behind an ending */

struct counting {
    struct ending_vote *votes;
    uint32_t *counts;  /* by value, zero between uses */
    uint32_t *values;  /* touched */
    uint32_t *ordered; /* their counts */
    ending_fn *fn;
    void *arg;
};

static int from_the_end(const void *a, const void *b) {
    const struct ending_vote *x = a, *y = b;
    size_t n = strlen(x->form), m = strlen(y->form);
    while (n && m) {
        unsigned char c = (unsigned char)x->form[--n], d = (unsigned char)y->form[--m];
        if (c != d) return c < d ? -1 : 1;
    }
    if (n != m) return n < m ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

/* The start of the letter that ends before byte @p end of @p form. */
static size_t letter_before(const char *form, size_t end) {
    do end--;
    while (end && ((unsigned char)form[end] & 0xC0) == 0x80);
    return end;
}

static size_t tally(struct counting *c, size_t low, size_t high, size_t bytes) {
    size_t n = 0;
    for (size_t i = low; i < high; i++) {
        if (c->votes[i].least > bytes) continue;
        if (!c->counts[c->votes[i].value]++) c->values[n++] = c->votes[i].value;
    }
    for (size_t i = 1; i < n; i++) { /* few distinct values: insertion sort */
        uint32_t v = c->values[i];
        size_t j = i;
        for (; j > 0 && (c->counts[c->values[j - 1]] < c->counts[v] ||
                         (c->counts[c->values[j - 1]] == c->counts[v] && c->values[j - 1] > v));
             j--)
            c->values[j] = c->values[j - 1];
        c->values[j] = v;
    }
    for (size_t i = 0; i < n; i++) c->ordered[i] = c->counts[c->values[i]];
    for (size_t i = 0; i < n; i++) c->counts[c->values[i]] = 0;
    return n;
}

/* Votes [low, high) share an ending of @p letters letters and @p bytes bytes. */
static void visit(struct counting *c, size_t low, size_t high, int letters, size_t bytes) {
    if (high - low < FEWEST) return;
    if (letters) {
        size_t n = tally(c, low, high, bytes);
        const char *form = c->votes[low].form;
        if (n) c->fn(c->arg, form + strlen(form) - bytes, bytes, c->values, c->ordered, n);
    }
    if (letters == LEXFILE_ENDING_LETTERS) return;
    for (size_t i = low, j; i < high; i = j) {
        const char *form = c->votes[i].form;
        size_t n = strlen(form);
        j = i + 1;
        if (n <= bytes) continue;
        size_t longer = n - letter_before(form, n - bytes);
        for (; j < high; j++) {
            size_t m = strlen(c->votes[j].form);
            if (m < longer || memcmp(c->votes[j].form + m - longer, form + n - longer, longer) != 0) break;
        }
        visit(c, i, j, letters + 1, longer);
    }
}

void endings_count(struct ending_vote *votes, size_t n, uint32_t max_value, ending_fn *fn, void *arg) {
    struct counting c = {.votes = votes, .fn = fn, .arg = arg};
    if (!n) return;
    c.counts = table_grow(NULL, (max_value + 1) * sizeof *c.counts);
    c.values = table_grow(NULL, (max_value + 1) * sizeof *c.values);
    c.ordered = table_grow(NULL, (max_value + 1) * sizeof *c.ordered);
    memset(c.counts, 0, (max_value + 1) * sizeof *c.counts);
    qsort(votes, n, sizeof *votes, from_the_end);
    visit(&c, 0, n, 0, 0);
    free(c.counts);
    free(c.values);
    free(c.ordered);
}
