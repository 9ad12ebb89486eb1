/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ids.h"
#include "out.h"
#include "tap.h"
#include "tei.h"

static char gathered[1 << 16];
static size_t n_gathered;

static uts_status gather(uts_io *io, const void *bytes, size_t n) {
    (void)io;
    memcpy(gathered + n_gathered, bytes, n);
    n_gathered += n;
    return UTS_OK;
}

static void escaped_is(const char *p, size_t n, bool attribute, const char *expected, uint32_t replaced,
                       const char *name) {
    char to[512];
    uint32_t count = 0;
    to[tei_escape_to(to, p, n, attribute, &count)] = 0;
    is_str(to, expected, name);
    is_int(count, replaced, "characters that were replaced");
}
#define ESCAPED_IS(text, attribute, ...) escaped_is(text, sizeof(text) - 1, attribute, __VA_ARGS__)

static void test_escape(void) {
    ESCAPED_IS("a & b < c > d \" e ' f", false, "a &amp; b &lt; c &gt; d \" e ' f", 0, "text");
    ESCAPED_IS("a & b < c > d \" e ' f", true, "a &amp; b &lt; c &gt; d &quot; e ' f", 0, "attribute");
    ESCAPED_IS("a\tb\nc\r", false, "a\tb\nc&#13;", 0, "white space in text; CR would become LF");
    ESCAPED_IS("a\tb\nc\r", true, "a&#9;b&#10;c&#13;", 0, "white space in an attribute would become blanks");
    ESCAPED_IS("]]>", false, "]]&gt;", 0, "end of a CDATA section");
    ESCAPED_IS("\xC3\xA5\xC3\xA4\xC3\xB6 \xF0\x9F\x98\x80", false, "\xC3\xA5\xC3\xA4\xC3\xB6 \xF0\x9F\x98\x80", 0,
               "letters and emoji");
    ESCAPED_IS("a\x01\x0C"
               "b\0c",
               false,
               "a\xEF\xBF\xBD\xEF\xBF\xBD"
               "b\xEF\xBF\xBD"
               "c",
               3, "control characters");
    ESCAPED_IS("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD\xEF\xBB\xBF", false,
               "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBB\xBF", 2, "U+FFFE and U+FFFF, not their neighbours");
}

static void test_out(void) {
    uts_host host = {.size = sizeof host, .write = gather};
    struct tei_out o;
    if (!ok(tei_out_make(&o, &host), "an output")) return;
    static const struct {
        int64_t ms;
        const char *text;
    } times[] = {{0, "0"}, {3200, "3.2"}, {13000, "13"}, {12345, "12.345"}, {1050, "1.05"}, {7, "0.007"}};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        o.n = 0;
        tei_put_seconds(&o, times[i].ms);
        o.p[o.n] = 0;
        is_str(o.p, times[i].text, "seconds");
    }
    o.n = 0;
    tei_put_u32(&o, UINT32_MAX);
    o.p[o.n] = 0;
    is_str(o.p, "4294967295", "a large number");
    /* A text longer than the pieces that are escaped at once, cut inside two-byte letters. */
    static char text[200001];
    for (size_t i = 0; i + 1 < sizeof text - 1; i += 2) memcpy(text + i + 1, "\xC3\xA5", 2);
    text[0] = 'x';
    o.n = 0;
    tei_text(&o, text, sizeof text - 2);
    ok(o.n == sizeof text - 2 && memcmp(o.p, text, o.n) == 0, "a long text comes out whole");
    /* Without a file the buffer grows. */
    o.n = 0;
    for (int i = 0; i < 60; i++) tei_text(&o, text, sizeof text - 2);
    ok(o.n == 60 * (sizeof text - 2) && !o.failed, "a header of any size is kept");
    o.n = 0;
    o.io = (uts_io *)&o;
    TEI_LIT(&o, "<a/>");
    tei_flush(&o);
    is_int(n_gathered, 4, "a flush hands everything on");
    tei_out_free(&o);
}

/* The six speakers are those of a report about identifiers that clashed. */
static void test_ids(void) {
    static const char *const names[] = {"Åsa Öberg", "Asa Oberg", "2:a läkaren", "IP 1", "IP-1", "ÅÖ/Ek"};
    static const char *const expected[] = {"p.Åsa_Öberg", "p.Asa_Oberg", "p.2_a_läkaren",
                                           "p.IP_1",      "p.IP-1",      "p.ÅÖ_Ek"};
    struct tei_ids ids = {0};
    for (uint32_t i = 0; i < 6; i++) is_str(tei_id(&ids, "p.", uts_cstr(names[i]), i + 1), expected[i], "speaker's id");
    is_str(tei_id(&ids, "p.", uts_cstr("IP_1"), 7), "p.IP_1.7", "a clash gets the number");
    is_str(tei_id(&ids, "p.", uts_cstr("IP_1.8"), 8), "p.IP_1.8", "a name that looks like a number");
    is_str(tei_id(&ids, "p.", uts_cstr("IP_1"), 8), "p.IP_1.9", "is stepped over");
    is_str(tei_id(&ids, "p.", uts_cstr("Ан"), 10), "p.__", "other scripts");
    is_str(tei_id(&ids, "p.", uts_cstr(""), 11), "p.", "no name");
    is_str(tei_id(&ids, "p.", uts_cstr("×÷"), 12), "p.__.12", "multiplication and division are no letters");
    /* Many names of the same shape stay apart. */
    char name[32];
    uint32_t missing = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "?%c", 'a' + (int)(i % 26));
        missing += tei_id(&ids, "p.", uts_cstr(name), i + 100) == NULL;
    }
    is_int(missing, 0, "a thousand clashes");
    is_int(ids.used, 1012, "each has its own identifier");
    tei_ids_free(&ids);
}

static void test_uri(void) {
    char to[128];
    to[tei_uri(to, uts_cstr("intervju 1 #2 (\xC3\xA5)%.txt"))] = 0;
    is_str(to, "intervju%201%20%232%20(\xC3\xA5)%25.txt", "a file name as URI reference");
    to[tei_uri(to, uts_cstr("a:b"))] = 0;
    is_str(to, "a%3Ab", "a colon would be a scheme");
    to[tei_word(to, uts_cstr("peer supporter\xC2\xA0x\ny"))] = 0;
    is_str(to, "peer_supporter_x_y", "a role as one word");
}

static void test_numbers(void) {
    struct tei_doc d = {.text = uts_cstr("[12] se \xC2\xB9\xE2\x81\xB4 och inget")};
    is_int(tei_number_in(&d, 0, 4), 12, "number in brackets");
    is_int(tei_number_in(&d, 5, 14), 14, "superscript number");
    is_int(tei_number_in(&d, 14, (uint32_t)d.text.n), 0, "no number");
}

static void test_paragraphs(void) {
    const char *text = "ett\ntv\xC3\xA5\n \n\ntre\n";
    struct tei_doc d = {.text = uts_cstr(text)};
    is_int(tei_next_paragraph(&d, 0, (uint32_t)d.text.n), strstr(text, "tre") - text, "a blank line ends a paragraph");
    is_int(tei_next_paragraph(&d, (uint32_t)(strstr(text, "tre") - text), (uint32_t)d.text.n), d.text.n,
           "the last one");
    is_int(tei_trim(&d, 0, 12), 8, "white space is trimmed");
}

int main(void) {
    test_escape();
    test_out();
    test_ids();
    test_uri();
    test_numbers();
    test_paragraphs();
    return done();
}
