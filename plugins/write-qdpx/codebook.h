/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage write-qdc: the codebook alone. */
#ifndef QDPX_CODEBOOK_H
#define QDPX_CODEBOOK_H

#include <utsaga/plugin.h>

struct qdc_conf {
    const char *name;
};

uts_status qdc_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
void qdc_destroy(void *stage);
uts_status qdc_end(void *stage, uts_job *job);

#endif
