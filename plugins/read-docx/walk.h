/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way through one part with text. walk.c knows the frame, properties.c what stands before text, content.c text. */
#ifndef DOCX_WALK_H
#define DOCX_WALK_H

#include "docx.h"
#include "words.h"

/* Fields inside each other, at most; deeper ones are read with their code. */
enum { DOCX_FIELDS = 64 };

/* What an open element remembers. */
struct docx_frame {
    uint32_t id, value;
    bool flag;
};
enum { SDT_PLACEHOLDER = 1, SDT_CONTENTS = 2 }; /* value of a frame of W_SDT */

struct docx_paragraph {
    const struct docx_style *style;
    int64_t level, num_id, num_level; /* direct: -1 not said */
    uint32_t zone, heading;
    bool ready, listed, mark_gone, drop_cap;
};

struct docx_run {
    const struct docx_style *style;
    uint8_t bold, italic, vanish; /* direct: DOCX_ON … */
    bool ready, hidden, custom;
    uint32_t face, custom_begin;
    char font[16];
};

/* What a text box interrupts. */
struct docx_inside {
    struct story *story;
    struct docx_paragraph paragraph;
    struct docx_run run;
    uint32_t n_fields, codes;
    bool code[DOCX_FIELDS];
    char mark[40]; /* of the note, to come before its first paragraph */
};

/* A text box that is open, with what it interrupts. */
struct docx_box {
    struct docx_box *outer;
    struct docx_inside interrupted;
    struct story story;
};

struct docx_walk {
    struct docx *d;
    struct docx_inside in;
    struct docx_box *box;
    struct docx_frame frames[SAX_DEPTH + 2];
    uint32_t depth, skip, hidden, contents, columns;
    uint32_t seen; /* pieces of text met so far, shown or not */
    uint32_t lost; /* of them in the code of a field */
    bool in_word;  /* the last deleted letter was of a word */
    bool ppr, rpr, trpr, tcpr, sdtpr;
    uint32_t text; /* W_T or W_DEL_TEXT while inside one */
};

static inline bool docx_in_properties(const struct docx_walk *w) {
    return w->ppr || w->rpr || w->trpr || w->tcpr || w->sdtpr;
}

/* The open element around, of that name; NULL: none. */
struct docx_frame *docx_around(struct docx_walk *w, uint32_t id);

/* properties.c */
void docx_begin_paragraph(struct docx_walk *w);
void docx_end_paragraph(struct docx_walk *w);
/* Works out what the properties of paragraph and run amount to, once. */
void docx_ready_paragraph(struct docx_walk *w);
void docx_ready_run(struct docx_walk *w);
/* Something inside <pPr>, <rPr>, <trPr>, <tcPr>, <sdtPr>. */
void docx_property(struct docx_walk *w, uint32_t id, const struct sax_attributes *attributes);

/* content.c */
bool docx_is_shown(struct docx_walk *w);
void docx_text(void *user, uts_str text);
/* An empty element inside a run: TAB, break, sign, reference … */
void docx_inline(struct docx_walk *w, uint32_t id, const struct sax_attributes *attributes);
void docx_end_run(struct docx_walk *w);
void docx_field(struct docx_walk *w, const struct sax_attributes *attributes);

#endif
