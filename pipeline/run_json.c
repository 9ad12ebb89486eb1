/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.json: versions, options, documents with hashes, remarks, outputs. No times and no thread count: the same input
 * and options give the same bytes. */
#include "diag.h"
#include "options.h"
#include "run.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *text(uts_str s) { return json_stringn(s.p ? s.p : "", s.n); }

static json_t *stage_entry(const stage *s) {
    json_t *options = json_object();
    for (size_t i = 0; s->d->options && s->d->options[i]; i++) {
        const char *value = options_value(s, i);
        json_object_set_new(options, s->d->options[i]->name, value ? json_string(value) : json_null());
    }
    return json_pack("{s:s, s:s, s:o}", "name", s->d->name, "version", s->d->version, "options", options);
}

static json_t *stages(const run *r) {
    json_t *list = json_array();
    for (uint32_t i = 0; i < r->n_stages; i++) json_array_append_new(list, stage_entry(r->stages[i]));
    return list;
}

static json_t *documents(const run *r, bool skipped) {
    json_t *list = json_array();
    for (uint64_t i = 0; i < r->n_docs; i++) {
        const run_doc *d = &r->docs[i];
        if ((d->error.n > 0) != skipped) continue;
        json_t *entry = json_pack("{s:o, s:s, s:I, s:o}", "id", text(d->id), "source", d->input->source, "bytes",
                                  (json_int_t)d->input->bytes, "sha256", d->sha256.n ? text(d->sha256) : json_null());
        if (skipped) json_object_set_new(entry, "reason", text(d->error));
        json_array_append_new(list, entry);
    }
    return list;
}

static json_t *remarks(const run *r) {
    static const char *const levels[] = {"debug", "info", "warning", "error"};
    json_t *list = json_array();
    for (uint64_t i = 0; i < r->n_notes; i++) {
        const run_note *n = &r->notes[i];
        json_t *entry =
            json_pack("{s:s, s:s, s:o, s:o}", "level", levels[n->level & 3], "stage", n->stage ? n->stage->d->name : "",
                      "document", n->doc.n ? text(n->doc) : json_null(), "message", text(n->message));
        if (n->detail.n) json_object_set_new(entry, "detail", text(n->detail));
        if (n->chars != UINT64_MAX) json_object_set_new(entry, "character", json_integer((json_int_t)n->chars));
        json_array_append_new(list, entry);
    }
    return list;
}

static json_t *outputs(run *r) {
    json_t *list = json_array();
    size_t n;
    const char *const *files = output_files(r->output, &n);
    for (size_t i = 0; i < n; i++) json_array_append_new(list, json_string(files[i]));
    return list;
}

bool run_write_report(run *r) {
    json_t *report = json_pack("{s:s, s:i, s:s, s:o, s:o, s:o, s:o, s:i, s:o}", "utsaga", UTSAGA_VERSION, "interface",
                               (int)UTS_ABI_MINOR, "language", r->language, "stages", stages(r), "documents",
                               documents(r, false), "skipped", documents(r, true), "remarks", remarks(r), "set_aside",
                               (int)r->inputs.set_aside, "outputs", outputs(r));
    char *bytes = report ? json_dumps(report, JSON_INDENT(1) | JSON_PRESERVE_ORDER) : NULL;
    json_decref(report);
    uts_job *job = &r->main_job;
    job->stage = NULL;
    uts_io *io = bytes ? output_create(r->output, job, "run.json") : NULL;
    bool good = io && output_write(io, bytes, strlen(bytes)) == UTS_OK && output_write(io, "\n", 1) == UTS_OK &&
                output_finish(io) == UTS_OK && output_keep(r->output, job, true) == UTS_OK;
    if (!good && job->error)
        run_print_error(job, NULL);
    else if (!good)
        diag_error("run.json cannot be made: out of memory");
    free(bytes);
    return good;
}
