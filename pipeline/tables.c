/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result tables under construction: rows of values, kept to the end of the run. */
#include "run.h"

#include <stdlib.h>
#include <string.h>

struct uts_grid {
    uts_job *job;
    uts_table table;
    uts_value *values;
    uint64_t room; /* rows */
    struct uts_grid *next;
    uts_status error;
};

uts_grid *table_open(uts_job *job, const char *name, const uts_column *columns) {
    static uts_grid out_of_memory = {.error = UTS_E_NOMEM};
    uts_grid *grid = arena_zeroed(&job->run->memory, sizeof *grid, _Alignof(uts_grid));
    if (!grid) return job_failf(job, UTS_E_NOMEM, UINT64_MAX, "out of memory"), &out_of_memory;
    grid->job = job;
    grid->next = job->run->grids;
    job->run->grids = grid;
    grid->table = (uts_table){.size = sizeof(uts_table), .name = name, .columns = columns};
    while (columns[grid->table.n_columns].name) grid->table.n_columns++;
    if (grid->table.n_columns > UTS_MAX_COLUMNS)
        grid->error = job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: table \"%s\" has more than %d columns", name,
                                UTS_MAX_COLUMNS);
    for (uint32_t i = 0; i < job->run->n_tables; i++)
        if (strcmp(job->run->tables[i]->name, name) == 0)
            grid->error = job_failf(job, UTS_E_BUG, UINT64_MAX, "plugin error: there is a table \"%s\" already", name);
    return grid;
}

/* Not arena memory: a table of many rows would leave all its earlier sizes behind. */
static bool grow(uts_grid *grid) {
    uint64_t room = grid->room ? grid->room + grid->room / 2 : 64;
    uts_value *values = realloc(grid->values, room * grid->table.n_columns * sizeof *values);
    if (!values) {
        grid->error = job_failf(grid->job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
        return false;
    }
    grid->values = values;
    grid->room = room;
    return true;
}

/* A copy; rows come sorted, so that the cell above often holds the same text already. */
static const char *kept_text(uts_grid *grid, uint32_t column, uts_str text) {
    if (grid->table.rows) {
        const uts_value *above = grid->values + (grid->table.rows - 1) * grid->table.n_columns + column;
        if (above->type == UTS_TEXT && above->n == text.n && memcmp(above->as.text, text.p, text.n) == 0)
            return above->as.text;
    }
    return arena_copy(&grid->job->run->memory, text.p, text.n);
}

void table_add_row(uts_grid *grid, const uts_value *values) {
    if (grid->error || (grid->table.rows == grid->room && !grow(grid))) return;
    uts_value *row = grid->values + grid->table.rows * grid->table.n_columns;
    for (uint32_t c = 0; c < grid->table.n_columns; c++) {
        row[c] = values[c];
        if (row[c].type == 0) continue;
        if (row[c].type != grid->table.columns[c].type) {
            grid->error = job_failf(grid->job, UTS_E_BUG, UINT64_MAX,
                                    "plugin error: table \"%s\" column \"%s\" gets a value of another type",
                                    grid->table.name, grid->table.columns[c].name);
            return;
        }
        if (row[c].type == UTS_F64 && row[c].as.f64 - row[c].as.f64 != 0) {
            grid->error = job_failf(grid->job, UTS_E_BUG, UINT64_MAX,
                                    "plugin error: table \"%s\" column \"%s\" gets NaN or infinity", grid->table.name,
                                    grid->table.columns[c].name);
            return;
        }
        if (row[c].type != UTS_TEXT) continue;
        row[c].as.text = kept_text(grid, c, (uts_str){values[c].as.text, values[c].n});
        if (!row[c].as.text) grid->error = job_failf(grid->job, UTS_E_NOMEM, UINT64_MAX, "out of memory");
    }
    grid->table.rows++;
}

uts_status table_seal(uts_grid *grid) {
    if (grid->error) return grid->error;
    run *r = grid->job->run;
    if (r->n_tables == sizeof r->tables / sizeof *r->tables)
        return grid->error = job_failf(grid->job, UTS_E_LIMIT, UINT64_MAX, "more than %zu tables",
                                       sizeof r->tables / sizeof *r->tables);
    grid->table.values = grid->values;
    r->tables[r->n_tables++] = &grid->table;
    return UTS_OK;
}

void tables_clear(run *r) {
    for (uts_grid *grid = r->grids; grid; grid = grid->next) free(grid->values);
    r->grids = NULL;
}
