/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks in the text that are not words: [skratt], (...), #00:12:03-4#, footnote references. */
#ifndef AT_EVENT_H
#define AT_EVENT_H

#include "vec.h"

#include <stddef.h>

/* Conventions, as the option `profile` names them. */
enum at_profile { AT_AUTO = 0, AT_REPORT, AT_VERBATIM, AT_BUREAU, AT_GTS, AT_JEFFERSON, AT_PROFILES_ };
extern const char *const at_profile_names[AT_PROFILES_ + 1];

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
    bool failed; /* out of memory */
};

/*
 * Finds the marks of the whole text, in order and without overlap, but not in the @p closed spans (labels, and remarks
 * that are no marks). 64 bytes past the end must be readable.
 */
void at_events_find(struct at_events *events, const char *text, uint32_t n, enum at_profile profile,
                    const struct at_span *closed, uint32_t n_closed);

/* True when @p key, the casefolded inside of a bracket, is a mark that the table names. */
bool at_event_is_known(const char *key, size_t n);

#endif
