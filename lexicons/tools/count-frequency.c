/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes sv/frequency.tsv: how common word forms are, mixed from three sources, and whether the spelling dictionary
 * accepts them. Run by hand when the sources change; the build reads only its result.
 *
 * usage: count-frequency WORDFREQ.tsv SUBTITLES.txt TREEBANK.conllu DICTIONARY.aff DICTIONARY.dic > frequency.tsv
 *
 * WORDFREQ: form TAB -100 * log10(probability). SUBTITLES: form BLANK count. The mixture leans towards talk.
 */
#include "../fold.h"
#include "table.h"
#include <hunspell/hunspell.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double weight_written = 0.58, weight_talk = 0.40, weight_treebank = 0.02;
/* Rarer forms are left out, and forms that the dictionary rejects already when they are ten times as common. */
enum { RAREST = -770, RAREST_REJECTED = -630 };

struct row {
    char *form;
    double p;
};
struct rows {
    struct row *at;
    size_t n, room;
};

static void add(struct rows *rows, const char *form, double p) {
    if (rows->n == rows->room) rows->at = realloc(rows->at, (rows->room = rows->room * 2 + 65536) * sizeof *rows->at);
    rows->at[rows->n++] = (struct row){strdup(form), p};
}

static int by_form(const void *a, const void *b) {
    return strcmp(((const struct row *)a)->form, ((const struct row *)b)->form);
}

/* Swedish words: letters of Latin-1, inner hyphens, colons and apostrophes. */
static bool is_word(const char *s) {
    bool letter = false;
    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        if ((*p >= 'a' && *p <= 'z') || (*p == 0xC3 && p[1] >= 0xA0 && p[1] != 0xB7))
            letter = true, p += *p == 0xC3;
        else if (!(letter && p[1] && strchr("-:'", *p)))
            return false;
    }
    return letter;
}

static void read_pairs(struct rows *rows, const char *path, char separator, double weight, bool logs) {
    char *text = table_read(path);
    struct rows own = {0};
    double sum = 0;
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next) *next++ = 0;
        char *value = strchr(line, separator);
        if (!value) continue;
        *value++ = 0;
        double p = logs ? pow(10.0, -(int)strtol(value, NULL, 10) / 100.0) : (int)strtol(value, NULL, 10);
        sum += p;
        add(&own, line, p);
    }
    for (size_t i = 0; i < own.n; i++) add(rows, own.at[i].form, weight * own.at[i].p / (logs ? 1 : sum));
    free(text);
}

static void read_treebank(struct rows *rows, const char *path, double weight) {
    char *text = table_read(path), *columns[10];
    struct rows own = {0};
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next) *next++ = 0;
        if (line[0] == '#' || table_split(line, columns, 10) < 4 || strcmp(columns[3], "PUNCT") == 0) continue;
        char folded[TABLE_CELL];
        fold(columns[1], folded, sizeof folded);
        add(&own, folded, 1);
    }
    for (size_t i = 0; i < own.n; i++) add(rows, own.at[i].form, weight / (double)own.n);
    free(text);
}

/* '+' accepted as it is, 'N' only with a capital or in capitals, '?' not accepted. */
static char accepted(Hunhandle *dictionary, const char *form) {
    char other[TABLE_CELL];
    if (Hunspell_spell(dictionary, form)) return '+';
    capital(form, other, sizeof other);
    if (Hunspell_spell(dictionary, other)) return 'N';
    capitals(form, other, sizeof other);
    return strlen(form) <= 5 && Hunspell_spell(dictionary, other) ? 'N' : '?';
}

int main(int argc, char **argv) {
    if (argc != 6) return fputs("usage: count-frequency WORDFREQ SUBTITLES TREEBANK AFF DIC\n", stderr), 2;
    struct rows rows = {0};
    read_pairs(&rows, argv[1], '\t', weight_written, true);
    read_pairs(&rows, argv[2], ' ', weight_talk, false);
    read_treebank(&rows, argv[3], weight_treebank);
    qsort(rows.at, rows.n, sizeof *rows.at, by_form);
    Hunhandle *dictionary = Hunspell_create(argv[4], argv[5]);
    puts("# SPDX-License-Identifier: CC-BY-SA-4.0\n# form\t100*log10(probability)\tin the spelling dictionary: + yes, "
         "N with "
         "a capital, ? no\n# Made by tools/count-frequency.c; sources and attribution in lexicons/README.md.");
    for (size_t i = 0, j; i < rows.n; i = j) {
        double p = 0;
        for (j = i; j < rows.n && strcmp(rows.at[i].form, rows.at[j].form) == 0; j++) p += rows.at[j].p;
        if (p <= 0) continue;
        int value = (int)lround(100 * log10(p));
        if (value < RAREST || strlen(rows.at[i].form) > 60 || !is_word(rows.at[i].form)) continue;
        char mark = accepted(dictionary, rows.at[i].form);
        if (mark == '?' && value < RAREST_REJECTED) continue;
        printf("%s\t%d\t%c\n", rows.at[i].form, value, mark);
    }
    Hunspell_destroy(dictionary);
    return 0;
}
