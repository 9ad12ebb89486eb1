/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init: looks at a folder with the readers and the stages that find speakers, and proposes a study. */
#include "init.h"

#include "diag.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* Files of a study that are no transcripts, by how their name begins. */
static const char *const codebook_names[] = {"kodbok", "kodschema", "codebook", "teman", "themes", NULL};
static const char *const participants_names[] = {"participants", "deltagare", NULL};
static const char *const codebook_suffixes[] = {".yaml", ".yml", ".tsv", ".csv", ".txt", ".qdc", NULL};
static const char *const participants_suffixes[] = {".csv", NULL};

static bool is_called(const char *file, const char *const *names, const char *const *suffixes) {
    const char *dot = strrchr(file, '.');
    bool named = false, suffixed = false;
    for (; *names; names++) named |= strncasecmp(file, *names, strlen(*names)) == 0;
    for (; dot && *suffixes; suffixes++) suffixed |= strcasecmp(dot, *suffixes) == 0;
    return named && suffixed;
}

static int visible(const struct dirent *e) { return e->d_name[0] != '.' && e->d_name[0] != '~'; }
static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

/* Looks for the files of a study beside the transcripts; the first by name of each kind. */
static bool look_around(init *in) {
    struct dirent **names;
    int n = scandir(in->folder, &names, visible, by_name);
    bool good = n >= 0;
    for (int i = 0; i < n; i++) {
        const char *file = names[i]->d_name;
        char **kept = is_called(file, participants_names, participants_suffixes) ? &in->participants
                      : is_called(file, codebook_names, codebook_suffixes)       ? &in->codebook
                                                                                 : NULL;
        if (kept && !*kept && asprintf(kept, "%s/%s", in->folder, file) < 0) good = false;
        free(names[i]);
    }
    if (n >= 0) free(names);
    return good;
}

static const uts_table *table_of(const run *r, const char *name) {
    for (uint32_t i = 0; i < r->n_tables; i++)
        if (strcmp(r->tables[i]->name, name) == 0) return r->tables[i];
    return NULL;
}

static int finish(setup *s, init *in) {
    run *r = &s->run;
    if (!run_finish(r)) return EXIT_FAILED;
    in->run = r;
    in->speakers = table_of(r, "speakers");
    in->files = table_of(r, "files");
    in->variables = table_of(r, "variables");
    if (!in->speakers || !in->files) return EXIT_FAILED;
    init_report(in);
    if (r->n_docs == r->n_skipped) {
        diag_error("%s: no document could be read; nothing was written", in->folder);
        return EXIT_FAILED;
    }
    if (!init_write(in)) return EXIT_FAILED;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        diag_error("standard output cannot be written");
        return EXIT_FAILED;
    }
    return r->n_skipped ? EXIT_SKIPPED : EXIT_OK;
}

static int look(setup *s, const cli *c, init *in) {
    int status;
    run *r = &s->run;
    if (r->inputs.n == 0) {
        diag_error("%s: holds no transcripts that a plugin can read; see: utsaga plugins", in->folder);
        return EXIT_USAGE;
    }
    selection_add_layer(&s->selection, &r->registry, "turn");
    selection_add_layer(&s->selection, &r->registry, "token");
    if (!selection_add(&s->selection, &r->registry, "analyse-speakers")) return EXIT_USAGE;
    if (!setup_stages(s, c, &status)) return status;
    r->mute = true;
    command_watch_signals(r);
    bool good = run_documents(r);
    if (atomic_load(&r->cancelled)) {
        diag_error("stopped");
        return EXIT_FAILED;
    }
    return good ? finish(s, in) : EXIT_FAILED;
}

int command_init(const cli *given) {
    cli c = *given;
    struct stat st;
    if (c.n_paths != 1 || stat(c.paths[0], &st) != 0 || !S_ISDIR(st.st_mode)) {
        if (c.n_paths == 1)
            diag_error("%s: is no folder; give the folder with the transcripts", c.paths[0]);
        else
            diag_error("give one folder; see: utsaga init --help");
        return EXIT_USAGE;
    }
    init in = {.folder = c.paths[0], .dry_run = c.dry_run};
    setup s;
    int status = EXIT_FAILED;
    if (!look_around(&in)) {
        diag_error("%s: cannot be read", in.folder);
    } else {
        c.participants = in.participants;
        c.aside = in.codebook;
        if (setup_begin(&s, &c, &status)) status = look(&s, &c, &in);
        setup_clear(&s);
    }
    command_watch_signals(NULL);
    free(in.codebook);
    free(in.participants);
    return status;
}
