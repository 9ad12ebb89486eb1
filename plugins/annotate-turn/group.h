/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spellings of labels, and which of them are one label. */
#ifndef AT_GROUP_H
#define AT_GROUP_H

#include "accept.h"

/* The group of the same label in another layout; AT_NONE: there is none. */
uint32_t at_group_in(const struct at_labels *labels, const struct at_group *like, uint32_t layout);
/* The group of a spelling: that of another one with the same folded key, or a new one. AT_NONE: out of memory. */
uint32_t at_group_of(struct at_labels *labels, const char *name, size_t n, uint32_t layout);
/* The row of the spelling of @p c, new or not. AT_NONE: out of memory. */
uint32_t at_surface_of(struct at_labels *labels, const char *text, const struct at_candidate *c);

#endif
