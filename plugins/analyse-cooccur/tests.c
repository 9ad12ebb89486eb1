/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table association: tests and intervals that take interviews, not turns, as what is independent. */
#include "../common/resample.h"
#include "../common/statistics.h"
#include "../common/values.h"
#include "cooccur.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PAIRS 5000000u

typedef bool (*stat_fn)(const struct association *, double *);
static bool pmi(const struct association *n, double *out) { return stat_pmi(n, 1, out); }
static const stat_fn intervals[] = {stat_jaccard, stat_dice, stat_log_dice, pmi, stat_npmi};

/* One kind of unit, by code and interview. */
struct matrix {
    struct cooccur *s;
    uint32_t kind, base; /* base: the kind whose units have codes; of windows turns */
    uint32_t n_codes, n_docs;
    uint32_t *codes;        /* those that stand in enough units */
    uint32_t *with;         /* with[slot * n_docs + d]: units with the code */
    uint64_t *units;        /* by interview */
    uint64_t *totals;       /* by slot */
    uint64_t all;           /* units */
    struct resamples draws; /* draws.counts NULL: none */
    double *draw_units;     /* by draw */
    double *draw_with;      /* by slot and draw */
    double *draw_both, *values;
    uint32_t *both; /* of the pair under way, by interview */
};

static int compare_kept(const void *x, const void *y) {
    const struct kept *p = x, *q = y;
    if (p->kind != q->kind) return p->kind < q->kind ? -1 : 1;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    if (p->b != q->b) return p->b < q->b ? -1 : 1;
    return p->document < q->document ? -1 : p->document > q->document;
}

/* The first kept cell of the kind and pair. */
static uint64_t find_kept(const struct cooccur *s, uint32_t kind, uint32_t a, uint32_t b) {
    struct kept key = {kind, a, b, 0, 0};
    uint64_t low = 0, high = s->n_kept;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (compare_kept(&s->kept[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_pair(const struct cooccur *s, uint64_t i, uint32_t kind, uint32_t a, uint32_t b) {
    return i < s->n_kept && s->kept[i].kind == kind && s->kept[i].a == a && s->kept[i].b == b;
}

static void matrix_free(struct matrix *m) {
    resamples_free(&m->draws);
    free(m->codes);
    free(m->with);
    free(m->units);
    free(m->totals);
    free(m->draw_units);
    free(m->draw_with);
    free(m->draw_both);
    free(m->values);
    free(m->both);
}

static bool make_draws(struct matrix *m) {
    const struct cooccur_conf *conf = &m->s->conf;
    if (!conf->resamples || m->n_docs < RESAMPLE_LEAST) return true;
    if (!resamples_make(&m->draws, m->n_docs, (uint32_t)conf->resamples, (uint64_t)conf->seed)) return false;
    size_t draws = m->draws.draws;
    m->draw_units = calloc(draws, sizeof *m->draw_units);
    m->draw_with = calloc(draws * m->n_codes + 1, sizeof *m->draw_with);
    m->draw_both = malloc(draws * sizeof *m->draw_both);
    m->values = malloc(draws * sizeof *m->values);
    if (!m->draw_units || !m->draw_with || !m->draw_both || !m->values) return false;
    for (uint32_t d = 0; d < m->n_docs; d++) {
        resamples_add(&m->draws, d, (double)m->units[d], m->draw_units);
        for (uint32_t c = 0; c < m->n_codes; c++) {
            uint32_t n = m->with[(size_t)c * m->n_docs + d];
            if (n) resamples_add(&m->draws, d, n, m->draw_with + c * draws);
        }
    }
    return true;
}

/* Codes that stand in as many units as the option asks, whatever they stand with: so the choice favours no pair. */
static bool matrix_make(struct matrix *m, struct cooccur *s, uint32_t kind) {
    *m = (struct matrix){.s = s, .kind = kind, .base = kind == UNIT_WINDOW ? UNIT_TURN : kind, .all = s->units[kind]};
    m->n_docs = s->n_documents;
    m->codes = malloc((s->book->n_codes + 1) * sizeof *m->codes);
    m->units = malloc((m->n_docs + 1) * sizeof *m->units);
    m->both = malloc((m->n_docs + 1) * sizeof *m->both);
    if (!m->codes || !m->units || !m->both) return false;
    for (uint32_t c = 0; s->cells && c < s->book->n_codes; c++)
        if (cooccur_cell(s, m->base, c, c)->units_both >= (uint64_t)s->conf.min_units) m->codes[m->n_codes++] = c;
    m->with = calloc((size_t)m->n_codes * m->n_docs + 1, sizeof *m->with);
    m->totals = calloc(m->n_codes + 1, sizeof *m->totals);
    if (!m->with || !m->totals) return false;
    for (uint32_t d = 0; d < m->n_docs; d++) m->units[d] = s->documents[d].units[m->base];
    for (uint32_t c = 0; c < m->n_codes; c++)
        for (uint64_t i = find_kept(s, m->base, m->codes[c], m->codes[c]);
             is_pair(s, i, m->base, m->codes[c], m->codes[c]); i++) {
            m->with[(size_t)c * m->n_docs + s->kept[i].document] = s->kept[i].both;
            m->totals[c] += s->kept[i].both;
        }
    return make_draws(m);
}

/* ---- one pair ---- */

struct tested {
    uint32_t a, b; /* slots */
    struct association n;
    double within, interviews, floor, lo, hi, without_lo, without_hi;
    uint32_t without;
    bool has_within, has_interviews, has_interval, has_without;
};

/*
 * Units shuffled within each interview: the sum over interviews of units with both has the convolution of their
 * hypergeometric distributions. p: all sums no more likely than the one seen. -1: out of memory, 0: nothing to shuffle.
 */
static int shuffled_within(const struct matrix *m, const struct tested *t, double *p) {
    const uint32_t *a = m->with + (size_t)t->a * m->n_docs, *b = m->with + (size_t)t->b * m->n_docs;
    double *sum = malloc(sizeof *sum);
    size_t n = 1;
    uint64_t base = 0, seen = 0;
    if (!sum) return -1;
    sum[0] = 1;
    for (uint32_t d = 0; d < m->n_docs; d++) {
        seen += m->both[d];
        if (!a[d] || !b[d]) continue;
        uint64_t from;
        double *odds, total = 0;
        size_t k = stat_hypergeometric(&(struct hypergeometric){m->both[d], a[d], b[d], m->units[d]}, &from, &odds);
        double *more = k ? calloc(n + k - 1, sizeof *more) : NULL;
        for (size_t j = 0; j < k; j++) total += odds[j];
        for (size_t i = 0; more && i < n; i++)
            for (size_t j = 0; j < k; j++) more[i + j] += sum[i] * odds[j] / total;
        if (k) free(odds);
        free(sum);
        if (!more) return k ? -1 : 0; /* turns that stand in no interview's count: no table */
        sum = more;
        n += k - 1;
        base += from;
    }
    double rare = 0, border = sum[seen - base] * (1 + 1e-9);
    for (size_t i = 0; i < n; i++) rare += sum[i] <= border ? sum[i] : 0;
    free(sum);
    *p = fmin(rare, 1);
    return n > 1;
}

/* Interviews shuffled: are those that voice one code those that voice the other? */
static void shuffle_interviews(const struct matrix *m, struct tested *t) {
    struct hypergeometric h = {0, 0, 0, m->n_docs};
    for (uint32_t d = 0; d < m->n_docs; d++) {
        bool a = m->with[(size_t)t->a * m->n_docs + d] > 0, b = m->with[(size_t)t->b * m->n_docs + d] > 0;
        h.x += a && b;
        h.r += a;
        h.c += b;
    }
    t->has_interviews = stat_fisher(&h, &t->interviews, &t->floor);
}

static void draw_interval(const struct matrix *m, struct tested *t) {
    if (!m->draws.counts) return;
    uint32_t draws = m->draws.draws;
    size_t n = 0;
    const double *a = m->draw_with + (size_t)t->a * draws, *b = m->draw_with + (size_t)t->b * draws;
    stat_fn stat = intervals[m->s->conf.interval];
    memset(m->draw_both, 0, draws * sizeof *m->draw_both);
    for (uint32_t d = 0; d < m->n_docs; d++)
        if (m->both[d]) resamples_add(&m->draws, d, m->both[d], m->draw_both);
    for (uint32_t i = 0; i < draws; i++) {
        struct association x = {(uint64_t)m->draw_both[i], (uint64_t)a[i], (uint64_t)b[i], (uint64_t)m->draw_units[i]};
        n += stat(&x, &m->values[n]);
    }
    /* A measure that is undefined in some draws has no honest ends. */
    t->has_interval = n == draws;
    if (!t->has_interval) return;
    struct stat_interval interval = resamples_interval(m->values, n);
    t->lo = interval.lo;
    t->hi = interval.hi;
}

/* Each interview left out in turn: least and greatest value, and the interview that matters most. */
static void leave_out(const struct matrix *m, struct tested *t) {
    stat_fn stat = intervals[m->s->conf.interval];
    double whole, farthest = -1;
    if (m->n_docs < 2 || !stat(&t->n, &whole)) return;
    for (uint32_t d = 0; d < m->n_docs; d++) {
        struct association x = t->n;
        double value;
        x.both -= m->both[d];
        x.a -= m->with[(size_t)t->a * m->n_docs + d];
        x.b -= m->with[(size_t)t->b * m->n_docs + d];
        x.units -= m->units[d];
        if (!stat(&x, &value)) {
            t->has_without = false; /* the measure stands on one interview alone */
            t->without = d;
            return;
        }
        t->without_lo = t->has_without ? fmin(t->without_lo, value) : value;
        t->without_hi = t->has_without ? fmax(t->without_hi, value) : value;
        t->has_without = true;
        if (fabs(value - whole) <= farthest) continue;
        farthest = fabs(value - whole);
        t->without = d;
    }
}

static int test_pair(const struct matrix *m, uint32_t a, uint32_t b, struct tested *t) {
    const struct cooccur *s = m->s;
    *t = (struct tested){.a = a, .b = b, .n = {0, m->totals[a], m->totals[b], m->all}, .without = UINT32_MAX};
    memset(m->both, 0, m->n_docs * sizeof *m->both);
    for (uint64_t i = find_kept(s, m->kind, m->codes[a], m->codes[b]); is_pair(s, i, m->kind, m->codes[a], m->codes[b]);
         i++) {
        m->both[s->kept[i].document] = s->kept[i].both;
        t->n.both += s->kept[i].both;
    }
    int status = 1;
    if (m->kind != UNIT_WINDOW && m->kind != UNIT_DOCUMENT) {
        status = shuffled_within(m, t, &t->within);
        t->has_within = status > 0;
    }
    shuffle_interviews(m, t);
    draw_interval(m, t);
    leave_out(m, t);
    return status;
}

/* ---- the table ---- */

static void add_row(const struct matrix *m, uts_grid *grid, const struct tested *t, double adjusted) {
    const struct cooccur *s = m->s;
    struct reasons why = {0};
    double dice = 0, pmi_value = 0, fisher = 0;
    bool has_dice = stat_dice(&t->n, &dice), has_pmi = pmi(&t->n, &pmi_value), has_fisher = false;
    if (m->kind == UNIT_WINDOW)
        reasons_add(&why,
                    "fisher_p, within_p: turns with a pair in the window and turns with both codes form no table");
    else
        has_fisher = stat_fisher(&(struct hypergeometric){t->n.both, t->n.a, t->n.b, t->n.units}, &fisher, NULL);
    if (m->kind == UNIT_DOCUMENT) reasons_add(&why, "within_p: one unit an interview");
    if (m->kind < UNIT_DOCUMENT && !t->has_within) reasons_add(&why, "within_p: no interview has units to shuffle");
    if (!has_pmi) reasons_add(&why, "pmi: the codes never meet");
    if (!t->has_interval)
        reasons_add(&why, !s->conf.resamples           ? "lo, hi: not asked for, see resamples"
                          : m->n_docs < RESAMPLE_LEAST ? "lo, hi: fewer than 3 interviews"
                                                       : "lo, hi: undefined in some draws");
    if (!t->has_without) reasons_add(&why, "without: undefined, or undefined without one interview");
    uts_value row[] = {value_string(cooccur_unit_names[m->kind]),
                       value_string(s->book->codes[m->codes[t->a]]->id),
                       value_string(s->book->codes[m->codes[t->b]]->id),
                       value_real_if(has_dice, dice),
                       value_real_if(has_pmi, pmi_value),
                       value_real_if(has_fisher, fisher),
                       value_real_if(t->has_within, t->within),
                       value_real_if(t->has_within, adjusted),
                       value_real_if(t->has_interviews, t->interviews),
                       value_real_if(t->has_interviews, t->floor),
                       value_real_if(t->has_interval, t->lo),
                       value_real_if(t->has_interval, t->hi),
                       value_real_if(t->has_without, t->without_lo),
                       value_real_if(t->has_without, t->without_hi),
                       t->without == UINT32_MAX ? value_none : value_string(s->documents[t->without].id),
                       reasons_value(&why)};
    s->host->add_row(grid, row);
}

/* Adjusts over every pair of the kind that was tested. */
static bool add_rows(const struct matrix *m, uts_grid *grid, const struct tested *tests, uint32_t n) {
    double *p = malloc((n + 1) * sizeof *p);
    uint32_t used = 0;
    for (uint32_t i = 0; p && i < n; i++)
        if (tests[i].has_within) p[used++] = tests[i].within;
    bool good = p && stat_benjamini_hochberg(p, used, p);
    for (uint32_t i = 0, k = 0; good && i < n; i++) {
        add_row(m, grid, &tests[i], tests[i].has_within ? p[k] : 0);
        k += tests[i].has_within;
    }
    free(p);
    return good;
}

static uts_status test_kind(struct cooccur *s, uts_job *job, uts_grid *grid, uint32_t kind) {
    struct matrix m;
    bool good = matrix_make(&m, s, kind);
    uint64_t pairs = (uint64_t)m.n_codes * (m.n_codes ? m.n_codes - 1 : 0) / 2;
    uts_status status = UTS_OK;
    if (good && pairs > MOST_PAIRS)
        status = uts_failf(s->host, job, UTS_E_LIMIT, UINT64_MAX,
                           "%llu pairs of codes are more than %u to test; raise analyse-cooccur.min-units",
                           (unsigned long long)pairs, MOST_PAIRS);
    struct tested *tests = good && status >= 0 ? malloc((pairs + 1) * sizeof *tests) : NULL;
    uint32_t n = 0;
    good = tests != NULL;
    for (uint32_t a = 0; a < m.n_codes && good; a++) {
        for (uint32_t b = a + 1; b < m.n_codes && good; b++) good = test_pair(&m, a, b, &tests[n++]) >= 0;
        if (!s->host->cancelled(job)) continue;
        status = UTS_E_CANCELLED;
        break;
    }
    if (good && status >= 0) good = add_rows(&m, grid, tests, n);
    free(tests);
    matrix_free(&m);
    return status < 0 ? status : good ? UTS_OK : cooccur_no_memory(s, job);
}

uts_status cooccur_tests(struct cooccur *s, uts_job *job) {
    static const uts_column columns[] = {{"unit", UTS_TEXT, 0},
                                         {"code_a", UTS_TEXT, 0},
                                         {"code_b", UTS_TEXT, 0},
                                         {"dice", UTS_F64, 0},
                                         {"pmi", UTS_F64, 0},
                                         {"fisher_p", UTS_F64, 0},
                                         {"within_p", UTS_F64, 0},
                                         {"within_p_adjusted", UTS_F64, 0},
                                         {"interviews_p", UTS_F64, 0},
                                         {"interviews_p_floor", UTS_F64, 0},
                                         {"lo", UTS_F64, 0},
                                         {"hi", UTS_F64, 0},
                                         {"without_lo", UTS_F64, 0},
                                         {"without_hi", UTS_F64, 0},
                                         {"without_most", UTS_TEXT, 0},
                                         {"reason", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    qsort(s->kept, s->n_kept, sizeof *s->kept, compare_kept);
    uts_grid *grid = s->host->open_table(job, "association", columns);
    for (uint32_t kind = 0; kind < UNIT_COUNT; kind++) {
        if (!(s->kinds >> kind & 1)) continue;
        uts_status status = test_kind(s, job, grid, kind);
        if (status < 0) return status;
    }
    return s->host->seal_table(grid);
}
