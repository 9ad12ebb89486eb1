/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FREQ_TABLES_H
#define FREQ_TABLES_H

#include "freq.h"

/** Sums over all documents. */
struct totals {
    uint64_t words, tokens, types, sentences, turns, quotes, candidates, hits, participants;
    bool unnamed;
};

#endif /* FREQ_TABLES_H */
