/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The byte stream behind uts_io: a source that is read whole, or a file of the output folder. */
#ifndef UTSAGA_IO_H
#define UTSAGA_IO_H

#include "job.h"

struct output;

struct uts_io {
    uts_job *job;
    struct output *output; /* NULL: a source */
    char *path;            /* source: as opened; output: below the folder */
    int fd;                /* output; -1 when finished */
    bool kept;
    uts_status error;
    char *buffer; /* output: bytes not yet written */
    size_t used;
};

/* Reads a whole file into the job's memory, followed by 64 zero bytes. Records the error on the job. */
uts_status io_read_file(uts_job *job, const char *path, uint64_t limit, uts_str *out);

#endif /* UTSAGA_IO_H */
