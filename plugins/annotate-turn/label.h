/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line starts that may name a speaker. What they are is decided by statistics over the document: accept.h. */
#ifndef AT_LABEL_H
#define AT_LABEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ways to lay out a turn. A document uses one. In order of trust: earlier ones win ties. */
enum at_layout {
    AT_COLON,     /* Anna: text */
    AT_BRACKET,   /* [Anna] text */
    AT_TIMED,     /* Anna Ek  0:06, or 00:00:06 Anna, alone on its line */
    AT_TAB,       /* Anna TAB text */
    AT_TABLE,     /* time TAB text TAB Anna */
    AT_ALONE,     /* ANNA alone on its line */
    AT_NAME_DASH, /* Anna – text */
    AT_BOLD,      /* **question** between answers */
    AT_DASH,      /* – text: a new speaker, nobody says who */
    AT_LAYOUTS,
    AT_NO_LAYOUT = AT_LAYOUTS
};

struct at_candidate {
    uint32_t line;                 /* row of the line table */
    uint32_t begin, text;          /* the label with times and marks: [begin, text) */
    uint32_t name_begin, name_end; /* the name alone */
    uint32_t text_end;             /* UINT32_MAX: to the end of the line */
    uint32_t layout;
    uint32_t surface;         /* set by accept.c */
    int64_t start_ms, end_ms; /* -1 unknown */
};

/* A clock time at p ("1:02:03.5", "02:03", "00:00:06-2"): its length, 0 when there is none. */
size_t at_clock(const char *p, const char *end, int64_t *ms);
/* A time stamp at p, bare or in [ ] ( ) # #, possibly a range: its length or 0. */
size_t at_stamp(const char *p, const char *end, int64_t *start_ms, int64_t *end_ms, bool *marked);

/*
 * Parses the start of the line text[begin, end). Writes up to two readings of it (a line may be a colon label and
 * others at once) and returns their number.
 */
int at_parse_line(const char *text, uint32_t begin, uint32_t end, uint32_t line, struct at_candidate out[2]);

/* Length of the white space (blank, TAB, no-break space) at p. */
size_t at_blank(const char *p, const char *end);

#endif
