/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The elements of a page: what opens, what closes, what that does. */
#include "page.h"

static const char *const hidden_values[] = {"none", NULL}, *const invisible_values[] = {"hidden", "collapse", NULL};
static const char *const bold_values[] = {"bold", "bolder", "600", "700", "800", "900", NULL};
static const char *const light_values[] = {"normal", "lighter", "400", "300", NULL};
static const char *const italic_values[] = {"italic", "oblique", NULL};
static const char *const pre_values[] = {"pre", "pre-wrap", "pre-line", "break-spaces", NULL};
static const char *const float_values[] = {"left", "right", NULL};

/* ---- open elements ---- */

static void pop(struct html_page *p);

/* The open element of that name that an end tag or a new one ends; 0 none. */
static uint32_t find_open(const struct html_page *p, const char *name, bool past_barriers) {
    for (uint32_t i = p->depth; i > 1; i--) {
        if (strcmp(p->stack[i - 1].name, name) == 0) return i;
        if (p->stack[i - 1].barrier && !past_barriers) return 0;
    }
    return 0;
}

static void pop_to(struct html_page *p, uint32_t depth) {
    while (p->depth >= depth && p->depth > 1) pop(p);
}

/* A new p ends an open p, a new cell an open cell, and so on. */
static void end_implied(struct html_page *p, const struct html_element *e, const char *name) {
    uint32_t open = 0;
    if (e->role == HTML_CELL) {
        uint32_t row = find_open(p, "tr", true), td = find_open(p, "td", true), th = find_open(p, "th", true);
        open = td > th ? td : th;
        if (open < row || find_open(p, "table", true) > open) open = 0;
    } else if (e->role == HTML_ROW) {
        open = find_open(p, "tr", true);
        if (find_open(p, "table", true) > open) open = 0;
    } else if (strcmp(name, "dd") == 0 || strcmp(name, "dt") == 0) {
        uint32_t dd = find_open(p, "dd", false), dt = find_open(p, "dt", false);
        open = dd > dt ? dd : dt;
    } else if (e->flags & HTML_SELF_CLOSING) {
        open = find_open(p, name, false);
    } else if (e->flags & HTML_BLOCK) {
        open = find_open(p, "p", false);
    }
    if (open) pop_to(p, open);
}

static void style_of(struct html_state *s, const struct html_piece *piece) {
    uts_str style = html_attribute(piece, "style");
    if (html_attribute(piece, "hidden").p) s->skip = true;
    if (!style.n) return;
    s->skip |= html_style_is(style, "display", hidden_values) || html_style_is(style, "visibility", invisible_values);
    if (html_style_is(style, "font-weight", bold_values)) s->bold = true;
    if (html_style_is(style, "font-weight", light_values)) s->bold = false;
    if (html_style_is(style, "font-style", italic_values)) s->italic = true;
    s->pre |= html_style_is(style, "white-space", pre_values);
    /* LibreOffice writes a text box so, in the middle of a sentence. */
    if (strcmp(s->name, "span") == 0 && html_style_is(style, "float", float_values)) {
        s->zone = UTS_ZONE_NARRATIVE;
        s->barrier = true;
    }
}

static bool begins(uts_str value, const char *with) {
    size_t n = strlen(with);
    return value.n >= n && strncasecmp(value.p, with, n) == 0;
}

static bool has_digit_after(uts_str value, const char *with) {
    size_t n = strlen(with);
    return begins(value, with) && value.n > n && value.p[n] >= '0' && value.p[n] <= '9';
}

/* Page headers and notes as LibreOffice and Word mark them. */
static void zone_of(struct html_state *s, const struct html_piece *piece) {
    uts_str id = html_attribute(piece, "id"), title = html_attribute(piece, "title"),
            class = html_attribute(piece, "class");
    if ((begins(title, "header") && title.n == 6) || (begins(title, "footer") && title.n == 6))
        s->zone = UTS_ZONE_FURNITURE;
    if (has_digit_after(id, "sdfootnote") || has_digit_after(id, "sdendnote") || has_digit_after(id, "ftn") ||
        has_digit_after(id, "edn") || html_has_word(class, "footnotes") || html_has_word(class, "footnote"))
        s->zone = UTS_ZONE_FOOTNOTE;
}

/* ---- links to notes ---- */

static bool leads_to_note(uts_str href) {
    static const char *const to[] = {"#sdfootnote", "#sdendnote", "#_ftn", "#_edn",  "#fn",
                                     "#footnote",   "#cite_note", "#note", "#fotnot"};
    for (size_t i = 0; i < sizeof to / sizeof *to; i++)
        if (begins(href, to[i])) return true;
    return false;
}

/* What a link to a note shows is its number when it is short: "1", "[12]", "*". */
static void end_anchor(struct html_page *p, const struct html_state *s) {
    uint32_t begin = p->anchor_begin, end = transcript_at(p->t);
    if (s->zone == UTS_ZONE_FOOTNOTE) {
        p->apart = true;
        return;
    }
    if (begin < p->t->paragraph_begin || end <= begin || end - begin > 6) return;
    for (uint32_t i = begin; i < end; i++) {
        char c = p->t->text.p[i];
        if (c == ' ' || c == '\n') return;
    }
    transcript_event(p->t, begin, end, UTS_EVENT_NOTE_REF, uts_mkstr("", 0), -1);
}

/* ---- turns of programs ---- */

static bool number_at(uts_str value, size_t *at, int64_t *number) {
    size_t first = *at;
    int64_t n = 0;
    while (*at < value.n && value.p[*at] >= '0' && value.p[*at] <= '9' && n < INT64_MAX / 20)
        n = n * 10 + (value.p[(*at)++] - '0');
    *number = n;
    return *at > first;
}

/* Seconds with decimals as milliseconds; -1: no number. */
static int64_t milliseconds(uts_str value) {
    size_t at = 0;
    int64_t seconds, scale = 100, rest = 0;
    if (!number_at(value, &at, &seconds) || seconds > INT32_MAX) return -1;
    if (at < value.n && value.p[at] == '.')
        for (at++; at < value.n && value.p[at] >= '0' && value.p[at] <= '9'; at++, scale /= 10)
            rest += (value.p[at] - '0') * scale;
    return seconds * 1000 + rest;
}

/* name="ts_START_END_SPEAKER", milliseconds: noScribe. */
static void noscribe_anchor(struct html_page *p, uts_str name) {
    size_t at = 3;
    int64_t start, end;
    if (!begins(name, "ts_") || !number_at(name, &at, &start) || at >= name.n || name.p[at++] != '_') return;
    if (!number_at(name, &at, &end) || (at < name.n && name.p[at++] != '_')) return;
    size_t n = name.n - at < HTML_SPEAKER - 1 ? name.n - at : 0;
    p->start_ms = start;
    p->end_ms = end;
    memcpy(p->due, name.p + at, n);
    p->n_due = n;
    p->turn_due = true;
}

static void item(struct html_page *p, struct html_state *s, const struct html_piece *piece) {
    uts_str start = html_attribute(piece, "data-start"), class = html_attribute(piece, "class");
    if (start.p && !s->item) {
        s->item = true;
        p->start_ms = milliseconds(start);
        p->end_ms = milliseconds(html_attribute(piece, "data-end"));
        p->n_due = 0;
        p->turn_due = true;
    }
    if (s->item && (html_has_word(class, "speaker-name") || html_has_word(class, "speaker"))) s->speaker = true;
}

/* ---- open and close ---- */

static void meta(struct html_page *p, const struct html_piece *piece) {
    uts_str name = html_attribute(piece, "name"), content = html_attribute(piece, "content");
    if (begins(name, "audio_source") && content.n < HTML_TITLE_BYTES) {
        memcpy(p->media, content.p, content.n);
        p->n_media = content.n;
    }
}

static void open_role(struct html_page *p, struct html_state *s, const struct html_element *e,
                      const struct html_piece *piece) {
    switch (e->role) {
    case HTML_TABLE:
        if (!s->row) break;
        p->flows = true;
        html_break(p);
        s->row = p->flows = false;
        s->resumes = true;
        break;
    case HTML_ROW:
        html_end_row(p);
        s->row = true;
        break;
    case HTML_CELL:
        if (!s->row || p->flows)
            html_break(p);
        else if (p->cell++)
            p->tabs_due++;
        p->cell_filled = p->line_due = p->block_due = p->blank_due = false;
        break;
    case HTML_ANCHOR:
        s->anchor = leads_to_note(html_attribute(piece, "href"));
        if (s->anchor) p->anchor_begin = transcript_at(p->t);
        if (p->dialect == HTML_NOSCRIBE) noscribe_anchor(p, html_attribute(piece, "name"));
        break;
    case HTML_DELETED:
        s->deleted = true;
        break;
    default:
        if (e->role >= HTML_H1) s->level = (uint8_t)(e->role - HTML_H1 + 1);
    }
}

static void count(struct html_page *p, const struct html_element *e) {
    if (html_top(p)->skip) return;
    p->pictures += e->role == HTML_PICTURE;
    p->fields += e->role == HTML_FIELD;
}

static void open_void(struct html_page *p, const struct html_element *e, const struct html_piece *piece) {
    if (e->role == HTML_META) meta(p, piece);
    if (html_top(p)->skip) return;
    if (e->role == HTML_BREAK) html_line(p);
    if (e->flags & HTML_BLOCK) html_break(p);
}

static void open_element(struct html_page *p, struct html_scan *scan, const struct html_piece *piece) {
    const struct html_element *e = html_element(piece->name);
    count(p, e);
    if (e->flags & HTML_VOID) {
        open_void(p, e, piece);
        return;
    }
    if (piece->closed && p->xml) {
        if (e->flags & HTML_BLOCK) html_break(p);
        return;
    }
    if (e->role == HTML_BODY && p->depth > 1 && find_open(p, piece->name, true)) return;
    end_implied(p, e, piece->name);
    if (e->flags & HTML_RAW) memcpy(scan->raw, piece->name, HTML_NAME);
    if (e->flags & HTML_BLOCK && !html_top(p)->skip) html_break(p);
    if (p->depth == HTML_DEPTH) {
        p->too_deep++;
        return;
    }
    struct html_state *s = &p->stack[p->depth], *outer = html_top(p);
    *s = *outer;
    memcpy(s->name, piece->name, HTML_NAME);
    s->anchor = s->resumes = s->stamp = false;
    s->barrier = e->flags & HTML_BARRIER;
    s->title = e->role == HTML_TITLE && !outer->skip && !p->n_title;
    s->skip |= (e->flags & HTML_SKIP) != 0;
    s->bold |= (e->flags & HTML_BOLD) != 0;
    s->italic |= (e->flags & HTML_ITALIC) != 0;
    s->pre |= (e->flags & HTML_PRE) != 0;
    s->list |= (e->flags & HTML_LIST) != 0;
    if (e->flags & HTML_FURNITURE) s->zone = UTS_ZONE_FURNITURE;
    if (piece->n_attributes) {
        style_of(s, piece);
        zone_of(s, piece);
        if (p->dialect == HTML_ITEMS) item(p, s, piece);
        s->stamp = html_attribute(piece, "data-timestamp").p != NULL;
        p->apart |= s->stamp;
    }
    open_role(p, s, e, piece);
    if (s->zone != outer->zone && !outer->skip) html_break(p);
    p->depth++;
}

static void pop(struct html_page *p) {
    const struct html_state s = *html_top(p);
    const struct html_state *outer = &p->stack[p->depth - 2];
    const struct html_element *e = html_element(s.name);
    if (s.anchor) end_anchor(p, &s);
    p->apart |= s.stamp;
    bool loose = e->role == HTML_CELL && (!s.row || p->flows);
    bool leaves = s.zone != outer->zone || s.item != outer->item;
    if (!s.skip && ((e->flags & HTML_BLOCK) || loose || leaves)) html_break(p);
    if (e->role == HTML_ROW && s.row) html_end_row(p);
    if (s.resumes) p->flows = true;
    if (s.item && !outer->item) p->turn_due = false; /* what follows belongs to nobody */
    p->depth--;
}

static void close_element(struct html_page *p, const struct html_piece *piece) {
    if (p->too_deep) {
        p->too_deep--;
        return;
    }
    const struct html_element *e = html_element(piece->name);
    if (e->role == HTML_BREAK) open_void(p, e, piece);
    if (e->flags & HTML_VOID || e->role == HTML_BODY) return;
    /* An inline end tag does not reach out of its cell; that of a table ends whatever is inside. */
    bool reaches = e->role == HTML_TABLE || e->role == HTML_ROW || e->role == HTML_CELL || (e->flags & HTML_BARRIER);
    uint32_t open = find_open(p, piece->name, reaches);
    if (open)
        pop_to(p, open);
    else if (strcmp(piece->name, "p") == 0)
        html_break(p);
}

uts_status html_read(struct html_page *p) {
    struct html_scan scan = {.text = p->text};
    struct html_piece piece;
    size_t ask = 1 << 20;
    p->depth = 1;
    while (html_next(&scan, &piece) && !p->t->failed) {
        if (piece.kind == HTML_TEXT)
            html_put_text(p, piece.begin, piece.end);
        else if (piece.kind == HTML_OPEN)
            open_element(p, &scan, &piece);
        else
            close_element(p, &piece);
        p->tags += piece.kind != HTML_TEXT;
        if (scan.at < ask) continue;
        ask = scan.at + (1 << 20);
        if (p->host->cancelled(p->job)) return UTS_E_CANCELLED;
    }
    pop_to(p, 2);
    html_break(p);
    transcript_end_turn(p->t);
    return UTS_OK;
}
