/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A job: one document on one worker, from reading to the ordered commit. Holds the document, its layers, its arena, its
 * first error and its remarks. Jobs are reused. A job is touched by one thread at a time: the worker first, then, after
 * the scheduler's lock, the thread that commits it.
 */
#ifndef UTSAGA_JOB_H
#define UTSAGA_JOB_H

#include "arena.h"
#include "symtab.h"
#include "text.h"
#include <utsaga/plugin.h>

typedef struct stage stage; /* registry.h */

typedef struct doc_meta {
    const char *key;
    uts_str value;
    struct doc_meta *next;
} doc_meta;

typedef struct doc_layer {
    const uts_layer_spec *spec;
    uts_layer layer;
    struct doc_layer *next; /* newest first: a refined layer hides the older one */
} doc_layer;

struct uts_doc {
    uts_job *job;
    uts_str id, text;
    bool has_text;
    doc_meta *meta;
    doc_layer *layers;
    text_index index; /* built on first use */
};

typedef struct job_note {
    const stage *stage;
    int32_t level;
    uint64_t offset;
    uts_str message, detail;
    struct job_note *next;
} job_note;

typedef struct job_file {
    struct uts_io *io;
    struct job_file *next;
} job_file;

typedef struct job_defer {
    void (*fn)(void *);
    void *arg;
    struct job_defer *next;
} job_defer;

struct uts_job {
    arena memory;
    symtab *symbols;
    uint32_t epoch;
    struct run *run;
    const stage *stage; /* whose callback is running */
    uts_doc doc;
    void **parts; /* one a stage */

    uts_status error;
    uint64_t error_offset;
    const char *error_message;
    const stage *error_stage;

    job_note *notes, **notes_end;
    uint32_t n_notes, notes_dropped;
    job_file *files;
    job_defer *defers;

    uint64_t order; /* of the input file */
    const struct input_file *input;
    uts_str source;        /* bytes of the file, for places of reader errors */
    uint64_t source_bytes; /* counted in the window */
    struct symbols *held;  /* keeps `symbols` alive; see schedule.c */
    uts_job *next;
};

/* Makes the job ready for a document. `run` is what the host functions see. */
void job_begin(uts_job *job, struct run *run, symtab *symbols, uint32_t epoch);
/* Runs deferred functions, discards files left open, forgets everything but memory to reuse. */
void job_end(uts_job *job);
void job_free(uts_job *job);

/* Records the first error. Returns code. */
uts_status job_fail(uts_job *job, uts_status code, uint64_t offset, uts_str message);
__attribute__((format(printf, 4, 5))) uts_status job_failf(uts_job *job, uts_status code, uint64_t offset,
                                                           const char *format, ...);
void job_note_add(uts_job *job, int32_t level, uint64_t offset, uts_str message, uts_str detail);

/* The newest sealed layer of a name, or NULL, without looking at what the stage declared. */
const uts_layer *job_layer(const uts_job *job, const char *name);
/* Code points before a byte of the document text. */
uint32_t job_chars(const uts_doc *doc, uint32_t offset);

/* Builders: see uts_host. */
uts_rows *layer_open(uts_job *job, const uts_layer_spec *spec);
void layer_add(uts_rows *rows, uint32_t begin, uint32_t end, const uts_cell *cells);
bool layer_reserve(uts_rows *rows, uint32_t n, uts_room *room);
void layer_advance(uts_rows *rows, uint32_t n);
uts_status layer_seal(uts_rows *rows);

#endif /* UTSAGA_JOB_H */
