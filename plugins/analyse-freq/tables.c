/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the counts of the corpus to tables. */
#include "../common/values.h"
#include "freq.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

/* Sums over all documents. */
struct totals {
    uint64_t words, tokens, types, sentences, turns, quotes, candidates, hits, participants;
    bool unnamed;
};

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
    if (!joined) return freq_no_memory(freq, job);
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
        uts_value row[] = {value_string(c->id),
                           value_string(c->parent == UINT32_MAX ? "" : book->codes[c->parent]->id),
                           value_string(c->label),
                           value_string(c->description),
                           value_string(c->colour),
                           value_text(joined, n)};
        freq->host->add_row(grid, row);
    }
    free(joined);
    return freq->host->seal_table(grid);
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

struct word_row {
    uint64_t start[2]; /* the form's first bytes as numbers, which order most words by themselves */
    uint64_t count;
    uint32_t number;
};

/* Bytes from @p at on as a number that orders as they do. */
static uint64_t bytes_of(uts_str s, size_t at) {
    uint64_t start = 0;
    for (size_t i = at; i < at + 8 && i < s.n; i++) start |= (uint64_t)(unsigned char)s.p[i] << (56 - 8 * (i - at));
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
    if (n <= 12) {
        for (uint64_t i = 1; i < n; i++) {
            struct word_row row = rows[i];
            uint64_t k = i;
            for (; k && comes_before(host, &row, &rows[k - 1]); k--) rows[k] = rows[k - 1];
            rows[k] = row;
        }
        return;
    }
    uint64_t half = n / 2, a = 0, b = half;
    sort_words(host, rows, spare, half);
    sort_words(host, rows + half, spare, n - half);
    if (!comes_before(host, &rows[half], &rows[half - 1])) return;
    memcpy(spare, rows, half * sizeof *rows);
    for (uint64_t k = 0; a < half; k++)
        rows[k] = b < n && comes_before(host, &rows[b], &spare[a]) ? rows[b++] : spare[a++];
}

enum { WORDS_AT_ONCE = 32 };

/* The forms lie far apart in the order of the table: some are asked for before the first is copied. */
static void add_word_rows(const struct freq *freq, uts_grid *grid, const struct word_row *rows, uint32_t n,
                          uint64_t words) {
    uts_str forms[WORDS_AT_ONCE];
    for (uint32_t i = 0; i < n; i++) {
        forms[i] = freq->host->spell_promoted(rows[i].number);
        __builtin_prefetch(forms[i].p);
        __builtin_prefetch(&freq->words[rows[i].number]);
    }
    for (uint32_t i = 0; i < n; i++) {
        uts_value row[] = {value_text(forms[i].p, forms[i].n), value_number(rows[i].count),
                           value_number(freq->words[rows[i].number].documents),
                           value_ratio(1000.0 * (double)rows[i].count, (double)words)};
        freq->host->add_row(grid, row);
    }
}

static uts_status make_words(struct freq *freq, uts_job *job, const struct totals *total) {
    static const uts_column columns[] = {{"form", UTS_TEXT, 0},
                                         {"count", UTS_I64, 0},
                                         {"documents", UTS_I64, 0},
                                         {"per_1000", UTS_F64, 0},
                                         {NULL, 0, 0}};
    struct word_row *rows = malloc((total->types + total->types / 2 + 1) * sizeof *rows);
    uint64_t n = 0;
    if (!rows) return freq_no_memory(freq, job);
    for (uint32_t i = 0; i < freq->words_room; i++) {
        const struct corpus_word *w = &freq->words[i];
        if (!w->count || w->count < (uint64_t)freq->conf.min_count) continue;
        uts_str form = freq->host->spell_promoted(i);
        rows[n++] = (struct word_row){{bytes_of(form, 0), bytes_of(form, 8)}, w->count, i};
    }
    sort_words(freq->host, rows, rows + n, n);
    uts_grid *grid = freq->host->open_table(job, "words", columns);
    for (uint64_t i = 0; i < n; i += WORDS_AT_ONCE)
        add_word_rows(freq, grid, rows + i, n - i < WORDS_AT_ONCE ? (uint32_t)(n - i) : WORDS_AT_ONCE, total->words);
    free(rows);
    return freq->host->seal_table(grid);
}

/* ---- documents -------------------------------------------------------------------------------------------------- */

/* People of one document; false where they cannot be told apart. */
static bool count_people(const struct freq *freq, const struct document *d, uint64_t *people) {
    const struct case_row *rows = freq->cases.rows + d->first_case;
    *people = 0;
    for (uint32_t i = 0; i < d->n_cases; i++) {
        if (!zone_is_speech(rows[i].zone) || !rows[i].units) continue;
        if (rows[i].person == CASES_NONE) return false;
        bool met = false;
        for (uint32_t k = 0; k < i && !met; k++)
            met = rows[k].person == rows[i].person && rows[k].units && zone_is_speech(rows[k].zone);
        *people += !met;
    }
    return true;
}

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
        uint64_t people;
        bool named = count_people(freq, d, &people);
        uts_value row[] = {value_text(d->id, d->id_n),
                           value_text(d->source, d->source_n),
                           value_number(d->words),
                           value_number(d->tokens),
                           value_number(d->types),
                           value_ratio(d->types, d->words),
                           value_number(d->sentences),
                           value_ratio(d->words, d->sentences),
                           value_number(d->turns),
                           value_number(d->quotes),
                           value_number(d->candidates),
                           value_number_if(named, people),
                           freq->book ? value_number(d->hits) : value_none};
        freq->host->add_row(grid, row);
    }
    return freq->host->seal_table(grid);
}

static struct totals sum_up(const struct freq *freq, bool *good) {
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
    }
    for (uint32_t i = 0; i < freq->words_room; i++) t.types += freq->words[i].count > 0;
    struct case_groups all;
    *good = cases_group(&freq->cases, CASES_ALL, CASES_NONE, &all);
    if (*good && all.n) {
        t.participants = all.items[0].persons;
        t.unnamed = all.items[0].unnamed;
    }
    cases_groups_free(&all);
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
    uts_value row[] = {value_number(freq->n_documents),
                       value_number(t->words),
                       value_number(t->tokens),
                       value_number(t->types),
                       value_ratio((double)t->types, (double)t->words),
                       value_number(t->sentences),
                       value_ratio((double)t->words, (double)t->sentences),
                       value_number(t->turns),
                       value_number(t->quotes),
                       value_number(t->candidates),
                       t->unnamed ? value_none : value_number(t->participants),
                       freq->book ? value_number(t->hits) : value_none};
    freq->host->add_row(grid, row);
    return freq->host->seal_table(grid);
}

uts_status freq_finish(void *stage, uts_job *job) {
    struct freq *freq = stage;
    bool good;
    struct totals total = sum_up(freq, &good);
    if (!good) return freq_no_memory(freq, job);
    cases_sort(&freq->cases);
    uts_status status = UTS_OK;
    if (freq->book) status = freq_themes(freq, job);
    if (freq->book && status >= 0) status = freq_dispersion(freq, job);
    if (freq->book && status >= 0) status = make_codebook(freq, job);
    if (status >= 0) status = make_words(freq, job, &total);
    if (status >= 0) status = make_documents(freq, job);
    if (status >= 0) status = make_corpus(freq, job, &total);
    if (status >= 0) status = freq_diversity(freq, job);
    return status;
}
