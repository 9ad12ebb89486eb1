/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "statistics.h"
#include <math.h>

bool stat_rate(double per, double f, double n, double *out) {
    if (!(n > 0)) return false;
    *out = per * f / n;
    return true;
}

bool stat_wilson(uint64_t k, uint64_t n, struct stat_interval *out) {
    if (n == 0 || k > n) return false;
    double m = (double)n, p = (double)k / m, z2 = STAT_Z * STAT_Z;
    double centre = p + z2 / (2 * m), half = STAT_Z * sqrt(p * (1 - p) / m + z2 / (4 * m * m)), scale = 1 + z2 / m;
    out->lo = k == 0 ? 0 : (centre - half) / scale;
    out->hi = k == n ? 1 : (centre + half) / scale;
    return true;
}

bool stat_wald(uint64_t k, uint64_t n, struct stat_interval *out) {
    if (n == 0 || k > n) return false;
    double p = (double)k / (double)n, half = STAT_Z * sqrt(p * (1 - p) / (double)n);
    out->lo = p - half;
    out->hi = p + half;
    return true;
}

static bool has_idf(double tf, double df, double n) { return tf > 0 && df > 0 && df <= n; }

bool stat_tfidf_raw(double tf, double df, double n, double *out) {
    if (!has_idf(tf, df, n)) return false;
    *out = tf * log(n / df);
    return true;
}

bool stat_tfidf_smooth(double tf, double df, double n, double *out) {
    if (!has_idf(tf, df, n)) return false;
    *out = tf * (log((1 + n) / (1 + df)) + 1);
    return true;
}

bool stat_tfidf_log(double tf, double df, double n, double *out) {
    if (!has_idf(tf, df, n)) return false;
    *out = (1 + log(tf)) * log(n / df);
    return true;
}

bool stat_dispersion(const double *f, const double *size, uint32_t n, struct stat_dispersion *out) {
    double hits = 0, words = 0, smallest = 2, distance = 0, sum = 0, squares = 0, top = 0;
    uint32_t parts = 0, range = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!(size[i] > 0)) continue;
        parts++;
        hits += f[i];
        words += size[i];
        sum += f[i] / size[i];
    }
    if (parts < 2 || !(hits > 0)) return false;
    double mean = sum / parts;
    for (uint32_t i = 0; i < n; i++) {
        if (!(size[i] > 0)) continue;
        double share = size[i] / words, rate = f[i] / size[i];
        range += f[i] > 0;
        smallest = fmin(smallest, share);
        top = fmax(top, f[i] / hits);
        distance += fabs(f[i] / hits - share);
        squares += (rate - mean) * (rate - mean);
    }
    *out = (struct stat_dispersion){.range = range,
                                    .dp = distance / 2,
                                    .dp_norm = distance / 2 / (1 - smallest),
                                    .juilland = 1 - sqrt(squares / parts) / mean / sqrt((double)parts - 1),
                                    .top = top};
    return true;
}

bool stat_diversity(const uint64_t *counts, uint32_t n, struct stat_diversity *out) {
    double total = 0, entropy = 0, squares = 0, pairs = 0;
    uint32_t kinds = 0;
    for (uint32_t i = 0; i < n; i++) total += (double)counts[i];
    for (uint32_t i = 0; i < n; i++) {
        if (counts[i] == 0) continue;
        double count = (double)counts[i], p = count / total;
        kinds++;
        entropy -= p * log(p);
        squares += p * p;
        pairs += count * (count - 1);
    }
    if (kinds < 2) return false;
    *out = (struct stat_diversity){.shannon = entropy,
                                   .bits = entropy / log(2),
                                   .evenness = entropy / log(kinds),
                                   .simpson = squares,
                                   .simpson_unbiased = 1 - pairs / (total * (total - 1)),
                                   .inverse = 1 / squares,
                                   .hill1 = exp(entropy)};
    return true;
}

/* Puts the value of rank @p k where a sort would: Hoare 1961, with the middle of three as the border. */
static double select_rank(double *v, size_t n, size_t k) {
    size_t low = 0, high = n - 1;
    while (low < high) {
        double a = v[low], b = v[low + (high - low) / 2], c = v[high];
        double border = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
        size_t i = low, j = high;
        for (;;) {
            while (v[i] < border) i++;
            while (v[j] > border) j--;
            if (i >= j) break;
            double swap = v[i];
            v[i++] = v[j];
            v[j--] = swap;
        }
        /* v[low..j] ≤ border ≤ v[j + 1..high], unless i and j met on the border itself. */
        if (k <= j)
            high = j;
        else
            low = j + 1;
    }
    return v[k];
}

double stat_quantile(double *values, size_t n, double q) {
    double place = (double)(n - 1) * q, whole = floor(place), rest = place - whole;
    size_t k = (size_t)whole;
    double below = select_rank(values, n, k);
    if (!(rest > 0) || k + 1 >= n) return below;
    double above = values[k + 1]; /* all behind k are at least as large: the next is the smallest of them */
    for (size_t i = k + 2; i < n; i++) above = fmin(above, values[i]);
    return below + rest * (above - below);
}
