/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cell.h"
#include <stdlib.h>
#include <string.h>

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

/* "_x0041_" is read as "A" by spreadsheets: its first "_" must be written as _x005F_. */
static bool is_escape(const char *p, size_t n) {
    return n >= 7 && p[0] == '_' && p[1] == 'x' && is_hex(p[2]) && is_hex(p[3]) && is_hex(p[4]) && is_hex(p[5]) &&
           p[6] == '_';
}

static size_t length_of(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

/* U+FFFE and U+FFFF. */
static bool is_forbidden(const char *p) {
    return memcmp(p, "\xEF\xBF\xBE", 3) == 0 || memcmp(p, "\xEF\xBF\xBF", 3) == 0;
}

static bool make_room(struct cell *c, size_t n) {
    if (n <= c->room) return true;
    char *p = realloc(c->p, n * 2);
    if (!p) return false;
    c->p = p;
    c->room = n * 2;
    return true;
}

bool cell_set(struct cell *c, const char *p, size_t n) {
    c->width = 0;
    c->cut = c->replaced = false;
    /* One unit is at most three bytes of UTF-8, and four bytes are two units: no more can be used. */
    size_t usable = n < 3 * CELL_UNITS ? n : 3 * CELL_UNITS + 3;
    if (!make_room(c, 8 * usable + 1)) return false;
    char *to = c->p;
    uint32_t units = 0, line = 0;
    for (size_t i = 0, k; i < n; i += k) {
        k = length_of((unsigned char)p[i]);
        bool escape = is_escape(p + i, n - i);
        uint32_t more = escape ? 7 : k == 4 ? 2 : 1;
        if (units + more > CELL_UNITS) {
            c->cut = true;
            break;
        }
        units += more;
        line = p[i] == '\n' ? 0 : line + 1;
        if (line > c->width) c->width = line;
        if (escape) {
            memcpy(to, "_x005F_", 7);
            to += 7;
        } else if (k == 3 && is_forbidden(p + i)) {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
            c->replaced = true;
        } else {
            memcpy(to, p + i, k);
            to += k;
        }
    }
    *to = 0;
    return true;
}
