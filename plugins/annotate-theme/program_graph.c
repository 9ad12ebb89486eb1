/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes and sets that refer to each other: an order in which each comes after what it refers to. */
#include "program_build.h"
#include <stdio.h>

bool graph_init(struct graph *g, const struct codebook *book) {
    size_t n = (size_t)book->n_codes + book->n_sets + 1;
    memset(g, 0, sizeof *g);
    g->deep = calloc(n, sizeof *g->deep);
    g->child = malloc(n * sizeof *g->child);
    g->sibling = malloc(n * sizeof *g->sibling);
    g->order = malloc(n * sizeof *g->order);
    g->place_of = malloc(n * sizeof *g->place_of);
    if (!g->deep || !g->child || !g->sibling || !g->order || !g->place_of) return false;
    for (size_t i = 0; i < n; i++) g->child[i] = g->sibling[i] = g->place_of[i] = NO_CODE;
    for (uint32_t i = book->n_codes; i-- > 0;) {
        uint32_t parent = book->codes[i].parent;
        if (parent == NO_CODE) continue;
        g->sibling[i] = g->child[parent];
        g->child[parent] = i;
    }
    return true;
}

void graph_free(struct graph *g) {
    free(g->edges);
    free(g->deep);
    free(g->child);
    free(g->sibling);
    free(g->order);
    free(g->place_of);
}

static bool add_edge(struct graph *g, uint32_t from, uint32_t to, struct place place) {
    if (!GROW(g->edges, g->edges_room, g->n_edges + 1)) return false;
    g->edges[g->n_edges++] = (struct edge){from, to, place};
    g->deep[to] = 1;
    return true;
}

/* Depth is that of the codebook's hierarchy, which its readers bound. */
bool graph_add(struct graph *g, const struct codebook *book, uint32_t from, uint32_t to, struct place place) {
    if (!add_edge(g, from, to, place)) return false;
    if (to >= book->n_codes) return true;
    for (uint32_t c = g->child[to]; c != NO_CODE; c = g->sibling[c])
        if (!graph_add(g, book, from, c, place)) return false;
    return true;
}

static int compare_edges(const void *a, const void *b) {
    const struct edge *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->place.line != y->place.line) return x->place.line < y->place.line ? -1 : 1;
    if (x->place.column != y->place.column) return x->place.column < y->place.column ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static const char *name_of(const struct codebook *book, uint32_t i) {
    return i < book->n_codes ? book->codes[i].id : book->sets[i - book->n_codes].name;
}

struct frame {
    uint32_t node, next; /* edge to go on with */
};

static void report_cycle(struct codebook *book, const struct frame *stack, uint32_t depth, const struct edge *edge) {
    char path[600];
    size_t used = 0;
    uint32_t i = 0;
    while (stack[i].node != edge->to) i++;
    for (; i < depth && used < 500; i++)
        used += (size_t)snprintf(path + used, sizeof path - used, "%.60s → ", name_of(book, stack[i].node));
    codebook_error(book, edge->place, "codes that refer to each other: %s%.60s", path, name_of(book, edge->to));
}

enum { UNSEEN, OPEN, DONE };

/* Depth first from @p root, without recursion: a chain may be as long as the codebook. */
static void visit(struct graph *g, struct codebook *book, uint32_t root, const uint32_t *first, uint8_t *state,
                  struct frame *stack) {
    uint32_t depth = 0;
    stack[depth++] = (struct frame){root, first[root]};
    state[root] = OPEN;
    while (depth) {
        struct frame *f = &stack[depth - 1];
        if (f->next == first[f->node + 1]) {
            state[f->node] = DONE;
            if (g->deep[f->node]) {
                g->place_of[f->node] = g->n_order;
                g->order[g->n_order++] = f->node;
            }
            depth--;
            continue;
        }
        const struct edge *edge = &g->edges[f->next++];
        if (state[edge->to] == OPEN)
            report_cycle(book, stack, depth, edge);
        else if (state[edge->to] == UNSEEN) {
            state[edge->to] = OPEN;
            stack[depth++] = (struct frame){edge->to, first[edge->to]};
        }
    }
}

bool graph_order(struct graph *g, struct codebook *book) {
    uint32_t n = book->n_codes + book->n_sets;
    uint32_t *first = calloc((size_t)n + 2, sizeof *first);
    uint8_t *state = calloc((size_t)n + 1, sizeof *state);
    struct frame *stack = malloc(((size_t)n + 1) * sizeof *stack);
    bool good = first && state && stack;
    if (good && g->n_edges) qsort(g->edges, g->n_edges, sizeof *g->edges, compare_edges);
    for (uint32_t i = 0; good && i < g->n_edges; i++) first[g->edges[i].from + 1]++;
    for (uint32_t i = 0; good && i < n; i++) first[i + 1] += first[i];
    for (uint32_t i = 0; good && i < n; i++)
        if (state[i] == UNSEEN) visit(g, book, i, first, state, stack);
    free(first);
    free(state);
    free(stack);
    return good;
}
