/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codebooks of other programs: read into rules of ours, written, and what is said to be left out. */
#include "formats.h"
#include "program.h"
#include <tap.h>

static struct codebook book;
static char remarks[4000];

static void remember(void *to, uint32_t line, const char *text) {
    (void)to;
    size_t n = strlen(remarks);
    snprintf(remarks + n, sizeof remarks - n, "%u: %s\n", line, text);
}

/* Reads @p bytes as a file of that name; returns codes and rules, with parents: a[rule; rule] a/b[…]. */
static const char *read_as(const char *name, const char *bytes, size_t n) {
    static char out[8000];
    struct program program;
    const char *reason = "";
    codebook_free(&book);
    codebook_init(&book, name);
    if (!codebook_load(&book, bytes, n, &reason)) return reason;
    program_compile(&program, &book, LAYER_FORM);
    program_free(&program);
    if (book.n_errors) return book.errors;
    size_t used = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < book.n_codes; i++) {
        const struct code *c = &book.codes[i];
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s%s%s[", i ? " " : "",
                                 c->parent == NO_CODE ? "" : book.codes[c->parent].id, c->parent == NO_CODE ? "" : ">",
                                 c->id);
        bool first = true;
        for (uint32_t r = 0; r < book.n_rules; r++) {
            if (book.rules[r].code != i) continue;
            used += (size_t)snprintf(out + used, sizeof out - used, "%s%s", first ? "" : "; ", book.rules[r].text);
            first = false;
        }
        used += (size_t)snprintf(out + used, sizeof out - used, "]");
    }
    return out;
}

static const char *read_text(const char *name, const char *text) { return read_as(name, text, strlen(text)); }

/* Writes the codebook that was read last; the caller frees. */
static char *write_as(const char *name, size_t *n) {
    struct saving s = {.book = &book, .remark = remember};
    remarks[0] = 0;
    ok(codebook_save(&s, name), name);
    *n = s.out.n;
    return s.out.p;
}

static const char *remark_of(uint32_t i) { return i < book.n_remarks ? book.remarks[i].text : ""; }

static void test_liwc(void) {
    is_str(read_text("l.dic", "%\n1\tKänslor\n\t2\tGlädje\n\t3\tSorg\n4\tHem\n%\n"
                              "glad*\t1\t2\nsorgsen\t1 3\nmå bra\t2\nhus\t4\nkind\t(02 134)125/464\nlike <of>1/2\t1\n"),
           "Känslor[glad*; sorgsen] Känslor>Glädje[glad*; må bra] Känslor>Sorg[sorgsen] Hem[hus]", "LIWC is read");
    is_int(book.n_remarks, 2, "conditions of LIWC are remarked on");
    is_str(read_text("l.dic", "%\n1\tA\n%\nhus\t7\n"),
           "l.dic:4:5: there is no category 7 in the list between the lines of %", "a category that is not there");
    is_str(read_text("l.dic", "hus\t1\n"),
           "l.dic:1:1: expected a line of % before the categories\n"
           "l.dic: expected two lines of % around the list of categories",
           "no list of categories");
}

static void test_wordstat(void) {
    is_str(read_text("w.cat", "HÄLSA\r\n\tLÄKARE (1)\r\n\tMÅ_BRA (1)\r\n\tSJUK* (2)\r\n\tPSYKE\r\n\t\tÅNGEST (1)\r\n"
                              "\t@OROLIG [ORO* NEAR #PSYKE /S]  (1)\r\n"
                              "\t@OK [(BRA OR FIN) NOT AFTER INTE /S3] (1)\r\n"
                              "\t@TILLSAMMANS [ORO AND MAMMA /P] (1)\r\n\t@FRÅGA [ORO XYZ! /Q] (1)\r\n"),
           "HÄLSA[LÄKARE; MÅ BRA; SJUK* WEIGHT/2; ORO* NEAR/sentence @PSYKE; (BRA OR FIN) NOT AFTER/3/sentence INTE; "
           "ORO AND/paragraph MAMMA] HÄLSA>PSYKE[ÅNGEST]",
           "WordStat is read with its rules");
    ok(strstr(remark_of(0), "@FRÅGA") != NULL, "a rule that is not known is named");
    is_str(read_text("w.cat", "ORD (1)\n"), "w.cat:1:1: expected a category before its words; words stand behind a tab",
           "a word without category");
}

static void test_khcoder(void) {
    is_str(
        read_text("k.cod", "# anm\n*Död\ndöd | dö | grav\n\n*Kärlek\nkärlek or ( älska and not hata )\n"
                           "*Nära\nnear(mor-barn)[5] | seq(gå-hem)[2]\n*Båda\n<*Död> and <*Kärlek>\n*Annat\n<>titel\n"),
        "Död[lemma:död OR lemma:dö OR lemma:grav] Kärlek[lemma:kärlek OR (lemma:älska AND/paragraph NOT lemma:hata)] "
        "Nära[(lemma:mor NEAR/5 lemma:barn) OR (lemma:gå BEFORE/2 lemma:hem)] Båda[@Död AND/paragraph @Kärlek] Annat[]",
        "KH Coder is read");
    ok(strstr(remark_of(0), "Annat") != NULL, "a condition that is not known is named");
    is_str(read_text("k.cod",
                     "＊Ofta\ndö >= 2\n＊Oftare\ndö > 2\n＊Rad\navgång+betyg | or+ord\n＊Nära\nnear(mor-barn)[b8] "
                     "| seq(gå-hem)[d9]\n＊Text\n'min fru' or man\n＊Kod\n<＊Nära>\n"),
           "Ofta[lemma:dö MIN/2/paragraph] Oftare[lemma:dö MIN/3/paragraph] "
           "Rad[lemma:avgång lemma:betyg OR lemma:or lemma:ord] Nära[(lemma:mor NEAR/8 lemma:barn) OR "
           "(lemma:gå BEFORE/9/paragraph lemma:hem)] Text[form:min form:fru OR lemma:man] Kod[@Nära]",
           "KH Coder: how often, words in a row, sentence and paragraph, text, wide stars");
    is_str(read_text("k.cod", "*A\ndö == 2\n*B\ndö->imperfekt\n*C\nja-->adverb\n*D\nlw <= 10\n*E\n( No. >= 2 ) and dö\n"
                              "*F\nx and <>rubrik-->del\n*G\nbra=>bättre\n"),
           "A[] B[] C[] D[] E[] F[] G[]", "what has no counterpart is never read as words");
    ok(strstr(remark_of(6), "G") != NULL, "and each is told");
    is_str(read_text("blank.cat", "SÖDER\n   \tBW\n   \t\tGaborone* (2)\n   \tZA\n   \t\tSouth Africa (1)\n"),
           "SÖDER[] SÖDER>BW[Gaborone* WEIGHT/2] SÖDER>ZA[South Africa]", "WordStat with blanks before the tabs");
}

static void test_quanteda(void) {
    is_str(read_text("q.yml",
                     "Populism:\n  - elit*\n  - \"sanna? folket\"\nGrupp:\n  En: [a|b, 'NOT']\n  Två: {Tre: [x]}\n"),
           "Populism[elit*; sanna? folket] Grupp[] Grupp>En[a\\|b; \\NOT] Grupp>Två[] Två>Tre[x]", "quanteda is read");
    is_str(read_text("q.yaml", "codes: {a: [b]}\n"), "a[b]", "our own YAML is not taken for it");
}

static void test_qdc(void) {
    is_str(read_text("r.qdc",
                     "<?xml version=\"1.0\"?><CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes><Code guid=\"1\" "
                     "name=\"A &amp; B\" color=\"#D62728\"><Description>Om &lt;a&gt;</Description><Code guid=\"2\" "
                     "name=\"Hopp\"/></Code><Code guid=\"3\" name=\"Hopp\"/></Codes><Sets/></CodeBook>"),
           "r.qdc:1:1: the code \"Hopp\" stands twice; first in line 1", "a name that stands twice at the top");
    is_str(read_text("r.qdc",
                     "<CodeBook><Codes><Code name=\"A &amp; B\" color=\"#D62728\"><Description>Om &lt;a&gt;"
                     "</Description><Code name=\"Hopp\"/></Code><Code name=\"C\"><Code name=\"Hopp\"/></Code></Codes>"
                     "<Sets/></CodeBook>"),
           "A & B[] A & B>Hopp[] C[] C>C/Hopp[]", "REFI-QDA is read");
    is_str(book.codes[0].description, "Om <a>", "a description");
    ok(strstr(remark_of(0), "Sets") && strstr(remark_of(1), "no rules"), "sets and the lack of rules are remarked on");
    ok(strncmp(read_text("r.qdc", "<CodeBook><Codes>"), "r.qdc:1:", 8) == 0, "broken XML has its place");
    is_str(read_text("r.qdc", "<x/>"), "r.qdc:1:1: expected the element CodeBook of REFI-QDA", "another XML");
}

static const char home[] = "codes:\n"
                           "  - {id: a, label: Första, definition: 'Om \"a\"; b', colour: '#112233'}\n"
                           "  - id: b\n    parent: a\n    include: med\n    exclude: utan\n"
                           "    rules: ['hopp*', 'tro på sig', 'x|y', 'lemma:gå', 'a NEAR/3 b', 'a\\;b']\n"
                           "    examples: [jag hoppas, '=SUM(1)']\n    counter-examples: ['- nej']\n";

/* What is written and read again is the same codebook. */
static void test_round(const char *name, bool whole) {
    size_t n;
    char before[8000], include[40];
    snprintf(before, sizeof before, "%s", read_text("k.yaml", home));
    char *bytes = write_as(name, &n);
    if (!bytes) return;
    snprintf(include, sizeof include, "the same codes and rules from %s", name);
    is_str(read_as(name, bytes, n), before, include);
    if (whole) {
        is_str(book.codes[0].description, "Om \"a\"; b", "the definition");
        is_str(book.codes[1].exclude, "utan", "what to exclude");
        is_int(book.n_examples, 3, "the examples");
        is_str(remarks, "", "nothing is left out");
    }
    free(bytes);
}

static void test_written(const char *name, const char *expected, const char *left_out) {
    size_t n;
    read_text("k.yaml", home);
    char *bytes = write_as(name, &n);
    is_str(bytes ? bytes : "", expected, "what is written");
    ok(strstr(remarks, left_out) != NULL, left_out);
    free(bytes);
}

int main(void) {
    test_liwc();
    test_wordstat();
    test_khcoder();
    test_quanteda();
    test_qdc();
    test_round("k.yaml", true);
    test_round("k.tsv", true);
    test_round("k.csv", true);
    test_round("k.xlsx", true);
    test_written("k.dic", "%\n1\ta\n\t2\tb\n%\na;b\t2\nhopp*\t2\ntro på sig\t2\nx\t2\ny\t2\n",
                 "7: the rule a NEAR/3 b is left out");
    test_written("k.cat", "a\n\tb\n\t\thopp* (1)\n\t\ttro_på_sig (1)\n\t\tx (1)\n\t\ty (1)\n\t\ta;b (1)\n",
                 "the rule lemma:gå is left out");
    test_written("k.quanteda.yaml",
                 "\"a\":\n  \"b\":\n    - \"hopp*\"\n    - \"tro på sig\"\n    - \"x\"\n    - \"y\"\n"
                 "    - \"a;b\"\n",
                 "b: an example is left out");
    test_written("k.cod", "*b\nseq(tro-på-sig)[1] | x | y | gå | a;b\n\n", "the rule hopp* is left out");
    size_t n;
    read_text("k.yaml", home);
    char *qdc = write_as("k.qdc", &n);
    ok(strstr(remarks, "REFI-QDA has no rules") != NULL, "rules are said to be left out of REFI-QDA");
    is_str(read_as("k.qdc", qdc, n), "Första[] Första>b[]", "the hierarchy of REFI-QDA");
    free(qdc);
    codebook_free(&book);
    return done();
}
