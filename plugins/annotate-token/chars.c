/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chars.h"

#include <unicode/uchar.h>

#define SP CH_SPACE
#define LE CH_LETTER
#define DI CH_DIGIT
#define PU CH_PUNCT
#define SY CH_SYMBOL

/* Control characters separate words, as blanks do. */
const uint8_t chars_ascii[128] = {SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, /* 00 */
                                  SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, /* 10 */
                                  /*  ! " # $ % & ' */
                                  SP, CH_BANG, CH_QUOTE, SY, SY, CH_PERCENT, CH_AMPERSAND, CH_APOSTROPHE,
                                  /* ( ) * + , - . / */
                                  CH_OPEN, CH_CLOSE, PU, SY, CH_COMMA, CH_HYPHEN, CH_DOT, CH_SLASH, DI, DI, DI, DI, DI,
                                  DI, DI, DI, DI, DI, CH_COLON, PU, SY, SY, SY, CH_BANG,          /* 30 */
                                  PU, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, /* 40 */
                                  LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, CH_OPEN, PU, CH_CLOSE, SY, CH_UNDERSCORE,
                                  SY, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, /* 60 */
                                  LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, LE, CH_OPEN, SY, CH_CLOSE, SY, SP};

/* U+0080 to U+00BF. */
static uint8_t latin1_class(uint32_t cp) {
    switch (cp) {
    case 0xA1:
    case 0xB6:
    case 0xB7:
    case 0xBF:
        return CH_PUNCT;
    case 0xAA:
    case 0xB5:
    case 0xBA:
        return CH_LETTER;
    case 0xAB:
    case 0xBB:
        return CH_QUOTE;
    case 0xAD:
        return CH_INVISIBLE;
    case 0xB2:
    case 0xB3:
    case 0xB9:
        return CH_RAISED;
    case 0xBC:
    case 0xBD:
    case 0xBE:
        return CH_DIGIT;
    default:
        return cp <= 0xA0 ? CH_SPACE : CH_SYMBOL;
    }
}

/* U+2000 to U+209F: General Punctuation, Superscripts and Subscripts. */
static uint8_t punctuation_class(uint32_t cp) {
    if (cp <= 0x200B || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F) return CH_SPACE;
    if (cp <= 0x200F || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F)) return CH_INVISIBLE;
    if (cp <= 0x2011) return CH_HYPHEN;
    if (cp <= 0x2015) return CH_DASH;
    if (cp == 0x2019 || cp == 0x2018) return CH_APOSTROPHE;
    if ((cp >= 0x201A && cp <= 0x201F) || cp == 0x2039 || cp == 0x203A) return CH_QUOTE;
    if (cp == 0x2026) return CH_ELLIPSIS;
    if (cp == 0x203C || (cp >= 0x2047 && cp <= 0x2049)) return CH_BANG;
    if (cp == 0x2045) return CH_OPEN;
    if (cp == 0x2046) return CH_CLOSE;
    if (cp <= 0x205E) return CH_PUNCT;
    if (cp == 0x2070 || (cp >= 0x2074 && cp <= 0x2079)) return CH_RAISED;
    if (cp >= 0x2080 && cp <= 0x2089) return CH_DIGIT;
    if (cp == 0x2071 || cp == 0x207F || (cp >= 0x2090 && cp <= 0x209C)) return CH_LETTER;
    return CH_SYMBOL;
}

/* The rest by general category. Words of scripts without blanks are found by ICU's dictionaries. */
static uint8_t icu_class(uint32_t cp) {
    UChar32 c = (UChar32)cp;
    switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
        return CH_LETTER;
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
        return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) ||
                       u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT ||
                       (cp >= 0x3040 && cp <= 0x30FF) || (cp >= 0x31F0 && cp <= 0x31FF) ||
                       (cp >= 0xFF66 && cp <= 0xFF9F)
                   ? CH_COMPLEX
                   : CH_LETTER;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
        return u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT ? CH_COMPLEX : CH_MARK;
    case U_DECIMAL_DIGIT_NUMBER:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
        return CH_DIGIT;
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
        return CH_SPACE;
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
        return CH_INVISIBLE;
    case U_DASH_PUNCTUATION:
        return CH_DASH;
    case U_START_PUNCTUATION:
        return CH_OPEN;
    case U_END_PUNCTUATION:
        return CH_CLOSE;
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
        return CH_QUOTE;
    case U_CONNECTOR_PUNCTUATION:
    case U_OTHER_PUNCTUATION:
        return CH_PUNCT;
    default:
        return u_hasBinaryProperty(c, UCHAR_EMOJI) ? CH_EMOJI : CH_SYMBOL;
    }
}

uint8_t chars_class_of(uint32_t cp) {
    if (cp < 0xC0) return latin1_class(cp);
    if (cp < 0x2B0) return cp == 0xD7 || cp == 0xF7 ? CH_SYMBOL : CH_LETTER;
    if (cp >= 0x2000 && cp < 0x20A0) return punctuation_class(cp);
    return icu_class(cp);
}

bool chars_is_upper(uint32_t cp) {
    if (cp < 0x80) return cp >= 'A' && cp <= 'Z';
    if (cp < 0x100) return cp >= 0xC0 && cp <= 0xDE && cp != 0xD7;
    return u_isupper((UChar32)cp) || u_istitle((UChar32)cp);
}

bool chars_is_lower(uint32_t cp) {
    if (cp < 0x80) return cp >= 'a' && cp <= 'z';
    if (cp < 0x100) return (cp >= 0xDF && cp != 0xF7) || cp == 0xAA || cp == 0xB5 || cp == 0xBA;
    return u_islower((UChar32)cp);
}
