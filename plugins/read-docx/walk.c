/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk.h"

#include <stdlib.h>
#include <string.h>

#define MC     "http://schemas.openxmlformats.org/markup-compatibility/2006"
#define MATH   "http://schemas.openxmlformats.org/officeDocument/2006/math"
#define MATH_S "http://purl.oclc.org/ooxml/officeDocument/math"

static const struct sax_name names[] = {DOCX_BOTH("r", W_R),
                                        DOCX_BOTH("t", W_T),
                                        DOCX_BOTH("rPr", W_RPR),
                                        DOCX_BOTH("p", W_P),
                                        DOCX_BOTH("pPr", W_PPR),
                                        DOCX_BOTH("delText", W_DEL_TEXT),
                                        DOCX_BOTH("tab", W_TAB),
                                        DOCX_BOTH("br", W_BR),
                                        DOCX_BOTH("cr", W_CR),
                                        DOCX_BOTH("noBreakHyphen", W_NO_BREAK_HYPHEN),
                                        DOCX_BOTH("softHyphen", W_SOFT_HYPHEN),
                                        DOCX_BOTH("sym", W_SYM),
                                        DOCX_BOTH("ptab", W_PTAB),
                                        DOCX_BOTH("pStyle", W_PSTYLE),
                                        DOCX_BOTH("rStyle", W_RSTYLE),
                                        DOCX_BOTH("numId", W_NUM_ID),
                                        DOCX_BOTH("ilvl", W_ILVL),
                                        DOCX_BOTH("outlineLvl", W_OUTLINE_LVL),
                                        DOCX_BOTH("b", W_B),
                                        DOCX_BOTH("i", W_I),
                                        DOCX_BOTH("vanish", W_VANISH),
                                        DOCX_BOTH("ins", W_INS),
                                        DOCX_BOTH("del", W_DEL),
                                        DOCX_BOTH("moveFrom", W_MOVE_FROM),
                                        DOCX_BOTH("moveTo", W_MOVE_TO),
                                        DOCX_BOTH("tbl", W_TBL),
                                        DOCX_BOTH("tblGrid", W_TBL_GRID),
                                        DOCX_BOTH("gridCol", W_GRID_COL),
                                        DOCX_BOTH("tr", W_TR),
                                        DOCX_BOTH("tc", W_TC),
                                        DOCX_BOTH("trPr", W_TRPR),
                                        DOCX_BOTH("tcPr", W_TCPR),
                                        DOCX_BOTH("cellIns", W_CELL_INS),
                                        DOCX_BOTH("cellDel", W_CELL_DEL),
                                        DOCX_BOTH("fldChar", W_FLD_CHAR),
                                        DOCX_BOTH("sdt", W_SDT),
                                        DOCX_BOTH("sdtPr", W_SDT_PR),
                                        DOCX_BOTH("sdtContent", W_SDT_CONTENT),
                                        DOCX_BOTH("showingPlcHdr", W_SHOWING_PLACEHOLDER),
                                        DOCX_BOTH("docPartGallery", W_GALLERY),
                                        DOCX_BOTH("footnoteReference", W_FOOTNOTE_REFERENCE),
                                        DOCX_BOTH("endnoteReference", W_ENDNOTE_REFERENCE),
                                        DOCX_BOTH("commentReference", W_COMMENT_REFERENCE),
                                        DOCX_BOTH("txbxContent", W_TEXT_BOX),
                                        DOCX_BOTH("framePr", W_FRAME_PR),
                                        DOCX_BOTH("altChunk", W_ALT_CHUNK),
                                        DOCX_BOTH("subDoc", W_ALT_CHUNK),
                                        DOCX_BOTH("footnote", W_FOOTNOTE),
                                        DOCX_BOTH("endnote", W_ENDNOTE),
                                        DOCX_BOTH("comment", W_COMMENT),
                                        DOCX_BOTH("rFonts", W_RFONTS),
                                        /* with all that they hold */
                                        DOCX_BOTH("tabs", W_SKIPPED),
                                        DOCX_BOTH("rPrChange", W_SKIPPED),
                                        DOCX_BOTH("pPrChange", W_SKIPPED),
                                        DOCX_BOTH("tblPrChange", W_SKIPPED),
                                        DOCX_BOTH("trPrChange", W_SKIPPED),
                                        DOCX_BOTH("tcPrChange", W_SKIPPED),
                                        DOCX_BOTH("tblGridChange", W_SKIPPED),
                                        DOCX_BOTH("sectPr", W_SKIPPED),
                                        DOCX_BOTH("tblPr", W_SKIPPED),
                                        DOCX_BOTH("tblPrEx", W_SKIPPED),
                                        DOCX_BOTH("instrText", W_SKIPPED),
                                        DOCX_BOTH("delInstrText", W_SKIPPED),
                                        DOCX_BOTH("fldData", W_SKIPPED),
                                        DOCX_BOTH("numberingChange", W_SKIPPED),
                                        /* other vocabularies */
                                        {MC, "AlternateContent", X_ALTERNATIVES},
                                        {MC, "Choice", X_CHOICE},
                                        {MC, "Fallback", X_FALLBACK},
                                        {MATH, "t", W_T},
                                        {MATH_S, "t", W_T},
                                        {MATH, "r", W_R},
                                        {MATH_S, "r", W_R},
                                        {"http://schemas.openxmlformats.org/drawingml/2006/chart", "chart", X_DRAWING},
                                        {"http://schemas.openxmlformats.org/drawingml/2006/diagram", "relIds",
                                         X_DRAWING},
                                        {"http://purl.oclc.org/ooxml/drawingml/chart", "chart", X_DRAWING},
                                        {"http://purl.oclc.org/ooxml/drawingml/diagram", "relIds", X_DRAWING},
                                        {NULL, NULL, 0}};

void *docx_push(struct docx *d, struct transcript_list *list, size_t size) {
    if (list->n == list->room) {
        uint32_t room = list->room ? list->room * 2 : 16;
        void *grown = room > list->room ? realloc(list->items, room * size) : NULL;
        if (!grown) {
            d->failed = true;
            return NULL;
        }
        list->items = grown;
        list->room = room;
    }
    return memset((char *)list->items + size * list->n++, 0, size);
}

struct docx_frame *docx_around(struct docx_walk *w, uint32_t id) {
    for (uint32_t i = w->depth; i > 0; i--)
        if (w->frames[i].id == id) return &w->frames[i];
    return NULL;
}

/* ---- text boxes ---- */

static void begin_box(struct docx_walk *w) {
    struct docx_box *box = calloc(1, sizeof *box);
    if (!box) {
        w->d->failed = true;
        return;
    }
    box->outer = w->box;
    box->interrupted = w->in;
    story_start(&box->story);
    w->box = box;
    w->in = (struct docx_inside){.story = &box->story};
}

static void end_box(struct docx_walk *w) {
    struct docx_box *box = w->box;
    if (!box) return;
    w->box = box->outer;
    w->in = box->interrupted;
    story_add_box(w->in.story, &box->story);
    free(box);
}

/* ---- notes ---- */

/* The place of a note in the order of references; 0: nothing refers to it. */
static uint32_t number_of(struct docx *d, uint32_t element, int64_t id, bool *custom) {
    const struct docx_ref *refs = d->refs.items;
    for (uint32_t i = 0; i < d->refs.n && i < NOTES_LOOKS; i++) {
        uint32_t at = (d->looked + i) % d->refs.n; /* notes mostly come in the order of their references */
        if (refs[at].element != element || refs[at].id != id) continue;
        *custom = refs[at].custom;
        d->looked = at;
        return at + 1;
    }
    return 0;
}

/* A note begins, unless it is the line that separates notes from the text. */
static bool begin_note(struct docx_walk *w, uint32_t id, const struct sax_attributes *attributes) {
    uts_str type = sax_attribute(attributes, "type");
    if (type.n && !(type.n == 6 && memcmp(type.p, "normal", 6) == 0)) return false;
    int64_t own = sax_number(sax_attribute(attributes, "id"), -1);
    bool custom = false, comment = id == W_COMMENT;
    uint32_t number = comment ? (uint32_t)own : number_of(w->d, id, own, &custom);
    struct note *note = notes_add(&w->d->notes, comment ? STORY_COMMENT : STORY_NOTE, number);
    if (!note) {
        w->d->failed = true;
        return false;
    }
    if (comment) note_by(note, sax_attribute(attributes, "author"), sax_attribute(attributes, "date"));
    w->in = (struct docx_inside){.story = &note->story};
    if (!comment && number && !custom) {
        note_superscript(number, w->in.mark);
        strcat(w->in.mark, " ");
    }
    return true;
}

/* ---- elements ---- */

static void begin_change(struct docx_walk *w, struct docx_frame *frame) {
    bool comes = frame->id == W_INS || frame->id == W_MOVE_TO;
    frame->value = w->seen;
    frame->flag = comes == (w->d->conf->changes == DOCX_ORIGINAL);
    w->hidden += frame->flag;
    w->in_word = false;
}

static void end_change(struct docx_walk *w, const struct docx_frame *frame) {
    w->hidden -= frame->flag;
    if (frame->value == w->seen) return; /* only a mark or a picture */
    if (frame->id == W_INS) w->d->counts.insertions++;
    if (frame->id == W_DEL) w->d->counts.deletions++;
}

/* The first alternative that holds text is read, and no other. */
static bool is_wanted(struct docx_walk *w, struct docx_frame *frame) {
    const struct docx_frame *outer = &w->frames[w->depth - 1];
    frame->value = w->seen;
    return outer->id != X_ALTERNATIVES || !outer->flag;
}

static bool begin_content(struct docx_walk *w, const struct docx_frame *frame) {
    const struct docx_frame *outer = &w->frames[w->depth - 1];
    (void)frame;
    if (outer->id != W_SDT || !(outer->value & SDT_PLACEHOLDER)) return true;
    w->d->counts.placeholders++;
    return false;
}

static void begin_properties(struct docx_walk *w, uint32_t id) {
    w->ppr |= id == W_PPR;
    w->rpr |= id == W_RPR;
    w->trpr |= id == W_TRPR;
    w->tcpr |= id == W_TCPR;
    w->sdtpr |= id == W_SDT_PR;
}

static void end_properties(struct docx_walk *w, uint32_t id) {
    if (id == W_PPR) {
        w->ppr = false;
        docx_ready_paragraph(w);
    }
    if (id == W_RPR) w->rpr = false;
    if (id == W_TRPR) w->trpr = false;
    if (id == W_TCPR) w->tcpr = false;
    if (id == W_SDT_PR) w->sdtpr = false;
}

static void begin_table_part(struct docx_walk *w, uint32_t id) {
    switch (id) {
    case W_TBL:
        story_begin_table(w->in.story);
        w->columns = 0;
        break;
    case W_GRID_COL:
        w->columns++;
        break;
    case W_TR:
        story_row(w->in.story);
        break;
    default:
        story_cell(w->in.story);
    }
}

/* False: nothing inside is wanted. */
static bool begin(struct docx_walk *w, struct docx_frame *frame, const struct sax_attributes *attributes) {
    uint32_t id = frame->id;
    switch (id) {
    case W_SKIPPED:
        return false;
    case W_P:
        docx_begin_paragraph(w);
        return true;
    case W_R:
        docx_ready_paragraph(w);
        w->in.run = (struct docx_run){0};
        return true;
    case W_T:
    case W_DEL_TEXT:
        w->text = id;
        return true;
    case W_PPR:
    case W_RPR:
    case W_TRPR:
    case W_TCPR:
    case W_SDT_PR:
        begin_properties(w, id);
        return true;
    case W_INS:
    case W_DEL:
    case W_MOVE_FROM:
    case W_MOVE_TO:
        begin_change(w, frame);
        return true;
    case W_TBL:
    case W_GRID_COL:
    case W_TR:
    case W_TC:
        begin_table_part(w, id);
        return true;
    case W_TEXT_BOX:
        begin_box(w);
        return !w->d->failed;
    case X_CHOICE:
    case X_FALLBACK:
        return is_wanted(w, frame);
    case W_SDT_CONTENT:
        return begin_content(w, frame);
    case W_FOOTNOTE:
    case W_ENDNOTE:
    case W_COMMENT:
        return begin_note(w, id, attributes);
    case W_FLD_CHAR:
        docx_field(w, attributes);
        return true;
    case W_ALT_CHUNK:
        w->d->counts.chunks++;
        return true;
    case X_DRAWING:
        w->d->counts.drawings++;
        return true;
    default:
        if (id >= W_TAB && id <= W_COMMENT_REFERENCE) docx_inline(w, id, attributes);
        return true;
    }
}

static void start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct docx_walk *w = user;
    if (w->skip) {
        w->skip++;
        w->d->paragraphs += id == W_P;
        return;
    }
    struct docx_frame *frame = &w->frames[++w->depth];
    *frame = (struct docx_frame){.id = id};
    bool properties = docx_in_properties(w);
    bool more = id == W_RPR || id == W_SKIPPED; /* may stand inside other properties */
    if (properties && !more) {
        docx_property(w, id, attributes);
    } else if (!begin(w, frame, attributes)) {
        w->depth--;
        w->skip = 1;
    }
}

static void finish(struct docx_walk *w, const struct docx_frame *frame) {
    switch (frame->id) {
    case W_P:
        docx_end_paragraph(w);
        break;
    case W_R:
        docx_end_run(w);
        break;
    case W_T:
    case W_DEL_TEXT:
        w->text = 0;
        break;
    case W_INS:
    case W_DEL:
    case W_MOVE_FROM:
    case W_MOVE_TO:
        end_change(w, frame);
        break;
    case W_TBL_GRID:
        story_columns(w->in.story, w->columns);
        break;
    case W_TBL:
        story_end_table(w->in.story);
        break;
    case W_TR:
        story_end_row(w->in.story);
        w->hidden -= frame->flag;
        break;
    case W_TC:
        w->hidden -= frame->flag;
        break;
    case W_TEXT_BOX:
        end_box(w);
        break;
    case X_CHOICE:
    case X_FALLBACK:
        w->frames[w->depth].flag |= frame->value != w->seen;
        break;
    case W_SDT:
        w->contents -= (frame->value & SDT_CONTENTS) != 0;
        break;
    case W_FOOTNOTE:
    case W_ENDNOTE:
    case W_COMMENT:
        story_finish(w->in.story);
        break;
    default:
        break;
    }
}

static void end(void *user, uint32_t id) {
    struct docx_walk *w = user;
    if (w->skip) {
        w->skip--;
        return;
    }
    struct docx_frame frame = w->frames[w->depth--];
    bool container = id == W_PPR || id == W_RPR || id == W_TRPR || id == W_TCPR || id == W_SDT_PR;
    if (container)
        end_properties(w, id);
    else if (!docx_in_properties(w))
        finish(w, &frame);
}

static bool is_cancelled(void *user) {
    struct docx *d = ((struct docx_walk *)user)->d;
    d->cancelled = d->host->cancelled(d->job);
    return d->cancelled || d->failed;
}

bool docx_walk(struct docx *d, int64_t entry, const char *name, struct story *into) {
    static const struct sax_handler handler = {
        .names = names, .start = start, .end = end, .text = docx_text, .cancelled = is_cancelled};
    struct docx_walk *w = calloc(1, sizeof *w);
    if (!w) {
        d->failed = true;
        return false;
    }
    w->d = d;
    w->in.story = into;
    d->part = name;
    bool good = sax_parse(&d->archive, entry, DOCX_PART_BYTES, &handler, w, &d->line);
    d->open_field |= w->lost && w->in.codes;
    while (w->box) { /* the part broke off inside */
        struct docx_box *box = w->box;
        w->box = box->outer;
        story_free(&box->story);
        free(box);
    }
    free(w);
    if (good) story_finish(into);
    return good && !d->failed;
}
