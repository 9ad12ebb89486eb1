/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a code point is to the token rules. */
#ifndef TOKEN_CHARS_H
#define TOKEN_CHARS_H

#include <stdbool.h>
#include <stdint.h>

enum chars_class {
    CH_END, /* outside the stretch that is looked at */
    CH_SPACE,
    CH_LETTER,
    CH_DIGIT,
    CH_MARK,      /* combining mark */
    CH_INVISIBLE, /* soft hyphen, word joiner, zero-width joiners: part of a word, not of its folded form */
    CH_UNDERSCORE,
    CH_HYPHEN,
    CH_DASH,
    CH_APOSTROPHE,
    CH_DOT,
    CH_ELLIPSIS,
    CH_COMMA,
    CH_COLON,
    CH_BANG, /* ! and ? */
    CH_SLASH,
    CH_AMPERSAND,
    CH_PERCENT,
    CH_RAISED, /* superscript digit */
    CH_OPEN,   /* bracket */
    CH_CLOSE,
    CH_QUOTE,
    CH_PUNCT,
    CH_SYMBOL,
    CH_EMOJI,
    CH_COMPLEX /* letter of a script that is written without blanks between words */
};

struct ch {
    uint32_t cp;
    uint8_t cls;
    uint8_t length; /* bytes */
};

extern const uint8_t chars_ascii[128];

/* Class of a code point above U+007F. */
uint8_t chars_class_of(uint32_t cp);
bool chars_is_upper(uint32_t cp);
bool chars_is_lower(uint32_t cp);

/* The code point at byte @at of the valid UTF-8 in [.., end). */
static inline struct ch chars_at(const char *text, uint32_t at, uint32_t end) {
    struct ch c = {0, CH_END, 0};
    if (at >= end) return c;
    const unsigned char *u = (const unsigned char *)text + at;
    if (u[0] < 0x80) {
        c.cp = u[0];
        c.cls = chars_ascii[u[0]];
        c.length = 1;
        return c;
    }
    c.length = u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    if (at + c.length > end) { /* a cut inside a code point: only a broken layer makes one */
        c.length = (uint8_t)(end - at);
        c.cls = CH_SYMBOL;
        c.cp = 0xFFFD;
        return c;
    }
    c.cp = c.length == 2   ? (uint32_t)(u[0] & 0x1F) << 6 | (u[1] & 0x3Fu)
           : c.length == 3 ? (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3Fu)
                           : (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3F) << 12 |
                                 (uint32_t)(u[2] & 0x3F) << 6 | (u[3] & 0x3Fu);
    c.cls = chars_class_of(c.cp);
    return c;
}

/* The code point that ends before byte @at, not looking before @begin. */
static inline struct ch chars_before(const char *text, uint32_t at, uint32_t begin) {
    struct ch none = {0, CH_END, 0};
    if (at <= begin) return none;
    uint32_t p = at - 1;
    while (p > begin && ((unsigned char)text[p] & 0xC0) == 0x80) p--;
    return chars_at(text, p, at);
}

static inline bool chars_is_alnum(uint8_t cls) { return cls == CH_LETTER || cls == CH_DIGIT; }

#endif
