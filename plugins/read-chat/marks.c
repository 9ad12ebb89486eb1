/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * After the CHAT manual (MacWhinney, Tools for Analyzing Talk, part 1). What a reader of the transcript would say aloud
 * is text; what happened beside it becomes a mark in brackets; signs that code an analysis are left out and counted.
 */
#include "marks.h"

#include <string.h>

struct put {
    struct pieces *pieces;
    struct source_text *text;
    struct chat_left *left;
    bool any; /* something was put, so a blank comes before the next word */
};

static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n'; }

static void put_source(struct put *w, size_t begin, size_t end) {
    if (begin < end) pieces_put_source(w->pieces, w->text, begin, end);
}

static void put_text(struct put *w, const char *p, size_t n) { pieces_put(w->pieces, uts_mkstr(p, n), -1, -1); }

static void gap(struct put *w) {
    if (w->any) put_text(w, " ", 1);
    w->any = true;
}

/* A mark of the transcriber's, in the brackets that other transcripts use. */
static void put_mark(struct put *w, size_t begin, size_t end) {
    gap(w);
    put_text(w, "[", 1);
    put_source(w, begin, end);
    put_text(w, "]", 1);
}

/* ---- signs in square brackets ---- */

/* Signs of analysis, by how they begin. */
static const char *const codes[] = {"/", ">", "<", "*", "+", "!", "?", "^", "x ", "-", "#", "\"", "“", "e]", NULL};

static bool is_code(const char *p, size_t n) {
    for (const char *const *c = codes; *c; c++)
        if (n >= strlen(*c) && memcmp(p, *c, strlen(*c)) == 0) return true;
    return n == 1 && *p == 'e';
}

/* [= laughs] explains, [% note] comments, [=! whispering] says how; others are the transcriber's own. */
static void take_bracket(struct put *w, size_t begin, size_t end) {
    const char *p = w->text->text.p;
    if (p[begin] == ':') {
        w->left->replacements++;
    } else if (p[begin] == '=' || p[begin] == '%') {
        size_t from = begin + 1;
        while (from < end && (is_white(p[from]) || p[from] == '!' || p[from] == '?')) from++;
        put_mark(w, from, end);
    } else if (is_code(p + begin, end - begin)) {
        w->left->codes++;
    } else {
        put_mark(w, begin, end);
    }
}

/* ---- words ---- */

/* Signs that stand for speech nobody wrote down. */
static const struct {
    const char *sign, *mark;
} unheard[] = {{"xxx", "[ohörbart]"}, {"yyy", "[ohörbart]"}, {"www", "[ej utskrivet]"}};

/* Ends of utterances that are more than a point. */
static const struct {
    const char *sign, *text;
} ends[] = {{"+...", "…"},  {"+..?", "…?"}, {"+/.", "–"},  {"+//.", "–"}, {"+/?", "–?"}, {"+//?", "–?"},
            {"+\"/.", ":"}, {"+\".", "."},  {"+!?", "!?"}, {"+.", "."},   {".", "."},    {"?", "?"},
            {"!", "!"},     {",", ","},     {";", ";"},    {":", ":"},    {"„", ","},    {"‡", ","}};

static bool equals(const char *p, size_t n, const char *s) { return n == strlen(s) && memcmp(p, s, n) == 0; }

/* "&-eh", "&=laughs", "&+b": fillers, happenings and broken-off beginnings. True: taken. */
static bool take_ampersand(struct put *w, size_t begin, size_t end) {
    const char *p = w->text->text.p;
    if (p[begin] != '&' || end - begin < 3) return false;
    if (p[begin + 1] == '=') {
        put_mark(w, begin + 2, end);
    } else if (p[begin + 1] == '*') { /* what another person put in: &*MOT:mhm */
        put_mark(w, begin + 2, end);
    } else {
        bool broken = p[begin + 1] == '+' || p[begin + 1] == '~';
        gap(w);
        put_source(w, begin + 1 + (broken || p[begin + 1] == '-'), end);
        if (broken) put_text(w, "-", 1);
    }
    return true;
}

/* A word without the signs inside it: "(th)em" was said short, "Mutter@s:deu" has a code behind it. */
static void take_letters(struct put *w, size_t begin, size_t end) {
    const char *p = w->text->text.p;
    const char *at = memchr(p + begin + 1, '@', end - begin - 1);
    bool address = at && memchr(at, '.', (size_t)(p + end - at));
    if (at && !address) {
        w->left->replacements++;
        end = (size_t)(at - p);
    }
    size_t from = begin;
    bool opened = false, shortened = false;
    for (size_t i = begin; i < end; i++) /* only a pair within the word is one */
        if (p[i] == '(' && memchr(p + i, ')', end - i) && (i > begin || p[end - 1] != ')')) shortened = true;
    gap(w);
    for (size_t i = begin; shortened && i < end; i++) {
        if (p[i] != '(' && !(p[i] == ')' && opened)) continue;
        opened = p[i] == '(';
        put_source(w, from, i);
        from = i + 1;
    }
    put_source(w, from, end);
}

static void take_word(struct put *w, size_t begin, size_t end) {
    const char *p = w->text->text.p;
    size_t n = end - begin;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (equals(p + begin, n, ends[i].sign)) {
            if (w->any) put_text(w, ends[i].text, strlen(ends[i].text));
            return;
        }
    for (size_t i = 0; i < sizeof unheard / sizeof *unheard; i++)
        if (equals(p + begin, n, unheard[i].sign)) {
            gap(w);
            put_text(w, unheard[i].mark, strlen(unheard[i].mark));
            return;
        }
    if (p[begin] == '+' && n <= 3) { /* linkers: +< +^ +, ++ +" */
        w->left->codes++;
    } else if (p[begin] == '0' && n > 1 && !(p[begin + 1] >= '0' && p[begin + 1] <= '9') && p[begin + 1] != ',' &&
               p[begin + 1] != '.') {
        w->left->omitted++;
    } else if (!take_ampersand(w, begin, end)) {
        take_letters(w, begin, end);
    }
}

/* ---- the utterance ---- */

/* U+0015 start_end U+0015. Returns the byte behind it; without a second sign, the end of the line. */
static size_t take_bullet(struct put *w, size_t at, size_t end) {
    const char *p = w->text->text.p;
    int64_t times[2] = {-1, -1};
    size_t i = at;
    for (int k = 0; k < 2; k++) {
        if (i < end && p[i] == '_') i++;
        for (; i < end && p[i] >= '0' && p[i] <= '9' && times[k] < INT64_MAX / 100; i++)
            times[k] = (times[k] < 0 ? 0 : times[k] * 10) + (p[i] - '0');
    }
    struct piece *piece = w->pieces->items.n ? pieces_item(w->pieces, w->pieces->items.n - 1) : NULL;
    if (piece && times[1] >= 0 && times[0] <= times[1]) {
        if (piece->start_ms < 0) piece->start_ms = times[0];
        piece->end_ms = times[1];
    }
    return i;
}

static size_t bullet_length(const char *p, size_t at, size_t end) {
    if (p[at] == '\x15') return 1;
    /* A control character has become U+FFFD when the text was cleaned. */
    return end - at >= 3 && memcmp(p + at, "\xEF\xBF\xBD", 3) == 0 ? 3 : 0;
}

void chat_put(struct pieces *pieces, struct source_text *text, size_t begin, size_t end, struct chat_left *left) {
    struct put w = {pieces, text, left, false};
    const char *p = text->text.p;
    for (size_t i = begin; i < end;) {
        size_t mark = bullet_length(p, i, end);
        if (mark) {
            i = take_bullet(&w, i + mark, end);
            if (i < end && bullet_length(p, i, end)) i += bullet_length(p, i, end);
        } else if (is_white(p[i]) || p[i] == '<' || p[i] == '>') {
            i++;
        } else if (p[i] == '[') {
            const char *close = memchr(p + i, ']', end - i);
            size_t stop = close ? (size_t)(close - p) : end;
            take_bracket(&w, i + 1, stop);
            i = stop + 1;
        } else {
            size_t stop = i;
            while (stop < end && !is_white(p[stop]) && p[stop] != '[' && p[stop] != '<' && p[stop] != '>' &&
                   !bullet_length(p, stop, end))
                stop++;
            take_word(&w, i, stop);
            i = stop;
        }
    }
}
