/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

uint32_t table_column(const uts_table *table, const char *name) {
    for (uint32_t c = 0; c < table->n_columns; c++)
        if (strcmp(table->columns[c].name, name) == 0) return c;
    return NO_CELL;
}

uts_value table_value(const uts_table *table, uint64_t row, uint32_t column) {
    static const uts_value undefined;
    return column == NO_CELL ? undefined : table->values[row * table->n_columns + column];
}

bool value_int(uts_value value, int64_t *out) {
    if (value.type == UTS_I64) *out = value.as.i64;
    return value.type == UTS_I64;
}

bool value_real(uts_value value, double *out) {
    if (value.type == UTS_I64) *out = (double)value.as.i64;
    if (value.type == UTS_F64) *out = value.as.f64;
    return value.type == UTS_I64 || value.type == UTS_F64;
}

uts_str value_text(uts_value value) { return uts_value_text(&value); }

static uint32_t code_index(const uts_codebook *book, uts_str id) {
    for (uint32_t c = 0; c < book->n_codes; c++)
        if (uts_str_eq(uts_cstr(book->codes[c]->id), id)) return c;
    return NO_CELL;
}

static struct theme_group *group_of(struct themes *themes, uts_str name) {
    for (uint32_t g = 0; g < themes->n_groups; g++)
        if (uts_str_eq(themes->groups[g].name, name)) return &themes->groups[g];
    struct theme_group *more = realloc(themes->groups, (themes->n_groups + 1) * sizeof *more);
    if (!more) return NULL;
    themes->groups = more;
    struct theme_group *group = &more[themes->n_groups++];
    memset(group, 0, sizeof *group);
    group->name = name;
    return group;
}

/* The number of a value. Tables are sorted, so it is nearly always the last one or the one after. */
static uint32_t value_of(struct theme_group *group, uts_str value, uint32_t n_codes) {
    for (uint32_t v = group->next; v < group->n_values && v < group->next + 2; v++)
        if (uts_str_eq(group->values[v], value)) return group->next = v;
    for (uint32_t v = 0; v < group->n_values; v++)
        if (uts_str_eq(group->values[v], value)) return group->next = v;
    if (group->n_values == group->room) {
        uint32_t room = group->room ? group->room * 2 : 8;
        uts_str *values = realloc(group->values, room * sizeof *values);
        if (values) group->values = values;
        uint32_t *rows = values ? realloc(group->rows, (size_t)room * n_codes * sizeof *rows) : NULL;
        if (!rows) return NO_CELL;
        group->rows = rows;
        group->room = room;
    }
    for (uint32_t c = 0; c < n_codes; c++) group->rows[(size_t)group->n_values * n_codes + c] = NO_CELL;
    group->values[group->n_values] = value;
    return group->next = group->n_values++;
}

/* Tables begin with the empty value; people want to read the known ones first. */
static bool unknown_last(struct theme_group *group, uint32_t n_codes) {
    uint32_t v = 0, last = group->n_values - 1;
    while (v < group->n_values && group->values[v].n) v++;
    if (v >= last) return true;
    size_t row = n_codes * sizeof *group->rows;
    uint32_t *kept = malloc(row + 1);
    if (!kept) return false;
    uts_str value = group->values[v];
    memcpy(kept, group->rows + (size_t)v * n_codes, row);
    memmove(group->rows + (size_t)v * n_codes, group->rows + (size_t)(v + 1) * n_codes, row * (last - v));
    memmove(group->values + v, group->values + v + 1, (last - v) * sizeof *group->values);
    memcpy(group->rows + (size_t)last * n_codes, kept, row);
    group->values[last] = value;
    free(kept);
    return true;
}

bool themes_open(struct themes *themes, const uts_table *table, const uts_codebook *book) {
    static const char *const names[] = {"mentions",     "units_with", "units",   "participants_with",
                                        "participants", "words",      "per_1000"};
    memset(themes, 0, sizeof *themes);
    if (!table || !book) return true;
    uint32_t code = table_column(table, "code"), name = table_column(table, "group");
    uint32_t value = table_column(table, "group_value");
    if (code == NO_CELL || name == NO_CELL || value == NO_CELL) return true;
    themes->n_codes = book->n_codes;
    for (int i = 0; i < 7; i++) themes->columns[i] = table_column(table, names[i]);
    for (uint64_t r = 0; r < table->rows; r++) {
        uint32_t c = code_index(book, value_text(table_value(table, r, code)));
        if (c == NO_CELL) continue;
        uts_str group_name = value_text(table_value(table, r, name));
        if (uts_str_eq(group_name, uts_cstr("speaker"))) continue; /* not shown, and many */
        struct theme_group *group = group_of(themes, group_name);
        uint32_t v = group ? value_of(group, value_text(table_value(table, r, value)), book->n_codes) : NO_CELL;
        if (v == NO_CELL) return false;
        group->rows[(size_t)v * book->n_codes + c] = (uint32_t)r;
    }
    for (uint32_t g = 0; g < themes->n_groups; g++)
        if (!unknown_last(&themes->groups[g], book->n_codes)) return false;
    themes->table = table;
    return true;
}

void themes_close(struct themes *themes) {
    for (uint32_t g = 0; g < themes->n_groups; g++) {
        free(themes->groups[g].values);
        free(themes->groups[g].rows);
    }
    free(themes->groups);
    memset(themes, 0, sizeof *themes);
}

const struct theme_group *themes_group(const struct themes *themes, const char *name) {
    for (uint32_t g = 0; g < themes->n_groups; g++)
        if (uts_str_eq(themes->groups[g].name, uts_cstr(name))) return &themes->groups[g];
    return NULL;
}

bool themes_cell(const struct themes *themes, const struct theme_group *group, uint32_t value, uint32_t code,
                 struct theme_cell *out) {
    uint32_t row = group->rows[(size_t)value * themes->n_codes + code];
    int64_t *fields[] = {&out->mentions,          &out->units_with,   &out->units,
                         &out->participants_with, &out->participants, &out->words};
    if (row == NO_CELL) return false;
    for (int i = 0; i < 6; i++)
        if (!value_int(table_value(themes->table, row, themes->columns[i]), fields[i])) *fields[i] = -1;
    if (!value_real(table_value(themes->table, row, themes->columns[6]), &out->per_1000)) out->per_1000 = -1;
    return true;
}
