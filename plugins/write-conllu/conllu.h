/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CoNLL-U v2 of one document. */
#ifndef WRITE_CONLLU_CONLLU_H
#define WRITE_CONLLU_CONLLU_H

#include "../common/out.h"
#include <utsaga/layers.h>

uts_status conllu_write(const uts_host *host, struct out *out, uts_job *job, const uts_doc *doc);

#endif
