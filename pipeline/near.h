/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are spelled almost alike. */
#ifndef UTSAGA_NEAR_H
#define UTSAGA_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NEAR_LETTERS = 64, NEAR_FAR = 3 };

typedef struct near_word {
    uint64_t mark; /* its letters as bits, for telling fast what cannot be near */
    uint32_t letters[NEAR_LETTERS], n;
} near_word;

/* Letters beyond NEAR_LETTERS are left out. */
void near_make(near_word *w, const char *s, size_t n);
uint64_t near_mark(const char *s, size_t n);
/* The greatest distance at which another word is still near: short words have few near ones. */
uint32_t near_most(const near_word *w);
/* Letters to add, drop, change or swap with the next; NEAR_FAR for words that differ more than that in length. */
uint32_t near_distance(const near_word *a, const near_word *b);

/* False: words with these marks lie NEAR_FAR or more apart. */
static inline bool near_may_be(uint64_t a, uint64_t b) { return __builtin_popcountll(a ^ b) <= 2 * (NEAR_FAR - 1); }

#endif /* UTSAGA_NEAR_H */
