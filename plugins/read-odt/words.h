/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The elements that are looked at. */
#ifndef ODT_WORDS_H
#define ODT_WORDS_H

enum odt_name {
    O_OTHER = 0,
    O_P,
    O_H,
    O_SPAN,
    O_S,
    O_TAB,
    O_LINE_BREAK,
    O_SECTION,
    O_INDEX,
    O_LIST,
    O_LIST_ITEM,
    O_LIST_HEADER,
    O_TABLE,
    O_COLUMN,
    O_ROW,
    O_CELL,
    O_BOX,
    O_NOTE,
    O_CITATION,
    O_NOTE_BODY,
    O_ANNOTATION,
    O_CREATOR,
    O_DATE,
    O_CHANGED_REGION,
    O_INSERTION,
    O_DELETION,
    O_CHANGE_INFO,
    O_CHANGE_START,
    O_CHANGE_END,
    O_CHANGE,
    O_MARGIN,
    O_BODY,
    O_TITLE,
    O_PLACEHOLDER,
    O_OBJECT,
    O_STYLE,
    O_TEXT_PROPERTIES,
    O_LIST_STYLE,
    O_OUTLINE_STYLE,
    O_LIST_LEVEL,
    O_BULLET_LEVEL,
    O_SKIPPED
};

#endif
