/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the text for marks whose file gives no wording. */
#include "tei_in.h"

uint32_t tei_gap_kind(uts_str reason) {
    static const struct {
        const char *reason;
        uint32_t kind;
    } reasons[] = {{"inaudible", UTS_EVENT_INAUDIBLE},        {"unintelligible", UTS_EVENT_INAUDIBLE},
                   {"incomprehensible", UTS_EVENT_INAUDIBLE}, {"unclear", UTS_EVENT_INAUDIBLE},
                   {"anonymised", UTS_EVENT_ANONYMISED},      {"anonymized", UTS_EVENT_ANONYMISED},
                   {"anonymization", UTS_EVENT_ANONYMISED},   {"name", UTS_EVENT_ANONYMISED}};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (tei_is(reason, reasons[i].reason)) return reasons[i].kind;
    return UTS_EVENT_OMITTED;
}

uint32_t tei_event_kind(struct tei_cursor *c, const char *local) {
    (void)c;
    return strcmp(local, "vocal") == 0     ? UTS_EVENT_VOCAL
           : strcmp(local, "kinesic") == 0 ? UTS_EVENT_KINESIC
           : strcmp(local, "shift") == 0   ? UTS_EVENT_COMMENT
                                           : UTS_EVENT_INCIDENT;
}

const char *tei_mark_wording(const struct tei_cursor *c, uint32_t kind) {
    static const char *const words[UTS_EVENT_COUNT_][2] = {[UTS_EVENT_PAUSE] = {"paus", "pause"},
                                                           [UTS_EVENT_VOCAL] = {"läte", "vocal"},
                                                           [UTS_EVENT_INAUDIBLE] = {"ohörbart", "inaudible"},
                                                           [UTS_EVENT_OMITTED] = {"…", "…"},
                                                           [UTS_EVENT_INCIDENT] = {"händelse", "incident"},
                                                           [UTS_EVENT_KINESIC] = {"gest", "gesture"},
                                                           [UTS_EVENT_COMMENT] = {"skifte", "shift"},
                                                           [UTS_EVENT_ANONYMISED] = {"namn", "name"},
                                                           [UTS_EVENT_UNCLEAR] = {"?", "?"}};
    const char *word = words[kind][c->english];
    return word ? word : "?";
}
