/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands beside the text of a word processor's document: footnotes and endnotes, which follow the text in the
 * order of their references, and comments, which become remarks with their place.
 */
#ifndef COMMON_NOTES_H
#define COMMON_NOTES_H

#include "story.h"

/* Comments with a remark of their own; later ones are only counted. How far from its order one is looked for. */
enum { NOTES_COMMENTS = 500, NOTES_LOOKS = 4096 };

struct note {
    struct story story;
    uint32_t kind;   /* STORY_NOTE, STORY_COMMENT */
    uint32_t number; /* what a mark of its kind calls it; notes: the place in the order of references, 0 none */
    bool placed;     /* comments: the mark was met */
    char who[120];   /* comments: author and day */
};

struct notes {
    const uts_host *host;
    uts_job *job;
    struct transcript_list list; /* struct note */
    uint32_t comments;           /* remarked on */
    uint32_t looked;             /* where the last comment was found: they come in order */
    bool failed;                 /* out of memory */
};

/* NULL: out of memory, which sticks. Valid until the next call. */
struct note *notes_add(struct notes *n, uint32_t kind, uint32_t number);
/* Author and date ("2021-03-10T…") of a comment. */
void note_by(struct note *note, uts_str author, uts_str date);
void notes_free(struct notes *n);
/* "¹²": the mark of a note. */
void note_superscript(uint32_t number, char out[40]);

/* For story_give: references become events, comments remarks. @p user: struct notes. */
void notes_mark(void *user, struct transcript *t, uint32_t kind, uint32_t id, uint32_t begin, uint32_t end);
/* Puts the notes that are referred to, in order. */
void notes_give(struct notes *n, struct transcript *t);
/* Tells how many comments there are, and what has no place in the text. */
void notes_report(const struct notes *n);

#endif
