/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ASR_READ_H
#define ASR_READ_H

#include <utsaga/plugin.h>

struct asr_conf {
    int64_t encoding; /* enum rt_encoding */
};

int32_t asr_probe(const char *name, const void *head, size_t n);
uts_status asr_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
uts_status asr_next_document(void *stage, void *cursor, uts_job *job);

#endif
