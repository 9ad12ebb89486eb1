/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INQSCRIBE_READ_H
#define INQSCRIBE_READ_H

#include <utsaga/plugin.h>

struct inqscribe_conf {
    int64_t encoding; /* enum rt_encoding */
};

int32_t inqscribe_probe(const char *name, const void *head, size_t n);
uts_status inqscribe_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
uts_status inqscribe_next_document(void *stage, void *cursor, uts_job *job);

#endif
