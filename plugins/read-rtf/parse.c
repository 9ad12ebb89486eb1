/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parse.h"

#include <unicode/utf8.h>

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* ASCII that stands for itself. */
static bool is_plain(char c) { return (unsigned char)(c - ' ') < 0x5F && c != '\\' && c != '{' && c != '}'; }

/* ---- groups ---- */

static void open_group(struct rtf *p, size_t at) {
    rtf_flush(p, at);
    p->skip = 0;
    if (p->depth >= RTF_DEPTH) {
        p->status = uts_failf(p->host, p->job, UTS_E_LIMIT, at,
                              "byte %zu: more than %d groups lie in each other; is the file damaged?", at, RTF_DEPTH);
        return;
    }
    if (p->depth == p->room) {
        uint32_t room = p->room ? p->room * 2 : 32;
        struct rtf_state *grown = realloc(p->stack, room * sizeof *grown);
        if (!grown) {
            p->t->failed = true;
            return;
        }
        p->stack = grown;
        p->room = room;
    }
    p->stack[p->depth] = p->stack[p->depth - 1];
    p->state = &p->stack[p->depth++];
    p->state->side = UINT32_MAX;
}

/* False: this was the last group. */
static bool close_group(struct rtf *p, size_t at) {
    rtf_flush(p, at);
    p->skip = 0;
    if (p->state->side != UINT32_MAX) p->sides[p->state->side].end = at;
    if (p->depth <= 2) {
        p->closed = true;
        return false;
    }
    p->state = &p->stack[--p->depth - 1];
    return true;
}

/* ---- control words and symbols ---- */

static int hex(char c) {
    if (is_digit(c)) return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t hex_byte(struct rtf *p, size_t from) {
    const char *b = p->bytes.p;
    if (from + 4 > p->stop || hex(b[from + 2]) < 0 || hex(b[from + 3]) < 0) return from + 2;
    if (p->skip)
        p->skip--;
    else
        rtf_put_byte(p, (unsigned)(hex(b[from + 2]) << 4 | hex(b[from + 3])), from, from + 4);
    return from + 4;
}

/* A starred group whose word is not known is not text. Returns where its word begins. */
static size_t star(struct rtf *p, size_t from) {
    const char *b = p->bytes.p;
    size_t at = from + 2;
    while (at < p->stop && (b[at] == ' ' || b[at] == '\r' || b[at] == '\n')) at++;
    size_t name = at + 1, end = name;
    if (at < p->stop && b[at] == '\\')
        while (end < p->stop && is_letter(b[end])) end++;
    const struct rtf_word *word = end > name ? rtf_word_find(b + name, end - name) : NULL;
    bool known = word && (word->action <= RTF_LIST && word->action != RTF_CHAR);
    if (!known) p->state->dest = RTF_SKIP;
    return at;
}

static size_t symbol(struct rtf *p, size_t from) {
    static const struct rtf_word par = {"par", RTF_PARAGRAPH, 0}, tab = {"tab", RTF_CHAR, '\t'};
    static const struct {
        char symbol;
        uint16_t c;
    } signs[] = {{'~', 0xA0}, {'_', '-'}, {'{', '{'}, {'}', '}'}, {'\\', '\\'}};
    char c = p->bytes.p[from + 1];
    if (c == '\'') return hex_byte(p, from);
    if (c == '*') return star(p, from);
    if (c == '\n' || c == '\r') return rtf_act(p, &par, false, 0, from, from + 2);
    if (c == '\t') return rtf_act(p, &tab, false, 0, from, from + 2);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i].symbol != c) continue;
        if (p->skip)
            p->skip--;
        else
            rtf_put_character(p, signs[i].c, from, from + 2);
        return from + 2;
    }
    /* \- may hyphenate, \| \: are of formulas and indices: nothing to see. */
    if (p->skip) p->skip--;
    return from + 2;
}

static size_t control(struct rtf *p, size_t from) {
    const char *b = p->bytes.p;
    size_t at = from + 1;
    if (at >= p->stop) return at;
    if (!is_letter(b[at])) return symbol(p, from);
    while (at < p->stop && is_letter(b[at])) at++;
    size_t name = from + 1, n = at - name;
    bool negative = at + 1 < p->stop && b[at] == '-' && is_digit(b[at + 1]);
    if (negative) at++;
    bool has_number = at < p->stop && is_digit(b[at]);
    int64_t number = 0;
    for (; at < p->stop && is_digit(b[at]); at++)
        if (number < INT32_MAX) number = number * 10 + (b[at] - '0');
    if (number > INT32_MAX) number = INT32_MAX;
    if (negative) number = -number;
    if (at < p->stop && b[at] == ' ') at++;
    const struct rtf_word *word = rtf_word_find(b + name, n);
    /* Only what stands for a character can be the fallback of one; anything else means that none was written. */
    if (p->skip && word) {
        p->skip = word->action == RTF_CHAR ? p->skip - 1 : 0;
        if (word->action == RTF_CHAR) return at;
    }
    return word ? rtf_act(p, word, has_number, (int32_t)number, from, at) : at;
}

/* ---- the whole ---- */

/* A byte above ASCII, which should have been an escape, or a tab. */
static size_t raw_byte(struct rtf *p, size_t at) {
    unsigned char c = (unsigned char)p->bytes.p[at];
    if (!p->skip) {
        rtf_put_raw(p, c, at, at + 1);
        return at + 1;
    }
    p->skip--;
    at++;
    while (p->raw_utf8 && at < p->stop && ((unsigned char)p->bytes.p[at] & 0xC0) == 0x80) at++;
    return at;
}

/* Goes through [at, p->stop). Returns where it ended: behind the last group, or at the stop. */
static size_t pass(struct rtf *p, size_t at) {
    const char *b = p->bytes.p;
    size_t ask = at + (1 << 20);
    while (at < p->stop && p->status == UTS_OK && !p->t->failed) {
        if (at >= ask) {
            ask = at + (1 << 20);
            if (p->host->cancelled(p->job)) p->status = UTS_E_CANCELLED;
        }
        char c = b[at];
        if (is_plain(c)) {
            size_t end = at + 1;
            while (end < p->stop && is_plain(b[end])) end++;
            size_t skipped = p->skip < end - at ? p->skip : end - at;
            p->skip -= (uint32_t)skipped;
            if (at + skipped < end) rtf_put_ascii(p, at + skipped, end);
            at = end;
        } else if (c == '\\') {
            at = control(p, at);
        } else if (c == '{') {
            open_group(p, at++);
        } else if (c == '}') {
            if (!close_group(p, at++)) return at;
        } else if (c == '\t' || (unsigned char)c >= 0x80) {
            at = raw_byte(p, at);
        } else {
            at++; /* line ends and NULs of the file */
        }
    }
    return at;
}

static void read_side(struct rtf *p, struct rtf_side *side) {
    static const uint8_t zones[] = {
        [RTF_SIDE_NOTE] = UTS_ZONE_FOOTNOTE, [RTF_SIDE_BOX] = UTS_ZONE_NARRATIVE, [RTF_SIDE_PAGE] = UTS_ZONE_FURNITURE};
    side->done = true;
    p->zone = zones[side->kind];
    p->number = side->kind == RTF_SIDE_NOTE ? side->number : 0;
    p->side_depth = side->depth;
    p->boxes += side->kind == RTF_SIDE_BOX;
    size_t begin = side->begin;
    p->stop = side->end;
    p->stack[0] = p->stack[1] = side->state;
    p->stack[0].side = p->stack[1].side = UINT32_MAX;
    p->depth = 2;
    p->state = &p->stack[1];
    p->skip = 0;
    pass(p, begin); /* may move the sides */
    p->state = &p->stack[1];
    p->state->deleted = false;
    rtf_flush(p, p->stop);
    rtf_end_paragraph(p, 0);
}

/* A header that sections share is written once for each. */
static bool is_repeated(const struct rtf *p, uint32_t i) {
    const struct rtf_side *side = &p->sides[i];
    size_t n = side->end - side->begin;
    for (uint32_t k = i > 32 ? i - 32 : 0; k < i; k++)
        if (p->sides[k].kind == side->kind && p->sides[k].end - p->sides[k].begin == n &&
            memcmp(p->bytes.p + p->sides[k].begin, p->bytes.p + side->begin, n) == 0)
            return true;
    return false;
}

static void read_sides(struct rtf *p) {
    /* Notes may lie in boxes and boxes in headers: as long as something new is found. */
    for (uint32_t before = UINT32_MAX; before != p->n_sides && p->status == UTS_OK;) {
        before = p->n_sides;
        for (uint8_t kind = RTF_SIDE_NOTE; kind <= RTF_SIDE_PAGE; kind++)
            for (uint32_t i = 0; i < p->n_sides && p->status == UTS_OK && !p->t->failed; i++) {
                if (p->sides[i].kind != kind || p->sides[i].done) continue;
                if (kind == RTF_SIDE_PAGE && is_repeated(p, i))
                    p->sides[i].done = true;
                else
                    read_side(p, &p->sides[i]);
            }
    }
    transcript_zone(p->t, 0);
}

/* Bytes above ASCII belong to a code page, but some programs write UTF-8 without a word about it. */
static bool holds_utf8(uts_str bytes) {
    bool any = false;
    for (size_t at = 0; at < bytes.n;) {
        if ((unsigned char)bytes.p[at] < 0x80) {
            at++;
            continue;
        }
        any = true;
        UChar32 c;
        U8_NEXT((const uint8_t *)bytes.p, at, bytes.n, c);
        if (c < 0) return false;
    }
    return any;
}

uts_status rtf_parse(struct rtf *p, struct transcript *t, uts_str bytes) {
    *p = (struct rtf){.host = t->host, .job = t->job, .t = t, .bytes = bytes, .stop = bytes.n, .page = 1252};
    p->defining = -1;
    p->stack = calloc(32, sizeof *p->stack);
    if (!p->stack) return t->host->fail(t->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    p->room = 32;
    p->depth = 1;
    p->state = p->stack;
    *p->state = (struct rtf_state){.font = -1, .fallback = 1, .side = UINT32_MAX};
    p->raw_utf8 = holds_utf8(bytes);
    size_t at = pass(p, 0);
    rtf_flush(p, at);
    p->open = p->closed ? 0 : p->depth - 1;
    for (size_t i = at; i < bytes.n; i++) p->after_last += (unsigned char)bytes.p[i] > ' ';
    p->state->deleted = false;
    rtf_end_paragraph(p, 0);
    read_sides(p);
    return p->status;
}

void rtf_free(struct rtf *p) {
    free(p->stack);
    free(p->fonts);
    free(p->sides);
}
