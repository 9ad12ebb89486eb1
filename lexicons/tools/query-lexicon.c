/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shows what the lexicon knows of the forms on standard input, one a line: frequency, flags, readings and parts.
 *
 * Parts after "=" are those of a compound, after "~" those with particles cut off, after ">" unknown first part and
 * head.
 *
 * usage: query-lexicon sv.lex < forms          query-lexicon --check sv.lex
 */
#include "../fold.h"
#include "../lexicon.h"
#include "table.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <utsaga/layers.h>

static const char *const upos_names[] = UTS_UPOS_NAMES;

static void show_flags(uint32_t flags) {
    static const char *const names[] = {"word",  "lower", "name",    "acronym", "short",    "english",
                                        "first", "last",  "counted", "spelled", "attested", "whole"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags >> i & 1) printf(" %s", names[i]);
}

static void show_entry(const lexicon *lex, const char *form, uint32_t entry) {
    const lexicon_analysis *a;
    char lemma[LEXICON_LEMMA_MAX];
    printf("\t%d", lexicon_frequency(lex, entry));
    show_flags(lexicon_flags(lex, entry));
    uint32_t n = lexicon_analyses(lex, entry, &a);
    for (uint32_t i = 0; i < n; i++) {
        lexicon_lemma(lex, form, strlen(form), &a[i], lemma);
        printf("\n\t%s%s %s %s", upos_names[a[i].upos], a[i].flags & LEXICON_PART ? "-" : "", lemma,
               lexicon_tag(lex, a[i].tag));
        if (a[i].count) printf(" x%u", a[i].count);
    }
}

static void show_split(const lexicon *lex, const char *form) {
    lexicon_part parts[LEXICON_MAX_PARTS];
    char lemma[LEXICON_LEMMA_MAX];
    lexicon_splitter splitter = {.terms = NULL};
    uint32_t n = lexicon_split(lex, &splitter, form, strlen(form), parts), head;
    const char *sign = "=";
    if (!n && (n = lexicon_split_particles(lex, &splitter, form, strlen(form), parts))) sign = "~";
    size_t begin = n || lexicon_find(lex, form, strlen(form)) != LEXICON_NONE
                       ? 0
                       : lexicon_head(lex, &splitter, form, strlen(form), &head);
    if (begin) printf("\n\t> %.*s + %s", (int)begin, form, form + begin);
    for (uint32_t i = 0; i < n; i++) {
        lexicon_part_lemma(lex, form, &parts[i], lemma);
        printf("%s%s%s%.*s(%s)", i ? " + " : "\n\t", i ? "" : sign, i ? "" : " ", parts[i].end - parts[i].begin,
               form + parts[i].begin, lemma);
    }
}

static void show_guess(const lexicon *lex, const char *form) {
    char lemma[LEXICON_LEMMA_MAX];
    lexicon_analysis a;
    uint16_t share[UTS_UPOS_COUNT_] = {0};
    if (lexicon_guess_upos(lex, form, strlen(form), share))
        for (uint32_t u = 0; u < UTS_UPOS_COUNT_; u++)
            if (share[u] && lexicon_guess(lex, form, strlen(form), u, &a)) {
                lexicon_lemma(lex, form, strlen(form), &a, lemma);
                printf("\n\t? %s %s %u", upos_names[u], lemma, share[u]);
            }
}

int main(int argc, char **argv) {
    bool check = argc == 3 && strcmp(argv[1], "--check") == 0;
    if (argc != 2 && !check) return fputs("usage: query-lexicon [--check] sv.lex\n", stderr), 2;
    lexicon *lex;
    char error[400], line[TABLE_CELL], form[TABLE_CELL];
    if (!lexicon_open(argv[argc - 1], &lex, error, sizeof error)) return fprintf(stderr, "%s\n", error), 1;
    if (check) {
        bool good = lexicon_verify(lex);
        printf("%s\n%" PRIu32 " forms, content %016" PRIx64 ", %s\n", lexicon_made_from(lex), lexicon_count(lex),
               lexicon_hash(lex), good ? "whole" : "damaged");
        lexicon_close(lex);
        return !good;
    }
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        fold(line, form, sizeof form);
        uint32_t entry = lexicon_find(lex, form, strlen(form));
        printf("%s", form);
        if (entry == LEXICON_NONE)
            show_guess(lex, form);
        else
            show_entry(lex, form, entry);
        show_split(lex, form);
        printf("\n");
    }
    lexicon_close(lex);
    return 0;
}
