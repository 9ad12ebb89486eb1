/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strmap.h"

#include <stdlib.h>
#include <string.h>

static uint32_t hash(const char *key, size_t length) {
    uint64_t h = 0xCBF29CE484222325u ^ length;
    for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)key[i]) * 0x100000001B3u;
    return (uint32_t)(h ^ h >> 29);
}

static struct strmap_slot *find(const struct strmap *map, const char *key, size_t length) {
    uint32_t at = hash(key, length) & (map->room - 1);
    while (map->slots[at].key && (map->slots[at].length != length || memcmp(map->slots[at].key, key, length) != 0))
        at = (at + 1) & (map->room - 1);
    return &map->slots[at];
}

static bool grow(struct strmap *map) {
    struct strmap bigger = {NULL, map->room ? map->room * 2 : 64, map->used};
    bigger.slots = (struct strmap_slot *)calloc(bigger.room, sizeof *bigger.slots);
    if (!bigger.slots) return false;
    for (uint32_t i = 0; i < map->room; i++)
        if (map->slots[i].key) *find(&bigger, map->slots[i].key, map->slots[i].length) = map->slots[i];
    free(map->slots);
    *map = bigger;
    return true;
}

bool strmap_put(struct strmap *map, const char *key, size_t length, int32_t value) {
    if (map->used * 2 >= map->room && !grow(map)) return false;
    struct strmap_slot *slot = find(map, key, length);
    if (!slot->key) map->used++;
    slot->key = key;
    slot->length = (uint32_t)length;
    slot->value = value;
    return true;
}

int32_t strmap_get(const struct strmap *map, const char *key, size_t length, int32_t missing) {
    if (!map->room) return missing;
    const struct strmap_slot *slot = find(map, key, length);
    return slot->key ? slot->value : missing;
}

void strmap_free(struct strmap *map) {
    free(map->slots);
    memset(map, 0, sizeof *map);
}
