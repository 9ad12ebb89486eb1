/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lemma.h"
#include <fold.h>
#include <stdio.h>
#include <string.h>
#include <utsaga/layers.h>

enum { UNKNOWN_FIRST = 4 }; /* bytes of a first part that the lexicon lacks */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(const char *p) {
    return (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (unsigned char)*p >= 0xC3;
}

static bool has_letter(const char *s, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (is_letter(s + i)) return true;
    return false;
}

static size_t put(char *out, const char *s, size_t n) {
    memcpy(out, s, n);
    out[n] = 0;
    return n;
}

/* Several capitals, or one and digits: "NSPH", "U235". An acronym keeps its case. */
static bool is_acronym(struct lemma_form f) {
    char text[LEMMA_ROOM];
    put(text, f.text, f.text_n);
    int capitals_in = count_capitals(text);
    return capitals_in >= 2 || (capitals_in && strpbrk(text, "0123456789"));
}

static struct lemma_form part_of(struct lemma_form f, size_t begin, size_t end) {
    return (struct lemma_form){f.text + begin, f.fold + begin, end - begin, end - begin};
}

/* ---- readings of the lexicon ---- */

static const lexicon_analysis *reading(const lexicon *lex, uint32_t entry, uint32_t upos) {
    const lexicon_analysis *a;
    uint32_t n = entry == LEXICON_NONE ? 0 : lexicon_analyses(lex, entry, &a);
    for (uint32_t i = 0; i < n; i++)
        if (a[i].upos == upos && !(a[i].flags & LEXICON_PART)) return &a[i];
    return NULL;
}

/* Parts of speech whose readings serve when the lexicon has none of the wanted one: "snabbt" as adverb is snabb. */
static uint32_t second_choice(uint32_t upos) {
    switch (upos) {
    case UTS_UPOS_ADV:
        return UTS_UPOS_ADJ;
    case UTS_UPOS_AUX:
        return UTS_UPOS_VERB;
    case UTS_UPOS_VERB:
        return UTS_UPOS_AUX;
    case UTS_UPOS_DET:
        return UTS_UPOS_PRON;
    case UTS_UPOS_PRON:
        return UTS_UPOS_DET;
    default:
        return upos;
    }
}

static bool takes_endings(uint32_t upos) {
    return upos == UTS_UPOS_NOUN || upos == UTS_UPOS_VERB || upos == UTS_UPOS_ADJ || upos == UTS_UPOS_ADV;
}

/* The parts before the head stay as they are. @p sure: only by a reading that is no guess. */
static size_t from_head(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, bool sure, char *out) {
    uint32_t entry, first;
    size_t begin = takes_endings(upos) ? lexicon_head(r->lex, r->splitter, f.fold, f.fold_n, &entry) : 0;
    if (!begin) return 0;
    const lexicon_analysis *a = reading(r->lex, entry, upos);
    if (!a) a = reading(r->lex, entry, second_choice(upos));
    if (!a || (sure && a->flags & LEXICON_GUESSED && !a->count)) return 0;
    /* "Mälarområdet": mälarområde would lose the name. */
    first = lexicon_find(r->lex, f.fold, begin);
    uint32_t flags = first == LEXICON_NONE ? 0 : lexicon_flags(r->lex, first);
    bool name = flags & LEXICON_NAME && !(flags & LEXICON_LOWER) && f.text_n == f.fold_n;
    put(out, name ? f.text : f.fold, begin);
    return begin + lexicon_lemma(r->lex, f.fold + begin, f.fold_n - begin, a, out + begin);
}

static size_t from_lexicon(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out) {
    uint32_t entry = lexicon_find(r->lex, f.fold, f.fold_n);
    const lexicon_analysis *a = reading(r->lex, entry, upos);
    if (!a) a = reading(r->lex, entry, second_choice(upos));
    if (!a) return 0;
    /* The spelling dictionary lists plurals and definite forms of compounds as words of their own. */
    size_t better = a->flags & LEXICON_GUESSED && !a->count ? from_head(r, f, upos, true, out) : 0;
    if (better) return better;
    size_t n = lexicon_lemma(r->lex, f.fold, f.fold_n, a, out);
    /* A name is spelled as it is written where the lexicon knows only its letters. */
    if (upos == UTS_UPOS_PROPN && n == f.fold_n && f.text_n == n && memcmp(out, f.fold, n) == 0)
        return put(out, f.text, n);
    return n;
}

/* ---- forms with a colon, a hyphen or digits ---- */

static bool is_colon_ending(const char *s, size_t n) {
    static const char *const endings[] = {"s",  "n",  "en", "ns",   "ens",  "t",    "et",    "ts",    "ar",
                                          "er", "or", "na", "arna", "erna", "orna", "arnas", "ernas", "a"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strlen(endings[i]) == n && memcmp(endings[i], s, n) == 0) return true;
    return false;
}

/* "EU:s" EU, "tv:n" tv; not "25:e" and "Maj:t", which have a digit or one known lemma. */
static size_t before_colon(struct lemma_form f, char *out) {
    const char *colon = memchr(f.fold, ':', f.fold_n);
    if (!colon || colon == f.fold || f.text_n != f.fold_n || is_digit(colon[-1])) return 0;
    size_t n = (size_t)(colon - f.fold);
    return is_colon_ending(colon + 1, f.fold_n - n - 1) ? put(out, f.text, n) : 0;
}

static size_t last_hyphen(struct lemma_form f) {
    for (size_t i = f.fold_n; i-- > 1;)
        if (f.fold[i] == '-') return i;
    return 0;
}

static size_t plain_lemma(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out);

/* "EU-länderna" EU-land, "1970-talet" 1970-tal: the part before the hyphen stays, with its capitals if it has more than
 * one or is a name. */
static size_t around_hyphen(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out) {
    size_t at = upos == UTS_UPOS_PROPN ? 0 : last_hyphen(f);
    if (!at || at + 2 >= f.fold_n || f.text_n != f.fold_n || !has_letter(f.fold + at + 1, f.fold_n - at - 1)) return 0;
    struct lemma_form first = part_of(f, 0, at), rest = part_of(f, at + 1, f.fold_n);
    uint32_t entry = lexicon_find(r->lex, first.fold, at);
    uint32_t flags = entry == LEXICON_NONE ? 0 : lexicon_flags(r->lex, entry);
    bool keep = is_acronym(first) || at == 1 || (flags & LEXICON_NAME && !(flags & LEXICON_LOWER));
    put(out, keep ? f.text : f.fold, at + 1);
    return at + 1 + plain_lemma(r, rest, upos, out + at + 1);
}

/* ---- forms that the lexicon lacks ---- */

static size_t from_ending(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out) {
    lexicon_analysis a;
    if (upos == UTS_UPOS_ADV) {
        if (!f.fold_n || f.fold[f.fold_n - 1] != 't') return 0;
        upos = UTS_UPOS_ADJ;
    }
    if (!takes_endings(upos) || !lexicon_guess(r->lex, f.fold, f.fold_n, upos, &a) || a.strip >= f.fold_n) return 0;
    return lexicon_lemma(r->lex, f.fold, f.fold_n, &a, out);
}

/* Ends of Swedish surnames and place names: with these the s of an unknown name is a genitive. */
static bool has_name_ending(const char *s, size_t n) {
    static const char *const ends[] = {"berg",  "borg",  "dal",    "ell",   "feldt", "gren",  "holm",
                                       "kvist", "land",  "lind",   "lund",  "quist", "qvist", "sson",
                                       "stad",  "stedt", "strand", "ström", "vik",   "viken"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t m = strlen(ends[i]);
        if (n > m && memcmp(s + n - m, ends[i], m) == 0) return true;
    }
    return false;
}

/* An unknown name keeps its form; it loses the s of a genitive only where the rest is a name or ends like one. */
static size_t name_lemma(const struct lemma_rules *r, struct lemma_form f, char *out) {
    if (f.text_n == f.fold_n && f.fold_n > 3 && f.fold[f.fold_n - 1] == 's') {
        uint32_t entry = lexicon_find(r->lex, f.fold, f.fold_n - 1);
        if ((entry != LEXICON_NONE && lexicon_flags(r->lex, entry) & LEXICON_NAME) ||
            has_name_ending(f.fold, f.fold_n - 1))
            return put(out, f.text, f.text_n - 1);
    }
    return put(out, f.text, f.text_n);
}

static size_t plain_lemma(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out) {
    size_t n = from_lexicon(r, f, upos, out);
    if (!n) n = before_colon(f, out);
    if (!n) n = around_hyphen(r, f, upos, out);
    if (!n && upos == UTS_UPOS_PROPN) n = name_lemma(r, f, out);
    if (!n) n = from_head(r, f, upos, false, out);
    if (!n && is_acronym(f)) n = put(out, f.text, f.text_n);
    if (!n) n = from_ending(r, f, upos, out);
    return n ? n : put(out, f.fold, f.fold_n);
}

size_t lemma_of(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out) {
    if (f.text_n + LEXICON_LEMMA_MAX >= LEMMA_ROOM || f.fold_n + LEXICON_LEMMA_MAX >= LEMMA_ROOM) return 0;
    if (!has_letter(f.text, f.text_n) || upos == UTS_UPOS_PUNCT) return put(out, f.text, f.text_n);
    return plain_lemma(r, f, upos, out);
}

static const lexicon_analysis *verb_reading(const lexicon *lex, uint32_t entry, const char *tense) {
    const lexicon_analysis *a;
    uint32_t n = entry == LEXICON_NONE ? 0 : lexicon_analyses(lex, entry, &a);
    for (uint32_t i = 0; i < n; i++)
        if (a[i].upos == UTS_UPOS_VERB && strstr(lexicon_tag(lex, a[i].tag), tense)) return &a[i];
    return NULL;
}

size_t lemma_of_verb(const struct lemma_rules *r, struct lemma_form f, bool supine, char *out) {
    char other[LEXICON_LEMMA_MAX];
    if (f.fold_n + LEXICON_LEMMA_MAX >= LEMMA_ROOM) return 0;
    uint32_t entry = lexicon_find(r->lex, f.fold, f.fold_n);
    const lexicon_analysis *past = verb_reading(r->lex, entry, ".past"), *sup = verb_reading(r->lex, entry, ".supn");
    if (!past || !sup) return 0;
    size_t n = lexicon_lemma(r->lex, f.fold, f.fold_n, supine ? sup : past, out);
    lexicon_lemma(r->lex, f.fold, f.fold_n, supine ? past : sup, other);
    return strcmp(out, other) == 0 ? 0 : n;
}

/* ---- compounds ---- */

static size_t put_modifiers(const struct lemma_rules *r, struct lemma_form f, const lexicon_part *parts, uint32_t n,
                            char *out) {
    size_t used = 0;
    char lemma[LEXICON_LEMMA_MAX];
    for (uint32_t i = 0; i < n; i++) {
        size_t m = lexicon_part_lemma(r->lex, f.fold, &parts[i], lemma);
        if (used + m + 2 > LEMMA_ROOM / 2) return 0;
        memcpy(out + used, lemma, m);
        used += m;
        out[used++] = '+';
    }
    return used;
}

/* "EU-stöd": the hyphen shows the parts. */
static size_t hyphen_parts(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out) {
    size_t at = last_hyphen(f);
    if (!at || at + 3 >= f.fold_n || f.text_n != f.fold_n || !has_letter(f.fold, at) ||
        !has_letter(f.fold + at + 1, f.fold_n - at - 1))
        return 0;
    struct lemma_form first = part_of(f, 0, at), rest = part_of(f, at + 1, f.fold_n);
    size_t n = is_acronym(first) ? put(out, first.text, at) : plain_lemma(r, first, UTS_UPOS_NOUN, out);
    out[n++] = '+';
    size_t m = lemma_parts(r, rest, upos, out + n);
    return n + (m ? m : plain_lemma(r, rest, upos, out + n));
}

/* "muminhuset": the lexicon lacks the word and its first part, but has the head. */
static size_t unknown_first(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out) {
    uint32_t entry;
    if (upos != UTS_UPOS_NOUN || lexicon_find(r->lex, f.fold, f.fold_n) != LEXICON_NONE) return 0;
    size_t begin = lexicon_head(r->lex, r->splitter, f.fold, f.fold_n, &entry);
    const lexicon_analysis *a = begin >= UNKNOWN_FIRST ? reading(r->lex, entry, upos) : NULL;
    if (!a) return 0;
    put(out, f.fold, begin);
    out[begin] = '+';
    return begin + 1 + lexicon_lemma(r->lex, f.fold + begin, f.fold_n - begin, a, out + begin + 1);
}

size_t lemma_parts(const struct lemma_rules *r, struct lemma_form f, uint32_t upos, char *out) {
    lexicon_part parts[LEXICON_MAX_PARTS];
    if (!takes_endings(upos) || f.text_n + LEXICON_LEMMA_MAX >= LEMMA_ROOM ||
        f.fold_n + LEXICON_LEMMA_MAX >= LEMMA_ROOM)
        return 0;
    if (memchr(f.fold, '-', f.fold_n)) return hyphen_parts(r, f, upos, out);
    uint32_t n = lexicon_split(r->lex, r->splitter, f.fold, f.fold_n, parts);
    if (!n) return unknown_first(r, f, upos, out);
    size_t used = put_modifiers(r, f, parts, n - 1, out);
    if (!used) return 0;
    struct lemma_form head = {f.fold + parts[n - 1].begin, f.fold + parts[n - 1].begin, f.fold_n - parts[n - 1].begin,
                              f.fold_n - parts[n - 1].begin};
    return used + plain_lemma(r, head, upos, out + used);
}

size_t lemma_elliptic(const struct lemma_rules *r, struct lemma_form f, struct lemma_form later, uint32_t upos,
                      char *out, char *parts) {
    lexicon_part split[LEXICON_MAX_PARTS];
    if (!takes_endings(upos) || f.fold_n < 3 || f.fold_n + later.fold_n + LEXICON_LEMMA_MAX >= LEMMA_ROOM) return 0;
    uint32_t n = lexicon_split(r->lex, r->splitter, later.fold, later.fold_n, split);
    if (!n) return 0;
    size_t begin = split[n - 1].begin, first_n = f.fold_n - 1;
    struct lemma_form head = {later.fold + begin, later.fold + begin, later.fold_n - begin, later.fold_n - begin};
    put(out, f.fold, first_n);
    size_t used = first_n + plain_lemma(r, head, upos, out + first_n);
    /* The parts are those of the lemma written out. */
    size_t m = lexicon_split(r->lex, r->splitter, out, used, split);
    size_t k = m ? put_modifiers(r, (struct lemma_form){out, out, used, used}, split, (uint32_t)m - 1, parts) : 0;
    if (k) k += put(parts + k, out + split[m - 1].begin, used - split[m - 1].begin);
    parts[k] = 0;
    return used;
}
