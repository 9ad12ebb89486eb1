/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project's own words that may be first parts of compounds. */
#ifndef ANNOTATE_LEMMA_TERMS_H
#define ANNOTATE_LEMMA_TERMS_H

#include <stdbool.h>
#include <stddef.h>

struct terms {
    char *text;   /* the file in lower case, lines ended with NUL */
    char **words; /* sorted */
    size_t n;
};

/** Reads a file of one word a line; empty lines and lines that start with '#' do not count. False: cannot be read. */
bool terms_read(struct terms *t, const char *path);
void terms_free(struct terms *t);
/** A lexicon_term_fn. */
bool terms_has(const void *terms, const char *text, size_t n);

#endif /* ANNOTATE_LEMMA_TERMS_H */
