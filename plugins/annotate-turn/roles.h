/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who asks. */
#ifndef AT_ROLES_H
#define AT_ROLES_H

#include "build.h"

/* Why a label is the interviewer's. */
enum at_asks { AT_ASKS_NOT = 0, AT_ASKS_WORD, AT_ASKS_HEADER, AT_ASKS_GUESS };

/*
 * Decides for each group of labels whether it is the interviewer's: by its word, by the name in the header, or (M, F)
 * by who stands beside it and who asks. `asks` has room for labels->groups.n items. Sets turn.question.
 */
void at_roles_find(struct at_built *built, const struct at_labels *labels, const char *text, unsigned char *asks);

#endif
