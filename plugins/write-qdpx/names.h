/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that every program takes: no two alike in any case, no signs that a file name may not hold, not too long. */
#ifndef QDPX_NAMES_H
#define QDPX_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utsaga/plugin.h>

enum { NAME_CODE_CHARS = 63, NAME_SOURCE_CHARS = 120 };

struct name_set {
    char **keys; /* folded */
    size_t n, room;
};

void names_free(struct name_set *set);
/*
 * A free name like @p want, of at most @p most code points, taken from now on. When another has it: "@p parent – want"
 * (unless parent is empty), then with a number. The caller frees it. NULL: out of memory. *changed: it is not @p want.
 */
char *names_take(struct name_set *set, uts_str want, uts_str parent, size_t most, bool *changed);

#endif
