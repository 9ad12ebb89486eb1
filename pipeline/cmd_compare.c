/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: themes or words of groups of speakers against each other. */
#include "preset.h"

#include "diag.h"

static const char *const layers[] = {"turn", "token", "hit", NULL};
static const char *const tables[] = {"compare_rates", "compare_contrasts", "compare_tests",
                                     "compare_panel", "compare_tfidf",     NULL};
static const preset compare = {"analyse-compare", layers, tables};

static int compare_all(setup *s, const cli *c) {
    bool good = preset_give(s, &compare, "by", c->by, "--by") &&
                preset_give(s, &compare, "what", c->words ? "words" : NULL, "--words") &&
                preset_give(s, &compare, "tests", c->tests ? "true" : NULL, "--tests") &&
                preset_give(s, &compare, "versus", c->versus, "--versus");
    return good ? preset_run(s, c, &compare) : EXIT_USAGE;
}

int command_compare(const cli *c) {
    setup s;
    int status;
    if (setup_begin(&s, c, &status)) status = compare_all(&s, c);
    setup_clear(&s);
    command_watch_signals(NULL);
    return status;
}
