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
/** Fills @p all with words one slip away and compounds with a wrong seam. True: the form is an old spelling of a word.
 */
bool search_near(const struct search *search, const char *fold, size_t n, struct candidates *all);
/** For a weak form: fills @p all with compounds that lack a letter at the seam. False: as it stands it is likelier. */
bool search_seam(const struct search *search, const char *fold, size_t n, struct candidates *all);
/** For a weak form: fills @p all with words one slip away. False: none is common enough. */
bool search_weak(const struct search *search, const char *fold, size_t n, struct candidates *all);
/** Whether the search for more is worth its time, ten times that of the near one. */
bool search_wants_far(const struct candidates *all);
/** Adds to what search_near found: compounds with a wrong part, and words two slips away. */
void search_far(const struct search *search, const char *fold, size_t n, struct candidates *all);

#endif
