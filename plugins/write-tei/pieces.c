/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts the document into pieces: segments of turns first, then labels and attributions, then zones. */
#include "tei.h"

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

uint32_t tei_trim(const struct tei_doc *d, uint32_t begin, uint32_t end) {
    while (end > begin && is_space(d->text.p[end - 1])) end--;
    return end;
}

uint32_t tei_next_paragraph(const struct tei_doc *d, uint32_t from, uint32_t to) {
    if (d->paragraph) {
        uint32_t row = uts_row_from(d->paragraph, from + 1);
        return row < d->paragraph->rows && d->paragraph->begin[row] < to ? d->paragraph->begin[row] : to;
    }
    const char *p = d->text.p + from, *end = d->text.p + to;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        const char *next = ++p;
        while (next < end && (*next == ' ' || *next == '\t')) next++;
        if (next == end || *next != '\n') continue;
        while (next < end && is_space(*next)) next++;
        return (uint32_t)(next - d->text.p);
    }
    return to;
}

/* Value of a digit at @p p, ASCII or superscript; -1 none. */
static int digit_at(const char *p, const char *end, uint32_t *length) {
    uint32_t c = uts_utf8_at(p, length);
    (void)end;
    if (c >= '0' && c <= '9') return (int)(c - '0');
    if (c == 0xB9) return 1;
    if (c == 0xB2 || c == 0xB3) return (int)(c - 0xB0);
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) return (int)(c - 0x2070);
    return -1;
}

uint32_t tei_number_in(const struct tei_doc *d, uint32_t begin, uint32_t end) {
    const char *p = d->text.p + begin, *stop = d->text.p + end;
    uint32_t length = 1, number = 0;
    while (p < stop && digit_at(p, stop, &length) < 0) p += length;
    for (int digit; p < stop && number < 100000 && (digit = digit_at(p, stop, &length)) >= 0; p += length)
        number = number * 10 + (uint32_t)digit;
    return number;
}

static uint16_t is_blank(const struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (end - begin > 16) return 0;
    for (uint32_t i = begin, n; i < end; i += n) {
        uint32_t c = uts_utf8_at(d->text.p + i, &n);
        if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= 0xC0 && c < 0x2000) || c >= 0x3040)
            return 0;
    }
    return 1;
}

static bool add(struct tei_doc *d, uint32_t begin, uint32_t end, uint32_t kind, uint32_t turn) {
    struct tei_local *l = d->local;
    while (begin < end && is_space(d->text.p[begin])) begin++;
    end = tei_trim(d, begin, end);
    if (begin == end) return true;
    if (l->n_pieces == l->pieces_room) {
        uint32_t room = l->pieces_room ? l->pieces_room * 2 : 1024;
        struct tei_piece *more = realloc(l->pieces, room * sizeof *more);
        if (!more) return false;
        l->pieces = more;
        l->pieces_room = room;
    }
    struct tei_piece *p = &l->pieces[l->n_pieces++];
    *p = (struct tei_piece){.begin = begin, .end = end, .turn = turn, .kind = (uint16_t)kind};
    p->blank = kind != TEI_SEGMENT && is_blank(d, begin, end);
    if (kind == UTS_ZONE_FOOTNOTE) p->note = ++d->n_notes;
    if (kind == TEI_SEGMENT) d->parts[turn]++;
    return true;
}

struct label {
    uint32_t begin, end, turn;
};

static int by_begin(const void *a, const void *b) {
    const struct label *x = a, *y = b;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

/* The labels in text order; two quotes may share one attribution. */
static struct label *labels_of(const struct tei_doc *d, uint32_t *count) {
    uint32_t n = 0, rows = d->turn ? d->turn->rows : 0;
    struct label *labels = d->host->alloc(d->job, (rows + 1) * sizeof *labels, 8);
    if (!labels) return NULL;
    bool sorted = true;
    for (uint32_t i = 0; i < rows; i++) {
        if (d->label_begin[i] >= d->label_end[i] || d->label_end[i] > d->text.n) continue;
        labels[n] = (struct label){d->label_begin[i], d->label_end[i], i};
        sorted = sorted && (n == 0 || labels[n - 1].begin <= labels[n].begin);
        n++;
    }
    if (!sorted) qsort(labels, n, sizeof *labels, by_begin);
    *count = n;
    return labels;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* A row from @p row on that does not end before @p at. */
static uint32_t skip_to(const uts_layer *layer, uint32_t row, uint32_t at) {
    while (layer && row < layer->rows && layer->end[row] <= at) row++;
    return row;
}

bool tei_make_pieces(struct tei_doc *d) {
    uint32_t n_labels = 0, s = 0, l = 0, z = 0, n = (uint32_t)d->text.n;
    struct label *labels = labels_of(d, &n_labels);
    if (!labels) return false;
    /* A reader that gives turns without segments means turns in one piece. */
    const uts_layer *segment = d->segment ? d->segment : d->turn, *zone = d->zone;
    const uint32_t *segment_turn = d->segment ? d->segment->data[UTS_SEGMENT_TURN] : NULL;
    const uint32_t *zone_kind = zone ? zone->data[UTS_ZONE_KIND] : NULL;
    d->local->n_pieces = 0;
    for (uint32_t at = 0, end; at < n; at = end) {
        s = skip_to(segment, s, at);
        z = skip_to(zone, z, at);
        while (l < n_labels && labels[l].end <= at) l++;
        end = n;
        uint32_t kind = 0, turn = UTS_NO_ROW;
        if (segment && s < segment->rows && segment->begin[s] <= at) {
            kind = TEI_SEGMENT;
            turn = segment_turn ? segment_turn[s] : s;
            end = segment->end[s];
        } else {
            if (segment && s < segment->rows) end = least(end, segment->begin[s]);
            if (l < n_labels && labels[l].begin <= at) {
                kind = TEI_LABEL;
                turn = labels[l].turn;
                end = least(end, labels[l].end);
            } else {
                if (l < n_labels) end = least(end, labels[l].begin);
                if (zone && z < zone->rows && zone->begin[z] <= at) {
                    kind = zone_kind[z];
                    end = least(end, zone->end[z]);
                } else if (zone && z < zone->rows) {
                    end = least(end, zone->begin[z]);
                }
            }
        }
        if (!add(d, at, end, kind, turn)) return false;
    }
    for (uint32_t i = 0; segment_turn && i < segment->rows; i++) /* turns without a word */
        d->parts[segment_turn[i]] += segment->begin[i] == segment->end[i];
    return true;
}
