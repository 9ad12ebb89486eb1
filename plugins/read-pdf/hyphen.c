/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hyphen.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define SOFT_HYPHEN "\u00ad"
#define HYPHEN      "\u2010"

static bool ends_with(uts_str s, const char *tail) {
    size_t n = strlen(tail);
    return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}

size_t pdf_hyphen_bytes(uts_str a) {
    return ends_with(a, SOFT_HYPHEN) ? 2 : ends_with(a, HYPHEN) ? 3 : ends_with(a, "-") ? 1 : 0;
}

/* Without what is no letter or digit at its ends. */
static uts_str core(uts_str s) {
    int32_t begin = 0, end = (int32_t)s.n, at;
    UChar32 c;
    while (begin < end) {
        at = begin;
        U8_NEXT(s.p, at, end, c);
        if (c >= 0 && u_isalnum(c)) break;
        begin = at;
    }
    while (end > begin) {
        at = end;
        U8_PREV(s.p, begin, at, c);
        if (c >= 0 && u_isalnum(c)) break;
        end = at;
    }
    return uts_mkstr(s.p + begin, (size_t)(end - begin));
}

/* Adds a word to a hash, in lower case, every kind of hyphen the same, soft ones left out. */
static uint64_t add(uint64_t h, uts_str s) {
    for (int32_t at = 0; at < (int32_t)s.n;) {
        UChar32 c;
        U8_NEXT(s.p, at, (int32_t)s.n, c);
        if (c == 0xAD) continue;
        c = c == 0x2010 || c == 0x2011 ? '-' : u_tolower(c);
        h = (h ^ (uint64_t)(uint32_t)c) * 1099511628211U;
    }
    return h;
}

static const uint64_t START = 14695981039346656037U;

/* ---- the words of the document ---- */

static size_t slot_of(const struct pdf_lexicon *x, uint64_t h) {
    size_t i = (h ^ h >> 29) & x->mask;
    while (x->slots[i] && x->slots[i] != h) i = (i + 1) & x->mask;
    return i;
}

bool pdf_lexicon_make(struct pdf_lexicon *x, const struct pdf *d) {
    size_t room = 1024;
    while (room < (size_t)d->n_words * 2) room *= 2;
    x->slots = calloc(room, sizeof *x->slots);
    x->counts = calloc(room, sizeof *x->counts);
    x->mask = room - 1;
    if (!x->slots || !x->counts) return false;
    for (uint32_t i = 0; i < d->n_lines; i++)
        for (uint32_t k = 0; k < d->lines[i].n; k++) {
            const struct pdf_word *w = &d->words[d->lines[i].first + k];
            uts_str text = uts_mkstr(pdf_text(d, w), w->bytes);
            bool divided = (k + 1 == d->lines[i].n && pdf_hyphen_bytes(text)) || (k == 0 && i > 0);
            uts_str word = core(text);
            if (divided || !word.n) continue;
            uint64_t h = add(START, word);
            size_t slot = slot_of(x, h);
            x->slots[slot] = h;
            x->counts[slot]++;
        }
    return true;
}

void pdf_lexicon_free(struct pdf_lexicon *x) {
    free(x->slots);
    free(x->counts);
}

static uint32_t count(const struct pdf_lexicon *x, uint64_t h) { return x->counts[slot_of(x, h)]; }

/* ---- the rule ---- */

/* Words after which a hyphen stands for a part that both compounds have. */
static bool is_conjunction(uts_str word) {
    static const char *const words[] = {"och", "eller", "samt", "respektive", "resp", "men", "till", "and", "or"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == word.n && strncasecmp(words[i], word.p, word.n) == 0) return true;
    return false;
}

/* The part behind the last hyphen but the one at the end. */
static uts_str last_part(uts_str word) {
    size_t begin = 0;
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] == '-') begin = i + 1;
    return uts_mkstr(word.p + begin, word.n - begin);
}

/* A letter, an abbreviation in capitals, a number: "e-post", "SIP-möte", "2019-2021" keep theirs. */
static bool keeps_hyphen(uts_str part) {
    int32_t letters = 0, lower = 0, digits = 0;
    for (int32_t at = 0; at < (int32_t)part.n;) {
        UChar32 c;
        U8_NEXT(part.p, at, (int32_t)part.n, c);
        letters += u_isalpha(c) != 0;
        lower += u_islower(c) != 0;
        digits += u_isdigit(c) != 0;
    }
    return letters + digits <= 1 || digits > 0 || lower == 0;
}

enum pdf_join pdf_join(const struct pdf_lexicon *x, uts_str a, uts_str b) {
    size_t hyphen = pdf_hyphen_bytes(a);
    if (!hyphen) return PDF_SPACE;
    if (hyphen == 2) return PDF_GLUE_LESS;
    uts_str before = uts_mkstr(a.p, a.n - hyphen);
    /* A hyphen of the word itself, and one for the line end after it. */
    if (pdf_hyphen_bytes(before)) return PDF_GLUE_LESS;
    int32_t at = 0;
    UChar32 last = 0, first = 0;
    if (before.n) {
        at = (int32_t)before.n;
        U8_PREV(before.p, 0, at, last);
    }
    at = 0;
    U8_NEXT(b.p, at, (int32_t)b.n, first);
    if (!u_isalnum(last)) return PDF_SPACE; /* a dash */
    uts_str front = core(before), back = core(b);
    if (is_conjunction(back)) return PDF_SPACE;
    if (!u_isalnum(first)) return PDF_SPACE;
    if (!u_islower(first)) return PDF_GLUE; /* "Bo-Göran" */
    if (keeps_hyphen(last_part(front))) return PDF_GLUE;
    uint64_t whole = add(add(START, front), back), parted = add(add(add(START, front), uts_cstr("-")), back);
    return count(x, parted) > count(x, whole) ? PDF_GLUE : PDF_GLUE_LESS;
}
