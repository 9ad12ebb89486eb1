/* SPDX-License-Identifier: MIT */
/**
 * @file utsaga/plugin_util.h
 * Inline helpers for plugins written in C: formatted errors, option rows, memory per word form, spans. Needs nothing
 * but plugin.h; no symbol of its own is exported.
 */
#ifndef UTSAGA_PLUGIN_UTIL_H
#define UTSAGA_PLUGIN_UTIL_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin.h>

/** A literal or NUL-terminated string as uts_str. */
static inline uts_str uts_cstr(const char *s) {
    uts_str r = {s, s ? strlen(s) : 0};
    return r;
}

static inline uts_str uts_mkstr(const char *p, size_t n) {
    uts_str r = {p, n};
    return r;
}

static inline bool uts_str_eq(uts_str a, uts_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

/** A text as a cell of a table; borrowed. */
static inline uts_value uts_text_value(uts_str s) {
    uts_value v;
    v.type = UTS_TEXT;
    v.n = (uint32_t)s.n;
    v.as.text = s.p;
    return v;
}

/** The text of a cell; empty when it holds none. */
static inline uts_str uts_value_text(const uts_value *v) {
    return v->type == UTS_TEXT ? uts_mkstr(v->as.text, v->n) : uts_mkstr("", 0);
}

/** The first @p n bytes of a string at most, never ending inside a character. */
static inline uts_str uts_cut(uts_str s, size_t n) {
    if (s.n <= n) return s;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return uts_mkstr(s.p, n);
}

/** printf into uts_host::fail. Messages above 1,000 bytes are cut. Returns @p code. */
__attribute__((format(printf, 5, 6), unused)) static uts_status
uts_failf(const uts_host *host, uts_job *job, uts_status code, uint64_t offset, const char *format, ...) {
    char text[1000];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    uts_str whole = uts_mkstr(text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
    return host->fail(job, code, offset, uts_cut(whole, sizeof text - 4));
}

/** printf into the message of uts_host::note; @p detail is passed on. */
__attribute__((format(printf, 6, 7), unused)) static void
uts_notef(const uts_host *host, uts_job *job, int32_t level, uint64_t offset, uts_str detail, const char *format, ...) {
    char text[1000];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    uts_str whole = uts_mkstr(text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
    host->note(job, level, offset, uts_cut(whole, sizeof text - 4), detail);
}

/** A string in the job's arena, NUL-terminated. NULL: out of memory. */
static inline char *uts_strdup(const uts_host *host, uts_job *job, uts_str s) {
    char *p = (char *)host->alloc(job, s.n + 1, 1);
    if (p && s.n) memcpy(p, s.p, s.n);
    return p;
}

#ifndef __cplusplus
/** Offset of @p field in @p conf, and a compile error unless the field has type @p ctype. */
#define UTS_FIELD_(conf, field, ctype)                                                                                 \
    ((uint32_t)(offsetof(conf, field) + 0 * sizeof(_Generic(((conf *)0)->field, ctype : 1))))
/** Option rows: `static const uts_option o_min = UTS_OPTION_INT(struct conf, min, "min-count", "1", 1, 1000, "…");` */
#define UTS_OPTION_BOOL(conf, field, nm, preset_, help_)                                                               \
    {                                                                                                                  \
        .size = sizeof(uts_option), .type = UTS_OPT_BOOL, .name = nm, .offset = UTS_FIELD_(conf, field, bool),         \
        .preset = preset_, .help = help_                                                                               \
    }
#define UTS_OPTION_INT(conf, field, nm, preset_, min_, max_, help_)                                                    \
    {                                                                                                                  \
        .size = sizeof(uts_option), .type = UTS_OPT_INT, .name = nm, .offset = UTS_FIELD_(conf, field, int64_t),       \
        .preset = preset_, .min = min_, .max = max_, .help = help_                                                     \
    }
#define UTS_OPTION_REAL(conf, field, nm, preset_, min_, max_, help_)                                                   \
    {                                                                                                                  \
        .size = sizeof(uts_option), .type = UTS_OPT_REAL, .name = nm, .offset = UTS_FIELD_(conf, field, double),       \
        .preset = preset_, .min = min_, .max = max_, .help = help_                                                     \
    }
#define UTS_OPTION_TEXT(conf, field, nm, preset_, help_)                                                               \
    {                                                                                                                  \
        .size = sizeof(uts_option), .type = UTS_OPT_TEXT, .name = nm, .offset = UTS_FIELD_(conf, field, const char *), \
        .preset = preset_, .help = help_                                                                               \
    }
#define UTS_OPTION_PATH(conf, field, nm, preset_, help_)                                                               \
    {                                                                                                                  \
        .size = sizeof(uts_option), .type = UTS_OPT_PATH, .name = nm, .offset = UTS_FIELD_(conf, field, const char *), \
        .preset = preset_, .help = help_                                                                               \
    }
#define UTS_OPTION_CHOICE(conf, field, nm, preset_, choices_, help_)                                                   \
    {                                                                                                                  \
        .size = sizeof(uts_option), .type = UTS_OPT_CHOICE, .name = nm, .offset = UTS_FIELD_(conf, field, int64_t),    \
        .preset = preset_, .choices = choices_, .help = help_                                                          \
    }
#endif

/**
 * An answer per word form, kept in a worker's `local`: an array of @p width-byte cells indexed by symbol, zero when not
 * yet known. Zero-initialise the struct, call uts_memo_begin at the start of each document, uts_memo_at for each
 * symbol, uts_memo_free in leave.
 */
typedef struct uts_memo {
    unsigned char *cells;
    size_t width;
    uint32_t room;  /**< cells allocated */
    uint32_t epoch; /**< of the symbols they belong to */
} uts_memo;

/** Makes room for every symbol of now, forgetting all answers when the symbols have a new epoch. False: out of memory.
 */
static inline bool uts_memo_begin(uts_memo *memo, size_t width, const uts_host *host, const uts_job *job) {
    uint32_t epoch = host->symbol_epoch(job), need = host->symbol_count(job);
    memo->width = width;
    if (memo->epoch != epoch && memo->cells) memset(memo->cells, 0, (size_t)memo->room * width);
    memo->epoch = epoch;
    if (need <= memo->room) return true;
    uint32_t room = need + need / 2 + 1024;
    unsigned char *cells = (unsigned char *)realloc(memo->cells, (size_t)room * width);
    if (!cells) return false;
    memset(cells + (size_t)memo->room * width, 0, (size_t)(room - memo->room) * width);
    memo->cells = cells;
    memo->room = room;
    return true;
}

/**
 * The cell of @p symbol, which must be below uts_host::symbol_count at the last uts_memo_begin: call that again after
 * interning new strings. Valid until the next uts_memo_begin.
 */
static inline void *uts_memo_at(const uts_memo *memo, uts_sym symbol) {
    return memo->cells + (size_t)symbol * memo->width;
}

static inline void uts_memo_free(uts_memo *memo) {
    free(memo->cells);
    memset(memo, 0, sizeof *memo);
}

/** Decodes the code point at @p p (valid UTF-8, p < end) and stores its length in bytes. */
static inline uint32_t uts_utf8_at(const char *p, uint32_t *length) {
    const unsigned char *u = (const unsigned char *)p;
    if (u[0] < 0x80) {
        *length = 1;
        return u[0];
    }
    if (u[0] < 0xE0) {
        *length = 2;
        return (uint32_t)(u[0] & 0x1F) << 6 | (u[1] & 0x3Fu);
    }
    if (u[0] < 0xF0) {
        *length = 3;
        return (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3Fu);
    }
    *length = 4;
    return (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3F) << 12 | (uint32_t)(u[2] & 0x3F) << 6 |
           (u[3] & 0x3Fu);
}

/** Writes a code point as UTF-8 and returns its length. What is no character (a surrogate, too large) becomes U+FFFD.
 */
static inline uint32_t uts_utf8_put(char out[4], uint32_t c) {
    unsigned char *u = (unsigned char *)out;
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    if (c < 0x80) {
        u[0] = (unsigned char)c;
        return 1;
    }
    uint32_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (uint32_t i = n; i-- > 1; c >>= 6) u[i] = (unsigned char)(0x80 | (c & 0x3F));
    u[0] = (unsigned char)((0xF00u >> n & 0xF0u) | c);
    return n;
}

/** The first row of a layer with own spans whose begin is at or after @p offset; layer->rows when there is none. */
static inline uint32_t uts_row_from(const uts_layer *layer, uint32_t offset) {
    uint32_t low = 0, high = layer->rows;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (layer->begin[mid] < offset)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

#endif /* UTSAGA_PLUGIN_UTIL_H */
