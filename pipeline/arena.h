/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bump allocator: everything a job allocates, freed at once and kept for the next job. */
#ifndef UTSAGA_ARENA_H
#define UTSAGA_ARENA_H

#include <stddef.h>

typedef struct arena_block arena_block;

/* Zero-initialise. Not shared between threads without a lock. */
typedef struct arena {
    arena_block *blocks; /* newest first; the newest is the one in use */
    arena_block *spare;  /* kept by arena_reset */
} arena;

/* Uninitialised memory, aligned to `align` (a power of two up to 64). NULL when memory is out. */
void *arena_take(arena *a, size_t bytes, size_t align);
/* The same, zeroed. */
void *arena_zeroed(arena *a, size_t bytes, size_t align);
/* A NUL-terminated copy of n bytes. */
char *arena_copy(arena *a, const char *p, size_t n);
/* Forgets all allocations; keeps up to `keep` bytes of blocks for reuse. */
void arena_reset(arena *a, size_t keep);
void arena_free(arena *a);

#endif /* UTSAGA_ARENA_H */
