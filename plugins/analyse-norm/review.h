/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of normalisations: every change that annotate-norm proposed, counted, with places to look at. */
#ifndef UTSAGA_ANALYSE_NORM_REVIEW_H
#define UTSAGA_ANALYSE_NORM_REVIEW_H

#include <utsaga/layers.h>
#include <utsaga/plugin.h>
#include <utsaga/plugin_util.h>

enum { REVIEW_CONTEXTS = 3 };

/** One change in one document, by the worker's symbols; or in the corpus, by promoted numbers. */
struct review_key {
    uint32_t form, norm, reason, rule, safety;
};

struct review_entry {
    struct review_key key;
    uint32_t used; /**< 0: a free place of the hash */
    uint32_t n_contexts;
    double confidence; /**< the lowest */
    uint64_t count, documents;
    uint32_t begin[REVIEW_CONTEXTS], end[REVIEW_CONTEXTS]; /**< within one document */
    char *contexts[REVIEW_CONTEXTS];                       /**< in the corpus; allocated */
};

struct review_part {
    struct review_entry *entries; /**< in order of first occurrence */
    uint32_t count;
};

struct review {
    const uts_host *host;
    struct review_entry *places; /**< hash by key */
    uint32_t room, used;
};

uts_status review_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part);
uts_status review_fold(void *stage, uts_job *job, const uts_doc *doc, void *part);
uts_status review_finish(void *stage, uts_job *job);
void review_free(struct review *review);

/**
 * Writes up to @p width bytes of @p text on each side of [begin, end), cut at whole characters, line breaks as blanks,
 * the span itself in brackets. Returns the bytes written, at most @p room - 1, and ends with NUL.
 */
size_t review_context(uts_str text, uint32_t begin, uint32_t end, uint32_t width, char *out, size_t room);

#endif
