/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strings as numbers, dense from 0, over the whole corpus and outside of any job. */
#ifndef COMMON_TEXTS_H
#define COMMON_TEXTS_H

#include <utsaga/plugin_util.h>

#define TEXTS_NONE UINT32_MAX

/** Zero-initialise; texts_free. */
struct texts {
    char **items; /**< NUL-terminated */
    uint32_t n, room;
    uint32_t *index; /**< open addressing: number plus one */
    uint32_t mask;
};

/** The number of a string, which holds no NUL. TEXTS_NONE: out of memory. */
uint32_t texts_number(struct texts *t, uts_str s);
/** The number of two strings together, which no other two have. */
uint32_t texts_number_of_two(struct texts *t, uts_str a, uts_str b);
void texts_free(struct texts *t);

#endif
