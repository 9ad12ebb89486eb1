/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What programs that recognise speech write, as pieces of speech. */
#ifndef ASR_SHAPES_H
#define ASR_SHAPES_H

#include "../common/pieces.h"

#include <jansson.h>

struct asr {
    struct pieces pieces;
    const char *format, *title, *media; /* format NULL: none that is known; the others may be NULL */
    char date[64];
    uint32_t textless;  /* segments without text of their own, or of the wrong type */
    uint32_t untimed;   /* words without times, which took their neighbours' */
    uint32_t summaries; /* what a program wrote about the talk */
    bool speakers;
};

/* Puts all that is said. */
void asr_put_json(struct asr *a, const json_t *root);
/* The table that Whisper writes: start, end, text between tabs, in milliseconds. False: *line is no row. */
bool asr_put_table(struct asr *a, struct source_text *w, size_t *at);
/* True when @p p begins with that table's first line. */
bool asr_is_table(const char *p, size_t n);

#endif
