/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

#include <string.h>

enum {
    STRONG_LETTERS = 5,       /* of the shortest part of a compound that needs no doubt */
    GOOD_ENOUGH = -750,       /* the score that makes a further search needless */
    COMPOUND_LETTERS_MIN = 8, /* of a form that is tried as a misspelt compound */
    OLD_LETTERS = 4,          /* of the shortest part of a compound in modern spelling */
    WEAK_COST = 115,          /* hundredths of an edit */
    WEAK_SCORE = -900,        /* hundredths of log10 */
    WEAK_LETTERS_MAX = 14,    /* of a compound that is tried as a misspelt word */
    NEAR_LETTERS_MAX = 18,    /* longer forms are compounds that no list holds whole */
    FAR_LETTERS = 12,         /* longer forms are searched for two slips only when one of them is slight */
    FAR_LETTERS_MAX = 20
};

uint32_t search_known(const struct search *search, const char *fold, size_t n) {
    uint32_t known = vocabulary_lookup(search->lex, fold, n);
    if (known == WORD_KNOWN || known == WORD_FOREIGN) return SEARCH_KNOWN;
    if (known == WORD_DOUBTFUL) return SEARCH_WEAK;
    uint32_t shortest = vocabulary_compound(search->lex, fold, n);
    return shortest >= STRONG_LETTERS ? SEARCH_KNOWN : shortest ? SEARCH_WEAK : SEARCH_UNKNOWN;
}

bool search_accepted(const struct search *search, const char *fold, size_t n) {
    return speller_accepts(search->speller, fold, n);
}

/* ---- old spelling: "afdelning", "hvad", "qvinna" ---- */

static const struct {
    const char *old, *modern;
} spellings[] = {{"hv", "v"},  {"fv", "v"},  {"af", "av"},     {"ef", "ev"},    {"if", "iv"}, {"öf", "öv"},
                 {"of", "ov"}, {"lf", "lv"}, {"rf", "rv"},     {"qv", "kv"},    {"qu", "kv"}, {"dt", "t"},
                 {"th", "t"},  {"ph", "f"},  {"w", "v"},       {"gv", "v"},     {"er", "är"}, {"el", "äl"},
                 {"en", "än"}, {"gt", "kt"}, {"arne", "arna"}, {"orne", "orna"}};

static size_t replace_all(const char *form, size_t n, const char *old, const char *modern, char *out, size_t room) {
    size_t used = 0, n_old = strlen(old), n_modern = strlen(modern);
    for (size_t i = 0; i < n && used + n_modern < room;) {
        if (i + n_old <= n && memcmp(form + i, old, n_old) == 0) {
            memcpy(out + used, modern, n_modern);
            used += n_modern;
            i += n_old;
        } else {
            out[used++] = form[i++];
        }
    }
    return used;
}

static bool is_old_spelling(const struct search *search, const char *form, size_t n, struct candidates *out) {
    const lexicon *lex = search->lex;
    bool old = false;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct candidate c = {.kind = CANDIDATE_WORD, .cost = 60, .score = -300};
        size_t used = replace_all(form, n, spellings[i].old, spellings[i].modern, c.text, LEXICON_FORM_MAX);
        if (used >= LEXICON_FORM_MAX || (used == n && memcmp(form, c.text, n) == 0)) continue;
        if (vocabulary_lookup(lex, c.text, used) != WORD_KNOWN && vocabulary_compound(lex, c.text, used) < OLD_LETTERS)
            continue;
        c.text[used] = 0;
        c.n = (uint32_t)used;
        candidates_add(out, &c);
        old = true;
    }
    return old;
}

/* ---- search ---- */

static bool never_last(const void *arg, const char *word, size_t n) {
    const struct search *search = arg;
    class_set set = rules_classes(search->rules, word, n);
    return search->apart_class != MAP_ABSENT && class_has(&set, search->apart_class);
}

static void drop_itself(const char *fold, size_t n, struct candidates *all) {
    for (uint32_t i = 0; i < all->count; i++)
        if (all->best[i].n == n && memcmp(all->best[i].text, fold, n) == 0) candidates_drop(all, i--);
}

/* The channel only knows that the parts are words; whether the whole may be one, the acceptors say. */
static void drop_unsound(const struct search *search, struct candidates *all) {
    for (uint32_t i = 0; i < all->count;) {
        const struct candidate *c = &all->best[i];
        if ((c->kind != CANDIDATE_SEAM && c->kind != CANDIDATE_PART) ||
            vocabulary_lookup(search->lex, c->text, c->n) == WORD_KNOWN ||
            vocabulary_compound(search->lex, c->text, c->n))
            i++;
        else
            candidates_drop(all, i);
    }
}

static uint32_t letters_of(const char *form, size_t n) {
    uint32_t letters = 0;
    for (size_t i = 0; i < n; i++) letters += ((unsigned char)form[i] & 0xC0) != 0x80;
    return letters;
}

static bool good_enough(const struct candidates *all) { return all->count && all->best[0].score >= GOOD_ENOUGH; }

bool search_near(const struct search *search, const char *fold, size_t n, struct candidates *all) {
    all->count = 0;
    if (is_old_spelling(search, fold, n, all)) return true;
    if (letters_of(fold, n) <= NEAR_LETTERS_MAX)
        channel_words(search->channel, search->work, fold, n, CHANNEL_NEAR, LEXICON_WORD, all);
    drop_itself(fold, n, all);
    channel_apart(search->channel, fold, n, never_last, search, all);
    if (!good_enough(all)) {
        channel_seams(search->channel, fold, n, all);
        drop_unsound(search, all);
    }
    return false;
}

bool search_seam(const struct search *search, const char *fold, size_t n, struct candidates *all) {
    all->count = 0;
    int32_t standing = channel_seams(search->channel, fold, n, all);
    drop_unsound(search, all);
    return all->count && all->best[0].score > standing;
}

bool search_weak(const struct search *search, const char *fold, size_t n, struct candidates *all) {
    all->count = 0;
    if (letters_of(fold, n) > WEAK_LETTERS_MAX) return false;
    channel_words(search->channel, search->work, fold, n, WEAK_COST, LEXICON_WORD, all);
    drop_itself(fold, n, all);
    return all->count && all->best[0].score >= WEAK_SCORE;
}

bool search_wants_far(const struct candidates *all) { return !good_enough(all); }

void search_far(const struct search *search, const char *fold, size_t n, struct candidates *all) {
    uint32_t letters = letters_of(fold, n);
    if (letters >= COMPOUND_LETTERS_MIN) {
        channel_parts(search->channel, search->work, fold, n, all);
        drop_unsound(search, all);
    }
    if (letters > FAR_LETTERS_MAX || good_enough(all)) return;
    int32_t bound = letters > FAR_LETTERS ? CHANNEL_MIDDLE : CHANNEL_FAR;
    channel_words(search->channel, search->work, fold, n, bound, LEXICON_WORD, all);
    drop_itself(fold, n, all);
}
