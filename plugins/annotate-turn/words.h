/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a label from its words alone. Tables, no statistics. */
#ifndef AT_WORDS_H
#define AT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum at_word {
    AT_W_PLAIN = 0,
    AT_W_META,        /* Datum, Plats: a field of the header */
    AT_W_STOP,        /* Kort sagt, Obs: never a speaker */
    AT_W_INTERVIEWER, /* Intervjuare, Moderator */
    AT_W_I,           /* I: interviewer, unless another label is */
    AT_W_M,           /* M: moderator, or a man */
    AT_W_QUESTION,    /* F, Fråga, Q: only beside S, Svar, A */
    AT_W_ANSWER,      /* S, Svar, A */
    AT_W_INFORMANT,   /* IP, R, Respondent */
    AT_W_NEUTRAL,     /* Talare, Speaker */
    AT_W_SEVERAL      /* Okänd, Alla: nobody in particular */
};

/* The class of a label, given casefolded with single blanks. A number at its end is left out of account. */
enum at_word at_word_class(const char *key, size_t n);

/* True for the row of a table that only names its columns: "Tid TAB Talare TAB Text". */
bool at_is_header_row(const char *p, const char *end);

/* True for header fields that name the interviewer. */
bool at_word_names_interviewer(const char *key, size_t n);
/* True for those that name who is interviewed. */
bool at_word_names_participants(const char *key, size_t n);

/* The casefolded form of @p in with runs of white space as one blank, without bold marks and "?". Returns its length.
 */
size_t at_fold(const char *in, size_t n, char *out, size_t room);

/* The shape of a name as written. */
struct at_shape {
    unsigned chars, words;
    bool first_upper;  /* or a digit */
    bool all_upper;    /* every word begins with a capital or digit, or is a particle such as "von" */
    bool has_capitals; /* a word of three capitals or more, or a title such as "Herr" */
    bool odd;          /* holds signs that names do not */
    bool says;         /* ends as "…, anförde" does, or was cut with "…" */
};
struct at_shape at_shape_of(const char *p, size_t n);

#endif
