/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * KH Coder coding rules (.cod): "*name" on a line of its own, then a condition over the unit of analysis: words joined
 * by | (or), & (and), ! (not), the same as words, brackets, a+b (in a row), near(a-b)[n], seq(a-b)[n], 'text' and
 * <*name> for another code; a >= n for how often. Its words are lemmas. It asks whether a unit fits, we mark what fits
 * in it: a code of several words joined by "and" marks the first.
 */
#include "formats.h"
#include "text.h"
#include <ctype.h>
#include <stdio.h>
#include <strings.h>

struct khcoder {
    struct codebook *book;
    const char *s, *end; /* of the condition under way */
    struct place place;
    struct blob out;
    bool failed;
};

enum token { T_END, T_WORD, T_OR, T_AND, T_NOT, T_OPEN, T_CLOSE, T_NEAR, T_SEQ, T_CODE, T_TEXT, T_UNKNOWN };

static bool is_separator(char c) { return !c || strchr(" \t\n()|&!", c); }

/* The token at k->s, which moves behind it; words as [*word, *word + *n). */
static enum token next(struct khcoder *k, const char **word, size_t *n) {
    while (k->s < k->end && strchr(" \t\n", *k->s)) k->s++;
    *word = k->s;
    *n = 0;
    if (k->s >= k->end) return T_END;
    static const struct {
        const char *sign;
        enum token token;
    } signs[] = {{"|", T_OR}, {"&", T_AND}, {"!", T_NOT}, {"(", T_OPEN}, {")", T_CLOSE}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (*k->s == *signs[i].sign) {
            k->s++;
            return signs[i].token;
        }
    if (*k->s == '<') {
        const char *close = memchr(k->s, '>', (size_t)(k->end - k->s));
        if (!close) return T_UNKNOWN;
        size_t star = k->s[1] == '*' ? 1 : strncmp(k->s + 1, "＊", strlen("＊")) == 0 ? strlen("＊") : 0;
        bool code = star > 0;
        *word = k->s + 1 + star;
        *n = (size_t)(close - *word);
        k->s = close + 1;
        return code ? T_CODE : T_UNKNOWN;
    }
    if (strncasecmp(k->s, "near(", 5) == 0 || strncasecmp(k->s, "seq(", 4) == 0) {
        enum token t = tolower((unsigned char)*k->s) == 'n' ? T_NEAR : T_SEQ;
        *word = strchr(k->s, '(') + 1;
        const char *close = memchr(*word, ')', (size_t)(k->end - *word));
        if (!close) return T_UNKNOWN;
        *n = (size_t)(close - *word);
        k->s = close + 1;
        return t;
    }
    const char *quote = *k->s == '\'' || *k->s == '"' ? memchr(k->s + 1, *k->s, (size_t)(k->end - k->s - 1)) : NULL;
    if (quote) {
        *word = k->s + 1;
        *n = (size_t)(quote - *word);
        k->s = quote + 1;
        return *n ? T_TEXT : T_UNKNOWN;
    }
    while (k->s < k->end && !is_separator(*k->s)) k->s++;
    *n = (size_t)(k->s - *word);
    if (strchr("<>=", **word) || memmem(*word, *n, "->", 2) || memmem(*word, *n, "=>", 2)) return T_UNKNOWN;
    if (*n == 2 && strncasecmp(*word, "or", 2) == 0) return T_OR;
    if (*n == 3 && strncasecmp(*word, "and", 3) == 0) return T_AND;
    if (*n == 3 && strncasecmp(*word, "not", 3) == 0) return T_NOT;
    return T_WORD;
}

/* Words in a row, divided by @p between, each compared with @p layer. */
static void put_row(struct khcoder *k, const char *layer, const char *words, size_t n, char between) {
    for (size_t i = 0, start = 0, put = 0; i <= n; i++) {
        if (i < n && words[i] != between) continue;
        if (i > start) {
            if (put++) blob_puts(&k->out, " ");
            blob_puts(&k->out, layer);
            blob_puts(&k->out, codebook_escape(k->book, words + start, i - start, false));
        }
        start = i + 1;
    }
}

/* "a-b-c" and "[n]" behind: words in any order, or in this one, at most n apart. */
static void put_near(struct khcoder *k, enum token t, const char *words, size_t n) {
    char distance[8] = "10";
    const char *unit = "";
    if (k->s < k->end && *k->s == '[') {
        /* "b" and "d" before the number: in the sentence, which is the preset here, or in the paragraph. */
        const char *number = k->s + 1 + (k->s[1] == 'b' || k->s[1] == 'd');
        size_t digits = strspn(number, "0123456789");
        if (digits && digits < 5) snprintf(distance, sizeof distance, "%.*s", (int)digits, number);
        if (k->s[1] == 'd') unit = "/paragraph";
        const char *close = memchr(k->s, ']', (size_t)(k->end - k->s));
        k->s = close ? close + 1 : k->s + 1;
    }
    blob_puts(&k->out, "(");
    for (size_t i = 0, start = 0; i <= n; i++) {
        if (i < n && words[i] != '-') continue;
        if (start) {
            blob_puts(&k->out, t == T_NEAR ? " NEAR/" : " BEFORE/");
            blob_puts(&k->out, distance);
            blob_puts(&k->out, unit);
            blob_puts(&k->out, " ");
        }
        put_row(k, "lemma:", words + start, i - start, '+');
        start = i + 1;
    }
    blob_puts(&k->out, ")");
}

static void expression(struct khcoder *k, int depth);

static void operand(struct khcoder *k, int depth) {
    const char *word;
    size_t n;
    enum token t = next(k, &word, &n);
    if (depth > 40) t = T_UNKNOWN;
    switch (t) {
    case T_WORD:
        put_row(k, "lemma:", word, n, '+');
        break;
    case T_TEXT:
        put_row(k, "form:", word, n, ' ');
        break;
    case T_NEAR:
    case T_SEQ:
        put_near(k, t, word, n);
        break;
    case T_CODE:
        blob_puts(&k->out, "@");
        for (size_t i = 0; i < n; i++) {
            if (word[i] == ' ') blob_puts(&k->out, "\\");
            blob_put(&k->out, word + i, 1);
        }
        break;
    case T_OPEN:
        blob_puts(&k->out, "(");
        expression(k, depth + 1);
        blob_puts(&k->out, ")");
        if (next(k, &word, &n) != T_CLOSE) k->failed = true;
        break;
    default:
        k->failed = true;
    }
}

/* "a >= 2" or "a > 1" by itself: so many in a unit. False: there is something else. */
static bool least_number(struct khcoder *k) {
    const char *s = k->s;
    char text[32];
    while (s < k->end && strchr(" \t\n", *s)) s++;
    if (s >= k->end || *s != '>') return false;
    bool equal = *++s == '=';
    s += equal;
    while (s < k->end && (*s == ' ' || *s == '\t')) s++;
    size_t digits = strspn(s, "0123456789");
    unsigned long least = strtoul(s, NULL, 10) + !equal;
    if (!digits || digits > 4 || s + digits != k->end || !least || least > 9999) return false;
    snprintf(text, sizeof text, " MIN/%lu/paragraph", least);
    blob_puts(&k->out, text);
    k->s = k->end;
    return true;
}

/* Operators as they come; words that stand side by side are joined by "or", as there. */
static void expression(struct khcoder *k, int depth) {
    const char *word, *before;
    size_t n;
    operand(k, depth);
    if (!k->failed && depth == 0 && least_number(k)) return;
    while (!k->failed) {
        before = k->s;
        enum token t = next(k, &word, &n);
        if (t == T_END || t == T_CLOSE) {
            k->s = before;
            return;
        }
        if (t == T_WORD || t == T_TEXT || t == T_OPEN || t == T_CODE || t == T_NEAR || t == T_SEQ) {
            k->s = before;
            t = T_OR;
        }
        if (t != T_OR && t != T_AND) {
            k->failed = true;
            return;
        }
        before = k->s;
        bool negated = t == T_AND && next(k, &word, &n) == T_NOT;
        if (!negated) k->s = before;
        blob_puts(&k->out, t == T_OR ? " OR " : negated ? " AND/paragraph NOT " : " AND/paragraph ");
        operand(k, depth);
    }
}

static void add_condition(struct khcoder *k, uint32_t code) {
    const char *word;
    size_t n;
    k->out.n = 0;
    k->failed = false;
    while (k->end > k->s && strchr(" \t\n", k->end[-1])) k->end--;
    if (k->s >= k->end) return;
    expression(k, 0);
    if (!k->failed && next(k, &word, &n) != T_END) k->failed = true;
    if (k->out.failed) k->book->out_of_memory = true;
    if (k->failed)
        codebook_remark(k->book, k->place,
                        "the condition of %.80s is left out: it has something that is not known here",
                        k->book->codes[code].id);
    else
        codebook_add_rule(k->book, code, k->place, k->out.p, k->out.n);
}

static bool is_name_line(const char *s) { return *s == '*' || strncmp(s, "＊", strlen("＊")) == 0; }

void codebook_read_khcoder(struct codebook *book, const char *text, size_t n) {
    struct khcoder k = {.book = book};
    struct place place = {1, 1};
    uint32_t code = NO_CODE;
    for (size_t i = 0; i < n && !codebook_hopeless(book); place.line++) {
        const char *s = text + i, *end = s + strcspn(s, "\n");
        i += (size_t)(end - s) + 1;
        if (*s == '#' || s + strspn(s, " \t") == end) {
            continue;
        } else if (is_name_line(s)) {
            if (code != NO_CODE) add_condition(&k, code);
            s += *s == '*' ? 1 : strlen("＊");
            while (end > s && strchr(" \t", end[-1])) end--;
            const char *id = pool_copy(&book->pool, s, (size_t)(end - s));
            code = id ? codebook_add_code(book, place, id, NULL, NULL, NULL, NULL) : NO_CODE;
            k.s = k.end = end;
            k.place = (struct place){place.line + 1, 1};
        } else if (code == NO_CODE)
            codebook_error(book, place, "expected *name on a line of its own before a condition");
        else {
            if (k.s == k.end) k.s = s;
            k.end = end;
        }
    }
    if (code != NO_CODE) add_condition(&k, code);
    free(k.out.p);
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

struct writer {
    struct saving *s;
    uint32_t n;
};

static void write_word(void *to, const char *word) {
    struct writer *w = to;
    if (w->n++) blob_puts(&w->s->out, " | ");
    if (strchr(word, ' ')) { /* words that follow each other */
        blob_puts(&w->s->out, "seq(");
        for (; *word; word++) blob_put(&w->s->out, *word == ' ' ? "-" : word, 1);
        blob_puts(&w->s->out, ")[1]");
    } else
        blob_puts(&w->s->out, word);
}

void codebook_write_khcoder(struct saving *s) {
    struct codebook *book = s->book;
    for (uint32_t c = 0; c < book->n_codes; c++) {
        struct writer w = {s, 0};
        if (!book->codes[c].n_rules) {
            saving_remark(s, book->codes[c].place.line, "the group %.80s is left out: KH Coder has no groups",
                          book->codes[c].id);
            continue;
        }
        blob_puts(&s->out, "*");
        blob_puts(&s->out, book->codes[c].id);
        blob_puts(&s->out, "\n");
        for (uint32_t r = 0; r < book->n_rules; r++) {
            const char *text = book->rules[r].text;
            if (book->rules[r].code != c) continue;
            const char *lemma = strncmp(text, "lemma:", 6) == 0 ? text + 6 : text;
            if (strpbrk(text, "*?") || !codebook_plain_words(book, lemma, false, &w, write_word))
                saving_remark(s, book->rules[r].place.line,
                              "the rule %.200s is left out: it is no word or phrase without *", text);
        }
        blob_puts(&s->out, "\n\n");
    }
    saving_remark_extras(s, false);
}
