/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"

#include "sentence.h"
#include "types.h"

#include <utsaga/layers.h>

enum { AHEAD = 32 }; /* tokens whose types are fetched before they are needed */

void annotate_free(struct token_worker *worker) {
    complex_close(&worker->complex);
    spans_free(&worker->spans);
    lines_free(&worker->lines);
    pieces_free(&worker->pieces);
    uts_memo_free(&worker->types);
    free(worker->first);
    free(worker->spare);
    free(worker->flags);
}

/* Finds the spans of all tokens, piece by piece. */
static bool find_spans(const struct token_stage *stage, struct token_worker *worker, uts_str text, bool events) {
    struct spans *spans = &worker->spans;
    spans->n = worker->lines.n = 0;
    for (uint32_t i = 0; i < worker->pieces.n; i++) {
        struct piece *piece = &worker->pieces.items[i];
        struct stretch s = {text.p, piece->begin, piece->end, &stage->tables, !events, &worker->complex};
        piece->first = spans->n;
        if (piece->event)
            spans_add(spans, piece->begin, piece->end);
        else
            scan_fast(&s, spans, &worker->lines);
    }
    return !spans->failed && !worker->lines.failed;
}

/* Makes room for @n tokens, and for the types of all symbols. */
static bool make_room(const struct token_stage *stage, struct token_worker *worker, uts_job *job, uint32_t n) {
    if (worker->room < n) {
        free(worker->first);
        free(worker->spare);
        free(worker->flags);
        worker->room = 0;
        worker->spare = (uint32_t *)malloc((size_t)n * 2 * sizeof *worker->spare);
        worker->first = (uint32_t *)malloc((size_t)n * 2 * sizeof *worker->first);
        worker->flags = (uint16_t *)malloc((size_t)n * 2 * sizeof *worker->flags);
        if (!worker->first || !worker->spare || !worker->flags) return false;
        worker->room = n * 2;
    }
    return uts_memo_begin(&worker->types, sizeof(struct type), stage->host, job);
}

/* Works out the type of a form that is new to this worker. */
static __attribute__((noinline)) void make_type(const struct token_stage *stage, uts_job *job, uts_sym form,
                                                struct type *type) {
    char fold[TYPES_LONGEST * 3];
    uts_str spelled = stage->host->spell(job, form);
    uint32_t length = 0;
    bool whole = spelled.n <= TYPES_LONGEST; /* a longer one is no word, but an address or a line of signs */
    bool changed =
        types_make(type, spelled.p, whole ? (uint32_t)spelled.n : TYPES_LONGEST, &stage->tables, fold, &length);
    type->fold = whole && changed && length ? stage->host->intern(job, uts_mkstr(fold, length)) : form;
}

/* Folded forms, kinds and flags: what depends on the form alone. */
static void fill_by_form(const struct token_stage *stage, struct token_worker *worker, uts_job *job, uint32_t n,
                         const uts_room *room) {
    const uts_sym *form = (const uts_sym *)room->data[UTS_TOKEN_FORM];
    uint32_t *fold = (uint32_t *)room->data[UTS_TOKEN_FOLD], *kind = (uint32_t *)room->data[UTS_TOKEN_KIND];
    struct type *types = (struct type *)(void *)worker->types.cells;
    for (uint32_t i = 0; i < n; i++) {
        if (i + AHEAD < n) __builtin_prefetch(&types[form[i + AHEAD]]);
        struct type *type = &types[form[i]];
        if (!(type->flags & TYPE_KNOWN)) make_type(stage, job, form[i], type);
        fold[i] = type->fold;
        kind[i] = type->kind;
        worker->flags[i] = type->flags;
    }
}

/* Turns, zones, and what the event layer says of its tokens. */
static void fill_by_piece(struct token_worker *worker, uint32_t n, const uts_room *room) {
    static const uint8_t event_kinds[UTS_EVENT_COUNT_] = {[UTS_EVENT_PAUSE] = UTS_TOKEN_PAUSE,
                                                          [UTS_EVENT_OMITTED] = UTS_TOKEN_OMITTED,
                                                          [UTS_EVENT_ANONYMISED] = UTS_TOKEN_ANONYMISED,
                                                          [UTS_EVENT_NOTE_REF] = UTS_TOKEN_NOTE_REF};
    uint32_t *turn = (uint32_t *)room->data[UTS_TOKEN_TURN], *zone = (uint32_t *)room->data[UTS_TOKEN_ZONE];
    uint32_t *kind = (uint32_t *)room->data[UTS_TOKEN_KIND];
    for (uint32_t p = 0; p < worker->pieces.n; p++) {
        const struct piece *piece = &worker->pieces.items[p];
        uint32_t end = p + 1 < worker->pieces.n ? worker->pieces.items[p + 1].first : n;
        for (uint32_t i = piece->first; i < end; i++) {
            turn[i] = piece->turn;
            zone[i] = piece->zone;
        }
        if (piece->event && piece->first < end) {
            uint8_t known = piece->event < UTS_EVENT_COUNT_ ? event_kinds[piece->event] : 0;
            kind[piece->first] = known ? known : UTS_TOKEN_EVENT;
            worker->flags[piece->first] = known == UTS_TOKEN_NOTE_REF ? TYPE_REFERENCE : TYPE_MARK | TYPE_BRACKET;
        }
    }
}

static uts_status give_sentences(const struct token_stage *stage, struct token_worker *worker, uts_job *job,
                                 uts_str text, const uts_room *tokens, uint32_t n) {
    const uts_host *host = stage->host;
    struct sentence_text s = {.text = text.p,
                              .length = (uint32_t)text.n,
                              .begin = tokens->begin,
                              .end = tokens->end,
                              .form = (const uts_sym *)tokens->data[UTS_TOKEN_FORM],
                              .types = (struct type *)(void *)worker->types.cells,
                              .tables = &stage->tables,
                              .flags = worker->flags,
                              .kind = (uint32_t *)tokens->data[UTS_TOKEN_KIND],
                              .n = n,
                              .pieces = worker->pieces.items,
                              .n_pieces = worker->pieces.n,
                              .lines = worker->lines.at,
                              .n_lines = worker->lines.n,
                              .model = &stage->model};
    uint32_t count = sentence_split(&s, (uint32_t *)tokens->data[UTS_TOKEN_SENTENCE], worker->first, worker->spare);
    uts_rows *rows = host->open_layer(job, &uts_layer_sentence);
    uts_room room;
    if (count && host->reserve(rows, count, &room)) {
        const uint32_t *turn = (const uint32_t *)tokens->data[UTS_TOKEN_TURN];
        for (uint32_t i = 0; i < count; i++) {
            uint32_t a = worker->first[i], b = i + 1 < count ? worker->first[i + 1] : n;
            room.begin[i] = tokens->begin[a];
            room.end[i] = tokens->end[b - 1];
            ((uint32_t *)room.data[UTS_SENTENCE_TURN])[i] = turn[a];
        }
        host->advance(rows, count);
    }
    return host->seal(rows);
}

uts_status annotate_document(const struct token_stage *stage, struct token_worker *worker, uts_job *job,
                             const uts_doc *doc) {
    const uts_host *host = stage->host;
    uts_str text = host->doc_text(doc);
    struct pieces_layers layers = {host->layer(doc, "segment"), host->layer(doc, "zone"), host->layer(doc, "event"),
                                   host->layer(doc, "paragraph")};
    if (!pieces_cut(&worker->pieces, (uint32_t)text.n, &layers) ||
        !find_spans(stage, worker, text, layers.event != NULL)) {
        worker->spans.failed = worker->lines.failed = false;
        return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    }
    uint32_t n = worker->spans.n;
    uts_rows *rows = host->open_layer(job, &uts_layer_token);
    uts_room room = {0};
    if (n) {
        if (!host->reserve(rows, n, &room)) return host->seal(rows);
        memcpy(room.begin, worker->spans.begin, n * sizeof *room.begin);
        memcpy(room.end, worker->spans.end, n * sizeof *room.end);
        uts_sym *form = (uts_sym *)room.data[UTS_TOKEN_FORM];
        host->intern_spans(job, text.p, room.begin, room.end, n, form);
        if (!make_room(stage, worker, job, n)) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
        fill_by_form(stage, worker, job, n, &room);
        fill_by_piece(worker, n, &room);
    }
    uts_status status = give_sentences(stage, worker, job, text, &room, n);
    if (n) host->advance(rows, n);
    return status == UTS_OK ? host->seal(rows) : status;
}
