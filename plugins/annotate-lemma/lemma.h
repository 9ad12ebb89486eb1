/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lemma and compound parts of one form with a known part of speech. Nothing here depends on context or host. */
#ifndef ANNOTATE_LEMMA_LEMMA_H
#define ANNOTATE_LEMMA_LEMMA_H

#include <lexicon.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEMMA_ROOM = 512 };

/** A form as written and in lower case. */
struct lemma_form {
    const char *text, *fold;
    size_t text_n, fold_n;
};

/** For one thread. */
struct lemma_rules {
    const lexicon *lex;
    lexicon_splitter *splitter; /* with first parts besides the lexicon's, or without */
};

/**
 * Writes the lemma of @p form as @p upos, NUL-terminated, into @p out of LEMMA_ROOM bytes. A form too long for the room
 * is its own lemma and is not written: 0 is returned.
 */
size_t lemma_of(const struct lemma_rules *rules, struct lemma_form form, uint32_t upos, char *out);

/**
 * The lemma of a form that is the past of one verb and the supine of another ("satt": sitta, sätta), for the one asked
 * for. 0: the form is not of that kind.
 */
size_t lemma_of_verb(const struct lemma_rules *rules, struct lemma_form form, bool supine, char *out);

/** Writes "brukare+delaktighet" for a compound, into @p out of 2 * LEMMA_ROOM bytes; its length, 0 for anything else.
 */
size_t lemma_parts(const struct lemma_rules *rules, struct lemma_form form, uint32_t upos, char *out);

/**
 * The lemma of a first part that lends its last part from a later compound: "brukar-" before "och anhörigstöd" is
 * brukarstöd. @p later is that compound, @p upos its part of speech. 0: the later form is no compound.
 */
size_t lemma_elliptic(const struct lemma_rules *rules, struct lemma_form form, struct lemma_form later, uint32_t upos,
                      char *out, char *parts);

#endif /* ANNOTATE_LEMMA_LEMMA_H */
