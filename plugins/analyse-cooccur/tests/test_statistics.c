/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures against values worked out by hand and in exact fractions. */
#include "statistics.h"
#include <tap.h>

static double value(bool (*stat)(const struct association *, double *), struct association n) {
    double out = -1e9; /* stays when undefined */
    stat(&n, &out);
    return out;
}

int main(void) {
    /* 10,000 units, 40 with one code, 60 with the other, 12 with both: expected together 0.24. */
    struct association n = {12, 40, 60, 10000};
    is_close(value(stat_jaccard, n), 12.0 / 88, 1e-15, "Jaccard 12/88");
    is_close(value(stat_npmi, n), log2(12 / 0.24) / -log2(12 / 10000.0), 1e-12, "NPMI by its definition");
    is_close(value(stat_npmi, n), 0.5816759434446308, 1e-9, "NPMI, worked value");
    is_close(value(stat_log_dice, n), 11.94110631094643, 1e-9, "logDice, worked value");
    is_close(value(stat_g2, n), 76.74872003605086, 1e-9, "G2 of four cells, worked value");
    /* Exact cases: 8 units, 4 and 4, 2 together is independence; 4 together is identity. */
    struct association independent = {2, 4, 4, 8}, identical = {4, 4, 4, 8}, disjoint = {0, 4, 4, 8};
    is_close(value(stat_npmi, independent), 0, 1e-15, "NPMI of independent codes is 0");
    is_close(value(stat_g2, independent), 0, 1e-15, "G2 of independent codes is 0");
    is_close(value(stat_log_dice, independent), 13, 1e-15, "logDice one below its top: half as often");
    is_close(value(stat_npmi, identical), 1, 1e-15, "NPMI of identical codes is 1");
    is_close(value(stat_jaccard, identical), 1, 1e-15, "Jaccard of identical codes is 1");
    is_close(value(stat_log_dice, identical), 14, 1e-15, "logDice of identical codes is 14");
    is_close(value(stat_g2, identical), 16 * log(2), 1e-12, "G2 of identical codes: 2 · 8 · ln 2");
    is_close(value(stat_g2, disjoint), 16 * log(2), 1e-12, "G2 of codes that never meet");
    is_close(value(stat_jaccard, disjoint), 0, 0, "Jaccard of codes that never meet is 0");
    /* Undefined: never a number, never NaN. */
    struct association never = {0, 0, 0, 8}, always = {8, 8, 8, 8}, nothing = {0, 0, 0, 0};
    is_close(value(stat_npmi, disjoint), -1e9, 0, "NPMI is undefined where codes never meet");
    is_close(value(stat_log_dice, disjoint), -1e9, 0, "logDice is undefined where codes never meet");
    is_close(value(stat_jaccard, never), -1e9, 0, "Jaccard is undefined where neither occurs");
    is_close(value(stat_npmi, always), -1e9, 0, "NPMI is undefined where both are everywhere");
    is_close(value(stat_g2, always), 0, 0, "G2 where both are everywhere is 0");
    is_close(value(stat_g2, nothing), -1e9, 0, "G2 is undefined without units");
    /* Every small table: measures are finite and in range where they are defined. */
    bool good = true;
    for (uint64_t units = 0; units <= 12; units++)
        for (uint64_t a = 0; a <= units; a++)
            for (uint64_t b = 0; b <= units; b++)
                for (uint64_t both = a + b > units ? a + b - units : 0; both <= a && both <= b; both++) {
                    struct association t = {both, a, b, units};
                    double j = 0, p = 0, d = 0, g = 0;
                    stat_jaccard(&t, &j);
                    stat_npmi(&t, &p);
                    stat_log_dice(&t, &d);
                    stat_g2(&t, &g);
                    good = good && j >= 0 && j <= 1 && p > -1 && p <= 1 + 1e-12 && d <= 14 && g >= 0 && g < 1000;
                }
    ok(good, "all tables of up to 12 units give values in range");
    return done();
}
