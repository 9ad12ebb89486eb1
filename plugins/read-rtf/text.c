/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Characters on their way from code pages and escapes to the document, or to the names and the title. */
#include "parse.h"

#include <ctype.h>
#include <strings.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

/* ---- names of fonts and styles, title ---- */

static void collect(char *into, size_t *n, size_t room, const char *text, size_t count) {
    if (*n + count >= room) return; /* names are cut, a title is read whole or not at its end */
    memcpy(into + *n, text, count);
    *n += count;
}

static void end_font(struct rtf *p) {
    if (p->defining < 0 || p->defining >= p->n_fonts) return;
    struct rtf_font *font = &p->fonts[p->defining];
    font->kind = strncasecmp(p->name, "Symbol", 6) == 0  ? RTF_SYMBOLS
                 : strcasecmp(p->name, "Wingdings") == 0 ? RTF_WINGDINGS
                                                         : RTF_LETTERS;
    p->defining = -1;
}

/* "heading 1", "Rubrik 1" */
static uint8_t level_of_name(const char *name) {
    static const char *const words[] = {"heading ", "rubrik ", "überschrift ", "overskrift ", "titre "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (strncasecmp(name, words[i], n) == 0 && name[n] >= '1' && name[n] <= '9' && !name[n + 1])
            return (uint8_t)(name[n] - '0');
    }
    return 0;
}

static void end_style(struct rtf *p) {
    uint8_t level = p->defining_level ? p->defining_level : level_of_name(p->name);
    if (p->defining >= 0 && p->defining < (int32_t)sizeof p->style_levels) p->style_levels[p->defining] = level;
    p->defining = 0;
    p->defining_level = 0;
}

static void put_name(struct rtf *p, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (text[i] != ';') {
            collect(p->name, &p->n_name, sizeof p->name, text + i, 1);
            continue;
        }
        while (p->n_name && p->name[p->n_name - 1] == ' ') p->n_name--;
        p->name[p->n_name] = 0;
        if (p->state->dest == RTF_FONTS)
            end_font(p);
        else
            end_style(p);
        p->n_name = 0;
    }
}

/* ---- text ---- */

static size_t characters(const char *text, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += (text[i] & 0xC0) != 0x80;
    return count;
}

static bool holds_sign(const char *text, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n') return true;
    return false;
}

static void put_body(struct rtf *p, const char *text, size_t n, size_t begin, size_t end) {
    struct rtf_state *s = p->state;
    if (s->deleted || s->hidden) {
        *(s->deleted ? &p->deleted : &p->hidden) += characters(text, n);
        return;
    }
    if (transcript_at(p->t) == p->t->paragraph_begin) {
        if (!s->in_table || !p->after_row) transcript_gap(p->t);
        transcript_zone(p->t, p->zone ? p->zone : s->level && !s->in_table ? UTS_ZONE_HEADING : 0);
    }
    if (p->blank_due && text[0] != ' ' && text[0] != '\t') transcript_puts(p->t, " ");
    p->blank_due = false;
    transcript_put(p->t, uts_mkstr(text, n), (int64_t)begin, (int64_t)end);
    if (!holds_sign(text, n)) return;
    p->paragraph.any = true;
    p->paragraph.plain |= !s->bold;
    p->paragraph.upright |= !s->italic;
    p->paragraph.level = s->level;
}

/* Without regard to half characters. */
static void put_whole(struct rtf *p, const char *text, size_t n, size_t begin, size_t end) {
    if (!n) return;
    switch (p->state->dest) {
    case RTF_BODY:
        put_body(p, text, n, begin, end);
        break;
    case RTF_FONTS:
    case RTF_STYLES:
        put_name(p, text, n);
        break;
    case RTF_TITLE:
        collect(p->title, &p->n_title, sizeof p->title, text, n);
        break;
    default:
        break;
    }
}

static void put_encoded(struct rtf *p, uint32_t c, size_t begin, size_t end) {
    char text[4];
    size_t n = 0;
    U8_APPEND_UNSAFE(text, n, c);
    put_whole(p, text, n, begin, end);
}

static void put_unknown(struct rtf *p, size_t begin, size_t end) {
    if (p->state->dest == RTF_BODY) p->undecoded++;
    put_encoded(p, 0xFFFD, begin, end);
}

void rtf_flush(struct rtf *p, size_t at) {
    if (!p->surrogate && !p->n_pending) return;
    p->surrogate = 0;
    p->n_pending = 0;
    if (rtf_reads(p)) put_unknown(p, p->pending_begin, at);
}

void rtf_put(struct rtf *p, const char *text, size_t n, size_t begin, size_t end) {
    rtf_flush(p, begin);
    put_whole(p, text, n, begin, end);
}

void rtf_put_character(struct rtf *p, uint32_t c, size_t begin, size_t end) {
    rtf_flush(p, begin);
    if (!rtf_reads(p)) return;
    if (c == 0xFFFD)
        put_unknown(p, begin, end);
    else
        put_encoded(p, c, begin, end);
}

static const struct rtf_font *font_of(const struct rtf *p) {
    static const struct rtf_font unknown = {0, RTF_LETTERS};
    int32_t number = p->state->font < 0 ? p->default_font : p->state->font;
    return number >= 0 && number < p->n_fonts ? &p->fonts[number] : &unknown;
}

void rtf_put_unit(struct rtf *p, int32_t unit, size_t begin, size_t end) {
    uint32_t c = unit < 0 ? (uint32_t)(unit + 0x10000) : (uint32_t)unit;
    if (c > 0x10FFFF || !rtf_reads(p)) c = 0xFFFD;
    if (p->surrogate && U16_IS_TRAIL(c)) {
        c = U16_GET_SUPPLEMENTARY(p->surrogate, c);
        begin = p->pending_begin;
        p->surrogate = 0;
    } else if (U16_IS_LEAD(c)) {
        rtf_flush(p, begin);
        p->surrogate = (uint16_t)c;
        p->pending_begin = begin;
        return;
    }
    if (c < 0x10000 && U16_IS_TRAIL(c)) c = 0xFFFD;
    /* The private area in which fonts of signs keep them. */
    enum rtf_font_kind kind = font_of(p)->kind;
    if (c >= 0xF020 && c <= 0xF0FF) c = rtf_sign(kind == RTF_LETTERS ? RTF_SYMBOLS : kind, c & 0xFF);
    rtf_put_character(p, c, begin, end);
}

/* ---- bytes ---- */

static const struct rtf_page *page_of(struct rtf *p, int page) {
    for (uint32_t i = 0; i < p->n_pages; i++)
        if (p->pages[i].page == page) return &p->pages[i];
    uint32_t most = sizeof p->pages / sizeof *p->pages;
    struct rtf_page *made = &p->pages[p->n_pages < most ? p->n_pages++ : most - 1];
    made->page = page;
    rtf_page_make(made);
    if (!made->known) p->unknown_page = page;
    return made;
}

/* A byte of a character in UTF-8. */
static void put_utf8(struct rtf *p, unsigned byte, size_t begin, size_t end) {
    if (p->surrogate) rtf_flush(p, begin);
    bool leads = (byte & 0xC0) != 0x80;
    if (leads) rtf_flush(p, begin);
    if (leads) p->pending_begin = begin;
    if (!leads && !p->n_pending) {
        put_unknown(p, begin, end);
        return;
    }
    p->pending[p->n_pending++] = (unsigned char)byte;
    uint32_t wanted = p->pending[0] >= 0xF0 ? 4 : p->pending[0] >= 0xE0 ? 3 : 2, at = 0;
    if (p->n_pending < wanted) return;
    UChar32 c;
    U8_NEXT(p->pending, at, p->n_pending, c);
    bool whole = c >= 0 && at == p->n_pending;
    p->n_pending = 0;
    if (whole)
        put_encoded(p, (uint32_t)c, p->pending_begin, end);
    else
        put_unknown(p, p->pending_begin, end);
}

void rtf_put_byte(struct rtf *p, unsigned byte, size_t begin, size_t end) {
    if (!rtf_reads(p)) return;
    const struct rtf_font *font = font_of(p);
    if (font->kind != RTF_LETTERS && p->state->dest == RTF_BODY) {
        rtf_put_character(p, rtf_sign(font->kind, byte), begin, end);
        return;
    }
    int page = font->page ? font->page : p->page;
    if (byte < 0x80)
        rtf_put_character(p, byte, begin, end);
    else if (page == RTF_PAGE_UTF8)
        put_utf8(p, byte, begin, end);
    else
        rtf_put_character(p, page_of(p, page)->high[byte - 0x80], begin, end);
}

void rtf_put_raw(struct rtf *p, unsigned byte, size_t begin, size_t end) {
    if (p->raw_utf8 && byte >= 0x80 && rtf_reads(p))
        put_utf8(p, byte, begin, end);
    else
        rtf_put_byte(p, byte, begin, end);
}

void rtf_put_ascii(struct rtf *p, size_t begin, size_t end) {
    if (!rtf_reads(p)) return;
    if (p->state->dest != RTF_BODY || font_of(p)->kind == RTF_LETTERS)
        rtf_put(p, p->bytes.p + begin, end - begin, begin, end);
    else
        for (; begin < end; begin++) rtf_put_byte(p, (unsigned char)p->bytes.p[begin], begin, begin + 1);
}

/* ---- paragraphs ---- */

void rtf_end_paragraph(struct rtf *p, uint32_t style) {
    if (p->state->deleted) return; /* the break was deleted */
    if (p->paragraph.any && !p->paragraph.plain) style |= UTS_STYLE_BOLD;
    if (p->paragraph.any && !p->paragraph.upright) style |= UTS_STYLE_ITALIC;
    if (p->paragraph.list) style |= UTS_STYLE_LIST;
    transcript_end_paragraph(p->t, style, p->zone ? 0 : p->paragraph.level);
    memset(&p->paragraph, 0, sizeof p->paragraph);
    p->blank_due = false;
    p->after_row = style & UTS_STYLE_TABLE;
}
