/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hits.h"
#include "tables.h"

struct conf {
    int64_t dialect, context;
};

static const char *const dialects[] = {"plain", "excel-sv", NULL};
static const uts_option o_dialect =
    UTS_OPTION_CHOICE(struct conf, dialect, "dialect", "plain", dialects,
                      "plain is data as it is (comma, decimal point, LF); excel-sv opens in Swedish Excel (semicolon, "
                      "decimal comma, BOM, CRLF) and guards cells that would run as formulas.");
static const uts_option o_context =
    UTS_OPTION_INT(struct conf, context, "context", "60", 0, 1000,
                   "Characters of the sentence to the left and right of each hit in hits.csv.");
static const uts_option *const options[] = {&o_dialect, &o_context, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional, &uts_layer_sentence_optional,
                                              &uts_layer_token_optional, &uts_layer_hit_optional, NULL};

struct stage {
    const uts_host *host;
    const struct conf *conf;
    struct csv_hits hits;
    uts_io *hits_file; /* NULL: no codebook, no file */
};

/* The rows of one document, in the memory of its job. */
struct part {
    size_t n;
    char rows[];
};

static uts_status out_of_memory(const struct stage *s, uts_job *job) {
    return uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory while writing CSV.");
}

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    s->host = host;
    s->conf = conf;
    *stage = s;
    return UTS_OK;
}

static void destroy(void *stage) {
    struct stage *s = stage;
    hits_free(&s->hits);
    free(s);
}

static uts_status begin(void *stage, uts_job *job) {
    struct stage *s = stage;
    if (!hits_make(&s->hits, s->host, (int)s->conf->dialect, (uint32_t)s->conf->context)) return out_of_memory(s, job);
    if (!s->hits.codebook) return UTS_OK;
    s->hits_file = s->host->create(job, "tables/hits.csv");
    if (!s->hits_file) return UTS_E_IO;
    struct csv_buf b = {.dialect = (int)s->conf->dialect};
    csv_start(&b);
    hits_header(&b);
    uts_status status = b.failed ? out_of_memory(s, job) : s->host->write(s->hits_file, b.p, b.n);
    csv_free(&b);
    return status;
}

static uts_status enter(void *stage, uts_job *job, void **local) {
    const struct stage *s = stage;
    struct csv_buf *b = calloc(1, sizeof *b);
    if (!b) return out_of_memory(s, job);
    b->dialect = (int)s->conf->dialect;
    *local = b;
    return UTS_OK;
}

static void leave(void *stage, void *local) {
    (void)stage;
    csv_free(local);
    free(local);
}

static uts_status document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    const struct stage *s = stage;
    struct csv_buf *b = local;
    b->n = 0;
    b->failed = false;
    if (s->hits_file) hits_add(&s->hits, b, job, doc);
    if (b->failed) return out_of_memory(s, job);
    if (!b->n) return UTS_OK;
    struct part *p = s->host->alloc(job, sizeof *p + b->n, 16);
    if (!p) return UTS_E_NOMEM;
    p->n = b->n;
    memcpy(p->rows, b->p, b->n);
    *part = p;
    return UTS_OK;
}

static uts_status fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    (void)job;
    (void)doc;
    const struct stage *s = stage;
    const struct part *p = part;
    return p ? s->host->write(s->hits_file, p->rows, p->n) : UTS_OK;
}

static uts_status table(void *stage, uts_job *job, const uts_table *t) {
    const struct stage *s = stage;
    return csv_write_table(s->host, job, (int)s->conf->dialect, t);
}

static uts_status end(void *stage, uts_job *job) {
    struct stage *s = stage;
    uts_status status = s->hits_file ? s->host->close(s->hits_file) : UTS_OK;
    s->hits_file = NULL;
    return status < 0 ? status : csv_write_notes(s->host, job, (int)s->conf->dialect);
}

static const uts_writer_ops ops = {
    .size = sizeof ops, .begin = begin, .document = document, .fold = fold, .table = table, .end = end};

static const uts_stage stage_csv = {.size = sizeof stage_csv,
                                    .kind = UTS_WRITER,
                                    .sharing = UTS_SHARED,
                                    .conf_size = sizeof(struct conf),
                                    .name = "write-csv",
                                    .version = "1.0.0",
                                    .summary = "Writes tables, theme hits and remarks as CSV",
                                    .options = options,
                                    .needs = needs,
                                    .create = create,
                                    .destroy = destroy,
                                    .enter = enter,
                                    .leave = leave,
                                    .ops = &ops};

static const uts_stage *const stages[] = {&stage_csv, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-csv",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
