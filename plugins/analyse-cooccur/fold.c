/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding documents up, and the tables of counts. */
#include "../common/statistics.h"
#include "../common/values.h"
#include "cooccur.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

const char *const cooccur_unit_names[] = {"sentence", "turn", "question", "paragraph", "document", "window", NULL};

struct cell *cooccur_cell(const struct cooccur *s, uint32_t kind, uint32_t a, uint32_t b) {
    uint64_t h = ((uint64_t)a << 32 | (b << 4 | kind)) * 0x9E3779B97F4A7C15u;
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
            if (s->cells[i].b) *cooccur_cell(&more, s->cells[i].kind, s->cells[i].a, s->cells[i].b - 1) = s->cells[i];
        free(s->cells);
        s->cells = more.cells;
        s->mask = more.mask;
    }
    struct cell *cell = cooccur_cell(s, kind, a, b);
    if (!cell->b) {
        *cell = (struct cell){.kind = kind, .a = a, .b = b + 1};
        s->used++;
    }
    return cell;
}

bool cooccur_grow(void **items, uint64_t *room, uint64_t need, size_t width) {
    if (need <= *room) return true;
    uint64_t more = need + need / 2 + 64;
    char *p = realloc(*items, more * width);
    if (!p) return false;
    memset(p + *room * width, 0, (more - *room) * width);
    *items = p;
    *room = more;
    return true;
}

/* What tests need of each document by itself. */
static bool keep_document(struct cooccur *s, const uts_doc *doc, const struct part *part) {
    uint64_t room = s->documents_room;
    if (!cooccur_grow((void **)&s->documents, &room, s->n_documents + 1, sizeof *s->documents)) return false;
    s->documents_room = (uint32_t)room;
    struct document *d = &s->documents[s->n_documents];
    uts_str id = s->host->doc_id(doc);
    d->id = malloc(id.n + 1);
    if (!d->id) return false;
    memcpy(d->id, id.p, id.n);
    d->id[id.n] = 0;
    for (uint32_t kind = 0; kind < UNIT_COUNT; kind++) {
        const struct unit_part *p = &part->kinds[kind];
        d->units[kind] = p->units;
        if (!cooccur_grow((void **)&s->kept, &s->kept_room, s->n_kept + p->n_pairs, sizeof *s->kept)) return false;
        for (uint32_t i = 0; i < p->n_pairs; i++)
            if (p->pairs[i].units_both)
                s->kept[s->n_kept++] =
                    (struct kept){kind, p->pairs[i].a, p->pairs[i].b, s->n_documents, p->pairs[i].units_both};
    }
    return true;
}

uts_status cooccur_fold(void *stage, uts_job *job, const uts_doc *doc, void *data) {
    struct cooccur *s = stage;
    const struct part *part = data;
    for (uint32_t kind = 0; kind < CELL_KINDS; kind++) {
        const struct unit_part *p = &part->kinds[kind];
        if (kind < UNIT_COUNT) s->units[kind] += p->units;
        for (uint32_t i = 0; i < p->n_pairs; i++) {
            struct cell *cell = cell_of(s, kind, p->pairs[i].a, p->pairs[i].b);
            if (!cell) return cooccur_no_memory(s, job);
            cell->pairs += p->pairs[i].pairs;
            cell->units_both += p->pairs[i].units_both;
            cell->documents += p->pairs[i].units_both > 0;
        }
    }
    if (s->conf.tests && !keep_document(s, doc, part)) return cooccur_no_memory(s, job);
    if (s->conf.collocates && !near_fold(s, job, &part->near)) return cooccur_no_memory(s, job);
    s->n_documents++;
    return UTS_OK;
}

/* ---- the table cooccurrence ------------------------------------------------------------------------------------- */

static uts_value measure(bool (*stat)(const struct association *, double *), const struct association *n, bool wanted) {
    uts_value value = {0};
    if (wanted && stat(n, &value.as.f64)) value.type = UTS_F64;
    return value;
}

static bool expected(const struct association *n, double *out) { return stat_assoc_expected(n, 1, out); }

/* Units of @p kind with the code; windows are counted in turns. */
static uint64_t units_with(const struct cooccur *s, uint32_t kind, uint32_t code) {
    if (!s->cells) return 0;
    return cooccur_cell(s, kind == UNIT_WINDOW ? UNIT_TURN : kind, code, code)->units_both;
}

static void add_row(const struct cooccur *s, uts_grid *grid, uint32_t kind, uint32_t a, uint32_t b,
                    const struct cell *cell) {
    struct association n = {cell->units_both, units_with(s, kind, a), units_with(s, kind, b), s->units[kind]};
    bool two = a != b; /* of a code with itself every measure would be its ceiling */
    uts_value row[] = {value_string(cooccur_unit_names[kind]),
                       kind == UNIT_WINDOW ? value_number(s->window) : value_none,
                       value_string(s->book->codes[a]->id),
                       value_string(s->book->codes[b]->id),
                       value_number(cell->pairs),
                       value_number(n.both),
                       value_number(n.a),
                       value_number(n.b),
                       value_number(n.units),
                       measure(stat_jaccard, &n, two),
                       measure(stat_npmi, &n, two),
                       measure(stat_log_dice, &n, two),
                       measure(stat_g2, &n, two),
                       measure(expected, &n, two),
                       value_number(cell->documents),
                       value_number(s->n_documents)};
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

/* The cells of wanted kinds from @p from on, in the order of tables. */
static const struct cell **sort_cells(const struct cooccur *s, uint32_t from, uint32_t *n) {
    const struct cell **order = malloc((s->used + 1) * sizeof *order);
    *n = 0;
    for (uint32_t i = 0; order && s->cells && i <= s->mask; i++) {
        uint32_t kind = s->cells[i].kind;
        if (s->cells[i].b && kind >= from && kind < from + UNIT_COUNT && s->kinds >> (kind - from) & 1)
            order[(*n)++] = &s->cells[i];
    }
    if (order) qsort(order, *n, sizeof *order, compare_cells);
    return order;
}

uts_status cooccur_finish(void *stage, uts_job *job) {
    static const uts_column columns[] = {
        {"unit", UTS_TEXT, 0}, {"window", UTS_I64, 0},     {"code_a", UTS_TEXT, 0},        {"code_b", UTS_TEXT, 0},
        {"pairs", UTS_I64, 0}, {"units_both", UTS_I64, 0}, {"units_a", UTS_I64, 0},        {"units_b", UTS_I64, 0},
        {"units", UTS_I64, 0}, {"jaccard", UTS_F64, 0},    {"npmi", UTS_F64, 0},           {"log_dice", UTS_F64, 0},
        {"g2", UTS_F64, 0},    {"expected", UTS_F64, 0},   {"documents_both", UTS_I64, 0}, {"documents", UTS_I64, 0},
        {NULL, 0, 0}};
    struct cooccur *s = stage;
    uint32_t n = 0;
    const struct cell **order = fill_diagonal(s) ? sort_cells(s, 0, &n) : NULL;
    if (!order) return cooccur_no_memory(s, job);
    uts_grid *grid = s->host->open_table(job, "cooccurrence", columns);
    for (uint32_t i = 0; i < n; i++) add_row(s, grid, order[i]->kind, order[i]->a, order[i]->b - 1, order[i]);
    free(order);
    uts_status status = s->host->seal_table(grid);
    if (status >= 0 && s->conf.order) status = cooccur_order(s, job);
    if (status >= 0 && s->conf.tests) status = cooccur_tests(s, job);
    if (status >= 0 && s->conf.collocates) status = near_table(s, job);
    return status;
}

/* ---- the table cooccurrence_order ------------------------------------------------------------------------------- */

static struct cell met(const struct cooccur *s, uint32_t kind, uint32_t a, uint32_t b) {
    return s->cells ? *cooccur_cell(s, kind, a, b) : (struct cell){0};
}

uts_status cooccur_order(struct cooccur *s, uts_job *job) {
    static const uts_column columns[] = {{"unit", UTS_TEXT, 0},
                                         {"window", UTS_I64, 0},
                                         {"code_a", UTS_TEXT, 0},
                                         {"code_b", UTS_TEXT, 0},
                                         {"pairs_a_first", UTS_I64, 0},
                                         {"pairs_b_first", UTS_I64, 0},
                                         {"units_a_first", UTS_I64, 0},
                                         {"units_b_first", UTS_I64, 0},
                                         {"overlapping", UTS_I64, 0},
                                         {"adjacent_a_first", UTS_I64, 0},
                                         {"adjacent_b_first", UTS_I64, 0},
                                         {NULL, 0, 0}};
    uint32_t n;
    const struct cell **order = sort_cells(s, 0, &n);
    if (!order) return cooccur_no_memory(s, job);
    uts_grid *grid = s->host->open_table(job, "cooccurrence_order", columns);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t kind = order[i]->kind, a = order[i]->a, b = order[i]->b - 1;
        if (a == b || (!order[i]->pairs && !order[i]->units_both)) continue;
        struct cell ab = met(s, CELL_ORDER + kind, a, b), ba = met(s, CELL_ORDER + kind, b, a);
        uts_value row[] = {value_string(cooccur_unit_names[kind]),
                           kind == UNIT_WINDOW ? value_number(s->window) : value_none,
                           value_string(s->book->codes[a]->id),
                           value_string(s->book->codes[b]->id),
                           value_number(ab.pairs),
                           value_number(ba.pairs),
                           value_number(ab.units_both),
                           value_number(ba.units_both),
                           value_number(met(s, CELL_OVERLAP, a, b).pairs),
                           value_number(met(s, CELL_ADJACENT, a, b).pairs),
                           value_number(met(s, CELL_ADJACENT, b, a).pairs)};
        s->host->add_row(grid, row);
    }
    free(order);
    return s->host->seal_table(grid);
}
