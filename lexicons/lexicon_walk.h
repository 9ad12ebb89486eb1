/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps in the letter tree, in the header because a search with errors takes millions of them. */
#ifndef UTSAGA_LEXICON_WALK_H
#define UTSAGA_LEXICON_WALK_H

#include "lexicon_private.h"

static inline lexicon_cursor lexicon_root(const lexicon *lex) {
    return (lexicon_cursor){.node = lex->header->root, .number = 0, .entry = LEXICON_NONE};
}

/* The processor may have no instruction for it. */
static inline uint32_t lexicon_count_bits(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (uint32_t)(bits * 0x0101010101010101u >> 56);
}

static inline void lexicon_follow(const struct lexfile_edge *edge, lexicon_cursor at, lexicon_cursor *out) {
    out->node = edge->target_letter >> 8;
    out->number = at.number + (at.entry != LEXICON_NONE) + (edge->words_flags >> 2);
    out->entry = edge->words_flags & LEXFILE_FINAL ? out->number : LEXICON_NONE;
}

/** The place of a letter among the bits of a node. */
static inline uint32_t lexicon_bit(const lexicon *lex, uint32_t letter) {
    return letter < LEXICON_NEAR ? lex->bits[letter] : LEXFILE_SHARED_BIT;
}

/** The letters that forms go on with, as bits; letters without a bit of their own share one. */
static inline uint64_t lexicon_letters(const lexicon *lex, lexicon_cursor at) {
    return at.node ? lex->rows[at.node].letters : 0;
}

/** The edges of the letters with this bit, which the place must have: the first, then lexicon_more until NULL. */
static inline const union lexfile_row *lexicon_edges(const lexicon *lex, lexicon_cursor at, uint32_t bit) {
    const union lexfile_row *node = &lex->rows[at.node];
    return node + 1 + lexicon_count_bits(node->letters & (((uint64_t)1 << bit) - 1));
}
static inline const union lexfile_row *lexicon_more(const union lexfile_row *row, uint32_t bit) {
    return bit < LEXFILE_SHARED_BIT || row->edge.words_flags & LEXFILE_LAST ? NULL : row + 1;
}
static inline uint32_t lexicon_letter(const lexicon *lex, const union lexfile_row *row) {
    return lex->letters[row->edge.target_letter & 0xFF];
}

/** Reads one code point. False: no form goes on so. */
static inline bool lexicon_child(const lexicon *lex, lexicon_cursor at, uint32_t letter, lexicon_cursor *out) {
    uint32_t bit = lexicon_bit(lex, letter);
    if (!(lexicon_letters(lex, at) >> bit & 1)) return false;
    for (const union lexfile_row *row = lexicon_edges(lex, at, bit); row; row = lexicon_more(row, bit)) {
        if (bit == LEXFILE_SHARED_BIT && lexicon_letter(lex, row) != letter) continue;
        lexicon_follow(&row->edge, at, out);
        return true;
    }
    return false;
}

#endif /* UTSAGA_LEXICON_WALK_H */
