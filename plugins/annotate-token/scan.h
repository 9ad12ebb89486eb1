/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens of a stretch of text, and where its lines end. */
#ifndef TOKEN_SCAN_H
#define TOKEN_SCAN_H

#include "words.h"

/* Offsets of line feeds, ascending. */
struct lines {
    uint32_t *at;
    uint32_t n, room;
    bool failed;
};

void lines_free(struct lines *lines);

/* The tokens by the rules of words.c, with short cuts for plain words: @text must be readable 64 bytes past @end. */
void scan_fast(const struct stretch *s, struct spans *out, struct lines *lines);
/* The same tokens by the rules alone. */
void scan_rules(const struct stretch *s, struct spans *out, struct lines *lines);

#endif
