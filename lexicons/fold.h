/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Case of Latin letters, independent of the locale. */
#ifndef LEXICON_FOLD_H
#define LEXICON_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Lower case of a Latin code point up to U+017F; others stay. */
uint32_t lower(uint32_t c);
uint32_t upper(uint32_t c);
/** Copies @p s in lower case, cut at @p room - 1 bytes. */
void fold(const char *s, char *out, size_t room);
/** Copies @p s with its first letter in upper case. */
void capital(const char *s, char *out, size_t room);
/** Copies @p s in upper case. */
void capitals(const char *s, char *out, size_t room);
/** How many letters of @p s are in upper case. */
int count_capitals(const char *s);
bool starts_capital(const char *s);

#endif /* LEXICON_FOLD_H */
