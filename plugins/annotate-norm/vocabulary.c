/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary.h"
#include "lexicon_walk.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

#ifdef UTSAGA_HUNSPELL
#include <hunspell/hunspell.h>

static bool dictionary_path(const struct speller *speller, const char *ending, char *out, size_t room) {
    return speller->dictionary && snprintf(out, room, "%s%s", speller->dictionary, ending) < (int)room &&
           access(out, R_OK) == 0;
}

bool speller_available(const struct speller *speller) {
    char path[4096];
    return dictionary_path(speller, ".aff", path, sizeof path) && dictionary_path(speller, ".dic", path, sizeof path);
}

static void speller_open(struct speller *speller) {
    char aff[4096], dic[4096];
    speller->tried = true;
    if (dictionary_path(speller, ".aff", aff, sizeof aff) && dictionary_path(speller, ".dic", dic, sizeof dic))
        speller->handle = Hunspell_create(aff, dic);
}

bool speller_accepts(struct speller *speller, const char *form, size_t n) {
    char word[SPELLER_FORM_MAX + 1];
    if (n > SPELLER_FORM_MAX) return false;
    memcpy(word, form, n);
    word[n] = 0;
    pthread_mutex_lock(&speller->lock);
    if (!speller->tried) speller_open(speller);
    bool accepted = speller->handle && Hunspell_spell(speller->handle, word) != 0;
    pthread_mutex_unlock(&speller->lock);
    return accepted;
}

void speller_close(struct speller *speller) {
    if (speller->handle) Hunspell_destroy(speller->handle);
    speller->handle = NULL;
}

#else

bool speller_available(const struct speller *speller) {
    (void)speller;
    return false;
}

bool speller_accepts(struct speller *speller, const char *form, size_t n) {
    (void)speller;
    (void)form;
    (void)n;
    return false;
}

void speller_close(struct speller *speller) { (void)speller; }

#endif

uint32_t vocabulary_lookup(const lexicon *lex, const char *form, size_t n) {
    uint32_t entry = lexicon_find(lex, form, n);
    if (entry == LEXICON_NONE) return WORD_UNKNOWN;
    uint32_t flags = lexicon_flags(lex, entry);
    bool known = flags & (LEXICON_WORD | LEXICON_SHORT);
    if (flags & LEXICON_ATTESTED || (known && flags & (LEXICON_SPELLED | LEXICON_SHORT))) return WORD_KNOWN;
    if (known) return WORD_DOUBTFUL;
    if (flags & (LEXICON_NAME | LEXICON_ACRONYM | LEXICON_ENGLISH)) return WORD_FOREIGN;
    return flags & (LEXICON_FIRST | LEXICON_LAST) ? WORD_ODD : WORD_UNKNOWN;
}

/* Reads parts from `p` on. Returns the letters of the shortest part, 0 when the rest is no sequence of parts. */
static uint32_t read_parts(const lexicon *lex, const char *p, const char *end, uint32_t before) {
    lexicon_cursor at = lexicon_root(lex);
    uint32_t letters = 0, best = 0, last = 0, length;
    while (p < end) {
        uint32_t c = uts_utf8_at(p, &length);
        if (!lexicon_child(lex, at, c, &at)) break;
        p += length;
        letters++;
        bool doubled = c == last;
        last = c;
        if (at.entry == LEXICON_NONE || letters < COMPOUND_LETTERS) continue;
        uint32_t flags = lexicon_flags(lex, at.entry), shortest = 0;
        if (p == end) {
            if (before && flags & LEXICON_LAST && flags & LEXICON_SPELLED) shortest = letters;
        } else if (flags & LEXICON_FIRST && before < COMPOUND_PARTS - 1 && end - p >= COMPOUND_LETTERS) {
            shortest = read_parts(lex, p, end, before + 1);
            /* Of three equal letters one is not written: "snabbehandling". */
            if (doubled && !shortest) shortest = read_parts(lex, p - length, end, before + 1);
            if (shortest > letters) shortest = letters;
        }
        if (shortest > best) best = shortest;
    }
    return best;
}

uint32_t vocabulary_compound(const lexicon *lex, const char *form, size_t n) {
    return n <= SPELLER_FORM_MAX ? read_parts(lex, form, form + n, 0) : 0;
}

/* Whether the dotted tag has the item. */
static bool tagged(const char *tag, const char *item) {
    size_t n = strlen(item);
    for (const char *p = tag; p && *p; p = strchr(p, '.'), p = p ? p + 1 : NULL)
        if (strncmp(p, item, n) == 0 && (p[n] == '.' || !p[n])) return true;
    return false;
}

/* The classes of one reading. */
static class_set reading_classes(const lexicon *lex, const lexicon_analysis *a) {
    class_set set = {{0}};
    const char *tag = lexicon_tag(lex, a->tag);
    /* Auxiliaries come from the treebank without a tag; their infinitive is the lemma. */
    if (a->upos == UTS_UPOS_AUX && !*tag) class_add(&set, a->strip || a->suffix_len ? CLASS_FIN : CLASS_INF);
    if (a->upos == UTS_UPOS_VERB || a->upos == UTS_UPOS_AUX) {
        if (tagged(tag, "inf")) class_add(&set, CLASS_INF);
        if (tagged(tag, "pres") || tagged(tag, "past") || tagged(tag, "pret")) class_add(&set, CLASS_FIN);
        if (tagged(tag, "supn") || tagged(tag, "sup")) class_add(&set, CLASS_SUP);
    }
    if (a->upos == UTS_UPOS_NOUN) {
        class_add(&set, CLASS_NOUN);
        if (tagged(tag, "def")) class_add(&set, CLASS_DEFINITE);
        if (tagged(tag, "pl")) class_add(&set, CLASS_PLURAL);
    }
    if (a->upos == UTS_UPOS_ADJ) {
        class_add(&set, CLASS_ADJ);
        if (tagged(tag, "nt")) class_add(&set, CLASS_NEUTER);
        if (tagged(tag, "pl")) class_add(&set, CLASS_PLURAL);
    }
    return set;
}

void vocabulary_classes(const lexicon *lex, const char *form, size_t n, class_set *out) {
    uint32_t entry = lex ? lexicon_find(lex, form, n) : LEXICON_NONE;
    if (entry == LEXICON_NONE) {
        if (lex && vocabulary_compound(lex, form, n)) class_add(out, CLASS_KNOWN);
        return;
    }
    if (lexicon_flags(lex, entry) & (LEXICON_WORD | LEXICON_ATTESTED)) class_add(out, CLASS_KNOWN);
    /* A word that can be an infinitive is one where the place asks for it, so little is enough. */
    const lexicon_analysis *readings;
    uint32_t count = lexicon_analyses(lex, entry, &readings), total = 0, weights[CLASS_FIXED_COUNT] = {0};
    for (uint32_t i = 0; i < count; i++) {
        /* What nobody was seen to mean still weighs a little, less the later it stands. */
        uint32_t weight = readings[i].count ? 8u * readings[i].count : i < 2 ? 2 : 1;
        class_set set = reading_classes(lex, &readings[i]);
        total += weight;
        for (uint32_t bit = CLASS_INF; bit < CLASS_FIXED_COUNT; bit++)
            if (class_has(&set, bit)) weights[bit] += weight;
    }
    for (uint32_t bit = CLASS_INF; bit < CLASS_FIXED_COUNT; bit++)
        if (weights[bit] * (bit == CLASS_INF ? 12u : 5u) > total) class_add(out, bit);
}
