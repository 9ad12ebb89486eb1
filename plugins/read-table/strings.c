/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a spreadsheet beside its sheets: names of sheets, shared strings, which styles are dates. */
#include "xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAIN   "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define BOTH(name, id)                                                                                                 \
    {MAIN, name, id}, { STRICT, name, id }

const struct sax_name xlsx_names[] = {BOTH("si", X_SI),
                                      BOTH("t", X_T),
                                      BOTH("rPh", X_RPH),
                                      BOTH("sheet", X_SHEET),
                                      BOTH("workbookPr", X_WORKBOOK_PR),
                                      BOTH("numFmt", X_NUM_FMT),
                                      BOTH("cellXfs", X_CELL_XFS),
                                      BOTH("xf", X_XF),
                                      BOTH("row", X_ROW),
                                      BOTH("c", X_C),
                                      BOTH("v", X_V),
                                      BOTH("is", X_IS),
                                      BOTH("mergeCell", X_MERGE),
                                      {"http://schemas.openxmlformats.org/package/2006/relationships", "Relationship",
                                       X_RELATIONSHIP},
                                      {NULL, NULL, 0}};

void xlsx_put(struct xlsx_bytes *b, const char *p, size_t n) {
    if (b->failed) return;
    if (n > TB_BYTES - b->n) {
        b->failed = true;
        return;
    }
    if (b->n + n > b->room) {
        size_t room = b->n + n + b->room + 4096;
        char *grown = realloc(b->p, room);
        if (!grown) {
            b->failed = true;
            return;
        }
        b->p = grown;
        b->room = room;
    }
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
}

static int hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* Excel writes control characters, and underscores that look like it, as _xHHHH_. CR before LF is a line end. */
size_t xlsx_unescape(char *p, size_t n) {
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        int code = -1;
        if (p[i] == '_' && i + 6 < n && p[i + 1] == 'x' && p[i + 6] == '_') {
            code = 0;
            for (size_t k = i + 2; k < i + 6 && code >= 0; k++) code = hex(p[k]) < 0 ? -1 : code * 16 + hex(p[k]);
        }
        if (code < 0 || code > 0x7F) {
            p[to++] = p[i];
            continue;
        }
        i += 6;
        if (code == '\r') continue; /* the line feed follows */
        p[to++] = (char)code;
    }
    return to;
}

bool xlsx_cancelled(void *user) {
    struct xlsx *x = user;
    return x->host->cancelled(x->job);
}

static bool parse(struct xlsx *x, const char *part, struct sax_handler *handler, void *user) {
    int64_t entry = archive_find(&x->archive, part);
    if (entry < 0) return true;
    handler->names = xlsx_names;
    if (sax_parse(&x->archive, entry, XLSX_PART_BYTES, handler, user, &x->line)) return true;
    x->why = x->archive.why;
    return false;
}

/* ---- shared strings ---- */

struct reading {
    struct xlsx *x;
    bool in_text, in_phonetic;
    size_t from;
};

static void string_start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct reading *r = user;
    struct xlsx *x = r->x;
    (void)attributes;
    if (id == X_SI) {
        if (x->n_strings + 1 >= x->strings_room) {
            uint32_t room = x->strings_room ? x->strings_room * 2 : 1024;
            size_t *starts = room <= TB_CELLS * 2 ? realloc(x->starts, room * sizeof *starts) : NULL;
            if (!starts) {
                x->strings.failed = true;
                return;
            }
            x->starts = starts;
            x->strings_room = room;
        }
        x->starts[x->n_strings] = r->from = x->strings.n;
    }
    if (id == X_RPH) r->in_phonetic = true;
    r->in_text = id == X_T && !r->in_phonetic;
}

static void string_end(void *user, uint32_t id) {
    struct reading *r = user;
    struct xlsx *x = r->x;
    r->in_text = false;
    if (id == X_RPH) r->in_phonetic = false;
    if (id != X_SI || x->strings.failed || !x->starts) return;
    if (x->strings.n > r->from) x->strings.n = r->from + xlsx_unescape(x->strings.p + r->from, x->strings.n - r->from);
    x->starts[++x->n_strings] = x->strings.n;
}

static void string_text(void *user, uts_str text) {
    struct reading *r = user;
    if (r->in_text) xlsx_put(&r->x->strings, text.p, text.n);
}

static bool strings_stop(void *user) {
    struct reading *r = user;
    return r->x->strings.failed || xlsx_cancelled(r->x);
}

bool xlsx_read_strings(struct xlsx *x) {
    struct reading r = {.x = x};
    struct sax_handler handler = {.start = string_start,
                                  .end = string_end,
                                  .text = string_text,
                                  .cancelled = strings_stop};
    bool good = parse(x, "xl/sharedStrings.xml", &handler, &r);
    if (x->strings.failed) x->why = "holds more text than 512 MB, or needs more memory than there is";
    return good && !x->strings.failed;
}

/* ---- styles ---- */

struct styles {
    struct xlsx *x;
    bool in_cells;
    struct {
        int64_t id;
        enum xlsx_kind kind;
    } own[512];
    uint32_t n_own;
};

static void style_start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct styles *s = user;
    struct xlsx *x = s->x;
    if (id == X_CELL_XFS) s->in_cells = true;
    if (id == X_NUM_FMT && s->n_own < sizeof s->own / sizeof *s->own) {
        s->own[s->n_own].id = sax_number(sax_attribute(attributes, "numFmtId"), -1);
        s->own[s->n_own++].kind = xlsx_kind_of_code(sax_attribute(attributes, "formatCode"));
    }
    if (id != X_XF || !s->in_cells || x->n_kinds == sizeof x->kinds) return;
    int64_t format = sax_number(sax_attribute(attributes, "numFmtId"), 0);
    enum xlsx_kind kind = xlsx_kind_of_format(format);
    for (uint32_t i = 0; i < s->n_own; i++)
        if (s->own[i].id == format) kind = s->own[i].kind;
    x->kinds[x->n_kinds++] = (unsigned char)kind;
}

static void style_end(void *user, uint32_t id) {
    struct styles *s = user;
    if (id == X_CELL_XFS) s->in_cells = false;
}

bool xlsx_read_styles(struct xlsx *x) {
    struct styles s = {.x = x};
    struct sax_handler handler = {.start = style_start, .end = style_end};
    return parse(x, "xl/styles.xml", &handler, &s);
}

/* ---- sheets ---- */

struct sheets {
    struct xlsx *x;
    const char *wanted;
    char relation[64];
    bool found;
};

static void copy(char *to, size_t room, uts_str s) {
    size_t n = s.n < room ? s.n : room - 1;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    if (n) memcpy(to, s.p, n);
    to[n] = '\0';
}

static void sheet_start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct sheets *s = user;
    struct xlsx *x = s->x;
    if (id == X_WORKBOOK_PR) {
        uts_str from = sax_attribute(attributes, "date1904");
        x->from_1904 = from.p && sax_switch(from);
    }
    if (id != X_SHEET) return;
    uts_str name = sax_attribute(attributes, "name"), state = sax_attribute(attributes, "state");
    char number[16], title[sizeof x->sheet];
    x->n_sheets++;
    copy(title, sizeof title, name);
    snprintf(number, sizeof number, "%u", x->n_sheets);
    bool hidden = state.n >= 6 && memmem(state.p, state.n, "idden", 5);
    bool ours = !s->found && (s->wanted ? strcmp(s->wanted, title) == 0 || strcmp(s->wanted, number) == 0 : !hidden);
    if (ours) {
        s->found = true;
        copy(x->sheet, sizeof x->sheet, name);
        copy(s->relation, sizeof s->relation, sax_attribute(attributes, "id"));
        return;
    }
    size_t n = strlen(x->others);
    if (n + strlen(title) + 16 < sizeof x->others)
        snprintf(x->others + n, sizeof x->others - n, "%s%s%s", n ? ", " : "", title, hidden ? " (hidden)" : "");
}

static void relation_start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct sheets *s = user;
    if (id != X_RELATIONSHIP) return;
    uts_str relation = sax_attribute(attributes, "Id"), target = sax_attribute(attributes, "Target");
    if (relation.n != strlen(s->relation) || memcmp(relation.p, s->relation, relation.n) != 0) return;
    bool absolute = target.n && *target.p == '/';
    snprintf(s->x->part, sizeof s->x->part, "%s%.*s", absolute ? "" : "xl/", (int)target.n - absolute,
             target.p + absolute);
}

bool xlsx_find_sheet(struct xlsx *x, const char *wanted) {
    struct sheets s = {.x = x, .wanted = wanted};
    struct sax_handler books = {.start = sheet_start}, relations = {.start = relation_start};
    if (archive_find(&x->archive, "xl/workbook.xml") < 0) {
        x->why = "is no spreadsheet: its archive holds no xl/workbook.xml";
        return false;
    }
    if (!parse(x, "xl/workbook.xml", &books, &s) || !parse(x, "xl/_rels/workbook.xml.rels", &relations, &s))
        return false;
    if (s.found && *x->part) return true;
    x->why = wanted && !s.found ? "has no sheet with the name or number that the option sheet gives"
                                : "is damaged: its archive does not say where the sheet lies";
    return false;
}
