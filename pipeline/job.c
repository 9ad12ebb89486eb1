/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "job.h"

#include "limits.h"
#include "output.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void job_begin(uts_job *job, struct run *run, symtab *symbols, uint32_t epoch) {
    arena memory = job->memory;
    memset(job, 0, sizeof *job);
    job->memory = memory;
    job->run = run;
    job->symbols = symbols;
    job->epoch = epoch;
    job->doc.job = job;
    job->notes_end = &job->notes;
}

void job_end(uts_job *job) {
    for (job_defer *d = job->defers; d; d = d->next) d->fn(d->arg);
    for (job_file *f = job->files; f; f = f->next) output_discard(f->io);
    job->defers = NULL;
    job->files = NULL;
    arena_reset(&job->memory, LIMIT_ARENA_KEEP);
}

void job_free(uts_job *job) { arena_free(&job->memory); }

uts_status job_fail(uts_job *job, uts_status code, uint64_t offset, uts_str message) {
    if (code >= 0) code = UTS_E_BUG;
    if (job->error) return code;
    job->error = code;
    job->error_offset = offset;
    job->error_stage = job->stage;
    const char *copy = arena_copy(&job->memory, message.p, message.n);
    job->error_message = copy ? copy : "out of memory";
    return code;
}

uts_status job_failf(uts_job *job, uts_status code, uint64_t offset, const char *format, ...) {
    char text[2048];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t used = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    return job_fail(job, code, offset, (uts_str){text, used});
}

void job_note_add(uts_job *job, int32_t level, uint64_t offset, uts_str message, uts_str detail) {
    if (job->n_notes == LIMIT_NOTES_PER_DOCUMENT) {
        job->notes_dropped++;
        return;
    }
    job_note *note = arena_zeroed(&job->memory, sizeof *note, _Alignof(job_note));
    if (!note) return;
    note->stage = job->stage;
    note->level = level;
    note->offset = offset;
    note->message = (uts_str){arena_copy(&job->memory, message.p, message.n), message.n};
    note->detail = (uts_str){arena_copy(&job->memory, detail.p, detail.n), detail.n};
    if (!note->message.p || !note->detail.p) return;
    *job->notes_end = note;
    job->notes_end = &note->next;
    job->n_notes++;
}

const uts_layer *job_layer(const uts_job *job, const char *name) {
    for (const doc_layer *l = job->doc.layers; l; l = l->next)
        if (strcmp(l->spec->name, name) == 0) return &l->layer;
    return NULL;
}

uint32_t job_chars(const uts_doc *doc, uint32_t offset) {
    /* The index is a cache that belongs to the thread that has the job. */
    uts_job *job = doc->job;
    if (!job->doc.index.counts && !text_index_build(&job->doc.index, &job->memory, doc->text.p, (uint32_t)doc->text.n))
        return 0;
    return text_chars_before(&job->doc.index, offset);
}
