/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tap.h"
#include "vrt.h"

static void escaped(size_t (*escape)(char *, const char *, size_t), const char *text, const char *expected,
                    const char *name) {
    char out[200];
    out[escape(out, text, strlen(text))] = 0;
    is_str(out, expected, name);
}

int main(void) {
    escaped(vrt_escape, "<s>", "&lt;s&gt;", "a token that looks like a tag is none");
    escaped(vrt_escape, "a&b \"c\"", "a&amp;b &quot;c&quot;", "& and quotation marks");
    escaped(vrt_escape, "a\tb\nc", "a b c", "tab and line break would end the column");
    escaped(vrt_escape, "\xF0\x9F\x98\x80|'", "\xF0\x9F\x98\x80|'", "everything else stays");
    escaped(vrt_escape_code, "a|b&", "a_b&amp;", "the bar that parts codes is not in one");
    return done();
}
