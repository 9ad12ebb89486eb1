/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "census.h"

static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional, &uts_layer_token_optional, NULL};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    struct census *c = calloc(1, sizeof *c);
    (void)conf;
    if (!c) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    c->host = host;
    *out = c;
    return UTS_OK;
}

static void destroy(void *stage) { census_free(stage); }

static const uts_analysis_ops ops = {.size = sizeof ops,
                                     .map = census_map,
                                     .fold = census_fold,
                                     .finish = census_finish};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_ANALYSIS,
    .sharing = UTS_SHARED,
    .name = "analyse-speakers",
    .version = "1.0.0",
    .summary = "Lists who speaks in which document, what the files are, and who is missing in the participants table.",
    .needs = needs,
    .create = create,
    .destroy = destroy,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "analyse-speakers",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
