/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words around the hits of a code: the window as a text of its own against the rest (Evert 2008). */
#include "../common/statistics.h"
#include "../common/values.h"
#include "cooccur.h"
#include <stdlib.h>
#include <string.h>

#define ANYWHERE UINT32_MAX

/* ---- one document ---- */

struct walk {
    const uint32_t *kind, *turn, *zone;
    uint32_t n;
    uint32_t *stamp; /* by token: number of the code that has taken it, plus one */
    struct around *out;
    uint32_t used;
};

/* Takes up to @p most words from @p at on in direction @p step, to the border of a turn, a zone or an omission. */
static void take_words(struct walk *w, const uts_sym *fold, int64_t at, int step, int64_t most, uint32_t code,
                       uint32_t home) {
    for (; most > 0 && at >= 0 && at < w->n; at += step) {
        if (w->turn[at] != w->turn[home] || w->zone[at] != w->zone[home] || w->kind[at] == UTS_TOKEN_OMITTED) return;
        if (!UTS_TOKEN_IS_WORD(w->kind[at])) continue;
        most--;
        if (w->stamp[at] == code + 1) continue;
        w->stamp[at] = code + 1;
        w->out[w->used++] = (struct around){code, fold[at], 1};
    }
}

static int compare_around(const void *x, const void *y) {
    const struct around *a = x, *b = y;
    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

/* Sorts and adds up equal words. */
static uint32_t add_up(struct around *items, uint32_t n) {
    uint32_t kept = 0;
    qsort(items, n, sizeof *items, compare_around);
    for (uint32_t i = 0; i < n; i++) {
        if (kept && compare_around(&items[kept - 1], &items[i]) == 0)
            items[kept - 1].count += items[i].count;
        else
            items[kept++] = items[i];
    }
    return kept;
}

struct hit_row {
    uint32_t code, first, last;
};

static int by_code(const void *x, const void *y) {
    const struct hit_row *a = x, *b = y;
    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* The hits that count, by code. */
static struct hit_row *list_hits(const struct cooccur *s, uts_job *job, const struct walk *w, const uts_layer *hit,
                                 uint32_t *n) {
    const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded_by = hit->data[UTS_HIT_EXCLUDED_BY];
    const uint32_t *first = hit->data[UTS_HIT_FIRST_TOKEN], *last = hit->data[UTS_HIT_LAST_TOKEN];
    struct hit_row *rows = s->host->alloc(job, (hit->rows + 1) * sizeof *rows, _Alignof(struct hit_row));
    *n = 0;
    for (uint32_t i = 0; rows && i < hit->rows; i++)
        if (excluded_by[i] == UTS_NO_ROW && s->zones >> w->zone[first[i]] & 1)
            rows[(*n)++] = (struct hit_row){code[i], first[i], last[i]};
    if (rows) qsort(rows, *n, sizeof *rows, by_code);
    return rows;
}

/* The words of hits of the code are not around it: a stamp keeps them out. */
static void walk_code(struct walk *w, const uts_sym *fold, const struct hit_row *rows, uint32_t n, int64_t window,
                      struct around *sum) {
    uint32_t from = w->used, code = rows->code;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = rows[i].first; k <= rows[i].last && k < w->n; k++) w->stamp[k] = code + 1;
    for (uint32_t i = 0; i < n; i++) {
        take_words(w, fold, (int64_t)rows[i].first - 1, -1, window, code, rows[i].first);
        take_words(w, fold, (int64_t)rows[i].last + 1, 1, window, code, rows[i].last);
    }
    *sum = (struct around){code, 0, w->used - from};
    w->used = from + add_up(w->out + from, w->used - from);
}

static bool count_totals(const struct cooccur *s, uts_job *job, const struct walk *w, const uts_sym *fold,
                         struct near_part *out) {
    out->totals = s->host->alloc(job, ((size_t)w->n + 1) * sizeof *out->totals, _Alignof(struct around));
    if (!out->totals) return false;
    for (uint32_t k = 0; k < w->n; k++)
        if (UTS_TOKEN_IS_WORD(w->kind[k]) && s->zones >> w->zone[k] & 1)
            out->totals[out->n_totals++] = (struct around){0, fold[k], 1};
    out->words = out->n_totals;
    out->n_totals = add_up(out->totals, out->n_totals);
    return true;
}

bool near_count(const struct cooccur *s, uts_job *job, const uts_layer *token, const uts_layer *hit,
                struct near_part *out) {
    const uts_host *host = s->host;
    const uts_sym *fold = token->data[UTS_TOKEN_FOLD];
    struct walk w = {.kind = token->data[UTS_TOKEN_KIND],
                     .turn = token->data[UTS_TOKEN_TURN],
                     .zone = token->data[UTS_TOKEN_ZONE],
                     .n = token->rows};
    if (!count_totals(s, job, &w, fold, out)) return false;
    uint32_t n = 0;
    struct hit_row *rows = hit ? list_hits(s, job, &w, hit, &n) : NULL;
    if (hit && !rows) return false;
    uint64_t most = (uint64_t)n * 2 * (uint64_t)s->conf.collocates;
    w.stamp = host->alloc(job, ((size_t)w.n + 1) * sizeof *w.stamp, _Alignof(uint32_t));
    w.out = host->alloc(job, (most + 1) * sizeof *w.out, _Alignof(struct around));
    out->windows = host->alloc(job, ((size_t)n + 1) * sizeof *out->windows, _Alignof(struct around));
    if (!w.stamp || !w.out || !out->windows) return false;
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && rows[j].code == rows[i].code; j++) continue;
        walk_code(&w, fold, rows + i, j - i, s->conf.collocates, &out->windows[out->n_windows++]);
    }
    out->around = w.out;
    out->n_around = w.used;
    return true;
}

/* ---- the corpus ---- */

static struct corpus_near *find(const struct near *near, uint32_t code, uint32_t word) {
    uint64_t h = ((uint64_t)code << 32 | word) * 0x9E3779B97F4A7C15u;
    uint32_t i = (uint32_t)(h >> 32) & near->mask;
    while (near->items[i].word && (near->items[i].word != word || near->items[i].code != code))
        i = (i + 1) & near->mask;
    return &near->items[i];
}

static bool add(struct near *near, uint32_t code, uint32_t word, uint32_t count) {
    if (!near->items || near->used * 2 > near->mask) {
        struct near more = {.mask = near->items ? near->mask * 2 + 1 : 4095};
        more.items = calloc((size_t)more.mask + 1, sizeof *more.items);
        if (!more.items) return false;
        for (uint32_t i = 0; near->items && i <= near->mask; i++)
            if (near->items[i].word) *find(&more, near->items[i].code, near->items[i].word) = near->items[i];
        free(near->items);
        near->items = more.items;
        near->mask = more.mask;
    }
    struct corpus_near *item = find(near, code, word);
    if (!item->word) {
        *item = (struct corpus_near){.code = code, .word = word};
        near->used++;
    }
    item->count += count;
    item->documents++;
    return true;
}

bool near_fold(struct cooccur *s, uts_job *job, const struct near_part *part) {
    struct near *near = &s->near;
    if (!near->windows) near->windows = calloc(s->book->n_codes + 1, sizeof *near->windows);
    if (!near->windows) return false;
    near->words += part->words;
    for (uint32_t i = 0; i < part->n_windows; i++) near->windows[part->windows[i].code] += part->windows[i].count;
    for (uint32_t i = 0; i < part->n_totals; i++) {
        uint32_t word = s->host->promote(job, part->totals[i].word);
        if (word && !add(near, ANYWHERE, word, part->totals[i].count)) return false;
    }
    for (uint32_t i = 0; i < part->n_around; i++) {
        uint32_t word = s->host->promote(job, part->around[i].word);
        if (word && !add(near, part->around[i].code, word, part->around[i].count)) return false;
    }
    return true;
}

void near_free(struct near *near) {
    free(near->items);
    free(near->windows);
}

/* ---- the table ---- */

struct row {
    struct corpus_near near;
    struct association n;
    double log_dice;
    uts_str form;
};

static int compare_rows(const void *x, const void *y) {
    const struct row *a = x, *b = y;
    if (a->near.code != b->near.code) return a->near.code < b->near.code ? -1 : 1;
    if (a->log_dice < b->log_dice || a->log_dice > b->log_dice) return a->log_dice > b->log_dice ? -1 : 1;
    int order = memcmp(a->form.p, b->form.p, a->form.n < b->form.n ? a->form.n : b->form.n);
    return order ? order : (a->form.n > b->form.n) - (a->form.n < b->form.n);
}

static struct row *list_rows(const struct cooccur *s, uint64_t *n) {
    const struct near *near = &s->near;
    struct row *rows = malloc(((size_t)near->used + 1) * sizeof *rows);
    *n = 0;
    for (uint32_t i = 0; rows && near->items && i <= near->mask; i++) {
        const struct corpus_near *item = &near->items[i];
        if (!item->word || item->code == ANYWHERE || item->count < (uint64_t)s->conf.collocates_min) continue;
        struct row *row = &rows[(*n)++];
        *row = (struct row){.near = *item, .form = s->host->spell_promoted(item->word)};
        row->n = (struct association){item->count, near->windows[item->code], find(near, ANYWHERE, item->word)->count,
                                      near->words};
        if (!stat_log_dice(&row->n, &row->log_dice)) row->log_dice = 0;
    }
    if (rows) qsort(rows, *n, sizeof *rows, compare_rows);
    return rows;
}

uts_status near_table(struct cooccur *s, uts_job *job) {
    static const uts_column columns[] = {
        {"code", UTS_TEXT, 0},    {"window", UTS_I64, 0},       {"form", UTS_TEXT, 0}, {"together", UTS_I64, 0},
        {"count", UTS_I64, 0},    {"window_words", UTS_I64, 0}, {"words", UTS_I64, 0}, {"documents", UTS_I64, 0},
        {"expected", UTS_F64, 0}, {"log_dice", UTS_F64, 0},     {"pmi", UTS_F64, 0},   {"npmi", UTS_F64, 0},
        {"mi3", UTS_F64, 0},      {"t_score", UTS_F64, 0},      {"g2", UTS_F64, 0},    {NULL, 0, 0}};
    uint64_t n;
    struct row *rows = list_rows(s, &n);
    if (!rows) return cooccur_no_memory(s, job);
    uts_grid *grid = s->host->open_table(job, "collocates", columns);
    for (uint64_t i = 0; i < n; i++) {
        const struct row *r = &rows[i];
        double expected = 0, pmi = 0, npmi = 0, mi3 = 0, t = 0, g2 = 0;
        bool has_pmi = stat_pmi(&r->n, 1, &pmi), has_npmi = stat_npmi(&r->n, &npmi),
             has_mi3 = stat_mi_k(&r->n, 3, &mi3);
        bool has_t = stat_t_score(&r->n, &t), has_g2 = stat_g2(&r->n, &g2);
        bool has_expected = stat_assoc_expected(&r->n, 1, &expected);
        uts_value row[] = {value_string(s->book->codes[r->near.code]->id),
                           value_number((uint64_t)s->conf.collocates),
                           value_text(r->form.p, r->form.n),
                           value_number(r->n.both),
                           value_number(r->n.b),
                           value_number(r->n.a),
                           value_number(r->n.units),
                           value_number(r->near.documents),
                           value_real_if(has_expected, expected),
                           value_real(r->log_dice),
                           value_real_if(has_pmi, pmi),
                           value_real_if(has_npmi, npmi),
                           value_real_if(has_mi3, mi3),
                           value_real_if(has_t, t),
                           value_real_if(has_g2, g2)};
        s->host->add_row(grid, row);
    }
    free(rows);
    return s->host->seal_table(grid);
}
