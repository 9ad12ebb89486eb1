/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph.h"
#include <stdlib.h>
#include <utsaga/plugin_util.h>

struct conf {
    int64_t min_units;
};

static const uts_option o_min_units =
    UTS_OPTION_INT(struct conf, min_units, "min-units", "1", 1, 1e9, "Least units with both themes for an edge.");
static const uts_option *const options[] = {&o_min_units, NULL};

struct stage {
    const uts_host *host;
    const struct conf *conf;
};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    s->host = host;
    s->conf = conf;
    *stage = s;
    return UTS_OK;
}

static uts_status table(void *stage, uts_job *job, const uts_table *t) {
    const struct stage *s = stage;
    const uts_codebook *book = s->host->extension(UTS_EXT_CODEBOOK);
    if (!book || strcmp(t->name, "cooccurrence") != 0) return UTS_OK;
    return graph_write(s->host, job, t, book, s->conf->min_units);
}

static const uts_writer_ops ops = {.size = sizeof ops, .table = table};

static const uts_stage stage_graphml = {.size = sizeof stage_graphml,
                                        .kind = UTS_WRITER,
                                        .sharing = UTS_SHARED,
                                        .conf_size = sizeof(struct conf),
                                        .name = "write-graphml",
                                        .version = "1.0.0",
                                        .summary = "Writes themes that go together as a graph",
                                        .options = options,
                                        .create = create,
                                        .destroy = free,
                                        .ops = &ops};

static const uts_stage *const stages[] = {&stage_graphml, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "write-graphml",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
