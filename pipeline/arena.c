/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Under ASan the unused part of a block is poisoned, so that a plugin that writes past its memory is caught. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { SMALLEST_BLOCK = 256 << 10, RED_ZONE = 16 };

struct arena_block {
    arena_block *next;
    size_t size; /* bytes of memory */
    size_t used;
    _Alignas(64) unsigned char memory[];
};

static arena_block *block_new(size_t bytes) {
    size_t size = bytes + 64 < SMALLEST_BLOCK ? SMALLEST_BLOCK : bytes + 64;
    size = (size + 63) & ~(size_t)63;
    arena_block *b = aligned_alloc(64, sizeof *b + size);
    if (!b) return NULL;
    b->size = size;
    b->used = 0;
    ASAN_POISON_MEMORY_REGION(b->memory, b->size);
    return b;
}

/* A block with room for `bytes`: a spare one when one is large enough. */
static arena_block *block_find(arena *a, size_t bytes) {
    for (arena_block **at = &a->spare; *at; at = &(*at)->next)
        if ((*at)->size >= bytes + 64) {
            arena_block *b = *at;
            *at = b->next;
            return b;
        }
    return block_new(bytes);
}

void *arena_take(arena *a, size_t bytes, size_t align) {
    if (bytes > SIZE_MAX / 2) return NULL;
    arena_block *b = a->blocks;
    size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;
    if (!b || at + bytes > b->size) {
        b = block_find(a, bytes);
        if (!b) return NULL;
        b->next = a->blocks;
        a->blocks = b;
        at = 0;
    }
    ASAN_UNPOISON_MEMORY_REGION(b->memory + at, bytes);
    b->used = at + bytes;
#ifdef ARENA_ASAN
    b->used += RED_ZONE;
    if (b->used > b->size) b->used = b->size;
#endif
    return b->memory + at;
}

void *arena_zeroed(arena *a, size_t bytes, size_t align) {
    void *p = arena_take(a, bytes, align);
    if (p) memset(p, 0, bytes);
    return p;
}

char *arena_copy(arena *a, const char *p, size_t n) {
    char *copy = arena_take(a, n + 1, 1);
    if (!copy) return NULL;
    if (n) memcpy(copy, p, n);
    copy[n] = '\0';
    return copy;
}

void arena_reset(arena *a, size_t keep) {
    size_t kept = 0;
    for (arena_block *b = a->spare; b; b = b->next) kept += b->size;
    while (a->blocks) {
        arena_block *b = a->blocks;
        a->blocks = b->next;
        if (kept + b->size > keep) {
            free(b);
            continue;
        }
        kept += b->size;
        b->used = 0;
        ASAN_POISON_MEMORY_REGION(b->memory, b->size);
        b->next = a->spare;
        a->spare = b;
    }
}

void arena_free(arena *a) {
    arena_reset(a, 0);
    while (a->spare) {
        arena_block *b = a->spare;
        a->spare = b->next;
        free(b);
    }
}
