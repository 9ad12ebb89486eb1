/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <stdlib.h>
#include <string.h>

void tb_free(struct tb_table *t) {
    free(t->cells);
    free(t->rows);
    *t = (struct tb_table){0};
}

static bool grow(struct tb_table *t, void **items, uint32_t *room, uint32_t n, size_t size) {
    if (n < *room) return true;
    uint32_t more = *room ? *room * 2 : 256;
    void *grown = realloc(*items, more * size);
    if (!grown) {
        t->why = "needs more memory than there is";
        return false;
    }
    *items = grown;
    *room = more;
    return true;
}

void tb_row(struct tb_table *t, uint32_t number) {
    if (t->why) return;
    if (t->n_rows == TB_ROWS) t->why = "has more rows than a spreadsheet can hold (1,048,576): split it";
    if (t->why || !grow(t, (void **)&t->rows, &t->rows_room, t->n_rows, sizeof *t->rows)) return;
    t->rows[t->n_rows++] = (struct tb_row){t->n_cells, 0, number};
}

void tb_cell(struct tb_table *t, struct tb_cell cell) {
    if (t->why || !t->n_rows) return;
    if (t->n_cells == TB_CELLS) t->why = "has more than 8,000,000 cells: split it";
    if (cell.column >= TB_COLUMNS) t->why = "has more columns than a spreadsheet can hold (16,384)";
    if (t->why || !grow(t, (void **)&t->cells, &t->cells_room, t->n_cells, sizeof *t->cells)) return;
    t->cells[t->n_cells++] = cell;
    t->rows[t->n_rows - 1].n++;
}

const struct tb_cell *tb_at(const struct tb_table *t, const struct tb_row *row, uint32_t column) {
    const struct tb_cell *cells = t->cells + row->first;
    if (column < row->n && cells[column].column == column) return cells + column; /* no gaps: the usual row */
    for (uint32_t low = 0, high = row->n; low < high;) {
        uint32_t mid = low + (high - low) / 2;
        if (cells[mid].column == column) return cells + mid;
        if (cells[mid].column < column)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

uts_str tb_trim(uts_str s) {
    for (;;) {
        if (s.n && (unsigned char)*s.p <= ' ')
            s.p++, s.n--;
        else if (s.n >= 2 && memcmp(s.p, "\xC2\xA0", 2) == 0)
            s.p += 2, s.n -= 2;
        else if (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
            s.n--;
        else if (s.n >= 2 && memcmp(s.p + s.n - 2, "\xC2\xA0", 2) == 0)
            s.n -= 2;
        else
            return s;
    }
}

uts_str tb_text(const uts_host *host, uts_job *job, const struct tb_table *t, const struct tb_cell *cell) {
    uts_str raw = tb_trim(tb_raw(t, cell));
    if (!cell || !cell->doubled) return raw;
    char *p = host->alloc(job, raw.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; p && i < raw.n; i++) {
        p[n++] = raw.p[i];
        if (raw.p[i] == '"' && i + 1 < raw.n && raw.p[i + 1] == '"') i++;
    }
    return p ? (uts_str){p, n} : (uts_str){"", 0};
}
