/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match_internal.h"
#include <utsaga/layers.h>

struct match *match_new(const struct program *program) {
    struct match *m = calloc(1, sizeof *m);
    if (!m) return NULL;
    m->program = program;
    if (!GROW(m->records, m->records_room, 1)) {
        free(m);
        return NULL;
    }
    m->records[0] = (struct record){0, 0, 0, 0};
    m->n_records = 1;
    if (!forms_open(m) || !evaluate_begin(m)) {
        match_free(m);
        return NULL;
    }
    return m;
}

void match_free(struct match *m) {
    if (!m) return;
    forms_close(m);
    evaluate_free(m);
    for (int i = 0; i < SOURCES; i++) {
        free(m->memos[i].cells);
        free(m->memos[i].open);
    }
    free(m->records);
    free(m->lists.items);
    free(m->atoms.items);
    free(m->pending);
    free(m->hits);
    for (int i = 0; i < 2; i++) {
        free(m->ends[i].items);
        free(m->starts[i].items);
    }
    free(m);
}

uint32_t match_timeouts(const struct match *m) { return m->n_timeouts; }

/* The symbol of token k that a source looks at; 0: none. */
static inline uint32_t symbol_of(const struct tokens *t, int source, uint32_t k) {
    switch (source) {
    case SOURCE_FORM:
        return t->fold[k];
    case SOURCE_NORM:
        return t->norm[k] ? t->norm[k] : t->fold[k];
    case SOURCE_LEMMA:
        return t->lemma[k];
    case SOURCE_PARTS:
        return t->parts[k];
    case SOURCE_UPOS: /* 0 is "no symbol" and a part of speech */
        return t->upos[k] + 1;
    default:
        return t->form[k];
    }
}

/* ---- slots at tokens ------------------------------------------------------------------------------------------- */

/* The last token of the shortest run beginning at @p k whose text is what the atom says, or NOTHING. */
static uint32_t spread_at(struct match *m, const struct atom *a, uint32_t k) {
    const struct tokens *t = m->t;
    char text[RUN_BYTES];
    uint32_t used = 0;
    for (uint32_t i = k; i < t->n && (i < k + MAX_RUN || a->prefix == a->n); i++) {
        if (i > k && t->begin[i] != t->end[i - 1]) return NOTHING;
        size_t n;
        const char *s = m->spelling->spell(m->spelling->context, t->fold[i], &n);
        if (used + n > sizeof text) return NOTHING;
        if (n) memcpy(text + used, s, n);
        used += (uint32_t)n;
        if (a->prefix == a->n && used > a->n) return NOTHING;
        if (glob_match(a->pattern, a->n, text, used)) return i;
    }
    return NOTHING;
}

static bool has_slot(const struct match *m, const struct record *r, uint32_t slot) {
    const uint32_t *list = m->lists.items + r->first_slot;
    uint32_t low = 0, high = r->n_slots;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (list[mid] < slot)
            low = mid + 1;
        else
            high = mid;
    }
    return low < r->n_slots && list[low] == slot;
}

static bool is_word(const struct tokens *t, uint32_t k) { return UTS_TOKEN_IS_WORD(t->kind[k]); }

/* Other metadata, such as a title, is text. */
bool match_in_label(const struct tokens *t, uint32_t i) {
    uint32_t low = 0, high = t->n_turns, offset = t->begin[i];
    if (t->zone[i] != UTS_ZONE_METADATA) return false;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (t->turn_begin[mid] <= offset)
            low = mid + 1;
        else
            high = mid;
    }
    for (uint32_t r = low ? low - 1 : 0; r <= low && r < t->n_turns; r++)
        if (t->label_begin[r] <= offset && offset < t->label_end[r]) return true;
    return false;
}

static uint32_t slot_at(struct match *m, uint32_t slot, uint32_t k);

/* All conditions on the one word k. Their slots have none themselves, so this goes one step deep. */
static bool has_both(struct match *m, const struct both *both, uint32_t k) {
    for (uint32_t i = 0; i < both->n; i++)
        if (slot_at(m, m->program->both_slots[both->first + i], k) != k) return false;
    return true;
}

/* The last token of the slot's match that begins at token k, or NOTHING. */
static uint32_t slot_at(struct match *m, uint32_t slot, uint32_t k) {
    const struct slot *s = &m->program->slots[slot];
    if (match_in_label(m->t, k)) return NOTHING;
    if (is_word(m->t, k)) {
        if (s->any) return k;
        uint32_t sources = forms_sources(s->layers);
        for (int source = 0; source < SOURCES; source++) {
            if (!(sources >> source & 1)) continue;
            uint32_t cell = cell_of(m, source, symbol_of(m->t, source, k));
            if (cell != 1 && has_slot(m, record_of(m, cell), slot)) return k;
        }
        for (uint32_t i = 0; i < s->n_both; i++)
            if (has_both(m, &m->program->both[s->first_both + i], k)) return k;
    }
    if (!s->spread) return NOTHING;
    uint32_t best = NOTHING;
    const struct record *r = record_of(m, cell_of(m, SOURCE_FORM, m->t->fold[k]));
    for (uint32_t i = 0; i < r->n_spread; i++) {
        uint32_t atom = m->lists.items[r->first_spread + i];
        const uint32_t *slots = m->program->atom_slots;
        for (uint32_t j = m->program->atom_first[atom]; j < m->program->atom_first[atom + 1]; j++) {
            if (slots[j] != slot) continue;
            uint32_t last = spread_at(m, &m->program->atoms[atom], k);
            if (last < best) best = last;
        }
    }
    return best;
}

/* ---- rules at tokens ------------------------------------------------------------------------------------------- */

static bool blocks_phrases(uint32_t kind) {
    return kind == UTS_TOKEN_SENTENCE_END || kind == UTS_TOKEN_PAUSE || kind == UTS_TOKEN_OMITTED;
}

static bool same_place(const struct tokens *t, uint32_t a, uint32_t b) {
    return t->sentence[a] == t->sentence[b] && t->turn[a] == t->turn[b];
}

/* Adds a number to an ascending list of numbers, once. */
static void insert(struct match *m, struct numbers *list, uint32_t number) {
    uint32_t i = list->n;
    while (i > 0 && list->items[i - 1] > number) i--;
    if (i > 0 && list->items[i - 1] == number) return;
    if (!numbers_add(list, number)) {
        m->out_of_memory = true;
        return;
    }
    memmove(list->items + i + 1, list->items + i, (list->n - 1 - i) * sizeof *list->items);
    list->items[i] = number;
}

/* Where the slot may end when the one before it ended at token j: added to @p next. */
static void reach(struct match *m, const struct step *step, uint32_t j, struct numbers *next) {
    const struct tokens *t = m->t;
    uint32_t words = 0;
    for (uint32_t k = j + 1; k < t->n && same_place(t, j, k); k++) {
        if (t->kind[k] == UTS_TOKEN_NOTE_REF) continue;
        uint32_t last = slot_at(m, step->slot, k);
        if (last != NOTHING) insert(m, next, last);
        if (is_word(t, k)) {
            if (++words > step->gap) return;
        } else if (step->gap == 0 || blocks_phrases(t->kind[k]))
            return;
    }
}

/* The nearest end of the rule's match that begins at token @p start, or NOTHING. */
static uint32_t rule_at(struct match *m, const struct rule *rule, uint32_t start) {
    const struct step *steps = m->program->steps + rule->first_step;
    struct numbers *now = &m->ends[0], *next = &m->ends[1];
    uint32_t first = slot_at(m, steps[0].slot, start);
    now->n = 0;
    if (first != NOTHING) insert(m, now, first);
    for (uint32_t s = 1; s < rule->n_steps && now->n > 0; s++) {
        next->n = 0;
        for (uint32_t i = 0; i < now->n; i++) reach(m, &steps[s], now->items[i], next);
        struct numbers *swap = now;
        now = next;
        next = swap;
    }
    return now->n > 0 ? now->items[0] : NOTHING;
}

/* Where the slot before @p step may stand when that step's match begins at token p: added to @p next. */
static void reach_back(struct match *m, const struct step *step, uint32_t p, struct numbers *next) {
    const struct tokens *t = m->t;
    uint32_t words = 0;
    for (uint32_t k = p; k-- > 0 && same_place(t, p, k);) {
        if (t->kind[k] == UTS_TOKEN_NOTE_REF) continue;
        if (is_word(t, k)) {
            if (slot_at(m, step[-1].slot, k) == k) insert(m, next, k);
            if (++words > step->gap) return;
        } else if (step->gap == 0 || blocks_phrases(t->kind[k]))
            return;
    }
}

static bool in_scope(const struct tokens *t, uint32_t unit, uint32_t a, uint32_t b) {
    return unit == UNIT_TURN ? t->turn[a] == t->turn[b] : same_place(t, a, b);
}

/* Looks from token @p from in steps of @p step at distance + 1 words. */
static bool negator_from(struct match *m, const struct negator_slot *negator, uint32_t from, int step,
                         uint32_t distance) {
    const struct tokens *t = m->t;
    uint32_t words = 0;
    for (uint32_t k = from + (uint32_t)step; k < t->n && words <= distance && in_scope(t, negator->unit, from, k);
         k += (uint32_t)step) {
        if (t->kind[k] == UTS_TOKEN_OMITTED || (t->kind[k] == UTS_TOKEN_SENTENCE_END && negator->unit != UNIT_TURN))
            return false;
        if (!is_word(t, k)) continue;
        if (slot_at(m, negator->slot, k) != NOTHING) return true;
        words++;
    }
    return false;
}

bool match_negated(struct match *m, uint32_t negators, uint32_t before, uint32_t after, uint32_t first, uint32_t last) {
    const struct negator_slot *negator = &m->program->negations[negators];
    return (before != NO_DISTANCE && negator_from(m, negator, first, -1, before)) ||
           (after != NO_DISTANCE && negator_from(m, negator, last, 1, after));
}

void match_add(struct match *m, const struct found *found) {
    if (!GROW(m->pending, m->pending_room, m->n_pending + 1)) {
        m->out_of_memory = true;
        return;
    }
    if (m->n_pending == 0 || found->last > m->pending_last) m->pending_last = found->last;
    m->pending[m->n_pending++] = *found;
}

static void add_leaf(struct match *m, uint32_t leaf, uint32_t first, uint32_t last) {
    if (!GROW(m->leaves, m->leaves_room, m->n_leaves + 1)) {
        m->out_of_memory = true;
        return;
    }
    m->leaves[m->n_leaves++] = (struct leaf_match){leaf, {first, last, 0}};
}

/* A phrase that was found from @p start to @p end. */
static void accept(struct match *m, const struct rule *rule, uint32_t start, uint32_t end) {
    if (rule->leaf != NO_LEAF) {
        add_leaf(m, rule->leaf, start, end);
        return;
    }
    bool negated =
        rule->negation != NEG_NONE && match_negated(m, rule->negators, rule->before, rule->after, start, end);
    if ((rule->negation == NEG_WANTED && !negated) || (rule->negation == NEG_UNWANTED && negated)) return;
    match_add(m, &(struct found){rule->code, rule->source, start, end, rule->kind, negated});
}

/* A rule of several slots or with a negation, whose anchor slot matched at token p. */
static void try_rule(struct match *m, const struct anchored *a, uint32_t p) {
    const struct rule *rule = &m->program->rules[a->rule];
    struct numbers *now = &m->starts[0], *next = &m->starts[1];
    now->n = 0;
    insert(m, now, p);
    for (uint32_t step = rule->anchor; step > 0 && now->n > 0; step--) {
        next->n = 0;
        for (uint32_t k = 0; k < now->n; k++)
            reach_back(m, &m->program->steps[rule->first_step + step], now->items[k], next);
        struct numbers *swap = now;
        now = next;
        next = swap;
    }
    for (uint32_t k = 0; k < now->n; k++) {
        uint32_t start = now->items[k], end = rule_at(m, rule, start);
        if (end != NOTHING) accept(m, rule, start, end);
    }
}

/* The rules whose anchor is @p slot, which matched tokens p to last. */
static void try_rules(struct match *m, uint32_t slot, uint32_t p, uint32_t last) {
    const struct slot *s = &m->program->slots[slot];
    for (uint32_t i = 0; i < s->n_rules; i++) {
        const struct anchored *a = &m->program->anchored[s->first_rule + i];
        if (a->plain)
            match_add(m, &(struct found){a->code, a->source, p, last, a->kind, 0});
        else
            try_rule(m, a, p);
    }
    for (uint32_t i = 0; i < s->n_owners && last == p; i++) {
        uint32_t owner = m->program->owners[s->first_owner + i];
        if (slot_at(m, owner, p) == p) try_rules(m, owner, p, p);
    }
}

/* Everything that is anchored at token i. */
static __attribute__((noinline)) void visit(struct match *m, uint32_t i, uint32_t sources) {
    const struct program *p = m->program;
    const struct tokens *t = m->t;
    if (t->kind[i] == UTS_TOKEN_NOTE_REF || match_in_label(t, i)) return;
    if (m->n_pending && i > m->pending_last && !same_place(t, m->pending_last, i)) merge_pending(m);
    bool word = is_word(t, i);
    for (int source = 0; source < SOURCES; source++) {
        if (!(sources >> source & 1)) continue;
        uint32_t cell = cell_of(m, source, symbol_of(t, source, i));
        if (!is_hot(cell)) continue;
        struct record r = *record_of(m, cell); /* a copy: learning more symbols moves the records */
        for (uint32_t k = 0; word && k < r.n_slots; k++) try_rules(m, m->lists.items[r.first_slot + k], i, i);
        for (uint32_t k = 0; k < r.n_spread; k++) {
            uint32_t atom = m->lists.items[r.first_spread + k];
            for (uint32_t j = p->atom_first[atom]; j < p->atom_first[atom + 1]; j++) {
                uint32_t last = slot_at(m, p->atom_slots[j], i);
                if (last != NOTHING) try_rules(m, p->atom_slots[j], i, last);
            }
        }
    }
}

bool match_run(struct match *m, const struct tokens *t, const struct spelling *spelling,
               const struct surroundings *surroundings, bool (*stop)(void *context), const struct hit **hits,
               uint32_t *n) {
    uint32_t sources = forms_sources(m->program->layers);
    m->t = t;
    m->spelling = spelling;
    m->surroundings = surroundings;
    m->n_hits = m->n_pending = m->n_leaves = 0;
    m->out_of_memory = !forms_begin(m);
    for (uint32_t i = 0; i < t->n && !m->out_of_memory;) {
        uint32_t end = t->n - i > SLICE ? i + SLICE : t->n;
        if (sources == 1u << SOURCE_FORM) {
            const uint64_t *open = m->memos[SOURCE_FORM].open;
            for (; i < end; i++) {
                uint32_t symbol = t->fold[i];
                if (__builtin_expect(open[symbol >> 6] >> (symbol & 63) & 1, 0) &&
                    is_hot(cell_of(m, SOURCE_FORM, symbol)))
                    visit(m, i, sources);
            }
        } else
            for (; i < end; i++) {
                bool hot = false;
                for (int s = 0; s < SOURCES; s++)
                    if (sources >> s & 1) hot |= is_hot(cell_of(m, s, symbol_of(t, s, i)));
                if (hot) visit(m, i, sources);
            }
        if (stop(spelling->context)) break;
    }
    if (m->n_pending) merge_pending(m);
    if (m->n_leaves) evaluate(m);
    merge_finish(m);
    *hits = m->hits;
    *n = m->n_hits;
    return !m->out_of_memory;
}
