/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills uts_host: the only file that knows both sides of the border. */
#include "diag.h"
#include "io.h"
#include "limits.h"
#include "run.h"

#include <string.h>

static void *host_alloc(uts_job *job, size_t bytes, size_t align) {
    if (align == 0 || align > 64 || (align & (align - 1))) align = 64;
    void *p = arena_zeroed(&job->memory, bytes, align);
    if (!p) job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    return p;
}

static void host_defer(uts_job *job, void (*fn)(void *), void *arg) {
    job_defer *d = arena_zeroed(&job->memory, sizeof *d, _Alignof(job_defer));
    if (!d) {
        fn(arg);
        job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
        return;
    }
    *d = (job_defer){fn, arg, job->defers};
    job->defers = d;
}

static uts_sym host_intern(uts_job *job, uts_str text) {
    uts_sym symbol = symtab_intern(job->symbols, text.p, text.n);
    if (!symbol && text.n) job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory for word forms");
    return symbol;
}

static void host_intern_spans(uts_job *job, const char *text, const uint32_t *begin, const uint32_t *end, uint32_t n,
                              uts_sym *out) {
    if (symtab_intern_spans(job->symbols, text, begin, end, n, out)) return;
    memset(out, 0, n * sizeof *out);
    job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory for word forms");
}

static uts_str host_spell(const uts_job *job, uts_sym symbol) { return symtab_spell(job->symbols, symbol); }
static uint32_t host_symbol_epoch(const uts_job *job) { return job->epoch; }
static uts_sym host_symbol_count(const uts_job *job) { return symtab_count(job->symbols); }

static uint32_t host_promote(uts_job *job, uts_sym symbol) {
    if (!symbol) return 0;
    uint32_t *number = symtab_promoted(job->symbols, symbol);
    if (number && !*number) {
        uts_str text = symtab_spell(job->symbols, symbol);
        *number = symtab_intern(job->run->corpus, text.p, text.n);
    }
    if (number && *number) return *number;
    job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory for the words of the corpus");
    return 0;
}

enum { PROMOTED = 64 };

/* Up to PROMOTED at once: those that the worker's table knows no number of are looked up together. */
static bool promote_some(uts_job *job, const uts_sym *symbols, uint32_t n, uint32_t *numbers) {
    uts_str fresh[PROMOTED];
    uint32_t *where[PROMOTED], found[PROMOTED], n_fresh = 0;
    for (uint32_t k = 0; k < n; k++) {
        where[k] = symtab_promoted(job->symbols, symbols[k]);
        if (!where[k]) return false;
        if (symbols[k] && !*where[k]) fresh[n_fresh++] = symtab_spell(job->symbols, symbols[k]);
    }
    if (n_fresh && !symtab_intern_list(job->run->corpus, fresh, n_fresh, found)) return false;
    for (uint32_t k = 0, next = 0; k < n; k++) {
        if (symbols[k] && !*where[k]) *where[k] = found[next++];
        numbers[k] = symbols[k] ? *where[k] : 0;
    }
    return true;
}

static void host_promote_many(uts_job *job, const uts_sym *symbols, uint32_t n, uint32_t *numbers) {
    for (uint32_t i = 0; i < n; i += PROMOTED) {
        if (promote_some(job, symbols + i, n - i < PROMOTED ? n - i : PROMOTED, numbers + i)) continue;
        job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory for the words of the corpus");
        memset(numbers + i, 0, (n - i) * sizeof *numbers);
        return;
    }
}

const uts_words run_words = {.size = sizeof run_words, .promote = host_promote_many};

static uts_str host_spell_promoted(uint32_t number) { return symtab_spell(run_current()->corpus, number); }

static void host_log(uts_job *job, int32_t level, uts_str message) {
    const char *name = job->stage ? job->stage->d->name : "host";
    if (level >= UTS_LOG_WARN)
        diag_warn("%s: %.*s", name, (int)message.n, message.p);
    else
        diag_debug("%s: %.*s", name, (int)message.n, message.p);
}

static bool host_cancelled(const uts_job *job) {
    return atomic_load_explicit(&job->run->cancelled, memory_order_relaxed);
}

static uts_str host_doc_id(const uts_doc *doc) { return doc->id; }
static uts_str host_doc_text(const uts_doc *doc) { return doc->text; }

static uts_str host_doc_meta(const uts_doc *doc, const char *key) {
    for (const doc_meta *m = doc->meta; m; m = m->next)
        if (strcmp(m->key, key) == 0) return m->value;
    return (uts_str){"", 0};
}

static const uts_layer *host_layer(const uts_doc *doc, const char *name) {
    const stage *s = doc->job->stage;
    if (s && !stage_needs(s, name) && !stage_gives(s, name)) {
        job_failf(doc->job, UTS_E_BUG, UINT64_MAX,
                  "plugin error: asks for layer \"%s\", which its `needs` does not name", name);
        return NULL;
    }
    return job_layer(doc->job, name);
}

static uts_status host_set_text(uts_job *job, uts_str text) {
    if (job->doc.has_text)
        return job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: gives the document a second text");
    if (text.n > LIMIT_TEXT_BYTES)
        return job_failf(job, UTS_E_LIMIT, UINT64_MAX, "the text is larger than 4 GiB; split it");
    size_t valid = text_valid_prefix(text.p, text.n, true);
    if (valid < text.n)
        return job_failf(job, UTS_E_BUG, valid,
                         "plugin error: the document text is not valid UTF-8 without NUL at byte %zu", valid);
    char *copy = arena_take(&job->memory, text.n + 64, 64);
    if (!copy) return job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    if (text.n) memcpy(copy, text.p, text.n);
    memset(copy + text.n, 0, 64);
    job->doc.text = (uts_str){copy, text.n};
    job->doc.has_text = true;
    return UTS_OK;
}

static uts_status host_set_meta(uts_job *job, const char *key, uts_str value) {
    doc_meta *m = arena_zeroed(&job->memory, sizeof *m, _Alignof(doc_meta));
    if (m) {
        m->key = arena_copy(&job->memory, key, strlen(key));
        m->value = (uts_str){arena_copy(&job->memory, value.p, value.n), value.n};
    }
    if (!m || !m->key || !m->value.p) return job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    m->next = job->doc.meta;
    job->doc.meta = m;
    return UTS_OK;
}

static uts_status host_source_bytes(uts_job *job, uts_io *source, uts_str *out) {
    uts_job *file = source->job; /* a source outlives the documents that are made of it */
    if (!file->source.p) {
        uts_status status = io_read_file(file, source->path, LIMIT_SOURCE_BYTES, &file->source);
        if (status) return job == file ? status : job_failf(job, status, file->error_offset, "%s", file->error_message);
    }
    *out = file->source;
    return UTS_OK;
}

static uts_io *host_create(uts_job *job, const char *path) { return output_create(job->run->output, job, path); }

static const char *host_setting(const char *key) {
    if (strcmp(key, "language") == 0) return run_current()->language;
    if (strcmp(key, "version") == 0) return UTSAGA_VERSION;
    if (strcmp(key, "lexicons") == 0) return registry_lexicons();
    return NULL;
}

static uts_status host_publish(const char *id, const void *interface_) {
    run *r = run_current();
    for (uint32_t i = 0; i < r->n_published; i++)
        if (strcmp(r->published[i].id, id) == 0) return UTS_E_ARG;
    if (r->n_published == sizeof r->published / sizeof *r->published) return UTS_E_LIMIT;
    r->published[r->n_published++] = (published){id, interface_};
    return UTS_OK;
}

const void *run_extension(const char *id) {
    const run *r = run_current();
    for (uint32_t i = 0; i < r->n_published; i++)
        if (strcmp(r->published[i].id, id) == 0) return r->published[i].interface_;
    return NULL;
}

static const uts_host host = {
    .size = sizeof host,
    .abi_minor = UTS_ABI_MINOR,
    .alloc = host_alloc,
    .defer = host_defer,
    .intern = host_intern,
    .intern_spans = host_intern_spans,
    .spell = host_spell,
    .symbol_epoch = host_symbol_epoch,
    .symbol_count = host_symbol_count,
    .promote = host_promote,
    .spell_promoted = host_spell_promoted,
    .fail = job_fail,
    .note = job_note_add,
    .log = host_log,
    .cancelled = host_cancelled,
    .doc_id = host_doc_id,
    .doc_text = host_doc_text,
    .doc_meta = host_doc_meta,
    .layer = host_layer,
    .to_chars = job_chars,
    .set_text = host_set_text,
    .set_meta = host_set_meta,
    .open_layer = layer_open,
    .add = layer_add,
    .reserve = layer_reserve,
    .advance = layer_advance,
    .seal = layer_seal,
    .source_bytes = host_source_bytes,
    .create = host_create,
    .write = output_write,
    .close = output_finish,
    .open_table = table_open,
    .add_row = table_add_row,
    .seal_table = table_seal,
    .setting = host_setting,
    .extension = run_extension,
    .publish = host_publish,
};

const uts_host *run_host(void) { return &host; }
