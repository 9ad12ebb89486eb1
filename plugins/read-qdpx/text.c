/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include "../common/decode.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { SEGMENT = 256 };

struct maker {
    struct rq_text *t;
    const UNormalizer2 *nfc;
    const uint8_t *bytes;
    int32_t n;
    size_t room;
    uint32_t chars_room;
    bool other_breaks; /* it holds U+0085, which becomes a line end */
};

static bool room_for(struct maker *m, size_t bytes, uint32_t chars) {
    struct rq_text *t = m->t;
    if (t->n + bytes > m->room) {
        size_t room = (t->n + bytes) * 3 / 2 + 64;
        char *p = realloc(t->p, room);
        if (!p) return false;
        t->p = p;
        m->room = room;
    }
    if (t->n_chars + chars > m->chars_room) {
        uint32_t room = (t->n_chars + chars) * 3 / 2 + 64;
        uint32_t *at = realloc(t->at, room * sizeof *at);
        if (!at) return false;
        t->at = at;
        m->chars_room = room;
    }
    return true;
}

static void put_char(struct maker *m, UChar32 c) {
    uint8_t *p = (uint8_t *)m->t->p;
    size_t n = m->t->n;
    U8_APPEND_UNSAFE(p, n, c);
    m->t->n = n;
}

/* Adds to the map from text to file. Stretches that are equal byte for byte grow together. */
static void map_run(struct maker *m, size_t text_begin, int32_t file_begin, int32_t file_end) {
    struct rq_text *t = m->t;
    bool equal = t->n - text_begin == (size_t)(file_end - file_begin);
    if (t->runs && t->n_runs) {
        struct rq_run *last = &t->runs[t->n_runs - 1];
        struct rq_run before = t->n_runs > 1 ? last[-1] : (struct rq_run){0, t->bom ? 3 : 0};
        if (equal && last->text_end - before.text_end == last->file_end - before.file_end) {
            *last = (struct rq_run){(uint32_t)t->n, (uint32_t)file_end};
            return;
        }
    }
    if (t->n == text_begin) return;
    if (!t->runs || t->n_runs == t->runs_room) {
        uint32_t room = t->runs_room ? t->runs_room * 2 : 16;
        struct rq_run *runs = realloc(t->runs, room * sizeof *runs);
        if (!runs) {
            t->no_memory = true;
            return;
        }
        t->runs = runs;
        t->runs_room = room;
    }
    t->runs[t->n_runs++] = (struct rq_run){(uint32_t)t->n, (uint32_t)file_end};
}

/* What a single character becomes. */
static UChar32 clean(struct rq_text *t, UChar32 c) {
    if (c < 0) return t->broken++, 0xFFFD;
    if (c == 0x85 || c == 0x2028 || c == 0x2029 || c == '\r') return '\n';
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0xFFFE || c == 0xFFFF) return t->controls++, 0xFFFD;
    return c;
}

static bool starts(const struct maker *m, UChar32 c) {
    return c < 0x300 || unorm2_hasBoundaryBefore(m->nfc, c < 0 ? 0xFFFD : c);
}

/* Several characters that may compose: [i, stop), the first of which is @p first. */
static bool put_segment(struct maker *m, int32_t i, int32_t stop) {
    UChar utf16[SEGMENT], composed[SEGMENT];
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = 0, units = 0;
    uint32_t begin = (uint32_t)m->t->n;
    for (int32_t k = i; k < stop;) { /* segment_end keeps it within utf16 */
        UChar32 c;
        U8_NEXT(m->bytes, k, stop, c);
        c = clean(m->t, c);
        if (!room_for(m, 8 * SEGMENT, 2)) return false;
        m->t->wide += c > 0xFFFF;
        m->t->at[m->t->n_chars++] = begin | (n++ ? RQ_INNER : 0);
        U16_APPEND_UNSAFE(utf16, units, c);
    }
    int32_t length = unorm2_normalize(m->nfc, utf16, units, composed, SEGMENT, &error);
    if (U_FAILURE(error)) return false;
    m->t->composed += length != units || memcmp(utf16, composed, (size_t)units * sizeof *utf16) != 0;
    for (int32_t k = 0; k < length;) {
        UChar32 c;
        U16_NEXT(composed, k, length, c);
        put_char(m, c);
    }
    return true;
}

/* The end of the stretch of characters that belong together with the one that ends at @p i. */
static int32_t segment_end(const struct maker *m, int32_t i) {
    for (int32_t count = 0; i < m->n && count < SEGMENT / 2 - 4; count++) {
        int32_t next = i;
        UChar32 c;
        U8_NEXT(m->bytes, next, m->n, c);
        if (starts(m, c)) break;
        i = next;
    }
    return i;
}

static bool put_next(struct maker *m, int32_t *i) {
    struct rq_text *t = m->t;
    int32_t begin = *i, next = begin;
    size_t text_begin = t->n;
    UChar32 c;
    U8_NEXT(m->bytes, next, m->n, c);
    int32_t stop = next < m->n && m->bytes[next] < 0xCC ? next : segment_end(m, next);
    if (!room_for(m, 8, 2)) return false;
    if (stop != next || (c >= 0x300 && !unorm2_isInert(m->nfc, c))) {
        if (!put_segment(m, begin, stop)) return false;
    } else {
        t->at[t->n_chars++] = (uint32_t)t->n;
        t->wide += c > 0xFFFF;
        put_char(m, clean(t, c));
        if (c == '\r' && next < m->n && m->bytes[next] == '\n') {
            t->crlf++;
            if (!room_for(m, 8, 2)) return false;
            t->at[t->n_chars++] = (uint32_t)text_begin | RQ_INNER;
            stop = next + 1;
        }
    }
    map_run(m, text_begin, begin, stop);
    *i = stop;
    return true;
}

/* Takes what can stay as it is, all but its last character, which may compose with the next. False: out of memory. */
static bool put_plain(struct maker *m, int32_t *i) {
    struct rq_text *t = m->t;
    if (m->other_breaks) return true;
    const char *from = (const char *)m->bytes + *i;
    const char *cr = memchr(from, '\r', (size_t)(m->n - *i));
    size_t n = rt_plain_prefix(from, cr ? (size_t)(cr - from) : (size_t)(m->n - *i)), begin = t->n;
    while (n && ((unsigned char)from[n - 1] & 0xC0) == 0x80) n--;
    if (n < 2) return true;
    n--;
    if (!room_for(m, n, (uint32_t)n + 2)) return false;
    memcpy(t->p + begin, from, n);
    uint32_t *at = t->at + t->n_chars;
    for (size_t k = 0; k < n; k++) {
        *at = (uint32_t)(begin + k);
        at += ((unsigned char)from[k] & 0xC0) != 0x80;
    }
    t->n_chars = (uint32_t)(at - t->at);
    t->n += n;
    map_run(m, begin, *i, *i + (int32_t)n);
    *i += (int32_t)n;
    return true;
}

static bool has_other_breaks(const char *p, size_t n) {
    for (const char *end = p + n, *at = p; at < end && (at = memchr(at, 0x85, (size_t)(end - at))) != NULL; at++)
        if (at > p && (unsigned char)at[-1] == 0xC2) return true;
    return false;
}

void rq_text_make(struct rq_text *t, const char *bytes, size_t n) {
    UErrorCode error = U_ZERO_ERROR;
    *t = (struct rq_text){0};
    struct maker m = {.t = t, .nfc = unorm2_getNFCInstance(&error), .bytes = (const uint8_t *)bytes, .n = (int32_t)n};
    m.other_breaks = has_other_breaks(bytes, n);
    t->bom = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    bool good = U_SUCCESS(error) && room_for(&m, n + 8, 2);
    for (int32_t i = t->bom ? 3 : 0; good && i < m.n;) good = put_plain(&m, &i) && put_next(&m, &i);
    if (good) t->at[t->n_chars] = (uint32_t)t->n;
    t->no_memory = t->no_memory || !good;
}

void rq_text_free(struct rq_text *t) {
    free(t->p);
    free(t->at);
    free(t->runs);
    *t = (struct rq_text){0};
}

/* ---- positions ---- */

unsigned rq_countings(const struct rq_text *t, bool atlas, struct rq_counting out[8]) {
    unsigned n = 0;
    for (unsigned i = 0; i < 8; i++) {
        struct rq_counting c = {(i & 1) != 0, (i & 2) != 0, (i & 4) != 0};
        if (atlas) c.crlf_is_one = !c.crlf_is_one;
        if (!t->crlf && c.crlf_is_one != atlas) continue;
        if ((c.bom_counts && !t->bom) || (c.utf16 && !t->wide)) continue;
        out[n++] = c;
    }
    return n;
}

static bool is_wide(const struct rq_text *t, uint32_t i) {
    return !(t->at[i] & RQ_INNER) && (uint8_t)t->p[t->at[i]] >= 0xF0;
}

uint32_t *rq_positions(const struct rq_text *t, struct rq_counting counting, uint32_t *n) {
    uint32_t *positions = malloc(((size_t)t->n_chars + t->wide + 2) * sizeof *positions), k = 0;
    if (!positions) return NULL;
    if (counting.bom_counts) positions[k++] = 0;
    for (uint32_t i = 0; i < t->n_chars; i++) {
        bool second_of_line_end = (t->at[i] & RQ_INNER) && t->p[t->at[i] & ~RQ_INNER] == '\n';
        if (counting.crlf_is_one && second_of_line_end) continue;
        positions[k++] = i;
        if (counting.utf16 && is_wide(t, i)) positions[k++] = i;
    }
    positions[k] = t->n_chars;
    *n = k + 1;
    return positions;
}

uint32_t rq_begin(const struct rq_text *t, uint32_t index) { return t->at[index] & ~RQ_INNER; }

uint32_t rq_end(const struct rq_text *t, uint32_t index) {
    while (index < t->n_chars && (t->at[index] & RQ_INNER)) index++;
    return t->at[index] & ~RQ_INNER;
}
