/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures of two groups, of association and of agreement. */
#include "statistics.h"
#include <math.h>
#include <stdlib.h>

static double term(double observed, double expected) { return observed > 0 ? observed * log(observed / expected) : 0; }
/* Rounding can leave a hair below zero where there is no difference. */
static double doubled(double sum) { return sum > 0 ? 2 * sum : 0; }

/* ---- two groups ---- */

static bool is_contrast(const struct contrast *n) { return n->c > 0 && n->d > 0 && n->a + n->b > 0; }
static bool is_table(const struct contrast *n) {
    return is_contrast(n) && n->a <= n->c && n->b <= n->d && n->a + n->b < n->c + n->d;
}

bool stat_expected(const struct contrast *n, double *e1, double *e2) {
    if (!is_contrast(n)) return false;
    *e1 = n->c * (n->a + n->b) / (n->c + n->d);
    *e2 = n->d * (n->a + n->b) / (n->c + n->d);
    return true;
}

bool stat_g2_two(const struct contrast *n, double *out) {
    double e1, e2;
    if (!stat_expected(n, &e1, &e2)) return false;
    *out = doubled(term(n->a, e1) + term(n->b, e2));
    return true;
}

bool stat_g2_four(const struct contrast *n, double *out) {
    double e1, e2;
    if (!is_table(n) || !stat_expected(n, &e1, &e2)) return false;
    *out = doubled(term(n->a, e1) + term(n->b, e2) + term(n->c - n->a, n->c - e1) + term(n->d - n->b, n->d - e2));
    return true;
}

double stat_chi2_p(double x) { return erfc(sqrt(x / 2)); }

bool stat_bic(const struct contrast *n, double *out) {
    double g2;
    if (!stat_g2_two(n, &g2)) return false;
    *out = g2 - log(n->c + n->d);
    return true;
}

bool stat_ell(const struct contrast *n, double *out) {
    double g2, e1, e2;
    if (!stat_g2_two(n, &g2) || !stat_expected(n, &e1, &e2) || fmin(e1, e2) <= 1) return false;
    *out = g2 / ((n->c + n->d) * log(fmin(e1, e2)));
    return true;
}

bool stat_percent_diff(const struct contrast *n, double *out) {
    if (!is_contrast(n) || !(n->b > 0)) return false;
    *out = 100 * (n->a / n->c - n->b / n->d) / (n->b / n->d);
    return true;
}

bool stat_log_ratio(const struct contrast *n, double *out) {
    if (!is_contrast(n)) return false;
    double a = n->a > 0 ? n->a : 0.5, b = n->b > 0 ? n->b : 0.5;
    *out = log2(a / n->c / (b / n->d));
    return true;
}

bool stat_relative_risk(const struct contrast *n, double *out) {
    if (!is_contrast(n) || !(n->b > 0)) return false;
    *out = n->a / n->c / (n->b / n->d);
    return true;
}

bool stat_odds_ratio(const struct contrast *n, double *out) {
    if (!is_table(n) || !(n->b > 0) || !(n->c > n->a)) return false;
    *out = n->a * (n->d - n->b) / (n->b * (n->c - n->a));
    return true;
}

/* n (|ad − bc| − correction)² / (product of the margins) */
static bool chi2(const struct contrast *n, bool corrected, double *out) {
    if (!is_table(n)) return false;
    double total = n->c + n->d, hits = n->a + n->b;
    double cross = fabs(n->a * (n->d - n->b) - n->b * (n->c - n->a));
    if (corrected) cross = fmax(cross - total / 2, 0);
    *out = total * cross * cross / (hits * (total - hits) * n->c * n->d);
    return true;
}

bool stat_chi2(const struct contrast *n, double *out) { return chi2(n, false, out); }
bool stat_chi2_yates(const struct contrast *n, double *out) { return chi2(n, true, out); }

bool stat_cramers_v(const struct contrast *n, double *out) {
    double x;
    if (!stat_chi2(n, &x)) return false;
    *out = sqrt(x / (n->c + n->d));
    return true;
}

/* ---- association ---- */

bool stat_assoc_expected(const struct association *n, double span, double *out) {
    if (n->units == 0) return false;
    *out = (double)n->a * (double)n->b * span / (double)n->units;
    return true;
}

bool stat_jaccard(const struct association *n, double *out) {
    uint64_t any = n->a + n->b - n->both;
    if (any == 0 || n->both > n->a + n->b) return false;
    *out = (double)n->both / (double)any;
    return true;
}

bool stat_dice(const struct association *n, double *out) {
    if (n->a + n->b == 0) return false;
    *out = 2 * (double)n->both / (double)(n->a + n->b);
    return true;
}

bool stat_log_dice(const struct association *n, double *out) {
    double dice;
    if (n->both == 0 || !stat_dice(n, &dice)) return false;
    *out = 14 + log2(dice);
    return true;
}

bool stat_pmi(const struct association *n, double span, double *out) {
    double expected;
    if (n->both == 0 || !stat_assoc_expected(n, span, &expected) || !(expected > 0)) return false;
    *out = log2((double)n->both / expected);
    return true;
}

bool stat_npmi(const struct association *n, double *out) {
    double pmi;
    if (n->both >= n->units || !stat_pmi(n, 1, &pmi)) return false;
    *out = pmi / -log2((double)n->both / (double)n->units);
    return true;
}

bool stat_mi_k(const struct association *n, int k, double *out) {
    double pmi;
    if (!stat_pmi(n, 1, &pmi)) return false;
    *out = pmi + (k - 1) * log2((double)n->both);
    return true;
}

bool stat_t_score(const struct association *n, double *out) {
    double expected;
    if (n->both == 0 || !stat_assoc_expected(n, 1, &expected)) return false;
    *out = ((double)n->both - expected) / sqrt((double)n->both);
    return true;
}

bool stat_g2(const struct association *n, double *out) {
    if (n->units == 0 || n->both > n->a || n->both > n->b || n->a + n->b - n->both > n->units) return false;
    double units = (double)n->units, a = (double)n->a, b = (double)n->b, both = (double)n->both;
    *out = doubled(term(both, a * b / units) + term(a - both, a * (units - b) / units) +
                   term(b - both, (units - a) * b / units) +
                   term(units - a - b + both, (units - a) * (units - b) / units));
    return true;
}

/* ---- agreement ---- */

static double total(const struct agreement *n) { return (double)(n->a + n->b + n->c + n->d); }

static bool share(uint64_t part, uint64_t whole, double *out) {
    if (whole == 0) return false;
    *out = (double)part / (double)whole;
    return true;
}

bool stat_raw_agreement(const struct agreement *n, double *out) {
    return share(n->a + n->d, n->a + n->b + n->c + n->d, out);
}

bool stat_chance_agreement(const struct agreement *n, double *out) {
    double N = total(n);
    if (!(N > 0)) return false;
    *out = ((double)(n->a + n->b) * (double)(n->a + n->c) + (double)(n->c + n->d) * (double)(n->b + n->d)) / (N * N);
    return true;
}

bool stat_kappa(const struct agreement *n, double *out) {
    double po, pe;
    /* pe is 1 when both coders give one and the same answer throughout; seen on counts, where nothing is rounded. */
    bool constant = (n->b + n->c + n->d == 0) || (n->a + n->b + n->c == 0);
    if (constant || !stat_raw_agreement(n, &po) || !stat_chance_agreement(n, &pe)) return false;
    *out = (po - pe) / (1 - pe);
    return true;
}

bool stat_positive_agreement(const struct agreement *n, double *out) {
    return share(2 * n->a, 2 * n->a + n->b + n->c, out);
}
bool stat_precision(const struct agreement *n, double *out) { return share(n->a, n->a + n->c, out); }
bool stat_recall(const struct agreement *n, double *out) { return share(n->a, n->a + n->b, out); }
bool stat_overlap(const struct agreement *n, double *out) { return share(n->a, n->a + n->b + n->c, out); }

bool stat_alpha_two(const struct agreement *n, double *out) {
    double ones = 2.0 * (double)n->a + (double)(n->b + n->c), all = 2 * total(n), zeros = all - ones;
    if (!(ones > 0) || !(zeros > 0)) return false;
    *out = 1 - (all - 1) * (double)(n->b + n->c) / (ones * zeros);
    return true;
}

bool stat_alpha(const uint32_t *values, size_t units, uint32_t coders, uint32_t n_values, double *alpha, uint64_t *n) {
    double *sum = calloc((size_t)n_values + 1, sizeof *sum), observed = 0, all = 0, squares = 0;
    uint64_t *count = calloc((size_t)n_values + 1, sizeof *count);
    for (size_t u = 0; sum && count && u < units; u++) {
        const uint32_t *v = values + u * coders;
        uint64_t m = 0, alike = 0;
        for (uint32_t i = 0; i < coders; i++)
            if (v[i] < n_values) m++, count[v[i]]++;
        for (uint32_t i = 0; i < coders; i++) {
            if (v[i] >= n_values) continue;
            if (m > 1) alike += count[v[i]] - 1, sum[v[i]] += 1;
        }
        for (uint32_t i = 0; i < coders; i++)
            if (v[i] < n_values) count[v[i]] = 0;
        if (m < 2) continue;
        all += (double)m;
        observed += (double)(m * (m - 1) - alike) / (double)(m - 1);
    }
    for (uint32_t v = 0; sum && count && v < n_values; v++) squares += sum[v] * sum[v];
    bool defined = sum && count && all * all - squares > 0;
    free(sum);
    free(count);
    *n = (uint64_t)all;
    if (defined) *alpha = 1 - (all - 1) * observed / (all * all - squares);
    return defined;
}
