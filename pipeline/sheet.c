/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include "number.h"
#include <stdio.h>
#include <string.h>

cell cell_text(uts_str text) { return (cell){.type = text.n ? CELL_TEXT : CELL_NONE, .text = text}; }
cell cell_cstr(const char *text) { return cell_text((uts_str){text, text ? strlen(text) : 0}); }
cell cell_int(int64_t value) { return (cell){.type = CELL_INT, .integer = value}; }
cell cell_real(double value) { return (cell){.type = CELL_REAL, .real = value}; }

void sheet_begin(sheet *s, bool json, const char *const *names) {
    *s = (sheet){json, names, 0};
    if (json) {
        fputs("[", stdout);
        return;
    }
    for (size_t i = 0; names[i]; i++) printf("%s%s", i ? "\t" : "", names[i]);
    putchar('\n');
}

void sheet_end(sheet *s) {
    if (s->json) fputs("\n]\n", stdout);
}

static void json_text(uts_str text) {
    putchar('"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c == '\n')
            fputs("\\n", stdout);
        else if (c == '\t')
            fputs("\\t", stdout);
        else if (c < 0x20)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void tsv_text(uts_str text) {
    for (size_t i = 0; i < text.n; i++) switch (text.p[i]) {
        case '\t':
            fputs("\\t", stdout);
            break;
        case '\n':
            fputs("\\n", stdout);
            break;
        case '\r':
            fputs("\\r", stdout);
            break;
        case '\\':
            fputs("\\\\", stdout);
            break;
        default:
            putchar(text.p[i]);
        }
}

static void spans(const cell *c, bool json) {
    if (json) putchar('[');
    for (size_t i = 0; i < c->n_spans; i++)
        printf(json ? "%s[%u, %u]" : "%s%u-%u", i ? (json ? ", " : ";") : "", c->spans[2 * i], c->spans[2 * i + 1]);
    if (json) putchar(']');
}

static void print_cell(const sheet *s, const cell *c) {
    char number[32];
    switch (c->type) {
    case CELL_TEXT:
        s->json ? json_text(c->text) : tsv_text(c->text);
        break;
    case CELL_INT:
        printf("%lld", (long long)c->integer);
        break;
    case CELL_REAL:
        number_format(number, c->real);
        fputs(number, stdout);
        break;
    case CELL_TRUE:
        fputs(c->integer ? "true" : s->json ? "false" : "", stdout);
        break;
    case CELL_SPANS:
        spans(c, s->json);
        break;
    default:
        if (s->json) fputs("null", stdout);
    }
}

void sheet_row(sheet *s, const cell *cells) {
    if (s->json) fputs(s->rows ? ",\n{" : "\n{", stdout);
    bool first = true;
    for (size_t i = 0; s->names[i]; i++) {
        if (s->json && cells[i].type == CELL_TRUE && !cells[i].integer) continue;
        if (s->json)
            printf("%s\"%s\": ", first ? "" : ", ", s->names[i]);
        else if (!first)
            putchar('\t');
        print_cell(s, &cells[i]);
        first = false;
    }
    fputs(s->json ? "}" : "\n", stdout);
    s->rows++;
}
