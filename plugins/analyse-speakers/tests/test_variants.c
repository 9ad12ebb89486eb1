/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "census.h"

#include <tap.h>

static bool are_alike(const char *a, const char *b) {
    struct variants_name x, y;
    variants_fold(a, &x);
    variants_fold(b, &y);
    return variants_alike(&x, &y);
}

int main(void) {
    static const char *const alike[][2] = {{"IP", "Ip"},
                                           {"IP", "IP."},
                                           {"Anna", "Anna Ek"},
                                           {"ÅSA", "Åsa"},
                                           {"Anna Ek", "Anna  Ek"},
                                           {"Bo-Lennart", "Bo Lennart"},
                                           {"Anna", "Anna (skrattar)"}};
    static const char *const apart[][2] = {{"IP", "IP"},       {"IP1", "IP2"},
                                           {"IP", "IP 1"},     {"I", "IP"},
                                           {"Anna", "Annika"}, {"Anna Ek", "Anna Al"},
                                           {"", "Anna"},       {"Deltagare", "Deltagare 2"}};
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        ok(are_alike(alike[i][0], alike[i][1]), alike[i][1]);
        ok(are_alike(alike[i][1], alike[i][0]), alike[i][0]);
    }
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        ok(!are_alike(apart[i][0], apart[i][1]) && !are_alike(apart[i][1], apart[i][0]), apart[i][1]);
    return done();
}
