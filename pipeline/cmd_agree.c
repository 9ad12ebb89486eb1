/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agree: codings by people against each other and against the rules. */
#include "preset.h"

#include "diag.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const layers[] = {"turn", "token", "hit", NULL};
static const char *const tables[] = {"agreement", "agreement_all", "agreement_spans", "disagreements", NULL};
static const preset agree = {"analyse-agree", layers, tables};

static bool ends_in(const char *path, const char *suffix) {
    size_t n = strlen(path), k = strlen(suffix);
    return n > k && strcasecmp(path + n - k, suffix) == 0;
}

/* A table of codings names its places; a codebook does not. */
static bool holds_codings(const char *path) {
    char line[1000] = "";
    FILE *f = ends_in(path, ".csv") || ends_in(path, ".tsv") ? fopen(path, "rb") : NULL;
    if (f && !fgets(line, sizeof line, f)) line[0] = '\0';
    if (f) fclose(f);
    return (strcasestr(line, "document") || strcasestr(line, "dokument")) &&
           (strcasestr(line, "begin") || strcasestr(line, "start") || strcasestr(line, "tur"));
}

static bool is_codebook(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (strcmp(name, "utsaga.yaml") == 0 || strcmp(name, "utsaga.yml") == 0) return false;
    return ends_in(path, ".yaml") || ends_in(path, ".yml") || ends_in(path, ".csv") || ends_in(path, ".tsv");
}

/* Sorts what was named into files of codings, the codebook, and what is read. False: printed. */
static bool sort_paths(cli *c) {
    size_t kept = 0, n = 0;
    for (size_t i = 0; i < c->n_paths; i++) {
        const char *path = c->paths[i];
        if (holds_codings(path)) {
            if (n == 2) {
                diag_error("%s: a third file of codings; name the coders in one file, in a column coder", path);
                return false;
            }
            c->codings[n++] = path;
        } else if (!c->codebook && is_codebook(path))
            c->codebook = path;
        else
            c->paths[kept++] = path;
    }
    c->n_paths = kept;
    return true;
}

static int agree_all(setup *s, const cli *c) {
    bool good = preset_give(s, &agree, "codings", c->codings[0], "agree") &&
                preset_give(s, &agree, "codings-2", c->codings[1], "agree") &&
                preset_give(s, &agree, "unit", c->unit, "--unit");
    return good ? preset_run(s, c, &agree) : EXIT_USAGE;
}

int command_agree(const cli *given) {
    cli c = *given;
    setup s;
    int status = EXIT_USAGE;
    if (!sort_paths(&c)) return status;
    if (setup_begin(&s, &c, &status)) status = agree_all(&s, &c);
    setup_clear(&s);
    command_watch_signals(NULL);
    return status;
}
