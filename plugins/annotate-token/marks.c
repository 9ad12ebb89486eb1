/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks of a transcriber, for text whose events nobody found, and web and mail addresses. */
#include "chars.h"
#include "words.h"

#include <utsaga/layers.h>

enum { LONGEST_MARK = 80, LONGEST_ADDRESS = 320 }; /* bytes; a limit keeps endless lines of signs linear */

static bool is_ellipsis(const char *p, uint32_t n) {
    return (n == 3 && (memcmp(p, "...", 3) == 0 || memcmp(p, "\xE2\x80\xA6", 3) == 0)) ||
           (n == 2 && memcmp(p, "--", 2) == 0);
}

/* The kind of the listed phrase that [begin, end) starts with, and where it ends; 0 for none. */
static int32_t phrase(const struct stretch *s, uint32_t begin, uint32_t end, uint32_t *phrase_end) {
    char key[LONGEST_MARK + 4];
    int32_t kind = 0;
    struct stretch inner = *s;
    inner.end = end;
    for (uint32_t at = begin, words = 0; at < end && words < 3; words++) {
        uint32_t stop = words_run(&inner, at);
        if (stop == at) break;
        uint32_t n = words_lower(s->text, begin, stop, key, sizeof key);
        int32_t found = n ? strmap_get(&s->tables->marks, key, n, 0) : 0;
        if (found) {
            kind = found;
            *phrase_end = stop;
        }
        at = stop;
        if (at < end && s->text[at] == ' ') at++;
    }
    return kind;
}

static bool only_time(const char *p, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (!(p[i] >= '0' && p[i] <= '9') && !strchr(" :.,-", p[i])) return false;
    return true;
}

/* What a bracket with @content holds: an event kind, or 0 when it holds words. */
static int32_t bracket_kind(const struct stretch *s, uint32_t begin, uint32_t end, bool square) {
    const char *p = s->text + begin;
    uint32_t n = end - begin, stop = begin;
    if (is_ellipsis(p, n)) return UTS_EVENT_OMITTED;
    if (n >= 2 && memcmp(p, "??", 2) == 0) return UTS_EVENT_UNCLEAR;
    if (!square && ((n == 1 && (*p == '.' || *p == 'P')) || (n == 2 && memcmp(p, "..", 2) == 0)))
        return UTS_EVENT_PAUSE;
    int32_t kind = phrase(s, begin, end, &stop);
    if (!kind) return 0;
    if (!square) return kind != UTS_EVENT_ANONYMISED && only_time(s->text + stop, end - stop) ? kind : 0;
    return kind != UTS_EVENT_ANONYMISED || only_time(s->text + stop, end - stop) ? kind : 0;
}

static uint32_t bracket(const struct stretch *s, uint32_t at, int32_t *kind) {
    char open = s->text[at], close = open == '[' ? ']' : ')';
    uint32_t depth = 0, limit = s->end - at > LONGEST_MARK ? at + LONGEST_MARK : s->end, end = at;
    if (open != '[' && open != '(') return 0;
    for (; end < limit; end++) {
        char c = s->text[end];
        if (c == '\n') return 0;
        depth += c == open;
        if (c == close && --depth == 0) break;
    }
    if (end == limit) return 0;
    if (open == '(' && end - at > 4 && s->text[at + 1] == '(' && s->text[end - 1] == ')') {
        *kind = UTS_EVENT_COMMENT;
        return end + 1;
    }
    *kind = bracket_kind(s, at + 1, end, open == '[');
    return *kind ? end + 1 : 0;
}

/* ...skratt... with three points or an ellipsis on both sides, /.../ */
static uint32_t between(const struct stretch *s, uint32_t at, int32_t *kind) {
    if (s->end - at < 5) return 0;
    const char *p = s->text + at;
    uint32_t stop = 0;
    if (p[0] == '/') {
        *kind = UTS_EVENT_OMITTED;
        return is_ellipsis(p + 1, 3) && p[4] == '/' ? at + 5 : 0;
    }
    if (!is_ellipsis(p, 3)) return 0;
    *kind = phrase(s, at + 3, s->end, &stop);
    return *kind && *kind != UTS_EVENT_ANONYMISED && s->end - stop >= 3 && is_ellipsis(s->text + stop, 3) ? stop + 3
                                                                                                          : 0;
}

uint32_t marks_at(const struct stretch *s, uint32_t at, int32_t *kind) {
    uint32_t end = bracket(s, at, kind);
    return end ? end : between(s, at, kind);
}

static bool starts(const struct stretch *s, uint32_t at, const char *word) {
    size_t n = strlen(word);
    if (s->end - at <= n || (s->text[at] | 0x20) != word[0]) return false;
    for (size_t i = 0; i < n; i++)
        if ((s->text[at + i] | 0x20) != word[i] && s->text[at + i] != word[i]) return false;
    return true;
}

/* To the next blank or quotation mark, without the punctuation of the sentence at its end. */
static uint32_t address_end(const struct stretch *s, uint32_t at, uint32_t from) {
    uint32_t end = from, opened = 0, closed = 0;
    for (struct ch c = chars_at(s->text, end, s->end); end < s->end; c = chars_at(s->text, end, s->end)) {
        if (c.cls == CH_SPACE || c.cls == CH_QUOTE || c.cp == '<' || c.cp == '>' || c.cls == CH_INVISIBLE) break;
        opened += c.cp == '(';
        closed += c.cp == ')';
        end += c.length;
    }
    while (end > from) {
        struct ch c = chars_before(s->text, end, at);
        bool sentence = c.cls == CH_DOT || c.cls == CH_COMMA || c.cls == CH_COLON || c.cls == CH_BANG || c.cp == ';' ||
                        c.cls == CH_APOSTROPHE || c.cls == CH_ELLIPSIS;
        if (!sentence && !(c.cp == ')' && closed > opened)) break;
        closed -= c.cp == ')';
        end -= c.length;
    }
    return end;
}

/* anna.b@exempel.se: @at up to the last letter or digit of a domain with a point in it. */
static uint32_t mail(const struct stretch *s, uint32_t at) {
    uint32_t i = at, end = 0;
    struct ch c = chars_at(s->text, i, s->end);
    while (chars_is_alnum(c.cls) || c.cp == '.' || c.cp == '-' || c.cp == '_' || c.cp == '+' || c.cp == '%') {
        if (i - at > LONGEST_ADDRESS) return 0;
        i += c.length;
        c = chars_at(s->text, i, s->end);
    }
    if (c.cp != '@' || i == at) return 0;
    bool point = false;
    for (c = chars_at(s->text, ++i, s->end); chars_is_alnum(c.cls) || c.cp == '-' || c.cp == '.';
         c = chars_at(s->text, i, s->end)) {
        struct ch after = chars_at(s->text, i + c.length, s->end);
        if (c.cp == '.' && !chars_is_alnum(after.cls)) break;
        point = point || c.cp == '.';
        i += c.length;
        if (point && c.cp != '.' && c.cp != '-') end = i;
    }
    return end;
}

/* stockholm.se/om, samtal.docx: lower-case, and the last part is a listed ending. */
static uint32_t bare_address(const struct stretch *s, uint32_t at) {
    uint32_t i = at, last = 0, points = 0;
    struct ch c = chars_at(s->text, i, s->end);
    for (;; c = chars_at(s->text, i, s->end)) {
        if (c.cp == '.') {
            if (!chars_is_alnum(chars_at(s->text, i + 1, s->end).cls)) break;
            if (i - at > LONGEST_ADDRESS) return 0;
            last = i + 1;
            points++;
        } else if (!chars_is_alnum(c.cls) && c.cp != '-' && c.cp != '_') {
            break;
        }
        i += c.length;
    }
    if (!points || !strmap_get(&s->tables->suffixes, s->text + last, i - last, 0)) return 0;
    return c.cp == '/' ? address_end(s, at, i) : i;
}

uint32_t address_at(const struct stretch *s, uint32_t at, uint32_t word_end, struct ch sign) {
    static const char *const heads[] = {"http://", "https://", "ftp://", "mailto:", "www."};
    if (sign.cls != CH_COLON && sign.cls != CH_DOT && sign.cls != CH_HYPHEN && sign.cp != '@' && sign.cp != '_' &&
        sign.cp != '+' && sign.cp != '%')
        return 0;
    struct ch after = chars_at(s->text, word_end + sign.length, s->end);
    if (!chars_is_alnum(after.cls) && after.cp != '/') return 0;
    for (size_t i = 0; i < sizeof heads / sizeof *heads && (sign.cls == CH_COLON || sign.cls == CH_DOT); i++)
        if (starts(s, at, heads[i])) {
            uint32_t from = at + (uint32_t)strlen(heads[i]), end = address_end(s, at, from);
            if (end > from) return end;
        }
    if (sign.cls == CH_COLON) return 0;
    uint32_t end = mail(s, at);
    return end || (sign.cls != CH_DOT && sign.cls != CH_HYPHEN) ? end : bare_address(s, at);
}
