/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that grows, and identifiers. Rows are found by sorting, whose time no file can make worse than n log n. */
#include "tei_in.h"

static void no_memory(struct tei_cursor *c) { tei_stop(c, UTS_E_NOMEM, "out of memory"); }

void tei_append(struct tei_cursor *c, struct tei_bytes *b, const char *p, size_t n) {
    if (b->n + n + 1 > b->room) {
        size_t room = (b->n + n + 1) * 2 + 256;
        if (room > TEI_MOST_NAMES) {
            tei_stop(c, UTS_E_LIMIT, "names, notes and pointers take more than 512 MB: split the file");
            return;
        }
        char *grown = realloc(b->p, room);
        if (!grown) {
            no_memory(c);
            return;
        }
        b->p = grown;
        b->room = room;
    }
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

tei_name tei_keep(struct tei_cursor *c, uts_str s) {
    if (!s.n) return 0;
    if (c->names.n == 0) tei_append(c, &c->names, "", 1);
    size_t at = c->names.n;
    tei_append(c, &c->names, s.p, s.n);
    tei_append(c, &c->names, "", 1);
    return c->stopped ? 0 : (tei_name)at;
}

void *tei_add(struct tei_cursor *c, struct tei_list *list, size_t width) {
    if (list->n == list->room) {
        uint32_t room = list->room ? list->room * 2 : 64;
        char *grown = room > list->room ? realloc(list->items, room * width) : NULL;
        if (!grown) {
            no_memory(c);
            return NULL;
        }
        list->items = grown;
        list->room = room;
    }
    char *item = list->items + width * list->n++;
    memset(item, 0, width);
    return item;
}

void tei_list_free(struct tei_list *list) {
    free(list->items);
    free(list->order);
    *list = (struct tei_list){0};
}

/* ---- finding ---- */

struct entry {
    const char *id;
    uint32_t row;
};

static int by_id(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    int d = strcmp(x->id, y->id);
    return d ? d : x->row < y->row ? -1 : x->row > y->row;
}

static const char *id_of(const struct tei_cursor *c, const struct tei_list *list, size_t width, uint32_t row) {
    return tei_spell(c, *(const tei_name *)(const void *)(list->items + width * row));
}

static bool sort(struct tei_cursor *c, struct tei_list *list, size_t width) {
    struct entry *entries = malloc((list->n + 1) * sizeof *entries);
    uint32_t *order = realloc(list->order, (list->n + 1) * sizeof *order);
    if (order) list->order = order;
    if (!entries || !order) {
        free(entries);
        no_memory(c);
        return false;
    }
    for (uint32_t i = 0; i < list->n; i++) entries[i] = (struct entry){id_of(c, list, width, i), i};
    qsort(entries, list->n, sizeof *entries, by_id);
    for (uint32_t i = 0; i < list->n; i++) list->order[i] = entries[i].row;
    list->n_order = list->n;
    free(entries);
    return true;
}

/* Compares a pointer, which has no NUL at its end, with an identifier. */
static int compare(uts_str pointer, const char *id) {
    int d = strncmp(pointer.p, id, pointer.n);
    return d ? d : id[pointer.n] ? -1 : 0;
}

uint32_t tei_find(struct tei_cursor *c, struct tei_list *list, size_t width, uts_str id) {
    const char *hash = id.n ? memchr(id.p, '#', id.n) : NULL;
    if (hash) id = uts_mkstr(hash + 1, (size_t)(id.p + id.n - hash - 1));
    if (!id.n || !list->n || (list->n_order != list->n && !sort(c, list, width))) return UTS_NO_ROW;
    uint32_t low = 0, high = list->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (compare(id, id_of(c, list, width, list->order[mid])) > 0)
            low = mid + 1;
        else
            high = mid;
    }
    bool found = low < list->n && compare(id, id_of(c, list, width, list->order[low])) == 0;
    return found ? list->order[low] : UTS_NO_ROW;
}

bool tei_next_pointer(const char **list, uts_str *pointer) {
    const char *p = *list;
    while (tei_is_blank(*p)) p++;
    const char *end = p;
    while (*end && !tei_is_blank(*end)) end++;
    *pointer = uts_mkstr(p, (size_t)(end - p));
    *list = end;
    return end > p;
}

tei_name tei_take_gathered(struct tei_cursor *c) {
    struct tei_bytes *g = &c->gathered;
    size_t n = 0;
    for (size_t i = 0; i < g->n && !c->own; i++) {
        if (!tei_is_blank(g->p[i]))
            g->p[n++] = g->p[i];
        else if (n && g->p[n - 1] != ' ')
            g->p[n++] = ' ';
    }
    while (n && g->p[n - 1] == ' ' && !c->own) n--;
    tei_name name = tei_keep(c, uts_mkstr(g->p, c->own ? g->n : n));
    g->n = 0;
    return name;
}
