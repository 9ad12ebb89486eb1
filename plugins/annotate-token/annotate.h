/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage: from text and layers to sentences and tokens. */
#ifndef TOKEN_ANNOTATE_H
#define TOKEN_ANNOTATE_H

#include "complex.h"
#include "model.h"
#include "pieces.h"
#include "scan.h"
#include "tables.h"

#include <utsaga/plugin_util.h>

/* Constant after create. */
struct token_stage {
    const uts_host *host;
    struct tables tables;
    struct model model;
};

/* One worker's working memory, kept from document to document. */
struct token_worker {
    struct complex complex;
    struct spans spans;
    struct lines lines;
    struct pieces pieces;
    uts_memo types;  /* struct type by symbol */
    uint32_t *first; /* tokens of sentences */
    uint32_t *spare; /* for sentence_split */
    uint16_t *flags; /* type.flags of tokens */
    uint32_t room;   /* of these three */
};

uts_status annotate_document(const struct token_stage *stage, struct token_worker *worker, uts_job *job,
                             const uts_doc *doc);
void annotate_free(struct token_worker *worker);

#endif
