/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a compiled codebook over the tokens of one document. */
#ifndef THEME_MATCH_H
#define THEME_MATCH_H

#include "program.h"

/** The columns of the token layers; kinds and zones are those of utsaga/layers.h. */
struct tokens {
    uint32_t n;
    const uint32_t *begin, *end, *fold, *kind, *turn, *zone, *sentence;
    const uint32_t *norm;          /**< symbol or 0: the form itself; NULL when no rule looks at it */
    const uint32_t *lemma, *parts; /**< likewise */
    uint32_t n_turns;
    const uint32_t *turn_begin, *label_begin, *label_end; /**< of each turn; its label stands just before or after it */
};

/** Strings of symbols. */
struct spelling {
    void *context;
    const char *(*spell)(void *context, uint32_t symbol, size_t *n);
    uint32_t n_symbols; /**< one more than the largest */
    uint32_t epoch;     /**< changes when symbols were forgotten */
};

struct hit {
    uint32_t code, rule;
    uint32_t polarity; /**< 1: found behind a negator that the rule asks for */
    uint32_t first, last;
    uint32_t excluded_by; /**< rule, or UINT32_MAX: the hit counts */
};

struct match;

/** One worker's matcher. It keeps what it learned of each symbol until the epoch changes. NULL: out of memory. */
struct match *match_new(const struct program *program);
void match_free(struct match *m);

/**
 * Finds the hits, ordered by first token, last token, code. They live until the next call. @p stop is asked now and
 * then; true ends the search early. False: out of memory.
 */
bool match_run(struct match *m, const struct tokens *tokens, const struct spelling *spelling,
               bool (*stop)(void *context), const struct hit **hits, uint32_t *n);

#endif /* THEME_MATCH_H */
