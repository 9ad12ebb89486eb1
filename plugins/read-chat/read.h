/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of CHAT, the format of CLAN and TalkBank. */
#ifndef CHAT_READ_H
#define CHAT_READ_H

#include <utsaga/plugin.h>

struct chat_conf {
    int64_t encoding; /* enum rt_encoding */
};

int32_t chat_probe(const char *name, const void *head, size_t n);
uts_status chat_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
uts_status chat_next(void *stage, void *cursor, uts_job *job);

#endif
