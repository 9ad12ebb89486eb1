/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../common/source_text.h"
#include "read.h"

#include <stdlib.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

static const uts_option o_encoding =
    UTS_OPTION_CHOICE(struct chat_conf, encoding, "encoding", "auto", rt_encoding_names,
                      "Character encoding of the files; auto decides by evidence.");
static const uts_option *const options[] = {&o_encoding, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_source, &uts_layer_paragraph, &uts_layer_turn,
                                              &uts_layer_segment, NULL};

static const uts_reader_ops ops = {.size = sizeof ops, .probe = chat_probe, .open = source_open, .next = chat_next};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct chat_conf),
    .name = "read-chat",
    .version = "1.0.0",
    .summary = "Reads CHAT transcripts of CLAN and TalkBank (.cha).",
    .options = options,
    .gives = gives,
    .create = chat_create,
    .destroy = free,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-chat",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
