/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coders, codes and what was judged, once all documents were read. */
#ifndef AGREE_JURY_H
#define AGREE_JURY_H

#include "agree.h"

struct jury {
    struct agree *s;
    uint32_t *coders, n_coders; /* people by name, the rules last */
    uint32_t *codes, n_codes;   /* in the order of the codebook, others by name */
    uint8_t *judged;            /* [coder * documents + document] */
    uint32_t *from;             /* by code: its first judgement; n_codes + 1 */
    uint32_t *unit_stamp;       /* scratch by unit: bits of coders, for the code under way */
};

const char *jury_coder(const struct jury *j, uint32_t i);
/** The table agreement_spans. */
uts_status agree_spans(const struct jury *j, uts_job *job);

#endif /* AGREE_JURY_H */
