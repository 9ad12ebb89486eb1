/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model of sentence boundaries where no full stop decides: headings run into the text, colons, quotations.
 * A linear model: the sum of the weights of the features that a place has. Features of one word are summed once per
 * word form; features of the place are looked up in arrays. */
#ifndef TOKEN_MODEL_H
#define TOKEN_MODEL_H

#include "strmap.h"

/* A word's place relative to the boundary. */
enum { MODEL_BEFORE, MODEL_AFTER, MODEL_SECOND, MODEL_ROLES };

enum model_shape {
    SHAPE_NONE, /* the text ends */
    SHAPE_LOWER,
    SHAPE_CAPITAL,
    SHAPE_CAPITALS,
    SHAPE_NUMBER,
    SHAPE_STOP,
    SHAPE_PAUSE,
    SHAPE_COMMA,
    SHAPE_COLON,
    SHAPE_OPEN,
    SHAPE_CLOSE,
    SHAPE_QUOTE,
    SHAPE_DASH,
    SHAPE_POINTED, /* abbreviation */
    SHAPE_OTHER,
    MODEL_SHAPES
};

/* What stands before the boundary. */
enum { PLACE_WORD, PLACE_COLON, PLACE_CLOSED, MODEL_PLACES };

enum { MODEL_LENGTHS = 10 };

/* A place in the text that may be a boundary. */
struct model_place {
    uint8_t place;
    uint8_t before, after, second; /* shapes */
    uint8_t length;                /* model_length of the tokens of the sentence so far */
    uint8_t finite;                /* the sentence so far has a finite verb */
    uint8_t first;                 /* shape of its first token */
    uint8_t rest;                  /* the next few words: 1 when a finite verb is among them */
    uint8_t ordinary;              /* the word after: 0 unknown, 1 known in lower case, 2 often opens a sentence */
};

struct model {
    int32_t by_shapes[MODEL_PLACES][MODEL_SHAPES][MODEL_SHAPES];
    int32_t by_second[MODEL_SHAPES][MODEL_SHAPES];
    int32_t by_length[MODEL_PLACES][MODEL_LENGTHS][2];
    int32_t by_rest[MODEL_PLACES][2][2];
    int32_t by_first[MODEL_PLACES][MODEL_SHAPES];
    int32_t by_clause[MODEL_PLACES][3][2][2]; /* ordinary, finite, rest */
    int32_t by_head[3][MODEL_LENGTHS];        /* ordinary, length */
};

typedef void model_emit(void *to, const char *name, uint32_t length);

/* The features of a word: its folded form in each role. */
void model_word_features(int role, uint8_t shape, bool known, const char *fold, uint32_t length, model_emit *emit,
                         void *to);
/* The features of a place. */
void model_place_features(const struct model_place *place, model_emit *emit, void *to);

uint8_t model_length(uint32_t tokens);
void model_make(struct model *model, const struct strmap *weights);
int32_t model_place_score(const struct model *model, const struct model_place *place);

#endif
