/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays and memory that is freed in one go. */
#ifndef THEME_POOL_H
#define THEME_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/** Makes room for @p need items in the array at @p items. False: out of memory, and the array is as it was. */
static inline bool pool_grow(void **items, uint32_t *room, uint32_t need, size_t width) {
    if (need <= *room) return true;
    uint32_t more = need + need / 2 + 16;
    void *p = realloc(*items, (size_t)more * width);
    if (!p) return false;
    *items = p;
    *room = more;
    return true;
}

/* (void **) by way of void *: the arrays are of many types. */
#define GROW(array, room, need) pool_grow((void **)(void *)&(array), &(room), (need), sizeof *(array))

struct pool_block {
    struct pool_block *next;
    size_t used, room;
    char bytes[];
};

/** Zero-initialise; pool_free frees everything that pool_alloc gave. */
struct pool {
    struct pool_block *first;
};

/** @p bytes zeroed bytes, aligned to 8. NULL: out of memory. */
static inline void *pool_alloc(struct pool *pool, size_t bytes) {
    bytes = (bytes + 7) & ~(size_t)7;
    struct pool_block *b = pool->first;
    if (!b || b->room - b->used < bytes) {
        size_t room = bytes > 16384 ? bytes : 16384;
        b = malloc(sizeof *b + room);
        if (!b) return NULL;
        b->next = pool->first;
        b->used = 0;
        b->room = room;
        pool->first = b;
    }
    void *p = b->bytes + b->used;
    b->used += bytes;
    memset(p, 0, bytes);
    return p;
}

/** A NUL-terminated copy. NULL: out of memory. */
static inline char *pool_copy(struct pool *pool, const char *s, size_t n) {
    char *p = pool_alloc(pool, n + 1);
    if (p && n) memcpy(p, s, n);
    return p;
}

static inline void pool_free(struct pool *pool) {
    for (struct pool_block *b = pool->first, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    pool->first = NULL;
}

#endif /* THEME_POOL_H */
