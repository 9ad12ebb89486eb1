/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for signs: what its files share. */
#ifndef AT_SCAN_H
#define AT_SCAN_H

#include "event.h"

#include <string.h>

struct at_scan {
    const char *text, *end;
    const char *done;         /* what comes before is taken */
    uint8_t kinds[AT_SIGNS_]; /* the convention */
    struct at_events *events;
};

/*
 * A sign was met: counts it, and makes an event of it where the convention gives it a meaning. Returns where to go on,
 * NULL when it means nothing here.
 */
const char *at_met(struct at_scan *s, enum at_sign sign, struct at_event event);

/* An event at text[begin, end) with the words [desc, desc_end). */
static inline struct at_event at_event_of(const struct at_scan *s, const char *begin, const char *end, const char *desc,
                                          const char *desc_end) {
    return (struct at_event){.begin = (uint32_t)(begin - s->text),
                             .end = (uint32_t)(end - s->text),
                             .desc_begin = (uint32_t)(desc - s->text),
                             .desc_end = (uint32_t)(desc_end - s->text),
                             .duration_ms = -1};
}

static inline const char *at_or_next(const char *taken, const char *p) { return taken ? taken : p + 1; }

static inline bool at_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool at_is_letter(char c) { return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)c >= 0x80; }
static inline bool at_letter_before(const struct at_scan *s, const char *p) {
    return p > s->text && at_is_letter(p[-1]);
}

/* The longest inside of a bracket that can be a mark; longer is text that somebody put in brackets. */
enum { AT_INSIDE_BYTES = 200 };

/* Each looks at the sign that begins at @p p and returns where to go on. */
const char *at_take_bracket(struct at_scan *s, const char *p); /* [ ( */
const char *at_take_close(struct at_scan *s, const char *p);   /* ] */
const char *at_take_sign(struct at_scan *s, const char *p);    /* all else */

#endif
