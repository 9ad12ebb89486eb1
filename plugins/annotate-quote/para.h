/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paragraphs of a report and what each is: heading, contents, footnote, list, guide, web page residue. */
#ifndef AQ_PARA_H
#define AQ_PARA_H

#include "vec.h"
#include "words.h"

enum aq_kind { AQ_PLAIN = 0, AQ_LIST, AQ_HEADING, AQ_CONTENTS, AQ_TITLE_PAGE, AQ_FOOTNOTE, AQ_GUIDE, AQ_FURNITURE };

struct aq_para {
    uint32_t begin, end; /* without outer white space */
    uint32_t kind;
    uint32_t words;
    uint32_t quote;     /* a block quote ends here: its row, or UINT32_MAX */
    bool holds_quote;   /* a quote, in line or of its own, stands here */
    uint32_t continues; /* the paragraph that goes on here after a page break, or UINT32_MAX */
};

typedef AQ_VEC(struct aq_para) aq_paras;

/* Splits at blank lines. False: out of memory. */
bool aq_paras_split(aq_paras *paras, const char *text, uint32_t n);
/* What is said of stretches of the text (UTS_ZONE_*), ascending. */
struct aq_zones {
    const uint32_t *begin, *end, *kind;
    uint32_t n;
};
/* Says what each is: by what the zones say, else by shape and place. */
void aq_paras_classify(aq_paras *paras, const char *text, const struct aq_zones *zones);
/* Links paragraphs that a page break cut. Call after quotes were found, which are whole paragraphs. */
void aq_paras_link(aq_paras *paras, const char *text);

#endif
