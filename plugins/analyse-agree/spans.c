/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreement on free spans: where a code begins and ends, in words, without units of any kind. */
#include "../common/statistics.h"
#include "../common/values.h"
#include "jury.h"
#include <stdlib.h>

/* The documents that all of some coders judged, one behind another. */
struct continuum {
    const struct jury *j;
    uint32_t *place;                         /* by document: place of its first word; UINT32_MAX: not judged by all */
    uint32_t *borders;                       /* ends of documents */
    uint32_t n_borders, coders[2], n_coders; /* n_coders 2: a pair; else all */
    struct stat_span *spans;                 /* of the code under way */
    uint32_t n_spans;
};

static bool all_judge(const struct continuum *c, uint32_t document) {
    bool all = true;
    for (uint32_t i = 0; i < c->n_coders; i++) {
        uint32_t coder = c->n_coders == 2 ? c->coders[i] : i;
        all = all && c->j->judged[(size_t)coder * c->j->s->n_documents + document];
    }
    return all;
}

static void lay_out(struct continuum *c) {
    const struct agree *s = c->j->s;
    uint32_t at = 0;
    c->n_borders = 0;
    for (uint32_t d = 0; d < s->n_documents; d++) {
        c->place[d] = UINT32_MAX;
        if (!s->documents[d].n_words || !all_judge(c, d)) continue;
        c->place[d] = at;
        c->borders[c->n_borders++] = at += s->documents[d].n_words;
    }
}

static int compare_spans(const void *x, const void *y) {
    const struct stat_span *a = x, *b = y;
    if (a->coder != b->coder) return a->coder < b->coder ? -1 : 1;
    if (a->begin != b->begin) return a->begin < b->begin ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

/* The spans of a code; those of one coder that overlap are one. */
static void gather(struct continuum *c, uint32_t code) {
    const struct agree *s = c->j->s;
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < s->n_spans; i++) {
        const struct span *x = &s->spans[i];
        uint32_t coder = c->n_coders != 2 ? x->coder : x->coder == c->coders[0] ? 0 : x->coder == c->coders[1] ? 1 : 2;
        if (x->code != code || coder >= c->n_coders || c->place[x->document] == UINT32_MAX) continue;
        c->spans[n++] = (struct stat_span){coder, c->place[x->document] + x->begin, c->place[x->document] + x->end};
    }
    if (n) qsort(c->spans, n, sizeof *c->spans, compare_spans);
    for (uint32_t i = 0; i < n; i++) {
        struct stat_span *last = kept ? &c->spans[kept - 1] : NULL;
        if (last && last->coder == c->spans[i].coder && c->spans[i].begin < last->end)
            last->end = c->spans[i].end > last->end ? c->spans[i].end : last->end;
        else
            c->spans[kept++] = c->spans[i];
    }
    c->n_spans = kept;
}

/* What a row tells; over several codes everything is added up. */
struct tally {
    uint64_t spans[2], words[2], both;
    double observed, expected;
    bool defined;
};

static void count_pair(const struct continuum *c, struct tally *t) {
    uint32_t n = 0;
    while (n < c->n_spans && c->spans[n].coder == 0) n++;
    for (uint32_t i = 0; i < c->n_spans; i++) {
        t->spans[i >= n]++;
        t->words[i >= n] += c->spans[i].end - c->spans[i].begin;
    }
    for (uint32_t i = 0, first = n; i < n; i++) {
        while (first < c->n_spans && c->spans[first].end <= c->spans[i].begin) first++;
        for (uint32_t k = first; k < c->n_spans && c->spans[k].begin < c->spans[i].end; k++) {
            uint32_t from = c->spans[i].begin > c->spans[k].begin ? c->spans[i].begin : c->spans[k].begin;
            uint32_t to = c->spans[i].end < c->spans[k].end ? c->spans[i].end : c->spans[k].end;
            t->both += to - from;
        }
    }
}

static struct tally count_code(struct continuum *c, uint32_t code) {
    struct tally t = {.defined = false};
    gather(c, code);
    if (c->n_coders == 2)
        count_pair(c, &t);
    else
        t.spans[0] = c->n_spans;
    t.defined = stat_unitizing(c->spans, c->n_spans, c->n_coders, c->borders, c->n_borders, &t.observed, &t.expected);
    return t;
}

static void add_up(struct tally *all, const struct tally *t) {
    for (int i = 0; i < 2; i++) {
        all->spans[i] += t->spans[i];
        all->words[i] += t->words[i];
    }
    all->both += t->both;
    all->observed += t->observed;
    all->expected += t->expected;
    all->defined = true;
}

static void add_row(const struct continuum *c, uts_grid *grid, const char *code, const struct tally *t) {
    const struct jury *j = c->j;
    bool pair = c->n_coders == 2;
    struct reasons why = {0};
    uint64_t marked = t->words[0] + t->words[1];
    if (!c->n_borders) reasons_add(&why, "no document that all of them judged");
    if (!pair) reasons_add(&why, "all coders");
    if (!*code) reasons_add(&why, pair ? "all codes that both give" : "all codes");
    if (!marked && pair) reasons_add(&why, "neither gives the code");
    uts_value row[] = {pair ? value_string(jury_coder(j, c->coders[0])) : value_none,
                       pair ? value_string(jury_coder(j, c->coders[1])) : value_none,
                       value_string(code),
                       value_number(t->spans[0]),
                       value_number_if(pair, t->spans[1]),
                       value_number(c->n_borders ? c->borders[c->n_borders - 1] : 0),
                       value_number_if(pair, t->words[0]),
                       value_number_if(pair, t->words[1]),
                       value_number_if(pair, t->both),
                       pair ? value_ratio(2 * (double)t->both, (double)marked) : value_none,
                       value_real_if(t->defined, t->defined ? 1 - t->observed / t->expected : 0),
                       reasons_value(&why)};
    j->s->host->add_row(grid, row);
}

static void add_rows(struct continuum *c, uts_grid *grid) {
    struct tally all = {.defined = false};
    lay_out(c);
    for (uint32_t code = 0; code < c->j->n_codes; code++) {
        struct tally t = count_code(c, code);
        add_row(c, grid, c->j->s->texts.items[c->j->codes[code]], &t);
        bool shared = c->n_coders != 2 || (t.spans[0] && t.spans[1]);
        if (t.defined && shared) add_up(&all, &t);
    }
    add_row(c, grid, "", &all);
}

uts_status agree_spans(const struct jury *j, uts_job *job) {
    static const uts_column columns[] = {{"coder_a", UTS_TEXT, 0},
                                         {"coder_b", UTS_TEXT, 0},
                                         {"code", UTS_TEXT, 0},
                                         {"spans_a", UTS_I64, 0},
                                         {"spans_b", UTS_I64, 0},
                                         {"continuum", UTS_I64, 0},
                                         {"words_a", UTS_I64, 0},
                                         {"words_b", UTS_I64, 0},
                                         {"words_both", UTS_I64, 0},
                                         {"words_f1", UTS_F64, 0},
                                         {"alpha_unit", UTS_F64, 0},
                                         {"reason", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    const struct agree *s = j->s;
    struct continuum c = {.j = j};
    c.place = malloc(((size_t)s->n_documents + 1) * sizeof *c.place);
    c.borders = malloc(((size_t)s->n_documents + 1) * sizeof *c.borders);
    c.spans = malloc(((size_t)s->n_spans + 1) * sizeof *c.spans);
    bool good = c.place && c.borders && c.spans;
    uts_grid *grid = s->host->open_table(job, "agreement_spans", columns);
    for (uint32_t a = 0; good && a < j->n_coders; a++)
        for (uint32_t b = a + 1; b < j->n_coders; b++) {
            c.coders[0] = a;
            c.coders[1] = b;
            c.n_coders = 2;
            add_rows(&c, grid);
        }
    c.n_coders = j->n_coders;
    if (good && c.n_coders > 2) add_rows(&c, grid);
    free(c.place);
    free(c.borders);
    free(c.spans);
    return good ? s->host->seal_table(grid) : agree_no_memory(s, job);
}
