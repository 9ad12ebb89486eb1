/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"
#include "../common/real.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool csv_reserve(struct csv_buf *b, size_t n) {
    if (b->failed) return false;
    if (b->n + n <= b->room) return true;
    size_t room = (b->n + n) * 2 + 4096;
    char *p = realloc(b->p, room);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->room = room;
    return true;
}

void csv_free(struct csv_buf *b) {
    free(b->p);
    free(b->numbers);
    b->p = NULL;
    b->numbers = NULL;
    b->n = b->room = 0;
}

char csv_separator(int dialect) { return dialect == CSV_EXCEL_SV ? ';' : ','; }

static void put(struct csv_buf *b, const char *p, size_t n) {
    if (!csv_reserve(b, n)) return;
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
}

static void separate(struct csv_buf *b) {
    if (b->started && csv_reserve(b, 1)) b->p[b->n++] = csv_separator(b->dialect);
    b->started = true;
}

void csv_start(struct csv_buf *b) {
    if (b->dialect == CSV_EXCEL_SV) put(b, "\xEF\xBB\xBF", 3);
}

bool csv_is_guarded(int dialect, const char *p, size_t n) {
    return dialect == CSV_EXCEL_SV && n && p[0] && strchr("=+-@\t\r'", p[0]);
}

/* Marks that need quotation marks around them. The separator of the dialect is one, the other is not. */
enum { ALWAYS = 1, COMMA = 2, SEMICOLON = 4 };
static const unsigned char marks[256] = {
    ['"'] = ALWAYS, ['\n'] = ALWAYS, ['\r'] = ALWAYS, [','] = COMMA, [';'] = SEMICOLON};

/* Between quotation marks, those inside doubled. */
static void put_quoted(struct csv_buf *b, const char *p, size_t n) {
    char *to = b->p + b->n;
    *to++ = '"';
    if (csv_is_guarded(b->dialect, p, n)) *to++ = '\'';
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '"') *to++ = '"';
        *to++ = p[i];
    }
    *to++ = '"';
    b->n = (size_t)(to - b->p);
}

void csv_text(struct csv_buf *b, const char *p, size_t n) {
    separate(b);
    if (!csv_reserve(b, 2 * n + 3)) return;
    unsigned char found = 0;
    for (size_t i = 0; i < n; i++) found |= marks[(unsigned char)p[i]];
    if (found & (ALWAYS | (csv_separator(b->dialect) == ',' ? COMMA : SEMICOLON))) {
        put_quoted(b, p, n);
        return;
    }
    if (csv_is_guarded(b->dialect, p, n)) b->p[b->n++] = '\'';
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
}

void csv_cstr(struct csv_buf *b, const char *s) { csv_text(b, s, strlen(s)); }

void csv_raw(struct csv_buf *b, const char *p, size_t n) {
    separate(b);
    put(b, p, n);
}

void csv_empty(struct csv_buf *b) { separate(b); }

char *csv_digits(char *to, uint64_t x) {
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + x % 10);
    while (x /= 10);
    memcpy(to, digits + at, sizeof digits - at);
    return to + (sizeof digits - at);
}

void csv_int(struct csv_buf *b, int64_t x) {
    if (!csv_reserve(b, 24)) return;
    char *to = b->p + b->n;
    if (b->started) *to++ = csv_separator(b->dialect);
    b->started = true;
    if (x < 0) *to++ = '-';
    if (x >= 0 && x < 10)
        *to++ = (char)('0' + x);
    else
        to = csv_digits(to, x < 0 ? 0 - (uint64_t)x : (uint64_t)x);
    b->n = (size_t)(to - b->p);
}

/* Shares repeat: most words of a corpus occur once or twice. What was written before is looked up, not worked out. */
#define NUMBERS 256u

struct csv_number {
    double x;
    size_t n; /* 0: free */
    char text[32];
};

void csv_real(struct csv_buf *b, double x) {
    if (!isfinite(x)) {
        csv_empty(b);
        return;
    }
    if (!b->numbers) b->numbers = calloc(NUMBERS, sizeof *b->numbers);
    if (!b->numbers) {
        b->failed = true;
        return;
    }
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    struct csv_number *number = &b->numbers[bits * 0x9E3779B97F4A7C15ull >> 56];
    if (!number->n || number->x != x) {
        number->x = x;
        number->n = real_format(number->text, x, b->dialect == CSV_EXCEL_SV ? ',' : '.');
    }
    csv_raw(b, number->text, number->n);
}

void csv_end_row(struct csv_buf *b) {
    if (b->dialect == CSV_EXCEL_SV)
        put(b, "\r\n", 2);
    else
        put(b, "\n", 1);
    b->started = false;
}
