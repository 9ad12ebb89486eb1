/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contexts at word edges, and what is kept when there is too much. */
#include "collect.h"
#include "tap.h"

static const char *context(const char *text, const char *hit, bool right_side) {
    static char out[1000];
    uint32_t n = (uint32_t)strlen(text), begin = (uint32_t)(strstr(text, hit) - text), left, right;
    uint32_t end = begin + (uint32_t)strlen(hit);
    collect_context(uts_cstr(text), 0, begin, end, n, &left, &right);
    if (right_side)
        snprintf(out, sizeof out, "%.*s", (int)(right - end), text + end);
    else
        snprintf(out, sizeof out, "%.*s", (int)(begin - left), text + left);
    return out;
}

static void test_context(void) {
    is_str(context("en två HIT tre", "HIT", false), "en två ", "short: all of the left");
    is_str(context("en två HIT tre", "HIT", true), " tre", "short: all of the right");
    is_str(context("HIT", "HIT", false), "", "nothing to the left");
    is_str(context("HIT", "HIT", true), "", "nothing to the right");
    /* 21 words of four letters and a space; 80 code points are 16 words and a space, and å takes two bytes. */
    const char *words = "åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå "
                        "åååå åååå åååå HIT åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå åååå "
                        "åååå åååå åååå åååå åååå åååå";
    const char *left = context(words, "HIT", false);
    is_int(strlen(left), 16 * 9, "left: 80 code points, 16 whole words");
    const char *right = context(words, "HIT", true);
    is_int(strlen(right), 16 * 9, "right: the same");
    /* 80 code points end inside a word: the word is left out, not cut. */
    const char *odd = "bååååå bååååå bååååå bååååå bååååå bååååå bååååå bååååå bååååå bååååå bååååå bååååå HIT x";
    is_int(strlen(context(odd, "HIT", false)), 11 * 12, "left: back to the edge of a word");
    char endless[700] = "HIT ";
    for (int i = 0; i < 200; i++) strcat(endless, "ö");
    is_int(strlen(context(endless, "HIT", true)), 0,
           "a long word that does not fit is left out when a space precedes it");
    is_int(strlen(context(endless + 4 - 1, "ö", true)), 160, "one word without any space is cut between characters");
    is_str(context("a\n\n  HIT\n", "HIT", false), "a\n\n  ", "white space before the hit is kept");
    is_str(context("a HIT \n", "HIT", true), "", "white space at the end is not");
}

static void test_bounds(void) {
    struct store store;
    store_begin(&store, 2, 20);
    uint32_t a = store_group(&store, "role", uts_cstr("chef")), b = store_group(&store, "role", uts_cstr("vän"));
    is_int(store_group(&store, "role", uts_cstr("chef")), a, "the same group again");
    ok(store_group(&store, "wave", uts_cstr("chef")) != a, "another group of the same value");
    is_int(store_find_group(&store, "role", uts_cstr("ingen")), UINT32_MAX, "a group that is not there");
    struct tags first = {&a, 1, NULL, 0}, second = {&b, 1, NULL, 0};
    for (int i = 0; i < 100; i++) store_add_hit(&store, 0, LIST_COUNTED, &first);
    is_int(store.lists[LIST_COUNTED].n, 20, "the first ones are kept");
    is_int(store.lists[LIST_COUNTED].seen, 100, "all are counted");
    for (int i = 0; i < 50; i++) store_add_hit(&store, 0, LIST_COUNTED, &second);
    is_int(store.groups[b].kept[0], 20, "a role that comes late has its examples too");
    is_int(store.groups[b].seen[0], 50, "and its count");
    uint32_t other = 1;
    struct tags pair = {&a, 1, &other, 1};
    for (int i = 0; i < 30; i++) store_add_hit(&store, 0, LIST_COUNTED, &pair);
    is_int(store.pair_kept[1], store_small_cap(&store), "so has a pair, fewer");
    is_int(store.pair_seen[1], 30, "with its count");
    is_int(store.pair_seen[2], 0, "the other way round is another matter");
    char name[20];
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "d%d", i);
        uint32_t d = store_group(&store, "document", uts_cstr(name));
        struct tags of = {&d, 1, NULL, 0};
        store_add_hit(&store, 0, LIST_COUNTED, &of);
    }
    is_int(store.lists[LIST_COUNTED].n, 100, "never more than five times the limit");
    is_int(store.lists[LIST_COUNTED].seen, 1180, "and still all counted");
    snprintf(name, sizeof name, "d%d", 777);
    is_int(store.groups[store_find_group(&store, "document", uts_cstr(name))].seen[0], 1,
           "a thousand groups are found");
    ok(!store.broken, "no shortage of memory");
    store_free(&store);
}

/* A corpus of many documents: each has an example, later ones fewer. */
static void test_documents(void) {
    struct store store;
    store_begin(&store, 1, 200);
    char name[20];
    for (int i = 0; i < 150; i++) {
        snprintf(name, sizeof name, "d%d", i);
        store_add_document(&store);
        uint32_t d = store_group(&store, "document", uts_cstr(name));
        struct tags of = {&d, 1, NULL, 0};
        for (int k = 0; k < 100; k++) store_add_hit(&store, 0, LIST_COUNTED, &of);
    }
    int without = 0, most = 0;
    for (uint32_t g = 0; g < store.n_groups; g++) {
        without += store.groups[g].kept[0] == 0;
        if (g > 1 && (int)store.groups[g].kept[0] > most) most = (int)store.groups[g].kept[0];
    }
    is_int(without, 0, "no document is left without an example");
    is_int(most, 10, "a document after the first hits gets ten");
    is_int(store.groups[149].kept[0], 1, "the last one gets one");
    is_int(store.lists[LIST_COUNTED].seen, 15000, "all are counted");
    store_free(&store);
}

int main(void) {
    test_context();
    test_bounds();
    test_documents();
    return done();
}
