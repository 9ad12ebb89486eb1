/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "diag.h"
#include "options.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

/* What a rule found: every match, before those of one code are merged. */
struct rule_count {
    uint64_t hits, removed, inside;            /* inside: lies in a match of another rule of the code */
    uint32_t documents, last_document, shadow; /* shadow: the rule that it lay in last */
};

struct corpus {
    const uts_codebook *book;
    struct rule_count *rules;
    vocabulary *words;
    pair_counts *pairs;
    struct span *spans; /* scratch: hits of one document, merged by code */
    uint32_t spans_room, document;
    uint64_t n_words, turns[UTS_ZONE_COUNT_], coded[UTS_ZONE_COUNT_];
};

struct span {
    uint32_t code, first, last;
};

/* Rows of the layer hit, with the columns that are looked at. */
struct hits {
    uint32_t n;
    const uint32_t *code, *rule, *first, *last, *excluded;
};

static struct hits hits_of(const uts_layer *hit) {
    if (!hit) return (struct hits){0};
    return (struct hits){hit->rows,
                         hit->data[UTS_HIT_CODE],
                         hit->data[UTS_HIT_RULE],
                         hit->data[UTS_HIT_FIRST_TOKEN],
                         hit->data[UTS_HIT_LAST_TOKEN],
                         hit->data[UTS_HIT_EXCLUDED_BY]};
}

/* Does match j, of another rule of the code, hold match i? Of two on the same words, that of the rule in front does. */
static bool holds(const struct hits *h, uint32_t j, uint32_t i) {
    if (h->code[j] != h->code[i] || h->rule[j] == h->rule[i] || h->excluded[j] != UTS_NO_ROW) return false;
    if (h->first[j] > h->first[i] || h->last[j] < h->last[i]) return false;
    return h->first[j] < h->first[i] || h->last[j] > h->last[i] || h->rule[j] < h->rule[i];
}

static void count_rules(struct corpus *c, const struct hits *h) {
    uint32_t longest = 0;
    for (uint32_t i = 0; i < h->n; i++)
        if (h->last[i] - h->first[i] > longest) longest = h->last[i] - h->first[i];
    for (uint32_t i = 0; i < h->n; i++) {
        struct rule_count *r = &c->rules[h->rule[i]];
        if (h->excluded[i] != UTS_NO_ROW) {
            r->removed++;
            continue;
        }
        r->hits++;
        if (r->last_document != c->document) r->documents++;
        r->last_document = c->document;
        bool inside = false;
        for (uint32_t j = i; j-- > 0 && h->first[j] + longest >= h->first[i] && !inside;)
            if ((inside = holds(h, j, i))) r->shadow = h->rule[j];
        for (uint32_t j = i + 1; j < h->n && h->first[j] <= h->first[i] && !inside; j++)
            if ((inside = holds(h, j, i))) r->shadow = h->rule[j];
        r->inside += inside;
    }
}

static int by_code(const void *x, const void *y) {
    const struct span *a = x, *b = y;
    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static int by_place(const void *x, const void *y) {
    const struct span *a = x, *b = y;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a->code < b->code ? -1 : a->code > b->code;
}

/* The places of each code, where overlapping matches are one. Their number. */
static uint32_t merge_places(struct corpus *c, const struct hits *h) {
    if (h->n > c->spans_room) {
        struct span *more = realloc(c->spans, (size_t)h->n * sizeof *more);
        if (!more) return 0;
        c->spans = more;
        c->spans_room = h->n;
    }
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < h->n; i++)
        if (h->excluded[i] == UTS_NO_ROW) c->spans[n++] = (struct span){h->code[i], h->first[i], h->last[i]};
    if (n) qsort(c->spans, n, sizeof *c->spans, by_code);
    for (uint32_t i = 0; i < n; i++) {
        struct span *open = kept ? &c->spans[kept - 1] : NULL;
        if (open && open->code == c->spans[i].code && c->spans[i].first <= open->last) {
            if (c->spans[i].last > open->last) open->last = c->spans[i].last;
        } else
            c->spans[kept++] = c->spans[i];
    }
    if (kept) qsort(c->spans, kept, sizeof *c->spans, by_place);
    return kept;
}

static void count_pairs(struct corpus *c, uint32_t n) {
    uint32_t longest = 0;
    for (uint32_t i = 0; i < n; i++)
        if (c->spans[i].last - c->spans[i].first > longest) longest = c->spans[i].last - c->spans[i].first;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i; j-- > 0 && c->spans[j].first + longest >= c->spans[i].first;)
            if (c->spans[j].last >= c->spans[i].first && c->spans[j].code != c->spans[i].code)
                pairs_add(c->pairs, c->spans[j].code, c->spans[i].code);
}

static void count_turns(struct corpus *c, const uts_layer *turn, const uts_layer *token, uint32_t n_places) {
    const uint32_t *zone = turn->data[UTS_TURN_ZONE], *of = token->data[UTS_TOKEN_TURN];
    bool *coded = calloc((size_t)turn->rows + 1, 1);
    for (uint32_t i = 0; coded && i < n_places; i++)
        if (of[c->spans[i].first] < turn->rows) coded[of[c->spans[i].first]] = true;
    for (uint32_t i = 0; coded && i < turn->rows; i++) {
        uint32_t z = zone[i] < UTS_ZONE_COUNT_ ? zone[i] : 0;
        c->turns[z]++;
        c->coded[z] += coded[i];
    }
    free(coded);
}

static void add_words(struct corpus *c, const uts_doc *doc, const uts_layer *token) {
    const uts_layer *lemma = job_layer(doc->job, "token.lemma"), *norm = job_layer(doc->job, "token.norm");
    const uint32_t *fold = token->data[UTS_TOKEN_FOLD], *kind = token->data[UTS_TOKEN_KIND];
    for (uint32_t i = 0; i < token->rows; i++) {
        if (!UTS_TOKEN_IS_WORD(kind[i])) continue;
        c->n_words++;
        vocabulary_add(c->words, false, symtab_spell(doc->job->symbols, fold[i]));
        uint32_t n = norm ? ((const uint32_t *)norm->data[UTS_TOKEN_NORM])[i] : 0;
        if (n) vocabulary_add(c->words, false, symtab_spell(doc->job->symbols, n));
        if (lemma)
            vocabulary_add(c->words, true,
                           symtab_spell(doc->job->symbols, ((const uint32_t *)lemma->data[UTS_LEMMA_LEMMA])[i]));
    }
}

static void visit(run *r, const uts_doc *doc, void *arg) {
    (void)r;
    struct corpus *c = arg;
    const uts_layer *turn = job_layer(doc->job, "turn"), *token = job_layer(doc->job, "token");
    struct hits hits = hits_of(job_layer(doc->job, "hit"));
    if (!token) return;
    c->document++;
    count_rules(c, &hits);
    uint32_t places = merge_places(c, &hits);
    count_pairs(c, places);
    if (turn) count_turns(c, turn, token, places);
    add_words(c, doc, token);
}

/* ---- what is told ---- */

static void print_rules(const struct corpus *c) {
    puts("\nrules:\n    line      hits   removed documents  code: rule");
    for (uint32_t i = 0; i < c->book->n_rules; i++) {
        const uts_rule *rule = c->book->rules[i];
        const struct rule_count *n = &c->rules[i];
        if (rule->kind != UTS_RULE_INCLUDE) continue;
        printf("  %6u %9llu %9llu %9u  %s: %s\n", rule->line, (unsigned long long)n->hits,
               (unsigned long long)n->removed, n->documents, c->book->codes[rule->code]->id, rule->text);
    }
}

static void print_dead(const struct corpus *c, const bool *dead) {
    bool any = false;
    for (uint32_t i = 0; i < c->book->n_rules; i++) {
        if (!dead[i]) continue;
        if (!any) puts("\nrules that find nothing:");
        any = true;
        printf("  %s:%u: %s\n", c->book->path, c->book->rules[i]->line, c->book->rules[i]->text);
    }
}

static void print_shadowed(const struct corpus *c) {
    bool any = false;
    for (uint32_t i = 0; i < c->book->n_rules; i++) {
        const struct rule_count *n = &c->rules[i];
        if (!n->hits || n->inside < n->hits) continue;
        if (!any) puts("\nrules that add nothing, because another rule of the code finds the same words:");
        any = true;
        printf("  %s:%u: %s (all %llu; such as line %u: %s)\n", c->book->path, c->book->rules[i]->line,
               c->book->rules[i]->text, (unsigned long long)n->hits, c->book->rules[n->shadow]->line,
               c->book->rules[n->shadow]->text);
    }
}

static void print_turns(const struct corpus *c) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    bool any = false;
    for (uint32_t z = 1; z < UTS_ZONE_COUNT_; z++) {
        if (!c->turns[z]) continue;
        if (!any) puts("\nturns with a code:");
        any = true;
        printf("  %-9s %llu of %llu (%llu %%)\n", zones[z], (unsigned long long)c->coded[z],
               (unsigned long long)c->turns[z], (unsigned long long)(c->coded[z] * 100 / c->turns[z]));
    }
}

static bool print_all(struct corpus *c, const uts_guide *guide) {
    bool *dead = calloc((size_t)c->book->n_rules + 1, 1);
    if (!dead) return false;
    for (uint32_t i = 0; i < c->book->n_rules; i++)
        dead[i] = c->book->rules[i]->kind == UTS_RULE_INCLUDE && !c->rules[i].hits && !c->rules[i].removed;
    printf("\n%u documents, %llu words\n", c->document, (unsigned long long)c->n_words);
    print_rules(c);
    print_dead(c, dead);
    print_shadowed(c);
    vocabulary_print_unknown(c->words, c->book, guide, dead);
    pairs_print(c->pairs, c->book);
    print_turns(c);
    free(dead);
    return true;
}

/* Who is missing in the participants table, and which of its rows nobody answers to: the remarks that `run` keeps, here
 * with the names. */
static bool print_missing(run *r) {
    uint64_t before = r->n_notes;
    bool muted = r->mute;
    r->mute = true; /* told below */
    bool good = run_finish(r);
    r->mute = muted;
    if (good && r->n_notes == before) puts("\nparticipants: every speaker has a row, and every row a speaker");
    for (uint64_t i = before; good && i < r->n_notes; i++)
        printf("\n%.*s:\n  %.*s\n", (int)r->notes[i].message.n, r->notes[i].message.p, (int)r->notes[i].detail.n,
               r->notes[i].detail.p);
    return good;
}

static bool visit_documents(setup *s, struct corpus *corpus, const uts_guide *guide) {
    if (corpus->book && guide) {
        corpus->rules = calloc((size_t)corpus->book->n_rules + 1, sizeof *corpus->rules);
        corpus->words = vocabulary_new();
        corpus->pairs = pairs_new();
        if (!corpus->rules || !corpus->words || !corpus->pairs) return false;
        s->run.visit = visit;
        s->run.visit_arg = corpus;
    }
    return run_documents(&s->run);
}

static int read_corpus(setup *s, const cli *c, struct corpus *corpus) {
    int status;
    bool people = run_extension(UTS_EXT_PARTICIPANTS) != NULL;
    if (people && !selection_add(&s->selection, &s->run.registry, "analyse-speakers")) return EXIT_USAGE;
    selection_add_layer(&s->selection, &s->run.registry, "hit");
    selection_add_layer(&s->selection, &s->run.registry, "token.lemma");
    stage *theme = registry_find(&s->run.registry, "annotate-theme");
    if (!theme || !options_give(theme, "overlap", "all", "check")) return EXIT_FAILED;
    if (!setup_stages(s, c, &status)) return status;
    corpus->book = run_extension(UTS_EXT_CODEBOOK);
    const uts_guide *guide = run_extension(UTS_EXT_CODING_GUIDE);
    const stage *speakers = registry_find(&s->run.registry, "analyse-speakers");
    people = people && speakers && s->selection.wanted[speakers->index]; /* --without */
    bool rules = corpus->book && guide; /* without, the summary has shown that there is no codebook */
    if (!rules && !people) return EXIT_OK;
    bool good = visit_documents(s, corpus, guide) && (!rules || print_all(corpus, guide)) &&
                (!people || print_missing(&s->run));
    if (!good || s->run.n_skipped == s->run.n_docs) return EXIT_FAILED;
    return s->run.n_skipped ? EXIT_SKIPPED : EXIT_OK;
}

int check_corpus(const cli *c) {
    struct corpus corpus = {0};
    setup s;
    int status;
    if (setup_begin(&s, c, &status)) status = read_corpus(&s, c, &corpus);
    setup_clear(&s);
    free(corpus.rules);
    free(corpus.spans);
    vocabulary_free(corpus.words);
    pairs_free(corpus.pairs);
    return status;
}
