/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lexicon is compiled from, each source into rows of forms.h. */
#ifndef LEXICON_SOURCES_H
#define LEXICON_SOURCES_H

#include "forms.h"

/* Order of trust when a form has readings from several sources. */
enum { SOURCE_OWN, SOURCE_TREEBANK, SOURCE_APERTIUM, SOURCE_SPELLING };

/** form TAB frequency TAB mark, made by count-frequency. */
void source_frequency(struct forms *f, const char *path);
/** form TAB UPOS TAB lemma TAB count, made by count-readings. */
void source_readings(struct forms *f, const char *path);
/** form TAB UPOS TAB lemma TAB marks, written by hand: "short" abbreviation, "english", "first" part of
 * compounds, "whole" no compound, "fallback" only where Apertium has no reading. */
void source_words(struct forms *f, const char *path);
void source_spelling(struct forms *f, const char *aff, const char *dic);
/** Returns the number of readings; 0 with a message on stderr when the file cannot be read. */
size_t source_apertium(struct forms *f, const char *path);

#endif /* LEXICON_SOURCES_H */
