/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs in brackets. */
#include "label.h"
#include "mark.h"
#include "scan.h"
#include "spoken.h"

#include <utsaga/layers.h>

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
    while (at < end && at_is_digit(*at) && at - p < 3) ms = ms * 10 + (*at++ - '0');
    if (at == p) return -1;
    ms *= 1000;
    if (at + 1 < end && (*at == '.' || *at == ',') && at_is_digit(at[1])) {
        ms += (at[1] - '0') * 100;
        at += 2;
        *fraction = true;
    }
    while (at < end && *at == ' ') at++;
    if (at < end && *at == 's') at = end - at <= 9 ? end : at;
    return at == end ? ms : -1;
}

/* What stands in a bracket that opens at `open` and whose mark ends at `stop`. */
struct bracket {
    const char *open, *stop;
    const char *from, *to; /* the inside, without blanks */
    bool square, twice;
};

static const char *inside_met(struct at_scan *s, enum at_sign sign, const struct bracket *b) {
    return at_met(s, sign, at_event_of(s, b->open, b->stop, b->from, b->to));
}

/* "(5:00)" may be a price or a verse; hours make a time of it, and square brackets with two digits. */
static const char *take_time(struct at_scan *s, const struct bracket *b) {
    const char *colon = memchr(b->from, ':', (size_t)(b->to - b->from));
    bool full = colon && memchr(colon + 1, ':', (size_t)(b->to - colon) - 1);
    return full || (b->square && colon - b->from >= 2) ? inside_met(s, AT_SIGN_TIME, b) : NULL;
}

static const char *take_pause(struct at_scan *s, const struct bracket *b, int64_t ms, bool fraction) {
    struct at_event event = at_event_of(s, b->open, b->stop, b->from, b->to);
    if (b->square) return !fraction && at_letter_before(s, b->open) ? at_met(s, AT_SIGN_NOTE, event) : NULL;
    event.duration_ms = ms;
    return at_met(s, fraction || !at_is_digit(b->to[-1]) ? AT_SIGN_SECONDS : AT_SIGN_NUMBER, event);
}

/* A word that the table of marks names. */
static const char *take_word(struct at_scan *s, const struct bracket *b, const struct at_mark *mark, int64_t ms) {
    bool clear = b->square || b->twice || mark->prose;
    struct at_event event = at_event_of(s, b->open, b->stop, b->from, b->to);
    event.kind = mark->kind;
    event.duration_ms = ms;
    s->events->met[AT_SIGN_SQUARE_WORD] += b->square && mark->kind != UTS_EVENT_ANONYMISED;
    s->events->met[AT_SIGN_TIMED_PAUSE] += ms >= 0 && mark->kind == UTS_EVENT_PAUSE;
    if (mark->kind == UTS_EVENT_INAUDIBLE || mark->kind == UTS_EVENT_UNCLEAR) {
        const char *time = b->from;
        int64_t clock;
        while (time < b->to && !at_is_digit(*time)) time++;
        bool timed = at_clock(time, b->to, &clock) > 0;
        bool bureau = mark->kind == UTS_EVENT_UNCLEAR || strncmp(b->from, "hör inte", strlen("hör inte")) == 0;
        s->events->met[bureau ? AT_SIGN_BUREAU : AT_SIGN_TIMED_LOSS] += timed;
    }
    return at_met(s, clear ? AT_SIGN_WORD : AT_SIGN_ROUND_WORD, event);
}

/* What a listener says. Where overlap is written in square brackets, it is that. */
static const char *take_back(struct at_scan *s, const struct bracket *b) {
    if (b->twice || (b->square && s->kinds[AT_SIGN_SQUARE])) return NULL;
    if (!at_is_backchannel(b->from, (size_t)(b->to - b->from))) return NULL;
    return inside_met(s, b->square ? AT_SIGN_SQUARE_BACK : AT_SIGN_ROUND_BACK, b);
}

/* Text, and its words count; a transcriber may have meant something by the brackets, so they are kept for a list. */
static const char *take_round(struct at_scan *s, const struct bracket *b) {
    if (b->to - b->from == 1 && (*b->from | 0x20) == 'p') return inside_met(s, AT_SIGN_P, b);
    struct at_span span = {(uint32_t)(b->open - s->text), (uint32_t)(b->stop - s->text)};
    if (s->kinds[AT_SIGN_ROUND_WORD] && !AT_PUSH(&s->events->round, span)) s->events->failed = true;
    return NULL;
}

/* What no table names. Square brackets hold a remark, or, where overlap is written so, speech. */
static const char *take_unknown(struct at_scan *s, const struct bracket *b) {
    const char *back = take_back(s, b);
    if (back) return back;
    if (!b->square && !b->twice) return take_round(s, b);
    if (b->square && s->kinds[AT_SIGN_SQUARE]) return NULL;
    struct at_event event = at_event_of(s, b->open, b->stop, b->from, b->to);
    event.unknown = true;
    return at_met(s, b->twice && !b->square ? AT_SIGN_TWICE : AT_SIGN_REMARK, event);
}

static const char *inside(struct at_scan *s, struct bracket *b) {
    const char *p = b->from, *end = b->to;
    while (b->from < b->to && *b->from == ' ') b->from++;
    while (b->to > b->from && b->to[-1] == ' ') b->to--;
    if (b->from == b->to)
        return end > p && !b->square ? at_met(s, AT_SIGN_EMPTY, at_event_of(s, b->open, b->stop, p, p)) : NULL;
    struct at_event dots_event = at_event_of(s, b->open, b->stop, b->from, b->from);
    unsigned dots = dots_only(b->from, b->to);
    if (dots >= 3) return at_met(s, b->square ? AT_SIGN_SQUARE_DOTS : AT_SIGN_ROUND_DOTS, dots_event);
    if (dots && *b->from == '.') return at_met(s, AT_SIGN_DOT, dots_event);
    int64_t start, last, duration = -1;
    bool marked, fraction;
    if (at_stamp(b->open, s->end, &start, &last, &marked) == (size_t)(b->stop - b->open)) return take_time(s, b);
    int64_t pause = seconds(b->from, b->to, &fraction);
    if (pause >= 0) return take_pause(s, b, pause, fraction);
    char key[256];
    struct at_mark mark;
    size_t n = at_mark_fold(b->from, (size_t)(b->to - b->from), key, sizeof key);
    if (at_mark_find(key, n, &duration, &mark)) return take_word(s, b, &mark, duration);
    return take_unknown(s, b);
}

/* "[1" and "]1", where one has the other within reach. */
static const char *take_numbered(struct at_scan *s, const char *p) {
    enum { REACH = 2000 };
    const char *stop = p + 1;
    while (stop < s->end && at_is_digit(*stop) && stop - p < 4) stop++;
    if (stop == p + 1) return NULL;
    if (*p == '[') {
        char other[5] = {']'};
        size_t n = (size_t)(stop - p), reach = s->end - stop > REACH ? REACH : (size_t)(s->end - stop);
        memcpy(other + 1, p + 1, n - 1);
        if (*stop != ' ' || !memmem(stop, reach, other, n)) return NULL;
    }
    return at_met(s, AT_SIGN_NUMBERED, at_event_of(s, p, stop, p + 1, stop));
}

/* The sign "[" or "]" of overlap, "[[" of a simultaneous start. */
static const char *take_overlap(struct at_scan *s, const char *p) {
    bool twice = p + 1 < s->end && p[1] == *p;
    const char *taken = twice && *p == '[' ? at_met(s, AT_SIGN_TWICE_OPEN, at_event_of(s, p, p + 2, p, p)) : NULL;
    if (!taken && s->kinds[AT_SIGN_SQUARE]) taken = at_met(s, AT_SIGN_SQUARE, at_event_of(s, p, p + 1, p, p));
    return at_or_next(taken, p);
}

const char *at_take_bracket(struct at_scan *s, const char *p) {
    const char *numbered = *p == '[' ? take_numbered(s, p) : NULL;
    if (numbered) return numbered;
    struct bracket b = {.open = p, .square = *p == '[', .twice = p[1] == *p};
    const char *limit = s->end - p > AT_INSIDE_BYTES ? p + AT_INSIDE_BYTES : s->end, *taken = NULL;
    char close = b.square ? ']' : ')';
    b.from = p + 1 + b.twice;
    for (const char *end = b.from; end < limit; end++) {
        if (*end == '\n' || *end == '[' || (*end == '(' && end > b.from)) break;
        if (*end != close) continue;
        b.to = end;
        b.stop = end + 1;
        if (b.twice) {
            if (b.stop >= s->end || *b.stop != close) break;
            b.stop++;
        }
        taken = inside(s, &b);
        break;
    }
    if (taken) return taken;
    return b.square ? take_overlap(s, p) : p + 1;
}

const char *at_take_close(struct at_scan *s, const char *p) {
    const char *numbered = s->kinds[AT_SIGN_NUMBERED] ? take_numbered(s, p) : NULL;
    return numbered ? numbered : s->kinds[AT_SIGN_SQUARE] ? take_overlap(s, p) : p + 1;
}
