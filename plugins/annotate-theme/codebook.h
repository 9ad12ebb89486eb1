/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A codebook as it stands in its file: codes and the text of their rules, with the place of each. */
#ifndef THEME_CODEBOOK_H
#define THEME_CODEBOOK_H

#include "pool.h"

/** Where something stands in the codebook file, both from 1; columns are code points. */
struct place {
    uint32_t line, column;
};

/** What a slot without prefix is compared with; also the values of the `match` option, in this order. */
enum { LAYER_FORM, LAYER_NORM, LAYER_LEMMA, LAYER_PART, LAYER_COUNT };

#define NO_CODE UINT32_MAX

struct code {
    const char *id, *label, *description;
    const char *colour; /**< "#RRGGBB"; empty until codebook_finish when not given */
    const char *parent_id;
    uint32_t parent;  /**< index, NO_CODE at the top */
    uint32_t n_rules; /**< set by codebook_finish */
    struct place place;
};

struct rule_line {
    uint32_t code;
    struct place place;
    const char *text; /**< as written, without blanks around it */
};

struct codebook {
    struct pool pool;
    const char *name; /**< file name without folders, for messages */
    struct code *codes;
    struct rule_line *rules;
    const char **negators; /**< slots; the default list when the file gives none */
    uint32_t n_codes, codes_room, n_rules, rules_room, n_negators, negators_room;
    int match; /**< LAYER_FORM, LAYER_NORM, LAYER_LEMMA, or -1: not given */
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

void codebook_add_negator(struct codebook *book, const char *text);

/** Ids, parents, cycles, colours; orders codes so that parents come first, and rules by code. */
void codebook_finish(struct codebook *book);

/** Reads @p text (UTF-8, NFC, LF, NUL-terminated) in the format that the suffix of the file name tells. */
void codebook_read(struct codebook *book, const char *text, size_t n);

/* The formats, in files of their own. */
void codebook_read_yaml(struct codebook *book, const char *text, size_t n);
void codebook_read_table(struct codebook *book, const char *text, size_t n);
void codebook_read_list(struct codebook *book, const char *text, size_t n);

/** Advances @p place over @p n bytes of text. */
struct place place_after(struct place place, const char *text, size_t n);

#endif /* THEME_CODEBOOK_H */
