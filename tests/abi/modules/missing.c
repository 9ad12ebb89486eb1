/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plugin that needs a function which no library on this machine has. */
#include <utsaga/plugin.h>

int utsaga_test_function_that_nobody_has(void);

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    (void)host, (void)job, (void)conf;
    *stage = NULL;
    return utsaga_test_function_that_nobody_has();
}

static uts_status document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part) {
    (void)stage, (void)local, (void)job, (void)doc, (void)part;
    return UTS_OK;
}

static const uts_writer_ops ops = {.size = sizeof ops, .document = document};
static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_WRITER,
                                .sharing = UTS_SHARED,
                                .name = "write-missing",
                                .version = "1.0.0",
                                .summary = "Cannot be loaded.",
                                .create = create,
                                .ops = &ops};
static const uts_stage *const stages[] = {&stage, NULL};
const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                              .abi_minor = UTS_ABI_MINOR,
                              .name = "missing",
                              .licence = "GPL-3.0-or-later",
                              .stages = stages};
