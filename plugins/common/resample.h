/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Resampling of clusters (speakers, interviews) and splits of them into two groups.
 *
 * Random numbers are a function of (seed, draw, place): the finaliser of splitmix64 (Steele, Lea and Flood 2014) over
 * seed + draw · 0x9E3779B97F4A7C15 and then + place · 0xD1B54A32D192ED03. No state, so no order of work and no number
 * of threads can change them. A number below n is the upper half of number · n (Lemire 2019).
 */
#ifndef COMMON_RESAMPLE_H
#define COMMON_RESAMPLE_H

#include "statistics.h"

/** Below so many clusters every draw is made instead of some: n^n is at most 3,125. */
#define RESAMPLE_ALL_UP_TO 5
/** With fewer there is no interval. */
#define RESAMPLE_LEAST 3
/** Up to so many splits each is tried; above, some are drawn. */
#define RESAMPLE_MOST_SPLITS 200000

uint64_t random_at(uint64_t seed, uint64_t draw, uint64_t place);
uint64_t random_below(uint64_t seed, uint64_t draw, uint64_t place, uint64_t n);

/** Draws of n clusters out of n with replacement: Efron 1979, over clusters Davison and Hinkley 1997, § 3.8. */
struct resamples {
    uint32_t clusters;
    uint32_t draws;
    bool all;         /**< each possible draw, not a sample of them */
    uint16_t *counts; /**< counts[cluster * draws + draw]: how often the cluster was drawn */
};
/** False: out of memory, or fewer than RESAMPLE_LEAST clusters, or more than 2 GB. */
bool resamples_make(struct resamples *r, uint32_t clusters, uint32_t draws, uint64_t seed);
void resamples_free(struct resamples *r);
/** sums[draw] += value · counts[cluster][draw]. */
void resamples_add(const struct resamples *r, uint32_t cluster, double value, double *sums);
/** Percentile interval at 95 % of the @p n values that were defined; reorders them. */
struct stat_interval resamples_interval(double *values, size_t n);

/** Splits of n clusters into n1 and the rest. */
struct splits {
    uint32_t clusters, first; /**< first: clusters of group 1 */
    uint32_t number;          /**< of splits */
    bool all;
    double floor;    /**< smallest p that can come out */
    uint8_t *member; /**< member[cluster * number + split]: 1 in group 1 */
};
/** False: out of memory, or one group is empty, or more than 2 GB. */
bool splits_make(struct splits *s, uint32_t clusters, uint32_t first, uint32_t draws, uint64_t seed);
void splits_free(struct splits *s);
/**
 * Share of splits whose groups' mean rates differ at least as much as those seen, where the first s->first of @p rates
 * are group 1: Fisher 1935; Pitman 1937. Drawn splits count the one that was seen. @p scratch holds s->number values.
 */
double splits_p(const struct splits *s, const double *rates, double *scratch);

#endif /* COMMON_RESAMPLE_H */
