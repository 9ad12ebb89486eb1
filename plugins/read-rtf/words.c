/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <string.h>

/*
 * Sorted by name. Specification: Rich Text Format 1.9.1. Words that only change how text looks are not here; nor are
 * starred destinations without text, which need no table. Page breaks end a paragraph: \page stands between paragraphs
 * or is one.
 */
static const struct rtf_word words[] = {
    {"annotation", RTF_LEAVE, RTF_COMMENTS},
    {"ansi", RTF_CHARACTER_SET, 1252},
    {"ansicpg", RTF_PAGE, 0},
    {"author", RTF_DEST, RTF_SKIP},
    {"b", RTF_BOLD, 0},
    {"bin", RTF_BYTES, 0},
    {"bkmkend", RTF_DEST, RTF_SKIP},
    {"bkmkstart", RTF_DEST, RTF_SKIP},
    {"bullet", RTF_CHAR, 0x2022},
    {"cell", RTF_CELL, 0},
    {"chftn", RTF_MARK, 0},
    {"colortbl", RTF_DEST, RTF_SKIP},
    {"column", RTF_PARAGRAPH, 0},
    {"comment", RTF_DEST, RTF_SKIP},
    {"cpg", RTF_FONT_PAGE, 0},
    {"deff", RTF_DEFAULT_FONT, 0},
    {"deleted", RTF_DELETED, 0},
    {"do", RTF_DEST, RTF_SHAPE},
    {"dptxbxtext", RTF_SIDE, RTF_SIDE_BOX},
    {"emdash", RTF_CHAR, 0x2014},
    {"emspace", RTF_CHAR, 0x2003},
    {"endash", RTF_CHAR, 0x2013},
    {"enspace", RTF_CHAR, 0x2002},
    {"f", RTF_FONT, 0},
    {"fcharset", RTF_CHARSET, 0},
    {"fldinst", RTF_DEST, RTF_SKIP},
    {"fonttbl", RTF_DEST, RTF_FONTS},
    {"footer", RTF_SIDE, RTF_SIDE_PAGE},
    {"footerf", RTF_SIDE, RTF_SIDE_PAGE},
    {"footerl", RTF_SIDE, RTF_SIDE_PAGE},
    {"footerr", RTF_SIDE, RTF_SIDE_PAGE},
    {"footnote", RTF_SIDE, RTF_SIDE_NOTE},
    {"ftncn", RTF_DEST, RTF_SKIP},
    {"ftnsep", RTF_DEST, RTF_SKIP},
    {"ftnsepc", RTF_DEST, RTF_SKIP},
    {"header", RTF_SIDE, RTF_SIDE_PAGE},
    {"headerf", RTF_SIDE, RTF_SIDE_PAGE},
    {"headerl", RTF_SIDE, RTF_SIDE_PAGE},
    {"headerr", RTF_SIDE, RTF_SIDE_PAGE},
    {"i", RTF_ITALIC, 0},
    {"info", RTF_DEST, RTF_SKIP},
    {"intbl", RTF_IN_TABLE, 1},
    {"ldblquote", RTF_CHAR, 0x201C},
    {"line", RTF_CHAR, '\n'},
    {"listtext", RTF_LIST, 0},
    {"lquote", RTF_CHAR, 0x2018},
    {"mac", RTF_CHARACTER_SET, 10000},
    {"nestcell", RTF_CELL, 0},
    {"nestrow", RTF_NESTED_ROW, 0},
    {"nonesttables", RTF_DEST, RTF_SKIP},
    {"nonshppict", RTF_DEST, RTF_SKIP},
    {"objdata", RTF_DEST, RTF_SKIP},
    {"object", RTF_LEAVE, RTF_OBJECTS},
    {"outlinelevel", RTF_OUTLINE, 0},
    {"page", RTF_PARAGRAPH, 0},
    {"par", RTF_PARAGRAPH, 0},
    {"pard", RTF_PARD, 0},
    {"pc", RTF_CHARACTER_SET, 437},
    {"pca", RTF_CHARACTER_SET, 850},
    {"pict", RTF_LEAVE, RTF_PICTURES},
    {"plain", RTF_PLAIN, 0},
    {"pntext", RTF_LIST, 0},
    {"pntxta", RTF_DEST, RTF_SKIP},
    {"pntxtb", RTF_DEST, RTF_SKIP},
    {"private", RTF_DEST, RTF_SKIP},
    {"qmspace", RTF_CHAR, 0x2005},
    {"rdblquote", RTF_CHAR, 0x201D},
    {"result", RTF_RESULT, 0},
    {"row", RTF_ROW, 0},
    {"rquote", RTF_CHAR, 0x2019},
    {"rxe", RTF_DEST, RTF_SKIP},
    {"s", RTF_STYLE, 0},
    {"sect", RTF_PARAGRAPH, 0},
    {"shpinst", RTF_DEST, RTF_SHAPE},
    {"shppict", RTF_NONE, 0},
    {"shprslt", RTF_DEST, RTF_SKIP},
    {"shptxt", RTF_SIDE, RTF_SIDE_BOX},
    {"stylesheet", RTF_DEST, RTF_STYLES},
    {"tab", RTF_CHAR, '\t'},
    {"tc", RTF_DEST, RTF_SKIP},
    {"tcn", RTF_DEST, RTF_SKIP},
    {"template", RTF_DEST, RTF_SKIP},
    {"title", RTF_DEST, RTF_TITLE},
    {"txe", RTF_DEST, RTF_SKIP},
    {"u", RTF_UNICODE, 0},
    {"uc", RTF_FALLBACK, 0},
    {"ud", RTF_RESULT, 0},
    {"upr", RTF_DEST, RTF_UPR},
    {"v", RTF_HIDDEN, 0},
    {"xe", RTF_DEST, RTF_SKIP},
    {"zwj", RTF_CHAR, 0x200D},
    {"zwnj", RTF_CHAR, 0x200C},
};

const struct rtf_word *rtf_word_find(const char *name, size_t n) {
    size_t low = 0, high = sizeof words / sizeof *words;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = strncmp(name, words[mid].name, n);
        if (order == 0 && words[mid].name[n]) order = -1;
        if (order == 0) return &words[mid];
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return NULL;
}
