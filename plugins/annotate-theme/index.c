/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index.h"

enum { PREFIX = LAYER_COUNT /* added to the layer in the tag of an entry */ };

struct index_entry {
    uint32_t hash; /* depends on the tag: layer, and whether it is a prefix */
    uint32_t atom; /* plus one; 0: free */
};

struct index_gram {
    uint32_t key; /* layer and three bytes, plus one; 0: free */
    uint32_t first, count;
};

bool numbers_add(struct numbers *list, uint32_t number) {
    if (!GROW(list->items, list->room, list->n + 1)) return false;
    list->items[list->n++] = number;
    return true;
}

/* ---- hashes ---------------------------------------------------------------------------------------------------- */

enum { HASH_START = 0x2545 };
static inline uint64_t hash_byte(uint64_t h, char c) { return (h ^ (unsigned char)c) * 0x100000001B3u; }

/* Any prefix's hash is a step on the way to the whole string's. */
static inline uint64_t hash_end(uint64_t h, uint32_t tag) {
    h = (h ^ tag) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 32;
}

static const struct index_entry *find_entry(const struct index *index, uint64_t hash, uint32_t tag, const char *s,
                                            uint32_t n) {
    for (uint32_t i = (uint32_t)hash & index->entry_mask;; i = (i + 1) & index->entry_mask) {
        const struct index_entry *e = &index->entries[i];
        if (!e->atom) return NULL;
        if (e->hash != (uint32_t)(hash >> 32)) continue;
        const struct atom *a = &index->atoms[e->atom - 1];
        bool is_prefix = a->prefix < a->n;
        if (a->layer + (is_prefix ? PREFIX : 0u) == tag && a->prefix == n && memcmp(a->pattern, s, n) == 0) return e;
    }
}

static struct index_gram *find_gram(const struct index *index, uint32_t key) {
    uint32_t i = (uint32_t)(key * 0x9E3779B97F4A7C15u >> 40) & index->gram_mask;
    while (index->grams[i].key && index->grams[i].key != key) i = (i + 1) & index->gram_mask;
    return &index->grams[i];
}

static inline uint32_t gram_key(uint32_t layer, const char *s) {
    return (layer << 24 | (uint32_t)(unsigned char)s[0] << 16 | (uint32_t)(unsigned char)s[1] << 8 |
            (unsigned char)s[2]) +
           1;
}

/* ---- building -------------------------------------------------------------------------------------------------- */

static bool is_wildcard(char c) { return c == ANY_RUN || c == ANY_CHAR; }

static uint32_t pair_of(const char *s) { return (uint32_t)(unsigned char)s[0] << 8 | (unsigned char)s[1]; }

static uint32_t start_of(const char *s) {
    uint32_t four;
    memcpy(&four, s, 4);
    return four * 0x9E3779B1u >> 16;
}

static void set_bit(uint64_t *bits, uint32_t i) { bits[i >> 6] |= 1ull << (i & 63); }
static bool has_bit(const uint64_t *bits, uint32_t i) { return bits[i >> 6] >> (i & 63) & 1; }

/* Most words of a text begin like no pattern at all, which one bit tells. */
static void note_start(struct index *index, const struct atom *a) {
    if (a->prefix >= 4)
        set_bit(index->starts, start_of(a->pattern));
    else if (a->prefix > 1)
        set_bit(index->short_starts, pair_of(a->pattern));
    else
        for (uint32_t i = 0; i < 256; i++)
            set_bit(index->short_starts, (uint32_t)(unsigned char)a->pattern[0] << 8 | i);
}

static bool may_match(const struct index *index, const char *s, uint32_t n) {
    return n < 4 || has_bit(index->starts, start_of(s)) || has_bit(index->short_starts, pair_of(s));
}

static void add_entry(struct index *index, uint32_t number, uint32_t tag) {
    const struct atom *a = &index->atoms[number];
    uint64_t h = HASH_START;
    for (uint32_t i = 0; i < a->prefix; i++) h = hash_byte(h, a->pattern[i]);
    h = hash_end(h, tag);
    uint32_t i = (uint32_t)h & index->entry_mask;
    while (index->entries[i].atom) i = (i + 1) & index->entry_mask;
    index->entries[i] = (struct index_entry){(uint32_t)(h >> 32), number + 1};
    note_start(index, a);
    if (tag >= PREFIX) index->prefix_lengths[a->layer] |= 1ull << (a->prefix < 63 ? a->prefix : 63);
}

/* Under its trigram that has the fewest patterns so far, so that common endings do not gather thousands. */
static void add_gram(struct index *index, struct atom *a, uint32_t number) {
    struct index_gram *best = NULL;
    uint32_t best_key = 0;
    for (uint32_t i = 0; i + 3 <= a->n; i++) {
        if (is_wildcard(a->pattern[i]) || is_wildcard(a->pattern[i + 1]) || is_wildcard(a->pattern[i + 2])) continue;
        uint32_t key = gram_key(a->layer, a->pattern + i);
        struct index_gram *g = find_gram(index, key);
        if (best && g->count >= best->count) continue;
        best = g;
        best_key = key;
    }
    if (!best) {
        a->next = index->rest[a->layer];
        index->rest[a->layer] = number;
        return;
    }
    if (!best->key) best->first = NO_ATOM;
    best->key = best_key;
    index->has_grams[a->layer] = true;
    a->next = best->first;
    best->first = number;
    best->count++;
}

/* An exact string or a prefix: found by its hash. */
static bool is_literal(const struct atom *a) {
    return a->prefix && (a->prefix == a->n || (a->prefix + 1 == a->n && a->pattern[a->prefix] == ANY_RUN));
}

/* At most half full, and small where little is in it, so that it stays in the cache. */
static uint32_t table_size(uint32_t n) {
    uint32_t size = 64;
    while (size < n * 2) size *= 2;
    return size;
}

bool index_build(struct index *index, struct atom *atoms, uint32_t n) {
    memset(index, 0, sizeof *index);
    for (int i = 0; i < LAYER_COUNT; i++) index->rest[i] = index->regexes[i] = NO_ATOM;
    for (int i = 0; i < 256; i++) index->spread[i] = NO_ATOM;
    uint32_t literals = 0;
    for (uint32_t i = 0; i < n; i++) literals += is_literal(&atoms[i]) && !atoms[i].regex;
    index->atoms = atoms;
    index->entry_mask = table_size(literals) - 1;
    index->gram_mask = table_size(n - literals) - 1;
    index->entries = calloc((size_t)index->entry_mask + 1, sizeof *index->entries);
    index->grams = calloc((size_t)index->gram_mask + 1, sizeof *index->grams);
    if (!index->entries || !index->grams) {
        index_free(index);
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct atom *a = &atoms[i];
        index->layers[a->layer] = true;
        if (a->regex) {
            a->next = index->regexes[a->layer];
            index->regexes[a->layer] = i;
        } else if (a->spread) {
            a->next = index->spread[(unsigned char)a->pattern[0]];
            index->spread[(unsigned char)a->pattern[0]] = i;
        } else if (is_literal(a))
            add_entry(index, i, a->layer + (a->prefix < a->n ? PREFIX : 0u));
        else
            add_gram(index, a, i);
    }
    return true;
}

void index_free(struct index *index) {
    free(index->entries);
    free(index->grams);
    memset(index, 0, sizeof *index);
}

/* ---- looking up ------------------------------------------------------------------------------------------------ */

static uint32_t char_bytes(char c) {
    unsigned char u = (unsigned char)c;
    return u < 0x80 ? 1 : u < 0xE0 ? 2 : u < 0xF0 ? 3 : 4;
}

/* Going back to the last "*" is enough: an earlier one could only take what the last can. */
bool glob_match(const char *pattern, uint32_t pattern_n, const char *s, uint32_t n) {
    uint32_t p = 0, i = 0, star = UINT32_MAX, star_i = 0;
    while (i < n) {
        if (p < pattern_n && pattern[p] == ANY_RUN) {
            star = ++p;
            star_i = i;
        } else if (p < pattern_n && pattern[p] == ANY_CHAR) {
            p++;
            i += char_bytes(s[i]);
        } else if (p < pattern_n && pattern[p] == s[i]) {
            p++;
            i++;
        } else if (star != UINT32_MAX) {
            p = star;
            star_i += char_bytes(s[star_i]);
            i = star_i;
        } else
            return false;
    }
    while (p < pattern_n && pattern[p] == ANY_RUN) p++;
    return p == pattern_n && i == n;
}

static bool add_if_match(const struct index *index, uint32_t atom, const char *s, uint32_t n, struct numbers *out) {
    const struct atom *a = &index->atoms[atom];
    /* The end settles most cases: patterns share their trigram, not their ending. */
    if (n < a->tail || memcmp(s + n - a->tail, a->pattern + a->n - a->tail, a->tail) != 0) return true;
    return !glob_match(a->pattern, a->n, s, n) || numbers_add(out, atom);
}

static bool find_literals(const struct index *index, uint32_t layer, const char *s, uint32_t n, struct numbers *out) {
    uint64_t h = HASH_START, lengths = index->prefix_lengths[layer];
    for (uint32_t i = 0; i < n; i++) {
        h = hash_byte(h, s[i]);
        if (!(lengths >> (i + 1 < 63 ? i + 1 : 63) & 1)) continue;
        const struct index_entry *e = find_entry(index, hash_end(h, layer + PREFIX), layer + PREFIX, s, i + 1);
        if (e && !numbers_add(out, e->atom - 1)) return false;
    }
    const struct index_entry *e = find_entry(index, hash_end(h, layer), layer, s, n);
    return !e || numbers_add(out, e->atom - 1);
}

bool index_find(const struct index *index, uint32_t layer, const char *s, uint32_t n, struct numbers *out) {
    if (!index->layers[layer] || n == 0) return true;
    if (may_match(index, s, n) && !find_literals(index, layer, s, n, out)) return false;
    for (uint32_t i = 0; i + 3 <= n && index->has_grams[layer]; i++) {
        const struct index_gram *g = find_gram(index, gram_key(layer, s + i));
        if (!g->key) continue;
        for (uint32_t a = g->first; a != NO_ATOM; a = index->atoms[a].next)
            if (!add_if_match(index, a, s, n, out)) return false;
    }
    for (uint32_t a = index->rest[layer]; a != NO_ATOM; a = index->atoms[a].next)
        if (!add_if_match(index, a, s, n, out)) return false;
    return true;
}

bool index_find_spread(const struct index *index, const char *s, uint32_t n, struct numbers *out) {
    if (n == 0) return true;
    for (uint32_t i = index->spread[(unsigned char)s[0]]; i != NO_ATOM; i = index->atoms[i].next) {
        const struct atom *a = &index->atoms[i];
        uint32_t common = n < a->prefix ? n : a->prefix;
        if (memcmp(a->pattern, s, common) != 0 || (n > a->n && a->prefix == a->n)) continue;
        if (!numbers_add(out, i)) return false;
    }
    return true;
}
