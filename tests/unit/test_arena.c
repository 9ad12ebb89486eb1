/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of a job: aligned, zeroed when it says so, apart, and reused after a reset. */
#include "arena.h"
#include <stdint.h>
#include <tap.h>

int main(void) {
    arena a = {0};
    uint32_t misaligned = 0, dirty = 0, overlap = 0;
    for (int round = 0; round < 3; round++) {
        unsigned char *before = NULL;
        size_t before_size = 0;
        for (uint32_t i = 0; i < 5000; i++) {
            size_t size = 1 + i * 37 % 3000, align = (size_t)1 << i % 7;
            unsigned char *p = i % 2 ? arena_zeroed(&a, size, align) : arena_take(&a, size, align);
            if (!p) break;
            misaligned += (uintptr_t)p % align != 0;
            for (size_t k = 0; i % 2 && k < size; k++) dirty += p[k] != 0;
            memset(p, (int)(i & 0xFF), size);
            for (size_t k = 0; k < before_size; k++) overlap += before[k] != (unsigned char)(i - 1);
            before = p;
            before_size = size;
        }
        arena_reset(&a, 1 << 16);
    }
    is_int(misaligned, 0, "allocations are aligned");
    is_int(dirty, 0, "zeroed memory is zero, also when it is used again");
    is_int(overlap, 0, "an allocation does not touch the one before");
    char *copy = arena_copy(&a, "abc\0def", 7);
    ok(copy && memcmp(copy, "abc\0def", 8) == 0, "a copy has its bytes and a NUL");
    ok(arena_take(&a, (size_t)64 << 20, 64) != NULL, "one allocation larger than any block");
    ok(arena_zeroed(&a, SIZE_MAX - 32, 64) == NULL, "an impossible size is refused");
    arena_free(&a);
    return done();
}
