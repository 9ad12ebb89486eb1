/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "odt.h"

#include <stdlib.h>
#include <utsaga/layers.h>

static const char *const changes_choices[] = {"accepted", "original", NULL};
static const char *const numbering_choices[] = {"keep", "drop", NULL};
static const uts_option o_changes =
    UTS_OPTION_CHOICE(struct odt_conf, changes, "changes", "accepted", changes_choices,
                      "Tracked changes: read the text as if all were accepted, or as it was before them.");
static const uts_option o_numbering = UTS_OPTION_CHOICE(
    struct odt_conf, numbering, "numbering", "keep", numbering_choices,
    "Automatic numbers and bullets of lists and headings: keep them as text, as the page shows them, or drop them.");
static const uts_option *const options[] = {&o_changes, &o_numbering, NULL};

static const uts_layer_spec *const gives[] = {&uts_layer_source, &uts_layer_paragraph, &uts_layer_zone_optional,
                                              &uts_layer_event_optional, NULL};

static const uts_reader_ops ops = {
    .size = sizeof ops, .probe = odt_probe, .open = odt_open, .next = odt_next, .close = odt_close};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct odt_conf),
    .name = "read-odt",
    .version = "1.0.0",
    .summary = "Reads OpenDocument texts (.odt, .ott, .fodt).",
    .options = options,
    .gives = gives,
    .create = sax_create,
    .destroy = free,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-odt",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
