/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <string.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

struct at_given at_given_of(const uts_host *host, const uts_doc *doc) {
    return (struct at_given){host->layer(doc, "turn"), host->layer(doc, "segment"), host->layer(doc, "zone"),
                             host->layer(doc, "event"), host->layer(doc, "paragraph")};
}

struct at_hints at_given_hints(const struct at_given *given) {
    const uts_layer *z = given->zone, *p = given->paragraph;
    struct at_hints hints = {0};
    if (z) {
        hints.zone_begin = z->begin;
        hints.zone_end = z->end;
        hints.zone_kind = z->data[UTS_ZONE_KIND];
        hints.n_zones = z->rows;
    }
    if (p) {
        hints.paragraph_begin = p->begin;
        hints.paragraph_end = p->end;
        hints.style = p->data[UTS_PARAGRAPH_STYLE];
        hints.level = p->data[UTS_PARAGRAPH_LEVEL];
        hints.n_paragraphs = p->rows;
    }
    return hints;
}

/* ---- turns ---- */

static void take_turns(struct at_built *built, struct at_labels *labels, const uts_host *host, uts_job *job,
                       const uts_layer *turn) {
    const uts_sym *speaker = turn->data[UTS_TURN_SPEAKER];
    const uint32_t *from = turn->data[UTS_TURN_LABEL_BEGIN], *to = turn->data[UTS_TURN_LABEL_END];
    const int64_t *start = turn->data[UTS_TURN_START_MS], *end = turn->data[UTS_TURN_END_MS];
    for (uint32_t i = 0; i < turn->rows && !built->failed; i++) {
        struct at_turn t = {turn->begin[i], turn->end[i], AT_NONE, from[i], to[i], start[i], end[i], false};
        uts_str name = host->spell(job, speaker[i]);
        if (name.n) {
            t.group = at_labels_add(labels, name.p, name.n);
            built->failed |= t.group == AT_NONE;
            if (t.group != AT_NONE && labels->groups.items[t.group].count == 1) labels->groups.items[t.group].shown = i;
        }
        struct at_span label = {from[i], to[i]};
        built->failed |= !AT_PUSH(&built->turns, t) || (from[i] < to[i] && !AT_PUSH(&built->closed, label));
    }
}

/* Adds the parts of [begin, end) that no stretch of another zone covers. */
static void cut_segment(struct at_built *built, const char *text, const struct at_hints *hints, uint32_t begin,
                        uint32_t end, uint32_t turn) {
    uint32_t z = 0;
    for (uint32_t high = hints->n_zones; z < high;) { /* the first stretch that ends behind begin */
        uint32_t middle = z + (high - z) / 2;
        if (hints->zone_end[middle] <= begin)
            z = middle + 1;
        else
            high = middle;
    }
    for (uint32_t at = begin; at < end;) {
        bool more = z < hints->n_zones && hints->zone_begin[z] < end;
        bool speech = more && (hints->zone_kind[z] == UTS_ZONE_SPEECH || hints->zone_kind[z] == UTS_ZONE_QUESTION ||
                               hints->zone_kind[z] == UTS_ZONE_QUOTE);
        uint32_t stop = more ? hints->zone_begin[z] : end, next = more ? hints->zone_end[z] : end;
        if (speech) stop = next;
        if (stop > end) stop = end;
        uint32_t from = at < stop ? at + (uint32_t)at_blank(text + at, text + stop) : stop;
        while (from < stop && text[from] == '\n') from++;
        while (stop > from && (text[stop - 1] == ' ' || text[stop - 1] == '\n' || text[stop - 1] == '\t')) stop--;
        struct at_segment segment = {from, stop, turn};
        if (from < stop && !AT_PUSH(&built->segments, segment)) built->failed = true;
        at = next > at ? next : at;
        z++;
        if (!more) break;
    }
}

static void take_segments(struct at_built *built, const char *text, const struct at_given *given) {
    struct at_hints hints = at_given_hints(given);
    const uts_layer *parts = given->segment ? given->segment : given->turn;
    const uint32_t *owner = given->segment ? given->segment->data[UTS_SEGMENT_TURN] : NULL;
    for (uint32_t i = 0; i < parts->rows && !built->failed; i++) {
        uint32_t turn = owner ? owner[i] : i;
        if (turn < built->turns.n) cut_segment(built, text, &hints, parts->begin[i], parts->end[i], turn);
    }
}

/* ---- zones ---- */

static int by_begin(const void *a, const void *b) {
    const struct at_zone *x = a, *y = b;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

static void push_zone(struct at_built *built, uint32_t begin, uint32_t end, uint32_t kind, uint32_t turn) {
    struct at_zone zone = {begin, end, kind, turn};
    if (begin < end && !AT_PUSH(&built->zones, zone)) built->failed = true;
}

static bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Sorts the zones, takes overlaps off the later one, and fills the gaps. */
static void complete(struct at_built *built, uts_str text) {
    uint32_t n = built->zones.n, done = 0;
    if (n) qsort(built->zones.items, n, sizeof *built->zones.items, by_begin);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct at_zone zone = built->zones.items[i];
        if (zone.begin < done) zone.begin = done;
        if (zone.begin >= zone.end) continue;
        done = zone.end;
        built->zones.items[kept++] = zone;
    }
    built->zones.n = kept;
    done = 0;
    for (uint32_t i = 0; i <= kept && !built->failed; i++) {
        uint32_t from = done, to = i < kept ? built->zones.items[i].begin : (uint32_t)text.n;
        done = i < kept ? built->zones.items[i].end : to;
        while (from < to && is_white(text.p[from])) from++;
        while (to > from && is_white(text.p[to - 1])) to--;
        push_zone(built, from, to, UTS_ZONE_METADATA, AT_NONE);
    }
    if (built->zones.n) qsort(built->zones.items, built->zones.n, sizeof *built->zones.items, by_begin);
}

static void take_zones(struct at_built *built, uts_str text, const struct at_given *given) {
    const uint32_t *said = given->turn->data[UTS_TURN_ZONE];
    const uint32_t *kind = given->zone ? given->zone->data[UTS_ZONE_KIND] : NULL;
    for (uint32_t i = 0; kind && i < given->zone->rows; i++)
        if (kind[i] != UTS_ZONE_SPEECH && kind[i] != UTS_ZONE_QUESTION && kind[i] != UTS_ZONE_QUOTE)
            push_zone(built, given->zone->begin[i], given->zone->end[i], kind[i], AT_NONE);
    for (uint32_t i = 0; i < built->segments.n; i++) {
        const struct at_segment *s = &built->segments.items[i];
        push_zone(built, s->begin, s->end, said[s->turn] ? said[s->turn] : UTS_ZONE_SPEECH,
                  said[s->turn] ? AT_NONE : s->turn);
    }
    const struct at_hints hints = at_given_hints(given);
    for (uint32_t i = 0; i < hints.n_paragraphs; i++) /* headings between turns */
        if (hints.level[i])
            push_zone(built, hints.paragraph_begin[i], hints.paragraph_end[i], UTS_ZONE_HEADING, AT_NONE);
    if (!built->failed) complete(built, text);
}

/* Fields above the first turn, where the reader left them in the text. */
static void take_header(struct at_built *built, const char *text, const struct at_given *given) {
    uint32_t first = given->turn->rows ? given->turn->begin[0] : 0;
    const uint32_t *from = given->turn->data[UTS_TURN_LABEL_BEGIN], *to = given->turn->data[UTS_TURN_LABEL_END];
    if (given->turn->rows && from[0] < to[0] && from[0] < first) first = from[0];
    if (!at_header_lines(&built->header, text, first)) built->failed = true;
}

void at_given_build(struct at_built *built, struct at_labels *labels, const uts_host *host, uts_job *job, uts_str text,
                    const struct at_given *given) {
    at_built_clear(built);
    at_labels_clear(labels);
    take_turns(built, labels, host, job, given->turn);
    if (!built->failed) take_segments(built, text.p, given);
    if (!built->failed) take_zones(built, text, given);
    if (!built->failed) take_header(built, text.p, given);
}

static int by_span(const void *a, const void *b) {
    const struct at_span *x = a, *y = b;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

/* "[Tisdagen den 6 november.]": a line that the reader knows as a remark holds no marks of the transcriber. */
static bool is_remark(const struct at_given *given, uint32_t zone, uts_str text) {
    const uint32_t *kind = given->zone->data[UTS_ZONE_KIND];
    uint32_t begin = given->zone->begin[zone], end = given->zone->end[zone];
    return kind[zone] == UTS_ZONE_NARRATIVE && begin < end && text.p[begin] == '[' && text.p[end - 1] == ']';
}

bool at_given_close(struct at_built *built, const struct at_given *given, uts_str text) {
    uint32_t before = built->closed.n;
    for (uint32_t i = 0; given->event && i < given->event->rows; i++) {
        struct at_span span = {given->event->begin[i], given->event->end[i]};
        if (!AT_PUSH(&built->closed, span)) return false;
    }
    for (uint32_t i = 0; given->zone && i < given->zone->rows; i++) {
        struct at_span span = {given->zone->begin[i], given->zone->end[i]};
        if (is_remark(given, i, text) && !AT_PUSH(&built->closed, span)) return false;
    }
    if (built->closed.n > before) qsort(built->closed.items, built->closed.n, sizeof *built->closed.items, by_span);
    return true;
}
