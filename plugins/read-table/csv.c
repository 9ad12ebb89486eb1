/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Delimited text as programs write it: RFC 4180, any delimiter, quotation marks that hold newlines. A parser of our own
 * and no library: what is quoted must be found again in the file, and a parser that copies cells loses where they
 * stood.
 */
#include "table.h"

#include <string.h>

enum { SNIFFED_BYTES = 200000, SNIFFED_ROWS = 200 };

struct csv {
    struct tb_table *table;
    const char *text, *end, *p;
    char delimiter;
    uint32_t line;
};

/* The rest of a cell behind its opening quotation mark. False: it is never closed. */
static bool quoted(struct csv *c, struct tb_cell *cell) {
    cell->begin = (uint32_t)(c->p - c->text);
    for (;;) {
        const char *mark = memchr(c->p, '"', (size_t)(c->end - c->p)), *stop = mark ? mark : c->end;
        for (const char *lf = c->p; (lf = memchr(lf, '\n', (size_t)(stop - lf))) != NULL; lf++) c->line++;
        if (!mark) return false;
        c->p = mark + 1;
        if (c->p == c->end || *c->p != '"') {
            cell->end = (uint32_t)(mark - c->text);
            break;
        }
        cell->doubled = true;
        c->p++;
    }
    /* Blanks may follow. Other characters: the mark did not close the cell after all, as in `"Ja" sa hon`. */
    const char *rest = c->p;
    while (rest < c->end && *rest == ' ') rest++;
    if (rest == c->end || *rest == c->delimiter || *rest == '\n') {
        c->p = rest;
        return true;
    }
    cell->begin--;
    cell->doubled = false;
    while (c->p < c->end && *c->p != c->delimiter && *c->p != '\n') c->p++;
    cell->end = (uint32_t)(c->p - c->text);
    return true;
}

static void plain(struct csv *c, struct tb_cell *cell) {
    cell->begin = (uint32_t)(c->p - c->text);
    while (c->p < c->end && *c->p != c->delimiter && *c->p != '\n') c->p++;
    cell->end = (uint32_t)(c->p - c->text);
}

bool csv_parse(struct tb_table *t, uts_str text, char delimiter, uint32_t most_rows, size_t *at) {
    struct csv c = {t, text.p, text.p + text.n, text.p, delimiter, 1};
    t->bytes = text.p;
    while (c.p < c.end && t->n_rows < most_rows && !t->why) {
        tb_row(t, c.line);
        for (uint32_t column = 0; !t->why; column++) {
            struct tb_cell cell = {.column = column};
            const char *start = c.p;
            while (c.p < c.end && *c.p == ' ' && delimiter != ' ') c.p++;
            if (c.p < c.end && *c.p == '"') {
                *at = (size_t)(c.p++ - c.text);
                if (!quoted(&c, &cell)) return false;
            } else {
                c.p = start;
                plain(&c, &cell);
            }
            tb_cell(t, cell);
            if (c.p == c.end || *c.p == '\n') break;
            c.p++; /* the delimiter; one at the end of the file has an empty cell behind it */
        }
        if (c.p < c.end) c.p++;
        c.line++;
    }
    return true;
}

/* How many of the records have as many cells as the most usual number of them, in thousandths; *width: that number. */
static uint32_t agreement(const struct tb_table *t, uint32_t *width) {
    uint32_t best = 0, n = 0;
    *width = 0;
    for (uint32_t i = 0; i < t->n_rows; i++) {
        uint32_t same = 0;
        if (t->rows[i].n == 1 && tb_trim(tb_raw(t, &t->cells[t->rows[i].first])).n == 0) continue;
        n++;
        for (uint32_t k = 0; k < t->n_rows; k++) same += t->rows[k].n == t->rows[i].n;
        if (same > best || (same == best && t->rows[i].n > *width)) {
            best = same;
            *width = t->rows[i].n;
        }
    }
    return n ? (best > n ? n : best) * 1000 / n : 0;
}

char csv_delimiter(uts_str text, size_t *header) {
    static const char candidates[] = ";,\t|";
    *header = 0;
    if (text.n >= 5 && memcmp(text.p, "sep=", 4) == 0 && (text.n == 5 || text.p[5] == '\n')) {
        *header = text.n == 5 ? 5 : 6;
        return text.p[4];
    }
    if (text.n > SNIFFED_BYTES) text.n = SNIFFED_BYTES;
    char chosen = ';';
    uint32_t best = 0;
    for (const char *d = candidates; *d; d++) {
        struct tb_table t = {0};
        size_t at;
        uint32_t width;
        csv_parse(&t, text, *d, SNIFFED_ROWS, &at);
        uint32_t score = agreement(&t, &width);
        /* A delimiter that stands nowhere divides nothing; then more cells say more. */
        score = width < 2 ? 0 : score * 16 + (width > 15 ? 15 : width);
        if (score > best) {
            best = score;
            chosen = *d;
        }
        tb_free(&t);
    }
    return chosen;
}
