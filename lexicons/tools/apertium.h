/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a compiled lttoolbox transducer (Apertium *.automorf.bin) and lists the pairs of strings it accepts. */
#ifndef LEXICON_APERTIUM_H
#define LEXICON_APERTIUM_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Called for each pair. @p form and @p analysis are UTF-8; tags of the analysis look like "<n>". Pairs come in the
 * order of the file, one form several times when it has several analyses.
 */
typedef void apertium_pair_fn(void *arg, const char *form, const char *analysis);

/**
 * Lists every pair of the transducer at @p path. Left out are paths that pass a state twice (compounds and numbers
 * without end) and analyses with one of the tags in @p skip (such as "<url>", ends with NULL). Returns false with a
 * message in @p error (of @p room bytes) when the file cannot be read.
 */
bool apertium_list(const char *path, const char *const *skip, apertium_pair_fn *fn, void *arg, char *error,
                   size_t room);

#endif /* LEXICON_APERTIUM_H */
