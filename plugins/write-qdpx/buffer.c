/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "buffer.h"

bool xml_reserve(struct xml_buf *b, size_t more) {
    if (b->n + more <= b->room) return true;
    size_t room = (b->n + more) * 2 + 256;
    char *p = realloc(b->p, room);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->room = room;
    return true;
}

void xml_free(struct xml_buf *b) {
    free(b->p);
    *b = (struct xml_buf){0};
}

void xml_bytes(struct xml_buf *b, const char *p, size_t n) {
    if (!n || !xml_reserve(b, n)) return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void xml_put(struct xml_buf *b, const char *s) { xml_bytes(b, s, strlen(s)); }

void xml_number(struct xml_buf *b, uint64_t value) {
    char digits[20];
    size_t n = sizeof digits;
    do {
        digits[--n] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    xml_bytes(b, digits + n, sizeof digits - n);
}

/* What a byte becomes; NULL: itself. */
static const char *escape_of(const char *p, const char *end, bool flat) {
    switch (*p) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
    case '\n':
        return flat ? " " : NULL;
    case '\r':
        return flat ? " " : "&#13;";
    default:
        break;
    }
    if ((unsigned char)*p < 0x20) return "\xEF\xBF\xBD";
    /* U+FFFE and U+FFFF: EF BF BE, EF BF BF */
    if ((unsigned char)*p == 0xEF && end - p >= 3 && (unsigned char)p[1] == 0xBF && (unsigned char)p[2] >= 0xBE)
        return "\xEF\xBF\xBD";
    return NULL;
}

static void put_escaped(struct xml_buf *b, uts_str text, bool flat) {
    const char *p = text.p, *end = p + text.n, *from = p;
    if (!text.n || !xml_reserve(b, text.n + 64)) return;
    while (p < end) {
        unsigned char c = (unsigned char)*p;
        bool plain = c >= 0x20 && c != '&' && c != '<' && c != '>' && c != '"' && c != 0xEF;
        const char *instead = plain ? NULL : escape_of(p, end, flat);
        if (!instead) {
            p++;
            continue;
        }
        xml_bytes(b, from, (size_t)(p - from));
        xml_put(b, instead);
        p += c == 0xEF ? 3 : 1;
        from = p;
    }
    xml_bytes(b, from, (size_t)(end - from));
}

void xml_text(struct xml_buf *b, uts_str text) { put_escaped(b, text, false); }

void xml_attribute(struct xml_buf *b, const char *name, uts_str value) {
    xml_put(b, " ");
    xml_put(b, name);
    xml_put(b, "=\"");
    put_escaped(b, value, true);
    xml_put(b, "\"");
}

void xml_element(struct xml_buf *b, const char *name, uts_str text) {
    xml_put(b, "<");
    xml_put(b, name);
    xml_put(b, ">");
    xml_text(b, text);
    xml_put(b, "</");
    xml_put(b, name);
    xml_put(b, ">");
}
