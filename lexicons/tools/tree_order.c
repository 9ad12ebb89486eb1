/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Puts the nodes of a finished tree where a reader finds them together: first those near the root, level by level,
 * which every word meets; then each of the rest behind the node that leads to it. Look-ups wait for memory more than
 * for anything else, and the order in which nodes are finished scatters both.
 */
#include "table.h"
#include "tree.h"
#include <stdlib.h>
#include <string.h>

enum { TOP_LEVELS = 3 };

struct order {
    const struct tree *tree;
    union lexfile_row *rows; /* the new ones */
    uint32_t *place;         /* new row by old row, 0: not yet placed */
    uint32_t *placed;        /* old rows, in the new order */
    uint32_t n_rows, n_placed;
};

static void put_node(struct order *o, uint32_t node) {
    const union lexfile_row *from = o->tree->rows + node;
    uint32_t n = 1;
    if (o->place[node]) return;
    while (!(from[n].edge.words_flags & LEXFILE_LAST)) n++;
    memcpy(o->rows + o->n_rows, from, (n + 1) * sizeof *from);
    o->place[node] = o->n_rows;
    o->n_rows += n + 1;
    o->placed[o->n_placed++] = node;
}

/* Calls @p put with each child of a node. */
static void each_child(struct order *o, uint32_t node, void (*put)(struct order *o, uint32_t node)) {
    const union lexfile_row *row = o->tree->rows + node;
    do {
        uint32_t target = (++row)->edge.target_letter >> 8;
        if (target) put(o, target);
    } while (!(row->edge.words_flags & LEXFILE_LAST));
}

static void put_deep(struct order *o, uint32_t node) {
    if (o->place[node]) return;
    put_node(o, node);
    each_child(o, node, put_deep);
}

uint32_t tree_order(struct tree *t, uint32_t root) {
    struct order o = {.tree = t, .n_rows = 1};
    if (!root) return 0;
    o.rows = table_grow(NULL, t->n_rows * sizeof *o.rows);
    o.place = calloc(t->n_rows, sizeof *o.place);
    o.placed = calloc(t->n_rows, sizeof *o.placed);
    if (!o.place || !o.placed) exit(1);
    memset(o.rows, 0, sizeof *o.rows);
    put_node(&o, root);
    for (uint32_t level = 0, first = 0, end; level < TOP_LEVELS; level++, first = end) {
        end = o.n_placed;
        for (uint32_t i = first; i < end; i++) each_child(&o, o.placed[i], put_node);
    }
    for (uint32_t i = 0, top = o.n_placed; i < top; i++) each_child(&o, o.placed[i], put_deep);
    for (uint32_t i = 0; i < o.n_placed; i++) {
        union lexfile_row *row = o.rows + o.place[o.placed[i]];
        do {
            uint32_t target_letter = (++row)->edge.target_letter;
            row->edge.target_letter = o.place[target_letter >> 8] << 8 | (target_letter & 0xFF);
        } while (!(row->edge.words_flags & LEXFILE_LAST));
    }
    root = o.place[root];
    free(t->rows);
    t->rows = o.rows;
    free(o.place);
    free(o.placed);
    return root;
}
