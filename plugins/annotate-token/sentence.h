/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where sentences end. */
#ifndef TOKEN_SENTENCE_H
#define TOKEN_SENTENCE_H

#include "model.h"
#include "pieces.h"
#include "types.h"

/* The tokens of a document, as far as sentences need them. */
struct sentence_text {
    const char *text;
    uint32_t length; /* of the text */
    const uint32_t *begin, *end;
    const uts_sym *form;
    struct type *types; /* indexed by symbol; gets the scores that are asked for */
    const struct tables *tables;
    const uint16_t *flags; /* type.flags of each token */
    uint32_t *kind;        /* UTS_TOKEN_* of each token; the full stops of sentences become UTS_TOKEN_SENTENCE_END */
    uint32_t n;
    const struct piece *pieces;
    uint32_t n_pieces;
    const uint32_t *lines; /* offsets of line feeds, ascending */
    uint32_t n_lines;
    const struct model *model;
    /* When set, it is told of each place that the model decides and may answer in its stead: for training. */
    bool (*decide)(void *to, const struct sentence_text *doc, uint32_t token, const struct model_place *place);
    void *decide_to;
};

/* Fills sentence[i] of each token, and first[s], the first token of each sentence; that and @spare have room for n.
 * Returns the number of sentences. */
uint32_t sentence_split(const struct sentence_text *doc, uint32_t *sentence, uint32_t *first, uint32_t *spare);

#endif
