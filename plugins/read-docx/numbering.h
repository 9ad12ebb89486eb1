/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Automatic numbers and bullets: the part that describes lists, and the counters. */
#ifndef DOCX_NUMBERING_H
#define DOCX_NUMBERING_H

#include "../common/archive.h"

enum { DOCX_LEVELS = 9 };

struct docx_level {
    int64_t start;
    char format[16]; /* "decimal", "bullet" … */
    char text[48];   /* "%1.%2" */
    char font[16];   /* of a bullet */
    bool nothing;    /* no blank follows */
    bool legal;      /* all numbers are shown as decimals */
    bool is_set;
};

struct docx_abstract {
    int64_t id;
    char *link;  /* its levels are those of the list that has this style */
    char *style; /* it is the list of this style */
    struct docx_level levels[DOCX_LEVELS];
    int64_t counts[DOCX_LEVELS]; /* -1: not begun */
};

struct docx_num {
    int64_t id, abstract_id;
    int64_t restart[DOCX_LEVELS]; /* -1: goes on with the others of the same list */
    struct docx_level *overrides; /* DOCX_LEVELS of them, or NULL */
    bool begun[DOCX_LEVELS];
    uint32_t abstract; /* index, UINT32_MAX none */
};

struct docx_numbering {
    struct docx_abstract *abstracts;
    struct docx_num *nums;
    uint32_t n_abstracts, n_nums, abstracts_room, nums_room;
    bool failed; /* out of memory */
};

/* False: a->why tells, or numbering->failed. */
bool docx_numbering_read(struct docx_numbering *n, struct archive *a, int64_t entry, uint32_t *line);
void docx_numbering_free(struct docx_numbering *n);
/* Counts one paragraph of list @p num_id and writes what stands before it, with a blank behind; "" when nothing does.
 */
void docx_count(struct docx_numbering *n, int64_t num_id, int64_t level, char out[64]);

#endif
