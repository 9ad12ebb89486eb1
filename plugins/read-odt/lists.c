/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists.h"

#include "../common/ordinal.h"

#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

#define NONE UINT32_MAX
/* Lists that are looked through for one that goes on. */
enum { MOST_LISTS = 200000, MOST_LOOKS = 4096 };

void odt_lists_start(struct odt_lists *l) {
    *l = (struct odt_lists){.open = NONE};
    for (int i = 0; i < ODT_LEVELS; i++) l->headings[i] = -1;
}

void odt_lists_free(struct odt_lists *l) {
    for (uint32_t i = 0; i < l->n_styles; i++) free(l->styles[i].name);
    for (uint32_t i = 0; i < l->n_lists; i++) free(l->lists[i].id);
    free(l->styles);
    free(l->lists);
    odt_lists_start(l);
}

/* Room for one more zeroed item; NULL: too many, or out of memory. */
static void *push(struct odt_lists *l, void **items, uint32_t *n, uint32_t *room, size_t size) {
    if (*n == MOST_LISTS) return NULL;
    if (*n == *room) {
        uint32_t more = *room ? *room * 2 : 16;
        void *grown = realloc(*items, more * size);
        if (!grown) {
            l->failed = true;
            return NULL;
        }
        *items = grown;
        *room = more;
    }
    return memset((char *)*items + size * (*n)++, 0, size);
}

/* ---- styles ---- */

static void copy(char *to, size_t room, uts_str from) {
    size_t n = from.n < room - 1 ? from.n : room - 1;
    while (n < from.n && n && ((unsigned char)from.p[n] & 0xC0) == 0x80) n--; /* never inside a character */
    if (n) memcpy(to, from.p, n);
    to[n] = '\0';
}

void odt_list_style_begin(struct odt_lists *l, uts_str name) {
    struct odt_list_style *style = push(l, (void **)&l->styles, &l->n_styles, &l->styles_room, sizeof *l->styles);
    l->level = NULL;
    if (style) style->name = strndup(name.p ? name.p : "", name.n);
    if (style && !style->name) {
        l->failed = true;
        l->n_styles--;
    }
}

void odt_list_level_begin(struct odt_lists *l, const struct sax_attributes *attributes, bool bullet) {
    int64_t level = sax_number(sax_attribute(attributes, "level"), 0);
    l->level = NULL;
    if (!l->n_styles || level < 1 || level > ODT_LEVELS) return;
    struct odt_level *it = l->level = &l->styles[l->n_styles - 1].levels[level - 1];
    uts_str format = sax_attribute(attributes, "num-format"), sign = sax_attribute(attributes, "bullet-char");
    int64_t shown = sax_number(sax_attribute(attributes, "display-levels"), 1);
    copy(it->prefix, sizeof it->prefix, sax_attribute(attributes, "num-prefix"));
    copy(it->suffix, sizeof it->suffix, sax_attribute(attributes, "num-suffix"));
    it->format = format.n && strchr("1aAiI", format.p[0]) ? format.p[0] : '\0';
    it->start = sax_number(sax_attribute(attributes, "start-value"), 1);
    it->shown = shown >= 1 && shown <= level ? (uint32_t)shown : 1;
    if (!bullet || !sign.n) return;
    uint32_t length, c = uts_utf8_at(sign.p, &length);
    bool private_use = c >= 0xE000 && c <= 0xF8FF; /* a sign of a font that nobody else has */
    copy(it->bullet, sizeof it->bullet, private_use ? uts_cstr("•") : sign);
}

static uint32_t style_of(const struct odt_lists *l, uts_str name) {
    for (uint32_t i = l->n_styles; i > 0 && l->n_styles - i < MOST_LOOKS; i--)
        if (strlen(l->styles[i - 1].name) == name.n && memcmp(l->styles[i - 1].name, name.p, name.n) == 0) return i - 1;
    return NONE;
}

/* ---- counting ---- */

/* The list that a new one goes on from, NONE when it begins anew. */
static uint32_t goes_on_from(const struct odt_lists *l, const struct sax_attributes *attributes, uint32_t style) {
    uts_str other = sax_attribute(attributes, "continue-list"), same = sax_attribute(attributes, "continue-numbering");
    if (!other.n && !(same.n && sax_switch(same))) return NONE;
    for (uint32_t i = l->n_lists; i > 0 && l->n_lists - i < MOST_LOOKS; i--) {
        const struct odt_list *list = &l->lists[i - 1];
        if (other.n ? list->id && strlen(list->id) == other.n && memcmp(list->id, other.p, other.n) == 0
                    : list->style == style)
            return i - 1;
    }
    return NONE;
}

void odt_list_begin(struct odt_lists *l, const struct sax_attributes *attributes) {
    if (l->depth++) return;
    uts_str name = sax_attribute(attributes, "style-name"), id = sax_attribute(attributes, "id");
    uint32_t style = name.n ? style_of(l, name) : NONE, before = goes_on_from(l, attributes, style);
    struct odt_list *list = push(l, (void **)&l->lists, &l->n_lists, &l->lists_room, sizeof *l->lists);
    l->open = list ? l->n_lists - 1 : NONE;
    if (!list) return;
    list->id = id.n ? strndup(id.p, id.n) : NULL;
    list->style = style;
    for (int i = 0; i < ODT_LEVELS; i++) list->counts[i] = before == NONE ? -1 : l->lists[before].counts[i];
}

void odt_list_end(struct odt_lists *l) {
    if (l->depth && --l->depth == 0) l->open = NONE;
}

static int64_t count(const struct odt_list_style *style, int64_t *counts, uint32_t at, int64_t start) {
    counts[at] = start >= 0 ? start : counts[at] < 0 ? style->levels[at].start : counts[at] + 1;
    for (uint32_t i = at + 1; i < ODT_LEVELS; i++) counts[i] = -1;
    return counts[at];
}

static void write_number(const struct odt_list_style *style, const int64_t *counts, uint32_t at, char out[64]) {
    static const struct {
        char format;
        enum ordinal kind;
    } kinds[] = {{'i', ORDINAL_ROMAN}, {'I', ORDINAL_ROMAN_UPPER}, {'a', ORDINAL_LETTER}, {'A', ORDINAL_LETTER_UPPER}};
    const struct odt_level *level = &style->levels[at];
    out[0] = '\0';
    if (level->bullet[0]) {
        snprintf(out, 64, "%s ", level->bullet);
        return;
    }
    if (!level->format) return;
    size_t n = (size_t)snprintf(out, 64, "%s", level->prefix);
    for (uint32_t i = at + 1 - level->shown; i <= at; i++) {
        char number[24];
        enum ordinal kind = ORDINAL_DECIMAL;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (kinds[k].format == style->levels[i].format) kind = kinds[k].kind;
        ordinal_write(kind, counts[i] < 0 ? style->levels[i].start : counts[i], number, sizeof number);
        if (n + strlen(number) + 20 > 64) return;
        n += (size_t)snprintf(out + n, 64 - n, "%s%s", number, i < at ? "." : "");
    }
    snprintf(out + n, 64 - n, "%s ", level->suffix);
}

void odt_list_item(struct odt_lists *l, int64_t start, const char *usual, char out[64]) {
    struct odt_list *list = l->open == NONE ? NULL : &l->lists[l->open];
    out[0] = '\0';
    if (list && list->style == NONE && usual) list->style = style_of(l, uts_cstr(usual));
    if (!list || list->style == NONE || !l->depth || l->depth > ODT_LEVELS) return;
    const struct odt_list_style *style = &l->styles[list->style];
    count(style, list->counts, l->depth - 1, start);
    write_number(style, list->counts, l->depth - 1, out);
}

void odt_heading_number(struct odt_lists *l, uint32_t level, char out[64]) {
    uint32_t style = style_of(l, uts_cstr(""));
    out[0] = '\0';
    if (style == NONE || level < 1 || level > ODT_LEVELS) return;
    count(&l->styles[style], l->headings, level - 1, -1);
    write_number(&l->styles[style], l->headings, level - 1, out);
}
