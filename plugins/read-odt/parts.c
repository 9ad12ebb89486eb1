/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "odt.h"

#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

/* How far from its order a change is looked for. */
enum { MOST_LOOKS = 1024 };

/* Room for one more zeroed item; NULL: out of memory, which sticks. */
static void *push(struct odt *d, struct transcript_list *list, size_t size) {
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

void odt_free_parts(struct odt *d) {
    struct odt_region *regions = d->regions.items;
    struct story *margins = d->margins.items;
    for (uint32_t i = 0; i < d->regions.n; i++) {
        free(regions[i].id);
        story_free(&regions[i].story);
    }
    for (uint32_t i = 0; i < d->margins.n; i++) story_free(&margins[i]);
    free(d->regions.items);
    free(d->margins.items);
    while (d->aside) { /* the part broke off inside */
        struct odt_aside *aside = d->aside;
        d->aside = aside->outer;
        story_free(&aside->story);
        free(aside);
    }
}

/* ---- text boxes, notes, comments, page margins, deleted text ---- */

void odt_begin_aside(struct odt *d, uint32_t kind) {
    struct odt_aside *aside = calloc(1, sizeof *aside);
    if (!aside) {
        d->failed = true;
        return;
    }
    aside->outer = d->aside;
    aside->interrupted = d->in;
    aside->interrupted.list_open = d->lists.open;
    aside->interrupted.list_depth = d->lists.depth;
    aside->kind = kind;
    story_start(&aside->story);
    aside->story.raw = kind == O_DELETION;
    d->lists.open = UINT32_MAX;
    d->lists.depth = 0;
    d->aside = aside;
    d->in = (struct odt_inside){.story = &aside->story};
}

static void keep_note(struct odt *d, struct odt_aside *aside, uint32_t kind) {
    struct note *note = notes_add(&d->notes, kind, aside->number);
    if (!note) return;
    note->story = aside->story;
    story_start(&aside->story);
    if (kind == STORY_COMMENT) note_by(note, uts_cstr(aside->who), uts_cstr(aside->day));
}

void odt_end_aside(struct odt *d) {
    struct odt_aside *aside = d->aside;
    if (!aside) return;
    d->aside = aside->outer;
    d->in = aside->interrupted;
    d->lists.open = d->in.list_open;
    d->lists.depth = d->in.list_depth;
    story_finish(&aside->story);
    d->failed |= aside->story.failed;
    struct story *margin;
    switch (aside->kind) {
    case O_NOTE_BODY:
        keep_note(d, aside, STORY_NOTE);
        break;
    case O_ANNOTATION:
        keep_note(d, aside, STORY_COMMENT);
        break;
    case O_MARGIN:
        margin = push(d, &d->margins, sizeof *margin);
        if (margin) {
            *margin = aside->story;
            story_start(&aside->story);
        }
        break;
    case O_DELETION:
        if (d->regions.n) {
            struct odt_region *region = (struct odt_region *)d->regions.items + d->regions.n - 1;
            story_free(&region->story);
            region->story = aside->story;
            story_start(&aside->story);
        }
        break;
    default:
        if (d->in.story) story_add_box(d->in.story, &aside->story);
    }
    story_free(&aside->story);
    free(aside);
}

/* The mark of a note where it is referred to. */
void odt_cite(struct odt *d, const struct sax_attributes *attributes) {
    struct odt_frame *note = odt_around(d, O_NOTE);
    uts_str label = sax_attribute(attributes, "label");
    if (!note || !d->in.story) return;
    uint32_t begin = story_at(d->in.story);
    note->value = ++d->n_notes;
    note->flag = label.n > 0;
    if (label.n) {
        story_text(d->in.story, label, d->in.face);
        story_mark(d->in.story, begin, STORY_NOTE, 0);
        return;
    }
    char mark[40];
    note_superscript(note->value, mark);
    story_text(d->in.story, uts_cstr(mark), d->in.face);
    story_mark(d->in.story, story_at(d->in.story) - (uint32_t)strlen(mark), STORY_NOTE, note->value);
}

void odt_begin_comment(struct odt *d) {
    struct story *around = d->in.story;
    uint32_t number = ++d->n_comments;
    odt_begin_aside(d, O_ANNOTATION);
    if (!d->aside) return;
    d->aside->number = number;
    if (around) story_mark(around, story_at(around), STORY_COMMENT, number);
}

/* ---- tracked changes ---- */

void odt_begin_region(struct odt *d, const struct sax_attributes *attributes) {
    struct odt_region *region = push(d, &d->regions, sizeof *region);
    uts_str id = sax_attribute(attributes, "id");
    if (!region) return;
    story_start(&region->story);
    region->id = strndup(id.p ? id.p : "", id.n);
    d->failed |= !region->id;
}

/* They come in the order of the text, so the next is mostly the one. */
static struct odt_region *region_of(struct odt *d, uts_str id) {
    struct odt_region *regions = d->regions.items;
    for (uint32_t i = 0; i < d->regions.n && i < MOST_LOOKS; i++) {
        uint32_t at = (d->looked + i) % d->regions.n;
        const char *own = regions[at].id;
        if (!own || strlen(own) != id.n || memcmp(own, id.p, id.n) != 0) continue;
        d->looked = at;
        return &regions[at];
    }
    return NULL;
}

/* Puts back what a deletion took away: its first block goes on here, the others are paragraphs. */
static void put_back(struct odt *d, const struct story *gone) {
    static const struct story_look look;
    const struct story_block *block = gone->blocks.items;
    for (uint32_t i = 0; i < gone->blocks.n; i++, block++) {
        if (i) {
            story_end_paragraph(d->in.story, &look);
            story_paragraph(d->in.story, d->in_body ? d->paragraphs : 0);
        }
        story_text(d->in.story, uts_mkstr(gone->text.p + block->span.begin, block->span.end - block->span.begin), 0);
    }
    d->in.blank = false;
}

void odt_change(struct odt *d, uint32_t id, const struct sax_attributes *attributes) {
    if (d->conf->changes != ODT_ORIGINAL) return;
    struct odt_region *region = region_of(d, sax_attribute(attributes, "change-id"));
    if (!region) return;
    if (region->deletion) {
        if (id == O_CHANGE && d->in.open && odt_is_shown(d)) put_back(d, &region->story);
    } else if (id == O_CHANGE_START) {
        d->inserted++;
    } else if (id == O_CHANGE_END && d->inserted) {
        d->inserted--;
    }
}
