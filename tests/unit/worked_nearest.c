/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diag.h"
#include "tap.h"

int main(void) {
    static const char *const names[] = {"output", "outputs", "codebook", "participants", "set", NULL};
    is_str(diag_nearest("outptu", names), "output", "letters changed places");
    is_str(diag_nearest("codebok", names), "codebook", "a letter left out");
    ok(!diag_nearest("xyzzy", names), "nothing near");
    ok(!diag_nearest("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", names),
       "an endless word");
    return done();
}
