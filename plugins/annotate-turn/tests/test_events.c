/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks of the transcriber against answers written by hand. */
#include "event.h"
#include "tap.h"

#include <utsaga/layers.h>

/* The marks as "text=kind", kinds by first letters. */
static void marks_of(const char *document, enum at_profile profile, char *out, size_t room) {
    static const char *const names[UTS_EVENT_COUNT_] = {"",           "pause",    "vocal",   "inaudible",
                                                        "omitted",    "incident", "kinesic", "comment",
                                                        "anonymised", "unclear",  "time",    "noteref"};
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
    MARKS("ja [skratt] nej (skratt) så ((skrattar)) slut", AT_AUTO, "[skratt]=vocal (skratt)=vocal ((skrattar))=vocal");
    MARKS("klienterna...skratt...(...). Ordinarie", AT_AUTO, "...skratt...=vocal (...)=omitted");
    MARKS("så... ja... nej", AT_AUTO, "");
    MARKS("[...] och […] och /.../ och (…)", AT_AUTO, "[...]=omitted […]=omitted /.../=omitted (…)=omitted");
    MARKS("så (...) där", AT_GTS, "(...)=inaudible");
    MARKS("[ohörbart] (ohörbart 00:12:03) [hör inte 0:12:03]", AT_AUTO,
          "[ohörbart]=inaudible (ohörbart 00:12:03)=inaudible [hör inte 0:12:03]=inaudible");
    MARKS("ordet [?? 0:03:10] där", AT_AUTO, "[?? 0:03:10]=unclear");
    MARKS("(paus 4 sek) [lång paus] (.) [tystnad]", AT_AUTO,
          "(paus 4 sek)=pause/4000 [lång paus]=pause (.)=pause [tystnad]=pause");
    MARKS("steg (2) av tre", AT_AUTO, "");
    MARKS("jag (2) tror (0,5) det", AT_VERBATIM, "(2)=pause/2000 (0,5)=pause/500");
    MARKS("hos [namn] i [ort] och [namn 1] med [NN]", AT_AUTO,
          "[namn]=anonymised [ort]=anonymised [namn 1]=anonymised [NN]=anonymised");
    MARKS("då sa NN att ANNA", AT_AUTO, "NN=anonymised");
    MARKS("[00:12:03] och #00:12:03-4# och (0:03:10) och (5:00) och [5:00]", AT_AUTO,
          "[00:12:03]=time #00:12:03-4#=time (0:03:10)=time");
    MARKS("resurs)¹ och vård². 10 m² och 3 km³", AT_AUTO, "¹=noteref ²=noteref");
    MARKS("verksamheten¹⁰ enligt", AT_AUTO, "¹⁰=noteref");
    MARKS("dem [vårdpersonal] en [peer supportern]", AT_AUTO, "[vårdpersonal]=comment [peer supportern]=comment");
    MARKS("((pekar mot dörren)) [telefonen ringer] (nickar)", AT_AUTO,
          "((pekar mot dörren))=kinesic [telefonen ringer]=incident (nickar)=kinesic");
    MARKS("en parentes (som den här) och (kunskap, kompetens)", AT_AUTO, "");
    MARKS("ja / nej // jo och/eller", AT_GTS, "/=pause //=pause");
    MARKS("ja / nej // jo och/eller", AT_AUTO, "");
    char none[64];
    marks_of("en [parentes\nmed radbrytning]", AT_AUTO, none, sizeof none);
    is_str(none, "", "a bracket does not go over a line break");
    MARKS("[[dubbel]] hake", AT_AUTO, "[[dubbel]]=comment");
    return done();
}
