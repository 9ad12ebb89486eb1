/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ids of documents that one source yields: SOURCE/NAME where the reader names them, else SOURCE, SOURCE-2, … */
#ifndef UTSAGA_DOC_NAMES_H
#define UTSAGA_DOC_NAMES_H

#include "inputs.h"

/* Ids that the open source has used. Zero-initialise; one worker's own. */
typedef struct doc_names {
    char **slots;
    uint32_t n, room;
} doc_names;

/*
 * An id that no other document of the run has, to be freed: @p name made safe as a file name, below the id of the
 * source, with "_2", "_3" … where it is taken. It depends on the inputs and the source alone. NULL: out of memory.
 */
char *doc_names_take(doc_names *names, const inputs *in, const input_file *source, uts_str name);
/* Forgets the ids of a source; keeps the room. */
void doc_names_forget(doc_names *names);
void doc_names_free(doc_names *names);

#endif /* UTSAGA_DOC_NAMES_H */
