/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fold.h"
#include "lexicon_private.h"

/* Latin Extended-A pairs upper and lower case as neighbours; the upper one is even below U+0138, odd above. */
static bool paired(uint32_t c) {
    return (c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) || (c >= 0x14A && c <= 0x177);
}
static bool paired_odd(uint32_t c) { return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E); }

uint32_t lower(uint32_t c) {
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 32;
    if (c == 0x178) return 0xFF;
    if (paired(c)) return c | 1;
    if (paired_odd(c)) return c + (c & 1);
    return c;
}

uint32_t upper(uint32_t c) {
    if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7)) return c - 32;
    if (c == 0xFF) return 0x178;
    if (paired(c)) return c & ~1u;
    if (paired_odd(c)) return c - !(c & 1);
    return c;
}

static void change(const char *s, char *out, size_t room, uint32_t (*to)(uint32_t), bool first_only) {
    size_t n = 0;
    for (uint32_t length; *s && n + 5 < room; s += length) {
        uint32_t c = utf8_at(s, &length);
        n += utf8_put(out + n, first_only && n ? c : to(c));
    }
    out[n] = 0;
}

void fold(const char *s, char *out, size_t room) { change(s, out, room, lower, false); }
void capital(const char *s, char *out, size_t room) { change(s, out, room, upper, true); }
void capitals(const char *s, char *out, size_t room) { change(s, out, room, upper, false); }

int count_capitals(const char *s) {
    int n = 0;
    for (uint32_t length; *s; s += length) {
        uint32_t c = utf8_at(s, &length);
        n += lower(c) != c;
    }
    return n;
}

bool starts_capital(const char *s) {
    uint32_t length, c = utf8_at(s, &length);
    return lower(c) != c;
}
