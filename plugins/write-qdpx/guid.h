/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identities that a second run finds again: name-based UUIDs (RFC 9562, version 5), written in capitals. */
#ifndef QDPX_GUID_H
#define QDPX_GUID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utsaga/plugin.h>

enum { GUID_CHARS = 36 };

struct guid {
    uint8_t b[16];
};

/* Makes UUIDs; not to be shared by threads. */
struct guid_maker {
    void *digest, *context;
};

bool guid_maker_make(struct guid_maker *m);
void guid_maker_free(struct guid_maker *m);
/* The UUID of @p kind and @p name in the name space @p within. @p kind keeps keys of different things apart. */
struct guid guid_of(const struct guid_maker *m, struct guid within, const char *kind, uts_str name);
/* The UUID of something at a place of a source: a code and a span in code points. */
struct guid guid_at(const struct guid_maker *m, struct guid source, const char *kind, struct guid code, uint64_t begin,
                    uint64_t end);
/* The name space of everything this program makes. */
struct guid guid_root(void);
/* 36 characters and NUL. */
void guid_spell(struct guid g, char out[GUID_CHARS + 1]);
/* Reads a GUID in either case, with or without braces. */
bool guid_parse(uts_str text, struct guid *out);
bool guid_equal(struct guid a, struct guid b);

/* A set of GUIDs: a hash table; a free place is all zero. */
struct guid_set {
    struct guid *at;
    size_t n, room;
};

bool guid_set_has(const struct guid_set *set, struct guid guid);
/* False: out of memory. */
bool guid_set_add(struct guid_set *set, struct guid guid);
void guid_set_free(struct guid_set *set);

#endif
