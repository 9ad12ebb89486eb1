/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How themes spread over people, and voices over what is said. */
#include "../common/statistics.h"
#include "../common/values.h"
#include "freq.h"
#include <stdlib.h>

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

uts_status freq_dispersion(struct freq *freq, uts_job *job) {
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
