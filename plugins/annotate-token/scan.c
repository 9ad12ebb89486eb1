/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most words are letters between blanks, perhaps with one punctuation mark at the end. Bit masks of 64 bytes find those
 * without looking at them one by one; every other stretch between blanks goes to the rules of words.c. */
#include "scan.h"

#include "chars.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64, MOST_PER_BLOCK = 2 * BLOCK };

struct masks {
    uint64_t letter; /* ASCII letters and digits, and U+00C0 to U+00FF with both bytes */
    uint64_t blank;
    uint64_t point; /* . , ; ! ? */
    uint64_t newline;
    uint64_t c3; /* first bytes of U+00C0 to U+00FF */
};

#ifdef __SSE2__
static inline __m128i in_range(__m128i x, char low, char width) {
    __m128i d = _mm_sub_epi8(x, _mm_set1_epi8(low));
    return _mm_cmpeq_epi8(_mm_min_epu8(d, _mm_set1_epi8(width)), d);
}

static inline __m128i equal(__m128i x, int c) { return _mm_cmpeq_epi8(x, _mm_set1_epi8((char)c)); }

static inline uint64_t bits(__m128i x) { return (uint32_t)_mm_movemask_epi8(x); }

/* @c3_before: the byte before the block is 0xC3. */
static inline void block_masks(const char *p, uint64_t c3_before, struct masks *m) {
    uint64_t high = 0, times = 0;
    *m = (struct masks){0, 0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i letter = _mm_or_si128(in_range(_mm_or_si128(x, _mm_set1_epi8(0x20)), 'a', 25), in_range(x, '0', 9));
        __m128i newline = equal(x, '\n');
        __m128i point =
            _mm_or_si128(_mm_or_si128(equal(_mm_and_si128(x, _mm_set1_epi8((char)0xFD)), ','), equal(x, ';')),
                         _mm_or_si128(equal(x, '!'), equal(x, '?')));
        __m128i blank = _mm_or_si128(_mm_or_si128(equal(x, ' '), newline), equal(x, '\t'));
        m->letter |= bits(letter) << 16 * i;
        m->blank |= bits(blank) << 16 * i;
        m->newline |= bits(newline) << 16 * i;
        m->point |= bits(point) << 16 * i;
        high |= bits(x) << 16 * i;
        if (bits(x)) {
            m->c3 |= bits(equal(x, 0xC3)) << 16 * i;
            times |= bits(equal(_mm_or_si128(x, _mm_set1_epi8(0x20)), 0xB7)) << 16 * i; /* U+00D7 and U+00F7 */
        }
    }
    uint64_t second = m->c3 << 1 | c3_before;
    m->letter |= m->c3 | (second & high & ~times);
}
#else
/* The same masks, byte by byte. */
static inline void block_masks(const char *p, uint64_t c3_before, struct masks *m) {
    *m = (struct masks){0, 0, 0, 0, 0};
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)p[i];
        uint64_t bit = UINT64_C(1) << i;
        if (c < 0x80 && chars_is_alnum(chars_ascii[c])) m->letter |= bit;
        if (c == ' ' || c == '\n' || c == '\t') m->blank |= bit;
        if (c == '.' || c == ',' || c == ';' || c == '!' || c == '?') m->point |= bit;
        if (c == '\n') m->newline |= bit;
        if (c == 0xC3) m->letter |= bit, m->c3 |= bit;
        if (c >= 0x80 && c3_before && (c | 0x20) != 0xB7) m->letter |= bit;
        c3_before = c == 0xC3;
    }
}
#endif

void lines_free(struct lines *lines) {
    free(lines->at);
    *lines = (struct lines){0};
}

static bool lines_reserve(struct lines *lines, uint32_t more) {
    if (lines->room - lines->n >= more) return true;
    uint32_t room = (lines->n + more) * 2 + 64, *at = (uint32_t *)realloc(lines->at, room * sizeof *at);
    lines->failed = lines->failed || !at;
    if (!at) return false;
    lines->at = at;
    lines->room = room;
    return true;
}

/* The tokens of [at, end) by the rules. The last one may reach further: the end of that is returned. */
static uint32_t by_rules(const struct stretch *s, uint32_t at, uint32_t end, struct spans *out) {
    while (at < end) {
        struct ch c = chars_at(s->text, at, s->end);
        at = c.cls == CH_SPACE ? at + c.length : words_next(s, at, out);
    }
    return at;
}

void scan_rules(const struct stretch *s, struct spans *out, struct lines *lines) {
    for (uint32_t at = s->begin; at < s->end; at++)
        if (s->text[at] == '\n' && lines_reserve(lines, 1)) lines->at[lines->n++] = at;
    by_rules(s, s->begin, s->end, out);
}

struct state {
    uint32_t start;     /* of the chunk that is open */
    uint32_t done;      /* tokens were found up to here */
    bool open;          /* a chunk reaches over the end of the last block */
    uint64_t was_blank; /* 1: the last byte of the last block was one */
    uint64_t was_c3;
    uint64_t was_bad; /* 1: the open chunk is none for the short cut */
};

static inline bool is_digit(char c) { return (unsigned char)(c - '0') <= 9; }

/* A plain word or number, perhaps with one mark after it. False when the rules must look at it. */
static inline bool plain(const struct stretch *s, uint32_t start, uint32_t end, struct spans *out) {
    const char *text = s->text;
    char last = text[end - 1];
    bool mark = (unsigned char)last < 0x40 && !is_digit(last), point = last == '.';
    uint32_t length = end - start - mark;
    uint64_t key = tables_key(text + start, length), with_next = tables_key_next(s->tables, key, text + end + 1);
    key ^= (key ^ with_next) & ((uint64_t)point - 1); /* no branch: it would be guessed wrong too often */
    if (tables_maybe(s->tables, key, point) || (point && length <= 2)) return false;
    if (is_digit(text[start]) && is_digit(text[end + 1]) && !mark) return false; /* 10 000 */
    uint32_t n = out->n;
    out->begin[n] = start;
    out->end[n] = end - mark;
    out->begin[n + 1] = end - mark;
    out->end[n + 1] = end;
    out->n = n + 1 + mark;
    return true;
}

static inline void chunk(const struct stretch *s, struct state *state, uint32_t end, bool bad, struct spans *out) {
    uint32_t start = state->start;
    if (start < state->done) {
        if (state->done >= end) return;
        start = state->done;
        bad = true;
    }
    if (!bad && plain(s, start, end, out)) return;
    state->done = by_rules(s, start, end, out);
    if (!spans_reserve(out, MOST_PER_BLOCK)) state->done = UINT32_MAX; /* nothing more is written */
}

/* One block, of which @left bytes lie inside the stretch. */
static void block(const struct stretch *s, uint32_t base, uint32_t left, struct state *state, struct spans *out,
                  struct lines *lines) {
    struct masks m;
    block_masks(s->text + base, state->was_c3, &m);
    if (left < BLOCK) {
        uint64_t outside = ~UINT64_C(0) << left;
        m.blank |= outside;
        m.newline &= ~outside;
    }
    if (m.newline && lines_reserve(lines, BLOCK))
        for (uint64_t n = m.newline; n; n &= n - 1) lines->at[lines->n++] = base + (uint32_t)__builtin_ctzll(n);
    unsigned char next = (unsigned char)s->text[base + BLOCK];
    uint64_t blank_after = m.blank >> 1, blank_before = m.blank << 1 | state->was_blank;
    if (left <= BLOCK || next == ' ' || next == '\n' || next == '\t') blank_after |= UINT64_C(1) << 63;
    uint64_t bad = ~(m.letter | m.blank | m.point) | (m.point & (~blank_after | blank_before));
    uint64_t run = ~m.blank, flagged;
    bad &= run;
    /* Adding a bad bit to the run of ones around it carries into the blank after the run. */
    bool over = __builtin_add_overflow(run, bad, &flagged);
    over |= __builtin_add_overflow(flagged, state->was_bad, &flagged);
    uint64_t starts = run & blank_before, ends = m.blank & ~blank_before;
    if (state->open && ends) {
        uint32_t e = (uint32_t)__builtin_ctzll(ends);
        chunk(s, state, base + e, flagged >> e & 1, out);
        ends &= ends - 1;
        state->open = false;
    }
    for (; ends; ends &= ends - 1, starts &= starts - 1) {
        uint32_t e = (uint32_t)__builtin_ctzll(ends);
        state->start = base + (uint32_t)__builtin_ctzll(starts);
        chunk(s, state, base + e, flagged >> e & 1, out);
    }
    if (starts) {
        state->start = base + (uint32_t)__builtin_ctzll(starts);
        state->open = true;
    }
    state->was_blank = m.blank >> 63;
    state->was_c3 = m.c3 >> 63;
    state->was_bad = over;
}

void scan_fast(const struct stretch *s, struct spans *out, struct lines *lines) {
    struct state state = {0, s->begin, false, 1, 0, 0};
    for (uint32_t base = s->begin; base < s->end; base += BLOCK) {
        if (!spans_reserve(out, MOST_PER_BLOCK)) return;
        block(s, base, s->end - base, &state, out, lines);
    }
    if (state.open) chunk(s, &state, s->end, state.was_bad, out);
}
