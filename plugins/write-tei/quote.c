/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotes of a report, with their quotation marks and attributions. */
#include "tei.h"

static const struct tei_piece *piece(const struct tei_doc *d, uint32_t i) { return &d->local->pieces[i]; }

static bool is_mark(const struct tei_doc *d, uint32_t i, uint32_t end) {
    return i < d->local->n_pieces && piece(d, i)->begin < end && piece(d, i)->blank &&
           (piece(d, i)->kind == UTS_ZONE_QUOTE || piece(d, i)->kind == UTS_ZONE_NARRATIVE ||
            piece(d, i)->kind == UTS_ZONE_METADATA);
}

static bool is_attribution(const struct tei_doc *d, uint32_t i, uint32_t end, uint32_t turn) {
    return i < d->local->n_pieces && piece(d, i)->begin < end && piece(d, i)->kind == TEI_LABEL &&
           d->label_begin[turn] == piece(d, i)->begin;
}

/* Reads a quote that starts with piece @p i and lies before @p end. False: there is none. */
bool tei_read_quote(const struct tei_doc *d, uint32_t i, uint32_t end, struct tei_quote *q) {
    *q = (struct tei_quote){.first = i};
    if (i < d->local->n_pieces && piece(d, i)->kind == TEI_LABEL && !tei_is_spoken(d, piece(d, i)->turn)) {
        q->before = true;
        i++;
    }
    q->open = i;
    while (is_mark(d, i, end)) i++;
    if (i >= d->local->n_pieces || piece(d, i)->begin >= end || piece(d, i)->kind != TEI_SEGMENT) return false;
    uint32_t turn = piece(d, i)->turn;
    if (tei_is_spoken(d, turn) || (q->before && !is_attribution(d, q->first, end, turn))) return false;
    q->segment = q->shut = q->last = i;
    /* Marks after the segment belong to it when an attribution follows, or when they are of its zone. */
    uint32_t next = i + 1;
    while (is_mark(d, next, end)) next++;
    q->after = !q->before && is_attribution(d, next, end, turn);
    for (uint32_t k = i + 1; k < next && (q->after || piece(d, k)->kind != UTS_ZONE_NARRATIVE); k++)
        q->shut = q->last = k;
    if (!q->after) return true;
    q->label = q->last = next;
    /* The full stop behind an attribution, unless it ends a sentence of the author's. */
    if (is_mark(d, next + 1, end) && piece(d, next + 1)->kind != UTS_ZONE_NARRATIVE &&
        piece(d, next + 1)->begin == piece(d, next)->end)
        q->last = next + 1;
    return true;
}

/* A sign beside the segment; with its zone when that is not what its place says. */
static void put_mark(struct tei_doc *d, const struct tei_piece *mark, uint32_t usual) {
    static const char *const names[] = UTS_ZONE_NAMES;
    bool said = mark->kind && mark->kind != usual && mark->kind < UTS_ZONE_COUNT_;
    if (said) {
        TEI_LIT(d->out, "<seg type=\"");
        tei_puts(d->out, names[mark->kind]);
        TEI_LIT(d->out, "\">");
    }
    tei_put_raw(d, mark->begin, mark->end);
    if (said) TEI_LIT(d->out, "</seg>");
}

/* Writes pieces and the white space between them, the segment as u. */
static void put_quote_inside(struct tei_doc *d, const struct tei_quote *q, uint32_t usual) {
    bool candidate = d->turn_flags[piece(d, q->segment)->turn] & UTS_TURN_CANDIDATE;
    tei_puts(d->out, candidate ? "<quote type=\"candidate\">" : "<quote>");
    for (uint32_t i = q->open; i <= q->shut; i++) {
        if (i > q->open) tei_put_raw(d, piece(d, i - 1)->end, piece(d, i)->begin);
        if (i == q->segment)
            tei_put_u(d, piece(d, i)->turn, piece(d, i)->begin, piece(d, i)->end);
        else
            put_mark(d, piece(d, i), usual);
    }
    TEI_LIT(d->out, "</quote>");
}

void tei_put_bibl(struct tei_doc *d, const struct tei_piece *label) {
    TEI_LIT(d->out, "<bibl");
    tei_put_named(d, label);
    TEI_LIT(d->out, ">");
    tei_put_raw(d, label->begin, label->end);
    TEI_LIT(d->out, "</bibl>");
}

void tei_put_quote(struct tei_doc *d, const struct tei_quote *q, uint32_t usual) {
    bool cit = q->before || q->after;
    if (cit) TEI_LIT(d->out, "<cit>");
    if (q->before) {
        tei_put_bibl(d, piece(d, q->first));
        tei_put_raw(d, piece(d, q->first)->end, piece(d, q->open)->begin);
    }
    put_quote_inside(d, q, usual);
    if (q->after) {
        tei_put_raw(d, piece(d, q->shut)->end, piece(d, q->label)->begin);
        tei_put_bibl(d, piece(d, q->label));
    }
    if (q->after && q->last > q->label) {
        TEI_LIT(d->out, "<pc>");
        tei_put_raw(d, piece(d, q->last)->begin, piece(d, q->last)->end);
        TEI_LIT(d->out, "</pc>");
    }
    if (cit) TEI_LIT(d->out, "</cit>");
}

/* True when the paragraph that starts with piece @p i holds nothing but quotes. */
bool tei_only_quotes(const struct tei_doc *d, uint32_t i, uint32_t end) {
    struct tei_quote q;
    while (i < d->local->n_pieces && piece(d, i)->begin < end) {
        if (!tei_read_quote(d, i, end, &q)) return false;
        i = q.last + 1;
    }
    return true;
}
