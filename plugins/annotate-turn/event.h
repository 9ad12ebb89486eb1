/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks in the text that are not words: [skratt], (...), #00:12:03-4#, footnote references. */
#ifndef AT_EVENT_H
#define AT_EVENT_H

#include "profile.h"
#include "vec.h"

#include <stddef.h>

struct at_event {
    uint32_t begin, end;
    uint32_t kind; /* UTS_EVENT_* */
    uint32_t desc_begin, desc_end;
    int64_t duration_ms;
    bool unknown; /* a marker that no table names */
};

struct at_span {
    uint32_t begin, end;
};

struct at_events {
    AT_VEC(struct at_event) found;
    AT_VEC(struct at_span) round; /* round brackets that stay text where they use to hold marks */
    uint32_t met[AT_SIGNS_];      /* how often each sign was met, whether it means something or not */
    bool failed;                  /* out of memory */
};

/*
 * Finds the marks of the whole text by a convention other than AUTO, in order and without overlap, but not in the
 * @p closed spans (labels, and remarks that are no marks). 64 bytes past the end must be readable.
 */
void at_events_find(struct at_events *events, const char *text, uint32_t n, enum at_profile profile,
                    const struct at_span *closed, uint32_t n_closed);

/*
 * The same by the convention that the text follows, which is returned, with the reason in @p why. A sign that other
 * texts use for something else counts only where its companions stand beside it.
 */
enum at_profile at_events_judge(struct at_events *events, const char *text, uint32_t n, const struct at_shows *shows,
                                const struct at_span *closed, uint32_t n_closed, char *why, size_t room);

#endif
