/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tap.h"
#include "text.h"

static void valid(const char *text, size_t n, size_t expected, const char *name) {
    is_int(text_valid_prefix(text, n, false), (int64_t)expected, name);
}

/* Well-formed and ill-formed sequences: Unicode 15, table 3-7. */
static void test_valid(void) {
    valid("", 0, 0, "nothing is valid");
    valid("r\xC3\xA4v och \xF0\x9F\x99\x82", 13, 13, "two and four bytes");
    valid("abcdefgh\xC3", 9, 8, "cut off in a sequence");
    valid("\xC0\xAF", 2, 0, "overlong slash");
    valid("\xE0\x80\xAF", 3, 0, "overlong in three bytes");
    valid("\xED\xA0\x80", 3, 0, "surrogate");
    valid("\xF4\x90\x80\x80", 4, 0, "above U+10FFFF");
    valid("a\x80", 2, 1, "stray continuation");
    is_int(text_valid_prefix("abcdefghij\0k", 12, true), 10, "NUL is refused on request");
    is_int(text_valid_prefix("abcdefghij\0k", 12, false), 12, "NUL is a character otherwise");
}

/* In blocks or byte by byte, the first wrong byte is the same: every sequence, at every place of a block. */
static void test_blocks(void) {
    static const struct {
        const char *bytes;
        size_t n, valid;
    } cases[] = {{"\xC3\xA5", 2, 2}, {"\xC2\xA0", 2, 2},     {"\xC3", 1, 0},         {"\xC3x", 2, 0}, {"\xA5", 1, 0},
                 {"\xC1\x81", 2, 0}, {"\xE2\x80\x9D", 3, 3}, {"\xC3\xC3\xA5", 3, 0}, {"\0", 1, 0},    {"\xFF", 1, 0}};
    int wrong = 0;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t at = 0; at < 50; at++) {
            char text[80];
            memset(text, 'a', sizeof text);
            for (size_t k = 1; k + 2 <= at; k += 5) memcpy(text + k, "\xC3\xB6", 2);
            memcpy(text + at, cases[c].bytes, cases[c].n);
            size_t expected = cases[c].valid == cases[c].n ? sizeof text : at;
            wrong += text_valid_prefix(text, sizeof text, true) != expected;
        }
    is_int(wrong, 0, "the first wrong byte is found at every place of a block");
}

static void test_places(void) {
    const char *text = "en\ntv\xC3\xA5 \xF0\x9F\x99\x82!\n\nslut";
    size_t n = strlen(text);
    text_place p = text_place_of(text, n, (size_t)(strchr(text, '!') - text));
    is_int((int64_t)p.line, 2, "line");
    is_int((int64_t)p.column, 6, "column counts code points");
    p = text_place_of(text, n, n + 10);
    is_int((int64_t)p.line, 4, "past the end is the end");
    is_int((int64_t)text_count_chars(text, n), 15, "code points");
    is_int((int64_t)text_count_utf16(text, n), 16, "the emoji is two UTF-16 units");
}

/* The index must agree with counting from the start, at every byte, on a text longer than several strides. */
static void test_index(void) {
    static const char *const pieces[] = {"a", "\xC3\xA5", "\xE2\x80\xA6", "\xF0\x9F\x99\x82"};
    char text[4096];
    uint32_t size = 0;
    uint32_t seed = 7;
    while (size < 4000) {
        seed = seed * 1664525u + 1013904223u;
        const char *piece = pieces[seed >> 30];
        memcpy(text + size, piece, strlen(piece));
        size += (uint32_t)strlen(piece);
    }
    arena memory = {0};
    text_index index;
    ok(text_index_build(&index, &memory, text, size), "index is built");
    uint32_t wrong = 0, wrong_back = 0;
    for (uint32_t i = 0; i <= size; i++) {
        uint32_t chars = text_chars_before(&index, i);
        wrong += chars != text_count_chars(text, i);
        if (i == size || ((unsigned char)text[i] & 0xC0) != 0x80) wrong_back += text_byte_of(&index, chars) != i;
    }
    is_int(wrong, 0, "code points before every byte");
    is_int(wrong_back, 0, "and back to the byte");
    arena_free(&memory);
}

int main(void) {
    test_valid();
    test_blocks();
    test_places();
    test_index();
    return done();
}
