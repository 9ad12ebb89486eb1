/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who speaks in which document, and what each file is. */
#ifndef CENSUS_H
#define CENSUS_H

#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

#define CENSUS_NONE UINT32_MAX

/* One name with one role in one document. Strings of the corpus belong to the stage. */
struct census_speaker {
    char *name, *role; /* empty: unknown */
    uint32_t document, turns, words;
    uint32_t row; /* of the participants table, CENSUS_NONE */
    bool asks;    /* most of it is the interviewer's */
    bool nobody;  /* unknown, or one of several who cannot be told apart */
};

struct census_document {
    char *id, *source, *format, *encoding, *origin;
    char *variables; /* the metadata "participants"; empty */
    uint32_t turns, words, speakers;
    uint64_t characters;
};

struct census {
    const uts_host *host;
    struct census_speaker *speakers;
    struct census_document *documents;
    uint32_t n_speakers, speakers_room, n_documents, documents_room;
};

uts_status census_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out);
uts_status census_fold(void *stage, uts_job *job, const uts_doc *doc, void *part);
uts_status census_finish(void *stage, uts_job *job);
void census_free(struct census *c);

enum { VARIANTS_MOST = 128 };

/* A label as it is compared with others. */
struct variants_name {
    const char *as_written;
    size_t n;
    char folded[VARIANTS_MOST];
};

void variants_fold(const char *label, struct variants_name *name);

/*
 * Two labels that may be one person: equal but for case, points and blanks ("IP", "Ip."), or one the first word of the
 * other ("Anna", "Anna Ek"). A proposal for a person to decide.
 */
bool variants_alike(const struct variants_name *a, const struct variants_name *b);

#endif
