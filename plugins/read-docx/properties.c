/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk.h"

#include <string.h>
#include <utsaga/layers.h>

void docx_begin_paragraph(struct docx_walk *w) {
    w->in.paragraph = (struct docx_paragraph){.style = w->d->styles.usual, .level = -1, .num_id = -1, .num_level = -1};
    w->in.run = (struct docx_run){0};
    story_paragraph(w->in.story, ++w->d->paragraphs);
}

/* Puts what stands before the text: the mark of a note, or the number that the list counts. */
static void put_prefix(struct docx_walk *w, int64_t num_id, int64_t num_level) {
    char number[64] = "";
    if (num_id > 0 && !w->hidden && !w->in.paragraph.mark_gone) docx_count(&w->d->numbering, num_id, num_level, number);
    if (w->in.mark[0]) {
        story_prefix(w->in.story, w->in.mark);
        w->in.mark[0] = '\0';
    } else if (number[0] && w->d->conf->numbering == DOCX_KEEP_NUMBERS) {
        story_prefix(w->in.story, number);
    }
}

void docx_ready_paragraph(struct docx_walk *w) {
    struct docx_paragraph *p = &w->in.paragraph;
    if (p->ready) return;
    p->ready = true;
    int64_t level = p->level, num_id = p->num_id, num_level = p->num_level;
    if (p->style) {
        if (level < 0) level = p->style->level;
        if (num_id < 0) num_id = p->style->num_id;
        if (num_level < 0) num_level = p->style->num_level;
        p->zone = p->style->zone;
    }
    if (w->contents) p->zone = UTS_ZONE_CONTENTS;
    p->listed = num_id > 0;
    /* A heading inside a table is a cell of it. */
    if (level > 0 && !w->in.story->n_tables) {
        p->heading = (uint32_t)level;
        if (!p->zone) p->zone = UTS_ZONE_HEADING;
    }
    put_prefix(w, num_id, num_level < 0 ? 0 : num_level);
}

void docx_end_paragraph(struct docx_walk *w) {
    docx_ready_paragraph(w);
    const struct docx_paragraph *p = &w->in.paragraph;
    struct story_look look = {.style = p->listed ? UTS_STYLE_LIST : 0,
                              .level = p->heading,
                              .zone = p->zone,
                              .joins = p->mark_gone || p->drop_cap};
    story_end_paragraph(w->in.story, &look);
}

/* A switch that styles of paragraph and letters turn over, and that the run itself settles. */
static bool settle(uint8_t direct, uint8_t of_paragraph, uint8_t of_letters, bool usual) {
    if (direct != DOCX_UNSET) return direct == DOCX_ON;
    return usual || ((of_paragraph == DOCX_ON) != (of_letters == DOCX_ON));
}

void docx_ready_run(struct docx_walk *w) {
    static const struct docx_style none;
    struct docx_run *r = &w->in.run;
    if (r->ready) return;
    r->ready = true;
    const struct docx_style *p = w->in.paragraph.style ? w->in.paragraph.style : &none;
    const struct docx_style *c = r->style ? r->style : &none;
    r->face = settle(r->bold, p->bold, c->bold, w->d->styles.bold) ? UTS_STYLE_BOLD : 0;
    if (settle(r->italic, p->italic, c->italic, w->d->styles.italic)) r->face |= UTS_STYLE_ITALIC;
    r->hidden = settle(r->vanish, p->vanish, c->vanish, false);
}

/* ---- inside properties ---- */

/* The mark of a paragraph, a row or a cell came with a change. */
static void change(struct docx_walk *w, uint32_t id) {
    bool original = w->d->conf->changes == DOCX_ORIGINAL;
    bool comes = id == W_INS || id == W_MOVE_TO || id == W_CELL_INS;
    if (comes != original) return; /* it is there in the text that is asked for */
    if (w->ppr) {
        w->in.paragraph.mark_gone = true;
        return;
    }
    struct docx_frame *frame = w->trpr ? docx_around(w, W_TR) : w->tcpr ? docx_around(w, W_TC) : NULL;
    if (!frame || frame->flag) return;
    frame->flag = true;
    w->hidden++;
}

static void control(struct docx_walk *w, uint32_t id, uts_str value) {
    struct docx_frame *frame = docx_around(w, W_SDT);
    if (!frame) return;
    if (id == W_SHOWING_PLACEHOLDER && sax_switch(value)) frame->value |= SDT_PLACEHOLDER;
    if (id == W_GALLERY && value.n == 17 && memcmp(value.p, "Table of Contents", 17) == 0 &&
        !(frame->value & SDT_CONTENTS)) {
        frame->value |= SDT_CONTENTS;
        w->contents++;
    }
}

static void paragraph_property(struct docx_walk *w, uint32_t id, uts_str value,
                               const struct sax_attributes *attributes) {
    struct docx_paragraph *p = &w->in.paragraph;
    int64_t number = sax_number(value, -1);
    const struct docx_style *style;
    switch (id) {
    case W_PSTYLE:
        style = docx_style(&w->d->styles, value);
        if (style) p->style = style;
        break;
    case W_NUM_ID:
        p->num_id = number;
        break;
    case W_ILVL:
        p->num_level = number;
        break;
    case W_OUTLINE_LVL:
        p->level = number >= 0 && number < 9 ? number + 1 : 0;
        break;
    case W_FRAME_PR:
        value = sax_attribute(attributes, "dropCap");
        p->drop_cap = value.n == 4 || value.n == 6; /* drop, margin; not none */
        if (value.n == 4 && memcmp(value.p, "none", 4) == 0) p->drop_cap = false;
        break;
    default:
        break;
    }
}

static void run_property(struct docx_walk *w, uint32_t id, uts_str value, const struct sax_attributes *attributes) {
    struct docx_run *r = &w->in.run;
    switch (id) {
    case W_RSTYLE:
        r->style = docx_style(&w->d->styles, value);
        break;
    case W_B:
        r->bold = docx_switch(value);
        break;
    case W_I:
        r->italic = docx_switch(value);
        break;
    case W_VANISH:
        r->vanish = docx_switch(value);
        break;
    case W_RFONTS:
        value = sax_attribute(attributes, "ascii");
        if (value.n < sizeof r->font) memcpy(r->font, value.p ? value.p : "", value.n);
        break;
    default:
        break;
    }
}

void docx_property(struct docx_walk *w, uint32_t id, const struct sax_attributes *attributes) {
    uts_str value = sax_attribute(attributes, "val");
    switch (id) {
    case W_INS:
    case W_DEL:
    case W_MOVE_FROM:
    case W_MOVE_TO:
    case W_CELL_INS:
    case W_CELL_DEL:
        change(w, id);
        return;
    case W_SHOWING_PLACEHOLDER:
    case W_GALLERY:
        control(w, id, value);
        return;
    default:
        break;
    }
    if (w->ppr && !w->rpr)
        paragraph_property(w, id, value, attributes);
    else if (w->rpr && !w->ppr && !w->sdtpr)
        run_property(w, id, value, attributes);
}
