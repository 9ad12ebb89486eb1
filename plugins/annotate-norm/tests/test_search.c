/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The noisy channel over the compiled lexicon, which the build puts beside the tests. */
#include "search.h"
#include "tap.h"
#include <time.h>
#include <unistd.h>

static struct channel channel;
static struct channel_work work;
static struct rules rules;
static struct speller speller = {.dictionary = "/usr/share/hunspell/sv_SE", .lock = PTHREAD_MUTEX_INITIALIZER};
static struct search search;

static const char *first(const char *form) {
    static struct candidates all;
    size_t n = strlen(form);
    if (search_known(&search, form, n) == SEARCH_WEAK) {
        if (!search_seam(&search, form, n, &all) && !search_weak(&search, form, n, &all)) return "";
    } else if (!search_near(&search, form, n, &all) && search_wants_far(&all)) {
        search_far(&search, form, n, &all);
    }
    return all.count ? all.best[0].text : "";
}

static void slips(void) {
    is_str(first("stresad"), "stressad", "a doubled letter written once");
    is_str(first("bibliotekk"), "bibliotek", "a letter doubled");
    is_str(first("anvanda"), "använda", "a for ä");
    is_str(first("vikitg"), "viktig", "two letters changed over");
    is_str(first("forskninh"), "forskning", "a neighbour on the keyboard");
    is_str(first("verksamhten"), "verksamheten", "a letter missing");
    is_str(first("tyker"), "tycker", "a c that is not heard");
}

static void compounds(void) {
    is_str(first("arbetsätt"), "arbetssätt", "s of the seam written once");
    is_str(first("utbildningsamordnare"), "utbildningssamordnare", "in a compound that no list holds");
    is_str(first("förskolepedagigen"), "förskolepedagogen", "a wrong last part");
    is_str(first("hungriglängre"), "hungrig längre", "two words written together");
    is_int(search_known(&search, "kaffekopp", 9) != SEARCH_UNKNOWN, 1, "a compound is known");
    is_int(search_known(&search, "skogsvårdsförbund", strlen("skogsvårdsförbund")) != SEARCH_UNKNOWN, 1,
           "one of three parts");
    is_int(search_known(&search, "snabbehandling", 14) != SEARCH_UNKNOWN, 1,
           "of three equal letters one is not written");
    is_int(search_known(&search, "xqxqxqxq", 8), SEARCH_UNKNOWN, "letters are not a compound");
}

static void old_spelling(void) {
    struct candidates all;
    ok(search_near(&search, "fackafdelning", 13, &all), "afdelning is an old spelling");
    ok(search_near(&search, "qvinna", 6, &all), "qvinna too");
    ok(!search_near(&search, "stresad", 7, &all), "stresad is none");
}

static void order_and_bounds(void) {
    struct candidates all = {.count = 0};
    struct candidate c = {.score = -500, .n = 1, .text = "b"};
    candidates_add(&all, &c);
    strcpy(c.text, "a");
    candidates_add(&all, &c);
    is_str(all.best[0].text, "a", "equal scores are ordered bytewise");
    c.score = -400;
    strcpy(c.text, "b");
    candidates_add(&all, &c);
    is_int(all.count, 2, "a word is kept once");
    is_int(all.best[0].score, -400, "with its better score");
    for (int i = 0; i < 30; i++) {
        c = (struct candidate){.score = -i, .n = 2, .text = {(char)('c' + i % 20), (char)('a' + i / 20)}};
        candidates_add(&all, &c);
    }
    is_int(all.count, CHANNEL_CANDIDATES, "no more than there is room for");
    is_int(all.best[0].score, 0, "the best first");

    char longest[4000];
    memset(longest, 'a', sizeof longest);
    clock_t start = clock();
    for (size_t n = 30; n <= sizeof longest; n += 397) {
        search_known(&search, longest, n);
        if (!search_near(&search, longest, n, &all) && search_wants_far(&all)) search_far(&search, longest, n, &all);
        ok(!speller_accepts(&speller, longest, n), "a row of one letter is no word");
    }
    ok((double)(clock() - start) / CLOCKS_PER_SEC < 2, "the time for any length is bounded");
}

/* The definition, written plainly: the least cost of all ways to make one form of the other, by one slip at most. */
static void property(void) {
    static const char *const words[] = {"människa", "arbete", "tillsammans", "verksamhet", "återhämtning"};
    static const char letters[] = "abcdefghijklmnopqrstuvxyz";
    uint32_t tried = 0, found = 0;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        size_t n = strlen(words[w]);
        for (size_t at = 1; at < n; at++) {
            if ((unsigned char)words[w][at] >= 0x80) continue;
            char form[64];
            memcpy(form, words[w], n + 1);
            form[at] = letters[(at * 7 + w * 3) % 25];
            struct candidates all = {.count = 0};
            channel_words(&channel, &work, form, n, CHANNEL_NEAR, LEXICON_WORD, &all);
            tried++;
            for (uint32_t i = 0; i < all.count; i++) found += strcmp(all.best[i].text, words[w]) == 0;
        }
    }
    is_int(found, tried, "a common word with one letter exchanged is always found again");
}

int main(void) {
    static const char *const places[] = {"lexicons/sv/sv.lex", "../lexicons/sv/sv.lex", "build/lexicons/sv/sv.lex"};
    lexicon *lex = NULL;
    char error[300], classes[300];
    for (int i = 0; i < 3 && !lex; i++) {
        if (!lexicon_open(places[i], &lex, error, sizeof error)) continue;
        snprintf(classes, sizeof classes, "%.*snorm-classes.tsv", (int)(strlen(places[i]) - strlen("sv.lex")),
                 places[i]);
    }
    if (!lex) {
        skip("search", "the lexicon has not been built");
        return done();
    }
    channel_begin(&channel, lex);
    rules_begin(&rules);
    const char *fault = rules_load(&rules, classes, true);
    ok(!fault, "the sets are read");
    search = (struct search){lex, &channel, &rules, map_get(&rules.classes, "@apart", 6), &speller, &work};
    slips();
    compounds();
    old_spelling();
    order_and_bounds();
    property();
    speller_close(&speller);
    rules_free(&rules);
    lexicon_close(lex);
    return done();
}
