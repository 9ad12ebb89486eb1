/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resample.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES ((uint64_t)2 << 30)

static uint64_t mix(uint64_t z) {
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

uint64_t random_at(uint64_t seed, uint64_t draw, uint64_t place) {
    return mix(mix(seed + (draw + 1) * 0x9E3779B97F4A7C15u) + (place + 1) * 0xD1B54A32D192ED03u);
}

uint64_t random_below(uint64_t seed, uint64_t draw, uint64_t place, uint64_t n) {
    return (uint64_t)((unsigned __int128)random_at(seed, draw, place) * n >> 64);
}

/* ---- draws ---- */

bool resamples_make(struct resamples *r, uint32_t clusters, uint32_t draws, uint64_t seed) {
    memset(r, 0, sizeof *r);
    if (clusters < RESAMPLE_LEAST) return false;
    r->clusters = clusters;
    r->draws = draws;
    r->all = clusters <= RESAMPLE_ALL_UP_TO;
    if (r->all) {
        r->draws = 1;
        for (uint32_t i = 0; i < clusters; i++) r->draws *= clusters;
    }
    uint64_t cells = (uint64_t)clusters * r->draws;
    if (cells * sizeof *r->counts > MOST_BYTES) return false;
    r->counts = calloc(cells + 1, sizeof *r->counts);
    if (!r->counts) return false;
    for (uint32_t draw = 0; draw < r->draws; draw++) {
        uint32_t rest = draw; /* digits in base n name one possible draw */
        for (uint32_t i = 0; i < clusters; i++) {
            uint32_t chosen = r->all ? rest % clusters : (uint32_t)random_below(seed, draw, i, clusters);
            rest /= clusters;
            r->counts[(size_t)chosen * r->draws + draw]++;
        }
    }
    return true;
}

void resamples_free(struct resamples *r) {
    free(r->counts);
    memset(r, 0, sizeof *r);
}

void resamples_add(const struct resamples *r, uint32_t cluster, double value, double *restrict sums) {
    const uint16_t *restrict counts = r->counts + (size_t)cluster * r->draws;
    for (uint32_t draw = 0; draw < r->draws; draw++) sums[draw] += value * counts[draw];
}

struct stat_interval resamples_interval(double *values, size_t n) {
    struct stat_interval interval = {stat_quantile(values, n, 0.025), 0};
    interval.hi = stat_quantile(values, n, 0.975);
    return interval;
}

/* ---- splits ---- */

/* C(n, k), or UINT32_MAX above the most that are all tried. */
static uint32_t number_of_splits(uint32_t n, uint32_t k) {
    double number = 1;
    for (uint32_t i = 1; i <= k; i++) {
        number = number * (n - k + i) / i;
        if (number > RESAMPLE_MOST_SPLITS) return UINT32_MAX;
    }
    return (uint32_t)(number + 0.5);
}

/* Each subset of `first` clusters, in lexical order. */
static bool list_splits(struct splits *s) {
    uint32_t *chosen = malloc((s->first + 1) * sizeof *chosen), k = s->first;
    if (!chosen) return false;
    for (uint32_t i = 0; i < k; i++) chosen[i] = i;
    for (uint32_t split = 0; split < s->number; split++) {
        for (uint32_t i = 0; i < k; i++) s->member[(size_t)chosen[i] * s->number + split] = 1;
        uint32_t i = k;
        while (i > 0 && chosen[i - 1] == s->clusters - k + i - 1) i--;
        if (i == 0) break;
        chosen[i - 1]++;
        for (; i < k; i++) chosen[i] = chosen[i - 1] + 1;
    }
    free(chosen);
    return true;
}

/* Shuffles that stop when group 1 is full: Fisher and Yates 1938. */
static bool draw_splits(struct splits *s, uint64_t seed) {
    uint32_t *order = malloc(s->clusters * sizeof *order);
    if (!order) return false;
    for (uint32_t split = 0; split < s->number; split++) {
        for (uint32_t i = 0; i < s->clusters; i++) order[i] = i;
        for (uint32_t i = 0; i < s->first; i++) {
            uint32_t j = i + (uint32_t)random_below(seed, split, i, s->clusters - i), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
            s->member[(size_t)order[i] * s->number + split] = 1;
        }
    }
    free(order);
    return true;
}

bool splits_make(struct splits *s, uint32_t clusters, uint32_t first, uint32_t draws, uint64_t seed) {
    memset(s, 0, sizeof *s);
    if (first == 0 || first >= clusters) return false;
    uint32_t all = number_of_splits(clusters, first < clusters - first ? first : clusters - first);
    s->clusters = clusters;
    s->first = first;
    s->all = all != UINT32_MAX;
    s->number = s->all ? all : draws;
    /* With groups of one size each split has a mirror image that differs as much. */
    s->floor = s->all ? (2 * first == clusters ? 2.0 : 1.0) / s->number : 1.0 / (s->number + 1.0);
    uint64_t cells = (uint64_t)clusters * s->number;
    if (cells > MOST_BYTES) return false;
    s->member = calloc(cells + 1, 1);
    if (s->member && (s->all ? list_splits(s) : draw_splits(s, seed))) return true;
    splits_free(s);
    return false;
}

void splits_free(struct splits *s) {
    free(s->member);
    memset(s, 0, sizeof *s);
}

double splits_p(const struct splits *s, const double *rates, double *restrict scratch) {
    double all = 0, seen = 0, n1 = s->first, n2 = s->clusters - n1;
    memset(scratch, 0, s->number * sizeof *scratch);
    for (uint32_t i = 0; i < s->clusters; i++) {
        all += rates[i];
        if (i < s->first) seen += rates[i];
        const uint8_t *restrict member = s->member + (size_t)i * s->number;
        if (rates[i] > 0)
            for (uint32_t split = 0; split < s->number; split++) scratch[split] += rates[i] * member[split];
    }
    double border = fabs(seen / n1 - (all - seen) / n2) * (1 - 1e-9); /* ties differ by rounding alone */
    uint32_t extreme = 0;
    for (uint32_t split = 0; split < s->number; split++)
        extreme += fabs(scratch[split] / n1 - (all - scratch[split]) / n2) >= border - 1e-300;
    return s->all ? (double)extreme / s->number : (extreme + 1.0) / (s->number + 1.0);
}
