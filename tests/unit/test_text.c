/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validity by the table of the Unicode standard (well-formed UTF-8), places against a count by hand. */
#include "text.h"
#include <tap.h>

static const struct {
    const char *name, *bytes;
    size_t n, valid;
} cases[] = {
    {"empty", "", 0, 0},
    {"ASCII", "abc", 3, 3},
    {"two, three and four bytes", "\xC3\xA5\xE2\x82\xAC\xF0\x9F\x98\x80", 9, 9},
    {"continuation alone", "a\x80", 2, 1},
    {"cut off in the middle", "ab\xE2\x82", 4, 2},
    {"overlong slash", "\xC0\xAF", 2, 0},
    {"overlong in three bytes", "\xE0\x80\xAF", 3, 0},
    {"overlong in four bytes", "\xF0\x80\x80\xAF", 4, 0},
    {"surrogate", "x\xED\xA0\x80", 4, 1},
    {"last before the surrogates", "\xED\x9F\xBF", 3, 3},
    {"first after the surrogates", "\xEE\x80\x80", 3, 3},
    {"last code point", "\xF4\x8F\xBF\xBF", 4, 4},
    {"beyond the last", "\xF4\x90\x80\x80", 4, 0},
    {"byte that never occurs", "a\xFE", 2, 1},
    {"late in a long run of ASCII", "0123456789abcdef0123456789abcdef0123456789abcde\xFF", 48, 47},
    {"late in a long run of letters", "\xC3\xA5\xC3\xA5\xC3\xA5\xC3\xA5\xC3\xA5\xC3\xA5\xC3\xA5\xC3\xA5\xC3", 17, 16},
};

static void validity(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        is_int(text_valid_prefix(cases[i].bytes, cases[i].n, true), cases[i].valid, cases[i].name);
    is_int(text_valid_prefix("a\0b", 3, true), 1, "NUL is refused where it must not be");
    is_int(text_valid_prefix("a\0b", 3, false), 3, "NUL is accepted where it may be");
}

/* Letters of one to four bytes in turn, so that every stride of the index begins at another place in a letter. */
static char *sample(uint32_t *n) {
    static const char *const letters[] = {"a", "\xC3\xA5", "\n", "\xE2\x80\xA6", "\xF0\x9F\x98\x80", "b", "\xC3\xB6"};
    static char text[8192 + 64];
    *n = 0;
    for (uint32_t i = 0; *n < 8000; i++) {
        const char *letter = letters[(i * 7 + i / 5) % 7];
        memcpy(text + *n, letter, strlen(letter));
        *n += (uint32_t)strlen(letter);
    }
    memset(text + *n, 0, 64);
    return text;
}

static void places(void) {
    uint32_t n;
    char *text = sample(&n);
    arena memory = {0};
    text_index index;
    ok(text_index_build(&index, &memory, text, n), "the index is built");
    uint32_t chars = 0, units = 0, line = 1, column = 1, wrong = 0, wrong_back = 0, wrong_units = 0, wrong_place = 0;
    for (uint32_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c & 0xC0) == 0x80) continue;
        wrong += text_chars_before(&index, i) != chars;
        wrong_back += text_byte_of(&index, chars) != i;
        wrong_units += text_count_utf16(text, i) != units;
        text_place place = text_place_of(text, n, i);
        wrong_place += place.line != line || place.column != column;
        chars++;
        units += c >= 0xF0 ? 2 : 1;
        line += c == '\n';
        column = c == '\n' ? 1 : column + 1;
    }
    is_int(wrong, 0, "code points before each character");
    is_int(wrong_back, 0, "and back to the byte");
    is_int(wrong_units, 0, "UTF-16 units before each character");
    is_int(wrong_place, 0, "line and column of each character");
    is_int(text_count_chars(text, n), chars, "code points in all");
    is_int(text_chars_before(&index, n), chars, "code points before the end");
    is_int(text_chars_before(&index, n + 1000), chars, "an offset beyond the end is the end");
    is_int(text_byte_of(&index, chars + 1000), n, "a code point beyond the end is the end");
    arena_free(&memory);
}

int main(void) {
    validity();
    places();
    return done();
}
