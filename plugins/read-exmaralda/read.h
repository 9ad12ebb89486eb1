/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXMARALDA_READ_H
#define EXMARALDA_READ_H

#include <utsaga/plugin.h>

int32_t exmaralda_probe(const char *name, const void *head, size_t n);
uts_status exmaralda_create(const uts_host *host, uts_job *job, const void *conf, void **out);
uts_status exmaralda_open(void *stage, uts_job *job, uts_io *source, void **cursor);
uts_status exmaralda_next_document(void *stage, void *cursor, uts_job *job);

#endif
