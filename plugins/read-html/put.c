/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of a page on its way to the document: white space, character references, places, turns. */
#include "page.h"

#include <unicode/utf8.h>

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* ---- places ---- */

static int64_t place(struct html_page *p, size_t at) { return (int64_t)p->place(p->user, at); }

/* Puts text as it stands, in stretches whose sides are proportional in text and file. */
static void put_plain(struct html_page *p, size_t begin, size_t end) {
    const char *text = p->text.p;
    if (p->exact) {
        int64_t from = place(p, begin);
        transcript_put(p->t, uts_mkstr(text + begin, end - begin), from, from + (int64_t)(end - begin));
        return;
    }
    while (begin < end) {
        size_t stop = begin;
        U8_FWD_1(text, stop, end);
        int64_t from = place(p, begin), to = place(p, stop), step = to - from;
        bool ascii = stop == begin + 1;
        while (ascii && stop < end && (unsigned char)text[stop] < 0x80 && place(p, stop + 1) == to + step) {
            stop++;
            to += step;
        }
        transcript_put(p->t, uts_mkstr(text + begin, stop - begin), from, to);
        begin = stop;
    }
}

static void put_character(struct html_page *p, uint32_t c, size_t begin, size_t end) {
    char text[4];
    size_t n = 0;
    U8_APPEND_UNSAFE(text, n, c);
    int64_t from = place(p, begin);
    transcript_put(p->t, uts_mkstr(text, n), from, place(p, end));
}

/* ---- before text ---- */

static void end_paragraph(struct html_page *p, uint32_t style) {
    if (p->paragraph.any && !p->paragraph.plain) style |= UTS_STYLE_BOLD;
    if (p->paragraph.any && !p->paragraph.upright) style |= UTS_STYLE_ITALIC;
    if (p->paragraph.list) style |= UTS_STYLE_LIST;
    if (p->paragraph.any) p->after_row = style & UTS_STYLE_TABLE;
    transcript_end_paragraph(p->t, style, p->paragraph.level);
    memset(&p->paragraph, 0, sizeof p->paragraph);
    p->blank_due = p->line_due = p->block_due = p->apart = false;
    p->tabs_due = 0;
}

static void begin_paragraph(struct html_page *p) {
    const struct html_state *s = html_top(p);
    bool row = s->row && !p->flows;
    if (!row || !p->after_row) transcript_gap(p->t);
    uint32_t zone = s->zone ? s->zone : s->level && !row ? UTS_ZONE_HEADING : 0;
    bool spoken = p->dialect == HTML_ITEMS ? s->item : p->in_turn || p->dialect == HTML_ANY;
    if (!zone && !spoken) zone = UTS_ZONE_METADATA;
    transcript_zone(p->t, zone);
}

/* What was due before text: the break of a line, tabs between cells, a blank. */
static void before_text(struct html_page *p) {
    if (p->block_due && p->cell == 1) { /* a second block in the first cell: the table is there for the layout */
        p->flows = true;
        end_paragraph(p, 0);
    }
    bool first = transcript_at(p->t) == p->t->paragraph_begin;
    if (first) begin_paragraph(p);
    if (p->tabs_due)
        for (; p->tabs_due; p->tabs_due--) transcript_puts(p->t, "\t");
    else if ((p->line_due || p->block_due) && !first)
        transcript_puts(p->t, "\n");
    else if (p->blank_due && !first && !is_blank(p->t->text.p[p->t->text.n - 1])) {
        int64_t from = place(p, p->blank_at);
        transcript_put(p->t, uts_cstr(" "), from, place(p, p->blank_at + 1));
    }
    p->line_due = p->block_due = p->blank_due = false;
    p->cell_filled = true;
    const struct html_state *s = html_top(p);
    p->paragraph.any = true;
    p->paragraph.plain |= !s->bold;
    p->paragraph.upright |= !s->italic;
    p->paragraph.list |= s->list;
    if (s->level) p->paragraph.level = s->level;
}

/* ---- turns ---- */

/*
 * "Namn: " at the begin of a paragraph: how long the name is, 0 none. Pages of noScribe have it wherever the speaker
 * changes, and people put the real name there; the link keeps the old code.
 */
static size_t label_length(const struct html_page *p, const char *text, size_t n) {
    if (!p->n_due) return 0; /* speakers were not told apart */
    const char *colon = memchr(text, ':', n < 64 ? n : 64);
    size_t length = colon ? (size_t)(colon - text) : 0;
    if (memchr(text, '&', length) || memchr(text, '[', length)) return 0;
    bool changes = !p->in_turn || strcmp(p->due, p->code) != 0;
    bool again = strlen(p->speaker) == length && memcmp(text, p->speaker, length) == 0;
    return changes || again ? length : 0;
}

static void start_turn(struct html_page *p) {
    html_break(p);
    transcript_end_turn(p->t);
    transcript_gap(p->t);
    transcript_zone(p->t, 0);
    transcript_turn(p->t, uts_cstr(p->speaker), uts_mkstr("", 0), 0, p->start_ms, p->end_ms);
    p->in_turn = true;
    p->blank_due = p->line_due = false;
}

/* Begins the turn that is due, unless the speaker goes on. Returns where the text goes on. */
static size_t begin_turn(struct html_page *p, size_t begin, size_t end) {
    size_t at = begin, n = 0;
    p->turn_due = false;
    p->due[p->n_due] = 0;
    while (at < end && is_blank(p->text.p[at])) at++;
    if (p->dialect == HTML_NOSCRIBE && transcript_at(p->t) == p->t->paragraph_begin)
        n = label_length(p, p->text.p + at, end - at);
    if (!n && p->in_turn && strcmp(p->due, p->code) == 0) {
        transcript_turn_until(p->t, p->end_ms);
        return begin;
    }
    memcpy(p->code, p->due, p->n_due + 1);
    uts_str who = uts_cut(n ? uts_mkstr(p->text.p + at, n) : uts_mkstr(p->due, p->n_due), HTML_SPEAKER - 1);
    snprintf(p->speaker, HTML_SPEAKER, "%.*s", (int)who.n, who.p);
    if (n) at += n + 1;
    while (at < end && is_blank(p->text.p[at])) at++;
    start_turn(p);
    return at;
}

/* ---- text ---- */

static void collect(char *into, size_t *n, size_t room, const char *text, size_t count) {
    if (*n + count < room) memcpy(into + *n, text, count);
    if (*n + count < room) *n += count;
}

static void put_speaker(struct html_page *p, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++) {
        char c = is_blank(p->text.p[i]) ? ' ' : p->text.p[i];
        if (c != ' ' || (p->n_due && p->due[p->n_due - 1] != ' ')) collect(p->due, &p->n_due, HTML_SPEAKER, &c, 1);
    }
    p->n_due = uts_cut(uts_mkstr(p->due, p->n_due), HTML_SPEAKER - 5).n;
    while (p->n_due && (p->due[p->n_due - 1] == ' ' || p->due[p->n_due - 1] == ':')) p->n_due--;
}

/* The stretch from @p at that needs no care: no markup, no white space but single blanks, no soft hyphen. */
static size_t easy(const struct html_page *p, size_t at, size_t end, bool pre) {
    const char *text = p->text.p;
    for (; at < end; at++) {
        unsigned char c = (unsigned char)text[at];
        if (c > ' ' && c != '&' && c != 0xC2) continue;
        if (c == ' ' && (pre || (at + 1 < end && (unsigned char)text[at + 1] > ' '))) continue;
        if (c == 0xC2 && (unsigned char)text[at + 1] != 0xAD) continue;
        break;
    }
    return at;
}

static size_t put_reference(struct html_page *p, size_t at, size_t end) {
    uint32_t c[2];
    size_t length = 1;
    int n = html_reference(p->text.p + at, end - at, c, &length);
    if (n == 0) {
        before_text(p);
        put_plain(p, at, at + 1);
        return at + 1;
    }
    if (c[0] == 0xAD) return at + length; /* where a word may be divided */
    if (c[0] < 0x80 && is_blank((char)c[0])) {
        p->blank_due = true;
        p->blank_at = at;
        return at + length;
    }
    before_text(p);
    put_character(p, c[0], at, at + length);
    return at + length;
}

static void put_body(struct html_page *p, size_t begin, size_t end) {
    const char *text = p->text.p;
    bool pre = html_top(p)->pre;
    for (size_t at = begin; at < end;) {
        unsigned char c = (unsigned char)text[at];
        if (c == '&') {
            at = put_reference(p, at, end);
        } else if (c == 0xC2 && (unsigned char)text[at + 1] == 0xAD) {
            at += 2;
        } else if (pre && c == '\n') {
            html_line(p);
            at++;
        } else if (is_blank((char)c) && !pre) {
            if (!p->blank_due) p->blank_at = at;
            p->blank_due = true;
            while (at < end && is_blank(text[at])) at++;
        } else {
            size_t stop = easy(p, at, end, pre);
            if (stop == at) stop++;
            before_text(p);
            put_plain(p, at, stop);
            at = stop;
        }
    }
}

static bool all_blank(const struct html_page *p, size_t begin, size_t end) {
    while (begin < end && is_blank(p->text.p[begin])) begin++;
    return begin == end;
}

static uint64_t characters(const char *text, size_t n) {
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++) count += (text[i] & 0xC0) != 0x80;
    return count;
}

void html_put_text(struct html_page *p, size_t begin, size_t end) {
    const struct html_state *s = html_top(p);
    if (s->title) collect(p->title, &p->n_title, HTML_TITLE_BYTES, p->text.p + begin, end - begin);
    if (s->deleted) p->deleted += characters(p->text.p + begin, end - begin);
    if (s->skip) return;
    if (s->speaker) {
        put_speaker(p, begin, end);
        return;
    }
    if (p->turn_due && !all_blank(p, begin, end)) begin = begin_turn(p, begin, end);
    if (p->apart && !all_blank(p, begin, end)) {
        p->apart = false;
        bool glued = !p->blank_due && !is_blank(p->text.p[begin]) && strncmp(p->text.p + begin, "&nbsp;", 6) != 0;
        if (glued && transcript_at(p->t) > p->t->paragraph_begin) transcript_puts(p->t, " ");
    }
    put_body(p, begin, end);
}

/* ---- breaks ---- */

void html_line(struct html_page *p) {
    if (p->line_due)
        html_break(p); /* an empty line */
    else if (transcript_at(p->t) > p->t->paragraph_begin)
        p->line_due = true;
}

void html_break(struct html_page *p) {
    const struct html_state *s = html_top(p);
    if (!s->row || p->flows) {
        end_paragraph(p, 0);
    } else if (p->cell_filled) {
        p->block_due = true;
    }
}

void html_end_row(struct html_page *p) {
    end_paragraph(p, p->flows ? 0 : UTS_STYLE_TABLE);
    p->flows = p->cell_filled = false;
    p->cell = 0;
}
