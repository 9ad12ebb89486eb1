/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include <stdlib.h>

static const char *const old_suffixes[] = {"xls", "ods", "fods", "numbers", NULL};

uts_status tb_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    const struct tb_conf *given = conf;
    struct tb_reader *r = calloc(1, sizeof *r);
    if (!r) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    void *source = NULL;
    uts_status status = source_stage_create(host, job, "read-table", given->encoding, &source);
    if (status != UTS_OK) {
        free(r);
        return status;
    }
    xmlInitParser(); /* once, before there are workers */
    *r = (struct tb_reader){host, source, given};
    r->source->repair = given->mojibake == 1;
    *stage = r;
    return UTS_OK;
}

void tb_destroy(void *stage) {
    struct tb_reader *r = stage;
    free(r->source);
    free(r);
}

/* ---- probe ---- */

/* The head of a file as UTF-8, good enough to know its columns by; the names we know are ASCII or Latin-1. */
static uts_str rough_text(const unsigned char *p, size_t n, char out[8200]) {
    size_t at = 0, to = 0;
    enum rt_encoding wide = n >= 2 && p[0] == 0xFF && p[1] == 0xFE   ? RT_UTF16LE
                            : n >= 2 && p[0] == 0xFE && p[1] == 0xFF ? RT_UTF16BE
                                                                     : rt_utf16_by_nuls((const char *)p, n);
    bool utf8 = rt_plain_prefix((const char *)p, n) + 4 >= n;
    if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        at = 3, utf8 = true;
    else if (wide != RT_AUTO && n >= 2 && (p[0] >= 0xFE))
        at = 2;
    for (; at < n && to + 4 < 8200; at += wide != RT_AUTO ? 2 : 1) {
        unsigned code = p[at];
        if (wide != RT_AUTO && at + 1 == n) break;
        if (wide == RT_UTF16LE) code |= (unsigned)p[at + 1] << 8;
        if (wide == RT_UTF16BE) code = code << 8 | p[at + 1];
        if (wide == RT_AUTO && utf8) {
            out[to++] = (char)code;
        } else if (code < 0x80) {
            if (code == '\r') code = '\n';
            if (code != '\n' || !to || out[to - 1] != '\n') out[to++] = (char)code;
        } else if (code < 0x100) {
            out[to++] = (char)(0xC0 | code >> 6);
            out[to++] = (char)(0x80 | (code & 0x3F));
        } else {
            out[to++] = '?';
        }
    }
    return (uts_str){out, to};
}

int32_t tb_probe(const char *name, const void *head, size_t n) {
    static const char *const sheets[] = {"xlsx", "xlsm", "xltx", "xltm", NULL}, *const tables[] = {"csv", "tsv", "tab",
                                                                                                   NULL};
    static const char *const texts[] = {"txt", "text", "dat", NULL};
    bool is_sheet = source_suffix(name, sheets), is_table = source_suffix(name, tables);
    const char *way_out;
    if (head && n >= 4 && memcmp(head, "PK\3\4", 4) == 0) {
        if (memmem(head, n, "xl/workbook", 11) || memmem(head, n, "xl/worksheets", 13)) return is_sheet ? 100 : 85;
        return is_sheet ? 60 : source_suffix(name, old_suffixes) ? 60 : 0;
    }
    if (head && n >= 4 && memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0)
        return is_sheet || source_suffix(name, old_suffixes) ? 80 : 0;
    if (n == 0 || rt_magic(head, n, &way_out)) return is_sheet || is_table ? 20 : 0;
    if (!is_sheet && !is_table && !source_suffix(name, texts)) return 0;
    char rough[8200];
    bool tabs;
    int32_t sure = tb_likeness(rough_text(head, n, rough), n < 4096, &tabs);
    if (is_sheet || is_table) return sure > 20 ? sure : 20;
    return tabs && sure >= 75 ? sure : 0;
}

/* ---- open and close ---- */

void tb_close(void *stage, void *cursor) {
    struct tb_cursor *c = cursor;
    (void)stage;
    source_text_free(&c->text);
    if (c->xlsx) xlsx_free(c->xlsx);
    free(c->xlsx);
    tb_free(&c->table);
    free(c);
}

static uts_status refuse(struct tb_cursor *c, uts_job *job, const char *why, uint32_t line) {
    const uts_host *host = c->reader->host;
    char place[64] = "";
    if (line) snprintf(place, sizeof place, " (line %u of the sheet's XML)", line);
    if (host->cancelled(job)) return host->fail(job, UTS_E_CANCELLED, UINT64_MAX, uts_cstr("stopped"));
    return uts_failf(host, job, UTS_E_FORMAT, UINT64_MAX, "this file %s%s", why, place);
}

static uts_status open_csv(struct tb_cursor *c, uts_job *job, uts_io *source) {
    const uts_host *host = c->reader->host;
    uts_status status = source_text_read(&c->text, c->reader->source, job, source);
    size_t header, at = 0;
    if (status != UTS_OK) return status;
    char delimiter = csv_delimiter(c->text.text, &header);
    uts_str body = {c->text.text.p + header, c->text.text.n - header};
    if (!csv_parse(&c->table, body, delimiter, UINT32_MAX, &at)) {
        size_t place = source_text_offset(&c->text, header + at);
        return uts_failf(host, job, UTS_E_FORMAT, place,
                         "a quotation mark opens a cell at byte %zu, line %zu and is never closed; close it, or save "
                         "the table anew",
                         place, source_text_line(&c->text, header + at));
    }
    if (c->table.why) return refuse(c, job, c->table.why, 0);
    /* One origin for all offsets. */
    for (uint32_t i = 0; header && i < c->table.n_cells; i++) {
        c->table.cells[i].begin += (uint32_t)header;
        c->table.cells[i].end += (uint32_t)header;
    }
    c->table.bytes = c->text.text.p;
    if (c->table.n_rows) source_text_report(&c->text);
    return UTS_OK;
}

static uts_status open_xlsx(struct tb_cursor *c, uts_job *job, uts_str bytes) {
    c->xlsx = calloc(1, sizeof *c->xlsx);
    if (!c->xlsx) return c->reader->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    struct xlsx *x = c->xlsx;
    x->host = c->reader->host;
    x->job = job;
    bool good = xlsx_read(x, bytes, c->reader->conf->sheet, &c->table);
    if (!good) return refuse(c, job, x->why ? x->why : "cannot be read", x->line);
    if (*x->others)
        uts_notef(x->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(x->others),
                  "read sheet \"%s\", one of %u; choose another with --set read-table.sheet=NAME", x->sheet,
                  x->n_sheets);
    if (x->errors)
        uts_notef(x->host, job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u cells hold an error of the spreadsheet such as #N/A and were left out", x->errors);
    return UTS_OK;
}

/* More cells than the header has names for: a delimiter inside a text that nobody quoted. */
static uts_status check_width(struct tb_cursor *c, uts_job *job) {
    if (c->xlsx || c->columns.header == TB_ABSENT) return UTS_OK;
    const struct tb_table *t = &c->table;
    uint32_t width = t->rows[c->columns.header].n;
    for (uint32_t r = c->columns.header + 1; r < t->n_rows; r++)
        for (uint32_t i = width; i < t->rows[r].n; i++)
            if (tb_trim(tb_raw(t, &t->cells[t->rows[r].first + i])).n)
                return uts_failf(c->reader->host, job, UTS_E_FORMAT,
                                 source_text_offset(&c->text, t->cells[t->rows[r].first].begin),
                                 "line %u has more cells than the %u of the header line; put texts that hold the "
                                 "delimiter in quotation marks",
                                 t->rows[r].number, width);
    return UTS_OK;
}

uts_status tb_open(void *stage, uts_job *job, uts_io *source, void **cursor) {
    const struct tb_reader *r = stage;
    const uts_host *host = r->host;
    struct tb_cursor *c = calloc(1, sizeof *c);
    uts_str bytes;
    if (!c) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    c->reader = r;
    uts_status status = host->source_bytes(job, source, &bytes);
    if (status == UTS_OK && bytes.n >= 4 && memcmp(bytes.p, "\xD0\xCF\x11\xE0", 4) == 0)
        status = refuse(c, job, "is an old .xls table, or locked by a password: save it as .xlsx or as CSV", 0);
    else if (status == UTS_OK && bytes.n >= 4 && memcmp(bytes.p, "PK\3\4", 4) == 0 &&
             memmem(bytes.p, bytes.n < 400 ? bytes.n : 400, "opendocument.spreadsheet", 24))
        status = refuse(c, job, "is an OpenDocument table: save it as .xlsx or as CSV", 0);
    else if (status == UTS_OK && bytes.n >= 2 && memcmp(bytes.p, "PK", 2) == 0)
        status = open_xlsx(c, job, bytes);
    else if (status == UTS_OK)
        status = open_csv(c, job, source);
    if (status == UTS_OK) status = tb_columns_find(&c->columns, host, job, &c->table, r->conf);
    if (status == UTS_OK) status = check_width(c, job);
    if (status != UTS_OK) {
        tb_close(stage, c);
        return status;
    }
    c->row = c->columns.header == TB_ABSENT ? 0 : c->columns.header + 1;
    *cursor = c;
    return UTS_OK;
}

/* ---- documents ---- */

uts_str tb_role_text(const struct tb_writer *w, const struct tb_row *row, enum tb_role role) {
    uint32_t column = w->c->columns.of[role];
    if (column == TB_ABSENT) return (uts_str){"", 0};
    return tb_text(w->host, w->job, &w->c->table, tb_at(&w->c->table, row, column));
}

/* A stretch without line breaks and doubled quotation marks. */
static void put_piece(struct tb_writer *w, uint32_t begin, uint32_t end, int64_t cell) {
    if (begin == end) return;
    uts_str piece = {w->c->table.bytes + begin, end - begin};
    if (w->c->xlsx)
        transcript_put(&w->t, piece, cell, cell + 1);
    else
        transcript_put(&w->t, piece, (int64_t)source_text_offset(&w->c->text, begin),
                       (int64_t)source_text_offset(&w->c->text, end));
}

void tb_put(struct tb_writer *w, const struct tb_row *row, const struct tb_cell *cell) {
    const char *bytes = w->c->table.bytes;
    uts_str all = tb_trim(tb_raw(&w->c->table, cell));
    uint32_t at = (uint32_t)(all.p - bytes), end = at + (uint32_t)all.n, from = at;
    int64_t number = cell ? (int64_t)(row->number - 1) * TB_COLUMNS + cell->column : -1;
    for (; cell && at < end; at++) {
        if (bytes[at] == '\n') {
            put_piece(w, from, at, number);
            transcript_end_paragraph(&w->t, UTS_STYLE_TABLE, 0);
            while (at + 1 < end && (bytes[at + 1] == ' ' || bytes[at + 1] == '\t')) at++;
            if (at + 1 < end && bytes[at + 1] == '\n') transcript_gap(&w->t);
            from = at + 1;
        } else if (cell->doubled && bytes[at] == '"' && at + 1 < end && bytes[at + 1] == '"') {
            put_piece(w, from, ++at, number);
            from = at + 1;
        }
    }
    if (cell) put_piece(w, from, end, number);
}

void tb_ask(struct tb_writer *w, const struct tb_row *row, const struct tb_cell *cell) {
    transcript_turn(&w->t, uts_cstr(""), uts_cstr("intervjuare"), UTS_ZONE_QUESTION, -1, -1);
    tb_put(w, row, cell);
    transcript_end_turn(&w->t);
}

uts_str tb_list(const struct tb_writer *w, enum tb_role role) {
    const struct tb_columns *c = &w->c->columns;
    size_t n = 0, room = 1;
    for (uint32_t i = 0; i < c->n; i++) room += c->items[i].name.n + 4;
    char *p = w->host->alloc(w->job, room, 1);
    for (uint32_t i = 0; p && i < c->n; i++) {
        if (c->items[i].role != role || !c->items[i].name.n) continue;
        if (n) p[n++] = ',', p[n++] = ' ';
        memcpy(p + n, c->items[i].name.p, c->items[i].name.n);
        n += c->items[i].name.n;
    }
    return (uts_str){p ? p : "", p ? n : 0};
}

/* Rows above the names: a title, a remark. They are kept, as what they are. */
static void put_preface(struct tb_writer *w) {
    const struct tb_table *t = &w->c->table;
    transcript_zone(&w->t, UTS_ZONE_METADATA);
    for (uint32_t r = 0; r < w->c->columns.header && r < t->n_rows; r++) {
        for (uint32_t i = 0; i < t->rows[r].n; i++) {
            const struct tb_cell *cell = &t->cells[t->rows[r].first + i];
            if (tb_trim(tb_raw(t, cell)).n == 0) continue;
            if (w->t.text.n > w->t.paragraph_begin) transcript_puts(&w->t, " ");
            tb_put(w, &t->rows[r], cell);
        }
        transcript_end_paragraph(&w->t, UTS_STYLE_TABLE, 0);
    }
    transcript_zone(&w->t, 0);
}

static uts_status give(struct tb_writer *w) {
    const struct tb_cursor *c = w->c;
    uts_status status = UTS_OK;
    if (!c->xlsx) {
        w->c->text.job = w->job;
        status = source_text_meta(&c->text, "table");
    }
    if (status == UTS_OK)
        status = transcript_give(&w->t,
                                 c->xlsx             ? "xlsx"
                                 : c->columns.survey ? "survey table"
                                                     : "table of turns",
                                 c->xlsx ? "cell" : "byte");
    if (status == UTS_OK && c->columns.survey && c->columns.header != TB_ABSENT) status = tb_give_variables(w);
    return status;
}

uts_status tb_next(void *stage, void *cursor, uts_job *job) {
    const struct tb_reader *r = stage;
    struct tb_cursor *c = cursor;
    if (c->done) return UTS_END;
    struct tb_writer w = {.c = c, .host = r->host, .job = job};
    transcript_start(&w.t, r->host, job);
    bool by_row = c->columns.survey && r->conf->documents == TB_PER_ROW && c->columns.header != TB_ABSENT;
    uts_status status = UTS_OK;
    c->done = !by_row;
    if (c->columns.header != TB_ABSENT && c->n_documents == 0) put_preface(&w);
    if (by_row) {
        c->done = !tb_write_respondent(&w);
        if (c->done && c->n_documents) status = UTS_END;
    } else if (c->columns.header != TB_ABSENT) {
        if (c->columns.survey)
            tb_write_survey(&w);
        else
            tb_write_turns(&w);
    }
    if (status == UTS_OK) status = give(&w);
    c->n_documents++;
    transcript_free(&w.t);
    return status;
}
