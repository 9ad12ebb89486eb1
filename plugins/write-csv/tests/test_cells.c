/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../common/context.h"
#include "../../common/real.h"
#include "csv.h"
#include "hits.h"
#include "tables.h"
#include "tap.h"
#include <float.h>
#include <locale.h>

static const char *finish(struct csv_buf *b) {
    csv_reserve(b, 1);
    b->p[b->n] = 0;
    return b->p;
}

static void text_is(int dialect, const char *text, const char *expected, const char *name) {
    struct csv_buf b = {.dialect = dialect};
    csv_cstr(&b, text);
    is_str(finish(&b), expected, name);
    csv_free(&b);
}

static void test_text(void) {
    text_is(CSV_PLAIN, "hopp", "hopp", "plain text is not quoted");
    text_is(CSV_PLAIN, "ja, tack", "\"ja, tack\"", "comma is quoted");
    text_is(CSV_PLAIN, "ja; tack", "ja; tack", "semicolon is not quoted in plain");
    text_is(CSV_PLAIN, "sa \"nej\"", "\"sa \"\"nej\"\"\"", "quotation marks are doubled");
    text_is(CSV_PLAIN, "en\ntv\xC3\xA5", "\"en\ntv\xC3\xA5\"", "line break is quoted");
    text_is(CSV_PLAIN, "", "", "empty text is an empty cell");
    text_is(CSV_PLAIN, "=1+1", "=1+1", "plain leaves a formula as it is");
    text_is(CSV_PLAIN, "'=1+1", "'=1+1", "plain leaves an apostrophe as it is");
    text_is(CSV_EXCEL_SV, "=1+1", "'=1+1", "excel-sv guards =");
    text_is(CSV_EXCEL_SV, "'=1+1", "''=1+1", "excel-sv doubles an apostrophe, so that cells stay different");
    text_is(CSV_EXCEL_SV, "+46", "'+46", "excel-sv guards +");
    text_is(CSV_EXCEL_SV, "-dold", "'-dold", "excel-sv guards -");
    text_is(CSV_EXCEL_SV, "@anna", "'@anna", "excel-sv guards @");
    text_is(CSV_EXCEL_SV, "\tflik", "'\tflik", "excel-sv guards tab");
    text_is(CSV_EXCEL_SV, "\rx", "\"'\rx\"", "excel-sv guards CR, inside the quotes");
    text_is(CSV_EXCEL_SV, "a=b", "a=b", "excel-sv leaves = in the middle");
    text_is(CSV_EXCEL_SV, "ja; tack", "\"ja; tack\"", "semicolon is quoted in excel-sv");
    text_is(CSV_EXCEL_SV, "=a;b", "\"'=a;b\"", "guard and quotes together");
}

static void real_is(int dialect, double x, const char *expected, const char *name) {
    struct csv_buf b = {.dialect = dialect};
    csv_real(&b, x);
    is_str(finish(&b), expected, name);
    csv_free(&b);
}

static void test_numbers(const char *where) {
    printf("# numbers %s\n", where);
    real_is(CSV_PLAIN, 0.1, "0.1", "0.1");
    real_is(CSV_PLAIN, 0.1 + 0.2, "0.30000000000000004", "0.1 + 0.2 keeps its 17 digits");
    real_is(CSV_PLAIN, 1.0 / 3, "0.3333333333333333", "1/3 in 16 digits");
    real_is(CSV_PLAIN, 123456.5, "123456.5", "point in the middle");
    real_is(CSV_PLAIN, -7.0, "-7", "whole and negative");
    real_is(CSV_PLAIN, -0.0, "0", "negative zero");
    real_is(CSV_PLAIN, 1e14, "100000000000000", "1e14 in full");
    real_is(CSV_PLAIN, 1e22, "1e22", "1e22 with exponent");
    real_is(CSV_PLAIN, 1.5e-7, "1.5e-7", "small with exponent");
    real_is(CSV_PLAIN, 0.00012, "0.00012", "small in full");
    real_is(CSV_PLAIN, 5e-324, "5e-324", "least subnormal");
    real_is(CSV_PLAIN, DBL_MAX, "1.7976931348623157e308", "greatest double");
    real_is(CSV_PLAIN, NAN, "", "NaN is empty");
    real_is(CSV_PLAIN, INFINITY, "", "infinity is empty");
    real_is(CSV_EXCEL_SV, 1234.5, "1234,5", "decimal comma");
    real_is(CSV_EXCEL_SV, -0.25, "-0,25", "a negative number gets no apostrophe");
}

/* Bit patterns from a fixed generator must all read back. */
static void test_round_trip(void) {
    uint64_t state = 88172645463325252ull;
    uint32_t bad = 0;
    for (int i = 0; i < 20000; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        double x;
        memcpy(&x, &state, sizeof x);
        if (!isfinite(x)) continue;
        struct csv_buf b = {.dialect = CSV_PLAIN};
        csv_real(&b, x);
        bad += strtod(finish(&b), NULL) != x;
        csv_free(&b);
    }
    is_int(bad, 0, "20,000 doubles of any size read back");
}

/* Digits by integers of 128 bits are those of printf and strtod. */
static bool same_digits(double x) {
    char fast[20], slow[20];
    int fast_exponent = 0, slow_exponent = 0;
    if (!real_shortest_by_integers(x, fast, &fast_exponent)) return !(x >= 1e-5 && x < 1e14);
    real_shortest_by_library(x, slow, &slow_exponent);
    return strcmp(fast, slow) == 0 && fast_exponent == slow_exponent;
}

static void test_integers(void) {
    uint64_t state = 88172645463325252ull;
    uint32_t bad = 0;
    for (int i = 0; i < 60000; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        double shares[] = {(double)(state >> 50) / (double)((state & 0xFFFFF) + 1),
                           ldexp((double)(state >> 11), -64 + i % 50),
                           1000.0 * (double)(state & 0xFF) / (double)(state >> 44 | 1)};
        for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) bad += !same_digits(shares[k]);
    }
    is_int(bad, 0, "180,000 shares have the digits that printf finds");
    bad = 0;
    for (int i = -18; i < 52; i++)
        for (int k = 0; k < 3; k++) {
            int half = i / 2;
            double two = ldexp(1, i), ten = pow(10, half);
            bad += !same_digits(k == 0 ? two : nextafter(two, k == 1 ? 0 : INFINITY));
            bad += !same_digits(k == 0 ? ten : nextafter(ten, k == 1 ? 0 : INFINITY));
        }
    is_int(bad, 0, "so do powers of two and ten and their neighbours");
}

static void test_rows(void) {
    struct csv_buf b = {.dialect = CSV_EXCEL_SV};
    csv_start(&b);
    csv_cstr(&b, "tema");
    csv_int(&b, -3);
    csv_empty(&b);
    csv_int(&b, INT64_MIN);
    csv_end_row(&b);
    csv_cstr(&b, "n\xC3\xA4sta");
    csv_end_row(&b);
    is_str(finish(&b), "\xEF\xBB\xBFtema;-3;;-9223372036854775808\r\nn\xC3\xA4sta\r\n", "rows of excel-sv");
    csv_free(&b);
    struct csv_buf plain = {.dialect = CSV_PLAIN};
    uts_value undefined = {0}, text = {.type = UTS_TEXT, .n = 1, .as.text = "a"};
    csv_start(&plain);
    csv_value(&plain, &undefined);
    csv_value(&plain, &text);
    csv_value(&plain, &undefined);
    csv_end_row(&plain);
    is_str(finish(&plain), ",a,\n", "undefined is empty; a row of plain ends with LF");
    csv_free(&plain);
}

static void test_context(void) {
    const char *text = "Det \xC3\xA4r s\xC3\xA5 viktigt att hoppas p\xC3\xA5 n\xC3\xA5got bra.";
    uint32_t n = (uint32_t)strlen(text), at = (uint32_t)(strstr(text, "hoppas") - text), end = at + 6;
    is_int(context_left(text, 0, at, 60), 0, "a short sentence stands whole to the left");
    is_int(context_right(text, end, n, 60), n, "and to the right");
    is_int(context_left(text, 0, at, 10), at - 4, "the left context starts with a whole word");
    is_int(context_left(text, 0, at, 12), at - 12, "a word that just fits is kept");
    is_int(context_right(text, end, n, 9) - end, strlen(" p\xC3\xA5 n\xC3\xA5got"), "letters are counted, not bytes");
    is_int(context_right(text, end, n, 8) - end, strlen(" p\xC3\xA5"), "the right context ends with a whole word");
    is_int(context_left(text, 0, at, 0), at, "no context when none is wanted");
    is_int(context_right(text, end, n, 0), end, "none to the right either");
}

int main(void) {
    test_text();
    test_numbers("in the C locale");
    test_round_trip();
    test_integers();
    test_rows();
    test_context();
    if (setlocale(LC_ALL, "sv_SE.UTF-8"))
        test_numbers("under sv_SE");
    else
        skip("numbers under sv_SE", "the locale is not installed");
    return done();
}
