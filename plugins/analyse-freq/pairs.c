/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "freq.h"
#include <stdlib.h>
#include <string.h>

static uint64_t *find(const struct pairs *pairs, uint64_t a, uint64_t b) {
    uint64_t h = (a * 0x9E3779B97F4A7C15u ^ b) * 0xD6E8FEB86659FD93u;
    uint32_t i = (uint32_t)(h >> 32) & pairs->mask;
    while (pairs->items[i][1] && (pairs->items[i][0] != a || pairs->items[i][1] != b)) i = (i + 1) & pairs->mask;
    return pairs->items[i];
}

int pairs_add(struct pairs *pairs, uint64_t a, uint64_t b) {
    if (!pairs->items || pairs->used * 2 > pairs->mask) {
        struct pairs more = {.mask = pairs->items ? pairs->mask * 2 + 1 : 63, .used = pairs->used};
        more.items = calloc((size_t)more.mask + 1, sizeof *more.items);
        if (!more.items) return -1;
        for (uint32_t i = 0; pairs->items && i <= pairs->mask; i++)
            if (pairs->items[i][1])
                memcpy(find(&more, pairs->items[i][0], pairs->items[i][1]), pairs->items[i], sizeof *more.items);
        free(pairs->items);
        *pairs = more;
    }
    uint64_t *item = find(pairs, a, b);
    if (item[1]) return 0;
    item[0] = a;
    item[1] = b;
    pairs->used++;
    return 1;
}

void pairs_clear(struct pairs *pairs) {
    if (pairs->used) memset(pairs->items, 0, ((size_t)pairs->mask + 1) * sizeof *pairs->items);
    pairs->used = 0;
}

void pairs_free(struct pairs *pairs) {
    free(pairs->items);
    memset(pairs, 0, sizeof *pairs);
}
