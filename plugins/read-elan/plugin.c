/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/sax.h"
#include "../common/source_text.h"

#include <stdlib.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

static const uts_option o_tiers =
    UTS_OPTION_TEXT(struct elan_conf, tiers, "tiers", NULL,
                    "Names of the tiers that hold speech, separated by commas; default: all that depend on no other.");
static const uts_option *const options[] = {&o_tiers, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_source, &uts_layer_paragraph, &uts_layer_turn,
                                              &uts_layer_segment, NULL};

static const uts_reader_ops ops = {.size = sizeof ops,
                                   .probe = elan_probe,
                                   .open = source_open,
                                   .next = elan_next_document};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct elan_conf),
    .name = "read-elan",
    .version = "1.0.0",
    .summary = "Reads ELAN annotations (.eaf).",
    .options = options,
    .gives = gives,
    .create = sax_create,
    .destroy = free,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-elan",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
