/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model.h"

#include <stdio.h>
#include <string.h>

static void emit_text(model_emit *emit, void *to, const char *head, const char *text, uint32_t length) {
    char name[96];
    size_t n = strlen(head);
    if (n + length > sizeof name) return;
    memcpy(name, head, n);
    memcpy(name + n, text, length);
    emit(to, name, (uint32_t)n + length);
}

/* The last @letters code points of a word. */
static const char *tail(const char *word, uint32_t length, int letters) {
    const char *p = word + length;
    while (p > word && letters > 0) {
        p--;
        if (((unsigned char)*p & 0xC0) != 0x80) letters--;
    }
    return p;
}

void model_word_features(int role, uint8_t shape, bool known, const char *fold, uint32_t length, model_emit *emit,
                         void *to) {
    static const char *const form[] = {"b=", "a=", "s="}, *const three[] = {"b3=", "a3=", "s3="},
                             *const two[] = {"b2=", "a2=", "s2="};
    emit_text(emit, to, form[role], fold, length);
    if (shape > SHAPE_CAPITALS) return;
    const char *p = tail(fold, length, 3);
    emit_text(emit, to, three[role], p, (uint32_t)(fold + length - p));
    p = tail(fold, length, 2);
    emit_text(emit, to, two[role], p, (uint32_t)(fold + length - p));
    uint32_t letters = 0;
    for (uint32_t i = 0; i < length && letters < 12; i++) letters += ((unsigned char)fold[i] & 0xC0) != 0x80;
    const char name[] = {"bas"[role], 'k', '=', (char)('0' + shape), known ? '1' : '0', (char)('a' + letters)};
    emit(to, name, sizeof name);
}

uint8_t model_length(uint32_t tokens) {
    return (uint8_t)(tokens < 5 ? tokens : tokens < 7 ? 5 : tokens < 10 ? 6 : tokens < 15 ? 7 : tokens < 25 ? 8 : 9);
}

/* The features of a place are named by a letter and three numbers. */
enum {
    BY_SHAPES = 'b',
    BY_SECOND = 's',
    BY_LENGTH = 'n',
    BY_REST = 'r',
    BY_FIRST = 'f',
    BY_CLAUSE = 'c',
    BY_HEAD = 'h'
};

static uint32_t name_place(char name[48], int letter, int a, int b, int c) {
    return (uint32_t)snprintf(name, 48, "%c:%d.%d.%d", letter, a, b, c);
}

static void emit_place(model_emit *emit, void *to, int letter, int a, int b, int c) {
    char name[48];
    emit(to, name, name_place(name, letter, a, b, c));
}

static int32_t weight(const struct strmap *weights, int letter, int a, int b, int c) {
    char name[48];
    return strmap_get(weights, name, name_place(name, letter, a, b, c), 0);
}

void model_place_features(const struct model_place *p, model_emit *emit, void *to) {
    emit_place(emit, to, BY_SHAPES, p->place, p->before, p->after);
    emit_place(emit, to, BY_SECOND, p->after, p->second, 0);
    emit_place(emit, to, BY_LENGTH, p->place, p->length, p->finite);
    emit_place(emit, to, BY_REST, p->place, p->finite, p->rest);
    emit_place(emit, to, BY_FIRST, p->place, p->first, 0);
    emit_place(emit, to, BY_CLAUSE, p->place, p->ordinary, p->finite * 2 + p->rest);
    emit_place(emit, to, BY_HEAD, p->ordinary, p->length, 0);
}

void model_make(struct model *model, const struct strmap *weights) {
    memset(model, 0, sizeof *model);
    if (!weights->used) return;
    for (int p = 0; p < MODEL_PLACES; p++) {
        for (int a = 0; a < MODEL_SHAPES; a++)
            for (int b = 0; b < MODEL_SHAPES; b++) model->by_shapes[p][a][b] = weight(weights, BY_SHAPES, p, a, b);
        for (int n = 0; n < MODEL_LENGTHS; n++)
            for (int f = 0; f < 2; f++) model->by_length[p][n][f] = weight(weights, BY_LENGTH, p, n, f);
        for (int f = 0; f < 4; f++) model->by_rest[p][f >> 1][f & 1] = weight(weights, BY_REST, p, f >> 1, f & 1);
        for (int a = 0; a < MODEL_SHAPES; a++) model->by_first[p][a] = weight(weights, BY_FIRST, p, a, 0);
        for (int o = 0; o < 3; o++)
            for (int f = 0; f < 4; f++) model->by_clause[p][o][f >> 1][f & 1] = weight(weights, BY_CLAUSE, p, o, f);
    }
    for (int o = 0; o < 3; o++)
        for (int n = 0; n < MODEL_LENGTHS; n++) model->by_head[o][n] = weight(weights, BY_HEAD, o, n, 0);
    for (int a = 0; a < MODEL_SHAPES; a++)
        for (int b = 0; b < MODEL_SHAPES; b++) model->by_second[a][b] = weight(weights, BY_SECOND, a, b, 0);
}

int32_t model_place_score(const struct model *m, const struct model_place *p) {
    return m->by_shapes[p->place][p->before][p->after] + m->by_second[p->after][p->second] +
           m->by_length[p->place][p->length][p->finite] + m->by_rest[p->place][p->finite][p->rest] +
           m->by_first[p->place][p->first] + m->by_clause[p->place][p->ordinary][p->finite][p->rest] +
           m->by_head[p->ordinary][p->length];
}
