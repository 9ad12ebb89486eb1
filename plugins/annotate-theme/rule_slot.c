/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and phrases of rules: patterns, layers, alternatives, gaps. */
#include "rule_parse.h"
#include "text.h"
#include <stdio.h>
#include <strings.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

/* Stand for wildcards while a pattern is folded: case mapping leaves control characters alone. */
enum { STAR_MARK = 1, QUESTION_MARK = 2 };
/* Longest alternative of a slot, in bytes, before and after folding. */
enum { MAX_PATTERN = 400 };

static const struct {
    const char *name;
    uint8_t layer;
} prefixes[] = {{"form:", LAYER_FORM}, {"norm:", LAYER_NORM}, {"lemma:", LAYER_LEMMA}, {"word:", LAYER_WORD},
                {"part:", LAYER_PART}, {"head:", LAYER_HEAD}, {"mod:", LAYER_MOD},     {"upos:", LAYER_UPOS},
                {"case:", LAYER_CASE}, {"bare:", LAYER_BARE}};
enum { PREFIXES = sizeof prefixes / sizeof *prefixes };

/* The layer whose prefix stands at @p s, or -1. */
static int layer_prefix(const char *s, const char *end, size_t *n) {
    for (int i = 0; i < PREFIXES; i++) {
        *n = strlen(prefixes[i].name);
        if ((size_t)(end - s) >= *n && memcmp(s, prefixes[i].name, *n) == 0) return i;
    }
    return -1;
}

/* True when a regular expression begins at @p s: "re:/". */
static bool is_regex(const char *s, const char *end) { return end - s >= 4 && memcmp(s, "re:/", 4) == 0; }

/* The closing "/" of the regular expression that begins at @p s, or NULL. */
static const char *regex_end(const char *s, const char *end) {
    for (s += 4; s < end; s += *s == '\\' && s + 1 < end ? 2 : 1)
        if (*s == '/') return s;
    return NULL;
}

const char *parse_word_end(const char *s, const char *end) {
    while (s < end && *s != ' ') {
        const char *closed = is_regex(s, end) ? regex_end(s, end) : NULL;
        s = closed ? closed + 1 : s + (*s == '\\' && s + 1 < end ? 2 : 1);
    }
    return s;
}

/* Bytes of the alternative [s, end) with escapes resolved and wildcards as marks; SIZE_MAX: an error was reported. */
static size_t unescape(struct parser *p, const char *s, const char *end, char *out) {
    size_t n = 0;
    if ((size_t)(end - s) > MAX_PATTERN) {
        PARSE_FAIL(p, s, "a word of more than %d bytes", MAX_PATTERN);
        return SIZE_MAX;
    }
    while (s < end) {
        if (*s == '\\') {
            if (s + 1 >= end) {
                PARSE_FAIL(p, s, "a backslash at the end of a word; write \\\\ for the sign itself");
                return SIZE_MAX;
            }
            s++;
            out[n++] = *s++;
        } else if (*s == '*') {
            if (n == 0 || out[n - 1] != STAR_MARK) out[n++] = STAR_MARK;
            s++;
        } else if (*s == '?') {
            out[n++] = QUESTION_MARK;
            s++;
        } else if (*s == '"') {
            PARSE_FAIL(p, s,
                       "a quotation mark inside a rule; put one before and one after the whole phrase, or write \\\"");
            return SIZE_MAX;
        } else if ((unsigned char)*s < 0x20) {
            PARSE_FAIL(p, s, "a control character inside a rule");
            return SIZE_MAX;
        } else
            out[n++] = *s++;
    }
    return n;
}

/* Fills in what the index wants to know of the pattern. */
static void describe(struct atom *a) {
    a->prefix = a->tail = a->n;
    a->literals = 0;
    bool signs = false, blank = false;
    for (uint32_t i = 0; i < a->n;) {
        uint32_t bytes = 1;
        if (a->pattern[i] == ANY_RUN || a->pattern[i] == ANY_CHAR) {
            if (a->prefix == a->n) a->prefix = i;
            a->tail = a->n - i - 1;
        } else {
            signs = !text_is_word_char(text_char(a->pattern + i, &bytes)) || signs;
            blank = blank || a->pattern[i] == ' ';
            a->literals++;
        }
        i += bytes;
    }
    /* Tokens that touch have no blank between them, so one with a blank is a token by itself. */
    a->spread = signs && !blank && a->layer == LAYER_FORM && a->prefix > 0;
    a->signs = signs;
}

static void add_atom(struct parser *p, const char *pattern, size_t n, uint8_t layer) {
    struct parsed *out = p->out;
    if (!PARSE_ROOM(p, atoms)) return;
    struct atom *a = &out->atoms[out->n_atoms++];
    *a = (struct atom){.n = (uint32_t)n, .layer = layer, .next = NO_ATOM};
    a->pattern = pool_copy(p->reading->pool, pattern, n);
    if (!a->pattern) {
        p->reading->book->out_of_memory = p->failed = true;
        return;
    }
    describe(a);
}

static void add_regex(struct parser *p, const char *s, const char *end, uint8_t layer) {
    UErrorCode error = U_ZERO_ERROR;
    UParseError where = {0};
    UChar wide[MAX_PATTERN + 1];
    int32_t n = 0;
    if ((size_t)(end - s) > MAX_PATTERN) {
        PARSE_FAIL(p, s, "a regular expression of more than %d bytes", MAX_PATTERN);
        return;
    }
    u_strFromUTF8(wide, MAX_PATTERN, &n, s, (int32_t)(end - s), &error);
    URegularExpression *re = uregex_open(wide, n, layer == LAYER_CASE ? 0 : UREGEX_CASE_INSENSITIVE, &where, &error);
    if (re) uregex_close(re);
    if (U_FAILURE(error) || n == 0) {
        PARSE_FAIL(p, s, "not a regular expression%s%s", n ? ": " : "", n ? u_errorName(error) : "");
        return;
    }
    uint32_t number = p->out->n_atoms;
    add_atom(p, s, (size_t)(end - s), layer);
    if (p->failed) return;
    struct atom *a = &p->out->atoms[number];
    a->regex = true;
    a->spread = false;
    a->literals = 2; /* nobody knows: less than a short word */
}

/* Folds the pattern for its layer and adds it as an atom. */
static void add_pattern(struct parser *p, const char *s, const char *raw, size_t n, uint8_t layer) {
    char folded[MAX_PATTERN + 1];
    size_t length = layer == LAYER_CASE   ? text_clean(raw, n, folded, MAX_PATTERN)
                    : layer == LAYER_BARE ? text_bare(raw, n, folded, MAX_PATTERN)
                                          : text_fold(raw, n, folded, MAX_PATTERN);
    if (length == SIZE_MAX || length == 0) {
        PARSE_FAIL(p, s, "a word that is empty or too long");
        return;
    }
    for (size_t i = 0; i < length; i++)
        folded[i] = folded[i] == STAR_MARK ? ANY_RUN : folded[i] == QUESTION_MARK ? ANY_CHAR : folded[i];
    add_atom(p, folded, length, layer);
    if (!p->failed && layer == LAYER_UPOS) p->out->atoms[p->out->n_atoms - 1].literals = 1;
}

static bool is_upos(const char *name, size_t n) {
    for (int i = 0; text_upos_names[i]; i++)
        if (strlen(text_upos_names[i]) == n && strncasecmp(text_upos_names[i], name, n) == 0) return true;
    return memchr(name, STAR_MARK, n) || memchr(name, QUESTION_MARK, n);
}

static void read_pattern(struct parser *p, const char *s, const char *end, uint8_t layer) {
    char raw[MAX_PATTERN + 1];
    if (is_regex(s, end)) {
        const char *closed = regex_end(s, end);
        if (!closed || closed + 1 != end)
            PARSE_FAIL(p, s, "a regular expression stands between slashes: re:/hjälp(a|er)/");
        else
            add_regex(p, s + 4, closed, layer);
        return;
    }
    size_t n = unescape(p, s, end, raw);
    if (n == SIZE_MAX) return;
    if (layer == LAYER_UPOS && !is_upos(raw, n))
        PARSE_FAIL(p, s,
                   "not a part of speech; expected NOUN, VERB, ADJ, ADV, PRON, PROPN, AUX, ADP, CCONJ, SCONJ, "
                   "DET, NUM, PART, INTJ or X");
    else
        add_pattern(p, s, raw, n, layer);
}

static bool add_alternative(struct parser *p) {
    struct parsed *out = p->out;
    if (!PARSE_ROOM(p, alternatives)) return false;
    out->alternatives[out->n_alternatives++] = (struct alternative){out->n_atoms, 0};
    out->slots[out->n_slots - 1].n++;
    return true;
}

static void end_alternative(struct parser *p) {
    struct alternative *a = &p->out->alternatives[p->out->n_alternatives - 1];
    a->n_atoms = p->out->n_atoms - a->first_atom;
}

/* "word:" is the normal form or the lemma; signs that a tokeniser may cut at are sought in the text itself. */
static void read_word_layer(struct parser *p, const char *s, const char *end) {
    static const uint8_t layers[] = {LAYER_NORM, LAYER_LEMMA, LAYER_FORM};
    for (int i = 0; i < 3 && !p->failed; i++) {
        if (i == 2 && !p->out->atoms[p->out->n_atoms - 1].signs) return;
        if (!add_alternative(p)) return;
        read_pattern(p, s, end, layers[i]);
        end_alternative(p);
    }
}

/* The end of one condition on a word: "&" before a layer, or @p end. */
static const char *condition_end(const char *s, const char *end) {
    size_t n;
    for (; s < end; s += *s == '\\' && s + 1 < end ? 2 : 1) {
        const char *closed = is_regex(s, end) ? regex_end(s, end) : NULL;
        if (closed) s = closed;
        if (*s == '&' && (layer_prefix(s + 1, end, &n) >= 0 || is_regex(s + 1, end))) return s;
    }
    return end;
}

static void unfold_set(struct parser *p, const char *s, const char *end, uint8_t layer);

/* One alternative [s, end): conditions joined by "&", of which each may name its layer. */
static void read_alternative(struct parser *p, const char *s, const char *end, uint8_t layer) {
    if (s == end) {
        PARSE_FAIL(p, s, "an empty alternative; expected a word before and after |");
        return;
    }
    if (*s == '@' && s + 1 < end) {
        unfold_set(p, s, end, layer);
        return;
    }
    const char *stop = condition_end(s, end);
    if (stop == end && layer == LAYER_WORD) {
        read_word_layer(p, s, end);
        return;
    }
    if (!add_alternative(p)) return;
    for (;; stop = condition_end(s, end)) {
        /* Of several conditions only alternatives could say "or": a lemma is what is meant then. */
        if (layer == LAYER_WORD) layer = LAYER_LEMMA;
        read_pattern(p, s, stop, layer);
        if (p->failed || stop == end) break;
        s = stop + 1;
        size_t n;
        int prefix = layer_prefix(s, end, &n);
        if (prefix >= 0) {
            layer = prefixes[prefix].layer;
            s += n;
        }
    }
    end_alternative(p);
}

/* Splits [s, end) at | and reads each alternative; a layer prefix holds for those after it, too. */
static void read_alternatives(struct parser *p, const char *s, const char *end, uint8_t layer) {
    for (const char *stop = s;; stop++) {
        if (stop < end && *stop == '\\') {
            stop += stop + 1 < end;
            continue;
        }
        const char *closed = stop < end && is_regex(stop, end) ? regex_end(stop, end) : NULL;
        if (closed) stop = closed;
        if (stop < end && *stop != '|') continue;
        size_t n;
        int prefix = layer_prefix(s, stop, &n);
        if (prefix >= 0) {
            layer = prefixes[prefix].layer;
            s += n;
        }
        read_alternative(p, s, stop, layer);
        if (stop >= end || p->failed) return;
        s = stop + 1;
    }
}

char *parse_plain(struct parser *p, const char *s, const char *end) {
    char *out = pool_alloc(p->reading->pool, (size_t)(end - s) + 1);
    size_t n = 0;
    if (!out) {
        p->reading->book->out_of_memory = p->failed = true;
        return NULL;
    }
    for (; s < end; s++) {
        if (*s == '\\' && s + 1 < end) s++;
        out[n++] = *s;
    }
    out[n] = 0;
    return out;
}

static void fail_cycle(struct parser *p, const char *s, uint32_t set) {
    const struct codebook *book = p->reading->book;
    char path[600];
    size_t used = 0;
    uint32_t i = 0;
    while (p->sets[i] != set) i++;
    for (; i < p->n_sets && used < 500; i++)
        used += (size_t)snprintf(path + used, sizeof path - used, "%.60s → ", book->sets[p->sets[i]].name);
    PARSE_FAIL(p, s, "sets that contain each other: %s%.60s", path, book->sets[set].name);
}

/* The members of "@name" as alternatives of this place. */
static void unfold_set(struct parser *p, const char *s, const char *end, uint8_t layer) {
    struct codebook *book = p->reading->book;
    const char *name = parse_plain(p, s + 1, end);
    uint32_t number = name ? codebook_find_set(book, name) : NO_CODE;
    if (!name) return;
    if (number == NO_CODE) {
        if (codebook_find_code(book, name) != NO_CODE)
            PARSE_FAIL(p, s, "a code cannot stand inside a phrase; write it between operators: @%.60s NEAR/5 …", name);
        else
            PARSE_FAIL(p, s, "there is no set and no code \"%.60s\"", name);
        return;
    }
    for (uint32_t i = 0; i < p->n_sets; i++)
        if (p->sets[i] == number) {
            fail_cycle(p, s, number);
            return;
        }
    if (p->n_sets == sizeof p->sets / sizeof *p->sets) {
        PARSE_FAIL(p, s, "sets inside sets, more than %zu deep", sizeof p->sets / sizeof *p->sets);
        return;
    }
    p->sets[p->n_sets++] = number;
    const struct word_set *set = &book->sets[number];
    for (uint32_t i = set->first; i < set->first + set->n && !p->failed; i++) {
        const char *member = book->members[i].text, *stop = member + strlen(member);
        if (parse_word_end(member, stop) != stop) {
            PARSE_FAIL(p, s,
                       "the set \"%.60s\" has phrases, so it cannot stand inside a phrase; write it between operators",
                       name);
            return;
        }
        struct parser inner = *p;
        inner.text = member;
        inner.place = book->members[i].place;
        read_alternatives(&inner, member, stop, layer);
        p->failed = inner.failed;
    }
    p->n_sets--;
}

void parse_slot(struct parser *p, const char *s, const char *end) {
    struct parsed *out = p->out;
    if (!PARSE_ROOM(p, slots)) return;
    out->slots[out->n_slots++] = (struct parsed_slot){out->n_alternatives, 0, 0};
    read_alternatives(p, s, end, (uint8_t)p->reading->match);
}

void parse_phrase(struct parser *p, const char *s, const char *end) {
    struct parsed *out = p->out;
    uint32_t gap = 0, first = out->n_slots;
    const char *open_gap = NULL, *start = s;
    for (; s < end && !p->failed; s = parse_skip_blanks(s)) {
        const char *stop = parse_word_end(s, end), *number = s + 1;
        if (*s == '~') {
            int n = parse_number(&number);
            if (n < 0 || n > MAX_GAP || number != stop)
                PARSE_FAIL(p, s,
                           "expected ~n, the most words between two others, n from 0 to %d; write \\~ for the sign",
                           MAX_GAP);
            else if (out->n_slots == first || open_gap)
                PARSE_FAIL(p, s, "a gap stands between two words: x ~%d y", n);
            gap = (uint32_t)n;
            open_gap = s;
        } else if (out->n_slots - first == MAX_SLOTS) {
            PARSE_FAIL(p, s, "a phrase of more than %d words", MAX_SLOTS);
        } else {
            uint32_t slot = out->n_slots;
            parse_slot(p, s, stop);
            if (!p->failed) out->slots[slot].gap = gap;
            gap = 0;
            open_gap = NULL;
        }
        s = stop;
    }
    if (open_gap && !p->failed) PARSE_FAIL(p, open_gap, "a gap at the end of a rule; expected a word after it");
    if (p->failed || !PARSE_ROOM(p, phrases)) return;
    struct parsed_phrase phrase = {first, out->n_slots - first};
    out->phrases[out->n_phrases++] = phrase;
    if (phrase.n_slots == 0)
        PARSE_FAIL(p, start, "empty rule; write a word, a word with * or a phrase");
    else if (parse_phrase_weight(p, &phrase) == 0)
        PARSE_FAIL(p, start,
                   "a rule of wildcards only would match every word; add a letter, or write \\* for the sign itself");
}

uint32_t parse_phrase_weight(const struct parser *p, const struct parsed_phrase *phrase) {
    const struct parsed *out = p->out;
    uint32_t heaviest = 0;
    for (uint32_t s = phrase->first_slot; s < phrase->first_slot + phrase->n_slots; s++) {
        uint32_t weight = UINT32_MAX;
        for (uint32_t a = out->slots[s].first_alternative; a < out->slots[s].first_alternative + out->slots[s].n; a++) {
            uint32_t most = 0;
            for (uint32_t i = 0; i < out->alternatives[a].n_atoms; i++) {
                uint32_t literals = out->atoms[out->alternatives[a].first_atom + i].literals;
                if (literals > most) most = literals;
            }
            if (most < weight) weight = most;
        }
        if (out->slots[s].n && weight > heaviest) heaviest = weight;
    }
    return heaviest;
}
