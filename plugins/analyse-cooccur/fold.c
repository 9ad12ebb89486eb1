/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding documents up, and the table. */
#include "cooccur.h"
#include "../common/statistics.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

static uts_status no_memory(const struct cooccur *s, uts_job *job) {
    return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory for pairs of themes"));
}

static struct cell *find(const struct cooccur *s, uint32_t kind, uint32_t a, uint32_t b) {
    uint64_t h = ((uint64_t)a << 32 | (b << 2 | kind)) * 0x9E3779B97F4A7C15u;
    uint32_t i = (uint32_t)(h >> 32) & s->mask;
    while (s->cells[i].b && (s->cells[i].kind != kind || s->cells[i].a != a || s->cells[i].b != b + 1))
        i = (i + 1) & s->mask;
    return &s->cells[i];
}

/* The cell, new when it was not met. NULL: out of memory. */
static struct cell *cell_of(struct cooccur *s, uint32_t kind, uint32_t a, uint32_t b) {
    if (!s->cells || s->used * 2 > s->mask) {
        struct cooccur more = {.mask = s->cells ? s->mask * 2 + 1 : 1023};
        more.cells = calloc((size_t)more.mask + 1, sizeof *more.cells);
        if (!more.cells) return NULL;
        for (uint32_t i = 0; s->cells && i <= s->mask; i++)
            if (s->cells[i].b) *find(&more, s->cells[i].kind, s->cells[i].a, s->cells[i].b - 1) = s->cells[i];
        free(s->cells);
        s->cells = more.cells;
        s->mask = more.mask;
    }
    struct cell *cell = find(s, kind, a, b);
    if (!cell->b) {
        *cell = (struct cell){kind, a, b + 1, 0, 0};
        s->used++;
    }
    return cell;
}

uts_status cooccur_fold(void *stage, uts_job *job, const uts_doc *doc, void *data) {
    struct cooccur *s = stage;
    const struct part *part = data;
    (void)doc;
    for (uint32_t kind = 0; kind < UNIT_COUNT; kind++) {
        const struct unit_part *p = &part->kinds[kind];
        s->units[kind] += p->units;
        for (uint32_t i = 0; i < p->n_pairs; i++) {
            struct cell *cell = cell_of(s, kind, p->pairs[i].a, p->pairs[i].b);
            if (!cell) return no_memory(s, job);
            cell->pairs += p->pairs[i].pairs;
            cell->units_both += p->pairs[i].units_both;
        }
    }
    return UTS_OK;
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

static uts_value number(uint64_t n) { return (uts_value){.type = UTS_I64, .as.i64 = (int64_t)n}; }
static uts_value string(const char *s) { return uts_text_value(uts_cstr(s)); }

static uts_value measure(bool (*stat)(const struct association *, double *), const struct association *n, bool wanted) {
    uts_value value = {0};
    if (wanted && stat(n, &value.as.f64)) value.type = UTS_F64;
    return value;
}

/* Units of @p kind with the code; windows are counted in turns. */
static uint64_t units_with(const struct cooccur *s, uint32_t kind, uint32_t code) {
    if (!s->cells) return 0;
    return find(s, kind == UNIT_WINDOW ? UNIT_TURN : kind, code, code)->units_both;
}

static void add_row(const struct cooccur *s, uts_grid *grid, uint32_t kind, uint32_t a, uint32_t b,
                    const struct cell *cell) {
    static const char *const names[] = {"sentence", "turn", "document", "window"};
    static const uts_value undefined = {0};
    struct association n = {cell->units_both, units_with(s, kind, a), units_with(s, kind, b), s->units[kind]};
    bool two = a != b; /* of a code with itself every measure would be its ceiling */
    uts_value row[] = {string(names[kind]),
                       kind == UNIT_WINDOW ? number(s->window) : undefined,
                       string(s->book->codes[a]->id),
                       string(s->book->codes[b]->id),
                       number(cell->pairs),
                       number(n.both),
                       number(n.a),
                       number(n.b),
                       number(n.units),
                       measure(stat_jaccard, &n, two),
                       measure(stat_npmi, &n, two),
                       measure(stat_log_dice, &n, two),
                       measure(stat_g2, &n, two)};
    s->host->add_row(grid, row);
}

static int compare_cells(const void *a, const void *b) {
    const struct cell *x = *(const struct cell *const *)a, *y = *(const struct cell *const *)b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* Every code with rules stands on the diagonal, so that the table tells how often each occurs. */
static bool fill_diagonal(struct cooccur *s) {
    for (uint32_t kind = 0; kind < UNIT_COUNT; kind++)
        for (uint32_t c = 0; c < s->book->n_codes; c++)
            if (s->book->codes[c]->n_rules && !cell_of(s, kind, c, c)) return false;
    return true;
}

uts_status cooccur_finish(void *stage, uts_job *job) {
    static const uts_column columns[] = {{"unit", UTS_TEXT, 0},   {"window", UTS_I64, 0},
                                         {"code_a", UTS_TEXT, 0}, {"code_b", UTS_TEXT, 0},
                                         {"pairs", UTS_I64, 0},   {"units_both", UTS_I64, 0},
                                         {"units_a", UTS_I64, 0}, {"units_b", UTS_I64, 0},
                                         {"units", UTS_I64, 0},   {"jaccard", UTS_F64, 0},
                                         {"npmi", UTS_F64, 0},    {"log_dice", UTS_F64, 0},
                                         {"g2", UTS_F64, 0},      {NULL, 0, 0}};
    struct cooccur *s = stage;
    const struct cell **order = fill_diagonal(s) ? malloc((s->used + 1) * sizeof *order) : NULL;
    if (!order) return no_memory(s, job);
    uint32_t n = 0;
    for (uint32_t i = 0; s->cells && i <= s->mask; i++)
        if (s->cells[i].b && s->kinds >> s->cells[i].kind & 1) order[n++] = &s->cells[i];
    qsort(order, n, sizeof *order, compare_cells);
    uts_grid *grid = s->host->open_table(job, "cooccurrence", columns);
    for (uint32_t i = 0; i < n; i++) add_row(s, grid, order[i]->kind, order[i]->a, order[i]->b - 1, order[i]);
    free(order);
    return s->host->seal_table(grid);
}
