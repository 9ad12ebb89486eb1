/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tiers.h"

#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

bool tier_file_cancelled(void *file) {
    const struct tier_file *f = file;
    return f->host->cancelled(f->job);
}

void *tier_file_push(struct tier_file *file, struct transcript_list *list, size_t size) {
    if (list->n == list->room) {
        uint32_t room = list->room * 2 + 64;
        void *grown = room > list->room ? realloc(list->items, room * size) : NULL;
        file->failed |= !grown;
        if (!grown) return NULL;
        list->items = grown;
        list->room = room;
    }
    return (char *)list->items + size * list->n++;
}

void tier_file_media(struct tier_file *file, uts_str url) {
    const char *slash = url.n ? memrchr(url.p, '/', url.n) : NULL;
    if (slash) url = uts_mkstr(slash + 1, (size_t)(url.p + url.n - slash - 1));
    if (url.n && url.n < sizeof file->media) memcpy(file->media, url.p, url.n);
}

int64_t tier_time(uts_str value) {
    int64_t ms = -1;
    char padded[40];
    if (!value.n || value.n + 3 > sizeof padded) return -1;
    memcpy(padded, value.p, value.n);
    size_t n = value.n;
    if (!memchr(value.p, '.', value.n)) { /* whole seconds */
        memcpy(padded + n, ".0", 2);
        n += 2;
    }
    return pieces_time(padded, n, &ms) == n ? ms : -1;
}

static uts_status refuse(const struct tier_file *f) {
    const uts_host *host = f->host;
    if (host->cancelled(f->job)) return UTS_E_CANCELLED;
    if (f->failed || f->pieces.failed) return host->fail(f->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    if (!f->line) return uts_failf(host, f->job, UTS_E_FORMAT, UINT64_MAX, "the file %s", f->why);
    return uts_failf(host, f->job, UTS_E_FORMAT, UINT64_MAX, "line %u: the file %s", f->line, f->why);
}

static uts_status give(const struct tier_format *format, struct tier_file *f) {
    const uts_host *host = f->host;
    struct transcript t;
    transcript_start(&t, host, f->job);
    pieces_give(&f->pieces, &t, PIECES_APART);
    uts_status status = transcript_give(&t, format->name, format->unit);
    transcript_free(&t);
    if (status == UTS_OK && *f->media) status = host->set_meta(f->job, "media", uts_cstr(f->media));
    if (status == UTS_OK && *f->date) status = host->set_meta(f->job, "date", uts_cstr(f->date));
    if (status == UTS_OK) format->report(f);
    return status;
}

uts_status tier_file_next(const struct tier_format *format, const uts_host *host, struct source_cursor *cursor,
                          uts_job *job, struct tier_file *file) {
    if (cursor->done) return UTS_END;
    cursor->done = true;
    file->host = host;
    file->job = job;
    pieces_start(&file->pieces, host, job);
    uts_str bytes;
    uts_status status = host->source_bytes(job, cursor->source, &bytes);
    if (status == UTS_OK) {
        bool good = sax_parse_bytes(bytes, &format->handler, file, &file->why, &file->line);
        if (good) format->finish(file);
        good = good && !file->why && !file->failed && !file->pieces.failed;
        status = good ? give(format, file) : refuse(file);
    }
    format->free(file);
    pieces_free(&file->pieces);
    return status;
}
