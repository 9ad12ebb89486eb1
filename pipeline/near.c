/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "near.h"

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

void near_make(near_word *w, const char *s, size_t n) {
    w->n = 0;
    w->mark = 0;
    for (size_t i = 0; i < n && w->n < NEAR_LETTERS;) {
        unsigned char c = (unsigned char)s[i];
        uint32_t bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4, letter = c;
        for (uint32_t b = 1; b < bytes && i + b < n; b++) letter = letter << 8 | (unsigned char)s[i + b];
        i += bytes;
        w->letters[w->n++] = letter;
        w->mark |= 1ull << (letter * 0x9E3779B1u >> 26);
    }
}

uint64_t near_mark(const char *s, size_t n) {
    near_word w;
    near_make(&w, s, n);
    return w.mark;
}

uint32_t near_most(const near_word *w) { return least(NEAR_FAR - 1, w->n / 3 + 1); }

uint32_t near_distance(const near_word *a, const near_word *b) {
    uint32_t rows[3][NEAR_LETTERS + 1];
    if (a->n > b->n + NEAR_FAR || b->n > a->n + NEAR_FAR) return NEAR_FAR;
    for (uint32_t j = 0; j <= b->n; j++) rows[0][j] = j;
    for (uint32_t i = 1; i <= a->n; i++) {
        uint32_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        const uint32_t *x = a->letters + i - 1;
        now[0] = i;
        for (uint32_t j = 1; j <= b->n; j++) {
            const uint32_t *y = b->letters + j - 1;
            now[j] = least(least(now[j - 1], last[j]) + 1, last[j - 1] + (*x != *y));
            if (i > 1 && j > 1 && *x == y[-1] && x[-1] == *y) now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return rows[a->n % 3][b->n];
}
