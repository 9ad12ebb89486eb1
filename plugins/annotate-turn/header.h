/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of a header that tell who speaks: "Intervjuare: Anna Ek", "Deltagare: Bo Öst, Siri". */
#ifndef AT_HEADER_H
#define AT_HEADER_H

#include "vec.h"

#include <stddef.h>

/* Names, folded, each with a line feed behind it. */
struct at_header {
    AT_VEC(char) interviewers;
    AT_VEC(char) participants;
};

/* Takes the names of the field @p name when it is one of these. False: out of memory. */
bool at_header_field(struct at_header *header, const char *name, size_t n, const char *value, size_t value_n);
/* The same for each line of text[0, n) that is a field. */
bool at_header_lines(struct at_header *header, const char *text, size_t n);

/* The label @p key (folded) is one of the interviewers: "anna ek", "anna" or "ae" for Anna Ek. */
bool at_header_interviews(const struct at_header *header, const char *key, size_t n);
/* The same of the participants; also by the first letter of a name. */
bool at_header_participates(const struct at_header *header, const char *key, size_t n);

void at_header_clear(struct at_header *header);
void at_header_free(struct at_header *header);

#endif
