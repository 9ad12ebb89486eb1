/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which forms are words, and of what class: the compiled lexicon first, its compound splitter, Hunspell last. */
#ifndef UTSAGA_NORM_VOCABULARY_H
#define UTSAGA_NORM_VOCABULARY_H

#include "lexicon.h"
#include "rules.h"
#include <pthread.h>

enum {
    SPELLER_FORM_MAX = 100, /**< bytes; Hunspell's time grows fast with the length of compounds */
    COMPOUND_LETTERS = 3,   /**< of the shortest part of a compound */
    COMPOUND_PARTS = 4
};

/**
 * Hunspell, one for all workers: reading its dictionary costs more time and memory than the few questions that it is
 * asked, so they wait for each other. Opened when the first form needs it.
 */
struct speller {
    const char *dictionary; /**< path without .aff and .dic */
    pthread_mutex_t lock;
    void *handle;
    bool tried;
};

/** True when the build has Hunspell and the dictionary's files are there. */
bool speller_available(const struct speller *speller);
bool speller_accepts(struct speller *speller, const char *form, size_t n);
void speller_close(struct speller *speller);

enum {
    WORD_UNKNOWN,
    WORD_KNOWN,    /**< Swedish, and needs no look */
    WORD_DOUBTFUL, /**< Swedish by one source, but not in the spelling dictionary */
    WORD_FOREIGN,  /**< English, a name or an acronym: stays, but is no sign of Swedish text */
    WORD_ODD       /**< may stand alone neither as a word nor as a compound, but is a first part: "ålders" */
};

/** What the lexicon alone knows of a folded form. */
uint32_t vocabulary_lookup(const lexicon *lex, const char *form, size_t n);
/**
 * Whether the form is a sequence of first parts and a last part: 0 no; otherwise the letters of the shortest part, of
 * the reading in which it is longest. Accepts 99 % of the compounds that Hunspell accepts in a twentieth of its time.
 */
uint32_t vocabulary_compound(const lexicon *lex, const char *form, size_t n);
/** Adds the grammatical classes of a folded form. */
void vocabulary_classes(const lexicon *lex, const char *form, size_t n, class_set *out);

#endif
