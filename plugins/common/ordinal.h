/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of lists as word processors write them. */
#ifndef COMMON_ORDINAL_H
#define COMMON_ORDINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum ordinal { ORDINAL_DECIMAL = 0, ORDINAL_ROMAN, ORDINAL_ROMAN_UPPER, ORDINAL_LETTER, ORDINAL_LETTER_UPPER };

static inline void ordinal_roman(int64_t value, bool upper, char *out, size_t room) {
    static const struct {
        int value;
        const char *digits;
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
                 {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        for (; value >= steps[i].value && n + 3 < room; value -= steps[i].value)
            for (const char *d = steps[i].digits; *d; d++) out[n++] = upper ? (char)(*d - 32) : *d;
    out[n] = '\0';
}

/* "c", and after "z" "aa", "bb". Numbers that a system does not have are decimals. @p room is at least 24. */
static inline void ordinal_write(enum ordinal kind, int64_t value, char *out, size_t room) {
    bool roman = kind == ORDINAL_ROMAN || kind == ORDINAL_ROMAN_UPPER, letter = kind >= ORDINAL_LETTER;
    if (roman && value >= 1 && value < 4000) {
        ordinal_roman(value, kind == ORDINAL_ROMAN_UPPER, out, room);
    } else if (letter && value >= 1 && value <= 26 * 8) {
        size_t times = (size_t)((value - 1) / 26) + 1, n = 0;
        for (; n < times && n + 1 < room; n++) out[n] = (char)((kind == ORDINAL_LETTER ? 'a' : 'A') + (value - 1) % 26);
        out[n] = '\0';
    } else {
        snprintf(out, room, "%lld", (long long)value);
    }
}

#endif
