/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting pairs of hits in units: arrays in, a list of pairs out. */
#ifndef COOCCUR_PAIRS_H
#define COOCCUR_PAIRS_H

#include <stdbool.h>
#include <stdint.h>

/** A hit that counts, in text order. */
struct place {
    uint32_t code;     /**< below n_codes of the counter */
    uint32_t position; /**< of its first word in the unit, counted in words */
    uint32_t unit;     /**< sentence, turn, stretch …: equal numbers stand together */
};

/** One cell of the matrix, a <= b. */
struct pair {
    uint32_t a, b;
    uint64_t pairs;      /**< hits i and j with position of i before that of j, in the same unit */
    uint32_t units_both; /**< units with both codes; in a window: with at least one pair */
};

/** A hit in tokens, for its neighbours. */
struct span {
    uint32_t code, first, last; /**< last: inclusive */
    uint32_t stretch, position; /**< as in a place; position of the first word */
    uint32_t words;             /**< of the hit */
};

/** Scratch for one document after another. Zero-initialise. */
struct counter {
    uint64_t *pairs; /* n × n, zero between calls */
    uint32_t *both;
    uint32_t *last;    /* last unit, plus one, that a cell was counted in */
    uint32_t *in_unit; /* hits by code in the unit under way */
    uint32_t *seen;    /* codes of the unit under way */
    uint32_t n_codes, room;
    struct pair *out;
    uint32_t n_out, out_room;
};

/** Makes room for codes below @p n_codes. False: out of memory. */
bool counter_begin(struct counter *c, uint32_t n_codes);
void counter_free(struct counter *c);

/**
 * Counts every pair of one unit, and for each code the units with it, as cells (a, a) with units_both. The result is
 * in c->out until the next call. False: out of memory.
 */
bool counter_units(struct counter *c, const struct place *places, uint32_t n);

/**
 * Counts pairs at most @p window words apart. Units of places are stretches that no pair crosses; @p turns gives for
 * each place the turn in which units_both counts it.
 */
bool counter_window(struct counter *c, const struct place *places, const uint32_t *turns, uint32_t n, uint32_t window);

/*
 * The same in order: cells (a, b) with a before b, and (b, a) with b before a; units_both: units in which that happens.
 * With a window as counter_window; without (UINT32_MAX) @p turns may be NULL, and each unit is its own.
 */
bool counter_order(struct counter *c, const struct place *places, const uint32_t *turns, uint32_t n, uint32_t window);
/* Pairs of hits of two codes that share a token, a < b. */
bool counter_overlap(struct counter *c, const struct span *spans, uint32_t n);
/* Pairs of hits, a first, with no word between them and no token shared. */
bool counter_adjacent(struct counter *c, const struct span *spans, uint32_t n);

#endif /* COOCCUR_PAIRS_H */
