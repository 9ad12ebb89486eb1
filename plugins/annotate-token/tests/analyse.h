/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens and sentences of a text without a host: for the tests and for the program that trains the sentence model. */
#ifndef TOKEN_TESTS_ANALYSE_H
#define TOKEN_TESTS_ANALYSE_H

#include "complex.h"
#include "scan.h"
#include "sentence.h"

#include <stdio.h>
#include <stdlib.h>
#include <utsaga/layers.h>

/* The lexicons of the source tree, whatever the working folder: @file is a file of this folder. */
static inline void analysis_tables(struct tables *tables, const char *file) {
    char folder[4096], message[4200];
    snprintf(folder, sizeof folder, "%.*s/../../../lexicons", (int)(strrchr(file, '/') - file), file);
    const char *wrong = tables_read(tables, folder, message, sizeof message);
    if (wrong) {
        printf("Bail out! %s\n", wrong);
        exit(1);
    }
}

struct analysis {
    char *text; /* with the blank bytes after it that the short cuts need */
    uint32_t length;
    struct spans spans;
    struct lines lines;
    struct pieces pieces;
    struct strmap symbols;
    struct type *types; /* by symbol, from 1 */
    const struct tables *tables;
    char **folds; /* by symbol */
    uint32_t n_types;
    uint32_t *form, *sentence, *kind, *first;
    uint16_t *flags;
    uint32_t n_sentences;
};

static inline void analysis_free(struct analysis *a) {
    spans_free(&a->spans);
    lines_free(&a->lines);
    pieces_free(&a->pieces);
    strmap_free(&a->symbols);
    for (uint32_t i = 1; i <= a->n_types; i++) free(a->folds[i]);
    free(a->folds);
    free(a->types);
    free(a->form);
    free(a->sentence);
    free(a->kind);
    free(a->flags);
    free(a->first);
    free(a->text);
    *a = (struct analysis){0};
}

static inline uint32_t analysis_symbol(struct analysis *a, const struct tables *tables, uint32_t begin, uint32_t end) {
    uint32_t symbol = (uint32_t)strmap_get(&a->symbols, a->text + begin, end - begin, 0), length;
    if (symbol) return symbol;
    symbol = ++a->n_types;
    strmap_put(&a->symbols, a->text + begin, end - begin, (int32_t)symbol);
    a->folds[symbol] = (char *)calloc(1, 3 * (size_t)(end - begin) + 4096);
    types_make(&a->types[symbol], a->text + begin, end - begin > 500 ? 500 : end - begin, tables, a->folds[symbol],
               &length);
    a->folds[symbol][length] = 0;
    return symbol;
}

/* Cuts @text into tokens and works out their types; sentences are left to analysis_split. */
static inline void analysis_make(struct analysis *a, const struct tables *tables, const char *text, uint32_t length,
                                 bool rules_alone) {
    struct complex complex = {0};
    struct pieces_layers none = {0};
    *a = (struct analysis){.text = (char *)calloc(1, (size_t)length + 128), .length = length, .tables = tables};
    memcpy(a->text, text, length);
    pieces_cut(&a->pieces, length, &none);
    struct stretch s = {a->text, 0, length, tables, true, &complex};
    if (rules_alone)
        scan_rules(&s, &a->spans, &a->lines);
    else
        scan_fast(&s, &a->spans, &a->lines);
    complex_close(&complex);
    uint32_t n = a->spans.n;
    a->types = (struct type *)calloc((size_t)n + 1, sizeof *a->types);
    a->folds = (char **)calloc((size_t)n + 1, sizeof *a->folds);
    a->form = (uint32_t *)calloc((size_t)n + 1, sizeof *a->form);
    a->sentence = (uint32_t *)calloc((size_t)n + 1, sizeof *a->sentence);
    a->kind = (uint32_t *)calloc((size_t)n + 1, sizeof *a->kind);
    a->flags = (uint16_t *)calloc((size_t)n + 1, sizeof *a->flags);
    a->first = (uint32_t *)calloc((size_t)n + 1, sizeof *a->first);
    for (uint32_t i = 0; i < n; i++) {
        a->form[i] = analysis_symbol(a, tables, a->spans.begin[i], a->spans.end[i]);
        a->kind[i] = a->types[a->form[i]].kind;
        a->flags[i] = a->types[a->form[i]].flags;
    }
}

static inline struct sentence_text analysis_view(const struct analysis *a, const struct model *model) {
    return (struct sentence_text){.text = a->text,
                                  .length = a->length,
                                  .begin = a->spans.begin,
                                  .end = a->spans.end,
                                  .form = a->form,
                                  .types = a->types,
                                  .tables = a->tables,
                                  .flags = a->flags,
                                  .kind = a->kind,
                                  .n = a->spans.n,
                                  .pieces = a->pieces.items,
                                  .n_pieces = a->pieces.n,
                                  .lines = a->lines.at,
                                  .n_lines = a->lines.n,
                                  .model = model};
}

static inline void analysis_split(struct analysis *a, const struct model *model) {
    struct sentence_text view = analysis_view(a, model);
    uint32_t *spare = (uint32_t *)calloc((size_t)a->spans.n + 1, sizeof *spare);
    a->n_sentences = sentence_split(&view, a->sentence, a->first, spare);
    free(spare);
}

#endif
