/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each symbol matches: looked up once, then kept for all documents of the worker. */
#include "match_internal.h"
#include "text.h"
#include <unicode/uregex.h>
#include <unicode/ustring.h>

/* Bounds of one regular expression on one word form: steps of ICU's engine (some milliseconds) and bytes. */
enum { REGEX_STEPS = 100, REGEX_STACK = 1 << 20 };
enum { UPOS_COUNT = 17 };

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Regular expressions hold the state of a search: each worker has its own. */
bool forms_open(struct match *m) {
    const struct program *p = m->program;
    bool any = false;
    for (int l = 0; l < LAYER_COUNT; l++) any = any || p->index.regexes[l] != NO_ATOM;
    if (!any || !p->n_atoms) return true;
    m->regexes = calloc(p->n_atoms, sizeof *m->regexes);
    if (!m->regexes) return false;
    for (int l = 0; l < LAYER_COUNT; l++)
        for (uint32_t a = p->index.regexes[l]; a != NO_ATOM; a = p->atoms[a].next) {
            UErrorCode error = U_ZERO_ERROR;
            UChar wide[RUN_BYTES];
            int32_t n = 0;
            u_strFromUTF8(wide, RUN_BYTES, &n, p->atoms[a].pattern, (int32_t)p->atoms[a].n, &error);
            m->regexes[a] = uregex_open(wide, n, l == LAYER_CASE ? 0 : UREGEX_CASE_INSENSITIVE, NULL, &error);
            uregex_setTimeLimit(m->regexes[a], REGEX_STEPS, &error);
            uregex_setStackLimit(m->regexes[a], REGEX_STACK, &error);
            if (U_FAILURE(error)) return false;
        }
    return true;
}

void forms_close(struct match *m) {
    for (uint32_t a = 0; m->regexes && a < m->program->n_atoms; a++) uregex_close(m->regexes[a]);
    free(m->regexes);
}

/* Adds the regular expressions of a layer that match the whole string. */
static bool find_regexes(struct match *m, int layer, const char *s, size_t n) {
    const struct program *p = m->program;
    UChar wide[RUN_BYTES];
    int32_t length = 0;
    UErrorCode error = U_ZERO_ERROR;
    if (p->index.regexes[layer] == NO_ATOM || n == 0) return true;
    u_strFromUTF8(wide, RUN_BYTES, &length, s, (int32_t)n, &error);
    for (uint32_t a = p->index.regexes[layer]; a != NO_ATOM && U_SUCCESS(error); a = p->atoms[a].next) {
        UErrorCode searching = U_ZERO_ERROR;
        uregex_setText(m->regexes[a], wide, length, &searching);
        bool found = uregex_matches(m->regexes[a], 0, &searching);
        if (U_FAILURE(searching))
            m->n_timeouts++;
        else if (found && !numbers_add(&m->atoms, a))
            return false;
    }
    return true;
}

static bool find_in_layer(struct match *m, int layer, const char *s, size_t n) {
    return index_find(&m->program->index, (uint32_t)layer, s, (uint32_t)n, &m->atoms) && find_regexes(m, layer, s, n);
}

static bool find_bare(struct match *m, const char *s, size_t n) {
    char bare[RUN_BYTES];
    size_t length = m->program->layers & 1u << LAYER_BARE ? text_bare(s, n, bare, sizeof bare - 16) : 0;
    return length == SIZE_MAX || find_in_layer(m, LAYER_BARE, bare, length);
}

/* Forms are folded already; everything else is folded here, but for what is compared as written. */
static bool look_up(struct match *m, int source, const char *s, size_t n, bool last) {
    char buffer[RUN_BYTES];
    if (source != SOURCE_FORM) {
        size_t length = source == SOURCE_CASE ? text_clean(s, n, buffer, sizeof buffer - 16)
                                              : text_fold(s, n, buffer, sizeof buffer - 16);
        if (length != SIZE_MAX) { /* else a monster, longer than any pattern: taken as it is */
            s = buffer;
            n = length;
        }
    }
    switch (source) {
    case SOURCE_FORM:
        return find_in_layer(m, LAYER_FORM, s, n) && find_bare(m, s, n);
    case SOURCE_NORM:
        return find_in_layer(m, LAYER_NORM, s, n);
    case SOURCE_LEMMA:
        return find_in_layer(m, LAYER_LEMMA, s, n) && find_in_layer(m, LAYER_PART, s, n) &&
               find_in_layer(m, LAYER_HEAD, s, n);
    case SOURCE_PARTS:
        return find_in_layer(m, LAYER_PART, s, n) && find_in_layer(m, last ? LAYER_HEAD : LAYER_MOD, s, n);
    case SOURCE_UPOS:
        return find_in_layer(m, LAYER_UPOS, s, n);
    default:
        return find_in_layer(m, LAYER_CASE, s, n);
    }
}

/* Collects in m->atoms what the string of @p symbol matches. */
static bool look_up_symbol(struct match *m, int source, uint32_t symbol) {
    size_t n;
    m->atoms.n = 0;
    if (source == SOURCE_UPOS) {
        const char *name = symbol <= UPOS_COUNT ? text_upos_names[symbol - 1] : "";
        return look_up(m, source, name, strlen(name), true);
    }
    const char *s = m->spelling->spell(m->spelling->context, symbol, &n);
    if (source != SOURCE_PARTS) return look_up(m, source, s, n, true);
    for (size_t start = 0, i = 0; i <= n; i++) {
        if (i < n && s[i] != '+') continue;
        if (!look_up(m, source, s + start, i - start, i == n)) return false;
        start = i + 1;
    }
    return true;
}

/* Something is looked for when the slot matches. */
static bool is_anchor(const struct slot *slot) { return slot->n_rules > 0 || slot->n_owners > 0; }

/* Slots of the atoms in m->atoms, ascending and each once, at the end of m->lists. */
static bool list_slots(struct match *m, struct record *r, bool *hot) {
    const struct program *p = m->program;
    r->first_slot = m->lists.n;
    for (uint32_t i = 0; i < m->atoms.n; i++)
        for (uint32_t k = p->atom_first[m->atoms.items[i]]; k < p->atom_first[m->atoms.items[i] + 1]; k++) {
            if (!numbers_add(&m->lists, p->atom_slots[k])) return false;
            *hot = *hot || is_anchor(&p->slots[p->atom_slots[k]]);
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
            *hot = *hot || is_anchor(&p->slots[p->atom_slots[k]]);
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
    static const uint32_t sources_of[LAYER_COUNT] = {
        [LAYER_FORM] = 1u << SOURCE_FORM, [LAYER_BARE] = 1u << SOURCE_FORM,
        [LAYER_NORM] = 1u << SOURCE_NORM, [LAYER_LEMMA] = 1u << SOURCE_LEMMA,
        [LAYER_MOD] = 1u << SOURCE_PARTS, [LAYER_PART] = 1u << SOURCE_LEMMA | 1u << SOURCE_PARTS,
        [LAYER_UPOS] = 1u << SOURCE_UPOS, [LAYER_HEAD] = 1u << SOURCE_LEMMA | 1u << SOURCE_PARTS,
        [LAYER_CASE] = 1u << SOURCE_CASE,
    };
    uint32_t sources = 0;
    for (int l = 0; l < LAYER_COUNT; l++)
        if (layers & 1u << l) sources |= sources_of[l];
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
        uint32_t symbols = s == SOURCE_UPOS ? UPOS_COUNT + 1 : spelling->n_symbols;
        uint32_t old = forget ? 0 : memo->room, old_open = forget ? 0 : memo->open_room;
        if (!(sources >> s & 1)) continue;
        if (!GROW(memo->cells, memo->room, symbols)) return false;
        memset(memo->cells + old, 0, (size_t)(memo->room - old) * sizeof *memo->cells);
        if (!GROW(memo->open, memo->open_room, (symbols >> 6) + 1)) return false;
        memset(memo->open + old_open, 0xFF, (size_t)(memo->open_room - old_open) * sizeof *memo->open);
    }
    return true;
}
