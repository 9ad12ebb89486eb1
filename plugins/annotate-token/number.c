/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with blanks inside: groups of thousands, postal codes, telephone numbers. */
#include "chars.h"
#include "words.h"

static uint32_t digits(const struct stretch *s, uint32_t at) {
    while (at < s->end && s->text[at] >= '0' && s->text[at] <= '9') at++;
    return at;
}

/* The bytes of the blank at @at that may stand inside a number; 0 for none. */
static uint32_t blank(const struct stretch *s, uint32_t at) {
    struct ch c = chars_at(s->text, at, s->end);
    return c.cp == ' ' || c.cp == 0xA0 || c.cp == 0x202F || c.cp == 0x2009 ? c.length : 0;
}

/* Does a group of digits end at @at: no letter, digit or joining sign after it? */
static bool ends(const struct stretch *s, uint32_t at) {
    struct ch c = chars_at(s->text, at, s->end), after = chars_at(s->text, at + c.length, s->end);
    if (chars_is_alnum(c.cls) || c.cls == CH_MARK) return false;
    bool joins = c.cls == CH_DOT || c.cls == CH_COMMA || c.cls == CH_COLON || c.cls == CH_SLASH || c.cls == CH_HYPHEN;
    return !joins || !chars_is_alnum(after.cls);
}

static uint32_t thousands(const struct stretch *s, uint32_t at, uint32_t end) {
    if (end - at > 3 || s->text[at] == '0') return end;
    uint32_t first = blank(s, end);
    for (uint32_t n; (n = blank(s, end)) != 0 && n == first;) {
        uint32_t group = end + n, stop = digits(s, group);
        if (stop - group != 3) break;
        struct ch c = chars_at(s->text, stop, s->end);
        if (c.cls == CH_COMMA && digits(s, stop + 1) > stop + 1) return digits(s, stop + 1);
        if (!ends(s, stop)) break;
        end = stop;
    }
    return end;
}

static uint32_t postal_code(const struct stretch *s, uint32_t at, uint32_t end) {
    uint32_t n = blank(s, end), stop = digits(s, end + n);
    if (!n || end - at != 3 || s->text[at] == '0' || stop - end - n != 2) return end;
    struct ch c = chars_at(s->text, stop + blank(s, stop), s->end);
    return blank(s, stop) && c.cls == CH_LETTER && chars_is_upper(c.cp) ? stop : end;
}

/* 070-174 06 05, 08 650 04 05, +46 70 174 06 05: groups of two or three digits, 8 to 13 digits in all. */
static uint32_t telephone(const struct stretch *s, uint32_t at, uint32_t end) {
    uint32_t count = 0, groups = 0, last = end;
    bool plus = s->text[at] == '+', hyphen = false;
    for (uint32_t i = at + plus; i < end; i++) {
        if (s->text[i] == '-') {
            if (hyphen) return end;
            hyphen = true;
        } else if (s->text[i] < '0' || s->text[i] > '9') {
            return end;
        }
        count += s->text[i] != '-';
    }
    if (!plus && (s->text[at] != '0' || end - at < 2 || (!hyphen && end - at > 4))) return end;
    for (uint32_t n; (n = blank(s, last)) != 0;) {
        uint32_t group = last + n, stop = digits(s, group);
        if (stop - group < 2 || stop - group > 3 || !ends(s, stop)) break;
        count += stop - group;
        groups++;
        last = stop;
    }
    return count >= 8 && count <= 13 && groups >= (hyphen ? 1u : 2u) ? last : end;
}

uint32_t number_groups(const struct stretch *s, uint32_t at, uint32_t end) {
    char first = s->text[at];
    if (first == '+' || (first >= '0' && first <= '9')) {
        if (!blank(s, end)) return end;
        uint32_t longer = telephone(s, at, end);
        if (longer > end || digits(s, at) != end) return longer;
        longer = thousands(s, at, end);
        return longer > end ? longer : postal_code(s, at, end);
    }
    return end;
}
