/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strmap.h"

#include <stdlib.h>
#include <string.h>

static uint32_t hash(const char *key, size_t length) {
    uint64_t h = length * UINT64_C(0x9E3779B97F4A7C15), word;
    for (; length >= 8; key += 8, length -= 8) {
        memcpy(&word, key, 8);
        h = (h ^ word) * UINT64_C(0xD6E8FEB86659FD93);
        h ^= h >> 32;
    }
    for (word = 0; length > 0; length--) word = word << 8 | (unsigned char)key[length - 1];
    h = (h ^ word) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint32_t)(h >> 32 ^ h);
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
