/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text cut at every edge of turn, zone, paragraph and event. */
#ifndef TOKEN_PIECES_H
#define TOKEN_PIECES_H

#include <stdbool.h>
#include <stdint.h>
#include <utsaga/plugin.h>

struct piece {
    uint32_t begin, end;
    uint32_t first; /* token of it; filled in while scanning */
    uint32_t turn;  /* row or UTS_NO_ROW */
    uint8_t zone;
    uint8_t event; /* UTS_EVENT_* when the whole piece is one, else 0 */
    uint8_t hard;  /* a sentence ends before it */
};

/* The layers the edges come from; each may be NULL. */
struct pieces_layers {
    const uts_layer *segment, *zone, *event, *paragraph;
};

struct pieces {
    struct piece *items;
    uint64_t *edges;
    uint32_t n, room, edge_room;
};

/* Cuts [0, length). False: out of memory. */
bool pieces_cut(struct pieces *pieces, uint32_t length, const struct pieces_layers *layers);
void pieces_free(struct pieces *pieces);

#endif
