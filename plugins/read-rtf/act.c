/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each control word does. */
#include "parse.h"

/* ---- destinations ---- */

static void new_side(struct rtf *p, uint8_t kind, size_t at) {
    struct rtf_state *s = p->state;
    bool seen = s->dest == RTF_BODY || (s->dest == RTF_SHAPE && kind == RTF_SIDE_BOX);
    bool shown = !s->hidden && !s->deleted;
    s->dest = RTF_SKIP;
    if (!seen) return;
    if (kind == RTF_SIDE_NOTE) p->n_notes += shown;
    if (!shown) return;
    if (p->side_depth >= RTF_SIDE_DEPTH || p->n_sides == RTF_SIDES) {
        p->status = uts_failf(p->host, p->job, UTS_E_LIMIT, at,
                              "byte %zu: notes and text boxes lie in each other %d deep, or are more than %d; is this "
                              "a transcript?",
                              at, RTF_SIDE_DEPTH, RTF_SIDES);
        return;
    }
    if (p->n_sides == p->sides_room) {
        uint32_t room = p->sides_room ? p->sides_room * 2 : 32;
        struct rtf_side *grown = realloc(p->sides, room * sizeof *grown);
        if (!grown) {
            p->t->failed = true;
            return;
        }
        p->sides = grown;
        p->sides_room = room;
    }
    struct rtf_side *side = &p->sides[p->n_sides];
    *side = (struct rtf_side){.begin = at, .end = p->stop, .state = *s, .kind = kind, .number = p->n_notes};
    side->depth = (uint8_t)(p->side_depth + 1);
    side->state.dest = RTF_BODY;
    side->state.in_table = false;
    side->state.level = 0;
    s->side = p->n_sides++;
}

static void leave_out(struct rtf *p, uint8_t what) {
    struct rtf_state *s = p->state;
    if (s->dest == RTF_BODY || s->dest == RTF_SHAPE) p->left_out[what]++;
    bool object = what == RTF_OBJECTS && s->dest == RTF_BODY;
    if (object) s->outer = s->dest;
    s->dest = object ? RTF_OBJECT : RTF_SKIP;
}

static void enter(struct rtf *p, uint8_t dest) {
    struct rtf_state *s = p->state;
    /* What is skipped stays so; only the document information holds something to read. */
    if (dest == RTF_TITLE) {
        if (p->depth <= 4) s->dest = RTF_TITLE;
        return;
    }
    if (!rtf_reads(p) && !(s->dest == RTF_SHAPE && dest == RTF_SHAPE)) return;
    if (dest == RTF_UPR) s->outer = s->dest;
    if (dest == RTF_STYLES) p->defining = 0;
    s->dest = dest;
}

/* ---- formatting ---- */

static void pard(struct rtf *p) {
    p->state->in_table = false;
    p->state->level = 0;
}

static void plain(struct rtf_state *s) {
    s->bold = s->italic = s->hidden = s->deleted = false;
    s->font = -1;
}

static void style(struct rtf *p, int32_t number) {
    if (p->state->dest == RTF_STYLES)
        p->defining = number;
    else if (number >= 0 && number < (int32_t)sizeof p->style_levels)
        p->state->level = p->style_levels[number];
}

static void outline(struct rtf *p, int32_t number) {
    uint8_t level = number >= 0 && number < 9 ? (uint8_t)(number + 1) : 0;
    if (p->state->dest == RTF_STYLES)
        p->defining_level = level;
    else
        p->state->level = level;
}

static void font(struct rtf *p, int32_t number) {
    p->state->font = number;
    if (p->state->dest != RTF_FONTS || number < 0 || number > INT16_MAX) return;
    p->defining = number;
    if (number < p->n_fonts) return;
    struct rtf_font *grown = realloc(p->fonts, ((size_t)number + 1) * sizeof *grown);
    if (!grown) {
        p->t->failed = true;
        return;
    }
    memset(grown + p->n_fonts, 0, (size_t)(number + 1 - p->n_fonts) * sizeof *grown);
    p->fonts = grown;
    p->n_fonts = number + 1;
}

/* ANSI is cp1252 where the document says so, too; in a file from a Mac or from DOS it is only the default. */
static void font_charset(struct rtf *p, int32_t charset) {
    if (p->state->dest != RTF_FONTS || p->defining < 0 || p->defining >= p->n_fonts) return;
    bool other = p->page == 10000 || p->page == 437 || p->page == 850 || p->page == RTF_PAGE_UTF8;
    p->fonts[p->defining].page = charset == 0 && !other ? 1252 : rtf_page_of_charset(charset);
}

static void format(struct rtf *p, uint8_t action, int32_t number, bool on) {
    struct rtf_state *s = p->state;
    switch (action) {
    case RTF_PLAIN:
        plain(s);
        break;
    case RTF_PARD:
        pard(p);
        break;
    case RTF_BOLD:
        s->bold = on;
        break;
    case RTF_ITALIC:
        s->italic = on;
        break;
    case RTF_HIDDEN:
        s->hidden = on;
        break;
    case RTF_DELETED:
        s->deleted = on;
        break;
    case RTF_IN_TABLE:
        s->in_table = true;
        break;
    case RTF_OUTLINE:
        outline(p, number);
        break;
    case RTF_STYLE:
        style(p, number);
        break;
    case RTF_FONT:
        font(p, number);
        break;
    case RTF_CHARSET:
        font_charset(p, number);
        break;
    case RTF_FONT_PAGE:
        if (s->dest == RTF_FONTS && p->defining >= 0 && p->defining < p->n_fonts) p->fonts[p->defining].page = number;
        break;
    case RTF_DEFAULT_FONT:
        p->default_font = number;
        break;
    case RTF_PAGE:
        if (number > 0) p->page = number;
        break;
    default:
        break;
    }
}

/* ---- text ---- */

/* The number of a note, at its place and before the note itself. */
static void mark(struct rtf *p, size_t from, size_t at) {
    if (p->state->dest != RTF_BODY || p->state->hidden || p->state->deleted) return;
    char digits[16];
    int n = snprintf(digits, sizeof digits, "%" PRIu32, p->number ? p->number : p->n_notes + 1);
    uint32_t begin = transcript_at(p->t);
    rtf_put(p, digits, (size_t)n, from, at);
    /* A blank of a note before it may stand in front. */
    uint32_t end = transcript_at(p->t);
    p->blank_due = p->number != 0;
    if (!p->number && end > begin)
        transcript_event(p->t, end - (uint32_t)n, end, UTS_EVENT_NOTE_REF, uts_mkstr("", 0), -1);
}

static void table(struct rtf *p, uint8_t action, size_t from, size_t at) {
    if (p->state->dest != RTF_BODY) return;
    if (action == RTF_CELL) rtf_put(p, "\t", 1, from, at);
    if (action == RTF_NESTED_ROW) rtf_put(p, "\n", 1, from, at);
    if (action != RTF_ROW) return;
    p->tables++;
    rtf_end_paragraph(p, UTS_STYLE_TABLE);
}

static void paragraph(struct rtf *p, size_t from, size_t at) {
    if (p->state->dest != RTF_BODY) return;
    rtf_flush(p, from);
    if (!p->state->in_table)
        rtf_end_paragraph(p, 0);
    else if (!p->state->deleted && transcript_at(p->t) > p->t->paragraph_begin)
        rtf_put(p, "\n", 1, from, at); /* inside a cell */
}

size_t rtf_act(struct rtf *p, const struct rtf_word *word, bool has_number, int32_t number, size_t from, size_t at) {
    struct rtf_state *s = p->state;
    switch (word->action) {
    case RTF_CHAR:
        rtf_put_character(p, word->value, from, at);
        break;
    case RTF_DEST:
        enter(p, (uint8_t)word->value);
        break;
    case RTF_SIDE:
        new_side(p, (uint8_t)word->value, at);
        break;
    case RTF_LEAVE:
        leave_out(p, (uint8_t)word->value);
        break;
    case RTF_RESULT:
        if (s->dest == RTF_OBJECT || s->dest == RTF_UPR) s->dest = s->outer;
        break;
    case RTF_LIST:
        p->paragraph.list |= s->dest == RTF_BODY;
        break;
    case RTF_PARAGRAPH:
        paragraph(p, from, at);
        break;
    case RTF_CELL:
    case RTF_NESTED_ROW:
    case RTF_ROW:
        table(p, word->action, from, at);
        break;
    case RTF_MARK:
        mark(p, from, at);
        break;
    case RTF_FALLBACK:
        s->fallback = (uint16_t)(number < 0 ? 0 : number > 1000 ? 1000 : number);
        break;
    case RTF_UNICODE:
        rtf_put_unit(p, number, from, at);
        p->skip = s->fallback;
        break;
    case RTF_BYTES:
        if (number > 0) at = (size_t)number > p->stop - at ? p->stop : at + (size_t)number;
        break;
    case RTF_CHARACTER_SET:
        p->page = word->value;
        break;
    default:
        format(p, word->action, number, !has_number || number != 0);
    }
    return at;
}
