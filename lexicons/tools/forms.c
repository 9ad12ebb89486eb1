/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forms.h"
#include "../fold.h"
#include "../lexfile.h"
#include "../lexicon.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

static void grow_hash(struct forms *f) {
    size_t room = f->hash_room ? f->hash_room * 2 : 1 << 16;
    uint32_t *hash = calloc(room, sizeof *hash);
    if (!hash) exit(1);
    for (size_t i = 0; i < f->hash_room; i++) {
        if (!f->hash[i]) continue;
        const char *s = f->pool + f->hash[i];
        size_t at = lexfile_hash(s, strlen(s)) & (room - 1);
        while (hash[at]) at = (at + 1) & (room - 1);
        hash[at] = f->hash[i];
    }
    free(f->hash);
    f->hash = hash;
    f->hash_room = room;
}

uint32_t forms_intern(struct forms *f, const char *s) {
    size_t n = strlen(s);
    if (!n) return 0;
    if (f->hash_n * 2 >= f->hash_room) grow_hash(f);
    size_t at = lexfile_hash(s, n) & (f->hash_room - 1);
    for (; f->hash[at]; at = (at + 1) & (f->hash_room - 1))
        if (strcmp(f->pool + f->hash[at], s) == 0) return f->hash[at];
    if (!f->pool_n || f->pool_n + n + 1 > f->pool_room) {
        f->pool_room = f->pool_room * 2 + n + (1 << 20);
        f->pool = table_grow(f->pool, f->pool_room);
        if (!f->pool_n) f->pool[f->pool_n++] = 0;
    }
    memcpy(f->pool + f->pool_n, s, n + 1);
    f->hash[at] = (uint32_t)f->pool_n;
    f->hash_n++;
    f->pool_n += n + 1;
    return f->hash[at];
}

uint32_t forms_find(const struct forms *f, const char *s) {
    for (size_t at = lexfile_hash(s, strlen(s)) & (f->hash_room - 1); f->hash[at]; at = (at + 1) & (f->hash_room - 1))
        if (strcmp(f->pool + f->hash[at], s) == 0) return f->hash[at];
    return 0;
}

struct forms_row *forms_add(struct forms *f, const char *form) {
    char folded[TABLE_CELL];
    fold(form, folded, sizeof folded);
    if (f->n == f->room) f->rows = table_grow(f->rows, (f->room = f->room * 2 + (1 << 16)) * sizeof *f->rows);
    struct forms_row *row = &f->rows[f->n++];
    memset(row, 0, sizeof *row);
    row->form = forms_intern(f, folded);
    row->upos = FORMS_NO_UPOS;
    return row;
}

uint32_t forms_case(const char *form) {
    int capitals_in = count_capitals(form);
    if (!capitals_in) return LEXICON_LOWER;
    return capitals_in == 1 && starts_capital(form) ? LEXICON_NAME : LEXICON_ACRONYM;
}

uint8_t forms_upos(const char *name) {
    static const char *const names[] = UTS_UPOS_NAMES;
    for (uint8_t i = 0; i < UTS_UPOS_COUNT_; i++)
        if (strcmp(names[i], name) == 0) return i;
    fprintf(stderr, "no part of speech is called %s\n", name);
    exit(1);
}

static const struct forms *sorting;

static int compare_rows(const void *a, const void *b) {
    const struct forms_row *x = a, *y = b;
    if (x->form != y->form) return strcmp(forms_text(sorting, x->form), forms_text(sorting, y->form));
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    if (x->upos != y->upos) return x->upos < y->upos ? -1 : 1;
    if (x->lemma != y->lemma) return x->lemma < y->lemma ? -1 : 1;
    if (x->tag != y->tag) return x->tag < y->tag ? -1 : 1;
    return 0;
}

void forms_sort(struct forms *f) {
    sorting = f;
    qsort(f->rows, f->n, sizeof *f->rows, compare_rows);
}

void forms_free(struct forms *f) {
    free(f->rows);
    free(f->pool);
    free(f->hash);
    memset(f, 0, sizeof *f);
}
