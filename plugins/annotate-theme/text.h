/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of a codebook file to UTF-8, folding, character classes. */
#ifndef THEME_TEXT_H
#define THEME_TEXT_H

#include "pool.h"

/**
 * The file's text as UTF-8 in NFC with LF line ends and without byte order mark, NUL-terminated: from UTF-8, UTF-16
 * with byte order mark, or Windows-1252 when it is not valid UTF-8. NULL: out of memory, or not text (@p reason says
 * why).
 */
char *text_decode(struct pool *pool, const char *bytes, size_t n, size_t *out_n, const char **reason);

/**
 * Folds as the fold column of tokens: lower case of the root locale, NFC, without soft hyphens and zero-width
 * characters. Writes at most @p room bytes to @p out; returns the length, or SIZE_MAX when it does not fit.
 */
size_t text_fold(const char *s, size_t n, char *out, size_t room);

/** The same without change of case. */
size_t text_clean(const char *s, size_t n, char *out, size_t room);

/** The same as text_fold, and without accents; å, ä and ö are letters and stay. */
size_t text_bare(const char *s, size_t n, char *out, size_t room);

/** Names of the parts of speech by their value in the layer token.lemma; ends with NULL. */
extern const char *const text_upos_names[];

/** A number of at most 15 digits with a decimal point in every locale. False: it is none. */
bool text_number(const char *s, size_t n, double *number);

/** True for letters, digits and combining marks. */
bool text_is_word_char(uint32_t c);

/** Decodes the code point at @p s (valid UTF-8) and stores its length. */
uint32_t text_char(const char *s, uint32_t *length);

/** Code points in @p n bytes of valid UTF-8. */
uint32_t text_count(const char *s, size_t n);

#endif /* THEME_TEXT_H */
