/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* The length of the well-formed sequence at p (Unicode 15, table 3-7), or 0. */
static size_t sequence_at(const unsigned char *p, size_t left) {
    unsigned char a = p[0];
    if (a < 0x80) return 1;
    if (a < 0xC2 || a > 0xF4) return 0;
    if (a < 0xE0) return left >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
    if (a < 0xF0) {
        if (left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
        if ((a == 0xE0 && p[1] < 0xA0) || (a == 0xED && p[1] > 0x9F)) return 0;
        return 3;
    }
    if (left < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return 0;
    if ((a == 0xF0 && p[1] < 0x90) || (a == 0xF4 && p[1] > 0x8F)) return 0;
    return 4;
}

#if defined(__SSE2__)
/*
 * Bytes from p on that are certainly valid, in steps of 16: ASCII and U+0080 to U+00FF, which is nearly all of Swedish.
 * Every byte above 0x7F must be a lead C2 or C3 or the continuation of one. Stops before a lead whose continuation it
 * has not seen.
 */
static size_t latin_prefix(const unsigned char *p, size_t n, bool no_nul) {
    const __m128i zero = _mm_setzero_si128(), lead_mask = _mm_set1_epi8((char)0xFE), lead = _mm_set1_epi8((char)0xC2);
    const __m128i top = _mm_set1_epi8((char)0xC0), continuation = _mm_set1_epi8((char)0x80);
    size_t i = 0;
    unsigned carry = 0; /* the byte before was a lead */
    for (; i + 16 <= n; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
        unsigned high = (unsigned)_mm_movemask_epi8(x);
        if (no_nul && _mm_movemask_epi8(_mm_cmpeq_epi8(x, zero))) break;
        if (!(high | carry)) continue;
        unsigned leads = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(x, lead_mask), lead));
        unsigned follow = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(x, top), continuation));
        if (high != (leads | follow) || follow != ((leads << 1 | carry) & 0xFFFF)) break;
        carry = leads >> 15;
    }
    return i - carry;
}
#else
/* True when none of the 8 bytes is above 0x7F or, with no_nul, zero. */
static inline bool plain_word(const unsigned char *p, bool no_nul) {
    uint64_t w;
    memcpy(&w, p, 8);
    if (w & 0x8080808080808080ull) return false;
    return !no_nul || !((w - 0x0101010101010101ull) & ~w & 0x8080808080808080ull);
}

static size_t latin_prefix(const unsigned char *p, size_t n, bool no_nul) {
    size_t i = 0;
    while (i + 8 <= n && plain_word(p + i, no_nul)) i += 8;
    return i;
}
#endif

size_t text_valid_prefix(const char *text, size_t n, bool no_nul) {
    const unsigned char *p = (const unsigned char *)text;
    size_t i = 0;
    while (i < n) {
        i += latin_prefix(p + i, n - i, no_nul);
        /* Some bytes one by one, then in blocks again. */
        for (size_t stop = i + 16; i < n && i < stop;) {
            size_t length = p[i] || !no_nul ? sequence_at(p + i, n - i) : 0;
            if (!length) return i;
            i += length;
        }
    }
    return n;
}

/* Continuation bytes among 8: the top bits are 10. */
static inline unsigned continuations(const char *p) {
    uint64_t w;
    memcpy(&w, p, 8);
    return (unsigned)(((w & ~(w << 1) & 0x8080808080808080ull) >> 7) * 0x0101010101010101ull >> 56);
}

uint64_t text_count_chars(const char *p, size_t n) {
    uint64_t chars = n;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) chars -= continuations(p + i);
    for (; i < n; i++) chars -= ((unsigned char)p[i] & 0xC0) == 0x80;
    return chars;
}

uint64_t text_count_utf16(const char *p, size_t n) {
    uint64_t units = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        units += (c & 0xC0) != 0x80;
        units += c >= 0xF0;
    }
    return units;
}

text_place text_place_of(const char *p, size_t n, size_t offset) {
    if (offset > n) offset = n;
    text_place place = {1, 1};
    size_t line_start = 0;
    for (size_t i = 0; i < offset; i++)
        if (p[i] == '\n') {
            place.line++;
            line_start = i + 1;
        }
    place.column = 1 + text_count_chars(p + line_start, offset - line_start);
    return place;
}

bool text_index_build(text_index *index, arena *a, const char *text, uint32_t size) {
    uint32_t marks = size / TEXT_STRIDE + 1, chars = 0;
    uint32_t *counts = arena_take(a, marks * sizeof *counts, sizeof *counts);
    if (!counts) return false;
    for (uint32_t i = 0; i < marks; i++) {
        counts[i] = chars;
        uint32_t from = i * TEXT_STRIDE, to = size - from < TEXT_STRIDE ? size : from + TEXT_STRIDE;
        chars += (uint32_t)text_count_chars(text + from, to - from);
    }
    *index = (text_index){text, size, counts};
    return true;
}

uint32_t text_chars_before(const text_index *index, uint32_t offset) {
    if (offset > index->size) offset = index->size;
    uint32_t mark = offset / TEXT_STRIDE;
    return index->counts[mark] + (uint32_t)text_count_chars(index->text + mark * TEXT_STRIDE, offset % TEXT_STRIDE);
}

uint32_t text_byte_of(const text_index *index, uint32_t chars) {
    uint32_t low = 0, high = index->size / TEXT_STRIDE;
    while (low < high) {
        uint32_t mid = low + (high - low + 1) / 2;
        if (index->counts[mid] <= chars)
            low = mid;
        else
            high = mid - 1;
    }
    uint32_t left = chars - index->counts[low], at = low * TEXT_STRIDE;
    while (at < index->size && ((unsigned char)index->text[at] & 0xC0) == 0x80) at++;
    for (; left && at < index->size; left--) {
        at++;
        while (at < index->size && ((unsigned char)index->text[at] & 0xC0) == 0x80) at++;
    }
    return at;
}
