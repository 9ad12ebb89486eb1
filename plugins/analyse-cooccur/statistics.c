/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "statistics.h"
#include <math.h>

bool stat_jaccard(const struct association *n, double *out) {
    uint64_t any = n->a + n->b - n->both;
    if (any == 0) return false;
    *out = (double)n->both / (double)any;
    return true;
}

bool stat_npmi(const struct association *n, double *out) {
    if (n->both == 0 || n->both == n->units) return false;
    double both = (double)n->both, units = (double)n->units;
    *out = log2(both * units / ((double)n->a * (double)n->b)) / -log2(both / units);
    return true;
}

bool stat_log_dice(const struct association *n, double *out) {
    if (n->both == 0) return false;
    *out = 14 + log2(2 * (double)n->both / (double)(n->a + n->b));
    return true;
}

static double term(double observed, double expected) { return observed > 0 ? observed * log(observed / expected) : 0; }

bool stat_g2(const struct association *n, double *out) {
    if (n->units == 0 || n->both > n->a || n->both > n->b || n->a + n->b - n->both > n->units) return false;
    double units = (double)n->units, a = (double)n->a, b = (double)n->b, both = (double)n->both;
    double sum = term(both, a * b / units) + term(a - both, a * (units - b) / units) +
                 term(b - both, (units - a) * b / units) +
                 term(units - a - b + both, (units - a) * (units - b) / units);
    /* Rounding can leave a hair below zero where the codes are independent. */
    *out = sum > 0 ? 2 * sum : 0;
    return true;
}
