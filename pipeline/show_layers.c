/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "show_layers.h"

#include <string.h>
#include <utsaga/layers.h>

enum { MOST_CELLS = 16 };

static const char *const zone_names[] = UTS_ZONE_NAMES;
static const char *const event_names[] = UTS_EVENT_NAMES;
static const char *const token_names[] = UTS_TOKEN_KIND_NAMES;
static const char *const upos_names[] = UTS_UPOS_NAMES;
static const char *const safety_names[] = UTS_SAFETY_NAMES;

#define NAME_OF(names, value) ((value) < sizeof(names) / sizeof *(names) ? (names)[value] : NULL)

/* ---- reading ---- */

static const uint32_t *u32(const uts_layer *l, uint32_t column) { return l->data[column]; }
static const int64_t *i64(const uts_layer *l, uint32_t column) { return l->data[column]; }

static cell symbol(const uts_doc *doc, uts_sym s) {
    return s ? cell_text(symtab_spell(doc->job->symbols, s)) : (cell){0};
}

static cell chars(const uts_doc *doc, uint32_t offset) { return cell_int(job_chars(doc, offset)); }

static cell text_between(const uts_doc *doc, uint32_t begin, uint32_t end) {
    return (cell){.type = CELL_TEXT, .text = {doc->text.p + begin, end - begin}};
}

static cell seconds(int64_t ms) { return ms < 0 ? (cell){0} : cell_real((double)ms / 1000.0); }

/* ---- turn ---- */

static const char *const turn_columns[] = {"doc",   "speaker",   "role",     "zone",     "begin", "end", "start_s",
                                           "end_s", "candidate", "repeated", "segments", "text",  NULL};

/* The text of a turn in several pieces is the pieces, joined by a blank. */
static cell turn_text(const uts_doc *doc, const uts_layer *turn, uint32_t row, const uint32_t *spans, uint32_t n) {
    if (n <= 1) return text_between(doc, turn->begin[row], turn->end[row]);
    size_t size = 0;
    for (uint32_t i = 0; i < n; i++) size += spans[2 * i + 1] - spans[2 * i] + 1;
    char *joined = arena_take(&doc->job->memory, size, 1);
    if (!joined) return (cell){0};
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i) joined[at++] = ' ';
        memcpy(joined + at, doc->text.p + spans[2 * i], spans[2 * i + 1] - spans[2 * i]);
        at += spans[2 * i + 1] - spans[2 * i];
    }
    return (cell){.type = CELL_TEXT, .text = {joined, at}};
}

/* The spans of the segments of a turn, as bytes; n of them. They lie at or after the turn's begin. */
static uint32_t *segments_of(const uts_doc *doc, const uts_layer *segment, uint32_t turn, uint32_t *from, uint32_t *n) {
    *n = 0;
    if (!segment) return NULL;
    const uint32_t *owner = u32(segment, UTS_SEGMENT_TURN);
    while (*from < segment->rows && owner[*from] < turn) ++*from;
    uint32_t last = *from;
    for (uint32_t i = *from; i < segment->rows && owner[i] <= turn + 64; i++)
        if (owner[i] == turn) ++*n, last = i;
    uint32_t *spans = *n ? arena_take(&doc->job->memory, 2 * *n * sizeof *spans, sizeof *spans) : NULL;
    if (!spans) return NULL;
    uint32_t at = 0;
    for (uint32_t i = *from; i <= last; i++)
        if (owner[i] == turn) {
            spans[2 * at] = segment->begin[i];
            spans[2 * at++ + 1] = segment->end[i];
        }
    return spans;
}

static void print_turns(sheet *s, const uts_doc *doc) {
    const uts_layer *turn = job_layer(doc->job, "turn"), *segment = job_layer(doc->job, "segment");
    uint32_t from = 0;
    for (uint32_t i = 0; turn && i < turn->rows; i++) {
        uint32_t n, flags = u32(turn, UTS_TURN_FLAGS)[i];
        uint32_t *spans = segments_of(doc, segment, i, &from, &n);
        cell text = turn_text(doc, turn, i, spans, n);
        for (uint32_t k = 0; spans && k < 2 * n; k++) spans[k] = job_chars(doc, spans[k]);
        cell hull[] = {chars(doc, turn->begin[i]), chars(doc, turn->end[i])};
        uint32_t whole[2] = {(uint32_t)hull[0].integer, (uint32_t)hull[1].integer};
        cell row[MOST_CELLS] = {cell_text(doc->id),
                                symbol(doc, u32(turn, UTS_TURN_SPEAKER)[i]),
                                symbol(doc, u32(turn, UTS_TURN_ROLE)[i]),
                                cell_cstr(NAME_OF(zone_names, u32(turn, UTS_TURN_ZONE)[i])),
                                hull[0],
                                hull[1],
                                seconds(i64(turn, UTS_TURN_START_MS)[i]),
                                seconds(i64(turn, UTS_TURN_END_MS)[i]),
                                {.type = CELL_TRUE, .integer = (flags & UTS_TURN_CANDIDATE) != 0},
                                {.type = CELL_TRUE, .integer = (flags & UTS_TURN_REPEATED) != 0},
                                {.type = CELL_SPANS, .spans = spans ? spans : whole, .n_spans = spans ? n : 1},
                                text};
        sheet_row(s, row);
    }
}

/* ---- layers with own spans ---- */

static const char *const zone_columns[] = {"doc", "begin", "end", "kind", "text", NULL};
static void print_zones(sheet *s, const uts_doc *doc) {
    const uts_layer *zone = job_layer(doc->job, "zone");
    for (uint32_t i = 0; zone && i < zone->rows; i++) {
        cell row[MOST_CELLS] = {cell_text(doc->id), chars(doc, zone->begin[i]), chars(doc, zone->end[i]),
                                cell_cstr(NAME_OF(zone_names, u32(zone, UTS_ZONE_KIND)[i])),
                                text_between(doc, zone->begin[i], zone->end[i])};
        sheet_row(s, row);
    }
}

static const char *const event_columns[] = {"doc", "begin", "end", "kind", "desc", "duration_s", "text", NULL};
static void print_events(sheet *s, const uts_doc *doc) {
    const uts_layer *event = job_layer(doc->job, "event");
    for (uint32_t i = 0; event && i < event->rows; i++) {
        cell row[MOST_CELLS] = {cell_text(doc->id),
                                chars(doc, event->begin[i]),
                                chars(doc, event->end[i]),
                                cell_cstr(NAME_OF(event_names, u32(event, UTS_EVENT_KIND)[i])),
                                symbol(doc, u32(event, UTS_EVENT_DESC)[i]),
                                seconds(i64(event, UTS_EVENT_DURATION_MS)[i]),
                                text_between(doc, event->begin[i], event->end[i])};
        sheet_row(s, row);
    }
}

static const char *const sentence_columns[] = {"doc", "begin", "end", "turn", "text", NULL};
static cell row_number(uint32_t row) { return row == UTS_NO_ROW ? (cell){0} : cell_int(row); }

static void print_sentences(sheet *s, const uts_doc *doc) {
    const uts_layer *sentence = job_layer(doc->job, "sentence");
    for (uint32_t i = 0; sentence && i < sentence->rows; i++) {
        cell row[MOST_CELLS] = {cell_text(doc->id), chars(doc, sentence->begin[i]), chars(doc, sentence->end[i]),
                                row_number(u32(sentence, UTS_SENTENCE_TURN)[i]),
                                text_between(doc, sentence->begin[i], sentence->end[i])};
        sheet_row(s, row);
    }
}

/* ---- questions ---- */

static const char *const question_columns[] = {"doc",        "number",    "begin", "end", "turn",
                                               "first_turn", "last_turn", "text",  NULL};

static void print_questions(sheet *s, const uts_doc *doc) {
    const uts_layer *question = job_layer(doc->job, "question");
    for (uint32_t i = 0; question && i < question->rows; i++) {
        uint32_t number = u32(question, UTS_QUESTION_NUMBER)[i];
        cell row[MOST_CELLS] = {cell_text(doc->id),
                                number ? cell_int(number) : (cell){0},
                                chars(doc, question->begin[i]),
                                chars(doc, question->end[i]),
                                row_number(u32(question, UTS_QUESTION_TURN)[i]),
                                row_number(u32(question, UTS_QUESTION_FIRST_TURN)[i]),
                                row_number(u32(question, UTS_QUESTION_LAST_TURN)[i]),
                                text_between(doc, question->begin[i], question->end[i])};
        sheet_row(s, row);
    }
}

/* ---- tokens ---- */

static const char *const token_columns[] = {"doc",      "begin", "end",  "form",  "kind",  "zone", "turn",
                                            "sentence", "norm",  "upos", "lemma", "parts", NULL};

static void print_tokens(sheet *s, const uts_doc *doc) {
    const uts_layer *token = job_layer(doc->job, "token"), *norm = job_layer(doc->job, "token.norm"),
                    *lemma = job_layer(doc->job, "token.lemma");
    for (uint32_t i = 0; token && i < token->rows; i++) {
        cell row[MOST_CELLS] = {cell_text(doc->id),
                                chars(doc, token->begin[i]),
                                chars(doc, token->end[i]),
                                text_between(doc, token->begin[i], token->end[i]),
                                cell_cstr(NAME_OF(token_names, u32(token, UTS_TOKEN_KIND)[i])),
                                cell_cstr(NAME_OF(zone_names, u32(token, UTS_TOKEN_ZONE)[i])),
                                row_number(u32(token, UTS_TOKEN_TURN)[i]),
                                row_number(u32(token, UTS_TOKEN_SENTENCE)[i]),
                                norm ? symbol(doc, u32(norm, UTS_TOKEN_NORM)[i]) : (cell){0},
                                lemma ? cell_cstr(NAME_OF(upos_names, u32(lemma, UTS_LEMMA_UPOS)[i])) : (cell){0},
                                lemma ? symbol(doc, u32(lemma, UTS_LEMMA_LEMMA)[i]) : (cell){0},
                                lemma ? symbol(doc, u32(lemma, UTS_LEMMA_PARTS)[i]) : (cell){0}};
        sheet_row(s, row);
    }
}

static const char *const norm_columns[] = {"doc",    "begin", "end",    "form",       "norm",
                                           "reason", "rule",  "safety", "confidence", NULL};
static void print_norms(sheet *s, const uts_doc *doc) {
    const uts_layer *norm = job_layer(doc->job, "norm");
    for (uint32_t i = 0; norm && i < norm->rows; i++) {
        cell row[MOST_CELLS] = {cell_text(doc->id),
                                chars(doc, norm->begin[i]),
                                chars(doc, norm->end[i]),
                                text_between(doc, norm->begin[i], norm->end[i]),
                                symbol(doc, u32(norm, UTS_NORM_NORM)[i]),
                                symbol(doc, u32(norm, UTS_NORM_REASON)[i]),
                                symbol(doc, u32(norm, UTS_NORM_RULE)[i]),
                                cell_cstr(NAME_OF(safety_names, u32(norm, UTS_NORM_SAFETY)[i])),
                                cell_real(((const double *)norm->data[UTS_NORM_CONFIDENCE])[i])};
        sheet_row(s, row);
    }
}

/* ---- hits ---- */

static const char *const hit_columns[] = {"doc",  "code",  "rule", "polarity", "zone",        "speaker",
                                          "role", "begin", "end",  "text",     "excluded_by", NULL};

static void print_hits(sheet *s, const uts_doc *doc) {
    const uts_layer *hit = job_layer(doc->job, "hit"), *token = job_layer(doc->job, "token"),
                    *turn = job_layer(doc->job, "turn");
    const uts_codebook *book = run_extension(UTS_EXT_CODEBOOK);
    for (uint32_t i = 0; hit && book && token && i < hit->rows; i++) {
        uint32_t first = u32(hit, UTS_HIT_FIRST_TOKEN)[i], excluded = u32(hit, UTS_HIT_EXCLUDED_BY)[i];
        uint32_t at = u32(token, UTS_TOKEN_TURN)[first];
        bool spoken = turn && at != UTS_NO_ROW;
        cell row[MOST_CELLS] = {cell_text(doc->id),
                                cell_cstr(book->codes[u32(hit, UTS_HIT_CODE)[i]]->id),
                                cell_cstr(book->rules[u32(hit, UTS_HIT_RULE)[i]]->text),
                                cell_cstr(u32(hit, UTS_HIT_POLARITY)[i] ? "-" : "+"),
                                cell_cstr(NAME_OF(zone_names, u32(token, UTS_TOKEN_ZONE)[first])),
                                spoken ? symbol(doc, u32(turn, UTS_TURN_SPEAKER)[at]) : (cell){0},
                                spoken ? symbol(doc, u32(turn, UTS_TURN_ROLE)[at]) : (cell){0},
                                chars(doc, hit->begin[i]),
                                chars(doc, hit->end[i]),
                                text_between(doc, hit->begin[i], hit->end[i]),
                                excluded == UTS_NO_ROW ? (cell){0} : cell_cstr(book->rules[excluded]->text)};
        sheet_row(s, row);
    }
}

/* ---- codings ---- */

static const char *const coding_columns[] = {"doc", "begin", "end", "code", "coder", "guid", "note", "text", NULL};

static void print_codings(sheet *s, const uts_doc *doc) {
    const uts_layer *coding = job_layer(doc->job, "coding");
    for (uint32_t i = 0; coding && i < coding->rows; i++) {
        cell row[MOST_CELLS] = {cell_text(doc->id),
                                chars(doc, coding->begin[i]),
                                chars(doc, coding->end[i]),
                                symbol(doc, u32(coding, UTS_CODING_CODE)[i]),
                                symbol(doc, u32(coding, UTS_CODING_CODER)[i]),
                                symbol(doc, u32(coding, UTS_CODING_GUID)[i]),
                                symbol(doc, u32(coding, UTS_CODING_NOTE)[i]),
                                text_between(doc, coding->begin[i], coding->end[i])};
        sheet_row(s, row);
    }
}

#define LAYERS(...) ((const char *const[]){__VA_ARGS__, NULL})

const shown_layer shown_layers[] = {
    {"turn", turn_columns, LAYERS("turn", "segment"), print_turns},
    {"zone", zone_columns, LAYERS("zone"), print_zones},
    {"event", event_columns, LAYERS("event"), print_events},
    {"question", question_columns, LAYERS("question"), print_questions},
    {"sentence", sentence_columns, LAYERS("sentence"), print_sentences},
    {"token", token_columns, LAYERS("token", "token.norm", "token.lemma"), print_tokens},
    {"lemma", token_columns, LAYERS("token", "token.norm", "token.lemma"), print_tokens},
    {"norm", norm_columns, LAYERS("norm", "token.norm"), print_norms},
    {"hit", hit_columns, LAYERS("hit", "token", "turn", "segment", "zone"), print_hits},
    {"coding", coding_columns, LAYERS("coding"), print_codings},
    {"text", NULL, LAYERS("source"), NULL},
    {NULL, NULL, NULL, NULL},
};
