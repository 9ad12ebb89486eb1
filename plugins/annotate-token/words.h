/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The token rules, code point by code point. They alone say what a token is; scan.c only takes short cuts. */
#ifndef TOKEN_WORDS_H
#define TOKEN_WORDS_H

#include "chars.h"
#include "spans.h"
#include "tables.h"

/* A stretch of text that no token crosses the ends of. What the rules look at lies inside. */
struct stretch {
    const char *text;
    uint32_t begin, end;
    const struct tables *tables;
    bool marks;              /* nobody gives events: recognise the plainest marks here */
    struct complex *complex; /* words of scripts without blanks */
};

/* Finds the tokens from @at, which is no blank; adds at least one. Returns where the last one ends. */
uint32_t words_next(const struct stretch *s, uint32_t at, struct spans *out);

/* The end of the run of letters, digits and what belongs to them from @at. */
uint32_t words_run(const struct stretch *s, uint32_t at);

/* The end of the mark at @at ("[skratt]", "(...)"), 0 for none, and its UTS_EVENT_* kind. */
uint32_t marks_at(const struct stretch *s, uint32_t at, int32_t *kind);
/* The end of the web or mail address at @at, 0 for none; @sign, at @word_end, follows its first letters. */
uint32_t address_at(const struct stretch *s, uint32_t at, uint32_t word_end, struct ch sign);
/* The end of the abbreviation at @at, a word that ends at @word_end; 0 for none. */
uint32_t abbreviation_at(const struct stretch *s, uint32_t at, uint32_t word_end);
/* The end of the number at @at with its groups ("10 000", "070-174 06 05"); it has been read up to @end. */
uint32_t number_groups(const struct stretch *s, uint32_t at, uint32_t end);

/* Lower-cases [begin, end) into @out. Returns the length, or 0 when there is no room. */
uint32_t words_lower(const char *text, uint32_t begin, uint32_t end, char *out, uint32_t room);

#endif
