/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spreadsheets of Excel and LibreOffice (.xlsx, .xlsm), read as a stream: no tree of a sheet is built. */
#ifndef TB_XLSX_H
#define TB_XLSX_H

#include "table.h"

#include "../common/sax.h"

/* Most bytes that one part may unpack to. */
#define XLSX_PART_BYTES ((uint64_t)1 << 30)

/* Bytes that grow; never more than TB_BYTES. */
struct xlsx_bytes {
    char *p;
    size_t n, room;
    bool failed;
};
void xlsx_put(struct xlsx_bytes *b, const char *p, size_t n);

/* A serial number of Excel as text: ISO date, time of day or both. False: not a date that people mean. */
enum xlsx_kind { XLSX_NUMBER = 0, XLSX_DATE = 1, XLSX_TIME = 2, XLSX_DATE_TIME = 3 };
enum xlsx_kind xlsx_kind_of_format(int64_t id);
enum xlsx_kind xlsx_kind_of_code(uts_str code);
bool xlsx_when(uts_str number, enum xlsx_kind kind, bool from_1904, char out[40]);

struct xlsx {
    struct archive archive;
    const struct sax_name *names;
    /* Shared strings: text i is bytes[starts[i], starts[i + 1]). */
    struct xlsx_bytes strings, cells;
    size_t *starts;
    uint32_t n_strings, strings_room;
    unsigned char kinds[65536]; /* of cell styles: enum xlsx_kind */
    uint32_t n_kinds;
    bool from_1904;
    char sheet[128], part[512]; /* the sheet that is read: name, path in the archive */
    uint32_t n_sheets;
    char others[600]; /* names of the other sheets, for a remark */
    uint32_t errors;  /* cells with #N/A and the like */
    uint32_t line;
    const char *why;
    const uts_host *host;
    uts_job *job;
};

/* Reads the sheet with this name or number (NULL: the first that is not hidden). False: x->why tells. */
bool xlsx_read(struct xlsx *x, uts_str bytes, const char *sheet, struct tb_table *t);
void xlsx_free(struct xlsx *x);

/* strings.c, workbook parts */
bool xlsx_read_strings(struct xlsx *x);
bool xlsx_read_styles(struct xlsx *x);
bool xlsx_find_sheet(struct xlsx *x, const char *wanted);
/* Undoes _x000D_ and the like. Returns the new length. */
size_t xlsx_unescape(char *p, size_t n);
bool xlsx_cancelled(void *user);

/* Elements of all parts, by number. */
enum {
    X_SI = 1,
    X_T,
    X_RPH,
    X_SHEET,
    X_WORKBOOK_PR,
    X_RELATIONSHIP,
    X_NUM_FMT,
    X_CELL_XFS,
    X_XF,
    X_ROW,
    X_C,
    X_V,
    X_IS,
    X_MERGE
};
extern const struct sax_name xlsx_names[];

#endif
