/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress on standard error: one line that is rewritten on a terminal, nothing elsewhere. */
#ifndef UTSAGA_PROGRESS_H
#define UTSAGA_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct progress {
    bool shown; /* on a terminal and not quiet */
    uint64_t files, bytes;
    double started, last;
} progress;

void progress_start(progress *p, bool quiet, uint64_t files, uint64_t bytes);
/* Called in the ordered section; redraws at most ten times a second. */
void progress_update(progress *p, uint64_t files_done, uint64_t bytes_done);
void progress_end(progress *p);

#endif /* UTSAGA_PROGRESS_H */
