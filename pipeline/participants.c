/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "participants.h"

#include "arena.h"
#include "diag.h"
#include "limits.h"
#include "text.h"
#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

enum { COLUMN_ID, COLUMN_DOCUMENT, COLUMN_SPEAKER, FIXED_COLUMNS, MOST_COLUMNS = 200 };

/* Column names as people write them. */
static const struct {
    const char *name;
    int column;
} fixed_names[] = {{"id", COLUMN_ID},
                   {"deltagare", COLUMN_ID},
                   {"participant", COLUMN_ID},
                   {"document", COLUMN_DOCUMENT},
                   {"dokument", COLUMN_DOCUMENT},
                   {"fil", COLUMN_DOCUMENT},
                   {"file", COLUMN_DOCUMENT},
                   {"intervju", COLUMN_DOCUMENT},
                   {"speaker", COLUMN_SPEAKER},
                   {"talare", COLUMN_SPEAKER},
                   {"namn", COLUMN_SPEAKER},
                   {"name", COLUMN_SPEAKER}};

typedef struct row {
    const char *id, *document, *speaker;
    size_t line;
} row;

static struct {
    arena memory;
    uts_participants ext;
    row *rows;
    uint32_t *by_speaker; /* rows in the order of their speaker, then of the table */
    const char **ids, **values, **variables;
    uint32_t room;
} table;

typedef struct parse {
    const char *path;
    const char *cells[MOST_COLUMNS];
    int place[MOST_COLUMNS]; /* fixed column, or FIXED_COLUMNS + variable */
    size_t n_cells, n_columns, line;
    bool failed, has_header;
} parse;

static void wrong(parse *p, const char *what) {
    if (!p->failed) diag_error("%s:%zu: %s", p->path, p->line, what);
    p->failed = true;
}

static void on_cell(void *text, size_t n, void *arg) {
    parse *p = arg;
    if (p->n_cells == MOST_COLUMNS) {
        wrong(p, "has more than 200 columns");
        return;
    }
    const char *s = text;
    while (n && (*s == ' ' || *s == '\t')) s++, n--;
    while (n && (s[n - 1] == ' ' || s[n - 1] == '\t')) n--;
    p->cells[p->n_cells++] = arena_copy(&table.memory, s, n);
}

static void take_header(parse *p) {
    bool has_speaker = false, has_id = false;
    table.variables = arena_zeroed(&table.memory, (p->n_cells + 1) * sizeof *table.variables, sizeof(char *));
    for (size_t c = 0; c < p->n_cells; c++) {
        p->place[c] = -1;
        for (size_t i = 0; i < sizeof fixed_names / sizeof *fixed_names; i++)
            if (strcasecmp(p->cells[c], fixed_names[i].name) == 0) p->place[c] = fixed_names[i].column;
        has_speaker |= p->place[c] == COLUMN_SPEAKER;
        has_id |= p->place[c] == COLUMN_ID;
        if (p->place[c] >= 0) continue;
        p->place[c] = FIXED_COLUMNS + (int)table.ext.n_variables;
        table.variables[table.ext.n_variables++] = p->cells[c];
    }
    p->n_columns = p->n_cells;
    p->has_header = true;
    if (!has_speaker && !has_id)
        wrong(p, "expected a header line with the columns id, document, speaker and variables such as role, wave");
}

static bool make_room(void) {
    if (table.ext.n_participants < table.room) return true;
    uint32_t room = table.room ? table.room * 2 : 64;
    row *rows = realloc(table.rows, room * sizeof *rows);
    if (rows) table.rows = rows;
    const char **ids = realloc(table.ids, room * sizeof *ids);
    if (ids) table.ids = ids;
    const char **values = realloc(table.values, (size_t)room * (table.ext.n_variables + 1) * sizeof *values);
    if (values) table.values = values;
    if (!rows || !ids || !values) return false;
    table.room = room;
    return true;
}

static void on_row(int end, void *arg) {
    (void)end;
    parse *p = arg;
    size_t n = p->n_cells;
    p->line++;
    p->n_cells = 0;
    bool blank = true;
    for (size_t c = 0; c < n; c++) blank &= !p->cells[c] || !*p->cells[c];
    if (p->failed || blank) return;
    if (!p->has_header) {
        p->n_cells = n;
        take_header(p);
        p->n_cells = 0;
        return;
    }
    if (n > p->n_columns) {
        wrong(p, "has more cells than the header line; is a text with the separator in it without quotation marks?");
        return;
    }
    if (!make_room()) {
        wrong(p, "out of memory");
        return;
    }
    uint32_t at = table.ext.n_participants++, variables = table.ext.n_variables;
    const char *fixed[FIXED_COLUMNS] = {"", "", ""};
    for (uint32_t v = 0; v < variables; v++) table.values[at * variables + v] = "";
    for (size_t c = 0; c < n; c++) {
        if (p->place[c] < FIXED_COLUMNS)
            fixed[p->place[c]] = p->cells[c];
        else
            table.values[at * variables + (uint32_t)(p->place[c] - FIXED_COLUMNS)] = p->cells[c];
    }
    if (!*fixed[COLUMN_SPEAKER]) fixed[COLUMN_SPEAKER] = fixed[COLUMN_ID];
    if (!*fixed[COLUMN_ID]) fixed[COLUMN_ID] = fixed[COLUMN_SPEAKER];
    if (!*fixed[COLUMN_ID]) wrong(p, "names neither id nor speaker");
    table.rows[at] = (row){fixed[COLUMN_ID], fixed[COLUMN_DOCUMENT], fixed[COLUMN_SPEAKER], p->line};
    table.ids[at] = fixed[COLUMN_ID];
}

/* ---- finding ---- */

static bool same(uts_str a, const char *b) { return a.n == strlen(b) && strncasecmp(a.p, b, a.n) == 0; }

/* The table may name the document by id, by file name, or by the last part of either. */
static bool same_document(uts_str doc, const char *name) {
    if (!*name || same(doc, name)) return true;
    const char *dot = strrchr(name, '.');
    size_t n = dot ? (size_t)(dot - name) : strlen(name);
    if (dot && doc.n == n && strncasecmp(doc.p, name, n) == 0) return true;
    if (doc.n <= n || doc.p[doc.n - n - 1] != '/')
        return doc.n > strlen(name) && doc.p[doc.n - strlen(name) - 1] == '/' &&
               strncasecmp(doc.p + doc.n - strlen(name), name, strlen(name)) == 0;
    return strncasecmp(doc.p + doc.n - n, name, n) == 0;
}

static int compare(uts_str a, const char *b) {
    int d = strncasecmp(a.p, b, a.n);
    return d ? d : b[a.n] ? -1 : 0;
}

static int by_speaker(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int d = strcasecmp(table.rows[x].speaker, table.rows[y].speaker);
    return d ? d : x < y ? -1 : 1;
}

static bool sort_speakers(void) {
    uint32_t n = table.ext.n_participants;
    table.by_speaker = malloc((n + 1) * sizeof *table.by_speaker);
    if (!table.by_speaker) return false;
    for (uint32_t i = 0; i < n; i++) table.by_speaker[i] = i;
    if (n) qsort(table.by_speaker, n, sizeof *table.by_speaker, by_speaker);
    return true;
}

/* Called for every speaker of every document: a survey and its table have thousands. */
static uint32_t find(uts_str doc, uts_str speaker) {
    uint32_t fallback = UINT32_MAX, low = 0, high = table.ext.n_participants;
    if (!speaker.n) return UINT32_MAX;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (compare(speaker, table.rows[table.by_speaker[mid]].speaker) > 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < table.ext.n_participants; low++) {
        uint32_t i = table.by_speaker[low];
        if (!same(speaker, table.rows[i].speaker)) break;
        if (!same_document(doc, table.rows[i].document)) continue;
        if (*table.rows[i].document) return i;
        if (fallback == UINT32_MAX) fallback = i;
    }
    return fallback;
}

/* ---- reading ---- */

static char *read_whole(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    char *bytes = malloc(LIMIT_TABLE_BYTES + 1);
    if (!f || !bytes) {
        diag_error("%s: cannot be opened: %s", path, strerror(errno));
        if (f) fclose(f);
        free(bytes);
        return NULL;
    }
    *n = fread(bytes, 1, LIMIT_TABLE_BYTES + 1, f);
    const char *why = ferror(f) ? strerror(errno) : *n > LIMIT_TABLE_BYTES ? "is larger than 64 MB" : NULL;
    fclose(f);
    if (why) {
        diag_error("%s: cannot be read: %s", path, why);
        free(bytes);
        return NULL;
    }
    return bytes;
}

/* Excel in Swedish writes windows-1252; anything that is valid UTF-8 is UTF-8. */
static char *as_utf8(char *bytes, size_t *n) {
    if (*n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) memmove(bytes, bytes + 3, *n -= 3);
    if (text_valid_prefix(bytes, *n, false) == *n) return bytes;
    UErrorCode status = U_ZERO_ERROR;
    size_t room = *n * 3 + 1;
    char *utf8 = malloc(room);
    int32_t size = utf8 ? ucnv_convert("UTF-8", "windows-1252", utf8, (int32_t)room, bytes, (int32_t)*n, &status) : 0;
    free(bytes);
    if (!utf8 || U_FAILURE(status)) {
        free(utf8);
        return NULL;
    }
    *n = (size_t)size;
    return utf8;
}

/* The separator that the first line has most of. */
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

const uts_participants *participants_read(const char *path) {
    size_t n;
    char *bytes = read_whole(path, &n);
    if (!bytes) return NULL;
    bytes = as_utf8(bytes, &n);
    if (!bytes) {
        diag_error("%s: is neither UTF-8 nor windows-1252; save it as CSV UTF-8", path);
        return NULL;
    }
    parse p = {.path = path};
    struct csv_parser parser;
    if (csv_init(&parser, CSV_APPEND_NULL) != 0) {
        free(bytes);
        return NULL;
    }
    csv_set_delim(&parser, separator_of(bytes, n));
    if (csv_parse(&parser, bytes, n, on_cell, on_row, &p) != n) wrong(&p, csv_strerror(csv_error(&parser)));
    csv_fini(&parser, on_cell, on_row, &p);
    csv_free(&parser);
    free(bytes);
    if (!p.failed && !p.has_header) wrong(&p, "is empty; expected a header line and one line a participant");
    if (!p.failed && !sort_speakers()) wrong(&p, "out of memory");
    if (p.failed) return NULL;
    table.ext.size = sizeof table.ext;
    table.ext.variables = table.variables;
    table.ext.ids = table.ids;
    table.ext.values = table.values;
    table.ext.find = find;
    return &table.ext;
}

void participants_clear(void) {
    arena_free(&table.memory);
    free(table.rows);
    free(table.by_speaker);
    free(table.ids);
    free(table.values);
    memset(&table, 0, sizeof table);
}
