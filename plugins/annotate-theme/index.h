/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of many patterns match a string: the work for one word form does not grow with the number of patterns. */
#ifndef THEME_INDEX_H
#define THEME_INDEX_H

#include "codebook.h"

/* Wildcards inside compiled patterns: bytes that UTF-8 never uses. */
#define ANY_RUN  '\xFF' /* "*": zero or more characters */
#define ANY_CHAR '\xFE' /* "?": one character */

/** One alternative of a slot. */
struct atom {
    const char *pattern; /**< folded UTF-8 with ANY_RUN and ANY_CHAR */
    uint32_t n;
    uint32_t prefix;   /**< bytes before the first wildcard; n: none */
    uint32_t tail;     /**< bytes behind the last wildcard; n: none */
    uint32_t literals; /**< characters that are no wildcards */
    uint8_t layer;     /**< LAYER_FORM … */
    bool spread;       /**< may cover several adjacent tokens: it holds signs that a tokeniser may cut at */
    bool signs;        /**< holds a character that is no letter or digit */
    bool regex;        /**< the pattern is a regular expression */
    uint32_t next;     /**< next atom under the same trigram or in the same list, UINT32_MAX: last */
};

#define NO_ATOM UINT32_MAX

struct index_entry;
struct index_gram;

/** Exact strings and prefixes by hash, other patterns by their rarest trigram. */
struct index {
    const struct atom *atoms;
    struct index_entry *entries; /* open addressing, a power of two */
    uint32_t entry_mask;
    struct index_gram *grams;
    uint32_t gram_mask;
    uint64_t prefix_lengths[LAYER_COUNT]; /* per layer; bit 63: 63 and more */
    uint64_t starts[1024];                /* bit per hash of the first four bytes of some exact string or prefix */
    uint64_t short_starts[1024];          /* bit per first two bytes of those that are shorter */
    bool has_grams[LAYER_COUNT];          /* per layer */
    uint32_t rest[LAYER_COUNT];           /* patterns without three literal bytes in a row */
    uint32_t spread[256];                 /* by first byte */
    bool layers[LAYER_COUNT];             /* has any atom */
    uint32_t regexes[LAYER_COUNT];        /* regular expressions: every string is tried on each */
};

/** Builds the index over @p atoms, which must stay where they are. False: out of memory. */
bool index_build(struct index *index, struct atom *atoms, uint32_t n);
void index_free(struct index *index);

/** A growing list of numbers. */
struct numbers {
    uint32_t *items, n, room;
};

/**
 * Adds the numbers of the atoms of @p layer that match the whole string; an atom may be added twice. Atoms with
 * `spread` are not considered. False: out of memory.
 */
bool index_find(const struct index *index, uint32_t layer, const char *s, uint32_t n, struct numbers *out);

/** Adds the `spread` atoms that a run of tokens beginning with this one could match. False: out of memory. */
bool index_find_spread(const struct index *index, const char *s, uint32_t n, struct numbers *out);

/** True when the pattern matches the whole string. */
bool glob_match(const char *pattern, uint32_t pattern_n, const char *s, uint32_t n);

bool numbers_add(struct numbers *list, uint32_t number);

#endif /* THEME_INDEX_H */
