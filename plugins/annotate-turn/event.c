/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "event.h"

#include "label.h"
#include "words.h"

#include <string.h>
#include <utsaga/layers.h>

const char *const at_profile_names[AT_PROFILES_ + 1] = {"auto", "report",    "verbatim", "bureau",
                                                        "gts",  "jefferson", NULL};

/* ---- what stands inside brackets ---- */

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

/* Folded, but with the question marks that open it, which are marks here and not doubts. */
static size_t fold_inside(const char *p, size_t n, char *key, size_t room) {
    size_t asks = 0;
    while (asks < n && asks < 2 && p[asks] == '?') key[asks] = '?', asks++;
    if (asks) key[asks] = ' ';
    size_t from = asks + (asks > 0);
    size_t made = at_fold(p + asks, n - asks, key + from, room - from);
    return made ? from + made : asks;
}

bool at_event_is_known(const char *key, size_t n) {
    int64_t duration;
    return mark_of(key, n, &duration) >= 0;
}

/* ---- the marks ---- */

struct scan {
    const char *text, *end;
    enum at_profile profile;
    struct at_events *events;
};

static const char *put(struct scan *s, const char *begin, const char *end, uint32_t kind, const char *desc,
                       const char *desc_end, int64_t duration_ms, bool unknown) {
    struct at_event event = {(uint32_t)(begin - s->text),
                             (uint32_t)(end - s->text),
                             kind,
                             (uint32_t)(desc - s->text),
                             (uint32_t)(desc_end - s->text),
                             duration_ms,
                             unknown};
    if (!AT_PUSH(&s->events->found, event)) s->events->failed = true;
    return end;
}

static bool is_letter_before(const struct scan *s, const char *p) {
    return p > s->text && ((unsigned char)((p[-1] | 0x20) - 'a') < 26 || (unsigned char)p[-1] >= 0x80);
}

/* Only dots, blanks and ellipses: an omission. Counts the dots. */
static unsigned dots_only(const char *p, const char *end) {
    unsigned dots = 0;
    while (p < end) {
        if (*p == '.' || *p == '-') {
            dots++;
            p++;
        } else if (end - p >= 3 && memcmp(p, "…", 3) == 0) {
            dots += 3;
            p += 3;
        } else if (*p == ' ') {
            p++;
        } else {
            return 0;
        }
    }
    return dots;
}

/* "(2)", "(0,5)", "(1.5 s)" as milliseconds, or -1. */
static int64_t seconds(const char *p, const char *end, bool *fraction) {
    int64_t ms = 0;
    *fraction = false;
    const char *at = p;
    while (at < end && *at >= '0' && *at <= '9' && at - p < 3) ms = ms * 10 + (*at++ - '0');
    if (at == p) return -1;
    ms *= 1000;
    if (at + 1 < end && (*at == '.' || *at == ',') && at[1] >= '0' && at[1] <= '9') {
        ms += (at[1] - '0') * 100;
        at += 2;
        *fraction = true;
    }
    while (at < end && *at == ' ') at++;
    if (at < end && *at == 's') at = end - at <= 9 ? end : at;
    return at == end ? ms : -1;
}

static bool pauses_in_brackets(const struct scan *s) {
    return s->profile == AT_VERBATIM || s->profile == AT_JEFFERSON || s->profile == AT_GTS;
}

/* The inside [p, end) of a bracket that opened at @p open and whose mark ends at @p stop. NULL: no mark. */
static const char *inside(struct scan *s, const char *open, const char *p, const char *end, const char *stop,
                          bool square, bool twice) {
    const char *from = p, *to = end;
    while (from < to && *from == ' ') from++;
    while (to > from && to[-1] == ' ') to--;
    if (from == to)
        return s->profile == AT_JEFFERSON && end > p ? put(s, open, stop, UTS_EVENT_INAUDIBLE, p, p, -1, false) : NULL;
    unsigned dots = dots_only(from, to);
    if (dots >= 3) {
        uint32_t kind = s->profile == AT_GTS && !square ? UTS_EVENT_INAUDIBLE : UTS_EVENT_OMITTED;
        return put(s, open, stop, kind, from, from, -1, false);
    }
    if (dots && *from == '.') return put(s, open, stop, UTS_EVENT_PAUSE, from, from, -1, false);
    int64_t start, last, duration = -1;
    bool marked, fraction;
    if (at_stamp(open, s->end, &start, &last, &marked) == (size_t)(stop - open)) {
        /* "(5:00)" may be a price or a verse; hours make a time of it, and square brackets with two digits. */
        const char *colon = memchr(from, ':', (size_t)(to - from));
        bool full = colon && memchr(colon + 1, ':', (size_t)(to - colon) - 1);
        if (full || (square && colon - from >= 2)) return put(s, open, stop, UTS_EVENT_TIME, from, to, -1, false);
        return NULL;
    }
    int64_t pause = seconds(from, to, &fraction);
    if (pause >= 0) {
        if (!square && pauses_in_brackets(s)) return put(s, open, stop, UTS_EVENT_PAUSE, from, to, pause, false);
        return square && !fraction && is_letter_before(s, open)
                   ? put(s, open, stop, UTS_EVENT_NOTE_REF, from, to, -1, false)
                   : NULL;
    }
    char key[256];
    size_t n = fold_inside(from, (size_t)(to - from), key, sizeof key);
    int row = mark_of(key, n, &duration);
    if (row >= 0 && (square || twice || marks[row].prose || pauses_in_brackets(s)))
        return put(s, open, stop, marks[row].kind, from, to, duration, false);
    if (!square && n == 1 && key[0] == 'p' && s->profile == AT_JEFFERSON)
        return put(s, open, stop, UTS_EVENT_PAUSE, from, to, -1, false);
    if (square || twice) return put(s, open, stop, UTS_EVENT_COMMENT, from, to, -1, row < 0);
    return NULL;
}

/* The longest inside of a bracket that can be a mark; longer is text that somebody put in brackets. */
enum { INSIDE_BYTES = 200 };

static const char *take_bracket(struct scan *s, const char *p) {
    bool square = *p == '[', twice = p[1] == *p;
    const char *limit = s->end - p > INSIDE_BYTES ? p + INSIDE_BYTES : s->end, *from = p + 1 + twice;
    char close = square ? ']' : ')';
    for (const char *at = from; at < limit; at++) {
        if (*at == '\n' || *at == '[' || (*at == '(' && at > from)) break;
        if (*at != close) continue;
        const char *stop = at + 1;
        if (twice) {
            if (stop >= s->end || *stop != close) break;
            stop++;
        }
        const char *taken = inside(s, p, from, at, stop, square, twice && !square);
        return taken ? taken : p + 1;
    }
    return p + 1;
}

static size_t dots_at(const char *p, const char *end) {
    if (end - p >= 3 && (memcmp(p, "...", 3) == 0 || memcmp(p, "…", 3) == 0)) return 3;
    return 0;
}

/* "...skratt..." and "/.../". */
static const char *take_dots(struct scan *s, const char *p) {
    size_t open = dots_at(p, s->end);
    if (!open) return p + 1;
    const char *word = p + open;
    if (p > s->text && p[-1] == '/' && word < s->end && *word == '/')
        return put(s, p - 1, word + 1, UTS_EVENT_OMITTED, p, p, -1, false);
    const char *at = word;
    while (at < s->end && at - word < 24 &&
           ((unsigned char)((*at | 0x20) - 'a') < 26 || (unsigned char)*at == 0xC3 ||
            ((unsigned char)*at >= 0x80 && (unsigned char)*at < 0xC0)))
        at++;
    size_t close = at > word ? dots_at(at, s->end) : 0;
    if (close) {
        char key[64];
        int64_t duration = -1;
        size_t n = at_fold(word, (size_t)(at - word), key, sizeof key);
        int row = mark_of(key, n, &duration);
        if (row >= 0 && marks[row].prose) return put(s, p, at + close, marks[row].kind, word, at, -1, false);
    }
    return p + open;
}

/* A run of superscript digits. "m²" and "km³" are units. */
static const char *take_superscript(struct scan *s, const char *p) {
    const char *at = p;
    for (;;) {
        const unsigned char *u = (const unsigned char *)at;
        if (s->end - at >= 2 && u[0] == 0xC2 && (u[1] == 0xB9 || u[1] == 0xB2 || u[1] == 0xB3))
            at += 2;
        else if (s->end - at >= 3 && u[0] == 0xE2 && u[1] == 0x81 && (u[2] == 0xB0 || (u[2] >= 0xB4 && u[2] <= 0xB9)))
            at += 3;
        else
            break;
    }
    if (at == p) return p + 1;
    bool one = at - p == 2 && (unsigned char)p[1] != 0xB9;
    if (one && p > s->text && p[-1] == 'm') {
        const char *unit = p - 1;
        if (unit > s->text && strchr("kcdm", unit[-1])) unit--;
        if (!is_letter_before(s, unit)) return at;
    }
    return put(s, p, at, UTS_EVENT_NOTE_REF, p, at, -1, false);
}

static bool stands_alone(const struct scan *s, const char *p, const char *end) {
    bool before = p == s->text || strchr(" \n\t(\"", p[-1]) != NULL;
    return before && (end == s->end || strchr(" \n\t.,!?):;\"", *end) != NULL);
}

static const char *take_other(struct scan *s, const char *p) {
    int64_t start, last;
    bool marked;
    if (*p == '#') {
        size_t n = at_stamp(p, s->end, &start, &last, &marked);
        return n && marked ? put(s, p, p + n, UTS_EVENT_TIME, p + 1, p + n - 1, -1, false) : p + 1;
    }
    if (*p == 'N' && p[1] == 'N' && stands_alone(s, p, p + 2))
        return put(s, p, p + 2, UTS_EVENT_ANONYMISED, p, p + 2, -1, false);
    if (*p == '-' && p[1] == '-') {
        const char *at = p;
        while (at < s->end && *at == '-') at++;
        /* Between words an omission; alone on its line a rule. */
        bool in_line = p > s->text && p[-1] == ' ' && at < s->end && (*at == ' ' || *at == '.');
        return in_line && at - p == 3 ? put(s, p, at, UTS_EVENT_OMITTED, p, p, -1, false) : at;
    }
    if (s->profile == AT_GTS && *p == '/') {
        const char *at = p;
        while (at < s->end && *at == '/') at++;
        bool in_line = (p == s->text || p[-1] == ' ' || p[-1] == '\n') && (at == s->end || *at == ' ' || *at == '\n');
        return in_line && at - p <= 3 ? put(s, p, at, UTS_EVENT_PAUSE, p, p, -1, false) : at;
    }
    return p + 1;
}

/* ---- finding them fast ---- */

/* Sixteen bytes at once; gcc and clang turn this into vector instructions on every machine that has some. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));

/* 0xFF at each byte of p[0, 16) at which a mark may begin. Reads one byte more. */
static inline bytes16 flag_triggers(const char *p, unsigned char slash) {
    bytes16 c, next;
    memcpy(&c, p, 16);
    memcpy(&next, p + 1, 16);
    return (bytes16)((c == '[') | (c == '(') | (c == '#') | (c == slash) |
                     (((c == '.') | (c == '-') | (c == 'N')) & (c == next)) | ((c == 0x80) & (next == 0xA6)) |
                     ((c == 0xC2) & ((next == 0xB9) | (next == 0xB2) | (next == 0xB3))) |
                     ((c == 0xE2) & (next == 0x81)));
}

static const char *take(struct scan *s, const char *p) {
    unsigned char c = (unsigned char)*p;
    if (c == '[' || c == '(') return take_bracket(s, p);
    if (c == '.') return take_dots(s, p);
    if (c == 0x80) return p > s->text ? take_dots(s, p - 1) : p + 1;
    if (c == 0xC2 || c == 0xE2) return take_superscript(s, p);
    return take_other(s, p);
}

void at_events_find(struct at_events *events, const char *text, uint32_t n, enum at_profile profile,
                    const struct at_span *closed, uint32_t n_closed) {
    struct scan s = {text, text + n, profile, events};
    unsigned char slash = profile == AT_GTS ? '/' : '(';
    const char *done = text; /* what comes before is taken */
    events->found.n = 0;
    events->failed = false;
    for (uint32_t at = 0; at < n; at += 16) {
        bytes16 flags = flag_triggers(text + at, slash);
        uint64_t any[2];
        memcpy(any, &flags, 16);
        if (!(any[0] | any[1])) continue;
        for (uint32_t i = 0; i < 16 && at + i < n; i++) {
            const char *p = text + at + i;
            if (!flags[i] || p < done) continue;
            while (n_closed && text + closed->end <= p) closed++, n_closed--;
            done = n_closed && text + closed->begin <= p ? text + closed->end : take(&s, p);
        }
    }
}
