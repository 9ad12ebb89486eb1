/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "symtab.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHUNK_BITS = 12,
    CHUNK = 1 << CHUNK_BITS, /* entries a chunk */
    MAX_CHUNKS = 1 << 13,
    POOL_BLOCK = 128 << 10,
    PADDING = 32,
    BATCH = 32
};

/* The first 16 bytes stand in the slot, so that a lookup of a usual word touches one cache line and no string. */
typedef struct slot {
    uint64_t low, high;
    uint32_t symbol, length; /* symbol 0: free */
} slot;

typedef struct entry {
    const char *p;
    uint32_t n;
} entry;

typedef struct pool_block {
    struct pool_block *next;
    char memory[];
} pool_block;

struct symtab {
    slot *slots;
    uint32_t capacity; /* a power of two */
    uint32_t count;
    pool_block *pool;
    size_t pool_used, pool_size;
    entry *chunks[MAX_CHUNKS];
    uint32_t *promoted[MAX_CHUNKS];
};

/*
 * Not calloc: probing would first READ fresh pages, which map the shared zero page, and each later write would be a
 * copy-on-write fault that interrupts the other workers. The barrier keeps the compiler from turning this into calloc.
 */
static void *zeroed(size_t bytes) {
    void *p = malloc(bytes);
    if (!p) return NULL;
    __asm__ volatile("" : "+r"(p));
    memset(p, 0, bytes);
    return p;
}

static inline uint64_t mix(uint64_t a, uint64_t b) {
    __extension__ typedef unsigned __int128 wide;
    wide r = (wide)a * b;
    return (uint64_t)r ^ (uint64_t)(r >> 64);
}

/* Bytes to look at: ones before place 16, zeros after. Sliding over it makes the mask of any length without a branch.
 */
static const unsigned char mask_bytes[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                             255, 255, 255, 255, 255, 255, 255, 255};

/* The first 16 bytes of a string of n bytes, zero-filled; reads 16 bytes. */
static inline void head_of(const char *p, size_t n, uint64_t *low, uint64_t *high) {
    uint64_t mask[2];
    memcpy(mask, mask_bytes + 16 - (n < 16 ? n : 16), sizeof mask);
    memcpy(low, p, 8);
    memcpy(high, p + 8, 8);
    *low &= mask[0];
    *high &= mask[1];
}

static inline uint64_t hash_of(const char *p, size_t n, uint64_t low, uint64_t high) {
    uint64_t h = mix(low ^ 0x9E3779B97F4A7C15ull, high ^ 0xE7037ED1A0B428DBull ^ n);
    for (size_t k = 16; k < n; k += 8) {
        uint64_t word = 0;
        memcpy(&word, p + k, n - k < 8 ? n - k : 8);
        h = mix(h ^ word, 0x8EBC6AF09C88C6E3ull);
    }
    return h;
}

static inline entry *entry_at(const symtab *t, uts_sym symbol) {
    return &t->chunks[symbol >> CHUNK_BITS][symbol & (CHUNK - 1)];
}

symtab *symtab_new(void) {
    symtab *t = zeroed(sizeof *t);
    if (!t) return NULL;
    t->capacity = 1 << 13;
    t->slots = zeroed(t->capacity * sizeof *t->slots);
    t->chunks[0] = zeroed(CHUNK * sizeof(entry));
    t->count = 1;
    if (!t->slots || !t->chunks[0]) {
        symtab_free(t);
        return NULL;
    }
    t->chunks[0][0] = (entry){"", 0};
    return t;
}

void symtab_free(symtab *t) {
    if (!t) return;
    free(t->slots);
    while (t->pool) {
        pool_block *b = t->pool;
        t->pool = b->next;
        free(b);
    }
    for (uint32_t i = 0; i < MAX_CHUNKS; i++) {
        free(t->chunks[i]);
        free(t->promoted[i]);
    }
    free(t);
}

uint32_t symtab_count(const symtab *t) { return t->count; }

static bool grow(symtab *t) {
    uint32_t capacity = t->capacity * 2;
    slot *slots = zeroed(capacity * sizeof *slots);
    if (!slots) return false;
    for (uint32_t i = 0; i < t->capacity; i++) {
        const slot *s = &t->slots[i];
        if (!s->symbol) continue;
        uint64_t h = hash_of(entry_at(t, s->symbol)->p, s->length, s->low, s->high);
        uint32_t j = (uint32_t)h & (capacity - 1);
        while (slots[j].symbol) j = (j + 1) & (capacity - 1);
        slots[j] = *s;
    }
    free(t->slots);
    t->slots = slots;
    t->capacity = capacity;
    return true;
}

static char *pool_copy(symtab *t, const char *p, size_t n) {
    size_t need = n + PADDING;
    if (!t->pool || t->pool_used + need > t->pool_size) {
        size_t size = need > POOL_BLOCK ? need : POOL_BLOCK;
        pool_block *b = malloc(sizeof *b + size);
        if (!b) return NULL;
        b->next = t->pool;
        t->pool = b;
        t->pool_used = 0;
        t->pool_size = size;
    }
    char *copy = t->pool->memory + t->pool_used;
    memcpy(copy, p, n);
    memset(copy + n, 0, PADDING);
    /* The padding of one string is the room of the next: readers only need the bytes to be there. */
    t->pool_used += n + 1;
    return copy;
}

static __attribute__((noinline)) uts_sym add(symtab *t, uint64_t hash, uint64_t low, uint64_t high, const char *p,
                                             size_t n) {
    if (t->count / (CHUNK) >= MAX_CHUNKS || n > UINT32_MAX) return 0;
    /* Three quarters full: a probe is longer then, but fewer of them miss the cache. */
    if ((uint64_t)t->count * 4 > (uint64_t)t->capacity * 3 && !grow(t)) return 0;
    uts_sym symbol = t->count;
    if (!t->chunks[symbol >> CHUNK_BITS]) {
        t->chunks[symbol >> CHUNK_BITS] = zeroed(CHUNK * sizeof(entry));
        if (!t->chunks[symbol >> CHUNK_BITS]) return 0;
    }
    char *copy = pool_copy(t, p, n);
    if (!copy) return 0;
    *entry_at(t, symbol) = (entry){copy, (uint32_t)n};
    uint32_t j = (uint32_t)hash & (t->capacity - 1);
    while (t->slots[j].symbol) j = (j + 1) & (t->capacity - 1);
    t->slots[j] = (slot){low, high, symbol, (uint32_t)n};
    t->count++;
    return symbol;
}

static inline uts_sym find(symtab *t, const char *p, size_t n, uint64_t low, uint64_t high, uint64_t hash) {
    for (uint32_t j = (uint32_t)hash & (t->capacity - 1);; j = (j + 1) & (t->capacity - 1)) {
        const slot *s = &t->slots[j];
        if (s->low == low && s->high == high && s->length == n && s->symbol &&
            (n <= 16 || memcmp(entry_at(t, s->symbol)->p + 16, p + 16, n - 16) == 0))
            return s->symbol;
        if (!s->symbol) return add(t, hash, low, high, p, n);
    }
}

uts_sym symtab_intern(symtab *t, const char *p, size_t n) {
    if (n == 0) return 0;
    char padded[16] = {0};
    if (n < 16) memcpy(padded, p, n);
    uint64_t low, high;
    head_of(n < 16 ? padded : p, n, &low, &high);
    return find(t, p, n, low, high, hash_of(p, n, low, high));
}

/* Up to BATCH strings: hashes them and prefetches their slots before the first lookup, since the table is larger than
 * the cache. */
static inline bool intern_batch(symtab *t, const uts_str *strings, uint32_t n, uts_sym *out) {
    uint64_t low[BATCH], high[BATCH], hash[BATCH];
    for (uint32_t k = 0; k < n; k++) {
        head_of(strings[k].p, strings[k].n, &low[k], &high[k]);
        hash[k] = hash_of(strings[k].p, strings[k].n, low[k], high[k]);
        __builtin_prefetch(&t->slots[(uint32_t)hash[k] & (t->capacity - 1)]);
    }
    for (uint32_t k = 0; k < n; k++) {
        out[k] = strings[k].n ? find(t, strings[k].p, strings[k].n, low[k], high[k], hash[k]) : 0;
        if (strings[k].n && !out[k]) return false;
    }
    return true;
}

bool symtab_intern_spans(symtab *t, const char *text, const uint32_t *begin, const uint32_t *end, uint32_t n,
                         uts_sym *out) {
    uts_str strings[BATCH];
    for (uint32_t i = 0; i < n; i += BATCH) {
        uint32_t batch = n - i < BATCH ? n - i : BATCH;
        for (uint32_t k = 0; k < batch; k++) strings[k] = (uts_str){text + begin[i + k], end[i + k] - begin[i + k]};
        if (!intern_batch(t, strings, batch, out + i)) return false;
    }
    return true;
}

bool symtab_intern_list(symtab *t, const uts_str *strings, uint32_t n, uts_sym *out) {
    for (uint32_t i = 0; i < n; i += BATCH)
        if (!intern_batch(t, strings + i, n - i < BATCH ? n - i : BATCH, out + i)) return false;
    return true;
}

uts_str symtab_spell(const symtab *t, uts_sym symbol) {
    const entry *e = entry_at(t, symbol);
    return (uts_str){e->p, e->n};
}

uint32_t *symtab_promoted(symtab *t, uts_sym symbol) {
    uint32_t **chunk = &t->promoted[symbol >> CHUNK_BITS];
    if (!*chunk) *chunk = zeroed(CHUNK * sizeof **chunk);
    return *chunk ? &(*chunk)[symbol & (CHUNK - 1)] : NULL;
}
