/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs without brackets. */
#include "label.h"
#include "mark.h"
#include "scan.h"
#include "spoken.h"
#include "words.h"

#include <utsaga/layers.h>

static bool stands_alone(const struct at_scan *s, const char *p, const char *end) {
    bool before = p == s->text || strchr(" \n\t(\"", p[-1]) != NULL;
    return before && (end == s->end || strchr(" \n\t.,!?):;\"", *end) != NULL);
}

static size_t dots_at(const char *p, const char *end) {
    if (end - p >= 3 && (memcmp(p, "...", 3) == 0 || memcmp(p, "…", 3) == 0)) return 3;
    return 0;
}

/* "ord … ord" and "tän…": with a blank in front, or a letter, and a blank or the end behind. */
static const char *take_ellipsis(struct at_scan *s, const char *p, const char *stop) {
    if (stop < s->end && !strchr(" \n.,?!", *stop)) return NULL;
    if (p > s->text && p[-1] == ' ') return at_met(s, AT_SIGN_SPACED_DOTS, at_event_of(s, p, stop, p, p));
    const char *word = p;
    while (word > s->done && at_is_letter(word[-1]) && memcmp(word - 1, "\xA6", 1) != 0) word--;
    return word < p ? at_met(s, AT_SIGN_GLUED_DOTS, at_event_of(s, word, stop, word, stop)) : NULL;
}

/* "...skratt..." and "/.../". */
static const char *take_dots(struct at_scan *s, const char *p) {
    size_t open = dots_at(p, s->end);
    if (!open) return p + 1;
    const char *word = p + open;
    if (p > s->text && p[-1] == '/' && word < s->end && *word == '/')
        return at_or_next(at_met(s, AT_SIGN_SQUARE_DOTS, at_event_of(s, p - 1, word + 1, p, p)), p);
    const char *stop = word;
    while (stop < s->end && stop - word < 24 &&
           ((unsigned char)((*stop | 0x20) - 'a') < 26 || (unsigned char)*stop == 0xC3 ||
            ((unsigned char)*stop >= 0x80 && (unsigned char)*stop < 0xC0)))
        stop++;
    size_t close = stop > word ? dots_at(stop, s->end) : 0;
    if (close) {
        char key[64];
        struct at_mark mark;
        int64_t duration = -1;
        size_t n = at_fold(word, (size_t)(stop - word), key, sizeof key);
        if (at_mark_find(key, n, &duration, &mark) && mark.prose) {
            struct at_event event = at_event_of(s, p, stop + close, word, stop);
            event.kind = mark.kind;
            return at_or_next(at_met(s, AT_SIGN_WORD, event), p);
        }
    }
    const char *taken = take_ellipsis(s, p, word);
    return taken ? taken : word;
}

/* A run of superscript digits. "m²" and "km³" are units. */
static const char *take_superscript(struct at_scan *s, const char *p) {
    const char *stop = p;
    for (;;) {
        const unsigned char *u = (const unsigned char *)stop;
        if (s->end - stop >= 2 && u[0] == 0xC2 && (u[1] == 0xB9 || u[1] == 0xB2 || u[1] == 0xB3))
            stop += 2;
        else if (s->end - stop >= 3 && u[0] == 0xE2 && u[1] == 0x81 && (u[2] == 0xB0 || (u[2] >= 0xB4 && u[2] <= 0xB9)))
            stop += 3;
        else
            break;
    }
    if (stop == p) return p + 1;
    bool one = stop - p == 2 && (unsigned char)p[1] != 0xB9;
    if (one && p > s->text && p[-1] == 'm') {
        const char *unit = p - 1;
        if (unit > s->text && strchr("kcdm", unit[-1])) unit--;
        if (!at_letter_before(s, unit)) return stop;
    }
    return at_or_next(at_met(s, AT_SIGN_NOTE, at_event_of(s, p, stop, p, stop)), p);
}

/* "--" is left alone; "---" between words is an omission; alone on its line it is a rule. "tän-" is cut off. */
static const char *take_hyphen(struct at_scan *s, const char *p) {
    const char *stop = p;
    while (stop < s->end && *stop == '-') stop++;
    if (stop - p == 1) {
        const char *word = at_cut_word(s->done, p, s->end);
        return at_or_next(word ? at_met(s, AT_SIGN_HYPHEN, at_event_of(s, word, stop, word, stop)) : NULL, p);
    }
    bool in_line = p > s->text && p[-1] == ' ' && stop < s->end && (*stop == ' ' || *stop == '.');
    if (!in_line || stop - p != 3) return stop;
    return at_or_next(at_met(s, AT_SIGN_SQUARE_DOTS, at_event_of(s, p, stop, p, p)), p);
}

static const char *take_strokes(struct at_scan *s, const char *p) {
    const char *stop = p;
    while (stop < s->end && *stop == '/') stop++;
    bool in_line = (p == s->text || p[-1] == ' ' || p[-1] == '\n') && (stop == s->end || *stop == ' ' || *stop == '\n');
    const char *taken = in_line && stop - p <= 3 ? at_met(s, AT_SIGN_STROKES, at_event_of(s, p, stop, p, p)) : NULL;
    return taken ? taken : stop;
}

/* ".hh" draws breath in, "hh" lets it out. @p h: the first h. */
static const char *take_breath(struct at_scan *s, const char *p, const char *h) {
    const char *stop = h;
    while (stop < s->end && *stop == 'h') stop++;
    if (at_letter_before(s, p) || (stop < s->end && (at_is_letter(*stop) || at_is_digit(*stop)))) return stop;
    const char *taken = stop - p > 1 ? at_met(s, AT_SIGN_BREATH, at_event_of(s, p, stop, p, stop)) : NULL;
    return taken ? taken : stop;
}

/* "@ < skratt >", also on a line of its own. */
static const char *take_comment(struct at_scan *s, const char *p) {
    const char *from = p + 1 + at_blank(p + 1, s->end);
    if (from >= s->end || *from != '<') return p + 1;
    const char *limit = s->end - from > AT_INSIDE_BYTES ? from + AT_INSIDE_BYTES : s->end, *to = ++from;
    while (to < limit && *to != '>' && *to != '\n') to++;
    if (to >= limit || *to != '>') return p + 1;
    const char *stop = to + 1;
    while (from < to && *from == ' ') from++;
    while (to > from && to[-1] == ' ') to--;
    char key[256];
    struct at_mark mark;
    struct at_event event = at_event_of(s, p, stop, from, to);
    size_t n = at_mark_fold(from, (size_t)(to - from), key, sizeof key);
    event.kind = at_mark_find(key, n, &event.duration_ms, &mark) ? mark.kind : UTS_EVENT_COMMENT;
    return at_or_next(at_met(s, AT_SIGN_AT, event), p);
}

/* "<1" and ">1": where a comment belongs. */
static const char *take_anchor(struct at_scan *s, const char *p) {
    const char *stop = p + 1;
    while (stop < s->end && at_is_digit(*stop)) stop++;
    if (stop == p + 1 || (stop < s->end && at_is_letter(*stop))) return p + 1;
    return at_or_next(at_met(s, AT_SIGN_ANCHOR, at_event_of(s, p, stop, p, stop)), p);
}

static const char *take_xxx(struct at_scan *s, const char *p) {
    const char *stop = p;
    while (stop < s->end && *stop == 'x') stop++;
    if (stop - p != 3 || !stands_alone(s, p, stop)) return stop;
    return at_or_next(at_met(s, AT_SIGN_XXX, at_event_of(s, p, stop, p, stop)), p);
}

static const char *take_hash(struct at_scan *s, const char *p) {
    int64_t start, last;
    bool marked;
    size_t n = at_stamp(p, s->end, &start, &last, &marked);
    return at_or_next(n && marked ? at_met(s, AT_SIGN_TIME, at_event_of(s, p, p + n, p + 1, p + n - 1)) : NULL, p);
}

static const char *take_other(struct at_scan *s, const char *p) {
    switch (*p) {
    case '#':
        return take_hash(s, p);
    case 'N':
        return at_or_next(stands_alone(s, p, p + 2) ? at_met(s, AT_SIGN_NN, at_event_of(s, p, p + 2, p, p + 2)) : NULL,
                          p);
    case '-':
        return take_hyphen(s, p);
    case '+': {
        const char *word = at_cut_word(s->done, p, s->end);
        return at_or_next(word ? at_met(s, AT_SIGN_PLUS, at_event_of(s, word, p + 1, word, p + 1)) : NULL, p);
    }
    case '/':
        return take_strokes(s, p);
    case '@':
        return take_comment(s, p);
    case '<':
    case '>':
        return take_anchor(s, p);
    case 'x':
        return take_xxx(s, p);
    case 'h':
        return take_breath(s, p, p);
    default:
        return p + 1;
    }
}

const char *at_take_sign(struct at_scan *s, const char *p) {
    unsigned char c = (unsigned char)*p;
    if (c == '.') return p[1] == 'h' ? take_breath(s, p, p + 1) : take_dots(s, p);
    if (c == 0x80) return p > s->text ? take_dots(s, p - 1) : p + 1;
    return c == 0xC2 || c == 0xE2 ? take_superscript(s, p) : take_other(s, p);
}
