/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A codebook compiled for matching: rules as sequences of slots, slots as sets of patterns. */
#ifndef THEME_PROGRAM_H
#define THEME_PROGRAM_H

#include "codebook.h"
#include "index.h"

/** Limits of one rule, so that matching it has a bound. */
enum { MAX_SLOTS = 32, MAX_GAP = 100 };

/** How a rule takes part; the values of uts_rule.kind. */
enum { RULE_INCLUDE, RULE_EXCLUDE, RULE_FORCE };
enum { NEG_NONE, NEG_WANTED, NEG_UNWANTED };

/** One place in a rule: a set of alternatives. Equal slots of different rules are one. */
struct slot {
    bool any;                     /**< "*": every word */
    bool spread;                  /**< an alternative may cover several tokens */
    uint32_t weight;              /**< least characters that a word must share with it: the more, the rarer */
    uint32_t layers;              /**< bit l: has an alternative of layer l */
    uint32_t first_rule, n_rules; /**< in program.anchored: rules that are looked for when this slot matches */
};

struct step {
    uint32_t slot;
    uint32_t gap; /**< words that may stand between it and the step before */
};

struct rule {
    uint32_t source; /**< rule of the codebook */
    uint32_t code;
    uint8_t kind;
    uint8_t negation;      /**< NEG_* */
    uint32_t neg_distance; /**< words between negator and match, at most */
    uint32_t first_step, n_steps;
    uint32_t anchor; /**< the step whose slot is the rarest */
};

/** A rule where its anchor leads to it, with what most rules need. */
struct anchored {
    uint32_t rule, source, code;
    uint8_t kind;
    bool plain; /**< one slot, no negation: it matches where its slot does */
};

struct program {
    struct pool pool;
    struct index index;
    struct atom *atoms;
    struct slot *slots;
    struct rule *rules; /**< rule i is that of codebook.rules[i]; further ones are spellings of them as one token */
    struct step *steps;
    uint32_t n_atoms, atoms_room, n_slots, slots_room, n_rules, rules_room, n_steps, steps_room;
    uint32_t *atom_slots, *atom_first; /**< slots of atom a: atom_slots[atom_first[a] … atom_first[a + 1]) */
    struct anchored *anchored;
    uint32_t negator_slot;
    uint32_t layers; /**< bit l: some slot looks at layer l */
};

/**
 * Compiles the rules of @p book, whose layer for slots without prefix is @p match. Errors go to the codebook; the
 * program is usable only when there are none. False: out of memory.
 */
bool program_compile(struct program *program, struct codebook *book, int match);
void program_free(struct program *program);

#endif /* THEME_PROGRAM_H */
