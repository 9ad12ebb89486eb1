/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control words of RTF that matter for text, and what they do. */
#ifndef RTF_WORDS_H
#define RTF_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* Where text goes. The first ones are read. */
enum rtf_dest {
    RTF_BODY,
    RTF_FONTS,  /* collects the names of fonts */
    RTF_STYLES, /* collects the names of styles */
    RTF_TITLE,
    RTF_SKIP, /* from here on text is not read */
    RTF_OBJECT,
    RTF_UPR,
    RTF_SHAPE,
};

/* Text beside the body: read after it. */
enum rtf_side_kind { RTF_SIDE_NOTE = 1, RTF_SIDE_BOX, RTF_SIDE_PAGE /* page header or footer */ };

/* Words of `value`: see the table in words.c. */
enum rtf_action {
    RTF_NONE,
    RTF_CHAR,       /* a character: `value` */
    RTF_DEST,       /* a destination: `value` is an rtf_dest */
    RTF_SIDE,       /* a destination beside the body: `value` is an rtf_side_kind */
    RTF_LEAVE,      /* a destination that is left out and counted: `value` is an rtf_count */
    RTF_RESULT,     /* what an object or \upr shows: goes where the text around it goes */
    RTF_LIST,       /* the number or bullet of a list item */
    RTF_PARAGRAPH,  /* \par */
    RTF_NESTED_ROW, /* the end of a row inside a cell */
    RTF_CELL,
    RTF_ROW,
    RTF_MARK, /* the number of a note */
    RTF_PLAIN,
    RTF_PARD,
    RTF_BOLD,
    RTF_ITALIC,
    RTF_HIDDEN,
    RTF_DELETED,
    RTF_IN_TABLE,
    RTF_OUTLINE,
    RTF_STYLE,
    RTF_FONT,
    RTF_CHARSET,
    RTF_FONT_PAGE,
    RTF_DEFAULT_FONT,
    RTF_FALLBACK, /* \uc */
    RTF_UNICODE,
    RTF_BYTES,         /* \bin */
    RTF_PAGE,          /* \ansicpg */
    RTF_CHARACTER_SET, /* \ansi, \mac …: `value` is the code page */
};

/* What is left out, for the remarks. */
enum rtf_count { RTF_PICTURES, RTF_OBJECTS, RTF_COMMENTS, RTF_COUNTS_ };

struct rtf_word {
    const char *name;
    uint8_t action;
    uint16_t value;
};

/* NULL: a word that does nothing to the text, or a destination that is not text when it is starred. */
const struct rtf_word *rtf_word_find(const char *name, size_t n);

#endif
