/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quote.h"

#include "style.h"

#include <string.h>

/* Bytes of a quote in line; its opening mark is not looked for further back. */
enum { LONGEST_INLINE = 8000 };

struct finder {
    struct aq_quotes *quotes;
    aq_paras *paras;
    const struct aq_attrs *attrs;
    const char *text;
};

static void add(struct finder *f, uint32_t begin, uint32_t end, uint32_t para, uint32_t attr, bool block) {
    begin += (uint32_t)aq_blank(f->text + begin, f->text + end);
    end = aq_trim(f->text, begin, end);
    if (begin >= end) return;
    struct aq_quote quote = {
        .segments = {{begin, end}}, .n_segments = 1, .attr = attr, .repeats = AQ_NONE, .para = para, .block = block};
    if (!AQ_PUSH(&f->quotes->all, quote)) f->quotes->failed = true;
    f->paras->items[para].holds_quote = true;
}

/* The end of the last quote found in the paragraph, or its begin. */
static uint32_t taken_to(const struct finder *f, uint32_t para) {
    uint32_t n = f->quotes->all.n;
    if (n && f->quotes->all.items[n - 1].para == para) return f->quotes->all.items[n - 1].segments[0].end;
    return f->paras->items[para].begin;
}

/* The last quotation mark of @p kind that begins before @p end and at or after @p begin. AQ_NONE: there is none. */
static uint32_t mark_before(const char *text, uint32_t begin, uint32_t end, char kind, size_t *length) {
    char found;
    if (end - begin > LONGEST_INLINE) begin = end - LONGEST_INLINE;
    for (uint32_t at = end; at-- > begin;) {
        if (((unsigned char)text[at] & 0xC0) == 0x80) continue;
        *length = aq_mark(text + at, text + end, &found);
        if (*length && found == kind) return at;
    }
    return AQ_NONE;
}

/* The mark that ends at @p end, blanks and a point left out of account. AQ_NONE: another character stands there. */
static uint32_t closing_mark(const char *text, uint32_t begin, uint32_t end, char *kind) {
    while (end > begin &&
           (text[end - 1] == ' ' || text[end - 1] == '.' || text[end - 1] == ',' || text[end - 1] == '\n'))
        end--;
    for (uint32_t n = 1; n <= 3 && end - begin >= n; n++)
        if (aq_mark(text + end - n, text + end, kind) == n) return end - n;
    return AQ_NONE;
}

/* The opening mark of a quotation that closes at @p close: of the marks before it, the nearest that words follow. */
static bool find_inline(struct finder *f, const struct aq_attr *attr, uint32_t row) {
    const char *text = f->text;
    char kind;
    uint32_t from = taken_to(f, attr->para), end = attr->begin;
    uint32_t close = closing_mark(text, from, attr->begin, &kind);
    if (close != AQ_NONE)
        end = close;
    else if (!aq_mark(text + attr->end, text + f->paras->items[attr->para].end, &kind))
        return false;
    size_t length;
    uint32_t open = mark_before(text, from, end, kind, &length);
    /* ”… is the ”same” …”: a word or two in marks of their own inside the quotation. */
    while (open != AQ_NONE && close != AQ_NONE && aq_word_count(text + open, end - open) == 0)
        open = mark_before(text, from, open, kind, &length);
    if (open == AQ_NONE) return false;
    bool block = open == f->paras->items[attr->para].begin && attr->at_end;
    add(f, open + (uint32_t)length, end, attr->para, row, block);
    if (block) f->paras->items[attr->para].quote = f->quotes->all.n - 1;
    return true;
}

/* The paragraph without marks and dashes at its edges. */
static void add_block(struct finder *f, uint32_t para, uint32_t end, uint32_t attr) {
    uint32_t begin = f->paras->items[para].begin;
    const char *text = f->text;
    char kind;
    if (end - begin > 4 && (memcmp(text + begin, "–", 3) == 0 || memcmp(text + begin, "—", 3) == 0)) begin += 3;
    if (text[begin] == '>') begin++;
    begin += (uint32_t)aq_blank(text + begin, text + end);
    begin += (uint32_t)aq_mark(text + begin, text + end, &kind);
    uint32_t close = closing_mark(text, begin, end, &kind);
    if (close != AQ_NONE) end = close;
    uint32_t before = f->quotes->all.n;
    add(f, begin, end, para, attr, true);
    if (f->quotes->all.n > before) f->paras->items[para].quote = before;
}

static void take_attribution(struct finder *f, uint32_t row) {
    const struct aq_attr *attr = &f->attrs->all.items[row];
    if (attr->dashed) {
        bool whole = attr->begin == f->paras->items[attr->para].begin;
        uint32_t para = whole ? attr->para - 1 : attr->para;
        if (f->paras->items[para].quote == AQ_NONE)
            add_block(f, para, whole ? f->paras->items[para].end : attr->begin, row);
        return;
    }
    if (attr->quoted && find_inline(f, attr, row)) return;
    bool list =
        f->paras->items[attr->para].kind == AQ_LIST && memcmp(f->text + f->paras->items[attr->para].begin, "–", 3) != 0;
    if (attr->at_end && !list &&
        aq_word_count(f->text + f->paras->items[attr->para].begin, attr->begin - f->paras->items[attr->para].begin) >=
            2)
        add_block(f, attr->para, attr->begin, row);
}

/* ---- page breaks ---- */

/* A block quote that begins in the middle of a sentence goes on from the paragraph before the page break. */
static void join_cut(struct finder *f) {
    for (uint32_t i = 0; i < f->paras->n; i++) {
        uint32_t next = f->paras->items[i].continues;
        if (next == AQ_NONE || f->paras->items[next].quote == AQ_NONE) continue;
        struct aq_quote *quote = &f->quotes->all.items[f->paras->items[next].quote];
        const struct aq_para *para = &f->paras->items[i];
        const char *begin = f->text + para->begin;
        char kind;
        bool lower = aq_is_lower(f->text + quote->segments[0].begin, f->text + quote->segments[0].end);
        if (!lower || quote->n_segments == AQ_MAX_SEGMENTS || !quote->block) continue;
        memmove(quote->segments + 1, quote->segments, quote->n_segments * sizeof *quote->segments);
        quote->segments[0].begin = para->begin + (uint32_t)aq_mark(begin, f->text + para->end, &kind);
        quote->segments[0].end = para->end;
        quote->n_segments++;
        quote->para = i;
        f->paras->items[i].quote = f->paras->items[next].quote;
    }
}

/* ---- quotes that name nobody ---- */

/* A whole paragraph in quotation marks. */
static bool is_all_quoted(const struct finder *f, const struct aq_para *para, uint32_t *begin, uint32_t *end) {
    char open, close;
    size_t n = aq_mark(f->text + para->begin, f->text + para->end, &open), inner;
    uint32_t last = closing_mark(f->text, para->begin, para->end, &close);
    if (!n || last == AQ_NONE || open != close || last <= para->begin + n || para->words < 5) return false;
    *begin = para->begin + (uint32_t)n;
    *end = last;
    return mark_before(f->text, *begin, last, open, &inner) == AQ_NONE;
}

/* "En chef säger: ”Det är …”": a quotation of at least six words after a colon. */
static void find_after_colon(struct finder *f, uint32_t row) {
    const struct aq_para *para = &f->paras->items[row];
    const char *text = f->text;
    for (uint32_t at = para->begin; at + 3 < para->end; at++) {
        char kind, other;
        if (text[at] != ':' || text[at + 1] != ' ') continue;
        size_t n = aq_mark(text + at + 2, text + para->end, &kind);
        if (!n) continue;
        uint32_t begin = at + 2 + (uint32_t)n, end = begin;
        while (end < para->end && !(aq_mark(text + end, text + para->end, &other) && other == kind)) end++;
        if (end == para->end) return;
        if (aq_word_count(text + begin, end - begin) >= 6 && begin > taken_to(f, row))
            add(f, begin, end, row, AQ_NONE, false);
        at = end;
    }
}

static void find_candidates(struct finder *f) {
    uint32_t attributed = f->quotes->all.n;
    struct aq_style style;
    aq_style_learn(&style, f->quotes, f->paras, f->text);
    for (uint32_t i = 0; i < f->paras->n; i++) {
        const struct aq_para *para = &f->paras->items[i];
        uint32_t begin, end;
        if (para->kind != AQ_PLAIN || para->quote != AQ_NONE) continue;
        if (is_all_quoted(f, para, &begin, &end)) {
            if (para->holds_quote) continue;
            add(f, begin, end, i, AQ_NONE, true);
            f->paras->items[i].quote = f->quotes->all.n - 1;
        } else if (attributed && aq_style_is_quote(&style, f->paras, i, f->text)) {
            add_block(f, i, para->end, AQ_NONE);
        } else if (!para->holds_quote) {
            find_after_colon(f, i);
        }
    }
}

static int by_begin(const void *a, const void *b) {
    uint32_t x = ((const struct aq_quote *)a)->segments[0].begin, y = ((const struct aq_quote *)b)->segments[0].begin;
    return (x > y) - (x < y);
}

void aq_quotes_find(struct aq_quotes *quotes, aq_paras *paras, const struct aq_attrs *attrs, const char *text) {
    struct finder f = {quotes, paras, attrs, text};
    quotes->all.n = 0;
    quotes->failed = false;
    for (uint32_t i = 0; i < attrs->all.n && !quotes->failed; i++)
        if (attrs->all.items[i].accepted) take_attribution(&f, i);
    aq_paras_link(paras, text);
    join_cut(&f);
    find_candidates(&f);
    if (quotes->all.n) qsort(quotes->all.items, quotes->all.n, sizeof *quotes->all.items, by_begin);
    for (uint32_t i = 0; i < paras->n; i++) paras->items[i].quote = AQ_NONE;
    for (uint32_t i = 0; i < quotes->all.n; i++) {
        const struct aq_quote *quote = &quotes->all.items[i];
        for (uint32_t p = quote->para;
             quote->block && p < paras->n && paras->items[p].begin < quote->segments[quote->n_segments - 1].end; p++)
            if (paras->items[p].kind == AQ_PLAIN || paras->items[p].kind == AQ_LIST) paras->items[p].quote = i;
    }
}

/* ---- the same words twice ---- */

enum { GRAM = 5, LEAST_SHARED = 8, COMMON_GRAM = 16 };

struct gram {
    uint64_t hash;
    uint32_t quote;
};

static int by_hash(const void *a, const void *b) {
    const struct gram *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return (x->quote > y->quote) - (x->quote < y->quote);
}

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

typedef AQ_VEC(struct gram) grams;
typedef AQ_VEC(uint64_t) pairs;

/* The word n-grams of a quote. False: out of memory. */
static bool add_grams(grams *all, const struct aq_quote *quote, uint32_t row, const char *text) {
    uint64_t ring[GRAM] = {0};
    uint32_t words = 0;
    for (uint32_t s = 0; s < quote->n_segments; s++) {
        const char *p = text + quote->segments[s].begin, *end = text + quote->segments[s].end, *word;
        size_t n;
        while (aq_next_word(&p, end, &word, &n)) {
            char key[200];
            size_t length = aq_fold(word, n < 60 ? n : 60, key, sizeof key);
            uint64_t hash = 0xCBF29CE484222325u;
            for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)key[i]) * 0x100000001B3u;
            ring[words++ % GRAM] = hash;
            if (words < GRAM) continue;
            struct gram gram = {0, row};
            for (uint32_t i = 0; i < GRAM; i++)
                gram.hash = (gram.hash ^ ring[(words + i) % GRAM]) * 0x9E3779B97F4A7C15u + 1;
            if (!AQ_PUSH(all, gram)) return false;
        }
    }
    return true;
}

static uint32_t gram_count(const struct aq_quote *quote, const char *text) {
    uint32_t words = 0;
    for (uint32_t s = 0; s < quote->n_segments; s++)
        words += aq_word_count(text + quote->segments[s].begin, quote->segments[s].end - quote->segments[s].begin);
    return words < GRAM ? 0 : words - GRAM + 1;
}

/* Pairs of quotes, once for each n-gram they share. Very common n-grams tell nothing. */
static bool add_pairs(pairs *shared, const grams *all) {
    for (uint32_t i = 0; i < all->n;) {
        uint32_t end = i + 1;
        while (end < all->n && all->items[end].hash == all->items[i].hash) end++;
        for (uint32_t a = i; a < end && end - i <= COMMON_GRAM; a++)
            for (uint32_t b = a + 1; b < end; b++) {
                if (all->items[a].quote == all->items[b].quote) continue;
                if (!AQ_PUSH(shared, (uint64_t)all->items[a].quote << 32 | all->items[b].quote)) return false;
            }
        i = end;
    }
    return true;
}

bool aq_quotes_compare(struct aq_quotes *quotes, const char *text) {
    grams all = {0};
    pairs shared = {0};
    bool good = true;
    for (uint32_t i = 0; i < quotes->all.n && good; i++) good = add_grams(&all, &quotes->all.items[i], i, text);
    if (good && all.n) qsort(all.items, all.n, sizeof *all.items, by_hash);
    good = good && add_pairs(&shared, &all);
    if (good && shared.n) qsort(shared.items, shared.n, sizeof *shared.items, by_value);
    for (uint32_t i = 0; good && i < shared.n;) {
        uint32_t end = i + 1;
        while (end < shared.n && shared.items[end] == shared.items[i]) end++;
        uint32_t first = (uint32_t)(shared.items[i] >> 32), later = (uint32_t)shared.items[i], n = end - i;
        uint32_t a = gram_count(&quotes->all.items[first], text), b = gram_count(&quotes->all.items[later], text);
        if (n >= LEAST_SHARED && n * 2 >= (a < b ? a : b) && quotes->all.items[later].repeats == AQ_NONE)
            quotes->all.items[later].repeats = first;
        i = end;
    }
    free(all.items);
    free(shared.items);
    return good;
}
