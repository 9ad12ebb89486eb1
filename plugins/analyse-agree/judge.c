/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of agreement: each pair of coders and code, all coders together, and what they disagree on. */
#include "../common/statistics.h"
#include "../common/values.h"
#include "jury.h"
#include <stdlib.h>
#include <strings.h>

enum { MOST_CODERS = 32 };

const char *jury_coder(const struct jury *j, uint32_t i) {
    const char *name = j->s->texts.items[j->coders[i]];
    return *name ? name : "rules";
}

/* ---- codes of people and codes of the codebook ---- */

/* True when @p path is the labels from the top down to the code, with '/' between. */
static bool is_path(const uts_codebook *book, uint32_t code, const char *path, size_t n) {
    size_t k = strlen(book->codes[code]->label);
    uint32_t parent = book->codes[code]->parent;
    if (k > n || strncasecmp(path + n - k, book->codes[code]->label, k) != 0) return false;
    if (k == n) return parent == UINT32_MAX;
    return path[n - k - 1] == '/' && parent != UINT32_MAX && is_path(book, parent, path, n - k - 1);
}

/* The id of the code that a person's code is: by id, by path of labels, or by a label that only one code has. */
static const char *same_code(const uts_codebook *book, const char *name) {
    const char *slash = strrchr(name, '/'), *leaf = slash ? slash + 1 : name;
    uint32_t found = UINT32_MAX, times = 0;
    for (uint32_t i = 0; i < book->n_codes; i++) {
        if (strcmp(book->codes[i]->id, name) == 0 || is_path(book, i, name, strlen(name))) return book->codes[i]->id;
        if (strcasecmp(book->codes[i]->label, leaf) != 0 && strcmp(book->codes[i]->id, leaf) != 0) continue;
        found = i;
        times++;
    }
    return times == 1 ? book->codes[found]->id : name;
}

static bool rename_codes(struct agree *s) {
    uint32_t n = s->texts.n, *to = malloc(((size_t)n + 1) * sizeof *to);
    if (!to) return false;
    for (uint32_t i = 0; i < n; i++) to[i] = TEXTS_NONE;
    bool good = true;
    for (uint32_t i = 0; i < s->n_judgements && good; i++) {
        uint32_t *code = &s->judgements[i].code;
        if (to[*code] == TEXTS_NONE)
            to[*code] = texts_number(&s->texts, uts_cstr(same_code(s->book, s->texts.items[*code])));
        good = to[*code] != TEXTS_NONE;
        *code = to[*code];
    }
    /* What touches a word of a unit is a judgement, too. */
    for (uint32_t i = 0; i < s->n_spans && good; i++) s->spans[i].code = to[s->spans[i].code];
    free(to);
    return good;
}

/* ---- the jury ---- */

static int compare_names(const void *x, const void *y, void *arg) {
    const struct agree *s = arg;
    const char *a = s->texts.items[*(const uint32_t *)x], *b = s->texts.items[*(const uint32_t *)y];
    if (!*a || !*b) return (*a == 0) - (*b == 0);
    return strcmp(a, b);
}

static uint32_t rank_of(const struct agree *s, const char *id) {
    for (uint32_t i = 0; s->book && i < s->book->n_codes; i++)
        if (strcmp(s->book->codes[i]->id, id) == 0) return i;
    return UINT32_MAX;
}

static int compare_codes(const void *x, const void *y, void *arg) {
    const struct agree *s = arg;
    const char *a = s->texts.items[*(const uint32_t *)x], *b = s->texts.items[*(const uint32_t *)y];
    uint32_t p = rank_of(s, a), q = rank_of(s, b);
    return p != q ? (p < q ? -1 : 1) : strcmp(a, b);
}

static int compare_judgements(const void *x, const void *y) {
    const struct judgement *a = x, *b = y;
    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    if (a->unit != b->unit) return a->unit < b->unit ? -1 : 1;
    return a->coder < b->coder ? -1 : a->coder > b->coder;
}

static uint32_t place_of(const uint32_t *list, uint32_t n, uint32_t number) {
    uint32_t i = 0;
    while (i < n && list[i] != number) i++;
    return i;
}

static bool list_coders(struct jury *j) {
    const struct agree *s = j->s;
    j->coders = malloc(((size_t)s->n_present + 1) * sizeof *j->coders);
    if (!j->coders) return false;
    for (uint32_t i = 0; i < s->n_present; i++) {
        uint32_t coder = (uint32_t)(s->present[i] >> 32);
        if (place_of(j->coders, j->n_coders, coder) == j->n_coders) j->coders[j->n_coders++] = coder;
    }
    qsort_r(j->coders, j->n_coders, sizeof *j->coders, compare_names, j->s);
    j->judged = calloc((size_t)j->n_coders * s->n_documents + 1, 1);
    for (uint32_t i = 0; j->judged && i < s->n_present; i++) {
        uint32_t coder = place_of(j->coders, j->n_coders, (uint32_t)(s->present[i] >> 32));
        j->judged[(size_t)coder * s->n_documents + (uint32_t)s->present[i]] = 1;
    }
    return j->judged != NULL;
}

/* Judgements by code, with their coders as places in the jury; each once. */
static bool list_codes(struct jury *j) {
    struct agree *s = j->s;
    uint32_t *number = malloc(((size_t)s->texts.n + 1) * sizeof *number), kept = 0;
    j->codes = malloc(((size_t)s->n_judgements + 1) * sizeof *j->codes);
    if (!number || !j->codes) {
        free(number);
        return false;
    }
    for (uint32_t i = 0; i < s->texts.n; i++) number[i] = UINT32_MAX;
    for (uint32_t i = 0; i < s->n_judgements; i++) {
        if (number[s->judgements[i].code] != UINT32_MAX) continue;
        number[s->judgements[i].code] = 0;
        j->codes[j->n_codes++] = s->judgements[i].code;
    }
    qsort_r(j->codes, j->n_codes, sizeof *j->codes, compare_codes, s);
    for (uint32_t i = 0; i < j->n_codes; i++) number[j->codes[i]] = i;
    for (uint32_t i = 0; i < s->n_judgements; i++) {
        s->judgements[i].code = number[s->judgements[i].code];
        s->judgements[i].coder = place_of(j->coders, j->n_coders, s->judgements[i].coder);
    }
    for (uint32_t i = 0; i < s->n_spans; i++) {
        s->spans[i].code = number[s->spans[i].code];
        s->spans[i].coder = place_of(j->coders, j->n_coders, s->spans[i].coder);
    }
    free(number);
    if (s->n_judgements) qsort(s->judgements, s->n_judgements, sizeof *s->judgements, compare_judgements);
    for (uint32_t i = 0; i < s->n_judgements; i++)
        if (!kept || compare_judgements(&s->judgements[kept - 1], &s->judgements[i]) != 0)
            s->judgements[kept++] = s->judgements[i];
    s->n_judgements = kept;
    j->from = calloc((size_t)j->n_codes + 2, sizeof *j->from);
    for (uint32_t i = 0; j->from && i < kept; i++) j->from[s->judgements[i].code + 1] = i + 1;
    return j->from != NULL;
}

static void jury_free(struct jury *j) {
    free(j->coders);
    free(j->codes);
    free(j->judged);
    free(j->from);
    free(j->unit_stamp);
}

static bool both_judge(const struct jury *j, uint32_t a, uint32_t b, uint32_t document) {
    return j->judged[(size_t)a * j->s->n_documents + document] && j->judged[(size_t)b * j->s->n_documents + document];
}

/* Bits of the coders who gave the code, by unit. */
static void stamp_code(const struct jury *j, uint32_t code, bool set) {
    for (uint32_t i = j->from[code]; i < j->from[code + 1]; i++) {
        const struct judgement *x = &j->s->judgements[i];
        if (set)
            j->unit_stamp[x->unit] |= 1u << x->coder;
        else
            j->unit_stamp[x->unit] = 0;
    }
}

/* ---- tables ---- */

static const char *const unit_names[] = {"turn", "sentence", "paragraph", "question", "document", "word"};

static struct agreement count_pair(const struct jury *j, uint32_t a, uint32_t b, uint32_t code) {
    const struct agree *s = j->s;
    struct agreement n = {0};
    for (uint32_t d = 0; d < s->n_documents; d++)
        if (both_judge(j, a, b, d)) n.d += s->documents[d].n_units;
    uint32_t last = UINT32_MAX;
    for (uint32_t i = j->from[code]; i < j->from[code + 1]; i++) {
        uint32_t unit = s->judgements[i].unit, bits = j->unit_stamp[unit];
        if (unit == last || !both_judge(j, a, b, s->units[unit].text)) continue;
        last = unit;
        bool first = bits >> a & 1, second = bits >> b & 1;
        n.a += first && second;
        n.b += first && !second;
        n.c += second && !first;
    }
    n.d -= n.a + n.b + n.c;
    return n;
}

static uts_value measure(bool (*stat)(const struct agreement *, double *), const struct agreement *n) {
    double x = 0;
    bool defined = stat(n, &x);
    return value_real_if(defined, x);
}

static void add_pair(const struct jury *j, uts_grid *grid, uint32_t a, uint32_t b, const char *code,
                     const struct agreement *n) {
    struct reasons why = {0};
    if (n->a + n->b + n->c + n->d == 0) reasons_add(&why, "no unit that both judged");
    if (n->a + n->b == 0 || n->a + n->c == 0) reasons_add(&why, "one of them never gives the code");
    if (n->a + n->b + n->c == 0 || n->b + n->c + n->d == 0) reasons_add(&why, "kappa, alpha: no variation");
    if (!*code) reasons_add(&why, "all codes that both give");
    uts_value row[] = {value_string(unit_names[j->s->conf.unit]),
                       value_string(jury_coder(j, a)),
                       value_string(jury_coder(j, b)),
                       value_string(code),
                       value_number(n->a),
                       value_number(n->b),
                       value_number(n->c),
                       value_number(n->d),
                       measure(stat_raw_agreement, n),
                       measure(stat_positive_agreement, n),
                       measure(stat_kappa, n),
                       measure(stat_alpha_two, n),
                       measure(stat_precision, n),
                       measure(stat_recall, n),
                       measure(stat_overlap, n),
                       reasons_value(&why)};
    j->s->host->add_row(grid, row);
}

static uts_status make_pairs(const struct jury *j, uts_job *job) {
    static const uts_column columns[] = {{"unit", UTS_TEXT, 0},
                                         {"coder_a", UTS_TEXT, 0},
                                         {"coder_b", UTS_TEXT, 0},
                                         {"code", UTS_TEXT, 0},
                                         {"both", UTS_I64, 0},
                                         {"only_a", UTS_I64, 0},
                                         {"only_b", UTS_I64, 0},
                                         {"neither", UTS_I64, 0},
                                         {"raw", UTS_F64, 0},
                                         {"positive_f1", UTS_F64, 0},
                                         {"kappa", UTS_F64, 0},
                                         {"alpha", UTS_F64, 0},
                                         {"precision", UTS_F64, 0},
                                         {"recall", UTS_F64, 0},
                                         {"jaccard", UTS_F64, 0},
                                         {"reason", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    uts_grid *grid = j->s->host->open_table(job, "agreement", columns);
    for (uint32_t a = 0; a < j->n_coders; a++)
        for (uint32_t b = a + 1; b < j->n_coders; b++) {
            struct agreement all = {0};
            for (uint32_t code = 0; code < j->n_codes; code++) {
                stamp_code(j, code, true);
                struct agreement n = count_pair(j, a, b, code);
                stamp_code(j, code, false);
                add_pair(j, grid, a, b, j->s->texts.items[j->codes[code]], &n);
                if (n.a + n.b && n.a + n.c) /* a code that one of them does not use is no case of disagreement */
                    all = (struct agreement){all.a + n.a, all.b + n.b, all.c + n.c, all.d + n.d};
            }
            add_pair(j, grid, a, b, "", &all);
        }
    return j->s->host->seal_table(grid);
}

static uts_status make_all(const struct jury *j, uts_job *job) {
    static const uts_column columns[] = {{"unit", UTS_TEXT, 0},
                                         {"code", UTS_TEXT, 0},
                                         {"coders", UTS_I64, 0},
                                         {"values", UTS_I64, 0},
                                         {"alpha", UTS_F64, 0},
                                         {"reason", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    const struct agree *s = j->s;
    uint32_t *values = malloc(((size_t)s->n_units * j->n_coders + 1) * sizeof *values);
    if (!values) return agree_no_memory(s, job);
    uts_grid *grid = s->host->open_table(job, "agreement_all", columns);
    for (uint32_t code = 0; code < j->n_codes; code++) {
        stamp_code(j, code, true);
        for (uint32_t u = 0; u < s->n_units; u++)
            for (uint32_t c = 0; c < j->n_coders; c++)
                values[(size_t)u * j->n_coders + c] =
                    j->judged[(size_t)c * s->n_documents + s->units[u].text] ? j->unit_stamp[u] >> c & 1 : UINT32_MAX;
        stamp_code(j, code, false);
        double alpha = 0;
        uint64_t n = 0;
        bool defined = stat_alpha(values, s->n_units, j->n_coders, 2, &alpha, &n);
        uts_value row[] = {value_string(unit_names[s->conf.unit]),
                           value_string(s->texts.items[j->codes[code]]),
                           value_number(j->n_coders),
                           value_number(n),
                           value_real_if(defined, alpha),
                           defined ? value_none : value_string(n ? "no variation" : "no unit that two judged")};
        s->host->add_row(grid, row);
    }
    free(values);
    return s->host->seal_table(grid);
}

static void add_disagreement(const struct jury *j, uts_grid *grid, uint32_t a, uint32_t b, uint32_t code,
                             uint32_t unit) {
    const struct agree *s = j->s;
    const struct kept_unit *u = &s->units[unit];
    bool first = j->unit_stamp[unit] >> a & 1;
    uts_value row[] = {value_string(s->texts.items[j->codes[code]]),
                       value_string(jury_coder(j, first ? a : b)),
                       value_string(jury_coder(j, first ? b : a)),
                       value_string(s->texts.items[s->documents[u->text].id]),
                       value_number(unit - s->documents[u->text].first_unit + 1),
                       value_number(u->begin),
                       value_number(u->end),
                       value_string(s->texts.items[u->speaker]),
                       value_string(u->words)};
    s->host->add_row(grid, row);
}

static uts_status make_list(const struct jury *j, uts_job *job) {
    static const uts_column columns[] = {{"code", UTS_TEXT, 0},   {"coded_by", UTS_TEXT, 0},
                                         {"not_by", UTS_TEXT, 0}, {"document", UTS_TEXT, 0},
                                         {"unit", UTS_I64, 0},    {"begin", UTS_I64, 0},
                                         {"end", UTS_I64, 0},     {"speaker", UTS_TEXT, 0},
                                         {"text", UTS_TEXT, 0},   {NULL, 0, 0}};
    const struct agree *s = j->s;
    uts_grid *grid = s->host->open_table(job, "disagreements", columns);
    for (uint32_t code = 0; code < j->n_codes; code++) {
        stamp_code(j, code, true);
        for (uint32_t a = 0; a < j->n_coders; a++)
            for (uint32_t b = a + 1; b < j->n_coders; b++) {
                uint32_t last = UINT32_MAX;
                for (uint32_t i = j->from[code]; i < j->from[code + 1]; i++) {
                    uint32_t unit = s->judgements[i].unit, bits = j->unit_stamp[unit];
                    if (unit == last || !both_judge(j, a, b, s->units[unit].text)) continue;
                    last = unit;
                    if ((bits >> a & 1) != (bits >> b & 1)) add_disagreement(j, grid, a, b, code, unit);
                }
            }
        stamp_code(j, code, false);
    }
    return s->host->seal_table(grid);
}

/* Codings that named no document of this run are not lost in silence. */
static void note_unused(const struct agree *s, uts_job *job) {
    uint32_t unused = 0;
    for (uint32_t i = 0; i < s->csv.n; i++) unused += !s->csv.items[i].used;
    if (unused)
        uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, (uts_str){NULL, 0},
                  "%u of %u codings of the CSV files name a document that is not among the inputs", unused, s->csv.n);
}

uts_status agree_finish(void *stage, uts_job *job) {
    struct agree *s = stage;
    struct jury j = {.s = s};
    note_unused(s, job);
    bool good = (!s->book || rename_codes(s)) && list_coders(&j) && list_codes(&j);
    j.unit_stamp = good ? calloc((size_t)s->n_units + 1, sizeof *j.unit_stamp) : NULL;
    uts_status status = j.unit_stamp ? UTS_OK : agree_no_memory(s, job);
    if (status >= 0 && j.n_coders < 2)
        status = uts_failf(s->host, job, UTS_E_ARG, UINT64_MAX,
                           "%u coder%s: give two, such as a project with codings and a codebook", j.n_coders,
                           j.n_coders == 1 ? "" : "s");
    if (status >= 0 && j.n_coders > MOST_CODERS)
        status =
            uts_failf(s->host, job, UTS_E_LIMIT, UINT64_MAX, "%u coders are more than %d", j.n_coders, MOST_CODERS);
    if (status >= 0) status = make_pairs(&j, job);
    if (status >= 0) status = make_all(&j, job);
    if (status >= 0) status = agree_spans(&j, job);
    if (status >= 0) status = make_list(&j, job);
    jury_free(&j);
    return status;
}
