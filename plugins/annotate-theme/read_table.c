/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codebooks as tables: TSV, and CSV as spreadsheets write it (comma or semicolon). */
#include "formats.h"
#include "text.h"
#include <csv.h>
#include <stdio.h>

enum column {
    C_NONE,
    C_CODE,
    C_THEME,
    C_PARENT,
    C_LABEL,
    C_COUNT,
    C_RULES,
    C_KEYWORDS,
    C_DESCRIPTION,
    C_COLOUR,
    C_INCLUDE,
    C_EXCLUDE,
    C_POLARITY,
    C_WHERE,
    C_EXAMPLES,
    C_COUNTER_EXAMPLES,
    COLUMNS
};

/* Folded header names. "tema" is the code, or its label when a column "kod" stands beside it. */
static const struct {
    const char *name;
    enum column column;
} headers[] = {
    {"code", C_CODE},
    {"kod", C_CODE},
    {"id", C_CODE},
    {"theme", C_THEME},
    {"tema", C_THEME},
    {"parent", C_PARENT},
    {"överordnad", C_PARENT},
    {"huvudtema", C_PARENT},
    {"label", C_LABEL},
    {"etikett", C_LABEL},
    {"n_rules", C_COUNT},
    {"rules", C_RULES},
    {"regler", C_RULES},
    {"keywords", C_KEYWORDS},
    {"nyckelord", C_KEYWORDS},
    {"description", C_DESCRIPTION},
    {"beskrivning", C_DESCRIPTION},
    {"colour", C_COLOUR},
    {"color", C_COLOUR},
    {"färg", C_COLOUR},
    {"definition", C_DESCRIPTION},
    {"include", C_INCLUDE},
    {"inkludera", C_INCLUDE},
    {"exclude", C_EXCLUDE},
    {"exkludera", C_EXCLUDE},
    {"polarity", C_POLARITY},
    {"polaritet", C_POLARITY},
    {"where", C_WHERE},
    {"villkor", C_WHERE},
    {"examples", C_EXAMPLES},
    {"exempel", C_EXAMPLES},
    {"counter-examples", C_COUNTER_EXAMPLES},
    {"motexempel", C_COUNTER_EXAMPLES},
};

enum { MAX_CELLS = 64 };
/* The value of csv_parser.pstate there; libcsv's own check works in its strict mode only. */
enum { INSIDE_CELL = 2 };

struct cell {
    const char *text;
    size_t n;
    struct place place;
};

struct table {
    struct codebook *book;
    struct place here;       /* of the byte that is parsed now */
    struct place cell_place; /* where the cell under way begins */
    bool cell_begun;
    struct cell cells[MAX_CELLS];
    uint32_t n_cells, n_rows, n_columns;
    uint8_t columns[MAX_CELLS];
    bool simple;        /* no header: code and pattern, several lines a code */
    uint32_t last_code; /* of the simple format */
};

struct table *table_begin(struct codebook *book) {
    struct table *t = pool_alloc(&book->pool, sizeof *t);
    if (t)
        t->book = book;
    else
        book->out_of_memory = true;
    return t;
}

void table_cell(struct table *t, struct place place, const char *bytes, size_t n) {
    if (t->n_cells == MAX_CELLS) {
        if (n) codebook_error(t->book, place, "more than %d cells in a row", MAX_CELLS);
        return;
    }
    const char *text = n ? pool_copy(&t->book->pool, bytes, n) : "";
    if (!text) {
        t->book->out_of_memory = true;
        return;
    }
    t->cells[t->n_cells++] = (struct cell){text, n, place};
}

static void end_cell(void *bytes, size_t n, void *data) {
    struct table *t = data;
    struct place place = t->cell_begun ? t->cell_place : t->here;
    t->cell_begun = false;
    table_cell(t, place, bytes, n);
}

static enum column header_column(const struct cell *cell) {
    char folded[32];
    size_t n = text_fold(cell->text, cell->n, folded, sizeof folded - 1);
    if (n == SIZE_MAX) return C_NONE;
    folded[n] = 0;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (strcmp(folded, headers[i].name) == 0) return headers[i].column;
    return C_NONE;
}

static void read_header(struct table *t) {
    uint32_t known = 0, seen[COLUMNS] = {0};
    for (uint32_t i = 0; i < t->n_cells; i++) {
        t->columns[i] = (uint8_t)header_column(&t->cells[i]);
        known += t->columns[i] != C_NONE;
    }
    if (known < 2 && t->n_cells == 2) {
        t->simple = true;
        return;
    }
    t->n_columns = t->n_cells;
    for (uint32_t i = 0; i < t->n_cells; i++) {
        enum column c = t->columns[i];
        if (c == C_NONE)
            codebook_error(t->book, t->cells[i].place,
                           "unknown column \"%.40s\"; expected theme, parent, label, rules, description, colour, or "
                           "tema, etikett, nyckelord, beskrivning",
                           t->cells[i].text);
        else if (seen[c]++)
            codebook_error(t->book, t->cells[i].place, "the column \"%.40s\" stands twice", t->cells[i].text);
    }
    if (seen[C_THEME])
        for (uint32_t i = 0; i < t->n_cells; i++)
            if (t->columns[i] == C_THEME) t->columns[i] = seen[C_CODE] ? C_LABEL : C_CODE;
    if (!seen[C_THEME] && !seen[C_CODE])
        codebook_error(t->book, t->cells[0].place, "no column \"theme\" (or tema, kod) in the first line");
    if (!seen[C_RULES] && !seen[C_KEYWORDS])
        codebook_error(t->book, t->cells[0].place, "no column \"rules\" (or nyckelord) in the first line");
}

static void read_simple_row(struct table *t) {
    struct codebook *book = t->book;
    if (t->n_cells == 1 && t->cells[0].n == 0) return;
    if (t->n_cells != 2) {
        codebook_error(book, t->cells[0].place, "expected two cells, code and rule, but found %u", t->n_cells);
        return;
    }
    const char *id = t->cells[0].text;
    uint32_t code = t->last_code;
    if (code >= book->n_codes || strcmp(book->codes[code].id, id) != 0)
        for (code = 0; code < book->n_codes && strcmp(book->codes[code].id, id) != 0;) code++;
    if (code == book->n_codes) code = codebook_add_code(book, t->cells[0].place, id, NULL, NULL, NULL, NULL);
    if (code == NO_CODE) return;
    t->last_code = code;
    codebook_add_rule(book, code, t->cells[1].place, t->cells[1].text, t->cells[1].n);
}

/* The cell of a column, empty when the row has none. "-" is how tables without empty cells write nothing. */
static struct cell cell_of(const struct table *t, enum column column) {
    struct cell cell = {"", 0, t->cells[0].place};
    for (uint32_t i = 0; i < t->n_cells && i < t->n_columns; i++)
        if (t->columns[i] == column) cell = t->cells[i];
    if (strcmp(cell.text, "-") == 0) cell = (struct cell){"", 0, cell.place};
    return cell;
}

/* A line each. */
static void read_examples(struct codebook *book, uint32_t code, bool counter, struct cell cell) {
    for (const char *s = cell.text; *s;) {
        size_t n = strcspn(s, "\n");
        const char *text = pool_copy(&book->pool, s, n);
        if (text && n) codebook_add_example(book, code, counter, cell.place, text);
        s += n + (s[n] == '\n');
    }
}

static void read_row(struct table *t) {
    struct codebook *book = t->book;
    bool empty = true;
    for (uint32_t i = 0; i < t->n_cells; i++) {
        empty = empty && t->cells[i].n == 0;
        if (i >= t->n_columns && t->cells[i].n)
            codebook_error(book, t->cells[i].place,
                           "a cell without a heading; put quotation marks around a text that "
                           "holds the separator");
    }
    if (empty) return;
    struct cell id = cell_of(t, C_CODE), rules = cell_of(t, C_RULES), keywords = cell_of(t, C_KEYWORDS);
    struct cell count = cell_of(t, C_COUNT);
    uint32_t code = codebook_add_code(book, id.place, id.text, cell_of(t, C_LABEL).text, cell_of(t, C_DESCRIPTION).text,
                                      cell_of(t, C_COLOUR).text, cell_of(t, C_PARENT).text);
    if (code == NO_CODE) return;
    struct code *c = &book->codes[code];
    struct cell polarity = cell_of(t, C_POLARITY), where = cell_of(t, C_WHERE);
    c->include = cell_of(t, C_INCLUDE).text;
    c->exclude = cell_of(t, C_EXCLUDE).text;
    c->polarity = polarity.text;
    c->polarity_place = polarity.place;
    c->where = where.text;
    c->where_place = where.place;
    read_examples(book, code, false, cell_of(t, C_EXAMPLES));
    read_examples(book, code, true, cell_of(t, C_COUNTER_EXAMPLES));
    uint32_t before = book->n_rules;
    codebook_add_rules(book, code, rules.place, rules.text, rules.n, ";\n");
    codebook_add_rules(book, code, keywords.place, keywords.text, keywords.n, "|;,\n");
    char found[16];
    snprintf(found, sizeof found, "%u", book->n_rules - before);
    if (count.n && strcmp(count.text, found) != 0)
        codebook_error(book, count.place, "n_rules says %.12s, but the row has %s rules: is one missing?", count.text,
                       found);
}

void table_row(struct table *t) {
    if (t->n_cells && !codebook_hopeless(t->book)) {
        if (t->n_rows++ == 0) {
            read_header(t);
            if (t->simple) read_simple_row(t);
        } else if (t->simple)
            read_simple_row(t);
        else
            read_row(t);
    }
    t->n_cells = 0;
}

static void end_row(int terminator, void *data) {
    (void)terminator;
    table_row(data);
}

/* The separator of the first line: a tab when there is one, else the commoner of semicolon and comma. */
static char find_delimiter(const char *text, size_t n) {
    size_t semicolons = 0, commas = 0;
    bool quoted = false;
    for (size_t i = 0; i < n && text[i] != '\n'; i++) {
        if (text[i] == '"') quoted = !quoted;
        if (quoted) continue;
        if (text[i] == '\t') return '\t';
        semicolons += text[i] == ';';
        commas += text[i] == ',';
    }
    return semicolons >= commas ? ';' : ',';
}

void codebook_read_table(struct codebook *book, const char *text, size_t n) {
    struct csv_parser parser;
    struct table *t = table_begin(book);
    if (!t || csv_init(&parser, 0) != 0) {
        book->out_of_memory = true;
        return;
    }
    t->here = (struct place){1, 1};
    csv_set_delim(&parser, (unsigned char)find_delimiter(text, n));
    /* Byte by byte: libcsv does not tell where a cell stood. */
    for (size_t i = 0; i < n && !codebook_hopeless(book); i++) {
        if (!t->cell_begun && text[i] != '\n' && text[i] != (char)csv_get_delim(&parser)) {
            t->cell_begun = true;
            t->cell_place = t->here;
            t->cell_place.column += text[i] == '"';
        }
        if (csv_parse(&parser, text + i, 1, end_cell, end_row, t) != 1) book->out_of_memory = true;
        t->here = place_after(t->here, text + i, 1);
    }
    if (parser.quoted && parser.pstate == INSIDE_CELL)
        codebook_error(book, t->cell_place, "a quotation mark opens this cell and is never closed");
    else if (!codebook_hopeless(book) && csv_fini(&parser, end_cell, end_row, t) != 0)
        book->out_of_memory = true;
    csv_free(&parser);
}
