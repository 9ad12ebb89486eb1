/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers read back as they were, are as short as can be, and keep their point in a Swedish locale. */
#include "number.h"
#include <float.h>
#include <locale.h>
#include <tap.h>

static void shortest(void) {
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},        {1, "1"},     {-2.5, "-2.5"},     {0.1, "0.1"},     {1.0 / 3, "0.3333333333333333"},
                 {1e21, "1e+21"}, {3.5, "3.5"}, {123456, "123456"}, {0.001, "0.001"}, {100, "100"}};
    char text[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number_format(text, cases[i].value);
        is_str(text, cases[i].text, cases[i].text);
    }
}

static void round_trip(void) {
    uint64_t state = 88172645463325252u;
    uint32_t wrong = 0, tried = 0;
    for (int i = 0; i < 50000; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17; /* xorshift: the same numbers in every run */
        double value, back;
        memcpy(&value, &state, sizeof value);
        if (!isnormal(value)) continue;
        char text[32];
        number_format(text, value);
        tried++;
        wrong += strlen(text) > 31 || !number_parse(text, &back) || back != value;
    }
    ok(tried > 45000, "many numbers were tried");
    is_int(wrong, 0, "each number reads back as it was");
}

static void refused(void) {
    static const char *const bad[] = {"", " ", "1,5", "1.5x", "x", "1 000", "--1", "0x10", "nan", "inf", " 1", "1 "};
    double value;
    int64_t whole;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ok(!number_parse(bad[i], &value), bad[i]);
        ok(!number_parse_int(bad[i], &whole), bad[i]);
    }
    ok(!number_parse_int("1.5", &whole), "a fraction is no whole number");
    ok(!number_parse_int("9223372036854775808", &whole), "one above the largest whole number");
    ok(number_parse_int("-9223372036854775808", &whole) && whole == INT64_MIN, "the smallest whole number");
    ok(number_parse("-0.25", &value) && value == -0.25, "a negative fraction");
}

static void locales(void) {
    char text[32];
    double value = 0;
    if (!setlocale(LC_ALL, "sv_SE.UTF-8") && !setlocale(LC_ALL, "de_DE.UTF-8")) {
        skip("numbers in a locale with a decimal comma", "no such locale here");
        return;
    }
    number_format(text, 2.5);
    is_str(text, "2.5", "a decimal point is written whatever the locale");
    ok(number_parse("2.5", &value) && value == 2.5, "and read");
    ok(!number_parse("2,5", &value), "a decimal comma is refused whatever the locale");
}

int main(void) {
    shortest();
    round_trip();
    refused();
    locales();
    return done();
}
