/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mark.h"

#include "label.h"
#include "words.h"

#include <string.h>
#include <utsaga/layers.h>

enum how { EXACT, STEM, LAST };

/*
 * STEM: the first word begins so and goes on for at most six bytes ("skrattar"). EXACT: the whole inside, a number or
 * letter after it left out of account. LAST: the last word. `prose`: also in round brackets without a profile.
 */
static const struct {
    const char *text;
    unsigned char length, kind, how, prose;
} marks[] = {
#define MARK(text, kind, how, prose)                                                                                   \
    { text, sizeof(text) - 1, kind, how, prose }
    MARK("skratt", UTS_EVENT_VOCAL, STEM, 1),
    MARK("fniss", UTS_EVENT_VOCAL, STEM, 1),
    MARK("suck", UTS_EVENT_VOCAL, STEM, 1),
    MARK("harkl", UTS_EVENT_VOCAL, STEM, 1),
    MARK("host", UTS_EVENT_VOCAL, STEM, 1),
    MARK("gråt", UTS_EVENT_VOCAL, STEM, 1),
    MARK("gråter", UTS_EVENT_VOCAL, STEM, 1),
    MARK("snyft", UTS_EVENT_VOCAL, STEM, 1),
    MARK("fnys", UTS_EVENT_VOCAL, STEM, 1),
    MARK("nyser", UTS_EVENT_VOCAL, STEM, 1),
    MARK("nysning", UTS_EVENT_VOCAL, STEM, 1),
    MARK("gäsp", UTS_EVENT_VOCAL, STEM, 1),
    MARK("stön", UTS_EVENT_VOCAL, STEM, 1),
    MARK("snörvl", UTS_EVENT_VOCAL, STEM, 1),
    MARK("viskar", UTS_EVENT_VOCAL, EXACT, 1),
    MARK("andas", UTS_EVENT_VOCAL, STEM, 0),
    MARK("inandning", UTS_EVENT_VOCAL, STEM, 1),
    MARK("utandning", UTS_EVENT_VOCAL, STEM, 1),
    MARK("hummar", UTS_EVENT_VOCAL, STEM, 1),
    MARK("laugh", UTS_EVENT_VOCAL, STEM, 1),
    MARK("allmänt skratt", UTS_EVENT_VOCAL, EXACT, 1),
    MARK("alla skrattar", UTS_EVENT_VOCAL, EXACT, 1),
    MARK("båda skrattar", UTS_EVENT_VOCAL, EXACT, 1),
    MARK("drar efter andan", UTS_EVENT_VOCAL, EXACT, 1),
    MARK("skratt", UTS_EVENT_VOCAL, LAST, 0),
    MARK("skrattar", UTS_EVENT_VOCAL, LAST, 0),
    MARK("ohörbar", UTS_EVENT_INAUDIBLE, STEM, 1),
    MARK("ohb", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("hör inte", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("hör ej", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("hörs inte", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("hörs ej", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("går inte att höra", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("ej hörbart", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("otydligt", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("otydbart", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("inaudible", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("unintelligible", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("mumlar", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("mummel", UTS_EVENT_INAUDIBLE, EXACT, 1),
    MARK("paus", UTS_EVENT_PAUSE, STEM, 1),
    MARK("lång paus", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("kort paus", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("längre paus", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("kortare paus", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("tankepaus", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("konstpaus", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("tystnad", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("lång tystnad", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("tyst", UTS_EVENT_PAUSE, EXACT, 0),
    MARK("pause", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("silence", UTS_EVENT_PAUSE, EXACT, 1),
    MARK("telefon", UTS_EVENT_INCIDENT, STEM, 0),
    MARK("telefonen ringer", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("telefon ringer", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("mobil", UTS_EVENT_INCIDENT, STEM, 0),
    MARK("dörr", UTS_EVENT_INCIDENT, STEM, 0),
    MARK("knack", UTS_EVENT_INCIDENT, STEM, 0),
    MARK("det knackar på dörren", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("avbrott", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("avbrott i inspelningen", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("inspelning", UTS_EVENT_INCIDENT, STEM, 0),
    MARK("någon kommer in", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("bakgrundsljud", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("oljud", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("buller", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("musik", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("skrap", UTS_EVENT_INCIDENT, STEM, 0),
    MARK("applåd", UTS_EVENT_INCIDENT, STEM, 1),
    MARK("bandet slut", UTS_EVENT_INCIDENT, EXACT, 1),
    MARK("nickar", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("nick", UTS_EVENT_KINESIC, STEM, 0),
    MARK("pekar", UTS_EVENT_KINESIC, STEM, 0),
    MARK("skakar på huvudet", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("skakar huvudet", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("gestikulerar", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("rycker på axlarna", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("himlar med ögonen", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("ler", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("vinkar", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("klappar", UTS_EVENT_KINESIC, STEM, 0),
    MARK("visar", UTS_EVENT_KINESIC, STEM, 0),
    MARK("tittar", UTS_EVENT_KINESIC, STEM, 0),
    MARK("reser sig", UTS_EVENT_KINESIC, EXACT, 1),
    MARK("namn", UTS_EVENT_ANONYMISED, EXACT, 1),
    MARK("namnet", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("namn", UTS_EVENT_ANONYMISED, LAST, 0),
    MARK("förnamn", UTS_EVENT_ANONYMISED, EXACT, 1),
    MARK("efternamn", UTS_EVENT_ANONYMISED, EXACT, 1),
    MARK("kvinnonamn", UTS_EVENT_ANONYMISED, EXACT, 1),
    MARK("mansnamn", UTS_EVENT_ANONYMISED, EXACT, 1),
    MARK("ort", UTS_EVENT_ANONYMISED, EXACT, 1),
    MARK("orten", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("ortsnamn", UTS_EVENT_ANONYMISED, EXACT, 1),
    MARK("plats", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("platsen", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("arbetsplats", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("arbetsplatsen", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("stad", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("staden", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("stadsdel", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("kommun", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("kommunen", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("region", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("land", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("skola", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("skolan", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("sjukhus", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("sjukhuset", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("avdelning", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("avdelningen", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("verksamhet", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("verksamheten", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("boende", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("boendet", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("enhet", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("organisation", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("förening", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("företag", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("företaget", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("person", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("kollega", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("chef", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("gata", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("adress", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("telefonnummer", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("födelsedatum", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("personnummer", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("datum", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("diagnos", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("nn", UTS_EVENT_ANONYMISED, EXACT, 1),
    MARK("xx", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("x", UTS_EVENT_ANONYMISED, EXACT, 0),
    MARK("??", UTS_EVENT_UNCLEAR, EXACT, 1),
    MARK("?", UTS_EVENT_UNCLEAR, EXACT, 1),
#undef MARK
};

/* The inside without a time, a duration or a number at its end. */
static size_t without_tail(const char *p, size_t n, int64_t *duration_ms) {
    size_t cut = n;
    for (size_t i = 0; i < n; i++) {
        int64_t ms;
        bool fresh = i == 0 || p[i - 1] == ' ';
        if (!fresh || p[i] < '0' || p[i] > '9') continue;
        if (at_clock(p + i, p + n, &ms) == 0) {
            int64_t value = 0;
            size_t k = i;
            while (k < n && p[k] >= '0' && p[k] <= '9' && k < i + 6) value = value * 10 + (p[k++] - '0');
            while (k < n && p[k] == ' ') k++;
            if (k < n && p[k] == 's') *duration_ms = value * 1000;
            if (k + 2 < n && memcmp(p + k, "min", 3) == 0) *duration_ms = value * 60000;
        }
        cut = i;
        break;
    }
    while (cut > 0 && strchr(" ,:;.", p[cut - 1])) cut--;
    /* "[namn A]" */
    if (cut >= 3 && p[cut - 2] == ' ' && p[cut - 1] >= 'a' && p[cut - 1] <= 'h') cut -= 2;
    return cut;
}

/* The row of the table that names the inside, or -1. */
static int mark_of(const char *key, size_t n, int64_t *duration_ms) {
    size_t cut = without_tail(key, n, duration_ms);
    size_t words = 1, last = 0;
    for (size_t i = 0; i < cut; i++)
        if (key[i] == ' ') {
            words++;
            last = i + 1;
        }
    if (cut == 0 || words > 6) return -1;
    const char *gap = memchr(key, ' ', cut);
    size_t first = gap ? (size_t)(gap - key) : cut;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = marks[i].length;
        if (marks[i].how != LAST && marks[i].text[0] != key[0]) continue;
        bool hit = marks[i].how == EXACT ? length == cut && memcmp(key, marks[i].text, length) == 0
                   : marks[i].how == STEM
                       ? first >= length && first <= length + 6 && memcmp(key, marks[i].text, length) == 0
                       : cut - last == length && memcmp(key + last, marks[i].text, length) == 0;
        if (hit) return (int)i;
    }
    return -1;
}

size_t at_mark_fold(const char *p, size_t n, char *key, size_t room) {
    size_t asks = 0;
    while (asks < n && asks < 2 && p[asks] == '?') key[asks] = '?', asks++;
    if (asks) key[asks] = ' ';
    size_t from = asks + (asks > 0);
    size_t made = at_fold(p + asks, n - asks, key + from, room - from);
    return made ? from + made : asks;
}

bool at_mark_find(const char *key, size_t n, int64_t *duration_ms, struct at_mark *out) {
    int row = mark_of(key, n, duration_ms);
    if (row < 0) return false;
    *out = (struct at_mark){marks[row].kind, marks[row].prose};
    return true;
}

bool at_mark_is_known(const char *key, size_t n) {
    int64_t duration;
    return mark_of(key, n, &duration) >= 0;
}
