/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run: the ordered stages, the corpus-wide symbols, tables, remarks and the list of documents. There is one run at a
 * time in a process; host functions without a job find it by run_current().
 *
 * Threads: the fields are written by the main thread before and after the documents, and in the ordered section.
 */
#ifndef UTSAGA_RUN_H
#define UTSAGA_RUN_H

#include "arena.h"
#include "graph.h"
#include "inputs.h"
#include "job.h"
#include "output.h"
#include "registry.h"
#include <stdatomic.h>
#include <utsaga/extensions.h>

typedef struct run_doc {
    const input_file *input;
    uts_str id, sha256, error;
} run_doc;

typedef struct run_note {
    uts_str doc, message, detail;
    const stage *stage;
    uint64_t chars;
    int32_t level;
} run_note;

typedef struct published {
    const char *id;
    const void *interface_;
} published;

typedef struct run {
    registry registry;
    stage **stages; /* in order of work */
    uint32_t n_stages;
    inputs inputs;
    output *output; /* NULL: a command without output folder */
    const char *language;
    bool strict, quiet;
    bool mute, every_note; /* print no remark; print all of them */
    uint32_t threads;

    arena memory; /* what lives to the end of the run; [main, ordered] */
    uts_job main_job;
    symtab *main_symbols, *corpus;
    uint32_t promoted_until; /* corpus numbers are dense */

    run_doc *docs;
    uint64_t n_docs, room_docs, n_skipped;
    run_note *notes;
    uint64_t n_notes, room_notes, n_printed_notes;
    struct {
        uint64_t key, n;
    } alike[20]; /* remarks that were printed, numbers aside, and how often they came */
    uint32_t n_alike;
    uts_table *tables[64];
    uint32_t n_tables;
    uts_grid *grids; /* every table that was opened */
    published published[32];
    uint32_t n_published;
    atomic_bool cancelled;
    bool failed;

    /* What `show` hangs in: called in the ordered section for each document that was annotated. */
    void (*visit)(struct run *run, const uts_doc *doc, void *arg);
    void *visit_arg;
} run;

run *run_current(void);
/* The table of functions lent to plugins. */
const uts_host *run_host(void);
/* The extension utsaga.words/1. */
extern const uts_words run_words;

/* Zero-initialises and makes the run current. False: out of memory. */
bool run_init(run *r);
/* Destroys stages and frees everything. */
void run_clear(run *r);
/* Fills options, creates the stages in order. `base`: folder of the project file, or NULL. False: printed. */
bool run_create_stages(run *r, const char *base);
/* Reads, annotates, counts and writes every input. False: a failure that ends the run was printed. */
bool run_documents(run *r);
/* Finishes analyses, gives tables to the writers and ends them. False: printed. */
bool run_finish(run *r);
/* Writes run.json into the output. False: printed. */
bool run_write_report(run *r);
/* Prints the error that a job recorded, with its place. */
void run_print_error(const uts_job *job, const char *name);
/* Keeps the remarks of a job that ends well, and prints those that matter. [main, ordered] */
void run_keep_notes(run *r, uts_job *job);
/* Lists a document, or a file that was skipped. [main, ordered] */
bool run_list_document(run *r, const input_file *input, uts_str id, uts_str sha256, const char *error);

/* Callbacks that publish EXT_RUN and tables; see host_api.c and tables.c. */
uts_grid *table_open(uts_job *job, const char *name, const uts_column *columns);
void table_add_row(uts_grid *grid, const uts_value *values);
uts_status table_seal(uts_grid *grid);
void tables_clear(run *r);
const void *run_extension(const char *id);

#endif /* UTSAGA_RUN_H */
