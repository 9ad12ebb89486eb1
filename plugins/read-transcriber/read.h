/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRANSCRIBER_READ_H
#define TRANSCRIBER_READ_H

#include <utsaga/plugin.h>

int32_t transcriber_probe(const char *name, const void *head, size_t n);
uts_status transcriber_next_document(void *stage, void *cursor, uts_job *job);

#endif
