/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text/body: puts each piece into the element that TEI has for it. */
#include "tei.h"

enum { NO_BLOCK, IN_P, IN_LIST };
enum { NO_DIV, PLAIN_DIV, GUIDE_DIV };

/* Where the writer stands. */
struct place {
    struct tei_doc *d;
    int block, div;
    uint32_t block_end;  /* the paragraph of an open p ends here */
    uint32_t at;         /* written up to here */
    uint32_t zone;       /* of the prose or list item at the end of the open block; 0 none */
    uint32_t next_empty; /* row of the next segment without text */
    bool interview;
};

static const struct tei_piece *piece(const struct place *p, uint32_t i) { return &p->d->local->pieces[i]; }

static uint32_t count(const struct place *p) { return p->d->local->n_pieces; }

static uint32_t next_paragraph(const struct place *p, uint32_t from) {
    return tei_next_paragraph(p->d, from, (uint32_t)p->d->text.n);
}

/* ---- blocks ---- */

/* The end tags take no line: the only white space in body is the document's. */
static void close_block(struct place *p) {
    if (p->block == IN_P) TEI_LIT(p->d->out, "</p>");
    if (p->block == IN_LIST) TEI_LIT(p->d->out, "</list>");
    p->block = NO_BLOCK;
    p->zone = 0;
}

static void close_div(struct place *p) {
    close_block(p);
    if (p->div != NO_DIV) TEI_LIT(p->d->out, "</div>");
    p->div = NO_DIV;
}

static void open_div(struct place *p, int div) {
    close_div(p);
    p->div = div;
    tei_puts(p->d->out, div == GUIDE_DIV ? "<div type=\"guide\">"
                        : p->interview   ? "<div type=\"interview\">"
                                         : "<div>");
}

static void want_div(struct place *p, int div) {
    if (p->div != div) open_div(p, div);
}

/* Goes to @p to: white space, and the utterances without a word that stand there. */
static void go_to(struct place *p, uint32_t to) {
    const uts_layer *segment = p->d->segment;
    const uint32_t *turn = segment ? segment->data[UTS_SEGMENT_TURN] : NULL;
    for (; segment && p->next_empty < segment->rows && segment->begin[p->next_empty] <= to; p->next_empty++) {
        uint32_t at = segment->begin[p->next_empty];
        if (at != segment->end[p->next_empty] || at < p->at) continue;
        close_block(p);
        want_div(p, PLAIN_DIV);
        tei_put_space(p->d, p->at, at);
        tei_put_u(p->d, turn[p->next_empty], at, at);
        p->at = at;
    }
    tei_put_space(p->d, p->at, to);
    p->at = to;
}

/* Ends what is open and goes to @p to, where a block begins. */
static void begin_block(struct place *p, uint32_t to, int div) {
    close_block(p);
    if (p->div != div) close_div(p);
    go_to(p, to);
    want_div(p, div);
}

static int open_kind(const struct place *p) { return p->div == NO_DIV ? PLAIN_DIV : p->div; }

/* True when the piece belongs to the open p; then the white space before it has been written. */
static bool goes_on(struct place *p, const struct tei_piece *s) {
    if (p->block != IN_P || s->begin >= p->block_end) return false;
    go_to(p, s->begin);
    return p->block == IN_P;
}

static void open_p(struct place *p, uint32_t begin, int div) {
    begin_block(p, begin, div);
    p->block = IN_P;
    p->block_end = next_paragraph(p, begin);
    TEI_LIT(p->d->out, "<p>");
}

/* Two zones of a kind may follow on each other in one block. */
static void mark_zone(struct place *p, uint32_t zone) {
    if (zone && p->zone == zone) TEI_LIT(p->d->out, "<milestone unit=\"zone\"/>");
    p->zone = zone;
}

/* ---- utterances ---- */

/* The label of a spoken turn stands before its u. */
static void put_label(struct place *p, const struct tei_piece *label) {
    struct tei_doc *d = p->d;
    begin_block(p, label->begin, PLAIN_DIV);
    TEI_LIT(d->out, "<label");
    tei_put_named(d, label);
    TEI_LIT(d->out, ">");
    tei_put_marked(d, label->begin, label->end); /* a label may hold the time */
    TEI_LIT(d->out, "</label>");
}

static void put_speech(struct place *p, const struct tei_piece *s) {
    begin_block(p, s->begin, PLAIN_DIV);
    tei_put_u(p->d, s->turn, s->begin, s->end);
}

/* Writes the quote at piece @p i, in the open paragraph or as a block; returns the next piece. */
static uint32_t place_quote(struct place *p, uint32_t i, const struct tei_quote *q) {
    const struct tei_piece *first = piece(p, i);
    bool inside = goes_on(p, first), block = !inside && tei_only_quotes(p->d, i, next_paragraph(p, first->begin));
    if (block)
        begin_block(p, first->begin, PLAIN_DIV);
    else if (!inside)
        open_p(p, first->begin, PLAIN_DIV);
    p->zone = 0;
    tei_put_quote(p->d, q, block ? UTS_ZONE_METADATA : UTS_ZONE_NARRATIVE);
    p->at = piece(p, q->last)->end;
    return q->last + 1;
}

/* ---- other zones ---- */

/* Marked up, but for programs that want plain text. */
static void put_content(struct place *p, uint32_t begin, uint32_t end) {
    if (p->d->stage->conf->profile == TEI_PROFILE_PLAIN)
        tei_put_raw(p->d, begin, end);
    else
        tei_put_inline(p->d, begin, end);
}

/* Text that is part of a paragraph: may hold several paragraphs, the last of which stays open. */
static void put_prose(struct place *p, const struct tei_piece *s, int div) {
    bool inside = goes_on(p, s);
    for (uint32_t at = s->begin; at < s->end;) {
        if (!inside) open_p(p, at, div);
        inside = false;
        mark_zone(p, s->kind);
        uint32_t next = tei_next_paragraph(p->d, at, s->end), end = tei_trim(p->d, at, next);
        put_content(p, at, end);
        p->at = end;
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
        uint32_t to = tei_next_paragraph(p->d, at, s->end), end = tei_trim(p->d, at, to);
        close_div(p);
        go_to(p, at);
        open_div(p, div);
        TEI_LIT(p->d->out, "<head>");
        put_content(p, at, end);
        TEI_LIT(p->d->out, "</head>");
        p->at = end;
        at = to;
    }
}

/* One item a line. */
static void put_contents(struct place *p, const struct tei_piece *s) {
    if (p->block != IN_LIST) {
        begin_block(p, s->begin, open_kind(p));
        TEI_LIT(p->d->out, "<list type=\"contents\">");
        p->block = IN_LIST;
    } else {
        tei_put_space(p->d, p->at, s->begin);
        p->at = s->begin;
        mark_zone(p, s->kind);
    }
    p->zone = s->kind;
    const char *text = p->d->text.p;
    for (uint32_t at = s->begin; at < s->end;) {
        const char *line_end = memchr(text + at, '\n', s->end - at);
        uint32_t next = line_end ? (uint32_t)(line_end - text) + 1 : s->end, end = tei_trim(p->d, at, next);
        if (at < end) {
            tei_put_space(p->d, p->at, at);
            TEI_LIT(p->d->out, "<item>");
            put_content(p, at, end);
            TEI_LIT(p->d->out, "</item>");
            p->at = end;
        }
        at = next;
    }
}

/* Text of several paragraphs in one element. */
static void put_paragraphs(struct place *p, const struct tei_piece *s, bool plain) {
    for (uint32_t at = s->begin; at < s->end;) {
        uint32_t next = tei_next_paragraph(p->d, at, s->end), end = tei_trim(p->d, at, next);
        if (plain)
            tei_put_raw(p->d, at, end);
        else
            put_content(p, at, end);
        tei_put_space(p->d, end, next);
        at = next;
    }
    p->at = s->end;
}

static void put_footnote(struct place *p, const struct tei_piece *s) {
    if (!goes_on(p, s)) begin_block(p, s->begin, open_kind(p));
    p->zone = 0;
    TEI_LIT(p->d->out, "<note place=\"bottom\" xml:id=\"");
    tei_puts(p->d->out, p->d->prefix);
    TEI_LIT(p->d->out, "fn");
    tei_put_u32(p->d->out, s->note);
    if (p->d->note_number[s->note - 1]) {
        TEI_LIT(p->d->out, "\" n=\"");
        tei_put_u32(p->d->out, p->d->note_number[s->note - 1]);
    }
    TEI_LIT(p->d->out, "\">");
    p->d->in_note = true;
    put_paragraphs(p, s, false);
    p->d->in_note = false;
    TEI_LIT(p->d->out, "</note>");
}

/* Text of pages or forms, without tokens: nobody's words. Inside a paragraph @p inner, else the block @p outer. */
static void put_plain(struct place *p, const struct tei_piece *s, const char *outer, const char *inner) {
    bool inside = goes_on(p, s), in_list = p->block == IN_LIST && s->kind == UTS_ZONE_FURNITURE;
    if (in_list)
        tei_put_space(p->d, p->at, s->begin);
    else if (!inside)
        begin_block(p, s->begin, open_kind(p));
    p->zone = 0;
    const char *element = inside ? inner : outer;
    TEI_LIT(p->d->out, "<");
    tei_puts(p->d->out, element);
    tei_puts(p->d->out, s->kind == UTS_ZONE_FURNITURE ? " type=\"furniture\">" : " type=\"metadata\">");
    put_paragraphs(p, s, true);
    TEI_LIT(p->d->out, "</");
    tei_puts(p->d->out, element);
    TEI_LIT(p->d->out, ">");
}

static void put_lone_label(struct place *p, const struct tei_piece *s) {
    if (!goes_on(p, s)) begin_block(p, s->begin, PLAIN_DIV);
    p->zone = 0;
    tei_put_bibl(p->d, s);
}

/* Writes piece @p i and what belongs to it; returns the next one. */
static uint32_t put_piece(struct place *p, uint32_t i) {
    const struct tei_piece *s = piece(p, i);
    struct tei_quote q;
    if (s->kind == TEI_SEGMENT && tei_is_spoken(p->d, s->turn)) {
        put_speech(p, s);
    } else if (s->kind == TEI_LABEL && tei_is_spoken(p->d, s->turn)) {
        put_label(p, s);
    } else if (tei_read_quote(p->d, i, next_paragraph(p, s->begin), &q)) {
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

void tei_put_body(struct tei_doc *d) {
    struct place p = {.d = d};
    for (uint32_t i = 0; d->turn && i < d->turn->rows && !p.interview; i++) p.interview = tei_is_spoken(d, i);
    TEI_LIT(d->out, "<text decls=\"");
    tei_puts(d->out, d->hash);
    TEI_LIT(d->out, "transcript\">\n");
    tei_put_timeline(d);
    tei_puts(d->out, d->by_line ? "<body rend=\"lines\" xml:space=\"preserve\">" : "<body xml:space=\"preserve\">");
    for (uint32_t i = 0; i < count(&p);) i = put_piece(&p, i);
    close_div(&p);
    go_to(&p, (uint32_t)d->text.n);
    close_div(&p);
    /* TEI wants something in the body. */
    if (!count(&p) && !(d->turn && d->turn->rows)) TEI_LIT(d->out, "<div><p/></div>");
    TEI_LIT(d->out, "</body>\n</text>\n");
}
