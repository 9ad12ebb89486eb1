/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tree.h"
#include "../lexicon_private.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tree_begin(struct tree *t, const uint32_t *letters, uint32_t n_letters) {
    memset(t, 0, sizeof *t);
    memcpy(t->letters, letters, n_letters * sizeof *letters);
    t->n_letters = n_letters;
    for (uint32_t i = 1; i < n_letters; i++) t->bits[i] = (uint8_t)lexfile_bit(letters[i]);
    t->n_rows = 1;
    t->rows = table_grow(NULL, (t->room = 1 << 16) * sizeof *t->rows);
    memset(t->rows, 0, sizeof *t->rows);
    t->hash_room = 1 << 16;
    t->hash = calloc(t->hash_room, sizeof *t->hash);
    t->path = calloc(TREE_DEPTH, sizeof *t->path);
    if (!t->hash || !t->path) exit(1);
}

static uint32_t node_length(const union lexfile_row *node) {
    uint32_t n = 2;
    while (!(node[n - 1].edge.words_flags & LEXFILE_LAST)) n++;
    return n;
}

static void grow_hash(struct tree *t) {
    uint32_t room = t->hash_room * 2, *hash = calloc(room, sizeof *hash);
    if (!hash) exit(1);
    for (uint32_t i = 0; i < t->hash_room; i++) {
        if (!t->hash[i]) continue;
        const union lexfile_row *node = t->rows + t->hash[i];
        uint32_t at = (uint32_t)lexfile_hash(node, node_length(node) * sizeof *node) & (room - 1);
        while (hash[at]) at = (at + 1) & (room - 1);
        hash[at] = t->hash[i];
    }
    free(t->hash);
    t->hash = hash;
    t->hash_room = room;
}

/* Lays out the rows of a node, edges in the order of their bits; returns how many rows. */
static uint32_t lay_out(const struct tree *t, const struct tree_node *node, union lexfile_row *rows) {
    uint32_t n = node->n_edges;
    rows[0].letters = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t bit = t->bits[node->edges[i].target_letter & 0xFF], at = i + 1;
        for (; at > 1 && t->bits[rows[at - 1].edge.target_letter & 0xFF] > bit; at--) rows[at] = rows[at - 1];
        rows[at].edge = node->edges[i];
        rows[0].letters |= (uint64_t)1 << bit;
    }
    rows[n].edge.words_flags |= LEXFILE_LAST;
    return n + 1;
}

/* The one copy of a finished node. */
static uint32_t finish(struct tree *t, const struct tree_node *node) {
    union lexfile_row rows[TREE_LETTERS + 1];
    if (!node->n_edges) return 0;
    uint32_t n = lay_out(t, node, rows), at = (uint32_t)lexfile_hash(rows, n * sizeof *rows) & (t->hash_room - 1);
    for (; t->hash[at]; at = (at + 1) & (t->hash_room - 1)) {
        const union lexfile_row *known = t->rows + t->hash[at];
        if (node_length(known) == n && memcmp(known, rows, n * sizeof *rows) == 0) return t->hash[at];
    }
    if (t->n_rows + n > t->room)
        t->rows = table_grow(t->rows, (t->room = t->room * 2 + TREE_LETTERS) * sizeof *t->rows);
    memcpy(t->rows + t->n_rows, rows, n * sizeof *rows);
    uint32_t id = t->hash[at] = t->n_rows;
    t->n_rows += n;
    if (++t->hash_n * 2 > t->hash_room) grow_hash(t);
    if (t->n_rows >> 24) {
        fputs("the letter tree has grown too large for its format\n", stderr);
        exit(1);
    }
    return id;
}

static void cut(struct tree *t, uint32_t depth) {
    for (; t->depth > depth; t->depth--) {
        struct tree_node *node = &t->path[t->depth], *parent = node - 1;
        struct lexfile_edge *edge = &parent->edges[parent->n_edges - 1];
        edge->target_letter |= finish(t, node) << 8;
        parent->words += node->words + !!(edge->words_flags & LEXFILE_FINAL);
    }
}

static uint32_t encode(const struct tree *t, const char *form, uint8_t out[TREE_DEPTH]) {
    uint32_t n = 0;
    for (uint32_t length; *form && n < TREE_DEPTH - 1; form += length) {
        uint32_t c = utf8_at(form, &length), low = 1, high = t->n_letters - 1;
        while (low < high) {
            uint32_t mid = (low + high) / 2;
            if (t->letters[mid] < c)
                low = mid + 1;
            else
                high = mid;
        }
        out[n++] = (uint8_t)low;
    }
    return n;
}

void tree_add(struct tree *t, const char *form) {
    uint8_t letters[TREE_DEPTH];
    uint32_t n = encode(t, form, letters), same = 0;
    while (same < n && same < t->depth && letters[same] == t->last[same]) same++;
    cut(t, same);
    for (; t->depth < n; t->depth++) {
        struct tree_node *node = &t->path[t->depth];
        node->edges[node->n_edges++] = (struct lexfile_edge){letters[t->depth], node->words << 2};
        t->path[t->depth + 1].n_edges = t->path[t->depth + 1].words = 0;
    }
    t->path[n - 1].edges[t->path[n - 1].n_edges - 1].words_flags |= LEXFILE_FINAL;
    memcpy(t->last, letters, n);
}

uint32_t tree_end(struct tree *t) {
    cut(t, 0);
    return tree_order(t, finish(t, &t->path[0]));
}

void tree_free(struct tree *t) {
    free(t->rows);
    free(t->hash);
    free(t->path);
}
