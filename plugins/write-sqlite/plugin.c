/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base.h"
#include <errno.h>
#include <unistd.h>

struct conf {
    bool tokens;
};

static const uts_option o_tokens =
    UTS_OPTION_BOOL(struct conf, tokens, "tokens", "true",
                    "Write each word and sign to the table tokens; false makes the file about three times smaller.");
static const uts_option *const options[] = {&o_tokens, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional,       &uts_layer_segment_optional,
                                              &uts_layer_sentence_optional,   &uts_layer_token_optional,
                                              &uts_layer_token_norm_optional, &uts_layer_token_lemma_optional,
                                              &uts_layer_hit_optional,        NULL};

struct stage {
    const uts_host *host;
    const struct conf *conf;
    struct base base;
};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    s->host = host;
    s->conf = conf;
    s->base.files.fd = -1;
    *stage = s;
    return UTS_OK;
}

static void destroy(void *stage) {
    struct stage *s = stage;
    base_close(&s->base);
    file_system_close(&s->base.files);
    free(s);
}

static uts_status begin(void *stage, uts_job *job) {
    struct stage *s = stage;
    const uts_codebook *book = s->host->extension(UTS_EXT_CODEBOOK);
    const uts_participants *people = s->host->extension(UTS_EXT_PARTICIPANTS);
    if (base_open(&s->base) && book) fill_codebook(&s->base, book);
    if (!s->base.error && people) fill_participants(&s->base, people);
    return base_status(&s->base, s->host, job);
}

static uts_status fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    (void)part;
    struct stage *s = stage;
    return fill_document(&s->base, s->host, s->conf->tokens, job, doc);
}

static uts_status table(void *stage, uts_job *job, const uts_table *t) {
    struct stage *s = stage;
    return fill_table(&s->base, s->host, job, t);
}

static uts_status copy(const struct stage *s, uts_job *job, uts_io *io) {
    static const size_t piece = 1u << 18;
    char *buffer = s->host->alloc(job, piece, 64);
    if (!buffer) return UTS_E_NOMEM;
    for (off_t at = 0;;) {
        ssize_t n = pread(s->base.files.fd, buffer, piece, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0)
            return uts_failf(s->host, job, UTS_E_IO, UINT64_MAX, "The temporary file of corpus.sqlite: %s.",
                             strerror(errno));
        if (n == 0) return UTS_OK;
        uts_status status = s->host->write(io, buffer, (size_t)n);
        if (status < 0) return status;
        at += n;
    }
}

static uts_status end(void *stage, uts_job *job) {
    struct stage *s = stage;
    const uts_run *run = s->host->extension(UTS_EXT_RUN);
    if (run) fill_notes(&s->base, run);
    base_run(&s->base, schema_end);
    base_close(&s->base);
    uts_status status = base_status(&s->base, s->host, job);
    if (status < 0) return status;
    uts_io *io = s->host->create(job, "corpus.sqlite");
    if (!io) return UTS_E_IO;
    status = copy(s, job, io);
    uts_status closed = s->host->close(io);
    return status < 0 ? status : closed;
}

static const uts_writer_ops ops = {.size = sizeof ops, .begin = begin, .fold = fold, .table = table, .end = end};

static const uts_stage stage_sqlite = {.size = sizeof stage_sqlite,
                                       .kind = UTS_WRITER,
                                       .sharing = UTS_SHARED,
                                       .conf_size = sizeof(struct conf),
                                       .name = "write-sqlite",
                                       .version = "1.0.0",
                                       .summary = "Writes documents, turns, tokens, hits and tables as SQLite",
                                       .options = options,
                                       .needs = needs,
                                       .create = create,
                                       .destroy = destroy,
                                       .ops = &ops};

static const uts_stage *const stages[] = {&stage_sqlite, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-sqlite",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
