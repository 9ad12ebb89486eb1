/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The set of pairs against a plain table. */
#include "freq.h"
#include <tap.h>

int main(void) {
    enum { SIDE = 60 };
    static bool here[SIDE][SIDE];
    struct pairs pairs = {0};
    uint64_t seed = 7;
    bool good = true;
    for (uint32_t round = 0; round < 3; round++) {
        uint32_t distinct = 0;
        memset(here, 0, sizeof here);
        for (uint32_t i = 0; i < 5000; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint32_t a = (uint32_t)(seed >> 40) % SIDE, b = (uint32_t)(seed >> 20) % SIDE;
            good = good && pairs_add(&pairs, (uint64_t)a << 32 | a, b + 1) == !here[a][b];
            distinct += !here[a][b];
            here[a][b] = true;
        }
        good = good && pairs.used == distinct;
        pairs_clear(&pairs);
    }
    ok(good, "a pair is new once, and again after clearing");
    pairs_free(&pairs);
    return done();
}
