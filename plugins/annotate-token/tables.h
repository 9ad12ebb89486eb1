/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules that are data: abbreviations, endings, marks, units, and the weights of the sentence model. */
#ifndef TOKEN_TABLES_H
#define TOKEN_TABLES_H

#include "strmap.h"

#include <string.h>

/* May the last point of an abbreviation also end the sentence? */
enum tables_ends { ENDS_NEVER = 1, ENDS_RARE, ENDS_OFTEN };
enum { ABBREVIATION_ENDS = 3, ABBREVIATION_IS_WORD = 4 };
/* The longest first and second part, in bytes, of an abbreviation with blanks. */
enum { TABLES_FIRST_PART = 2, TABLES_SECOND_PART = 3 };
/* What is known of a word: it often opens a sentence, is a finite verb, is written with a small letter, is a verb of
 * reporting. */
enum { WORD_STARTER = 1, WORD_FINITE = 2, WORD_LOW = 4, WORD_REPORTING = 8 };
enum { ENDING_AFTER_WORD = 1, ENDING_AFTER_NUMBER = 2 };

enum { TABLES_FILTER_BITS = 16384, TABLES_LONGEST_ABBREVIATION = 24 };

struct tables {
    struct strmap dotted;  /* "t.ex." -> tables_ends, ABBREVIATION_IS_WORD */
    struct strmap spaced;  /* "t ex" -> tables_ends */
    struct strmap endings; /* after a colon */
    struct strmap joined;
    struct strmap unit_left, unit_right;
    struct strmap suffixes;                  /* of addresses */
    struct strmap marks;                     /* -> UTS_EVENT_* */
    struct strmap words;                     /* folded form -> WORD_* */
    uint64_t known[TABLES_FILTER_BITS / 64]; /* keys of `words`: most forms are not there, and need no look */
    struct strmap weights;                   /* feature of the sentence model -> weight */
    /* May a word be the first part of a longer token, when a blank [0] or a point [1] follows it? No false negatives:
     * what passes is looked at by the full rules. */
    uint64_t filter[2][TABLES_FILTER_BITS / 64];
    uint8_t letter[256];     /* a byte of a letter in something like lower case, else 0 */
    char *texts[3];          /* the files, which the maps point into */
    char spaced_forms[2048]; /* what `spaced` points into */
    size_t spaced_used;
};

/* Reads the tables from folder/sv. NULL: done; otherwise an English sentence about what failed, in @message. */
const char *tables_read(struct tables *tables, const char *folder, char *message, size_t room);
void tables_free(struct tables *tables);
/* Adds a WORD_* bit to a word, which must outlive the tables. False: out of memory. */
bool tables_add_word(struct tables *tables, const char *word, size_t length, int32_t bit);

/* The key of a word that a point follows: its first 8 bytes, which must be readable, in something like lower case. */
static inline uint64_t tables_key(const char *word, uint32_t length) {
    uint64_t key;
    memcpy(&key, word, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    key = __builtin_bswap64(key);
#endif
    key |= 0x2020202020202020u;
    uint32_t spare = length >= 8 ? 0 : 8 - length;
    return key << 4 * spare << 4 * spare; /* in two steps, as 64 is no shift */
}

/* What is known of a folded form, of which 8 bytes must be readable. */
static inline int32_t tables_word(const struct tables *tables, const char *fold, uint32_t length) {
    uint64_t h = ((tables_key(fold, length) ^ length) * UINT64_C(0x9E3779B97F4A7C15)) >> 50;
    return tables->known[h >> 6] >> (h & 63) & 1 ? strmap_get(&tables->words, fold, length, 0) : 0;
}

/* The key of a word that a blank follows, from its other key: with the first two bytes of the next word, as far as they
 * belong to letters. */
static inline uint64_t tables_key_next(const struct tables *tables, uint64_t key, const char *next) {
    const unsigned char *u = (const unsigned char *)next;
    return key ^ (uint64_t)(tables->letter[u[0]] << 8 | tables->letter[u[1]]) << 8;
}

static inline bool tables_maybe(const struct tables *tables, uint64_t key, bool point) {
    uint64_t h = (key * UINT64_C(0x9E3779B97F4A7C15)) >> 50;
    return tables->filter[point][h >> 6] >> (h & 63) & 1;
}

#endif
