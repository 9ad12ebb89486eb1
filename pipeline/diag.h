/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages on standard error: "utsaga: file:line:column: error: what; what to do". Never interview text. */
#ifndef UTSAGA_DIAG_H
#define UTSAGA_DIAG_H

#include <stdbool.h>
#include <stdint.h>

/* Exit statuses, also in the man page. */
enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_SKIPPED = 3 };

/* Set once, in main, before threads start. */
void diag_quiet(bool quiet);
void diag_verbose(bool verbose);
__attribute__((format(printf, 1, 2))) void diag_error(const char *format, ...);
__attribute__((format(printf, 1, 2))) void diag_warn(const char *format, ...);
/* Not printed when quiet. */
__attribute__((format(printf, 1, 2))) void diag_info(const char *format, ...);
/* Printed when verbose. */
__attribute__((format(printf, 1, 2))) void diag_debug(const char *format, ...);
/* The candidate nearest to `word` (edit distance at most a third of its length, at least 1), or NULL. List ends with
 * NULL. */
const char *diag_nearest(const char *word, const char *const *candidates);

#endif /* UTSAGA_DIAG_H */
