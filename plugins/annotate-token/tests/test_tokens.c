/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens, their kinds and folded forms, against answers worked out by hand. */
#include "analyse.h"

#include <tap.h>

static struct tables tables;

/* The tokens of @text with | between them. */
static const char *cut(const char *text) {
    static char out[4096];
    struct analysis a;
    analysis_make(&a, &tables, text, (uint32_t)strlen(text), false);
    size_t n = 0;
    for (uint32_t i = 0; i < a.spans.n; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i ? "|" : "", (int)(a.spans.end[i] - a.spans.begin[i]),
                              a.text + a.spans.begin[i]);
    out[n] = 0;
    analysis_free(&a);
    return out;
}

/* The kinds of the tokens of @text, a letter each: w n a . ! p o e r s as in `letters`. */
static const char *kinds(const char *text) {
    static char out[256];
    static const char letters[UTS_TOKEN_COUNT_] = {
        [UTS_TOKEN_WORD] = 'w',         [UTS_TOKEN_NUMBER] = 'n', [UTS_TOKEN_ANONYMISED] = 'a', [UTS_TOKEN_PUNCT] = '.',
        [UTS_TOKEN_SENTENCE_END] = '!', [UTS_TOKEN_PAUSE] = 'p',  [UTS_TOKEN_OMITTED] = 'o',    [UTS_TOKEN_EVENT] = 'e',
        [UTS_TOKEN_NOTE_REF] = 'r',     [UTS_TOKEN_SYMBOL] = 's'};
    struct model model = {0};
    struct analysis a;
    analysis_make(&a, &tables, text, (uint32_t)strlen(text), false);
    analysis_split(&a, &model);
    for (uint32_t i = 0; i < a.spans.n && i < sizeof out - 1; i++) out[i] = letters[a.kind[i]];
    out[a.spans.n] = 0;
    analysis_free(&a);
    return out;
}

static const char *fold(const char *form) {
    static char out[TYPES_LONGEST * 3 + 1];
    struct type type;
    uint32_t n = 0;
    char padded[TYPES_LONGEST] = {0};
    strcpy(padded, form);
    types_make(&type, padded, (uint32_t)strlen(form), &tables, out, &n);
    out[n] = 0;
    return out;
}

static void words(void) {
    is_str(cut("Hon bor i Örebro, eller hur?"), "Hon|bor|i|Örebro|,|eller|hur|?", "plain words");
    is_str(cut("SKR:s chef, den 3:e gången, tv:n och Bo:s"), "SKR:s|chef|,|den|3:e|gången|,|tv:n|och|Bo:s",
           "colon endings");
    is_str(cut("Anna:Nej. svar:Ja klockan:sen"), "Anna|:|Nej|.|svar|:|Ja|klockan|:|sen", "a colon separates words");
    is_str(cut("kl. 9:15 och S:ta Clara, n:o 3, 20:-"), "kl.|9:15|och|S:ta|Clara|,|n:o|3|,|20:-", "colons that join");
    is_str(cut("jaa:a, nä:ä och ne::j"), "jaa:a|,|nä:ä|och|ne::j", "lengthened vowels");
    is_str(cut("i-länder och far- och morföräldrar"), "i-länder|och|far-|och|morföräldrar", "hyphens");
    is_str(cut("in- och ut-, (hem-) 3- eller 4-åringar"), "in-|och|ut-|,|(|hem-|)|3-|eller|4-åringar",
           "suspended hyphens");
    is_str(cut("jag tänk- nej -- alltså"), "jag|tänk-|nej|--|alltså", "broken off words");
    is_str(cut("rock'n'roll, Anna’s, 'ja' och d’Arc"), "rock'n'roll|,|Anna’s|,|'|ja|'|och|d’Arc", "apostrophes");
    is_str(cut("H&M, R&D och A & B"), "H&M|,|R&D|och|A|&|B", "ampersand");
    is_str(cut("och/eller men km/h, c/o, 1/2, 2019/20"), "och|/|eller|men|km/h|,|c/o|,|1/2|,|2019/20", "slash");
    is_str(cut("en 5%-ig höjning, 12 %"), "en|5%-ig|höjning|,|12|%", "percent");
    is_str(cut("40 m² och H₂O, källa²."), "40|m²|och|H₂O|,|källa|²|.", "raised and lowered digits");
    is_str(cut("C++ och :) samt snake_case och _så_"), "C|+|+|och|:|)|samt|snake_case|och|_|så|_", "signs stay apart");
    is_str(cut("hemma.Sen gick jag"), "hemma|.|Sen|gick|jag", "a missing blank");
    is_str(cut("sam\xC2\xADtal och vän\xE2\x80\x8Bner"), "sam\xC2\xADtal|och|vän|ner",
           "soft hyphen and zero-width space");
    is_str(cut("ett\xC2\xA0hus\xE2\x80\xAFoch\xE3\x80\x80sen"), "ett|hus|och|sen",
           "wide, narrow and no-break blanks separate words");
    is_str(cut("👩‍🔬 och 👍🏽 🇸🇪"), "👩‍🔬|och|👍🏽|🇸🇪", "emoji");
    is_str(cut("Дом и σπίτι"), "Дом|и|σπίτι", "other alphabets");
    is_str(cut("我们是学生"), "我们|是|学生", "words without blanks by ICU");
    is_str(cut(""), "", "no text");
    is_str(cut(" \n\t "), "", "blanks alone");
}

static void abbreviations(void) {
    is_str(cut("Vi åt t.ex. ost, m.m. och bl.a. bröd"), "Vi|åt|t.ex.|ost|,|m.m.|och|bl.a.|bröd", "with points");
    is_str(cut("t ex ost, p g a regn, s k vänner"), "t ex|ost|,|p g a|regn|,|s k|vänner", "with blanks");
    is_str(cut("T. ex. ost, fr. o. m. nu"), "T. ex.|ost|,|fr. o. m.|nu", "with both");
    is_str(cut("ost osv. Sen bröd osv. och mer"), "ost|osv|.|Sen|bröd|osv.|och|mer", "point or full stop");
    is_str(cut("högst 5 min. Sen, min. 5 min"), "högst|5|min|.|Sen|,|min.|5|min", "short forms that are words too");
    is_str(cut("B. Ek, E. W. Ek och G.B. Ek"), "B.|Ek|,|E.|W.|Ek|och|G.B.|Ek", "initials");
    is_str(cut("grupp B. Det var bra"), "grupp|B|.|Det|var|bra", "a letter before a full stop");
    is_str(cut("1. Ost 2. Bröd a) smör"), "1.|Ost|2|.|Bröd|a)|smör", "list items");
    is_str(cut("1. Ost\n2. Bröd"), "1.|Ost|2.|Bröd", "list items on lines");
}

static void numbers(void) {
    is_str(cut("25 000 kr, 1 250 000 och 2019 2020"), "25 000|kr|,|1 250 000|och|2019|2020", "thousands");
    is_str(cut("7\xC2\xA0"
               "500 och 7\xE2\x80\xAF"
               "500"),
           "7\xC2\xA0"
           "500|och|7\xE2\x80\xAF"
           "500",
           "thousands by no-break blanks");
    is_str(cut("2,5 kg, 7.30, 2019-12-24, 2018–2019"), "2,5|kg|,|7.30|,|2019-12-24|,|2018|–|2019",
           "points, commas, dashes");
    is_str(cut("ring 070-123 45 67 eller 08-123 456 78"), "ring|070-123 45 67|eller|08-123 456 78",
           "telephone numbers");
    is_str(cut("+46 70 123 45 67 och +5"), "+46 70 123 45 67|och|+|5", "telephone numbers abroad");
    is_str(cut("114 55 Stockholm"), "114 55|Stockholm", "postal code");
    is_str(cut("år -67 och 20 grader"), "år|-67|och|20|grader", "a hyphen before a number");
    is_str(cut("1½ år på 90-talet, U2"), "1½|år|på|90-talet|,|U2", "mixed");
}

static void addresses(void) {
    is_str(cut("se https://www.exempel.se/a?b=1, eller"), "se|https://www.exempel.se/a?b=1|,|eller", "web address");
    is_str(cut("(www.exempel.se). Skriv till a.b@exempel.se."), "(|www.exempel.se|)|.|Skriv|till|a.b@exempel.se|.",
           "in brackets");
    is_str(cut("intervju1.docx, exempel.se/om och tack.Hej"), "intervju1.docx|,|exempel.se/om|och|tack|.|Hej",
           "bare addresses");
}

static void marks(void) {
    is_str(cut("sen...då och sen…då"), "sen|...|då|och|sen|…|då", "pauses");
    is_str(cut("jag förs… tänkte men nej… Jaha…"), "jag|förs…|tänkte|men|nej|…|Jaha|…", "interrupted words");
    is_str(cut("bra (...) och [...] och [skratt]"), "bra|(...)|och|[...]|och|[skratt]", "marks in brackets");
    is_str(cut("bra...skratt...ja (suckar) ((nickar lite))"), "bra|...skratt...|ja|(suckar)|((nickar lite))", "marks");
    is_str(cut("[namn 2] bor i [ort] [min syster]"), "[namn 2]|bor|i|[ort]|[|min|syster|]", "anonymised");
    is_str(cut("tre (3) och [ohörbart 00:01:02]"), "tre|(|3|)|och|[ohörbart 00:01:02]",
           "brackets with words stay words");
    is_str(kinds("Anna sa 5 [namn] [skratt] (...) ... ja¹ € xxx."), "wwnaeopwrse!", "kinds");
    is_str(kinds("Ja... Nej! Va? sa hon."), "w!w!w.ww!", "full stops at the end of sentences");
}

static void folds(void) {
    is_str(fold("ÅSA"), "åsa", "capitals");
    is_str(fold("Sam\xC2\xADtal\xE2\x81\xA0"
                "et"),
           "samtalet", "soft hyphen, word joiner");
    is_str(fold("ΔΟΜ"), "δομ", "Greek");
    is_str(fold("ISI"), "isi", "no Turkish i");
    is_str(fold("×A÷"), "×a÷", "signs");
    is_str(fold("[NAMN]"), "[namn]", "marks");
}

int main(void) {
    analysis_tables(&tables, __FILE__);
    words();
    abbreviations();
    numbers();
    addresses();
    marks();
    folds();
    tables_free(&tables);
    return done();
}
