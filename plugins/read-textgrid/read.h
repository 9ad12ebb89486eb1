/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of Praat's TextGrid. */
#ifndef TEXTGRID_READ_H
#define TEXTGRID_READ_H

#include <utsaga/plugin.h>

struct textgrid_conf {
    int64_t encoding;  /* enum rt_encoding; the stage begins with a source_stage */
    const char *tiers; /* names joined by commas, or NULL */
};

int32_t textgrid_probe(const char *name, const void *head, size_t n);
uts_status textgrid_create(const uts_host *host, uts_job *job, const void *conf, void **out);
uts_status textgrid_next(void *stage, void *cursor, uts_job *job);

#endif
