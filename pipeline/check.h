/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `utsaga check` tries on texts: the examples of a codebook, and its rules on a corpus. */
#ifndef UTSAGA_CHECK_H
#define UTSAGA_CHECK_H

#include "command.h"

/* Sends the examples through all stages. Exit status; EXIT_FAILED when a code is not found where it must, or is where
 * it must not. Says nothing of a codebook without examples. */
int check_examples(const cli *given);
/* Prints hits of each rule, rules that find nothing or nothing of their own, unknown words, codes that overlap, and how
 * many turns have a code. */
int check_corpus(const cli *c);

/* Prints, as a hint, the words of rules that the lexicon does not know, and those that it knows nearest to them. */
void check_lexicon(const uts_codebook *book, const uts_guide *guide);

/* Words of the corpus, for telling which words of rules it does not have. */
typedef struct vocabulary vocabulary;
vocabulary *vocabulary_new(void);
void vocabulary_free(vocabulary *v);
void vocabulary_add(vocabulary *v, bool lemma, uts_str word);
/* Prints the words of rules that the corpus does not have; of forms, only those of rules in `dead`. Their number. */
uint32_t vocabulary_print_unknown(vocabulary *v, const uts_codebook *book, const uts_guide *guide, const bool *dead);

/* Pairs of codes and how often they overlap. */
typedef struct pair_counts pair_counts;
pair_counts *pairs_new(void);
void pairs_free(pair_counts *p);
void pairs_add(pair_counts *p, uint32_t a, uint32_t b);
void pairs_print(pair_counts *p, const uts_codebook *book);

#endif /* UTSAGA_CHECK_H */
