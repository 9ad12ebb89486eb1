/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signs of CHAT inside an utterance: which are words, which are marks in brackets, and which say nothing to read.
 */
#ifndef CHAT_MARKS_H
#define CHAT_MARKS_H

#include "../common/pieces.h"

/* What was left out of the text, for the remark. */
struct chat_left {
    uint32_t replacements; /* [: target] and word forms behind @ */
    uint32_t codes;        /* [/] [//] [>] [<] [*] [+ …] and linkers: signs of analysis */
    uint32_t omitted;      /* 0word: words that were not said */
};

/*
 * Puts the words and marks of text[begin, end) into the open piece. Sets the times from the bullet, if there is one.
 * The bytes of the span are an utterance without its label; lines that go on begin with a TAB.
 */
void chat_put(struct pieces *pieces, struct source_text *text, size_t begin, size_t end, struct chat_left *left);

#endif
