/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of plain text. */
#ifndef RT_TEXT_H
#define RT_TEXT_H

#include <utsaga/plugin.h>

struct rt_conf {
    int64_t encoding; /* enum rt_encoding */
    int64_t mojibake; /* 1: repair */
};

int32_t rt_probe(const char *name, const void *head, size_t n);
uts_status rt_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
uts_status rt_next(void *stage, void *cursor, uts_job *job);

#endif
