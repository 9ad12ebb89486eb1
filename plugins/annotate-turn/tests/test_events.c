/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks of the transcriber against answers written by hand. */
#include "event.h"
#include "tap.h"

#include <utsaga/layers.h>

/* The marks as "text=kind", kinds by first letters. */
static void marks_of(const char *document, enum at_profile profile, char *out, size_t room) {
    static const char *const names[] = UTS_EVENT_NAMES;
    static char text[4096];
    struct at_events events = {0};
    size_t n = strlen(document);
    memset(text, 0, sizeof text);
    memcpy(text, document, n);
    out[0] = 0;
    at_events_find(&events, text, (uint32_t)n, profile, NULL, 0);
    for (uint32_t i = 0; i < events.found.n; i++) {
        const struct at_event *e = &events.found.items[i];
        size_t used = strlen(out);
        snprintf(out + used, room - used, "%s%.*s=%s", i ? " " : "", (int)(e->end - e->begin), text + e->begin,
                 names[e->kind]);
        if (e->duration_ms >= 0) snprintf(out + strlen(out), room - strlen(out), "/%d", (int)e->duration_ms);
    }
    free(events.found.items);
}

#define MARKS(document, profile, expected)                                                                             \
    do {                                                                                                               \
        char got[4096];                                                                                                \
        marks_of(document, profile, got, sizeof got);                                                                  \
        is_str(got, expected, document);                                                                               \
    } while (0)

int main(void) {
    MARKS("ja [skratt] nej (skratt) så ((skrattar)) slut", AT_PLAIN,
          "[skratt]=vocal (skratt)=vocal ((skrattar))=vocal");
    MARKS("klienterna...skratt...(...). Ordinarie", AT_PLAIN, "...skratt...=vocal (...)=omitted");
    MARKS("så... ja... nej", AT_PLAIN, "");
    MARKS("[...] och […] och /.../ och (…)", AT_PLAIN, "[...]=omitted […]=omitted /.../=omitted (…)=omitted");
    MARKS("så (...) där", AT_GTS, "(...)=inaudible");
    MARKS("[ohörbart] (ohörbart 00:12:03) [hör inte 0:12:03]", AT_PLAIN,
          "[ohörbart]=inaudible (ohörbart 00:12:03)=inaudible [hör inte 0:12:03]=inaudible");
    MARKS("ordet [?? 0:03:10] där", AT_PLAIN, "[?? 0:03:10]=unclear");
    MARKS("(paus 4 sek) [lång paus] (.) [tystnad]", AT_PLAIN,
          "(paus 4 sek)=pause/4000 [lång paus]=pause (.)=pause [tystnad]=pause");
    MARKS("steg (2) av tre", AT_PLAIN, "");
    MARKS("jag (2) tror (0,5) det", AT_SV_VERBATIM, "(2)=pause/2000 (0,5)=pause/500");
    MARKS("hos [namn] i [ort] och [namn 1] med [NN]", AT_PLAIN,
          "[namn]=anonymised [ort]=anonymised [namn 1]=anonymised [NN]=anonymised");
    MARKS("då sa NN att ANNA", AT_PLAIN, "NN=anonymised");
    MARKS("[00:12:03] och #00:12:03-4# och (0:03:10) och (5:00) och [5:00]", AT_PLAIN,
          "[00:12:03]=time #00:12:03-4#=time (0:03:10)=time");
    MARKS("resurs)¹ och vård². 10 m² och 3 km³", AT_PLAIN, "¹=note_ref ²=note_ref");
    MARKS("verksamheten¹⁰ enligt", AT_PLAIN, "¹⁰=note_ref");
    MARKS("dem [vårdpersonal] en [peer supportern]", AT_PLAIN, "[vårdpersonal]=comment [peer supportern]=comment");
    MARKS("((pekar mot dörren)) [telefonen ringer] (nickar)", AT_PLAIN,
          "((pekar mot dörren))=kinesic [telefonen ringer]=incident (nickar)=kinesic");
    MARKS("en parentes (som den här) och (kunskap, kompetens)", AT_PLAIN, "");
    MARKS("ja / nej // jo och/eller", AT_GTS, "/=pause //=pause");
    MARKS("ja / nej // jo och/eller", AT_PLAIN, "");
    MARKS("jag tän- jag (mm) va- [ja, just det] (I: mm) (Mm.) så", AT_SV_VERBATIM,
          "tän-=cutoff (mm)=backchannel va-=cutoff [ja, just det]=backchannel (I: mm)=backchannel (Mm.)=backchannel");
    MARKS("brukar- och anhörigföreningar, för-, mellan- och efterarbete, e-post, 10-", AT_SV_VERBATIM, "");
    MARKS("tän- (mm) [ja] så", AT_REPORT, "[ja]=comment");
    MARKS("tän- (mm) [ja] så", AT_PLAIN, "(mm)=backchannel [ja]=backchannel");
    MARKS("(mamma) [mamma] (mm hon sa det)", AT_PLAIN, "[mamma]=comment");
    MARKS("ja [va va ] (skratt) [skratt] fem[titre] .hh ja hhh ( ) (P) oh", AT_JEFFERSON,
          "[=overlap ]=overlap (skratt)=vocal [skratt]=vocal [=overlap ]=overlap .hh=vocal hhh=vocal ( )=inaudible "
          "(P)=pause");
    MARKS("på [1 femti (skratt) tre ]1 <1 va+ >1 @ < skratt > [2 nej", AT_GTS,
          "[1=overlap (skratt)=vocal ]1=overlap <1=comment va+=cutoff >1=comment @ < skratt >=vocal");
    MARKS("vi … hade tän… det [hör inte 0:12:03]", AT_BUREAU, "…=pause tän…=cutoff [hör inte 0:12:03]=inaudible");
    char none[64];
    marks_of("en [parentes\nmed radbrytning]", AT_PLAIN, none, sizeof none);
    is_str(none, "", "a bracket does not go over a line break");
    MARKS("[[dubbel]] hake", AT_PLAIN, "[[dubbel]]=comment");
    return done();
}
