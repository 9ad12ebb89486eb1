/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional,       &uts_layer_token_optional,
                                              &uts_layer_token_norm_optional, &uts_layer_token_lemma_optional,
                                              &uts_layer_hit_optional,        NULL};

struct stage {
    const uts_host *host;
    const uts_codebook *codebook; /* NULL: no hits */
    struct json_fragments fragments;
};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    (void)conf;
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    s->host = host;
    *stage = s;
    return UTS_OK;
}

static void destroy(void *stage) {
    struct stage *s = stage;
    json_fragments_free(&s->fragments, s->codebook);
    free(s);
}

static uts_status begin(void *stage, uts_job *job) {
    struct stage *s = stage;
    s->codebook = s->host->extension(UTS_EXT_CODEBOOK);
    if (json_fragments_make(&s->fragments, s->codebook)) return UTS_OK;
    return uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
}

static uts_status enter(void *stage, uts_job *job, void **local) {
    return out_enter(((const struct stage *)stage)->host, job, local);
}

static uts_status document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    (void)part;
    const struct stage *s = stage;
    return json_write(s->host, &s->fragments, local, job, doc);
}

static uts_status table(void *stage, uts_job *job, const uts_table *t) {
    const struct stage *s = stage;
    return json_table(s->host, job, t);
}

static const uts_writer_ops ops = {.size = sizeof ops, .begin = begin, .document = document, .table = table};

static const uts_stage stage_json = {.size = sizeof stage_json,
                                     .kind = UTS_WRITER,
                                     .sharing = UTS_SHARED,
                                     .name = "write-json",
                                     .version = "1.0.0",
                                     .summary =
                                         "Writes each document as JSON, turns with tokens and hits, and the tables",
                                     .needs = needs,
                                     .create = create,
                                     .destroy = destroy,
                                     .enter = enter,
                                     .leave = out_leave,
                                     .ops = &ops};

static const uts_stage *const stages[] = {&stage_json, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-json",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
