/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The annotations of an ELAN file as pieces of speech. */
#ifndef ELAN_EAF_H
#define ELAN_EAF_H

#include "../common/pieces.h"

struct eaf_slot {
    uts_sym id;
    int64_t ms;    /* -1: it has no time */
    int64_t place; /* in thousandths of a millisecond: where it must lie between its neighbours */
};

struct eaf {
    const uts_host *host;
    uts_job *job;
    const char *asked; /* names of tiers, or NULL */
    struct pieces pieces;
    struct eaf_slot *slots;
    uint32_t n_slots, slots_room;
    uint32_t *slot_of; /* by symbol: 1 + index, 0 none */
    uint32_t slot_of_n;
    char media[256], date[64];
    int64_t origin_ms;
    uts_sym speaker; /* of the open tier */
    uint32_t tiers;  /* so far */
    uint32_t tiers_left_out, left_out, asked_found;
    uint32_t bad_slots; /* annotations that name a time slot which is not there */
    int64_t number;     /* of the annotation in the file */
    bool tier_speaks, in_value, is_eaf, failed;
    const char *why; /* NULL: it was read */
    uint32_t line;
};

/* False: why and line tell. Free it also then. */
bool eaf_read(struct eaf *e, uts_str bytes);
void eaf_free(struct eaf *e);

#endif
