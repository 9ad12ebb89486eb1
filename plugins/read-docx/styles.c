/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "styles.h"

#include "../common/sax.h"
#include "package.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utsaga/layers.h>

/* Styles inherit from each other at most so deep; more is a circle. */
enum { INHERITANCE = 64, MOST_STYLES = 20000 };

static const struct sax_name names[] = {DOCX_BOTH("style", W_STYLE),
                                        DOCX_BOTH("name", W_NAME),
                                        DOCX_BOTH("basedOn", W_BASED_ON),
                                        DOCX_BOTH("rPrDefault", W_RPR_DEFAULT),
                                        DOCX_BOTH("b", W_B),
                                        DOCX_BOTH("i", W_I),
                                        DOCX_BOTH("vanish", W_VANISH),
                                        DOCX_BOTH("outlineLvl", W_OUTLINE_LVL),
                                        DOCX_BOTH("numId", W_NUM_ID),
                                        DOCX_BOTH("ilvl", W_ILVL),
                                        DOCX_BOTH("tblStylePr", W_SKIPPED),
                                        DOCX_BOTH("rPrChange", W_SKIPPED),
                                        DOCX_BOTH("pPrChange", W_SKIPPED),
                                        {NULL, NULL, 0}};

struct reading {
    struct docx_styles *styles;
    struct docx_style *open;
    uint32_t skip;
    bool defaults;
};

uint8_t docx_switch(uts_str value) { return sax_switch(value) ? DOCX_ON : DOCX_OFF; }

static char *copy(uts_str s) { return s.p ? strndup(s.p, s.n) : NULL; }

/* The number behind @p word in a name of a style: "heading 2" -> 2; -1: another name. */
static int numbered(const char *name, const char *word) {
    size_t n = strlen(word);
    if (strncasecmp(name, word, n) != 0) return -1;
    while (name[n] == ' ') n++;
    return name[n] >= '1' && name[n] <= '9' && !name[n + 1] ? name[n] - '0' : -1;
}

/* Headings by name, for styles that do not tell their level. Word stores English names in every language. */
static void take_name(struct docx_style *style, const char *name) {
    static const char *const headings[] = {"heading", "rubrik"}, *const contents[] = {"toc", "innehåll"};
    for (size_t i = 0; i < 2; i++) {
        int level = numbered(name, headings[i]);
        if (level > 0) style->level = (int8_t)level;
        if (numbered(name, contents[i]) > 0) style->zone = UTS_ZONE_CONTENTS;
    }
    if (strcasecmp(name, "title") == 0 || strcasecmp(name, "rubrik") == 0 || strcasecmp(name, "toc heading") == 0)
        style->level = 1;
    if (strcasecmp(name, "subtitle") == 0 || strcasecmp(name, "underrubrik") == 0) style->level = 2;
}

static void begin_style(struct reading *r, const struct sax_attributes *attributes) {
    struct docx_styles *s = r->styles;
    if (s->n == MOST_STYLES) return;
    if (s->n == s->room) {
        uint32_t room = s->room ? s->room * 2 : 64;
        struct docx_style *grown = realloc(s->items, room * sizeof *grown);
        if (!grown) {
            s->failed = true;
            return;
        }
        s->items = grown;
        s->room = room;
    }
    uts_str is_default = sax_attribute(attributes, "default"), type = sax_attribute(attributes, "type");
    bool paragraph = type.n == 9 && memcmp(type.p, "paragraph", 9) == 0;
    r->open = &s->items[s->n];
    *r->open = (struct docx_style){.id = copy(sax_attribute(attributes, "styleId")),
                                   .is_default = paragraph && is_default.p && sax_switch(is_default),
                                   .level = -1,
                                   .num_id = -1,
                                   .num_level = -1};
    if (!r->open->id)
        r->open = NULL;
    else
        s->n++;
}

static void take(struct reading *r, uint32_t id, uts_str value) {
    struct docx_style *style = r->open;
    int64_t number = sax_number(value, -1);
    char *name;
    switch (id) {
    case W_NAME:
        name = copy(value);
        if (name) take_name(style, name);
        free(name);
        break;
    case W_BASED_ON:
        free(style->based_on);
        style->based_on = copy(value);
        break;
    case W_B:
        style->bold = docx_switch(value);
        break;
    case W_I:
        style->italic = docx_switch(value);
        break;
    case W_VANISH:
        style->vanish = docx_switch(value);
        break;
    case W_OUTLINE_LVL:
        if (number >= 0) style->level = number < 9 ? (int8_t)(number + 1) : 0;
        break;
    case W_NUM_ID:
        style->num_id = number;
        break;
    case W_ILVL:
        style->num_level = number;
        break;
    default:
        break;
    }
}

static void start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct reading *r = user;
    if (r->skip || id == W_SKIPPED) {
        r->skip++;
        return;
    }
    uts_str value = sax_attribute(attributes, "val");
    if (id == W_STYLE)
        begin_style(r, attributes);
    else if (id == W_RPR_DEFAULT)
        r->defaults = true;
    else if (r->open)
        take(r, id, value);
    else if (r->defaults && id == W_B)
        r->styles->bold = sax_switch(value);
    else if (r->defaults && id == W_I)
        r->styles->italic = sax_switch(value);
}

static void end(void *user, uint32_t id) {
    struct reading *r = user;
    if (r->skip)
        r->skip--;
    else if (id == W_STYLE)
        r->open = NULL;
    else if (id == W_RPR_DEFAULT)
        r->defaults = false;
}

/* ---- look-up and inheritance ---- */

static uint32_t hash_of(const char *p, size_t n) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
    return h;
}

static struct docx_style *find(const struct docx_styles *s, const char *id, size_t n) {
    if (!s->n_slots) return NULL;
    for (uint32_t k = hash_of(id, n) & (s->n_slots - 1); s->slots[k]; k = (k + 1) & (s->n_slots - 1)) {
        struct docx_style *style = &s->items[s->slots[k] - 1];
        if (strlen(style->id) == n && memcmp(style->id, id, n) == 0) return style;
    }
    return NULL;
}

const struct docx_style *docx_style(const struct docx_styles *s, uts_str id) { return find(s, id.p, id.n); }

static bool make_slots(struct docx_styles *s) {
    s->n_slots = 16;
    while (s->n_slots < s->n * 2) s->n_slots *= 2;
    s->slots = calloc(s->n_slots, sizeof *s->slots);
    if (!s->slots) return false;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t k = hash_of(s->items[i].id, strlen(s->items[i].id)) & (s->n_slots - 1);
        while (s->slots[k]) k = (k + 1) & (s->n_slots - 1);
        s->slots[k] = i + 1;
    }
    return true;
}

static void inherit(struct docx_style *style, const struct docx_style *from) {
    if (style->bold == DOCX_UNSET) style->bold = from->bold;
    if (style->italic == DOCX_UNSET) style->italic = from->italic;
    if (style->vanish == DOCX_UNSET) style->vanish = from->vanish;
    if (style->level < 0) style->level = from->level;
    if (!style->zone) style->zone = from->zone;
    if (style->num_id < 0) style->num_id = from->num_id;
    if (style->num_level < 0) style->num_level = from->num_level;
}

static void resolve(struct docx_styles *s, struct docx_style *style) {
    struct docx_style *chain[INHERITANCE];
    uint32_t n = 0;
    for (; style && !style->resolved && n < INHERITANCE;
         style = style->based_on ? find(s, style->based_on, strlen(style->based_on)) : NULL) {
        style->resolved = true; /* a circle ends here */
        chain[n++] = style;
    }
    const struct docx_style *base = style;
    while (n--) {
        if (base && base != chain[n]) inherit(chain[n], base);
        base = chain[n];
    }
}

bool docx_styles_read(struct docx_styles *s, struct archive *a, int64_t entry, uint32_t *line) {
    static const struct sax_handler handler = {.names = names, .start = start, .end = end};
    struct reading r = {.styles = s};
    if (entry < 0) return true;
    if (!sax_parse(a, entry, DOCX_PART_BYTES, &handler, &r, line)) return false;
    s->failed |= !make_slots(s);
    for (uint32_t i = 0; i < s->n && !s->failed; i++) {
        resolve(s, &s->items[i]);
        if (s->items[i].is_default) s->usual = &s->items[i];
    }
    return !s->failed;
}

void docx_styles_free(struct docx_styles *s) {
    for (uint32_t i = 0; i < s->n; i++) {
        free(s->items[i].id);
        free(s->items[i].based_on);
    }
    free(s->items);
    free(s->slots);
    *s = (struct docx_styles){0};
}
