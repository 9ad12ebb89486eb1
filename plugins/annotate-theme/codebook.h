/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A codebook as it stands in its file: codes and the text of their rules, with the place of each. */
#ifndef THEME_CODEBOOK_H
#define THEME_CODEBOOK_H

#include "pool.h"

/** Where something stands in the codebook file, both from 1; columns are code points. */
struct place {
    uint32_t line, column;
};

/** What a word of a rule is compared with. */
enum {
    LAYER_FORM, /**< the form, case folded */
    LAYER_NORM, /**< the normal form */
    LAYER_LEMMA,
    LAYER_PART, /**< any part of a compound, or the whole lemma */
    LAYER_HEAD, /**< the last part of a compound, or the whole lemma */
    LAYER_MOD,  /**< a part of a compound that is not the last */
    LAYER_UPOS, /**< the part of speech */
    LAYER_CASE, /**< the form as written */
    LAYER_BARE, /**< the form without accents */
    LAYER_COUNT,
    LAYER_WORD = LAYER_COUNT /**< in rules and `match` only: the normal form or the lemma */
};

/** What happens to hits that overlap; the values of the `overlap` option, in this order. */
enum { OVERLAP_MERGE, OVERLAP_ALL, OVERLAP_LONGEST, OVERLAP_LONGEST_OVERALL };

/** Where an operator looks. */
enum { UNIT_SENTENCE, UNIT_TURN, UNIT_QUESTION, UNIT_PARAGRAPH, UNIT_INTERVIEW, UNIT_COUNT };
extern const char *const unit_names[UNIT_COUNT + 1];

#define NO_CODE UINT32_MAX

struct code {
    const char *id, *label, *description;
    const char *colour;            /**< "#RRGGBB"; empty until codebook_finish when not given */
    const char *include, *exclude; /**< when to use the code and when not, for people */
    const char *polarity;          /**< name of the negators that turn its hits to −; empty: none; "none": none */
    const char *where;             /**< conditions that hold for all its rules; empty: none */
    const char *parent_id;
    uint32_t parent;  /**< index, NO_CODE at the top */
    uint32_t n_rules; /**< set by codebook_finish */
    struct place place, where_place, polarity_place;
};

struct rule_line {
    uint32_t code;
    struct place place;
    const char *text; /**< as written, without blanks around it */
};

/** A text that a code must find, or must not. */
struct example {
    uint32_t code;
    bool counter;
    struct place place;
    const char *text;
};

/** A named set of words and phrases: members [first, first + n) of codebook.members. */
struct word_set {
    const char *name;
    uint32_t first, n;
    struct place place;
};

/** A word list with a place: members of sets, negators. */
struct word_line {
    const char *text;
    struct place place;
};

/** Named negators: negators [first, first + n) of codebook.negators. */
struct negation {
    const char *name;
    uint32_t first, n;
    uint32_t before, after; /**< most words between; NO_DISTANCE: not looked there */
    uint32_t unit;          /**< UNIT_SENTENCE or UNIT_TURN */
    struct place place;
};
#define NO_DISTANCE UINT32_MAX

/** What a foreign codebook held and this one cannot, or the other way round. */
struct remark {
    struct place place;
    const char *text;
};

struct codebook {
    struct pool pool;
    const char *name; /**< file name without folders, for messages */
    struct code *codes;
    struct rule_line *rules;
    struct example *examples;
    struct word_set *sets;
    struct word_line *members;
    struct word_line *negators;
    struct negation
        *negations; /**< the first is that of NEG without a name; the default one when the file gives none */
    struct remark *remarks;
    double *weights; /**< of each rule; set by program_compile */
    uint32_t n_codes, codes_room, n_rules, rules_room, n_negators, negators_room, n_negations, negations_room;
    uint32_t n_examples, examples_room, n_sets, sets_room, n_members, members_room, n_remarks, remarks_room;
    uint32_t weights_room;
    uint32_t *ids, ids_mask; /**< codes by id, plus one; set by codebook_finish */
    int match;               /**< LAYER_FORM, LAYER_NORM, LAYER_LEMMA, LAYER_WORD, or -1: not given */
    int overlap;             /**< OVERLAP_*, or -1: not given */
    uint32_t query;          /**< the rule that was given to the stage and not in the file; UINT32_MAX: none */
    const char *polarity;    /**< of codes that give none; NULL: none */
    struct place polarity_place;
    char *errors;
    uint32_t errors_used, errors_room, n_errors;
    bool out_of_memory;
};

/** Starts an empty codebook. */
void codebook_init(struct codebook *book, const char *name);
void codebook_free(struct codebook *book);

/** Records an error at @p place ({0, 0}: the file as a whole); reading goes on, so that a run shows many at once. */
__attribute__((format(printf, 3, 4))) void codebook_error(struct codebook *book, struct place place, const char *format,
                                                          ...);

/** Enough errors were recorded to stop reading. */
bool codebook_hopeless(const struct codebook *book);

/** Adds a code with copies of the strings (NULL: empty). Returns its index, or NO_CODE when memory is out. */
uint32_t codebook_add_code(struct codebook *book, struct place place, const char *id, const char *label,
                           const char *description, const char *colour, const char *parent_id);

/** Adds a rule with a copy of @p text. Blanks around it are cut; an empty one is an error. */
void codebook_add_rule(struct codebook *book, uint32_t code, struct place place, const char *text, size_t n);

/**
 * Adds the rules of a list in one string: "a*; -b" with @p separators ";\n". A separator between quotation marks or
 * after a backslash is a character like others; a comma between digits too.
 */
void codebook_add_rules(struct codebook *book, uint32_t code, struct place place, const char *text, size_t n,
                        const char *separators);

/** Adds a word to the negators that were started last; starts the default ones when there are none. */
void codebook_add_negator(struct codebook *book, struct place place, const char *text);

/** Starts named negators with the distances of NEG~2. NULL: out of memory. */
struct negation *codebook_add_negation(struct codebook *book, struct place place, const char *name);

/** Starts a set; its members follow. False: out of memory. */
bool codebook_add_set(struct codebook *book, struct place place, const char *name);
void codebook_add_member(struct codebook *book, struct place place, const char *text);

void codebook_add_example(struct codebook *book, uint32_t code, bool counter, struct place place, const char *text);

/** Notes what could not be carried over. */
__attribute__((format(printf, 3, 4))) void codebook_remark(struct codebook *book, struct place place,
                                                           const char *format, ...);

/** Indexes, or NO_CODE. */
uint32_t codebook_find_code(const struct codebook *book, const char *id);
uint32_t codebook_find_set(const struct codebook *book, const char *name);
uint32_t codebook_find_negation(const struct codebook *book, const char *name);

/** A copy in the codebook's memory; "" for NULL or when memory is out, which is recorded. */
const char *codebook_copy(struct codebook *book, const char *s);

/** Ids, parents, cycles, colours; orders codes so that parents come first, and rules by code. */
void codebook_finish(struct codebook *book);

/** Adds a code `kwic` whose one rule is @p query; after codebook_finish. */
void codebook_add_query(struct codebook *book, const char *query);

/** Reads @p text (UTF-8, NFC, LF, NUL-terminated) in the format that the suffix of the file name tells. */
void codebook_read(struct codebook *book, const char *text, size_t n);

/* The formats, in files of their own. */
void codebook_read_yaml(struct codebook *book, const char *text, size_t n);
void codebook_read_table(struct codebook *book, const char *text, size_t n);
void codebook_read_list(struct codebook *book, const char *text, size_t n);

/** Advances @p place over @p n bytes of text. */
struct place place_after(struct place place, const char *text, size_t n);

#endif /* THEME_CODEBOOK_H */
