/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"
#include "event.h"
#include "origin.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

static const uts_option o_profile =
    UTS_OPTION_CHOICE(struct at_conf, profile, "profile", "auto", at_profile_names,
                      "Transcription convention that decides ambiguous signs, such as (2) and (...).");
static const uts_option o_guide = UTS_OPTION_PATH(
    struct at_conf, guide, "guide", NULL,
    "Interview guide, one question a line: turns of the interviewer that ask one of them are numbered.");
static const uts_option o_origin =
    UTS_OPTION_CHOICE(struct at_conf, origin, "origin", "auto", at_origin_names,
                      "How the transcripts were made; auto guesses it and says so in the run report.");
static const uts_option *const options[] = {&o_profile, &o_guide, &o_origin, NULL};
static const uts_layer_spec *const needs[] = {&uts_layer_turn_optional,      &uts_layer_segment_optional,
                                              &uts_layer_zone_optional,      &uts_layer_event_optional,
                                              &uts_layer_paragraph_optional, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_turn_optional, &uts_layer_segment_optional,  &uts_layer_zone,
                                              &uts_layer_event,         &uts_layer_question_optional, NULL};

static const uts_annotator_ops ops = {.size = sizeof ops, .annotate = at_annotate};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_ANNOTATOR,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct at_conf),
    .name = "annotate-turn",
    .version = "0.1.0",
    .summary = "Finds who speaks, by statistics over the document, and the transcriber's marks.",
    .options = options,
    .needs = needs,
    .gives = gives,
    .create = at_create,
    .destroy = at_destroy,
    .enter = at_enter,
    .leave = at_leave,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                              .abi_minor = UTS_ABI_MINOR,
                              .name = "annotate-turn",
                              .licence = "GPL-3.0-or-later",
                              .stages = stages};
