/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of themes: by group, by the variables asked for, and spread over speakers. */
#include "../common/statistics.h"
#include "../common/values.h"
#include "freq.h"
#include <stdlib.h>

/* Room for one code after another: sums by group, and numbers to sort. */
struct summing {
    struct case_sum *sums;
    uint64_t *scratch;
};

static bool summing_make(struct summing *s, const struct cases *c, uint32_t groups) {
    s->sums = malloc(((size_t)groups + 1) * sizeof *s->sums);
    s->scratch = malloc(((size_t)c->n + 1) * sizeof *s->scratch);
    return s->sums && s->scratch;
}

static void summing_free(struct summing *s) {
    free(s->sums);
    free(s->scratch);
}

static void sum_code(const struct cases *c, const struct case_groups *g, uint32_t code, struct summing *s) {
    uint32_t from = cases_find(c, code), to = from;
    if (from < c->n_entries && c->entries[from].item == code) to = cases_end(c, from);
    cases_sum(c, g, from, to, s->sums, s->scratch);
}

/* ---- cells that every table of themes has ---- */

struct cells {
    uts_value mentions, own, negated, units_with, units, with, persons, words, per_1000, percent, prompted, reason;
};

/* Zones in which nobody takes turns have no units; only speech has participants. */
static void make_cells(const struct case_group *g, const struct case_sum *sum, struct reasons *why, struct cells *out) {
    bool units = !g->unspoken || g->units > 0, people = !g->unspoken && !g->unnamed;
    double percent = 0, rate = 0;
    bool firm = people && g->persons >= STAT_LEAST_FOR_PERCENT;
    *why = (struct reasons){0};
    if (!units) reasons_add(why, "units: no turns");
    if (g->unspoken) reasons_add(why, "participants: not speech");
    if (!g->unspoken && g->unnamed) reasons_add(why, "participants: cannot be told apart");
    if (people && !firm) reasons_add(why, "percent: n < 12");
    if (!g->asked && !g->unspoken) reasons_add(why, "prompted: no question before");
    if (!g->words) reasons_add(why, "per_1000: no words");
    if (firm) stat_rate(100, sum->persons, g->persons, &percent);
    bool has_rate = stat_rate(1000, sum->n.mentions, (double)g->words, &rate);
    *out = (struct cells){.mentions = value_number(sum->n.mentions),
                          .own = value_number(sum->n.own),
                          .negated = value_number(sum->n.negated),
                          .units_with = value_number_if(units, sum->n.units_with),
                          .units = value_number_if(units, g->units),
                          .with = value_number_if(people, sum->persons),
                          .persons = value_number_if(people, g->persons),
                          .words = value_number(g->words),
                          .per_1000 = value_real_if(has_rate, rate),
                          .percent = value_real_if(firm, percent),
                          .prompted = value_number_if(!g->unspoken && g->asked, sum->n.prompted),
                          .reason = reasons_value(why)};
}

/* ---- themes ---- */

/* A variable of the participants table never takes the name of another kind. */
static const char *group_name(const struct freq *freq, uint32_t variable, char *buffer, size_t room) {
    const char *name = cases_variable_name(&freq->cases, variable);
    for (uint32_t i = 0; variable >= CASES_VARIABLE && i < CASES_VARIABLE; i++)
        if (strcmp(name, cases_variable_name(&freq->cases, i)) == 0) {
            snprintf(buffer, room, "participant_%s", name);
            return buffer;
        }
    return name;
}

static void add_theme_rows(const struct freq *freq, uts_grid *grid, uint32_t code, uint32_t variable,
                           const struct case_groups *g, struct summing *s) {
    const uts_code *c = freq->book->codes[code];
    char buffer[200];
    const char *name = group_name(freq, variable, buffer, sizeof buffer);
    sum_code(&freq->cases, g, code, s);
    for (uint32_t i = 0; i < g->n; i++) {
        struct cells n;
        struct reasons why;
        make_cells(&g->items[i], &s->sums[i], &why, &n);
        uts_value row[] = {value_string(c->id),
                           value_string(c->label),
                           value_string(name),
                           value_string(g->items[i].a),
                           n.mentions,
                           n.units_with,
                           n.units,
                           n.with,
                           n.persons,
                           n.words,
                           n.per_1000,
                           n.own,
                           n.negated,
                           n.prompted,
                           n.percent,
                           n.reason};
        freq->host->add_row(grid, row);
    }
}

/* The groups of the table, in its order; a question is one only when asked for. */
static uint32_t variable_at(uint32_t i) { return i < CASES_QUESTION ? i : i + 1; }

static uts_status make_themes(struct freq *freq, uts_job *job) {
    static const uts_column columns[] = {{"code", UTS_TEXT, 0},
                                         {"label", UTS_TEXT, 0},
                                         {"group", UTS_TEXT, 0},
                                         {"group_value", UTS_TEXT, 0},
                                         {"mentions", UTS_I64, 0},
                                         {"units_with", UTS_I64, 0},
                                         {"units", UTS_I64, 0},
                                         {"participants_with", UTS_I64, 0},
                                         {"participants", UTS_I64, 0},
                                         {"words", UTS_I64, 0},
                                         {"per_1000", UTS_F64, 0},
                                         {"own_mentions", UTS_I64, 0},
                                         {"negated", UTS_I64, 0},
                                         {"prompted", UTS_I64, 0},
                                         {"participants_percent", UTS_F64, 0},
                                         {"reason", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    const struct cases *c = &freq->cases;
    uint32_t kinds = CASES_QUESTION + (c->table ? c->table->n_variables : 0), most = 0;
    struct case_groups *groups = calloc(kinds, sizeof *groups);
    struct summing s = {NULL, NULL};
    bool good = groups != NULL;
    for (uint32_t k = 0; good && k < kinds; k++) {
        good = cases_group(c, variable_at(k), CASES_NONE, &groups[k]);
        most = groups[k].n > most ? groups[k].n : most;
    }
    good = good && summing_make(&s, c, most);
    uts_grid *grid = freq->host->open_table(job, "themes", columns);
    for (uint32_t code = 0; good && code < freq->book->n_codes; code++)
        for (uint32_t k = 0; k < kinds; k++) add_theme_rows(freq, grid, code, variable_at(k), &groups[k], &s);
    for (uint32_t k = 0; groups && k < kinds; k++) cases_groups_free(&groups[k]);
    free(groups);
    summing_free(&s);
    return good ? freq->host->seal_table(grid) : freq_no_memory(freq, job);
}

/* ---- themes_by ---- */

static void add_by_rows(const struct freq *freq, uts_grid *grid, const struct by *by, const struct case_groups *g,
                        uint32_t code, struct summing *s) {
    const uts_code *c = freq->book->codes[code];
    bool pair = by->b != CASES_NONE;
    sum_code(&freq->cases, g, code, s);
    for (uint32_t i = 0; i < g->n; i++) {
        struct cells n;
        struct reasons why;
        make_cells(&g->items[i], &s->sums[i], &why, &n);
        uts_value row[] = {value_string(c->id),
                           value_string(c->label),
                           value_string(cases_variable_name(&freq->cases, by->a)),
                           value_string(g->items[i].a),
                           pair ? value_string(cases_variable_name(&freq->cases, by->b)) : value_none,
                           pair ? value_string(g->items[i].b) : value_none,
                           n.mentions,
                           n.units_with,
                           n.units,
                           n.with,
                           n.persons,
                           n.words,
                           n.per_1000,
                           n.own,
                           n.prompted,
                           n.reason};
        freq->host->add_row(grid, row);
    }
}

static uts_status make_by(struct freq *freq, uts_job *job) {
    static const uts_column columns[] = {{"code", UTS_TEXT, 0},
                                         {"label", UTS_TEXT, 0},
                                         {"by", UTS_TEXT, 0},
                                         {"value", UTS_TEXT, 0},
                                         {"by_2", UTS_TEXT, 0},
                                         {"value_2", UTS_TEXT, 0},
                                         {"mentions", UTS_I64, 0},
                                         {"units_with", UTS_I64, 0},
                                         {"units", UTS_I64, 0},
                                         {"participants_with", UTS_I64, 0},
                                         {"participants", UTS_I64, 0},
                                         {"words", UTS_I64, 0},
                                         {"per_1000", UTS_F64, 0},
                                         {"own_mentions", UTS_I64, 0},
                                         {"prompted", UTS_I64, 0},
                                         {"reason", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    uts_grid *grid = freq->host->open_table(job, "themes_by", columns);
    for (uint32_t k = 0; k < freq->n_by; k++) {
        struct case_groups g;
        struct summing s = {NULL, NULL};
        bool good = cases_group(&freq->cases, freq->by[k].a, freq->by[k].b, &g) && summing_make(&s, &freq->cases, g.n);
        for (uint32_t code = 0; good && code < freq->book->n_codes; code++)
            add_by_rows(freq, grid, &freq->by[k], &g, code, &s);
        cases_groups_free(&g);
        summing_free(&s);
        if (!good) return freq_no_memory(freq, job);
    }
    return freq->host->seal_table(grid);
}

/* ---- dispersion over people ---- */

struct people {
    double *hits, *words; /* by person */
    uint64_t lost;        /* mentions of the code under way by people who cannot be told apart */
};

/* DP cannot tell noise from bias where hits are few: fewer than five, or than speakers. */
static void add_dispersion(const struct freq *freq, uts_grid *grid, uint32_t code, const struct people *p) {
    const struct cases *c = &freq->cases;
    struct stat_dispersion d = {0};
    struct reasons why = {0};
    double mentions = 0, words = 0;
    uint32_t speakers = 0;
    for (uint32_t i = 0; i < c->n_persons; i++) {
        if (!(p->words[i] > 0)) continue;
        speakers++;
        words += p->words[i];
        mentions += p->hits[i];
    }
    bool good = stat_dispersion(p->hits, p->words, c->n_persons, &d);
    bool firm = good && mentions >= 5 && mentions >= speakers;
    if (speakers < 2) reasons_add(&why, "fewer than two speakers");
    if (speakers >= 2 && !good) reasons_add(&why, "nobody mentions it");
    if (good && !firm) reasons_add(&why, "dp: too few");
    if (p->lost) reasons_add(&why, "mentions of people who cannot be told apart are left out");
    uts_value row[] = {value_string(freq->book->codes[code]->id),
                       value_string(freq->book->codes[code]->label),
                       value_number((uint64_t)mentions),
                       value_number(p->lost),
                       value_number((uint64_t)words),
                       value_number(speakers),
                       value_number_if(good || speakers >= 2, d.range),
                       value_real_if(good, d.top),
                       value_real_if(firm, d.dp),
                       value_real_if(firm, d.dp_norm),
                       value_real_if(firm, d.juilland),
                       reasons_value(&why)};
    freq->host->add_row(grid, row);
}

static uts_status make_dispersion(struct freq *freq, uts_job *job) {
    static const uts_column columns[] = {
        {"code", UTS_TEXT, 0}, {"label", UTS_TEXT, 0},   {"mentions", UTS_I64, 0},   {"mentions_left_out", UTS_I64, 0},
        {"words", UTS_I64, 0}, {"speakers", UTS_I64, 0}, {"range", UTS_I64, 0},      {"top_share", UTS_F64, 0},
        {"dp", UTS_F64, 0},    {"dp_norm", UTS_F64, 0},  {"juilland_d", UTS_F64, 0}, {"reason", UTS_TEXT, 0},
        {NULL, 0, 0}};
    const struct cases *c = &freq->cases;
    struct people p = {calloc((size_t)c->n_persons + 1, sizeof(double)),
                       calloc((size_t)c->n_persons + 1, sizeof(double)), 0};
    bool good = p.hits && p.words;
    for (uint32_t i = 0; good && i < c->n; i++)
        if (zone_is_speech(c->rows[i].zone) && c->rows[i].person != CASES_NONE)
            p.words[c->rows[i].person] += c->rows[i].words;
    uts_grid *grid = freq->host->open_table(job, "dispersion", columns);
    for (uint32_t code = 0; good && code < freq->book->n_codes; code++) {
        memset(p.hits, 0, c->n_persons * sizeof *p.hits);
        p.lost = 0;
        for (uint32_t i = cases_find(c, code); i < c->n_entries && c->entries[i].item == code; i++) {
            const struct case_row *row = &c->rows[c->entries[i].at];
            if (!zone_is_speech(row->zone)) continue;
            if (row->person == CASES_NONE)
                p.lost += c->entries[i].n.mentions;
            else
                p.hits[row->person] += c->entries[i].n.mentions;
        }
        add_dispersion(freq, grid, code, &p);
    }
    free(p.hits);
    free(p.words);
    return good ? freq->host->seal_table(grid) : freq_no_memory(freq, job);
}

uts_status freq_themes(struct freq *freq, uts_job *job) {
    uts_status status = make_themes(freq, job);
    if (status >= 0 && freq->n_by) status = make_by(freq, job);
    return status < 0 ? status : make_dispersion(freq, job);
}

/* ---- diversity: how evenly voices are heard ---- */

static void add_diversity(const struct freq *freq, uts_grid *grid, const char *name, const uint64_t *units,
                          uint32_t n) {
    struct stat_diversity d = {0};
    struct reasons why = {0};
    uint64_t all = 0;
    uint32_t values = 0;
    for (uint32_t i = 0; i < n; i++) {
        all += units[i];
        values += units[i] > 0;
    }
    bool good = stat_diversity(units, n, &d);
    if (!good) reasons_add(&why, "fewer than two values");
    uts_value row[] = {value_string(name),
                       value_number(values),
                       value_number(all),
                       value_real_if(good, d.shannon),
                       value_real_if(good, d.bits),
                       value_real_if(good, d.evenness),
                       value_real_if(good, d.simpson),
                       value_real_if(good, 1 - d.simpson),
                       value_real_if(good, d.simpson_unbiased),
                       value_real_if(good, d.inverse),
                       value_real_if(good, d.hill1),
                       reasons_value(&why)};
    freq->host->add_row(grid, row);
}

uts_status freq_diversity(struct freq *freq, uts_job *job) {
    static const uts_column columns[] = {{"by", UTS_TEXT, 0},
                                         {"values", UTS_I64, 0},
                                         {"units", UTS_I64, 0},
                                         {"shannon", UTS_F64, 0},
                                         {"shannon_bits", UTS_F64, 0},
                                         {"evenness", UTS_F64, 0},
                                         {"simpson", UTS_F64, 0},
                                         {"gini_simpson", UTS_F64, 0},
                                         {"gini_simpson_unbiased", UTS_F64, 0},
                                         {"inverse_simpson", UTS_F64, 0},
                                         {"hill_1", UTS_F64, 0},
                                         {"reason", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    static const uint32_t variables[] = {CASES_ROLE, CASES_SPEAKER, CASES_DOCUMENT};
    uts_grid *grid = freq->host->open_table(job, "diversity", columns);
    for (size_t k = 0; k < sizeof variables / sizeof *variables; k++) {
        struct case_groups g;
        bool good = cases_group(&freq->cases, variables[k], CASES_NONE, &g);
        uint64_t *units = good ? calloc((size_t)g.n + 1, sizeof *units) : NULL;
        /* Turns of nobody known are no voice. */
        for (uint32_t i = 0; units && i < g.n; i++) units[i] = *g.items[i].a ? g.items[i].units : 0;
        if (units) add_diversity(freq, grid, cases_variable_name(&freq->cases, variables[k]), units, g.n);
        good = units != NULL;
        free(units);
        cases_groups_free(&g);
        if (!good) return freq_no_memory(freq, job);
    }
    return freq->host->seal_table(grid);
}
