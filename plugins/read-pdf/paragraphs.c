/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines to paragraphs: where one ends, how its lines are joined, what size and weight say. */
#include "hyphen.h"
#include "model.h"

#include <math.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* How paragraphs begin in this document, beside those that begin after a short line. */
enum layout { FLUSH, INDENTED, HANGING };

struct setter {
    struct pdf *d;
    struct transcript *t;
    struct pdf_lexicon lexicon;
    enum layout layout;
    uint32_t *lines; /* of the kind that is put */
    uint32_t n;
};

static uts_str text_of(const struct pdf *d, const struct pdf_word *w) { return uts_mkstr(pdf_text(d, w), w->bytes); }

/* ---- where a paragraph begins ---- */

/* The first word of @p b would have found room at the end of @p a. */
static bool is_short(const struct pdf *d, const struct pdf_line *a, const struct pdf_line *b) {
    const struct pdf_word *first = &d->words[b->first], *last = &d->words[a->first + a->n - 1];
    if (pdf_hyphen_bytes(text_of(d, last))) return false;
    return a->x2 + 0.25F * a->size + (first->x2 - first->x1) + 1 <= d->right[a->side];
}

static bool is_apart(const struct pdf *d, const struct pdf_line *a, const struct pdf_line *b) {
    if (a->page != b->page || a->side != b->side) return false;
    float step = b->y2 - a->y2, usual = d->leading * (a->size > d->body_size ? a->size / d->body_size : 1);
    return step > 1.25F * usual || step < 0;
}

/* A label before a tab, or a bullet. */
static bool begins_by_itself(const struct pdf *d, const struct pdf_line *b) {
    static const char *const bullets[] = {"•", "‣", "▪", "●", "○", "■", "–", "—", "-", "*", "\uf0b7", "\u00b7"};
    const struct pdf_word *w = &d->words[b->first];
    uts_str first = text_of(d, w);
    if (b->n < 2) return false;
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (uts_str_eq(first, uts_cstr(bullets[i])) && w[1].x1 - w->x2 > 0.3F * b->size) return true;
    for (uint32_t k = 0; k + 1 < b->n && k < 4; k++) {
        bool colon = w[k].bytes > 1 && pdf_text(d, &w[k])[w[k].bytes - 1] == ':';
        if (colon && (w[k + 1].x1 - w[k].x2 > 0.8F * b->size || ((w[0].flags & PDF_WIRE_BOLD) && !b->bold)))
            return true;
        if (colon) return false;
    }
    return false;
}

/* Two rows of a table: both have a tab, and it leads to the same place. */
static bool are_rows(const struct pdf *d, const struct pdf_line *a, const struct pdf_line *b) {
    const struct pdf_word *v = &d->words[a->first], *w = &d->words[b->first];
    if (fabsf(a->x1 - b->x1) > 2) return false;
    for (uint32_t i = 1, k = 1; i < a->n && k < b->n;) {
        bool tab_a = v[i].x1 - v[i - 1].x2 >= 1.5F * a->size, tab_b = w[k].x1 - w[k - 1].x2 >= 1.5F * b->size;
        if (tab_a && tab_b) return fabsf(v[i].x1 - w[k].x1) < 2;
        i += !tab_a;
        k += !tab_b;
    }
    return false;
}

static bool begins(const struct setter *s, const struct pdf_line *a, const struct pdf_line *b) {
    const struct pdf *d = s->d;
    float em = 0.6F * b->size;
    bool same_column = a->side == b->side;
    if (fabsf(a->size - b->size) > 0.08F * a->size || a->bold != b->bold) return true;
    if (is_apart(d, a, b) || is_short(d, a, b) || begins_by_itself(d, b) || are_rows(d, a, b)) return true;
    if (!same_column) return false;
    if (s->layout == HANGING && b->x1 < a->x1 - em) return true;
    return s->layout == INDENTED && b->x1 > a->x1 + em && b->x1 < a->x1 + 4 * b->size;
}

/* Lines after a short or distant one begin a paragraph for certain: how do they stand to the line after them? */
static enum layout layout_of(const struct setter *s) {
    const struct pdf *d = s->d;
    uint32_t in = 0, out = 0, total = 0;
    for (uint32_t i = 1; i + 1 < s->n; i++) {
        const struct pdf_line *a = &d->lines[s->lines[i - 1]], *b = &d->lines[s->lines[i]],
                              *c = &d->lines[s->lines[i + 1]];
        if (b->page != c->page || b->side != c->side || is_apart(d, b, c) || is_short(d, b, c)) continue;
        if (!is_apart(d, a, b) && !is_short(d, a, b)) continue;
        total++;
        in += b->x1 > c->x1 + 0.6F * b->size;
        out += b->x1 < c->x1 - 0.6F * b->size;
    }
    return out * 2 > total ? HANGING : in * 2 > total ? INDENTED : FLUSH;
}

/* ---- putting ---- */

static void put(struct setter *s, uts_str text, uint32_t page) {
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    size_t from = 0;
    for (size_t i = 0; i + 2 < text.n; i++) {
        bool ligature = (unsigned char)text.p[i] == 0xEF && (unsigned char)text.p[i + 1] == 0xAC &&
                        (unsigned char)text.p[i + 2] >= 0x80 && (unsigned char)text.p[i + 2] <= 0x86;
        if (!ligature) continue;
        transcript_put(s->t, uts_mkstr(text.p + from, i - from), page, page + 1);
        transcript_put(s->t, uts_cstr(ligatures[(unsigned char)text.p[i + 2] - 0x80]), page, page + 1);
        i += 2;
        from = i + 1;
    }
    transcript_put(s->t, uts_mkstr(text.p + from, text.n - from), page, page + 1);
}

/* A raised or small number, or asterisks, behind a word. */
static bool is_reference(const struct pdf *d, const struct pdf_line *line, const struct pdf_word *w) {
    if (w->size > 0.8F * line->size || w->bytes > 4) return false;
    if ((w->y1 + w->y2) / 2 > (line->y1 + line->y2) / 2) return false; /* lowered */
    for (uint32_t i = 0; i < w->bytes; i++) {
        char c = pdf_text(d, w)[i];
        if (!(c >= '0' && c <= '9') && c != '*' && c != ',') return false;
    }
    return true;
}

static void put_between(struct setter *s, const struct pdf_line *line, const struct pdf_word *a,
                        const struct pdf_word *b) {
    float gap = b->x1 - a->x2;
    if (gap >= 1.5F * line->size)
        transcript_puts(s->t, "\t");
    else if (gap >= 0.08F * line->size)
        transcript_puts(s->t, " ");
}

/* How many bytes of number stand glued to the text of a note: "1Fotnot". */
static size_t glued_number(const struct pdf_line *line, uint32_t k, uts_str text) {
    size_t n = 0;
    while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9') n++;
    bool letter = n < text.n && ((unsigned char)text.p[n] >= 0x80 || (text.p[n] | 0x20) >= 'a');
    return line->kind == PDF_NOTE && k == 0 && n <= 3 && letter ? n : 0;
}

/* Justified lines may leave a little room before the hyphen that divides their last word: it is the last but one. */
static bool hyphen_stands_off(const struct pdf *d, const struct pdf_line *line) {
    if (line->n < 2) return false;
    const struct pdf_word *last = &d->words[line->first + line->n - 1];
    uts_str text = text_of(d, last);
    return text.n && pdf_hyphen_bytes(text) == text.n && last->x1 - last[-1].x2 < 0.22F * line->size;
}

/* The last word of a line, with what joins it to the next line of the paragraph. */
static void put_last(struct setter *s, const struct pdf_line *line, uts_str word, bool stands_off, uts_str next) {
    char buffer[256];
    uts_str whole = word;
    if (stands_off && word.n + 1 < sizeof buffer) {
        memcpy(buffer, word.p, word.n);
        buffer[word.n] = '-';
        whole = uts_mkstr(buffer, word.n + 1);
    }
    enum pdf_join join = pdf_join(&s->lexicon, whole, next);
    if (join == PDF_GLUE_LESS) whole.n -= pdf_hyphen_bytes(whole);
    put(s, whole, line->page);
    if (join == PDF_SPACE) transcript_puts(s->t, " ");
}

/* A line, and what joins it to the next one of its paragraph. */
static void put_line(struct setter *s, const struct pdf_line *line, const struct pdf_line *next) {
    const struct pdf *d = s->d;
    const struct pdf_word *w = &d->words[line->first];
    bool stands_off = next && hyphen_stands_off(d, line);
    uint32_t n = line->n - stands_off;
    for (uint32_t k = 0; k < n; k++) {
        bool reference = k && line->kind == PDF_BODY && is_reference(d, line, &w[k]);
        if (k && !reference) put_between(s, line, &w[k - 1], &w[k]);
        /* The number of a note stands close to it. */
        bool number = line->kind == PDF_NOTE && k == 1 && w[0].size < 0.9F * w[1].size;
        if (number && s->t->text.p[s->t->text.n - 1] != ' ') transcript_puts(s->t, " ");
        uts_str text = text_of(d, &w[k]);
        size_t glued = glued_number(line, k, text);
        if (glued) {
            put(s, uts_mkstr(text.p, glued), line->page);
            transcript_puts(s->t, " ");
            text = uts_mkstr(text.p + glued, text.n - glued);
        }
        uint32_t begin = transcript_at(s->t);
        if (next && k + 1 == n)
            put_last(s, line, text, stands_off, text_of(d, &d->words[next->first]));
        else
            put(s, text, line->page);
        if (reference)
            transcript_event(s->t, begin, begin + (uint32_t)text.n, UTS_EVENT_NOTE_REF, uts_mkstr("", 0), -1);
    }
}

/* Headings are larger than the text. Sizes and not names decide, so the levels are few. */
static uint32_t level_of(const struct pdf *d, const struct pdf_line *line) {
    float ratio = line->size / d->body_size;
    return line->kind != PDF_BODY || ratio < 1.15F ? 0 : ratio > 1.6F ? 1 : ratio > 1.3F ? 2 : 3;
}

static void put_paragraph(struct setter *s, uint32_t from, uint32_t to) {
    const struct pdf *d = s->d;
    const struct pdf_line *first = &d->lines[s->lines[from]];
    uint32_t style = UTS_STYLE_BOLD | UTS_STYLE_ITALIC, level = level_of(d, first);
    transcript_gap(s->t);
    if (first->kind == PDF_BODY) transcript_zone(s->t, level ? UTS_ZONE_HEADING : 0);
    for (uint32_t i = from; i < to; i++) {
        const struct pdf_line *line = &d->lines[s->lines[i]];
        if (!line->bold) style &= ~(uint32_t)UTS_STYLE_BOLD;
        if (!line->italic) style &= ~(uint32_t)UTS_STYLE_ITALIC;
        put_line(s, line, i + 1 < to ? &d->lines[s->lines[i + 1]] : NULL);
    }
    transcript_end_paragraph(s->t, style, level);
}

/* ---- the kinds one after the other ---- */

static void gather(struct setter *s, enum pdf_kind kind) {
    s->n = 0;
    for (uint32_t i = 0; i < s->d->n_lines; i++)
        if (s->d->lines[i].kind == kind) s->lines[s->n++] = i;
}

static void put_body(struct setter *s) {
    gather(s, PDF_BODY);
    s->layout = layout_of(s);
    for (uint32_t at = 0; at < s->n;) {
        uint32_t end = at + 1;
        while (end < s->n && !begins(s, &s->d->lines[s->lines[end - 1]], &s->d->lines[s->lines[end]])) end++;
        put_paragraph(s, at, end);
        at = end;
    }
}

static bool begins_with_number(const struct pdf *d, const struct pdf_line *line) {
    char c = pdf_text(d, &d->words[line->first])[0];
    return (c >= '0' && c <= '9') || c == '*';
}

static void put_notes(struct setter *s) {
    gather(s, PDF_NOTE);
    transcript_zone(s->t, UTS_ZONE_FOOTNOTE);
    for (uint32_t at = 0; at < s->n;) {
        uint32_t end = at + 1;
        while (end < s->n && !begins_with_number(s->d, &s->d->lines[s->lines[end]])) end++;
        put_paragraph(s, at, end);
        s->d->notes++;
        at = end;
    }
}

/* The text of a line without digits is the same as that of one of the lines before it. */
static bool is_told(const struct setter *s, uint32_t i) {
    const struct pdf *d = s->d;
    const struct pdf_line *line = &d->lines[s->lines[i]];
    for (uint32_t k = i > 40 ? i - 40 : 0; k < i; k++) {
        const struct pdf_line *other = &d->lines[s->lines[k]];
        bool same = other->n == line->n;
        for (uint32_t j = 0; same && j < line->n; j++) {
            uts_str a = text_of(d, &d->words[line->first + j]), b = text_of(d, &d->words[other->first + j]);
            bool numbers = a.n && b.n && a.p[0] >= '0' && a.p[0] <= '9' && b.p[0] >= '0' && b.p[0] <= '9';
            same = numbers || uts_str_eq(a, b);
        }
        if (same) return true;
    }
    return false;
}

static void put_furniture(struct setter *s) {
    gather(s, PDF_FURNITURE);
    transcript_zone(s->t, UTS_ZONE_FURNITURE);
    for (uint32_t i = 0; i < s->n; i++)
        if (!is_told(s, i)) put_paragraph(s, i, i + 1);
    transcript_zone(s->t, 0);
}

void pdf_put(struct pdf *d, struct transcript *t) {
    struct setter s = {.d = d, .t = t, .lines = malloc((d->n_lines + 1) * sizeof *s.lines)};
    if (s.lines && pdf_lexicon_make(&s.lexicon, d)) {
        put_body(&s);
        put_notes(&s);
        put_furniture(&s);
    } else {
        d->no_memory = true;
    }
    pdf_lexicon_free(&s.lexicon);
    free(s.lines);
}
