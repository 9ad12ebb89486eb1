/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a hyphen at the end of a line divides a word or belongs to it, by what else stands in the document. */
#ifndef PDF_HYPHEN_H
#define PDF_HYPHEN_H

#include "model.h"

/* What becomes of a hyphen between two lines. */
enum pdf_join {
    PDF_SPACE,     /* no hyphen, or one that stands for a part that comes later: "social- och äldreomsorg" */
    PDF_GLUE,      /* "e-" and "post" */
    PDF_GLUE_LESS, /* "stads-" and "delen": the hyphen goes */
};

/* The words of the document that no line end divides, as a set of hashes. */
struct pdf_lexicon {
    uint64_t *slots;
    uint32_t *counts;
    size_t mask;
};

bool pdf_lexicon_make(struct pdf_lexicon *x, const struct pdf *d);
void pdf_lexicon_free(struct pdf_lexicon *x);
/* @p a ends a line, @p b begins the next. */
enum pdf_join pdf_join(const struct pdf_lexicon *x, uts_str a, uts_str b);
/* Bytes at the end of @p a that PDF_GLUE_LESS takes off: a hyphen, soft hyphen, or both. */
size_t pdf_hyphen_bytes(uts_str a);

#endif
