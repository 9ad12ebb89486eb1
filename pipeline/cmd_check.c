/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check: reads project file, codebook and participants and orders the stages; tries the examples of the codebook; on
 * transcripts that are named, tells what its rules find. */
#include "check.h"

#include "diag.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_codebook_name(const char *path) {
    static const char *const suffixes[] = {".yaml", ".yml", ".json", ".tsv", ".tab", ".csv", ".xlsx",
                                           ".txt",  ".qdc", ".dic",  ".cat", ".cod", NULL};
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

/* The policy is part of every number. */
static void print_guide(void) {
    static const char *const overlaps[] = {"merge", "all", "longest", "longest-overall"};
    const uts_guide *guide = run_extension(UTS_EXT_CODING_GUIDE);
    if (guide && guide->overlap >= 0 && guide->overlap < 4) printf("overlap: %s\n", overlaps[guide->overlap]);
}

static bool is_project_name(const char *path) {
    return strcmp(path, "utsaga.yaml") == 0 || strstr(path, "/utsaga.y") != NULL;
}

static bool names_transcripts(const cli *c) {
    for (size_t i = 0; i < c->n_paths; i++)
        if (!is_project_name(c->paths[i])) return true;
    return false;
}

static int check_setup(const cli *c) {
    setup s;
    int status;
    if (setup_begin(&s, c, &status)) {
        s.run.every_note = true;
        selection_add_usual(&s.selection, &s.run.registry);
        if (setup_stages(&s, c, &status)) {
            print_summary(&s);
            print_guide();
            const uts_codebook *book = run_extension(UTS_EXT_CODEBOOK);
            const uts_guide *guide = run_extension(UTS_EXT_CODING_GUIDE);
            /* Transcripts say more than the lexicon does: check_corpus looks there. */
            if (book && guide && !names_transcripts(c)) check_lexicon(book, guide);
            status = EXIT_OK;
            for (uint32_t i = 0; i < s.run.inputs.n; i++)
                if (s.run.inputs.files[i].error) status = EXIT_SKIPPED;
        } else
            status = EXIT_FAILED;
    }
    setup_clear(&s);
    return status;
}

int command_check(const cli *given) {
    /* `utsaga check codebook.yaml` means the codebook. */
    cli c = *given;
    if (!c.codebook && c.n_paths >= 1 && is_codebook_name(c.paths[0]) && !is_project_name(c.paths[0])) {
        c.codebook = c.paths[0];
        c.paths++;
        c.n_paths--;
    }
    int status = check_setup(&c);
    if (status != EXIT_OK && status != EXIT_SKIPPED) return status;
    int examples = check_examples(&c), corpus = names_transcripts(&c) ? check_corpus(&c) : EXIT_OK;
    if (examples == EXIT_FAILED || corpus == EXIT_FAILED) return EXIT_FAILED;
    return corpus ? corpus : status;
}
