/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workbook under construction: sheets that grow row by row, go on in a next sheet where Excel's limit is reached, and
 * never stand in memory. Nothing of it has a name on the disk until it is handed to the host. */
#ifndef WRITE_XLSX_BOOK_H
#define WRITE_XLSX_BOOK_H

#include "cell.h"
#include <utsaga/plugin_util.h>
#include <xlsxwriter.h>

/* Rows of a sheet, with its header. */
#define BOOK_ROWS      1048576u
#define BOOK_WIDTH_MAX 60u

struct book {
    lxw_workbook *workbook; /* NULL: not open */
    lxw_format *bold, *right;
    int fd;              /* of the file without a name that the workbook is put together in */
    uint32_t limit;      /* rows of a sheet; less than BOOK_ROWS in tests */
    uint64_t cut;        /* texts that were longer than a cell */
    uint64_t replaced;   /* texts with characters that XML does not allow */
    bool failed;         /* out of memory or disk; sticks */
    struct cell scratch; /* of the text at hand */
    const char *folder;  /* for temporary files */
};

/* The most columns of a sheet: those of the hits, and those that a table may have. */
enum { SHEET_COLUMNS = 24 };
_Static_assert(SHEET_COLUMNS >= UTS_MAX_COLUMNS, "a table fits into a sheet");

/* One list of rows: a sheet, or several. */
struct sheet {
    struct book *book;
    lxw_worksheet *page;
    char name[32];                      /* of the first page */
    const char *columns[SHEET_COLUMNS]; /* borrowed */
    uint32_t n_columns, column;         /* column: where the next cell goes */
    uint32_t row;                       /* on this page, header included */
    uint32_t pages;
    uint64_t rows; /* on all pages, without headers */
    uint32_t width[SHEET_COLUMNS];
    bool plain; /* no frozen header, no filter */
};

/* Opens the temporary file. False: see errno. */
bool book_open(struct book *b);
void book_close(struct book *b);

/* Starts a list; the columns are set by the caller before. */
void sheet_open(struct sheet *s, struct book *b, const char *name);
/* Cells of the next row, from left to right. */
void sheet_text(struct sheet *s, const char *p, size_t n);
void sheet_right(struct sheet *s, const char *p, size_t n); /* aligned to the right */
void sheet_bold(struct sheet *s, const char *p, size_t n);
void sheet_int(struct sheet *s, int64_t x);
void sheet_real(struct sheet *s, double x);
void sheet_empty(struct sheet *s);
void sheet_end_row(struct sheet *s);
/* After the last row: widths and filter. */
void sheet_close(struct sheet *s);

/* Puts the file together and hands its bytes to @p io. The workbook is gone afterwards. */
uts_status book_write(struct book *b, const uts_host *host, uts_job *job, uts_io *io);

#endif
