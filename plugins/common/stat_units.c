/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreement on where stretches begin and end: Krippendorff's uα. */
#include "statistics.h"
#include <stdlib.h>

static double square(double x) { return x * x; }

/* Spans of coder @p a against those of @p b: squared distances of ends where they overlap, of length where one lies in
 * a gap of the other. */
static double met(const struct stat_span *a, size_t n, const struct stat_span *b, size_t k, bool gaps_alone) {
    double sum = 0;
    for (size_t i = 0, first = 0; i < n; i++) {
        while (first < k && b[first].end <= a[i].begin) first++;
        bool alone = true;
        for (size_t j = first; j < k && b[j].begin < a[i].end; j++) {
            alone = false;
            if (!gaps_alone) sum += square((double)a[i].begin - b[j].begin) + square((double)a[i].end - b[j].end);
        }
        if (alone) sum += square((double)a[i].end - a[i].begin);
    }
    return sum;
}

static int compare_lengths(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* Lengths of the gaps between the spans of one coder and the borders; returns how many. */
static size_t list_gaps(const struct stat_span *spans, size_t n, const uint32_t *borders, size_t n_borders,
                        uint32_t *gaps) {
    size_t found = 0, at = 0;
    uint32_t from = 0;
    for (size_t b = 0; b < n_borders; b++) {
        for (; at < n && spans[at].end <= borders[b]; at++) {
            if (spans[at].begin > from) gaps[found++] = spans[at].begin - from;
            from = spans[at].end;
        }
        if (borders[b] > from) gaps[found++] = borders[b] - from;
        from = borders[b];
    }
    return found;
}

/* Places that a span of @p length has in the gaps, which are sorted; sums[i] is that of gaps i and up. */
static double places(const uint32_t *gaps, const double *sums, size_t n, uint32_t length) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gaps[middle] < length)
            low = middle + 1;
        else
            high = middle;
    }
    return sums[low] - (double)(n - low) * ((double)length - 1);
}

/* Every span against every other of the code at all distances at which they overlap, and in every gap that holds it. */
static double chance(const struct stat_span *spans, size_t n, const uint32_t *gaps, const double *sums, size_t n_gaps,
                     double continuum, double coders) {
    double sum = 0, taken = 0;
    for (size_t i = 0; i < n; i++) {
        double l = (double)spans[i].end - spans[i].begin;
        sum += ((double)n - 1) / 3 * (2 * l * l * l - 3 * l * l + l);
        sum += l * l * places(gaps, sums, n_gaps, spans[i].end - spans[i].begin);
        taken += l * (l - 1);
    }
    double all = coders * continuum;
    return 2 / continuum * sum / (all * (all - 1) - taken);
}

bool stat_unitizing(const struct stat_span *spans, size_t n, uint32_t coders, const uint32_t *borders, size_t n_borders,
                    double *observed, double *expected) {
    double continuum = n_borders ? borders[n_borders - 1] : 0, sum = 0;
    if (coders < 2 || !n || continuum < 1) return false;
    size_t *from = calloc((size_t)coders + 1, sizeof *from), n_gaps = 0;
    uint32_t *gaps = malloc((n + (size_t)coders * n_borders + 1) * sizeof *gaps);
    double *sums = malloc((n + (size_t)coders * n_borders + 1) * sizeof *sums);
    bool good = from && gaps && sums;
    for (size_t i = 0; good && i < n; i++) from[spans[i].coder + 1] = i + 1;
    for (uint32_t c = 0; good && c < coders; c++) {
        if (from[c + 1] < from[c]) from[c + 1] = from[c];
        n_gaps += list_gaps(spans + from[c], from[c + 1] - from[c], borders, n_borders, gaps + n_gaps);
    }
    for (uint32_t a = 0; good && a < coders; a++)
        for (uint32_t b = a + 1; b < coders; b++) {
            const struct stat_span *x = spans + from[a], *y = spans + from[b];
            size_t k = from[a + 1] - from[a], l = from[b + 1] - from[b];
            sum += met(x, k, y, l, false) + met(y, l, x, k, true);
        }
    if (good) {
        qsort(gaps, n_gaps, sizeof *gaps, compare_lengths);
        sums[n_gaps] = 0;
        for (size_t i = n_gaps; i-- > 0;) sums[i] = sums[i + 1] + gaps[i];
        *observed = 2 * sum / ((double)coders * (coders - 1) * continuum * continuum);
        *expected = chance(spans, n, gaps, sums, n_gaps, continuum, coders);
    }
    free(from);
    free(gaps);
    free(sums);
    return good && *expected > 0;
}
