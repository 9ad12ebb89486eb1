/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures of association of two codes over units. Pure functions of four counts. */
#ifndef COOCCUR_STATISTICS_H
#define COOCCUR_STATISTICS_H

#include <stdbool.h>
#include <stdint.h>

/** In @p units units, one code stands in @p a, the other in @p b, both in @p both. */
struct association {
    uint64_t both, a, b, units;
};

/* Each gives false, and leaves *out alone, where the measure is undefined. */

/** both / (a + b - both); Jaccard 1901. Undefined when neither code occurs. */
bool stat_jaccard(const struct association *n, double *out);

/**
 * Normalised pointwise mutual information, log2(both · units / (a · b)) / -log2(both / units); Bouma 2009. 1: only
 * together, 0: independent. Undefined when the codes never meet, and when both are in every unit.
 */
bool stat_npmi(const struct association *n, double *out);

/** 14 + log2(2 · both / (a + b)); Rychlý 2008. 14: only together; one less: half as often. Undefined when both = 0. */
bool stat_log_dice(const struct association *n, double *out);

/**
 * Log-likelihood ratio of the table of four cells, 2 Σ o · ln(o / e) with 0 · ln 0 = 0; Dunning 1993. Undefined
 * without units, and when the counts contradict each other.
 */
bool stat_g2(const struct association *n, double *out);

#endif /* COOCCUR_STATISTICS_H */
