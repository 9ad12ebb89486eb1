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
    case CH_AMPERSAND:
    case CH_PERCENT:
    case CH_SYMBOL:
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

/* The flags of a token with letters or digits in it; @first is the first of them. */
static void word_flags(struct type *type, struct ch first, const char *form, uint32_t length, const char *fold,
                       uint32_t fold_length, const struct tables *tables) {
    struct ch last = chars_before(form, length, 0);
    bool upper = first.cls == CH_LETTER && chars_is_upper(first.cp), all = upper;
    uint32_t letters = 0;
    for (uint32_t at = 0; at < length;) {
        struct ch c = chars_at(form, at, length);
        letters += c.cls == CH_LETTER;
        if (c.cls == CH_LETTER && !chars_is_upper(c.cp)) all = false;
        at += c.length;
    }
    type->length = (uint8_t)(letters > 255 ? 255 : letters);
    type->shape = first.cls == CH_DIGIT ? SHAPE_NUMBER
                  : all && letters > 1  ? SHAPE_CAPITALS
                  : upper               ? SHAPE_CAPITAL
                                        : SHAPE_LOWER;
    type->flags |= (uint16_t)(first.cls == CH_DIGIT ? TYPE_DIGIT : upper ? TYPE_UPPER : TYPE_LOWER);
    if (last.cls == CH_ELLIPSIS) {
        type->flags |= TYPE_PAUSE;
    } else if (last.cls == CH_DOT) {
        type->flags |= TYPE_ABBREVIATION;
        type->shape = SHAPE_POINTED;
        type->ends = (uint8_t)(strmap_get(&tables->dotted, fold, fold_length, ENDS_NEVER) & ABBREVIATION_ENDS) & 3;
    }
    int32_t word = strmap_get(&tables->words, fold, fold_length, 0);
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
    struct stretch whole = {form, 0, length, tables, true, NULL};
    struct ch c = chars_at(form, 0, length), first = {0, CH_END, 0};
    bool changed = fold_form(form, length, fold, fold_length), letter = false;
    int32_t event = 0;
    memset(type, 0, sizeof *type);
    type->flags = TYPE_KNOWN;
    type->shape = SHAPE_OTHER;
    if ((c.cls == CH_OPEN || c.cls == CH_DOT || c.cls == CH_ELLIPSIS || c.cls == CH_SLASH) && length > 3 &&
        marks_at(&whole, 0, &event) == length) {
        type->kind = kind_of_event(event);
        type->flags |= TYPE_MARK | TYPE_BRACKET;
        return changed;
    }
    for (uint32_t at = 0; at < length;) {
        struct ch x = chars_at(form, at, length);
        if (first.cls == CH_END && chars_is_alnum(x.cls)) first = x;
        letter = letter || x.cls == CH_LETTER || x.cls == CH_COMPLEX;
        at += x.length;
    }
    if (first.cls == CH_END && !letter) {
        type->kind = kind_of_sign(c, length);
        type->flags |= sign_flags(c, length, &type->shape);
    } else {
        bool gap = length == 3 && form[0] == 'x' && strmap_get(&tables->marks, form, 3, 0) == UTS_EVENT_INAUDIBLE;
        type->kind = gap ? UTS_TOKEN_EVENT : letter ? UTS_TOKEN_WORD : UTS_TOKEN_NUMBER;
        word_flags(type, first, form, length, fold, *fold_length, tables);
    }
    return changed;
}
