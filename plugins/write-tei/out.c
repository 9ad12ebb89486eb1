/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "out.h"

bool tei_out_make(struct tei_out *o, const uts_host *host) {
    memset(o, 0, sizeof *o);
    o->host = host;
    o->room = TEI_OUT_ROOM;
    o->p = malloc(TEI_OUT_ROOM + TEI_OUT_SLACK);
    return o->p != NULL;
}

void tei_out_free(struct tei_out *o) {
    free(o->p);
    o->p = NULL;
}

void tei_flush(struct tei_out *o) {
    /* Errors of the host's files stick and come back from close. */
    if (o->n) o->host->write(o->io, o->p, o->n);
    o->n = 0;
}

void tei_make_room(struct tei_out *o) {
    if (o->io) {
        tei_flush(o);
        return;
    }
    /* Twice the room holds what is there and any one piece, which is at most TEI_OUT_ROOM. */
    char *bigger = realloc(o->p, o->room * 2 + TEI_OUT_SLACK);
    if (bigger) {
        o->p = bigger;
        o->room *= 2;
    } else {
        o->failed = true;
        o->n = 0;
    }
}

void tei_put_slow(struct tei_out *o, const char *p, size_t n) {
    while (n) {
        size_t part = n < TEI_OUT_ROOM ? n : TEI_OUT_ROOM;
        memcpy(tei_need(o, part), p, part);
        o->n += part;
        p += part;
        n -= part;
    }
}

void tei_puts(struct tei_out *o, const char *s) { tei_put(o, s, strlen(s)); }

void tei_put_u32(struct tei_out *o, uint32_t x) {
    char digits[10];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + x % 10);
    while (x /= 10);
    tei_put(o, digits + at, sizeof digits - at);
}

void tei_put_seconds(struct tei_out *o, int64_t ms) {
    char digits[24];
    uint64_t whole = (uint64_t)ms / 1000;
    uint32_t rest = (uint32_t)((uint64_t)ms % 1000);
    size_t at = sizeof digits;
    if (rest) {
        size_t keep = rest % 100 == 0 ? 1 : rest % 10 == 0 ? 2 : 3;
        for (size_t cut = keep; cut < 3; cut++) rest /= 10;
        for (size_t i = 0; i < keep; i++, rest /= 10) digits[--at] = (char)('0' + rest % 10);
        digits[--at] = '.';
    }
    do digits[--at] = (char)('0' + whole % 10);
    while (whole /= 10);
    tei_put(o, digits + at, sizeof digits - at);
}

enum { PLAIN, ESCAPED, QUOTE, LINE, ILLEGAL, LEAD_EF };

static const unsigned char class_of[256] = {
    [0x00] = ILLEGAL, [0x01] = ILLEGAL, [0x02] = ILLEGAL, [0x03] = ILLEGAL, [0x04] = ILLEGAL, [0x05] = ILLEGAL,
    [0x06] = ILLEGAL, [0x07] = ILLEGAL, [0x08] = ILLEGAL, ['\t'] = LINE,    ['\n'] = LINE,    [0x0B] = ILLEGAL,
    [0x0C] = ILLEGAL, ['\r'] = ESCAPED, [0x0E] = ILLEGAL, [0x0F] = ILLEGAL, [0x10] = ILLEGAL, [0x11] = ILLEGAL,
    [0x12] = ILLEGAL, [0x13] = ILLEGAL, [0x14] = ILLEGAL, [0x15] = ILLEGAL, [0x16] = ILLEGAL, [0x17] = ILLEGAL,
    [0x18] = ILLEGAL, [0x19] = ILLEGAL, [0x1A] = ILLEGAL, [0x1B] = ILLEGAL, [0x1C] = ILLEGAL, [0x1D] = ILLEGAL,
    [0x1E] = ILLEGAL, [0x1F] = ILLEGAL, ['&'] = ESCAPED,  ['<'] = ESCAPED,  ['>'] = ESCAPED,  ['"'] = QUOTE,
    [0xEF] = LEAD_EF};

static const char *entity(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    default:
        return "&#13;";
    }
}

static char *put_entity(char *to, char c) {
    const char *e = entity(c);
    size_t n = strlen(e);
    memcpy(to, e, n);
    return to + n;
}

size_t tei_escape_to(char *to, const char *p, size_t n, bool attribute, uint32_t *replaced) {
    char *start = to;
    for (const char *end = p + n; p < end; p++) {
        unsigned char kind = class_of[(unsigned char)*p];
        if (kind == PLAIN || ((kind == QUOTE || kind == LINE) && !attribute)) {
            *to++ = *p;
        } else if (kind == ILLEGAL ||
                   (kind == LEAD_EF && end - p >= 3 && (unsigned char)p[1] == 0xBF && (unsigned char)p[2] >= 0xBE)) {
            if (kind == LEAD_EF) p += 2;
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
            ++*replaced;
        } else if (kind == LEAD_EF) {
            *to++ = *p;
        } else {
            to = put_entity(to, *p);
        }
    }
    return (size_t)(to - start);
}

static void escape(struct tei_out *o, const char *p, size_t n, bool attribute) {
    while (n) {
        size_t part = n;
        if (part > 1 << 16) {
            part = 1 << 16;
            /* Never cut inside a character: U+FFFE is seen only whole. */
            while (part && ((unsigned char)p[part] & 0xC0) == 0x80) part--;
        }
        o->n += tei_escape_to(tei_need(o, part * 6), p, part, attribute, &o->replaced);
        p += part;
        n -= part;
    }
}

void tei_text(struct tei_out *o, const char *p, size_t n) { escape(o, p, n, false); }
void tei_attribute(struct tei_out *o, const char *p, size_t n) { escape(o, p, n, true); }
