/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codes.h"

#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

enum { MOST_DEPTH = 200 };

void code_list_free(struct code_list *list) {
    for (uint32_t i = 0; i < list->n; i++) {
        free(list->at[i].name);
        free(list->at[i].about);
        free(list->at[i].extra);
    }
    free(list->at);
    names_free(&list->names);
    *list = (struct code_list){0};
}

static char *copy(struct code_list *list, uts_str s) {
    char *p = malloc(s.n + 1);
    if (!p) {
        list->failed = true;
        return NULL;
    }
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return p;
}

uint32_t code_list_add(struct code_list *list, uint32_t parent, struct guid guid, uts_str name, uts_str about,
                       const char *colour, bool codable) {
    if (list->n == list->room) {
        uint32_t room = list->room ? list->room * 2 : 64;
        struct code_node *at = realloc(list->at, room * sizeof *at);
        if (!at) {
            list->failed = true;
            return UINT32_MAX;
        }
        list->at = at;
        list->room = room;
    }
    struct code_node *c = &list->at[list->n];
    *c = (struct code_node){.guid = guid, .parent = parent, .codable = codable, .name = copy(list, name)};
    if (about.n) c->about = copy(list, about);
    if (colour && strlen(colour) < sizeof c->colour) strcpy(c->colour, colour);
    return list->n++;
}

uint32_t code_list_find(const struct code_list *list, uint32_t n, struct guid guid) {
    for (uint32_t i = 0; i < n; i++)
        if (guid_equal(list->at[i].guid, guid)) return i;
    return UINT32_MAX;
}

void code_guids(const uts_codebook *book, const struct guid_maker *maker, struct guid space, struct guid *out) {
    for (uint32_t i = 0; i < book->n_codes; i++) out[i] = guid_of(maker, space, "code", uts_cstr(book->codes[i]->id));
}

void code_list_add_book(struct code_list *list, const uts_codebook *book, const struct guid *guids) {
    uint32_t from = list->n;
    for (uint32_t i = 0; i < book->n_codes; i++) {
        const uts_code *c = book->codes[i];
        uint32_t parent = c->parent == UINT32_MAX ? UINT32_MAX : from + c->parent;
        code_list_add(list, parent, guids[i], uts_cstr(c->label), uts_cstr(c->description), c->colour, true);
    }
    for (uint32_t i = 0; i < book->n_codes && !list->failed; i++) {
        uint32_t parent = book->codes[i]->parent;
        if (parent != UINT32_MAX && book->codes[parent]->n_rules == 0) list->at[from + parent].codable = false;
    }
}

void code_list_name(struct code_list *list) {
    for (uint32_t i = 0; i < list->n && !list->failed; i++) {
        struct code_node *c = &list->at[i];
        if (c->named || !c->name) continue;
        uts_str parent = c->parent == UINT32_MAX ? (uts_str){"", 0} : uts_cstr(list->at[c->parent].name);
        bool changed;
        char *name = names_take(&list->names, uts_cstr(c->name), parent, NAME_CODE_CHARS, &changed);
        if (!name) {
            list->failed = true;
            return;
        }
        list->renamed += changed;
        free(c->name);
        c->name = name;
        c->named = true;
    }
}

static void write_open(const struct code_node *c, struct xml_buf *b) {
    char guid[GUID_CHARS + 1];
    guid_spell(c->guid, guid);
    xml_put(b, "<Code");
    xml_attribute(b, "guid", uts_cstr(guid));
    xml_attribute(b, "name", uts_cstr(c->name));
    xml_attribute(b, "isCodable", uts_cstr(c->codable ? "true" : "false"));
    if (*c->colour) xml_attribute(b, "color", uts_cstr(c->colour));
    xml_put(b, ">");
    if (c->about) xml_element(b, "Description", uts_cstr(c->about));
    if (c->extra) xml_put(b, c->extra);
}

/* First child and next sibling of each code; the last two items are those of the root. */
struct tree {
    const struct code_list *list;
    uint32_t *child, *next;
};

static void write_below(const struct tree *t, uint32_t first, struct xml_buf *b, int depth) {
    for (uint32_t i = first; i != UINT32_MAX && depth < MOST_DEPTH; i = t->next[i]) {
        write_open(&t->list->at[i], b);
        if (t->child[i] != UINT32_MAX) {
            xml_put(b, "\n");
            write_below(t, t->child[i], b, depth + 1);
        }
        xml_put(b, "</Code>\n");
    }
}

void code_list_write(const struct code_list *list, struct xml_buf *b) {
    uint32_t *links = malloc(3 * ((size_t)list->n + 1) * sizeof *links);
    if (!links || list->failed) {
        free(links);
        b->failed = true;
        return;
    }
    memset(links, 0xFF, 3 * ((size_t)list->n + 1) * sizeof *links);
    uint32_t *last = links + 2 * ((size_t)list->n + 1);
    struct tree t = {list, links, links + list->n + 1};
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t parent = list->at[i].parent == UINT32_MAX ? list->n : list->at[i].parent;
        if (last[parent] == UINT32_MAX)
            t.child[parent] = i;
        else
            t.next[last[parent]] = i;
        last[parent] = i;
    }
    write_below(&t, t.child[list->n], b, 0);
    free(links);
}
