/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage: a document for each text source of a project. */
#ifndef RQ_READ_H
#define RQ_READ_H

#include <utsaga/plugin.h>

int32_t rq_probe(const char *name, const void *head, size_t n);
uts_status rq_open_source(void *stage, uts_job *job, uts_io *source, void **cursor);
uts_status rq_next_document(void *stage, void *cursor, uts_job *job);
void rq_close_source(void *stage, void *cursor);

#endif
