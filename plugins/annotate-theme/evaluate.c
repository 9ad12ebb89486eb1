/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Operators, once all words of a document were seen. Each value is a list of spans: OR joins two, every other operator
 * keeps those of its left operand that fit. So a rule with operators costs what its words were found, not what was
 * read.
 */
#include "match_internal.h"
#include "text.h"
#include <utsaga/layers.h>

bool evaluate_begin(struct match *m) {
    const struct program *p = m->program;
    if (!p->n_deep_codes) return true;
    m->leaf_first = calloc((size_t)p->n_leaves + 2, sizeof *m->leaf_first);
    m->code_spans = calloc(p->n_deep_codes, sizeof *m->code_spans);
    return m->leaf_first && m->code_spans;
}

void evaluate_free(struct match *m) {
    for (uint32_t i = 0; m->code_spans && i < m->program->n_deep_codes; i++) free(m->code_spans[i].items);
    free(m->code_spans);
    free(m->leaf_first);
    free(m->leaf_spans);
    free(m->leaves);
    pool_free(&m->scratch);
}

/* ---- lists of spans --------------------------------------------------------------------------------------------- */

static int compare_spans(const void *a, const void *b) {
    const struct span *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->last != y->last) return x->last < y->last ? -1 : 1;
    return x->polarity > y->polarity ? -1 : x->polarity < y->polarity;
}

/* Orders the list and keeps each place once; where it was found stated and negated, it is negated. */
static uint32_t tidy(struct span *items, uint32_t n) {
    uint32_t kept = 0;
    bool sorted = true;
    for (uint32_t i = 1; i < n && sorted; i++) sorted = compare_spans(&items[i - 1], &items[i]) <= 0;
    if (!sorted) qsort(items, n, sizeof *items, compare_spans);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || items[kept - 1].first != items[i].first || items[kept - 1].last != items[i].last)
            items[kept++] = items[i];
    return kept;
}

/* An empty list with room for @p room. */
static struct spans new_spans(struct match *m, uint32_t room) {
    struct spans s = {room ? pool_alloc(&m->scratch, (size_t)room * sizeof(struct span)) : NULL, 0, room};
    if (room && !s.items) m->out_of_memory = true;
    return s;
}

static void put(struct spans *s, struct span span) {
    if (s->items) s->items[s->n++] = span;
}

/* Leaf matches by leaf: a counting sort. */
static void gather_leaves(struct match *m) {
    uint32_t *first = m->leaf_first, n = m->program->n_leaves;
    if (!GROW(m->leaf_spans, m->leaf_spans_room, m->n_leaves + 1)) {
        m->out_of_memory = true;
        return;
    }
    memset(first, 0, ((size_t)n + 2) * sizeof *first);
    for (uint32_t i = 0; i < m->n_leaves; i++) first[m->leaves[i].leaf + 2]++;
    for (uint32_t l = 2; l <= n + 1; l++) first[l] += first[l - 1];
    for (uint32_t i = 0; i < m->n_leaves; i++) m->leaf_spans[first[m->leaves[i].leaf + 1]++] = m->leaves[i].span;
}

/* ---- units ------------------------------------------------------------------------------------------------------ */

/* The row that holds the byte, counted from 1; 0: before the first. */
static uint32_t row_of(const struct rows *rows, uint32_t offset) {
    uint32_t low = 0, high = rows->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (rows->begin[mid] <= offset)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* A number for the unit that token @p k is in. What stands outside of all turns counts by paragraph. */
static uint32_t unit_at(const struct match *m, uint32_t unit, uint32_t k) {
    const struct tokens *t = m->t;
    switch (unit) {
    case UNIT_SENTENCE:
        return t->sentence[k];
    case UNIT_INTERVIEW:
        return 0;
    case UNIT_PARAGRAPH:
        return t->paragraph.n ? row_of(&t->paragraph, t->begin[k]) : t->sentence[k];
    case UNIT_QUESTION:
        if (t->question.n) return row_of(&t->question, t->begin[k]);
        return unit_at(m, UNIT_TURN, k);
    default:
        if (t->turn[k] < t->n_turns) return t->turn[k];
        return t->n_turns + unit_at(m, UNIT_PARAGRAPH, k);
    }
}

/* Words from token @p from up to, not with, token @p to; stops counting behind @p limit. */
static uint32_t words_between(const struct tokens *t, uint32_t from, uint32_t to, uint32_t limit) {
    uint32_t words = 0;
    for (uint32_t k = from; k < to && words <= limit; k++)
        words += UTS_TOKEN_IS_WORD(t->kind[k]) && !match_in_label(t, k);
    return words;
}

/* ---- operators -------------------------------------------------------------------------------------------------- */

/* A span with its unit, for searching. */
struct placed {
    uint32_t unit, at;
};

static int compare_placed(const void *a, const void *b) {
    const struct placed *x = a, *y = b;
    if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The spans by unit and by their first token, or by their last. */
static struct placed *place(struct match *m, const struct spans *s, uint32_t unit, bool by_last) {
    struct placed *p = pool_alloc(&m->scratch, ((size_t)s->n + 1) * sizeof *p);
    if (!p) {
        m->out_of_memory = true;
        return NULL;
    }
    for (uint32_t i = 0; i < s->n; i++)
        p[i] = (struct placed){unit_at(m, unit, s->items[i].first), by_last ? s->items[i].last : s->items[i].first};
    qsort(p, s->n, sizeof *p, compare_placed);
    return p;
}

/* The number of places before (unit, at). */
static uint32_t search(const struct placed *p, uint32_t n, uint32_t unit, uint32_t at) {
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (p[mid].unit < unit || (p[mid].unit == unit && p[mid].at < at))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* What NEAR, BEFORE and AFTER look in: the right operand by first and by last tokens. */
struct neighbours {
    const struct placed *firsts, *lasts;
    uint32_t n;
};

/* A match of the right operand stands behind the span, at most n words away. The nearest decides. */
static bool has_behind(const struct match *m, const struct node *node, const struct neighbours *right,
                       const struct span *s, uint32_t unit) {
    uint32_t i = search(right->firsts, right->n, unit, s->last + 1);
    if (i == right->n || right->firsts[i].unit != unit) return false;
    return node->n == NO_DISTANCE || words_between(m->t, s->last + 1, right->firsts[i].at, node->n) <= node->n;
}

static bool has_in_front(const struct match *m, const struct node *node, const struct neighbours *right,
                         const struct span *s, uint32_t unit) {
    uint32_t i = search(right->lasts, right->n, unit, s->first);
    if (i == 0 || right->lasts[i - 1].unit != unit) return false;
    return node->n == NO_DISTANCE || words_between(m->t, right->lasts[i - 1].at + 1, s->first, node->n) <= node->n;
}

static bool fits(const struct match *m, const struct node *node, const struct neighbours *right, const struct span *s) {
    uint32_t unit = unit_at(m, node->unit, s->first);
    switch (node->kind) {
    case NODE_AND: {
        uint32_t i = search(right->firsts, right->n, unit, 0);
        return i < right->n && right->firsts[i].unit == unit;
    }
    case NODE_BEFORE:
        return has_behind(m, node, right, s, unit);
    case NODE_AFTER:
        return has_in_front(m, node, right, s, unit);
    default:
        return has_behind(m, node, right, s, unit) || has_in_front(m, node, right, s, unit);
    }
}

static struct spans evaluate_node(struct match *m, uint32_t number);

static struct spans evaluate_near(struct match *m, const struct node *node) {
    struct spans left = evaluate_node(m, node->left);
    if (!left.n) return left;
    struct spans right = evaluate_node(m, node->right), out = new_spans(m, left.n);
    struct neighbours places = {place(m, &right, node->unit, false), place(m, &right, node->unit, true), right.n};
    if (!places.firsts || !places.lasts) return out;
    for (uint32_t i = 0; i < left.n; i++)
        if (fits(m, node, &places, &left.items[i]) != (bool)node->negated) put(&out, left.items[i]);
    return out;
}

static struct spans evaluate_or(struct match *m, const struct node *node) {
    struct spans left = evaluate_node(m, node->left), right = evaluate_node(m, node->right);
    if (!right.n) return left;
    if (!left.n) return right;
    struct spans out = new_spans(m, left.n + right.n);
    for (uint32_t i = 0; i < left.n; i++) put(&out, left.items[i]);
    for (uint32_t i = 0; i < right.n; i++) put(&out, right.items[i]);
    out.n = tidy(out.items, out.n);
    return out;
}

static struct spans evaluate_reference(struct match *m, const struct node *node) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < node->n; i++) n += m->code_spans[m->program->refs[node->index + i]].n;
    struct spans out = new_spans(m, n);
    for (uint32_t i = 0; i < node->n; i++) {
        const struct spans *s = &m->code_spans[m->program->refs[node->index + i]];
        for (uint32_t k = 0; k < s->n; k++) put(&out, s->items[k]);
    }
    out.n = tidy(out.items, out.n);
    return out;
}

static struct spans evaluate_negation(struct match *m, const struct node *node) {
    struct spans left = evaluate_node(m, node->left), out = new_spans(m, left.n);
    for (uint32_t i = 0; i < left.n; i++) {
        struct span s = left.items[i];
        bool negated = match_negated(m, node->index, node->n, node->after, s.first, s.last);
        if (node->negated == NEG_WANTED && !negated) continue;
        if (node->negated == NEG_UNWANTED && negated) continue;
        if (negated) s.polarity = 1;
        put(&out, s);
    }
    return out;
}

/* Splits @p kept into what no span of the mask overlaps and the rest, which goes to @p masked. */
static void apply_mask(struct match *m, const struct node *node, struct spans *kept, struct spans *masked) {
    struct spans mask = evaluate_node(m, node->right), out = new_spans(m, kept->n);
    uint32_t *reach = mask.n ? pool_alloc(&m->scratch, (size_t)mask.n * sizeof *reach) : NULL;
    if (!mask.n) return;
    if (!reach) {
        m->out_of_memory = true;
        return;
    }
    /* How far the spans up to i reach, so that one look tells whether any overlaps. */
    for (uint32_t i = 0; i < mask.n; i++)
        reach[i] = i && reach[i - 1] > mask.items[i].last ? reach[i - 1] : mask.items[i].last;
    for (uint32_t i = 0, k = 0; i < kept->n; i++) {
        k = 0;
        uint32_t high = mask.n;
        while (k < high) {
            uint32_t mid = k + (high - k) / 2;
            if (mask.items[mid].first <= kept->items[i].last)
                k = mid + 1;
            else
                high = mid;
        }
        put(k && reach[k - 1] >= kept->items[i].first ? masked : &out, kept->items[i]);
    }
    *kept = out;
}

/* Keeps spans of units that have at least n; the others go to @p masked. */
static void apply_minimum(struct match *m, const struct node *node, struct spans *kept, struct spans *masked) {
    struct spans out = new_spans(m, kept->n);
    struct placed *places = place(m, kept, node->unit, false);
    if (!places) return;
    for (uint32_t i = 0; i < kept->n; i++) {
        uint32_t unit = unit_at(m, node->unit, kept->items[i].first);
        uint32_t count = search(places, kept->n, unit, UINT32_MAX) - search(places, kept->n, unit, 0);
        put(count >= node->n ? &out : masked, kept->items[i]);
    }
    *kept = out;
}

/* ---- conditions ------------------------------------------------------------------------------------------------- */

static bool any_value(const struct condition *c, const char *s, size_t n) {
    for (const char *const *v = c->values; *v; v++)
        if (glob_match(*v, (uint32_t)strlen(*v), s, (uint32_t)n)) return true;
    return false;
}

static bool holds(const struct match *m, const struct condition *c, uint32_t token) {
    size_t n;
    double number;
    const char *s = m->surroundings->value(m->surroundings->context, c->variable, token, &n);
    if (c->compare == COMPARE_EQUAL) return any_value(c, s, n);
    if (c->compare == COMPARE_DIFFERENT) return !any_value(c, s, n);
    if (!text_number(s, n, &number)) return false;
    switch (c->compare) {
    case COMPARE_LESS:
        return number < c->number;
    case COMPARE_LESS_EQUAL:
        return number <= c->number;
    case COMPARE_MORE:
        return number > c->number;
    default:
        return number >= c->number;
    }
}

static void apply_conditions(struct match *m, const struct node *node, struct spans *s) {
    struct spans out = new_spans(m, s->n);
    for (uint32_t i = 0; i < s->n; i++) {
        bool good = true;
        for (uint32_t c = 0; c < node->n && good; c++)
            good = holds(m, &m->program->conditions[node->index + c], s->items[i].first);
        if (good) put(&out, s->items[i]);
    }
    *s = out;
}

/* ---- trees ------------------------------------------------------------------------------------------------------ */

/* What the tree finds, and what its own EXCEPT and MIN took away. */
static struct spans evaluate_top(struct match *m, uint32_t number, struct spans *masked) {
    const struct node *node = &m->program->nodes[number];
    if (node->kind != NODE_EXCEPT && node->kind != NODE_MIN && node->kind != NODE_WHERE) {
        struct spans out = evaluate_node(m, number);
        *masked = new_spans(m, out.n);
        return out;
    }
    struct spans kept = evaluate_top(m, node->left, masked);
    if (node->kind == NODE_EXCEPT)
        apply_mask(m, node, &kept, masked);
    else if (node->kind == NODE_MIN)
        apply_minimum(m, node, &kept, masked);
    else {
        apply_conditions(m, node, &kept);
        uint32_t room = masked->room;
        apply_conditions(m, node, masked);
        struct spans again = new_spans(m, room); /* MIN above may add what this one kept */
        for (uint32_t i = 0; i < masked->n; i++) put(&again, masked->items[i]);
        *masked = again;
    }
    return kept;
}

static struct spans evaluate_node(struct match *m, uint32_t number) {
    const struct node *node = &m->program->nodes[number];
    struct spans masked = {NULL, 0, 0};
    switch (node->kind) {
    case NODE_PHRASE: {
        uint32_t first = m->leaf_first[node->index];
        struct spans s = {m->leaf_spans + first, m->leaf_first[node->index + 1] - first, 0};
        s.n = tidy(s.items, s.n);
        return s;
    }
    case NODE_CODE:
        return evaluate_reference(m, node);
    case NODE_OR:
        return evaluate_or(m, node);
    case NODE_NEG:
        return evaluate_negation(m, node);
    case NODE_EXCEPT:
    case NODE_MIN:
    case NODE_WHERE:
        return evaluate_top(m, number, &masked);
    default:
        return evaluate_near(m, node);
    }
}

/* The hits of a code that count are what references to it find. */
static void keep_for_references(struct match *m, uint32_t deep, uint32_t from) {
    struct spans *s = &m->code_spans[deep];
    s->n = 0;
    for (uint32_t i = from; i < m->n_hits; i++) {
        const struct hit *h = &m->hits[i];
        if (h->excluded_by != NOTHING) continue;
        if (!GROW(s->items, s->room, s->n + 1)) {
            m->out_of_memory = true;
            return;
        }
        s->items[s->n++] = (struct span){h->first, h->last, h->polarity};
    }
    s->n = tidy(s->items, s->n);
}

static void find_rule(struct match *m, const struct deep_rule *rule) {
    struct spans masked, kept = evaluate_top(m, rule->root, &masked);
    for (uint32_t i = 0; i < kept.n; i++)
        match_add(m, &(struct found){rule->code, rule->source, kept.items[i].first, kept.items[i].last, rule->kind,
                                     (uint8_t)kept.items[i].polarity});
    for (uint32_t i = 0; i < masked.n && rule->kind == RULE_INCLUDE; i++)
        match_add(m, &(struct found){rule->code, rule->source, masked.items[i].first, masked.items[i].last, RULE_MASKED,
                                     (uint8_t)masked.items[i].polarity});
}

void evaluate(struct match *m) {
    const struct program *p = m->program;
    gather_leaves(m);
    for (uint32_t d = 0; d < p->n_deep_codes && !m->out_of_memory; d++) {
        const struct deep_code *code = &p->deep_codes[d];
        uint32_t from = m->n_hits;
        for (uint32_t r = 0; r < code->n_rules && !m->out_of_memory; r++)
            find_rule(m, &p->deep_rules[code->first_rule + r]);
        merge_pending(m);
        keep_for_references(m, d, from);
        if (code->code >= p->n_codes) m->n_hits = from; /* what a set finds is no hit */
    }
    pool_free(&m->scratch);
}
