/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book.h"
#include "../common/temporary.h"
#include <errno.h>
#include <math.h>
#include <unistd.h>

/* Files say when they were made; the same input must give the same bytes. 2000-01-01 00:00 UTC. */
enum { MADE = 946684800 };
/* Largest whole number that a cell, which is a double, holds exactly. */
#define EXACT ((int64_t)1 << 53)

/* ---- the temporary file ---- */

bool book_open(struct book *b) {
    *b = (struct book){.limit = BOOK_ROWS};
    b->fd = temporary_open(&b->folder);
    if (b->fd < 0) return false;
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", b->fd);
    char *folder = strdup(b->folder);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder, .use_zip64 = LXW_FALSE};
    b->workbook = folder ? workbook_new_opt(path, &options) : NULL;
    free(folder);
    b->bold = b->workbook ? workbook_add_format(b->workbook) : NULL;
    b->right = b->bold ? workbook_add_format(b->workbook) : NULL;
    if (!b->right) {
        errno = ENOMEM;
        return false;
    }
    format_set_bold(b->bold);
    format_set_align(b->right, LXW_ALIGN_RIGHT);
    lxw_doc_properties properties = {.created = MADE};
    workbook_set_properties(b->workbook, &properties);
    return true;
}

void book_close(struct book *b) {
    if (b->workbook) lxw_workbook_free(b->workbook);
    if (b->fd >= 0) close(b->fd);
    free(b->scratch.p);
    *b = (struct book){.fd = -1};
}

/* ---- sheets ---- */

/* Sheet names have at most 31 characters, none of []:*?/\ and are unique whatever their case. */
static lxw_worksheet *add_page(struct book *b, const char *name, uint32_t page, char out[32]) {
    char head[32];
    size_t n = 0;
    for (; n < 31 && name[n]; n++) head[n] = strchr("[]:*?/\\'", name[n]) || (name[n] & 0x80) ? '_' : name[n];
    head[n] = 0;
    for (uint32_t tries = page; tries < page + 1000; tries++) {
        if (tries > 1)
            snprintf(out, 32, "%.20s %u", head, tries);
        else
            snprintf(out, 32, "%s", head);
        if (workbook_validate_sheet_name(b->workbook, out) == LXW_NO_ERROR)
            return workbook_add_worksheet(b->workbook, out);
    }
    return NULL;
}

static void start_page(struct sheet *s) {
    char name[32];
    s->page = add_page(s->book, s->name, ++s->pages, name);
    if (!s->page) {
        s->book->failed = true;
        return;
    }
    if (s->pages == 1) memcpy(s->name, name, sizeof name);
    s->row = 0;
    if (s->plain) return;
    for (uint32_t c = 0; c < s->n_columns; c++) {
        uint32_t n = (uint32_t)strlen(s->columns[c]) + 3; /* room for the arrow of the filter */
        if (n > s->width[c]) s->width[c] = n;
        if (worksheet_write_string(s->page, 0, (lxw_col_t)c, s->columns[c], s->book->bold)) s->book->failed = true;
    }
    worksheet_freeze_panes(s->page, 1, 0);
    s->row = 1;
}

void sheet_open(struct sheet *s, struct book *b, const char *name) {
    s->book = b;
    snprintf(s->name, sizeof s->name, "%.31s", name);
    start_page(s);
}

static void finish_page(struct sheet *s) {
    if (!s->page) return;
    for (uint32_t c = 0; c < s->n_columns; c++) {
        uint32_t width = s->width[c] < 6 ? 6 : s->width[c] > BOOK_WIDTH_MAX ? BOOK_WIDTH_MAX : s->width[c];
        worksheet_set_column(s->page, (lxw_col_t)c, (lxw_col_t)c, width + 1, NULL);
    }
    if (!s->plain && s->row > 1) worksheet_autofilter(s->page, 0, 0, s->row - 1, (lxw_col_t)(s->n_columns - 1));
    /* The library does not look whether its temporary file took the rows. */
    if (s->page->optimize_tmpfile && (fflush(s->page->optimize_tmpfile) || ferror(s->page->optimize_tmpfile)))
        s->book->failed = true;
}

static bool at_cell(struct sheet *s) {
    if (s->page && s->column == 0 && s->row == s->book->limit) {
        finish_page(s);
        start_page(s);
    }
    return s->page && !s->book->failed;
}

static void put_text(struct sheet *s, const char *p, size_t n, lxw_format *format) {
    struct book *b = s->book;
    if (!at_cell(s)) return;
    if (!cell_set(&b->scratch, p, n)) {
        b->failed = true;
        return;
    }
    b->cut += b->scratch.cut;
    b->replaced += b->scratch.replaced;
    if (b->scratch.width > s->width[s->column]) s->width[s->column] = b->scratch.width;
    /* Always a string, never a formula, whatever it begins with. */
    if (n && worksheet_write_string(s->page, s->row, (lxw_col_t)s->column, b->scratch.p, format)) b->failed = true;
    s->column++;
}

void sheet_text(struct sheet *s, const char *p, size_t n) { put_text(s, p, n, NULL); }
void sheet_right(struct sheet *s, const char *p, size_t n) { put_text(s, p, n, s->book->right); }
void sheet_bold(struct sheet *s, const char *p, size_t n) { put_text(s, p, n, s->book->bold); }

void sheet_real(struct sheet *s, double x) {
    if (!at_cell(s)) return;
    if (isfinite(x)) {
        if (worksheet_write_number(s->page, s->row, (lxw_col_t)s->column, x, NULL)) s->book->failed = true;
        if (s->width[s->column] < 10) s->width[s->column] = 10;
    }
    s->column++;
}

void sheet_int(struct sheet *s, int64_t x) {
    if (x >= -EXACT && x <= EXACT) {
        sheet_real(s, (double)x);
        return;
    }
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)x);
    sheet_text(s, digits, (size_t)n);
}

void sheet_empty(struct sheet *s) {
    if (at_cell(s)) s->column++;
}

void sheet_end_row(struct sheet *s) {
    if (!at_cell(s)) return;
    s->column = 0;
    s->row++;
    s->rows++;
}

void sheet_close(struct sheet *s) { finish_page(s); }

/* ---- the end ---- */

static uts_status copy(int fd, const uts_host *host, uts_job *job, uts_io *io) {
    static const size_t piece = 1u << 18;
    char *buffer = host->alloc(job, piece, 64);
    if (!buffer) return UTS_E_NOMEM;
    for (off_t at = 0;;) {
        ssize_t n = pread(fd, buffer, piece, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0)
            return uts_failf(host, job, UTS_E_IO, UINT64_MAX, "The temporary file of tables.xlsx: %s.",
                             strerror(errno));
        if (n == 0) return UTS_OK;
        uts_status status = host->write(io, buffer, (size_t)n);
        if (status < 0) return status;
        at += n;
    }
}

uts_status book_write(struct book *b, const uts_host *host, uts_job *job, uts_io *io) {
    lxw_error error = b->failed ? LXW_ERROR_CREATING_TMPFILE : workbook_close(b->workbook);
    if (!b->failed) b->workbook = NULL;
    if (error)
        return uts_failf(host, job, UTS_E_IO, UINT64_MAX,
                         "tables.xlsx could not be put together: is there room in %s? (%s)", b->folder,
                         lxw_strerror(error));
    return copy(b->fd, host, job, io);
}
