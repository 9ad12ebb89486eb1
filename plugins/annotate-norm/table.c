/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

struct pool_block {
    struct pool_block *next;
    size_t used, room;
    _Alignas(16) char bytes[];
};

struct map_slot {
    const char *key;
    uint32_t n, hash, value;
};

void *pool_take(struct pool *pool, size_t bytes) {
    struct pool_block *block = pool->blocks;
    bytes = (bytes + 15) & ~(size_t)15;
    if (!block || block->room - block->used < bytes) {
        size_t room = bytes > 65536 ? bytes : 65536;
        block = malloc(sizeof *block + room);
        if (!block) return NULL;
        block->next = pool->blocks;
        block->used = 0;
        block->room = room;
        pool->blocks = block;
    }
    void *p = block->bytes + block->used;
    block->used += bytes;
    memset(p, 0, bytes);
    return p;
}

const char *pool_copy(struct pool *pool, const char *text, size_t n) {
    char *p = pool_take(pool, n + 1);
    if (p) memcpy(p, text, n);
    return p;
}

void pool_free(struct pool *pool) {
    for (struct pool_block *block = pool->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    pool->blocks = NULL;
}

static uint32_t map_hash(const char *key, size_t n) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)key[i]) * 16777619u;
    return h ^ h >> 15;
}

uint32_t map_get(const struct map *map, const char *key, size_t n) {
    if (!map->room) return MAP_ABSENT;
    uint32_t hash = map_hash(key, n), mask = map->room - 1;
    for (uint32_t i = hash & mask; map->slots[i].key; i = (i + 1) & mask) {
        const struct map_slot *slot = &map->slots[i];
        if (slot->hash == hash && slot->n == n && memcmp(slot->key, key, n) == 0) return slot->value;
    }
    return MAP_ABSENT;
}

static void map_place(struct map *map, struct map_slot slot) {
    uint32_t mask = map->room - 1, i = slot.hash & mask;
    while (map->slots[i].key) i = (i + 1) & mask;
    map->slots[i] = slot;
}

static bool map_grow(struct map *map) {
    struct map old = *map;
    map->room = old.room ? old.room * 2 : 256;
    map->slots = calloc(map->room, sizeof *map->slots);
    if (!map->slots) {
        *map = old;
        return false;
    }
    for (uint32_t i = 0; i < old.room; i++)
        if (old.slots[i].key) map_place(map, old.slots[i]);
    free(old.slots);
    return true;
}

bool map_put(struct map *map, const char *key, size_t n, uint32_t value) {
    uint32_t hash = map_hash(key, n);
    for (uint32_t i = hash & (map->room - 1); map->room && map->slots[i].key; i = (i + 1) & (map->room - 1)) {
        struct map_slot *slot = &map->slots[i];
        if (slot->hash == hash && slot->n == n && memcmp(slot->key, key, n) == 0) {
            slot->value = value;
            return true;
        }
    }
    if ((map->used + 1) * 2 > map->room && !map_grow(map)) return false;
    map_place(map, (struct map_slot){key, (uint32_t)n, hash, value});
    map->used++;
    return true;
}

void map_free(struct map *map) {
    free(map->slots);
    memset(map, 0, sizeof *map);
}

int table_open(struct table *table, const char *path) {
    memset(table, 0, sizeof *table);
    FILE *file = fopen(path, "rbe");
    if (!file) return errno;
    int error = 0;
    long size = fseek(file, 0, SEEK_END) ? -1 : ftell(file);
    if (size < 0 || fseek(file, 0, SEEK_SET)) error = errno;
    if (!error && !(table->bytes = malloc((size_t)size + 1))) error = ENOMEM;
    if (!error && fread(table->bytes, 1, (size_t)size, file) != (size_t)size) error = ferror(file) ? EIO : EAGAIN;
    fclose(file);
    if (error) {
        free(table->bytes);
        table->bytes = NULL;
        return error;
    }
    table->bytes[size] = 0;
    table->next = table->bytes;
    if (strncmp(table->next, "\xEF\xBB\xBF", 3) == 0) table->next += 3;
    return 0;
}

/* One CSV cell in place: doubled quotes become one, the apostrophe that guards a spreadsheet against formulas goes. */
static char *csv_cell(char **next) {
    char *in = *next, *out = in, *cell = in;
    if (*in == '"') {
        in++;
        while (*in && !(in[0] == '"' && in[1] != '"')) {
            if (*in == '"') in++;
            *out++ = *in++;
        }
        if (*in) in++;
        while (*in && *in != ',') in++;
    } else {
        in += strcspn(in, ",");
        out = in;
    }
    *next = *in ? in + 1 : NULL;
    *out = 0;
    return cell[0] == '\'' && cell[1] && strchr("=+-@", cell[1]) ? cell + 1 : cell;
}

static void split_row(struct table *table, char *line) {
    table->n_cells = 0;
    for (char *next = line; next && table->n_cells < TABLE_MAX_CELLS;) {
        char *cell = next;
        if (table->separator == '\t') {
            next = strchr(cell, '\t');
            if (next) *next++ = 0;
        } else {
            cell = csv_cell(&next);
        }
        table->cells[table->n_cells++] = cell;
    }
}

bool table_row(struct table *table) {
    while (table->next && *table->next) {
        char *line = table->next, *end = line + strcspn(line, "\n");
        table->next = *end ? end + 1 : end;
        *end = 0;
        if (end > line && end[-1] == '\r') end[-1] = 0;
        table->line++;
        if (!*line || (line[0] == '#' && (!line[1] || line[1] == ' '))) continue;
        if (!table->separator) table->separator = strchr(line, '\t') || !strchr(line, ',') ? '\t' : ',';
        split_row(table, line);
        return true;
    }
    return false;
}

const char *table_cell(const struct table *table, uint32_t i) { return i < table->n_cells ? table->cells[i] : ""; }

void table_close(struct table *table) {
    free(table->bytes);
    memset(table, 0, sizeof *table);
}

const char *table_fold(struct pool *pool, const char *text) {
    UErrorCode error = U_ZERO_ERROR;
    size_t n = strlen(text);
    if (n > 1000) return NULL;
    UChar raw[1100], nfc[3100], low[3100];
    int32_t a, b, c;
    u_strFromUTF8(raw, 1100, &a, text, (int32_t)n, &error);
    const UNormalizer2 *normalizer = unorm2_getNFCInstance(&error);
    b = unorm2_normalize(normalizer, raw, a, nfc, 3100, &error);
    c = u_strToLower(low, 3100, nfc, b, "", &error);
    if (U_FAILURE(error)) return NULL;
    char *out = pool_take(pool, (size_t)c * 3 + 1);
    if (!out) return NULL;
    int32_t used;
    u_strToUTF8(out, c * 3 + 1, &used, low, c, &error);
    return U_FAILURE(error) ? NULL : out;
}
