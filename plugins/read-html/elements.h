/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each element of HTML means for the text. */
#ifndef HTML_ELEMENTS_H
#define HTML_ELEMENTS_H

#include <stdint.h>

enum {
    HTML_BLOCK = 1, /* begins and ends a paragraph */
    HTML_VOID = 2,  /* has no content */
    HTML_RAW = 4,   /* its content is no markup */
    HTML_SKIP = 8,  /* no text of the document */
    HTML_BOLD = 16,
    HTML_ITALIC = 32,
    HTML_PRE = 64, /* white space counts */
    HTML_FURNITURE = 128,
    HTML_LIST = 256,
    HTML_SELF_CLOSING = 512, /* a second one ends the first: p, li, td … */
    HTML_BARRIER = 1024,     /* what lies outside is not ended from inside */
};

enum html_role {
    HTML_PLAIN,
    HTML_ROW,
    HTML_CELL,
    HTML_TABLE,
    HTML_BREAK,
    HTML_TITLE,
    HTML_DELETED,
    HTML_PICTURE,
    HTML_FIELD, /* buttons and other things to fill in */
    HTML_ANCHOR,
    HTML_META,
    HTML_BODY,
    HTML_H1, /* and on to H6 */
};

struct html_element {
    const char *name;
    uint16_t flags;
    uint8_t role;
};

/* Never NULL: an unknown element is inline and plain. */
const struct html_element *html_element(const char *name);

#endif
