/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ending of a form says about it: counted over the whole lexicon, kept where a longer ending knows better. */
#ifndef LEXICON_ENDINGS_H
#define LEXICON_ENDINGS_H

#include <stddef.h>
#include <stdint.h>

/** A form that votes for `value` (a lemma rule or a part of speech). */
struct ending_vote {
    const char *form;
    uint32_t value;
    uint32_t least; /* bytes: only endings at least this long may vote so */
};

/** Called for each ending that is worth keeping. counts[i] votes for values[i], the most voted first. */
typedef void ending_fn(void *arg, const char *ending, size_t n, const uint32_t *values, const uint32_t *counts,
                       size_t n_values);

/** Sorts @p votes. @p max_value: one above the largest value. */
void endings_count(struct ending_vote *votes, size_t n, uint32_t max_value, ending_fn *fn, void *arg);

#endif /* LEXICON_ENDINGS_H */
