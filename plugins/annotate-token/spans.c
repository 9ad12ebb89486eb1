/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spans.h"

#include <stdlib.h>

bool spans_reserve(struct spans *spans, uint32_t more) {
    if (spans->room - spans->n >= more) return true;
    uint64_t room = ((uint64_t)spans->n + more) * 3 / 2 + 256;
    uint32_t *begin = room > UINT32_MAX ? NULL : (uint32_t *)realloc(spans->begin, room * sizeof *begin);
    if (begin) spans->begin = begin;
    uint32_t *end = begin ? (uint32_t *)realloc(spans->end, room * sizeof *end) : NULL;
    if (end) spans->end = end;
    spans->failed = spans->failed || !end;
    if (end) spans->room = (uint32_t)room;
    return end != NULL;
}

void spans_free(struct spans *spans) {
    free(spans->begin);
    free(spans->end);
    *spans = (struct spans){0};
}
