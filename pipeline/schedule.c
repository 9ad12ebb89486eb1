/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Documents in parallel, results in order. Each worker claims the next input file, makes documents of it and runs the
 * stages. Finished jobs wait in the slot of their file until all files before it are committed; whoever finds the next
 * file ready commits it: folds, files, remarks, in input order. So results are the same for any number of workers.
 *
 * The window bounds files in work and waiting by bytes and number. The oldest file is always in work or ready, so a
 * worker that waits for room cannot wait for ever.
 *
 * Stages from the first UTS_ORDERED one on run in the ordered section.
 */
#include "diag.h"
#include "doc_names.h"
#include "io.h"
#include "limits.h"
#include "progress.h"
#include "run.h"

#include <malloc.h>
#include <omp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

/* Word forms of one worker, until it starts anew; freed when the last job that uses them is committed. */
typedef struct symbols {
    symtab *table;
    uint32_t users;
} symbols;

typedef struct slot {
    uts_job *first, *last; /* finished documents of this file */
    bool finished;         /* no more will come */
    uint64_t bytes;
} slot;

typedef struct schedule {
    run *run;
    uint32_t first_ordered; /* stages from here on run in the ordered section */
    slot *slots;            /* one a file */
    pthread_mutex_t lock;
    pthread_mutex_t entering;
    pthread_cond_t changed;
    uint32_t claimed, committed; /* files */
    uint64_t window_bytes;       /* of claimed files that are not committed */
    uint64_t done_bytes;
    bool committing, stop;
    uts_job *spare;
    progress progress;
} schedule;

typedef struct worker {
    schedule *s;
    uint32_t index, epoch;
    symbols *symbols;
    uts_job file;                          /* open source */
    char sha256[2 * SHA256_DIGEST_LENGTH]; /* of the open source, made at its first document */
    doc_names names;                       /* of the documents of the open source */
    bool entered;
} worker;

/* ---- jobs and symbols; the lock is held ---- */

static void symbols_release(symbols *s) {
    if (!s || --s->users > 0) return;
    symtab_free(s->table);
    free(s);
}

static void job_release(schedule *s, uts_job *job) {
    symbols *used = job->held;
    job_end(job);
    symbols_release(used);
    job->next = s->spare;
    s->spare = job;
}

/* ---- worker ---- */

static bool symbols_renew(worker *w) {
    if (w->symbols && symtab_count(w->symbols->table) < LIMIT_WORKER_SYMBOLS) return true;
    symbols *fresh = calloc(1, sizeof *fresh);
    if (fresh) fresh->table = symtab_new();
    if (!fresh || !fresh->table) {
        free(fresh);
        return false;
    }
    fresh->users = 1;
    pthread_mutex_lock(&w->s->lock);
    symbols_release(w->symbols);
    pthread_mutex_unlock(&w->s->lock);
    w->symbols = fresh;
    w->epoch++;
    return true;
}

static uts_job *job_take(worker *w) {
    schedule *s = w->s;
    pthread_mutex_lock(&s->lock);
    uts_job *job = s->spare;
    if (job) s->spare = job->next;
    if (w->symbols) w->symbols->users++;
    pthread_mutex_unlock(&s->lock);
    if (!job) job = calloc(1, sizeof *job);
    if (!job) return NULL;
    job_begin(job, s->run, w->symbols->table, w->epoch);
    job->held = w->symbols;
    return job;
}

static void call_enter(worker *w, stage *st, uts_job *job) {
    if (st->entered[w->index]) return;
    st->entered[w->index] = true;
    if (!st->d->enter) return;
    pthread_mutex_lock(&w->s->entering);
    job->stage = st;
    uts_status status = st->d->enter(st->self, job, &st->locals[w->index]);
    pthread_mutex_unlock(&w->s->entering);
    if (status < 0 && !job->error)
        job_failf(job, status, UINT64_MAX, "could not start a worker and did not say why (plugin error)");
    if (status < 0) st->entered[w->index] = false;
}

/* Did the stage give what it promised? */
static void check_gifts(const stage *st, uts_job *job) {
    for (const uts_layer_spec *const *g = st->d->gives; g && *g && !job->error; g++)
        if (!(*g)->optional && !job_layer(job, (*g)->name))
            job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: promises layer \"%s\" and did not give it",
                      (*g)->name);
}

static void call_stage(stage *st, uint32_t index, uint32_t worker_index, uts_job *job) {
    const uts_annotator_ops *annotator = st->d->ops;
    const uts_analysis_ops *analysis = st->d->ops;
    const uts_writer_ops *writer = st->d->ops;
    uts_status status = UTS_OK;
    void *local = st->locals[worker_index];
    job->stage = st;
    if (st->d->sharing == UTS_SERIAL) pthread_mutex_lock(&st->serial);
    switch (st->d->kind) {
    case UTS_ANNOTATOR:
        status = annotator->annotate(st->self, local, job, &job->doc);
        break;
    case UTS_ANALYSIS:
        status = analysis->map(st->self, local, job, &job->doc, &job->parts[index]);
        break;
    case UTS_WRITER:
        if (writer->document) status = writer->document(st->self, local, job, &job->doc, &job->parts[index]);
        break;
    default:
        break;
    }
    if (st->d->sharing == UTS_SERIAL) pthread_mutex_unlock(&st->serial);
    if (status < 0 && !job->error) job_failf(job, status, UINT64_MAX, "failed without saying why (plugin error)");
    if (st->d->kind == UTS_ANNOTATOR) check_gifts(st, job);
}

static void run_stages(worker *w, uts_job *job) {
    run *r = w->s->run;
    job->parts = arena_zeroed(&job->memory, (r->n_stages + 1) * sizeof *job->parts, sizeof(void *));
    if (!job->parts) job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    for (uint32_t i = 0; i < w->s->first_ordered && !job->error; i++) {
        if (atomic_load_explicit(&r->cancelled, memory_order_relaxed))
            job_failf(job, UTS_E_CANCELLED, UINT64_MAX, "stopped");
        else
            call_enter(w, r->stages[i], job);
        if (!job->error) call_stage(r->stages[i], i, w->index, job);
    }
    job->stage = NULL;
}

/* A project file may hold hundreds of documents: it is hashed once. */
static uts_status hash_source(worker *w, uts_job *job, uint32_t nth) {
    static const char digits[] = "0123456789abcdef";
    if (nth == 0) {
        unsigned char digest[SHA256_DIGEST_LENGTH];
        SHA256((const unsigned char *)w->file.source.p, w->file.source.n, digest);
        for (size_t i = 0; i < sizeof digest; i++) {
            w->sha256[2 * i] = digits[digest[i] >> 4];
            w->sha256[2 * i + 1] = digits[digest[i] & 15];
        }
    }
    return run_host()->set_meta(job, "sha256", (uts_str){w->sha256, sizeof w->sha256});
}

/* Fills in what the host knows of a document. */
static void describe(uts_job *job, const input_file *input, uint32_t nth) {
    char *id = NULL;
    if (nth == 0)
        id = arena_copy(&job->memory, input->id, strlen(input->id));
    else if ((id = arena_zeroed(&job->memory, strlen(input->id) + 16, 1)))
        snprintf(id, strlen(input->id) + 16, "%s-%u", input->id, nth + 1);
    if (!id) {
        job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
        return;
    }
    job->doc.id = (uts_str){id, strlen(id)};
    job->input = input;
    run_host()->set_meta(job, "source", (uts_str){input->source, strlen(input->source)});
}

/* A document that its reader has named, as one of several in its source. */
static void name_document(worker *w, uts_job *job, const input_file *input) {
    uts_str name = run_host()->doc_meta(&job->doc, "name");
    if (!name.n) return;
    char *id = doc_names_take(&w->names, &w->s->run->inputs, input, name);
    const char *kept = id ? arena_copy(&job->memory, id, strlen(id)) : NULL;
    if (kept)
        job->doc.id = (uts_str){kept, strlen(kept)};
    else
        job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    free(id);
}

static void inherit_notes(uts_job *from, uts_job *to) {
    for (const job_note *n = from->notes; n; n = n->next) {
        to->stage = n->stage;
        job_note_add(to, n->level, n->offset, n->message, n->detail);
    }
    from->notes = NULL;
    from->notes_end = &from->notes;
    from->n_notes = 0;
}

/* ---- ordered section ---- */

static bool is_fatal(const uts_job *job) {
    const stage *st = job->error_stage;
    return job->error == UTS_E_CANCELLED || (st && st->d->kind == UTS_WRITER && job->error == UTS_E_IO);
}

static void fold_stages(schedule *s, uts_job *job) {
    run *r = s->run;
    for (uint32_t i = s->first_ordered; i < r->n_stages && !job->error; i++) call_stage(r->stages[i], i, 0, job);
    if (job->error) return;
    for (uint32_t i = 0; i < r->n_stages && !r->failed; i++) {
        stage *st = r->stages[i];
        const uts_analysis_ops *analysis = st->d->kind == UTS_ANALYSIS ? st->d->ops : NULL;
        const uts_writer_ops *writer = st->d->kind == UTS_WRITER ? st->d->ops : NULL;
        uts_status status = UTS_OK;
        job->stage = st;
        if (analysis)
            status = analysis->fold(st->self, job, &job->doc, job->parts[i]);
        else if (writer && writer->fold)
            status = writer->fold(st->self, job, &job->doc, job->parts[i]);
        if (status < 0 && !job->error) job_failf(job, status, UINT64_MAX, "failed without saying why (plugin error)");
        if (job->error) r->failed = true; /* other stages have counted the document already */
    }
    job->stage = NULL;
}

static void commit_job(schedule *s, uts_job *job) {
    run *r = s->run;
    if (!job->error && !r->failed) fold_stages(s, job);
    if (!job->error && r->visit) r->visit(r, &job->doc, r->visit_arg);
    if (!job->error && r->output && output_keep(r->output, job, true) < 0) r->failed = true;
    uts_str sha256 = run_host()->doc_meta(&job->doc, "sha256");
    if (job->error) {
        if (job->error != UTS_E_CANCELLED) run_print_error(job, job->input->path);
        if (is_fatal(job) || r->strict) r->failed = true;
    }
    run_keep_notes(r, job);
    if (!run_list_document(r, job->input, job->doc.id, sha256, job->error ? job->error_message : NULL))
        r->failed = true;
}

/* Commits every file that is next and ready. Called with the lock; gives it up while committing. */
static void commit_ready(schedule *s) {
    if (s->committing) return;
    s->committing = true;
    while (s->committed < s->claimed) {
        slot *at = &s->slots[s->committed];
        uts_job *job = at->first;
        if (job) {
            at->first = job->next;
            if (!at->first) at->last = NULL;
            pthread_mutex_unlock(&s->lock);
            commit_job(s, job);
            pthread_mutex_lock(&s->lock);
            job_release(s, job);
            if (s->run->failed) s->stop = true;
            continue;
        }
        if (!at->finished) break;
        s->window_bytes -= at->bytes;
        s->done_bytes += at->bytes;
        s->committed++;
        progress_update(&s->progress, s->committed, s->done_bytes);
    }
    s->committing = false;
    pthread_cond_broadcast(&s->changed);
}

static void hand_over(schedule *s, uint32_t file, uts_job *job) {
    pthread_mutex_lock(&s->lock);
    slot *at = &s->slots[file];
    job->next = NULL;
    if (at->last)
        at->last->next = job;
    else
        at->first = job;
    at->last = job;
    commit_ready(s);
    pthread_mutex_unlock(&s->lock);
}

/* ---- one file ---- */

static void refuse_file(worker *w, uint32_t file, const input_file *input, const char *why) {
    uts_job *job = job_take(w);
    if (!job) return;
    describe(job, input, 0);
    job->stage = NULL;
    job_failf(job, UTS_E_IO, UINT64_MAX, "%s", why);
    hand_over(w->s, file, job);
}

/* The next document of an open source. False: there is none, or the rest is lost. */
static bool next_document(worker *w, uint32_t file, const input_file *input, void *cursor, uint32_t nth) {
    stage *reader = w->s->run->registry.stages + input->reader->index;
    const uts_reader_ops *ops = reader->d->ops;
    uts_job *job = job_take(w);
    if (!job) return false;
    describe(job, input, nth);
    job->stage = reader;
    uts_status status = ops->next(reader->self, cursor, job);
    if (status == UTS_END && !job->error) {
        pthread_mutex_lock(&w->s->lock);
        job_release(w->s, job);
        pthread_mutex_unlock(&w->s->lock);
        return false;
    }
    if (status < 0 && !job->error) job_failf(job, status, UINT64_MAX, "failed without saying why (plugin error)");
    if (!job->error && !job->doc.has_text)
        job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: makes a document without text");
    if (nth == 0) inherit_notes(&w->file, job);
    if (!job->error) name_document(w, job, input);
    bool more = !job->error;
    if (job->error)
        job->source = (uts_str){arena_copy(&job->memory, w->file.source.p, w->file.source.n), w->file.source.n};
    else if (!hash_source(w, job, nth))
        check_gifts(reader, job);
    if (!job->error) run_stages(w, job);
    hand_over(w->s, file, job);
    return more;
}

static void read_file(worker *w, uint32_t file, const input_file *input) {
    stage *reader = w->s->run->registry.stages + input->reader->index;
    const uts_reader_ops *ops = reader->d->ops;
    job_begin(&w->file, w->s->run, w->symbols->table, w->epoch);
    w->file.stage = reader;
    uts_io source = {.job = &w->file, .path = input->path, .fd = -1};
    void *cursor = NULL;
    if (reader->d->sharing != UTS_SHARED) pthread_mutex_lock(&reader->serial);
    uts_status status = ops->open(reader->self, &w->file, &source, &cursor);
    if (status < 0) {
        uts_job *job = job_take(w);
        if (job) {
            describe(job, input, 0);
            job->stage = reader;
            job->source = (uts_str){arena_copy(&job->memory, w->file.source.p, w->file.source.n), w->file.source.n};
            job_failf(job, status, w->file.error ? w->file.error_offset : UINT64_MAX, "%s",
                      w->file.error ? w->file.error_message : "failed without saying why (plugin error)");
            hand_over(w->s, file, job);
        }
    } else {
        for (uint32_t nth = 0; next_document(w, file, input, cursor, nth); nth++) {
        }
        if (ops->close) ops->close(reader->self, cursor);
        doc_names_forget(&w->names);
    }
    if (reader->d->sharing != UTS_SHARED) pthread_mutex_unlock(&reader->serial);
    job_end(&w->file);
}

/* Claims the next file when the window has room. False: no more work. */
static bool claim(schedule *s, uint32_t *file) {
    const inputs *in = &s->run->inputs;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        if (atomic_load_explicit(&s->run->cancelled, memory_order_relaxed)) s->stop = true;
        if (s->stop || s->claimed == in->n) break;
        uint32_t waiting = s->claimed - s->committed;
        uint64_t bytes = in->files[s->claimed].error ? 0 : in->files[s->claimed].bytes;
        bool room = waiting < s->run->threads * LIMIT_WINDOW_DOCUMENTS_PER_THREAD &&
                    s->window_bytes + bytes <= LIMIT_WINDOW_BYTES;
        if (waiting == 0 || room) {
            *file = s->claimed++;
            s->slots[*file].bytes = bytes;
            s->window_bytes += bytes;
            pthread_mutex_unlock(&s->lock);
            return true;
        }
        pthread_cond_wait(&s->changed, &s->lock);
    }
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    return false;
}

static void work(worker *w) {
    schedule *s = w->s;
    uint32_t file;
    while (claim(s, &file)) {
        const input_file *input = &s->run->inputs.files[file];
        if (!symbols_renew(w)) {
            diag_error("out of memory");
            s->run->failed = true;
        } else if (input->error)
            refuse_file(w, file, input, input->error);
        else
            read_file(w, file, input);
        pthread_mutex_lock(&s->lock);
        s->slots[file].finished = true;
        commit_ready(s);
        pthread_mutex_unlock(&s->lock);
    }
}

static void leave_stages(worker *w) {
    run *r = w->s->run;
    for (uint32_t i = 0; i < r->n_stages; i++) {
        stage *st = r->stages[i];
        if (st->entered[w->index] && st->d->leave) st->d->leave(st->self, st->locals[w->index]);
    }
}

/* ---- all files ---- */

static bool make_locals(run *r) {
    for (uint32_t i = 0; i < r->n_stages; i++) {
        stage *st = r->stages[i];
        st->locals = arena_zeroed(&r->memory, r->threads * sizeof *st->locals, sizeof(void *));
        st->entered = arena_zeroed(&r->memory, r->threads * sizeof *st->entered, 1);
        if (!st->locals || !st->entered) return false;
    }
    return true;
}

static bool begin_writers(run *r) {
    for (uint32_t i = 0; i < r->n_stages; i++) {
        stage *st = r->stages[i];
        const uts_writer_ops *ops = st->d->kind == UTS_WRITER ? st->d->ops : NULL;
        if (!ops || !ops->begin) continue;
        r->main_job.stage = st;
        uts_status status = ops->begin(st->self, &r->main_job);
        if (status < 0 || r->main_job.error) {
            run_print_error(&r->main_job, NULL);
            return false;
        }
    }
    return true;
}

static void work_in_parallel(schedule *s) {
    uint32_t threads = s->run->threads;
#pragma omp parallel num_threads(threads)
    {
        worker w = {.s = s, .index = (uint32_t)omp_get_thread_num()};
        work(&w);
        leave_stages(&w);
        doc_names_free(&w.names);
        pthread_mutex_lock(&s->lock);
        symbols_release(w.symbols);
        pthread_mutex_unlock(&s->lock);
        job_free(&w.file);
    }
}

/* Stages of the ordered section have one worker's state, made here. */
static bool enter_ordered(schedule *s) {
    worker main_worker = {.s = s};
    for (uint32_t i = s->first_ordered; i < s->run->n_stages; i++)
        call_enter(&main_worker, s->run->stages[i], &s->run->main_job);
    if (!s->run->main_job.error) return true;
    run_print_error(&s->run->main_job, NULL);
    return false;
}

bool run_documents(run *r) {
    schedule s = {.run = r, .first_ordered = 0};
    while (s.first_ordered < r->n_stages && r->stages[s.first_ordered]->d->sharing != UTS_ORDERED) s.first_ordered++;
    if (r->inputs.bytes < LIMIT_SERIAL_BYTES || r->inputs.n < 2) r->threads = 1;
    s.slots = calloc(r->inputs.n + 1, sizeof *s.slots);
    if (!s.slots || !make_locals(r)) {
        free(s.slots);
        diag_error("out of memory");
        return false;
    }
    pthread_mutex_init(&s.lock, NULL);
    pthread_mutex_init(&s.entering, NULL);
    pthread_cond_init(&s.changed, NULL);
    progress_start(&s.progress, r->quiet, r->inputs.n, r->inputs.bytes);
    bool good = begin_writers(r) && enter_ordered(&s);
    if (good) work_in_parallel(&s);
    progress_end(&s.progress);
    while (s.spare) {
        uts_job *job = s.spare;
        s.spare = job->next;
        job_free(job);
        free(job);
    }
    pthread_cond_destroy(&s.changed);
    pthread_mutex_destroy(&s.entering);
    pthread_mutex_destroy(&s.lock);
    free(s.slots);
    /* What documents needed goes back before tables are made, so that the two peaks do not add up. */
    malloc_trim(0);
    return good && !r->failed && !atomic_load(&r->cancelled);
}
