/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map from text to bytes of pages and of oTranscribe files; bounds on nesting. */
#include "../otr.h"
#include "../page.h"
#include "tap.h"

static uts_sym fake_intern(uts_job *job, uts_str text) {
    (void)job;
    return text.n > 0;
}

static bool fake_cancelled(const uts_job *job) {
    (void)job;
    return false;
}

static const uts_host host = {.size = sizeof host, .intern = fake_intern, .cancelled = fake_cancelled};

static size_t same_place(void *user, size_t at) {
    (void)user;
    return at;
}

static size_t place_in_otr(void *user, size_t at) { return otr_place(user, at); }

static struct html_page page;

static void read_page(struct transcript *t, uts_str text, size_t (*place)(void *, size_t), void *user) {
    memset(&page, 0, sizeof page);
    transcript_start(t, &host, NULL);
    page = (struct html_page){.host = &host, .t = t, .text = text, .place = place, .user = user, .exact = !user};
    html_read(&page);
}

/* Writes each row of the map as text<bytes. */
static void maps_to(const char *html, const char *expected, const char *name) {
    struct transcript t;
    char got[1000] = "";
    struct otr otr = {.at = 0};
    bool is_otr = html[0] == '{' && otr_read(&otr, uts_cstr(html));
    read_page(&t, is_otr ? uts_mkstr(otr.page.p, otr.page.n) : uts_cstr(html), is_otr ? place_in_otr : same_place,
              is_otr ? &otr : NULL);
    const struct transcript_source *s = t.sources.items;
    for (uint32_t i = 0; i < t.sources.n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s<%.*s", i ? "|" : "",
                 (int)(s[i].span.end - s[i].span.begin), t.text.p + s[i].span.begin, (int)(s[i].end - s[i].begin),
                 html + s[i].begin);
    is_str(got, expected, name);
    transcript_free(&t);
    otr_free(&otr);
}

static void test_map(void) {
    maps_to("<p>Hej <b>du</b>.</p>", "Hej <Hej |du<du|.<.", "letters");
    maps_to("<p>h&auml;r &#229;", "h<h|ä<&auml;|r <r |å<&#229;", "references");
    maps_to("<p>a \n b", "a <a |b<b", "white space is one blank");
    maps_to("<p>a\nb", "a b<a\nb", "and a line end is one");
    maps_to("<p>br\u00ad&shy;ed", "br<br|ed<ed", "soft hyphens go");
    maps_to("<p>a &lt;b", "a <a |<<&lt;|b<b", "signs");
    maps_to("{\"text\":\"<p>\\u00e5 b\\\"c<\\/p>\",\"media\":\"m\"}", "å<\\u00e5| b< b|\"<\\\"|c<c", "oTranscribe");
    maps_to("{\"text\":\"<p>\\ud83d\\ude00x\"}", "😀<\\ud83d\\ude00|x<x", "a pair");
}

static void test_nesting(void) {
    struct transcript t;
    size_t n = 300000;
    char *deep = malloc(n * 3 + 10), *at = deep;
    for (size_t i = 0; i < n; i++) at = stpcpy(at, "<b>");
    strcpy(at, "hej");
    read_page(&t, uts_cstr(deep), same_place, NULL);
    is_int(t.text.n, 4, "300,000 open elements");
    is_int(page.depth, 1, "end with the page");
    free(deep);
    transcript_free(&t);
}

static void test_otr(void) {
    struct otr otr;
    static const char *const bad[] = {
        "{", "{}", "{\"text\":1}", "{\"text\":\"a", "{\"a\":{\"text\":\"x\"}}", "[\"text\",\"x\"]"};
    bool all = true;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        all = all && !otr_read(&otr, uts_cstr(bad[i])) && otr.why[0];
        otr_free(&otr);
    }
    ok(all, "what is no oTranscribe file is refused with a reason");
    ok(otr_read(&otr, uts_cstr("{\"text\":\"a\",\"x\":{\"text\":\"b\"},\"text\":\"c\"}")),
       "keys of the outermost object");
    ok(otr.page.n == 1 && otr.page.p[0] == 'c', "and the last of two");
    otr_free(&otr);
}

int main(void) {
    test_map();
    test_nesting();
    test_otr();
    return done();
}
