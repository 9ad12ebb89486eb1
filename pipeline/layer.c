/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers under construction: columns that grow, a sticky error, and the checks of seal. */
#include "job.h"
#include "registry.h"

#include <string.h>

struct uts_rows {
    uts_job *job;
    const uts_layer_spec *spec;
    uint32_t rows, room, n_columns;
    uint32_t *begin, *end; /* NULL with rows_of */
    void *data[UTS_MAX_COLUMNS];
    uts_status error;
};

static const size_t cell_width[] = {[UTS_U32] = 4, [UTS_I64] = 8, [UTS_F64] = 8, [UTS_SYM] = 4};

static bool same_columns(const uts_column *a, const uts_column *b) {
    for (; a && b && a->name && b->name; a++, b++)
        if (strcmp(a->name, b->name) != 0 || a->type != b->type) return false;
    return (!a || !a->name) && (!b || !b->name);
}

/* Is the layer one that the stage declares to give, with the same columns? Says what is wrong otherwise. */
static bool declared(uts_job *job, const uts_layer_spec *spec) {
    const uts_layer_spec *given = stage_gives(job->stage, spec->name);
    if (!given) {
        job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: opens layer \"%s\", which its `gives` does not name",
                  spec->name);
        return false;
    }
    if (same_columns(given->columns, spec->columns)) return true;
    job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: opens layer \"%s\" with other columns than its `gives` names",
              spec->name);
    return false;
}

static bool valid_columns(const uts_layer_spec *spec, uint32_t *n) {
    for (*n = 0; spec->columns && spec->columns[*n].name; ++*n)
        if (*n == UTS_MAX_COLUMNS || spec->columns[*n].type < UTS_U32 || spec->columns[*n].type > UTS_SYM) return false;
    return true;
}

uts_rows *layer_open(uts_job *job, const uts_layer_spec *spec) {
    static uts_rows out_of_memory = {.error = UTS_E_NOMEM};
    uts_rows *rows = arena_zeroed(&job->memory, sizeof *rows, _Alignof(uts_rows));
    if (!rows) {
        job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
        return &out_of_memory;
    }
    rows->job = job;
    rows->spec = spec;
    if (!declared(job, spec))
        rows->error = UTS_E_BUG;
    else if (!valid_columns(spec, &rows->n_columns))
        rows->error = job_failf(job, UTS_E_BUG, UINT64_MAX,
                                "plugin error: layer \"%s\" has more than %d columns or one of an unknown type",
                                spec->name, UTS_MAX_COLUMNS);
    return rows;
}

static void *regrown(uts_rows *rows, const void *old, size_t width, uint32_t room) {
    void *p = arena_take(&rows->job->memory, (size_t)room * width, 8);
    if (p && rows->rows) memcpy(p, old, (size_t)rows->rows * width);
    return p;
}

static bool grow(uts_rows *rows, uint32_t n) {
    if (rows->error) return false;
    uint64_t need = (uint64_t)rows->rows + n, room = (uint64_t)rows->room * 2;
    if (room < need) room = need;
    if (room < 64) room = 64;
    if (room > UINT32_MAX) {
        rows->error = job_failf(rows->job, UTS_E_LIMIT, UINT64_MAX,
                                "layer \"%s\" has more than 4 thousand million rows", rows->spec->name);
        return false;
    }
    bool good = true;
    if (!rows->spec->rows_of) {
        rows->begin = regrown(rows, rows->begin, 4, (uint32_t)room);
        rows->end = regrown(rows, rows->end, 4, (uint32_t)room);
        good = rows->begin && rows->end;
    }
    for (uint32_t c = 0; c < rows->n_columns && good; c++) {
        rows->data[c] = regrown(rows, rows->data[c], cell_width[rows->spec->columns[c].type], (uint32_t)room);
        good = rows->data[c];
    }
    if (!good) {
        rows->error = job_failf(rows->job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
        return false;
    }
    rows->room = (uint32_t)room;
    return true;
}

void layer_add(uts_rows *rows, uint32_t begin, uint32_t end, const uts_cell *cells) {
    if (rows->error || (rows->rows == rows->room && !grow(rows, 1))) return;
    uint32_t at = rows->rows++;
    if (rows->begin) {
        rows->begin[at] = begin;
        rows->end[at] = end;
    }
    for (uint32_t c = 0; c < rows->n_columns; c++) switch (rows->spec->columns[c].type) {
        case UTS_I64:
            ((int64_t *)rows->data[c])[at] = cells[c].i64;
            break;
        case UTS_F64:
            ((double *)rows->data[c])[at] = cells[c].f64;
            break;
        default:
            ((uint32_t *)rows->data[c])[at] = cells[c].u32;
            break;
        }
}

bool layer_reserve(uts_rows *rows, uint32_t n, uts_room *room) {
    if (rows->error || (rows->room - rows->rows < n && !grow(rows, n)) || (!rows->room && !grow(rows, 1))) return false;
    room->begin = rows->begin ? rows->begin + rows->rows : NULL;
    room->end = rows->end ? rows->end + rows->rows : NULL;
    for (uint32_t c = 0; c < rows->n_columns; c++)
        room->data[c] = (unsigned char *)rows->data[c] + (size_t)rows->rows * cell_width[rows->spec->columns[c].type];
    return true;
}

void layer_advance(uts_rows *rows, uint32_t n) {
    if (rows->error) return;
    if (n > rows->room - rows->rows) {
        rows->error = job_failf(rows->job, UTS_E_BUG, UINT64_MAX, "plugin error: layer \"%s\" advances past its room",
                                rows->spec->name);
        return;
    }
    rows->rows += n;
}

/* Spans must ascend and lie inside the text; the first that does not is the place of the error. */
static uts_status check_spans(const uts_rows *rows) {
    uint32_t size = (uint32_t)rows->job->doc.text.n, before = 0;
    for (uint32_t i = 0; i < rows->rows; i++) {
        uint32_t b = rows->begin[i], e = rows->end[i];
        if (b >= before && b <= e && e <= size) {
            before = b;
            continue;
        }
        const char *why = e > size ? "lies outside the text"
                          : b > e  ? "ends before it begins"
                                   : "begins before the row ahead of it";
        return job_failf(rows->job, UTS_E_BUG, b, "plugin error: layer \"%s\" row %u [%u, %u) %s", rows->spec->name, i,
                         b, e, why);
    }
    return UTS_OK;
}

static uts_status check_rows(const uts_rows *rows) {
    if (!rows->spec->rows_of) return check_spans(rows);
    const uts_layer *parent = job_layer(rows->job, rows->spec->rows_of);
    if (!parent)
        return job_failf(rows->job, UTS_E_BUG, UINT64_MAX,
                         "plugin error: layer \"%s\" rides on \"%s\", which is not there", rows->spec->name,
                         rows->spec->rows_of);
    if (parent->rows != rows->rows)
        return job_failf(rows->job, UTS_E_BUG, UINT64_MAX, "plugin error: layer \"%s\" has %u rows, but \"%s\" has %u",
                         rows->spec->name, rows->rows, rows->spec->rows_of, parent->rows);
    return UTS_OK;
}

uts_status layer_seal(uts_rows *rows) {
    if (rows->error) return rows->error;
    if (!rows->room && !grow(rows, 1)) return rows->error;
    uts_job *job = rows->job;
    rows->error = check_rows(rows);
    if (rows->error) return rows->error;
    doc_layer *sealed = arena_zeroed(&job->memory, sizeof *sealed, _Alignof(doc_layer));
    const void **data = arena_zeroed(&job->memory, (rows->n_columns + 1) * sizeof *data, sizeof(void *));
    if (!sealed || !data) return rows->error = job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    for (uint32_t c = 0; c < rows->n_columns; c++) data[c] = rows->data[c];
    sealed->spec = rows->spec;
    sealed->layer = (uts_layer){.size = sizeof(uts_layer),
                                .rows = rows->rows,
                                .begin = rows->begin,
                                .end = rows->end,
                                .columns = rows->spec->columns,
                                .data = data};
    sealed->next = job->doc.layers;
    job->doc.layers = sealed;
    rows->error = UTS_E_BUG; /* sealed: anything more is an error of the plugin */
    return UTS_OK;
}
