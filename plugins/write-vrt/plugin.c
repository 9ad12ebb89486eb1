/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vrt.h"

struct conf {
    int64_t zones;
};

static const char *const zones[] = {"all", "turns", NULL};
static const uts_option o_zones =
    UTS_OPTION_CHOICE(struct conf, zones, "zones", "all", zones,
                      "all writes every token, those outside turns and quotes in zone; turns writes turns and quotes.");
static const uts_option *const options[] = {&o_zones, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional,       &uts_layer_token,
                                              &uts_layer_token_norm_optional, &uts_layer_token_lemma_optional,
                                              &uts_layer_hit_optional,        NULL};

struct stage {
    const uts_host *host;
    const struct conf *conf;
};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    s->host = host;
    s->conf = conf;
    *stage = s;
    return UTS_OK;
}

static void destroy(void *stage) { free(stage); }

static uts_status begin(void *stage, uts_job *job) {
    const struct stage *s = stage;
    const uts_codebook *book = s->host->extension(UTS_EXT_CODEBOOK);
    for (uint32_t c = 0; book && c < book->n_codes; c++)
        if (strchr(book->codes[c]->id, '|'))
            uts_notef(s->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(book->codes[c]->id),
                      "vertical text: code %u of the codebook has \"|\" in its id; \"_\" stands for it", c + 1);
    return UTS_OK;
}

static uts_status enter(void *stage, uts_job *job, void **local) {
    const struct stage *s = stage;
    struct vrt_local *l = calloc(1, sizeof *l);
    if (!l) return uts_failf(s->host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory.");
    l->out.host = s->host;
    *local = l;
    return UTS_OK;
}

static void leave(void *stage, void *local) {
    (void)stage;
    struct vrt_local *l = local;
    free(l->out.p);
    free(l->active);
    free(l);
}

static uts_status document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    (void)part;
    const struct stage *s = stage;
    return vrt_write(s->host, local, s->conf->zones, job, doc);
}

static const uts_writer_ops ops = {.size = sizeof ops, .begin = begin, .document = document};

static const uts_stage stage_vrt = {.size = sizeof stage_vrt,
                                    .kind = UTS_WRITER,
                                    .sharing = UTS_SHARED,
                                    .conf_size = sizeof(struct conf),
                                    .name = "write-vrt",
                                    .version = "1.0.0",
                                    .summary = "Writes each document as vertical text for CWB and Sketch Engine",
                                    .options = options,
                                    .needs = needs,
                                    .create = create,
                                    .destroy = destroy,
                                    .enter = enter,
                                    .leave = leave,
                                    .ops = &ops};

static const uts_stage *const stages[] = {&stage_vrt, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-vrt",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
