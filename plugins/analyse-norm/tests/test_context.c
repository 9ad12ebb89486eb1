/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review.h"
#include "tap.h"

static const char *context(const char *text, uint32_t begin, uint32_t end, uint32_t width) {
    static char out[400];
    review_context(uts_cstr(text), begin, end, width, out, sizeof out);
    return out;
}

int main(void) {
    is_str(context("hon va där", 4, 6, 100), "hon [va] där", "the span stands in brackets");
    is_str(context("va", 0, 2, 5), "[va]", "a span may be the whole text");
    is_str(context("a\nva\tb", 2, 4, 5), "a [va] b", "line breaks and tabs become blanks");
    is_str(context("åäö va ÅÄÖ", 7, 9, 2), " [va] ", "letters of two bytes are not cut");
    char text[700], out[100];
    memset(text, 'x', sizeof text);
    size_t n = review_context(uts_mkstr(text, sizeof text), 10, 600, 5, out, sizeof out);
    ok(n < sizeof out && out[n] == 0, "never writes past the room it was given");
    char wide[600];
    n = review_context(uts_mkstr(text, sizeof text), 10, 600, 5, wide, sizeof wide);
    ok(n > 10 && n < 240 && strstr(wide, "x…]"), "a long span is shown in part, and says so");
    return done();
}
