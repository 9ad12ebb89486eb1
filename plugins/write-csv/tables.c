/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/extensions.h>
#include <utsaga/plugin_util.h>

#define PIECE (1u << 20) /* written whenever this much has gathered */

void csv_value(struct csv_buf *b, const uts_value *value) {
    switch (value->type) {
    case UTS_I64:
        csv_int(b, value->as.i64);
        break;
    case UTS_F64:
        csv_real(b, value->as.f64);
        break;
    case UTS_TEXT:
        csv_text(b, value->as.text, value->n);
        break;
    default:
        csv_empty(b);
    }
}

static uts_status drain(const uts_host *host, uts_io *io, struct csv_buf *b, size_t above) {
    uts_status status = UTS_OK;
    if (b->n > above) {
        status = host->write(io, b->p, b->n);
        b->n = 0;
    }
    return status;
}

/* Writes the rest, closes, and says what went wrong first. */
static uts_status finish(const uts_host *host, uts_job *job, uts_io *io, struct csv_buf *b) {
    bool failed = b->failed;
    if (!failed) drain(host, io, b, 0);
    csv_free(b);
    uts_status status = host->close(io);
    if (failed) return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "Out of memory while writing CSV.");
    return status;
}

uts_status csv_write_table(const uts_host *host, uts_job *job, int dialect, const uts_table *table) {
    size_t n = strlen(table->name);
    char *path = host->alloc(job, n + 16, 1);
    if (!path) return UTS_E_NOMEM;
    memcpy(path, "tables/", 7);
    memcpy(path + 7, table->name, n);
    memcpy(path + 7 + n, ".csv", 5);
    uts_io *io = host->create(job, path);
    if (!io) return UTS_E_IO;
    struct csv_buf b = {.dialect = dialect};
    csv_start(&b);
    for (uint32_t c = 0; c < table->n_columns; c++) csv_cstr(&b, table->columns[c].name);
    csv_end_row(&b);
    for (uint64_t r = 0; r < table->rows && !b.failed; r++) {
        for (uint32_t c = 0; c < table->n_columns; c++) csv_value(&b, &table->values[r * table->n_columns + c]);
        csv_end_row(&b);
        drain(host, io, &b, PIECE);
    }
    return finish(host, job, io, &b);
}

static void put_note(struct csv_buf *b, const uts_run_note *note) {
    static const char *const levels[] = {"debug", "info", "warning", "error"};
    csv_text(b, note->doc.p, note->doc.n);
    csv_text(b, note->stage.p, note->stage.n);
    csv_cstr(b, note->level >= UTS_LOG_DEBUG && note->level <= UTS_LOG_ERROR ? levels[note->level] : "");
    if (note->chars == UINT64_MAX)
        csv_empty(b);
    else
        csv_int(b, (int64_t)note->chars);
    csv_text(b, note->message.p, note->message.n);
    csv_text(b, note->detail.p, note->detail.n);
    csv_end_row(b);
}

uts_status csv_write_notes(const uts_host *host, uts_job *job, int dialect) {
    static const char *const columns[] = {"document", "stage", "level", "place", "message", "detail"};
    const uts_run *run = host->extension(UTS_EXT_RUN);
    if (!run) return UTS_OK;
    uts_io *io = host->create(job, "tables/notes.csv");
    if (!io) return UTS_E_IO;
    struct csv_buf b = {.dialect = dialect};
    csv_start(&b);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) csv_cstr(&b, columns[i]);
    csv_end_row(&b);
    for (uint64_t i = 0; i < run->n_notes && !b.failed; i++) {
        uts_run_note note = {0};
        if (run->note(i, &note)) put_note(&b, &note);
        drain(host, io, &b, PIECE);
    }
    return finish(host, job, io, &b);
}
