/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the reader of a document already gave: turns, or stretches of other zones, marks, styles of paragraphs. */
#ifndef AT_GIVEN_H
#define AT_GIVEN_H

#include "build.h"

#include <utsaga/plugin.h>

/* Each may be NULL. Borrowed from the job. */
struct at_given {
    const uts_layer *turn, *segment, *zone, *event, *paragraph;
};

struct at_given at_given_of(const uts_host *host, const uts_doc *doc);
struct at_hints at_given_hints(const struct at_given *given);

/*
 * Fills @p built and the groups of @p labels from the reader's turns: a group's `shown` is the row of its first turn.
 * The zones cover the text: what the reader said, then speech, then labels and what is left as metadata. A turn is cut
 * where it runs over a stretch that is no speech. built->failed: out of memory.
 */
void at_given_build(struct at_built *built, struct at_labels *labels, const uts_host *host, uts_job *job, uts_str text,
                    const struct at_given *given);

/* No marks are looked for in the marks that the reader gave, nor in its remarks. False: out of memory. */
bool at_given_close(struct at_built *built, const struct at_given *given, uts_str text);

#endif
