/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Utterances, the labels before them, and the timeline they point into. */
#include "tei.h"

bool tei_is_spoken(const struct tei_doc *d, uint32_t turn) { return d->turn_zone[turn] != UTS_ZONE_QUOTE; }

/* ---- timeline ---- */

static int by_time(const void *a, const void *b) {
    const struct tei_point *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if ((x->ms < 0) != (y->ms < 0)) return x->ms < 0 ? 1 : -1;
    if (x->turn != y->turn) return x->turn < y->turn ? -1 : 1;
    return (int)x->is_end - (int)y->is_end;
}

static void add_point(struct tei_doc *d, int64_t ms, int64_t *latest, uint32_t turn, bool is_end) {
    if (ms < 0 && d->stage->conf->profile != TEI_PROFILE_ISO) return;
    if (ms > *latest) *latest = ms;
    d->points[d->n_points++] = (struct tei_point){ms, ms < 0 ? *latest : ms, turn, is_end};
}

/* Numbers the points from 1; equal times are one. */
static void number_points(struct tei_doc *d) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n_points; i++) {
        struct tei_point p = d->points[i];
        bool same = n && p.ms >= 0 && d->points[n - 1].ms == p.ms;
        if (!same) d->points[n++] = p;
        (p.is_end ? d->end_point : d->start_point)[p.turn] = n;
    }
    d->n_points = n;
}

/* ISO 24624 wants a start and an end of each utterance. Where the time is not known, the point has its place alone. */
bool tei_find_points(struct tei_doc *d) {
    uint32_t rows = d->turn ? d->turn->rows : 0;
    int64_t latest = 0;
    d->start_point = d->host->alloc(d->job, (rows + 1) * sizeof(uint32_t), 4);
    d->end_point = d->host->alloc(d->job, (rows + 1) * sizeof(uint32_t), 4);
    d->points = d->host->alloc(d->job, (2 * (size_t)rows + 1) * sizeof *d->points, 8);
    if (!d->start_point || !d->end_point || !d->points) return false;
    for (uint32_t i = 0; i < rows; i++) {
        d->start_point[i] = d->end_point[i] = 0;
        add_point(d, d->start_ms[i], &latest, i, false);
        add_point(d, d->end_ms[i], &latest, i, true);
    }
    qsort(d->points, d->n_points, sizeof *d->points, by_time);
    number_points(d);
    return true;
}

static void put_point(struct tei_doc *d, const char *attribute, uint32_t point) {
    if (!point) return;
    tei_puts(d->out, attribute);
    tei_puts(d->out, d->ref);
    TEI_LIT(d->out, "T");
    tei_put_u32(d->out, point);
    TEI_LIT(d->out, "\"");
}

void tei_put_timeline(struct tei_doc *d) {
    if (!d->n_points) return;
    TEI_LIT(d->out, "<timeline unit=\"s\" origin=\"");
    tei_puts(d->out, d->hash);
    TEI_LIT(d->out, "T0\"><when xml:id=\"");
    tei_puts(d->out, d->prefix);
    TEI_LIT(d->out, "T0\"/>");
    for (uint32_t i = 0; i < d->n_points; i++) {
        TEI_LIT(d->out, "<when xml:id=\"");
        tei_puts(d->out, d->prefix);
        TEI_LIT(d->out, "T");
        tei_put_u32(d->out, i + 1);
        if (d->points[i].ms >= 0) {
            TEI_LIT(d->out, "\" interval=\"");
            tei_put_seconds(d->out, d->points[i].ms);
            TEI_LIT(d->out, "\" since=\"");
            tei_puts(d->out, d->hash);
            TEI_LIT(d->out, "T0");
        }
        TEI_LIT(d->out, "\"/>");
    }
    TEI_LIT(d->out, "</timeline>\n");
}

/* ---- u ---- */

void tei_put_u_id(struct tei_doc *d, uint32_t turn, uint32_t part) {
    TEI_LIT(d->out, "u");
    tei_put_u32(d->out, turn + 1);
    if (part == 0) return;
    TEI_LIT(d->out, ".");
    tei_put_u32(d->out, part + 1);
}

static void put_neighbour(struct tei_doc *d, const char *attribute, uint32_t turn, uint32_t part) {
    tei_puts(d->out, attribute);
    tei_puts(d->out, d->hash);
    tei_put_u_id(d, turn, part);
    TEI_LIT(d->out, "\"");
}

/* Speaker and times: of u, or of the annotationBlock around it. */
static void put_ascription(struct tei_doc *d, uint32_t turn) {
    if (d->person_of[turn] != UTS_NO_ROW) {
        TEI_LIT(d->out, " who=\"");
        tei_puts(d->out, d->ref);
        tei_puts(d->out, d->persons[d->person_of[turn]].id);
        TEI_LIT(d->out, "\"");
    }
    put_point(d, " start=\"", d->start_point[turn]);
    put_point(d, " end=\"", d->end_point[turn]);
}

static void put_u_start(struct tei_doc *d, uint32_t turn, uint32_t begin, uint32_t end) {
    uint32_t part = d->written[turn]++, parts = d->parts[turn];
    if (d->stage->conf->profile == TEI_PROFILE_ISO) {
        TEI_LIT(d->out, "<annotationBlock xml:id=\"");
        tei_puts(d->out, d->prefix);
        TEI_LIT(d->out, "a.");
        tei_put_u_id(d, turn, part);
        TEI_LIT(d->out, "\"");
        put_ascription(d, turn);
        TEI_LIT(d->out, ">");
    }
    TEI_LIT(d->out, "<u xml:id=\"");
    tei_puts(d->out, d->prefix);
    tei_put_u_id(d, turn, part);
    TEI_LIT(d->out, "\" n=\"");
    tei_put_u32(d->out, turn + 1);
    TEI_LIT(d->out, "\"");
    if (d->stage->conf->profile != TEI_PROFILE_ISO) put_ascription(d, turn);
    tei_put_say(d, turn);
    if (part > 0) put_neighbour(d, " prev=\"", turn, part - 1);
    if (part + 1 < parts) put_neighbour(d, " next=\"", turn, part + 1);
    if (begin < end) tei_put_range(d, "corresp", begin, end);
    TEI_LIT(d->out, ">");
}

static void put_anchor(struct tei_doc *d, uint32_t point) {
    if (d->stage->conf->profile != TEI_PROFILE_ISO) return;
    TEI_LIT(d->out, "<anchor");
    put_point(d, " synch=\"", point);
    TEI_LIT(d->out, "/>");
}

/* The text itself where nothing is to be marked in it. */
static void put_content(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (d->stage->conf->profile == TEI_PROFILE_PLAIN)
        tei_put_raw(d, begin, end);
    else
        tei_put_inline(d, begin, end);
}

/* One seg a paragraph; the white space between them is text of u. */
void tei_put_u(struct tei_doc *d, uint32_t turn, uint32_t begin, uint32_t end) {
    bool iso = d->stage->conf->profile == TEI_PROFILE_ISO;
    put_u_start(d, turn, begin, end);
    d->in_u = true;
    for (uint32_t at = begin; at < end;) {
        uint32_t next = tei_next_paragraph(d, at, end), stop = tei_trim(d, at, next);
        tei_puts(d->out, iso ? "<seg type=\"utterance\">" : "<seg type=\"paragraph\">");
        if (at == begin) put_anchor(d, d->start_point[turn]);
        put_content(d, at, stop);
        if (next == end) put_anchor(d, d->end_point[turn]);
        TEI_LIT(d->out, "</seg>");
        tei_put_space(d, stop, next);
        at = next;
    }
    d->in_u = false;
    TEI_LIT(d->out, "</u>");
    if (!iso) return;
    tei_put_iso_spans(d, begin, end);
    TEI_LIT(d->out, "</annotationBlock>");
}

/* Turns after the first one that may share its label: quotes in one paragraph. */
enum { SHARED_REACH = 64 };

void tei_put_named(struct tei_doc *d, const struct tei_piece *label) {
    bool any = false;
    for (uint32_t i = label->turn; i < d->turn->rows && i < label->turn + SHARED_REACH; i++) {
        if (d->label_begin[i] != label->begin || d->label_end[i] != label->end || !d->parts[i]) continue;
        tei_puts(d->out, any ? " " : " corresp=\"");
        any = true;
        tei_puts(d->out, d->hash);
        tei_put_u_id(d, i, 0);
    }
    if (any) TEI_LIT(d->out, "\"");
}
