/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the project says itself: its word list, and the decisions of whoever reviewed the proposals. */
#ifndef UTSAGA_NORM_PROJECT_H
#define UTSAGA_NORM_PROJECT_H

#include "table.h"

enum { PROJECT_KEEP = 0 }; /**< value of a word that stays as it is; otherwise an index into norms */

struct decision {
    const char *form, *norm, *doc;           /**< folded form and norm; doc "" for every document */
    const char *written_form, *written_norm; /**< as they stand in the file */
    bool on;
    uint32_t next; /**< the next of the same form, UINT32_MAX none */
};

struct project {
    struct pool pool;
    struct map words; /**< folded form → PROJECT_KEEP or index into norms */
    const char **norms;
    uint32_t n_norms, room_norms;
    struct map decided; /**< folded form → first decision */
    struct decision *decisions;
    uint32_t n_decisions, room_decisions;
};

/** Reads a word list: form, or form TAB norm. NULL: well; otherwise what is wrong. */
const char *project_words(struct project *project, const char *path);
/**
 * Reads decisions: form, norm, on or off, document (optional). With a heading, columns are found by the names form,
 * norm, applied and doc, so that a reviewed table of normalisations can be given back as it is.
 */
const char *project_decisions(struct project *project, const char *path);
/** The words of a change, to look up what was decided about it. */
struct change {
    const char *fold, *form; /**< n and n_form bytes */
    size_t n, n_form;
    const char *norm; /**< folded; NULL: any norm that is turned on */
    const char *doc;
    size_t n_doc;
};

/**
 * The decision about a change, NULL when there is none. One about its document goes before one about all, then one
 * about the form with just these capitals; equal ones that disagree, as in the rows of a table that lists a change as
 * applied here and not there, decide nothing.
 */
const struct decision *project_decision(const struct project *project, const struct change *change);
void project_free(struct project *project);

#endif
