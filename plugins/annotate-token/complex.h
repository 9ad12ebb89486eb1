/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of scripts that are written without blanks (Chinese, Thai, …), by ICU's dictionaries. */
#ifndef TOKEN_COMPLEX_H
#define TOKEN_COMPLEX_H

#include "spans.h"

/* One per worker; opens its iterator at the first word that needs it. */
struct complex {
    void *iterator;
};

/* The tokens of the run of such letters at @at. Returns where the run ends. */
uint32_t complex_words(struct complex *complex, const char *text, uint32_t at, uint32_t end, struct spans *out);
void complex_close(struct complex *complex);

#endif
