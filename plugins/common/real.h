/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real numbers as text, the same in every locale. */
#ifndef COMMON_REAL_H
#define COMMON_REAL_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
static inline int real_shortest_by_library(double x, char digits[20], int *exponent) {
    int n = 0;
    for (int precision = x < DBL_MIN ? 1 : DBL_DIG; precision <= 17; precision++) {
        n = real_digits_of(x, precision, digits, exponent);
        if (real_value_of(digits, n, *exponent) == x) break;
    }
    return n;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 real_wide;

/* x = mantissa / 2^shift, exactly. */
struct real_parts {
    uint64_t mantissa;
    int shift;
};

/*
 * x · 10^power, rounded half to even as printf does. *same: whether the rounded number, divided again, reads back as x,
 * that is, lies within half a step of doubles around it.
 */
static inline uint64_t real_scaled(const struct real_parts *x, int power, bool *same) {
    static const uint64_t tens[] = {1,
                                    10,
                                    100,
                                    1000,
                                    10000,
                                    100000,
                                    1000000,
                                    10000000,
                                    100000000,
                                    1000000000,
                                    10000000000,
                                    100000000000,
                                    1000000000000,
                                    10000000000000,
                                    100000000000000,
                                    1000000000000000,
                                    10000000000000000,
                                    100000000000000000,
                                    1000000000000000000,
                                    10000000000000000000u};
    real_wide ten = power < 20 ? tens[power] : (real_wide)tens[19] * tens[power - 19], step = (real_wide)1 << x->shift;
    real_wide whole = x->mantissa * ten, rest = whole & (step - 1);
    uint64_t rounded = (uint64_t)(whole >> x->shift);
    bool up = rest > step / 2 || (rest == step / 2 && rounded & 1);
    real_wide twice = 2 * (up ? step - rest : rest);
    *same = twice < ten || (twice == ten && !(x->mantissa & 1));
    return rounded + up;
}

/*
 * The same digits by integers of 128 bits, for numbers of a usual size: tables hold many shares, and printf and strtod
 * cost more than working them out. 0: not of that kind. Powers of two, which have steps of two sizes around them, need
 * no more than 15 digits in this range, so that nothing is left over to be compared with a step.
 */
static inline int real_shortest_by_integers(double x, char digits[20], int *exponent) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    struct real_parts parts = {(bits & 0xFFFFFFFFFFFFFu) | 0x10000000000000u, 1075 - (int)(bits >> 52)};
    if (!(x >= 1e-5 && x < 1e14)) return 0;
    uint64_t number = 0, least = 100000000000000u;
    bool same = false;
    int guess = (52 - parts.shift) * 30103 / 100000 + (x >= 1); /* the decimal exponent, or one less */
    for (int precision = DBL_DIG; precision <= 17 && !same; precision++, least *= 10) {
        *exponent = guess;
        number = real_scaled(&parts, precision - guess, &same);
        if (number >= least * 10) number = real_scaled(&parts, precision - ++*exponent, &same);
    }
    int n = 0, kept = 0;
    for (uint64_t rest = number; rest; rest /= 10) n++;
    for (int i = n - 1; i >= 0; i--, number /= 10) {
        digits[i] = (char)('0' + number % 10);
        if (!kept && digits[i] != '0') kept = i + 1;
    }
    digits[kept] = 0;
    return kept;
}
#else
static inline int real_shortest_by_integers(double x, char digits[20], int *exponent) {
    (void)x, (void)digits, (void)exponent;
    return 0;
}
#endif

static inline int real_shortest(double x, char digits[20], int *exponent) {
    int n = real_shortest_by_integers(x, digits, exponent);
    return n ? n : real_shortest_by_library(x, digits, exponent);
}

/* Writes a finite number to @p to, which has room for 32 bytes. Returns the bytes written. */
static inline size_t real_format(char *to, double x, char point) {
    char digits[20], *start = to;
    if (x == 0) {
        *to = '0';
        return 1;
    }
    int exponent = 0, n = real_shortest(fabs(x), digits, &exponent);
    if (x < 0) *to++ = '-';
    if (exponent > -5 && exponent <= 15) {
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
