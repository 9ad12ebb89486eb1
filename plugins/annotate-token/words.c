/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include "chars.h"
#include "complex.h"

#include <unicode/uchar.h>

uint32_t words_lower(const char *text, uint32_t begin, uint32_t end, char *out, uint32_t room) {
    uint32_t n = 0;
    for (uint32_t at = begin; at < end;) {
        struct ch c = chars_at(text, at, end);
        if (n + 4 > room) return 0;
        if (c.cp < 0x80) {
            out[n++] = (char)(c.cp >= 'A' && c.cp <= 'Z' ? c.cp | 0x20 : c.cp);
        } else if (c.cls != CH_INVISIBLE) {
            UChar32 lower = u_tolower((UChar32)c.cp);
            uint32_t cp = (uint32_t)lower;
            if (cp < 0x80) {
                out[n++] = (char)cp;
            } else if (cp < 0x800) {
                out[n++] = (char)(0xC0 | cp >> 6);
                out[n++] = (char)(0x80 | (cp & 0x3F));
            } else { /* no rule table holds such letters: any distinct bytes do */
                memcpy(out + n, text + at, c.length);
                n += c.length;
            }
        }
        at += c.length;
    }
    return n;
}

/* The next code point from @at that is not invisible. */
static struct ch visible_at(const struct stretch *s, uint32_t *at) {
    struct ch c = chars_at(s->text, *at, s->end);
    while (c.cls == CH_INVISIBLE) {
        *at += c.length;
        c = chars_at(s->text, *at, s->end);
    }
    return c;
}

uint32_t words_run(const struct stretch *s, uint32_t at) {
    for (uint32_t start = at;;) {
        struct ch c = chars_at(s->text, at, s->end);
        if (chars_is_alnum(c.cls) || c.cls == CH_MARK) {
            at += c.length;
        } else if (c.cls == CH_INVISIBLE || (c.cls == CH_UNDERSCORE && at > start)) {
            uint32_t next = at + c.length;
            struct ch after = visible_at(s, &next);
            if (!chars_is_alnum(after.cls) && after.cls != CH_MARK) return at;
            at = next;
        } else {
            return at;
        }
    }
}

static bool found(const struct strmap *map, const struct stretch *s, uint32_t begin, uint32_t end, int32_t *value) {
    char key[64];
    uint32_t n = words_lower(s->text, begin, end, key, sizeof key);
    int32_t got = n ? strmap_get(map, key, n, 0) : 0;
    if (value) *value = got;
    return got != 0;
}

/* True when [begin, end) has at most @most code points, and says whether all but perhaps the first are lower-case. */
static bool is_short(const char *text, uint32_t begin, uint32_t end, int most, bool *lower) {
    int n = 0;
    *lower = true;
    for (uint32_t at = begin; at < end && n <= most; n++) {
        struct ch c = chars_at(text, at, end);
        if (c.cls != CH_LETTER || (n > 0 && chars_is_upper(c.cp))) *lower = false;
        at += c.length;
    }
    return n <= most;
}

static bool is_vowel(uint32_t cp) {
    static const uint32_t vowels[] = {'a', 'e', 'i', 'o', 'u', 'y', 0xE5, 0xE4, 0xF6};
    for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++)
        if (vowels[i] == cp) return true;
    return false;
}

/* A colon inside a word. It joins digits (8:30), an ending (EU:s, 12:e, tv:n, 5:-), a listed word (S:t) and a
 * lengthened vowel (ne:j); else it separates (Fråga:Svar). Returns where the word goes on to, or @at. */
static uint32_t colon(const struct stretch *s, uint32_t word, uint32_t at) {
    uint32_t next = at + 1, end;
    struct ch before = chars_before(s->text, at, word), after = chars_at(s->text, next, s->end);
    bool lower, low_stem;
    int32_t ending = 0;
    if (before.cls == CH_DIGIT && after.cls == CH_HYPHEN) {
        struct ch then = chars_at(s->text, next + after.length, s->end);
        return chars_is_alnum(then.cls) || then.cls == CH_HYPHEN ? at : next + after.length;
    }
    end = words_run(s, next);
    if (end > next) {
        if (before.cls == CH_DIGIT && after.cls == CH_DIGIT) return end;
        if (after.cls != CH_LETTER) return at;
        if (found(&s->tables->joined, s, word, end, NULL)) return end;
        if (is_short(s->text, next, end, 5, &lower) && lower && chars_is_lower(after.cp) &&
            found(&s->tables->endings, s, next, end, &ending)) {
            if (before.cls == CH_DIGIT) return ending & ENDING_AFTER_NUMBER ? end : at;
            bool short_stem = is_short(s->text, word, at, 4, &low_stem);
            if ((ending & ENDING_AFTER_WORD) && (chars_is_upper(before.cp) || (short_stem && low_stem))) return end;
        }
    }
    /* ne:j, jaa::a: a vowel, colons, and one letter or more of the same vowel */
    if (!is_vowel(before.cp) || !is_short(s->text, word, at, 3, &low_stem)) return at;
    while (next < s->end && s->text[next] == ':') next++;
    end = words_run(s, next);
    struct ch first = chars_at(s->text, next, s->end);
    return end > next && chars_is_lower(first.cp) &&
                   is_short(s->text, next, end, first.cp == before.cp ? 2 : 1, &lower) && lower
               ? end
               : at;
}

/* Is there a quotation mark or bracket @open before @at that no @close has closed? Looks back over 400 bytes. */
static bool is_open(const struct stretch *s, uint32_t at, char open, char close) {
    uint32_t from = at - s->begin > 400 ? at - 400 : s->begin;
    for (uint32_t i = at; i > from;) {
        char c = s->text[--i];
        if (c == '\n') return false;
        if (c == open && (open != close || i == s->begin || chars_before(s->text, i, s->begin).cls == CH_SPACE))
            return true;
        if (c == close) return false;
    }
    return false;
}

static uint32_t hyphen(const struct stretch *s, uint32_t at, uint32_t length, bool *stop) {
    uint32_t next = at + length;
    struct ch after = visible_at(s, &next);
    *stop = true;
    if (chars_is_alnum(after.cls)) {
        *stop = false;
        return words_run(s, next);
    }
    /* brukar- och, vill- jag; but neither "ord--ord" nor an arrow */
    return after.cls == CH_HYPHEN || after.cls == CH_DASH || after.cp == '>' ? at : at + length;
}

/* An apostrophe joins letters (d'Arc, Wenger’s), and ends a genitive (Bales') when it closes no quotation. */
static uint32_t apostrophe(const struct stretch *s, uint32_t at, struct ch before, uint32_t length, bool *stop) {
    uint32_t next = at + length;
    struct ch after = chars_at(s->text, next, s->end);
    *stop = true;
    if (before.cls != CH_LETTER) return at;
    if (after.cls == CH_LETTER) {
        *stop = false;
        return words_run(s, next);
    }
    if (length == 1 && after.cls == CH_SPACE && (before.cp == 's' || before.cp == 'x' || before.cp == 'z')) {
        struct ch then = chars_at(s->text, next + after.length, s->end);
        if (chars_is_lower(then.cp) && !is_open(s, at, '\'', '\'')) return next;
    }
    return at;
}

/* prome… vandra: an ellipsis glued to a word that the sentence goes on after is part of the interrupted word. */
static bool is_interruption(const struct stretch *s, uint32_t next) {
    struct ch after = chars_at(s->text, next, s->end);
    if (after.cls != CH_SPACE || after.cp == '\n') return false;
    while (after.cls == CH_SPACE && after.cp != '\n') {
        next += after.length;
        after = chars_at(s->text, next, s->end);
    }
    return after.cls == CH_LETTER && chars_is_lower(after.cp);
}

/* Goes on from the word [word, at) over one sign. Returns @at when the word ends there; sets @stop after a last sign.
 */
static uint32_t sign(const struct stretch *s, uint32_t word, uint32_t at, bool *stop) {
    struct ch c = chars_at(s->text, at, s->end), before = chars_before(s->text, at, word);
    uint32_t next = at + c.length, end;
    struct ch after = chars_at(s->text, next, s->end);
    *stop = false;
    switch (c.cls) {
    case CH_HYPHEN:
        return hyphen(s, at, c.length, stop);
    case CH_APOSTROPHE:
        return apostrophe(s, at, before, c.length, stop);
    case CH_COLON:
        return colon(s, word, at);
    case CH_DOT:
    case CH_COMMA:
        return before.cls == CH_DIGIT && after.cls == CH_DIGIT ? words_run(s, next) : at;
    case CH_SLASH:
        if (before.cls == CH_DIGIT && after.cls == CH_DIGIT) return words_run(s, next);
        end = words_run(s, next);
        return found(&s->tables->joined, s, word, end, NULL) || (found(&s->tables->unit_left, s, word, at, NULL) &&
                                                                 found(&s->tables->unit_right, s, next, end, NULL))
                   ? end
                   : at;
    case CH_AMPERSAND:
        return chars_is_upper(before.cp) && after.cls == CH_LETTER && chars_is_upper(after.cp) ? words_run(s, next)
                                                                                               : at;
    case CH_PERCENT:
        if (before.cls != CH_DIGIT || after.cls != CH_HYPHEN) return at;
        next += after.length;
        return chars_at(s->text, next, s->end).cls == CH_LETTER ? words_run(s, next) : at;
    case CH_RAISED:
        *stop = (c.cp != 0xB2 && c.cp != 0xB3) || after.cls == CH_RAISED ||
                !found(&s->tables->unit_left, s, word, at, NULL);
        return *stop ? at : next;
    case CH_ELLIPSIS:
        *stop = true;
        return before.cls == CH_LETTER && is_interruption(s, next) ? next : at;
    default:
        return at;
    }
}

/* Is the sign before @at a full stop and not the point of "s." or "kap."? */
static bool is_full_stop(const struct stretch *s, uint32_t at) {
    struct ch c = chars_before(s->text, at, s->begin);
    if (c.cls != CH_DOT) return false;
    int letters = 0;
    for (at -= c.length; (c = chars_before(s->text, at, s->begin)).cls == CH_LETTER; at -= c.length) letters++;
    return letters > 3 || c.cls == CH_DOT;
}

/* "1.", "a)" that open a list item. */
static uint32_t enumerator(const struct stretch *s, uint32_t at, uint32_t end) {
    struct ch first = chars_at(s->text, at, end), c = chars_at(s->text, end, s->end);
    bool lower, number = first.cls == CH_DIGIT && s->text[at] < 0x40;
    if (!is_short(s->text, at, end, number ? 2 : 1, &lower) || (!number && first.cls != CH_LETTER)) return 0;
    if (c.cls != CH_DOT && c.cp != ')') return 0;
    struct ch space = chars_at(s->text, end + 1, s->end);
    struct ch then = chars_at(s->text, end + 2, s->end);
    if (space.cp != ' ' && space.cp != '\t') return 0;
    if (c.cp == ')') return is_open(s, at, '(', ')') || !chars_is_alnum(then.cls) ? 0 : end + 1;
    if (!number || then.cls != CH_LETTER) return 0;
    uint32_t back = at;
    struct ch before = chars_before(s->text, back, s->begin);
    while (before.cls == CH_SPACE && before.cp != '\n') {
        back -= before.length;
        before = chars_before(s->text, back, s->begin);
    }
    return before.cls == CH_END || before.cp == '\n' || before.cls == CH_BANG || before.cls == CH_COLON ||
                   before.cls == CH_ELLIPSIS || before.cls == CH_COMMA || is_full_stop(s, back)
               ? end + 1
               : 0;
}

static uint32_t word(const struct stretch *s, uint32_t at) {
    uint32_t end = words_run(s, at), longer;
    struct ch c = chars_at(s->text, end, s->end);
    if ((longer = address_at(s, at, end, c)) != 0) return longer;
    if (c.cls == CH_SPACE || c.cls == CH_DOT) {
        if ((longer = abbreviation_at(s, at, end)) != 0) return longer;
    }
    if (c.cls == CH_DOT || c.cls == CH_CLOSE) {
        if ((longer = enumerator(s, at, end)) != 0) return longer;
    }
    for (bool stop = false; !stop;) {
        longer = sign(s, at, end, &stop);
        if (longer == end) break;
        end = longer;
    }
    return number_groups(s, at, end);
}

/* "-67" and "-kommandon" inside a sentence; a dash that opens a line or an utterance stands alone. */
static uint32_t hyphen_word(const struct stretch *s, uint32_t at, uint32_t next) {
    struct ch after = chars_at(s->text, next, s->end), before = chars_before(s->text, at, s->begin);
    if (after.cls != CH_DIGIT && !(after.cls == CH_LETTER && chars_is_lower(after.cp))) return 0;
    if (before.cp == '(' && after.cls == CH_DIGIT) return word(s, next);
    if (before.cls != CH_SPACE || before.cp == '\n') return 0;
    uint32_t back = at;
    while (before.cls == CH_SPACE && before.cp != '\n') {
        back -= before.length;
        before = chars_before(s->text, back, s->begin);
    }
    return chars_is_alnum(before.cls) || before.cls == CH_COMMA || before.cls == CH_CLOSE ? word(s, next) : 0;
}

static uint32_t same_run(const struct stretch *s, uint32_t at, uint8_t cls) {
    for (struct ch c = chars_at(s->text, at, s->end); c.cls == cls; c = chars_at(s->text, at, s->end)) at += c.length;
    return at;
}

/* An emoji with its modifiers and what zero-width joiners tie to it, or a flag. */
static uint32_t emoji(const struct stretch *s, uint32_t at) {
    struct ch c = chars_at(s->text, at, s->end);
    bool flag = c.cp >= 0x1F1E6 && c.cp <= 0x1F1FF;
    at += c.length;
    for (;;) {
        c = chars_at(s->text, at, s->end);
        if (c.cp == 0x200D) {
            struct ch tied = chars_at(s->text, at + c.length, s->end);
            if (tied.cls != CH_EMOJI && tied.cls != CH_SYMBOL) return at;
            at += c.length + tied.length;
        } else if (c.cp == 0xFE0F || c.cp == 0xFE0E || c.cp == 0x20E3 || (c.cp >= 0x1F3FB && c.cp <= 0x1F3FF) ||
                   (c.cp >= 0xE0020 && c.cp <= 0xE007F) || (flag && c.cp >= 0x1F1E6 && c.cp <= 0x1F1FF)) {
            flag = false;
            at += c.length;
        } else {
            return at;
        }
    }
}

/* A token that opens with a sign. */
static uint32_t sign_token(const struct stretch *s, uint32_t at, struct ch c) {
    uint32_t end = 0;
    switch (c.cls) {
    case CH_HYPHEN:
        end = same_run(s, at, CH_HYPHEN);
        if (end == at + c.length) {
            uint32_t joined = hyphen_word(s, at, end);
            if (joined) end = joined;
        }
        return end;
    case CH_DOT:
    case CH_BANG:
    case CH_RAISED:
    case CH_DASH:
        return same_run(s, at, c.cls);
    case CH_UNDERSCORE:
        return same_run(s, at, c.cls);
    case CH_EMOJI:
        return emoji(s, at);
    case CH_SYMBOL: {
        /* +46 70 174 06 05; a sign with an emoji selector after it */
        struct ch after = chars_at(s->text, at + c.length, s->end);
        if (c.cp == '+' && after.cls == CH_DIGIT) {
            uint32_t digits = words_run(s, at + 1), all = number_groups(s, at, digits);
            return all > digits ? all : at + 1;
        }
        return after.cp == 0xFE0F || after.cp == 0x20E3 ? emoji(s, at) : at + c.length;
    }
    default:
        end = at + c.length;
        while (chars_at(s->text, end, s->end).cls == CH_MARK) end += chars_at(s->text, end, s->end).length;
        return end;
    }
}

uint32_t words_next(const struct stretch *s, uint32_t at, struct spans *out) {
    struct ch c = chars_at(s->text, at, s->end);
    uint32_t end = 0;
    if (c.cls == CH_INVISIBLE) { /* before a word it belongs to it; alone it is no more than a blank */
        uint32_t next = at;
        c = visible_at(s, &next);
        if (c.cls == CH_SPACE || c.cls == CH_END) return next;
        if (!chars_is_alnum(c.cls)) at = next;
    }
    if (c.cls == CH_COMPLEX) return complex_words(s->complex, s->text, at, s->end, out);
    if (chars_is_alnum(c.cls)) {
        end = word(s, at);
    } else {
        if (s->marks && (c.cls == CH_OPEN || c.cls == CH_DOT || c.cls == CH_ELLIPSIS || c.cls == CH_SLASH)) {
            int32_t kind;
            end = marks_at(s, at, &kind);
        }
        if (!end) end = sign_token(s, at, c);
    }
    spans_add(out, at, end);
    return end;
}
