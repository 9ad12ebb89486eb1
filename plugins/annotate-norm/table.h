/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables from files: rows of TSV or CSV, a pool of strings, and a map from string to number. Built once in create and
 * constant from then on, so that every worker may read them. */
#ifndef UTSAGA_NORM_TABLE_H
#define UTSAGA_NORM_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Strings that live until pool_free. */
struct pool {
    struct pool_block *blocks;
};

/** A NUL-terminated copy. NULL: out of memory. */
const char *pool_copy(struct pool *pool, const char *text, size_t n);
void *pool_take(struct pool *pool, size_t bytes);
void pool_free(struct pool *pool);

/** String to number; numbers are the caller's. Keys must outlive the map (put them in a pool). */
struct map {
    struct map_slot *slots;
    uint32_t room, used;
};

#define MAP_ABSENT UINT32_MAX

/** The value of @p key, MAP_ABSENT when there is none. */
uint32_t map_get(const struct map *map, const char *key, size_t n);
/** Sets the value of @p key. False: out of memory. */
bool map_put(struct map *map, const char *key, size_t n, uint32_t value);
void map_free(struct map *map);

enum { TABLE_MAX_CELLS = 16 };

/** A file in memory, cut into rows. Empty lines, and lines of '#' and a blank, are passed over. */
struct table {
    char *bytes, *next;
    uint32_t line;    /**< of the row that table_row returned last, from 1 */
    char separator;   /**< tab, or a comma when the first row holds no tab */
    uint32_t n_cells; /**< of that row */
    const char *cells[TABLE_MAX_CELLS];
};

/** Reads @p path. 0: well; otherwise an errno value. */
int table_open(struct table *table, const char *path);
/** Moves to the next row; false at the end. Cells point into the table and are NUL-terminated. */
bool table_row(struct table *table);
/** Cell @p i of the row, "" when the row is shorter. */
const char *table_cell(const struct table *table, uint32_t i);
void table_close(struct table *table);

/** Lower case (root locale) and NFC in a pool. NULL: out of memory or not UTF-8. */
const char *table_fold(struct pool *pool, const char *text);

#endif
