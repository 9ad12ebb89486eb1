/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codings in a CSV file: document, code, begin and end (code points) or turn (from 1), and coder. */
#include "../common/decode.h"
#include "agree.h"
#include <csv.h>
#include <errno.h>
#include <strings.h>

enum { COLUMN_DOCUMENT, COLUMN_CODE, COLUMN_BEGIN, COLUMN_END, COLUMN_TURN, COLUMN_CODER, COLUMNS, MOST_CELLS = 100 };
#define MOST_BYTES ((size_t)64 << 20)

static const struct {
    const char *name;
    int column;
} names[] = {{"document", COLUMN_DOCUMENT}, {"dokument", COLUMN_DOCUMENT}, {"code", COLUMN_CODE},
             {"kod", COLUMN_CODE},          {"begin", COLUMN_BEGIN},       {"start", COLUMN_BEGIN},
             {"end", COLUMN_END},           {"slut", COLUMN_END},          {"turn", COLUMN_TURN},
             {"tur", COLUMN_TURN},          {"coder", COLUMN_CODER},       {"kodare", COLUMN_CODER}};

struct parse {
    const uts_host *host;
    uts_job *job;
    const char *path;
    struct csv_codings *out;
    const char *cells[MOST_CELLS];
    int place[MOST_CELLS];
    size_t n_cells, line;
    const char *coder; /* the file's name, for rows that name nobody */
    uts_status status;
    bool has_header;
};

static void wrong(struct parse *p, uts_status status, const char *what) {
    if (p->status < 0) return;
    p->status = uts_failf(p->host, p->job, status, UINT64_MAX, "%s:%zu: %s", p->path, p->line + 1, what);
}

static void on_cell(void *text, size_t n, void *arg) {
    struct parse *p = arg;
    if (p->n_cells == MOST_CELLS) {
        wrong(p, UTS_E_FORMAT, "has more than 100 columns");
        return;
    }
    uint32_t number = texts_number(&p->out->texts, uts_mkstr(text, n));
    if (number == TEXTS_NONE) wrong(p, UTS_E_NOMEM, "out of memory");
    p->cells[p->n_cells++] = number == TEXTS_NONE ? "" : p->out->texts.items[number];
}

static void take_header(struct parse *p) {
    bool has[COLUMNS] = {false};
    for (size_t c = 0; c < p->n_cells; c++) {
        p->place[c] = -1;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcasecmp(p->cells[c], names[i].name) == 0) p->place[c] = names[i].column;
        if (p->place[c] >= 0) has[p->place[c]] = true;
    }
    p->has_header = true;
    if (!has[COLUMN_CODE] || !has[COLUMN_DOCUMENT] || (!has[COLUMN_TURN] && !(has[COLUMN_BEGIN] && has[COLUMN_END])))
        wrong(p, UTS_E_FORMAT,
              "expected a header line with document, code, and begin and end or turn; coder may follow");
}

static bool read_number(const char *s, uint32_t *out) {
    uint64_t n = 0;
    if (!*s || strspn(s, "0123456789") != strlen(s) || strlen(s) > 9) return false;
    for (; *s; s++) n = n * 10 + (uint64_t)(*s - '0');
    *out = (uint32_t)n;
    return true;
}

static void on_row(int end, void *arg) {
    (void)end;
    struct parse *p = arg;
    const char *cells[COLUMNS] = {"", "", "", "", "", ""};
    size_t n = p->n_cells;
    bool blank = true;
    for (size_t c = 0; c < n; c++) blank = blank && !*p->cells[c];
    if (p->status >= 0 && !blank && !p->has_header)
        take_header(p);
    else if (p->status >= 0 && !blank) {
        for (size_t c = 0; c < n; c++)
            if (p->place[c] >= 0) cells[p->place[c]] = p->cells[c];
        struct csv_coding x = {.document = cells[COLUMN_DOCUMENT], .code = cells[COLUMN_CODE]};
        x.coder = *cells[COLUMN_CODER] ? cells[COLUMN_CODER] : p->coder;
        bool spans = read_number(cells[COLUMN_BEGIN], &x.begin) && read_number(cells[COLUMN_END], &x.end);
        if (!spans && !(read_number(cells[COLUMN_TURN], &x.turn) && x.turn))
            wrong(p, UTS_E_FORMAT, "needs numbers in begin and end, or in turn");
        else if (!*x.code)
            wrong(p, UTS_E_FORMAT, "names no code");
        else if (!agree_grow((void **)&p->out->items, &p->out->room, p->out->n + 1, sizeof x))
            wrong(p, UTS_E_NOMEM, "out of memory");
        else
            p->out->items[p->out->n++] = x;
    }
    p->n_cells = 0;
    p->line++;
}

static char *read_whole(const uts_host *host, uts_job *job, const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    char *bytes = f ? malloc(MOST_BYTES + 1) : NULL;
    if (bytes) *n = fread(bytes, 1, MOST_BYTES + 1, f);
    const char *why = !f ? strerror(errno) : !bytes ? "out of memory" : ferror(f) ? strerror(errno) : NULL;
    if (!why && *n > MOST_BYTES) why = "is larger than 64 MB";
    if (f) fclose(f);
    if (!why) return bytes;
    uts_failf(host, job, UTS_E_IO, UINT64_MAX, "%s: cannot be read: %s", path, why);
    free(bytes);
    return NULL;
}

/* UTF-8 with or without a mark; what is not is windows-1252, as Excel writes it. */
static bool to_utf8(char **bytes, size_t *n) {
    struct rt_out out = {0};
    struct rt_report report = {0};
    if (*n >= 3 && memcmp(*bytes, "\xEF\xBB\xBF", 3) == 0) memmove(*bytes, *bytes + 3, *n -= 3);
    rt_clean(*bytes, *n, &out, &report);
    if (report.bad != SIZE_MAX) {
        rt_tables tables;
        rt_out_free(&out);
        memset(&out, 0, sizeof out);
        if (!rt_tables_make(tables)) return false;
        rt_from_table(*bytes, *n, tables[RT_CP1252], &out);
    } else if (!report.changed) {
        rt_out_free(&out);
        return true;
    }
    char *copy = out.out_of_memory ? NULL : malloc(out.n + 1);
    if (copy && out.n) memcpy(copy, out.p, out.n);
    *n = out.n;
    rt_out_free(&out);
    if (!copy) return false;
    free(*bytes);
    *bytes = copy;
    return true;
}

/* The sign that the first line has most of. */
static unsigned char separator_of(const char *bytes, size_t n) {
    static const char candidates[] = {',', ';', '\t'};
    size_t best = 0;
    unsigned char separator = ',';
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t count = 0;
        for (size_t k = 0; k < n && bytes[k] != '\n'; k++) count += bytes[k] == candidates[i];
        if (count > best) best = count, separator = (unsigned char)candidates[i];
    }
    return separator;
}

uts_status codings_read(const uts_host *host, uts_job *job, const char *path, struct csv_codings *out) {
    size_t n = 0;
    char *bytes = read_whole(host, job, path, &n);
    if (!bytes) return UTS_E_IO;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    struct parse p = {.host = host, .job = job, .path = path, .out = out};
    uint32_t coder = texts_number(&out->texts, uts_mkstr(name, dot ? (size_t)(dot - name) : strlen(name)));
    struct csv_parser parser;
    if (coder == TEXTS_NONE || !to_utf8(&bytes, &n) || csv_init(&parser, CSV_APPEND_NULL) != 0) {
        free(bytes);
        return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "%s: out of memory", path);
    }
    p.coder = out->texts.items[coder];
    csv_set_delim(&parser, separator_of(bytes, n));
    if (csv_parse(&parser, bytes, n, on_cell, on_row, &p) != n)
        wrong(&p, UTS_E_FORMAT, csv_strerror(csv_error(&parser)));
    csv_fini(&parser, on_cell, on_row, &p);
    csv_free(&parser);
    free(bytes);
    if (p.status >= 0 && !p.has_header)
        wrong(&p, UTS_E_FORMAT, "is empty; expected a header line and one line a coding");
    return p.status;
}

void codings_free(struct csv_codings *c) {
    free(c->items);
    texts_free(&c->texts);
}
