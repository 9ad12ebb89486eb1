/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spans of tokens while they are being found. */
#ifndef TOKEN_SPANS_H
#define TOKEN_SPANS_H

#include <stdbool.h>
#include <stdint.h>

struct spans {
    uint32_t *begin, *end;
    uint32_t n, room;
    bool failed; /* out of memory; sticky, spans after that are lost */
};

/* Makes room for @more spans. */
bool spans_reserve(struct spans *spans, uint32_t more);
void spans_free(struct spans *spans);

static inline void spans_add(struct spans *spans, uint32_t begin, uint32_t end) {
    if (spans->n == spans->room && !spans_reserve(spans, 1)) return;
    spans->begin[spans->n] = begin;
    spans->end[spans->n++] = end;
}

#endif
