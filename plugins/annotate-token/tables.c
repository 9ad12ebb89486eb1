/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <utsaga/layers.h>

/* One line cut at its tabs. */
struct row {
    char *field[8];
    size_t length[8];
    int n;
};

typedef bool row_fn(struct tables *tables, const struct row *row);

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    char *text = NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        if (size >= 0 && fseek(file, 0, SEEK_SET) == 0 && (text = (char *)malloc((size_t)size + 16)) != NULL) {
            size_t got = fread(text, 1, (size_t)size, file);
            memset(text + got, 0, (size_t)size + 16 - got);
        }
    }
    fclose(file);
    return text;
}

/* Calls @fn for each row; the first row that is no comment is the heading. Returns the number of the bad line, or 0. */
static int each_row(struct tables *tables, char *text, row_fn *fn) {
    bool heading = true;
    int number = 0;
    for (char *line = text; *line;) {
        char *end = line + strcspn(line, "\n");
        char *next = *end ? end + 1 : end;
        number++;
        *end = 0;
        if (*line && *line != '#') {
            struct row row = {{0}, {0}, 0};
            for (char *at = line; row.n < 8; at += row.length[row.n - 1] + 1) {
                row.field[row.n] = at;
                row.length[row.n++] = strcspn(at, "\t");
                if (at + row.length[row.n - 1] == end) break;
            }
            for (int i = 0; i < row.n; i++) row.field[i][row.length[i]] = 0;
            if (!heading && !fn(tables, &row)) return number;
            heading = false;
        }
        line = next;
    }
    return 0;
}

static void filter_add(struct tables *tables, const char *word, uint32_t length, const char *next) {
    char padded[16] = {0};
    memcpy(padded, word, length < 8 ? length : 8);
    uint64_t key = tables_key(padded, length);
    if (next) key = tables_key_next(tables, key, next);
    uint64_t h = (key * UINT64_C(0x9E3779B97F4A7C15)) >> 50;
    tables->filter[!next][h >> 6] |= UINT64_C(1) << (h & 63);
}

/* "t.ex." is also "t ex". */
static bool add_spaced(struct tables *tables, const struct row *row, int32_t value) {
    char *copy = tables->spaced_forms + tables->spaced_used;
    size_t n = 0;
    if (tables->spaced_used + row->length[0] > sizeof tables->spaced_forms) return false;
    for (size_t i = 0; i + 1 < row->length[0]; i++) copy[n++] = row->field[0][i] == '.' ? ' ' : row->field[0][i];
    tables->spaced_used += n;
    const char *blank = (const char *)memchr(copy, ' ', n);
    const char *second = blank ? (const char *)memchr(blank + 1, ' ', (size_t)(copy + n - blank - 1)) : NULL;
    if (!blank || blank - copy > TABLES_FIRST_PART || (second ? second : copy + n) - blank - 1 > TABLES_SECOND_PART)
        return false;
    const char next[2] = {blank[1], blank + 2 < copy + n ? blank[2] : ' '};
    filter_add(tables, copy, (uint32_t)(blank - copy), next);
    filter_add(tables, copy, (uint32_t)(blank - copy), NULL);
    return strmap_put(&tables->spaced, copy, n, value);
}

static bool abbreviation_row(struct tables *tables, const struct row *row) {
    if (row->n < 4 || row->length[0] < 2 || row->length[0] > TABLES_LONGEST_ABBREVIATION) return false;
    int32_t value = strcmp(row->field[1], "never") == 0  ? ENDS_NEVER
                    : strcmp(row->field[1], "rare") == 0 ? ENDS_RARE
                                                         : ENDS_OFTEN;
    if (row->field[2][0] == 'y') value |= ABBREVIATION_IS_WORD;
    /* e.Kr. is matched by its lower-cased form, like all others */
    for (size_t i = 0; i < row->length[0]; i++)
        if (row->field[0][i] >= 'A' && row->field[0][i] <= 'Z') row->field[0][i] = (char)(row->field[0][i] | 0x20);
    filter_add(tables, row->field[0], (uint32_t)strcspn(row->field[0], "."), NULL);
    if (!strmap_put(&tables->dotted, row->field[0], row->length[0], value)) return false;
    return row->field[3][0] != 'y' || add_spaced(tables, row, value & ABBREVIATION_ENDS);
}

static int32_t event_kind(const char *name) {
    static const char *const names[] = {"",         "pause",   "vocal",   "inaudible", "omitted",
                                        "incident", "kinesic", "comment", "anonymised"};
    for (int32_t i = 1; i < (int32_t)(sizeof names / sizeof *names); i++)
        if (strcmp(name, names[i]) == 0) return i;
    return 0;
}

static bool rule_row(struct tables *tables, const struct row *row) {
    struct {
        const char *name;
        struct strmap *map;
    } maps[] = {{"colon-ending", &tables->endings},    {"joined", &tables->joined},
                {"unit-left", &tables->unit_left},     {"unit-right", &tables->unit_right},
                {"address-suffix", &tables->suffixes}, {"mark", &tables->marks}};
    if (row->n < 2) return false;
    if (strcmp(row->field[0], "reporting-verb") == 0)
        return tables_add_word(tables, row->field[1], row->length[1], WORD_REPORTING);
    const char *value = row->n > 2 ? row->field[2] : "";
    int32_t number = 1;
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        if (strcmp(maps[i].name, row->field[0]) != 0) continue;
        if (maps[i].map == &tables->endings)
            number = strcmp(value, "word") == 0     ? ENDING_AFTER_WORD
                     : strcmp(value, "number") == 0 ? ENDING_AFTER_NUMBER
                                                    : ENDING_AFTER_WORD | ENDING_AFTER_NUMBER;
        if (maps[i].map == &tables->marks) number = event_kind(value);
        return number && strmap_put(maps[i].map, row->field[1], row->length[1], number);
    }
    return false;
}

bool tables_add_word(struct tables *tables, const char *word, size_t length, int32_t bit) {
    char padded[16] = {0};
    memcpy(padded, word, length < 8 ? length : 8);
    uint64_t h = ((tables_key(padded, (uint32_t)length) ^ length) * UINT64_C(0x9E3779B97F4A7C15)) >> 50;
    tables->known[h >> 6] |= UINT64_C(1) << (h & 63);
    return strmap_put(&tables->words, word, length, strmap_get(&tables->words, word, length, 0) | bit);
}

static bool weight_row(struct tables *tables, const struct row *row) {
    static const struct {
        const char *head;
        int32_t bit;
    } lists[] = {{"starter=", WORD_STARTER}, {"finite=", WORD_FINITE}, {"low=", WORD_LOW}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t n = strlen(lists[i].head);
        if (strncmp(row->field[0], lists[i].head, n) == 0)
            return tables_add_word(tables, row->field[0] + n, row->length[0] - n, lists[i].bit);
    }
    return row->n >= 2 &&
           strmap_put(&tables->weights, row->field[0], row->length[0], (int32_t)strtol(row->field[1], NULL, 10));
}

const char *tables_read(struct tables *tables, const char *folder, char *message, size_t room) {
    static const struct {
        const char *name;
        row_fn *fn;
    } files[] = {{"abbreviations.tsv", abbreviation_row},
                 {"token-rules.tsv", rule_row},
                 {"sentence-model.tsv", weight_row}};
    for (int c = 'A'; c < 256; c++)
        if (c >= 0x80 || (unsigned)((c | 0x20) - 'a') < 26) tables->letter[c] = (uint8_t)(c | 0x20);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[4096];
        int n = snprintf(path, sizeof path, "%s/sv/%s", folder, files[i].name);
        tables->texts[i] = n > 0 && (size_t)n < sizeof path ? read_file(path) : NULL;
        if (!tables->texts[i]) {
            snprintf(message, room, "cannot read %s: install utsaga's lexicons, or say where they are", path);
            return message;
        }
        int bad = each_row(tables, tables->texts[i], files[i].fn);
        if (bad) {
            snprintf(message, room, "%s:%d: this row has no meaning here", path, bad);
            return message;
        }
    }
    return NULL;
}

void tables_free(struct tables *tables) {
    struct strmap *maps[] = {&tables->dotted,    &tables->spaced,     &tables->endings,  &tables->joined,
                             &tables->unit_left, &tables->unit_right, &tables->suffixes, &tables->marks,
                             &tables->words,     &tables->weights};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) strmap_free(maps[i]);
    for (size_t i = 0; i < sizeof tables->texts / sizeof *tables->texts; i++) free(tables->texts[i]);
    memset(tables, 0, sizeof *tables);
}
