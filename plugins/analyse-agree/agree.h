/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage analyse-agree: what several coders say of the same units. */
#ifndef AGREE_AGREE_H
#define AGREE_AGREE_H

#include "../common/texts.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin.h>

struct agree_conf {
    const char *codings, *codings_2;
    const char *zones;
    int64_t unit;
};

enum { UNIT_TURN, UNIT_SENTENCE, UNIT_PARAGRAPH, UNIT_QUESTION, UNIT_DOCUMENT, UNIT_WORD };

/** A row of a CSV file of codings. */
struct csv_coding {
    const char *document, *code, *coder;
    uint32_t begin, end; /**< code points */
    uint32_t turn;       /**< from 1; 0: begin and end are given */
    bool used;
};

struct csv_codings {
    struct csv_coding *items;
    uint32_t n, room;
    struct texts texts;
};

/* ---- one document ---------------------------------------------------------------------------------------------- */

/** A stretch that one coder gave one code. */
struct stretch {
    uts_str coder, code;
    uint32_t begin, end; /**< bytes */
};

struct unit {
    uint32_t begin, end; /**< bytes, hull of its words */
    uint32_t turn;       /**< row, or UTS_NO_ROW */
};

struct part {
    struct unit *units;
    uint32_t n_units;
    uint32_t *unit_of_word, *word_begin, *word_end; /**< of each word in the zones, in text order */
    uint32_t n_words;
    struct stretch *stretches;
    uint32_t n_stretches;
    bool coded; /**< its file brings codings */
};

/* ---- the corpus ------------------------------------------------------------------------------------------------- */

struct text {
    uint32_t id; /**< document id; texts number */
    uint64_t hash, bytes;
    uint32_t n_units, first_unit, n_words;
    bool coded;
};

/** Kept for the reading list. */
struct kept_unit {
    uint32_t text, begin, end; /**< code points */
    uint32_t speaker;          /**< texts number */
    char *words;
};

struct judgement {
    uint32_t code, unit, coder; /**< unit: of all */
};

/** A stretch as words of its document, end exclusive; numbers as in a judgement. */
struct span {
    uint32_t code, coder, document, begin, end;
};

struct agree {
    const uts_host *host;
    struct agree_conf conf;
    const uts_codebook *book; /**< NULL: no rules */
    uint32_t zones;
    struct csv_codings csv;
    struct texts texts; /**< names of coders and codes, speakers, documents */
    struct text *documents;
    uint32_t n_documents, documents_room;
    struct kept_unit *units;
    uint32_t n_units, units_room;
    struct judgement *judgements;
    uint32_t n_judgements, judgements_room;
    struct span *spans;
    uint32_t n_spans, spans_room;
    uint64_t *present; /**< coder and document that met: (coder << 32 | document) */
    uint32_t n_present, present_room;
};

uts_status agree_no_memory(const struct agree *s, uts_job *job);
/** Reads a CSV file of codings. */
uts_status codings_read(const uts_host *host, uts_job *job, const char *path, struct csv_codings *out);
void codings_free(struct csv_codings *c);

uts_status agree_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out);
uts_status agree_fold(void *stage, uts_job *job, const uts_doc *doc, void *data);
uts_status agree_finish(void *stage, uts_job *job);

static inline bool agree_grow(void **items, uint32_t *room, uint32_t need, size_t width) {
    if (need <= *room) return true;
    uint32_t more = need + need / 2 + 64;
    void *p = realloc(*items, more * width);
    if (!p) return false;
    *items = p;
    *room = more;
    return true;
}

#endif /* AGREE_AGREE_H */
