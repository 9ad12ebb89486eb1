/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"

#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* strtod and snprintf follow the thread's locale, which a host program may have set to one with a decimal comma. */
static locale_t c_locale;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void make_locale(void) { c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0); }

void number_format(char out[32], double value) {
    pthread_once(&once, make_locale);
    locale_t before = uselocale(c_locale);
    /* Digits before the point are written out: 120, not 1.2e+02. */
    int digits = 1;
    double size = value < 0 ? -value : value;
    while (size >= 10 && size < 1e15) {
        size /= 10;
        digits++;
    }
    for (; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, value);
        if (strtod(out, NULL) == value) break;
    }
    uselocale(before);
}

/* Digits, sign, point and exponent; no white space, no hexadecimal, no "inf". */
static bool is_plain(const char *text) { return *text && text[strspn(text, "0123456789+-.eE")] == '\0'; }

bool number_parse(const char *text, double *out) {
    pthread_once(&once, make_locale);
    char *end;
    errno = 0;
    *out = strtod_l(text, &end, c_locale);
    return is_plain(text) && end != text && *end == '\0' && errno == 0 && *out - *out == 0;
}

bool number_parse_int(const char *text, int64_t *out) {
    char *end;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return is_plain(text) && end != text && *end == '\0' && errno == 0;
}
