/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "eaf.h"

#include <stdlib.h>
#include <string.h>

struct elan_stage {
    const uts_host *host;
    const char *tiers;
};

int32_t elan_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"eaf", NULL};
    if (memmem(head, n, "<ANNOTATION_DOCUMENT", 20)) return 95;
    return source_suffix(name, suffixes) ? 55 : 0;
}

uts_status elan_create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    struct elan_stage *stage = calloc(1, sizeof *stage);
    if (!stage) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    stage->host = host;
    stage->tiers = ((const struct elan_conf *)conf)->tiers;
    *out = stage;
    return UTS_OK;
}

static void remark(const struct eaf *e, int32_t level, uint32_t n, const char *what) {
    if (n) uts_notef(e->host, e->job, level, UINT64_MAX, uts_cstr(""), "%u %s", n, what);
}

static uts_status give(struct eaf *e, struct transcript *t) {
    if (e->asked && !e->asked_found)
        return e->host->fail(e->job, UTS_E_ARG, UINT64_MAX,
                             uts_cstr("has no tier of the names in read-elan.tiers: look up their names in ELAN"));
    pieces_give(&e->pieces, t, PIECES_APART);
    uts_status status = transcript_give(t, "elan", "annotation");
    if (status == UTS_OK && *e->media) status = e->host->set_meta(e->job, "media", uts_cstr(e->media));
    if (status == UTS_OK && *e->date) status = e->host->set_meta(e->job, "date", uts_cstr(e->date));
    if (status != UTS_OK) return status;
    if (e->tiers_left_out)
        uts_notef(e->host, e->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u annotations of %u tiers are left out: %s", e->left_out, e->tiers_left_out,
                  e->asked ? "read-elan.tiers does not name them"
                           : "tiers that depend on others are no speech (see read-elan.tiers)");
    remark(e, UTS_LOG_WARN, e->bad_slots, "places in time are named but not in the file: these times are not known");
    if (e->origin_ms > 0)
        uts_notef(e->host, e->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "the recording begins %lld ms before the times of the file", (long long)e->origin_ms);
    return UTS_OK;
}

uts_status elan_next_document(void *stage, void *cursor, uts_job *job) {
    const struct elan_stage *reader = stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    const uts_host *host = reader->host;
    struct eaf e = {.host = host, .job = job, .asked = reader->tiers};
    struct transcript t;
    uts_str bytes;
    pieces_start(&e.pieces, host, job);
    transcript_start(&t, host, job);
    uts_status status = host->source_bytes(job, c->source, &bytes);
    if (status == UTS_OK && !eaf_read(&e, bytes)) {
        if (!e.why)
            status = host->fail(job, UTS_E_CANCELLED, UINT64_MAX, uts_cstr("stopped"));
        else
            status = uts_failf(host, job, UTS_E_FORMAT, UINT64_MAX, "line %u: the file %s; save it anew in ELAN",
                               e.line, e.why);
    } else if (status == UTS_OK && e.failed) {
        status = host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    }
    if (status == UTS_OK) status = give(&e, &t);
    transcript_free(&t);
    eaf_free(&e);
    return status;
}
