/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "markup.h"

#include <libxml/HTMLparser.h>
#include <strings.h>

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_letter(char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

/* ---- tags ---- */

static size_t take_name(const struct html_scan *s, size_t at, char name[HTML_NAME]) {
    size_t n = 0;
    for (; at < s->text.n && !is_blank(s->text.p[at]) && s->text.p[at] != '>' && s->text.p[at] != '/'; at++)
        if (n + 1 < HTML_NAME) name[n++] = lower(s->text.p[at]);
    name[n] = 0;
    return at;
}

static size_t pass_blanks(const struct html_scan *s, size_t at) {
    while (at < s->text.n && is_blank(s->text.p[at])) at++;
    return at;
}

static size_t take_value(const struct html_scan *s, size_t at, uts_str *value) {
    const char *p = s->text.p;
    size_t n = s->text.n, begin = at;
    if (at < n && (p[at] == '"' || p[at] == '\'')) {
        const char *end = memchr(p + at + 1, p[at], n - at - 1);
        *value = uts_mkstr(p + at + 1, end ? (size_t)(end - p) - at - 1 : n - at - 1);
        return end ? (size_t)(end - p) + 1 : n;
    }
    while (at < n && !is_blank(p[at]) && p[at] != '>') at++;
    *value = uts_mkstr(p + begin, at - begin);
    return at;
}

static size_t take_attribute(const struct html_scan *s, size_t at, struct html_piece *piece) {
    const char *p = s->text.p;
    size_t n = s->text.n, begin = at;
    do at++;
    while (at < n && !is_blank(p[at]) && p[at] != '>' && p[at] != '/' && p[at] != '=');
    struct html_attribute a = {uts_mkstr(p + begin, at - begin), uts_mkstr("", 0)};
    size_t after = pass_blanks(s, at);
    if (after < n && p[after] == '=') at = take_value(s, pass_blanks(s, after + 1), &a.value);
    if (piece->n_attributes < HTML_ATTRIBUTES) piece->attributes[piece->n_attributes++] = a;
    return at;
}

static void take_tag(struct html_scan *s, struct html_piece *piece) {
    size_t at = s->at + 1, n = s->text.n;
    const char *p = s->text.p;
    piece->kind = HTML_OPEN;
    if (p[at] == '/') {
        piece->kind = HTML_CLOSE;
        at++;
    }
    piece->begin = s->at;
    piece->n_attributes = 0;
    piece->closed = false;
    at = take_name(s, at, piece->name);
    while (at < n && p[at] != '>') {
        piece->closed = p[at] == '/';
        at = is_blank(p[at]) || p[at] == '/' ? at + 1 : take_attribute(s, at, piece);
    }
    s->at = piece->end = at < n ? at + 1 : n;
}

/* ---- what is no tag ---- */

static size_t find(const struct html_scan *s, size_t at, const char *what, size_t n) {
    const char *found = at < s->text.n ? memmem(s->text.p + at, s->text.n - at, what, n) : NULL;
    return found ? (size_t)(found - s->text.p) : s->text.n;
}

/* Where the comment, doctype or instruction at @p at ends. */
static size_t pass_declaration(const struct html_scan *s, size_t at) {
    const char *p = s->text.p + at;
    size_t n = s->text.n - at, end;
    if (n >= 4 && memcmp(p, "<!--", 4) == 0) {
        if (n >= 5 && p[4] == '>') return at + 5;
        end = find(s, at + 2, "-->", 3);
        return end < s->text.n ? end + 3 : end;
    }
    if (n >= 9 && memcmp(p, "<![CDATA[", 9) == 0) return at + 9;
    end = find(s, at, ">", 1);
    return end < s->text.n ? end + 1 : end;
}

static bool begins_tag(const struct html_scan *s, size_t at) {
    const char *p = s->text.p;
    if (p[at] != '<' || at + 1 >= s->text.n) return false;
    return is_letter(p[at + 1]) || (p[at + 1] == '/' && at + 2 < s->text.n && is_letter(p[at + 2]));
}

static bool begins_declaration(const struct html_scan *s, size_t at) {
    return s->text.p[at] == '<' && at + 1 < s->text.n && (s->text.p[at + 1] == '!' || s->text.p[at + 1] == '?');
}

/* The content of script, style, title: everything up to the end tag of that name. */
static bool take_raw(struct html_scan *s, struct html_piece *piece) {
    size_t at = s->at, n = strlen(s->raw);
    for (;;) {
        at = find(s, at, "</", 2);
        bool closes = at + 2 + n <= s->text.n && strncasecmp(s->text.p + at + 2, s->raw, n) == 0;
        if (closes || at == s->text.n) break;
        at += 2;
    }
    s->raw[0] = 0;
    if (at == s->at) return false;
    *piece = (struct html_piece){.kind = HTML_TEXT, .begin = s->at, .end = at};
    s->at = at;
    return true;
}

bool html_next(struct html_scan *s, struct html_piece *piece) {
    if (s->raw[0] && take_raw(s, piece)) return true;
    while (s->at < s->text.n && begins_declaration(s, s->at)) s->at = pass_declaration(s, s->at);
    piece->kind = HTML_END;
    if (s->at >= s->text.n) return false;
    if (begins_tag(s, s->at)) {
        take_tag(s, piece);
        return true;
    }
    size_t end = s->at;
    do end = find(s, end + 1, "<", 1);
    while (end < s->text.n && !begins_tag(s, end) && !begins_declaration(s, end));
    piece->kind = HTML_TEXT;
    piece->begin = s->at;
    piece->end = s->at = end;
    return true;
}

/* ---- attributes ---- */

static bool same(uts_str a, const char *b) { return strlen(b) == a.n && strncasecmp(a.p, b, a.n) == 0; }

uts_str html_attribute(const struct html_piece *piece, const char *name) {
    for (uint32_t i = 0; i < piece->n_attributes; i++)
        if (same(piece->attributes[i].name, name)) return piece->attributes[i].value;
    return uts_mkstr(NULL, 0);
}

bool html_has_word(uts_str value, const char *word) {
    for (size_t at = 0; at < value.n;) {
        size_t end = at;
        while (end < value.n && !is_blank(value.p[end])) end++;
        if (same(uts_mkstr(value.p + at, end - at), word)) return true;
        at = end + 1;
    }
    return false;
}

static uts_str trimmed(const char *p, size_t n) {
    while (n && is_blank(*p)) p++, n--;
    while (n && is_blank(p[n - 1])) n--;
    return uts_mkstr(p, n);
}

bool html_style_is(uts_str style, const char *property, const char *const *values) {
    for (size_t at = 0; at < style.n;) {
        const char *semicolon = memchr(style.p + at, ';', style.n - at);
        size_t end = semicolon ? (size_t)(semicolon - style.p) : style.n;
        const char *colon = memchr(style.p + at, ':', end - at);
        if (colon && same(trimmed(style.p + at, (size_t)(colon - style.p) - at), property))
            for (const char *const *v = values; *v; v++)
                if (same(trimmed(colon + 1, (size_t)(style.p + end - colon) - 1), *v)) return true;
        at = end + 1;
    }
    return false;
}

/* ---- character references ---- */

/* Numbers 128 to 159 mean what they mean in cp1252. */
static const uint16_t windows[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                     0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

static int numeric(const char *p, size_t n, uint32_t c[2], size_t *length) {
    size_t at = 2;
    bool hex = at < n && (p[at] | 0x20) == 'x';
    if (hex) at++;
    size_t first = at;
    uint32_t value = 0;
    for (; at < n; at++) {
        char digit = lower(p[at]);
        int d = digit >= '0' && digit <= '9'          ? digit - '0'
                : hex && digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                                                      : -1;
        if (d < 0) break;
        if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + (uint32_t)d;
    }
    if (at == first) return 0;
    *length = at < n && p[at] == ';' ? at + 1 : at;
    bool wrong = value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000);
    c[0] = wrong ? 0xFFFD : value >= 0x80 && value < 0xA0 ? windows[value - 0x80] : value;
    return 1;
}

/* References of HTML 5 that HTML 4 does not know and people meet. */
static const struct {
    const char *name;
    uint16_t c;
} more[] = {{"apos", '\''},    {"NewLine", '\n'},  {"Tab", '\t'},     {"comma", ','},  {"period", '.'}, {"colon", ':'},
            {"semi", ';'},     {"lpar", '('},      {"rpar", ')'},     {"quest", '?'},  {"excl", '!'},   {"num", '#'},
            {"percnt", '%'},   {"hyphen", 0x2010}, {"dash", 0x2010},  {"lsqb", '['},   {"rsqb", ']'},   {"lowbar", '_'},
            {"sol", '/'},      {"bsol", '\\'},     {"plus", '+'},     {"equals", '='}, {"AMP", '&'},    {"LT", '<'},
            {"GT", '>'},       {"QUOT", '"'},      {"nbsp", 0xA0},    {"ast", '*'},    {"commat", '@'}, {"grave", '`'},
            {"check", 0x2713}, {"star", 0x2606},   {"hairsp", 0x200A}};

int html_reference(const char *p, size_t n, uint32_t c[2], size_t *length) {
    if (n >= 3 && p[1] == '#') return numeric(p, n, c, length);
    char name[12];
    size_t k = 0;
    while (k + 1 < n && k + 1 < sizeof name && (is_letter(p[k + 1]) || (p[k + 1] >= '0' && p[k + 1] <= '9'))) {
        name[k] = p[k + 1];
        k++;
    }
    name[k] = 0;
    bool ended = k + 1 < n && p[k + 1] == ';';
    *length = k + (ended ? 2 : 1);
    const htmlEntityDesc *entity = k ? htmlEntityLookup((const xmlChar *)name) : NULL;
    /* Without a semicolon only the letters of Latin-1 count: "&copy" but not "&sect=" of an address. */
    if (entity && (ended || entity->value < 0x100)) {
        c[0] = entity->value;
        return 1;
    }
    for (size_t i = 0; ended && i < sizeof more / sizeof *more; i++)
        if (strcmp(more[i].name, name) == 0) {
            c[0] = more[i].c;
            return 1;
        }
    return 0;
}
