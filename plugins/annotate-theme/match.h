/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a compiled codebook over the tokens of one document. */
#ifndef THEME_MATCH_H
#define THEME_MATCH_H

#include "program.h"

/** Stretches of the text, ascending; n is 0 when the document has none. */
struct rows {
    uint32_t n;
    const uint32_t *begin;
};

/** The columns of the token layers; kinds and zones are those of utsaga/layers.h. */
struct tokens {
    uint32_t n;
    const uint32_t *begin, *end, *fold, *kind, *turn, *zone, *sentence;
    const uint32_t *norm;          /**< symbol or 0: the form itself; NULL when no rule looks at it */
    const uint32_t *lemma, *parts; /**< likewise */
    uint32_t n_turns;
    const uint32_t *turn_begin, *label_begin, *label_end; /**< of each turn; its label stands just before or after it */
    const uint32_t *form, *upos;                          /**< NULL when no rule looks at them */
    struct rows paragraph, question;                      /**< for operators that look there */
};

/** The value of a variable of program.variables at a token; "" when unknown. */
struct surroundings {
    void *context;
    const char *(*value)(void *context, uint32_t variable, uint32_t token, size_t *n);
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
    uint32_t polarity; /**< 1: negated */
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
               const struct surroundings *surroundings, bool (*stop)(void *context), const struct hit **hits,
               uint32_t *n);

/** Word forms so far on which a regular expression took too long and was given up. */
uint32_t match_timeouts(const struct match *m);

#endif /* THEME_MATCH_H */
