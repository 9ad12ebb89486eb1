/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The noisy channel: which words could a misspelt form be? Walks the letter tree of the lexicon with a bounded,
 * weighted edit distance (optimal string alignment) and ranks by log10 p(word) − 2 · distance. All arithmetic is in
 * hundredths, in integers, so that every machine ranks alike. Compounds: one wrong part, a missing linking s, a seam
 * letter written once; and two words written together.
 */
#ifndef UTSAGA_NORM_CHANNEL_H
#define UTSAGA_NORM_CHANNEL_H

#include "lexicon.h"
#include "lexicon_walk.h"

enum {
    CHANNEL_LETTERS = 40,   /**< longer forms are not searched: the time is bounded */
    CHANNEL_CANDIDATES = 8, /**< kept a form */
    CHANNEL_CODES = 48,     /**< letter classes with costs of their own */
    CHANNEL_LIMITS = 5,     /**< what may be left to spend, in classes */
    CHANNEL_NEAR = 120,     /**< bound of the quick search: one slip, or two of the slightest */
    CHANNEL_MIDDLE = 155,   /**< a slip and a slight one */
    CHANNEL_FAR = 190       /**< two slips */
};

enum { CANDIDATE_WORD, CANDIDATE_SEAM, CANDIDATE_PART, CANDIDATE_APART };

struct candidate {
    int32_t score; /**< hundredths of log10 */
    int32_t cost;  /**< hundredths of an edit */
    uint32_t kind; /**< CANDIDATE_* */
    uint32_t n;    /**< bytes of text */
    char text[2 * LEXICON_FORM_MAX];
};

struct candidates {
    uint32_t count;
    struct candidate best[CHANNEL_CANDIDATES]; /**< best score first; ties bytewise */
};

struct channel {
    const lexicon *lex;
    uint8_t swap[CHANNEL_CODES][CHANNEL_CODES]; /**< cost of writing one letter for another */
    uint8_t codes[0x180];
    uint64_t swappable[CHANNEL_CODES]
                      [CHANNEL_LIMITS]; /**< letters, as bits of the tree, that cost no more than a limit */
};

/** What a worker needs while it searches. */
struct channel_work {
    uint16_t query[CHANNEL_LETTERS + 8];
    uint8_t query_codes[CHANNEL_LETTERS + 8];
    uint32_t n, path[CHANNEL_LETTERS + 8];
    int32_t bound;
    uint32_t wanted;
    const struct channel *channel;
    struct candidates *out;
};

void channel_begin(struct channel *channel, const lexicon *lex);
/**
 * Adds the words within @p bound of @p form (lower case) to @p out. @p wanted: LEXICON_* flags of which a word must
 * have one.
 */
void channel_words(const struct channel *channel, struct channel_work *work, const char *form, size_t n, int32_t bound,
                   uint32_t wanted, struct candidates *out);
/**
 * Adds compounds that lack a letter at the seam: a linking s, or the second of two equal letters. Returns the score of
 * the best reading of @p form as a compound as it stands, INT32_MIN when it has none.
 */
int32_t channel_seams(const struct channel *channel, const char *form, size_t n, struct candidates *out);
/** Adds compounds that differ from @p form in one part. */
void channel_parts(const struct channel *channel, struct channel_work *work, const char *form, size_t n,
                   struct candidates *out);
/** Adds "a b" for a form that is two words. @p apart says whether a word never is the last part of a compound. */
void channel_apart(const struct channel *channel, const char *form, size_t n,
                   bool (*apart)(const void *arg, const char *word, size_t n), const void *arg, struct candidates *out);
/** Puts @p candidate in its place. */
void candidates_add(struct candidates *all, const struct candidate *candidate);
/** Takes out candidate @p i. */
void candidates_drop(struct candidates *all, uint32_t i);

#endif
