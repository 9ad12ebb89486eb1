/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXMARALDA_READ_H
#define EXMARALDA_READ_H

#include <utsaga/plugin.h>

int32_t exmaralda_probe(const char *name, const void *head, size_t n);
uts_status exmaralda_next_document(void *stage, void *cursor, uts_job *job);

#endif
