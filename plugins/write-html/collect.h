/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One document for the report: counted on a worker, added to the store in input order. */
#ifndef WRITE_HTML_COLLECT_H
#define WRITE_HTML_COLLECT_H

#include "store.h"

/** Code points of context on each side of a hit, at most. */
#define CONTEXT_CHARS 80

/**
 * The context of text[begin, end) within text[from, to): moves *@p left and *@p right outwards by at most
 * CONTEXT_CHARS code points, and back to the edge of a word when that would cut one.
 */
void collect_context(uts_str text, uint32_t from, uint32_t begin, uint32_t end, uint32_t to, uint32_t *left,
                     uint32_t *right);

/** The part of @p doc, in the job's arena; NULL and a negative *@p status: failed. [worker] */
void *collect_document(const uts_host *host, uts_job *job, const uts_doc *doc, uint32_t n_codes, uts_status *status);
/** Adds the part of @p doc. [ordered] */
uts_status collect_fold(const uts_host *host, uts_job *job, const uts_doc *doc, void *part, struct store *store,
                        const uts_participants *participants);

#endif
