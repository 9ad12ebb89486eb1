/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include "diag.h"
#include "options.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static run *current;

run *run_current(void) { return current; }

/* ---- the extension utsaga.run/1 ---- */

static bool ext_document(uint64_t i, uts_run_doc *out) {
    if (i >= current->n_docs) return false;
    const run_doc *d = &current->docs[i];
    *out = (uts_run_doc){d->id, {d->input->source, strlen(d->input->source)}, d->sha256, d->error, d->input->bytes};
    return true;
}

static bool ext_note(uint64_t i, uts_run_note *out) {
    if (i >= current->n_notes) return false;
    const run_note *n = &current->notes[i];
    const char *name = n->stage ? n->stage->d->name : "";
    *out = (uts_run_note){n->doc, {name, strlen(name)}, n->message, n->detail, n->chars, n->level, 0};
    return true;
}

static uts_run ext = {.size = sizeof ext, .document = ext_document, .note = ext_note};

/* Brings the extension up to date; called whenever [main] callbacks follow. */
static bool ext_refresh(run *r) {
    const uts_stage **list = arena_zeroed(&r->memory, (r->n_stages + 1) * sizeof *list, sizeof(void *));
    if (!list) return false;
    for (uint32_t i = 0; i < r->n_stages; i++) list[i] = r->stages[i]->d;
    ext.stages = list;
    ext.n_stages = r->n_stages;
    ext.n_skipped = r->n_skipped;
    ext.n_documents = r->n_docs - r->n_skipped;
    ext.n_notes = r->n_notes;
    return true;
}

/* ---- life ---- */

bool run_init(run *r) {
    memset(r, 0, sizeof *r);
    current = r;
    r->language = "sv";
    r->main_symbols = symtab_new();
    r->corpus = symtab_new();
    if (!r->main_symbols || !r->corpus) return false;
    job_begin(&r->main_job, r, r->main_symbols, 1);
    r->published[r->n_published++] = (published){UTS_EXT_RUN, &ext};
    r->published[r->n_published++] = (published){UTS_EXT_WORDS, &run_words};
    return true;
}

void run_clear(run *r) {
    for (uint32_t i = r->n_stages; i-- > 0;)
        if (r->stages[i]->created && r->stages[i]->d->destroy) r->stages[i]->d->destroy(r->stages[i]->self);
    for (uint32_t i = 0; i < r->registry.n_stages; i++) {
        stage *s = &r->registry.stages[i];
        if (s->d->kind == UTS_READER && s->created && s->d->destroy) s->d->destroy(s->self);
    }
    job_end(&r->main_job);
    job_free(&r->main_job);
    tables_clear(r);
    symtab_free(r->main_symbols);
    symtab_free(r->corpus);
    output_close(r->output);
    inputs_clear(&r->inputs);
    free(r->stages);
    free(r->docs);
    free(r->notes);
    arena_free(&r->memory);
    registry_clear(&r->registry);
    current = NULL;
}

/* Runs a [main] callback's aftermath: keeps files and remarks, prints the error. */
static bool settle(run *r, uts_status status) {
    uts_job *job = &r->main_job;
    if (status >= 0 && job->error) status = job->error;
    if (status >= 0 && r->output)
        status = output_keep(r->output, job, false); /* a writer may keep a file of the corpus open until `end` */
    if (status < 0 && !job->error) job_failf(job, status, UINT64_MAX, "failed without saying why (plugin error)");
    if (status < 0) run_print_error(job, NULL);
    run_keep_notes(r, job);
    job->stage = NULL;
    return status >= 0;
}

static bool create_stage(run *r, stage *s, const char *base) {
    if (!options_fill(s, &r->memory, base)) return false;
    r->main_job.stage = s;
    uts_status status = s->d->create(run_host(), &r->main_job, s->conf, &s->self);
    s->created = status >= 0;
    return settle(r, status);
}

bool run_create_stages(run *r, const char *base) {
    for (uint32_t i = 0; i < r->registry.n_stages; i++)
        if (r->registry.stages[i].d->kind == UTS_READER && !create_stage(r, &r->registry.stages[i], base)) return false;
    for (uint32_t i = 0; i < r->n_stages; i++)
        if (!create_stage(r, r->stages[i], base)) return false;
    if (!ext_refresh(r)) return false;
    return true;
}

bool run_finish(run *r) {
    uts_job *job = &r->main_job;
    for (uint32_t i = 0; i < r->n_stages; i++) {
        stage *s = r->stages[i];
        const uts_analysis_ops *ops = s->d->kind == UTS_ANALYSIS ? s->d->ops : NULL;
        if (!ops || !ops->finish) continue;
        job->stage = s;
        if (!settle(r, ops->finish(s->self, job))) return false;
    }
    for (uint32_t i = 0; i < r->n_stages; i++) {
        stage *s = r->stages[i];
        const uts_writer_ops *ops = s->d->kind == UTS_WRITER ? s->d->ops : NULL;
        if (!ops) continue;
        if (!ext_refresh(r)) return false;
        for (uint32_t t = 0; t < r->n_tables && ops->table; t++) {
            job->stage = s;
            if (!settle(r, ops->table(s->self, job, r->tables[t]))) return false;
        }
        job->stage = s;
        if (ops->end && !settle(r, ops->end(s->self, job))) return false;
    }
    return true;
}

/* ---- what is known of documents ---- */

bool run_list_document(run *r, const input_file *input, uts_str id, uts_str sha256, const char *error) {
    if (r->n_docs == r->room_docs) {
        uint64_t room = r->room_docs ? r->room_docs * 2 : 64;
        run_doc *docs = realloc(r->docs, room * sizeof *docs);
        if (!docs) return false;
        r->docs = docs;
        r->room_docs = room;
    }
    run_doc *d = &r->docs[r->n_docs++];
    d->input = input;
    d->id = (uts_str){arena_copy(&r->memory, id.p, id.n), id.n};
    d->sha256 = (uts_str){arena_copy(&r->memory, sha256.p, sha256.n), sha256.n};
    size_t n = error ? strlen(error) : 0;
    d->error = (uts_str){arena_copy(&r->memory, error ? error : "", n), n};
    if (error) r->n_skipped++;
    return d->id.p && d->sha256.p && d->error.p;
}

/* The same remark about many documents would hide the others. */
enum { MOST_PRINTED_NOTES = 20, MOST_PRINTED_ALIKE = 3 };

/* How often a remark has come, whatever numbers stand in it. */
static uint64_t times(run *r, const run_note *n) {
    uint64_t key = 14695981039346656037u;
    for (size_t i = 0; i < n->message.n; i++)
        if (n->message.p[i] < '0' || n->message.p[i] > '9')
            key = (key ^ (unsigned char)n->message.p[i]) * 1099511628211u;
    for (uint32_t i = 0; i < r->n_alike; i++)
        if (r->alike[i].key == key) return ++r->alike[i].n;
    if (r->n_alike == sizeof r->alike / sizeof *r->alike) return 1;
    r->alike[r->n_alike].key = key;
    return r->alike[r->n_alike++].n = 1;
}

/* By the name of the file: ids are ours, files are the user's. */
static void print_note(run *r, const run_note *n, const char *source) {
    if (n->level < UTS_LOG_WARN) {
        diag_debug("%s: %.*s", source, (int)n->message.n, n->message.p);
        return;
    }
    uint64_t alike = r->mute || r->every_note || !*source ? 1 : times(r, n);
    if (r->mute || alike > MOST_PRINTED_ALIKE) return;
    if (++r->n_printed_notes > MOST_PRINTED_NOTES && !r->every_note) return;
    if (alike == MOST_PRINTED_ALIKE)
        diag_warn("%s: %.*s (should others have it too, run.json and tables/notes.csv tell)", source, (int)n->message.n,
                  n->message.p);
    else if (!*source)
        diag_warn("%.*s", (int)n->message.n, n->message.p);
    else if (n->chars == UINT64_MAX)
        diag_warn("%s: %.*s", source, (int)n->message.n, n->message.p);
    else
        diag_warn("%s: character %llu: %.*s", source, (unsigned long long)n->chars, (int)n->message.n, n->message.p);
    if (r->n_printed_notes == MOST_PRINTED_NOTES && !r->every_note)
        diag_warn("more remarks stand in run.json and tables/notes.csv");
}

static bool keep_note(run *r, const uts_job *job, const job_note *from) {
    if (r->n_notes == r->room_notes) {
        uint64_t room = r->room_notes ? r->room_notes * 2 : 64;
        run_note *notes = realloc(r->notes, room * sizeof *notes);
        if (!notes) return false;
        r->notes = notes;
        r->room_notes = room;
    }
    run_note *n = &r->notes[r->n_notes];
    *n = (run_note){.stage = from->stage, .level = from->level, .chars = UINT64_MAX};
    uts_str id = job->doc.id;
    n->doc = (uts_str){arena_copy(&r->memory, id.p, id.n), id.n};
    n->message = (uts_str){arena_copy(&r->memory, from->message.p, from->message.n), from->message.n};
    n->detail = (uts_str){arena_copy(&r->memory, from->detail.p, from->detail.n), from->detail.n};
    if (!n->doc.p || !n->message.p || !n->detail.p) return false;
    if (from->offset != UINT64_MAX && job->doc.has_text) n->chars = job_chars(&job->doc, (uint32_t)from->offset);
    r->n_notes++;
    print_note(r, n, job->input ? job->input->source : "");
    return true;
}

void run_keep_notes(run *r, uts_job *job) {
    for (const job_note *n = job->notes; n; n = n->next)
        if (!keep_note(r, job, n)) diag_error("out of memory: a remark is lost");
    if (job->notes_dropped)
        diag_warn("%.*s: %u more remarks were not kept", (int)job->doc.id.n, job->doc.id.p, job->notes_dropped);
    job->notes = NULL;
    job->notes_end = &job->notes;
    job->n_notes = job->notes_dropped = 0;
}

/* A place in the source for a reader's error, in the document text for the others. */
static uts_str text_of_error(const uts_job *job) {
    if (job->error_stage && job->error_stage->d->kind == UTS_READER) return job->source;
    return job->doc.text;
}

void run_print_error(const uts_job *job, const char *name) {
    const char *culprit = job->error_stage ? job->error_stage->d->name : NULL;
    char place[64] = "";
    uts_str text = text_of_error(job);
    if (job->error_offset != UINT64_MAX && text.p && job->error_offset <= text.n) {
        text_place p = text_place_of(text.p, text.n, (size_t)job->error_offset);
        snprintf(place, sizeof place, ":%llu:%llu", (unsigned long long)p.line, (unsigned long long)p.column);
    }
    diag_error("%s%s%s%s%s%s%s", name ? name : "", place, name ? ": " : "", job->error_message, culprit ? " [" : "",
               culprit ? culprit : "", culprit ? "]" : "");
}
