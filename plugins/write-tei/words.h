/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of <w …>…</w> that depends on the word alone, made once a word form and reading. */
#ifndef WRITE_TEI_WORDS_H
#define WRITE_TEI_WORDS_H

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/* One reading of a form. A form such as "som" has several; the first is the memo's cell, the rest are chained. */
struct tei_reading {
    uint32_t lemma, norm; /* symbols, 0 none */
    uint32_t tail;        /* offset of ` lemma="…" pos="…">form</w>` in tails */
    uint32_t length;      /* 0: no reading yet */
    uint32_t next;        /* index into more, 0 none */
    uint16_t key;         /* upos and kind of token */
    uint16_t is_word;     /* w, not pc */
};

/* Owned by a worker. Zero-initialise. */
struct tei_words {
    uts_memo memo;
    struct tei_reading *more;
    uint32_t n_more, more_room;
    char *tails;
    uint32_t n_tails, tails_room;
    uint32_t epoch;
    uint32_t replaced; /* characters that XML does not allow */
    const uts_host *host;
    const uts_job *job;
    bool with_pos; /* the document has parts of speech */
    bool failed;   /* out of memory: what tei_reading_of gives is empty */
};

#define TEI_KEY(upos, kind) ((uint16_t)((upos) << 8 | (kind)))

/* At the start of a document, when all its symbols are there. */
bool tei_words_begin(struct tei_words *words, const uts_host *host, const uts_job *job, bool with_pos);
void tei_words_free(struct tei_words *words);
/* Finds or makes the reading behind a cell that does not match. */
const struct tei_reading *tei_reading_slow(struct tei_words *words, uts_sym form, uts_sym lemma, uts_sym norm,
                                           uint16_t key);

static inline const struct tei_reading *tei_reading_of(struct tei_words *words, uts_sym form, uts_sym lemma,
                                                       uts_sym norm, uint16_t key) {
    const struct tei_reading *cell = (const struct tei_reading *)uts_memo_at(&words->memo, form);
    if (cell->length && cell->lemma == lemma && cell->norm == norm && cell->key == key) return cell;
    return tei_reading_slow(words, form, lemma, norm, key);
}

#endif
