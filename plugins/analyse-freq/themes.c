/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of themes: by group, by the variables asked for, and their weights. */
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

/* ---- what a group lacks, whatever the code ---- */

enum { NO_TURNS = 1, UNSPOKEN = 2, NOBODY = 4, FEW = 8, UNASKED = 16, NO_WORDS = 32, LACKS = 64 };
static const char *const lacks[] = {
    "units: no turns", "participants: not speech",     "participants: cannot be told apart",
    "percent: n < 12", "prompted: no question before", "per_1000: no words"};

/* Zones in which nobody takes turns have no units; only speech has participants. */
static uint32_t lacks_of(const struct case_group *g) {
    bool people = !g->unspoken && !g->unnamed;
    return (g->unspoken && !g->units ? NO_TURNS : 0u) | (g->unspoken ? UNSPOKEN : 0u) |
           (!g->unspoken && g->unnamed ? NOBODY : 0u) | (people && g->persons < STAT_LEAST_FOR_PERCENT ? FEW : 0u) |
           (!g->asked && !g->unspoken ? UNASKED : 0u) | (!g->words ? NO_WORDS : 0u);
}

/* The reason of each set of lacks, written once: corpora of many speakers have many rows. */
static void list_reasons(struct reasons reasons[LACKS]) {
    for (uint32_t set = 0; set < LACKS; set++) {
        reasons[set] = (struct reasons){.n = 0};
        for (uint32_t i = 0; 1u << i < LACKS; i++)
            if (set >> i & 1) reasons_add(&reasons[set], lacks[i]);
    }
}

/* ---- cells that every table of themes has ---- */

struct cells {
    uts_value mentions, own, negated, units_with, units, with, persons, words, per_1000, percent, prompted;
};

static uts_value rate_of(double factor, double count, double of) {
    double rate = 0;
    bool has_rate = stat_rate(factor, count, of, &rate);
    return value_real_if(has_rate, rate);
}

static void make_cells(const struct case_group *g, const struct case_sum *sum, uint32_t lack, struct cells *out) {
    bool units = !(lack & NO_TURNS), people = !(lack & (UNSPOKEN | NOBODY)), firm = people && !(lack & FEW);
    *out = (struct cells){.mentions = value_number(sum->n.mentions),
                          .own = value_number(sum->n.own),
                          .negated = value_number(sum->n.negated),
                          .units_with = value_number_if(units, sum->n.units_with),
                          .units = value_number_if(units, g->units),
                          .with = value_number_if(people, sum->persons),
                          .persons = value_number_if(people, g->persons),
                          .words = value_number(g->words),
                          .per_1000 = rate_of(1000, sum->n.mentions, (double)g->words),
                          .percent = firm ? rate_of(100, sum->persons, g->persons) : value_none,
                          .prompted = value_number_if(!(lack & (UNSPOKEN | UNASKED)), sum->n.prompted)};
}

/* ---- tables by group ---- */

/* A grouping with the cells that name it. */
struct grouping {
    struct case_groups groups;
    uts_value by, by_2; /* names of the variables; by_2 with pairs alone */
    bool pair;
};

/* A table whose rows are those of one code in each group of each grouping. */
struct by_group {
    const struct freq *freq;
    const char *name;
    const uts_column *columns;
    bool grouping_first; /* or else code by code */
    void (*add)(const struct by_group *t, uts_grid *grid, const struct grouping *by, uint32_t group,
                const struct case_sum *sum);
    struct reasons reasons[LACKS];
    uts_value id, label; /* of the code under way */
};

static uts_status make_by_group(struct by_group *t, uts_job *job, const struct grouping *list, uint32_t n) {
    const struct freq *freq = t->freq;
    struct summing s = {NULL, NULL};
    uint32_t most = 0;
    for (uint32_t k = 0; k < n; k++) most = list[k].groups.n > most ? list[k].groups.n : most;
    bool good = summing_make(&s, &freq->cases, most);
    list_reasons(t->reasons);
    uts_grid *grid = freq->host->open_table(job, t->name, t->columns);
    uint64_t codes = freq->book->n_codes, turns = good ? codes * n : 0;
    for (uint64_t x = 0; x < turns; x++) {
        const struct grouping *by = &list[t->grouping_first ? x / codes : x % n];
        uint32_t code = (uint32_t)(t->grouping_first ? x % codes : x / n);
        t->id = value_string(freq->book->codes[code]->id);
        t->label = value_string(freq->book->codes[code]->label);
        sum_code(&freq->cases, &by->groups, code, &s);
        for (uint32_t i = 0; i < by->groups.n; i++) t->add(t, grid, by, i, &s.sums[i]);
    }
    summing_free(&s);
    return good ? freq->host->seal_table(grid) : freq_no_memory(freq, job);
}

/* ---- themes ---- */

static const uts_column theme_columns[] = {{"code", UTS_TEXT, 0},
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

static void add_theme_row(const struct by_group *t, uts_grid *grid, const struct grouping *by, uint32_t group,
                          const struct case_sum *sum) {
    const struct case_group *g = &by->groups.items[group];
    uint32_t lack = lacks_of(g);
    struct cells n;
    make_cells(g, sum, lack, &n);
    uts_value row[] = {t->id,      t->label,     by->by,     value_string(g->a),
                       n.mentions, n.units_with, n.units,    n.with,
                       n.persons,  n.words,      n.per_1000, n.own,
                       n.negated,  n.prompted,   n.percent,  reasons_value(&t->reasons[lack])};
    t->freq->host->add_row(grid, row);
}

/* ---- themes_by ---- */

static const uts_column by_columns[] = {{"code", UTS_TEXT, 0},
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

static void add_by_row(const struct by_group *t, uts_grid *grid, const struct grouping *by, uint32_t group,
                       const struct case_sum *sum) {
    const struct case_group *g = &by->groups.items[group];
    uint32_t lack = lacks_of(g);
    struct cells n;
    make_cells(g, sum, lack, &n);
    uts_value row[] = {t->id,      t->label,
                       by->by,     value_string(g->a),
                       by->by_2,   by->pair ? value_string(g->b) : value_none,
                       n.mentions, n.units_with,
                       n.units,    n.with,
                       n.persons,  n.words,
                       n.per_1000, n.own,
                       n.prompted, reasons_value(&t->reasons[lack])};
    t->freq->host->add_row(grid, row);
}

/* ---- sums of weights ---- */

static const uts_column weight_columns[] = {{"code", UTS_TEXT, 0},
                                            {"label", UTS_TEXT, 0},
                                            {"by", UTS_TEXT, 0},
                                            {"value", UTS_TEXT, 0},
                                            {"by_2", UTS_TEXT, 0},
                                            {"value_2", UTS_TEXT, 0},
                                            {"mentions", UTS_I64, 0},
                                            {"negated", UTS_I64, 0},
                                            {"words", UTS_I64, 0},
                                            {"weight", UTS_F64, 0},
                                            {"weight_negated", UTS_F64, 0},
                                            {"weight_net", UTS_F64, 0},
                                            {"mean_weight", UTS_F64, 0},
                                            {"mean_net", UTS_F64, 0},
                                            {"weight_per_1000", UTS_F64, 0},
                                            {"net_per_1000", UTS_F64, 0},
                                            {NULL, 0, 0}};

/* A negated mention counts against: what is said not to be. */
static void add_weight_row(const struct by_group *t, uts_grid *grid, const struct grouping *by, uint32_t group,
                           const struct case_sum *sum) {
    const struct case_group *g = &by->groups.items[group];
    const double unit = VOICES_WEIGHT_UNIT;
    double all = (double)sum->n.weight / unit, net = (double)(sum->n.weight - 2 * sum->n.weight_negated) / unit;
    uts_value row[] = {t->id,
                       t->label,
                       by->by,
                       value_string(g->a),
                       by->by_2,
                       by->pair ? value_string(g->b) : value_none,
                       value_number(sum->n.mentions),
                       value_number(sum->n.negated),
                       value_number(g->words),
                       value_real(all),
                       value_real((double)sum->n.weight_negated / unit),
                       value_real(net),
                       value_ratio(all, sum->n.mentions),
                       value_ratio(net, sum->n.mentions),
                       rate_of(1000, all, (double)g->words),
                       rate_of(1000, net, (double)g->words)};
    t->freq->host->add_row(grid, row);
}

/* Weights say something when one of them is not 1. */
static bool weights_used(const struct freq *freq) {
    for (uint32_t i = 0; freq->guide && i < freq->guide->n_rules; i++)
        if (freq->guide->rules[i].weight < 1 || freq->guide->rules[i].weight > 1) return true;
    return false;
}

/* ---- the groupings ---- */

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

/* The groups of the table, in its order; a question is one only when asked for. */
static uint32_t variable_at(uint32_t i) { return i < CASES_QUESTION ? i : i + 1; }

static void groupings_free(struct grouping *list, uint32_t n) {
    for (uint32_t k = 0; list && k < n; k++) cases_groups_free(&list[k].groups);
    free(list);
}

enum { MOST_NAME = 200 };

/* Every variable by itself, then what the option `by` asks for. @p names holds MOST_NAME bytes for each variable. */
static struct grouping *groupings_make(const struct freq *freq, uint32_t kinds, char *names) {
    const struct cases *c = &freq->cases;
    struct grouping *list = calloc((size_t)kinds + freq->n_by + 1, sizeof *list);
    bool good = list != NULL;
    for (uint32_t k = 0; good && k < kinds + freq->n_by; k++) {
        const struct by *by = k < kinds ? NULL : &freq->by[k - kinds];
        uint32_t a = by ? by->a : variable_at(k), b = by ? by->b : CASES_NONE;
        list[k].by =
            value_string(by ? cases_variable_name(c, a) : group_name(freq, a, names + k * MOST_NAME, MOST_NAME));
        list[k].pair = b != CASES_NONE;
        if (list[k].pair) list[k].by_2 = value_string(cases_variable_name(c, b));
        good = cases_group(c, a, b, &list[k].groups);
    }
    if (good) return list;
    groupings_free(list, kinds + freq->n_by);
    return NULL;
}

uts_status freq_themes(struct freq *freq, uts_job *job) {
    const struct cases *c = &freq->cases;
    uint32_t kinds = CASES_QUESTION + (c->table ? c->table->n_variables : 0);
    char *names = calloc(kinds, MOST_NAME);
    struct grouping *list = names ? groupings_make(freq, kinds, names) : NULL;
    uts_status status = list ? UTS_OK : freq_no_memory(freq, job);
    struct by_group themes = {.freq = freq, .name = "themes", .columns = theme_columns, .add = add_theme_row};
    struct by_group pairs = {.freq = freq, .name = "themes_by", .columns = by_columns, .add = add_by_row};
    struct by_group weights = {.freq = freq, .name = "weights", .columns = weight_columns, .add = add_weight_row};
    pairs.grouping_first = true;
    if (status >= 0) status = make_by_group(&themes, job, list, kinds);
    if (status >= 0 && freq->n_by) status = make_by_group(&pairs, job, list + kinds, freq->n_by);
    if (status >= 0 && weights_used(freq)) status = make_by_group(&weights, job, list, kinds + freq->n_by);
    groupings_free(list, kinds + freq->n_by);
    free(names);
    return status;
}
