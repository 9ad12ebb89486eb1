/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRANSCRIBER_READ_H
#define TRANSCRIBER_READ_H

#include <utsaga/plugin.h>

int32_t transcriber_probe(const char *name, const void *head, size_t n);
uts_status transcriber_create(const uts_host *host, uts_job *job, const void *conf, void **out);
uts_status transcriber_open(void *stage, uts_job *job, uts_io *source, void **cursor);
uts_status transcriber_next_document(void *stage, void *cursor, uts_job *job);

#endif
