/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the counts of the corpus to tables. */
#include "tables.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

static const uts_value undefined = {0};
static uts_value number(uint64_t n) { return (uts_value){.type = UTS_I64, .as.i64 = (int64_t)n}; }
static uts_value text(const char *p, size_t n) { return uts_text_value(uts_mkstr(p, n)); }
static uts_value string(const char *s) { return text(s, strlen(s)); }

/* a / b, undefined without a denominator. */
static uts_value ratio(double a, double b) { return b > 0 ? (uts_value){.type = UTS_F64, .as.f64 = a / b} : undefined; }

static uts_status no_memory(const struct freq *freq, uts_job *job) {
    return freq->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory while making tables"));
}

/* ---- themes ----------------------------------------------------------------------------------------------------- */

static int compare_groups(const void *a, const void *b) {
    const struct group *x = *(const struct group *const *)a, *y = *(const struct group *const *)b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    uint32_t n = x->value_n < y->value_n ? x->value_n : y->value_n;
    int order = n ? memcmp(x->value, y->value, n) : 0;
    return order ? order : x->value_n < y->value_n ? -1 : x->value_n > y->value_n;
}

/* The name of a kind of group. A variable of the participants table never takes the name of another kind. */
static const char *group_name(const struct freq *freq, uint32_t kind, char *buffer, size_t room) {
    static const char *const names[] = {"all", "zone", "role", "speaker", "document"};
    if (kind < GROUP_VARIABLE) return names[kind];
    const char *variable = freq->participants->variables[kind - GROUP_VARIABLE];
    for (uint32_t i = 0; i < GROUP_VARIABLE; i++)
        if (strcmp(variable, names[i]) == 0) {
            snprintf(buffer, room, "participant_%s", variable);
            return buffer;
        }
    return variable;
}

/* Zones in which nobody takes turns have no units; only speech has participants. */
static void add_theme_row(const struct freq *freq, uts_grid *grid, const struct group *g, const char *name,
                          uint32_t code) {
    const uts_code *c = freq->book->codes[code];
    const struct group_code *n = &g->codes[code];
    bool spoken = true, units = true;
    if (g->kind == GROUP_ZONE) {
        spoken =
            (g->value_n == 6 && !memcmp(g->value, "speech", 6)) || (g->value_n == 5 && !memcmp(g->value, "quote", 5));
        units = spoken || g->units > 0;
    }
    bool people = spoken && !g->unnamed;
    uts_value row[] = {string(c->id),
                       string(c->label),
                       string(name),
                       text(g->value, g->value_n),
                       number(n->mentions),
                       units ? number(n->units_with) : undefined,
                       units ? number(g->units) : undefined,
                       people ? number(n->participants_with) : undefined,
                       people ? number(g->participants) : undefined,
                       number(g->words),
                       ratio(1000.0 * n->mentions, (double)g->words)};
    freq->host->add_row(grid, row);
}

static uts_status make_themes(struct freq *freq, uts_job *job) {
    static const uts_column columns[] = {{"code", UTS_TEXT, 0},        {"label", UTS_TEXT, 0},
                                         {"group", UTS_TEXT, 0},       {"group_value", UTS_TEXT, 0},
                                         {"mentions", UTS_I64, 0},     {"units_with", UTS_I64, 0},
                                         {"units", UTS_I64, 0},        {"participants_with", UTS_I64, 0},
                                         {"participants", UTS_I64, 0}, {"words", UTS_I64, 0},
                                         {"per_1000", UTS_F64, 0},     {NULL, 0, 0}};
    const struct group **order = malloc((freq->n_groups + 1) * sizeof *order);
    if (!order) return no_memory(freq, job);
    for (uint32_t i = 0; i < freq->n_groups; i++) order[i] = &freq->groups[i];
    qsort(order, freq->n_groups, sizeof *order, compare_groups);
    uts_grid *grid = freq->host->open_table(job, "themes", columns);
    for (uint32_t code = 0; code < freq->book->n_codes; code++)
        for (uint32_t i = 0; i < freq->n_groups; i++) {
            char buffer[100];
            add_theme_row(freq, grid, order[i], group_name(freq, order[i]->kind, buffer, sizeof buffer), code);
        }
    free(order);
    return freq->host->seal_table(grid);
}

static uts_status make_codebook(struct freq *freq, uts_job *job) {
    static const uts_column columns[] = {{"code", UTS_TEXT, 0},
                                         {"parent", UTS_TEXT, 0},
                                         {"label", UTS_TEXT, 0},
                                         {"description", UTS_TEXT, 0},
                                         {"colour", UTS_TEXT, 0},
                                         {"rules", UTS_TEXT, 0},
                                         {NULL, 0, 0}};
    const uts_codebook *book = freq->book;
    size_t longest = 1;
    for (uint32_t r = 0; r < book->n_rules; r++) longest += strlen(book->rules[r]->text) + 2;
    char *joined = malloc(longest);
    if (!joined) return no_memory(freq, job);
    uts_grid *grid = freq->host->open_table(job, "codebook", columns);
    for (uint32_t i = 0, r = 0; i < book->n_codes; i++) {
        const uts_code *c = book->codes[i];
        size_t n = 0;
        for (; r < book->n_rules && book->rules[r]->code == i; r++) {
            size_t length = strlen(book->rules[r]->text);
            if (n) n += (size_t)sprintf(joined + n, "; ");
            memcpy(joined + n, book->rules[r]->text, length);
            n += length;
        }
        uts_value row[] = {string(c->id),     string(c->parent == UINT32_MAX ? "" : book->codes[c->parent]->id),
                           string(c->label),  string(c->description),
                           string(c->colour), text(joined, n)};
        freq->host->add_row(grid, row);
    }
    free(joined);
    return freq->host->seal_table(grid);
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

struct word_row {
    uint64_t count, start[2]; /* start: the form's first bytes as numbers, which order most words by themselves */
    uint32_t number, documents;
};

/* Bytes from @p at on as a number that orders as they do. */
static uint64_t bytes_of(uts_str s, size_t at) {
    uint64_t start = 0;
    for (size_t i = at; i < at + 8; i++) start = start << 8 | (i < s.n ? (unsigned char)s.p[i] : 0);
    return start;
}

/* True when @p x comes before @p y: by count, then by the bytes of the form. */
static bool comes_before(const uts_host *host, const struct word_row *x, const struct word_row *y) {
    if (x->count != y->count) return x->count > y->count;
    for (int i = 0; i < 2; i++)
        if (x->start[i] != y->start[i]) return x->start[i] < y->start[i];
    uts_str p = host->spell_promoted(x->number), q = host->spell_promoted(y->number);
    int order = memcmp(p.p, q.p, p.n < q.n ? p.n : q.n);
    return order ? order < 0 : p.n < q.n;
}

/* Merge sort of @p n rows by way of @p spare: several times faster than qsort, whose comparisons are calls. */
static void sort_words(const uts_host *host, struct word_row *rows, struct word_row *spare, uint64_t n) {
    if (n < 2) return;
    uint64_t half = n / 2, a = 0, b = half;
    sort_words(host, rows, spare, half);
    sort_words(host, rows + half, spare, n - half);
    if (!comes_before(host, &rows[half], &rows[half - 1])) return;
    memcpy(spare, rows, half * sizeof *rows);
    for (uint64_t k = 0; a < half; k++)
        rows[k] = b < n && comes_before(host, &rows[b], &spare[a]) ? rows[b++] : spare[a++];
}

static uts_status make_words(struct freq *freq, uts_job *job, const struct totals *total) {
    static const uts_column columns[] = {{"form", UTS_TEXT, 0},
                                         {"count", UTS_I64, 0},
                                         {"documents", UTS_I64, 0},
                                         {"per_1000", UTS_F64, 0},
                                         {NULL, 0, 0}};
    struct word_row *rows = malloc((total->types + total->types / 2 + 1) * sizeof *rows);
    uint64_t n = 0;
    if (!rows) return no_memory(freq, job);
    for (uint32_t i = 0; i < freq->words_room; i++) {
        const struct corpus_word *w = &freq->words[i];
        if (!w->count || w->count < (uint64_t)freq->conf.min_count) continue;
        uts_str form = freq->host->spell_promoted(i);
        rows[n++] = (struct word_row){w->count, {bytes_of(form, 0), bytes_of(form, 8)}, i, w->documents};
    }
    sort_words(freq->host, rows, rows + n, n);
    uts_grid *grid = freq->host->open_table(job, "words", columns);
    for (uint64_t i = 0; i < n; i++) {
        uts_str form = freq->host->spell_promoted(rows[i].number);
        uts_value row[] = {text(form.p, form.n), number(rows[i].count), number(rows[i].documents),
                           ratio(1000.0 * (double)rows[i].count, (double)total->words)};
        freq->host->add_row(grid, row);
    }
    free(rows);
    return freq->host->seal_table(grid);
}

/* ---- documents -------------------------------------------------------------------------------------------------- */

static uts_status make_documents(struct freq *freq, uts_job *job) {
    static const uts_column columns[] = {{"document", UTS_TEXT, 0},  {"source", UTS_TEXT, 0},
                                         {"words", UTS_I64, 0},      {"tokens", UTS_I64, 0},
                                         {"types", UTS_I64, 0},      {"ttr", UTS_F64, 0},
                                         {"sentences", UTS_I64, 0},  {"mean_sentence_length", UTS_F64, 0},
                                         {"turns", UTS_I64, 0},      {"quotes", UTS_I64, 0},
                                         {"candidates", UTS_I64, 0}, {"participants", UTS_I64, 0},
                                         {"hits", UTS_I64, 0},       {NULL, 0, 0}};
    uts_grid *grid = freq->host->open_table(job, "documents", columns);
    for (uint32_t i = 0; i < freq->n_documents; i++) {
        const struct document *d = &freq->documents[i];
        uts_value row[] = {text(d->id, d->id_n),
                           text(d->source, d->source_n),
                           number(d->words),
                           number(d->tokens),
                           number(d->types),
                           ratio(d->types, d->words),
                           number(d->sentences),
                           ratio(d->words, d->sentences),
                           number(d->turns),
                           number(d->quotes),
                           number(d->candidates),
                           d->unnamed ? undefined : number(d->participants),
                           freq->book ? number(d->hits) : undefined};
        freq->host->add_row(grid, row);
    }
    return freq->host->seal_table(grid);
}

static struct totals sum_up(const struct freq *freq) {
    struct totals t = {0};
    for (uint32_t i = 0; i < freq->n_documents; i++) {
        const struct document *d = &freq->documents[i];
        t.words += d->words;
        t.tokens += d->tokens;
        t.sentences += d->sentences;
        t.turns += d->turns;
        t.quotes += d->quotes;
        t.candidates += d->candidates;
        t.hits += d->hits;
        t.unnamed = t.unnamed || d->unnamed;
    }
    for (uint32_t i = 0; i < freq->words_room; i++) t.types += freq->words[i].count > 0;
    for (uint32_t i = 0; i < freq->n_groups; i++)
        if (freq->groups[i].kind == GROUP_ALL) t.participants = freq->groups[i].participants;
    return t;
}

static uts_status make_corpus(struct freq *freq, uts_job *job, const struct totals *t) {
    static const uts_column columns[] = {{"documents", UTS_I64, 0},
                                         {"words", UTS_I64, 0},
                                         {"tokens", UTS_I64, 0},
                                         {"types", UTS_I64, 0},
                                         {"ttr", UTS_F64, 0},
                                         {"sentences", UTS_I64, 0},
                                         {"mean_sentence_length", UTS_F64, 0},
                                         {"turns", UTS_I64, 0},
                                         {"quotes", UTS_I64, 0},
                                         {"candidates", UTS_I64, 0},
                                         {"participants", UTS_I64, 0},
                                         {"hits", UTS_I64, 0},
                                         {NULL, 0, 0}};
    uts_grid *grid = freq->host->open_table(job, "corpus", columns);
    uts_value row[] = {number(freq->n_documents),
                       number(t->words),
                       number(t->tokens),
                       number(t->types),
                       ratio((double)t->types, (double)t->words),
                       number(t->sentences),
                       ratio((double)t->words, (double)t->sentences),
                       number(t->turns),
                       number(t->quotes),
                       number(t->candidates),
                       t->unnamed ? undefined : number(t->participants),
                       freq->book ? number(t->hits) : undefined};
    freq->host->add_row(grid, row);
    return freq->host->seal_table(grid);
}

uts_status freq_finish(void *stage, uts_job *job) {
    struct freq *freq = stage;
    struct totals total = sum_up(freq);
    uts_status status = UTS_OK;
    if (freq->book) status = make_themes(freq, job);
    if (freq->book && status >= 0) status = make_codebook(freq, job);
    if (status >= 0) status = make_words(freq, job, &total);
    if (status >= 0) status = make_documents(freq, job);
    if (status >= 0) status = make_corpus(freq, job, &total);
    return status;
}
