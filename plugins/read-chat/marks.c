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
    size_t from, to; /* of the source, not yet put: words with one blank between them are one stretch */
    bool any;        /* something was put, so a blank comes before the next word */
};

/* Bytes at which a word ends, or may end, and those that mean something inside one. */
enum { STOP = 1, PERHAPS = 2, INSIDE = 4 };
/* Bytes judged at once. */
enum { BLOCK = 32 };
static const unsigned char kinds[256] = {[' '] = STOP, ['\t'] = STOP, ['\n'] = STOP,    ['['] = STOP,   ['<'] = STOP,
                                         ['>'] = STOP, [0x15] = STOP, [0xEF] = PERHAPS, ['@'] = INSIDE, ['('] = INSIDE};

static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n'; }

static void flush(struct put *w) {
    if (w->from < w->to) pieces_put_source(w->pieces, w->text, w->from, w->to);
    w->from = w->to = 0;
}

static inline void put_source(struct put *w, size_t begin, size_t end) {
    if (begin >= end) return;
    if (begin != w->to) {
        flush(w);
        w->from = begin;
    }
    w->to = end;
}

static void put_text(struct put *w, const char *p, size_t n) {
    flush(w);
    pieces_put(w->pieces, uts_mkstr(p, n), -1, -1);
}

/* The blank before what comes from @p at: that of the source where it is the only one. */
static inline void gap(struct put *w, size_t at) {
    bool own = w->from < w->to && w->to + 1 == at && w->text->text.p[w->to] == ' ';
    if (w->any && own)
        put_source(w, w->to, at);
    else if (w->any)
        put_text(w, " ", 1);
    w->any = true;
}

/* A mark of the transcriber's, in the brackets that other transcripts use. */
static void put_mark(struct put *w, size_t begin, size_t end) {
    gap(w, SIZE_MAX);
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
        gap(w, SIZE_MAX);
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
    gap(w, begin);
    for (size_t i = begin; shortened && i < end; i++) {
        if (p[i] != '(' && !(p[i] == ')' && opened)) continue;
        opened = p[i] == '(';
        put_source(w, from, i);
        from = i + 1;
    }
    put_source(w, from, end);
}

/* Nearly every word is letters only: no sign of CHAT begins with one, but for the three of unheard speech. */
static bool is_plain(const char *p, size_t n, unsigned met) {
    unsigned char first = (unsigned char)*p;
    if (met & INSIDE || (n == 3 && first >= 'w')) return false;
    return ((first | 0x20) >= 'a' && (first | 0x20) <= 'z') || (first >= 0xC3 && first < 0xE2);
}

static void take_plain(struct put *w, size_t begin, size_t end) {
    gap(w, begin);
    put_source(w, begin, end);
}

/* @p met: the kinds of its bytes. */
static void take_word(struct put *w, size_t begin, size_t end, unsigned met) {
    const char *p = w->text->text.p;
    size_t n = end - begin;
    if (is_plain(p + begin, n, met)) {
        take_plain(w, begin, end);
        return;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (equals(p + begin, n, ends[i].sign)) {
            if (w->any && equals(p + begin, n, ends[i].text))
                put_source(w, begin, end);
            else if (w->any)
                put_text(w, ends[i].text, strlen(ends[i].text));
            return;
        }
    for (size_t i = 0; i < sizeof unheard / sizeof *unheard; i++)
        if (equals(p + begin, n, unheard[i].sign)) {
            gap(w, SIZE_MAX);
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

/* Where the word ends that begins at @p at; *met: the kinds of its bytes. */
static size_t word_end(const char *p, size_t at, size_t end, unsigned *met) {
    *met = 0;
    for (; at < end; at++) {
        unsigned kind = kinds[(unsigned char)p[at]];
        if (kind == STOP || (kind == PERHAPS && bullet_length(p, at, end))) break;
        *met |= kind;
    }
    return at;
}

/*
 * Written for the vectoriser: whether a block holds only words that is_plain is true of, with one blank between them.
 * Two equal letters of the end of the alphabet may be a sign of unheard speech. Reads the bytes before and behind it.
 */
static inline bool block_is_words(const unsigned char *p) {
    unsigned char other = 0;
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = p[i], next = p[i + 1], before = p[i - 1];
        unsigned char letter = ((unsigned char)((c | 0x20) - 'a') < 26) | ((c >= 0x80) & (c < 0xE2));
        unsigned char blank = (c == ' ') & (before != ' ') & (next != ' ');
        other |= (unsigned char)!(letter | blank) | (unsigned char)((c == next) & (c >= 'w') & (c < 0x80));
    }
    return !other;
}

/* Where the words end that begin with the one at @p at and can be taken as they are; @p at: none. */
static size_t plain_words(const char *p, size_t at, size_t end) {
    size_t stop = at;
    while (stop + BLOCK < end && block_is_words((const unsigned char *)p + stop)) stop += BLOCK;
    while (stop > at && p[stop] != ' ') stop--;
    return stop;
}

void chat_put(struct pieces *pieces, struct source_text *text, size_t begin, size_t end, struct chat_left *left) {
    struct put w = {.pieces = pieces, .text = text, .left = left};
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
            unsigned met;
            size_t stop = plain_words(p, i, end), many = stop;
            if (many == i) stop = word_end(p, i, end, &met);
            if (many == i)
                take_word(&w, i, stop, met);
            else
                take_plain(&w, i, stop);
            i = stop;
        }
    }
    flush(&w);
}
