/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../common/statistics.h"
#include "../common/values.h"
#include "compare.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static uts_value item_value(const struct item *item) { return value_text(item->id, item->id_n); }

typedef bool (*contrast_fn)(const struct contrast *, double *);
static uts_value measure(contrast_fn stat, const struct contrast *n) {
    double x = 0;
    bool defined = stat(n, &x);
    return value_real_if(defined, x);
}

/* ---- rates of each value ---- */

struct drawing {
    double *sums, *hits; /* by draw; by cluster of the corpus */
};

/* Σ hits / Σ words over draws of the value's speakers. */
static bool draw_rate(const struct study *y, const struct side *side, uint32_t k, const struct item *item,
                      struct drawing *d, struct stat_interval *out) {
    const struct cases *c = &y->s->cases;
    const struct resamples *draws = &side->draws;
    if (!draws->counts) return false;
    memset(d->sums, 0, draws->draws * sizeof *d->sums);
    for (uint32_t i = item->from; i < item->to; i++) {
        uint32_t group = y->groups.of[c->entries[i].at];
        if (group != CASES_NONE && y->side_of[group] == k)
            d->hits[c->rows[c->entries[i].at].cluster] += c->entries[i].n.mentions;
    }
    for (uint32_t i = 0; i < side->n_clusters; i++) {
        double *hits = &d->hits[side->clusters[i]];
        if (*hits > 0) resamples_add(draws, i, *hits, d->sums);
        *hits = 0; /* words are hit, so no cluster without words keeps any */
    }
    for (uint32_t i = 0; i < draws->draws; i++) d->sums[i] = 1000 * d->sums[i] / side->draw_words[i];
    *out = resamples_interval(d->sums, draws->draws);
    return true;
}

static void add_rate(const struct study *y, uts_grid *grid, uint32_t i, uint32_t k, struct drawing *d) {
    const struct side *side = &y->sides[k];
    const struct case_group *g = side->group;
    uint32_t mentions = y->mentions[(size_t)i * y->n_sides + k], with = y->persons[(size_t)i * y->n_sides + k];
    struct stat_interval drawn = {0, 0}, naive = {0, 0}, wilson = {0, 0};
    struct reasons why = {0};
    double rate = 0;
    bool people = !g->unnamed && !g->unspoken;
    bool has_rate = stat_rate(1000, mentions, (double)g->words, &rate);
    bool has_drawn = draw_rate(y, side, k, &y->items[i], d, &drawn);
    bool has_naive = stat_wald(mentions, g->words, &naive);
    bool has_wilson = people && stat_wilson(with, g->persons, &wilson);
    if (!has_drawn) reasons_add(&why, y->s->conf.resamples ? "lo, hi: fewer than 3 speakers" : "lo, hi: not asked for");
    if (!people) reasons_add(&why, "participants: cannot be told apart");
    if (people && !has_wilson) reasons_add(&why, "wilson: no participants");
    if (has_drawn && g->unnamed) reasons_add(&why, "interviews stand for speakers who cannot be told apart");
    uts_value row[] = {value_string(y->s->conf.by),
                       value_string(g->a),
                       item_value(&y->items[i]),
                       value_string(y->items[i].label),
                       value_number(mentions),
                       value_number(g->words),
                       value_real_if(has_rate, rate),
                       value_real_if(has_drawn, drawn.lo),
                       value_real_if(has_drawn, drawn.hi),
                       value_real_if(has_naive, 1000 * naive.lo),
                       value_real_if(has_naive, 1000 * naive.hi),
                       value_number_if(people, with),
                       value_number_if(people, g->persons),
                       value_real_if(has_wilson, wilson.lo),
                       value_real_if(has_wilson, wilson.hi),
                       reasons_value(&why)};
    y->s->host->add_row(grid, row);
}

uts_status compare_rates(const struct study *y, uts_job *job) {
    static const uts_column columns[] = {{"by", UTS_TEXT, 0},
                                         {"value", UTS_TEXT, 0},
                                         {"item", UTS_TEXT, 0},
                                         {"label", UTS_TEXT, 0},
                                         {"mentions", UTS_I64, 0},
                                         {"words", UTS_I64, 0},
                                         {"per_1000", UTS_F64, 0},
                                         {"lo", UTS_F64, 0},
                                         {"hi", UTS_F64, 0},
                                         {"naive_lo", UTS_F64, 0},
                                         {"naive_hi", UTS_F64, 0},
                                         {"participants_with", UTS_I64, 0},
                                         {"participants", UTS_I64, 0},
                                         {"wilson_lo", UTS_F64, 0},
                                         {"wilson_hi", UTS_F64, 0},
                                         {"reason", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    uint32_t most = 0;
    for (uint32_t k = 0; k < y->n_sides; k++) most = y->sides[k].draws.draws > most ? y->sides[k].draws.draws : most;
    struct drawing d = {malloc(((size_t)most + 1) * sizeof(double)),
                        calloc((size_t)y->s->cases.n_clusters + 1, sizeof(double))};
    bool good = d.sums && d.hits;
    uts_status status = UTS_OK;
    uts_grid *grid = y->s->host->open_table(job, "compare_rates", columns);
    for (uint32_t i = 0; good && status >= 0 && i < y->n_items; i++) {
        for (uint32_t k = 0; k < y->n_sides; k++) add_rate(y, grid, i, k, &d);
        if (y->s->host->cancelled(job)) status = UTS_E_CANCELLED;
    }
    free(d.sums);
    free(d.hits);
    if (status < 0) return status;
    return good ? y->s->host->seal_table(grid) : compare_no_memory(y->s, job);
}

/* ---- one value against another ---- */

static const uts_column effect_columns[] = {{"by", UTS_TEXT, 0},
                                            {"value", UTS_TEXT, 0},
                                            {"versus", UTS_TEXT, 0},
                                            {"item", UTS_TEXT, 0},
                                            {"mentions", UTS_I64, 0},
                                            {"mentions_versus", UTS_I64, 0},
                                            {"words", UTS_I64, 0},
                                            {"words_versus", UTS_I64, 0},
                                            {"log_ratio", UTS_F64, 0},
                                            {"diff_percent", UTS_F64, 0},
                                            {"relative_risk", UTS_F64, 0},
                                            {"odds_ratio", UTS_F64, 0},
                                            {"g2", UTS_F64, 0},
                                            {"bic", UTS_F64, 0},
                                            {"ell", UTS_F64, 0},
                                            {"reason", UTS_TEXT, 0},
                                            {NULL, 0, 0}};
static const uts_column test_columns[] = {{"by", UTS_TEXT, 0},
                                          {"value", UTS_TEXT, 0},
                                          {"versus", UTS_TEXT, 0},
                                          {"item", UTS_TEXT, 0},
                                          {"speakers", UTS_I64, 0},
                                          {"speakers_versus", UTS_I64, 0},
                                          {"g2_p", UTS_F64, 0},
                                          {"g2_four_cells", UTS_F64, 0},
                                          {"chi2_p", UTS_F64, 0},
                                          {"yates_p", UTS_F64, 0},
                                          {"cramers_v", UTS_F64, 0},
                                          {"fisher_p", UTS_F64, 0},
                                          {"permutation_p", UTS_F64, 0},
                                          {"permutation_p_adjusted", UTS_F64, 0},
                                          {"permutation_floor", UTS_F64, 0},
                                          {"reason", UTS_TEXT, 0},
                                          {NULL, 0, 0}};

struct line {
    uint32_t item;
    struct contrast n;
    double log_ratio;
};

static int by_log_ratio(const void *x, const void *y) {
    const struct line *a = x, *b = y;
    if (a->log_ratio < b->log_ratio || a->log_ratio > b->log_ratio) return a->log_ratio > b->log_ratio ? -1 : 1;
    if (a->n.a + a->n.b < b->n.a + b->n.b || a->n.a + a->n.b > b->n.a + b->n.b)
        return a->n.a + a->n.b > b->n.a + b->n.b ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static void add_effect(const struct study *y, uts_grid *grid, const struct contrast_sides *c, const struct line *line) {
    const struct contrast *n = &line->n;
    struct reasons why = {0};
    double e1, e2;
    if (n->a + n->b <= 0) reasons_add(&why, "nobody mentions it");
    if ((n->a > 0) != (n->b > 0)) reasons_add(&why, "log_ratio: zero counted as half a mention");
    if (n->a > 0 && n->b <= 0) reasons_add(&why, "diff_percent, relative_risk, odds_ratio: nothing to divide by");
    if (stat_expected(n, &e1, &e2) && fmin(e1, e2) <= 1) reasons_add(&why, "ell: expected below 1");
    uts_value row[] = {value_string(y->s->conf.by),    value_string(y->sides[c->first].group->a),
                       value_string(c->name),          item_value(&y->items[line->item]),
                       value_number((uint64_t)n->a),   value_number((uint64_t)n->b),
                       value_number((uint64_t)n->c),   value_number((uint64_t)n->d),
                       measure(stat_log_ratio, n),     measure(stat_percent_diff, n),
                       measure(stat_relative_risk, n), measure(stat_odds_ratio, n),
                       measure(stat_g2_two, n),        measure(stat_bic, n),
                       measure(stat_ell, n),           reasons_value(&why)};
    y->s->host->add_row(grid, row);
}

static uts_value chance(contrast_fn stat, const struct contrast *n) {
    double x = 0;
    bool defined = stat(n, &x);
    return value_real_if(defined, defined ? stat_chi2_p(x) : 0);
}

/* χ² is not shown where an expected count is below five: there it is no approximation of anything. */
static void add_test(const struct study *y, uts_grid *grid, const struct contrast_sides *c, const struct line *line,
                     const double *p, const double *adjusted) {
    const struct contrast *n = &line->n;
    struct reasons why = {0};
    double e1 = 0, e2 = 0, fisher = 0;
    bool large = stat_expected(n, &e1, &e2) && fmin(e1, e2) >= 5;
    struct hypergeometric h = {(uint64_t)n->a, (uint64_t)(n->a + n->b), (uint64_t)n->c, (uint64_t)(n->c + n->d)};
    bool has_fisher = n->a + n->b > 0 && stat_fisher(&h, &fisher, NULL);
    if (n->a + n->b <= 0) reasons_add(&why, "nobody mentions it");
    if (!large) reasons_add(&why, "chi2_p, yates_p: expected below 5");
    if (c->shared) reasons_add(&why, "permutation: some speakers are on both sides");
    if (!p && !c->shared) reasons_add(&why, "permutation: no speakers to permute");
    if (p && !c->splits.all) reasons_add(&why, "permutation: splits were drawn");
    uts_value row[] = {value_string(y->s->conf.by),
                       value_string(y->sides[c->first].group->a),
                       value_string(c->name),
                       item_value(&y->items[line->item]),
                       value_number(c->n_first),
                       value_number(c->n_second + c->shared),
                       chance(stat_g2_two, n),
                       measure(stat_g2_four, n),
                       large ? chance(stat_chi2, n) : value_none,
                       large ? chance(stat_chi2_yates, n) : value_none,
                       measure(stat_cramers_v, n),
                       value_real_if(has_fisher, fisher),
                       value_real_if(p, p ? *p : 0),
                       value_real_if(p, p ? *adjusted : 0),
                       value_real_if(p, c->splits.floor),
                       reasons_value(&why)};
    y->s->host->add_row(grid, row);
}

/* Every item that somebody mentions is tested, and adjusted for. */
static uts_status add_tests(const struct study *y, uts_job *job, uts_grid *grid, struct contrast_sides *c,
                            const struct line *lines) {
    double *p = malloc(((size_t)y->n_items + 1) * sizeof *p), *adjusted = malloc(((size_t)y->n_items + 1) * sizeof *p);
    bool good = p && adjusted && contrast_begin(y, c);
    uts_status status = UTS_OK;
    uint32_t m = 0;
    for (uint32_t i = 0; good && status >= 0 && c->splits.member && i < y->n_items; i++) {
        if (lines[i].n.a + lines[i].n.b > 0) contrast_p(y, c, lines[i].item, &p[m++]);
        if (y->s->host->cancelled(job)) status = UTS_E_CANCELLED;
    }
    good = good && stat_benjamini_hochberg(p, m, adjusted);
    for (uint32_t i = 0, k = 0; good && status >= 0 && i < y->n_items; i++) {
        bool tested = c->splits.member && lines[i].n.a + lines[i].n.b > 0;
        add_test(y, grid, c, &lines[i], tested ? &p[k] : NULL, &adjusted[k]);
        k += tested;
    }
    free(p);
    free(adjusted);
    contrast_end(c);
    return status < 0 ? status : good ? UTS_OK : compare_no_memory(y->s, job);
}

static void fill_lines(const struct study *y, const struct contrast_sides *c, struct line *lines) {
    for (uint32_t i = 0; i < y->n_items; i++) {
        lines[i] = (struct line){.item = i, .n = contrast_counts(y, c, i)};
        if (!stat_log_ratio(&lines[i].n, &lines[i].log_ratio)) lines[i].log_ratio = 0;
    }
    if (!y->s->book) qsort(lines, y->n_items, sizeof *lines, by_log_ratio);
}

uts_status compare_contrasts(const struct study *y, uts_job *job) {
    uint32_t n;
    struct contrast_sides *list = contrasts_list(y, &n);
    struct line *lines = malloc(((size_t)y->n_items + 1) * sizeof *lines);
    uts_status status = list && lines ? UTS_OK : compare_no_memory(y->s, job);
    uts_grid *grid = y->s->host->open_table(job, "compare_contrasts", effect_columns);
    for (uint32_t k = 0; status >= 0 && k < n; k++) {
        fill_lines(y, &list[k], lines);
        for (uint32_t i = 0; i < y->n_items; i++) add_effect(y, grid, &list[k], &lines[i]);
    }
    if (status >= 0) status = y->s->host->seal_table(grid);
    if (status >= 0 && y->s->conf.tests) {
        grid = y->s->host->open_table(job, "compare_tests", test_columns);
        for (uint32_t k = 0; status >= 0 && k < n; k++) {
            fill_lines(y, &list[k], lines);
            status = add_tests(y, job, grid, &list[k], lines);
        }
        if (status >= 0) status = y->s->host->seal_table(grid);
    }
    free(list);
    free(lines);
    return status;
}

/* ---- people who are in two values, such as two waves ---- */

/* Bits by person: in the earlier value, in the later; with the item there, and there. */
enum { IN_FROM = 1, IN_TO = 2, WITH_FROM = 4, WITH_TO = 8 };

static void mark_item(const struct study *y, const struct item *item, uint32_t from, uint32_t to, uint8_t *marks) {
    const struct cases *c = &y->s->cases;
    for (uint32_t i = item->from; i < item->to; i++) {
        const struct case_row *row = &c->rows[c->entries[i].at];
        uint32_t group = y->groups.of[c->entries[i].at], side = group == CASES_NONE ? CASES_NONE : y->side_of[group];
        if (row->person == CASES_NONE || !c->entries[i].n.units_with) continue;
        if (side == from) marks[row->person] |= WITH_FROM;
        if (side == to) marks[row->person] |= WITH_TO;
    }
}

static void add_panel_rows(const struct study *y, uts_grid *grid, uint32_t from, uint32_t to, uint8_t *marks) {
    const struct cases *c = &y->s->cases;
    uint32_t both = 0;
    memset(marks, 0, c->n_persons);
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t group = y->groups.of[i], side = group == CASES_NONE ? CASES_NONE : y->side_of[group];
        if (c->rows[i].person == CASES_NONE || !c->rows[i].units) continue;
        marks[c->rows[i].person] |= side == from ? IN_FROM : side == to ? IN_TO : 0;
    }
    for (uint32_t p = 0; p < c->n_persons; p++) both += (marks[p] & 3) == 3;
    for (uint32_t k = 0; both && k < y->n_items; k++) {
        uint64_t kept = 0, gained = 0, lost = 0;
        mark_item(y, &y->items[k], from, to, marks);
        for (uint32_t p = 0; p < c->n_persons; p++) {
            if ((marks[p] & 3) == 3) {
                kept += marks[p] == 15;
                gained += marks[p] == (3 | WITH_TO);
                lost += marks[p] == (3 | WITH_FROM);
            }
            marks[p] &= 3;
        }
        uts_value row[] = {value_string(y->s->conf.by),
                           value_string(y->sides[from].group->a),
                           value_string(y->sides[to].group->a),
                           item_value(&y->items[k]),
                           value_number(both),
                           value_number(kept),
                           value_number(gained),
                           value_number(lost),
                           value_number(both - kept - gained - lost)};
        y->s->host->add_row(grid, row);
    }
}

uts_status compare_panel(const struct study *y, uts_job *job) {
    static const uts_column columns[] = {{"by", UTS_TEXT, 0},     {"from", UTS_TEXT, 0},
                                         {"to", UTS_TEXT, 0},     {"item", UTS_TEXT, 0},
                                         {"people", UTS_I64, 0},  {"kept", UTS_I64, 0},
                                         {"gained", UTS_I64, 0},  {"lost", UTS_I64, 0},
                                         {"neither", UTS_I64, 0}, {NULL, 0, 0}};
    uint8_t *marks = calloc((size_t)y->s->cases.n_persons + 1, 1);
    if (!marks) return compare_no_memory(y->s, job);
    uts_grid *grid = y->s->host->open_table(job, "compare_panel", columns);
    for (uint32_t k = 1; k < y->n_sides; k++) add_panel_rows(y, grid, k - 1, k, marks);
    free(marks);
    return y->s->host->seal_table(grid);
}

/* ---- words that set one value apart ---- */

uts_status compare_tfidf(const struct study *y, uts_job *job) {
    static const uts_column columns[] = {{"by", UTS_TEXT, 0},   {"value", UTS_TEXT, 0},       {"item", UTS_TEXT, 0},
                                         {"count", UTS_I64, 0}, {"values_with", UTS_I64, 0},  {"values", UTS_I64, 0},
                                         {"tfidf", UTS_F64, 0}, {"tfidf_smooth", UTS_F64, 0}, {"tfidf_log", UTS_F64, 0},
                                         {NULL, 0, 0}};
    uts_grid *grid = y->s->host->open_table(job, "compare_tfidf", columns);
    for (uint32_t k = 0; k < y->n_sides; k++)
        for (uint32_t i = 0; i < y->n_items; i++) {
            const uint32_t *mentions = y->mentions + (size_t)i * y->n_sides;
            double raw, smooth, logged, df = 0;
            for (uint32_t j = 0; j < y->n_sides; j++) df += mentions[j] > 0;
            if (!stat_tfidf_raw(mentions[k], df, y->n_sides, &raw) ||
                !stat_tfidf_smooth(mentions[k], df, y->n_sides, &smooth) ||
                !stat_tfidf_log(mentions[k], df, y->n_sides, &logged))
                continue; /* the value has not the word */
            uts_value row[] = {value_string(y->s->conf.by),
                               value_string(y->sides[k].group->a),
                               item_value(&y->items[i]),
                               value_number(mentions[k]),
                               value_number((uint64_t)df),
                               value_number(y->n_sides),
                               value_real(raw),
                               value_real(smooth),
                               value_real(logged)};
            y->s->host->add_row(grid, row);
        }
    return y->s->host->seal_table(grid);
}

uts_status compare_finish(void *stage, uts_job *job) {
    struct compare *s = stage;
    struct study y;
    uts_status status;
    if (!study_make(&y, s, job, &status) && status >= 0) status = compare_no_memory(s, job);
    if (status >= 0) status = compare_rates(&y, job);
    if (status >= 0) status = compare_contrasts(&y, job);
    if (status >= 0) status = compare_panel(&y, job);
    if (status >= 0 && !s->book) status = compare_tfidf(&y, job);
    study_free(&y);
    return status;
}
