/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include "../common/source_text.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

static const uts_option o_encoding = UTS_OPTION_CHOICE(struct rt_conf, encoding, "encoding", "auto", rt_encoding_names,
                                                       "Character encoding of the files; auto decides by evidence.");
static const uts_option o_mojibake =
    UTS_OPTION_CHOICE(struct rt_conf, mojibake, "mojibake", "report", source_mojibake_choices, SOURCE_MOJIBAKE_HELP);
static const uts_option *const options[] = {&o_encoding, &o_mojibake, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_source, &uts_layer_paragraph, NULL};

static const uts_reader_ops ops = {.size = sizeof ops, .probe = rt_probe, .open = source_open, .next = rt_next};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct rt_conf),
    .name = "read-text",
    .version = "0.1.0",
    .summary = "Reads plain text and Markdown in any common encoding.",
    .options = options,
    .gives = gives,
    .create = rt_create,
    .destroy = free,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                              .abi_minor = UTS_ABI_MINOR,
                              .name = "read-text",
                              .licence = "GPL-3.0-or-later",
                              .stages = stages};
