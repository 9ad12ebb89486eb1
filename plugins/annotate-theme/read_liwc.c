/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LIWC dictionaries (.dic): categories with numbers between two lines of %, nested by tabs in front, then a line a word
 * with the numbers of its categories. Conditions of older versions, "kind <of>131/125" and "(02 134)125/464", have no
 * counterpart and are remarked on.
 */
#include "formats.h"
#include <stdio.h>

enum { MAX_LEVELS = 16, MAX_NUMBER = 64 };

struct category {
    uint32_t code;
    char number[MAX_NUMBER];
};

struct liwc {
    struct codebook *book;
    struct category *categories;
    uint32_t n, room;
    uint32_t levels[MAX_LEVELS]; /* code last seen at each depth, plus one */
};

static size_t field(const char *s, const char *end) {
    size_t n = 0;
    while (s + n < end && s[n] != '\t' && s[n] != ' ') n++;
    return n;
}

/* The parent is given by id: the category of one tab less. */
static void read_category(struct liwc *l, struct place place, const char *s, const char *end) {
    uint32_t depth = 0;
    while (s < end && *s == '\t') s++, depth++;
    size_t n = field(s, end);
    const char *name = s + n;
    while (name < end && (*name == '\t' || *name == ' ')) name++;
    while (end > name && (end[-1] == ' ' || end[-1] == '\t')) end--;
    if (!n || name == end || n >= MAX_NUMBER) {
        codebook_error(l->book, place, "expected the number of a category, a tab and its name");
        return;
    }
    if (depth >= MAX_LEVELS) depth = MAX_LEVELS - 1;
    const char *id = pool_copy(&l->book->pool, name, (size_t)(end - name)), *parent = NULL;
    for (uint32_t d = depth; d-- > 0 && !parent;)
        if (l->levels[d]) parent = l->book->codes[l->levels[d] - 1].id;
    uint32_t code = id ? codebook_add_code(l->book, place, id, NULL, NULL, NULL, parent) : NO_CODE;
    if (code == NO_CODE || !GROW(l->categories, l->room, l->n + 1)) {
        l->book->out_of_memory = true;
        return;
    }
    l->categories[l->n].code = code;
    memcpy(l->categories[l->n].number, s, n);
    l->categories[l->n++].number[n] = 0;
    l->levels[depth] = code + 1;
    for (uint32_t d = depth + 1; d < MAX_LEVELS; d++) l->levels[d] = 0;
}

static uint32_t find_category(const struct liwc *l, const char *s, size_t n) {
    for (uint32_t i = 0; i < l->n; i++)
        if (strlen(l->categories[i].number) == n && memcmp(l->categories[i].number, s, n) == 0)
            return l->categories[i].code;
    return NO_CODE;
}

static void read_word(struct liwc *l, struct place place, const char *s, const char *end) {
    const char *tab = memchr(s, '\t', (size_t)(end - s));
    size_t n = tab ? (size_t)(tab - s) : field(s, end);
    const char *word = codebook_escape(l->book, s, n, true);
    if (memchr(s, '<', n)) {
        codebook_remark(l->book, place, "a word with conditions in <> is left out");
        return;
    }
    for (const char *at = s + n; at < end;) {
        while (at < end && (*at == '\t' || *at == ' ')) at++;
        size_t k = field(at, end);
        uint32_t code = k ? find_category(l, at, k) : NO_CODE;
        if (code != NO_CODE)
            codebook_add_rule(l->book, code, place, word, strlen(word));
        else if (k && (memchr(at, '(', k) || memchr(at, '/', k) || memchr(at, ')', k) || *at == '<')) {
            codebook_remark(l->book, place, "a category under conditions, (…)…/…, is left out");
            return;
        } else if (k)
            codebook_error(l->book, place_after(place, s, (size_t)(at - s)),
                           "there is no category %.*s in the list between the lines of %%", (int)(k < 40 ? k : 40), at);
        at += k;
    }
}

void codebook_read_liwc(struct codebook *book, const char *text, size_t n) {
    struct liwc l = {.book = book};
    struct place place = {1, 1};
    int percents = 0;
    for (size_t i = 0; i < n && !codebook_hopeless(book); place.line++) {
        const char *s = text + i, *end = s + strcspn(s, "\n");
        i += (size_t)(end - s) + 1;
        if (*s == '%')
            percents++;
        else if (s + strspn(s, " \t") == end)
            continue;
        else if (percents == 1)
            read_category(&l, place, s, end);
        else if (percents >= 2)
            read_word(&l, place, s, end);
        else
            codebook_error(book, place, "expected a line of %% before the categories");
    }
    if (percents < 2)
        codebook_error(book, (struct place){0, 0}, "expected two lines of %% around the list of categories");
    free(l.categories);
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

struct word {
    const char *text;
    uint32_t code;
};
struct words {
    struct word *items;
    uint32_t n, room, code;
    bool failed;
};

static void add_word(void *to, const char *text) {
    struct words *w = to;
    if (!GROW(w->items, w->room, w->n + 1)) {
        w->failed = true;
        return;
    }
    w->items[w->n++] = (struct word){text, w->code};
}

static int compare_words(const void *a, const void *b) {
    const struct word *x = a, *y = b;
    int d = strcmp(x->text, y->text);
    return d ? d : x->code < y->code ? -1 : x->code > y->code;
}

/* "*" stands at the end of a LIWC word, or nowhere. */
static bool is_liwc_word(const char *rule) {
    const char *star = strchr(rule, '*');
    return *rule && !strchr(rule, '?') && (!star || strspn(star, "*|") == strlen(star) || strchr(rule, '|'));
}

void codebook_write_liwc(struct saving *s) {
    struct codebook *book = s->book;
    struct words words = {0};
    char number[24];
    blob_puts(&s->out, "%\n");
    for (uint32_t i = 0; i < book->n_codes; i++) {
        for (uint32_t up = book->codes[i].parent; up != NO_CODE; up = book->codes[up].parent) blob_puts(&s->out, "\t");
        snprintf(number, sizeof number, "%u\t", i + 1);
        blob_puts(&s->out, number);
        blob_puts(&s->out, book->codes[i].id);
        blob_puts(&s->out, "\n");
    }
    blob_puts(&s->out, "%\n");
    for (uint32_t r = 0; r < book->n_rules; r++) {
        words.code = book->rules[r].code;
        if (!is_liwc_word(book->rules[r].text) ||
            !codebook_plain_words(book, book->rules[r].text, false, &words, add_word))
            saving_remark(s, book->rules[r].place.line, "the rule %.200s is left out: LIWC has words and word* only",
                          book->rules[r].text);
    }
    if (words.n) qsort(words.items, words.n, sizeof *words.items, compare_words);
    for (uint32_t i = 0; i < words.n; i++) {
        if (i == 0 || strcmp(words.items[i].text, words.items[i - 1].text) != 0) {
            if (i) blob_puts(&s->out, "\n");
            blob_puts(&s->out, words.items[i].text);
        } else if (words.items[i].code == words.items[i - 1].code)
            continue;
        snprintf(number, sizeof number, "\t%u", words.items[i].code + 1);
        blob_puts(&s->out, number);
    }
    if (words.n) blob_puts(&s->out, "\n");
    s->out.failed = s->out.failed || words.failed;
    free(words.items);
    saving_remark_extras(s, false);
}
