/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values that are compared, with their clusters; the items, with their counts. */
#include "../common/values.h"
#include "compare.h"
#include <stdlib.h>
#include <string.h>

static void side_free(struct side *side) {
    resamples_free(&side->draws);
    free(side->clusters);
    free(side->words);
    free(side->draw_words);
}

void study_free(struct study *y) {
    for (uint32_t i = 0; y->sides && i < y->n_sides; i++) side_free(&y->sides[i]);
    free(y->sides);
    free(y->side_of);
    free(y->items);
    free(y->mentions);
    free(y->persons);
    cases_groups_free(&y->groups);
}

/* ---- sides ---- */

struct share {
    uint32_t side, cluster;
    uint64_t words;
};

static int compare_shares(const void *x, const void *y) {
    const struct share *a = x, *b = y;
    if (a->side != b->side) return a->side < b->side ? -1 : 1;
    return a->cluster < b->cluster ? -1 : a->cluster > b->cluster;
}

static bool add_cluster(struct side *side, uint32_t cluster, uint64_t words) {
    uint32_t n = side->n_clusters;
    if ((n & (n - 1)) == 0) { /* full at powers of two */
        uint32_t room = n ? n * 2 : 1;
        uint32_t *clusters = realloc(side->clusters, room * sizeof *clusters);
        if (clusters) side->clusters = clusters;
        double *sizes = clusters ? realloc(side->words, room * sizeof *sizes) : NULL;
        if (!sizes) return false;
        side->words = sizes;
    }
    side->clusters[n] = cluster;
    side->words[n] = (double)words;
    side->n_clusters++;
    return true;
}

static bool fill_sides(struct study *y) {
    const struct cases *c = &y->s->cases;
    struct share *shares = malloc(((size_t)c->n + 1) * sizeof *shares);
    uint32_t n = 0;
    for (uint32_t i = 0; shares && i < c->n; i++) {
        uint32_t group = y->groups.of[i];
        if (group == CASES_NONE || !c->rows[i].words) continue;
        if (y->side_of[group] == CASES_NONE)
            y->words_left_out += c->rows[i].words;
        else
            shares[n++] = (struct share){y->side_of[group], c->rows[i].cluster, c->rows[i].words};
    }
    if (shares) qsort(shares, n, sizeof *shares, compare_shares);
    bool good = shares != NULL;
    for (uint32_t i = 0, j; good && i < n; i = j) {
        uint64_t words = 0;
        for (j = i; j < n && compare_shares(&shares[i], &shares[j]) == 0; j++) words += shares[j].words;
        good = add_cluster(&y->sides[shares[i].side], shares[i].cluster, words);
    }
    free(shares);
    return good;
}

static bool draw_sides(struct study *y) {
    const struct compare_conf *conf = &y->s->conf;
    for (uint32_t i = 0; i < y->n_sides && conf->resamples; i++) {
        struct side *side = &y->sides[i];
        if (side->n_clusters < RESAMPLE_LEAST) continue;
        if (!resamples_make(&side->draws, side->n_clusters, (uint32_t)conf->resamples, (uint64_t)conf->seed))
            return false;
        side->draw_words = calloc(side->draws.draws, sizeof *side->draw_words);
        if (!side->draw_words) return false;
        for (uint32_t k = 0; k < side->n_clusters; k++)
            resamples_add(&side->draws, k, side->words[k], side->draw_words);
    }
    return true;
}

/* Whoever has no value of the variable is compared with nobody. */
static bool make_sides(struct study *y) {
    y->sides = calloc((size_t)y->groups.n + 1, sizeof *y->sides);
    y->side_of = malloc(((size_t)y->groups.n + 1) * sizeof *y->side_of);
    if (!y->sides || !y->side_of) return false;
    for (uint32_t i = 0; i < y->groups.n; i++) {
        y->side_of[i] = CASES_NONE;
        if (!*y->groups.items[i].a || !y->groups.items[i].words) continue;
        y->side_of[i] = y->n_sides;
        y->sides[y->n_sides++] = (struct side){.group = &y->groups.items[i], .number = i};
    }
    return fill_sides(y) && draw_sides(y);
}

/* ---- items ---- */

/* Words that few say are no finding, whichever group says them. */
static bool is_frequent(const struct study *y, uint32_t from, uint32_t to) {
    const struct cases *c = &y->s->cases;
    uint64_t mentions = 0;
    uint32_t speakers = 0;
    for (uint32_t i = from; i < to; i++) {
        uint32_t group = y->groups.of[c->entries[i].at], cluster = c->rows[c->entries[i].at].cluster;
        if (group == CASES_NONE || y->side_of[group] == CASES_NONE) continue;
        mentions += c->entries[i].n.mentions;
        bool met = false;
        for (uint32_t k = from; k < i && !met && speakers < y->s->conf.min_speakers; k++) {
            uint32_t before = y->groups.of[c->entries[k].at];
            met = before != CASES_NONE && y->side_of[before] != CASES_NONE &&
                  c->rows[c->entries[k].at].cluster == cluster;
        }
        speakers += !met;
    }
    return mentions >= (uint64_t)y->s->conf.min_count && speakers >= y->s->conf.min_speakers;
}

static int compare_items(const void *x, const void *y) {
    const struct item *a = x, *b = y;
    int order = memcmp(a->id, b->id, a->id_n < b->id_n ? a->id_n : b->id_n);
    return order ? order : (a->id_n > b->id_n) - (a->id_n < b->id_n);
}

static bool list_words(struct study *y) {
    const struct cases *c = &y->s->cases;
    uint32_t all = 0;
    for (uint32_t i = 0; i < c->n_entries; i = cases_end(c, i)) all++;
    y->items = malloc(((size_t)all + 1) * sizeof *y->items);
    for (uint32_t i = 0, to; y->items && i < c->n_entries; i = to) {
        to = cases_end(c, i);
        if (!is_frequent(y, i, to)) continue;
        uts_str form = y->s->host->spell_promoted(c->entries[i].item);
        y->items[y->n_items++] = (struct item){c->entries[i].item, i, to, form.p, "", (uint32_t)form.n};
    }
    if (y->items && y->n_items) qsort(y->items, y->n_items, sizeof *y->items, compare_items);
    return y->items != NULL;
}

static bool list_codes(struct study *y) {
    const struct cases *c = &y->s->cases;
    const uts_codebook *book = y->s->book;
    y->items = malloc(((size_t)book->n_codes + 1) * sizeof *y->items);
    for (uint32_t code = 0; y->items && code < book->n_codes; code++) {
        uint32_t from = cases_find(c, code);
        uint32_t to = from < c->n_entries && c->entries[from].item == code ? cases_end(c, from) : from;
        const uts_code *x = book->codes[code];
        y->items[y->n_items++] = (struct item){code, from, to, x->id, x->label, (uint32_t)strlen(x->id)};
    }
    return y->items != NULL;
}

static bool count_items(struct study *y) {
    const struct cases *c = &y->s->cases;
    struct case_sum *sums = malloc(((size_t)y->groups.n + 1) * sizeof *sums);
    uint64_t *scratch = malloc(((size_t)c->n + 1) * sizeof *scratch);
    size_t cells = (size_t)y->n_items * y->n_sides + 1;
    y->mentions = calloc(cells, sizeof *y->mentions);
    y->persons = calloc(cells, sizeof *y->persons);
    bool good = sums && scratch && y->mentions && y->persons;
    for (uint32_t i = 0; good && i < y->n_items; i++) {
        cases_sum(c, &y->groups, y->items[i].from, y->items[i].to, sums, scratch);
        for (uint32_t k = 0; k < y->n_sides; k++) {
            y->mentions[(size_t)i * y->n_sides + k] = sums[y->sides[k].number].n.mentions;
            y->persons[(size_t)i * y->n_sides + k] = sums[y->sides[k].number].persons;
        }
    }
    free(sums);
    free(scratch);
    return good;
}

bool study_make(struct study *y, struct compare *s, uts_job *job, uts_status *status) {
    *y = (struct study){.s = s};
    *status = UTS_OK;
    cases_sort(&s->cases);
    if (!cases_group(&s->cases, s->by, CASES_NONE, &y->groups) || !make_sides(y)) return false;
    if (y->n_sides < 2) {
        *status = uts_failf(s->host, job, UTS_E_ARG, UINT64_MAX,
                            "variable \"%s\" has %u value%s among what people say: nothing to compare", s->conf.by,
                            y->n_sides, y->n_sides == 1 ? "" : "s");
        return false;
    }
    if (y->words_left_out)
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, (uts_str){NULL, 0},
                  "%llu words are by people without a value of \"%s\" and are not compared",
                  (unsigned long long)y->words_left_out, s->conf.by);
    return (s->book ? list_codes(y) : list_words(y)) && count_items(y);
}
