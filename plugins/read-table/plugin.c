/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

static const char *const document_choices[] = {"file", "row", NULL};
static const uts_option o_encoding = UTS_OPTION_CHOICE(struct tb_conf, encoding, "encoding", "auto", rt_encoding_names,
                                                       "Character encoding of csv and tsv; auto decides by evidence.");
static const uts_option o_mojibake =
    UTS_OPTION_CHOICE(struct tb_conf, mojibake, "mojibake", "report", source_mojibake_choices, SOURCE_MOJIBAKE_HELP);
static const uts_option o_speaker = UTS_OPTION_TEXT(struct tb_conf, speaker, "speaker", NULL,
                                                    "Column with who speaks; without it the heading decides.");
static const uts_option o_text =
    UTS_OPTION_TEXT(struct tb_conf, text, "text", NULL,
                    "Column with what is said, or columns with open answers, divided by |; without it headings and "
                    "content decide.");
static const uts_option o_start =
    UTS_OPTION_TEXT(struct tb_conf, start, "start", NULL, "Column with the time at which a turn begins.");
static const uts_option o_end =
    UTS_OPTION_TEXT(struct tb_conf, end, "end", NULL, "Column with the time at which a turn ends.");
static const uts_option o_role = UTS_OPTION_TEXT(struct tb_conf, role, "role", NULL, "Column with the speaker's role.");
static const uts_option o_id =
    UTS_OPTION_TEXT(struct tb_conf, id, "id", NULL, "Column with the respondent's number or code.");
static const uts_option o_sheet = UTS_OPTION_TEXT(struct tb_conf, sheet, "sheet", NULL,
                                                  "Sheet to read, by name or number; else the first that is shown.");
static const uts_option o_documents =
    UTS_OPTION_CHOICE(struct tb_conf, documents, "documents", "file", document_choices,
                      "A survey as one document, or each respondent as a document of their own.");
static const uts_option *const options[] = {&o_encoding, &o_mojibake, &o_speaker, &o_text,      &o_start, &o_end,
                                            &o_role,     &o_id,       &o_sheet,   &o_documents, NULL};
static const uts_layer_spec *const gives[] = {&uts_layer_source,        &uts_layer_paragraph,
                                              &uts_layer_turn_optional, &uts_layer_segment_optional,
                                              &uts_layer_zone_optional, NULL};

static const uts_reader_ops ops = {
    .size = sizeof ops, .probe = tb_probe, .open = tb_open, .next = tb_next, .close = tb_close};

static const uts_stage stage = {
    .size = sizeof stage,
    .kind = UTS_READER,
    .sharing = UTS_SHARED,
    .conf_size = sizeof(struct tb_conf),
    .name = "read-table",
    .version = "1.0.0",
    .summary = "Reads tables of turns and of open survey answers (.csv, .tsv, .xlsx).",
    .options = options,
    .gives = gives,
    .create = tb_create,
    .destroy = tb_destroy,
    .ops = &ops,
};
static const uts_stage *const stages[] = {&stage, NULL};

UTS_EXPORT const uts_plugin UTS_ENTRY = {.size = sizeof UTS_ENTRY,
                                         .abi_minor = UTS_ABI_MINOR,
                                         .name = "read-table",
                                         .licence = "GPL-3.0-or-later",
                                         .stages = stages};
