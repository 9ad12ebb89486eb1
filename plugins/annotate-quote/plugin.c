/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"

#include <utsaga/layers.h>

static const uts_layer_spec *const needs[] = {&uts_layer_turn, &uts_layer_segment, &uts_layer_zone, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_turn_optional, &uts_layer_segment_optional,
                                              &uts_layer_zone_optional, NULL};

static const uts_annotator_ops ops = {.size = sizeof ops, .annotate = aq_annotate};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_ANNOTATOR,
    .sharing = UTS_SHARED,
    .name = "annotate-quote",
    .version = "0.1.0",
    .summary = "Finds interview quotes in running reports, who is quoted, and the parts of the report.",
    .needs = needs,
    .gives = gives,
    .create = aq_create,
    .enter = aq_enter,
    .leave = aq_leave,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                              .abi_minor = UTS_ABI_MINOR,
                              .name = "annotate-quote",
                              .licence = "GPL-3.0-or-later",
                              .stages = stages};
