/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Enough of the Hunspell format for a dictionary that has suffixes but no prefixes and one-byte flags, as hunspell-sv
 * does. Conditions are letters, '.' and bracketed sets; continuation flags after '/' say what a form may do in
 * compounds.
 */
#include "hunspell.h"
#include "../lexicon.h"
#include "../lexicon_private.h"
#include "table.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 64 };
struct rule {
    char strip[CELL], add[CELL], condition[CELL], more[CELL];
    char class;
};
struct rules {
    struct rule *at;
    size_t n, room;
};
struct special { /* flags with a meaning, from the .aff */
    char forbidden, need_affix, only_compound, first, middle, last;
};

static void read_rule(struct rules *rules, char *line) {
    char class[CELL], strip[CELL], add[CELL], condition[CELL];
    if (sscanf(line, "SFX %63s %63s %63s %63s", class, strip, add, condition) != 4) return;
    if ((strcmp(strip, "Y") == 0 || strcmp(strip, "N") == 0) && add[0] >= '0' && add[0] <= '9') return; /* heading */
    if (rules->n == rules->room) rules->at = table_grow(rules->at, (rules->room += 512) * sizeof *rules->at);
    struct rule *r = &rules->at[rules->n++];
    memset(r, 0, sizeof *r);
    r->class = class[0];
    if (strcmp(strip, "0") != 0) strcpy(r->strip, strip);
    char *slash = strchr(add, '/');
    if (slash) {
        *slash = 0;
        strcpy(r->more, slash + 1);
    }
    if (strcmp(add, "0") != 0) strcpy(r->add, add);
    strcpy(r->condition, condition);
}

static void read_aff(const char *path, struct rules *rules, struct special *special) {
    char *text = table_read(path);
    struct {
        const char *name;
        char *flag;
    } names[] = {{"FORBIDDENWORD ", &special->forbidden},      {"NEEDAFFIX ", &special->need_affix},
                 {"ONLYINCOMPOUND ", &special->only_compound}, {"COMPOUNDBEGIN ", &special->first},
                 {"COMPOUNDMIDDLE ", &special->middle},        {"COMPOUNDEND ", &special->last}};
    bool ignored = false;
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\r\n");
        while (*next == '\r' || *next == '\n') *next++ = 0;
        if (strncmp(line, "#pragma ignore-", 15) == 0) ignored = strcmp(line + 15, "start") == 0;
        if (!ignored && strncmp(line, "SFX", 3) == 0) read_rule(rules, line);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strncmp(line, names[i].name, strlen(names[i].name)) == 0) *names[i].flag = line[strlen(names[i].name)];
    }
    free(text);
}

/* True when code point @p c agrees with the condition item that ends before @p end; stores the start of the item. */
static bool item_agrees(const char *start, const char *end, uint32_t c, const char **item) {
    const char *p = end - 1;
    if (*p == ']') {
        while (p > start && *p != '[') p--;
        *item = p++;
        bool not = *p == '^', found = false;
        p += not ;
        for (uint32_t length; p < end - 1; p += length) found |= utf8_at(p, &length) == c;
        return found != not ;
    }
    while (p > start && ((unsigned char)*p & 0xC0) == 0x80) p--;
    *item = p;
    uint32_t length;
    return *p == '.' || utf8_at(p, &length) == c;
}

static bool condition_holds(const char *condition, const char *word) {
    const char *end = condition + strlen(condition), *w = word + strlen(word);
    if (strcmp(condition, ".") == 0) return true;
    while (end > condition) {
        if (w == word) return false;
        do w--;
        while (w > word && ((unsigned char)*w & 0xC0) == 0x80);
        uint32_t length;
        if (!item_agrees(condition, end, utf8_at(w, &length), &end)) return false;
    }
    return true;
}

static uint32_t abilities(const struct special *s, const char *flags) {
    uint32_t word = strchr(flags, s->only_compound) && *flags ? 0 : LEXICON_WORD;
    if (strchr(flags, s->first) || strchr(flags, s->middle)) word |= LEXICON_FIRST;
    if (strchr(flags, s->last)) word |= LEXICON_LAST;
    return word;
}

static void expand(const struct rules *rules, const struct special *special, const char *base, const char *flags,
                   void (*fn)(void *arg, const struct hunspell_form *form), void *arg) {
    if (strchr(flags, special->forbidden) && *flags) return;
    char form[TABLE_CELL];
    struct hunspell_form out = {
        .form = base, .base = base, .flags = flags, .tail = "", .word = abilities(special, flags)};
    if (!(special->need_affix && strchr(flags, special->need_affix))) fn(arg, &out);
    uint32_t last = out.word & LEXICON_LAST;
    size_t n = strlen(base);
    for (size_t i = 0; i < rules->n; i++) {
        const struct rule *r = &rules->at[i];
        size_t strip = strlen(r->strip);
        if (!strchr(flags, r->class) || strip > n || strcmp(base + n - strip, r->strip) != 0) continue;
        if (!condition_holds(r->condition, base)) continue;
        memcpy(form, base, n - strip);
        strcpy(form + n - strip, r->add);
        out.form = form;
        out.rule = r->class;
        out.tail = r->add;
        out.word = r->more[0] ? abilities(special, r->more) : LEXICON_WORD | last;
        fn(arg, &out);
    }
}

void hunspell_list(const char *aff, const char *dic, void (*fn)(void *arg, const struct hunspell_form *form),
                   void *arg) {
    struct rules rules = {0};
    struct special special = {0};
    read_aff(aff, &rules, &special);
    char *text = table_read(dic);
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\r\n");
        while (*next == '\r' || *next == '\n') *next++ = 0;
        char *slash = strchr(line + 1, '/');
        if (slash) *slash++ = 0;
        if (strlen(line) + CELL < TABLE_CELL && strspn(line, "0123456789") != strlen(line))
            expand(&rules, &special, line, slash ? slash : "", fn, arg);
    }
    free(text);
    free(rules.at);
}
