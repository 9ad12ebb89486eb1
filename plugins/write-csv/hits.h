/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hits.csv: one row a theme hit, with its words around it. */
#ifndef WRITE_CSV_HITS_H
#define WRITE_CSV_HITS_H

#include "csv.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/* Constant after hits_make. */
struct csv_hits {
    const uts_host *host;
    const uts_codebook *codebook;
    int dialect;
    uint32_t context;     /* code points on each side */
    struct csv_buf cells; /* the cells of codes, then of rules, ready with their quotes */
    uint32_t *code_at;    /* n_codes + 1 offsets into cells */
    uint32_t *rule_at;    /* n_rules + 1 */
};

bool hits_make(struct csv_hits *h, const uts_host *host, int dialect, uint32_t context);
void hits_free(struct csv_hits *h);
void hits_header(struct csv_buf *b);
/* Adds the rows of one document to @p b. */
void hits_add(const struct csv_hits *h, struct csv_buf *b, uts_job *job, const uts_doc *doc);

#endif
