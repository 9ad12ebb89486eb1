/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels and turns of small documents against answers written by hand: "Speaker: text | Speaker: text". */
#include "roles.h"
#include "tap.h"
#include "variants.h"

#include <utsaga/layers.h>

static struct at_labels labels;
static struct at_built built;

/* Turns as one line; "?" unknown speaker, "*" before an interviewer. */
static void turns_of(const char *document, char *out, size_t room) {
    static char text[8192];
    unsigned char asks[256] = {0};
    size_t n = strlen(document);
    memset(text, 0, sizeof text);
    memcpy(text, document, n);
    out[0] = 0;
    if (!at_labels_find(&labels, text, (uint32_t)n, &(struct at_hints){0})) return;
    if (labels.layout == AT_NO_LAYOUT) {
        snprintf(out, room, "none");
        return;
    }
    at_build(&built, &labels, text);
    at_roles_find(&built, &labels, text, asks);
    for (uint32_t i = 0; i < built.turns.n; i++) {
        const struct at_turn *t = &built.turns.items[i];
        char name[100] = "?";
        if (t->group != AT_NONE) {
            const struct at_surface *s = &labels.surfaces.items[labels.groups.items[t->group].shown];
            snprintf(name, sizeof name, "%.*s", (int)s->length, text + s->begin);
        }
        size_t used = strlen(out);
        snprintf(out + used, room - used, "%s%s%s: %.*s", i ? " | " : "", t->question ? "*" : "", name,
                 (int)(t->end - t->begin), text + t->begin);
    }
    for (char *p = out; *p; p++)
        if (*p == '\n') *p = '~';
}

#define TURNS(document, expected)                                                                                      \
    do {                                                                                                               \
        char got[8192];                                                                                                \
        turns_of(document, got, sizeof got);                                                                           \
        is_str(got, expected, expected);                                                                               \
    } while (0)

static void test_labels(void) {
    TURNS("Anna: Hej.\nBo: Hej.\n", "Anna: Hej. | Bo: Hej.");
    TURNS("Anna: oro.\n", "Anna: oro.");
    TURNS("I: Hur då?\nIP1: Så.\nI: Jaså?\n", "*I: Hur då? | IP1: Så. | *I: Jaså?");
    TURNS("[Anna] Ring [5:00] i morgon.\nDå.\n\n[Bo] [skratt] Okej.\n   [Anna]   Bra.\n",
          "Anna: Ring [5:00] i morgon.~Då. | Bo: [skratt] Okej. | Anna: Bra.");
    TURNS("Åsa Öberg: Ett.\n2:a läkaren: Två.\nIP 1: Tre.\nIP-1: Fyra.\nÅÖ/Ek: Fem.\nIP3?: Sex.\n",
          "Åsa Öberg: Ett. | 2:a läkaren: Två. | IP 1: Tre. | IP-1: Fyra. | ÅÖ/Ek: Fem. | IP3?: Sex.");
    TURNS("Anna: Hej.\nANNA: Du.\nBo: Ja.\nAnna: Nej.\n", "Anna: Hej. | Anna: Du. | Bo: Ja. | Anna: Nej.");
    TURNS("**Anna:** Hej.\n**Bo:** Hej.\n**Anna:** Jo.\n", "Anna: Hej. | Bo: Hej. | Anna: Jo.");
    TURNS("I\tVad då?\nIP\tInget.\nI\tJaha.\nIP\tJust det: inget.\n",
          "*I: Vad då? | IP: Inget. | *I: Jaha. | IP: Just det: inget.");
    TURNS("Anna – Hej du.\nBo – Hej.\nAnna – Jo då.\nBo – Nej.\n",
          "Anna: Hej du. | Bo: Hej. | Anna: Jo då. | Bo: Nej.");
    TURNS("ANNA\nHej.\n\nBO\nHej hej.\n\nANNA\nJo.\n\nBO\nJa.\n", "ANNA: Hej. | BO: Hej hej. | ANNA: Jo. | BO: Ja.");
    TURNS("$A: hej / du\n@ < skratt >\n$B: ja\n$A: nej\n", "A: hej / du | B: ja | A: nej");
    TURNS("– Hej du där.\n– Hej.\n– Hur är det?\n– Bra.\n– Det var bra.\n",
          "?: Hej du där. | ?: Hej. | ?: Hur är det? | ?: Bra. | ?: Det var bra.");
    TURNS("**Hur mår du?**\n\nBra.\n\nRiktigt bra.\n\n**Varför?**\n\nVet inte.\n",
          "*?: Hur mår du? | ?: Bra.~~Riktigt bra. | *?: Varför? | ?: Vet inte.");
}

static void test_odd_labels(void) {
    TURNS("anna: hej\nbo: hej hej\nanna: jaha\nbo: jo\n", "anna: hej | bo: hej hej | anna: jaha | bo: jo");
    TURNS("i: hej?\nip: nä\n", "*i: hej? | ip: nä");
    TURNS("Anna (skrattar): Hej.\nBo: Hej.\nAnna: Jo.\n", "Anna: Hej. | Bo: Hej. | Anna: Jo.");
    TURNS("M1: Ja?\nK1: Nej.\nM1: Jo?\nK1: Ja.\n", "M1: Ja? | K1: Nej. | M1: Jo? | K1: Ja.");
    TURNS("F1: Ja.\nF2: Nej.\nF1: Jo.\n", "F1: Ja. | F2: Nej. | F1: Jo.");
}

static void test_times(void) {
    TURNS("[00:00:00] I: Hej?\n[00:00:06] IP: Hej.\n", "*I: Hej? | IP: Hej.");
    is_int(built.turns.items[1].start_ms, 6000, "time before the label");
    TURNS("Talare 1: [00:00:00] Hej.\nTalare 2: [00:00:06] Hej.\n", "Talare 1: Hej. | Talare 2: Hej.");
    is_int(built.turns.items[1].start_ms, 6000, "time after the label");
    TURNS("I: Hej? #00:00:06-2#\nIP: Nä. #00:00:17-6#\n", "*I: Hej? | IP: Nä.");
    is_int(built.turns.items[1].end_ms, 17600, "time at the end of the turn");
    TURNS("Anna Ek  0:00  \nHej.\n\nBo Ek  0:06  \nHej hej.\n", "Anna Ek: Hej. | Bo Ek: Hej hej.");
    is_int(built.turns.items[1].start_ms, 6000, "name and time on a line");
    TURNS("00:00:00\nTalare 1: Hej.\n\n00:00:06\nTalare 2: Hej.\n", "Talare 1: Hej. | Talare 2: Hej.");
    is_int(built.turns.items[1].start_ms, 6000, "time on the line above");
    TURNS("I: Hej?\nIP: Jag sa [ohörbart 00:00:53]\nI: Jaså?\n",
          "*I: Hej? | IP: Jag sa [ohörbart 00:00:53] | *I: Jaså?");
    is_int(built.turns.items[1].end_ms, -1, "the time of an inaudible place is not the turn's");
    TURNS("0:00.0 - 0:06.2\tHej?\tAnna\n0:06.4 - 0:17.7\tHej.\tBo\n", "Anna: Hej? | Bo: Hej.");
    is_int(built.turns.items[1].end_ms, 17700, "table row: end time");
}

static void test_not_labels(void) {
    TURNS("Han sa: jag går nu. Sedan gick han hem och lade sig.\nDet var allt.\nKlockan var 17:30 när han kom.\n",
          "none");
    TURNS("Kort sagt: vi fick klara oss.\nDet gick bra ändå.\n", "none");
    TURNS("Kort sagt: vi fick klara oss.\n", "none");
    TURNS("Datum: 2021-03-09\nPlats: Storstad\n", "none");
    TURNS("Klubbens 12:e möte om EU:s stöd hölls kl. 8:30 vid S:t Eriksplan. Fråga:Svar gavs.\n", "none");
    TURNS("Se https://exempel.se/sida: där står det.\nOch mer text finns här nedanför.\nt.ex.: så här.\n", "none");
    TURNS("Inledning\n\nEn text om något.\n\nUppgifter:\n\nMer text om något annat.\n\nHandledning: se ovan\n\nÄnnu "
          "mer text.\n",
          "none");
    TURNS("", "none");
}

static void test_document(void) {
    TURNS("Datum: 2021-03-09\nIntervjuare: Anna Ek\n\nAnna: Hur mår du?\nBo: Bra.\nKort sagt: bra.\nAnna: Jaha.\n",
          "*Anna: Hur mår du? | Bo: Bra.~Kort sagt: bra. | *Anna: Jaha.");
    TURNS("Datum: i går\nIntervjuare: Anna Ek\nIntervjuare: Hej, hur är det?\nBo: Bra.\nIntervjuare: Jaså?\nBo: Ja.\n",
          "*Intervjuare: Hej, hur är det? | Bo: Bra. | *Intervjuare: Jaså? | Bo: Ja.");
    TURNS("M: Vad tycker ni?\nR1: Bra.\nR2: Dåligt.\nM: Varför?\n",
          "*M: Vad tycker ni? | R1: Bra. | R2: Dåligt. | *M: Varför?");
    TURNS("M: Ja.\nF: Nej.\nM: Jo.\nF: Aldrig.\n", "M: Ja. | F: Nej. | M: Jo. | F: Aldrig.");
    TURNS("F: Vad då?\nS: Inget.\nF: Jo?\nS: Nej.\n", "*F: Vad då? | S: Inget. | *F: Jo? | S: Nej.");
    TURNS("   1  I: Hej och\n   2  hå?\n   3  IP: Ja,\n   4  hej.\n   5  I: Jaha?\n   6  IP: Jo.\n",
          "*I: Hej och~   2  hå? | IP: Ja,~   4  hej. | *I: Jaha? | IP: Jo.");
    is_int(built.segments.n, 6, "a numbered line is a part of its own");
    TURNS("I:  Hej och\n    hå?\nIP: Ja,\n    sagt: hej.\nI:  Jaha?\n",
          "*I: Hej och~    hå? | IP: Ja,~    sagt: hej. | *I: Jaha?");
    TURNS("Anna: Ja.\n[Paus för fika och allmänt prat i köket]\nMer av Anna.\nBo: Nej.\n",
          "Anna: Ja.~[Paus för fika och allmänt prat i köket]~Mer av Anna. | Bo: Nej.");
    is_int(built.segments.n, 3, "a remark on its own line cuts the turn in two parts");
}

/* What a reader knows to be no speech: inside a line, before a label, between two parts of a turn. */
static void test_hints(void) {
    static const struct at_hints none;
    static const char text[8192] = "12 Anna: Jag tänkte1 se not sen då.\nSidhuvud: 3\nMer.\nBo: Nej.\nAnna: Jo.\n";
    /* "12", the note, the page header */
    const char *note = strstr(text, "1 se not"), *head = strstr(text, "Sidhuvud");
    uint32_t begin[] = {0, (uint32_t)(note - text), (uint32_t)(head - text)};
    uint32_t end[] = {2, begin[1] + 8, begin[2] + 11};
    uint32_t kind[] = {UTS_ZONE_FURNITURE, UTS_ZONE_FOOTNOTE, UTS_ZONE_FURNITURE};
    struct at_hints hints = none;
    hints.zone_begin = begin;
    hints.zone_end = end;
    hints.zone_kind = kind;
    hints.n_zones = 3;
    ok(at_labels_find(&labels, text, (uint32_t)strlen(text), &hints), "labels with hints");
    at_build(&built, &labels, text);
    is_int(built.turns.n, 3, "three turns: the label behind a line number counts, the page header is none");
    is_int(built.segments.n, 5, "a footnote and a page header cut the first turn in three");
    const struct at_segment *s = built.segments.items;
    ok(s[0].end == begin[1] && s[1].begin == end[1] + 1 && s[0].turn == 0 && s[1].turn == 0 && s[2].turn == 0,
       "its parts lie around the footnote");
    uint32_t same = 0;
    for (uint32_t i = 0; i < built.zones.n; i++)
        for (int k = 0; k < 3; k++)
            same += built.zones.items[i].begin == begin[k] && built.zones.items[i].end == end[k] &&
                    built.zones.items[i].kind == kind[k];
    is_int(same, 3, "what the reader said stays as it is");
}

static void proposals_of(const char *document, char *out, size_t room) {
    char turns[8192];
    turns_of(document, turns, sizeof turns);
    out[0] = 0;
    for (uint32_t a = 0; a < labels.groups.n; a++)
        for (uint32_t b = a + 1; b < labels.groups.n; b++) {
            if (!labels.groups.items[a].speaker || !labels.groups.items[b].speaker) continue;
            if (!at_variants_may_be_one(&labels, a, b)) continue;
            size_t used = strlen(out);
            snprintf(out + used, room - used, "%.*s=%.*s ", (int)labels.groups.items[a].key_length,
                     labels.keys.items + labels.groups.items[a].key, (int)labels.groups.items[b].key_length,
                     labels.keys.items + labels.groups.items[b].key);
        }
}

static void test_variants(void) {
    char got[1000];
    proposals_of("IP1: Ja.\nIP 1: Nej.\nIP2: Jo.\nIP1: Så.\n", got, sizeof got);
    is_str(got, "ip1=ip 1 ", "IP1 and IP 1, not IP2");
    proposals_of("Int.: Vad?\nBo: Jo.\nIntervjuare: Hur?\nModerator: När?\nBo: Så.\n", got, sizeof got);
    is_str(got, "int.=intervjuare ", "Int. and Intervjuare, not Moderator");
    proposals_of("Marita: Ja.\nBo: Nej.\nMarita: Jo.\nBo: Så.\nMarita: A.\nMarita: B.\nMartia: C.\nBo: D.\n", got,
                 sizeof got);
    is_str(got, "marita=martia ", "a rare slip beside a common name");
    proposals_of("Maria: Ja.\nMarta: Nej.\nMaria: Jo.\nMarta: Så.\n", got, sizeof got);
    is_str(got, "", "two common names that differ by a letter are two persons");
    proposals_of("Anna: Ja.\nBo: Nej.\nAnna Ek: Jo.\nBo: Så.\nAnnabel: Nå.\n", got, sizeof got);
    is_str(got, "anna=anna ek ", "Anna and Anna Ek, not Annabel");
}

/* Every byte that is not white space lies in one zone, and zones do not overlap. */
static void test_partition(void) {
    const char *text = "Datum: i dag\n\n[00:01] Anna: Hej [skratt].\nMer.\n\n# Rubrik\n[En lång anmärkning om läget i "
                       "rummet]\nBo: Ja. #00:00:02-1#\n";
    char got[4096];
    turns_of(text, got, sizeof got);
    size_t n = strlen(text);
    unsigned char cover[512] = {0};
    for (uint32_t i = 0; i < built.zones.n; i++)
        for (uint32_t k = built.zones.items[i].begin; k < built.zones.items[i].end; k++) cover[k]++;
    bool good = true;
    for (size_t i = 0; i < n; i++)
        good = good && (cover[i] == 1 || (cover[i] == 0 && strchr(" \n", text[i])) || strchr(" \n", text[i]));
    ok(good, "zones partition the text");
}

int main(void) {
    test_labels();
    test_odd_labels();
    test_times();
    test_not_labels();
    test_document();
    test_hints();
    test_variants();
    test_partition();
    at_labels_free(&labels);
    at_built_free(&built);
    return done();
}
