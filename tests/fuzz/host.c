/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DOCUMENTS = 100000 }; /* more from one file of a fuzzer means that a reader never ends */

struct block {
    struct block *next;
    void *bytes;
};

struct deferred {
    struct deferred *next;
    void (*fn)(void *arg);
    void *arg;
};

struct uts_io {
    char *bytes;
    size_t n;
};

struct uts_job {
    const uts_stage *stage;
    struct block *blocks;
    struct deferred *deferred;
    struct check_symbols symbols;
    struct check_document document;
    const uts_io *source; /* NULL in create */
    uts_status failed;
    char message[1000];
};

/* uts_rows knows its job: open_layer is the only call that gets both. */
static uts_job *last_job;

/* ---- memory ---- */

static void *alloc(uts_job *job, size_t bytes, size_t align) {
    CHECK(align && align <= 64 && (align & (align - 1)) == 0, "alloc: the alignment is a power of two up to 64");
    struct block *block = malloc(sizeof *block);
    size_t room = (bytes + align - 1) / align * align;
    void *p = aligned_alloc(align < sizeof(void *) ? sizeof(void *) : align, room ? room + 64 - room % 64 : 64);
    CHECK(block && p, "the fuzzer itself ran out of memory");
    memset(p, 0, bytes);
    *block = (struct block){job->blocks, p};
    job->blocks = block;
    return p;
}

static void defer(uts_job *job, void (*fn)(void *arg), void *arg) {
    struct deferred *d = alloc(job, sizeof *d, 8);
    *d = (struct deferred){job->deferred, fn, arg};
    job->deferred = d;
}

static void end_job(uts_job *job) {
    for (struct deferred *d = job->deferred; d; d = d->next) d->fn(d->arg);
    while (job->blocks) {
        struct block *block = job->blocks;
        job->blocks = block->next;
        free(block->bytes);
        free(block);
    }
    check_document_free(&job->document);
    check_symbols_free(&job->symbols);
}

/* ---- symbols ---- */

static uts_sym intern(uts_job *job, uts_str text) { return check_intern(&job->symbols, text); }

static void intern_spans(uts_job *job, const char *text, const uint32_t *begin, const uint32_t *end, uint32_t n,
                         uts_sym *out) {
    for (uint32_t i = 0; i < n; i++) out[i] = intern(job, (uts_str){text + begin[i], end[i] - begin[i]});
}

static uts_str spell(const uts_job *job, uts_sym symbol) { return check_spell(&job->symbols, symbol); }
static uint32_t symbol_epoch(const uts_job *job) { return job ? 1 : 0; }
static uts_sym symbol_count(const uts_job *job) { return job->symbols.n + 1; }

/* ---- reporting ---- */

static uts_status fail(uts_job *job, uts_status code, uint64_t offset, uts_str message) {
    CHECK(code < 0, "fail: the code is negative");
    CHECK(message.n > 0 && check_utf8(message), "fail: the message says something, in UTF-8");
    CHECK(!job->source || offset == UINT64_MAX || offset <= job->source->n, "fail: the offset lies in the source");
    if (job->failed) return code;
    job->failed = code;
    snprintf(job->message, sizeof job->message, "%.*s", (int)message.n, message.p);
    return code;
}

static void note(uts_job *job, int32_t level, uint64_t offset, uts_str message, uts_str detail) {
    CHECK(level >= UTS_LOG_DEBUG && level <= UTS_LOG_ERROR, "note: the level is one of UTS_LOG_*");
    CHECK(message.n > 0 && check_utf8(message) && check_utf8(detail), "note: message and detail are UTF-8");
    check_note(&job->document, offset, message, detail);
}

static void say(uts_job *job, int32_t level, uts_str message) {
    CHECK(job && level >= UTS_LOG_DEBUG && level <= UTS_LOG_ERROR && check_utf8(message), "log: job, level, UTF-8");
}

static bool cancelled(const uts_job *job) { return !job; }

/* ---- making a document ---- */

static uts_status set_text(uts_job *job, uts_str text) {
    check_text(&job->document, text);
    return UTS_OK;
}

static uts_status set_meta(uts_job *job, const char *key, uts_str value) {
    check_meta(&job->document, key, value);
    return UTS_OK;
}

static uts_rows *open_layer(uts_job *job, const uts_layer_spec *spec) {
    bool named = false;
    for (const uts_layer_spec *const *g = job->stage->gives; g && *g; g++) named |= strcmp((*g)->name, spec->name) == 0;
    CHECK(named, "open_layer: `gives` names the layer");
    last_job = job;
    return check_open(&job->document, spec);
}

static void add(uts_rows *rows, uint32_t begin, uint32_t end, const uts_cell *cells) {
    check_add(rows, begin, end, cells);
}
static bool reserve(uts_rows *rows, uint32_t n, uts_room *room) { return check_reserve(rows, n, room); }
static void advance(uts_rows *rows, uint32_t n) { check_advance(rows, n); }
static uts_status seal(uts_rows *rows) {
    check_seal(&last_job->document, rows, &last_job->symbols);
    return UTS_OK;
}

static uts_status source_bytes(uts_job *job, uts_io *source, uts_str *out) {
    CHECK(source == job->source, "source_bytes: the source that open got");
    *out = (uts_str){source->bytes, source->n};
    return UTS_OK;
}

static const char *setting(const char *key) { return strcmp(key, "language") == 0 ? "sv" : NULL; }
static const void *extension(const char *id) { return CHECK(id && *id, "extension: an id"), NULL; }

/* What readers have no business with is NULL and crashes. */
static const uts_host host = {.size = sizeof host,
                              .abi_minor = UTS_ABI_MINOR,
                              .alloc = alloc,
                              .defer = defer,
                              .intern = intern,
                              .intern_spans = intern_spans,
                              .spell = spell,
                              .symbol_epoch = symbol_epoch,
                              .symbol_count = symbol_count,
                              .fail = fail,
                              .note = note,
                              .log = say,
                              .cancelled = cancelled,
                              .set_text = set_text,
                              .set_meta = set_meta,
                              .open_layer = open_layer,
                              .add = add,
                              .reserve = reserve,
                              .advance = advance,
                              .seal = seal,
                              .source_bytes = source_bytes,
                              .setting = setting,
                              .extension = extension};

const uts_host *fuzz_host(void) { return &host; }

uts_job *fuzz_job_make(const uts_stage *stage) {
    uts_job *job = calloc(1, sizeof *job);
    CHECK(job, "the fuzzer itself ran out of memory");
    job->stage = stage;
    return job;
}

struct check_document *fuzz_job_document(uts_job *job) {
    return &job->document;
}

void fuzz_job_free(uts_job *job) {
    end_job(job);
    free(job);
}

/* ---- running a reader ---- */

struct fuzz_reader {
    const uts_stage *stage;
    void *self;
    void *conf;
    uts_job job; /* of create */
};

/* The presets of all options, in the notation of users. */
static void fill_conf(const uts_stage *stage, char *conf) {
    for (const uts_option *const *o = stage->options; o && *o; o++) {
        const char *preset = (*o)->preset;
        void *field = conf + (*o)->offset;
        if (!preset) continue;
        if ((*o)->type == UTS_OPT_BOOL) *(bool *)field = strcmp(preset, "true") == 0;
        if ((*o)->type == UTS_OPT_INT) *(int64_t *)field = strtoll(preset, NULL, 10);
        if ((*o)->type == UTS_OPT_REAL) *(double *)field = strtod(preset, NULL);
        if ((*o)->type == UTS_OPT_TEXT || (*o)->type == UTS_OPT_PATH) *(const char **)field = preset;
        if ((*o)->type != UTS_OPT_CHOICE) continue;
        int64_t i = 0;
        while ((*o)->choices[i] && strcmp((*o)->choices[i], preset) != 0) i++;
        CHECK((*o)->choices[i], "a choice has its preset among its choices");
        *(int64_t *)field = i;
    }
}

struct fuzz_reader *fuzz_reader_make(const uts_plugin *plugin) {
    struct fuzz_reader *reader = calloc(1, sizeof *reader);
    CHECK(reader, "the fuzzer itself ran out of memory");
    const uts_stage *stage = NULL;
    for (const uts_stage *const *p = plugin->stages; *p && !stage; p++)
        if ((*p)->kind == UTS_READER) stage = *p;
    if (!stage) abort(); /* no reader, so no business here */
    reader->stage = stage;
    reader->job.stage = stage;
    reader->conf = calloc(1, stage->conf_size + 1);
    CHECK(reader->conf, "the fuzzer itself ran out of memory");
    fill_conf(stage, reader->conf);
    uts_status status = stage->create(&host, &reader->job, reader->conf, &reader->self);
    CHECK(status == UTS_OK, "create works with the presets");
    return reader;
}

void fuzz_reader_free(struct fuzz_reader *reader) {
    if (reader->stage->destroy) reader->stage->destroy(reader->self);
    end_job(&reader->job);
    free(reader->conf);
    free(reader);
}

static uts_status read_document(struct fuzz_reader *reader, void *cursor, uts_job *job, struct fuzz_result *result) {
    const uts_reader_ops *ops = reader->stage->ops;
    uts_status status = ops->next(reader->self, cursor, job);
    CHECK(status <= UTS_END, "next: returns UTS_OK, UTS_END or an error");
    CHECK((status < 0) == (job->failed < 0), "a negative status and uts_host::fail come together");
    CHECK(status >= 0 || status == job->failed || job->failed, "next: returns what fail was told");
    if (status == UTS_OK) check_document(&job->document, job->source->n);
    CHECK(status != UTS_END || !job->document.has_text, "next: no text when there is no document");
    result->digest = result->digest * 1099511628211u + job->document.digest + (uint64_t)(uint32_t)status;
    return status;
}

struct fuzz_result fuzz_read(struct fuzz_reader *reader, const char *name, const void *bytes, size_t n) {
    struct fuzz_result result = {.status = UTS_OK};
    const uts_reader_ops *ops = reader->stage->ops;
    /* Copied to its exact size and the promised zeros: a sanitizer sees who reads beyond. */
    uts_io source = {calloc(1, n + 64), n};
    CHECK(source.bytes, "the fuzzer itself ran out of memory");
    if (n) memcpy(source.bytes, bytes, n);
    size_t head = n < 4096 ? n : 4096;
    char *copy = malloc(head + !head);
    CHECK(copy, "the fuzzer itself ran out of memory");
    memcpy(copy, source.bytes, head);
    int32_t sure = ops->probe(name, copy, head);
    CHECK(sure >= 0 && sure <= 100, "probe: 0 to 100");
    free(copy);

    uts_job open_job = {.stage = reader->stage, .source = &source};
    void *cursor = NULL;
    result.status = ops->open(reader->self, &open_job, &source, &cursor);
    CHECK((result.status < 0) == (open_job.failed < 0), "open: a negative status and fail come together");
    snprintf(result.message, sizeof result.message, "%s", open_job.message);
    bool opened = result.status == UTS_OK;
    while (result.status == UTS_OK) {
        uts_job job = {.stage = reader->stage, .source = &source};
        result.status = read_document(reader, cursor, &job, &result);
        result.documents += result.status == UTS_OK;
        CHECK(result.documents < DOCUMENTS, "next: a file ends");
        if (result.status < 0) memcpy(result.message, job.message, sizeof result.message);
        end_job(&job);
    }
    if (opened && ops->close) ops->close(reader->self, cursor);
    end_job(&open_job);
    free(source.bytes);
    return result;
}
