/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CoNLL-U v2 (universaldependencies.org/format.html): FORM LEMMA UPOS and MISC; what no stage makes is "_". */
#include "show_layers.h"

#include <stdio.h>
#include <string.h>
#include <utsaga/layers.h>

/* White space other than a blank would break the line. */
static void put_flat(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++) putchar(p[i] == '\n' || p[i] == '\t' || p[i] == '\r' ? ' ' : p[i]);
}

static void put_symbol(const uts_doc *doc, uts_sym symbol) {
    uts_str s = symbol ? symtab_spell(doc->job->symbols, symbol) : (uts_str){"_", 1};
    put_flat(s.p, s.n);
}

/* In MISC a bar separates items, so it is written as in UD's own files. */
static void put_misc(const uts_doc *doc, uts_sym norm, bool space_after) {
    if (!space_after) fputs("SpaceAfter=No", stdout);
    if (norm) {
        fputs(space_after ? "Norm=" : "|Norm=", stdout);
        uts_str s = symtab_spell(doc->job->symbols, norm);
        for (size_t i = 0; i < s.n; i++) {
            if (s.p[i] == '|')
                fputs("\\p", stdout);
            else
                put_flat(s.p + i, 1);
        }
    }
    if (space_after && !norm) putchar('_');
    putchar('\n');
}

void show_conllu(const uts_doc *doc) {
    static const char *const upos[] = UTS_UPOS_NAMES;
    const uts_layer *token = job_layer(doc->job, "token"), *sentence = job_layer(doc->job, "sentence");
    const uts_layer *norm = job_layer(doc->job, "token.norm"), *lemma = job_layer(doc->job, "token.lemma");
    printf("# newdoc id = %.*s\n", (int)doc->id.n, doc->id.p);
    if (!token || !sentence) return;
    const uint32_t *row_of = token->data[UTS_TOKEN_SENTENCE];
    uint32_t open = UTS_NO_ROW, number = 0;
    for (uint32_t i = 0; i < token->rows; i++) {
        if (row_of[i] != open) {
            if (open != UTS_NO_ROW) putchar('\n');
            open = row_of[i];
            number = 0;
            fputs("# text = ", stdout);
            put_flat(doc->text.p + sentence->begin[open], sentence->end[open] - sentence->begin[open]);
            putchar('\n');
        }
        printf("%u\t", ++number);
        put_flat(doc->text.p + token->begin[i], token->end[i] - token->begin[i]);
        putchar('\t');
        put_symbol(doc, lemma ? ((const uts_sym *)lemma->data[UTS_LEMMA_LEMMA])[i] : 0);
        uint32_t tag = lemma ? ((const uint32_t *)lemma->data[UTS_LEMMA_UPOS])[i] : UTS_UPOS_COUNT_;
        printf("\t%s\t_\t_\t_\t_\t_\t", tag < UTS_UPOS_COUNT_ ? upos[tag] : "_");
        bool space_after = i + 1 == token->rows || token->begin[i + 1] > token->end[i];
        put_misc(doc, norm ? ((const uts_sym *)norm->data[UTS_TOKEN_NORM])[i] : 0, space_after);
    }
    if (open != UTS_NO_ROW) putchar('\n');
}
