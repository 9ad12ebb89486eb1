/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and times of spreadsheets: a number of days, and a format that says so. */
#include "xlsx.h"

#include <stdio.h>
#include <string.h>

/* Formats that every spreadsheet program has built in (ECMA-376 part 1, 18.8.30). */
enum xlsx_kind xlsx_kind_of_format(int64_t id) {
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return XLSX_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return XLSX_TIME;
    return id == 22 ? XLSX_DATE_TIME : XLSX_NUMBER;
}

/* A code of the user's own, such as yyyy-mm-dd or [h]:mm:ss,0. "m" is a month or a minute, so it says nothing. */
enum xlsx_kind xlsx_kind_of_code(uts_str code) {
    unsigned kind = 0;
    for (size_t i = 0; i < code.n && code.p[i] != ';'; i++) {
        char c = code.p[i];
        if (c == '"') {
            const char *close = memchr(code.p + i + 1, '"', code.n - i - 1);
            if (!close) break;
            i = (size_t)(close - code.p);
        } else if (c == '\\') {
            i++;
        } else if (c == '[' && i + 1 < code.n && !strchr("hHmMsS", code.p[i + 1])) {
            const char *close = memchr(code.p + i, ']', code.n - i); /* a colour, locale or condition */
            if (!close) break;
            i = (size_t)(close - code.p);
        } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
            kind |= XLSX_DATE;
        } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
            kind |= XLSX_TIME;
        }
    }
    return (enum xlsx_kind)kind;
}

/* Digits with a decimal point and an exponent, whatever the locale. */
static bool parse(uts_str s, double *out) {
    double value = 0, scale = 1;
    size_t i = 0, digits = 0;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, digits++) value = value * 10 + (s.p[i] - '0');
    if (i < s.n && s.p[i] == '.')
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, digits++) value += (s.p[i] - '0') * (scale /= 10);
    if (i + 2 < s.n && (s.p[i] == 'E' || s.p[i] == 'e') && (s.p[i + 1] == '-' || s.p[i + 1] == '+')) {
        int exponent = 0;
        bool small = s.p[i + 1] == '-';
        for (i += 2; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && exponent < 100; i++)
            exponent = exponent * 10 + (s.p[i] - '0');
        for (; exponent > 0; exponent--) value = small ? value / 10 : value * 10;
    }
    *out = value;
    return digits > 0 && i == s.n;
}

/* Days since 1970-01-01 as a date of the Gregorian calendar. */
static void civil(int64_t days, int *year, int *month, int *day) {
    int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

bool xlsx_when(uts_str number, enum xlsx_kind kind, bool from_1904, char out[40]) {
    double serial;
    if (!parse(number, &serial) || serial < 0 || serial > 2958466) return false;
    int64_t ms = (int64_t)(serial * 86400000.0 + 0.5), days = ms / 86400000;
    int n = 0;
    if (kind == XLSX_TIME) /* durations pass 24 hours */
        days = 0;
    else
        ms -= days * 86400000;
    if (kind & XLSX_DATE) {
        int year, month, day;
        /* Day 60 is 29 February 1900, which never was; before it the count is one off. */
        civil(days - (from_1904 ? 24107 : days < 60 ? 25568 : 25569), &year, &month, &day);
        n = snprintf(out, 40, "%04d-%02d-%02d", year, month, day);
    }
    if (kind == XLSX_DATE || (kind == XLSX_DATE_TIME && ms == 0)) return true;
    n += snprintf(out + n, 40 - (size_t)n, "%s%02d:%02d:%02d", n ? "T" : "", (int)(ms / 3600000),
                  (int)(ms / 60000 % 60), (int)(ms / 1000 % 60));
    if (ms % 1000) snprintf(out + n, 40 - (size_t)n, ".%03d", (int)(ms % 1000));
    return true;
}
