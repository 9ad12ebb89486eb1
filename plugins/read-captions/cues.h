/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of a caption file: cues with their times and lines of text. */
#ifndef CAPTIONS_CUES_H
#define CAPTIONS_CUES_H

#include "../common/pieces.h"

enum cues_format { CUES_NONE, CUES_VTT, CUES_SRT, CUES_SBV };

struct cue {
    int64_t start_ms, end_ms; /* -1: no time line */
    uint32_t first_line, n_lines;
    bool machine; /* its identifier is one that Teams gives */
};

/* One file, cut up. Lines and cues lie one after another; offsets are bytes of the text. */
struct cues {
    uts_str text;
    enum cues_format format;
    struct cue *items;
    struct transcript_span *lines; /* without white space at their ends */
    uint32_t n, n_lines, room, lines_room;
    struct transcript_span title;
    uint32_t comments;             /* NOTE blocks */
    struct transcript_span header; /* text of the first of them, when it stands above the first cue */
    uint32_t untimed;              /* blocks of text without a time */
    uint32_t bad_times;            /* lines with an arrow that are no times */
    bool no_header;                /* WebVTT without its first line */
    bool noscribe;                 /* a comment says who wrote the file */
    bool failed;                   /* out of memory */
};

/* Finds a short word whose first byte is rare: faster than memmem, which looks at every byte. NULL: it is not there. */
static inline const char *cues_find(const char *p, size_t n, const char *what, size_t length) {
    for (const char *end = p + n; (p = memchr(p, *what, (size_t)(end - p))) != NULL; p++)
        if ((size_t)(end - p) >= length && memcmp(p, what, length) == 0) return p;
    return NULL;
}

/* What the first bytes are; @p n may cut the text. */
enum cues_format cues_recognise(const char *p, size_t n);
/* Cuts up a text; text.p must be readable and zero behind its end. */
void cues_parse(struct cues *c, uts_str text, enum cues_format format);
void cues_free(struct cues *c);

/*
 * Rolling captions, as YouTube has them, begin with the last line of the cue before. Takes the repeated lines away when
 * words in the file have times of their own and most cues roll. Returns how many lines were taken.
 */
uint32_t cues_unroll(struct cues *c);

#endif
