/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The turns of a Transcriber file as pieces of speech. */
#ifndef TRANSCRIBER_TRS_H
#define TRANSCRIBER_TRS_H

#include "../common/tiers.h"

struct trs_speaker {
    uts_sym id, name;
};

struct trs {
    struct tier_file file;
    struct transcript_list speakers;
    uts_sym turn[8]; /* who speaks in the open turn, in order of their numbers */
    uint32_t n_turn;
    int64_t start_ms, end_ms, number;
    uint32_t codes, together; /* signs of analysis left out; turns with more speakers than are kept */
    bool in_turn, is_trs;
};

extern const struct tier_format trs_format;

#endif
