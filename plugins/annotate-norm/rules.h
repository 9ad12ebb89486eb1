/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spoken forms, abbreviations and split words as data: what is written, its normal form, and when.
 *
 * norm-classes.tsv: name TAB words, separated by blanks. Names a set of folded words for the conditions.
 *
 * spoken-forms.tsv and norm-phrases.tsv: form, norm, reason, rule, safety (safe, look, person), confidence, when.
 *   form   one word, or several separated by blanks; a later word may be @set or #class, the first word #class or
 *          alternatives (och|å), each of which gets the row
 *   norm   the normal form; "=" keeps the form as it is and ends the search; "+" writes the words of the form together
 *   when   tests that must all hold, separated by blanks; empty: always. The first row of a form that holds is taken.
 *          A test is PLACE=ITEM|ITEM… or PLACE!=…; an item is a folded word, @set or #class.
 *          Places: -1 the word before, +2 the second after, -4..-1 any of these, V the nearest verb to the left in the
 *          sentence; a verb that follows "som" is passed over there, since it belongs to a relative clause.
 *          Beyond the sentence every place is #none.
 */
#ifndef UTSAGA_NORM_RULES_H
#define UTSAGA_NORM_RULES_H

#include "table.h"

enum { CLASS_WORDS = 4 };
/** A set of classes: bit i is class i. */
typedef struct class_set {
    uint64_t w[CLASS_WORDS];
} class_set;

/** Classes that do not come from a list of words. Named #none, #punct … in the tables. */
enum {
    CLASS_NONE,      /**< outside the sentence */
    CLASS_PUNCT,     /**< a mark that is not a word */
    CLASS_STOP,      /**< a mark that ends a sentence or stands for omitted text */
    CLASS_NUMBER,    /**< digits */
    CLASS_CAPITAL,   /**< starts with a capital letter */
    CLASS_ACRHYPHEN, /**< capitals and a hyphen at the end: "IPL-" */
    CLASS_KNOWN,     /**< in the lexicon */
    CLASS_INF,       /**< infinitive and no more likely something else */
    CLASS_FIN,       /**< present or past tense, likewise */
    CLASS_SUP,       /**< supine, likewise */
    CLASS_NOUN,
    CLASS_ADJ,
    CLASS_PLURAL,   /**< plural noun or adjective */
    CLASS_DEFINITE, /**< definite noun */
    CLASS_NEUTER,   /**< adjective or participle in -t */
    CLASS_FIXED_COUNT
};

static inline void class_add(class_set *set, uint32_t bit) { set->w[bit / 64] |= (uint64_t)1 << bit % 64; }
static inline bool class_has(const class_set *set, uint32_t bit) { return set->w[bit / 64] >> bit % 64 & 1; }
static inline bool class_meets(const class_set *a, const class_set *b) {
    return (a->w[0] & b->w[0]) | (a->w[1] & b->w[1]) | (a->w[2] & b->w[2]) | (a->w[3] & b->w[3]);
}

struct rule_test {
    class_set set;
    int8_t from, to; /**< places; unused for `verb` */
    bool verb, negated;
};

struct rule_part {
    const char *word; /**< NULL: `set` decides */
    uint32_t n;
    class_set set;
};

enum { RULE_KEEP = 1, RULE_JOIN = 2 };

struct rule {
    const char *norm, *reason, *name;
    class_set first; /**< of the first word, for rules in by_class */
    const struct rule_test *tests;
    const struct rule_part *parts; /**< the words of the form after the first */
    uint32_t n_tests, n_parts, flags, safety;
    double confidence;
    uint32_t next; /**< the next rule with the same first word, UINT32_MAX for none */
};

struct rules {
    struct pool pool;
    struct map classes;  /**< name of a set → bit */
    struct map members;  /**< folded word → index into sets */
    struct map triggers; /**< folded first word → first rule */
    class_set *sets;
    uint32_t n_sets, room_sets, n_classes;
    struct rule *rules;
    uint32_t *last; /**< while loading: last rule of the chain that starts at a rule */
    uint32_t n_rules, room_rules;
    uint32_t by_class; /**< first rule whose first word is a #class, chained by next; UINT32_MAX none */
};

/** Starts empty. False: out of memory. */
bool rules_begin(struct rules *rules);
/** Reads a table of sets (@p classes) or of rules. NULL: well; otherwise what is wrong, in a static or pool string. */
const char *rules_load(struct rules *rules, const char *path, bool classes);
void rules_free(struct rules *rules);

/** The sets that folded word @p word is a member of. */
class_set rules_classes(const struct rules *rules, const char *word, size_t n);
/** First rule for a folded word, UINT32_MAX: none. */
uint32_t rules_trigger(const struct rules *rules, const char *word, size_t n);

#endif
