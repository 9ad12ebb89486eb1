/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "event.h"

#include "scan.h"

const char *at_met(struct at_scan *s, enum at_sign sign, struct at_event event) {
    uint32_t kind = s->kinds[sign];
    s->events->met[sign]++;
    if (!kind) return NULL;
    if (kind != AT_BY_WORD) event.kind = kind;
    if (!AT_PUSH(&s->events->found, event)) s->events->failed = true;
    return s->text + event.end;
}

/* Sixteen bytes at once; gcc and clang turn this into vector instructions on every machine that has some. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));

/* Signs that only some conventions know, so that others need not stop at them; '[' where there is none. */
struct triggers {
    unsigned char stroke, close, plus, comment, left, right, breath;
};

/* 0xFF at each byte of p[0, 16) at which a sign may begin. Reads one byte more. */
static inline bytes16 flag_triggers(const char *p, const struct triggers *t) {
    bytes16 c, next;
    memcpy(&c, p, 16);
    memcpy(&next, p + 1, 16);
    bytes16 always =
        (bytes16)((c == '[') | (c == '(') | (c == '#') |
                  (((c == '.') | (c == '-') | (c == 'N') | (c == 'x')) & (c == next)) |
                  ((c == '-') & ((next <= '.') | (next == '?') | (next == ']'))) | ((c == '.') & (next == 'h')) |
                  ((c == 0x80) & (next == 0xA6)) | ((c == 0xC2) & ((next == 0xB9) | (next == 0xB2) | (next == 0xB3))) |
                  ((c == 0xE2) & (next == 0x81)));
    bytes16 some = (bytes16)((c == t->stroke) | (c == t->close) | (c == t->plus) | (c == t->comment) | (c == t->left) |
                             (c == t->right) | ((c == t->breath) & (next == t->breath)));
    return always | some;
}

static struct triggers triggers_of(const uint8_t kinds[AT_SIGNS_]) {
    const unsigned char none = '[';
    return (struct triggers){.stroke = kinds[AT_SIGN_STROKES] ? '/' : none,
                             .close = kinds[AT_SIGN_NUMBERED] || kinds[AT_SIGN_SQUARE] ? ']' : none,
                             .plus = kinds[AT_SIGN_PLUS] ? '+' : none,
                             .comment = kinds[AT_SIGN_AT] ? '@' : none,
                             .left = kinds[AT_SIGN_ANCHOR] ? '<' : none,
                             .right = kinds[AT_SIGN_ANCHOR] ? '>' : none,
                             .breath = kinds[AT_SIGN_BREATH] ? 'h' : none};
}

static const char *take(struct at_scan *s, const char *p) {
    if (*p == '[' || *p == '(') return at_take_bracket(s, p);
    return *p == ']' ? at_take_close(s, p) : at_take_sign(s, p);
}

static void find(struct at_scan *s, const struct at_span *closed, uint32_t n_closed) {
    const char *text = s->text;
    const uint32_t n = (uint32_t)(s->end - text);
    const struct triggers triggers = triggers_of(s->kinds);
    for (uint32_t from = 0; from < n; from += 16) {
        bytes16 flags = flag_triggers(text + from, &triggers);
        uint64_t any[2];
        memcpy(any, &flags, 16);
        if (!(any[0] | any[1])) continue;
        for (uint32_t i = 0; i < 16 && from + i < n; i++) {
            const char *p = text + from + i;
            if (!flags[i] || p < s->done) continue;
            while (n_closed && text + closed->end <= p) {
                if (text + closed->end > s->done) s->done = text + closed->end;
                closed++, n_closed--;
            }
            s->done = n_closed && text + closed->begin <= p ? text + closed->end : take(s, p);
        }
    }
}

static void start(struct at_events *events) {
    events->found.n = events->round.n = 0;
    events->failed = false;
    memset(events->met, 0, sizeof events->met);
}

void at_events_find(struct at_events *events, const char *text, uint32_t n, enum at_profile profile,
                    const struct at_span *closed, uint32_t n_closed) {
    struct at_scan s = {.text = text, .end = text + n, .done = text, .events = events};
    memcpy(s.kinds, at_profile_signs[profile], sizeof s.kinds);
    start(events);
    find(&s, closed, n_closed);
}

enum at_profile at_events_judge(struct at_events *events, const char *text, uint32_t n, const struct at_shows *shows,
                                const struct at_span *closed, uint32_t n_closed, char *why, size_t room) {
    enum at_profile first = shows->speakers ? AT_PLAIN : AT_REPORT;
    at_events_find(events, text, n, first, closed, n_closed);
    enum at_profile chosen = at_profile_choose(events->met, shows, why, room);
    if (chosen == first || events->failed) return chosen;
    struct at_scan s = {.text = text, .end = text + n, .done = text, .events = events};
    memcpy(s.kinds, at_profile_signs[chosen], sizeof s.kinds);
    for (int sign = 0; sign < AT_SIGNS_; sign++)
        if (at_profile_doubts((enum at_sign)sign, events->met)) s.kinds[sign] = 0;
    start(events);
    find(&s, closed, n_closed);
    return chosen;
}
