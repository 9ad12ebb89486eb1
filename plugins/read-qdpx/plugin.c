/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/sax.h"

#include <stdlib.h>
#include <utsaga/layers.h>

static const uts_layer_spec *const gives[] = {&uts_layer_source, &uts_layer_paragraph, &uts_layer_coding_optional,
                                              NULL};

static const uts_reader_ops ops = {
    .size = sizeof ops, .probe = rq_probe, .open = rq_open_source, .next = rq_next_document, .close = rq_close_source};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .name = "read-qdpx",
    .version = "1.0.0",
    .summary = "Reads the texts and codings of REFI-QDA projects (.qdpx).",
    .gives = gives,
    .create = sax_create,
    .destroy = free,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-qdpx",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
