/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result tables, looked up by column name: a report must not depend on the order of another stage's columns. */
#ifndef WRITE_HTML_TABLES_H
#define WRITE_HTML_TABLES_H

#include <utsaga/extensions.h>
#include <utsaga/plugin_util.h>

/** "No row", "no column". */
#define NO_CELL UINT32_MAX

uint32_t table_column(const uts_table *table, const char *name);
/** A cell; undefined when the column is NO_CELL. */
uts_value table_value(const uts_table *table, uint64_t row, uint32_t column);
/** True and the number when the cell is one. */
bool value_int(uts_value value, int64_t *out);
bool value_real(uts_value value, double *out);
/** The text of a cell, empty when it is none. */
uts_str value_text(uts_value value);

/** One cell of the themes table. */
struct theme_cell {
    int64_t mentions, units_with, units, participants_with, participants, words; /**< -1: undefined */
    double per_1000;                                                             /**< negative: undefined */
};

/** A group of the themes table ("role") with its values in the order of the table. */
struct theme_group {
    uts_str name;
    uts_str *values;
    uint32_t n_values, room;
    uint32_t next;  /**< where the next row is likely to belong */
    uint32_t *rows; /**< [value * n_codes + code]: row of the table, or NO_CELL */
};

struct themes {
    const uts_table *table;
    uint32_t n_codes;
    struct theme_group *groups;
    uint32_t n_groups;
    uint32_t columns[7]; /**< of the fields of theme_cell */
};

/** Sorts the table by group, value and code; the value that means unknown comes last. False: out of memory or a column
 * is missing (then table is NULL). */
bool themes_open(struct themes *themes, const uts_table *table, const uts_codebook *book);
void themes_close(struct themes *themes);
/** A group by name, or NULL. */
const struct theme_group *themes_group(const struct themes *themes, const char *name);
/** The numbers of a code in a group value. False: the table has no such row. */
bool themes_cell(const struct themes *themes, const struct theme_group *group, uint32_t value, uint32_t code,
                 struct theme_cell *out);

#endif
