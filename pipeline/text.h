/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 and places in a text: byte <-> code point <-> UTF-16 unit <-> line and column. */
#ifndef UTSAGA_TEXT_H
#define UTSAGA_TEXT_H

#include "arena.h"
#include <stdbool.h>
#include <stdint.h>

/* The offset of the first byte that is not valid UTF-8 (or is NUL when `no_nul`), or n. */
size_t text_valid_prefix(const char *text, size_t n, bool no_nul);
/* Code points in n bytes of valid UTF-8. */
uint64_t text_count_chars(const char *p, size_t n);
/* UTF-16 units in n bytes of valid UTF-8. */
uint64_t text_count_utf16(const char *p, size_t n);

/* Line and column, from 1; columns count code points. */
typedef struct text_place {
    uint64_t line, column;
} text_place;
text_place text_place_of(const char *p, size_t n, size_t offset);

/* Code points before every TEXT_STRIDE-th byte: makes text_chars_before constant time. */
enum { TEXT_STRIDE = 256 };
typedef struct text_index {
    const char *text;
    uint32_t size;
    const uint32_t *counts; /* counts[i]: code points before byte i * TEXT_STRIDE */
} text_index;
/* Builds the index in the arena. False: memory is out. */
bool text_index_build(text_index *index, arena *a, const char *text, uint32_t size);
/* Code points before `offset` (clamped to the size). */
uint32_t text_chars_before(const text_index *index, uint32_t offset);
/* The byte where code point `chars` begins, the size when there are fewer. */
uint32_t text_byte_of(const text_index *index, uint32_t chars);

#endif /* UTSAGA_TEXT_H */
