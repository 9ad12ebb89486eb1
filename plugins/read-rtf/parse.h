/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes through the bytes of an RTF file and puts what a reader would see into a transcript. */
#ifndef RTF_PARSE_H
#define RTF_PARSE_H

#include "../common/transcript.h"
#include "charset.h"
#include "words.h"
#include <inttypes.h>

/* Limits: see README.md. */
enum { RTF_DEPTH = 1000, RTF_SIDE_DEPTH = 4, RTF_SIDES = 1 << 20, RTF_TITLE_BYTES = 500 };

/* What a group inherits. */
struct rtf_state {
    uint8_t dest, outer; /* outer: where the text around an object or \upr goes */
    bool bold, italic, hidden, deleted, in_table;
    uint8_t level;     /* of the heading, 0 none */
    uint16_t fallback; /* \uc */
    int32_t font;      /* -1: the default */
    uint32_t side;     /* the item of `sides` that this group is, UINT32_MAX none */
};

struct rtf_font {
    int page; /* 0: that of the document */
    enum rtf_font_kind kind;
};

struct rtf_side {
    size_t begin, end;
    struct rtf_state state;
    uint32_t number; /* of a note, from 1 */
    uint8_t kind, depth;
    bool done;
};

struct rtf {
    const uts_host *host;
    uts_job *job;
    struct transcript *t;
    uts_str bytes;
    size_t stop; /* where this pass ends */
    uts_status status;

    struct rtf_state *stack, *state; /* state: the innermost group */
    uint32_t depth, room;
    uint32_t skip; /* characters of a fallback still to come */

    int page; /* of the document */
    bool raw_utf8;
    struct rtf_page pages[8]; /* those met so far */
    uint32_t n_pages;
    struct rtf_font *fonts;
    int32_t n_fonts, default_font;
    int32_t defining; /* the font or style that a table defines */
    uint8_t defining_level;
    uint8_t style_levels[512]; /* of headings */

    uint16_t surrogate; /* a high one that waits for its other half */
    unsigned char pending[4];
    uint32_t n_pending; /* bytes of an unfinished UTF-8 character */
    size_t pending_begin;

    struct { /* the paragraph so far */
        bool any, plain, upright, list;
        uint8_t level;
    } paragraph;
    char name[64], title[RTF_TITLE_BYTES];
    size_t n_name, n_title;

    struct rtf_side *sides;
    uint32_t n_sides, sides_room, n_notes;
    uint32_t zone;   /* of the side that is read, 0: body */
    uint32_t number; /* of the note that is read, 0 none */
    uint8_t side_depth;
    bool after_row; /* the last paragraph was a row of a table */
    bool blank_due; /* a note's number wants a blank behind it */

    /* What the remarks tell. */
    uint32_t left_out[RTF_COUNTS_], boxes, tables;
    uint64_t hidden, deleted, undecoded;
    int unknown_page;  /* met but not known to ICU, 0 none */
    bool closed;       /* the outermost group ended */
    size_t open;       /* groups still open at the end */
    size_t after_last; /* bytes after the last group that are no padding */
};

/* Reads the whole file. The result is in p->t and in the counts; free with rtf_free. */
uts_status rtf_parse(struct rtf *p, struct transcript *t, uts_str bytes);
void rtf_free(struct rtf *p);

/* ---- between the files of this parser ---- */

/* Text that was made of the source [begin, end). */
void rtf_put(struct rtf *p, const char *text, size_t n, size_t begin, size_t end);
void rtf_put_character(struct rtf *p, uint32_t c, size_t begin, size_t end);
void rtf_put_unit(struct rtf *p, int32_t unit, size_t begin, size_t end); /* of \u */
void rtf_put_byte(struct rtf *p, unsigned byte, size_t begin, size_t end);
/* A byte that stands in the file as it is. */
void rtf_put_raw(struct rtf *p, unsigned byte, size_t begin, size_t end);
void rtf_put_ascii(struct rtf *p, size_t begin, size_t end);
/* Settles half characters before something else follows. */
void rtf_flush(struct rtf *p, size_t at);
void rtf_end_paragraph(struct rtf *p, uint32_t style);
/* Does what a control word says; @p from is where its backslash stands, @p at the byte behind it. Returns that, moved
 * by \bin. */
size_t rtf_act(struct rtf *p, const struct rtf_word *word, bool has_number, int32_t number, size_t from, size_t at);

static inline bool rtf_reads(const struct rtf *p) { return p->state->dest < RTF_SKIP; }

#endif
