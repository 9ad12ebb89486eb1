/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an open lexicon is, for the code that reads it. */
#ifndef UTSAGA_LEXICON_PRIVATE_H
#define UTSAGA_LEXICON_PRIVATE_H

#include "lexfile.h"
#include "lexicon.h"

enum { LEXICON_NEAR = 0x250 }; /* code points below are looked up in a table */

struct lexicon {
    const unsigned char *bytes;
    const struct lexfile_header *header;
    const uint32_t *letters;
    const union lexfile_row *rows;
    const struct lexfile_entry *entries;
    const uint8_t *firsts, *lasts;
    const struct lexfile_set *sets;
    const lexicon_analysis *analyses;
    const uint32_t *tags;
    const char *texts;
    const struct lexfile_ending *endings;
    const struct lexfile_spread *spreads;
    uint32_t n_letters, n_endings, n_spreads;
    uint8_t bits[LEXICON_NEAR]; /* lexfile_bit */
};

/** A place in the letter tree: the letters read so far. Compare nothing but `entry`. */
typedef struct lexicon_cursor {
    uint32_t node;
    uint32_t number;
    uint32_t entry; /**< the form that ends here, or LEXICON_NONE */
} lexicon_cursor;

/** Fills the table of bits. */
void lexicon_index_letters(lexicon *lex);

static inline uint32_t utf8_at(const char *p, uint32_t *length) {
    const unsigned char *u = (const unsigned char *)p;
    if (u[0] < 0x80) return *length = 1, u[0];
    if (u[0] < 0xE0) return *length = 2, (uint32_t)(u[0] & 0x1F) << 6 | (u[1] & 0x3Fu);
    if (u[0] < 0xF0) return *length = 3, (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3Fu);
    *length = 4;
    return (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3F) << 12 | (uint32_t)(u[2] & 0x3F) << 6 |
           (u[3] & 0x3Fu);
}

static inline size_t utf8_put(char *out, uint32_t c) {
    if (c < 0x80) return out[0] = (char)c, 1;
    if (c < 0x800) return out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3F)), 2;
    size_t n = c < 0x10000 ? 3 : 4;
    out[0] = (char)(n == 3 ? 0xE0 | c >> 12 : 0xF0 | c >> 18);
    if (n == 4) out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[n - 2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[n - 1] = (char)(0x80 | (c & 0x3F));
    return n;
}

#endif /* UTSAGA_LEXICON_PRIVATE_H */
