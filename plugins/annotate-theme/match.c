/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match.h"
#include "text.h"
#include <utsaga/layers.h>

/*
 * What is known of a symbol is a number in a memo: 0 nothing yet, below HOT one more than a record that starts no rule,
 * from HOT on a record that does. A bit that says "unknown or hot" decides about nearly every token.
 */
enum { SOURCE_FORM, SOURCE_NORM, SOURCE_LEMMA, SOURCE_PARTS, SOURCES };
#define HOT     0x80000000u
#define NOTHING UINT32_MAX
/* Tokens that a pattern with signs and wildcards may cover. */
enum { MAX_RUN = 16, RUN_BYTES = 512 };
/* Tokens between two questions whether to stop. */
enum { SLICE = 65536 };

/* The slots that a string matches, and the spread atoms that may begin with it: ranges of match.lists. */
struct record {
    uint32_t first_slot, n_slots, first_spread, n_spread;
};

/* A rule that matched, before exclusions and merging. */
struct found {
    uint32_t code, rule, first, last;
    uint8_t kind, polarity;
};

/* Up to here an insertion sort is faster than qsort, which asks for memory. */
enum { SHORT_LIST = 16 };

struct memo {
    uint32_t *cells, room;
    uint64_t *open; /* bit per symbol: not known, or hot. 16 times smaller than the cells, so it stays in the cache */
    uint32_t open_room;
};

struct match {
    const struct program *program;
    struct memo memos[SOURCES];
    uint32_t epoch;
    struct record *records;
    uint32_t n_records, records_room;
    struct numbers lists, atoms;
    struct found *pending; /* of the sentence under way */
    uint32_t n_pending, pending_room, pending_last;
    struct hit *hits;
    uint32_t n_hits, hits_room;
    const struct tokens *t;
    const struct spelling *spelling;
    bool out_of_memory;
    struct numbers ends[2], starts[2]; /* scratch of rule_at and try_rules */
};

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
    return m;
}

void match_free(struct match *m) {
    if (!m) return;
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

/* ---- what a symbol matches ------------------------------------------------------------------------------------- */

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static bool look_up(struct match *m, int source, const char *s, size_t n) {
    static const uint8_t layers[SOURCES][2] = {{LAYER_FORM, LAYER_FORM},
                                               {LAYER_NORM, LAYER_NORM},
                                               {LAYER_LEMMA, LAYER_PART},
                                               {LAYER_PART, LAYER_PART}};
    char buffer[RUN_BYTES];
    if (source != SOURCE_FORM) {
        size_t folded = text_fold(s, n, buffer, sizeof buffer);
        if (folded != SIZE_MAX) { /* else a monster, longer than any pattern: taken as it is */
            s = buffer;
            n = folded;
        }
    }
    if (!index_find(&m->program->index, layers[source][0], s, (uint32_t)n, &m->atoms)) return false;
    return layers[source][0] == layers[source][1] ||
           index_find(&m->program->index, layers[source][1], s, (uint32_t)n, &m->atoms);
}

/* Collects in m->atoms what the string of @p symbol matches. */
static bool look_up_symbol(struct match *m, int source, uint32_t symbol) {
    size_t n;
    const char *s = m->spelling->spell(m->spelling->context, symbol, &n);
    m->atoms.n = 0;
    if (source != SOURCE_PARTS) return look_up(m, source, s, n);
    for (size_t start = 0, i = 0; i <= n; i++) {
        if (i < n && s[i] != '+') continue;
        if (!look_up(m, source, s + start, i - start)) return false;
        start = i + 1;
    }
    return true;
}

/* Slots of the atoms in m->atoms, ascending and each once, at the end of m->lists. */
static bool list_slots(struct match *m, struct record *r, bool *hot) {
    const struct program *p = m->program;
    r->first_slot = m->lists.n;
    for (uint32_t i = 0; i < m->atoms.n; i++)
        for (uint32_t k = p->atom_first[m->atoms.items[i]]; k < p->atom_first[m->atoms.items[i] + 1]; k++) {
            if (!numbers_add(&m->lists, p->atom_slots[k])) return false;
            *hot = *hot || p->slots[p->atom_slots[k]].n_rules > 0;
        }
    uint32_t *list = m->lists.items + r->first_slot, n = m->lists.n - r->first_slot, kept = 0;
    if (n > 1) qsort(list, n, sizeof *list, compare_numbers);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || list[i] != list[i - 1]) list[kept++] = list[i];
    r->n_slots = kept;
    m->lists.n = r->first_slot + kept;
    return true;
}

static bool list_spread(struct match *m, uint32_t symbol, struct record *r, bool *hot) {
    const struct program *p = m->program;
    size_t n;
    const char *s = m->spelling->spell(m->spelling->context, symbol, &n);
    r->first_spread = m->lists.n;
    if (!index_find_spread(&p->index, s, (uint32_t)n, &m->lists)) return false;
    r->n_spread = m->lists.n - r->first_spread;
    for (uint32_t i = 0; i < r->n_spread; i++) {
        uint32_t atom = m->lists.items[r->first_spread + i];
        for (uint32_t k = p->atom_first[atom]; k < p->atom_first[atom + 1]; k++)
            *hot = *hot || p->slots[p->atom_slots[k]].n_rules > 0;
    }
    return true;
}

/* Fills the memo cell of a symbol that was not met before. */
static __attribute__((noinline)) uint32_t learn(struct match *m, int source, uint32_t symbol) {
    struct record r = {0, 0, 0, 0};
    bool hot = false, good = symbol == 0 || (look_up_symbol(m, source, symbol) && list_slots(m, &r, &hot));
    if (good && symbol && source == SOURCE_FORM) good = list_spread(m, symbol, &r, &hot);
    uint32_t number = 0;
    if (good && (r.n_slots || r.n_spread)) {
        good = GROW(m->records, m->records_room, m->n_records + 1);
        if (good) {
            number = m->n_records;
            m->records[m->n_records++] = r;
        }
    }
    if (!good) m->out_of_memory = true;
    if (!hot || !good) m->memos[source].open[symbol >> 6] &= ~(1ull << (symbol & 63));
    return m->memos[source].cells[symbol] = hot && good ? HOT | number : number + 1;
}

static inline uint32_t cell_of(struct match *m, int source, uint32_t symbol) {
    uint32_t cell = m->memos[source].cells[symbol];
    return cell ? cell : learn(m, source, symbol);
}

static inline bool is_hot(uint32_t cell) { return cell >= HOT; }

static inline const struct record *record_of(const struct match *m, uint32_t cell) {
    return &m->records[is_hot(cell) ? cell & ~HOT : cell - 1];
}

/* The symbol of token k that a source looks at; 0: none. */
static inline uint32_t symbol_of(const struct tokens *t, int source, uint32_t k) {
    switch (source) {
    case SOURCE_FORM:
        return t->fold[k];
    case SOURCE_NORM:
        return t->norm[k] ? t->norm[k] : t->fold[k];
    case SOURCE_LEMMA:
        return t->lemma[k];
    default:
        return t->parts[k];
    }
}

/* Bit s: rules of the program look at source s. */
static uint32_t sources_of(uint32_t layers) {
    uint32_t sources = 0;
    if (layers & 1u << LAYER_FORM) sources |= 1u << SOURCE_FORM;
    if (layers & 1u << LAYER_NORM) sources |= 1u << SOURCE_NORM;
    if (layers & (1u << LAYER_LEMMA | 1u << LAYER_PART)) sources |= 1u << SOURCE_LEMMA;
    if (layers & 1u << LAYER_PART) sources |= 1u << SOURCE_PARTS;
    return sources;
}

static bool begin_memos(struct match *m, const struct spelling *spelling) {
    bool forget = m->epoch != spelling->epoch;
    if (forget) m->lists.n = 0;
    if (forget) m->n_records = 1;
    m->epoch = spelling->epoch;
    uint32_t sources = sources_of(m->program->layers);
    for (int s = 0; s < SOURCES; s++) {
        struct memo *memo = &m->memos[s];
        uint32_t old = forget ? 0 : memo->room, old_open = forget ? 0 : memo->open_room;
        if (!(sources >> s & 1)) continue;
        if (!GROW(memo->cells, memo->room, spelling->n_symbols)) return false;
        memset(memo->cells + old, 0, (size_t)(memo->room - old) * sizeof *memo->cells);
        if (!GROW(memo->open, memo->open_room, (spelling->n_symbols >> 6) + 1)) return false;
        memset(memo->open + old_open, 0xFF, (size_t)(memo->open_room - old_open) * sizeof *memo->open);
    }
    return true;
}

/* ---- slots at tokens ------------------------------------------------------------------------------------------- */

/* The last token of the shortest run beginning at @p k whose text is what the atom says, or NOTHING. */
static uint32_t spread_at(struct match *m, const struct atom *a, uint32_t k) {
    const struct tokens *t = m->t;
    char text[RUN_BYTES];
    uint32_t used = 0;
    for (uint32_t i = k; i < t->n && i < k + MAX_RUN; i++) {
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

/* True when token i names who speaks: a label or an attribution is no text. Other metadata, such as a title, is. */
static bool in_label(const struct tokens *t, uint32_t i) {
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

/* The last token of the slot's match that begins at token k, or NOTHING. */
static uint32_t slot_at(struct match *m, uint32_t slot, uint32_t k) {
    const struct slot *s = &m->program->slots[slot];
    if (in_label(m->t, k)) return NOTHING;
    if (is_word(m->t, k)) {
        if (s->any) return k;
        uint32_t sources = sources_of(s->layers);
        for (int source = 0; source < SOURCES; source++) {
            if (!(sources >> source & 1)) continue;
            uint32_t cell = cell_of(m, source, symbol_of(m->t, source, k));
            if (cell != 1 && has_slot(m, record_of(m, cell), slot)) return k;
        }
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

/* ---- exclusions and merging ------------------------------------------------------------------------------------ */

static int compare_found(const void *a, const void *b) {
    const struct found *x = a, *y = b;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->last != y->last) return x->last > y->last ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static int compare_hits(const void *a, const void *b) {
    const struct hit *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->last != y->last) return x->last < y->last ? -1 : 1;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    return x->excluded_by < y->excluded_by ? -1 : x->excluded_by > y->excluded_by;
}

static void sort_found(struct found *f, uint32_t n) {
    if (n > SHORT_LIST) {
        qsort(f, n, sizeof *f, compare_found);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        struct found moved = f[i];
        uint32_t k = i;
        for (; k > 0 && compare_found(&moved, &f[k - 1]) < 0; k--) f[k] = f[k - 1];
        f[k] = moved;
    }
}

static void sort_hits(struct hit *hits, uint32_t n) {
    if (n > SHORT_LIST) {
        qsort(hits, n, sizeof *hits, compare_hits);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        struct hit moved = hits[i];
        uint32_t k = i;
        for (; k > 0 && compare_hits(&moved, &hits[k - 1]) < 0; k--) hits[k] = hits[k - 1];
        hits[k] = moved;
    }
}

static void add_hit(struct match *m, const struct hit *hit) {
    if (!GROW(m->hits, m->hits_room, m->n_hits + 1)) {
        m->out_of_memory = true;
        return;
    }
    m->hits[m->n_hits++] = *hit;
}

/* The first of @p others that overlaps @p f, or NULL. @p from moves on past those that end before it. */
static const struct found *overlapping(const struct found *f, const struct found *others, uint32_t n, uint32_t *from) {
    while (*from < n && others[*from].last < f->first) ++*from;
    for (uint32_t i = *from; i < n && others[i].first <= f->last; i++)
        if (others[i].last >= f->first) return &others[i];
    return NULL;
}

/* Extends @p open by a match that overlaps it, or starts anew. */
static void merge(struct match *m, struct hit *open, bool *is_open, const struct found *f, uint32_t excluded_by) {
    if (*is_open && f->first <= open->last) {
        if (f->last > open->last) open->last = f->last;
        return;
    }
    if (*is_open) add_hit(m, open);
    *is_open = true;
    *open = (struct hit){f->code, f->rule, f->polarity, f->first, f->last, excluded_by};
}

/* One code's matches in a sentence: includes, then exclusions, then forced ones, each by place. */
static void resolve_code(struct match *m, const struct found *f, uint32_t n) {
    uint32_t includes = 0, excludes, from = 0, force_from = 0;
    struct hit kept, removed;
    bool has_kept = false, has_removed = false;
    while (includes < n && f[includes].kind == RULE_INCLUDE) includes++;
    excludes = includes;
    while (excludes < n && f[excludes].kind == RULE_EXCLUDE) excludes++;
    for (uint32_t i = 0; i < includes; i++) {
        const struct found *by = overlapping(&f[i], f + includes, excludes - includes, &from);
        if (by && overlapping(&f[i], f + excludes, n - excludes, &force_from)) by = NULL;
        if (by)
            merge(m, &removed, &has_removed, &f[i], by->rule);
        else
            merge(m, &kept, &has_kept, &f[i], NOTHING);
    }
    if (has_kept) add_hit(m, &kept);
    if (has_removed) add_hit(m, &removed);
}

/* Turns the matches of a finished sentence into hits. */
static void resolve(struct match *m) {
    uint32_t n = m->n_pending, start = m->n_hits;
    struct found *f = m->pending;
    sort_found(f, n);
    for (uint32_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && f[k].code == f[i].code; k++) continue;
        resolve_code(m, f + i, k - i);
    }
    if (n > 1 && m->hits) sort_hits(m->hits + start, m->n_hits - start);
    m->n_pending = 0;
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

/* True when a negator stands among the distance + 1 words before the match, in the same sentence. */
static bool negated(struct match *m, const struct rule *rule, uint32_t start) {
    const struct tokens *t = m->t;
    uint32_t words = 0;
    for (uint32_t k = start; k-- > 0 && words <= rule->neg_distance && same_place(t, start, k);) {
        if (t->kind[k] == UTS_TOKEN_SENTENCE_END || t->kind[k] == UTS_TOKEN_OMITTED) return false;
        if (!is_word(t, k)) continue;
        if (slot_at(m, m->program->negator_slot, k) != NOTHING) return true;
        words++;
    }
    return false;
}

static void add_pending(struct match *m, const struct anchored *a, uint32_t first, uint32_t last, uint8_t polarity) {
    if (!GROW(m->pending, m->pending_room, m->n_pending + 1)) {
        m->out_of_memory = true;
        return;
    }
    if (m->n_pending == 0 || last > m->pending_last) m->pending_last = last;
    m->pending[m->n_pending++] = (struct found){a->code, a->source, first, last, a->kind, polarity};
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
        if (end == NOTHING) continue;
        if (rule->negation == NEG_NONE || negated(m, rule, start) == (rule->negation == NEG_WANTED))
            add_pending(m, a, start, end, rule->negation == NEG_WANTED);
    }
}

/* The rules whose anchor is @p slot, which matched tokens p to last. */
static void try_rules(struct match *m, uint32_t slot, uint32_t p, uint32_t last) {
    const struct slot *s = &m->program->slots[slot];
    for (uint32_t i = 0; i < s->n_rules; i++) {
        const struct anchored *a = &m->program->anchored[s->first_rule + i];
        if (a->plain)
            add_pending(m, a, p, last, 0);
        else
            try_rule(m, a, p);
    }
}

/* Everything that is anchored at token i. */
static __attribute__((noinline)) void visit(struct match *m, uint32_t i, uint32_t sources) {
    const struct program *p = m->program;
    const struct tokens *t = m->t;
    if (t->kind[i] == UTS_TOKEN_NOTE_REF || in_label(t, i)) return;
    if (m->n_pending && i > m->pending_last && !same_place(t, m->pending_last, i)) resolve(m);
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

bool match_run(struct match *m, const struct tokens *t, const struct spelling *spelling, bool (*stop)(void *context),
               const struct hit **hits, uint32_t *n) {
    uint32_t sources = sources_of(m->program->layers);
    m->t = t;
    m->spelling = spelling;
    m->n_hits = m->n_pending = 0;
    m->out_of_memory = !begin_memos(m, spelling);
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
    if (m->n_pending) resolve(m);
    *hits = m->hits;
    *n = m->n_hits;
    return !m->out_of_memory;
}
