/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists and their numbers. */
#ifndef ODT_LISTS_H
#define ODT_LISTS_H

#include "../common/sax.h"

enum { ODT_LEVELS = 10 };

struct odt_level {
    char prefix[16], suffix[16], bullet[8];
    char format; /* '1', 'a', 'A', 'i', 'I'; 0: no number */
    int64_t start;
    uint32_t shown; /* levels that the number shows: 2 for "1.2" */
};

struct odt_list_style {
    char *name; /* "": of headings */
    struct odt_level levels[ODT_LEVELS];
};

/* One list of the text with its counters. */
struct odt_list {
    char *id;
    uint32_t style;             /* index, UINT32_MAX none */
    int64_t counts[ODT_LEVELS]; /* -1: not begun */
};

struct odt_lists {
    struct odt_list_style *styles;
    struct odt_list *lists;
    uint32_t n_styles, styles_room, n_lists, lists_room;
    uint32_t open;           /* the list that the text is in, UINT32_MAX none */
    uint32_t depth;          /* how deep: 1 for its own items */
    struct odt_level *level; /* being read */
    int64_t headings[ODT_LEVELS];
    bool failed; /* out of memory */
};

void odt_lists_start(struct odt_lists *l);
void odt_lists_free(struct odt_lists *l);
/* <text:list-style>, <text:outline-style>, and a level in them; @p bullet: it has a sign, not a number. */
void odt_list_style_begin(struct odt_lists *l, uts_str name);
void odt_list_level_begin(struct odt_lists *l, const struct sax_attributes *attributes, bool bullet);
/* <text:list>, and its end. */
void odt_list_begin(struct odt_lists *l, const struct sax_attributes *attributes);
void odt_list_end(struct odt_lists *l);
/*
 * The number of the next item, and what stands before its text ("" nothing). @p start: begins anew, -1 goes on. @p
 * usual: the list style of the paragraph's style, for lists that name none; may be NULL.
 */
void odt_list_item(struct odt_lists *l, int64_t start, const char *usual, char out[64]);
/* The number of a heading. */
void odt_heading_number(struct odt_lists *l, uint32_t level, char out[64]);

#endif
