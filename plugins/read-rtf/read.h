/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of Rich Text Format. */
#ifndef RTF_READ_H
#define RTF_READ_H

#include <utsaga/plugin.h>

int32_t rtf_probe(const char *name, const void *head, size_t n);
uts_status rtf_next(void *stage, void *cursor, uts_job *job);

#endif
