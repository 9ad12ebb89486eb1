/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The annotations of an ELAN file as pieces of speech. */
#ifndef ELAN_EAF_H
#define ELAN_EAF_H

#include "../common/tiers.h"

struct eaf_slot {
    uts_sym id;
    int64_t ms;    /* -1: it has no time */
    int64_t place; /* in thousandths of a millisecond: where it must lie between its neighbours */
};

/* A tier by its name, and the tier that it depends on; 0: none. */
struct eaf_tier {
    uts_sym id, parent;
};

struct eaf {
    struct tier_file file;
    const char *asked; /* names of tiers, or NULL */
    struct transcript_list slots, all_tiers;
    uint32_t *slot_of; /* by symbol: 1 + index, 0 none */
    uint32_t slot_of_n;
    int64_t origin_ms;
    uts_sym speaker; /* of the open tier */
    uint32_t tiers;  /* so far */
    uint32_t tiers_left_out, left_out, asked_found;
    uint32_t
        lost; /* tiers that depend on no tier of the file in the end: they go round, or name one that is not there */
    uint32_t bad_slots; /* annotations that name a time slot which is not there */
    int64_t number;     /* of the annotation in the file */
    bool tier_speaks, in_value, is_eaf;
};

extern const struct tier_format eaf_format;

#endif
