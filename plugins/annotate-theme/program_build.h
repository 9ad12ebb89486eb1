/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the compiler share: program_slots.c makes slots and phrases, program_graph.c orders codes,
 * program.c goes through the codebook. */
#ifndef THEME_PROGRAM_BUILD_H
#define THEME_PROGRAM_BUILD_H

#include "rule_parse.h"

/* Numbers of equal byte strings, for atoms and slots of which there is to be one each. */
struct names {
    struct name {
        const char *p;
        uint32_t n, number; /* plus one; 0: free */
    } * items;
    uint32_t mask, used;
};

struct builder {
    struct program *program;
    struct codebook *book;
    struct names atoms, slots;
    struct numbers slot_atoms; /* atoms of all slots, one after the other */
    struct numbers slot_first; /* where those of each slot begin; one more at the end */
    struct numbers key;        /* scratch of slots */
};

/** Adds a phrase as a rule of the program; the fields of @p rule that speak of slots are filled in. False: out of
 * memory. */
bool build_phrase(struct builder *b, const struct parsed *parsed, uint32_t phrase, struct rule rule);
/**
 * A tokeniser keeps "t ex" and "10 000" in one token, so a phrase of plain words is sought as one token, too: adds that
 * rule where the phrase is one of plain words.
 */
bool build_joined(struct builder *b, const struct parsed *parsed, uint32_t phrase, struct rule rule);
/** The number of an equal slot, adding it when it is new. UINT32_MAX: out of memory. */
uint32_t build_slot(struct builder *b, const struct parsed *parsed, const struct parsed_slot *slot);
/** Rules by anchor slot, slots by atom, and the index of atoms. */
bool build_links(struct builder *b);
void builder_free(struct builder *b);

/* ---- which codes wait for others ---- */

/** "Code or set @p from refers to @p to." Sets are numbered behind the codes. */
struct edge {
    uint32_t from, to;
    struct place place;
};

struct graph {
    struct edge *edges;
    uint32_t n_edges, edges_room;
    uint8_t *deep;             /* by code and set: must be evaluated after the words were seen */
    uint32_t *child, *sibling; /* of codes, NO_CODE: none */
    uint32_t *order;           /* deep codes and sets, each after those it refers to */
    uint32_t n_order;
    uint32_t *place_of; /* in order; NO_CODE: not deep */
};

bool graph_init(struct graph *g, const struct codebook *book);
void graph_free(struct graph *g);
/** @p from refers to @p to and everything below it. */
bool graph_add(struct graph *g, const struct codebook *book, uint32_t from, uint32_t to, struct place place);
/** Orders the deep ones; cycles are errors that name their path. False: out of memory. */
bool graph_order(struct graph *g, struct codebook *book);

#endif /* THEME_PROGRAM_BUILD_H */
