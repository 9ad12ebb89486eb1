/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pieces.h"

#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

/* An edge is its offset, and in the lowest bit whether it ends a sentence. */
static void merge(const uint64_t *a, uint32_t n_a, const uint64_t *b, uint32_t n_b, uint64_t *out) {
    while (n_a && n_b) {
        if (*b < *a) {
            *out++ = *b++;
            n_b--;
        } else {
            *out++ = *a++;
            n_a--;
        }
    }
    memcpy(out, n_a ? a : b, (n_a + n_b) * sizeof *out);
}

static uint32_t run_end(const uint64_t *edges, uint32_t at, uint32_t n) {
    while (at + 1 < n && edges[at] <= edges[at + 1]) at++;
    return at < n ? at + 1 : n;
}

/* Each layer's edges ascend already, so that merging ascending runs takes few passes. */
static void sort_edges(uint64_t *edges, uint64_t *spare, uint32_t n) {
    while (run_end(edges, 0, n) < n) {
        for (uint32_t at = 0; at < n;) {
            uint32_t middle = run_end(edges, at, n), end = run_end(edges, middle, n);
            merge(edges + at, middle - at, edges + middle, end - middle, spare + at);
            at = end;
        }
        memcpy(edges, spare, n * sizeof *edges);
    }
}

/* An event whose words are tokens of their own cuts nothing. */
static bool is_spoken(const uint32_t *kinds, uint32_t i) { return kinds && UTS_EVENT_IS_SPOKEN(kinds[i]); }

static uint32_t add_edges(uint64_t *edges, uint32_t n, const uts_layer *layer, const uint32_t *kinds) {
    uint64_t hard = kinds == NULL;
    for (uint32_t i = 0; layer && i < layer->rows; i++) {
        if (layer->begin[i] == layer->end[i] || is_spoken(kinds, i)) continue;
        edges[n++] = (uint64_t)layer->begin[i] << 1 | hard;
        edges[n++] = (uint64_t)layer->end[i] << 1 | hard;
    }
    return n;
}

static bool make_room(struct pieces *pieces, uint64_t edges) {
    if (edges > UINT32_MAX) return false;
    if (edges > pieces->edge_room / 2) { /* the other half is for sorting */
        uint64_t *grown = (uint64_t *)realloc(pieces->edges, edges * 2 * sizeof *grown);
        if (!grown) return false;
        pieces->edges = grown;
        pieces->edge_room = (uint32_t)edges * 2;
    }
    if (edges > pieces->room) {
        struct piece *grown = (struct piece *)realloc(pieces->items, edges * 2 * sizeof *grown);
        if (!grown) return false;
        pieces->items = grown;
        pieces->room = (uint32_t)edges * 2;
    }
    return true;
}

/* The row of @layer over [begin, end), from @row on; rows that end before are passed. @kinds: of events. */
static bool row_over(const uts_layer *layer, const uint32_t *kinds, uint32_t *row, uint32_t begin) {
    while (layer && *row < layer->rows && (layer->end[*row] <= begin || is_spoken(kinds, *row))) ++*row;
    return layer && *row < layer->rows && layer->begin[*row] <= begin;
}

bool pieces_cut(struct pieces *pieces, uint32_t length, const struct pieces_layers *layers) {
    const uts_layer *all[] = {layers->segment, layers->zone, layers->paragraph, layers->event};
    const uint32_t *kinds = layers->event ? layers->event->data[UTS_EVENT_KIND] : NULL;
    uint64_t count = 2;
    for (int i = 0; i < 4; i++) count += all[i] ? 2 * (uint64_t)all[i]->rows : 0;
    if (!make_room(pieces, count)) return false;
    uint64_t *edges = pieces->edges;
    uint32_t n = 0, segment = 0, zone = 0, event = 0;
    edges[n++] = 1;
    for (int i = 0; i < 4; i++) n = add_edges(edges, n, all[i], i < 3 ? NULL : kinds);
    edges[n++] = (uint64_t)length << 1 | 1;
    sort_edges(edges, edges + pieces->edge_room / 2, n);
    pieces->n = 0;
    bool hard = false;
    for (uint32_t i = 0; i + 1 < n; i++) {
        uint32_t begin = (uint32_t)(edges[i] >> 1), end = (uint32_t)(edges[i + 1] >> 1);
        hard = hard || (edges[i] & 1);
        if (begin == end || begin >= length) continue;
        struct piece piece = {begin, end, 0, UTS_NO_ROW, UTS_ZONE_SPEECH, 0, hard};
        if (row_over(layers->segment, NULL, &segment, begin))
            piece.turn = ((const uint32_t *)layers->segment->data[UTS_SEGMENT_TURN])[segment];
        if (row_over(layers->zone, NULL, &zone, begin))
            piece.zone = (uint8_t)((const uint32_t *)layers->zone->data[UTS_ZONE_KIND])[zone];
        if (row_over(layers->event, kinds, &event, begin)) piece.event = (uint8_t)kinds[event];
        pieces->items[pieces->n++] = piece;
        hard = false;
    }
    return true;
}

void pieces_free(struct pieces *pieces) {
    free(pieces->items);
    free(pieces->edges);
    *pieces = (struct pieces){0};
}
