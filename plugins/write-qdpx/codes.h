/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of codes of a project or codebook: ours, those of people, and a code for each speaker. */
#ifndef QDPX_CODES_H
#define QDPX_CODES_H

#include "buffer.h"
#include "guid.h"
#include "names.h"
#include <utsaga/extensions.h>

struct code_node {
    struct guid guid;
    uint32_t parent; /* UINT32_MAX: top level; parents come first */
    bool codable;
    bool named;  /* `name` is what to write already */
    char *name;  /* as wanted; after code_list_name as written */
    char *about; /* definition; NULL none */
    char *extra; /* more child elements, as XML; NULL none */
    char colour[8];
};

struct code_list {
    struct code_node *at;
    uint32_t n, room;
    struct name_set names;
    uint32_t renamed;
    bool failed; /* out of memory */
};

void code_list_free(struct code_list *list);
/* Adds a code; the strings are copied. Its index, UINT32_MAX when out of memory. */
uint32_t code_list_add(struct code_list *list, uint32_t parent, struct guid guid, uts_str name, uts_str about,
                       const char *colour, bool codable);
/* The index of a code by identity, among the first @p n; UINT32_MAX: none. */
uint32_t code_list_find(const struct code_list *list, uint32_t n, struct guid guid);
/* The key and identity of each code of a codebook, in @p out. */
void code_guids(const uts_codebook *book, const struct guid_maker *maker, struct guid space, struct guid *out);
/* Adds all codes of a codebook. A group that holds nothing may be used by hand, so it is codable. */
void code_list_add_book(struct code_list *list, const uts_codebook *book, const struct guid *guids);
/* Settles the names of codes that have none yet. */
void code_list_name(struct code_list *list);
/* `<Code>…</Code>` of the whole tree. */
void code_list_write(const struct code_list *list, struct xml_buf *b);

#endif
