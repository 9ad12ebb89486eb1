/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words around a hit, the same in every output. */
#ifndef COMMON_CONTEXT_H
#define COMMON_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

static inline bool context_continues(char c) { return ((unsigned char)c & 0xC0) == 0x80; }
static inline bool context_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Where the context before byte @p at begins: at most @p chars code points back, not before @p from, and at a word
 * where there is a blank. */
static inline uint32_t context_left(const char *text, uint32_t from, uint32_t at, uint32_t chars) {
    if (at - from <= chars) return from;
    uint32_t p = at;
    for (uint32_t n = 0; p > from && n < chars; n++) {
        p--;
        while (p > from && context_continues(text[p])) p--;
    }
    if (p == from || context_is_space(text[p - 1])) return p;
    for (uint32_t q = p; q < at; q++)
        if (context_is_space(text[q])) return q + 1;
    return p;
}

/* Where the context after byte @p at ends. */
static inline uint32_t context_right(const char *text, uint32_t at, uint32_t to, uint32_t chars) {
    if (to - at <= chars) return to;
    uint32_t p = at;
    for (uint32_t n = 0; p < to && n < chars; n++) {
        p++;
        while (p < to && context_continues(text[p])) p++;
    }
    if (p == to || context_is_space(text[p])) return p;
    for (uint32_t q = p; q > at; q--)
        if (context_is_space(text[q - 1])) return q - 1;
    return p;
}

#endif
