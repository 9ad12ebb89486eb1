/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check: reads project file, codebook and participants and orders the stages, without reading a transcript. */
#include "command.h"

#include "diag.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_codebook_name(const char *path) {
    static const char *const suffixes[] = {".yaml", ".yml", ".tsv", ".csv", ".txt", NULL};
    const char *dot = strrchr(path, '.');
    for (const char *const *s = suffixes; dot && *s; s++)
        if (strcasecmp(dot, *s) == 0) return true;
    return false;
}

static void print_summary(const setup *s) {
    const uts_codebook *book = run_extension(UTS_EXT_CODEBOOK);
    if (book) {
        uint32_t groups = 0;
        for (uint32_t i = 0; i < book->n_codes; i++) groups += book->codes[i]->n_rules == 0;
        printf("codebook %s: %u codes, %u groups, %u rules\n", book->path, book->n_codes - groups, groups,
               book->n_rules);
    }
    const uts_participants *people = run_extension(UTS_EXT_PARTICIPANTS);
    if (people) {
        printf("participants: %u, variables:", people->n_participants);
        for (uint32_t i = 0; i < people->n_variables; i++) printf(" %s", people->variables[i]);
        putchar('\n');
    }
    const inputs *in = &s->run.inputs;
    for (uint32_t i = 0; i < in->n; i++) {
        if (in->files[i].error)
            printf("%s: %s\n", in->files[i].path, in->files[i].error);
        else
            printf("%s: %s, %llu bytes\n", in->files[i].path, in->files[i].reader->d->name,
                   (unsigned long long)in->files[i].bytes);
    }
    fputs("stages:", stdout);
    for (uint32_t i = 0; i < s->run.n_stages; i++) printf(" %s", s->run.stages[i]->d->name);
    putchar('\n');
}

int command_check(const cli *given) {
    /* `utsaga check codebook.yaml` means the codebook. */
    cli c = *given;
    if (!c.codebook && c.n_paths >= 1 && is_codebook_name(c.paths[0]) && strcmp(c.paths[0], "utsaga.yaml") != 0 &&
        !strstr(c.paths[0], "/utsaga.y")) {
        c.codebook = c.paths[0];
        c.paths++;
        c.n_paths--;
    }
    setup s;
    int status;
    if (setup_begin(&s, &c, &status)) {
        selection_add_usual(&s.selection, &s.run.registry);
        if (setup_stages(&s, &c, &status)) {
            print_summary(&s);
            status = EXIT_OK;
            for (uint32_t i = 0; i < s.run.inputs.n; i++)
                if (s.run.inputs.files[i].error) status = EXIT_SKIPPED;
        } else
            status = EXIT_FAILED;
    }
    setup_clear(&s);
    return status;
}
