/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sides: counts, and the permutation test over their speakers. */
#include "compare.h"
#include <stdlib.h>
#include <string.h>

static bool add(struct contrast_sides **list, uint32_t *n, const struct study *y, uint32_t first, uint32_t second) {
    struct contrast_sides *more = realloc(*list, ((size_t)*n + 1) * sizeof *more);
    if (!more) return false;
    *list = more;
    more[(*n)++] = (struct contrast_sides){.first = first,
                                           .second = second,
                                           .name = second == CASES_NONE ? "rest" : y->sides[second].group->a};
    return true;
}

struct contrast_sides *contrasts_list(const struct study *y, uint32_t *n) {
    struct contrast_sides *list = NULL;
    bool good = true;
    *n = 0;
    for (uint32_t i = 0; good && i < y->n_sides; i++) {
        if (y->s->conf.versus == VERSUS_PREVIOUS) {
            if (i) good = add(&list, n, y, i, i - 1);
        } else if (y->s->conf.versus == VERSUS_EACH || y->n_sides == 2) {
            /* Two values need one line: the other way round it says the same. */
            for (uint32_t k = i + 1; good && k < y->n_sides; k++) good = add(&list, n, y, i, k);
        } else
            good = add(&list, n, y, i, CASES_NONE);
    }
    if (good) return list ? list : calloc(1, sizeof *list);
    free(list);
    return NULL;
}

static bool is_second(const struct contrast_sides *c, uint32_t side) {
    return side != c->first && (c->second == CASES_NONE || c->second == side);
}

/* Gives the clusters of one side their places, and their words. A cluster may stand in several of the other values. */
static void place_side(const struct study *y, struct contrast_sides *c, uint32_t side, uint32_t *n, uint32_t before) {
    const struct side *x = &y->sides[side];
    for (uint32_t k = 0; k < x->n_clusters; k++) {
        uint32_t *place = &c->place[x->clusters[k]];
        if (*place == CASES_NONE) {
            *place = before + (*n)++;
            c->words[*place] = 0;
        } else
            c->shared += *place < before;
        c->words[*place] += x->words[k];
    }
}

bool contrast_begin(const struct study *y, struct contrast_sides *c) {
    const struct compare_conf *conf = &y->s->conf;
    uint32_t all = y->s->cases.n_clusters;
    c->place = malloc(((size_t)all + 1) * sizeof *c->place);
    c->words = malloc(((size_t)all + 1) * sizeof *c->words);
    if (!c->place || !c->words) return false;
    memset(c->place, 0xFF, all * sizeof *c->place);
    place_side(y, c, c->first, &c->n_first, 0);
    for (uint32_t side = 0; side < y->n_sides; side++)
        if (is_second(c, side)) place_side(y, c, side, &c->n_second, c->n_first);
    if (c->shared || !c->n_first || !c->n_second) return true;
    uint32_t n = c->n_first + c->n_second, draws = conf->resamples ? (uint32_t)conf->resamples : 10000;
    c->rates = malloc(n * sizeof *c->rates);
    if (!c->rates || !splits_make(&c->splits, n, c->n_first, draws, (uint64_t)conf->seed)) return false;
    c->scratch = malloc(c->splits.number * sizeof *c->scratch);
    return c->scratch != NULL;
}

void contrast_end(struct contrast_sides *c) {
    splits_free(&c->splits);
    free(c->place);
    free(c->words);
    free(c->rates);
    free(c->scratch);
    c->place = NULL;
    c->words = c->rates = c->scratch = NULL;
}

struct contrast contrast_counts(const struct study *y, const struct contrast_sides *c, uint32_t item) {
    const uint32_t *mentions = y->mentions + (size_t)item * y->n_sides;
    struct contrast n = {mentions[c->first], 0, (double)y->sides[c->first].group->words, 0};
    for (uint32_t side = 0; side < y->n_sides; side++) {
        if (!is_second(c, side)) continue;
        n.b += mentions[side];
        n.d += (double)y->sides[side].group->words;
    }
    return n;
}

bool contrast_p(const struct study *y, const struct contrast_sides *c, uint32_t item, double *p) {
    const struct cases *cases = &y->s->cases;
    if (!c->splits.member) return false;
    memset(c->rates, 0, c->splits.clusters * sizeof *c->rates);
    for (uint32_t i = y->items[item].from; i < y->items[item].to; i++) {
        const struct case_entry *e = &cases->entries[i];
        uint32_t group = y->groups.of[e->at], side = group == CASES_NONE ? CASES_NONE : y->side_of[group];
        uint32_t place = c->place[cases->rows[e->at].cluster];
        if (side == CASES_NONE || place == CASES_NONE || (side != c->first && !is_second(c, side))) continue;
        c->rates[place] += 1000.0 * e->n.mentions / c->words[place];
    }
    *p = splits_p(&c->splits, c->rates, c->scratch);
    return true;
}
