/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences, against answers worked out by hand. */
#include "analyse.h"

#include <tap.h>

static struct tables tables;
static struct model model;

/* The sentences of @text with | between them. */
static const char *split(const char *text) {
    static char out[4096];
    struct analysis a;
    analysis_make(&a, &tables, text, (uint32_t)strlen(text), false);
    analysis_split(&a, &model);
    size_t n = 0;
    for (uint32_t i = 0; i < a.n_sentences; i++) {
        uint32_t last = (i + 1 < a.n_sentences ? a.first[i + 1] : a.spans.n) - 1, begin = a.spans.begin[a.first[i]];
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i ? "|" : "", (int)(a.spans.end[last] - begin),
                              a.text + begin);
    }
    out[n] = 0;
    analysis_free(&a);
    return out;
}

static void stops(void) {
    is_str(split("Jag kom. Hon gick! Varför? Jo."), "Jag kom.|Hon gick!|Varför?|Jo.", "full stops");
    is_str(split("Va?! Nej!!! Jaha... Sen då"), "Va?!|Nej!!!|Jaha...|Sen då", "runs of marks");
    is_str(split("Jag tänkte... kanske … nej"), "Jag tänkte... kanske … nej", "a pause is no end");
    is_str(split("Det var kul.Sen gick vi."), "Det var kul.|Sen gick vi.", "a missing blank");
    is_str(split("det var kul. sen gick vi hem."), "det var kul.|sen gick vi hem.", "careless small letters");
    is_str(split("Vi bodde i N. och sen i M. en tid."), "Vi bodde i N. och sen i M. en tid.", "a point after a letter");
    is_str(split("Det var 1998. 20 år sen."), "Det var 1998.|20 år sen.", "a number opens a sentence");
}

static void abbreviations(void) {
    is_str(split("Ta t.ex. Anna. Hon är f.d. lärare."), "Ta t.ex. Anna.|Hon är f.d. lärare.", "inside");
    is_str(split("Bröd, ost m.m. Sedan gick vi."), "Bröd, ost m.m.|Sedan gick vi.", "at the end");
    is_str(split("Hos dr. Ek och prof. Berg kl. 8. Sedan hem."), "Hos dr. Ek och prof. Berg kl. 8.|Sedan hem.",
           "titles");
    is_str(split("K. Ek och E. W. Berg kom. De åt."), "K. Ek och E. W. Berg kom.|De åt.", "initials");
}

static void quotations(void) {
    is_str(split("”Nej.” Hon gick. ”Jo!” sa han."), "”Nej.”|Hon gick.|”Jo!” sa han.", "same mark on both sides");
    is_str(split("»Kom!» ropade de. \"Ja.\" Hon kom."), "»Kom!» ropade de.|\"Ja.\"|Hon kom.", "other marks");
    is_str(split("Hur då? undrade hon. Så! sa Bo."), "Hur då? undrade hon.|Så! sa Bo.", "reporting verbs");
    is_str(split("Bra. (Tror jag.) Hm. (...) Ja."), "Bra.|(Tror jag.)|Hm.|(...) Ja.", "brackets");
    is_str(split("Ja. – Nej, sa hon. – Jo."), "Ja.|– Nej, sa hon.|– Jo.", "dialogue");
    is_str(split("Så var det.¹ Sedan kom hon.² Bra."), "Så var det.¹|Sedan kom hon.²|Bra.", "references");
}

static void lines(void) {
    is_str(split("En rubrik\n\nEn text."), "En rubrik|En text.", "an empty line ends a sentence");
    is_str(split("Bakgrund\nVi har pratat med tolv personer om deras arbete."),
           "Bakgrund|Vi har pratat med tolv personer om deras arbete.", "a heading on its own line");
    is_str(
        split(
            "Vi träffade många som hade arbetat länge med\nAnna och de flesta av dem tyckte att det hade\nvarit bra."),
        "Vi träffade många som hade arbetat länge med\nAnna och de flesta av dem tyckte att det hade\nvarit bra.",
        "lines wrapped by hand");
    is_str(split("Vi behöver:\n- bröd\n- ost\n1. smör\n2. salt"), "Vi behöver:|- bröd|- ost|1. smör|2. salt",
           "list items");
}

static void headings(void) {
    is_str(split("Sen mötte jag Anna Berg i Örebro och Kalle."), "Sen mötte jag Anna Berg i Örebro och Kalle.",
           "names end no sentence");
    is_str(split("Jag tror att Vården i Sverige och Försäkringskassan kan mer."),
           "Jag tror att Vården i Sverige och Försäkringskassan kan mer.", "capitals inside a sentence");
}

static void nothing(void) {
    is_str(split(""), "", "no text");
    is_str(split(" \n\n "), "", "blanks alone");
    is_str(split("… !!! — ()"), "… !!! — ()", "marks alone");
}

int main(void) {
    analysis_tables(&tables, __FILE__);
    model_make(&model, &tables.weights);
    stops();
    abbreviations();
    quotations();
    lines();
    headings();
    nothing();
    tables_free(&tables);
    return done();
}
