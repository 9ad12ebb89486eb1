/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "collect.h"
#include "report.h"

struct conf {
    int64_t max_hits;
};

static const uts_option max_hits =
    UTS_OPTION_INT(struct conf, max_hits, "max-hits", "200", 1, 100000,
                   "Hits with context kept of each code, and of each of its roles, zones and variables; fewer of each "
                   "document and pair of codes. The report says how many it leaves out.");
static const uts_option *const options[] = {&max_hits, NULL};
static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional,     &uts_layer_zone_optional,
                                              &uts_layer_sentence_optional, &uts_layer_token_optional,
                                              &uts_layer_hit_optional,      NULL};

struct stage {
    const uts_host *host;
    struct conf conf;
    struct report report;
};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    struct stage *stage = calloc(1, sizeof *stage);
    if (!stage) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    stage->host = host;
    stage->conf = *(const struct conf *)conf;
    *out = stage;
    return UTS_OK;
}

static void destroy(void *stage_) {
    struct stage *stage = stage_;
    store_free(&stage->report.store);
    free(stage->report.page.text);
    free(stage);
}

/* Codebook and participants may be published by stages that are created after this one. */
static uts_status begin(void *stage_, uts_job *job) {
    struct stage *stage = stage_;
    struct report *report = &stage->report;
    const uts_host *host = stage->host;
    report->book = host->extension(UTS_EXT_CODEBOOK);
    report->participants = host->extension(UTS_EXT_PARTICIPANTS);
    store_begin(&report->store, report->book ? report->book->n_codes : 0, (uint32_t)stage->conf.max_hits);
    return report->store.broken ? host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory")) : UTS_OK;
}

static uts_status document(void *stage_, void *local, uts_job *job, const uts_doc *doc, void **part) {
    struct stage *stage = stage_;
    uts_status status;
    (void)local;
    *part = collect_document(stage->host, job, doc, stage->report.store.n_codes, &status);
    return status;
}

static uts_status fold(void *stage_, uts_job *job, const uts_doc *doc, void *part) {
    struct stage *stage = stage_;
    return collect_fold(stage->host, job, doc, part, &stage->report.store, stage->report.participants);
}

/* Tables live until the end of the run: keep the ones the report shows. */
static uts_status table(void *stage_, uts_job *job, const uts_table *sealed) {
    struct stage *stage = stage_;
    (void)job;
    if (strcmp(sealed->name, "themes") == 0) stage->report.themes_table = sealed;
    if (strcmp(sealed->name, "weights") == 0) stage->report.weights_table = sealed;
    if (strcmp(sealed->name, "cooccurrence") == 0) stage->report.cooccurrence = sealed;
    return UTS_OK;
}

static uts_status end(void *stage_, uts_job *job) {
    struct stage *stage = stage_;
    struct report *report = &stage->report;
    const uts_host *host = stage->host;
    const char *language = host->setting("language"), *version = host->setting("version");
    report->run = host->extension(UTS_EXT_RUN);
    report->version = version ? version : "?";
    report->page.host = host;
    report->page.language = language && strcmp(language, "en") == 0 ? PAGE_EN : PAGE_SV;
    report->page.io = host->create(job, "report.html");
    if (!report->page.io) return UTS_E_IO;
    uts_status written = report_write(report), closed = host->close(report->page.io);
    if (written == UTS_E_NOMEM) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory: report"));
    return written < 0 ? written : closed;
}

static const uts_writer_ops ops = {sizeof ops, 0, begin, document, fold, table, end};

static const uts_stage write_html = {.size = sizeof write_html,
                                     .kind = UTS_WRITER,
                                     .sharing = UTS_SHARED,
                                     .conf_size = sizeof(struct conf),
                                     .name = "write-html",
                                     .version = "1.0.0",
                                     .summary = "Writes report.html: themes, co-occurrence and every hit in context.",
                                     .options = options,
                                     .needs = needs,
                                     .create = create,
                                     .destroy = destroy,
                                     .ops = &ops};
static const uts_stage *const stages[] = {&write_html, NULL};

const uts_plugin UTS_ENTRY = {sizeof(uts_plugin), UTS_ABI_MINOR, "write-html", "GPL-3.0-or-later", stages};
