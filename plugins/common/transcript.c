/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transcript.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
/* Bytes judged at once: with fewer, gcc unrolls the loop and does not vectorise it. */
enum { BLOCK = 32 };

void transcript_start(struct transcript *t, const uts_host *host, uts_job *job) {
    *t = (struct transcript){.host = host, .job = job};
}

void transcript_free(struct transcript *t) {
    struct transcript_list *lists[] = {&t->paragraphs, &t->turns,  &t->segments, &t->sources,
                                       &t->codings,    &t->events, &t->remarks,  &t->zones};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) free(lists[i]->items);
    rt_out_free(&t->text);
    *t = (struct transcript){0};
}

void *transcript_push(struct transcript *t, struct transcript_list *list, size_t size) {
    if (list->n == list->room) {
        uint32_t room = list->room ? list->room * 2 : 64;
        void *grown = room > list->room ? realloc(list->items, room * size) : NULL;
        if (!grown) {
            t->failed = true;
            return NULL;
        }
        list->items = grown;
        list->room = room;
    }
    return (char *)list->items + size * list->n++;
}

/* ---- putting text ---- */

static void put_bytes(struct transcript *t, const char *p, size_t n) {
    if (n > INT32_MAX - 64 - t->text.n) t->failed = true;
    if (!t->failed) rt_out_bytes(&t->text, p, n);
    t->failed |= t->text.out_of_memory;
}

/* Notes where text came from; stretches that go on where the last one ended, byte for byte, become one. */
static void put_source(struct transcript *t, uint32_t from, int64_t begin, int64_t end) {
    uint32_t to = transcript_at(t);
    if (begin < 0 || from == to) return;
    struct transcript_source *last =
        t->sources.n ? (struct transcript_source *)t->sources.items + t->sources.n - 1 : NULL;
    bool equal = end - begin == (int64_t)(to - from);
    if (last && last->span.end == from && last->end == begin && equal &&
        last->end - last->begin == (int64_t)(last->span.end - last->span.begin)) {
        last->span.end = to;
        last->end = end;
        return;
    }
    if (last && last->begin == begin && last->end == end && last->span.end <= from) { /* a whole paragraph or cell */
        last->span.end = to;
        return;
    }
    struct transcript_source *row = transcript_push(t, &t->sources, sizeof *row);
    if (row) *row = (struct transcript_source){{from, to}, begin, end};
}

void transcript_put(struct transcript *t, uts_str text, int64_t begin, int64_t end) {
    uint32_t from = transcript_at(t);
    put_bytes(t, text.p, text.n);
    put_source(t, from, begin, end);
}

void transcript_puts(struct transcript *t, const char *text) { put_bytes(t, text, strlen(text)); }

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* A single white space between words stays one byte, and its words one stretch. */
static bool breaks(uts_str text, size_t at) {
    return is_blank(text.p[at]) && (at + 1 == text.n || is_blank(text.p[at + 1]));
}

/* Written for the vectoriser: one verdict over a block of bytes, of which the last is not the last of the text. */
static inline bool block_breaks(const unsigned char *p) {
    unsigned char found = 0;
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = p[i], next = p[i + 1];
        found |= (unsigned char)(((c == ' ') | ((unsigned char)(c - '\t') < 5)) &
                                 ((next == ' ') | ((unsigned char)(next - '\t') < 5)));
    }
    return found;
}

/* Where the stretch that goes on at @p at ends. */
static size_t stretch_end(uts_str text, size_t at) {
    while (at + BLOCK < text.n && !block_breaks((const unsigned char *)text.p + at)) at += BLOCK;
    while (at < text.n && !breaks(text, at)) at++;
    return at;
}

/* TAB, LF and the like. */
static void make_blanks(char *p, size_t n) {
    for (size_t i = 0; i < n; i++) p[i] = (unsigned char)(p[i] - '\t') < 5 ? ' ' : p[i];
}

void transcript_put_folded(struct transcript *t, uts_str text, int64_t begin, int64_t end) {
    bool exact = begin >= 0 && end - begin == (int64_t)text.n;
    for (size_t i = 0; i < text.n;) {
        size_t stop = i;
        if (is_blank(text.p[i])) {
            while (stop < text.n && is_blank(text.p[stop])) stop++;
            bool wanted = t->text.n > t->paragraph_begin && !is_blank(t->text.p[t->text.n - 1]);
            if (wanted) put_bytes(t, " ", 1);
        } else {
            stop = stretch_end(text, i);
            size_t from = t->text.n;
            int64_t at = exact ? begin + (int64_t)i : begin;
            transcript_put(t, uts_mkstr(text.p + i, stop - i), at, exact ? begin + (int64_t)stop : end);
            if (!t->failed) make_blanks(t->text.p + from, t->text.n - from);
        }
        i = stop;
    }
}

/* ---- paragraphs, zones, turns ---- */

static void close_segment(struct transcript *t) {
    uint32_t end = transcript_at(t), begin = t->segment_begin;
    if (begin == NONE) return;
    while (begin < end && is_blank(t->text.p[begin])) begin++;
    while (end > begin && is_blank(t->text.p[end - 1])) end--;
    t->segment_begin = NONE;
    if (begin == end) return;
    struct transcript_segment *row = transcript_push(t, &t->segments, sizeof *row);
    if (row) *row = (struct transcript_segment){{begin, end}, t->turns.n - 1};
}

void transcript_end_paragraph(struct transcript *t, uint32_t style, uint32_t level) {
    if (t->failed) return;
    while (t->text.n > t->paragraph_begin && is_blank(t->text.p[t->text.n - 1])) t->text.n--;
    while (t->sources.n) { /* the blanks taken off had been noted */
        struct transcript_source *last = (struct transcript_source *)t->sources.items + t->sources.n - 1;
        if (last->span.end <= t->text.n) break;
        if (last->end - last->begin == (int64_t)(last->span.end - last->span.begin))
            last->end -= last->span.end - (int64_t)t->text.n;
        last->span.end = transcript_at(t);
        if (last->span.end > last->span.begin) break;
        t->sources.n--;
    }
    uint32_t begin = t->paragraph_begin, end = transcript_at(t);
    if (begin == end) return;
    struct transcript_paragraph *row = transcript_push(t, &t->paragraphs, sizeof *row);
    if (row) *row = (struct transcript_paragraph){{begin, end}, style, level, t->zone};
    put_bytes(t, "\n", 1);
    t->paragraph_begin = transcript_at(t);
}

void transcript_gap(struct transcript *t) {
    if (t->failed || t->text.n < 2 || t->text.n != t->paragraph_begin) return;
    if (t->text.p[t->text.n - 2] == '\n') return;
    put_bytes(t, "\n", 1);
    t->paragraph_begin = transcript_at(t);
    if (t->in_turn && t->segment_begin == t->text.n - 1) t->segment_begin = transcript_at(t);
}

void transcript_zone(struct transcript *t, uint32_t zone) {
    if (zone == t->zone) return;
    transcript_end_paragraph(t, 0, 0);
    if (t->in_turn && zone)
        close_segment(t);
    else if (t->in_turn)
        t->segment_begin = transcript_at(t);
    t->zone = zone;
}

void transcript_end_turn(struct transcript *t) {
    if (!t->in_turn || t->failed) return;
    transcript_end_paragraph(t, 0, 0);
    close_segment(t);
    t->in_turn = false;
    struct transcript_turn *turn = (struct transcript_turn *)t->turns.items + t->turns.n - 1;
    uint32_t n = 0;
    const struct transcript_segment *segments = t->segments.items;
    for (uint32_t i = t->segments.n; i > 0 && segments[i - 1].turn == t->turns.n - 1; i--) {
        if (!n++) turn->span.end = segments[i - 1].span.end;
        turn->span.begin = segments[i - 1].span.begin;
    }
    if (n == 0) t->turns.n--; /* nothing was said: the label, if any, stays in the text */
}

void transcript_turn(struct transcript *t, uts_str speaker, uts_str role, uint32_t zone, int64_t start_ms,
                     int64_t end_ms) {
    transcript_end_turn(t);
    transcript_end_paragraph(t, 0, 0);
    t->knows_turns = true;
    uint32_t label = transcript_at(t);
    put_bytes(t, speaker.p, speaker.n);
    if (speaker.n) put_bytes(t, ":", 1);
    struct transcript_turn *turn = transcript_push(t, &t->turns, sizeof *turn);
    if (!turn) return;
    *turn = (struct transcript_turn){.label = {label, transcript_at(t)},
                                     .speaker = t->host->intern(t->job, speaker),
                                     .role = t->host->intern(t->job, role),
                                     .zone = zone,
                                     .start_ms = start_ms,
                                     .end_ms = end_ms};
    t->in_turn = true;
    t->segment_begin = transcript_at(t);
    if (speaker.n) put_bytes(t, " ", 1);
}

void transcript_turn_until(struct transcript *t, int64_t end_ms) {
    if (t->in_turn) ((struct transcript_turn *)t->turns.items)[t->turns.n - 1].end_ms = end_ms;
}

void transcript_event(struct transcript *t, uint32_t begin, uint32_t end, uint32_t kind, uts_str desc,
                      int64_t duration_ms) {
    struct transcript_event *row = transcript_push(t, &t->events, sizeof *row);
    if (row)
        *row = (struct transcript_event){{begin, end}, t->events.n, kind, t->host->intern(t->job, desc), duration_ms};
}

void transcript_coding(struct transcript *t, uint32_t begin, uint32_t end, uts_str code, uts_str coder, uts_str guid,
                       uts_str note) {
    struct transcript_coding *row = transcript_push(t, &t->codings, sizeof *row);
    if (row)
        *row = (struct transcript_coding){{begin, end},
                                          t->codings.n,
                                          t->host->intern(t->job, code),
                                          t->host->intern(t->job, coder),
                                          t->host->intern(t->job, guid),
                                          t->host->intern(t->job, note)};
}

void transcript_remark(struct transcript *t, uint32_t at, int32_t level, const char *message, uts_str detail) {
    const char *copy = uts_strdup(t->host, t->job, detail);
    struct transcript_remark *row = copy ? transcript_push(t, &t->remarks, sizeof *row) : NULL;
    if (row) *row = (struct transcript_remark){{at, at}, level, message, {copy, detail.n}};
}

/* ---- giving ---- */

/* Moves spans to where their text went when it was cleaned. Ascending begins make it one pass; others restart it. */
struct mover {
    const struct rt_out *map;
    size_t run;
    uint32_t old, new; /* where the run begins */
};

static uint32_t moved(struct mover *m, uint32_t at, bool is_end) {
    if (m->run && at < m->old) *m = (struct mover){.map = m->map};
    while (m->run < m->map->n_runs && at >= m->old + m->map->runs[m->run].source) {
        m->old += m->map->runs[m->run].source;
        m->new += m->map->runs[m->run].text;
        m->run++;
    }
    if (m->run == m->map->n_runs || at == m->old) return m->new;
    const struct rt_run *run = &m->map->runs[m->run];
    if (run->text_unit == 0) return m->new + (is_end ? run->text : 0); /* composed: one unit */
    return m->new + (uint32_t)((uint64_t)(at - m->old) * run->text / run->source);
}

static void move_span(struct mover *m, struct transcript_span *span) {
    uint32_t begin = moved(m, span->begin, false);
    span->end = span->end == span->begin ? begin : moved(m, span->end, true);
    span->begin = begin;
}

static void move_all(const struct rt_out *map, struct transcript_list *list, size_t size) {
    struct mover m = {.map = map};
    for (uint32_t i = 0; i < list->n; i++)
        move_span(&m, (struct transcript_span *)(void *)((char *)list->items + size * i));
}

/* Letters from two places of the source that became one letter belong to the first. */
static void part_sources(struct transcript *t) {
    struct transcript_source *s = t->sources.items;
    for (uint32_t i = 1; i < t->sources.n; i++) {
        if (s[i].span.begin < s[i - 1].span.end) s[i].span.begin = s[i - 1].span.end;
        if (s[i].span.end < s[i].span.begin) s[i].span.end = s[i].span.begin;
    }
}

static void move_to_cleaned(struct transcript *t, const struct rt_out *map) {
    move_all(map, &t->paragraphs, sizeof(struct transcript_paragraph));
    move_all(map, &t->turns, sizeof(struct transcript_turn));
    struct mover m = {.map = map};
    for (uint32_t i = 0; i < t->turns.n; i++) move_span(&m, &((struct transcript_turn *)t->turns.items)[i].label);
    move_all(map, &t->segments, sizeof(struct transcript_segment));
    move_all(map, &t->sources, sizeof(struct transcript_source));
    part_sources(t);
    move_all(map, &t->codings, sizeof(struct transcript_coding));
    move_all(map, &t->events, sizeof(struct transcript_event));
    move_all(map, &t->zones, sizeof(struct transcript_zone_row));
    move_all(map, &t->remarks, sizeof(struct transcript_remark));
}

/* What events and codings begin with. */
struct mark {
    struct transcript_span span;
    uint32_t order;
};

static int by_span(const void *a, const void *b) {
    const struct mark *x = a, *y = b;
    if (x->span.begin != y->span.begin) return x->span.begin < y->span.begin ? -1 : 1;
    if (x->span.end != y->span.end) return x->span.end > y->span.end ? -1 : 1; /* the outer one first */
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Sorts events or codings by place. */
static void sort(struct transcript_list *list, size_t size) {
    bool sorted = true;
    char *items = list->items;
    for (uint32_t i = 1; i < list->n && sorted; i++) sorted = by_span(items + size * (i - 1), items + size * i) <= 0;
    if (!sorted) qsort(items, list->n, size, by_span);
}

static uts_status give_sources(const struct transcript *t) {
    uts_rows *rows = t->host->open_layer(t->job, &uts_layer_source);
    const struct transcript_source *s = t->sources.items;
    for (uint32_t i = 0; i < t->sources.n; i++) {
        uts_cell cells[] = {{.i64 = s[i].begin}, {.i64 = s[i].end}};
        t->host->add(rows, s[i].span.begin, s[i].span.end, cells);
    }
    return t->host->seal(rows);
}

static uts_status give_paragraphs(const struct transcript *t) {
    uts_rows *rows = t->host->open_layer(t->job, &uts_layer_paragraph);
    const struct transcript_paragraph *p = t->paragraphs.items;
    bool zones = false;
    for (uint32_t i = 0; i < t->paragraphs.n; i++) {
        uts_cell cells[] = {{.u32 = p[i].style}, {.u32 = p[i].level}};
        t->host->add(rows, p[i].span.begin, p[i].span.end, cells);
        zones |= p[i].zone != 0;
    }
    uts_status status = t->host->seal(rows);
    const struct transcript_zone_row *z = t->zones.items;
    if ((!zones && !t->zones.n) || status != UTS_OK) return status;
    rows = t->host->open_layer(t->job, &uts_layer_zone);
    for (uint32_t i = 0; i < t->zones.n; i++)
        t->host->add(rows, z[i].span.begin, z[i].span.end, &(uts_cell){.u32 = z[i].kind});
    for (uint32_t i = 0; i < t->paragraphs.n && !t->zones.n; i++)
        if (p[i].zone) t->host->add(rows, p[i].span.begin, p[i].span.end, &(uts_cell){.u32 = p[i].zone});
    return t->host->seal(rows);
}

static uts_status give_turns(const struct transcript *t) {
    if (!t->knows_turns) return UTS_OK;
    uts_rows *rows = t->host->open_layer(t->job, &uts_layer_turn);
    const struct transcript_turn *u = t->turns.items;
    for (uint32_t i = 0; i < t->turns.n; i++) {
        uts_cell cells[] = {{.sym = u[i].speaker},     {.sym = u[i].role},     {.u32 = u[i].zone},
                            {.u32 = u[i].flags},       {.i64 = u[i].start_ms}, {.i64 = u[i].end_ms},
                            {.u32 = u[i].label.begin}, {.u32 = u[i].label.end}};
        t->host->add(rows, u[i].span.begin, u[i].span.end, cells);
    }
    uts_status status = t->host->seal(rows);
    if (status != UTS_OK) return status;
    rows = t->host->open_layer(t->job, &uts_layer_segment);
    const struct transcript_segment *s = t->segments.items;
    for (uint32_t i = 0; i < t->segments.n; i++)
        t->host->add(rows, s[i].span.begin, s[i].span.end, &(uts_cell){.u32 = s[i].turn});
    return t->host->seal(rows);
}

static uts_status give_marks(struct transcript *t) {
    uts_status status = UTS_OK;
    if (t->events.n) {
        sort(&t->events, sizeof(struct transcript_event));
        uts_rows *rows = t->host->open_layer(t->job, &uts_layer_event);
        const struct transcript_event *e = t->events.items;
        for (uint32_t i = 0; i < t->events.n; i++) {
            uts_cell cells[] = {{.u32 = e[i].kind}, {.sym = e[i].desc}, {.i64 = e[i].duration_ms}};
            t->host->add(rows, e[i].span.begin, e[i].span.end, cells);
        }
        status = t->host->seal(rows);
    }
    if (!t->codings.n || status != UTS_OK) return status;
    sort(&t->codings, sizeof(struct transcript_coding));
    uts_rows *rows = t->host->open_layer(t->job, &uts_layer_coding);
    const struct transcript_coding *c = t->codings.items;
    for (uint32_t i = 0; i < t->codings.n; i++) {
        uts_cell cells[] = {{.sym = c[i].code}, {.sym = c[i].coder}, {.sym = c[i].guid}, {.sym = c[i].note}};
        t->host->add(rows, c[i].span.begin, c[i].span.end, cells);
    }
    return t->host->seal(rows);
}

static void report(const struct transcript *t, const struct rt_report *r) {
    const struct transcript_remark *remark = t->remarks.items;
    for (uint32_t i = 0; i < t->remarks.n; i++, remark++)
        t->host->note(t->job, remark->level, remark->span.begin, uts_cstr(remark->message), remark->detail);
    if (t->paragraphs.n == 0)
        t->host->note(t->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr("empty: the file holds no text"), uts_cstr(""));
    if (r->controls)
        uts_notef(t->host, t->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "replaced %zu control characters (%zu of them NUL) by U+FFFD", r->controls, r->nuls);
    if (r->composed)
        uts_notef(t->host, t->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""), "composed %zu characters to NFC",
                  r->composed);
}

static uts_status give_layers(struct transcript *t, uts_str text, const char *format, const char *unit) {
    uts_status status = t->host->set_text(t->job, text);
    if (status == UTS_OK) status = t->host->set_meta(t->job, "format", uts_cstr(format));
    if (status == UTS_OK) status = t->host->set_meta(t->job, "source-unit", uts_cstr(unit ? unit : "byte"));
    if (status == UTS_OK) status = give_sources(t);
    if (status == UTS_OK) status = give_paragraphs(t);
    if (status == UTS_OK) status = give_turns(t);
    if (status == UTS_OK) status = give_marks(t);
    return status;
}

uts_status transcript_give(struct transcript *t, const char *format, const char *source_unit) {
    struct rt_out cleaned = {0};
    struct rt_report met;
    transcript_end_turn(t);
    transcript_end_paragraph(t, 0, 0);
    if (!t->verbatim && t->text.n > 1 && t->text.p[t->text.n - 2] == '\n') t->text.n--; /* a blank line at the end */
    if (!t->failed) rt_clean(t->text.p, t->text.n, &cleaned, &met);
    if (t->failed || cleaned.out_of_memory) {
        rt_out_free(&cleaned);
        return t->host->fail(t->job, UTS_E_NOMEM, UINT64_MAX,
                             uts_cstr("out of memory, or more than 2 GiB of text: split the file"));
    }
    uts_status status = UTS_OK;
    if (met.bad != SIZE_MAX)
        status =
            t->host->fail(t->job, UTS_E_FORMAT, UINT64_MAX, uts_cstr("broken UTF-8 inside the file; save it anew"));
    if (status == UTS_OK && met.changed) move_to_cleaned(t, &cleaned);
    if (status == UTS_OK) {
        uts_str text = met.changed ? uts_mkstr(cleaned.p, cleaned.n) : uts_mkstr(t->text.p, t->text.n);
        status = give_layers(t, text, format, source_unit);
    }
    if (status == UTS_OK) report(t, &met);
    rt_out_free(&cleaned);
    return status;
}
