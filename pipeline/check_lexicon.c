/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a codebook that the lexicon does not know, for `utsaga check` without transcripts. */
#include "check.h"

#include "near.h"
#include "registry.h"
#include "text.h"
#include <lexicon.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SHOWN = 50, MOST_NEAR = 2 };

/* A word that is not known, with the known ones that are nearest. */
struct unknown {
    const uts_guide_word *word;
    near_word letters;
    bool is_form; /* asked for as a lemma, but only a form of others */
    uint32_t near[MOST_NEAR], distance[MOST_NEAR];
    int32_t frequency[MOST_NEAR];
};

/* Numbers, abbreviations, names with signs: nothing that a lexicon would have to know. */
static bool is_letters(const char *s) {
    for (; *s; s++)
        if ((unsigned char)*s < 0x80 && !(*s >= 'a' && *s <= 'z')) return false;
    return true;
}

static bool is_lemma(const lexicon *lex, uint32_t entry, const char *form, size_t n) {
    const lexicon_analysis *list;
    char lemma[LEXICON_LEMMA_MAX];
    for (uint32_t i = lexicon_analyses(lex, entry, &list); i-- > 0;) {
        if (list[i].flags & LEXICON_PART) continue;
        size_t k = lexicon_lemma(lex, form, n, &list[i], lemma);
        /* A name's lemma has a capital; rules are compared without regard to case. */
        if (k == n && (memcmp(lemma, form, n) == 0 || list[i].flags & LEXICON_CAPITAL)) return true;
    }
    return false;
}

static bool is_known(const lexicon *lex, const uts_guide_word *w, bool *is_form) {
    lexicon_splitter splitter = {.n = 0};
    lexicon_part parts[LEXICON_MAX_PARTS];
    size_t n = strlen(w->text);
    uint32_t entry = lexicon_find(lex, w->text, n);
    *is_form = entry != LEXICON_NONE && lexicon_flags(lex, entry) & (LEXICON_WORD | LEXICON_SPELLED | LEXICON_ATTESTED);
    if (*is_form) return !w->is_lemma || is_lemma(lex, entry, w->text, n);
    return lexicon_split(lex, &splitter, w->text, n, parts) > 1;
}

static void keep_near(struct unknown *u, uint32_t entry, uint32_t distance, int32_t frequency) {
    for (int i = 0; i < MOST_NEAR; i++) {
        if (u->near[i] != LEXICON_NONE &&
            (distance > u->distance[i] || (distance == u->distance[i] && frequency <= u->frequency[i])))
            continue;
        for (int k = MOST_NEAR - 1; k > i; k--) {
            u->near[k] = u->near[k - 1];
            u->distance[k] = u->distance[k - 1];
            u->frequency[k] = u->frequency[k - 1];
        }
        u->near[i] = entry;
        u->distance[i] = distance;
        u->frequency[i] = frequency;
        return;
    }
}

/* Once through the lexicon for all of them. */
static void find_near(const lexicon *lex, struct unknown *list, uint32_t n) {
    char form[LEXICON_FORM_MAX];
    near_word letters;
    for (uint32_t e = 0; n && e < lexicon_count(lex); e++) {
        if (!(lexicon_flags(lex, e) & (LEXICON_WORD | LEXICON_SPELLED))) continue;
        size_t length = lexicon_string(lex, e, form);
        near_make(&letters, form, length);
        for (uint32_t i = 0; i < n; i++) {
            struct unknown *u = &list[i];
            if (!near_may_be(u->letters.mark, letters.mark)) continue;
            uint32_t d = near_distance(&u->letters, &letters);
            if (d == 0 || (d > 1 && (d >= NEAR_FAR || d > u->letters.n / 3))) continue;
            if (u->word->is_lemma && !is_lemma(lex, e, form, length)) continue;
            keep_near(u, e, d, lexicon_frequency(lex, e));
        }
    }
}

/* The lemmas of a form that is none itself. */
static void print_lemmas(const lexicon *lex, const char *form) {
    size_t n = strlen(form);
    const lexicon_analysis *list;
    char lemma[LEXICON_LEMMA_MAX], last[LEXICON_LEMMA_MAX] = "";
    uint32_t k = lexicon_analyses(lex, lexicon_find(lex, form, n), &list);
    fputs(" is a form, not a lemma, of", stdout);
    for (uint32_t i = 0; i < k; i++) {
        if (list[i].flags & LEXICON_PART || !lexicon_lemma(lex, form, n, &list[i], lemma) || strcmp(lemma, last) == 0)
            continue;
        printf("%s \"%s\"", *last ? "," : "", lemma);
        strcpy(last, lemma);
    }
    putchar('\n');
}

static void print_unknown(const lexicon *lex, const uts_codebook *book, const uts_guide *guide,
                          const struct unknown *u) {
    const uts_guide_rule *rule = &guide->rules[u->word->rule];
    const char *text = book->rules[u->word->rule]->text, *at = strstr(text, u->word->text);
    char form[LEXICON_FORM_MAX];
    uint32_t column = rule->column + (uint32_t)(at ? text_count_chars(text, (size_t)(at - text)) : 0);
    printf("  %s:%u:%u: %s\"%s\"", book->path, rule->line, column, u->word->is_lemma ? "the lemma " : "",
           u->word->text);
    if (u->is_form) {
        print_lemmas(lex, u->word->text);
        return;
    }
    for (int i = 0; i < MOST_NEAR && u->near[i] != LEXICON_NONE; i++) {
        lexicon_string(lex, u->near[i], form);
        printf("%s \"%s\"", i ? "," : "; nearest:", form);
    }
    putchar('\n');
}

/* The words that are not known, each once; of equal words the first. Their number. */
static uint32_t list_unknown(const lexicon *lex, const uts_guide *guide, struct unknown *list) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < guide->n_words; i++) {
        const uts_guide_word *w = &guide->words[i];
        bool is_form = false, met = false;
        if (!is_letters(w->text) || is_known(lex, w, &is_form)) continue;
        for (uint32_t k = 0; k < n && k < MOST_SHOWN && !met; k++)
            met = list[k].word->is_lemma == w->is_lemma && strcmp(list[k].word->text, w->text) == 0;
        if (met) continue;
        if (n < MOST_SHOWN) {
            list[n] = (struct unknown){.word = w, .is_form = is_form, .near = {LEXICON_NONE, LEXICON_NONE}};
            near_make(&list[n].letters, w->text, strlen(w->text));
        }
        n++;
    }
    return n;
}

void check_lexicon(const uts_codebook *book, const uts_guide *guide) {
    char path[4096], error[200];
    lexicon *lex = NULL;
    snprintf(path, sizeof path, "%s/sv/sv.lex", registry_lexicons());
    struct unknown *list = malloc(MOST_SHOWN * sizeof *list);
    if (!list || !lexicon_open(path, &lex, error, sizeof error)) {
        free(list);
        puts("words: not looked up, since there is no lexicon");
        return;
    }
    uint32_t n = list_unknown(lex, guide, list), shown = n < MOST_SHOWN ? n : MOST_SHOWN;
    find_near(lex, list, shown);
    if (n) printf("hint: words that the lexicon does not know, which may be misspelled or of your field: %u\n", n);
    for (uint32_t i = 0; i < shown; i++) print_unknown(lex, book, guide, &list[i]);
    if (n > shown) printf("  and %u more\n", n - shown);
    lexicon_close(lex);
    free(list);
}
