/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "group.h"

#include "mark.h"

#include <string.h>

static uint64_t hash_of(const char *p, size_t n, uint32_t layout) {
    uint64_t h = 0x9E3779B97F4A7C15u ^ layout;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 0x100000001B3u;
    return h ^ h >> 29;
}

/* Makes the table of surfaces (or of groups) twice as large. */
static bool rehash(struct at_labels *labels, bool groups) {
    uint32_t **items = groups ? &labels->group_slots.items : &labels->slots.items;
    uint32_t *room = groups ? &labels->group_slots.room : &labels->slots.room;
    uint32_t size = *room ? *room * 2 : 1024, n = groups ? labels->groups.n : labels->surfaces.n;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (!slots) return false;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t hash = groups ? labels->groups.items[i].hash : labels->surfaces.items[i].hash;
        uint32_t k = (uint32_t)hash & (size - 1);
        while (slots[k]) k = (k + 1) & (size - 1);
        slots[k] = i + 1;
    }
    free(*items);
    *items = slots;
    *room = size;
    return true;
}

/* The slot of a key, which is empty when no group has it. */
static uint32_t slot_of(const struct at_labels *labels, const char *key, size_t length, uint32_t layout,
                        uint64_t hash) {
    uint32_t mask = labels->group_slots.room - 1, k = (uint32_t)hash & mask;
    for (; labels->group_slots.items[k]; k = (k + 1) & mask) {
        const struct at_group *group = &labels->groups.items[labels->group_slots.items[k] - 1];
        if (group->hash == hash && group->layout == layout && group->key_length == length &&
            memcmp(labels->keys.items + group->key, key, length) == 0)
            break;
    }
    return k;
}

uint32_t at_group_in(const struct at_labels *labels, const struct at_group *like, uint32_t layout) {
    const char *key = labels->keys.items + like->key;
    uint64_t hash = hash_of(key, like->key_length, layout);
    uint32_t row = labels->group_slots.items[slot_of(labels, key, like->key_length, layout, hash)];
    return row ? row - 1 : AT_NONE;
}

uint32_t at_group_of(struct at_labels *labels, const char *name, size_t n, uint32_t layout) {
    char key[512];
    size_t length = at_fold(name, n, key, sizeof key);
    if (labels->groups.n * 2 >= labels->group_slots.room && !rehash(labels, true)) return AT_NONE;
    uint64_t hash = hash_of(key, length, layout);
    uint32_t k = slot_of(labels, key, length, layout, hash);
    if (labels->group_slots.items[k]) return labels->group_slots.items[k] - 1;
    struct at_group group = {.key = labels->keys.n,
                             .key_length = (uint32_t)length,
                             .layout = layout,
                             .hash = hash,
                             .word = at_word_class(key, length),
                             .shape = at_shape_of(name, n)};
    if (layout == AT_BRACKET && at_mark_is_known(key, length)) group.word = AT_W_STOP;
    for (size_t i = 0; i < length; i++)
        if (!AT_PUSH(&labels->keys, key[i])) return AT_NONE;
    if (!AT_PUSH(&labels->groups, group)) return AT_NONE;
    labels->group_slots.items[k] = labels->groups.n;
    return labels->groups.n - 1;
}

uint32_t at_surface_of(struct at_labels *labels, const char *text, const struct at_candidate *c) {
    const char *name = text + c->name_begin;
    uint32_t n = c->name_end - c->name_begin;
    if (labels->surfaces.n * 2 >= labels->slots.room && !rehash(labels, false)) return AT_NONE;
    uint64_t hash = hash_of(name, n, c->layout);
    uint32_t mask = labels->slots.room - 1, k = (uint32_t)hash & mask;
    for (; labels->slots.items[k]; k = (k + 1) & mask) {
        const struct at_surface *s = &labels->surfaces.items[labels->slots.items[k] - 1];
        if (s->hash == hash && s->length == n && memcmp(text + s->begin, name, n) == 0 &&
            labels->groups.items[s->group].layout == c->layout)
            return labels->slots.items[k] - 1;
    }
    uint32_t group = at_group_of(labels, name, n, c->layout);
    struct at_surface surface = {c->name_begin, n, 0, group, hash};
    if (group == AT_NONE || !AT_PUSH(&labels->surfaces, surface)) return AT_NONE;
    labels->slots.items[k] = labels->surfaces.n;
    return labels->surfaces.n - 1;
}
