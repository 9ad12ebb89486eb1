/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact tests. Odds come from one another by ratios, so that no large factorial is ever formed. */
#include "statistics.h"
#include <math.h>
#include <stdlib.h>

/* Two tables as likely as each other differ by rounding alone. */
static const double same = 1 + 1e-9;

size_t stat_hypergeometric(const struct hypergeometric *h, uint64_t *from, double **odds) {
    if (h->r > h->n || h->c > h->n) return 0;
    uint64_t low = h->r + h->c > h->n ? h->r + h->c - h->n : 0, high = h->r < h->c ? h->r : h->c;
    if (h->x < low || h->x > high) return 0;
    size_t size = high - low + 1;
    double *p = malloc(size * sizeof *p), r = (double)h->r, c = (double)h->c, n = (double)h->n;
    if (!p) return 0;
    double middle = floor((r + 1) * (c + 1) / (n + 2));
    uint64_t mode = middle < (double)low ? low : middle > (double)high ? high : (uint64_t)middle;
    p[mode - low] = 1;
    for (uint64_t x = mode; x < high; x++) {
        double k = (double)x;
        p[x + 1 - low] = p[x - low] * ((r - k) * (c - k)) / ((k + 1) * (n - r - c + k + 1));
    }
    for (uint64_t x = mode; x > low; x--) {
        double k = (double)x;
        p[x - 1 - low] = p[x - low] * (k * (n - r - c + k)) / ((r - k + 1) * (c - k + 1));
    }
    *from = low;
    *odds = p;
    return size;
}

bool stat_fisher(const struct hypergeometric *h, double *two_sided, double *floor_) {
    uint64_t low;
    double *odds, all = 0, rare = 0, least = INFINITY;
    size_t n = stat_hypergeometric(h, &low, &odds);
    if (n == 0) return false;
    for (size_t i = 0; i < n; i++) least = fmin(least, odds[i]);
    double seen = odds[h->x - low] * same, at_floor = 0;
    for (size_t i = 0; i < n; i++) {
        all += odds[i];
        if (odds[i] <= seen) rare += odds[i];
        if (odds[i] <= least * same) at_floor += odds[i];
    }
    free(odds);
    *two_sided = fmin(rare / all, 1);
    if (floor_) *floor_ = fmin(at_floor / all, 1);
    return true;
}

bool stat_fisher_greater(const struct hypergeometric *h, double *out) {
    uint64_t low;
    double *odds, all = 0, above = 0;
    size_t n = stat_hypergeometric(h, &low, &odds);
    if (n == 0) return false;
    for (size_t i = n; i-- > 0;) {
        all += odds[i];
        if (i >= h->x - low) above += odds[i];
    }
    free(odds);
    *out = fmin(above / all, 1);
    return true;
}

struct ranked {
    double p;
    uint32_t place;
};

static int by_p(const void *x, const void *y) {
    const struct ranked *a = x, *b = y;
    if (a->p < b->p || a->p > b->p) return a->p < b->p ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

bool stat_benjamini_hochberg(const double *p, uint32_t m, double *out) {
    struct ranked *order = malloc(((size_t)m + 1) * sizeof *order);
    if (!order) return false;
    for (uint32_t i = 0; i < m; i++) order[i] = (struct ranked){p[i], i};
    qsort(order, m, sizeof *order, by_p);
    double least = 1;
    for (uint32_t i = m; i-- > 0;) {
        least = fmin(least, order[i].p * m / (i + 1.0));
        out[order[i].place] = least;
    }
    free(order);
    return true;
}
