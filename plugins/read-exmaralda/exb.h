/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transcription tiers of an EXMARaLDA basic transcription as pieces of speech. */
#ifndef EXMARALDA_EXB_H
#define EXMARALDA_EXB_H

#include "../common/tiers.h"

struct exb_point {
    uts_sym id;
    int64_t ms, place; /* -1: it has no time; place: where it must lie, in thousandths of a millisecond */
};
struct exb_speaker {
    uts_sym id, name;
};

struct exb {
    struct tier_file file;
    struct transcript_list points, speakers;
    uts_sym speaker; /* of the open tier */
    uint32_t tiers, left_out, tiers_left_out;
    int64_t number; /* of the event in the file */
    char abbreviation[128], unknown[160];
    size_t abbreviation_n;
    uts_sym open_speaker; /* of the speaker table */
    bool placed, tier_speaks, in_event, in_abbreviation, is_exb;
};

extern const struct tier_format exb_format;

#endif
