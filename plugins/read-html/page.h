/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the pieces of a page to a transcript: paragraphs, rows, headings, notes, and the turns of programs that mark
 * them. */
#ifndef HTML_PAGE_H
#define HTML_PAGE_H

#include "../common/transcript.h"
#include "elements.h"
#include "markup.h"

/* Elements that lie deeper add nothing to the formatting around them. */
enum { HTML_DEPTH = 256, HTML_TITLE_BYTES = 500, HTML_SPEAKER = 200 };

/* Programs whose pages say who speaks and when. */
enum html_dialect { HTML_ANY, HTML_NOSCRIBE, HTML_ITEMS };

/* What an open element passes on to those inside. */
struct html_state {
    char name[HTML_NAME];
    bool skip, title, deleted, bold, italic, pre, list, barrier;
    bool row;     /* of a table */
    bool resumes; /* a table inside a table, which is there for the layout of the page */
    bool anchor;  /* a link to a note */
    bool stamp;   /* a time of oTranscribe */
    bool item;    /* holds a turn of HTML_ITEMS */
    bool speaker; /* of that turn */
    uint8_t zone, level;
};

struct html_page {
    const uts_host *host;
    uts_job *job;
    struct transcript *t;
    uts_str text;
    /* The place in the file of a byte of the text; asked in ascending order. */
    size_t (*place)(void *user, size_t at);
    void *user;
    bool exact; /* a byte of the text is a byte of the file */
    enum html_dialect dialect;
    bool xml; /* <name/> is an element without content */

    struct html_state stack[HTML_DEPTH];
    uint32_t depth, too_deep;

    struct { /* the paragraph so far */
        bool any, plain, upright, list;
        uint8_t level;
    } paragraph;
    bool blank_due, line_due, block_due; /* what the next text wants before it */
    size_t blank_at;
    uint32_t tabs_due;
    bool cell_filled, after_row, flows; /* flows: the row is layout, its cells are paragraphs */
    uint32_t cell;                      /* of the row, from 1 */
    uint32_t anchor_begin;              /* where the text of a link to a note began */
    bool apart;                         /* what comes next is not to be glued to what was: a number of a note, a time */

    bool turn_due; /* HTML_NOSCRIBE and HTML_ITEMS: the next text begins a turn */
    int64_t start_ms, end_ms;
    char due[HTML_SPEAKER], code[HTML_SPEAKER]; /* who speaks in the turn that is due, and in the one that is open */
    char speaker[HTML_SPEAKER];                 /* the same in the words of the page */
    size_t n_due;
    bool in_turn;

    char title[HTML_TITLE_BYTES], media[HTML_TITLE_BYTES];
    size_t n_title, n_media;
    uint32_t tags, pictures, fields;
    uint64_t deleted;
};

/* Reads p->text, which with place, user, dialect and xml is set before; the rest is zero. */
uts_status html_read(struct html_page *p);

/* ---- between the files ---- */

void html_put_text(struct html_page *p, size_t begin, size_t end);
/* A line ends here; two of them end a paragraph. */
void html_line(struct html_page *p);
/* A block begins or ends here. */
void html_break(struct html_page *p);
void html_end_row(struct html_page *p);

static inline struct html_state *html_top(struct html_page *p) { return &p->stack[p->depth - 1]; }

#endif
