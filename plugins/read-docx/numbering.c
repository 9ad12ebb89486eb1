/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbering.h"

#include "../common/ordinal.h"
#include "../common/sax.h"
#include "package.h"
#include "symbols.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

enum { MOST_LISTS = 50000 };

static const struct sax_name names[] = {DOCX_BOTH("abstractNum", W_ABSTRACT_NUM),
                                        DOCX_BOTH("lvl", W_LVL),
                                        DOCX_BOTH("start", W_START),
                                        DOCX_BOTH("numFmt", W_NUM_FMT),
                                        DOCX_BOTH("lvlText", W_LVL_TEXT),
                                        DOCX_BOTH("suff", W_SUFF),
                                        DOCX_BOTH("isLgl", W_IS_LGL),
                                        DOCX_BOTH("rFonts", W_RFONTS),
                                        DOCX_BOTH("num", W_NUM),
                                        DOCX_BOTH("abstractNumId", W_ABSTRACT_NUM_ID),
                                        DOCX_BOTH("lvlOverride", W_LVL_OVERRIDE),
                                        DOCX_BOTH("startOverride", W_START_OVERRIDE),
                                        DOCX_BOTH("numStyleLink", W_NUM_STYLE_LINK),
                                        DOCX_BOTH("styleLink", W_STYLE_LINK),
                                        {NULL, NULL, 0}};

struct reading {
    struct docx_numbering *n;
    struct docx_abstract *abstract;
    struct docx_num *num;
    struct docx_level *level;
    int64_t override; /* level that is overridden, or -1 */
};

static void copy(char *to, size_t room, uts_str from) {
    size_t n = from.n < room - 1 ? from.n : room - 1;
    while (n < from.n && n && ((unsigned char)from.p[n] & 0xC0) == 0x80) n--; /* never inside a character */
    if (n) memcpy(to, from.p, n);
    to[n] = '\0';
}

static bool is(uts_str s, const char *word) { return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0; }

/* Room for one more zeroed item of a list; NULL: too many, or out of memory. */
static void *push(struct docx_numbering *n, void **items, uint32_t *count, uint32_t *room, size_t size) {
    if (*count == MOST_LISTS) return NULL;
    if (*count == *room) {
        uint32_t more = *room ? *room * 2 : 16;
        void *grown = realloc(*items, more * size);
        if (!grown) {
            n->failed = true;
            return NULL;
        }
        *items = grown;
        *room = more;
    }
    return memset((char *)*items + size * (*count)++, 0, size);
}

static void begin_abstract(struct reading *r, const struct sax_attributes *attributes) {
    struct docx_numbering *n = r->n;
    r->abstract = push(n, (void **)&n->abstracts, &n->n_abstracts, &n->abstracts_room, sizeof *n->abstracts);
    if (!r->abstract) return;
    r->abstract->id = sax_number(sax_attribute(attributes, "abstractNumId"), -1);
    for (int i = 0; i < DOCX_LEVELS; i++) r->abstract->counts[i] = -1;
}

static void begin_num(struct reading *r, const struct sax_attributes *attributes) {
    struct docx_numbering *n = r->n;
    r->num = push(n, (void **)&n->nums, &n->n_nums, &n->nums_room, sizeof *n->nums);
    if (!r->num) return;
    r->num->id = sax_number(sax_attribute(attributes, "numId"), -1);
    r->num->abstract = UINT32_MAX;
    for (int i = 0; i < DOCX_LEVELS; i++) r->num->restart[i] = -1;
}

static void begin_level(struct reading *r, const struct sax_attributes *attributes) {
    int64_t level = sax_number(sax_attribute(attributes, "ilvl"), -1);
    r->level = NULL;
    if (level < 0 || level >= DOCX_LEVELS) return;
    if (r->num) {
        if (!r->num->overrides) r->num->overrides = calloc(DOCX_LEVELS, sizeof *r->num->overrides);
        r->n->failed |= !r->num->overrides;
        r->level = r->num->overrides ? &r->num->overrides[level] : NULL;
    } else if (r->abstract) {
        r->level = &r->abstract->levels[level];
    }
    if (r->level) *r->level = (struct docx_level){.start = 0, .is_set = true, .format = "decimal"};
}

static void take_level(struct docx_level *level, uint32_t id, uts_str value, const struct sax_attributes *attributes) {
    uts_str font;
    switch (id) {
    case W_START:
        level->start = sax_number(value, 0);
        break;
    case W_NUM_FMT:
        copy(level->format, sizeof level->format, value);
        break;
    case W_LVL_TEXT:
        copy(level->text, sizeof level->text, value);
        break;
    case W_SUFF:
        level->nothing = is(value, "nothing");
        break;
    case W_IS_LGL:
        level->legal = sax_switch(value);
        break;
    case W_RFONTS:
        font = sax_attribute(attributes, "ascii");
        copy(level->font, sizeof level->font, font.p ? font : sax_attribute(attributes, "hAnsi"));
        break;
    default:
        break;
    }
}

static void start(void *user, uint32_t id, const struct sax_attributes *attributes) {
    struct reading *r = user;
    uts_str value = sax_attribute(attributes, "val");
    int64_t level;
    switch (id) {
    case W_ABSTRACT_NUM:
        begin_abstract(r, attributes);
        break;
    case W_NUM:
        begin_num(r, attributes);
        break;
    case W_LVL:
        begin_level(r, attributes);
        break;
    case W_ABSTRACT_NUM_ID:
        if (r->num) r->num->abstract_id = sax_number(value, -1);
        break;
    case W_LVL_OVERRIDE:
        level = sax_number(sax_attribute(attributes, "ilvl"), -1);
        r->override = level < DOCX_LEVELS ? level : -1;
        break;
    case W_START_OVERRIDE:
        if (r->num && r->override >= 0) r->num->restart[r->override] = sax_number(value, 1);
        break;
    case W_NUM_STYLE_LINK:
        if (r->abstract && !r->abstract->link) r->abstract->link = strndup(value.p ? value.p : "", value.n);
        break;
    case W_STYLE_LINK:
        if (r->abstract && !r->abstract->style) r->abstract->style = strndup(value.p ? value.p : "", value.n);
        break;
    default:
        if (id && r->level) take_level(r->level, id, value, attributes);
    }
}

static void end(void *user, uint32_t id) {
    struct reading *r = user;
    if (id == W_ABSTRACT_NUM) r->abstract = NULL;
    if (id == W_NUM) r->num = NULL;
    if (id == W_LVL) r->level = NULL;
    if (id == W_LVL_OVERRIDE) r->override = -1;
}

/* A list may borrow its levels from the list that defines a style. */
static void follow_links(struct docx_numbering *n) {
    for (uint32_t i = 0; i < n->n_abstracts; i++) {
        struct docx_abstract *a = &n->abstracts[i];
        for (uint32_t k = 0; a->link && k < n->n_abstracts && k < 4096; k++)
            if (n->abstracts[k].style && strcmp(n->abstracts[k].style, a->link) == 0)
                memcpy(a->levels, n->abstracts[k].levels, sizeof a->levels);
    }
}

static int by_id(const void *a, const void *b) {
    const struct docx_num *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_abstract_id(const void *a, const void *b) {
    const struct docx_abstract *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

bool docx_numbering_read(struct docx_numbering *n, struct archive *a, int64_t entry, uint32_t *line) {
    static const struct sax_handler handler = {.names = names, .start = start, .end = end};
    struct reading r = {.n = n, .override = -1};
    if (entry < 0) return true;
    if (!sax_parse(a, entry, DOCX_PART_BYTES, &handler, &r, line)) return false;
    follow_links(n);
    if (n->n_nums) qsort(n->nums, n->n_nums, sizeof *n->nums, by_id);
    if (n->n_abstracts) qsort(n->abstracts, n->n_abstracts, sizeof *n->abstracts, by_abstract_id);
    for (uint32_t i = 0; i < n->n_nums && n->n_abstracts; i++) {
        struct docx_abstract key = {.id = n->nums[i].abstract_id};
        struct docx_abstract *found = bsearch(&key, n->abstracts, n->n_abstracts, sizeof key, by_abstract_id);
        if (found) n->nums[i].abstract = (uint32_t)(found - n->abstracts);
    }
    return !n->failed;
}

void docx_numbering_free(struct docx_numbering *n) {
    for (uint32_t i = 0; i < n->n_abstracts; i++) {
        free(n->abstracts[i].link);
        free(n->abstracts[i].style);
    }
    for (uint32_t i = 0; i < n->n_nums; i++) free(n->nums[i].overrides);
    free(n->abstracts);
    free(n->nums);
    *n = (struct docx_numbering){0};
}

/* ---- counting and writing ---- */

static const struct docx_level *level_of(const struct docx_numbering *n, const struct docx_num *num, int64_t level) {
    if (num->overrides && num->overrides[level].is_set) return &num->overrides[level];
    return &n->abstracts[num->abstract].levels[level];
}

static void write_number(const char *format, int64_t value, char *out, size_t room) {
    static const struct {
        const char *name;
        enum ordinal kind;
    } kinds[] = {{"lowerRoman", ORDINAL_ROMAN},
                 {"upperRoman", ORDINAL_ROMAN_UPPER},
                 {"lowerLetter", ORDINAL_LETTER},
                 {"upperLetter", ORDINAL_LETTER_UPPER}};
    enum ordinal kind = ORDINAL_DECIMAL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(format, kinds[i].name) == 0) kind = kinds[i].kind;
    if (strcmp(format, "decimalZero") == 0)
        snprintf(out, room, "%02lld", (long long)value);
    else if (strcmp(format, "none") == 0)
        out[0] = '\0';
    else
        ordinal_write(kind, value, out, room);
}

/* A bullet as Unicode has it. The "o" of Courier New is a ring, not a word. */
static void write_bullet(const struct docx_level *level, char *out, size_t room) {
    uts_str text = uts_cstr(level->text), font = uts_cstr(level->font);
    uint32_t length, c = text.n ? uts_utf8_at(text.p, &length) : 0, known;
    out[0] = '\0';
    if (!text.n) return;
    if (length < text.n || (c >= 0x80 && c < 0xF000) || c > 0xF0FF) {
        snprintf(out, room, "%s", level->text);
        return;
    }
    known = c == 'o' ? 0x25E6 : c >= 0xF000 ? docx_symbol(font, c) : c;
    if (!known) known = c >= 0xF000 ? docx_symbol(uts_cstr("Symbol"), c) : 0x2022;
    out[uts_utf8_put(out, known ? known : 0x2022)] = '\0';
}

/* Fills the numbers into "%1.%2". */
static void write_text(const struct docx_numbering *n, const struct docx_num *num, const struct docx_level *level,
                       char out[64]) {
    const int64_t *counts = n->abstracts[num->abstract].counts;
    size_t used = 0;
    for (const char *p = level->text; *p && used < 48; p++) {
        if (*p != '%' || p[1] < '1' || p[1] > '9') {
            out[used++] = *p;
            continue;
        }
        int64_t at = *++p - '1';
        const struct docx_level *other = level_of(n, num, at);
        char number[24];
        write_number(level->legal ? "decimal" : other->format, counts[at] >= 0 ? counts[at] : other->start, number,
                     sizeof number);
        size_t k = strlen(number);
        if (used + k >= 60) break;
        memcpy(out + used, number, k);
        used += k;
    }
    out[used] = '\0';
}

void docx_count(struct docx_numbering *n, int64_t num_id, int64_t level, char out[64]) {
    struct docx_num key = {.id = num_id};
    struct docx_num *num = n->n_nums ? bsearch(&key, n->nums, n->n_nums, sizeof key, by_id) : NULL;
    out[0] = '\0';
    if (!num || num->abstract == UINT32_MAX || level < 0 || level >= DOCX_LEVELS) return;
    struct docx_abstract *list = &n->abstracts[num->abstract];
    const struct docx_level *shown = level_of(n, num, level);
    if (!num->begun[level] && num->restart[level] >= 0)
        list->counts[level] = num->restart[level];
    else
        list->counts[level] = list->counts[level] < 0 ? shown->start : list->counts[level] + 1;
    num->begun[level] = true;
    for (int64_t i = level + 1; i < DOCX_LEVELS; i++) list->counts[i] = -1;
    if (strcmp(shown->format, "bullet") == 0)
        write_bullet(shown, out, 60);
    else
        write_text(n, num, shown, out);
    size_t used = strlen(out);
    if (used && !shown->nothing) {
        out[used] = ' ';
        out[used + 1] = '\0';
    }
}
