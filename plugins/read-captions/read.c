/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "labels.h"

#include <string.h>

static const char *const suffixes[] = {"vtt", "srt", "sbv", NULL};

int32_t captions_probe(const char *name, const void *head, size_t n) {
    if (cues_recognise(head, n) != CUES_NONE) return 92;
    return source_suffix(name, suffixes) ? 55 : 0;
}

uts_status captions_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    return source_stage_create(host, job, "read-captions", ((const struct captions_conf *)conf)->encoding, stage);
}

static void remark(const struct captions *c, int32_t level, uint32_t n, const char *what) {
    if (n) uts_notef(c->pieces.host, c->pieces.job, level, UINT64_MAX, uts_cstr(""), "%u %s", n, what);
}

/* Puts all cues; returns true when the file says that a machine made it. */
static bool put_cues(struct captions *c) {
    enum label_shape shape = LABELS_NONE;
    const uts_host *host = c->pieces.host;
    bool voices = cues_find(c->text.text.p, c->text.text.n, "<v", 2) != NULL;
    if (!voices) shape = labels_find(c);
    uts_sym speaker = 0;
    bool machine = c->cues.noscribe;
    for (uint32_t i = 0; i < c->cues.n && !c->pieces.failed; i++) {
        const struct cue *cue = &c->cues.items[i];
        size_t skip;
        struct transcript_span label = labels_of(c, cue, shape, &skip);
        uts_str name = {c->text.text.p + label.begin, label.end - label.begin};
        if (name.n) speaker = host->intern(c->pieces.job, name); /* cues that go on carry no name */
        machine |= cue->machine || labels_machine(name);
        captions_put_cue(c, cue, speaker, skip);
    }
    return machine;
}

static const char *format_name(enum cues_format format) {
    return format == CUES_VTT ? "vtt" : format == CUES_SRT ? "srt" : "sbv";
}

static uts_status give(struct captions *c, struct transcript *t, uts_job *job) {
    const uts_host *host = c->pieces.host;
    uint32_t rolled = cues_unroll(&c->cues);
    bool machine = put_cues(c) || rolled;
    pieces_give(&c->pieces, t, PIECES_VOICES);
    uts_status status = transcript_give(t, format_name(c->cues.format), NULL);
    if (status == UTS_OK) status = host->set_meta(job, "encoding", uts_cstr(rt_encoding_names[c->text.encoding]));
    uts_str title = {c->text.text.p + c->cues.title.begin, c->cues.title.end - c->cues.title.begin};
    if (status == UTS_OK && title.n) status = host->set_meta(job, "title", title);
    uts_str header = {c->text.text.p + c->cues.header.begin, c->cues.header.end - c->cues.header.begin};
    if (status == UTS_OK && header.n) status = host->set_meta(job, "header", header);
    if (status == UTS_OK && machine) status = host->set_meta(job, "origin", uts_cstr("recognised"));
    if (status != UTS_OK) return status;
    remark(c, UTS_LOG_INFO, c->cues.comments, "NOTE blocks are comments: left out");
    remark(c, UTS_LOG_WARN, c->cues.untimed, "blocks of text without a time line: read as speech with unknown time");
    remark(c, UTS_LOG_WARN, c->cues.bad_times, "lines with an arrow hold no right times: the text after them has none");
    remark(c, UTS_LOG_INFO, rolled, "lines that rolling captions show a second time: left out");
    if (c->cues.no_header && c->cues.format == CUES_VTT && c->cues.n)
        host->note(job, UTS_LOG_INFO, UINT64_MAX, uts_cstr("WebVTT without its first line, read all the same"),
                   uts_cstr(""));
    return UTS_OK;
}

static bool timed(const struct cues *c) {
    for (uint32_t i = 0; i < c->n; i++)
        if (c->items[i].start_ms >= 0) return true;
    return c->n == 0;
}

uts_status captions_next_document(void *stage, void *cursor, uts_job *job) {
    const struct source_stage *reader = stage;
    struct source_cursor *cur = cursor;
    if (cur->done) return UTS_END;
    cur->done = true;
    struct captions c = {0};
    struct transcript t;
    const uts_host *host = reader->host;
    pieces_start(&c.pieces, host, job);
    transcript_start(&t, host, job);
    uts_status status = source_text_read(&c.text, reader, job, cur->source);
    if (status == UTS_OK) {
        enum cues_format format = cues_recognise(c.text.text.p, c.text.text.n);
        cues_parse(&c.cues, c.text.text, format == CUES_NONE ? CUES_SRT : format);
        if (c.cues.failed)
            status = host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
        else if (!timed(&c.cues))
            status = host->fail(
                job, UTS_E_FORMAT, source_text_offset(&c.text, c.cues.lines[0].begin),
                uts_cstr("no line with times like \"00:00:01,000 --> 00:00:02,000\" in it, so no captions: export the "
                         "file anew, or give it the suffix .txt if it is text"));
    }
    if (status == UTS_OK) status = give(&c, &t, job);
    transcript_free(&t);
    pieces_free(&c.pieces);
    cues_free(&c.cues);
    source_text_free(&c.text);
    return status;
}
