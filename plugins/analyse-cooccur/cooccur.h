/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage analyse-cooccur. */
#ifndef COOCCUR_COOCCUR_H
#define COOCCUR_COOCCUR_H

#include "pairs.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin.h>

struct cooccur_conf {
    const char *units, *zones;
    int64_t window, resamples, seed, interval, min_units, collocates, collocates_min;
    bool order, tests;
};

/** Kinds of units in the order of the table. */
enum { UNIT_SENTENCE, UNIT_TURN, UNIT_QUESTION, UNIT_PARAGRAPH, UNIT_DOCUMENT, UNIT_WINDOW, UNIT_COUNT };

/**
 * Kinds of cells: one a kind of unit; the same in order (a stands before b); hits that share a token; hits with no word
 * between them (a stands first).
 */
enum { CELL_ORDER = UNIT_COUNT, CELL_OVERLAP = 2 * UNIT_COUNT, CELL_ADJACENT, CELL_KINDS };

/** Counts of one kind in one document; codes are those of the codebook. */
struct unit_part {
    uint64_t units;
    struct pair *pairs; /**< of units a cell (a, a) gives the units with a */
    uint32_t n_pairs;
};

/** Words around the hits of one code. */
struct around {
    uint32_t code;
    uts_sym word;
    uint32_t count;
};

struct near_part {
    struct around *around; /**< by code, each word once */
    uint32_t n_around;
    struct around *totals; /**< code: 0; every word of the zones with its count */
    uint32_t n_totals;
    struct around *windows; /**< code and count of words in its windows */
    uint32_t n_windows;
    uint64_t words;
};

struct part {
    struct unit_part kinds[CELL_KINDS];
    struct near_part near;
};

/** Counts over the corpus: cells by kind, a and b. */
struct cell {
    uint32_t kind, a, b; /* b plus one; 0: free */
    uint32_t documents;  /* with a unit that has both */
    uint64_t pairs, units_both;
};

/** What one document has of a cell; kept for tests alone. */
struct kept {
    uint32_t kind, a, b, document, both;
};

struct document {
    char *id;
    uint64_t units[UNIT_COUNT];
};

/** A word around a code, or (code UINT32_MAX) the word anywhere. */
struct corpus_near {
    uint32_t code, word; /* word: promoted number; 0: free */
    uint32_t documents;
    uint64_t count;
};

struct near {
    struct corpus_near *items; /**< open addressing */
    uint32_t mask, used;
    uint64_t *windows; /**< by code: words in windows */
    uint64_t words;
};

struct cooccur {
    const uts_host *host;
    struct cooccur_conf conf;
    const uts_codebook *book;
    uint32_t kinds;   /**< bit k: kind k is wanted */
    uint32_t counted; /**< the same and what they need: windows need turns */
    uint32_t zones;   /**< bit z: hits in zone z count */
    uint32_t window;
    uint64_t units[UNIT_COUNT];
    struct cell *cells; /**< open addressing */
    uint32_t mask, used;
    struct kept *kept;
    uint64_t n_kept, kept_room;
    struct document *documents; /**< ids only with tests */
    uint32_t n_documents, documents_room;
    struct near near;
};

extern const char *const cooccur_unit_names[];

uts_status cooccur_enter(void *stage, uts_job *job, void **local);
void cooccur_leave(void *stage, void *local);
uts_status cooccur_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out);
uts_status cooccur_fold(void *stage, uts_job *job, const uts_doc *doc, void *data);
uts_status cooccur_finish(void *stage, uts_job *job);

uts_status cooccur_no_memory(const struct cooccur *s, uts_job *job);
/** The cell, or one that is free. */
struct cell *cooccur_cell(const struct cooccur *s, uint32_t kind, uint32_t a, uint32_t b);
/** Makes room for up to @p need items, zeroed. False: out of memory. */
bool cooccur_grow(void **items, uint64_t *room, uint64_t need, size_t width);

/** The table association: measures and tests of every pair of codes that occur. */
uts_status cooccur_tests(struct cooccur *s, uts_job *job);
/** The table cooccurrence_order. */
uts_status cooccur_order(struct cooccur *s, uts_job *job);

/** Counts the words around hits. False: out of memory. */
bool near_count(const struct cooccur *s, uts_job *job, const uts_layer *token, const uts_layer *hit,
                struct near_part *out);
bool near_fold(struct cooccur *s, uts_job *job, const struct near_part *part);
/** The table collocates. */
uts_status near_table(struct cooccur *s, uts_job *job);
void near_free(struct near *near);

#endif /* COOCCUR_COOCCUR_H */
