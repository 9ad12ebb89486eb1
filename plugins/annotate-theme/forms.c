/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each symbol matches: looked up once, then kept for all documents of the worker. */
#include "match_internal.h"
#include "text.h"

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

uint32_t forms_learn(struct match *m, int source, uint32_t symbol) {
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

uint32_t forms_sources(uint32_t layers) {
    uint32_t sources = 0;
    if (layers & 1u << LAYER_FORM) sources |= 1u << SOURCE_FORM;
    if (layers & 1u << LAYER_NORM) sources |= 1u << SOURCE_NORM;
    if (layers & (1u << LAYER_LEMMA | 1u << LAYER_PART)) sources |= 1u << SOURCE_LEMMA;
    if (layers & 1u << LAYER_PART) sources |= 1u << SOURCE_PARTS;
    return sources;
}

bool forms_begin(struct match *m) {
    const struct spelling *spelling = m->spelling;
    bool forget = m->epoch != spelling->epoch;
    if (forget) m->lists.n = 0;
    if (forget) m->n_records = 1;
    m->epoch = spelling->epoch;
    uint32_t sources = forms_sources(m->program->layers);
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
