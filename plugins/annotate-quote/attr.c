/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "attr.h"

#include <stdlib.h>
#include <string.h>

/* Bytes inside the brackets, and words in one part. */
enum { INSIDE_BYTES = 100, PART_WORDS = 4 };

void aq_attrs_free(struct aq_attrs *attrs) {
    free(attrs->all.items);
    free(attrs->parts.items);
    free(attrs->keys.items);
    memset(attrs, 0, sizeof *attrs);
}

static const char *key_of(const struct aq_attrs *attrs, const struct aq_part *part) {
    return attrs->keys.items + part->key;
}

/* ---- one part ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* "man 45 år", "34", "kvinna i 30-årsåldern". */
static bool is_description(const char *key, size_t n) {
    const char *p = key, *end = key + n, *word;
    size_t length;
    unsigned words = 0, numbers = 0, named = 0;
    while (aq_next_word(&p, end, &word, &length)) {
        words++;
        if (is_digit(word[0]) && length >= 4) return false;
        numbers += is_digit(word[0]);
        named += aq_is_descriptor(word, length) || (length >= 3 && memcmp(word, "års", 3) == 0);
    }
    return words > 0 && (named + numbers == words || (named && numbers && (named + numbers) * 2 >= words));
}

/* "NSPH", "KD", "S": an organisation or a party, not a person. */
static bool is_acronym(const char *p, const char *end) {
    const char *start = p;
    while (p < end && ((*p >= 'A' && *p <= 'Z') || is_digit(*p) || *p == '-')) p++;
    return p == end && end - start <= 8 && !is_digit(end[-1]);
}

/* One to three capitalised words: "Maja", "Anna Ek", "Bo-Göran Ö.". */
static bool is_name(const char *p, const char *end) {
    const char *word;
    size_t n;
    unsigned words = 0;
    while (aq_next_word(&p, end, &word, &n)) {
        bool initial = n <= 2 && p < end && *p == '.';
        if (!aq_is_upper(word, word + n) || (!initial && is_digit(word[n - 1]))) return false;
        words++;
    }
    return words >= 1 && words <= 3;
}

static enum aq_part_kind kind_of(const char *text, const struct aq_part *part, const char *key) {
    size_t n = part->key_length;
    /* "man 45 år" describes; "man" alone is all that is said of the person. */
    if (aq_is_code(key, n)) return AQ_P_CODE;
    if (aq_is_role(key, n)) return AQ_P_ROLE;
    if (is_description(key, n)) return AQ_P_DESCRIPTOR;
    if (aq_word_count(key, n) <= 3 && n > 2) {
        /* "medarbetare 3", "chef B" */
        size_t cut = n;
        while (cut > 0 && is_digit(key[cut - 1])) cut--;
        if (cut == n && key[n - 2] == ' ') cut = n - 1;
        while (cut > 0 && cut < n && key[cut - 1] == ' ') cut--;
        if (cut < n && aq_is_role(key, cut)) return AQ_P_CODE;
    }
    return is_name(text + part->begin, text + part->end) ? AQ_P_NAME : AQ_P_OTHER;
}

/* Years, page numbers and reference words: never an attribution. */
static bool is_reference(const char *key, size_t n) {
    const char *p = key, *end = key + n, *word;
    size_t length;
    for (unsigned i = 0; aq_next_word(&p, end, &word, &length); i++) {
        if (i == 0 && aq_is_reference(word, length)) return true;
        if (length == 4 && is_digit(word[0]) && is_digit(word[3]) && (word[0] == '1' || word[0] == '2')) return true;
    }
    return memmem(key, n, "m.fl.", 5) || memmem(key, n, "et al", 5) || memchr(key, '&', n) || memchr(key, '%', n) ||
           memmem(key, n, "...", 3) || memmem(key, n, "…", 3) || memchr(key, ':', n) || memchr(key, '?', n);
}

static bool add_part(struct aq_attrs *attrs, struct aq_attr *attr, const char *text, uint32_t begin, uint32_t end) {
    begin += (uint32_t)aq_blank(text + begin, text + end);
    end = aq_trim(text, begin, end);
    if (begin == end) return true;
    char key[INSIDE_BYTES * 3 + 8];
    size_t n = aq_fold(text + begin, end - begin, key, sizeof key);
    if (attr->n_parts == AQ_MAX_PARTS || aq_word_count(key, n) > PART_WORDS || is_reference(key, n)) return false;
    if (is_acronym(text + begin, text + end)) return false;
    struct aq_part part = {begin, end, 0, attrs->keys.n, (uint32_t)n, 0, attrs->parts.n};
    for (size_t i = 0; i < n; i++)
        if (!AQ_PUSH(&attrs->keys, key[i])) attrs->failed = true;
    part.kind = kind_of(text, &part, key);
    attr->parts[attr->n_parts++] = attrs->parts.n;
    if (!AQ_PUSH(&attrs->parts, part)) attrs->failed = true;
    return !attrs->failed;
}

/* Splits the inside at commas, semicolons and slashes. False: it cannot be an attribution. */
static bool take_parts(struct aq_attrs *attrs, struct aq_attr *attr, const char *text, uint32_t begin, uint32_t end) {
    uint32_t parts = attrs->parts.n, keys = attrs->keys.n, from = begin;
    bool good = true;
    for (uint32_t i = begin; i <= end && good; i++)
        if (i == end || text[i] == ',' || text[i] == ';' || text[i] == '/') {
            good = add_part(attrs, attr, text, from, i);
            from = i + 1;
        }
    if (good && attr->n_parts) return true;
    attrs->parts.n = parts;
    attrs->keys.n = keys;
    return false;
}

/* ---- finding them ---- */

/* Only points, quotation marks, apostrophes and blanks up to @p end. */
static bool only_closing(const char *p, const char *end) {
    char kind;
    while (p < end) {
        size_t mark = aq_mark(p, end, &kind);
        if (!mark && !strchr(".' \n!", *p)) return false;
        p += mark ? mark : 1;
    }
    return true;
}

static bool mark_before(const char *text, uint32_t from, uint32_t at) {
    char kind;
    while (at > from && (text[at - 1] == ' ' || text[at - 1] == '.' || text[at - 1] == ',' || text[at - 1] == '\n'))
        at--;
    for (uint32_t n = 1; n <= 3 && at - from >= n; n++)
        if (aq_mark(text + at - n, text + at, &kind) == n) return true;
    return false;
}

static void add_bracket(struct aq_attrs *attrs, const aq_paras *paras, uint32_t row, const char *text, uint32_t open) {
    const struct aq_para *para = &paras->items[row];
    const char *limit = text + (para->end - open > INSIDE_BYTES + 2 ? open + INSIDE_BYTES + 2 : para->end);
    const char *close = memchr(text + open, ')', (size_t)(limit - (text + open)));
    if (!close || memchr(text + open + 1, '(', (size_t)(close - text) - open - 1)) return;
    char kind;
    struct aq_attr attr = {.begin = open, .end = (uint32_t)(close + 1 - text), .para = row};
    attr.at_end = only_closing(close + 1, text + para->end);
    attr.quoted = mark_before(text, para->begin, open) || aq_mark(close + 1, text + para->end, &kind);
    if ((!attr.at_end && !attr.quoted) || open == para->begin) return;
    if (take_parts(attrs, &attr, text, open + 1, (uint32_t)(close - text)) && !AQ_PUSH(&attrs->all, attr))
        attrs->failed = true;
}

/* The dash that opens an attribution in the last line: at its begin, or after a quotation mark. UINT32_MAX: none. */
static uint32_t find_dash(const char *text, const struct aq_para *para) {
    uint32_t from = para->end - para->begin > INSIDE_BYTES ? para->end - INSIDE_BYTES : para->begin;
    for (uint32_t at = para->end; at-- > from;) {
        const char *p = text + at;
        if (*p == '\n') break;
        bool dash = para->end - at > 4 && memcmp(p, "\xE2\x80", 2) == 0 &&
                    ((unsigned char)p[2] == 0x93 || (unsigned char)p[2] == 0x94);
        if (dash && at > para->begin && mark_before(text, para->begin, at)) return at;
        if (dash && (at == para->begin || text[at - 1] == '\n')) return at;
    }
    return UINT32_MAX;
}

/* In the last line, or a paragraph of its own: "– Anna, 34 år". */
static void add_dashed(struct aq_attrs *attrs, const aq_paras *paras, uint32_t row, const char *text) {
    const struct aq_para *para = &paras->items[row];
    uint32_t dash = find_dash(text, para);
    if (dash == UINT32_MAX || (dash == para->begin && (row == 0 || paras->items[row - 1].kind != AQ_PLAIN))) return;
    struct aq_attr attr = {.begin = dash, .end = para->end, .para = row, .at_end = true, .dashed = true};
    uint32_t stop = para->end;
    if (text[stop - 1] == '.') stop--;
    if (!take_parts(attrs, &attr, text, dash + 3, stop)) return;
    for (uint32_t i = 0; i < attr.n_parts; i++)
        if (attrs->parts.items[attr.parts[i]].kind == AQ_P_OTHER) return;
    if (!AQ_PUSH(&attrs->all, attr)) attrs->failed = true;
}

/* ---- variants ---- */

static bool same_part(const struct aq_attrs *attrs, const struct aq_part *a, const struct aq_part *b) {
    return a->key_length == b->key_length && memcmp(key_of(attrs, a), key_of(attrs, b), a->key_length) == 0;
}

/* One letter wrong: only in words long enough to tell, and only a rare form of a common one. */
static bool is_slip(const struct aq_attrs *attrs, const struct aq_part *rare, const struct aq_part *common) {
    uint32_t least = common->kind == AQ_P_NAME ? 5 : 4;
    if (rare->key_length < least || common->key_length < least) return false;
    if (common->count < 3 || rare->count * 3 > common->count) return false;
    if (is_digit(key_of(attrs, rare)[rare->key_length - 1]) || is_digit(key_of(attrs, common)[common->key_length - 1]))
        return false;
    return aq_one_letter_apart(key_of(attrs, rare), rare->key_length, key_of(attrs, common), common->key_length);
}

/* Lets equal parts point to the first of them and counts them there. `firsts` gets the rows of the first ones. */
static uint32_t count_parts(struct aq_attrs *attrs, uint32_t *firsts, uint32_t *slots, uint32_t size) {
    uint32_t n_firsts = 0;
    for (uint32_t i = 0; i < attrs->parts.n; i++) {
        struct aq_part *part = &attrs->parts.items[i];
        uint64_t hash = 0xCBF29CE484222325u;
        for (uint32_t k = 0; k < part->key_length; k++)
            hash = (hash ^ (unsigned char)key_of(attrs, part)[k]) * 0x100000001B3u;
        uint32_t k = (uint32_t)(hash ^ hash >> 32) & (size - 1);
        while (slots[k] && !same_part(attrs, part, &attrs->parts.items[slots[k] - 1])) k = (k + 1) & (size - 1);
        if (!slots[k]) {
            slots[k] = i + 1;
            firsts[n_firsts++] = i;
        }
        part->shown = slots[k] - 1;
        attrs->parts.items[part->shown].count++;
    }
    return n_firsts;
}

/* More different parts than any report has: then they are not attributions, and comparing all pairs would take long. */
enum { MOST_FORMS = 1000 };

/* Variants point to the spelling that is commonest. */
static void fold_parts(struct aq_attrs *attrs) {
    uint32_t n = attrs->parts.n, size = 64;
    while (size < n * 2) size *= 2;
    uint32_t *firsts = malloc((n + 1) * sizeof *firsts), *slots = calloc(size, sizeof *slots);
    if (firsts && slots) {
        uint32_t forms = count_parts(attrs, firsts, slots, size);
        for (uint32_t i = 0; i < forms && forms <= MOST_FORMS; i++) {
            uint32_t best = firsts[i];
            for (uint32_t k = 0; k < forms; k++) {
                const struct aq_part *rare = &attrs->parts.items[firsts[i]], *common = &attrs->parts.items[firsts[k]];
                if (k != i && common->count > attrs->parts.items[best].count && is_slip(attrs, rare, common))
                    best = firsts[k];
            }
            attrs->parts.items[firsts[i]].shown = best;
        }
        for (uint32_t i = 0; i < n; i++) {
            struct aq_part *part = &attrs->parts.items[i];
            while (attrs->parts.items[part->shown].shown != part->shown)
                part->shown = attrs->parts.items[part->shown].shown;
            part->count = attrs->parts.items[part->shown].count;
            part->kind = attrs->parts.items[part->shown].kind;
        }
    } else {
        attrs->failed = true;
    }
    free(firsts);
    free(slots);
}

/* ---- decision ---- */

static struct aq_part *shown_part(const struct aq_attrs *attrs, const struct aq_attr *attr, uint32_t i) {
    return &attrs->parts.items[attrs->parts.items[attr->parts[i]].shown];
}

static unsigned count_kind(const struct aq_attrs *attrs, const struct aq_attr *attr, enum aq_part_kind kind) {
    unsigned n = 0;
    for (uint32_t i = 0; i < attr->n_parts; i++) n += shown_part(attrs, attr, i)->kind == kind;
    return n;
}

/* All parts of the attribution keep coming back at the ends of paragraphs: the document's own roles. */
static bool recurs(const struct aq_attrs *attrs, const struct aq_attr *attr, uint32_t least) {
    for (uint32_t i = 0; i < attr->n_parts; i++)
        if (attrs->parts.items[attr->parts[i]].count < least) return false;
    return true;
}

static bool accepts(const struct aq_attrs *attrs, const struct aq_attr *attr) {
    unsigned role = count_kind(attrs, attr, AQ_P_ROLE), code = count_kind(attrs, attr, AQ_P_CODE);
    unsigned name = count_kind(attrs, attr, AQ_P_NAME), other = count_kind(attrs, attr, AQ_P_OTHER);
    unsigned description = count_kind(attrs, attr, AQ_P_DESCRIPTOR);
    if (attr->dashed) return role || code || name;
    if (role || code) return other <= 1;
    if (name == 1 && (attr->quoted || description)) return other == 0;
    if (name && description == 0 && other == 0) return recurs(attrs, attr, 2);
    return attr->at_end && recurs(attrs, attr, 3);
}

/* The word stands in the text in lower case, inflected or not: a common noun. */
static bool is_common_noun(const struct aq_attrs *attrs, const struct aq_part *part, const char *text, uint32_t n) {
    char word[80];
    uint32_t length = part->key_length;
    if (length + 1 > sizeof word) return false;
    word[0] = ' ';
    memcpy(word + 1, key_of(attrs, part), length);
    if (length > 4 && word[length] == 'e') length--; /* "deltagare", "deltagarna" */
    const char *at = text, *end = text + n;
    while ((at = memmem(at, (size_t)(end - at), word, length + 1))) {
        const char *rest = at += length + 1, *tail;
        size_t letters;
        if (!aq_next_word(&rest, end, &tail, &letters) || tail > at || letters <= 4) return true;
    }
    return false;
}

/* How much a part of an attribution looks like a role rather than a name. */
static uint32_t role_likeness(const struct aq_attrs *attrs, const struct aq_part *part, const char *text, uint32_t n) {
    const char *key = key_of(attrs, part);
    uint32_t length = part->key_length;
    bool agent = length >= 8 && memcmp(key + length - 3, "are", 3) == 0; /* "omsorgstagare" */
    uint32_t count = part->count < 1000 ? part->count : 1000;
    return (part->kind == AQ_P_OTHER) * 8000u + agent * 4000u + is_common_noun(attrs, part, text, n) * 2000u + count;
}

/*
 * Roles that no list has. A lower-case word that keeps coming back alone is one; of two unknown words side by side it
 * is the one that is a common noun in the text, or that the others share.
 */
static void learn_roles(struct aq_attrs *attrs, const char *text, uint32_t n) {
    for (uint32_t i = 0; i < attrs->all.n; i++) {
        const struct aq_attr *attr = &attrs->all.items[i];
        if (!attr->accepted || count_kind(attrs, attr, AQ_P_ROLE)) continue;
        struct aq_part *best = NULL;
        uint32_t most = 0, unknown = 0;
        /* A name alone stays a name, also one that is a word ("Björn"). */
        if (attr->n_parts == 1 && shown_part(attrs, attr, 0)->kind == AQ_P_NAME) continue;
        for (uint32_t k = 0; k < attr->n_parts; k++) {
            struct aq_part *part = shown_part(attrs, attr, k);
            if (part->kind != AQ_P_OTHER && part->kind != AQ_P_NAME) continue;
            uint32_t likeness = role_likeness(attrs, part, text, n);
            unknown++;
            if (likeness > most) {
                most = likeness;
                best = part;
            }
        }
        if (best && (best->kind == AQ_P_OTHER || (unknown > 1 && most > 2))) best->kind = AQ_P_ROLE;
    }
}

void aq_attrs_find(struct aq_attrs *attrs, const aq_paras *paras, const char *text, uint32_t n) {
    attrs->all.n = attrs->parts.n = attrs->keys.n = 0;
    attrs->failed = false;
    for (uint32_t i = 0; i < paras->n; i++) {
        const struct aq_para *para = &paras->items[i];
        if (para->kind != AQ_PLAIN && para->kind != AQ_LIST) continue;
        for (const char *p = text + para->begin; (p = memchr(p, '(', (size_t)(text + para->end - p))); p++)
            add_bracket(attrs, paras, i, text, (uint32_t)(p - text));
        add_dashed(attrs, paras, i, text);
    }
    fold_parts(attrs);
    for (uint32_t i = 0; i < attrs->all.n; i++) attrs->all.items[i].accepted = accepts(attrs, &attrs->all.items[i]);
    learn_roles(attrs, text, n);
}

const struct aq_part *aq_attr_part(const struct aq_attrs *attrs, const struct aq_attr *attr, enum aq_part_kind kind) {
    for (uint32_t i = 0; i < attr->n_parts; i++) {
        const struct aq_part *part = shown_part(attrs, attr, i);
        if (part->kind == kind) return part;
    }
    return NULL;
}
