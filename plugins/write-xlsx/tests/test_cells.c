/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book.h"
#include "tap.h"

static void cell_is(const char *text, const char *expected, const char *name) {
    struct cell c = {0};
    cell_set(&c, text, strlen(text));
    is_str(c.p, expected, name);
    free(c.p);
}

static void test_text(void) {
    cell_is("=1+1", "=1+1", "a text that looks like a formula stays as it is");
    cell_is("a_x0041_b", "a_x005F_x0041_b", "what Excel would read as an escape is escaped");
    cell_is("_x004_", "_x004_", "three digits are no escape");
    cell_is("a\xEF\xBF\xBE"
            "b",
            "a\xEF\xBF\xBD"
            "b",
            "U+FFFE is replaced");
}

/* @p n times @p one. */
static char *many(const char *one, size_t n) {
    size_t k = strlen(one);
    char *p = malloc(n * k + 1);
    for (size_t i = 0; p && i <= n * k; i++) p[i] = i == n * k ? 0 : one[i % k];
    return p;
}

static void length_is(const char *one, size_t n, size_t kept, const char *name) {
    struct cell c = {0};
    char *text = many(one, n);
    cell_set(&c, text, strlen(text));
    is_int(strlen(c.p), kept * strlen(one), name);
    is_int(c.cut, kept < n, "and says whether it was cut");
    free(text);
    free(c.p);
}

static void test_limit(void) {
    length_is("a", 32767, 32767, "a full cell is not cut");
    length_is("a", 32768, 32767, "one letter more is cut");
    length_is("\xC3\xA5", 32768, 32767, "letters count, not bytes");
    length_is("\xF0\x9F\x98\x80", 16384, 16383, "an emoji is two units and is never halved");
}

static void test_pages(void) {
    struct book b;
    ok(book_open(&b), "a workbook opens");
    b.limit = 4;
    struct sheet s = {.n_columns = 1, .columns = {"tal"}};
    sheet_open(&s, &b, "lista");
    for (int i = 0; i < 7; i++) {
        sheet_int(&s, i);
        sheet_end_row(&s);
    }
    sheet_close(&s);
    is_int(s.pages, 3, "7 rows and a header of 1 in sheets of 4 rows are 3 sheets");
    is_int(s.rows, 7, "no row is lost");
    struct sheet same = {.n_columns = 1, .columns = {"tal"}};
    sheet_open(&same, &b, "LISTA");
    ok(!b.failed && strcmp(same.name, "LISTA") != 0, "a second list of that name gets another");
    ok(!b.failed, "nothing failed");
    book_close(&b);
}

int main(void) {
    test_text();
    test_limit();
    test_pages();
    return done();
}
