/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents put together by hand, and the offsets they must have, counted by hand. */
#include "../transcript.h"

#include "host.h"

#include <tap.h>

static const uts_layer_spec *const gives[] = {&uts_layer_source, &uts_layer_paragraph,
                                              &uts_layer_turn,   &uts_layer_segment,
                                              &uts_layer_zone,   &uts_layer_event,
                                              &uts_layer_coding, NULL};
static const uts_stage stage = {.size = sizeof stage, .kind = UTS_READER, .name = "read-test", .gives = gives};

/* A case: a transcript on a fresh job; give it and look at the document. */
struct bench {
    uts_job *job;
    struct transcript t;
    struct check_document *document;
};

static struct bench start(void) {
    struct bench b = {.job = fuzz_job_make(&stage)};
    b.document = fuzz_job_document(b.job);
    transcript_start(&b.t, fuzz_host(), b.job);
    return b;
}

static void give(struct bench *b, const char *text) {
    is_int(transcript_give(&b->t, "test", NULL), UTS_OK, "it is given");
    check_document(b->document, 1 << 20);
    is_str(b->document->text, text, "the text");
}

static void end(struct bench *b) {
    transcript_free(&b->t);
    fuzz_job_free(b->job);
}

static void put(struct bench *b, const char *text) { transcript_puts(&b->t, text); }
static void turn(struct bench *b, const char *speaker) {
    transcript_turn(&b->t, uts_cstr(speaker), uts_cstr(""), 0, -1, -1);
}
static uint32_t cell(const uts_layer *layer, int column, uint32_t row) {
    return ((const uint32_t *)layer->data[column])[row];
}
static int64_t long_cell(const uts_layer *layer, int column, uint32_t row) {
    return ((const int64_t *)layer->data[column])[row];
}
#define is_span(layer, row, from, to, name)                                                                            \
    do {                                                                                                               \
        is_int((layer).begin[row], from, name ": begins");                                                             \
        is_int((layer).end[row], to, name ": ends");                                                                   \
    } while (0)

/* "å" as a and U+030A is three bytes and becomes two: what follows moves by one for each. */
static void composition_moves_spans(void) {
    struct bench b = start();
    transcript_turn(&b.t, uts_cstr("A\xCC\x8Asa"), uts_cstr(""), 0, 1000, 2500);
    uint32_t from = transcript_at(&b.t);
    transcript_put(&b.t, uts_cstr("ga\xCC\x8Ar"), 100, 105);
    transcript_coding(&b.t, from, transcript_at(&b.t), uts_cstr("Tid"), uts_cstr("KL"), uts_cstr(""), uts_cstr(""));
    transcript_put(&b.t, uts_cstr(" hem"), 105, 109);
    give(&b, "Åsa: går hem\n");
    uts_layer turns = check_layer(b.document, "turn"), codings = check_layer(b.document, "coding"),
              sources = check_layer(b.document, "source"), paragraphs = check_layer(b.document, "paragraph");
    is_int(turns.rows, 1, "one turn");
    is_span(turns, 0, 6, 14, "the turn without its label");
    is_int(cell(&turns, UTS_TURN_LABEL_BEGIN, 0), 0, "the label begins");
    is_int(cell(&turns, UTS_TURN_LABEL_END, 0), 5, "the label ends after its colon");
    is_int(long_cell(&turns, UTS_TURN_START_MS, 0), 1000, "start");
    is_int(long_cell(&turns, UTS_TURN_END_MS, 0), 2500, "end");
    is_span(codings, 0, 6, 10, "the coding");
    is_int(sources.rows, 1, "stretches that go on are one");
    is_span(sources, 0, 6, 14, "the source");
    is_int(long_cell(&sources, UTS_SOURCE_BEGIN, 0), 100, "from");
    is_int(long_cell(&sources, UTS_SOURCE_END, 0), 109, "to");
    is_span(paragraphs, 0, 0, 14, "the paragraph");
    end(&b);
}

static void trailing_blanks_go(void) {
    struct bench b = start();
    transcript_put(&b.t, uts_cstr("Hej \t"), 10, 15);
    transcript_end_paragraph(&b.t, UTS_STYLE_BOLD, 2);
    transcript_put(&b.t, uts_cstr("  "), 20, 22);
    transcript_end_paragraph(&b.t, 0, 0);
    transcript_put(&b.t, uts_cstr("då"), 30, 33);
    give(&b, "Hej\ndå\n");
    uts_layer paragraphs = check_layer(b.document, "paragraph"), sources = check_layer(b.document, "source");
    is_int(paragraphs.rows, 2, "a paragraph of blanks is none");
    is_span(paragraphs, 0, 0, 3, "the first");
    is_int(cell(&paragraphs, UTS_PARAGRAPH_STYLE, 0), UTS_STYLE_BOLD, "bold");
    is_int(cell(&paragraphs, UTS_PARAGRAPH_LEVEL, 0), 2, "a heading");
    is_span(paragraphs, 1, 4, 7, "the second");
    is_int(sources.rows, 2, "no source for blanks that are gone");
    is_span(sources, 0, 0, 3, "the source of the first");
    is_int(long_cell(&sources, UTS_SOURCE_END, 0), 13, "without its blanks");
    is_int(check_layer(b.document, "turn").rows, 0, "no turns are given");
    end(&b);
}

static void folded_white_space(void) {
    struct bench b = start();
    transcript_put_folded(&b.t, uts_cstr(" \n Ja\n  nej "), 0, 12);
    transcript_put_folded(&b.t, uts_cstr(" kanske"), 12, 19);
    give(&b, "Ja nej kanske\n");
    uts_layer sources = check_layer(b.document, "source");
    is_int(sources.rows, 3, "each word has its place");
    is_span(sources, 1, 3, 6, "nej");
    is_int(long_cell(&sources, UTS_SOURCE_BEGIN, 1), 8, "nej begins in the source");
    is_int(long_cell(&sources, UTS_SOURCE_BEGIN, 2), 13, "kanske begins in the source");
    end(&b);
}

/* A footnote inside a turn: the turn is one row, its parts two segments. */
static void zones_interrupt_turns(void) {
    struct bench b = start();
    turn(&b, "Eva");
    put(&b, "före");
    transcript_zone(&b.t, UTS_ZONE_FOOTNOTE);
    put(&b, "not");
    transcript_zone(&b.t, 0);
    put(&b, "efter");
    turn(&b, "Siri");
    put(&b, "ja");
    give(&b, "Eva: före\nnot\nefter\nSiri: ja\n");
    uts_layer turns = check_layer(b.document, "turn"), segments = check_layer(b.document, "segment"),
              zones = check_layer(b.document, "zone");
    is_int(turns.rows, 2, "two turns");
    is_span(turns, 0, 5, 20, "the hull of the first");
    is_span(turns, 1, 27, 29, "the second");
    is_int(segments.rows, 3, "three segments");
    is_span(segments, 0, 5, 10, "before the note");
    is_span(segments, 1, 15, 20, "after the note");
    is_int(cell(&segments, UTS_SEGMENT_TURN, 1), 0, "of the first turn");
    is_int(cell(&segments, UTS_SEGMENT_TURN, 2), 1, "of the second turn");
    is_int(zones.rows, 1, "one zone is told");
    is_span(zones, 0, 11, 14, "the note");
    is_int(cell(&zones, UTS_ZONE_KIND, 0), UTS_ZONE_FOOTNOTE, "a footnote");
    end(&b);
}

static void empty_turns_vanish(void) {
    struct bench b = start();
    turn(&b, "Eva");
    turn(&b, "");
    put(&b, " ");
    transcript_turn(&b.t, uts_cstr("Siri"), uts_cstr("peer"), UTS_ZONE_SPEECH, 5, 6);
    put(&b, "hm");
    transcript_turn_until(&b.t, 900);
    turn(&b, "Eva");
    give(&b, "Eva:\nSiri: hm\nEva:\n");
    uts_layer turns = check_layer(b.document, "turn");
    is_int(turns.rows, 1, "who says nothing has no turn");
    is_span(turns, 0, 11, 13, "the one");
    is_int(cell(&turns, UTS_TURN_ZONE, 0), UTS_ZONE_SPEECH, "its zone");
    is_int(long_cell(&turns, UTS_TURN_END_MS, 0), 900, "its end was moved");
    uts_layer segments = check_layer(b.document, "segment");
    is_int(cell(&segments, UTS_SEGMENT_TURN, 0), 0, "its segment");
    end(&b);
}

static void codings_are_sorted(void) {
    struct bench b = start();
    put(&b, "ett två tre");
    const struct {
        uint32_t begin, end;
        const char *code;
    } codings[] = {{4, 8, "b"}, {0, 3, "c"}, {0, 12, "a"}, {4, 8, "d"}};
    for (size_t i = 0; i < 4; i++)
        transcript_coding(&b.t, codings[i].begin, codings[i].end, uts_cstr(codings[i].code), uts_cstr(""), uts_cstr(""),
                          uts_cstr(""));
    give(&b, "ett två tre\n");
    uts_layer layer = check_layer(b.document, "coding");
    char order[5] = "";
    for (uint32_t i = 0; i < layer.rows && i < 4; i++)
        order[i] = *fuzz_host()->spell(b.job, cell(&layer, UTS_CODING_CODE, i)).p;
    is_str(order, "acbd", "by place, the outer first, equal ones as they were put");
    is_span(layer, 1, 0, 3, "the inner one");
    end(&b);
}

static void gaps_and_an_empty_file(void) {
    struct bench b = start();
    transcript_gap(&b.t);
    turn(&b, "Eva");
    put(&b, "ett");
    transcript_end_paragraph(&b.t, 0, 0);
    transcript_gap(&b.t);
    transcript_gap(&b.t);
    put(&b, "två");
    transcript_end_paragraph(&b.t, 0, 0);
    transcript_gap(&b.t);
    give(&b, "Eva: ett\n\ntvå\n");
    is_span(check_layer(b.document, "turn"), 0, 5, 14, "the turn goes on behind the blank line");
    end(&b);
    b = start();
    b.t.knows_turns = true;
    give(&b, "");
    is_int(check_layer(b.document, "turn").rows, 0, "an empty layer of turns");
    end(&b);
}

int main(void) {
    composition_moves_spans();
    trailing_blanks_go();
    folded_white_space();
    zones_interrupt_turns();
    empty_turns_vanish();
    codings_are_sorted();
    gaps_and_an_empty_file();
    return done();
}
