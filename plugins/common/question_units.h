/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question and its answers as one unit. */
#ifndef COMMON_QUESTION_UNITS_H
#define COMMON_QUESTION_UNITS_H

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/*
 * Gives each turn the number of its question, from 1; 0: no question stands before it. A unit begins with the first
 * turn of the interviewer after somebody else spoke, and ends before the next such turn. Returns the number of units.
 */
static inline uint32_t question_units(const uts_layer *turn, uint32_t *number) {
    const uint32_t *zone = (const uint32_t *)turn->data[UTS_TURN_ZONE];
    uint32_t n = 0;
    bool asking = false;
    for (uint32_t i = 0; i < turn->rows; i++) {
        n += zone[i] == UTS_ZONE_QUESTION && !asking;
        asking = zone[i] == UTS_ZONE_QUESTION;
        number[i] = n;
    }
    return n;
}

#endif
