/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Builds a document from what a structured format says: readers put text, paragraphs and turns in the order of reading,
 * and transcript_give makes the text (NFC, LF, characters that XML allows) and its layers.
 *
 * The text shows who speaks, because people read it in other programs: a turn begins with a label "Namn: ". Marks that
 * are no words are put as a transcriber writes them, in brackets ("[skratt]"): annotate-turn finds them. A reader
 * gives `turn` only when its format knows who speaks; else annotate-turn looks for labels in the text.
 *
 * Offsets are bytes of what was put so far. Errors stick; look once, at transcript_give.
 */
#ifndef COMMON_TRANSCRIPT_H
#define COMMON_TRANSCRIPT_H

#include "decode.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

struct transcript_span {
    uint32_t begin, end;
};

struct transcript_turn {
    struct transcript_span span, label;
    uts_sym speaker, role;
    uint32_t zone, flags;
    int64_t start_ms, end_ms;
};

struct transcript_paragraph {
    struct transcript_span span;
    uint32_t style, level, zone;
};

struct transcript_source {
    struct transcript_span span;
    int64_t begin, end;
};

struct transcript_coding {
    struct transcript_span span;
    uint32_t order; /* in which it was put: settles the order of equal spans */
    uts_sym code, coder, guid, note;
};

struct transcript_event {
    struct transcript_span span;
    uint32_t order;
    uint32_t kind;
    uts_sym desc;
    int64_t duration_ms;
};

struct transcript_segment {
    struct transcript_span span;
    uint32_t turn;
};

struct transcript_zone_row {
    struct transcript_span span;
    uint32_t kind;
};

struct transcript_remark {
    struct transcript_span span; /* empty: a place */
    int32_t level;
    const char *message;
    uts_str detail;
};

/* A list that grows; `items` holds structs of one size. */
struct transcript_list {
    void *items;
    uint32_t n, room;
};

/* Start with transcript_start, end with transcript_free. */
struct transcript {
    const uts_host *host;
    uts_job *job;
    struct rt_out text;
    struct transcript_list paragraphs, turns, segments, sources, codings, events, remarks;
    struct transcript_list zones; /* when there are any, the zones of the paragraphs do not count */
    uint32_t paragraph_begin;
    uint32_t zone;    /* of the paragraphs to come; 0: annotate-turn decides */
    bool in_turn;     /* a turn is open */
    bool knows_turns; /* transcript_turn was called, or the format has none in this file: give `turn` all the same */
    bool verbatim;    /* the text is as its reader put it, to the last line */
    bool failed;      /* out of memory, or more than 2 GiB */
    uint32_t segment_begin;
};

void transcript_start(struct transcript *t, const uts_host *host, uts_job *job);
void transcript_free(struct transcript *t);

/* Room for one more item of a list, for readers that know rows as they are; NULL: out of memory, which sticks. */
void *transcript_push(struct transcript *t, struct transcript_list *list, size_t size);

/* Bytes put so far. */
static inline uint32_t transcript_at(const struct transcript *t) { return (uint32_t)t->text.n; }

/*
 * Adds text: UTF-8, white space as it is, LF only where a line ends inside a paragraph. It was made of the source
 * [begin, end), bytes for text formats, see the meta key "source-unit" for others; -1, -1: of nothing in the source.
 */
void transcript_put(struct transcript *t, uts_str text, int64_t begin, int64_t end);
/* The same for text that the source does not hold: separators, brackets. */
void transcript_puts(struct transcript *t, const char *text);
/* Adds text with runs of white space made one blank, none at the start of a paragraph: for formats where white space
 * means nothing. */
void transcript_put_folded(struct transcript *t, uts_str text, int64_t begin, int64_t end);

/*
 * Ends the paragraph, if anything was put since the last one; @p style: UTS_STYLE_*, @p level: of a heading, 0 none.
 * Trailing blanks are taken off. One LF follows it in the text.
 */
void transcript_end_paragraph(struct transcript *t, uint32_t style, uint32_t level);
/*
 * Puts a blank line after the last paragraph. Stages that look for paragraphs in the text split at blank lines: formats
 * of prose call it after each paragraph, but not between the rows of a table.
 */
void transcript_gap(struct transcript *t);
/* The zone of the paragraphs from here on (UTS_ZONE_*), 0: ordinary text. What is no speech interrupts the turn. */
void transcript_zone(struct transcript *t, uint32_t zone);

/*
 * Begins a turn: ends paragraph and turn before it, and puts the label "@p speaker: " unless the name is empty. Times
 * are milliseconds, -1 unknown. Role and zone are left to annotate-turn when they are empty and 0.
 */
void transcript_turn(struct transcript *t, uts_str speaker, uts_str role, uint32_t zone, int64_t start_ms,
                     int64_t end_ms);
/* Moves the end time of the open turn: a caption of the same speaker was added to it. */
void transcript_turn_until(struct transcript *t, int64_t end_ms);
void transcript_end_turn(struct transcript *t);

/* A mark over text that was put (offsets), for what the format says better than brackets can: times, durations. */
void transcript_event(struct transcript *t, uint32_t begin, uint32_t end, uint32_t kind, uts_str desc,
                      int64_t duration_ms);
/* A coding by a person over text that was put. Any order. */
void transcript_coding(struct transcript *t, uint32_t begin, uint32_t end, uts_str code, uts_str coder, uts_str guid,
                       uts_str note);
/* A remark (uts_host::note) about a place in what was put. @p message is a literal, @p detail is copied. */
void transcript_remark(struct transcript *t, uint32_t at, int32_t level, const char *message, uts_str detail);

/*
 * Gives the text and the layers `source`, `paragraph`, and `turn`, `segment`, `zone`, `event`, `coding` where there is
 * something to give: name them in `gives`, the last five as optional. Sets the meta keys "format" and "source-unit"
 * ("byte", "paragraph", "cell" …, NULL: as bytes). Notes control characters and letters that were composed.
 */
uts_status transcript_give(struct transcript *t, const char *format, const char *source_unit);

#endif
