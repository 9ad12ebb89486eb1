/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every measure of the project, once: pure functions of counts, without memory, locale or threads. Each gives false,
 * and leaves *out alone, where the measure is undefined; none ever gives NaN or infinity. The paper of each is named
 * beside it.
 */
#ifndef COMMON_STATISTICS_H
#define COMMON_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The 97.5 % point of the standard normal distribution. */
#define STAT_Z 1.959963984540054

/** Percentages of fewer are not given: k of n says it. */
#define STAT_LEAST_FOR_PERCENT 12

struct stat_interval {
    double lo, hi;
};

/* ---- frequency ---- */

/** per · f / n. Undefined without words. */
bool stat_rate(double per, double f, double n, double *out);
/** Score interval of k of n at 95 %: Wilson 1927. */
bool stat_wilson(uint64_t k, uint64_t n, struct stat_interval *out);
/** p ± z √(p (1 − p) / n): shown beside the others as what words taken for independent would give. */
bool stat_wald(uint64_t k, uint64_t n, struct stat_interval *out);

/* tf occurrences in a text, df of n texts with the word: Spärck Jones 1972; Salton and Buckley 1988. */
bool stat_tfidf_raw(double tf, double df, double n, double *out);    /**< tf · ln(n / df) */
bool stat_tfidf_smooth(double tf, double df, double n, double *out); /**< tf · (ln((1 + n) / (1 + df)) + 1) */
bool stat_tfidf_log(double tf, double df, double n, double *out);    /**< (1 + ln tf) · ln(n / df) */

/* ---- dispersion over parts: f[i] hits in a part of size[i] words ---- */

struct stat_dispersion {
    uint32_t range; /**< parts with a hit */
    double dp;      /**< ½ Σ |f_i / f − s_i|: Gries 2008 */
    double dp_norm; /**< dp / (1 − min s_i): Lijffijt and Gries 2012 */
    double juilland; /**< D over relative frequencies, 1 − (σ / μ) / √(n − 1): Juilland, Brodin and Davidovitch 1970 */
    double top; /**< share of the part with most hits */
};
/** Undefined with fewer than two parts that have words, and without hits. */
bool stat_dispersion(const double *f, const double *size, uint32_t n, struct stat_dispersion *out);

/* ---- diversity of n counts: how evenly voices are heard ---- */

struct stat_diversity {
    double shannon;          /**< −Σ p ln p, nats: Shannon 1948 */
    double bits;             /**< the same in base 2 */
    double evenness;         /**< shannon / ln k: Pielou 1966 */
    double simpson;          /**< Σ p²: Simpson 1949 */
    double simpson_unbiased; /**< 1 − Σ n (n − 1) / N (N − 1) */
    double inverse;          /**< 1 / Σ p² */
    double hill1;            /**< e^shannon: Hill 1973 */
};
/** Counts of 0 are left out. Undefined below two counts and below two cases: with one voice nothing is even. */
bool stat_diversity(const uint64_t *counts, uint32_t n, struct stat_diversity *out);

/* ---- two groups: a hits in c words against b hits in d words ---- */

struct contrast {
    double a, b, c, d;
};

/** G2 of two cells, 2 (a ln a/E1 + b ln b/E2): Rayson and Garside 2000. */
bool stat_g2_two(const struct contrast *n, double *out);
/** Hits expected in the groups under one rate. */
bool stat_expected(const struct contrast *n, double *e1, double *e2);
/** G2 of four cells: Dunning 1993. */
bool stat_g2_four(const struct contrast *n, double *out);
/** P of χ² with one degree of freedom at least @p x. */
double stat_chi2_p(double x);
/** G2 − ln(c + d); below 0 speaks for no difference: Wilson 2013. */
bool stat_bic(const struct contrast *n, double *out);
/** G2 / (N ln E_min): Johnston, Berry and Mielke 2006. Undefined when E_min ≤ 1. */
bool stat_ell(const struct contrast *n, double *out);
/** 100 (nf1 − nf2) / nf2: Gabrielatos and Marchi 2011. Undefined when b is 0. */
bool stat_percent_diff(const struct contrast *n, double *out);
/** log2(nf1 / nf2), 0 counted as 0.5: Hardie 2014. Undefined when both are 0. */
bool stat_log_ratio(const struct contrast *n, double *out);
bool stat_relative_risk(const struct contrast *n, double *out);
bool stat_odds_ratio(const struct contrast *n, double *out);
/** Pearson's χ² of four cells, and with Yates's correction (1934). */
bool stat_chi2(const struct contrast *n, double *out);
bool stat_chi2_yates(const struct contrast *n, double *out);
/** √(χ² / N): Cramér 1946. */
bool stat_cramers_v(const struct contrast *n, double *out);

/* ---- exact tests ---- */

/** Draws without replacement: @p r marked of @p n, @p c drawn, @p x of them marked. */
struct hypergeometric {
    uint64_t x, r, c, n;
};

/** Sum of all tables no more likely than the one seen; the smallest such p that these margins allow in *floor, which
 * may be NULL: Fisher 1935. */
bool stat_fisher(const struct hypergeometric *h, double *two_sided, double *floor);
/** P of at least x. */
bool stat_fisher_greater(const struct hypergeometric *h, double *out);
/** The odds of each x from @p from on, the most likely 1. Gives their number; *odds is malloc'd; 0: out of memory or
 * no such table. */
size_t stat_hypergeometric(const struct hypergeometric *h, uint64_t *from, double **odds);

/** Adjusted p: min over j ≥ i of p_j m / j, at most 1: Benjamini and Hochberg 1995. @p out may be @p p. */
bool stat_benjamini_hochberg(const double *p, uint32_t m, double *out);

/* ---- association of two items over units or words ---- */

/** In @p units units, one item stands in @p a, the other in @p b, both in @p both. */
struct association {
    uint64_t both, a, b, units;
};

/** a · b / units, times @p span places of a window. */
bool stat_assoc_expected(const struct association *n, double span, double *out);
/** both / (a + b − both): Jaccard 1901. */
bool stat_jaccard(const struct association *n, double *out);
/** 2 both / (a + b): Dice 1945. */
bool stat_dice(const struct association *n, double *out);
/** 14 + log2(Dice): Rychlý 2008. */
bool stat_log_dice(const struct association *n, double *out);
/** log2(both / expected): Fano 1961; Church and Hanks 1990. */
bool stat_pmi(const struct association *n, double span, double *out);
/** PMI / −log2(both / units): Bouma 2009. 1: only together; 0: independent. Undefined when both are everywhere. */
bool stat_npmi(const struct association *n, double *out);
/** log2(both^k / expected): Daille 1994, on counts. */
bool stat_mi_k(const struct association *n, int k, double *out);
/** (both − expected) / √both: Church, Gale, Hanks and Hindle 1991. */
bool stat_t_score(const struct association *n, double *out);
/** 2 Σ o ln(o / e) over the four cells: Dunning 1993. Undefined when the counts form no table. */
bool stat_g2(const struct association *n, double *out);

/* ---- agreement of two coders on units: both, only the first, only the second, neither ---- */

struct agreement {
    uint64_t a, b, c, d;
};

bool stat_raw_agreement(const struct agreement *n, double *out);
/** Agreement expected by chance from the margins: Cohen 1960. */
bool stat_chance_agreement(const struct agreement *n, double *out);
/** (po − pe) / (1 − pe): Cohen 1960. Undefined when pe is 1. */
bool stat_kappa(const struct agreement *n, double *out);
/** 2a / (2a + b + c): positive agreement, which is F1. */
bool stat_positive_agreement(const struct agreement *n, double *out);
/** Share of the second's units that the first has too: precision of the second with the first as the key. */
bool stat_precision(const struct agreement *n, double *out);
/** Share of the first's units that the second has too. */
bool stat_recall(const struct agreement *n, double *out);
/** a / (a + b + c). */
bool stat_overlap(const struct agreement *n, double *out);

/**
 * Krippendorff's α for names, any number of coders, missing values: Krippendorff 2019, § 12.3. values[unit * coders +
 * coder] below @p n_values, or UINT32_MAX: missing. *n is the number of values in units with two or more. Undefined
 * when all values are one, and without such units.
 */
bool stat_alpha(const uint32_t *values, size_t units, uint32_t coders, uint32_t n_values, double *alpha, uint64_t *n);
/** The same for two coders who both judged every unit. */
bool stat_alpha_two(const struct agreement *n, double *out);

/** A stretch of a continuum that one coder marked. */
struct stat_span {
    uint32_t coder; /**< from 0 */
    uint32_t begin, end;
};

/**
 * Disagreement in unitizing, observed and expected (Krippendorff 1995; 2004, § 11.6): uα is 1 − observed / expected,
 * over several codes 1 − their sums. @p spans are sorted by coder and begin, and those of a coder do not overlap. @p
 * borders are where documents end, ascending, the last of them the length of the continuum: no gap reaches over them.
 * False: undefined, or out of memory.
 */
bool stat_unitizing(const struct stat_span *spans, size_t n, uint32_t coders, const uint32_t *borders, size_t n_borders,
                    double *observed, double *expected);

/* ---- quantiles ---- */

/** Quantile @p q of the @p n values by linear interpolation, type 7 of Hyndman and Fan 1996. Reorders @p values. */
double stat_quantile(double *values, size_t n, double q);

#endif /* COMMON_STATISTICS_H */
