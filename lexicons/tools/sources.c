/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sources.h"
#include "../fold.h"
#include "../lexicon.h"
#include "apertium.h"
#include "hunspell.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

static void add_frequency(void *arg, int n, char **columns) {
    (void)n;
    struct forms_row *row = forms_add(arg, columns[0]);
    row->frequency = (int16_t)strtol(columns[1], NULL, 10);
    row->word_flags = LEXICON_COUNTED;
    if (columns[2][0] == '+') row->word_flags |= LEXICON_WORD | LEXICON_SPELLED | LEXICON_LOWER;
    if (columns[2][0] == 'N') row->word_flags |= LEXICON_WORD | LEXICON_SPELLED | LEXICON_NAME;
}

void source_frequency(struct forms *f, const char *path) { table_each(path, 3, add_frequency, f); }

static void add_reading(void *arg, int n, char **columns) {
    (void)n;
    struct forms *f = arg;
    uint32_t lemma = forms_intern(f, columns[2]);
    struct forms_row *row = forms_add(f, columns[0]);
    row->lemma = lemma;
    row->upos = forms_upos(columns[1]);
    row->order = SOURCE_TREEBANK;
    int count = (int)strtol(columns[3], NULL, 10);
    row->count = (uint16_t)(count > UINT16_MAX ? UINT16_MAX : count);
    row->word_flags = LEXICON_ATTESTED;
    if (row->upos != UTS_UPOS_X) row->word_flags |= LEXICON_WORD;
}

void source_readings(struct forms *f, const char *path) { table_each(path, 4, add_reading, f); }

static void add_word(void *arg, int n, char **columns) {
    struct forms *f = arg;
    const char *marks = n > 3 ? columns[3] : "", *verb = strstr(marks, "vblex.");
    uint32_t lemma = forms_intern(f, columns[2]), tag = verb ? forms_intern(f, verb) : 0;
    struct forms_row *row = forms_add(f, columns[0]);
    row->lemma = lemma;
    row->upos = forms_upos(columns[1]);
    row->tag = tag;
    row->order = SOURCE_OWN;
    row->word_flags = LEXICON_WORD | forms_case(columns[0]);
    if (strstr(marks, "short")) row->word_flags |= LEXICON_SHORT;
    if (strstr(marks, "fallback")) {
        row->order = SOURCE_SPELLING;
        row->flags = LEXICON_GUESSED;
    }
    if (strstr(marks, "whole")) row->word_flags |= LEXICON_WHOLE;
    if (strstr(marks, "first")) row->word_flags |= LEXICON_FIRST;
    if (strstr(marks, "english")) row->word_flags = (row->word_flags & ~(uint32_t)LEXICON_WORD) | LEXICON_ENGLISH;
}

void source_words(struct forms *f, const char *path) { table_each(path, 3, add_word, f); }

/* ---- the spelling dictionary: its inflection classes say what kind of word an entry is ---- */

static bool has_any(const char *flags, const char *set) { return strpbrk(flags, set) != NULL; }

static bool ends_with(const char *s, const char *tail) {
    size_t n = strlen(s), m = strlen(tail);
    return n >= m && strcmp(s + n - m, tail) == 0;
}

static bool is_infinitive(const struct hunspell_form *h) {
    static const char *const ends[] = {"a", "å", "o", "y", "ö", "e", "i", "ä"};
    if (has_any(h->flags, "kO") && !has_any(h->flags, "j")) return false;
    if (!has_any(h->flags, "jm") && !(has_any(h->flags, "KM") && has_any(h->flags, "LN"))) return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(h->base, ends[i])) return true;
    return false;
}

struct guess {
    uint8_t upos;
    const char *tag;
    char lemma[TABLE_CELL];
};

static bool guess_verb(const struct hunspell_form *h, struct guess *g) {
    size_t n = strlen(h->base);
    g->upos = UTS_UPOS_VERB;
    strcpy(g->lemma, h->base);
    g->tag = !h->rule ? "vblex.inf" : h->rule == 'J' ? "vblex.imp" : "vblex.past";
    if (h->rule == 'm' || (h->rule == 'K' && ends_with(h->tail, "er"))) g->tag = "vblex.pres";
    if (strchr("KM", h->rule) && h->rule && ends_with(h->tail, "t") && strlen(h->tail) <= 3) g->tag = "vblex.supn";
    if (strncmp(h->tail, "nde", 3) == 0 || strncmp(h->tail, "ende", 4) == 0) {
        const char *end = h->tail[0] == 'n' ? "nde" : "ende";
        bool plain = strcmp(h->tail, end) == 0;
        snprintf(g->lemma, sizeof g->lemma, "%s%s", h->base, end);
        g->upos = plain ? UTS_UPOS_ADJ : UTS_UPOS_NOUN;
        g->tag = plain ? "adj.pprs" : "n.nt.sg.def";
    } else if (h->rule && strchr("OPQ", h->rule)) {
        bool first_class = ends_with(h->base, "a") && h->rule == 'P';
        snprintf(g->lemma, sizeof g->lemma, "%.*sd", (int)(n - !first_class), h->base);
        g->upos = UTS_UPOS_ADJ;
        g->tag = "adj.pp";
    }
    return !(h->rule && strchr("BEF", h->rule) && h->tail[0] != 'n');
}

static const char *noun_tag(const struct hunspell_form *h) {
    if (!h->rule || h->rule == 'A') return h->rule ? "n.ut.sg.ind.gen" : "n.ut.sg.ind";
    bool genitive = ends_with(h->tail, "s");
    switch (h->rule) {
    case 'B':
    case 'C':
        return genitive ? "n.nt.sg.def.gen" : "n.nt.sg.def";
    case 'D':
    case 'E':
        return genitive ? "n.ut.sg.def.gen" : "n.ut.sg.def";
    case 'F':
        return genitive ? "n.nt.pl.def.gen" : "n.nt.pl.def";
    default:
        break;
    }
    bool definite = strstr(h->tail, "na") != NULL;
    return definite ? genitive ? "n.ut.pl.def.gen" : "n.ut.pl.def" : genitive ? "n.ut.pl.ind.gen" : "n.ut.pl.ind";
}

static bool guess_reading(const struct hunspell_form *h, struct guess *g) {
    strcpy(g->lemma, h->base);
    size_t n = strlen(g->lemma);
    if (n > 1 && g->lemma[n - 1] == '-') g->lemma[n - 1] = 0; /* "EU-": the entry of "EU:s" */
    if (forms_case(h->base) != LEXICON_LOWER) {
        g->upos = UTS_UPOS_PROPN;
        g->tag = h->rule == 'A' ? "np.gen" : "np";
        return !h->rule || h->rule == 'A' || ends_with(h->tail, ":s");
    }
    if (is_infinitive(h)) return guess_verb(h, g);
    if (has_any(h->flags, "j")) return false; /* a verb form without its infinitive */
    if (has_any(h->flags, "kOQ") || (has_any(h->flags, "P") && !has_any(h->flags, "CDGHI"))) {
        g->upos = UTS_UPOS_ADJ;
        g->tag = h->rule == 'P' ? "adj.comp" : "adj.pst";
        return h->rule != 'A' && !ends_with(h->tail, "s");
    }
    if (!has_any(h->flags, "ABCDEFGHIJ")) return false;
    /* "böcker/AJY": a plural that is an entry of its own */
    if (has_any(h->flags, "J") && !has_any(h->flags, "BCDEF") && ends_with(h->base, "r")) return false;
    g->upos = UTS_UPOS_NOUN;
    g->tag = noun_tag(h);
    return true;
}

/*
 * Verbs in -ade: the class of the participle makes "frågade" and "frågat" too, which are the past and the supine first
 * of all. NULL: the form is of no such verb.
 */
static const char *first_conjugation(const struct hunspell_form *h) {
    if (h->rule != 'P' || !ends_with(h->base, "a") || !is_infinitive(h)) return NULL;
    return strcmp(h->tail, "de") == 0 ? "vblex.past" : strcmp(h->tail, "t") == 0 ? "vblex.supn" : NULL;
}

static void add_guess(struct forms *f, const char *form, uint8_t upos, const char *lemma_text, const char *tag_text) {
    uint32_t lemma = forms_intern(f, lemma_text), tag = forms_intern(f, tag_text);
    struct forms_row *row = forms_add(f, form);
    row->order = SOURCE_SPELLING;
    row->lemma = lemma;
    row->tag = tag;
    row->flags = LEXICON_GUESSED;
    row->upos = upos;
}

static void add_spelled(void *arg, const struct hunspell_form *h) {
    struct forms *f = arg;
    struct guess g = {0};
    bool modifier = h->rule && !(h->word & LEXICON_WORD) && h->word & LEXICON_FIRST;
    size_t n = strlen(h->form);
    if (n < 1 || n >= LEXICON_FORM_MAX || h->form[n - 1] == '-' || strpbrk(h->form, " ,")) return;
    bool known = guess_reading(h, &g);
    const char *verb = first_conjugation(h);
    if (verb) add_guess(f, h->form, UTS_UPOS_VERB, h->base, verb);
    uint32_t lemma = modifier ? forms_intern(f, h->base) : known ? forms_intern(f, g.lemma) : 0;
    uint32_t tag = modifier ? forms_intern(f, "cmp") : known ? forms_intern(f, g.tag) : 0;
    struct forms_row *row = forms_add(f, h->form);
    row->word_flags = h->word | forms_case(h->form);
    if (h->word & LEXICON_WORD) row->word_flags |= LEXICON_SPELLED;
    row->order = SOURCE_SPELLING;
    if (!modifier && !known) return;
    row->lemma = lemma;
    row->tag = tag;
    row->flags = LEXICON_GUESSED | (modifier ? LEXICON_PART : 0);
    row->upos = modifier ? UTS_UPOS_NOUN : g.upos;
}

void source_spelling(struct forms *f, const char *aff, const char *dic) { hunspell_list(aff, dic, add_spelled, f); }

/* ---- Apertium ---- */

struct participle { /* lemma and participle of a verb: the form that readings of participles get as lemma */
    uint32_t verb, form;
};
struct apertium {
    struct forms *forms;
    struct participle *participles;
    size_t n, room, readings;
};

static const struct {
    const char *tag;
    uint8_t upos;
} apertium_kinds[] = {{"<n>", UTS_UPOS_NOUN},       {"<np>", UTS_UPOS_PROPN},     {"<vblex>", UTS_UPOS_VERB},
                      {"<adj>", UTS_UPOS_ADJ},      {"<adv>", UTS_UPOS_ADV},      {"<prn>", UTS_UPOS_PRON},
                      {"<det>", UTS_UPOS_DET},      {"<pr>", UTS_UPOS_ADP},       {"<cnjcoo>", UTS_UPOS_CCONJ},
                      {"<cnjsub>", UTS_UPOS_SCONJ}, {"<cnjadv>", UTS_UPOS_SCONJ}, {"<ij>", UTS_UPOS_INTJ}};

/* "XKx-olycka", "PJr-baserad": patterns that accept any letters before the hyphen. */
static bool is_pattern(const char *form) {
    const char *hyphen = strchr(form, '-');
    return strpbrk(form, " 0123456789/,½") ||
           (hyphen && hyphen - form <= 4 && starts_capital(form) &&
            (strncmp(hyphen, "-olyck", 6) == 0 || strncmp(hyphen, "-baser", 6) == 0));
}

/* Copies the tags as "n.ut.sg.ind", without those about compounds, and the lemma without tags and homograph numbers. */
static void copy_analysis(const char *analysis, char *lemma, char *tag, bool *part) {
    *part = false;
    char *l = lemma, *t = tag;
    for (const char *p = analysis; *p;) {
        if (*p == '<') {
            size_t n = strcspn(p, ">");
            if (strncmp(p, "<cmp", 4) == 0 || strncmp(p, "<compound", 9) == 0) {
                *part = true;
            } else {
                if (t != tag) *t++ = '.';
                memcpy(t, p + 1, n - 1);
                t += n - 1;
            }
            p += n + 1;
        } else if (strncmp(p, "¹", 2) == 0 || strncmp(p, "²", 2) == 0 || strncmp(p, "³", 2) == 0) {
            p += 2;
        } else if (strncmp(p, "⁴", 3) == 0) {
            p += 3;
        } else {
            *l++ = *p++;
        }
    }
    *l = *t = 0;
}

static uint8_t apertium_upos(const char *analysis) {
    const char *tags = strchr(analysis, '<');
    for (size_t i = 0; tags && i < sizeof apertium_kinds / sizeof *apertium_kinds; i++)
        if (strncmp(tags, apertium_kinds[i].tag, strlen(apertium_kinds[i].tag)) == 0) return apertium_kinds[i].upos;
    return FORMS_NO_UPOS;
}

static bool unlikely_genitive(const char *tag) {
    return strncmp(tag, "adj", 3) == 0 && ends_with(tag, ".gen") && !strstr(tag, "pl.def");
}

static void add_apertium(void *arg, const char *form, const char *analysis) {
    struct apertium *a = arg;
    struct forms *f = a->forms;
    char lemma[TABLE_CELL], tag[TABLE_CELL];
    bool part;
    uint8_t upos = apertium_upos(analysis);
    size_t n = strlen(form);
    if (upos == FORMS_NO_UPOS || !n || n >= LEXICON_FORM_MAX || form[n - 1] == '-' || is_pattern(form)) return;
    copy_analysis(analysis, lemma, tag, &part);
    if (unlikely_genitive(tag) || (upos == UTS_UPOS_NOUN && !form[1])) return; /* "d" has the lemma "dalphabet" */
    uint32_t lemma_at = forms_intern(f, lemma), tag_at = forms_intern(f, part ? "cmp" : tag);
    struct forms_row *row = forms_add(f, form);
    row->lemma = lemma_at;
    row->tag = tag_at;
    row->upos = upos == UTS_UPOS_DET && strcmp(tag, "det.qnt.un.pl") == 0 ? UTS_UPOS_NUM : upos; /* "fyrtio" */
    row->order = SOURCE_APERTIUM;
    row->word_flags = part ? LEXICON_FIRST : LEXICON_WORD | forms_case(form);
    if (!part && (upos == UTS_UPOS_NOUN || upos == UTS_UPOS_ADJ || upos == UTS_UPOS_VERB))
        row->word_flags |= LEXICON_LAST;
    if (part) row->flags = LEXICON_PART;
    a->readings++;
    if (part || strcmp(tag, "adj.pp.ut.sg.ind") != 0) return;
    if (a->n == a->room)
        a->participles = table_grow(a->participles, (a->room = a->room * 2 + 4096) * sizeof *a->participles);
    a->participles[a->n++] = (struct participle){lemma_at, row->form};
}

static int by_verb(const void *x, const void *y) {
    const struct participle *a = x, *b = y;
    if (a->verb != b->verb) return a->verb < b->verb ? -1 : 1;
    return a->form < b->form ? -1 : a->form > b->form;
}

static size_t shared_start(const char *a, const char *b) {
    size_t n = 0;
    while (a[n] && a[n] == b[n]) n++;
    return n;
}

/* Readings as participle have the verb as lemma; the treebank's lemma is the participle: "skrivna" skriven. */
static void name_participles(struct apertium *a) {
    struct forms *f = a->forms;
    qsort(a->participles, a->n, sizeof *a->participles, by_verb);
    for (size_t i = 0; i < f->n; i++) {
        struct forms_row *row = &f->rows[i];
        const char *tag = forms_text(f, row->tag);
        if (row->order != SOURCE_APERTIUM || strncmp(tag, "adj.pp", 6) != 0) continue;
        if (strncmp(tag, "adj.pprs", 8) == 0) {
            row->lemma = row->form;
            continue;
        }
        size_t low = 0, high = a->n, best = 0;
        while (low < high) {
            size_t mid = (low + high) / 2;
            if (a->participles[mid].verb < row->lemma)
                low = mid + 1;
            else
                high = mid;
        }
        uint32_t verb = row->lemma;
        for (; low < a->n && a->participles[low].verb == verb; low++) {
            size_t shared = shared_start(forms_text(f, row->form), forms_text(f, a->participles[low].form));
            if (shared < best || (shared == best && row->lemma != verb)) continue;
            best = shared;
            row->lemma = a->participles[low].form;
        }
    }
}

size_t source_apertium(struct forms *f, const char *path) {
    static const char *const skip[] = {"<url>", "<cmp-split>", "<compound-R>", "<guio>", "<date>", "<cgguess>", NULL};
    struct apertium a = {.forms = f};
    char error[400];
    if (!apertium_list(path, skip, add_apertium, &a, error, sizeof error)) {
        fprintf(stderr, "%s\n", error);
        return 0;
    }
    name_participles(&a);
    free(a.participles);
    return a.readings;
}
