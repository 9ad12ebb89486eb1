/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule language: one rule from text to slots. */
#ifndef THEME_RULE_PARSE_H
#define THEME_RULE_PARSE_H

#include "program.h"

enum { MAX_ALTERNATIVES = 256 };

struct parsed_slot {
    uint32_t n;
    struct atom atoms[MAX_ALTERNATIVES];
};

struct parsed_rule {
    uint8_t kind;     /**< RULE_* */
    uint8_t negation; /**< NEG_* */
    uint32_t neg_distance, n_slots;
    uint32_t gaps[MAX_SLOTS]; /**< before the slot */
    struct parsed_slot slots[MAX_SLOTS];
};

/** Parses a rule whose slots look at layer @p match unless they say otherwise. False: an error was recorded. */
bool rule_parse(struct codebook *book, const struct rule_line *line, int match, struct pool *pool,
                struct parsed_rule *out);

/** The same for a single slot, as negators are. */
bool rule_parse_slot(struct codebook *book, const char *text, int match, struct pool *pool, struct parsed_slot *slot);

#endif /* THEME_RULE_PARSE_H */
