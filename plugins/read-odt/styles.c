/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "styles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utsaga/layers.h>

enum { MOST_STYLES = 100000, INHERITANCE = 64 };

static uint32_t hash_of(char family, uts_str name) {
    uint32_t h = 2166136261u ^ (unsigned char)family;
    for (size_t i = 0; i < name.n; i++) h = (h ^ (unsigned char)name.p[i]) * 16777619u;
    return h ^ h >> 15;
}

static bool is_key(const char *key, char family, uts_str name) {
    return key[0] == family && strlen(key + 1) == name.n && memcmp(key + 1, name.p, name.n) == 0;
}

/* The slot where the style is, or where it would go. */
static uint32_t *slot_of(const struct odt_styles *s, char family, uts_str name) {
    uint32_t k = hash_of(family, name) & (s->n_slots - 1);
    while (s->slots[k] && !is_key(s->items[s->slots[k] - 1].key, family, name)) k = (k + 1) & (s->n_slots - 1);
    return &s->slots[k];
}

static bool grow(struct odt_styles *s) {
    if (s->n < s->room) return true;
    uint32_t room = s->room ? s->room * 2 : 128;
    struct odt_style *items = realloc(s->items, room * sizeof *items);
    if (items) s->items = items;
    uint32_t *slots = items ? calloc((size_t)room * 2, sizeof *slots) : NULL;
    if (!slots) return false;
    free(s->slots);
    s->slots = slots;
    s->room = room;
    s->n_slots = room * 2;
    for (uint32_t i = 0; i < s->n; i++) {
        const char *key = s->items[i].key;
        *slot_of(s, key[0], (uts_str){key + 1, strlen(key + 1)}) = i + 1;
    }
    return true;
}

/* "Heading_20_2" and its like in Swedish name a heading that does not tell its level. */
static uint32_t level_of_name(uts_str name) {
    static const struct {
        const char *name;
        uint32_t level;
    } known[] = {{"Title", 1}, {"Rubrik", 1}, {"Subtitle", 2}, {"Underrubrik", 2}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (name.n == strlen(known[i].name) && strncasecmp(name.p, known[i].name, name.n) == 0) return known[i].level;
    return 0;
}

static char *copy(uts_str s) { return s.n ? strndup(s.p, s.n) : NULL; }

void odt_style_begin(struct odt_styles *s, const struct sax_attributes *attributes) {
    uts_str family = sax_attribute(attributes, "family"), name = sax_attribute(attributes, "name");
    char kind = family.n == 9 && memcmp(family.p, "paragraph", 9) == 0 ? 'p'
                : family.n == 4 && memcmp(family.p, "text", 4) == 0    ? 't'
                                                                       : 'x';
    s->open = NULL;
    if (!name.n || name.n > 1000 || s->n == MOST_STYLES || (kind == 'x' && family.n != 7)) return;
    if (!grow(s)) {
        s->failed = true;
        return;
    }
    uint32_t *slot = slot_of(s, kind, name);
    if (*slot) return; /* the first of two wins */
    char *key = malloc(name.n + 2);
    if (!key) {
        s->failed = true;
        return;
    }
    key[0] = kind;
    memcpy(key + 1, name.p, name.n);
    key[name.n + 1] = '\0';
    s->open = &s->items[s->n++];
    *slot = s->n;
    int64_t level = sax_number(sax_attribute(attributes, "default-outline-level"), 0);
    *s->open = (struct odt_style){.key = key,
                                  .parent = copy(sax_attribute(attributes, "parent-style-name")),
                                  .list = copy(sax_attribute(attributes, "list-style-name")),
                                  .level = level > 0 && level < 100 ? (uint32_t)level : 0};
    if (!s->open->level && kind == 'p') s->open->level = level_of_name(name);
}

static bool is(uts_str s, const char *word) { return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0; }

void odt_style_text(struct odt_styles *s, const struct sax_attributes *attributes) {
    struct odt_style *style = s->open;
    uts_str weight = sax_attribute(attributes, "font-weight"), slant = sax_attribute(attributes, "font-style"),
            display = sax_attribute(attributes, "display");
    if (!style) return;
    if (weight.n) {
        style->says |= UTS_STYLE_BOLD;
        if (is(weight, "bold") || sax_number(weight, 400) >= 600) style->face |= UTS_STYLE_BOLD;
    }
    if (slant.n) {
        style->says |= UTS_STYLE_ITALIC;
        if (!is(slant, "normal")) style->face |= UTS_STYLE_ITALIC;
    }
    if (display.n) {
        style->says |= ODT_HIDDEN;
        if (is(display, "none")) style->face |= ODT_HIDDEN;
    }
}

static struct odt_style *find(struct odt_styles *s, char family, uts_str name) {
    uint32_t *slot = s->n_slots && name.n ? slot_of(s, family, name) : NULL;
    return slot && *slot ? &s->items[*slot - 1] : NULL;
}

static void resolve(struct odt_styles *s, struct odt_style *style) {
    struct odt_style *chain[INHERITANCE] = {NULL};
    uint32_t n = 0;
    for (struct odt_style *at = style; at && !at->resolved && n < INHERITANCE;) {
        at->resolved = true; /* a circle ends here */
        chain[n++] = at;
        at = at->parent ? find(s, at->key[0], (uts_str){at->parent, strlen(at->parent)}) : NULL;
    }
    while (n--) {
        struct odt_style *child = chain[n];
        const struct odt_style *base =
            child->parent ? find(s, child->key[0], (uts_str){child->parent, strlen(child->parent)}) : NULL;
        if (!base || base == child) continue;
        child->face |= base->face & base->says & ~child->says;
        child->says |= base->says;
        if (!child->level) child->level = base->level;
        if (!child->list && base->list) child->list = strdup(base->list);
    }
}

const struct odt_style *odt_style(struct odt_styles *s, char family, uts_str name) {
    struct odt_style *style = find(s, family, name);
    if (style && !style->resolved) resolve(s, style);
    return style;
}

void odt_styles_free(struct odt_styles *s) {
    for (uint32_t i = 0; i < s->n; i++) {
        free(s->items[i].key);
        free(s->items[i].parent);
        free(s->items[i].list);
    }
    free(s->items);
    free(s->slots);
    *s = (struct odt_styles){0};
}
