/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"
#include "tap.h"

static void string_is(const char *text, const char *expected, const char *name) {
    char out[200];
    out[json_string(out, text, strlen(text))] = 0;
    is_str(out, expected, name);
}

int main(void) {
    string_is("", "\"\"", "nothing");
    string_is("sa \"nej\"", "\"sa \\\"nej\\\"\"", "quotation marks");
    string_is("a\\b", "\"a\\\\b\"", "backslash");
    string_is("a\nb\tc\x01", "\"a\\nb\\u0009c\\u0001\"", "control characters");
    string_is("\xC3\xA5\xF0\x9F\x98\x80/<&", "\"\xC3\xA5\xF0\x9F\x98\x80/<&\"", "everything else stays");
    return done();
}
