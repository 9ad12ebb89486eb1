/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CAPTIONS_READ_H
#define CAPTIONS_READ_H

#include <utsaga/plugin.h>

struct captions_conf {
    int64_t encoding; /* enum rt_encoding */
};

int32_t captions_probe(const char *name, const void *head, size_t n);
uts_status captions_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
uts_status captions_next_document(void *stage, void *cursor, uts_job *job);

#endif
