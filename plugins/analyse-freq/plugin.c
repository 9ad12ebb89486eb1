/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "freq.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

static const char *const repeated[] = {"count", "once", NULL};
static const uts_option o_repeated =
    UTS_OPTION_CHOICE(struct freq_conf, repeated, "repeated", "count", repeated,
                      "Turns and quotes that stand earlier in the document, too: count them again, or once.");
static const uts_option o_min_count = UTS_OPTION_INT(struct freq_conf, min_count, "min-count", "1", 1, 1e9,
                                                     "Least count of a word in the table of words.");
static const uts_option *const options[] = {&o_repeated, &o_min_count, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_token, &uts_layer_turn, &uts_layer_hit_optional, NULL};

static void freq_destroy(void *stage) {
    struct freq *freq = stage;
    for (uint32_t i = 0; i < freq->n_groups; i++) {
        free((void *)(uintptr_t)freq->groups[i].value);
        free(freq->groups[i].codes);
    }
    for (uint32_t i = 0; i < freq->n_documents; i++) {
        free((void *)(uintptr_t)freq->documents[i].id);
        free((void *)(uintptr_t)freq->documents[i].source);
    }
    free(freq->groups);
    free(freq->group_index);
    free(freq->documents);
    free(freq->words);
    pairs_free(&freq->known);
    pairs_free(&freq->here);
    free(freq);
}

static uts_status freq_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct freq *freq = calloc(1, sizeof *freq);
    if (!freq) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    freq->host = host;
    memcpy(&freq->conf, conf, sizeof freq->conf);
    freq->book = host->extension(UTS_EXT_CODEBOOK);
    freq->participants = host->extension(UTS_EXT_PARTICIPANTS);
    *stage = freq;
    return UTS_OK;
}

static const uts_analysis_ops ops = {.size = sizeof ops, .map = freq_map, .fold = freq_fold, .finish = freq_finish};

static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_ANALYSIS,
                                .sharing = UTS_SHARED,
                                .conf_size = sizeof(struct freq_conf),
                                .name = "analyse-freq",
                                .version = "1.0.0",
                                .summary = "Counts themes by zone, role, speaker, document and participant variables, "
                                           "and words",
                                .options = options,
                                .needs = needs,
                                .create = freq_create,
                                .destroy = freq_destroy,
                                .enter = freq_enter,
                                .leave = freq_leave,
                                .ops = &ops};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "analyse-freq",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
