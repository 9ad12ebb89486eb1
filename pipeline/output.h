/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The output folder. Everything is written to a sibling folder that only the user may enter, and put in place at once
 * when the whole run has succeeded: a killed run leaves the old output whole.
 */
#ifndef UTSAGA_OUTPUT_H
#define UTSAGA_OUTPUT_H

#include "job.h"
#include <stdio.h>

typedef struct output output;

/*
 * Prepares output to `folder`. Refuses a folder that holds files but no run.json of ours. NULL: failed, and the reason
 * was printed. Single-threaded.
 */
output *output_open(const char *folder);
/* True when the folder holds a run.json that a run of this program wrote. */
bool output_is_ours(const char *folder);
/* Puts the new output in place. Files in the old folder that were not made by the last run are kept. False: printed. */
bool output_commit(output *o);
/* Removes what was written, unless committed. Frees. */
void output_close(output *o);
/* Paths of finished files below the folder, sorted; valid until the next keep. */
const char *const *output_files(output *o, size_t *n);

/* uts_host's create, write, close. Thread-safe. A file belongs to the job that made it. */
uts_io *output_create(output *o, uts_job *job, const char *path);
uts_status output_write(uts_io *io, const void *bytes, size_t n);
uts_status output_finish(uts_io *io);
/* Takes over the finished files of a job that succeeded. With `all`, one that is still open is an error. */
uts_status output_keep(output *o, uts_job *job, bool all);
/* Ends a file: removes it unless it was taken over. */
void output_discard(uts_io *io);

#endif /* UTSAGA_OUTPUT_H */
