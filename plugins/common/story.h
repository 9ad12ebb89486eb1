/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of a word processor's document on its way to a struct transcript. A story is what is read in one go: the
 * main text, a footnote, a text box. It is collected first, because boxes and notes are given elsewhere than where they
 * are anchored, and because rows of tables, tracked changes and fields decide late what a paragraph is.
 *
 * A paragraph becomes a block of its own. A row of a table with several columns becomes one line, its cells joined by
 * TAB, so that "Anna | Hej." is read as a label and a text; paragraphs inside a cell become lines. A table with one
 * column only frames its paragraphs.
 */
#ifndef COMMON_STORY_H
#define COMMON_STORY_H

#include "transcript.h"

/* Text boxes and tables inside each other, at most; what nests deeper is read as if the inner frame was not there. */
enum { STORY_TABLES = 32 };

struct story_block {
    struct transcript_span span;
    uint32_t style, level, zone;
    uint32_t table; /* number of the outermost table whose row it is; 0: none */
};

/* What came from one paragraph of the source. */
struct story_piece {
    struct transcript_span span;
    uint32_t number;
};

struct story_mark {
    struct transcript_span span; /* empty: a place */
    uint32_t kind, id;
};
enum { STORY_NOTE = 1, STORY_COMMENT };

struct story_table {
    uint32_t columns, cells;
    bool broken; /* a table inside the cell ended its line */
};

/* How a paragraph looks, for its end. */
struct story_look {
    uint32_t style; /* UTS_STYLE_LIST */
    uint32_t level, zone;
    bool joins; /* its mark was deleted: the next paragraph goes on in it */
};

struct story {
    struct rt_out text;
    struct transcript_list blocks, pieces, marks, boxes; /* boxes: struct story, to follow the open block */
    struct story_table tables[STORY_TABLES];
    uint32_t n_tables, rows; /* open tables; those of them with several columns whose row is open */
    uint32_t block;          /* where the open block begins, or UINT32_MAX */
    uint32_t number;         /* of the paragraph */
    uint32_t tabs, lines;    /* to come before the next text */
    uint32_t table_number;
    bool row_line;  /* the line to come begins a row */
    bool cell_text; /* the cell holds text already */
    bool piece_open, joined, failed;
    bool raw;                     /* blanks at the ends of blocks stay: the story is put back into another */
    bool letters, plain, upright; /* the block holds letters, some not bold, some not italic */
    char prefix[64];              /* "1. ", to come before the first text of the paragraph */
};

void story_start(struct story *s);
void story_free(struct story *s);

/* Begins paragraph @p number of the source. */
void story_paragraph(struct story *s, uint32_t number);
/* Text as it is, with the style of its letters: UTS_STYLE_BOLD, UTS_STYLE_ITALIC. LF in it becomes a blank. */
void story_text(struct story *s, uts_str text, uint32_t face);
/* An automatic number or bullet: put when the paragraph has text. Cut at 63 bytes. */
void story_prefix(struct story *s, const char *prefix);
void story_tab(struct story *s);
/* A line ends inside the paragraph. None at its begin or end. */
void story_break(struct story *s);
void story_end_paragraph(struct story *s, const struct story_look *look);

/* A table; tell the number of its columns before its first row, 0 when the file does not: then it has several. */
#define STORY_UNKNOWN UINT32_MAX
void story_begin_table(struct story *s);
void story_columns(struct story *s, uint32_t columns);
void story_row(struct story *s);
void story_cell(struct story *s);
void story_end_row(struct story *s);
void story_end_table(struct story *s);

/* Marks what was put since byte @p begin of the story, or the place when nothing was. */
void story_mark(struct story *s, uint32_t begin, uint32_t kind, uint32_t id);
static inline uint32_t story_at(const struct story *s) { return (uint32_t)s->text.n; }

/* Adds a text box, which follows the open block (or now, when none is open). Takes what is in @p box. */
void story_add_box(struct story *s, struct story *box);
/* Ends what is open. */
void story_finish(struct story *s);

/*
 * Puts a finished story into a transcript. @p zone: of all blocks that have none. Calls @p marked for each mark, with
 * its place in the transcript.
 */
void story_give(const struct story *s, struct transcript *t, uint32_t zone,
                void (*marked)(void *user, struct transcript *t, uint32_t kind, uint32_t id, uint32_t begin,
                               uint32_t end),
                void *user);
/* The words of a finished story in one line, for a remark. */
uts_str story_line(const struct story *s, const uts_host *host, uts_job *job);
/*
 * True when a finished story is laid out as Teams or Word's own transcription do it: a machine wrote it. The line that
 * says who stopped the transcription becomes zone metadata. Before story_give.
 */
bool story_recognise(struct story *s);

#endif
