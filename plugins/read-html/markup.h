/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts HTML into tags and text, as browsers do: nothing is an error. No tree is made, so each piece knows its place. */
#ifndef HTML_MARKUP_H
#define HTML_MARKUP_H

#include <utsaga/plugin_util.h>

enum html_piece_kind { HTML_END, HTML_TEXT, HTML_OPEN, HTML_CLOSE };

enum { HTML_NAME = 16, HTML_ATTRIBUTES = 24 };

struct html_attribute {
    uts_str name, value; /* as written, without quotes */
};

struct html_piece {
    enum html_piece_kind kind;
    size_t begin, end;     /* of the text, or of the whole tag */
    char name[HTML_NAME];  /* lower case; longer ones are cut */
    uint32_t n_attributes; /* those beyond the room are not kept */
    bool closed;           /* <name/> */
    struct html_attribute attributes[HTML_ATTRIBUTES];
};

struct html_scan {
    uts_str text;
    size_t at;
    char raw[HTML_NAME]; /* the open element whose content is no markup, such as "script"; empty: none */
};

/* The next piece; false at the end. Comments, doctypes and instructions are passed over. */
bool html_next(struct html_scan *s, struct html_piece *piece);
/* The value of an attribute, {NULL, 0} when it is not there; an attribute without value has one that is not NULL. */
uts_str html_attribute(const struct html_piece *piece, const char *name);
/* Whether @p word stands in @p value between blanks. ASCII case does not matter. */
bool html_has_word(uts_str value, const char *word);
/* Whether a style attribute says @p property with one of @p values, such as "display" and "none". */
bool html_style_is(uts_str style, const char *property, const char *const *values);
/* Decodes the character reference at @p p (an '&'): code points into @p c, how many; *length bytes were read. 0: it is
 * a plain ampersand. */
int html_reference(const char *p, size_t n, uint32_t c[2], size_t *length);

#endif
