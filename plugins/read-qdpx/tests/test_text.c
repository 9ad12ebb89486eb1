/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of sources and the positions of other programs, worked out by hand. */
#include "../text.h"
#include <tap.h>

static void text_is(const char *bytes, size_t n, const char *expected, const char *what) {
    struct rq_text t;
    rq_text_make(&t, bytes, n);
    ok(t.n == strlen(expected) && memcmp(t.p, expected, t.n) == 0, what);
    uint32_t text = 0, file = t.bom ? 3 : 0;
    bool good = true;
    for (uint32_t i = 0; i < t.n_runs; i++) {
        good = good && t.runs[i].text_end > text && t.runs[i].file_end > file;
        text = t.runs[i].text_end;
        file = t.runs[i].file_end;
    }
    ok(good && text == t.n && (t.n == 0 || file == n), "… and every byte of it is mapped");
    rq_text_free(&t);
}

/* The stretch that positions [a, b) mean. */
static void stretch_is(const char *bytes, struct rq_counting counting, uint32_t a, uint32_t b, const char *expected,
                       const char *what) {
    struct rq_text t;
    rq_text_make(&t, bytes, strlen(bytes));
    uint32_t n, *positions = rq_positions(&t, counting, &n);
    bool good = a < n && b < n;
    uint32_t begin = good ? rq_begin(&t, positions[a]) : 0, end = good ? rq_end(&t, positions[b]) : 0;
    ok(good && end - begin == strlen(expected) && memcmp(t.p + begin, expected, end - begin) == 0, what);
    free(positions);
    rq_text_free(&t);
}

static uint32_t last_position(const char *bytes, struct rq_counting counting) {
    struct rq_text t;
    rq_text_make(&t, bytes, strlen(bytes));
    uint32_t n = 0, *positions = rq_positions(&t, counting, &n);
    free(positions);
    rq_text_free(&t);
    return n - 1;
}

static unsigned ways(const char *bytes) {
    struct rq_text t;
    struct rq_counting out[8];
    rq_text_make(&t, bytes, strlen(bytes));
    unsigned n = rq_countings(&t, false, out);
    rq_text_free(&t);
    return n;
}

int main(void) {
    const struct rq_counting plain = {0}, one = {.crlf_is_one = true}, bom = {.bom_counts = true},
                             utf16 = {.utf16 = true};
    text_is("", 0, "", "an empty text");
    text_is("\xEF\xBB\xBF", 3, "", "nothing but a byte order mark");
    text_is("\xEF\xBB\xBFhej\r\nhå\rhopp\n", 17, "hej\nhå\nhopp\n", "BOM, CRLF and CR");
    text_is("a\0b\x01", 4,
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD",
            "NUL and other controls");
    text_is("A\xCC\x8Asa o\xCC\x88", 9, "\xC3\x85sa \xC3\xB6", "decomposed letters are composed");
    text_is("\xE2\x84\xAB", 3, "\xC3\x85", "the sign for ångström is the letter");
    text_is("a\xFF\xE5z", 4, "a\xEF\xBF\xBD\xEF\xBF\xBDz", "bytes that are not UTF-8");
    text_is("a\xE2\x80\xA8"
            "b\xC2\x85"
            "c",
            8, "a\nb\nc", "rare line ends");
    stretch_is("en\r\ntvå\r\ntre", plain, 4, 7, "två", "CRLF as two");
    stretch_is("en\r\ntvå\r\ntre", one, 3, 6, "två", "CRLF as one");
    stretch_is("en\r\ntvå", plain, 0, 3, "en\n", "an end between CR and LF takes the line end along");
    stretch_is("en\r\ntvå", plain, 3, 7, "\ntvå", "so does a beginning there");
    stretch_is("\xEF\xBB\xBFhopp", plain, 0, 4, "hopp", "BOM not counted");
    stretch_is("\xEF\xBB\xBFhopp", bom, 1, 5, "hopp", "BOM counted");
    stretch_is("\xF0\x9F\x98\x80 hopp", plain, 2, 6, "hopp", "code points");
    stretch_is("\xF0\x9F\x98\x80 hopp", utf16, 3, 7, "hopp", "UTF-16 units");
    stretch_is("A\xCC\x8Asa o\xCC\x88", plain, 5, 7, "\xC3\xB6", "a decomposed letter is two");
    stretch_is("A\xCC\x8Asa", plain, 0, 1, "\xC3\x85", "half a letter is a letter");
    is_int(last_position("a\xCC\x8A\r\n\xF0\x9F\x98\x80", plain), 5, "the last position is the end");
    is_int(last_position("a\xCC\x8A\r\n\xF0\x9F\x98\x80", (struct rq_counting){true, false, true}), 5,
           "one less for a line end, one more for a pair");
    is_int(ways("hej\nå"), 1, "nothing to choose");
    is_int(ways("hej\r\nå"), 2, "line ends can be counted in two ways");
    is_int(ways("\xEF\xBB\xBF\r\n\xF0\x9F\x98\x80"), 8, "BOM, line end and emoji in eight");
    return done();
}
