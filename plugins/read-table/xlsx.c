/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xlsx.h"

#include <stdlib.h>
#include <string.h>

/* Most merged areas that are looked at; each carries its text down the rows of its first column. */
enum { MERGES = 4096 };

struct merge {
    uint32_t column, from, to; /* rows from 1 */
};

struct sheet {
    struct xlsx *x;
    struct tb_table *t;
    uint32_t row, column, last_column;
    char type; /* 'n', 's' shared, 'i' inline, 't' text of a formula, 'b', 'e' */
    uint32_t style;
    bool in_value, in_phonetic, row_open;
    size_t from; /* where the text of the cell begins in x->cells */
    struct merge *merges;
    uint32_t n_merges;
};

/* "BC12" as column from 0 and row from 1. */
static bool reference(uts_str s, uint32_t *column, uint32_t *row) {
    uint32_t c = 0, r = 0;
    size_t i = 0;
    for (; i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z' && i < 4; i++) c = c * 26 + (uint32_t)(s.p[i] - 'A' + 1);
    if (!c) return false;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && r < 100000000; i++) r = r * 10 + (uint32_t)(s.p[i] - '0');
    *column = c - 1;
    *row = r;
    return i == s.n && r > 0;
}

static void fail(struct sheet *s, const char *why) {
    if (!s->t->why) s->t->why = why;
}

static void begin_row(struct sheet *s, const struct sax_attributes *attributes) {
    int64_t number = sax_number(sax_attribute(attributes, "r"), (int64_t)s->row + 1);
    if (number <= s->row) fail(s, "is damaged: the rows of its sheet are not in order");
    if (number > TB_ROWS) fail(s, "has more rows than a spreadsheet can hold (1,048,576): split it");
    s->row = number > TB_ROWS ? TB_ROWS : (uint32_t)number;
    s->last_column = 0;
    s->row_open = false;
}

static void begin_cell(struct sheet *s, const struct sax_attributes *attributes) {
    uts_str type = sax_attribute(attributes, "t"), at = sax_attribute(attributes, "r");
    uint32_t row;
    if (!at.p || !reference(at, &s->column, &row)) s->column = s->last_column;
    if (s->column < s->last_column) fail(s, "is damaged: the cells of a row are not in order");
    s->last_column = s->column + 1;
    s->type = type.n == 1 ? *type.p : type.n == 9 ? 'i' : type.n == 3 ? 't' : 'n';
    s->style = (uint32_t)sax_number(sax_attribute(attributes, "s"), 0);
    s->from = s->x->cells.n;
}

static void add(struct sheet *s, size_t begin, size_t end) {
    if (begin == end) return;
    if (!s->row_open) tb_row(s->t, s->row);
    s->row_open = true;
    tb_cell(s->t, (struct tb_cell){(uint32_t)begin, (uint32_t)end, s->column, false});
}

/* A cell that names a shared string points to its text. */
static void add_shared(struct sheet *s) {
    struct xlsx *x = s->x;
    int64_t i = sax_number((uts_str){x->cells.p + s->from, x->cells.n - s->from}, -1);
    x->cells.n = s->from;
    if (i < 0 || i >= x->n_strings) {
        fail(s, "is damaged: a cell names a text that is not there");
        return;
    }
    add(s, x->starts[i], x->starts[i + 1]);
}

static void end_cell(struct sheet *s) {
    struct xlsx *x = s->x;
    if (x->cells.n == s->from || x->cells.failed) return;
    uts_str value = {x->cells.p + s->from, x->cells.n - s->from};
    char when[40];
    enum xlsx_kind kind = s->style < x->n_kinds ? (enum xlsx_kind)x->kinds[s->style] : XLSX_NUMBER;
    if (s->type == 's') {
        add_shared(s);
        return;
    }
    if (s->type == 'e') {
        x->errors++;
        x->cells.n = s->from;
        return;
    }
    if (s->type == 'n' && kind && xlsx_when(value, kind, x->from_1904, when)) {
        x->cells.n = s->from;
        xlsx_put(&x->cells, when, strlen(when));
    } else if (s->type == 'i' || s->type == 't') {
        x->cells.n = s->from + xlsx_unescape(x->cells.p + s->from, value.n);
    } else if (s->type == 'b') {
        const char *word = value.n == 1 && *value.p == '1' ? "TRUE" : "FALSE";
        x->cells.n = s->from;
        xlsx_put(&x->cells, word, strlen(word));
    }
    /* Own text of cells lies behind the shared strings, in one stretch of bytes: see xlsx_read. */
    add(s, x->strings.n + s->from, x->strings.n + x->cells.n);
}

static void take_merge(struct sheet *s, const struct sax_attributes *attributes) {
    uts_str area = sax_attribute(attributes, "ref");
    const char *colon = area.n ? memchr(area.p, ':', area.n) : NULL;
    struct merge m;
    uint32_t column;
    if (!colon || s->n_merges == MERGES) return;
    size_t n = (size_t)(colon - area.p);
    if (!reference((uts_str){area.p, n}, &m.column, &m.from)) return;
    if (!reference((uts_str){colon + 1, area.n - n - 1}, &column, &m.to) || m.to <= m.from) return;
    if (!s->merges) s->merges = malloc(MERGES * sizeof *s->merges);
    if (s->merges) s->merges[s->n_merges++] = m;
}

static void start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct sheet *s = user;
    if (s->t->why) return;
    if (id == X_ROW) begin_row(s, attributes);
    if (id == X_C) begin_cell(s, attributes);
    if (id == X_RPH) s->in_phonetic = true;
    if (id == X_MERGE) take_merge(s, attributes);
    s->in_value = id == X_V || (id == X_T && s->type == 'i' && !s->in_phonetic);
}

static void end(void *user, uint32_t id) {
    struct sheet *s = user;
    s->in_value = false;
    if (id == X_RPH) s->in_phonetic = false;
    if (id == X_C && !s->t->why) end_cell(s);
}

static void text(void *user, uts_str text) {
    struct sheet *s = user;
    if (s->in_value) xlsx_put(&s->x->cells, text.p, text.n);
}

static bool stop(void *user) {
    struct sheet *s = user;
    return s->t->why || s->x->cells.failed || xlsx_cancelled(s->x);
}

/* ---- merged cells ---- */

static struct tb_row *row_of(const struct tb_table *t, uint32_t number) {
    for (uint32_t low = 0, high = t->n_rows; low < high;) {
        uint32_t mid = low + (high - low) / 2;
        if (t->rows[mid].number == number) return &t->rows[mid];
        if (t->rows[mid].number < number)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static int by_place(const void *a, const void *b) {
    const struct tb_cell *x = a, *y = b;
    return x->column < y->column ? -1 : x->column > y->column;
}

/* A cell merged over several rows holds for each of them: a speaker's name beside many turns. */
static void spread(struct sheet *s) {
    struct tb_table *t = s->t;
    struct tb_table wide = {.bytes = t->bytes};
    if (!s->n_merges) return;
    for (uint32_t r = 0; r < t->n_rows; r++) {
        const struct tb_row *row = &t->rows[r];
        tb_row(&wide, row->number);
        for (uint32_t i = 0; i < row->n; i++) tb_cell(&wide, t->cells[row->first + i]);
        for (uint32_t m = 0; m < s->n_merges && !wide.why; m++) {
            const struct merge *area = &s->merges[m];
            if (row->number <= area->from || row->number > area->to || tb_at(t, row, area->column)) continue;
            const struct tb_row *top = row_of(t, area->from);
            const struct tb_cell *cell = top ? tb_at(t, top, area->column) : NULL;
            if (cell) tb_cell(&wide, *cell);
        }
        struct tb_row *made = wide.n_rows ? &wide.rows[wide.n_rows - 1] : NULL;
        if (made && made->n > row->n) qsort(wide.cells + made->first, made->n, sizeof *wide.cells, by_place);
    }
    if (wide.why) t->why = wide.why;
    if (wide.why) {
        tb_free(&wide);
        return;
    }
    const char *bytes = t->bytes;
    tb_free(t);
    *t = wide;
    t->bytes = bytes;
}

static bool read_sheet(struct xlsx *x, struct tb_table *t) {
    struct sheet s = {.x = x, .t = t};
    struct sax_handler handler = {.names = xlsx_names, .start = start, .end = end, .text = text, .cancelled = stop};
    int64_t entry = archive_find(&x->archive, x->part);
    bool good = entry >= 0 && sax_parse(&x->archive, entry, XLSX_PART_BYTES, &handler, &s, &x->line);
    if (entry < 0) x->why = "is damaged: the sheet is not in its archive";
    if (!good && !x->why) x->why = x->archive.why;
    if (x->cells.failed) x->why = "holds more text than 512 MB, or needs more memory than there is";
    if (good && !x->why) spread(&s);
    free(s.merges);
    if (t->why) x->why = t->why;
    return good && !x->why;
}

bool xlsx_read(struct xlsx *x, uts_str bytes, const char *sheet, struct tb_table *t) {
    if (!archive_open(&x->archive, bytes)) {
        x->why = x->archive.why;
        return false;
    }
    if (!xlsx_find_sheet(x, sheet) || !xlsx_read_styles(x) || !xlsx_read_strings(x) || !read_sheet(x, t)) return false;
    xlsx_put(&x->strings, x->cells.p, x->cells.n);
    t->bytes = x->strings.p;
    if (x->strings.failed) x->why = "holds more text than 512 MB, or needs more memory than there is";
    return !x->strings.failed;
}

void xlsx_free(struct xlsx *x) {
    archive_close(&x->archive);
    free(x->strings.p);
    free(x->cells.p);
    free(x->starts);
    x->strings.p = x->cells.p = NULL;
    x->starts = NULL;
}
