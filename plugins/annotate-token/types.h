/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What depends on the form of a token alone: worked out once per symbol. */
#ifndef TOKEN_TYPES_H
#define TOKEN_TYPES_H

#include "model.h"
#include "tables.h"

#include <utsaga/plugin.h>

enum { TYPES_LONGEST = 512 }; /* bytes of a form that are looked at */

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

/* 16 bytes: the types of a large corpus should fit the cache. */
struct type {
    uint32_t fold; /* symbol */
    uint16_t flags;
    uint8_t kind;         /* UTS_TOKEN_*, when nothing around it says otherwise */
    uint8_t shape;        /* model_shape */
    uint8_t length;       /* letters, at most 255 */
    uint8_t ends : 2;     /* tables_ends of an abbreviation */
    uint8_t ordinary : 2; /* model_place.ordinary */
    uint8_t scored : 3;   /* one bit a role: the score is there */
    int16_t score[MODEL_ROLES];
};

/* Works out the type of @form, of at most TYPES_LONGEST bytes. @fold, of three times as many, gets the folded form; the
 * return value says whether it differs. */
bool types_make(struct type *type, const char *form, uint32_t length, const struct tables *tables, char *fold,
                uint32_t *fold_length);

/* The score of a type in one role, worked out when it is first asked for: few types ever need one. */
int32_t types_score(struct type *type, int role, const char *form, uint32_t length, const struct tables *tables);

#endif
