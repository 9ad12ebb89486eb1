/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that are a run with few stages whose tables are printed: compare, agree. */
#ifndef UTSAGA_PRESET_H
#define UTSAGA_PRESET_H

#include "command.h"

typedef struct preset {
    const char *stage;         /* the analysis */
    const char *const *layers; /* what it works on, ends with NULL: their givers run, too */
    const char *const *tables; /* printed in this order, ends with NULL */
} preset;

/*
 * Adds the stages, runs, and prints the tables as TSV with a line "# NAME" above each, or as one JSON object; with
 * --output the tables are written instead. Call after setup_begin and after giving the stage its options. Returns an
 * exit status.
 */
int preset_run(setup *s, const cli *c, const preset *p);
/* Gives the stage an option, unless @p value is NULL. False: printed. */
bool preset_give(setup *s, const preset *p, const char *option, const char *value, const char *where);

#endif /* UTSAGA_PRESET_H */
