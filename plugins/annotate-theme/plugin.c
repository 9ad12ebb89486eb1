/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theme.h"
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

static const char *const matches[] = {"codebook", "form", "norm", "lemma", "word", NULL};
static const char *const overlaps[] = {"codebook", "merge", "all", "longest", "longest-overall", NULL};
static const uts_option o_codebook =
    UTS_OPTION_PATH(struct theme_conf, codebook, "codebook", NULL,
                    "Codebook of themes, as .yaml, .tsv, .csv, .xlsx, .txt, .qdc, .dic, .cat or .cod; without one no "
                    "themes are sought.");
static const uts_option o_match = UTS_OPTION_CHOICE(
    struct theme_conf, match, "match", "codebook", matches,
    "What words in rules are compared with unless a rule says otherwise: the form as written, the normal form, the "
    "lemma, or either of these two; codebook leaves it to the codebook, whose own preset is form.");
static const uts_option o_overlap =
    UTS_OPTION_CHOICE(struct theme_conf, overlap, "overlap", "codebook", overlaps,
                      "What becomes of hits that overlap: one hit for each code, all of them, the longest of each "
                      "code, or the longest of "
                      "all codes; codebook leaves it to the codebook, whose own preset is merge.");
static const uts_option o_query = UTS_OPTION_TEXT(
    struct theme_conf, query, "query", NULL,
    "A rule of the codebook language to look for, beside the codebook if there is one, as the code kwic.");
static const uts_option *const options[] = {&o_codebook, &o_match, &o_overlap, &o_query, NULL};

static const uts_layer_spec *const needs[] = {&uts_layer_token,
                                              &uts_layer_turn,
                                              &uts_layer_token_norm_optional,
                                              &uts_layer_token_lemma_optional,
                                              &uts_layer_paragraph_optional,
                                              NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_hit_optional, NULL};

static const uts_annotator_ops ops = {.size = sizeof ops, .annotate = theme_annotate};

static const uts_stage stage = {.size = sizeof stage,
                                .kind = UTS_ANNOTATOR,
                                .sharing = UTS_SHARED,
                                .conf_size = sizeof(struct theme_conf),
                                .name = "annotate-theme",
                                .version = "1.0.0",
                                .summary = "Finds the themes of a codebook: words, wildcards, phrases with gaps, "
                                           "negation, exclusions",
                                .options = options,
                                .needs = needs,
                                .gives = gives,
                                .create = theme_create,
                                .destroy = theme_destroy,
                                .enter = theme_enter,
                                .leave = theme_leave,
                                .ops = &ops};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof(uts_plugin),
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "annotate-theme",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
