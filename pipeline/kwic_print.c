/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kwic.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* ---- order ---- */

/* Small letters without signs; å, ä and ö stand behind z. Returns the bytes written; never more than were read. */
static size_t fold_word(const char *s, size_t n, char *out) {
    size_t k = 0;
    for (int32_t i = 0; i < (int32_t)n;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)s, i, (int32_t)n, c);
        if (c < 0 || !u_isalnum(c)) continue;
        c = u_tolower(c);
        if (c == 0xE5 || c == 0xE4 || c == 0xF6)
            out[k++] = c == 0xE5 ? '{' : c == 0xE4 ? '|' : '}';
        else {
            int32_t at = (int32_t)k;
            UBool failed = false;
            U8_APPEND((uint8_t *)out, at, (int32_t)n + 4, c, failed);
            k = failed ? k : (size_t)at;
        }
    }
    return k;
}

/* The folded words of a text, the last first when `backwards`, each with a NUL-free separator behind it. */
static const char *make_key(arena *memory, uts_str text, bool backwards) {
    char *key = arena_take(memory, 2 * text.n + 8, 1);
    size_t k = 0;
    if (!key) return NULL;
    for (size_t done = 0; done < text.n;) {
        size_t start = done, end;
        if (backwards) {
            end = text.n - done;
            while (end && text.p[end - 1] == ' ') end--, done++;
            start = end;
            while (start && text.p[start - 1] != ' ') start--;
            done += end - start;
        } else {
            while (start < text.n && text.p[start] == ' ') start++;
            end = start;
            while (end < text.n && text.p[end] != ' ') end++;
            done = end;
        }
        size_t n = fold_word(text.p + start, end - start, key + k);
        k += n;
        if (n) key[k++] = '\1';
    }
    key[k] = '\0';
    return key;
}

static int by_key(const void *a, const void *b) {
    const kwic_line *x = a, *y = b;
    int d = strcmp(x->key, y->key);
    return d ? d : x->order < y->order ? -1 : x->order > y->order;
}

bool kwic_sort(kwic_lines *lines, int by) {
    if (by == KWIC_CORPUS) return true;
    for (uint64_t i = 0; i < lines->n; i++) {
        kwic_line *l = &lines->items[i];
        uts_str text = by == KWIC_LEFT ? l->left : by == KWIC_RIGHT ? l->right : l->speaker;
        l->key = make_key(&lines->memory, text, by == KWIC_LEFT);
        if (!l->key) return false;
    }
    if (lines->n) qsort(lines->items, lines->n, sizeof *lines->items, by_key);
    return true;
}

/* ---- text ---- */

static uint32_t width_of(uts_str s) {
    uint32_t n = 0;
    for (int32_t i = 0; i < (int32_t)s.n;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)s.p, i, (int32_t)s.n, c);
        if (c >= 0 && u_charType(c) != U_NON_SPACING_MARK && u_charType(c) != U_FORMAT_CHAR) n++;
    }
    return n;
}

static void put(FILE *to, uts_str s) { fwrite(s.p, 1, s.n, to); }

static void print_text(FILE *to, const kwic_lines *lines) {
    uint32_t left = 0, who = 0;
    for (uint64_t i = 0; i < lines->n; i++) {
        const kwic_line *l = &lines->items[i];
        if (width_of(l->left) > left) left = width_of(l->left);
        if (width_of(l->doc) + width_of(l->speaker) > who) who = width_of(l->doc) + width_of(l->speaker);
    }
    for (uint64_t i = 0; i < lines->n; i++) {
        const kwic_line *l = &lines->items[i];
        put(to, l->doc);
        fputc(' ', to);
        put(to, l->speaker);
        fprintf(to, "%*s  ", (int)(who - width_of(l->doc) - width_of(l->speaker)), "");
        fprintf(to, "%*s", (int)(left - width_of(l->left)), "");
        put(to, l->left);
        fputs(l->negated ? " -[" : "  [", to);
        put(to, l->hit);
        fputs("] ", to);
        put(to, l->right);
        fputc('\n', to);
    }
    fprintf(to, "%llu %s\n", (unsigned long long)lines->n, lines->n == 1 ? "hit" : "hits");
}

/* ---- tables ---- */

static const char *const columns[] = {"document", "turn", "speaker", "role",  "zone",    "begin",
                                      "end",      "left", "hit",     "right", "polarity"};
enum { COLUMNS = sizeof columns / sizeof *columns };

static uts_str cell(const kwic_line *l, size_t column, char number[16]) {
    const uts_str texts[COLUMNS] = {l->doc, {0},     l->speaker, l->role,  l->zone, {0},
                                    {0},    l->left, l->hit,     l->right, {0}};
    number[0] = '\0';
    if (column == 1 && l->turn) snprintf(number, 16, "%u", l->turn);
    if (column == 5) snprintf(number, 16, "%u", l->begin);
    if (column == 6) snprintf(number, 16, "%u", l->end);
    if (column == 10) snprintf(number, 16, "%s", l->negated ? "-" : "+");
    return *number ? (uts_str){number, strlen(number)} : texts[column];
}

/* What a spreadsheet would run as a formula gets an apostrophe in front, as in the tables of a run. */
static void put_csv(FILE *to, uts_str s, bool excel) {
    bool quoted = false, guarded = excel && s.n && strchr("=+-@\t\r'", s.p[0]);
    for (size_t i = 0; i < s.n; i++) quoted = quoted || strchr("\",;\n\r", s.p[i]);
    if (quoted || guarded) fputc('"', to);
    if (guarded) fputc('\'', to);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') fputc('"', to);
        fputc(s.p[i], to);
    }
    if (quoted || guarded) fputc('"', to);
}

static void put_tsv(FILE *to, uts_str s) {
    for (size_t i = 0; i < s.n; i++) switch (s.p[i]) {
        case '\t':
            fputs("\\t", to);
            break;
        case '\n':
            fputs("\\n", to);
            break;
        case '\\':
            fputs("\\\\", to);
            break;
        default:
            fputc(s.p[i], to);
        }
}

static void print_table(FILE *to, const kwic_lines *lines, char separator, bool excel) {
    char number[16];
    if (excel) fputs("\xEF\xBB\xBF", to);
    for (size_t k = 0; k < COLUMNS; k++) {
        if (k) fputc(separator, to);
        fputs(columns[k], to);
    }
    fputs(excel || separator == ',' ? "\r\n" : "\n", to);
    for (uint64_t i = 0; i < lines->n; i++) {
        for (size_t k = 0; k < COLUMNS; k++) {
            uts_str s = cell(&lines->items[i], k, number);
            bool text = k != 1 && k != 5 && k != 6 && k != 10;
            if (k) fputc(separator, to);
            if (separator == '\t')
                put_tsv(to, s);
            else
                put_csv(to, s, excel && text);
        }
        fputs(excel || separator == ',' ? "\r\n" : "\n", to);
    }
}

/* ---- HTML ---- */

static void put_html(FILE *to, uts_str s) {
    for (size_t i = 0; i < s.n; i++) switch (s.p[i]) {
        case '&':
            fputs("&amp;", to);
            break;
        case '<':
            fputs("&lt;", to);
            break;
        case '>':
            fputs("&gt;", to);
            break;
        case '"':
            fputs("&quot;", to);
            break;
        default:
            fputc(s.p[i], to);
        }
}

static void print_html(FILE *to, const kwic_lines *lines, const char *query, const char *language) {
    bool swedish = strcmp(language, "sv") == 0;
    fprintf(to,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            "content=\"width=device-width\">\n<title>",
            language);
    put_html(to, (uts_str){query, strlen(query)});
    fputs(
        "</title>\n<style>\nbody { font: 16px/1.5 sans-serif; margin: 1.5em; color: #222; background: #fff; }\ntable { "
        "border-collapse: collapse; }\ntd, th { padding: 0.1em 0.6em; vertical-align: top; }\nth { text-align: left; "
        "border-bottom: 1px solid #666; }\n.left { text-align: right; }\nmark { background: #ffe9a8; }\n.negated mark "
        "{ "
        "background: #f9c9c0; }\n</style>\n</head>\n<body>\n<h1><code>",
        to);
    put_html(to, (uts_str){query, strlen(query)});
    fprintf(to,
            "</code></h1>\n<p>%llu %s</p>\n<table>\n<thead><tr><th>%s</th><th>%s</th><th>%s</th><th></th><th></th><th>"
            "</th></tr></thead>\n<tbody>\n",
            (unsigned long long)lines->n, swedish ? "träffar" : "hits", swedish ? "Dokument" : "Document",
            swedish ? "Tur" : "Turn", swedish ? "Talare" : "Speaker");
    for (uint64_t i = 0; i < lines->n; i++) {
        const kwic_line *l = &lines->items[i];
        char number[16];
        fprintf(to, "<tr%s><td>", l->negated ? " class=\"negated\"" : "");
        put_html(to, l->doc);
        fputs("</td><td>", to);
        put_html(to, cell(l, 1, number));
        fputs("</td><td>", to);
        put_html(to, l->speaker);
        fputs("</td><td class=\"left\">", to);
        put_html(to, l->left);
        fputs("</td><td><mark>", to);
        put_html(to, l->hit);
        fputs("</mark></td><td>", to);
        put_html(to, l->right);
        fputs("</td></tr>\n", to);
    }
    fputs("</tbody>\n</table>\n</body>\n</html>\n", to);
}

const char *const kwic_formats[] = {"text", "csv", "tsv", "html", NULL};

bool kwic_print(FILE *to, const char *format, const kwic_lines *lines, const char *query, const char *language,
                bool excel) {
    size_t i = 0;
    while (kwic_formats[i] && strcmp(kwic_formats[i], format) != 0) i++;
    switch (i) {
    case 0:
        print_text(to, lines);
        return true;
    case 1:
        print_table(to, lines, excel ? ';' : ',', excel);
        return true;
    case 2:
        print_table(to, lines, '\t', false);
        return true;
    case 3:
        print_html(to, lines, query, language);
        return true;
    default:
        return false;
    }
}
