/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading codebooks in every format, and what is said about broken ones. */
#include "formats.h"
#include "program.h"
#include "text.h"
#include <tap.h>

static struct codebook book;

/* Reads bytes as a file of that name; returns the errors, "" for none. */
static const char *read_bytes(const char *name, const char *bytes, size_t n) {
    static struct program program;
    static char errors[20000];
    const char *reason;
    codebook_free(&book);
    codebook_init(&book, name);
    const char *text = text_decode(&book.pool, bytes, n, &n, &reason);
    if (!text) return reason;
    codebook_read(&book, text, n);
    program_compile(&program, &book, LAYER_FORM);
    program_free(&program);
    snprintf(errors, sizeof errors, "%s", book.errors ? book.errors : "");
    return errors;
}

static const char *read_text(const char *name, const char *text) { return read_bytes(name, text, strlen(text)); }

/* The codebook as one string: id(label,parent)[rule;rule] … */
static const char *outline(void) {
    static char out[8000];
    char *p = out;
    *p = 0;
    for (uint32_t i = 0; i < book.n_codes; i++) {
        const struct code *c = &book.codes[i];
        p += sprintf(p, "%s%s(%s,%s)[", i ? " " : "", c->id, c->label,
                     c->parent == NO_CODE ? "-" : book.codes[c->parent].id);
        bool first = true;
        for (uint32_t r = 0; r < book.n_rules; r++)
            if (book.rules[r].code == i) {
                p += sprintf(p, "%s%s", first ? "" : ";", book.rules[r].text);
                first = false;
            }
        p += sprintf(p, "]");
    }
    return out;
}

static void test_yaml(void) {
    is_str(read_text("k.yaml", "# kodbok\n"
                               "match: lemma\n"
                               "negators: [inte, ej]\n"
                               "codes:\n"
                               "  - id: \"3\"\n"
                               "    label: Innebörder\n"
                               "    children:\n"
                               "      - id: \"3.2\"\n"
                               "        label: Hopp\n"
                               "        description: Hopp hos brukare\n"
                               "        colour: \"#0072B2\"\n"
                               "        rules:\n"
                               "          - hopp|hoppet\n"
                               "          - \"!NEG~2 våga tro\"\n"
                               "          - -hoppas\n"
                               "          - möjlighet* ~3 möjligt\n"
                               "      - {id: \"3.3\", rules: [\"*stigma*\"]}\n"),
           "", "YAML is read without errors");
    is_str(outline(),
           "3(Innebörder,-)[] 3.2(Hopp,3)[hopp|hoppet;!NEG~2 våga tro;-hoppas;möjlighet* ~3 möjligt] "
           "3.3(3.3,3)[*stigma*]",
           "codes, children and rules of YAML");
    is_int(book.match, LAYER_LEMMA, "match of YAML");
    is_int(book.n_negators, 2, "negators of YAML");
    is_str(book.codes[1].colour, "#0072B2", "a colour that was given");
    is_str(book.codes[1].description, "Hopp hos brukare", "a description");
    is_int(book.rules[2].place.line, 15, "line of a rule in YAML");
    is_str(read_text("k.json", "{\"codes\": {\"=1+1\": [\"nej\"], \"\\tflik\": [\"jag\"], \"x\": \"a; b\"}}"), "",
           "JSON with a mapping of codes");
    is_str(outline(), "=1+1(=1+1,-)[nej] \tflik(\tflik,-)[jag] x(x,-)[a;b]", "codes of the mapping");
    is_str(read_text("k.yaml", "codes:\n  - id: a\n    rules: [!NEG~2 tydlig]\n"),
           "k.yaml:3:13: in YAML a text that begins with ! or % needs quotation marks: write \"!NEG~2 …\"",
           "an unquoted ! in YAML");
    ok(strstr(read_text("k.yaml", "codes:\n  - id: a\n    rules: [*stigma*]\n"), "\"*stigma*\"") != NULL,
       "an unquoted * in YAML is explained");
    is_str(read_text("k.yaml", "codes:\n  - id: a\n    regler: [b]\n"),
           "k.yaml:3:5: unknown key \"regler\" of a code; expected id, label, description, colour, parent, rules, "
           "children, include, exclude, examples, counter-examples, polarity or where",
           "an unknown key");
    is_str(read_text("k.yaml", "codes:\n  - id: a\n    rules: ['\"a b\" c']\n"),
           "k.yaml:3:18: text after the closing quotation mark", "a quotation mark that closes too early");
    is_str(read_text("k.yaml", "codes: [{id: a, rules: [b]}]\n---\ncodes: [{id: c, rules: [d]}]\n"),
           "k.yaml:2:1: a second YAML document in one file; a codebook is one document", "two documents in one file");
}

static void test_tables(void) {
    is_str(read_text("k.tsv", "theme\tparent\tlabel\tn_rules\trules\tdescription\n"
                              "1\t-\tEtt\t0\t-\t-\n"
                              "1.1\t1\tEtt ett\t2\ta* ~2 b; -c\tom\n"),
           "", "the columns of the reference table");
    is_str(outline(), "1(Ett,-)[] 1.1(Ett ett,1)[a* ~2 b;-c]", "codes of the table");
    const char *excel = "\xEF\xBB\xBFtema;nyckelord;beskrivning\r\n"
                        "Ångest;ångest|oro*;\"Kod med \"\"citat\"\"\r\noch radbryt\"\r\n"
                        "Sömn;sömn*|\"sova dåligt\";kort\r\n";
    const char *clean = "tema,nyckelord,beskrivning\n"
                        "Ångest,ångest|oro*,\"Kod med \"\"citat\"\"\noch radbryt\"\n"
                        "Sömn,\"sömn*|\"\"sova dåligt\"\"\",kort\n";
    const char *expected = "Ångest(Ångest,-)[ångest;oro*] Sömn(Sömn,-)[sömn*;\"sova dåligt\"]";
    is_str(read_text("k.csv", excel), "", "semicolons, byte order mark, CRLF");
    is_str(outline(), expected, "codes of the spreadsheet's CSV");
    is_str(book.codes[0].description, "Kod med \"citat\"\noch radbryt", "quotation marks and a line break in a cell");
    is_str(read_text("k.csv", clean), "", "commas");
    is_str(outline(), expected, "the same codes");
    is_str(read_text("k.csv", "tema;nyckelord\nS\xF6mn;s\xF6mn*, \x93vila\x94\n"), "", "Windows-1252");
    is_str(outline(), "Sömn(Sömn,-)[sömn*;“vila”]", "letters of Windows-1252");
    is_str(read_bytes("k.tsv", "\xFF\xFEt\0e\0m\0a\0\t\0r\0e\0g\0l\0e\0r\0\n\0\xE5\0\t\0\xE5\0\n\0", 34), "", "UTF-16");
    is_str(outline(), "å(å,-)[å]", "letters of UTF-16");
    is_str(read_text("k.tsv", "hopp\thopp*\nstöd\tfinns där\nhopp\ttro\n"), "", "two columns without header");
    is_str(outline(), "hopp(hopp,-)[hopp*;tro] stöd(stöd,-)[finns där]", "several lines a code");
    is_str(read_text("k.txt", "# tema: ord\nhopp: hopp*, \"tro på sig\"\n\nstöd: a, b,\n"), "", "a list");
    is_str(outline(), "hopp(hopp,-)[hopp*;\"tro på sig\"] stöd(stöd,-)[a;b]", "codes of the list");
    is_str(read_text("k.csv", "kod;tema;etikett\n1;a;b\n"),
           "k.csv:1:1: no column \"rules\" (or nyckelord) in the first line", "no column with rules");
    is_str(read_text("k.tsv", "theme\tn_rules\trules\na\t3\tb; c\n"),
           "k.tsv:2:3: n_rules says 3, but the row has 2 rules: is one missing?", "a wrong n_rules");
    is_str(read_text("k.csv", "tema,regler\na,\"b\n"),
           "k.csv:2:4: a quotation mark opens this cell and is never closed", "a cell that is not closed");
}

static void test_structure(void) {
    is_str(read_text("k.tsv", "theme\tparent\trules\nb\ta\tx\nc\tb\ty\na\t\t\n"), "", "a parent after its child");
    is_str(outline(), "a(a,-)[] b(b,a)[x] c(c,b)[y]", "parents come first");
    is_str(read_text("k.tsv", "theme\tparent\trules\na\tb\tx\nb\ta\ty\nc\tz\tw\na\t\tq\n"),
           "k.tsv:5:1: the code \"a\" stands twice; first in line 2\n"
           "k.tsv:4:1: the parent \"z\" of \"c\" is not a code of this codebook\n"
           "k.tsv:2:1: the code \"a\" is its own ancestor; remove a parent",
           "several errors at once");
    ok(strstr(read_text("k.doc", "x"), "ends in .yaml") != NULL, "an unknown suffix");
    ok(strstr(read_text("k.txt", ""), "no codes") != NULL, "an empty file");
    char many[4000] = "";
    for (int i = 0; i < 25; i++) sprintf(many + strlen(many), "k%d: *\n", i);
    const char *errors = read_text("k.txt", many);
    int lines = 1;
    for (const char *p = errors; *p; p++) lines += *p == '\n';
    is_int(lines, 25, "twenty-five errors are listed, not the first only");
}

static void test_rules(void) {
    static const struct {
        const char *rule, *error;
    } cases[] = {
        {"*", "3:5: a rule of wildcards only would match every word; add a letter, or write \\* for the sign itself"},
        {"a|*", "3:5: a rule of wildcards only would match every word; add a letter, or write \\* for the sign itself"},
        {"~2 a", "3:5: a gap stands between two words: x ~2 y"},
        {"a ~2", "3:7: a gap at the end of a rule; expected a word after it"},
        {"a ~ b", "3:7: expected ~n, the most words between two others, n from 0 to 100; write \\~ for the sign"},
        {"a ~101 b", "3:7: expected ~n, the most words between two others, n from 0 to 100; write \\~ for the sign"},
        {"å||b", "3:7: an empty alternative; expected a word before and after |"},
        {"NEG a", "3:5: expected NEG~n and a word, n from 0 to 100: NEG~2 tydlig*"},
        {"NEG~2", "3:5: expected NEG~n and a word, n from 0 to 100: NEG~2 tydlig*"},
        {"a \"b", "3:7: a quotation mark inside a rule; put one before and one after the whole phrase, or write \\\""},
        {"a\\", "3:6: a backslash at the end of a word; write \\\\ for the sign itself"},
        {"tid och *", ""},
        {"va\\?", ""},
        {"5\\*3", ""},
        {"lemma:gå|form:gick part:mat", ""},
        {"!NEG~2 våga tro", ""},
        {"\"sova dåligt\"", ""},
        {":-)", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200], expected[300];
        snprintf(text, sizeof text, "x\ty\nx\tz\nxyz\t%s\n", cases[i].rule);
        snprintf(expected, sizeof expected, "%s%s", *cases[i].error ? "k.tsv:" : "", cases[i].error);
        is_str(read_text("k.tsv", text), expected, cases[i].rule);
    }
}

/* Mistakes in the language itself, one of each kind, at their place. */
#define WEIGHTS "expected WEIGHT/ and a number up to 1000000 with at most 6 decimals: WEIGHT/0.5 or WEIGHT/-2"

static void test_language(void) {
    static const struct {
        const char *rule, *error;
    } cases[] = {
        {"a AND", "6:13: expected a word, a phrase or ("},
        {"AND a", "6:8: expected a word, a phrase or ( before this operator"},
        {"a OR OR b", "6:13: expected a word, a phrase or ( before this operator"},
        {"a NOT b", "6:10: expected AND before NOT: a AND NOT b"},
        {"a NEAR b", "6:10: expected a distance behind the operator: NEAR/5, BEFORE/3/turn, AFTER/sentence"},
        {"a NER/5 b", "6:10: NER/5 is no operator: NEAR/5, BEFORE/5, AFTER/5; put a word like that in quotation marks"},
        {"a near/5 b",
         "6:10: near/5 is no operator: NEAR/5, BEFORE/5, AFTER/5; put a word like that in quotation marks"},
        {"a NEAR/x b", "6:15: expected a number or one of sentence, turn, question, paragraph, interview"},
        {"a NEAR/12345 b", "6:15: expected a number of words from 0 to 9999 behind the slash"},
        {"a NEAR/5/stycke b", "6:17: expected a number or one of sentence, turn, question, paragraph, interview"},
        {"a AND/5 b", "6:13: AND has a unit and no distance; use NEAR/n"},
        {"(a OR b", "6:15: expected a closing bracket"},
        {"a OR b)", "6:14: a closing bracket without an opening one"},
        {"a (b OR c)", "6:10: expected an operator before the bracket: AND, OR, NEAR/5 …"},
        {"a OR @inget", "6:13: there is no set and no code \"inget\""},
        {"a @a b", "6:10: a code cannot stand inside a phrase; write it between operators: @a NEAR/5 …"},
        {"a @fras b",
         "6:10: the set \"fras\" has phrases, so it cannot stand inside a phrase; write it between operators"},
        {"a @runt", "4:12: sets that contain each other: runt → runt2 → runt"},
        {"NEG:borta a", "6:12: there are no negators \"borta\""},
        {"POL~x a", "6:8: expected POL~n and a word, n from 0 to 100: POL~2 tydlig*"},
        {"a WHERE", "6:15: expected a condition behind WHERE: role=chef, wave!=2, age>=30"},
        {"a WHERE role", "6:16: expected a condition without blanks around its sign: role=chef, wave!=2, age>=30"},
        {"a WHERE role=", "6:20: expected a value behind the sign"},
        {"a WHERE age>ung", "6:20: expected a number, with a decimal point: age>=30"},
        {"a MIN", "6:10: expected the least number of matches and a unit: MIN/3/turn"},
        {"a MIN/0", "6:10: expected the least number of matches and a unit: MIN/3/turn"},
        {"a WEIGHT/0,5", "6:10: " WEIGHTS},
        {"a WEIGHT/0.1234567", "6:10: " WEIGHTS},
        {"a WEIGHT/1000000.5", "6:10: " WEIGHTS},
        {"a WEIGHT/--2", "6:10: " WEIGHTS},
        {"a WEIGHT/2.", "6:10: " WEIGHTS},
        {"a WEIGHT/-2.125", ""},
        {"a MIN/2 EXCEPT b", "6:16: expected EXCEPT, WHERE, MIN and WEIGHT once each, in this order"},
        {"upos:SUBST",
         "6:13: not a part of speech; expected NOUN, VERB, ADJ, ADV, PRON, PROPN, AUX, ADP, CCONJ, SCONJ, "
         "DET, NUM, PART, INTJ or X"},
        {"re:/a(b/", "6:12: not a regular expression: U_REGEX_MISMATCHED_PAREN"},
        {"re:/ab", "6:8: a regular expression stands between slashes: re:/hjälp(a|er)/"},
        {"a AND *",
         "6:14: a rule of wildcards only would match every word; add a letter, or write \\* for the sign itself"},
        {"@b OR c", "7:8: codes that refer to each other: a → b → a"},
        {"@a OR c", "6:8: codes that refer to each other: a → a"},
        {"a\\ AND b", ""},
        {"\\AND", ""},
        {"(a OR b) NEAR/5/turn (c AND NOT d) EXCEPT e WHERE role=x|y age<=3.5 MIN/2/question WEIGHT/0.25", ""},
        {"NEG~2 (a OR b) BEFORE/paragraph @fras", ""},
        {":)", ""},
        {"(a)", ""},
        {"lemma:re:/a|b c/&upos:VERB|c d", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600], expected[400], first[500];
        bool circle = strstr(cases[i].rule, "@runt"), back = strstr(cases[i].rule, "@b");
        snprintf(text, sizeof text,
                 "sets:\n  fras: [a b]\n  runt: [%s]\n  runt2: [%s]\ncodes:\n  a: ['%s']\n  b: ['%s']\n",
                 circle ? "'@runt2'" : "x", circle ? "'@runt'" : "x", cases[i].rule, back ? "@a" : "x");
        snprintf(expected, sizeof expected, "%s%s", *cases[i].error ? "k.yaml:" : "", cases[i].error);
        const char *got = read_text("k.yaml", text);
        snprintf(first, sizeof first, "%.*s", (int)strcspn(got, "\n"), got);
        is_str(first, expected, cases[i].rule);
    }
}

int main(void) {
    test_yaml();
    test_tables();
    test_structure();
    test_rules();
    test_language();
    codebook_free(&book);
    return done();
}
