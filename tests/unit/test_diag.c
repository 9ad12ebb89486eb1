/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "did you mean": near words are offered, far ones are not. */
#include "diag.h"
#include <tap.h>

int main(void) {
    static const char *const names[] = {"annotate-token", "annotate-turn", "write-tei", "write-html", "run", NULL};
    static const struct {
        const char *word, *nearest;
    } cases[] = {{"annotate-tokn", "annotate-token"}, {"annotat-turn", "annotate-turn"},
                 {"write-tie", "write-tei"},          {"rnu", "run"},
                 {"write-htm", "write-html"},         {"run", "run"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        is_str(diag_nearest(cases[i].word, names), cases[i].nearest, cases[i].word);
    ok(!diag_nearest("frequency", names), "a word like none of them");
    ok(!diag_nearest("xq", names), "a short word like none of them");
    static const char *const none[] = {NULL};
    ok(!diag_nearest("run", none), "no candidates");
    return done();
}
