/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "exb.h"

#include <string.h>

int32_t exmaralda_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"exb", NULL};
    if (memmem(head, n, "<basic-transcription", 20)) return 95;
    return source_suffix(name, suffixes) ? 55 : 0;
}

static uts_status give(struct exb *x) {
    struct transcript t;
    transcript_start(&t, x->host, x->job);
    t.knows_turns = true;
    pieces_give(&x->pieces, &t, PIECES_APART);
    uts_status status = transcript_give(&t, "exmaralda", "event");
    if (status == UTS_OK && x->media[0]) status = x->host->set_meta(x->job, "media", uts_cstr(x->media));
    if (status == UTS_OK) exb_report(x);
    transcript_free(&t);
    return status;
}

uts_status exmaralda_next_document(void *stage, void *cursor, uts_job *job) {
    const uts_host *host = *(const uts_host *const *)stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    struct exb x = {.host = host, .job = job};
    uts_str bytes;
    pieces_start(&x.pieces, host, job);
    uts_status status = host->source_bytes(job, c->source, &bytes);
    if (status == UTS_OK && !exb_read(&x, bytes)) {
        if (host->cancelled(job))
            status = UTS_E_CANCELLED;
        else if (x.line)
            status = uts_failf(host, job, UTS_E_FORMAT, UINT64_MAX, "line %u: the file %s", x.line, x.why);
        else
            status = uts_failf(host, job, UTS_E_FORMAT, UINT64_MAX, "the file %s", x.why);
    } else if (status == UTS_OK && (x.failed || x.pieces.failed)) {
        status = host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    }
    if (status == UTS_OK) status = give(&x);
    exb_free(&x);
    return status;
}
