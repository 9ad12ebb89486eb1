/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a paragraph sound like the quotes of this report or like its author? */
#ifndef AQ_STYLE_H
#define AQ_STYLE_H

#include "para.h"

struct aq_quotes;

struct aq_style {
    double quote, prose;  /* spoken less written words in 100, in the attributed block quotes and in the rest */
    uint32_t quotes;      /* attributed block quotes */
    uint32_t first, last; /* paragraphs between which quotes stand */
    uint32_t longest;     /* words of the longest of them */
    bool omissions;       /* half of them or more hold "(...)" */
};

void aq_style_learn(struct aq_style *style, const struct aq_quotes *quotes, const aq_paras *paras, const char *text);
/* An unattributed paragraph that can only be a quote. */
bool aq_style_is_quote(const struct aq_style *style, const aq_paras *paras, uint32_t row, const char *text);
/* Spoken less written words in 100. */
double aq_style_rate(const char *p, size_t n);

#endif
