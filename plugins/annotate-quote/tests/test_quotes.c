/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotes, attributions and kinds of paragraphs of small reports against answers written by hand. */
#include "quote.h"
#include "tap.h"

static aq_paras paras;
static struct aq_attrs attrs;
static struct aq_quotes quotes;

static char text[16384];

static void read_report(const char *document) {
    size_t n = strlen(document);
    memset(text, 0, sizeof text);
    memcpy(text, document, n);
    aq_paras_split(&paras, text, (uint32_t)n);
    aq_paras_classify(&paras, text, &(struct aq_zones){0});
    aq_attrs_find(&attrs, &paras, text, (uint32_t)n);
    aq_quotes_find(&quotes, &paras, &attrs, text);
    aq_quotes_compare(&quotes, text);
}

static void put_part(char *out, size_t room, const struct aq_attr *attr, enum aq_part_kind kind) {
    const struct aq_part *part = aq_attr_part(&attrs, attr, kind);
    size_t used = strlen(out);
    if (part)
        snprintf(out + used, room - used, "%.*s", (int)(part->end - part->begin), text + part->begin);
    else
        snprintf(out + used, room - used, "-");
}

/* Quotes as "role/name[segments]text", "?" for a candidate. */
static void quotes_of(char *out, size_t room) {
    out[0] = 0;
    for (uint32_t i = 0; i < quotes.all.n; i++) {
        const struct aq_quote *q = &quotes.all.items[i];
        if (i) strcat(out, " | ");
        if (q->attr == AQ_NONE) {
            strcat(out, "?");
        } else {
            const struct aq_attr *attr = &attrs.all.items[q->attr];
            put_part(out, room, attr, AQ_P_ROLE);
            strcat(out, "/");
            put_part(out, room, attr, aq_attr_part(&attrs, attr, AQ_P_NAME) ? AQ_P_NAME : AQ_P_CODE);
        }
        strcat(out, ": ");
        for (uint32_t k = 0; k < q->n_segments; k++) {
            size_t used = strlen(out);
            snprintf(out + used, room - used, "%s%.*s", k ? " + " : "",
                     (int)(q->segments[k].end - q->segments[k].begin), text + q->segments[k].begin);
        }
    }
}

#define QUOTES(document, expected)                                                                                     \
    do {                                                                                                               \
        static char got[16384];                                                                                        \
        read_report(document);                                                                                         \
        quotes_of(got, sizeof got);                                                                                    \
        is_str(got, expected, expected);                                                                               \
    } while (0)

static void test_attributions(void) {
    QUOTES("Jag tycker det är bra (Chef, Maja).\n", "Chef/Maja: Jag tycker det är bra");
    QUOTES("Jag tycker det är bra. (Maja, chef)\n", "chef/Maja: Jag tycker det är bra.");
    QUOTES("Jag tycker det är bra (Chef, Maja)''\n", "Chef/Maja: Jag tycker det är bra");
    QUOTES("Jag vet inte riktigt (Medarbetare)\n", "Medarbetare/-: Jag vet inte riktigt");
    QUOTES("Jag vet inte riktigt. (IP4)\n", "-/IP4: Jag vet inte riktigt.");
    QUOTES("Jag vet inte riktigt. (Intervju 3)\n", "-/Intervju 3: Jag vet inte riktigt.");
    QUOTES("Jag vet inte riktigt. (brukare, man 45 år)\n", "brukare/-: Jag vet inte riktigt.");
    QUOTES("”Jag vet inte riktigt.”\n– Anna, 34 år\n", "-/Anna: Jag vet inte riktigt.");
    QUOTES("”Jag vet inte riktigt.”\n\n– Anna, sjuksköterska\n", "sjuksköterska/Anna: Jag vet inte riktigt.");
    QUOTES("”Jag vet inte riktigt.” – Anna, 34 år\n", "-/Anna: Jag vet inte riktigt.");
    QUOTES("Björn menar något.\n\n”Ja, det är väl så” (Björn). Andra säger annat om en björn.\n",
           "-/Björn: Ja, det är väl så");
    QUOTES("Chefen säger: ”Det går bra” (Chef, Kim). Andra säger annat.\n", "Chef/Kim: Det går bra");
    QUOTES("De säger att det går. \"(...) det går bra (Medarbetare)\".\n", "Medarbetare/-: (...) det går bra");
    QUOTES("De säger att det går. »Det går bra« (Elev). Men inte alltid.\n", "Elev/-: Det går bra");
    QUOTES("”Det går bra, det gör det faktiskt (Chef, Kim).\n", "Chef/Kim: Det går bra, det gör det faktiskt");
}

static void test_not_attributions(void) {
    QUOTES("Egenskaper är viktiga (kunskap, kompetens, personlighet)\n", "");
    QUOTES("Tidigare forskning visar det (Andersson, 2018).\n", "");
    QUOTES("Se vidare i texten nedan (se bilaga).\n\nMer står där (s. 12).\n", "");
    QUOTES("Organisationen heter så (NSPH).\n\nPartiet vann valet (S).\n", "");
    QUOTES("Vi intervjuade många (chefer, medarbetare och andra) under året.\n", "");
    QUOTES("Det framgår av tabellen (tabell 3).\n\nSå är det ofta (jfr Svensson).\n", "");
}

static void test_variants(void) {
    QUOTES("Ett två tre (Peer supporter).\n\nFyra fem sex (Peer supporter).\n\nSju åtta nio (peer supporter).\n\n"
           "Tio elva tolv (Peer supportter).\n",
           "Peer supporter/-: Ett två tre | Peer supporter/-: Fyra fem sex | Peer supporter/-: Sju åtta nio | "
           "Peer supporter/-: Tio elva tolv");
    QUOTES("De som städar kallas lokalvårdare.\n\nEtt två tre (Städkraft, Kim).\n\nFyra fem sex (Städkraft, Tor).\n\n"
           "Sju åtta nio (Städkraft, Kim).\n\nTio elva (Tor, städkraft).\n",
           "Städkraft/Kim: Ett två tre | Städkraft/Tor: Fyra fem sex | Städkraft/Kim: Sju åtta nio | Städkraft/Tor: "
           "Tio elva");
}

static void test_cut(void) {
    QUOTES(
        "Det är så att man ibland går och tänker på det som var och då blir det så att man inte riktigt\n\n"
        "¹ En fotnot om något annat.\n\n"
        "kommer vidare, utan står kvar (Brukare).\n",
        "Brukare/-: Det är så att man ibland går och tänker på det som var och då blir det så att man inte riktigt + "
        "kommer vidare, utan står kvar");
    QUOTES("En text som slutar med punkt.\n\nmen ett citat med liten bokstav (Brukare).\n",
           "Brukare/-: men ett citat med liten bokstav");
}

static void test_candidates(void) {
    QUOTES("Hon berättade för oss:\n\n”Jag visste inte vad jag skulle göra.”\n\nSedan gick hon.\n",
           "?: Jag visste inte vad jag skulle göra.");
    QUOTES("Han utför ”samma” arbete som de andra.\n", "");
    QUOTES("En chef säger: ”Vi gör så gott vi kan med tiden.” Det är allt.\n", "?: Vi gör så gott vi kan med tiden.");
}

static void test_repeated(void) {
    read_report(
        "Det här att ingjuta hopp, att det går att bli frisk, det är stort och viktigt för alla (Medarbetare).\n\n"
        "Något helt annat sägs här om en annan sak som inte alls liknar det första (Medarbetare).\n\n"
        "Det här att ingjuta hopp, att det går att bli frisk, det är stort (Medarbetare).\n");
    is_int(quotes.all.n, 3, "three quotes");
    is_int(quotes.all.items[1].repeats, AQ_NONE, "another quote is not a repetition");
    is_int(quotes.all.items[2].repeats, 0, "the third repeats the first");
}

static void test_paragraphs(void) {
    read_report(
        "Rapporten\n\nInnehåll\n\nBakgrund..... 2\nMetod..... 3\n\nBakgrund\n\nEn längre text om hur det var, med "
        "punkt.\n\n"
        "- en punkt i en lista\n\n¹ En fotnot.\n\n12\n\nBilaga: Intervjuguide\n\nHur mår du i dag?\n\nBerätta mer.\n\n"
        "Referenser\n\nAndersson, A. (2018). En bok.\n");
    static const uint32_t kinds[] = {AQ_TITLE_PAGE, AQ_HEADING,  AQ_CONTENTS,  AQ_HEADING, AQ_PLAIN,
                                     AQ_LIST,       AQ_FOOTNOTE, AQ_FURNITURE, AQ_HEADING, AQ_GUIDE,
                                     AQ_GUIDE,      AQ_HEADING,  AQ_PLAIN};
    is_int(paras.n, sizeof kinds / sizeof *kinds, "paragraphs");
    for (uint32_t i = 0; i < paras.n && i < sizeof kinds / sizeof *kinds; i++) {
        char name[64];
        snprintf(name, sizeof name, "kind of paragraph %u", i + 1);
        is_int(paras.items[i].kind, kinds[i], name);
    }
    read_report(
        "Rubrik\n\nEn text som handlar om något och är lång nog.\n\nMer text om något annat.\n\nLäs mer:\n\nEn länk\n\n"
        "Skriv ut PDF!\n\n2 Kommentarer\n\nBra skrivet!\n");
    is_int(paras.items[3].kind, AQ_FURNITURE, "links before page residue");
    is_int(paras.items[paras.n - 1].kind, AQ_FURNITURE, "comments of readers");
    is_int(paras.items[1].kind, AQ_PLAIN, "the article itself");
}

static void test_one_letter(void) {
    ok(aq_one_letter_apart("supportter", 10, "supporter", 9), "one letter too many");
    ok(aq_one_letter_apart("suporter", 8, "supporter", 9), "one letter missing");
    ok(aq_one_letter_apart("väktare", strlen("väktare"), "vaktare", 7), "a for ä");
    ok(aq_one_letter_apart("supprotre", 9, "supprotre", 9), "equal");
    ok(aq_one_letter_apart("chfe", 4, "chef", 4), "two letters swapped");
    ok(!aq_one_letter_apart("maja", 4, "maria", 5), "two letters differ");
    ok(!aq_one_letter_apart("lena", 4, "linda", 5), "different names");
}

int main(void) {
    test_attributions();
    test_not_attributions();
    test_variants();
    test_cut();
    test_candidates();
    test_repeated();
    test_paragraphs();
    test_one_letter();
    free(paras.items);
    aq_attrs_free(&attrs);
    free(quotes.all.items);
    return done();
}
