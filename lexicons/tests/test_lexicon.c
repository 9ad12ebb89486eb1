/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: test_lexicon sv.lex upos.model; writes damaged copies into the working directory. */
#include "../lexfile.h"
#include "../lexicon_walk.h"
#include "../tagger.h"
#include <fold.h>
#include <tap.h>
#include <unistd.h>
#include <utsaga/layers.h>

static char error[400];

static unsigned char *read_all(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) exit(1);
    *n = (size_t)ftell(f);
    rewind(f);
    unsigned char *p = malloc(*n);
    if (!p || fread(p, 1, *n, f) != *n) exit(1);
    fclose(f);
    return p;
}

static void write_all(const char *path, const unsigned char *p, size_t n) {
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0) exit(1);
}

static void test_round_trip(const lexicon *lex) {
    char form[LEXICON_FORM_MAX], last[LEXICON_FORM_MAX] = "";
    uint32_t wrong = 0, unordered = 0, n = lexicon_count(lex);
    for (uint32_t i = 0; i < n; i++) {
        size_t length = lexicon_string(lex, i, form);
        wrong += lexicon_find(lex, form, length) != i;
        unordered += i && strcmp(last, form) >= 0;
        strcpy(last, form);
    }
    ok(n > 500000, "the lexicon holds more than half a million forms");
    is_int(wrong, 0, "every form is found at its own number");
    is_int(unordered, 0, "forms are in order");
    is_int(lexicon_find(lex, "xqzfoo", 6), LEXICON_NONE, "an unknown form is not found");
    is_int(lexicon_find(lex, "", 0), LEXICON_NONE, "the empty form is not found");
    is_int(lexicon_find(lex, "bokz", 4), LEXICON_NONE, "a form with more letters is not found");
    is_int(lexicon_find(lex, "\xE6\xBC\xA2", 3), LEXICON_NONE, "letters of other scripts are not found");
}

/* Counts the forms below a place by visiting them. */
static uint32_t visit(const lexicon *lex, lexicon_cursor at) {
    uint32_t n = at.entry != LEXICON_NONE;
    lexicon_cursor child;
    for (uint32_t bit = 0; bit <= LEXFILE_SHARED_BIT; bit++) {
        if (!(lexicon_letters(lex, at) >> bit & 1)) continue;
        for (const union lexfile_row *row = lexicon_edges(lex, at, bit); row; row = lexicon_more(row, bit)) {
            lexicon_follow(&row->edge, at, &child);
            n += visit(lex, child);
        }
    }
    return n;
}

static void test_tree(const lexicon *lex) {
    lexicon_cursor at = lexicon_root(lex), b, o = at;
    is_int(visit(lex, at), lexicon_count(lex), "all forms are below the root");
    ok(lexicon_child(lex, at, 'b', &b) && lexicon_child(lex, b, 0xF6, &o), "the tree goes on with b, ö");
    ok(!lexicon_child(lex, o, 0x3A9, &b), "a rare letter that no form has there leads nowhere");
    ok(!lexicon_child(lex, at, 0x4E00, &b), "a letter that no form has leads nowhere");
}

static void refused(const char *name, const unsigned char *bytes, size_t n) {
    lexicon *lex;
    write_all("damaged.lex", bytes, n);
    ok(!lexicon_open("damaged.lex", &lex, error, sizeof error) && error[0], name);
}

static void test_damage(const char *path) {
    size_t n;
    unsigned char *bytes = read_all(path, &n);
    lexicon *lex;
    refused("an empty file is refused", bytes, 0);
    refused("a file of a few bytes is refused", bytes, 20);
    refused("a file cut short by a byte is refused", bytes, n - 1);
    refused("a file cut to its header is refused", bytes, sizeof(struct lexfile_header));
    for (size_t at = 0; at < sizeof(struct lexfile_header); at += 61) {
        bytes[at] ^= 0x10;
        refused("a changed byte in the header is refused", bytes, n);
        bytes[at] ^= 0x10;
    }
    bytes[n / 2] ^= 1;
    write_all("damaged.lex", bytes, n);
    ok(lexicon_open("damaged.lex", &lex, error, sizeof error), "a changed byte in the content passes the cheap check");
    ok(!lexicon_verify(lex), "and is found by the full one");
    lexicon_close(lex);
    remove("damaged.lex");
    ok(!lexicon_open("no-such-file.lex", &lex, error, sizeof error), "a missing file is an error");
    free(bytes);
}

static void test_readings(const lexicon *lex) {
    static const struct {
        const char *form;
        uint32_t upos;
        const char *lemma;
    } cases[] = {{"böckerna", UTS_UPOS_NOUN, "bok"},
                 {"bättre", UTS_UPOS_ADV, "bra"},
                 {"stockholms", UTS_UPOS_PROPN, "Stockholm"},
                 {"supportrarna", UTS_UPOS_NOUN, "supporter"},
                 {"peers", UTS_UPOS_NOUN, "peer"},
                 {"är", UTS_UPOS_AUX, "vara"},
                 {"hoppades", UTS_UPOS_VERB, "hoppas"},
                 {"t.ex.", UTS_UPOS_ADV, "till_exempel"},
                 {"fyrtiotvå", UTS_UPOS_NUM, "fyrtiotvå"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const lexicon_analysis *a;
        char lemma[LEXICON_LEMMA_MAX] = "";
        uint32_t entry = lexicon_find(lex, cases[i].form, strlen(cases[i].form));
        uint32_t n = entry == LEXICON_NONE ? 0 : lexicon_analyses(lex, entry, &a);
        for (uint32_t k = n; k-- > 0;)
            if (a[k].upos == cases[i].upos) lexicon_lemma(lex, cases[i].form, strlen(cases[i].form), &a[k], lemma);
        is_str(lemma, cases[i].lemma, cases[i].form);
    }
}

static void split_text(const lexicon *lex, const char *form, lexicon_term_fn *terms, char *out) {
    lexicon_part parts[LEXICON_MAX_PARTS];
    lexicon_splitter splitter = {.terms = terms, .arg = "zorp"};
    uint32_t n = lexicon_split(lex, &splitter, form, strlen(form), parts);
    *out = 0;
    for (uint32_t i = 0; i < n; i++)
        sprintf(out + strlen(out), "%s%.*s", i ? "|" : "", parts[i].end - parts[i].begin, form + parts[i].begin);
}

static bool is_term(const void *arg, const char *text, size_t n) {
    return strlen(arg) == n && memcmp(arg, text, n) == 0;
}

static void test_split(const lexicon *lex) {
    static const char *const cases[][2] = {{"återhämtningsperspektiv", "återhämtnings|perspektiv"},
                                           {"brukardelaktighet", "brukar|delaktighet"},
                                           {"boendestödjarna", "boende|stödjarna"},
                                           {"hemlöshetsproblematik", "hemlöshets|problematik"},
                                           {"socialpsykiatri", "social|psykiatri"},
                                           {"brukarinflytande", "brukar|inflytande"},
                                           {"kyrkogården", "kyrko|gården"},
                                           {"gatukorsningen", "gatu|korsningen"},
                                           {"peersupporter", "peer|supporter"},
                                           {"killen", ""},
                                           {"omsorg", ""},
                                           {"omsorgen", ""},
                                           {"stolen", ""},
                                           {"matematik", ""},
                                           {"klimat", ""},
                                           {"kultur", ""},
                                           {"villkoren", ""},
                                           {"besöka", ""},
                                           {"zorpstöd", ""}};
    char got[400];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        split_text(lex, cases[i][0], NULL, got);
        if (!*got && *cases[i][1] && !lexicon_has_apertium(lex))
            skip(cases[i][0], "left whole by a lexicon without Apertium");
        else
            is_str(got, cases[i][1], cases[i][0]);
    }
    split_text(lex, "svårdömd", NULL, got);
    ok(!strstr(got, "vård"), "svårdömd holds no vård");
    split_text(lex, "zorpstöd", is_term, got);
    is_str(got, "zorp|stöd", "a project term may be a first part");
}

static void test_tagger(const lexicon *lex, const char *path) {
    static const char *const words[] = {"Hon", "har", "hjälpt", "oss", "att", "förstå", "."};
    static const uint8_t expected[] = {UTS_UPOS_PRON, UTS_UPOS_AUX,  UTS_UPOS_VERB, UTS_UPOS_PRON,
                                       UTS_UPOS_PART, UTS_UPOS_VERB, UTS_UPOS_PUNCT};
    enum { N = sizeof words / sizeof *words };
    tagger *t;
    tagger_type types[N];
    tagger_type *list[N];
    tagger_votes votes = {.n = 0};
    lexicon_splitter splitter = {.terms = NULL};
    uint8_t tags[N];
    if (!ok(tagger_open(path, &t, error, sizeof error), "the weights open")) return;
    ok(tagger_verify(t), "the weights are whole");
    for (int i = 0; i < N; i++) {
        char folded[100];
        fold(words[i], folded, sizeof folded);
        tagger_form form = {words[i], folded, strlen(words[i]), strlen(folded)};
        ok(tagger_describe(t, lex, &splitter, form, 0, &votes, &types[i]), "a form is described");
        list[i] = &types[i];
    }
    ok(tagger_tag(t, &votes, list, N, tags), "a sentence is tagged");
    for (int i = 0; i < N; i++) is_int(tags[i], expected[i], words[i]);
    tagger_votes_free(&votes);
    tagger_close(t);
    size_t n;
    unsigned char *bytes = read_all(path, &n);
    write_all("damaged.model", bytes, n - 1);
    ok(!tagger_open("damaged.model", &t, error, sizeof error), "weights cut short are refused");
    remove("damaged.model");
    free(bytes);
}

int main(int argc, char **argv) {
    lexicon *lex;
    char folder[] = "/tmp/utsaga-lexicon-XXXXXX";
    if (argc != 3) return 2;
    if (!ok(lexicon_open(argv[1], &lex, error, sizeof error), "the lexicon opens")) return done();
    char *lexicon_path = realpath(argv[1], NULL), *model_path = realpath(argv[2], NULL);
    if (!mkdtemp(folder) || chdir(folder) != 0) return 1;
    ok(lexicon_verify(lex), "its content is whole");
    test_round_trip(lex);
    test_tree(lex);
    test_damage(lexicon_path);
    if (lexicon_has_apertium(lex))
        test_readings(lex);
    else
        skip("readings", "the lexicon was built without Apertium");
    test_split(lex);
    test_tagger(lex, model_path);
    lexicon_close(lex);
    free(lexicon_path);
    free(model_path);
    rmdir(folder);
    return done();
}
