/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text/body: puts each piece into the element that TEI has for it. */
#include "tei.h"

enum { NO_BLOCK, IN_P, IN_LIST };
enum { NO_DIV, PLAIN_DIV, GUIDE_DIV };

/* Where the writer stands. */
struct place {
    struct tei_doc *d;
    int block, div;
    uint32_t block_end; /* the paragraph of an open p ends here */
    uint32_t at;        /* written up to here */
    bool interview;
};

static const struct tei_piece *piece(const struct place *p, uint32_t i) { return &p->d->local->pieces[i]; }

static uint32_t count(const struct place *p) { return p->d->local->n_pieces; }

/* ---- blocks ---- */

static void close_block(struct place *p) {
    if (p->block == IN_P) TEI_LIT(p->d->out, "</p>\n");
    if (p->block == IN_LIST) TEI_LIT(p->d->out, "</list>\n");
    p->block = NO_BLOCK;
}

static void close_div(struct place *p) {
    close_block(p);
    if (p->div != NO_DIV) TEI_LIT(p->d->out, "</div>\n");
    p->div = NO_DIV;
}

static void open_div(struct place *p, int div) {
    close_div(p);
    p->div = div;
    tei_puts(p->d->out, div == GUIDE_DIV ? "<div type=\"guide\">\n"
                        : p->interview   ? "<div type=\"interview\">\n"
                                         : "<div>\n");
}

static void want_div(struct place *p, int div) {
    if (p->div != div) open_div(p, div);
}

/* True when the piece belongs to the open p; then the white space before it has been written. */
static bool goes_on(struct place *p, const struct tei_piece *piece_) {
    if (p->block != IN_P || piece_->begin >= p->block_end) return false;
    tei_put_raw(p->d, p->at, piece_->begin);
    return true;
}

static void open_p(struct place *p, const struct tei_piece *piece_, int div) {
    close_block(p);
    want_div(p, div);
    p->block = IN_P;
    p->block_end = tei_next_paragraph(p->d, piece_->begin, (uint32_t)p->d->text.n);
    TEI_LIT(p->d->out, "<p>");
}

/* ---- utterances ---- */

static uint32_t time_row(const struct tei_doc *d, int64_t ms) {
    uint32_t low = 0, high = d->n_times;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (d->times[mid] < ms)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void put_time(struct tei_doc *d, const char *attribute, int64_t ms) {
    if (ms < 0) return;
    tei_puts(d->out, attribute);
    tei_put_u32(d->out, time_row(d, ms) + 1);
    TEI_LIT(d->out, "\"");
}

/* "u7", and "u7.2" for the second part of an utterance. */
static void put_u_id(struct tei_doc *d, uint32_t turn, uint32_t part) {
    TEI_LIT(d->out, "u");
    tei_put_u32(d->out, turn + 1);
    if (part == 0) return;
    TEI_LIT(d->out, ".");
    tei_put_u32(d->out, part + 1);
}

static void put_u_start(struct tei_doc *d, uint32_t turn, uint32_t begin, uint32_t end) {
    uint32_t part = d->written[turn]++, parts = d->parts[turn];
    TEI_LIT(d->out, "<u xml:id=\"");
    put_u_id(d, turn, part);
    TEI_LIT(d->out, "\" n=\"");
    tei_put_u32(d->out, turn + 1);
    TEI_LIT(d->out, "\"");
    if (d->person_of[turn] != UTS_NO_ROW) {
        TEI_LIT(d->out, " who=\"#");
        tei_puts(d->out, d->persons[d->person_of[turn]].id);
        TEI_LIT(d->out, "\"");
    }
    put_time(d, " start=\"#T", d->start_ms[turn]);
    put_time(d, " end=\"#T", d->end_ms[turn]);
    if (part > 0) {
        TEI_LIT(d->out, " prev=\"#");
        put_u_id(d, turn, part - 1);
        TEI_LIT(d->out, "\"");
    }
    if (part + 1 < parts) {
        TEI_LIT(d->out, " next=\"#");
        put_u_id(d, turn, part + 1);
        TEI_LIT(d->out, "\"");
    }
    tei_put_range(d, "corresp", begin, end);
    TEI_LIT(d->out, ">");
}

/* One seg a paragraph; the white space between them is text of u. */
static void put_u(struct tei_doc *d, const struct tei_piece *s) {
    put_u_start(d, s->turn, s->begin, s->end);
    d->in_u = true;
    for (uint32_t at = s->begin; at < s->end;) {
        uint32_t next = tei_next_paragraph(d, at, s->end), end = tei_trim(d, at, next);
        TEI_LIT(d->out, "<seg type=\"paragraph\">");
        tei_put_inline(d, at, end);
        TEI_LIT(d->out, "</seg>");
        tei_put_raw(d, end, next);
        at = next;
    }
    d->in_u = false;
    TEI_LIT(d->out, "</u>");
}

static bool is_spoken(const struct tei_doc *d, uint32_t turn) { return d->turn_zone[turn] != UTS_ZONE_QUOTE; }

/* The label of a spoken turn stands before its u. A turn without a word has an empty u, so that its label has one. */
static void put_label(struct place *p, const struct tei_piece *label) {
    struct tei_doc *d = p->d;
    close_block(p);
    want_div(p, PLAIN_DIV);
    TEI_LIT(d->out, "<label corresp=\"#");
    put_u_id(d, label->turn, 0);
    TEI_LIT(d->out, "\">");
    tei_put_raw(d, label->begin, label->end);
    TEI_LIT(d->out, "</label>\n");
    if (d->parts[label->turn]) return;
    d->parts[label->turn] = 1;
    put_u_start(d, label->turn, label->end, label->end);
    TEI_LIT(d->out, "</u>\n");
}

static void put_speech(struct place *p, const struct tei_piece *s) {
    close_block(p);
    want_div(p, PLAIN_DIV);
    put_u(p->d, s);
    TEI_LIT(p->d->out, "\n");
}

/* ---- quotes ---- */

/* A quote as it is written: attribution, quotation marks, segment, quotation marks, attribution, full stop. */
struct quote {
    uint32_t first, open, segment, shut, label, last; /* pieces; [open, shut] goes into quote */
    bool before, after;                               /* has an attribution there */
};

static bool is_mark(const struct place *p, uint32_t i, uint32_t end) {
    return i < count(p) && piece(p, i)->begin < end && piece(p, i)->blank &&
           (piece(p, i)->kind == UTS_ZONE_QUOTE || piece(p, i)->kind == UTS_ZONE_NARRATIVE ||
            piece(p, i)->kind == UTS_ZONE_METADATA);
}

static bool is_attribution(const struct place *p, uint32_t i, uint32_t end, uint32_t turn) {
    return i < count(p) && piece(p, i)->begin < end && piece(p, i)->kind == TEI_LABEL &&
           p->d->label_begin[turn] == piece(p, i)->begin;
}

/* Reads a quote that starts with piece @p i and lies before @p end. False: there is none. */
static bool read_quote(const struct place *p, uint32_t i, uint32_t end, struct quote *q) {
    *q = (struct quote){.first = i};
    if (i < count(p) && piece(p, i)->kind == TEI_LABEL && !is_spoken(p->d, piece(p, i)->turn)) {
        q->before = true;
        i++;
    }
    q->open = i;
    while (is_mark(p, i, end)) i++;
    if (i >= count(p) || piece(p, i)->begin >= end || piece(p, i)->kind != TEI_SEGMENT) return false;
    uint32_t turn = piece(p, i)->turn;
    if (is_spoken(p->d, turn) || (q->before && !is_attribution(p, q->first, end, turn))) return false;
    q->segment = q->shut = q->last = i;
    /* Marks after the segment belong to it when an attribution follows, or when they are of its zone. */
    uint32_t next = i + 1;
    while (is_mark(p, next, end)) next++;
    q->after = !q->before && is_attribution(p, next, end, turn);
    for (uint32_t k = i + 1; k < next && (q->after || piece(p, k)->kind != UTS_ZONE_NARRATIVE); k++)
        q->shut = q->last = k;
    if (!q->after) return true;
    q->label = q->last = next;
    /* The full stop behind an attribution, unless it ends a sentence of the author's. */
    if (is_mark(p, next + 1, end) && piece(p, next + 1)->kind != UTS_ZONE_NARRATIVE &&
        piece(p, next + 1)->begin == piece(p, next)->end)
        q->last = next + 1;
    return true;
}

/* Writes pieces and the white space between them, the segment as u. */
static void put_quote_inside(struct place *p, const struct quote *q) {
    bool candidate = p->d->turn_flags[piece(p, q->segment)->turn] & UTS_TURN_CANDIDATE;
    tei_puts(p->d->out, candidate ? "<quote type=\"candidate\">" : "<quote>");
    for (uint32_t i = q->open; i <= q->shut; i++) {
        if (i > q->open) tei_put_raw(p->d, piece(p, i - 1)->end, piece(p, i)->begin);
        if (i == q->segment)
            put_u(p->d, piece(p, i));
        else
            tei_put_raw(p->d, piece(p, i)->begin, piece(p, i)->end);
    }
    TEI_LIT(p->d->out, "</quote>");
}

static void put_bibl(struct place *p, const struct tei_piece *label) {
    TEI_LIT(p->d->out, "<bibl>");
    tei_put_raw(p->d, label->begin, label->end);
    TEI_LIT(p->d->out, "</bibl>");
}

static void put_quote(struct place *p, const struct quote *q) {
    bool cit = q->before || q->after;
    if (cit) TEI_LIT(p->d->out, "<cit>");
    if (q->before) {
        put_bibl(p, piece(p, q->first));
        tei_put_raw(p->d, piece(p, q->first)->end, piece(p, q->open)->begin);
    }
    put_quote_inside(p, q);
    if (q->after) {
        tei_put_raw(p->d, piece(p, q->shut)->end, piece(p, q->label)->begin);
        put_bibl(p, piece(p, q->label));
    }
    if (q->after && q->last > q->label) {
        TEI_LIT(p->d->out, "<pc>");
        tei_put_raw(p->d, piece(p, q->last)->begin, piece(p, q->last)->end);
        TEI_LIT(p->d->out, "</pc>");
    }
    if (cit) TEI_LIT(p->d->out, "</cit>");
    p->at = piece(p, q->last)->end;
}

/* True when the paragraph that starts with piece @p i holds nothing but quotes. */
static bool only_quotes(const struct place *p, uint32_t i, uint32_t end) {
    struct quote q;
    while (i < count(p) && piece(p, i)->begin < end) {
        if (!read_quote(p, i, end, &q)) return false;
        i = q.last + 1;
    }
    return true;
}

/* Writes the quote at piece @p i, in the open paragraph or as a block; returns the next piece. */
static uint32_t place_quote(struct place *p, uint32_t i, const struct quote *q) {
    const struct tei_piece *first = piece(p, i);
    uint32_t end = tei_next_paragraph(p->d, first->begin, (uint32_t)p->d->text.n);
    if (!goes_on(p, first)) {
        if (only_quotes(p, i, end)) {
            close_block(p);
            want_div(p, PLAIN_DIV);
            put_quote(p, q);
            TEI_LIT(p->d->out, "\n");
            return q->last + 1;
        }
        open_p(p, first, PLAIN_DIV);
    }
    put_quote(p, q);
    return q->last + 1;
}

/* ---- other zones ---- */

/* Text that is part of a paragraph: may hold several paragraphs, the last of which stays open. */
static void put_prose(struct place *p, const struct tei_piece *s, int div) {
    bool inside = goes_on(p, s);
    for (uint32_t at = s->begin; at < s->end;) {
        struct tei_piece rest = {.begin = at, .end = s->end};
        if (!inside) open_p(p, &rest, div);
        inside = false;
        uint32_t next = tei_next_paragraph(p->d, at, s->end), end = tei_trim(p->d, at, next);
        tei_put_inline(p->d, at, end);
        at = next;
    }
}

static void put_heading(struct place *p, uint32_t i) {
    const struct tei_piece *s = piece(p, i);
    uint32_t next = i + 1;
    while (next < count(p) && (piece(p, next)->kind == UTS_ZONE_HEADING || piece(p, next)->kind == UTS_ZONE_FURNITURE))
        next++;
    int div = next < count(p) && piece(p, next)->kind == UTS_ZONE_GUIDE ? GUIDE_DIV : PLAIN_DIV;
    for (uint32_t at = s->begin; at < s->end;) {
        uint32_t to = tei_next_paragraph(p->d, at, s->end);
        open_div(p, div);
        TEI_LIT(p->d->out, "<head>");
        tei_put_inline(p->d, at, tei_trim(p->d, at, to));
        TEI_LIT(p->d->out, "</head>\n");
        at = to;
    }
}

/* One item a line. */
static void put_contents(struct place *p, const struct tei_piece *s) {
    if (p->block != IN_LIST) {
        close_block(p);
        want_div(p, PLAIN_DIV);
        TEI_LIT(p->d->out, "<list type=\"contents\">\n");
        p->block = IN_LIST;
    }
    const char *text = p->d->text.p;
    for (uint32_t at = s->begin; at < s->end;) {
        const char *line_end = memchr(text + at, '\n', s->end - at);
        uint32_t next = line_end ? (uint32_t)(line_end - text) + 1 : s->end, end = tei_trim(p->d, at, next);
        if (at < end) {
            TEI_LIT(p->d->out, "<item>");
            tei_put_inline(p->d, at, end);
            TEI_LIT(p->d->out, "</item>\n");
        }
        at = next;
    }
}

static void put_footnote(struct place *p, const struct tei_piece *s) {
    bool inside = goes_on(p, s);
    if (!inside && p->block == IN_P) close_block(p);
    if (p->div == NO_DIV) want_div(p, PLAIN_DIV);
    TEI_LIT(p->d->out, "<note place=\"bottom\" xml:id=\"fn");
    tei_put_u32(p->d->out, s->note);
    if (p->d->note_number[s->note - 1]) {
        TEI_LIT(p->d->out, "\" n=\"");
        tei_put_u32(p->d->out, p->d->note_number[s->note - 1]);
    }
    TEI_LIT(p->d->out, "\">");
    p->d->in_note = true;
    tei_put_inline(p->d, s->begin, s->end);
    p->d->in_note = false;
    tei_puts(p->d->out, inside ? "</note>" : "</note>\n");
}

/* Text of pages or forms, without tokens: nobody's words. Inside a paragraph @p inner, else the block @p outer. */
static void put_plain(struct place *p, const struct tei_piece *s, const char *outer, const char *inner) {
    bool inside = goes_on(p, s), in_list = p->block == IN_LIST && strcmp(outer, "fw") == 0;
    if (!inside && !in_list) close_block(p);
    if (p->div == NO_DIV) want_div(p, PLAIN_DIV);
    const char *element = inside ? inner : outer;
    TEI_LIT(p->d->out, "<");
    tei_puts(p->d->out, element);
    tei_puts(p->d->out, s->kind == UTS_ZONE_FURNITURE ? " type=\"furniture\">" : " type=\"metadata\">");
    tei_put_raw(p->d, s->begin, s->end);
    TEI_LIT(p->d->out, "</");
    tei_puts(p->d->out, element);
    tei_puts(p->d->out, inside ? ">" : ">\n");
}

static void put_lone_label(struct place *p, const struct tei_piece *s) {
    bool inside = goes_on(p, s);
    if (!inside) {
        close_block(p);
        want_div(p, PLAIN_DIV);
    }
    put_bibl(p, s);
    if (!inside) TEI_LIT(p->d->out, "\n");
}

/* Writes piece @p i and what belongs to it; returns the next one. */
static uint32_t put_piece(struct place *p, uint32_t i) {
    const struct tei_piece *s = piece(p, i);
    struct quote q;
    if (s->kind == TEI_SEGMENT && is_spoken(p->d, s->turn)) {
        put_speech(p, s);
    } else if (s->kind == TEI_LABEL && is_spoken(p->d, s->turn)) {
        put_label(p, s);
    } else if (read_quote(p, i, tei_next_paragraph(p->d, s->begin, (uint32_t)p->d->text.n), &q)) {
        return place_quote(p, i, &q);
    } else if (s->kind == TEI_LABEL) {
        put_lone_label(p, s);
    } else if (s->kind == UTS_ZONE_HEADING) {
        put_heading(p, i);
    } else if (s->kind == UTS_ZONE_CONTENTS) {
        put_contents(p, s);
    } else if (s->kind == UTS_ZONE_FOOTNOTE) {
        put_footnote(p, s);
    } else if (s->kind == UTS_ZONE_FURNITURE) {
        put_plain(p, s, "fw", "fw");
    } else if (s->kind == UTS_ZONE_METADATA) {
        put_plain(p, s, "ab", "seg");
    } else {
        put_prose(p, s, s->kind == UTS_ZONE_GUIDE ? GUIDE_DIV : PLAIN_DIV);
    }
    p->at = s->end;
    return i + 1;
}

static void put_timeline(struct tei_doc *d) {
    if (!d->n_times) return;
    TEI_LIT(d->out, "<timeline unit=\"s\" origin=\"#T0\"><when xml:id=\"T0\"/>");
    for (uint32_t i = 0; i < d->n_times; i++) {
        TEI_LIT(d->out, "<when xml:id=\"T");
        tei_put_u32(d->out, i + 1);
        TEI_LIT(d->out, "\" interval=\"");
        tei_put_seconds(d->out, d->times[i]);
        TEI_LIT(d->out, "\" since=\"#T0\"/>");
    }
    TEI_LIT(d->out, "</timeline>\n");
}

void tei_put_body(struct tei_doc *d) {
    struct place p = {.d = d};
    for (uint32_t i = 0; d->turn && i < d->turn->rows && !p.interview; i++) p.interview = is_spoken(d, i);
    TEI_LIT(d->out, "<text decls=\"#transcript\">\n");
    put_timeline(d);
    TEI_LIT(d->out, "<body>\n");
    for (uint32_t i = 0; i < count(&p);) i = put_piece(&p, i);
    if (p.div == NO_DIV) {
        /* An empty document: TEI wants something in the body. */
        open_div(&p, PLAIN_DIV);
        TEI_LIT(d->out, "<p/>\n");
    }
    close_div(&p);
    TEI_LIT(d->out, "</body>\n</text>\n");
}
