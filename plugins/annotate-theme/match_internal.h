/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the matcher share: match.c runs it, forms.c knows word forms, evaluate.c works out operators,
 * merge.c makes hits of matches. */
#ifndef THEME_MATCH_INTERNAL_H
#define THEME_MATCH_INTERNAL_H

#include "match.h"

/*
 * What is known of a symbol is a number in a memo: 0 nothing yet, below HOT one more than a record that starts no rule,
 * from HOT on a record that does. A bit that says "unknown or hot" decides about nearly every token.
 */
enum { SOURCE_FORM, SOURCE_NORM, SOURCE_LEMMA, SOURCE_PARTS, SOURCE_UPOS, SOURCE_CASE, SOURCES };
#define HOT     0x80000000u
#define NOTHING UINT32_MAX
/* Tokens, and bytes, that a pattern with signs and wildcards may cover; without wildcards its length is the limit. */
enum { MAX_RUN = 16, RUN_BYTES = 512 };
/* Tokens between two questions whether to stop. */
enum { SLICE = 65536 };

/* The slots that a string matches, and the spread atoms that may begin with it: ranges of match.lists. */
struct record {
    uint32_t first_slot, n_slots, first_spread, n_spread;
};

/* A rule that matched, before exclusions and merging. */
struct found {
    uint32_t code, rule, first, last;
    uint8_t kind, polarity;
};

/* A match of a leaf, or a value of an operator. */
struct span {
    uint32_t first, last;
    uint32_t polarity;
};

/* The values of an operator, ordered by first, then last token, each place once. */
struct spans {
    struct span *items;
    uint32_t n, room;
};

/* A match of a leaf as it comes. */
struct leaf_match {
    uint32_t leaf;
    struct span span;
};

/* Up to here an insertion sort is faster than qsort, which asks for memory. */
enum { SHORT_LIST = 16 };

struct memo {
    uint32_t *cells, room;
    uint64_t *open; /* bit per symbol: not known, or hot. 16 times smaller than the cells, so it stays in the cache */
    uint32_t open_room;
};

struct match {
    const struct program *program;
    struct memo memos[SOURCES];
    uint32_t epoch;
    struct record *records;
    uint32_t n_records, records_room;
    struct numbers lists, atoms;
    struct found *pending; /* of the sentence under way */
    uint32_t n_pending, pending_room, pending_last;
    struct hit *hits;
    uint32_t n_hits, hits_room;
    const struct tokens *t;
    const struct spelling *spelling;
    bool out_of_memory;
    struct numbers ends[2], starts[2]; /* scratch of rule_at and try_rules */
    const struct surroundings *surroundings;
    void **regexes; /* this worker's own, by atom; NULL: the program has none */
    uint32_t n_timeouts;
    /* of the document, for rules with operators */
    struct leaf_match *leaves;
    uint32_t n_leaves, leaves_room;
    uint32_t *leaf_first; /* of each leaf, in leaf_spans */
    struct span *leaf_spans;
    uint32_t leaf_spans_room;
    struct spans *code_spans; /* hits of each deep code that count, for references */
    struct pool scratch;      /* values of operators */
};

/* ---- forms.c ---- */

/** Bit s: slots of these layers look at source s. */
uint32_t forms_sources(uint32_t layers);
/** Opens the regular expressions. False: out of memory; forms_close then, too. */
bool forms_open(struct match *m);
void forms_close(struct match *m);
/** Makes the memos ready for the symbols of now. False: out of memory. */
bool forms_begin(struct match *m);
/** Fills the memo cell of a symbol that was not met before. */
uint32_t forms_learn(struct match *m, int source, uint32_t symbol);

static inline uint32_t cell_of(struct match *m, int source, uint32_t symbol) {
    uint32_t cell = m->memos[source].cells[symbol];
    return cell ? cell : forms_learn(m, source, symbol);
}

static inline bool is_hot(uint32_t cell) { return cell >= HOT; }

static inline const struct record *record_of(const struct match *m, uint32_t cell) {
    return &m->records[is_hot(cell) ? cell & ~HOT : cell - 1];
}

/* ---- merge.c ---- */

/** Turns the matches of a finished sentence, or of a code, into hits. */
void merge_pending(struct match *m);
/** Orders all hits and, where the codebook says so, keeps the longest of those that overlap. */
void merge_finish(struct match *m);

/* ---- match.c ---- */

/** Notes a match of a rule for the next merge. */
void match_add(struct match *m, const struct found *found);
/** True when one of the negators stands around the tokens; for several words between, at most. */
bool match_negated(struct match *m, uint32_t negators, uint32_t before, uint32_t after, uint32_t first, uint32_t last);
/** True when token i names who speaks: a label or an attribution is no text. */
bool match_in_label(const struct tokens *t, uint32_t i);

/* ---- evaluate.c ---- */

bool evaluate_begin(struct match *m);
/** Works out the rules with operators once all leaves of the document are known. */
void evaluate(struct match *m);
void evaluate_free(struct match *m);

#endif /* THEME_MATCH_INTERNAL_H */
