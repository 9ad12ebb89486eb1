/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most words are letters between blanks, perhaps with one punctuation mark at the end. Bit masks of 64 bytes find those
 * without looking at them one by one; every other stretch between blanks goes to the rules of words.c. */
#include "scan.h"

#include "chars.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64, UNROLLED = 12 };

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

/* Chunks are listed for this many blocks at a time: in one long loop the processor guesses branches better. */
enum { BATCH = 32, MOST_CHUNKS = BATCH * (BLOCK / 2) + UNROLLED + 2 };

/* What lies between blanks is a chunk. */
struct state {
    uint32_t begin[MOST_CHUNKS], end[MOST_CHUNKS];
    uint8_t bad[MOST_CHUNKS];  /* 1: the rules must look at it */
    uint8_t mark[MOST_CHUNKS]; /* 1: it ends in a mark that is a token of its own */
    uint32_t n;
    uint32_t opened;    /* begin of the chunk that is open */
    uint32_t done;      /* tokens were found up to here */
    bool open;          /* a chunk reaches over the end of the last block */
    uint64_t was_blank; /* 1: the last byte of the last block was one */
    uint64_t was_c3;
    uint64_t was_bad; /* 1: the open chunk is none for the short cut */
};

enum { SIGN_MARK = 1, SIGN_DIGIT = 2 };
static const uint8_t signs[256] = {
    ['.'] = SIGN_MARK,  [','] = SIGN_MARK,  [';'] = SIGN_MARK,  ['!'] = SIGN_MARK,  ['?'] = SIGN_MARK,
    ['0'] = SIGN_DIGIT, ['1'] = SIGN_DIGIT, ['2'] = SIGN_DIGIT, ['3'] = SIGN_DIGIT, ['4'] = SIGN_DIGIT,
    ['5'] = SIGN_DIGIT, ['6'] = SIGN_DIGIT, ['7'] = SIGN_DIGIT, ['8'] = SIGN_DIGIT, ['9'] = SIGN_DIGIT};

struct edges {
    uint64_t starts, ends, flagged;
    uint32_t base, open;
};

/* Lists the next start and the next end; when there is none left, what it writes is written over later. */
static inline void list(struct state *state, struct edges *edges, uint32_t i) {
    uint32_t e = (uint32_t)__builtin_ctzll(edges->ends | UINT64_C(1) << 63);
    state->begin[i + edges->open] = edges->base + (uint32_t)__builtin_ctzll(edges->starts | UINT64_C(1) << 63);
    state->end[i] = edges->base + e;
    state->bad[i] = edges->flagged >> e & 1;
    edges->starts &= edges->starts - 1;
    edges->ends &= edges->ends - 1;
}

/* Lists the chunks of one block, of which @left bytes lie inside the stretch. */
static void block(const struct stretch *s, uint32_t base, uint32_t left, struct state *state, struct lines *lines) {
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
    uint64_t run = ~m.blank, flagged;
    uint64_t bad = run & (~(m.letter | m.point) | (m.point & (~blank_after | blank_before)));
    /* Adding a bad bit to the run of ones around it carries into the blank after the run. */
    bool over = __builtin_add_overflow(run, bad, &flagged);
    over |= __builtin_add_overflow(flagged, state->was_bad, &flagged);
    uint64_t starts = run & blank_before, ends = m.blank & ~blank_before;
    struct edges edges = {starts, ends, flagged, base, state->open};
    uint32_t n = (uint32_t)__builtin_popcountll(ends);
    state->begin[state->n] = state->opened; /* the first end may be that of the open chunk */
    for (uint32_t i = 0; i < UNROLLED; i++) list(state, &edges, state->n + i);
    for (uint32_t i = UNROLLED; i <= n; i++) list(state, &edges, state->n + i);
    state->open = !(m.blank >> 63);
    state->n += n;
    state->opened = state->begin[state->n];
    state->was_blank = m.blank >> 63;
    state->was_c3 = m.c3 >> 63;
    state->was_bad = over;
}

/* Finds the chunks whose first word may be part of a longer token, and those with a mark at their end. No branches:
 * they would be guessed wrong too often. */
static void judge(const struct stretch *s, struct state *state) {
    const char *text = s->text;
    const struct tables *tables = s->tables;
    for (uint32_t i = 0; i < state->n; i++) {
        uint32_t begin = state->begin[i], end = state->end[i];
        uint8_t last = (uint8_t)text[end - 1], is_mark = signs[last] & SIGN_MARK;
        uint32_t length = end - begin - is_mark;
        uint64_t point = last == '.', key = tables_key(text + begin, length),
                 with_next = tables_key_next(tables, key, text + end + 1);
        key ^= (key ^ with_next) & (point - 1);
        uint8_t longer = tables_maybe(tables, key, point), initial = (uint8_t)(point & (length <= 2));
        uint8_t group = (signs[(uint8_t)text[begin]] & signs[(uint8_t)text[end + 1]]) >> 1 & !is_mark; /* 10 000 */
        state->mark[i] = is_mark;
        state->bad[i] |= longer | initial | group;
    }
}

/* Turns the listed chunks into tokens. */
static bool tokens(const struct stretch *s, struct state *state, struct spans *out) {
    if (!spans_reserve(out, 2 * state->n + 2)) return false;
    judge(s, state);
    uint32_t *restrict to_begin = out->begin, *restrict to_end = out->end, n = out->n;
    for (uint32_t i = 0; i < state->n; i++) {
        uint32_t begin = state->begin[i], end = state->end[i], mark = state->mark[i];
        if (!state->bad[i] && begin >= state->done) {
            to_begin[n] = begin;
            to_end[n] = to_begin[n + 1] = end - mark;
            to_end[n + 1] = end;
            n += 1 + mark;
            continue;
        }
        if (state->done >= end) continue;
        out->n = n;
        state->done = by_rules(s, begin > state->done ? begin : state->done, end, out);
        if (!spans_reserve(out, 2 * (state->n - i) + 2)) return false;
        to_begin = out->begin;
        to_end = out->end;
        n = out->n;
    }
    out->n = n;
    state->n = 0;
    return true;
}

void scan_fast(const struct stretch *s, struct spans *out, struct lines *lines) {
    struct state state;
    state.n = state.opened = 0;
    state.done = s->begin;
    state.open = false;
    state.was_blank = 1;
    state.was_c3 = state.was_bad = 0;
    for (uint32_t base = s->begin, blocks = 0; base < s->end; base += BLOCK) {
        block(s, base, s->end - base, &state, lines);
        if (++blocks % BATCH == 0 && !tokens(s, &state, out)) return;
    }
    if (state.open) {
        state.begin[state.n] = state.opened;
        state.end[state.n] = s->end;
        state.bad[state.n++] = (uint8_t)state.was_bad;
    }
    tokens(s, &state, out);
}
