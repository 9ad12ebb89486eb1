/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../common/source_text.h"
#include "read.h"

#include <stdlib.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

static const uts_option o_encoding =
    UTS_OPTION_CHOICE(struct inqscribe_conf, encoding, "encoding", "auto", rt_encoding_names,
                      "Character encoding of the files; auto decides by evidence.");
static const uts_option *const options[] = {&o_encoding, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_source, &uts_layer_paragraph, &uts_layer_turn,
                                              &uts_layer_segment, NULL};

static const uts_reader_ops ops = {.size = sizeof ops,
                                   .probe = inqscribe_probe,
                                   .open = source_open,
                                   .next = inqscribe_next_document};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct inqscribe_conf),
    .name = "read-inqscribe",
    .version = "1.0.0",
    .summary = "Reads the files of InqScribe (.inqscr).",
    .options = options,
    .gives = gives,
    .create = inqscribe_create,
    .destroy = free,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-inqscribe",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
