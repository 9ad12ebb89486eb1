/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../common/source_text.h"
#include "read.h"

#include <stdlib.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

static const uts_option o_encoding =
    UTS_OPTION_CHOICE(struct html_conf, encoding, "encoding", "auto", rt_encoding_names,
                      "Character encoding of the files; auto decides by evidence and by what the page says.");
static const uts_option o_mojibake =
    UTS_OPTION_CHOICE(struct html_conf, mojibake, "mojibake", "report", source_mojibake_choices, SOURCE_MOJIBAKE_HELP);
static const uts_option *const options[] = {&o_encoding, &o_mojibake, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_source,
                                              &uts_layer_paragraph,
                                              &uts_layer_turn_optional,
                                              &uts_layer_segment_optional,
                                              &uts_layer_zone_optional,
                                              &uts_layer_event_optional,
                                              NULL};

static const uts_reader_ops ops = {.size = sizeof ops,
                                   .probe = html_probe,
                                   .open = source_open,
                                   .next = html_next_document};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct html_conf),
    .name = "read-html",
    .version = "1.0.0",
    .summary = "Reads HTML pages, also of noScribe, and oTranscribe files (.otr).",
    .options = options,
    .gives = gives,
    .create = html_create,
    .destroy = free,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-html",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
