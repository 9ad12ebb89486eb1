/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text cut at the edges of layers. */
#include "pieces.h"

#include <string.h>
#include <tap.h>
#include <utsaga/layers.h>

struct rows {
    uint32_t begin[8], end[8], value[8];
    const void *data[1];
    uts_layer layer;
};

static const uts_layer *layer(struct rows *r, uint32_t n) {
    r->data[0] = r->value;
    r->layer = (uts_layer){sizeof r->layer, n, r->begin, r->end, NULL, r->data};
    return &r->layer;
}

static const char *cut(uint32_t length, const struct pieces_layers *layers) {
    static char out[512];
    struct pieces pieces = {0};
    size_t n = 0;
    out[0] = 0;
    if (!pieces_cut(&pieces, length, layers)) return "out of memory";
    for (uint32_t i = 0; i < pieces.n; i++) {
        const struct piece *p = &pieces.items[i];
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%s%u-%u z%u t%d e%u", i ? " " : "", p->hard ? "|" : "",
                              p->begin, p->end, p->zone, p->turn == UTS_NO_ROW ? -1 : (int)p->turn, p->event);
    }
    pieces_free(&pieces);
    return out;
}

int main(void) {
    struct pieces_layers none = {0};
    is_str(cut(10, &none), "|0-10 z1 t-1 e0", "no layer: one piece of speech");
    is_str(cut(0, &none), "", "no text: no piece");

    /* "Anna: hej [skratt] du\n" and a line after it */
    struct rows zone = {{0, 6, 22}, {5, 21, 30}, {UTS_ZONE_METADATA, UTS_ZONE_SPEECH, UTS_ZONE_NARRATIVE}, {0}, {0}};
    struct rows segment = {{6}, {21}, {4}, {0}, {0}};
    struct rows event = {{10}, {18}, {UTS_EVENT_VOCAL}, {0}, {0}};
    struct pieces_layers all = {layer(&segment, 1), layer(&zone, 3), layer(&event, 1), NULL};
    is_str(
        cut(30, &all),
        "|0-5 z10 t-1 e0 |5-6 z1 t-1 e0 |6-10 z1 t4 e0 10-18 z1 t4 e2 18-21 z1 t4 e0 |21-22 z1 t-1 e0 |22-30 z4 t-1 e0",
        "zones and turns end sentences, events do not");

    struct rows marker = {{3, 5, 5}, {3, 5, 9}, {UTS_EVENT_PAUSE, UTS_EVENT_PAUSE, UTS_EVENT_PAUSE}, {0}, {0}};
    struct pieces_layers empty = {NULL, NULL, layer(&marker, 3), NULL};
    is_str(cut(9, &empty), "|0-5 z1 t-1 e0 5-9 z1 t-1 e1", "empty events hold no text");

    /* "så tän- (mm)": marked speech is not one token, and a mark behind it is found all the same */
    struct rows said = {{3, 8, 13}, {7, 12, 16}, {UTS_EVENT_CUTOFF, UTS_EVENT_BACKCHANNEL, UTS_EVENT_PAUSE}, {0}, {0}};
    struct pieces_layers spoken = {NULL, NULL, layer(&said, 3), NULL};
    is_str(cut(16, &spoken), "|0-13 z1 t-1 e0 13-16 z1 t-1 e1", "events that hold speech cut nothing");

    struct rows paragraph = {{0, 4}, {4, 9}, {0}, {0}, {0}};
    struct pieces_layers paragraphs = {NULL, NULL, NULL, layer(&paragraph, 2)};
    is_str(cut(9, &paragraphs), "|0-4 z1 t-1 e0 |4-9 z1 t-1 e0", "paragraphs end sentences");
    return done();
}
