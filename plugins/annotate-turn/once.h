/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that stand once: people who speak once, words that open a line of somebody's turn, headings of a list. */
#ifndef AT_ONCE_H
#define AT_ONCE_H

#include "accept.h"

/*
 * True when the lines "Word: text" are a list of things and what is said of them: three or more, each word once, common
 * nouns for things, and nobody asks or answers.
 */
bool at_once_is_list(const struct at_labels *labels, const char *text, const struct lexicon *lex);

/*
 * Looks at each chosen speaker whose label stands once, among others that recur: lines that begin turns have a form
 * (a capital, a blank line above, an end of sentence above), and a line that lacks it goes on with the turn above.
 */
void at_once_judge(struct at_labels *labels, const char *text, uint32_t n);

#endif
