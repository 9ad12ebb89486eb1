/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Styles of paragraphs and of letters, with what they inherit worked out when they are first asked for. */
#ifndef ODT_STYLES_H
#define ODT_STYLES_H

#include "../common/sax.h"

/* Set besides UTS_STYLE_BOLD and UTS_STYLE_ITALIC in a face. */
#define ODT_HIDDEN 0x100u

struct odt_style {
    char *key, *parent;  /* family and name: "pP1", "tT2", "xSect1" for sections */
    char *list;          /* list style of its paragraphs, or NULL */
    uint32_t says, face; /* bits of a face that it settles, and how */
    uint32_t level;      /* of a heading, 0 none */
    bool resolved;
};

struct odt_styles {
    struct odt_style *items;
    uint32_t n, room;
    uint32_t *slots; /* hash table of keys */
    uint32_t n_slots;
    struct odt_style *open; /* being read */
    bool failed;            /* out of memory */
};

/* <style:style> and, inside it, <style:text-properties>. */
void odt_style_begin(struct odt_styles *s, const struct sax_attributes *attributes);
void odt_style_text(struct odt_styles *s, const struct sax_attributes *attributes);
/* NULL: there is no such style. @p family: 'p' paragraph, 't' text, 'x' section. */
const struct odt_style *odt_style(struct odt_styles *s, char family, uts_str name);
void odt_styles_free(struct odt_styles *s);

#endif
