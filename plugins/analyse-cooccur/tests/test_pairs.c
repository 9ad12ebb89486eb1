/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pair counting against a loop over all pairs, on random small documents. */
#include "pairs.h"
#include <tap.h>

enum { CODES = 5, MOST = 60 };

static uint64_t seed = 1234567;
static uint32_t draw(uint32_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static struct place places[MOST];
static uint32_t turns[MOST], n_places;

/* Units are stretches; a turn holds one stretch or more. */
static void draw_document(void) {
    uint32_t unit = 1, turn = 0, position = 0;
    n_places = draw(MOST);
    for (uint32_t i = 0; i < n_places; i++) {
        if (draw(6) == 0) {
            unit++;
            position = 0;
            turn += draw(2);
        }
        position += draw(5);
        places[i] = (struct place){draw(CODES), position, unit};
        turns[i] = turn;
    }
}

static uint64_t all_pairs(uint32_t a, uint32_t b, uint32_t window) {
    uint64_t pairs = 0;
    for (uint32_t i = 0; i < n_places; i++)
        for (uint32_t j = 0; j < n_places; j++) {
            bool codes = (places[i].code == a && places[j].code == b) || (places[i].code == b && places[j].code == a);
            pairs += codes && places[i].unit == places[j].unit && places[i].position < places[j].position &&
                     places[j].position - places[i].position <= window;
        }
    return pairs;
}

/* Units that hold both; with a window, turns that hold a pair. */
static uint32_t all_units(uint32_t a, uint32_t b, uint32_t window) {
    uint32_t units = 0;
    for (uint32_t unit = 0; unit < MOST; unit++) {
        bool has_a = false, has_b = false, has_pair = false;
        for (uint32_t i = 0; i < n_places; i++) {
            has_a = has_a || (places[i].unit == unit && places[i].code == a);
            has_b = has_b || (places[i].unit == unit && places[i].code == b);
            for (uint32_t j = 0; j < n_places; j++) {
                bool codes =
                    (places[i].code == a && places[j].code == b) || (places[i].code == b && places[j].code == a);
                has_pair = has_pair || (codes && turns[i] == unit && places[i].unit == places[j].unit &&
                                        places[i].position < places[j].position &&
                                        places[j].position - places[i].position <= window);
            }
        }
        units += window == UINT32_MAX ? has_a && has_b : has_pair;
    }
    return units;
}

static bool same(const struct counter *c, uint32_t window) {
    for (uint32_t a = 0; a < CODES; a++)
        for (uint32_t b = a; b < CODES; b++) {
            struct pair got = {a, b, 0, 0};
            for (uint32_t i = 0; i < c->n_out; i++)
                if (c->out[i].a == a && c->out[i].b == b) got = c->out[i];
            if (got.pairs == all_pairs(a, b, window) && got.units_both == all_units(a, b, window)) continue;
            printf("# codes %u %u: %u pairs, expected %u\n", a, b, (unsigned)got.pairs,
                   (unsigned)all_pairs(a, b, window));
            return false;
        }
    return true;
}

int main(void) {
    struct counter c = {0};
    bool units = true, windows = true;
    for (uint32_t i = 0; i < 1000; i++) {
        draw_document();
        if (!counter_begin(&c, CODES)) return 1;
        units = units && counter_units(&c, places, n_places) && same(&c, UINT32_MAX);
        uint32_t window = 1 + draw(12);
        windows = windows && counter_window(&c, places, turns, n_places, window) && same(&c, window);
    }
    ok(units, "pairs and units of whole units are those of all pairs");
    ok(windows, "pairs and turns of windows are those of all pairs");
    counter_free(&c);
    return done();
}
