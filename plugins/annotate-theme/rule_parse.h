/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule language (grammar in LANGUAGE.md): one rule from text to a tree of operators over phrases. */
#ifndef THEME_RULE_PARSE_H
#define THEME_RULE_PARSE_H

#include "program.h"

/** Several words of one token: "lemma:stöd&upos:NOUN" is an alternative of two atoms. */
struct alternative {
    uint32_t first_atom, n_atoms;
};

struct parsed_slot {
    uint32_t first_alternative, n;
    uint32_t gap; /**< words that may stand before it */
};

struct parsed_phrase {
    uint32_t first_slot, n_slots;
};

/** A tree whose leaves are NODE_PHRASE (`index` of parsed.phrases) and NODE_CODE (`index` of a code or set). */
struct parsed {
    uint8_t kind; /**< RULE_* */
    double weight;
    uint32_t root;
    struct node *nodes;
    struct parsed_phrase *phrases;
    struct parsed_slot *slots;
    struct alternative *alternatives;
    struct atom *atoms;
    struct condition *conditions;
    uint32_t n_nodes, nodes_room, n_phrases, phrases_room, n_slots, slots_room, n_alternatives, alternatives_room;
    uint32_t n_atoms, atoms_room, n_conditions, conditions_room;
};

void parsed_free(struct parsed *parsed);

/** How rules are read: what holds for all of a codebook. */
struct reading {
    struct codebook *book;
    struct pool *pool;
    int match; /**< layer of words without prefix */
};

/** Parses a rule. False: an error was recorded. @p out is used again and again; parsed_free frees it. */
bool rule_parse(const struct reading *reading, const struct rule_line *line, struct parsed *out);

/** The same for a member of a set: a phrase. */
bool rule_parse_phrase(const struct reading *reading, const struct word_line *line, struct parsed *out);

/** Parses a single word, as negators are, into a phrase of one slot. */
bool rule_parse_word(const struct reading *reading, const struct word_line *line, struct parsed *out);

/** Parses the conditions of a code: "role=chef wave!=2". */
bool rule_parse_conditions(const struct reading *reading, const struct word_line *line, struct parsed *out);

/* ---- what the parts of the parser share ---- */

struct parser {
    const struct reading *reading;
    const char *text; /**< the whole rule */
    struct place place;
    struct parsed *out;
    bool failed, expression;  /**< the rule has operators, so brackets are brackets */
    uint32_t open;            /**< brackets */
    uint32_t sets[8], n_sets; /**< that are being unfolded */
};

#define PARSE_FAIL(p, at, ...)                                                                                         \
    do {                                                                                                               \
        (p)->failed = true;                                                                                            \
        codebook_error((p)->reading->book, place_after((p)->place, (p)->text, (size_t)((at) - (p)->text)),             \
                       __VA_ARGS__);                                                                                   \
    } while (0)

/** Appends to an array of @p out; on failure the parser has failed. */
#define PARSE_ROOM(p, array)                                                                                           \
    (GROW((p)->out->array, (p)->out->array##_room, (p)->out->n_##array + 1) ||                                         \
     !((p)->failed = (p)->reading->book->out_of_memory = true))

/** Reads the words [s, end) as a phrase with gaps; words of another place when a set is unfolded. */
void parse_phrase(struct parser *p, const char *s, const char *end);
/** Reads one word into a slot. */
void parse_slot(struct parser *p, const char *s, const char *end);
/** Reads one condition, "role=chef|medarbetare". */
void parse_condition(struct parser *p, const char *s, const char *end);
/** The end of the word at @p s: a blank that no backslash protects, or @p end. A regular expression is one word. */
const char *parse_word_end(const char *s, const char *end);
/** A number of up to four digits at *s, or -1. */
int parse_number(const char **s);
const char *parse_skip_blanks(const char *s);
/** Characters that a word matching the phrase must have, at the rarest of its slots; 0: wildcards only. */
uint32_t parse_phrase_weight(const struct parser *p, const struct parsed_phrase *phrase);
/** Copies [s, end) without backslashes. */
char *parse_plain(struct parser *p, const char *s, const char *end);

#endif /* THEME_RULE_PARSE_H */
