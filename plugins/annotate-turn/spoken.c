/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spoken.h"

#include "label.h"
#include "words.h"

#include <string.h>

/* ---- back-channels ---- */

/* What people say while they listen. "Jag förstår" is a turn of its own, not one of these. */
static const char *const listening[] = {"mm",      "mmm",     "m",       "mhm",      "mhmm",       "mm-m",  "mm+m",
                                        "hm",      "hmm",     "aa",      "aaa",      "a",          "aha",   "ja",
                                        "jaa",     "jaha",    "jaså",    "jajaja",   "jaja",       "jo",    "joo",
                                        "jovisst", "nej",     "nä",      "nää",      "nähä",       "nehej", "okej",
                                        "okay",    "ok",      "okey",    "just",     "precis",     "exakt", "visst",
                                        "absolut", "javisst", "jajamän", "jajamen",  "åh",         "oj",    "åhå",
                                        "yes",     "yeah",    "juste",   "just det", "det är det", NULL};

/* Bytes of a back-channel, and words of one. */
enum { LONGEST = 60, MOST_WORDS = 5 };

static bool is_listed(const char *p, size_t n) {
    for (const char *const *w = listening; *w; w++)
        if (strlen(*w) == n && memcmp(*w, p, n) == 0) return true;
    return false;
}

/* The listed word or phrase at the start of key[0, n), the longest one: its length, 0 when there is none. */
static size_t listed_at(const char *key, size_t n) {
    size_t best = 0;
    for (size_t stop = 1; stop <= n; stop++)
        if ((stop == n || strchr(" ,.!", key[stop])) && is_listed(key, stop)) best = stop;
    return best;
}

/* The bytes of "I: " or "IP1:" before what is said; 0: the bracket names nobody. */
static size_t name_in_front(const char *key, size_t n) {
    const char *colon = memchr(key, ':', n);
    if (!colon || colon - key > 20 || colon == key) return 0;
    size_t name = (size_t)(colon - key);
    return name + 1 + at_blank(colon + 1, key + n);
}

bool at_is_backchannel(const char *p, size_t n) {
    char key[LONGEST * 2];
    if (n == 0 || n > LONGEST) return false;
    size_t length = at_fold(p, n, key, sizeof key), at = name_in_front(key, length), words = 0;
    while (at < length && words < MOST_WORDS) {
        size_t word = listed_at(key + at, length - at);
        if (!word) return false;
        words++;
        for (at += word; at < length && strchr(" ,.!", key[at]);) at++;
    }
    return words > 0 && at == length;
}

/* ---- words that are broken off ---- */

static bool is_letter(char c) { return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)c >= 0x80; }

/* Words that tie the parts of a compound of which one is left out: "brukar- och anhörigföreningar". */
static const char *const ties[] = {"och", "eller", "samt", "respektive", "resp", "till", "kontra", "men", "som", NULL};

/* A word that shares its last part with the one before is a compound itself. */
enum { LETTERS_OF_COMPOUND = 6 };

static size_t word_at(const char *p, const char *end, bool *hyphen) {
    const char *at = p;
    *hyphen = false;
    while (at < end && (is_letter(*at) || *at == '-')) *hyphen |= *at++ == '-';
    return (size_t)(at - p);
}

static size_t letters_in(const char *p, size_t n) {
    size_t letters = 0;
    for (size_t i = 0; i < n; i++) letters += ((unsigned char)p[i] & 0xC0) != 0x80;
    return letters;
}

static const char *skip_gap(const char *at, const char *end) {
    while (at < end && (*at == ' ' || *at == ',' || *at == '\t' || *at == '(')) at++;
    return at;
}

/* Parts that compounds in a row leave out, at most: a longer row is no compound. */
enum { MOST_PARTS = 8 };

/* "för-, mellan- och efterarbete": what comes behind the hyphen goes on with it. */
static bool goes_on(const char *at, const char *end) {
    for (int i = 0; i < MOST_PARTS; i++) {
        bool hyphen, listed = at < end && *at == ',';
        at = skip_gap(at, end);
        size_t n = word_at(at, end, &hyphen);
        if (n > 1 && listed && at[n - 1] == '-') { /* the next of a row */
            at += n;
            continue;
        }
        const char *const *tie = ties;
        while (*tie && !(strlen(*tie) == n && memcmp(*tie, at, n) == 0)) tie++;
        if (!*tie && !(n == 0 && at < end && (*at == '&' || *at == '/'))) return false;
        at = skip_gap(at + (n ? n : 1), end);
        n = word_at(at, end, &hyphen);
        return hyphen || letters_in(at, n) >= LETTERS_OF_COMPOUND;
    }
    return false;
}

/* A line that goes on in lower case: it divides a word, or a compound. */
static bool is_divided(const char *at, const char *end) {
    at += at_blank(at, end);
    if (at == end || *at != '\n') return false;
    at++;
    at += at_blank(at, end);
    if (at == end) return false;
    unsigned char c = (unsigned char)*at;
    return (c >= 'a' && c <= 'z') || (c == 0xC3 && end - at > 1 && (unsigned char)at[1] >= 0x9F);
}

const char *at_cut_word(const char *from, const char *sign, const char *end) {
    const char *word = sign, *after = sign + 1;
    while (word > from && (is_letter(word[-1]) || word[-1] == '\'')) word--;
    bool fresh = false;
    for (; sign - word > 3 && memcmp(word, "\xE2\x80", 2) == 0; word += 3) fresh = true; /* a quotation mark, dots */
    if (word == sign || !is_letter(*word) || memcmp(word, "\xE2\x80", 2) == 0) return NULL;
    fresh = fresh || word == from || strchr(" \t\n([\"-/.,", word[-1]);
    bool stops = after == end || strchr(" \t\n.,?!)]\"", *after) || memcmp(after, "\xE2\x80", 2) == 0;
    if (!fresh || !stops) return NULL;
    return goes_on(after, end) || is_divided(after, end) ? NULL : word;
}
