/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "agree.h"
#include <stdlib.h>

static const uts_option o_codings =
    UTS_OPTION_PATH(struct agree_conf, codings, "codings", NULL,
                    "CSV file of codings: document, code, begin and end or turn, coder.");
static const uts_option o_codings_2 =
    UTS_OPTION_PATH(struct agree_conf, codings_2, "codings-2", NULL, "A second such file.");
static const char *const units[] = {"turn", "sentence", "paragraph", "question", "document", "word", NULL};
static const uts_option o_unit =
    UTS_OPTION_CHOICE(struct agree_conf, unit, "unit", "turn", units,
                      "What is judged: a unit has a code when a coding touches one of its words.");
static const uts_option o_zones =
    UTS_OPTION_TEXT(struct agree_conf, zones, "zones", "speech,quote", "Zones whose words make units, with commas.");
static const uts_option *const options[] = {&o_codings, &o_codings_2, &o_unit, &o_zones, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_token,
                                              &uts_layer_turn,
                                              &uts_layer_paragraph_optional,
                                              &uts_layer_hit_optional,
                                              &uts_layer_coding_optional,
                                              NULL};

static void agree_destroy(void *stage) {
    struct agree *s = stage;
    for (uint32_t i = 0; i < s->n_units; i++) free(s->units[i].words);
    free(s->units);
    free(s->documents);
    free(s->judgements);
    free(s->spans);
    free(s->present);
    texts_free(&s->texts);
    codings_free(&s->csv);
    free(s);
}

static uts_status read_zones(struct agree *s, uts_job *job) {
    static const char *const names[] = UTS_ZONE_NAMES;
    for (const char *p = s->conf.zones; *p;) {
        size_t n = strcspn(p, ","), k = 1;
        while (k < UTS_ZONE_COUNT_ && (strlen(names[k]) != n || memcmp(names[k], p, n) != 0)) k++;
        if (k == UTS_ZONE_COUNT_)
            return uts_failf(s->host, job, UTS_E_ARG, UINT64_MAX, "analyse-agree.zones: unknown name \"%.*s\"", (int)n,
                             p);
        s->zones |= 1u << k;
        p += p[n] ? n + 1 : n;
    }
    return UTS_OK;
}

static uts_status agree_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct agree *s = calloc(1, sizeof *s);
    if (!s) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    s->host = host;
    s->conf = *(const struct agree_conf *)conf;
    s->book = host->extension(UTS_EXT_CODEBOOK);
    uts_status status = read_zones(s, job);
    if (status >= 0 && s->conf.codings) status = codings_read(host, job, s->conf.codings, &s->csv);
    if (status >= 0 && s->conf.codings_2) status = codings_read(host, job, s->conf.codings_2, &s->csv);
    if (status < 0)
        agree_destroy(s);
    else
        *stage = s;
    return status;
}

static const uts_analysis_ops ops = {.size = sizeof ops, .map = agree_map, .fold = agree_fold, .finish = agree_finish};

static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_ANALYSIS,
                                .sharing = UTS_SHARED,
                                .conf_size = sizeof(struct agree_conf),
                                .name = "analyse-agree",
                                .version = "1.0.0",
                                .summary = "Compares codings by people with each other and with the rules",
                                .options = options,
                                .needs = needs,
                                .create = agree_create,
                                .destroy = agree_destroy,
                                .ops = &ops};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "analyse-agree",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
