/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symbols: dense, stable, one a string, by both ways of interning; strings never move. */
#include "symtab.h"
#include <tap.h>

enum { MANY = 60000 };

static size_t word(char *out, uint32_t i) {
    /* Lengths from 1 to 40 bytes, so that short and long strings take every path. */
    size_t n = (size_t)snprintf(out, 64, "%x", i * 2654435761u);
    for (; n < i % 41; n++) out[n] = (char)('a' + (int)(n * 7 % 26));
    return n;
}

static void one_by_one(void) {
    symtab *t = symtab_new();
    char text[64];
    uint32_t not_dense = 0, not_equal = 0, moved = 0;
    const char *first = NULL;
    for (uint32_t i = 0; i < MANY; i++) not_dense += symtab_intern(t, text, word(text, i)) != i + 1;
    first = symtab_spell(t, 1).p;
    for (uint32_t i = 0; i < MANY; i++) {
        size_t n = word(text, i);
        uts_str s = symtab_spell(t, i + 1);
        not_equal += s.n != n || memcmp(s.p, text, n) != 0 || symtab_intern(t, text, n) != i + 1;
    }
    for (uint32_t i = 0; i < MANY; i++) symtab_intern(t, text, (size_t)snprintf(text, sizeof text, "more %u", i));
    moved = symtab_spell(t, 1).p != first;
    is_int(not_dense, 0, "symbols are dense from 1, in order of first sight");
    is_int(not_equal, 0, "the same string has the same symbol, and is spelled as it was");
    is_int(moved, 0, "strings do not move when the table grows");
    is_int(symtab_intern(t, "", 0), 0, "the empty string has no symbol");
    is_int(symtab_count(t), 2 * MANY + 1, "the count is one more than the largest");
    is_int(symtab_intern(t, "a\0b", 3) == symtab_intern(t, "a\0c", 3), 0, "a NUL is a byte like others");
    symtab_free(t);
}

static void spans(void) {
    /* One text with every word, and the same words one by one: both ways must agree. */
    symtab *t = symtab_new(), *u = symtab_new();
    char *text = calloc(MANY, 48);
    uint32_t *begin = calloc(MANY, sizeof *begin), *end = calloc(MANY, sizeof *end), at = 0, wrong = 0;
    uts_sym *out = calloc(MANY, sizeof *out);
    for (uint32_t i = 0; i < MANY; i++) {
        begin[i] = at;
        at += (uint32_t)word(text + at, i % 7 ? i : i / 2);
        end[i] = at;
    }
    begin[MANY / 2] = end[MANY / 2]; /* an empty span */
    ok(symtab_intern_spans(t, text, begin, end, MANY, out), "a long run of spans is interned");
    for (uint32_t i = 0; i < MANY; i++) wrong += symtab_intern(u, text + begin[i], end[i] - begin[i]) != out[i];
    is_int(wrong, 0, "spans get the symbols that one by one would give");
    is_int(out[MANY / 2], 0, "an empty span has none");
    symtab_free(t);
    symtab_free(u);
    free(text);
    free(begin);
    free(end);
    free(out);
}

int main(void) {
    one_by_one();
    spans();
    return done();
}
