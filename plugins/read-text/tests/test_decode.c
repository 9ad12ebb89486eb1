/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decoding and cleaning against right answers written by hand. */
#include "../../common/decode.h"
#include "tap.h"

static rt_tables tables;

/* Cleans and compares text and map; `map` lists "text<source" lengths. */
static void cleans_to(const char *in, size_t n, const char *expected, const char *map, const char *name) {
    struct rt_out out = {0};
    struct rt_report report;
    rt_clean(in, n, &out, &report);
    char got[4096], runs[4096] = "";
    size_t length = report.changed ? out.n : n;
    memcpy(got, report.changed ? out.p : in, length);
    got[length] = 0;
    is_str(got, expected, name);
    for (size_t i = 0; i < out.n_runs; i++)
        snprintf(runs + strlen(runs), sizeof runs - strlen(runs), "%s%u<%u", i ? " " : "", out.runs[i].text,
                 out.runs[i].source);
    if (map) is_str(runs, map, name);
    rt_out_free(&out);
}

#define CLEANS(in, expected, map, name) cleans_to(in, sizeof(in) - 1, expected, map, name)

static void test_clean(void) {
    CLEANS("Åsa: hej.\nBo: ”nej” – så…\n", "Åsa: hej.\nBo: ”nej” – så…\n", "", "plain text is taken over");
    CLEANS("a\r\nb\r\n", "a\nb\n", "1<1 1<2 1<1 1<2", "CR LF");
    CLEANS("a\rb\r\rc", "a\nb\n\nc", "6<6", "lone CR");
    CLEANS("a\vb\fc", "a\nb\nc", "5<5", "VT and FF");
    CLEANS("a\xE2\x80\xA8"
           "b",
           "a\nb", "1<1 1<3 1<1", "U+2028");
    CLEANS("a\0b",
           "a\xEF\xBF\xBD"
           "b",
           "1<1 3<1 1<1", "NUL");
    CLEANS("s\x61\xCC\x8A s\xC3\xA5", "så så", "1<1 2<3 4<4", "decomposed å");
    CLEANS("\xCC\x8A", "\xCC\x8A", NULL, "a mark with nothing before it");
    CLEANS("\xF0\x9F\x98\x80 é", "\xF0\x9F\x98\x80 é", "", "emoji stays");
    CLEANS("\xE2\x80\x80x", "\xE2\x80\x82x", "3<3 1<1", "EN QUAD is EN SPACE in NFC");
    CLEANS("", "", "", "nothing");
    CLEANS("\x1B[1m", "\xEF\xBF\xBD[1m", NULL, "escape");
}

/* The vector loop must agree with the plain rule wherever a sequence stands against the 64-byte block. */
static void test_alignment(void) {
    static const char *const bad[] = {"\xC3",     "\xA5",         "\xE2\x80",        "\xE2\x28\xA1",
                                      "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80"};
    bool all = true, good = true;
    for (size_t at = 0; at < 200; at++) {
        char text[300];
        for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
            memset(text, 'x', sizeof text);
            memcpy(text + at, bad[k], strlen(bad[k]));
            struct rt_out out = {0};
            struct rt_report report;
            rt_clean(text, 260, &out, &report);
            all = all && report.bad == at;
            rt_out_free(&out);
        }
        memset(text, 'x', sizeof text);
        memcpy(text + at, "\xE2\x80\x9D\xC3\xA5", 5);
        good = good && rt_plain_prefix(text, 260) == 260;
    }
    ok(all, "a bad byte is found at its place, at every alignment");
    ok(good, "plain characters are plain at every alignment");
}

static void test_decode(void) {
    struct rt_out out = {0};
    is_int(rt_from_utf16("\x3D\xD8\x00\xDE"
                         "a\0",
                         6, false, &out),
           SIZE_MAX, "UTF-16LE with a pair");
    ok(out.n == 5 && memcmp(out.p,
                            "\xF0\x9F\x98\x80"
                            "a",
                            5) == 0,
       "its UTF-8");
    ok(out.n_runs == 2 && out.runs[0].source == 4 && out.runs[1].source == 2, "its map");
    rt_out_free(&out);
    is_int(rt_from_utf16("\0a\xD8\x3D", 4, true, &out), 2, "half a pair");
    rt_out_free(&out);
    rt_from_table("f\xF6r \x93tv\xE5\x94 \x80", 11, tables[RT_CP1252], &out);
    ok(out.n == 19 && memcmp(out.p, "för “två” €", 17) == 0, "cp1252");
    rt_out_free(&out);
    rt_from_table("f\x94r tv\x86 \x84r", 10, tables[RT_CP850], &out);
    ok(out.n == 13 && memcmp(out.p, "för två är", 13) == 0, "cp850");
    rt_out_free(&out);
    rt_from_sve7("f|r ]sa", 7, &out);
    ok(out.n == 9 && memcmp(out.p, "för Åsa", 9) == 0, "7-bit Swedish");
    rt_out_free(&out);
}

/* CP1252 with CR LF: the map must lead from the text straight to the file. */
static void test_compose(void) {
    struct rt_out first = {0}, second = {0};
    struct rt_report report;
    rt_from_table("\xE5\r\nb", 4, tables[RT_CP1252], &first);
    rt_clean(first.p, first.n, &second, &report);
    ok(rt_compose(&first, &second) && second.n == 4 && memcmp(second.p, "å\nb", 4) == 0, "composed text");
    ok(second.n_runs == 3 && second.runs[0].source == 1 && second.runs[1].source == 2 && second.runs[2].source == 1,
       "composed map");
    rt_out_free(&first);
    rt_out_free(&second);
}

static void guesses(const char *bytes, size_t n, enum rt_guess guess, enum rt_encoding encoding, const char *name) {
    struct rt_evidence evidence;
    enum rt_guess got = rt_guess(bytes, n, (const uint16_t(*)[128])tables, &evidence);
    ok(got == guess && (guess != RT_GUESS_KNOWN || evidence.encoding == encoding), name);
}

#define GUESSES(bytes, guess, encoding, name) guesses(bytes, sizeof(bytes) - 1, guess, encoding, name)

static void test_guess(void) {
    const char *way_out;
    GUESSES("N\xE4, s\xE5 \xE4r det", RT_GUESS_KNOWN, RT_CP1252, "cp1252 words");
    GUESSES("N\x84, s\x86 \x84r det", RT_GUESS_KNOWN, RT_CP850, "cp850 words");
    GUESSES("N\x8A, s\x8C \x8Ar det", RT_GUESS_KNOWN, RT_MACROMAN, "MacRoman words");
    GUESSES("en \xE5", RT_GUESS_KNOWN, RT_CP1252, "the word å alone");
    GUESSES("för två s\xE5 och s\xE4", RT_GUESS_MIXED, RT_AUTO, "UTF-8 and cp1252 in one file");
    GUESSES("för två s\xC3", RT_GUESS_KNOWN, RT_UTF8, "cut off inside a character");
    GUESSES("\1\2\3\4\5\6abc", RT_GUESS_BINARY, RT_AUTO, "binary");
    ok(rt_utf16_by_nuls("N\0e\0j\0.\0", 8) == RT_UTF16LE, "UTF-16LE without BOM");
    ok(rt_utf16_by_nuls("\0N\0e\0j\0.", 8) == RT_UTF16BE, "UTF-16BE without BOM");
    ok(rt_utf16_by_nuls("Nej\0 tack", 9) == RT_AUTO, "a stray NUL is no UTF-16");
    ok(rt_magic("PK\3\4abcd", 8, &way_out) && rt_magic("%PDF-1.4", 8, &way_out), "magic numbers");
    ok(!rt_magic("PK: hej", 7, &way_out), "a speaker called PK");
    ok(rt_mojibake("f\xC3\x83\xC2\xB6r tv\xC3\x83\xC2\xA5", 13) == 2, "twice-encoded ö and å");
    ok(rt_mojibake("för två är", 13) == 0, "no mojibake");
    ok(rt_seven_bit("f|r tv} {r d}lig", 16) == 2, "7-bit letters between letters");
}

int main(void) {
    ok(rt_tables_make(tables), "ICU has the converters");
    test_clean();
    test_alignment();
    test_decode();
    test_compose();
    test_guess();
    return done();
}
