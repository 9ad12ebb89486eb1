/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stage options: from the user's text to the struct the stage declared. */
#ifndef UTSAGA_OPTIONS_H
#define UTSAGA_OPTIONS_H

#include "arena.h"
#include "registry.h"

/*
 * Remembers a value for option `name` of a stage; later values win. `where` is "--set" or "file:line:column" and, like
 * `value`, must outlive the run. False: no such option; the reason, with the nearest name, was printed.
 */
bool options_give(stage *s, const char *name, const char *value, const char *where);
/* Parses "stage.option=value" and gives it. The text must outlive the run. */
bool options_give_setting(registry *r, char *setting, const char *where);
/*
 * Fills the stage's configuration from presets and given values. Relative paths given in a file are taken from `base`,
 * the folder of the project file. False: printed where and why.
 */
bool options_fill(stage *s, arena *memory, const char *base);
/* The value in force, in the user's notation; NULL when there is none. */
const char *options_value(const stage *s, size_t option);
/* "integer", "path", … */
const char *options_type_name(int32_t type);

#endif /* UTSAGA_OPTIONS_H */
