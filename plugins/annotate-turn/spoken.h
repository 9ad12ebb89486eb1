/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks that hold speech: what a listener says inside the turn of another, and words that are broken off. */
#ifndef AT_SPOKEN_H
#define AT_SPOKEN_H

#include <stdbool.h>
#include <stddef.h>

/* True when p[0, n), the inside of a bracket, is what listeners say: "mm", "ja, just det", "I: mm". */
bool at_is_backchannel(const char *p, size_t n);

/*
 * Where the word begins that the sign at @p sign ("-", "+") breaks off, or NULL when it breaks none off: no letter
 * before it, no blank behind it, a compound that goes on ("brukar- och anhörigföreningar"), a word that the line
 * divides. Looks not before @p from.
 */
const char *at_cut_word(const char *from, const char *sign, const char *end);

#endif
