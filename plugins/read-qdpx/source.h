/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One source of a project: its text and its codings. */
#ifndef RQ_SOURCE_H
#define RQ_SOURCE_H

#include "tables.h"
#include "text.h"

/* A code on a stretch of the text. Strings belong to the source or to the tables. */
struct rq_coding {
    uint32_t begin, end;
    uint32_t code; /* in the tables; UINT32_MAX: one that the codebook lacks */
    const char *user, *guid, *selection, *date, *note;
};

struct rq_source {
    char *guid, *name;
    struct rq_text text;
    uint32_t *positions; /* of `text`, as the program counted them; the last one is the end */
    uint32_t n_positions;
    bool missing;  /* the project names no text that is here */
    bool oversize; /* the text is too large, or cannot be unpacked */
    struct rq_coding *codings;
    uint32_t n_codings, codings_room;
    char **strings; /* owned */
    uint32_t n_strings, strings_room;
    /* how positions were read */
    struct rq_counting counting;
    bool counting_matters;          /* another way of counting gives other places */
    uint32_t named, agree;          /* selections with a name, and how many cover what it says */
    uint32_t outside, without_code; /* selections that were left out */
    uint32_t unknown_code;
    bool no_memory;
};

/* Reads text and way of counting, but no codings. */
void rq_source_open(struct rq_source *s, struct rq_package *package, const struct rq_tables *t, const xmlNode *node);
/* The stretch that a selection covers. False: it lies outside the text or is empty. */
bool rq_source_span(const struct rq_source *s, const xmlNode *selection, uint32_t *begin, uint32_t *end);
/* Opens, and reads the codings. */
void rq_source_read(struct rq_source *s, struct rq_package *package, const struct rq_tables *t, const xmlNode *node);
void rq_source_free(struct rq_source *s);

#endif
