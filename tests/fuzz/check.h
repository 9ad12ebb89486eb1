/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a document must be, looked at while a reader makes it. */
#ifndef FUZZ_CHECK_H
#define FUZZ_CHECK_H

#include <utsaga/plugin.h>

/* Stops the program: what was promised is not so. */
#define CHECK(holds, rule) ((holds) ? (void)0 : check_stop(rule, __FILE__, __LINE__))
_Noreturn void check_stop(const char *rule, const char *file, int line);
bool check_utf8(uts_str s);

struct check_symbols {
    uts_str *spelling;
    uint32_t n, room;
    uint32_t *slots;
    uint32_t n_slots;
};
uts_sym check_intern(struct check_symbols *symbols, uts_str text);
uts_str check_spell(const struct check_symbols *symbols, uts_sym symbol);
void check_symbols_free(struct check_symbols *symbols);

struct check_document {
    char *text;
    size_t n;
    bool has_text;
    bool byte_source;       /* "source-unit" is "byte" or was not told */
    uint64_t furthest_note; /* notes may come before the text */
    uint64_t digest;
    uts_rows *layers; /* all, newest first */
};
void check_text(struct check_document *d, uts_str text);
void check_meta(struct check_document *d, const char *key, uts_str value);
void check_note(struct check_document *d, uint64_t offset, uts_str message, uts_str detail);
uts_rows *check_open(struct check_document *d, const uts_layer_spec *spec);
void check_add(uts_rows *rows, uint32_t begin, uint32_t end, const uts_cell *cells);
bool check_reserve(uts_rows *rows, uint32_t n, uts_room *room);
void check_advance(uts_rows *rows, uint32_t n);
void check_seal(struct check_document *d, uts_rows *rows, const struct check_symbols *symbols);
/* When next returned UTS_OK: what holds between the layers. @p source: bytes of the file. */
void check_document(struct check_document *d, size_t source);
/* A layer for a test to look at; rows == 0 when there is none. Lives as long as the document. */
uts_layer check_layer(const struct check_document *d, const char *name);
void check_document_free(struct check_document *d);

#endif
