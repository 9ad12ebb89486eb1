/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of <w …>…</w> that depends on the word alone, made once a word form and reading. */
#ifndef WRITE_TEI_WORDS_H
#define WRITE_TEI_WORDS_H

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/* One reading of a form, as the memo has it: the one that was asked for last. Four of them fill a cache line. */
struct tei_reading {
    uint32_t lemma, norm; /* symbols, 0 none */
    uint32_t tail;        /* offset of ` lemma="…" pos="…">form</w>` in tails */
    uint16_t key;         /* upos and kind of token */
    uint16_t length; /* 0: no reading yet; UINT16_MAX: see the record, it is very long or has replaced characters */
};

/* What stands before each tail. A form such as "som" has several readings: they are a chain that begins with the
 * memo's. */
struct tei_record {
    uint32_t lemma, norm;
    uint32_t next; /* offset of the tail of another reading of the same form, 0 none */
    uint32_t length;
    uint32_t key;
    uint32_t replaced; /* characters that XML does not allow */
};

/* Owned by a worker. Zero-initialise. */
struct tei_words {
    uts_memo memo;
    char *tails; /* records, each with its text behind it */
    uint32_t n_tails, tails_room;
    uint32_t epoch;
    const uts_host *host;
    const uts_job *job;
    bool with_pos; /* the document has parts of speech */
    bool failed;   /* out of memory: what tei_reading_of gives is empty */
};

#define TEI_KEY(upos, kind)  ((uint16_t)((upos) << 8 | (kind)))
#define TEI_KEY_IS_WORD(key) UTS_TOKEN_IS_WORD((key)&0xFF)

/* At the start of a document, when all its symbols are there. */
bool tei_words_begin(struct tei_words *words, const uts_host *host, const uts_job *job, bool with_pos);
void tei_words_free(struct tei_words *words);
/* Puts the reading into the form's cell, made or found. False: out of memory. Tails may move. */
bool tei_reading_want(struct tei_words *words, uts_sym form, uts_sym lemma, uts_sym norm, uint16_t key);

static inline struct tei_reading *tei_reading_at(const struct tei_words *words, uts_sym form) {
    return (struct tei_reading *)words->memo.cells + form;
}

static inline bool tei_reading_is(const struct tei_reading *r, uts_sym lemma, uts_sym norm, uint16_t key) {
    return r->length && r->lemma == lemma && r->norm == norm && r->key == key;
}

static inline struct tei_record *tei_record_of(const struct tei_words *words, uint32_t tail) {
    return (struct tei_record *)(void *)(words->tails + tail) - 1;
}

#endif
