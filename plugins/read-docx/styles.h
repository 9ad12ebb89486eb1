/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Styles, with what they inherit worked out once. */
#ifndef DOCX_STYLES_H
#define DOCX_STYLES_H

#include "../common/archive.h"

/* A switch of a style: a style that says nothing leaves it to the one it is based on. */
enum { DOCX_UNSET = 0, DOCX_ON, DOCX_OFF };

struct docx_style {
    char *id, *based_on;
    uint8_t bold, italic, vanish; /* DOCX_ON … */
    bool is_default, resolved;
    int8_t level;      /* of a heading from 1; 0: body text; -1: not said */
    uint32_t zone;     /* UTS_ZONE_CONTENTS for the entries of a table of contents, else 0 */
    int64_t num_id;    /* list that its paragraphs belong to, 0 none; -1: not said */
    int64_t num_level; /* -1: not said */
};

struct docx_styles {
    struct docx_style *items;
    uint32_t n, room;
    uint32_t *slots; /* hash table of ids */
    uint32_t n_slots;
    const struct docx_style *usual; /* of paragraphs that name no style, or NULL */
    bool bold, italic;              /* of the whole document */
    bool failed;                    /* out of memory */
};

/* Reads the part. False: a->why tells, or styles->failed. */
bool docx_styles_read(struct docx_styles *s, struct archive *a, int64_t entry, uint32_t *line);
void docx_styles_free(struct docx_styles *s);
/* NULL: there is no such style. */
const struct docx_style *docx_style(const struct docx_styles *s, uts_str id);
/* Folds what a <b>, <i> … says. */
uint8_t docx_switch(uts_str value);

#endif
