/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tei_in.h"

static const uts_layer_spec *const gives[] = {&uts_layer_source,          &uts_layer_paragraph,
                                              &uts_layer_turn_optional,   &uts_layer_segment_optional,
                                              &uts_layer_zone_optional,   &uts_layer_event_optional,
                                              &uts_layer_coding_optional, NULL};

static uts_status create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    (void)conf;
    struct tei_in_stage *s = calloc(1, sizeof *s);
    if (!s) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    /* Once, before there are workers. */
    xmlInitParser();
    s->host = host;
    *stage = s;
    return UTS_OK;
}

static void destroy(void *stage) { free(stage); }

static const uts_reader_ops ops = {
    .size = sizeof ops, .probe = tei_probe, .open = tei_open, .next = tei_next, .close = tei_close};

static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_READER,
                                .sharing = UTS_SHARED,
                                .name = "read-tei",
                                .version = "1.0.0",
                                .summary = "Reads TEI: its own exactly, spoken TEI, ISO 24624, Parla-CLARIN, plays",
                                .gives = gives,
                                .create = create,
                                .destroy = destroy,
                                .ops = &ops};

static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-tei",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
