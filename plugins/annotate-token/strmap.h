/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map from byte strings to numbers: filled when the stage is made, constant afterwards. */
#ifndef TOKEN_STRMAP_H
#define TOKEN_STRMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strmap_slot {
    const char *key; /* borrowed: the files that were read stay in memory */
    uint32_t length;
    int32_t value;
};

struct strmap {
    struct strmap_slot *slots;
    uint32_t room, used;
};

/* Sets the value of a key that must outlive the map. False: out of memory. */
bool strmap_put(struct strmap *map, const char *key, size_t length, int32_t value);
/* The value of a key, or @missing. */
int32_t strmap_get(const struct strmap *map, const char *key, size_t length, int32_t missing);
void strmap_free(struct strmap *map);

#endif
