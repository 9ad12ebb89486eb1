/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Word lists and small text helpers. */
#ifndef AQ_WORDS_H
#define AQ_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Casefolded, runs of white space as one blank, soft hyphens and asterisks left out. Returns the length. */
size_t aq_fold(const char *in, size_t n, char *out, size_t room);

/* Length of white space at p, and of the text without white space at its end. */
size_t aq_blank(const char *p, const char *end);
uint32_t aq_trim(const char *text, uint32_t begin, uint32_t end);

/* A quotation mark at p: its length in bytes, 0: none. *kind tells families apart: '"' or 'g' (guillemets). */
size_t aq_mark(const char *p, const char *end, char *kind);

/* Words of letters and digits. */
unsigned aq_word_count(const char *p, size_t n);
/* The next word from *p: false at the end. */
bool aq_next_word(const char **p, const char *end, const char **word, size_t *n);

bool aq_is_upper(const char *p, const char *end);
bool aq_is_lower(const char *p, const char *end);

/* Known words: a role that people are quoted under; with a number or letter after it ("deltagare 3"). */
bool aq_is_role(const char *key, size_t n);
/* "ip", "intervju", "respondent": with a number it names one person or interview. */
bool aq_is_code(const char *key, size_t n);
/* Words of a person's description: "kvinna", "år". */
bool aq_is_descriptor(const char *word, size_t n);
/* Begins a reference, not an attribution: "se", "jfr", "s.", "bilaga". */
bool aq_is_reference(const char *word, size_t n);
/* Marks of spoken style, casefolded: "jag", "liksom". */
bool aq_is_spoken(const char *word, size_t n);
/* Marks of a written report: "beskrivs", "respondenterna". */
bool aq_is_written(const char *word, size_t n);
/* The heading of an appendix with interview questions, and of one that ends it. */
bool aq_is_guide_heading(const char *key, size_t n);
bool aq_is_end_heading(const char *key, size_t n);
bool aq_is_contents_heading(const char *key, size_t n);
/* Residue of a web page: 2 certain, 1 only before certain residue, 0 not. */
int aq_residue(const char *key, size_t n);

/* Damerau–Levenshtein distance over bytes is at most one (a letter of two bytes counts as one when its lead agrees). */
bool aq_one_letter_apart(const char *a, size_t n, const char *b, size_t m);

#endif
