/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "style.h"

#include "quote.h"

#include <string.h>

double aq_style_rate(const char *p, size_t n) {
    const char *end = p + n, *word;
    size_t length;
    long words = 0, balance = 0;
    while (aq_next_word(&p, end, &word, &length)) {
        char key[200];
        size_t folded = aq_fold(word, length < 60 ? length : 60, key, sizeof key);
        words++;
        balance += aq_is_spoken(key, folded);
        balance -= aq_is_written(key, folded);
    }
    return words ? 100.0 * (double)balance / (double)words : 0;
}

static bool holds_omission(const char *p, size_t n) {
    return memmem(p, n, "(...)", 5) || memmem(p, n, "[...]", 5) || memmem(p, n, "(…)", 5) || memmem(p, n, "[…]", 5);
}

static bool starts_with_omission(const char *p, size_t n) {
    return n > 5 && (memcmp(p, "(...)", 5) == 0 || memcmp(p, "[...]", 5) == 0 || memcmp(p, "(…)", 5) == 0 ||
                     memcmp(p, "[…]", 5) == 0);
}

void aq_style_learn(struct aq_style *style, const struct aq_quotes *quotes, const aq_paras *paras, const char *text) {
    uint32_t prose = 0, omissions = 0;
    memset(style, 0, sizeof *style);
    style->first = AQ_NONE;
    for (uint32_t i = 0; i < quotes->all.n; i++) {
        const struct aq_quote *q = &quotes->all.items[i];
        if (q->para < style->first || style->first == AQ_NONE) style->first = q->para;
        if (q->para > style->last) style->last = q->para;
        if (!q->block || q->attr == AQ_NONE) continue;
        const struct aq_segment *last = &q->segments[q->n_segments - 1];
        uint32_t words = aq_word_count(text + last->begin, last->end - last->begin);
        style->quote += aq_style_rate(text + last->begin, last->end - last->begin);
        style->quotes++;
        omissions += holds_omission(text + q->segments[0].begin, last->end - q->segments[0].begin);
        if (words > style->longest) style->longest = words;
    }
    for (uint32_t i = 0; i < paras->n; i++) {
        const struct aq_para *para = &paras->items[i];
        if (para->kind != AQ_PLAIN || para->quote != AQ_NONE || para->words < 20) continue;
        style->prose += aq_style_rate(text + para->begin, para->end - para->begin);
        prose++;
    }
    if (style->quotes) style->quote /= style->quotes;
    if (prose) style->prose /= prose;
    style->omissions = omissions * 2 >= style->quotes;
}

bool aq_style_is_quote(const struct aq_style *style, const aq_paras *paras, uint32_t row, const char *text) {
    const struct aq_para *para = &paras->items[row];
    if (style->quotes < 5 || para->words < 5 || para->words > style->longest + 20) return false;
    if (row + 2 < style->first || row > style->last + 2) return false;
    const char *p = text + para->begin;
    size_t n = para->end - para->begin;
    if (para->continues != AQ_NONE) return false;
    double rate = aq_style_rate(p, n), middle = (style->quote + style->prose) / 2;
    if (starts_with_omission(p, n) && style->omissions) return rate > style->prose;
    return rate > middle && (holds_omission(p, n) || rate >= style->quote);
}
