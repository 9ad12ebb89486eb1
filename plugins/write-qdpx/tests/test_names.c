/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names, identities and XML, worked out by hand; the UUIDs by an independent implementation of RFC 9562. */
#include "../buffer.h"
#include "../guid.h"
#include "../names.h"
#include <tap.h>
#include <utsaga/plugin_util.h>

static void take(struct name_set *set, const char *want, const char *parent, const char *expected, const char *what) {
    bool changed;
    char *name = names_take(set, uts_cstr(want), uts_cstr(parent), 20, &changed);
    is_str(name, expected, what);
    ok(name && changed == (strcmp(want, expected) != 0), "… and it is said whether the name changed");
    free(name);
}

static void test_names(void) {
    struct name_set set = {0};
    take(&set, "Hopp", "", "Hopp", "a free name stays");
    take(&set, "HOPP", "Grupp", "Grupp – HOPP", "a name that differs in case gets its group in front");
    take(&set, "hopp", "grupp", "grupp – hopp (2)", "a name that is still taken gets a number");
    take(&set, "Hopp", "", "Hopp (2)", "without a group too");
    take(&set, "a/b:c*d?e\"f<g>h|i\\", "", "a_b_c_d_e_f_g_h_i_",
         "signs that file names may not hold become underscores");
    take(&set, "  kant\n", "", "kant", "edges are trimmed");
    take(&set, "", "", "_", "an empty name is a name");
    take(&set, "åäöåäöåäöåäöåäöåäöåä", "", "åäöåäöåäöåäöåäöåäöåä", "a name as long as may be stays");
    take(&set, "åäöåäöåäöåäöåäöåäöåäö", "", "åäöåäöåäöåäöåäöåäöå…", "a longer one is cut, with a sign");
    take(&set, "åäöåäöåäöåäöåäöåäöåxy", "", "åäöåäöåäöåäöåäö… (2)", "two that are cut alike are told apart");
    take(&set, "ÅÄÖ", "", "ÅÄÖ", "letters beyond ASCII");
    take(&set, "åäö", "", "åäö (2)", "… are compared without case as well");
    names_free(&set);
}

static void test_guids(void) {
    struct guid_maker maker;
    char text[GUID_CHARS + 1];
    struct guid guid;
    ok(guid_maker_make(&maker), "a maker");
    guid_spell(guid_root(), text);
    is_str(text, "944C2630-E453-549A-AB38-88858F9E187C", "the root is the UUIDv5 of its name");
    guid_spell(guid_of(&maker, guid_root(), "code", uts_cstr("h.1")), text);
    is_str(text, "FC0A7A74-3026-5E1F-B272-B78752EDBDB1", "UUIDv5 of kind, NUL and name");
    ok(!guid_equal(guid_of(&maker, guid_root(), "a", uts_cstr("bc")),
                   guid_of(&maker, guid_root(), "ab", uts_cstr("c"))),
       "kind and name do not run together");
    struct guid at = guid_at(&maker, guid_root(), "hit", guid_root(), 1, 2);
    ok(!guid_equal(at, guid_at(&maker, guid_root(), "hit", guid_root(), 1, 3)), "places differ");
    ok(guid_equal(at, guid_at(&maker, guid_root(), "hit", guid_root(), 1, 2)), "the same place is the same");
    ok(guid_parse(uts_cstr("{944c2630-e453-549a-ab38-88858f9e187c}"), &guid) && guid_equal(guid, guid_root()),
       "small letters and braces are read");
    ok(!guid_parse(uts_cstr("944c2630-e453-549a-ab38-88858f9e187"), &guid), "one digit short is refused");
    ok(!guid_parse(uts_cstr("944c2630-e453-549a-ab38-88858f9e187g"), &guid), "other letters are refused");
    ok(!guid_parse(uts_cstr("944c2630+e453-549a-ab38-88858f9e187c"), &guid), "other signs are refused");
    guid_maker_free(&maker);
}

static void test_xml(void) {
    struct xml_buf b = {0};
    xml_attribute(&b, "a", uts_cstr("<&>\"'\n\tå\x01\xEF\xBF\xBF\xEF\xBB\xBF"));
    xml_bytes(&b, "", 1);
    is_str(b.p, " a=\"&lt;&amp;&gt;&quot;'  å\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBB\xBF\"",
           "attributes: five signs, blanks, and what XML cannot hold");
    b.n = 0;
    xml_element(&b, "e", uts_cstr("a\nb\r<"));
    xml_number(&b, 0);
    xml_number(&b, 18446744073709551615u);
    xml_bytes(&b, "", 1);
    is_str(b.p, "<e>a\nb&#13;&lt;</e>018446744073709551615", "elements and numbers");
    xml_free(&b);
}

int main(void) {
    test_names();
    test_guids();
    test_xml();
    return done();
}
