/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interned strings. One table belongs to one worker; its strings and entries never move, so another thread may read
 * symbols of a finished document (ordered fold) while the worker goes on adding new ones.
 */
#ifndef UTSAGA_SYMTAB_H
#define UTSAGA_SYMTAB_H

#include <stdbool.h>
#include <stdint.h>
#include <utsaga/plugin.h>

typedef struct symtab symtab;

/* An empty table. NULL when memory is out. */
symtab *symtab_new(void);
void symtab_free(symtab *t);
/* One more than the largest symbol. [owner] */
uint32_t symtab_count(const symtab *t);
/* The symbol of a string; 0 when it is empty or memory is out. The string need not be followed by anything. [owner] */
uts_sym symtab_intern(symtab *t, const char *p, size_t n);
/* out[i] = symbol of text[begin[i], end[i]); 16 bytes past each end must be readable. False: memory is out. [owner] */
bool symtab_intern_spans(symtab *t, const char *text, const uint32_t *begin, const uint32_t *end, uint32_t n,
                         uts_sym *out);
/* The same for strings that are each followed by 16 readable bytes, such as those of another table. [owner] */
bool symtab_intern_list(symtab *t, const uts_str *strings, uint32_t n, uts_sym *out);
/* The string, followed by at least 32 readable bytes. Any thread that knows the symbol from a synchronised source. */
uts_str symtab_spell(const symtab *t, uts_sym symbol);
/* A number that the ordered thread keeps beside each symbol, 0 at first; NULL when memory is out. [ordered] */
uint32_t *symtab_promoted(symtab *t, uts_sym symbol);

#endif /* UTSAGA_SYMTAB_H */
