/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions with their answers. */
#ifndef AT_QUESTION_H
#define AT_QUESTION_H

#include "guide.h"

#include <utsaga/plugin.h>

/*
 * Gives the layer `question` of a document whose layer `turn` has been given; @p guide may be NULL. Notes what was
 * recognised. A document without an interviewer gets none.
 */
uts_status at_question_give(const uts_host *host, uts_job *job, const uts_doc *doc, const uts_layer *turn,
                            const struct at_guide *guide);

#endif
