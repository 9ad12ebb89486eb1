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
    uint64_t digit;
    uint64_t blank;
    uint64_t mark; /* . , ; ! ? */
    uint64_t stop; /* . */
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
    *m = (struct masks){0};
    for (int i = 0; i < 4; i++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i low = _mm_or_si128(x, _mm_set1_epi8(0x20)), digit = in_range(x, '0', 9);
        __m128i newline = equal(x, '\n'), stop = equal(x, '.');
        __m128i mark = _mm_or_si128(_mm_or_si128(stop, equal(x, ',')),
                                    _mm_or_si128(equal(x, ';'), _mm_or_si128(equal(x, '!'), equal(x, '?'))));
        __m128i blank = _mm_or_si128(_mm_or_si128(equal(x, ' '), newline), equal(x, '\t'));
        m->letter |= bits(_mm_or_si128(in_range(low, 'a', 25), digit)) << 16 * i;
        m->digit |= bits(digit) << 16 * i;
        m->blank |= bits(blank) << 16 * i;
        m->newline |= bits(newline) << 16 * i;
        m->mark |= bits(mark) << 16 * i;
        m->stop |= bits(stop) << 16 * i;
        high |= bits(x) << 16 * i;
        if (bits(x)) {
            m->c3 |= bits(equal(x, 0xC3)) << 16 * i;
            times |= bits(equal(low, 0xB7)) << 16 * i; /* U+00D7 and U+00F7 */
        }
    }
    m->letter |= m->c3 | ((m->c3 << 1 | c3_before) & high & ~times);
}
#else
/* The same masks, byte by byte. */
static inline void block_masks(const char *p, uint64_t c3_before, struct masks *m) {
    *m = (struct masks){0};
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)p[i];
        uint64_t bit = UINT64_C(1) << i;
        if (c < 0x80 && chars_is_alnum(chars_ascii[c])) m->letter |= bit;
        if (c >= '0' && c <= '9') m->digit |= bit;
        if (c == ' ' || c == '\n' || c == '\t') m->blank |= bit;
        if (c == '.' || c == ',' || c == ';' || c == '!' || c == '?') m->mark |= bit;
        if (c == '.') m->stop |= bit;
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

/* What is known of a chunk, the text between two blanks. */
enum {
    CHUNK_MARK = 1,  /* it ends in a mark that is a token of its own */
    CHUNK_MAYBE = 2, /* its word may be part of a longer token */
    CHUNK_RULES = 4  /* the rules must look at it */
};

struct state {
    uint32_t begin[MOST_CHUNKS], end[MOST_CHUNKS];
    uint8_t flags[MOST_CHUNKS];
    uint32_t n;
    uint32_t opened; /* begin of the chunk that reaches over the end of the last block */
    uint32_t done;   /* tokens were found up to here */
    bool open;
    /* of the last block: its highest bit in the lowest place, or all bits */
    uint64_t was_blank, was_c3, was_mark, was_stop, starts;
    uint64_t was_rules, was_number; /* 1: the open chunk is for the rules, opens with a digit */
};

/* The bits of a block that lists are made of: those about ends lie on the blank after the chunk. */
struct edges {
    uint64_t starts, ends, mark, maybe, rules;
    uint32_t base, open;
};

/* Lists the next start and the next end; when there is none left, what it writes is written over later. */
static inline void list(struct state *state, struct edges *edges, uint32_t i) {
    uint32_t e = (uint32_t)__builtin_ctzll(edges->ends | UINT64_C(1) << 63);
    state->begin[i + edges->open] = edges->base + (uint32_t)__builtin_ctzll(edges->starts | UINT64_C(1) << 63);
    state->end[i] = edges->base + e;
    state->flags[i] = (uint8_t)((edges->mark >> e & 1) | (edges->maybe >> e & 1) << 1 | (edges->rules >> e & 1) << 2);
    edges->starts &= edges->starts - 1;
    edges->ends &= edges->ends - 1;
}

/* Adding a bit to the run of ones around it carries into the zero after the run: so a property of any byte of a chunk
 * comes to the blank after it. @before: an open chunk has the property already; it gets whether the last one has. */
static inline uint64_t to_end(uint64_t run, uint64_t property, uint64_t *before) {
    uint64_t sum;
    bool over = __builtin_add_overflow(run, property, &sum);
    over |= __builtin_add_overflow(sum, *before, &sum);
    *before = over;
    return sum & ~run;
}

/* Ends of words so short, with so short a word after them, that they may open "t ex". Where the next block would have
 * to be looked at the answer is yes. */
static inline uint64_t spaced_ends(const struct masks *m, uint64_t ends, uint64_t starts, uint64_t last_starts) {
    uint64_t first = starts << 1 | last_starts >> 63 | starts << 2 | last_starts >> 62, next = starts >> 1,
             other = ~m->letter;
    _Static_assert(TABLES_FIRST_PART == 2 && TABLES_SECOND_PART == 3, "the shifts here say the same");
    next &= other >> 2 | other >> 3 | other >> 4;
    return ends & first & (next | UINT64_C(0xF) << 60);
}

static inline uint32_t count_bits(uint64_t x) { /* without a call where the processor may lack the instruction */
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    return (uint32_t)(((x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F)) * UINT64_C(0x0101010101010101) >> 56);
}

/* Lists the chunks of one block, of which @left bytes lie inside the stretch. */
static inline void block(const struct stretch *s, uint32_t base, uint32_t left, struct state *state,
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
    uint64_t blank_after = m.blank >> 1, blank_before = m.blank << 1 | state->was_blank, run = ~m.blank;
    if (left <= BLOCK || next == ' ' || next == '\n' || next == '\t') blank_after |= UINT64_C(1) << 63;
    uint64_t strange = run & (~(m.letter | m.mark) | (m.mark & (~blank_after | blank_before)));
    uint64_t starts = run & blank_before, ends = m.blank & ~blank_before;
    struct edges edges = {starts, ends,       m.mark << 1 | state->was_mark, m.stop << 1 | state->was_stop, 0,
                          base,   state->open};
    edges.rules = to_end(run, strange, &state->was_rules);
    edges.maybe |= to_end(run, m.digit & starts, &state->was_number) | spaced_ends(&m, ends, starts, state->starts);
    uint32_t n = count_bits(ends);
    state->begin[state->n] = state->opened; /* the first end may be that of the open chunk */
    for (uint32_t i = 0; i < UNROLLED; i++) list(state, &edges, state->n + i);
    for (uint32_t i = UNROLLED; i <= n; i++) list(state, &edges, state->n + i);
    state->open = !(m.blank >> 63);
    state->n += n;
    state->opened = state->begin[state->n];
    state->was_blank = m.blank >> 63;
    state->was_c3 = m.c3 >> 63;
    state->was_mark = m.mark >> 63;
    state->was_stop = m.stop >> 63;
    state->starts = starts;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* May the word of a chunk without strange signs be part of a longer token? */
static bool joins(const struct stretch *s, uint32_t begin, uint32_t end, bool mark) {
    const char *text = s->text;
    bool stop = text[end - 1] == '.';
    uint32_t length = end - begin - mark;
    uint64_t key = tables_key(text + begin, length);
    if (stop && length <= 2) return true; /* an initial or the number of a list item */
    if (!mark && is_digit(text[begin]) && is_digit(text[end + 1])) return true; /* 10 000 */
    return tables_maybe(s->tables, stop ? key : tables_key_next(s->tables, key, text + end + 1), stop);
}

/* A token of the rules may reach into chunks after the one it begins in: what is left of these is for the rules too. */
static uint32_t skip_done(struct state *state, uint32_t i) {
    while (i < state->n && state->end[i] <= state->done) i++;
    if (i < state->n && state->begin[i] < state->done) {
        state->begin[i] = state->done;
        state->flags[i] |= CHUNK_RULES;
    }
    return i;
}

/* Turns the listed chunks into tokens. */
static bool tokens(const struct stretch *s, struct state *state, struct spans *out) {
    if (!spans_reserve(out, 2 * state->n + 2)) return false;
    uint32_t *begins = out->begin, *ends = out->end, n = out->n;
    for (uint32_t i = skip_done(state, 0); i < state->n;) {
        uint32_t begin = state->begin[i], end = state->end[i], flags = state->flags[i], mark = flags & CHUNK_MARK;
        if (flags <= CHUNK_MARK || (!(flags & CHUNK_RULES) && !joins(s, begin, end, mark))) {
            begins[n] = begin;
            ends[n] = begins[n + 1] = end - mark;
            ends[n + 1] = end;
            n += 1 + mark;
            i++;
            continue;
        }
        out->n = n;
        state->done = by_rules(s, begin, end, out);
        i = skip_done(state, i + 1);
        if (!spans_reserve(out, 2 * (state->n - i) + 2)) return false;
        begins = out->begin;
        ends = out->end;
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
    state.was_c3 = state.was_mark = state.was_stop = state.starts = state.was_rules = state.was_number = 0;
    for (uint32_t base = s->begin, blocks = 0; base < s->end; base += BLOCK) {
        block(s, base, s->end - base, &state, lines);
        if (++blocks % BATCH == 0 && !tokens(s, &state, out)) return;
    }
    if (state.open) { /* the stretch ends with the block */
        uint64_t flags = state.was_mark | CHUNK_MAYBE | state.was_rules << 2;
        state.begin[state.n] = state.opened;
        state.end[state.n] = s->end;
        state.flags[state.n++] = (uint8_t)flags;
    }
    tokens(s, &state, out);
}
