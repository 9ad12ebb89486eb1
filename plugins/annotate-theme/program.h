/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A codebook compiled for matching: phrases as sequences of slots, slots as sets of patterns, operators as trees. */
#ifndef THEME_PROGRAM_H
#define THEME_PROGRAM_H

#include "codebook.h"
#include "index.h"

/** Limits of one phrase and one operator, so that matching has a bound. */
enum { MAX_SLOTS = 32, MAX_GAP = 100, MAX_DISTANCE = 9999, MAX_NESTING = 64 };

/** How a rule takes part; the values of uts_rule.kind. RULE_MASKED: found, and taken away by the rule itself. */
enum { RULE_INCLUDE, RULE_EXCLUDE, RULE_FORCE, RULE_MASKED };
/** NEG_MARK: the hit counts in any case, and its polarity tells. */
enum { NEG_NONE, NEG_WANTED, NEG_UNWANTED, NEG_MARK };

/** One place in a phrase: a set of alternatives. Equal slots of different phrases are one. */
struct slot {
    bool any;                       /**< "*": every word */
    bool spread;                    /**< an alternative may cover several tokens */
    uint32_t weight;                /**< least characters that a word must share with it: the more, the rarer */
    uint32_t layers;                /**< bit l: has an alternative of layer l */
    uint32_t first_rule, n_rules;   /**< in program.anchored: rules that are looked for when this slot matches */
    uint32_t first_both, n_both;    /**< in program.both: alternatives of several conditions on one word */
    uint32_t first_owner, n_owners; /**< in program.owners: slots that have this one as such a condition */
};

/** Slots that one word must match together: [first, first + n) of program.both_slots, the rarest first. */
struct both {
    uint32_t first, n;
};

struct step {
    uint32_t slot;
    uint32_t gap; /**< words that may stand between it and the step before */
};

#define NO_LEAF UINT32_MAX

/** A phrase to be found: a rule of the codebook, or a leaf of one with operators. */
struct rule {
    uint32_t source; /**< rule of the codebook */
    uint32_t code;
    uint32_t leaf; /**< where its matches are gathered for operators; NO_LEAF: they are hits */
    uint8_t kind;
    uint8_t negation;  /**< NEG_* */
    uint32_t negators; /**< index into program.negations */
    uint32_t before, after;
    uint32_t first_step, n_steps;
    uint32_t anchor; /**< the step whose slot is the rarest */
};

/** A rule where its anchor leads to it, with what most rules need. */
struct anchored {
    uint32_t rule, source, code;
    uint8_t kind;
    bool plain; /**< one slot, no negation, no leaf: it matches where its slot does */
};

/** A list of negators, compiled. */
struct negator_slot {
    uint32_t slot;
    uint32_t unit; /**< UNIT_SENTENCE or UNIT_TURN */
};

/**
 * Operators. All but NODE_OR choose among the matches of their left operand; what is on the right is a condition.
 * In parsed rules `index` of a phrase is that of parsed.phrases, in programs it is its leaf.
 */
enum node_kind {
    NODE_PHRASE,
    NODE_CODE,
    NODE_OR,
    NODE_AND,
    NODE_NEAR,
    NODE_BEFORE,
    NODE_AFTER,
    NODE_EXCEPT,
    NODE_NEG,
    NODE_WHERE,
    NODE_MIN
};
#define NO_NODE UINT32_MAX
struct node {
    uint8_t kind;
    uint8_t negated; /**< NODE_AND … NODE_AFTER: NOT; NODE_NEG: NEG_* */
    uint8_t unit;
    uint32_t left, right; /**< nodes */
    uint32_t n;           /**< distance, NO_DISTANCE: any; NODE_MIN: count; NODE_WHERE: number of conditions */
    uint32_t after;       /**< NODE_NEG: distance behind; n is that before */
    uint32_t index;       /**< phrase, code, negators, first condition; in programs NODE_CODE: first of n in refs */
    struct place place;
};

/** How a condition compares. */
enum { COMPARE_EQUAL, COMPARE_DIFFERENT, COMPARE_LESS, COMPARE_LESS_EQUAL, COMPARE_MORE, COMPARE_MORE_EQUAL };
struct condition {
    uint32_t variable; /**< index into program.variables; in parsed rules unset */
    const char *name;
    uint8_t compare;
    const char *const *values; /**< folded patterns; ends with NULL */
    double number;             /**< of the one value, for less and more */
    struct place place;
};

/** A variable that conditions ask for: "role", "zone", "speaker", "document" or a column of the participants table. */
struct variable {
    const char *name; /**< folded */
    struct place place;
};

/** A rule that is evaluated after all words of a document were seen. */
struct deep_rule {
    uint32_t source, code;
    uint8_t kind;
    uint32_t root;
};

/** A code or set of which all rules are deep: operators in it, or others refer to it. In order of evaluation. */
struct deep_code {
    uint32_t code; /**< or n_codes + set */
    uint32_t first_rule, n_rules;
};

/** A word without wildcards, for those who want to know whether it exists. */
struct plain_word {
    const char *text; /**< folded */
    uint32_t rule;
    bool lemma;
};

struct program {
    struct pool pool;
    struct index index;
    struct atom *atoms;
    struct slot *slots;
    struct both *both;
    uint32_t *both_slots, *owners;
    struct rule *rules;
    struct step *steps;
    struct negator_slot *negations;
    struct node *nodes;
    struct condition *conditions;
    struct variable *variables;
    struct deep_rule *deep_rules;
    struct deep_code *deep_codes;
    struct plain_word *words;
    uint32_t n_words, words_room;
    uint32_t n_atoms, atoms_room, n_slots, slots_room, n_rules, rules_room, n_steps, steps_room, n_both, both_room,
        n_both_slots, both_slots_room, n_negations, negations_room, n_nodes, nodes_room, n_conditions, conditions_room,
        n_variables, variables_room, n_deep_rules, deep_rules_room, n_deep_codes, deep_codes_room, n_leaves;
    uint32_t *atom_slots, *atom_first; /**< slots of atom a: atom_slots[atom_first[a] … atom_first[a + 1]) */
    struct anchored *anchored;
    uint8_t *rule_kinds; /**< RULE_* of the rules of the codebook */
    uint32_t *refs;      /**< deep codes that a NODE_CODE stands for: the code and those below it */
    uint32_t n_refs, refs_room;
    uint32_t n_codes, n_sets;
    uint32_t layers; /**< bit l: some slot looks at layer l */
    uint32_t units;  /**< bit u: some operator looks at unit u */
    int overlap;     /**< OVERLAP_* */
};

/**
 * Compiles the rules of @p book, whose layer for slots without prefix is @p match. Errors go to the codebook; the
 * program is usable only when there are none. False: out of memory.
 */
bool program_compile(struct program *program, struct codebook *book, int match);
void program_free(struct program *program);

#endif /* THEME_PROGRAM_H */
