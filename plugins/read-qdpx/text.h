/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a source as a document wants it (UTF-8, NFC, LF), and where each character of the file went. */
#ifndef RQ_TEXT_H
#define RQ_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A stretch of the text and the bytes of the file that it was made of. */
struct rq_run {
    uint32_t text_end, file_end;
};

struct rq_text {
    char *p;
    size_t n;
    /*
     * For each code point of the file: where it begins in the text; RQ_INNER is set when the character that it is part
     * of began earlier (the LF of a CRLF, a combining mark). One more at the end.
     */
    uint32_t *at;
    uint32_t n_chars;
    struct rq_run *runs;
    uint32_t n_runs, runs_room;
    uint32_t crlf, wide, broken, controls, composed; /* what was met; `wide`: beyond U+FFFF */
    bool bom;
    bool no_memory;
};
#define RQ_INNER 0x80000000u

/* Makes the text of @p n bytes of UTF-8; bytes that are not UTF-8 become U+FFFD. */
void rq_text_make(struct rq_text *t, const char *bytes, size_t n);
void rq_text_free(struct rq_text *t);

/* How another program counts characters. */
struct rq_counting {
    bool crlf_is_one, bom_counts, utf16;
};
/* Ways to count in which this text differs, the likeliest first; at most 8. */
unsigned rq_countings(const struct rq_text *t, bool atlas, struct rq_counting out[8]);
/*
 * For each position that counts in this way, the index in `at`; the last one is that of the end. To be freed. NULL: out
 * of memory.
 */
uint32_t *rq_positions(const struct rq_text *t, struct rq_counting counting, uint32_t *n);
/* Where a selection begins or ends in the text. */
uint32_t rq_begin(const struct rq_text *t, uint32_t index);
uint32_t rq_end(const struct rq_text *t, uint32_t index);

#endif
