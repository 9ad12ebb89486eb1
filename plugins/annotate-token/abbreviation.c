/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Abbreviations and initials: "t.ex.", "t ex", "A. Gustafsson". */
#include "chars.h"
#include "words.h"

static bool letters_end(const struct stretch *s, uint32_t at, uint32_t *end) {
    *end = at;
    for (struct ch c = chars_at(s->text, at, s->end); c.cls == CH_LETTER; c = chars_at(s->text, *end, s->end))
        *end += c.length;
    return *end > at;
}

/* Does the sentence clearly go on at @at, after an abbreviation that could be a word before a full stop? */
static bool goes_on(const struct stretch *s, uint32_t at) {
    struct ch c = chars_at(s->text, at, s->end);
    if (c.cls == CH_COMMA) return true;
    while (c.cls == CH_SPACE && c.cp != '\n') {
        at += c.length;
        c = chars_at(s->text, at, s->end);
    }
    return c.cls == CH_DIGIT || (c.cls == CH_LETTER && chars_is_lower(c.cp));
}

/* "t.ex.", "dvs.", and "t.ex" whose last point was left out. The longest listed form wins. */
static uint32_t dotted(const struct stretch *s, uint32_t at) {
    char key[TABLES_LONGEST_ABBREVIATION + 8];
    uint32_t best = 0, end = at, points = 0;
    while (end - at <= TABLES_LONGEST_ABBREVIATION && letters_end(s, end, &end)) {
        bool point = end < s->end && s->text[end] == '.';
        if (!point && points == 0) break;
        uint32_t n = words_lower(s->text, at, end, key, sizeof key - 1);
        if (!n) break;
        key[n++] = '.';
        int32_t value = strmap_get(&s->tables->dotted, key, n, 0);
        uint32_t after = point ? end + 1 : end;
        uint8_t next = chars_at(s->text, after, s->end).cls;
        points += point;
        if (value && next != CH_LETTER && (point || next != CH_DIGIT) &&
            (!(value & ABBREVIATION_IS_WORD) || goes_on(s, after)))
            best = after;
        if (!point) break;
        end = after;
    }
    return best;
}

/* "U.S.A.", "a.b", "A. Gustafsson": single letters with points. */
static uint32_t initials(const struct stretch *s, uint32_t at, uint32_t word_end) {
    struct ch first = chars_at(s->text, at, s->end);
    if (first.cls != CH_LETTER || at + first.length != word_end) return 0;
    uint32_t end = at, letters = 0;
    for (struct ch c = first; c.cls == CH_LETTER; c = chars_at(s->text, end, s->end)) {
        uint32_t after = end + c.length;
        struct ch then = chars_at(s->text, after, s->end);
        if (chars_is_alnum(then.cls)) return 0; /* hemma.Sedan, C.Ingard */
        letters++;
        end = after;
        if (then.cls != CH_DOT) break;
        if (chars_at(s->text, after + 1, s->end).cls == CH_DOT) return 0;
        end++;
    }
    if (letters > 1) return end;
    /* one letter: an initial when a capital that is not an everyday word follows on the line */
    uint32_t next = end;
    struct ch c = chars_at(s->text, next, s->end);
    if (!chars_is_upper(first.cp) || c.cls != CH_SPACE || c.cp == '\n') return 0;
    while (c.cls == CH_SPACE && c.cp != '\n') {
        next += c.length;
        c = chars_at(s->text, next, s->end);
    }
    if (c.cls != CH_LETTER || !chars_is_upper(c.cp)) return 0;
    char key[64];
    uint32_t name = words_run(s, next);
    if (name == next + c.length && name < s->end && s->text[name] == '.') return end; /* A. I. Rabin */
    uint32_t n = words_lower(s->text, next, name, key, sizeof key);
    return n && (strmap_get(&s->tables->words, key, n, 0) & WORD_STARTER) ? 0 : end;
}

/* "t ex", "bl. a.": parts of a few letters with single blanks between. A last point belongs to it when the first part
 * has one too. */
static uint32_t spaced(const struct stretch *s, uint32_t at) {
    char key[TABLES_LONGEST_ABBREVIATION * 2];
    uint32_t n = 0, best = 0, end = at;
    bool points = false;
    for (int part = 0; part < 4 && letters_end(s, end, &end); part++) {
        uint32_t begin = n == 0 ? at : end;
        while (begin > at && chars_before(s->text, begin, at).cls == CH_LETTER)
            begin -= chars_before(s->text, begin, at).length;
        uint32_t length = n + 16 < sizeof key ? words_lower(s->text, begin, end, key + n, 16) : 0;
        if (!length) break;
        n += length;
        bool point = end < s->end && s->text[end] == '.';
        if (part == 0) points = point;
        uint32_t after = end + (points && point);
        uint8_t next = chars_at(s->text, after, s->end).cls;
        if (part > 0 && strmap_get(&s->tables->spaced, key, n, 0) && !chars_is_alnum(next) && next != CH_HYPHEN &&
            next != CH_APOSTROPHE && next != CH_COLON && next != CH_MARK && next != CH_INVISIBLE)
            best = after;
        if (points && !point) break;
        struct ch space = chars_at(s->text, after, s->end);
        if (space.cp != ' ' && space.cp != 0xA0 && space.cp != 0x202F) break;
        key[n++] = ' ';
        end = after + space.length;
    }
    return best;
}

uint32_t abbreviation_at(const struct stretch *s, uint32_t at, uint32_t word_end) {
    char word[16] = {0}, next[2] = {0};
    uint32_t length = word_end - at, best = 0;
    bool point = word_end < s->end && s->text[word_end] == '.', blank = word_end < s->end && s->text[word_end] == ' ';
    memcpy(word, s->text + at, length < 8 ? length : 8);
    if (blank) memcpy(next, s->text + word_end + 1, s->end - word_end > 2 ? 2 : s->end - word_end - 1);
    uint64_t key = tables_key(word, length);
    if (blank) key = tables_key_next(s->tables, key, next);
    if ((!point && !blank) || tables_maybe(s->tables, key, point)) { /* other blanks than U+0020 are rare */
        best = spaced(s, at);
        uint32_t other = point ? dotted(s, at) : 0;
        if (other > best) best = other;
    }
    return best ? best : point ? initials(s, at, word_end) : 0;
}
