/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table in memory, as the file has it: rows of cells, nothing decided yet. */
#ifndef TB_TABLE_H
#define TB_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utsaga/plugin.h>

/* What a spreadsheet program can hold at most; a file that says more is broken or hostile. */
#define TB_ROWS    1048576u
#define TB_COLUMNS 16384u
/* Most cells with something in them, and most bytes of their text in a spreadsheet. */
#define TB_CELLS 8000000u
#define TB_BYTES ((size_t)512 << 20)

struct tb_cell {
    uint32_t begin, end; /* in bytes */
    uint32_t column;
    bool doubled; /* "" stands for one quotation mark */
};

struct tb_row {
    uint32_t first, n; /* cells; empty ones need not be there */
    uint32_t number;   /* line (csv) or row (xlsx), from 1 */
};

struct tb_table {
    const char *bytes;
    struct tb_cell *cells;
    struct tb_row *rows;
    uint32_t n_cells, cells_room, n_rows, rows_room;
    const char *why; /* a limit that was passed, or no memory; NULL: all well */
};

void tb_free(struct tb_table *t);
/* Begins a row. Errors stick in why. */
void tb_row(struct tb_table *t, uint32_t number);
void tb_cell(struct tb_table *t, struct tb_cell cell);
/* The cell of a row in a column; NULL: none. */
const struct tb_cell *tb_at(const struct tb_table *t, const struct tb_row *row, uint32_t column);
static inline uts_str tb_raw(const struct tb_table *t, const struct tb_cell *cell) {
    return cell ? (uts_str){t->bytes + cell->begin, cell->end - cell->begin} : (uts_str){"", 0};
}
/* The text of a cell with quotation marks undone and white space around it taken off; in the arena. */
uts_str tb_text(const uts_host *host, uts_job *job, const struct tb_table *t, const struct tb_cell *cell);
uts_str tb_trim(uts_str s);

/* csv.c: cells of delimited text. False: *at is the byte where a quotation mark opens that nothing closes. */
bool csv_parse(struct tb_table *t, uts_str text, char delimiter, uint32_t most_rows, size_t *at);
/* The delimiter of a text, by how well its first records agree; *header: what a line "sep=;" takes, else 0. */
char csv_delimiter(uts_str text, size_t *header);

#endif
