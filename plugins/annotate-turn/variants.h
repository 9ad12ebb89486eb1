/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that may be one speaker. */
#ifndef AT_VARIANTS_H
#define AT_VARIANTS_H

#include "accept.h"

/*
 * True when the labels of groups @p a and @p b may be one speaker: "IP1" and "IP 1", "Int." and "Intervjuare", "Anna"
 * and "Anna Ek", or a rare spelling one letter or a swap of letters away from a common one. To be proposed, never done.
 */
bool at_variants_may_be_one(const struct at_labels *labels, uint32_t a, uint32_t b);

#endif
