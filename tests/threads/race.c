/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plugin with a planted data race: says that any number of workers may be inside, and counts without a lock. The job
 * that runs the thread sanitizer must catch it, or its silence about the rest proves nothing.
 */
#include <time.h>
#include <utsaga/plugin_util.h>

struct stage {
    const uts_host *host;
    uint64_t documents;
};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    (void)conf;
    struct stage *s = calloc(1, sizeof *s);
    if (!s) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    s->host = host;
    *stage = s;
    return UTS_OK;
}

static uts_status map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    (void)local, (void)job, (void)doc;
    /* The sleep keeps a worker inside until the other one has come, on a busy machine too; it synchronises nothing. */
    const struct timespec moment = {0, 10000000};
    ((struct stage *)stage)->documents++;
    nanosleep(&moment, NULL);
    ((struct stage *)stage)->documents++;
    *part = stage;
    return UTS_OK;
}

static uts_status fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    (void)stage, (void)job, (void)doc, (void)part;
    return UTS_OK;
}

static const uts_analysis_ops ops = {.size = sizeof ops, .map = map, .fold = fold};
static const uts_stage analyse_race = {.size = sizeof analyse_race,
                                       .kind = UTS_ANALYSIS,
                                       .sharing = UTS_SHARED,
                                       .name = "analyse-race",
                                       .version = "1.0.0",
                                       .summary = "Races.",
                                       .create = create,
                                       .destroy = free,
                                       .ops = &ops};
static const uts_stage *const stages[] = {&analyse_race, NULL};
const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                              .abi_minor = UTS_ABI_MINOR,
                              .name = "race",
                              .licence = "GPL-3.0-or-later",
                              .stages = stages};
