/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet of theme hits: one row a hit, with the columns of tables/hits.csv. */
#ifndef WRITE_XLSX_HITS_H
#define WRITE_XLSX_HITS_H

#include "book.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>

void hits_columns(struct sheet *s);
/* [ordered] Adds the rows of one document; @p context: code points on each side. */
void hits_add(struct sheet *s, const uts_host *host, const uts_codebook *book, uint32_t context, uts_job *job,
              const uts_doc *doc);

#endif
