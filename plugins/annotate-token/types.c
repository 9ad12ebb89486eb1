/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "types.h"

#include "chars.h"
#include "words.h"

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <utsaga/layers.h>

/* Lower case and no invisible characters; false when that is the form itself. Letters outside Latin-1 are left to ICU,
 * which knows those that change their length. */
static bool fold_form(const char *form, uint32_t length, char *out, uint32_t *out_length) {
    uint32_t n = 0;
    bool changed = false, plain = true;
    for (uint32_t at = 0; at < length;) {
        struct ch c = chars_at(form, at, length);
        if (c.cls == CH_INVISIBLE) {
            changed = true;
        } else if (c.cp < 0x80) {
            bool upper = c.cp >= 'A' && c.cp <= 'Z';
            out[n++] = (char)(upper ? c.cp | 0x20 : c.cp);
            changed = changed || upper;
        } else {
            plain = plain && c.cp < 0x100;
            memcpy(out + n, form + at, c.length);
            if (c.cp < 0x100 && chars_is_upper(c.cp)) {
                out[n + 1] = (char)(out[n + 1] | 0x20);
                changed = true;
            }
            n += c.length;
        }
        at += c.length;
    }
    if (!plain) {
        char lower[TYPES_LONGEST * 3];
        UErrorCode status = U_ZERO_ERROR;
        UCaseMap *map = ucasemap_open("", 0, &status);
        int32_t m = map ? ucasemap_utf8ToLower(map, lower, (int32_t)sizeof lower, out, (int32_t)n, &status) : 0;
        ucasemap_close(map);
        if (U_SUCCESS(status) && m > 0 && m <= TYPES_LONGEST * 3) {
            changed = changed || (uint32_t)m != n || memcmp(lower, out, n) != 0;
            memcpy(out, lower, (size_t)m);
            n = (uint32_t)m;
        }
    }
    *out_length = n;
    return changed;
}

static uint8_t kind_of_sign(struct ch c, uint32_t length) {
    switch (c.cls) {
    case CH_DOT:
        return length > 1 ? UTS_TOKEN_PAUSE : UTS_TOKEN_PUNCT;
    case CH_ELLIPSIS:
        return UTS_TOKEN_PAUSE;
    case CH_COLON:
        return UTS_TOKEN_SENTENCE_END;
    case CH_RAISED:
        return UTS_TOKEN_NOTE_REF;
    case CH_PERCENT:
        return UTS_TOKEN_WORD; /* read out, as is the paragraph sign */
    case CH_SYMBOL:
        return c.cp == 0xA7 || c.cp == 0x2030 ? UTS_TOKEN_WORD : UTS_TOKEN_SYMBOL;
    case CH_AMPERSAND:
    case CH_EMOJI:
    case CH_MARK:
        return UTS_TOKEN_SYMBOL;
    default:
        return UTS_TOKEN_PUNCT;
    }
}

static uint8_t kind_of_event(int32_t event) {
    return event == UTS_EVENT_OMITTED      ? UTS_TOKEN_OMITTED
           : event == UTS_EVENT_PAUSE      ? UTS_TOKEN_PAUSE
           : event == UTS_EVENT_ANONYMISED ? UTS_TOKEN_ANONYMISED
                                           : UTS_TOKEN_EVENT;
}

static uint16_t sign_flags(struct ch c, uint32_t length, uint8_t *shape) {
    switch (c.cls) {
    case CH_DOT:
        *shape = length > 1 ? SHAPE_PAUSE : SHAPE_STOP;
        return length > 1 ? TYPE_PAUSE : TYPE_STOP;
    case CH_ELLIPSIS:
        *shape = SHAPE_PAUSE;
        return TYPE_PAUSE;
    case CH_BANG:
        *shape = SHAPE_STOP;
        return TYPE_STOP;
    case CH_COLON:
        *shape = SHAPE_COLON;
        return TYPE_COLON;
    case CH_COMMA:
        *shape = SHAPE_COMMA;
        return 0;
    case CH_OPEN:
        *shape = SHAPE_OPEN;
        return TYPE_OPENER | TYPE_BRACKET;
    case CH_CLOSE:
        *shape = SHAPE_CLOSE;
        return TYPE_CLOSER;
    case CH_QUOTE:
    case CH_APOSTROPHE:
        *shape = SHAPE_QUOTE;
        return TYPE_CLOSER | TYPE_OPENER;
    case CH_HYPHEN:
    case CH_DASH:
        *shape = SHAPE_DASH;
        return TYPE_OPENER;
    case CH_RAISED:
        return TYPE_REFERENCE;
    default:
        return 0;
    }
}

/* What a form is made of. */
struct makeup {
    uint32_t letters, capitals;
    struct ch first; /* letter or digit; CH_END: there is none */
    bool complex;
};

/* A form of ASCII letters and U+00C0 to U+00FF, as most are: folded and counted in one pass. */
static bool plain_form(const char *form, uint32_t length, char *fold, struct makeup *makeup) {
    *makeup = (struct makeup){.first = chars_at(form, 0, length)};
    for (uint32_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)form[i], capital = (unsigned char)(c - 'A') < 26;
        if (c == 0xC3 && i + 1 < length) {
            fold[i++] = (char)c;
            c = (unsigned char)form[i];
            capital = c <= 0x9E;
            if ((c | 0x20) == 0xB7) return false; /* a sign */
        } else if ((unsigned char)((c | 0x20) - 'a') >= 26) {
            return false;
        }
        fold[i] = (char)(c | capital << 5);
        makeup->letters++;
        makeup->capitals += capital;
    }
    return true;
}

static void count_form(const char *form, uint32_t length, struct makeup *makeup) {
    *makeup = (struct makeup){.first = {0, CH_END, 0}};
    for (uint32_t at = 0; at < length;) {
        struct ch c = chars_at(form, at, length);
        if (makeup->first.cls == CH_END && chars_is_alnum(c.cls)) makeup->first = c;
        makeup->complex = makeup->complex || c.cls == CH_COMPLEX;
        makeup->letters += c.cls == CH_LETTER;
        makeup->capitals += c.cls == CH_LETTER && chars_is_upper(c.cp);
        at += c.length;
    }
}

static void word_flags(struct type *type, const struct makeup *makeup, struct ch last, const char *fold,
                       uint32_t length, const struct tables *tables) {
    struct ch first = makeup->first;
    bool upper = first.cls == CH_LETTER && chars_is_upper(first.cp);
    type->length = (uint8_t)(makeup->letters > 255 ? 255 : makeup->letters);
    type->shape = first.cls == CH_DIGIT                                                 ? SHAPE_NUMBER
                  : upper && makeup->letters > 1 && makeup->capitals == makeup->letters ? SHAPE_CAPITALS
                  : upper                                                               ? SHAPE_CAPITAL
                                                                                        : SHAPE_LOWER;
    type->flags |= (uint16_t)(first.cls == CH_DIGIT ? TYPE_DIGIT : upper ? TYPE_UPPER : TYPE_LOWER);
    if (last.cls == CH_ELLIPSIS) {
        type->flags |= TYPE_PAUSE;
    } else if (last.cls == CH_DOT) {
        type->flags |= TYPE_ABBREVIATION;
        type->shape = SHAPE_POINTED;
        type->ends = (uint8_t)(strmap_get(&tables->dotted, fold, length, ENDS_NEVER) & ABBREVIATION_ENDS) & 3;
    }
    int32_t word = tables_word(tables, fold, length);
    if (word & WORD_STARTER) type->flags |= TYPE_STARTER;
    if (word & WORD_FINITE) type->flags |= TYPE_FINITE;
    if (word & WORD_REPORTING) type->flags |= TYPE_REPORTING;
    type->ordinary = word & WORD_STARTER ? 2 : word & WORD_LOW ? 1 : 0;
}

struct scorer {
    const struct strmap *weights;
    int32_t sum;
};

static void add_weight(void *to, const char *name, uint32_t length) {
    struct scorer *scorer = (struct scorer *)to;
    scorer->sum += strmap_get(scorer->weights, name, length, 0);
}

int32_t types_score(struct type *type, int role, const char *form, uint32_t length, const struct tables *tables) {
    if (type->scored >> role & 1) return type->score[role];
    char fold[TYPES_LONGEST * 3];
    uint32_t n = 0;
    if (length <= TYPES_LONGEST) fold_form(form, length, fold, &n);
    struct scorer scorer = {&tables->weights, 0};
    model_word_features(role, type->shape, type->ordinary != 0, fold, n, add_weight, &scorer);
    int32_t sum = scorer.sum > INT16_MAX ? INT16_MAX : scorer.sum < INT16_MIN ? INT16_MIN : scorer.sum;
    type->score[role] = (int16_t)sum;
    type->scored = (uint8_t)(type->scored | 1u << role) & 7;
    return sum;
}

bool types_make(struct type *type, const char *form, uint32_t length, const struct tables *tables, char *fold,
                uint32_t *fold_length) {
    struct makeup makeup;
    struct ch c = chars_at(form, 0, length);
    int32_t event = 0;
    memset(type, 0, sizeof *type);
    type->flags = TYPE_KNOWN;
    type->shape = SHAPE_OTHER;
    if (plain_form(form, length, fold, &makeup)) {
        bool gap = length == 3 && memcmp(form, "xxx", 3) == 0 && strmap_get(&tables->marks, form, 3, 0);
        *fold_length = length;
        type->kind = gap ? UTS_TOKEN_EVENT : UTS_TOKEN_WORD;
        word_flags(type, &makeup, makeup.first, fold, length, tables);
        return makeup.capitals > 0;
    }
    bool changed = fold_form(form, length, fold, fold_length);
    struct stretch whole = {form, 0, length, tables, true, NULL};
    if ((c.cls == CH_OPEN || c.cls == CH_DOT || c.cls == CH_ELLIPSIS || c.cls == CH_SLASH) && length > 3 &&
        marks_at(&whole, 0, &event) == length) {
        type->kind = kind_of_event(event);
        type->flags |= TYPE_MARK | TYPE_BRACKET;
        return changed;
    }
    count_form(form, length, &makeup);
    if (makeup.first.cls == CH_END && !makeup.complex) {
        type->kind = kind_of_sign(c, length);
        type->flags |= sign_flags(c, length, &type->shape);
    } else {
        type->kind = makeup.letters || makeup.complex ? UTS_TOKEN_WORD : UTS_TOKEN_NUMBER;
        word_flags(type, &makeup, chars_before(form, length, 0), fold, *fold_length, tables);
    }
    return changed;
}
