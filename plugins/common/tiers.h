/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of XML whose speech lies in tiers or turns with times (ELAN, EXMARaLDA, Transcriber), on its way to a
 * document. */
#ifndef COMMON_TIERS_H
#define COMMON_TIERS_H

#include "pieces.h"
#include "sax.h"

/* What every such format keeps: the first member of its own struct. */
struct tier_file {
    const uts_host *host;
    uts_job *job;
    struct pieces pieces;
    char media[256], date[64];
    const char *why; /* NULL: it was read */
    uint32_t line;   /* 0: not known */
    bool failed;     /* out of memory */
};

struct tier_format {
    const char *name, *unit; /* the meta keys "format" and "source-unit" */
    struct sax_handler handler;
    /* After the last event: what is wrong with the whole, in `why`. */
    void (*finish)(struct tier_file *file);
    void (*report)(const struct tier_file *file);
    void (*free)(struct tier_file *file);
};

/* uts_reader_ops::next: @p file is zeroed but for what its format needs to know beforehand. */
uts_status tier_file_next(const struct tier_format *format, const uts_host *host, struct source_cursor *cursor,
                          uts_job *job, struct tier_file *file);
/* For sax_handler. */
bool tier_file_cancelled(void *file);
/* Room for one more item; NULL: out of memory, which sticks. */
void *tier_file_push(struct tier_file *file, struct transcript_list *list, size_t size);
/* The name of a recording, without the folders: they tell names of people's computers. */
void tier_file_media(struct tier_file *file, uts_str url);
/* Seconds with or without a fraction, as milliseconds; -1: no time. */
int64_t tier_time(uts_str value);

#endif
