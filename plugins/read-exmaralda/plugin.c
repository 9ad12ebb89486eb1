/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/sax.h"
#include "../common/source_text.h"

#include <stdlib.h>
#include <utsaga/layers.h>

static const uts_layer_spec *const gives[] = {&uts_layer_source, &uts_layer_paragraph, &uts_layer_turn,
                                              &uts_layer_segment, NULL};

static const uts_reader_ops ops = {.size = sizeof ops,
                                   .probe = exmaralda_probe,
                                   .open = source_open,
                                   .next = exmaralda_next_document};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .name = "read-exmaralda",
    .version = "1.0.0",
    .summary = "Reads basic transcriptions of EXMARaLDA (.exb).",
    .gives = gives,
    .create = sax_create,
    .destroy = free,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-exmaralda",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
