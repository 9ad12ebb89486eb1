/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "symtab.h"
#include "tap.h"

enum { MANY = 40000 };

static void test_intern(void) {
    symtab *t = symtab_new();
    uts_sym a = symtab_intern(t, "hopp", 4), b = symtab_intern(t, "hoppet", 6);
    is_int(a, 1, "symbols are dense from 1");
    is_int(b, 2, "and grow");
    is_int(symtab_intern(t, "hopp", 4), a, "the same string has the same symbol");
    is_int(symtab_intern(t, "", 0), 0, "empty is no symbol");
    is_int(symtab_count(t), 3, "count is one more than the largest");
    uts_str s = symtab_spell(t, b);
    ok(s.n == 6 && memcmp(s.p, "hoppet", 6) == 0, "spelled back");
    symtab_free(t);
}

/* Lengths around the 16 bytes kept in the slot, and strings that differ only behind them. */
static void test_lengths(void) {
    symtab *t = symtab_new();
    char word[64];
    int wrong = 0;
    for (size_t n = 1; n < 40; n++)
        for (int last = 'a'; last <= 'b'; last++) {
            memset(word, 'x', sizeof word);
            word[n - 1] = (char)last;
            uts_sym first = symtab_intern(t, word, n);
            uts_str s = symtab_spell(t, first);
            wrong += first == 0 || s.n != n || memcmp(s.p, word, n) != 0 || symtab_intern(t, word, n) != first;
        }
    is_int(wrong, 0, "every length from 1 to 39 is kept apart and found again");
    is_int(symtab_count(t), 1 + 2 * 39, "no two are taken for one");
    symtab_free(t);
}

static void test_spans_agree(void) {
    static char text[MANY * 8 + 64];
    static uint32_t begin[MANY], end[MANY];
    static uts_sym symbols[MANY];
    uint32_t at = 0, seed = 3;
    for (uint32_t i = 0; i < MANY; i++) {
        seed = seed * 1664525u + 1013904223u;
        begin[i] = at;
        at += (uint32_t)sprintf(text + at, "%x", (seed >> 8) % 20000);
        end[i] = at;
    }
    symtab *bulk = symtab_new(), *single = symtab_new();
    ok(symtab_intern_spans(bulk, text, begin, end, MANY, symbols), "spans are interned");
    int wrong = 0;
    for (uint32_t i = 0; i < MANY; i++)
        wrong += symtab_intern(single, text + begin[i], end[i] - begin[i]) != symbols[i];
    is_int(wrong, 0, "in bulk or one by one: the same symbols, also while the table grows");
    uint32_t *number = symtab_promoted(bulk, symbols[MANY - 1]);
    ok(number && *number == 0, "a number beside each symbol starts at 0");
    *number = 17;
    is_int(*symtab_promoted(bulk, symbols[MANY - 1]), 17, "and is kept");
    symtab_free(bulk);
    symtab_free(single);
}

int main(void) {
    test_intern();
    test_lengths();
    test_spans_agree();
    return done();
}
