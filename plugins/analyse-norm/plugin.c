/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review.h"

static const uts_layer_spec *const needs[] = {&uts_layer_norm, NULL};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    struct review *review = calloc(1, sizeof *review);
    (void)conf;
    if (!review) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    review->host = host;
    *out = review;
    return UTS_OK;
}

static void destroy(void *stage) { review_free(stage); }

static const uts_analysis_ops ops = {.size = sizeof ops,
                                     .map = review_map,
                                     .fold = review_fold,
                                     .finish = review_finish};

static const uts_stage stage_norm = {
    .size = sizeof stage_norm,
    .kind = UTS_ANALYSIS,
    .sharing = UTS_SHARED,
    .name = "analyse-norm",
    .version = "1.0.0",
    .summary = "Lists every proposed normalisation with its count and contexts, for review",
    .needs = needs,
    .create = create,
    .destroy = destroy,
    .ops = &ops,
};

static const uts_stage *const stages[] = {&stage_norm, NULL};
const uts_plugin UTS_ENTRY = {sizeof UTS_ENTRY, UTS_ABI_MINOR, "analyse-norm", "GPL-3.0-or-later", stages};
