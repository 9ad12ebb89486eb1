/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of HTML pages and of oTranscribe files, which hold one. */
#ifndef HTML_READ_H
#define HTML_READ_H

#include <utsaga/plugin.h>

struct html_conf {
    int64_t encoding; /* enum rt_encoding */
    int64_t mojibake; /* 1: repair */
};

int32_t html_probe(const char *name, const void *head, size_t n);
uts_status html_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
uts_status html_next_document(void *stage, void *cursor, uts_job *job);

#endif
