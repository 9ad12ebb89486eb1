/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

_Noreturn void check_stop(const char *rule, const char *file, int line) {
    fprintf(stderr, "%s:%d: the reader breaks its contract: %s\n", file, line, rule);
    abort();
}

bool check_utf8(uts_str s) {
    if (s.n == 0) return true; /* p may be NULL */
    const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
    while (p < end) {
        unsigned n = *p < 0x80                 ? 1
                     : *p >= 0xC2 && *p < 0xE0 ? 2
                     : *p >= 0xE0 && *p < 0xF0 ? 3
                     : *p >= 0xF0 && *p < 0xF5 ? 4
                                               : 0;
        if (n == 0 || (size_t)(end - p) < n) return false;
        for (unsigned i = 1; i < n; i++)
            if ((p[i] & 0xC0) != 0x80) return false;
        if ((*p == 0xE0 && p[1] < 0xA0) || (*p == 0xED && p[1] > 0x9F)) return false;
        if ((*p == 0xF0 && p[1] < 0x90) || (*p == 0xF4 && p[1] > 0x8F)) return false;
        p += n;
    }
    return true;
}

static void *grown(void *p, size_t bytes) {
    void *q = realloc(p, bytes);
    CHECK(q, "the fuzzer itself ran out of memory");
    return q;
}

static uint64_t mix(uint64_t digest, const void *bytes, size_t n) {
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) digest = (digest ^ p[i]) * 1099511628211u;
    return (digest ^ n) * 1099511628211u;
}

/* ---- symbols ---- */

static void place(struct check_symbols *s, uint32_t symbol) {
    uts_str text = s->spelling[symbol - 1];
    uint32_t at = (uint32_t)mix(0, text.p, text.n) & (s->n_slots - 1);
    while (s->slots[at]) at = (at + 1) & (s->n_slots - 1);
    s->slots[at] = symbol;
}

uts_sym check_intern(struct check_symbols *s, uts_str text) {
    CHECK(check_utf8(text), "intern: UTF-8");
    if (text.n == 0) return 0;
    if (s->n * 2 >= s->n_slots) {
        s->n_slots = s->n_slots ? s->n_slots * 2 : 64;
        s->slots = grown(s->slots, s->n_slots * sizeof *s->slots);
        memset(s->slots, 0, s->n_slots * sizeof *s->slots);
        for (uint32_t i = 1; i <= s->n; i++) place(s, i);
    }
    uint32_t at = (uint32_t)mix(0, text.p, text.n) & (s->n_slots - 1);
    for (; s->slots[at]; at = (at + 1) & (s->n_slots - 1)) {
        uts_str known = s->spelling[s->slots[at] - 1];
        if (known.n == text.n && memcmp(known.p, text.p, text.n) == 0) return s->slots[at];
    }
    if (s->n == s->room) {
        s->room = s->room ? s->room * 2 : 64;
        s->spelling = grown(s->spelling, s->room * sizeof *s->spelling);
    }
    char *copy = calloc(1, text.n + 32);
    CHECK(copy, "the fuzzer itself ran out of memory");
    memcpy(copy, text.p, text.n);
    s->spelling[s->n++] = (uts_str){copy, text.n};
    place(s, s->n);
    return s->n;
}

uts_str check_spell(const struct check_symbols *s, uts_sym symbol) {
    CHECK(symbol <= s->n, "spell: a symbol of this job");
    return symbol ? s->spelling[symbol - 1] : (uts_str){"", 0};
}

void check_symbols_free(struct check_symbols *s) {
    for (uint32_t i = 0; i < s->n; i++) free((void *)(uintptr_t)s->spelling[i].p);
    free(s->spelling);
    free(s->slots);
}

/* ---- text ---- */

void check_text(struct check_document *d, uts_str text) {
    CHECK(!d->has_text, "set_text: once");
    CHECK(check_utf8(text) && (text.n == 0 || !memchr(text.p, 0, text.n)), "set_text: UTF-8 without NUL");
    CHECK(text.n < UINT32_MAX, "set_text: less than 4 GiB");
    d->has_text = true;
    d->text = calloc(1, text.n + 64);
    CHECK(d->text, "the fuzzer itself ran out of memory");
    if (text.n) memcpy(d->text, text.p, text.n);
    d->n = text.n;
    d->digest = mix(d->digest, text.p, text.n);
}

void check_meta(struct check_document *d, const char *key, uts_str value) {
    CHECK(key && *key && check_utf8(value), "set_meta: a key, and a value in UTF-8");
    if (strcmp(key, "source-unit") == 0) d->byte_source = value.n == 4 && memcmp(value.p, "byte", 4) == 0;
    d->digest = mix(mix(d->digest, key, strlen(key)), value.p, value.n);
}

void check_note(struct check_document *d, uint64_t offset, uts_str message, uts_str detail) {
    if (offset != UINT64_MAX && offset > d->furthest_note) d->furthest_note = offset;
    d->digest = mix(mix(mix(d->digest, &offset, sizeof offset), message.p, message.n), detail.p, detail.n);
}

/* ---- layers ---- */

struct uts_rows {
    uts_rows *next;
    const uts_layer_spec *spec;
    uint32_t n_columns, n, room, reserved;
    uint32_t *begin, *end;
    char *data[UTS_MAX_COLUMNS];
    bool sealed;
};

static size_t cell_size(const uts_column *column) { return column->type == UTS_I64 || column->type == UTS_F64 ? 8 : 4; }

uts_rows *check_open(struct check_document *d, const uts_layer_spec *spec) {
    uts_rows *rows = calloc(1, sizeof *rows);
    CHECK(rows, "the fuzzer itself ran out of memory");
    rows->spec = spec;
    CHECK(!spec->rows_of, "open_layer: a reader's layers have spans of their own");
    while (spec->columns[rows->n_columns].name) rows->n_columns++;
    CHECK(rows->n_columns <= UTS_MAX_COLUMNS, "open_layer: at most UTS_MAX_COLUMNS");
    rows->next = d->layers;
    d->layers = rows;
    return rows;
}

bool check_reserve(uts_rows *rows, uint32_t n, uts_room *room) {
    CHECK(!rows->sealed, "reserve: before seal");
    if (n > rows->room - rows->n) {
        rows->room = (rows->n + n) * 2;
        rows->begin = grown(rows->begin, rows->room * sizeof *rows->begin);
        rows->end = grown(rows->end, rows->room * sizeof *rows->end);
        for (uint32_t c = 0; c < rows->n_columns; c++)
            rows->data[c] = grown(rows->data[c], rows->room * cell_size(rows->spec->columns + c));
    }
    rows->reserved = n;
    *room = (uts_room){rows->begin + rows->n, rows->end + rows->n, {0}};
    for (uint32_t c = 0; c < rows->n_columns; c++)
        room->data[c] = rows->data[c] + rows->n * cell_size(rows->spec->columns + c);
    return true;
}

void check_advance(uts_rows *rows, uint32_t n) {
    CHECK(n <= rows->reserved, "advance: no more than was reserved");
    rows->n += n;
    rows->reserved -= n;
}

void check_add(uts_rows *rows, uint32_t begin, uint32_t end, const uts_cell *cells) {
    uts_room room;
    check_reserve(rows, 1, &room);
    *room.begin = begin;
    *room.end = end;
    for (uint32_t c = 0; c < rows->n_columns; c++) {
        size_t size = cell_size(rows->spec->columns + c);
        memcpy(room.data[c], &cells[c], size);
    }
    check_advance(rows, 1);
}

static bool cuts(const struct check_document *d, uint32_t at) {
    return at < d->n && ((unsigned char)d->text[at] & 0xC0) == 0x80;
}

void check_seal(struct check_document *d, uts_rows *rows, const struct check_symbols *symbols) {
    CHECK(!rows->sealed, "seal: once");
    CHECK(d->has_text, "seal: after set_text");
    rows->sealed = true;
    for (uint32_t i = 0; i < rows->n; i++) {
        CHECK(rows->begin[i] <= rows->end[i] && rows->end[i] <= d->n, "seal: spans lie in the text");
        CHECK(i == 0 || rows->begin[i - 1] <= rows->begin[i], "seal: spans ascend");
        CHECK(!cuts(d, rows->begin[i]) && !cuts(d, rows->end[i]), "seal: spans do not cut characters");
    }
    d->digest = mix(d->digest, rows->spec->name, strlen(rows->spec->name));
    if (rows->n == 0) return;
    d->digest = mix(mix(d->digest, rows->begin, rows->n * 4), rows->end, rows->n * 4);
    for (uint32_t c = 0; c < rows->n_columns; c++) {
        const uts_column *column = rows->spec->columns + c;
        d->digest = mix(d->digest, rows->data[c], rows->n * cell_size(column));
        for (uint32_t i = 0; i < rows->n && column->type == UTS_SYM; i++)
            CHECK(((uint32_t *)(void *)rows->data[c])[i] <= symbols->n, "a symbol is one of this job");
    }
}

/* ---- what holds between the layers ---- */

static const uts_rows *find(const struct check_document *d, const char *name) {
    for (const uts_rows *rows = d->layers; rows; rows = rows->next)
        if (strcmp(rows->spec->name, name) == 0) return rows;
    return NULL;
}

uts_layer check_layer(const struct check_document *d, const char *name) {
    const uts_rows *rows = find(d, name);
    if (!rows) return (uts_layer){.size = sizeof(uts_layer)};
    return (uts_layer){sizeof(uts_layer),   rows->n,
                       rows->begin,         rows->end,
                       rows->spec->columns, (const void *const *)(const void *)rows->data};
}

static uint32_t u32(const uts_rows *rows, uint32_t column, uint32_t row) {
    return ((const uint32_t *)(const void *)rows->data[column])[row];
}
static int64_t i64(const uts_rows *rows, uint32_t column, uint32_t row) {
    return ((const int64_t *)(const void *)rows->data[column])[row];
}

static void check_sources(const struct check_document *d, size_t size) {
    const uts_rows *rows = find(d, "source");
    for (uint32_t i = 0; rows && i < rows->n; i++) {
        int64_t begin = i64(rows, UTS_SOURCE_BEGIN, i), end = i64(rows, UTS_SOURCE_END, i);
        CHECK(0 <= begin && begin <= end, "source: begins before it ends");
        CHECK(!d->byte_source || (uint64_t)end <= size, "source: lies in the file");
        CHECK(i == 0 || rows->end[i - 1] <= rows->begin[i], "source: stretches of text do not overlap");
    }
}

static void check_turns(const struct check_document *d) {
    const uts_rows *turns = find(d, "turn"), *segments = find(d, "segment");
    for (uint32_t i = 0; turns && i < turns->n; i++) {
        uint32_t zone = u32(turns, UTS_TURN_ZONE, i), from = u32(turns, UTS_TURN_LABEL_BEGIN, i),
                 to = u32(turns, UTS_TURN_LABEL_END, i);
        CHECK(turns->begin[i] <= turns->end[i], "turn: begins before it ends");
        CHECK(zone <= UTS_ZONE_QUOTE, "turn: its zone is speech, question, quote or left open");
        CHECK(from <= to && to <= d->n && !cuts(d, from) && !cuts(d, to), "turn: its label lies in the text");
        int64_t start = i64(turns, UTS_TURN_START_MS, i), end = i64(turns, UTS_TURN_END_MS, i);
        CHECK(start >= -1 && end >= -1, "turn: times are -1 or milliseconds");
    }
    CHECK(!turns == !segments, "turn and segment come together");
    uint32_t expected = 0;
    for (uint32_t i = 0; segments && i < segments->n; i++) {
        uint32_t turn = u32(segments, UTS_SEGMENT_TURN, i);
        CHECK(turn < turns->n, "segment: refers to a turn");
        CHECK(turn == expected || (i > 0 && turn + 1 == expected), "segment: every turn has one, in order");
        if (turn == expected) expected++;
        CHECK(segments->begin[i] <= segments->end[i], "segment: begins before it ends");
        CHECK(turns->begin[turn] <= segments->begin[i] && segments->end[i] <= turns->end[turn],
              "segment: lies in its turn");
    }
    CHECK(!turns || expected == turns->n, "segment: every turn has one");
}

static void check_apart(const struct check_document *d, const char *name, uint32_t kinds) {
    const uts_rows *rows = find(d, name);
    for (uint32_t i = 0; rows && i < rows->n; i++) {
        CHECK(i == 0 || rows->end[i - 1] <= rows->begin[i], "zones, events and paragraphs do not overlap");
        CHECK(!kinds || (u32(rows, 0, i) > 0 && u32(rows, 0, i) < kinds), "zone and event: a kind of layers.h");
    }
}

void check_document(struct check_document *d, size_t source) {
    CHECK(d->has_text, "next: set_text was called");
    CHECK(d->furthest_note <= d->n, "note: the offset lies in the text");
    for (const uts_rows *rows = d->layers; rows; rows = rows->next) CHECK(rows->sealed, "a layer is sealed");
    check_sources(d, source);
    check_turns(d);
    check_apart(d, "zone", UTS_ZONE_COUNT_);
    check_apart(d, "event", UTS_EVENT_COUNT_);
    check_apart(d, "paragraph", 0);
    const uts_rows *codings = find(d, "coding");
    for (uint32_t i = 0; codings && i < codings->n; i++)
        CHECK(u32(codings, UTS_CODING_CODE, i) > 0, "coding: has a code");
}

void check_document_free(struct check_document *d) {
    free(d->text);
    while (d->layers) {
        uts_rows *rows = d->layers;
        d->layers = rows->next;
        free(rows->begin);
        free(rows->end);
        for (uint32_t c = 0; c < rows->n_columns; c++) free(rows->data[c]);
        free(rows);
    }
}
