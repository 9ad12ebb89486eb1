/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a form is unknown, and which words it may be: everything that needs no document. */
#ifndef UTSAGA_NORM_SEARCH_H
#define UTSAGA_NORM_SEARCH_H

#include "channel.h"
#include "rules.h"
#include "vocabulary.h"

struct search {
    const lexicon *lex;
    const struct channel *channel;
    const struct rules *rules;
    uint32_t apart_class; /**< bit of the set @apart, MAP_ABSENT when there is none */
    struct speller *speller;
    struct channel_work *work;
};

enum {
    SEARCH_UNKNOWN,
    SEARCH_WEAK, /**< a compound with a very short part: "projekt+iden" */
    SEARCH_KNOWN
};

/** What the lexicon says of a folded form. */
uint32_t search_known(const struct search *search, const char *fold, size_t n);
/** Whether Hunspell accepts the form; false when there is no Hunspell. */
bool search_accepted(const struct search *search, const char *fold, size_t n);
/** Fills @p all with words one slip away. True: the form is an old spelling of a word. */
bool search_near(const struct search *search, const char *fold, size_t n, struct candidates *all);
/**
 * For a form that is known but weakly: fills @p all with the common words one slip away, or with the compound that it is
 * when a letter at the seam is put right. False: the form may well be what it is.
 */
bool search_weak(const struct search *search, const char *fold, size_t n, struct candidates *all);
/** Adds compounds with a wrong part or seam, unless a good word has been found. */
void search_compounds(const struct search *search, const char *fold, size_t n, struct candidates *all);
/** Whether words two slips away are worth the search, which takes ten times as long as all the rest. */
bool search_wants_far(const char *fold, size_t n, const struct candidates *all);
/** Adds words two slips away. */
void search_far(const struct search *search, const char *fold, size_t n, struct candidates *all);

#endif
