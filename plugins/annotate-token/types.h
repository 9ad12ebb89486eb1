/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What depends on the form of a token alone: worked out once per symbol. */
#ifndef TOKEN_TYPES_H
#define TOKEN_TYPES_H

#include "model.h"
#include "tables.h"

#include <utsaga/plugin.h>

/* Bits of type.flags. */
enum {
    TYPE_KNOWN = 1,
    TYPE_UPPER = 2,         /* opens with a capital */
    TYPE_STOP = 4,          /* . ! ? and runs of them */
    TYPE_PAUSE = 8,         /* ... and an ellipsis, alone or glued to a word */
    TYPE_ABBREVIATION = 16, /* ends in a point that belongs to it */
    TYPE_COLON = 32,
    TYPE_CLOSER = 64,  /* quotation mark or closing bracket */
    TYPE_OPENER = 128, /* quotation mark, opening bracket, dash */
    TYPE_REFERENCE = 256,
    TYPE_LOWER = 512,
    TYPE_DIGIT = 1024,
    TYPE_FINITE = 2048,    /* looks like a finite verb */
    TYPE_STARTER = 4096,   /* a word that often opens a sentence */
    TYPE_REPORTING = 8192, /* sa, frågade */
    TYPE_BRACKET = 16384,  /* an opening bracket, or a mark in brackets */
    TYPE_MARK = 32768      /* an event in one token */
};

struct type {
    uint32_t fold; /* symbol */
    uint16_t flags;
    uint8_t kind;     /* UTS_TOKEN_*, when nothing around it says otherwise */
    uint8_t shape;    /* model_shape */
    uint8_t ends;     /* tables_ends of an abbreviation */
    uint8_t length;   /* letters, at most 255 */
    uint8_t ordinary; /* model_place.ordinary */
    bool scored;      /* the scores are there */
    int16_t score[MODEL_ROLES];
};

/* Works out the type of @form. @fold gets the folded form when it differs; the return value says whether it does. */
bool types_make(struct type *type, const char *form, uint32_t length, const struct tables *tables, char *fold,
                uint32_t *fold_length);

/* Works out the scores of a type, which few types ever need. */
void types_score(struct type *type, const char *form, uint32_t length, const struct tables *tables);

#endif
