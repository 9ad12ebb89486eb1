/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout of sv.lex, for the reader and for the compiler. Little endian; sections start at multiples of 8. */
#ifndef UTSAGA_LEXFILE_H
#define UTSAGA_LEXFILE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LEXFILE_MAGIC "UTSLEX\r\n"
enum { LEXFILE_VERSION = 2, LEXFILE_ORDER = 0x01020304, LEXFILE_APERTIUM = 1 };

/* Sections, with the type of their items. */
enum {
    LEXFILE_LETTERS,  /* uint32_t: code point of each letter code; code 0 is unused */
    LEXFILE_EDGES,    /* union lexfile_row: the letter tree, equal ends shared */
    LEXFILE_ENTRIES,  /* struct lexfile_entry */
    LEXFILE_FIRSTS,   /* uint8_t by entry: how productive as a first part, 8 * log2(1 + forms) */
    LEXFILE_LASTS,    /* uint8_t by entry: as a last part */
    LEXFILE_SETS,     /* struct lexfile_set */
    LEXFILE_ANALYSES, /* lexicon_analysis */
    LEXFILE_TAGS,     /* uint32_t: offset of each tag in the texts */
    LEXFILE_TEXTS,    /* char: suffixes, and tags with their NUL */
    LEXFILE_ENDINGS,  /* struct lexfile_ending, sorted by key */
    LEXFILE_SPREADS,  /* struct lexfile_spread, sorted by key */
    LEXFILE_SECTIONS
};

struct lexfile_section {
    uint64_t offset, bytes;
};

struct lexfile_header {
    char magic[8];
    uint32_t version, order;
    uint64_t size;    /* of the file */
    uint64_t content; /* hash of everything after the header */
    uint32_t n_entries, flags;
    uint32_t root, unused;
    struct lexfile_section sections[LEXFILE_SECTIONS];
    char made_from[256];
    uint64_t check; /* hash of the header up to here */
};

/*
 * A node is a row that says which letters have an edge, and the rows of its edges in the order of those bits; its name
 * is the number of the first row, 0: no edges. So the edge of a letter is found by counting bits. `words` counts the
 * forms below the edges of letters with smaller codes; one that ends at the node itself comes before them all.
 */
struct lexfile_edge {
    uint32_t target_letter; /* target << 8 | letter code */
    uint32_t words_flags;   /* words << 2 | LEXFILE_LAST | LEXFILE_FINAL */
};
union lexfile_row {
    uint64_t letters; /* of a node: bit lexfile_bit(letter) */
    struct lexfile_edge edge;
};
enum { LEXFILE_LAST = 1, LEXFILE_FINAL = 2 }; /* last edge of the node; a form ends at the target */

/* The letters that have a bit of their own, in UTF-16; all others share the last. */
#define LEXFILE_OWN_BITS u"abcdefghijklmnopqrstuvwxyzåäöé-0123456789:.' üáàèëóøæçñíúêâôðšč"
enum { LEXFILE_SHARED_BIT = 63 };
_Static_assert(sizeof LEXFILE_OWN_BITS == (LEXFILE_SHARED_BIT + 1) * 2, "a bit for each letter, and one for the rest");

static inline uint32_t lexfile_bit(uint32_t letter) {
    for (uint32_t bit = 0; bit < LEXFILE_SHARED_BIT; bit++)
        if (LEXFILE_OWN_BITS[bit] == letter) return bit;
    return LEXFILE_SHARED_BIT;
}

struct lexfile_entry {
    int16_t frequency;
    uint16_t flags;
    uint32_t set;
};
struct lexfile_set {
    uint32_t first; /* analysis */
    uint32_t count;
    uint32_t tag_class;
    uint32_t upos; /* bits of the parts of speech that the form has as a word by itself */
};
/* How forms of one part of speech with one ending make their lemma. key: lexfile_ending_key. */
struct lexfile_ending {
    uint64_t key;
    uint32_t suffix;
    uint8_t strip, suffix_len;
    uint16_t weight;
};
/* How forms with one ending are spread over parts of speech, per mille; key with upos 0. */
struct lexfile_spread {
    uint64_t key;
    uint16_t share[17];
    uint16_t unused[3];
};
enum { LEXFILE_ENDING_LETTERS = 7 };

static inline uint64_t lexfile_mix(uint64_t h) {
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    return h ^ h >> 32;
}

/* Content hash: eight bytes at a time, the rest padded with zeros. */
static inline uint64_t lexfile_hash(const void *data, size_t n) {
    const unsigned char *p = data;
    uint64_t h = 0x9E3779B97F4A7C15u ^ n, w;
    for (; n >= 8; p += 8, n -= 8) {
        memcpy(&w, p, 8);
        h = (h ^ w) * 0x9FB21C651E98DF25u;
        h ^= h >> 29;
    }
    w = 0;
    memcpy(&w, p, n);
    return lexfile_mix(h ^ w);
}

static inline uint64_t lexfile_ending_key(const char *ending, size_t n, uint32_t upos) {
    return lexfile_hash(ending, n) ^ (uint64_t)upos * 0xA24BAED4963EE407u;
}

#endif /* UTSAGA_LEXFILE_H */
