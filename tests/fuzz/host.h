/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A host in memory that reads one file with one reader and looks at everything the reader does: text, layers, symbols,
 * failures. What breaks the contract of utsaga/plugin.h stops the program, as a sanitizer would.
 */
#ifndef FUZZ_HOST_H
#define FUZZ_HOST_H

#include "check.h"

#include <utsaga/plugin.h>

struct fuzz_result {
    uint64_t digest;    /* of text, metadata, layers and messages: two runs over the same bytes must agree */
    uint32_t documents; /* that were read */
    uts_status status;  /* UTS_END: read to the end */
    char message[1000]; /* of the failure */
};

/* Makes the stage with the presets of its options. It lives until fuzz_reader_free. */
struct fuzz_reader;
struct fuzz_reader *fuzz_reader_make(const uts_plugin *plugin);
void fuzz_reader_free(struct fuzz_reader *reader);

/* Probes, opens, reads all documents of a file of this name and closes. */
struct fuzz_result fuzz_read(struct fuzz_reader *reader, const char *name, const void *bytes, size_t n);

/* For unit tests of what readers share: the host, a job that may give the layers of @p stage, and its document. */
const uts_host *fuzz_host(void);
uts_job *fuzz_job_make(const uts_stage *stage);
struct check_document *fuzz_job_document(uts_job *job);
void fuzz_job_free(uts_job *job);

#endif
