/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paragraphs.h"

struct conf {
    int64_t newline;
};

static const char *const newlines[] = {"lf", "crlf", NULL};
static const uts_option o_newline = UTS_OPTION_CHOICE(struct conf, newline, "newline", "lf", newlines,
                                                      "How a paragraph ends: lf, or crlf for old Windows programs.");
static const uts_option *const options[] = {&o_newline, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_turn, &uts_layer_segment_optional, &uts_layer_token_optional,
                                              NULL};

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

static uts_status enter(void *stage, uts_job *job, void **local) {
    return out_enter(((const struct stage *)stage)->host, job, local);
}

static uts_status document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    (void)part;
    const struct stage *s = stage;
    return txt_write(s->host, local, s->conf->newline, job, doc);
}

static const uts_writer_ops ops = {.size = sizeof ops, .document = document};

static const uts_stage stage_txt = {.size = sizeof stage_txt,
                                    .kind = UTS_WRITER,
                                    .sharing = UTS_SHARED,
                                    .conf_size = sizeof(struct conf),
                                    .name = "write-txt",
                                    .version = "1.0.0",
                                    .summary = "Writes each document as text, one turn a paragraph, speaker first",
                                    .options = options,
                                    .needs = needs,
                                    .create = create,
                                    .destroy = destroy,
                                    .enter = enter,
                                    .leave = out_leave,
                                    .ops = &ops};

static const uts_stage *const stages[] = {&stage_txt, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-txt",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
