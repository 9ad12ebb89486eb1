/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays that a worker keeps from document to document. */
#ifndef AQ_VEC_H
#define AQ_VEC_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define AQ_VEC(type)                                                                                                   \
    struct {                                                                                                           \
        type *items;                                                                                                   \
        uint32_t n, room;                                                                                              \
    }

/* Room for one more item of @p size bytes. False: out of memory. */
static inline bool aq_vec_grow(void **items, uint32_t n, uint32_t *room, size_t size) {
    if (n < *room) return true;
    uint32_t more = *room * 2 + 64;
    void *grown = realloc(*items, more * size);
    if (!grown) return false;
    *items = grown;
    *room = more;
    return true;
}

/* Appends @p item; evaluates to false when memory is out. */
#define AQ_PUSH(vec, item)                                                                                             \
    (aq_vec_grow((void **)&(vec)->items, (vec)->n, &(vec)->room, sizeof *(vec)->items)                                 \
         ? ((vec)->items[(vec)->n++] = (item), true)                                                                   \
         : false)

#endif
