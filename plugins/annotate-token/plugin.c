/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"

#include <utsaga/layers.h>

static void destroy(void *stage) {
    struct token_stage *s = (struct token_stage *)stage;
    tables_free(&s->tables);
    free(s);
}

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    (void)conf;
    char message[4200];
    const char *folder = host->setting("lexicons");
    struct token_stage *s = (struct token_stage *)calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    s->host = host;
    const char *wrong =
        folder ? tables_read(&s->tables, folder, message, sizeof message) : "no folder of lexicons is set";
    if (wrong) {
        destroy(s);
        return host->fail(job, UTS_E_IO, UINT64_MAX, uts_cstr(wrong));
    }
    model_make(&s->model, &s->tables.weights);
    *stage = s;
    return UTS_OK;
}

static uts_status enter(void *stage, uts_job *job, void **local) {
    const struct token_stage *s = (const struct token_stage *)stage;
    *local = calloc(1, sizeof(struct token_worker));
    return *local ? UTS_OK : uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
}

static void leave(void *stage, void *local) {
    (void)stage;
    annotate_free((struct token_worker *)local);
    free(local);
}

static uts_status annotate(void *stage, void *local, uts_job *job, const uts_doc *doc) {
    return annotate_document((const struct token_stage *)stage, (struct token_worker *)local, job, doc);
}

static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional,      &uts_layer_segment_optional,
                                              &uts_layer_zone_optional,      &uts_layer_event_optional,
                                              &uts_layer_paragraph_optional, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_sentence, &uts_layer_token, NULL};
static const uts_annotator_ops ops = {.size = sizeof ops, .annotate = annotate};
static const uts_stage stage_token = {.size = sizeof stage_token,
                                      .kind = UTS_ANNOTATOR,
                                      .sharing = UTS_SHARED,
                                      .name = "annotate-token",
                                      .version = "1.0.0",
                                      .summary = "Cuts text into sentences and tokens by Swedish rules",
                                      .needs = needs,
                                      .gives = gives,
                                      .create = create,
                                      .destroy = destroy,
                                      .enter = enter,
                                      .leave = leave,
                                      .ops = &ops};
static const uts_stage *const stages[] = {&stage_token, NULL};
UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "annotate-token",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
