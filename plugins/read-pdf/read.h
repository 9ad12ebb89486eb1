/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of PDF files with a text layer. */
#ifndef PDF_READ_H
#define PDF_READ_H

#include <utsaga/plugin.h>

int32_t pdf_probe(const char *name, const void *head, size_t n);
uts_status pdf_next(void *stage, void *cursor, uts_job *job);

#endif
