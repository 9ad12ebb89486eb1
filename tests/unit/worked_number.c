/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"
#include "tap.h"

#include <locale.h>

static void check(double value, const char *expected) {
    char text[32];
    number_format(text, value);
    is_str(text, expected, expected);
    double back;
    ok(number_parse(text, &back) && back == value, "reads back as the same number");
}

static void test_all(void) {
    check(0, "0");
    check(2.87, "2.87");
    check(0.1, "0.1");
    check(1.0 / 3.0, "0.3333333333333333");
    check(-4.184264, "-4.184264");
    check(120, "120");
    check(1000000, "1000000");
    check(1234.5, "1234.5");
    check(1e21, "1e+21");
    double d;
    int64_t i;
    ok(!number_parse("1,5", &d), "a decimal comma is no number");
    ok(!number_parse("", &d) && !number_parse("1x", &d) && !number_parse("nan", &d) && !number_parse("inf", &d),
       "nor are rests, NaN and infinity");
    ok(number_parse_int("-12", &i) && i == -12, "an integer");
    ok(!number_parse_int("12.5", &i) && !number_parse_int("99999999999999999999", &i), "no fraction, no overflow");
}

int main(void) {
    test_all();
    if (setlocale(LC_ALL, "sv_SE.UTF-8"))
        test_all();
    else
        skip("the same under sv_SE", "locale not installed");
    return done();
}
