/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map from text to bytes, and the table of words. */
#include "../parse.h"
#include "tap.h"

static char said[200];

static uts_sym fake_intern(uts_job *job, uts_str text) {
    (void)job;
    return text.n > 0;
}

static uts_status fake_fail(uts_job *job, uts_status code, uint64_t offset, uts_str message) {
    (void)job;
    (void)offset;
    snprintf(said, sizeof said, "%.*s", (int)message.n, message.p);
    return code;
}

static bool fake_cancelled(const uts_job *job) {
    (void)job;
    return false;
}

static const uts_host host = {.size = sizeof host,
                              .intern = fake_intern,
                              .fail = fake_fail,
                              .cancelled = fake_cancelled};

static uts_status read_bytes(struct rtf *p, struct transcript *t, uts_str bytes) {
    transcript_start(t, &host, NULL);
    return rtf_parse(p, t, bytes);
}

static void end(struct rtf *p, struct transcript *t) {
    rtf_free(p);
    transcript_free(t);
}

/* Writes each row of the map as text<bytes. */
static void maps_to(const char *rtf, const char *expected, const char *name) {
    struct rtf p;
    struct transcript t;
    char got[1000] = "";
    read_bytes(&p, &t, uts_cstr(rtf));
    const struct transcript_source *s = t.sources.items;
    for (uint32_t i = 0; i < t.sources.n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s<%.*s", i ? "|" : "",
                 (int)(s[i].span.end - s[i].span.begin), t.text.p + s[i].span.begin, (int)(s[i].end - s[i].begin),
                 rtf + s[i].begin);
    is_str(got, expected, name);
    end(&p, &t);
}

static void test_map(void) {
    maps_to("{\\rtf1 Hej {\\b du}.}", "Hej <Hej |du<du|.<.", "letters");
    maps_to("{\\rtf1 h\\'e5r}", "h<h|å<\\'e5|r<r", "a byte in hexadecimal");
    maps_to("{\\rtf1 s\\u229?g}", "s<s|å<\\u229|g<g", "a code point without its fallback");
    maps_to("{\\rtf1 s\\uc0\\u229  g}", "s<s|å<\\u229 | g< g", "the blank that ends a word is of it");
    maps_to("{\\rtf1 x\\u-10179?\\u-8704?y}", "x<x|😀<\\u-10179?\\u-8704|y<y", "a pair is one character");
    maps_to("{\\rtf1 a\\line b\\tab c}", "a<a|\n<\\line |b<b|\t<\\tab |c<c", "breaks");
    maps_to("{\\rtf1 a \\par b}", "a<a|b<b", "no trailing blanks");
    maps_to("{\\rtf1 a\\'20\\~\\par b}", "a<a| <\\'20|\u00a0<\\~|b<b", "no-break blanks are of the text");
    maps_to("{\\rtf1 a\\'20\\'20\\par b}", "a<a|b<b", "but no trailing ones, however written");
    maps_to("{\\rtf1 a\r\nb}", "a<a|b<b", "line ends of the file are of no text");
    maps_to("{\\rtf1 a{\\footnote b}c}", "a<a|c<c|b<b", "notes come after the text");
}

static void test_words(void) {
    static const char *const names[] = {"annotation", "ansi", "ansicpg", "b",    "bin",    "f",   "fcharset",
                                        "footnote",   "par",  "pard",    "pict", "pntext", "row", "rquote",
                                        "shppict",    "u",    "uc",      "ud",   "upr",    "v",   "zwnj"};
    bool all = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct rtf_word *word = rtf_word_find(names[i], strlen(names[i]));
        all = all && word && strcmp(word->name, names[i]) == 0;
    }
    ok(all, "words are found");
    ok(!rtf_word_find("pa", 2) && !rtf_word_find("parx", 4) && !rtf_word_find("", 0) && !rtf_word_find("zz", 2),
       "and others are not");
}

static void test_limits(void) {
    struct rtf p;
    struct transcript t;
    static char deep[6000] = "{\\rtf1 ";
    memset(deep + 7, '{', 1500);
    is_int(read_bytes(&p, &t, uts_cstr(deep)), UTS_E_LIMIT, "groups in groups are bounded");
    ok(strstr(said, "byte 1005") != NULL, "and the place is told");
    end(&p, &t);
    is_int(read_bytes(&p, &t, uts_cstr("{\\rtf1 a\\u")), UTS_OK, "a file that ends in a word");
    is_int((int64_t)p.open, 1, "is known to be cut off");
    end(&p, &t);
    is_int(read_bytes(&p, &t, uts_cstr("{\\rtf1 a\\bin999999999 b}")), UTS_OK, "a length that lies");
    is_int(t.text.n, 2, "ends with the file");
    end(&p, &t);
}

int main(void) {
    test_map();
    test_words();
    test_limits();
    return done();
}
