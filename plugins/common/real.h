/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real numbers as text, the same in every locale. */
#ifndef COMMON_REAL_H
#define COMMON_REAL_H

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * The digits and decimal exponent (x = 0.DIGITS * 10^exponent) with @p precision digits. printf rounds correctly; the
 * locale's decimal sign is the only thing between the digits and is left out.
 */
static inline int real_digits_of(double x, int precision, char digits[20], int *exponent) {
    char text[64];
    snprintf(text, sizeof text, "%.*e", precision - 1, x);
    int n = 0;
    const char *p = text;
    for (; *p != 'e'; p++)
        if (*p >= '0' && *p <= '9') digits[n++] = *p;
    *exponent = (int)strtol(p + 1, NULL, 10) + 1;
    while (n > 1 && digits[n - 1] == '0') n--;
    digits[n] = 0;
    return n;
}

/* What the digits read back as: an integer and an exponent, so that no decimal sign of any locale is asked for. */
static inline double real_value_of(const char *digits, int n, int exponent) {
    char text[64];
    snprintf(text, sizeof text, "%se%d", digits, exponent - n);
    return strtod(text, NULL);
}

/* DBL_DIG digits always survive the way to double and back, so when 15 read back, no shorter form was missed.
 * Subnormal numbers hold fewer digits than that. */
static inline int real_shortest(double x, char digits[20], int *exponent) {
    int n = 0;
    for (int precision = x < DBL_MIN ? 1 : DBL_DIG; precision <= 17; precision++) {
        n = real_digits_of(x, precision, digits, exponent);
        if (real_value_of(digits, n, *exponent) == x) break;
    }
    return n;
}

/* Writes a finite number to @p to, which has room for 32 bytes. Returns the bytes written. */
static inline size_t real_format(char *to, double x, char point) {
    char digits[20], *start = to;
    int exponent = 0, n = real_shortest(fabs(x), digits, &exponent);
    if (x < 0) *to++ = '-';
    if (x == 0) {
        *to++ = '0';
    } else if (exponent > -5 && exponent <= 15) {
        if (exponent <= 0) {
            *to++ = '0';
            *to++ = point;
            for (int i = exponent; i < 0; i++) *to++ = '0';
        }
        for (int i = 0; i < n || i < exponent; i++) {
            if (i == exponent && i > 0) *to++ = point;
            *to++ = i < n ? digits[i] : '0';
        }
    } else {
        *to++ = digits[0];
        if (n > 1) *to++ = point;
        for (int i = 1; i < n; i++) *to++ = digits[i];
        to += snprintf(to, 8, "e%d", exponent - 1);
    }
    return (size_t)(to - start);
}

#endif
