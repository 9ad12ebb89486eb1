/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decode.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* The second and third: bytes that are normalised at once; the last is for hostile input only. */
enum { BLOCK = 64, SHORT_STRETCH = 4096, LONG_STRETCH = 1 << 20 };

void rt_out_free(struct rt_out *out) {
    free(out->p);
    free(out->runs);
    memset(out, 0, sizeof *out);
}

bool rt_out_reserve(struct rt_out *out, size_t n) {
    if (out->out_of_memory || n <= out->room - out->n) return !out->out_of_memory;
    /* Twice as much: what is not used is never touched, and less is copied. */
    size_t room = (out->n + n) * 2 + 4096;
    char *grown = realloc(out->p, room);
    out->out_of_memory = !grown;
    if (!grown) return false;
    out->p = grown;
    out->room = room;
    return true;
}

void rt_out_bytes(struct rt_out *out, const char *p, size_t n) {
    if (n == 0 || !p || !rt_out_reserve(out, n)) return;
    memcpy(out->p + out->n, p, n);
    out->n += n;
}

void rt_out_map(struct rt_out *out, size_t text, size_t source, unsigned text_unit, unsigned source_unit) {
    if (out->out_of_memory || (text == 0 && source == 0)) return;
    struct rt_run *last = out->n_runs ? &out->runs[out->n_runs - 1] : NULL;
    /* Unit 0 marks a run that may not grow: its sides are not proportional. */
    if (last && text_unit && last->text_unit == text_unit && last->source_unit == source_unit) {
        last->text += (uint32_t)text;
        last->source += (uint32_t)source;
        return;
    }
    if (out->n_runs == out->runs_room) {
        size_t room = out->runs_room * 2 + 64;
        struct rt_run *grown = realloc(out->runs, room * sizeof *grown);
        if (!grown) {
            out->out_of_memory = true;
            return;
        }
        out->runs = grown;
        out->runs_room = room;
    }
    struct rt_run run = {(uint32_t)text, (uint32_t)source, (uint16_t)text_unit, (uint16_t)source_unit};
    out->runs[out->n_runs++] = run;
}

/*
 * Written for the vectoriser: one verdict over 64 bytes, no branch. Leads C2..CB are code points below U+0300, which no
 * normalisation touches; E2 80 is the block of dashes, quotation marks and the ellipsis. Reads two bytes before p.
 */
static inline bool block_is_plain(const unsigned char *p) {
    unsigned char bad = 0;
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = p[i], before = p[i - 1], second = p[i - 2];
        unsigned char is_tail = (c & 0xC0) == 0x80, wants_tail = (before >= 0xC2) | (second == 0xE2);
        bad |= is_tail ^ wants_tail;
        bad |= (unsigned char)((c < 0x20) & (c != '\n') & (c != '\t') & (c != '\r'));
        bad |= (unsigned char)(((c >= 0xCC) & (c != 0xE2)) | (c == 0xC0) | (c == 0xC1));
        bad |= (unsigned char)((before == 0xE2) & (c != 0x80));
        /* Two spaces that NFC replaces, and the separators of lines and paragraphs. */
        bad |= (unsigned char)((second == 0xE2) & ((c < 0x82) | (c == 0xA8) | (c == 0xA9)));
    }
    return !bad;
}

/* Backs up over a character that the prefix of @p n bytes cuts. */
static size_t whole_characters(const char *p, size_t n) {
    const unsigned char *u = (const unsigned char *)p;
    if (n >= 1 && u[n - 1] >= 0xC2) return n - 1;
    if (n >= 2 && u[n - 2] == 0xE2) return n - 2;
    return n;
}

size_t rt_plain_prefix(const char *p, size_t n) {
    unsigned char edge[BLOCK + 2] = {0};
    size_t done = n < BLOCK ? n : BLOCK;
    memset(edge + 2, ' ', BLOCK);
    memcpy(edge + 2, p, done);
    if (done < BLOCK) {
        size_t whole = whole_characters(p, done);
        memset(edge + 2 + whole, ' ', BLOCK - whole);
        return block_is_plain(edge + 2) ? whole : 0;
    }
    if (!block_is_plain(edge + 2)) return 0;
    while (n - done >= BLOCK && block_is_plain((const unsigned char *)p + done)) done += BLOCK;
    if (n - done >= BLOCK) return whole_characters(p, done);
    memset(edge, ' ', sizeof edge);
    memcpy(edge, p + done - 2, n - done + 2);
    size_t whole = whole_characters((const char *)edge, n - done + 2);
    if (whole >= 2) {
        memset(edge + whole, ' ', sizeof edge - whole);
        if (block_is_plain(edge + 2)) return done + whole - 2;
    }
    return whole_characters(p, done);
}

/* Copies plain text, making CR LF and CR one LF. Returns the bytes taken. */
static size_t copy_plain(const char *p, size_t n, const char *end, struct rt_out *out, struct rt_report *report) {
    const char *stop = p + n, *at = p;
    while (at < stop) {
        const char *cr = memchr(at, '\r', (size_t)(stop - at));
        size_t run = (size_t)((cr ? cr : stop) - at);
        rt_out_bytes(out, at, run);
        rt_out_map(out, run, run, 1, 1);
        at += run;
        if (!cr) break;
        bool pair = at + 1 < end && at[1] == '\n';
        rt_out_bytes(out, "\n", 1);
        rt_out_map(out, 1, pair ? 2 : 1, 1, pair ? 2 : 1);
        if (pair)
            report->crlf++;
        else
            report->cr++;
        at += pair ? 2 : 1;
    }
    return (size_t)(at - p);
}

static bool keeps_under_nfc(UChar32 c) {
    return u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) == UNORM_YES && u_getCombiningClass(c) == 0;
}

/* Replaces what was last written by its NFC form, when that differs. @p from: where in `out` the stretch begins. */
static bool recompose(struct rt_out *out, size_t from, const char *p, size_t n, struct rt_out *scratch) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    rt_out_bytes(out, p, n);
    if (out->out_of_memory || !out->p || U_FAILURE(status)) return false;
    size_t length = out->n - from;
    size_t units = length + 8, need = (units * 3 + 8) * sizeof(UChar) + length * 3 + 64;
    if (scratch->room < need) {
        char *grown = realloc(scratch->p, need);
        if (!grown) {
            out->out_of_memory = true;
            return false;
        }
        scratch->p = grown;
        scratch->room = need;
    }
    UChar *wide = (UChar *)(void *)scratch->p, *normal = wide + units;
    char *narrow = (char *)(normal + units * 2);
    int32_t n_wide = 0, n_narrow = 0;
    u_strFromUTF8(wide, (int32_t)units, &n_wide, out->p + from, (int32_t)length, &status);
    int32_t n_normal = unorm2_normalize(nfc, wide, n_wide, normal, (int32_t)units * 2, &status);
    u_strToUTF8(narrow, (int32_t)(length * 3 + 64), &n_narrow, normal, n_normal, &status);
    if (U_FAILURE(status)) return false;
    if ((size_t)n_narrow == length && memcmp(narrow, out->p + from, length) == 0) return false;
    out->n = from;
    rt_out_bytes(out, narrow, (size_t)n_narrow);
    return true;
}

/* A run of characters from U+0300 up, at @p p. Returns the bytes taken. */
static size_t take_high_run(const char *p, size_t n, struct rt_out *out, struct rt_report *report,
                            struct rt_out *scratch) {
    const uint8_t *u = (const uint8_t *)p;
    int32_t at = 0, limit = n > LONG_STRETCH ? LONG_STRETCH : (int32_t)n;
    bool safe = true;
    while (at < limit) {
        int32_t next = at;
        UChar32 c;
        U8_NEXT(u, next, (int32_t)(n > INT32_MAX ? INT32_MAX : n), c);
        if (c < 0x300 || c == 0x2028 || c == 0x2029 || (c & 0xFFFE) == 0xFFFE) break;
        bool keeps = keeps_under_nfc(c);
        /* Text in another script need not be one stretch: it may end before any character that starts anew. */
        if (keeps && at >= SHORT_STRETCH) break;
        if (!keeps) safe = false;
        at = next;
    }
    if (safe) {
        rt_out_bytes(out, p, (size_t)at);
        rt_out_map(out, (size_t)at, (size_t)at, 1, 1);
        return (size_t)at;
    }
    /* The character before may take part: "o" and a diaeresis. */
    size_t from = out->n, lead = 0;
    struct rt_run *last = out->n_runs ? &out->runs[out->n_runs - 1] : NULL;
    if (last && last->text_unit == 1 && last->source_unit == 1) {
        while (lead < last->text && lead < 4 && ((unsigned char)out->p[from - 1 - lead] & 0xC0) == 0x80) lead++;
        if (lead < last->text) lead++;
        from -= lead;
    }
    if (recompose(out, from, p, (size_t)at, scratch)) {
        if (lead) {
            last->text -= (uint32_t)lead;
            last->source -= (uint32_t)lead;
        }
        rt_out_map(out, out->n - from, lead + (size_t)at, 0, 0);
        report->composed++;
    } else {
        rt_out_map(out, (size_t)at, (size_t)at, 1, 1);
    }
    return (size_t)at;
}

/* One character, or one run of high ones, that is not plain. Returns the bytes taken; 0: bad byte. */
static size_t take_character(const char *p, size_t n, struct rt_out *out, struct rt_report *report,
                             struct rt_out *scratch) {
    const uint8_t *u = (const uint8_t *)p;
    int32_t at = 0;
    UChar32 c;
    U8_NEXT(u, at, (int32_t)(n > 8 ? 8 : n), c);
    if (c < 0) return 0;
    size_t length = (size_t)at;
    bool pair = c == '\r' && n > 1 && p[1] == '\n';
    if (c == '\r' || c == '\v' || c == '\f' || c == 0x2028 || c == 0x2029) {
        if (pair) length = 2;
        rt_out_bytes(out, "\n", 1);
        rt_out_map(out, 1, length, 1, (unsigned)length);
        *(pair ? &report->crlf : c == '\r' ? &report->cr : &report->other_breaks) += 1;
        return length;
    }
    if ((c < 0x20 && c != '\n' && c != '\t') || (c & 0xFFFE) == 0xFFFE) {
        rt_out_bytes(out, "\xEF\xBF\xBD", 3);
        rt_out_map(out, 3, length, 3, (unsigned)length);
        report->controls++;
        report->nuls += c == 0;
        return length;
    }
    if (c >= 0x300) return take_high_run(p, n, out, report, scratch);
    rt_out_bytes(out, p, length);
    rt_out_map(out, length, length, 1, 1);
    return length;
}

/* How far the text can stay as it is: most files to the end, so that nothing is copied. */
static size_t unchanged_prefix(const char *p, size_t n) {
    const char *cr = n ? memchr(p, '\r', n) : NULL;
    size_t limit = cr ? (size_t)(cr - p) : n, at = 0;
    while (at < limit) {
        at += rt_plain_prefix(p + at, limit - at);
        for (size_t stop = at + BLOCK; at < limit && at < stop;) {
            int32_t length = 0;
            UChar32 c;
            U8_NEXT((const uint8_t *)p + at, length, (int32_t)(limit - at > 8 ? 8 : limit - at), c);
            if (c < 0x20 ? c != '\n' && c != '\t'
                         : c >= 0x300 && (!keeps_under_nfc(c) || c == 0x2028 || c == 0x2029 || (c & 0xFFFE) == 0xFFFE))
                return at;
            at += (size_t)length;
        }
    }
    return limit;
}

/* Printable ASCII, up to @p n bytes. */
static size_t ascii_run(const char *p, size_t n) {
    size_t at = 0;
    while (at < n && p[at] >= ' ' && p[at] < 0x7F) at++;
    return at;
}

void rt_clean(const char *p, size_t n, struct rt_out *out, struct rt_report *report) {
    struct rt_out scratch = {0};
    memset(report, 0, sizeof *report);
    report->bad = SIZE_MAX;
    size_t at = p ? unchanged_prefix(p, n) : n;
    if (!p || at == n) return;
    report->changed = true;
    rt_out_bytes(out, p, at);
    rt_out_map(out, at, at, 1, 1);
    while (at < n && report->bad == SIZE_MAX && !out->out_of_memory) {
        for (size_t stop = n - at < BLOCK ? n : at + BLOCK; at < stop;) {
            size_t ascii = ascii_run(p + at, stop - at);
            rt_out_bytes(out, p + at, ascii);
            rt_out_map(out, ascii, ascii, 1, 1);
            at += ascii;
            if (at == stop) break;
            size_t taken = take_character(p + at, n - at, out, report, &scratch);
            if (taken == 0) {
                report->bad = at;
                break;
            }
            at += taken;
        }
        size_t plain = at < n ? rt_plain_prefix(p + at, n - at) : 0;
        if (plain && report->bad == SIZE_MAX) at += copy_plain(p + at, plain, p + n, out, report);
    }
    rt_out_free(&scratch);
}

bool rt_compose(const struct rt_out *first, struct rt_out *second) {
    struct rt_out both = {0};
    size_t i = 0, done = 0; /* within run i of first, `done` bytes of its text are used up */
    for (size_t k = 0; k < second->n_runs; k++) {
        struct rt_run run = second->runs[k];
        /* A run that is not 1 to 1 is one unit: its source side gathers whatever the first step made it from. */
        bool splits = run.text_unit == 1 && run.source_unit == 1;
        size_t left = run.source, gathered = 0;
        while (left > 0 && i < first->n_runs) {
            struct rt_run from = first->runs[i];
            size_t part = from.text - done < left ? from.text - done : left;
            size_t source = from.text ? (size_t)((uint64_t)part * from.source / from.text) : from.source;
            if (splits)
                rt_out_map(&both, part, source, from.text_unit, from.source_unit);
            else
                gathered += source;
            left -= part;
            done += part;
            if (done == from.text) {
                i++;
                done = 0;
            }
        }
        if (!splits) rt_out_map(&both, run.text, gathered, 0, 0);
    }
    free(second->runs);
    second->runs = both.runs;
    second->n_runs = both.n_runs;
    second->runs_room = both.runs_room;
    return !both.out_of_memory;
}
