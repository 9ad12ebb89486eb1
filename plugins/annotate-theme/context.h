/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the matcher sees of a document: columns of layers, spellings, values of variables. */
#ifndef THEME_CONTEXT_H
#define THEME_CONTEXT_H

#include "match.h"
#include <utsaga/extensions.h>
#include <utsaga/plugin.h>

/** Where the value of a variable comes from. */
struct theme_variable {
    enum { VARIABLE_NONE, VARIABLE_ROLE, VARIABLE_ZONE, VARIABLE_SPEAKER, VARIABLE_DOCUMENT, VARIABLE_COLUMN } source;
    uint32_t column; /**< of the participants table */
};

struct theme_context {
    const uts_host *host;
    uts_job *job;
    const uts_doc *doc;
    const struct theme_variable *variables;
    const uts_participants *participants;
    const uts_sym *speaker, *role; /**< of turns */
    uint32_t turn, participant;    /**< the turn that was looked up last, and its row of the table */
    struct tokens tokens;
    struct spelling spelling;
    struct surroundings surroundings;
    char value[1024]; /**< folded */
};

/**
 * Where the variables of all conditions come from; one that is neither known to every run nor a column of the
 * participants table is remarked on. Freed with free. NULL: out of memory.
 */
struct theme_variable *theme_variables(const uts_host *host, uts_job *job, const struct codebook *book,
                                       const struct program *program);

/** Fills in @p c, which must stay where it is. A layer that rules look at and nobody gives is an error. */
uts_status theme_context_begin(struct theme_context *c, const uts_host *host, uts_job *job, const uts_doc *doc,
                               const struct program *program, const struct theme_variable *variables);
bool theme_context_stop(void *context);

#endif /* THEME_CONTEXT_H */
