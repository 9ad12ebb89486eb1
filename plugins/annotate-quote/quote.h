/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quotes of a report. */
#ifndef AQ_QUOTE_H
#define AQ_QUOTE_H

#include "attr.h"

#define AQ_NONE UINT32_MAX

enum { AQ_MAX_SEGMENTS = 8 };

struct aq_segment {
    uint32_t begin, end;
};

struct aq_quote {
    struct aq_segment segments[AQ_MAX_SEGMENTS];
    uint32_t n_segments;
    uint32_t attr;    /* row of attrs.all, or AQ_NONE: candidate */
    uint32_t repeats; /* row of the quote that said the same before, or AQ_NONE */
    uint32_t para;
    bool block; /* a paragraph, or several, of its own */
};

struct aq_quotes {
    AQ_VEC(struct aq_quote) all; /* in text order */
    bool failed;
};

/* Finds attributed quotes and candidates. Sets para->quote and para->continues. quotes->failed: out of memory. */
void aq_quotes_find(struct aq_quotes *quotes, aq_paras *paras, const struct aq_attrs *attrs, const char *text);

/* Marks quotes that say again what an earlier one said. False: out of memory. */
bool aq_quotes_compare(struct aq_quotes *quotes, const char *text);

#endif
