/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

/* A number with decimals behind point or comma, in thousandths of its unit. */
static bool number(const char **p, const char *end, int64_t *whole, int64_t *thousandths) {
    const char *s = *p;
    int digits = 0;
    *whole = *thousandths = 0;
    for (; s < end && *s >= '0' && *s <= '9' && digits < 12; s++, digits++) *whole = *whole * 10 + (*s - '0');
    if (!digits) return false;
    if (s < end && (*s == '.' || *s == ',') && s + 1 < end && s[1] >= '0' && s[1] <= '9') {
        int64_t unit = 100;
        for (s++; s < end && *s >= '0' && *s <= '9'; s++, unit /= 10) *thousandths += (*s - '0') * unit;
    }
    *p = s;
    return true;
}

/* Takes a time off the front. */
static bool take(const char **p, const char *end, bool milliseconds, int64_t *ms) {
    int64_t total = 0, whole, rest = 0;
    int parts = 0;
    while (*p < end && (**p == ' ' || **p == '[' || **p == '(' || **p == '#')) ++*p;
    do {
        if (parts && rest) return false; /* decimals before a colon */
        if (!number(p, end, &whole, &rest)) return false;
        if (parts && whole >= 60) return false;
        total = total * 60 + whole;
        parts++;
    } while (parts < 3 && *p < end && **p == ':' && (*p)++);
    *ms = parts == 1 && milliseconds ? total : total * 1000 + rest;
    while (*p < end && (**p == ' ' || **p == ']' || **p == ')' || **p == '#')) ++*p;
    if (*p < end && **p == 's' && parts == 1) ++*p;
    while (*p < end && **p == ' ') ++*p;
    return true;
}

bool tb_clock(uts_str text, bool milliseconds, int64_t *start, int64_t *end) {
    const char *p = text.p, *stop = text.p + text.n;
    *start = *end = -1;
    int64_t first, second = -1;
    if (!take(&p, stop, milliseconds, &first)) return false;
    if (p < stop) { /* "0:00,0 - 0:06,4" */
        static const char *const to[] = {"-->", "->", "-", "\xE2\x80\x93", "\xE2\x80\x94", "till"};
        bool range = false;
        for (size_t i = 0; i < sizeof to / sizeof *to && !range; i++) {
            size_t n = strlen(to[i]);
            range = (size_t)(stop - p) > n && memcmp(p, to[i], n) == 0;
            if (range) p += n;
        }
        if (!range || !take(&p, stop, milliseconds, &second) || p != stop) return false;
    }
    *start = first;
    *end = second;
    return true;
}
