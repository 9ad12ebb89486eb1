/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * WordStat dictionaries (.cat): a tree by tabs. A line that ends in a weight in brackets is a word or phrase ("_" for
 * its blanks), or a rule "@NAME [A NEAR #CATEGORY /S]"; any other line is a category. Rules have NEAR, BEFORE, AFTER,
 * AND, OR and NOT, words and #CATEGORY; behind "/" stand S, P or D for sentence, paragraph or document, and a distance
 * in words.
 */
#include "formats.h"
#include "text.h"
#include <ctype.h>
#include <stdio.h>

enum { MAX_LEVELS = 32, MAX_RULE = 2000 };

struct wordstat {
    struct codebook *book;
    uint32_t levels[MAX_LEVELS]; /* category at each depth, plus one */
};

/* The number in brackets at the end of the line: where it begins; NULL: none. */
static const char *weight_of(const char *s, const char *end, char *weight, size_t room) {
    if (end - s < 4 || end[-1] != ')') return NULL;
    const char *open = end - 1;
    while (open > s && *open != '(') open--;
    size_t n = (size_t)(end - 2 - open);
    if (open == s || open[-1] != ' ' || n == 0 || n >= room || strspn(open + 1, "0123456789.-,") != n) return NULL;
    memcpy(weight, open + 1, n);
    weight[n] = 0;
    return open - 1;
}

static void append(char *out, size_t *n, const char *s, size_t k) {
    size_t room = MAX_RULE - 1 - *n;
    if (k > room) k = room;
    memcpy(out + *n, s, k);
    *n += k;
    out[*n] = 0;
}

/* A word of theirs as one of ours: "_" is a blank, "#X" a category. */
static void append_word(struct wordstat *w, char *out, size_t *n, const char *s, size_t k) {
    char plain[MAX_RULE];
    if (k > sizeof plain - 1) k = sizeof plain - 1;
    if (*s == '#') {
        append(out, n, "@", 1);
        for (size_t i = 1; i < k; i++) {
            if (s[i] == ' ' || s[i] == '\\') append(out, n, "\\", 1);
            append(out, n, s + i, 1);
        }
        return;
    }
    for (size_t i = 0; i < k; i++) plain[i] = s[i] == '_' ? ' ' : s[i];
    const char *word = codebook_escape(w->book, plain, k, true);
    append(out, n, word, strlen(word));
}

static bool is_word(const char *s, size_t n, const char *word) { return strlen(word) == n && memcmp(s, word, n) == 0; }

/* "/S", "/P", "/D", "/5", "/S5" at the end of a rule: our unit and distance. False: something else. */
static bool read_reach(const char *s, const char *end, const char **unit, char *distance) {
    *unit = NULL;
    *distance = 0;
    for (; s < end; s++) {
        char c = (char)toupper((unsigned char)*s);
        if (c == '/' || c == ' ')
            continue;
        else if (c == 'S')
            *unit = "sentence";
        else if (c == 'P')
            *unit = "paragraph";
        else if (c == 'D')
            *unit = "interview";
        else if (c >= '0' && c <= '9' && !*distance) {
            size_t n = strspn(s, "0123456789");
            if (n > 4) return false;
            memcpy(distance, s, n);
            distance[n] = 0;
            s += n - 1;
        } else
            return false;
    }
    return true;
}

static void append_operator(char *out, size_t *n, const char *word, bool negated, const char *unit,
                            const char *distance) {
    bool and = strcmp(word, "AND") == 0;
    if (strcmp(word, "OR") == 0) {
        append(out, n, " OR ", 4);
        return;
    }
    append(out, n, " ", 1);
    if (negated && !and) append(out, n, "NOT ", 4);
    append(out, n, word, strlen(word));
    if (!and&&*distance) {
        append(out, n, "/", 1);
        append(out, n, distance, strlen(distance));
    }
    append(out, n, "/", 1);
    append(out, n, unit ? unit : and? "interview" : "sentence", strlen(unit ? unit : and? "interview" : "sentence"));
    append(out, n, " ", 1);
    if (negated && and) append(out, n, "NOT ", 4);
}

/* The inside of a rule. False: it has something that is unknown here. */
static bool translate(struct wordstat *w, const char *s, const char *end, char *out) {
    static const char *const words[] = {"NEAR", "BEFORE", "AFTER", "AND", "OR", NULL};
    const char *slash = end, *unit;
    char distance[8];
    size_t n = 0;
    bool negated = false, operand = false;
    for (const char *at = s; at < end; at++)
        if (*at == '/' && slash == end) slash = at;
    if (!read_reach(slash, end, &unit, distance)) return false;
    out[0] = 0;
    while (s < slash) {
        while (s < slash && *s == ' ') s++;
        size_t k = 0;
        while (s + k < slash && s[k] != ' ' && s[k] != '(' && s[k] != ')') k++;
        if (s == slash) break;
        if (k == 0) {
            append(out, &n, s++, 1);
            continue;
        }
        size_t i = 0;
        while (words[i] && !is_word(s, k, words[i])) i++;
        if (is_word(s, k, "NOT"))
            negated = true;
        else if (words[i]) {
            append_operator(out, &n, words[i], negated, unit, distance);
            negated = operand = false;
        } else {
            if (operand) append(out, &n, " ", 1);
            append_word(w, out, &n, s, k);
            operand = true;
        }
        s += k;
    }
    return !negated && n > 0 && n + 1 < MAX_RULE;
}

static void add_rule(struct wordstat *w, uint32_t code, struct place place, const char *rule, const char *weight) {
    char text[MAX_RULE + 40];
    double value;
    if (strcmp(weight, "1") == 0) {
        codebook_add_rule(w->book, code, place, rule, strlen(rule));
        return;
    }
    bool good = text_number(weight, strlen(weight), &value) && value >= 0;
    if (!good) codebook_remark(w->book, place, "the weight %.20s is left out: it counts as 1", weight);
    snprintf(text, sizeof text, "%s%s%s", rule, good ? " WEIGHT/" : "", good ? weight : "");
    codebook_add_rule(w->book, code, place, text, strlen(text));
}

static void read_item(struct wordstat *w, uint32_t code, struct place place, const char *s, const char *end,
                      const char *weight) {
    char rule[MAX_RULE];
    size_t n = 0;
    if (*s == '@') {
        const char *open = memchr(s, '[', (size_t)(end - s)), *close = end;
        while (close > s && *close != ']') close--;
        if (!open || close < open || !translate(w, open + 1, close, rule)) {
            codebook_remark(w->book, place, "the rule %.*s is left out: it is written in a way that is not known here",
                            (int)(end - s < 200 ? end - s : 200), s);
            return;
        }
    } else {
        rule[0] = 0;
        append_word(w, rule, &n, s, (size_t)(end - s));
    }
    add_rule(w, code, place, rule, weight);
}

static void read_line(struct wordstat *w, struct place place, const char *s, const char *end) {
    uint32_t depth = 0;
    char weight[16];
    const char *line = s;
    /* Some programs write blanks before the tabs. */
    for (; s < end && (*s == '\t' || *s == ' '); s++) depth += *s == '\t';
    while (end > s && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r')) end--;
    if (s == end) return;
    place.column += (uint32_t)(s - line);
    if (depth >= MAX_LEVELS) {
        codebook_error(w->book, place, "categories nested deeper than %d", MAX_LEVELS);
        return;
    }
    const char *stop = weight_of(s, end, weight, sizeof weight);
    uint32_t parent = NO_CODE;
    for (uint32_t d = depth; d-- > 0 && parent == NO_CODE;)
        if (w->levels[d]) parent = w->levels[d] - 1;
    if (stop) {
        if (parent == NO_CODE)
            codebook_error(w->book, place, "expected a category before its words; words stand behind a tab");
        else
            read_item(w, parent, place, s, stop, weight);
        return;
    }
    const char *id = pool_copy(&w->book->pool, s, (size_t)(end - s));
    uint32_t code = id ? codebook_add_code(w->book, place, id, NULL, NULL, NULL,
                                           parent == NO_CODE ? NULL : w->book->codes[parent].id)
                       : NO_CODE;
    w->levels[depth] = code == NO_CODE ? 0 : code + 1;
    for (uint32_t d = depth + 1; d < MAX_LEVELS; d++) w->levels[d] = 0;
}

void codebook_read_wordstat(struct codebook *book, const char *text, size_t n) {
    struct wordstat w = {.book = book};
    struct place place = {1, 1};
    for (size_t i = 0; i < n && !codebook_hopeless(book); place.line++) {
        const char *s = text + i, *end = s + strcspn(s, "\n");
        read_line(&w, place, s, end);
        i += (size_t)(end - s) + 1;
    }
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

struct writer {
    struct saving *s;
    uint32_t depth;
};

static void indent(struct writer *w) {
    for (uint32_t d = 0; d < w->depth; d++) blob_puts(&w->s->out, "\t");
}

static void write_word(void *to, const char *word) {
    struct writer *w = to;
    indent(w);
    for (; *word; word++) blob_put(&w->s->out, *word == ' ' ? "_" : word, 1);
    blob_puts(&w->s->out, " (1)\n");
}

static void write_code(struct writer *w, uint32_t code) {
    struct codebook *book = w->s->book;
    indent(w);
    blob_puts(&w->s->out, book->codes[code].id);
    blob_puts(&w->s->out, "\n");
    w->depth++;
    for (uint32_t r = 0; r < book->n_rules; r++)
        if (book->rules[r].code == code && !codebook_plain_words(book, book->rules[r].text, true, w, write_word))
            saving_remark(w->s, book->rules[r].place.line, "the rule %.200s is left out: it is no word or phrase",
                          book->rules[r].text);
    for (uint32_t c = code + 1; c < book->n_codes; c++)
        if (book->codes[c].parent == code) write_code(w, c);
    w->depth--;
}

void codebook_write_wordstat(struct saving *s) {
    struct writer w = {s, 0};
    for (uint32_t c = 0; c < s->book->n_codes; c++)
        if (s->book->codes[c].parent == NO_CODE) write_code(&w, c);
    saving_remark_extras(s, false);
}
