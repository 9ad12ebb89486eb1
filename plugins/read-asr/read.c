/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "shapes.h"

#include <string.h>

static const char *const table_suffixes[] = {"tsv", NULL};
static const char *const json_suffixes[] = {"json", NULL};

static bool holds(const char *p, size_t n, const char *what) { return memmem(p, n, what, strlen(what)) != NULL; }

/* Members that the known programs write, within the first bytes. */
int32_t asr_probe(const char *name, const void *head, size_t n) {
    static const char *const signs[] = {"\"segments\"",        "\"transcription\"", "\"monologues\"",
                                        "\"speech_segments\"", "\"sentences\"",     "\"words_str\""};
    const char *p = head;
    size_t at = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (asr_is_table(p + at, n - at)) return 90;
    while (at < n && (p[at] == ' ' || (p[at] >= '\t' && p[at] <= '\r'))) at++;
    if (at == n || (p[at] != '{' && p[at] != '[')) return source_suffix(name, table_suffixes) ? 5 : 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (holds(p, n, signs[i])) return 80;
    if (p[at] == '[' && holds(p, n, "\"start\"") && holds(p, n, "\"text\"")) return 80;
    return source_suffix(name, json_suffixes) ? 40 : 0;
}

uts_status asr_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    return source_stage_create(host, job, "read-asr", ((const struct asr_conf *)conf)->encoding, stage);
}

static void remark(const struct asr *a, int32_t level, uint32_t n, const char *what) {
    if (n) uts_notef(a->pieces.host, a->pieces.job, level, UINT64_MAX, uts_cstr(""), "%u %s", n, what);
}

/* Python writes NaN and Infinity where JSON has no number: empty strings, as long as these, in a copy. */
static json_t *load(const uts_host *host, uts_job *job, uts_str text, json_error_t *error) {
    json_t *root = json_loadb(text.p, text.n, JSON_ALLOW_NUL, error);
    if (root || !memmem(text.p, text.n, "NaN", 3)) {
        if (root || !memmem(text.p, text.n, "Infinity", 8)) return root;
    }
    char *copy = uts_strdup(host, job, text);
    if (!copy) return NULL;
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        if (inside && copy[i] == '\\') {
            i++;
        } else if (copy[i] == '"') {
            inside = !inside;
        } else if (!inside && text.n - i >= 3 && memcmp(copy + i, "NaN", 3) == 0) {
            memcpy(copy + i, "\"\" ", 3); /* no number: the time is not known */
            i += 2;
        } else if (!inside && text.n - i >= 8 && memcmp(copy + i, "Infinity", 8) == 0) {
            if (i && copy[i - 1] == '-') copy[i - 1] = ' ';
            memcpy(copy + i, "\"\"      ", 8);
            i += 7;
        }
    }
    return json_loadb(copy, text.n, JSON_ALLOW_NUL, error);
}

static uts_status put(struct asr *a, struct source_text *w, json_t **root) {
    const uts_host *host = w->host;
    if (asr_is_table(w->text.p, w->text.n)) {
        size_t at;
        if (asr_put_table(a, w, &at)) return UTS_OK;
        return uts_failf(host, w->job, UTS_E_FORMAT, source_text_offset(w, at),
                         "line %zu: no row of start, end and text in milliseconds between tabs; export the file anew",
                         source_text_line(w, at));
    }
    json_error_t error;
    *root = load(host, w->job, w->text, &error);
    if (!*root)
        return uts_failf(host, w->job, UTS_E_FORMAT,
                         source_text_offset(w, error.position > 0 ? (size_t)error.position : 0),
                         "line %d, column %d: %s; export the file anew", error.line, error.column,
                         json_error_code(&error) == json_error_stack_overflow
                             ? "nests deeper than any program for transcripts writes"
                             : "broken JSON");
    asr_put_json(a, *root);
    if (!a->format)
        return host->fail(w->job, UTS_E_FORMAT, 0,
                          uts_cstr(
                              "JSON of a program that is not known: Whisper, whisper.cpp, whisperX, Amberscript, Rev, "
                              "Otter, Fireflies and Sembly are; export as .vtt or .srt instead"));
    return UTS_OK;
}

static uts_status give(struct asr *a, struct transcript *t, const struct source_text *w) {
    const uts_host *host = w->host;
    bool table = strcmp(a->format, "whisper-tsv") == 0;
    pieces_give(&a->pieces, t, PIECES_VOICES);
    uts_status status = transcript_give(t, a->format, table ? NULL : "segment");
    if (status == UTS_OK) status = host->set_meta(w->job, "encoding", uts_cstr(rt_encoding_names[w->encoding]));
    if (status == UTS_OK) status = host->set_meta(w->job, "origin", uts_cstr("recognised"));
    if (status == UTS_OK && a->title) status = host->set_meta(w->job, "title", uts_cstr(a->title));
    if (status == UTS_OK && a->media) status = host->set_meta(w->job, "media", uts_cstr(a->media));
    if (status == UTS_OK && *a->date) status = host->set_meta(w->job, "date", uts_cstr(a->date));
    if (status != UTS_OK) return status;
    remark(a, UTS_LOG_WARN, a->textless, "segments hold no text");
    remark(a, UTS_LOG_INFO, a->untimed,
           "words have no time of their own, as whisperX leaves words with digits: kept in their place");
    remark(a, UTS_LOG_INFO, a->summaries, "summaries or lists that a program wrote about the talk: left out");
    return UTS_OK;
}

uts_status asr_next_document(void *stage, void *cursor, uts_job *job) {
    const struct source_stage *reader = stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    struct asr a = {0};
    struct source_text text;
    struct transcript t;
    json_t *root = NULL;
    pieces_start(&a.pieces, reader->host, job);
    transcript_start(&t, reader->host, job);
    uts_status status = source_text_read(&text, reader, job, c->source);
    if (status == UTS_OK) status = put(&a, &text, &root);
    if (status == UTS_OK) status = give(&a, &t, &text);
    json_decref(root);
    transcript_free(&t);
    pieces_free(&a.pieces);
    source_text_free(&text);
    return status;
}
