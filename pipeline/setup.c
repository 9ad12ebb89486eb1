/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include "diag.h"
#include "limits.h"
#include "number.h"
#include "options.h"
#include "participants.h"
#include <glob.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static bool is_project_file(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    return strcmp(name, "utsaga.yaml") == 0 || strcmp(name, "utsaga.yml") == 0;
}

/* The project file: --project, or a PATH of that name, or utsaga.yaml here when there is no PATH. */
static const char *find_project(const cli *c) {
    if (c->project) return c->project;
    for (size_t i = 0; i < c->n_paths; i++)
        if (is_project_file(c->paths[i])) return c->paths[i];
    return c->n_paths == 0 && !c->alone && access("utsaga.yaml", R_OK) == 0 ? "utsaga.yaml" : NULL;
}

static bool give_settings(setup *s, const cli *c) {
    registry *r = &s->run.registry;
    for (size_t i = 0; i < s->project.n_settings; i++) {
        const project_setting *p = &s->project.settings[i];
        stage *st = registry_need(r, p->stage, p->where);
        if (!st || !options_give(st, p->option, p->value, p->where)) return false;
    }
    stage *theme = registry_find(r, "annotate-theme");
    if (theme && s->project.codebook &&
        !options_give(theme, "codebook", s->project.codebook, s->project.codebook_where))
        return false;
    if (theme && c->codebook && !options_give(theme, "codebook", c->codebook, "--codebook")) return false;
    if (theme && c->query && !options_give(theme, "query", c->query, "QUERY")) return false;
    if (!theme && (c->codebook || s->project.codebook)) {
        diag_error("there is no plugin annotate-theme, so a codebook cannot be used; see: utsaga plugins");
        return false;
    }
    stage *csv = c->excel_sv ? registry_need(r, "write-csv", "--excel-sv") : NULL;
    if (c->excel_sv && (!csv || !options_give(csv, "dialect", "excel-sv", "--excel-sv"))) return false;
    for (size_t i = 0; i < c->n_settings; i++)
        if (!options_give_setting(r, c->settings[i], "--set")) return false;
    return true;
}

static bool add_pattern(setup *s, const char *pattern) {
    if (access(pattern, F_OK) == 0 || !strpbrk(pattern, "*?[")) return inputs_add(&s->run.inputs, pattern);
    glob_t found;
    int status = glob(pattern, 0, NULL, &found);
    if (status == GLOB_NOMATCH) return inputs_add(&s->run.inputs, pattern);
    bool good = status == 0;
    for (size_t i = 0; good && i < found.gl_pathc; i++) good = inputs_add(&s->run.inputs, found.gl_pathv[i]);
    globfree(&found);
    return good;
}

static bool add_inputs(setup *s, const cli *c) {
    inputs *in = &s->run.inputs;
    inputs_exclude(in, c->codebook);
    inputs_exclude(in, c->participants);
    inputs_exclude(in, c->aside);
    inputs_exclude(in, c->codings[0]);
    inputs_exclude(in, c->codings[1]);
    inputs_exclude(in, s->project.path);
    inputs_exclude(in, project_path(&s->project, &s->run.memory, s->project.codebook));
    inputs_exclude(in, project_path(&s->project, &s->run.memory, s->project.participants));
    size_t named = 0;
    for (size_t i = 0; i < c->n_paths; i++) {
        if (is_project_file(c->paths[i])) continue;
        named++;
        if (!inputs_add(in, c->paths[i])) return false;
    }
    for (const char **p = s->project.input; p && *p && named == 0; p++)
        if (!add_pattern(s, project_path(&s->project, &s->run.memory, *p))) return false;
    return inputs_prepare(in, &s->run.registry);
}

static bool read_participants(setup *s, const cli *c) {
    const char *path =
        c->participants ? c->participants : project_path(&s->project, &s->run.memory, s->project.participants);
    if (!path) return true;
    const uts_participants *p = participants_read(path);
    return p && run_host()->publish(UTS_EXT_PARTICIPANTS, p) == UTS_OK;
}

static bool take_threads(run *r, const cli *c) {
    int64_t threads = omp_get_max_threads();
    if (c->threads && (!number_parse_int(c->threads, &threads) || threads < 1 || threads > LIMIT_THREADS)) {
        diag_error("--threads: \"%s\" is not a number from 1 to %d", c->threads, LIMIT_THREADS);
        return false;
    }
    r->threads = threads > LIMIT_THREADS ? LIMIT_THREADS : (uint32_t)threads;
    return true;
}

static bool take_language(run *r, const setup *s, const cli *c) {
    const char *language = c->language ? c->language : s->project.language;
    if (!language) return true;
    if (strcmp(language, "sv") != 0 && strcmp(language, "en") != 0) {
        diag_error("--lang: \"%s\" is not sv or en", language);
        return false;
    }
    r->language = language;
    return true;
}

bool setup_begin(setup *s, const cli *c, int *status) {
    memset(s, 0, sizeof *s);
    *status = EXIT_FAILED;
    if (!run_init(&s->run) || !registry_load(&s->run.registry, c->plugin_path) ||
        !selection_init(&s->selection, &s->run.registry)) {
        diag_error("out of memory");
        return false;
    }
    for (uint32_t i = 0; i < s->run.registry.n_plugins; i++)
        if (s->run.registry.plugins[i].refused)
            diag_warn("plugin %s: %s", s->run.registry.plugins[i].path, s->run.registry.plugins[i].refused);
    s->run.strict = c->strict;
    s->run.quiet = c->quiet;
    *status = EXIT_USAGE;
    const char *file = find_project(c);
    if (file && !project_read(&s->project, &s->run.memory, file)) return false;
    s->base = file ? s->project.base : NULL;
    return take_threads(&s->run, c) && take_language(&s->run, s, c) && give_settings(s, c) && read_participants(s, c) &&
           add_inputs(s, c);
}

/* Calls `change` for each name of a list separated by commas. */
static bool each_name(setup *s, const char *list, bool (*change)(selection *, const registry *, const char *)) {
    char *copy = list ? strdup(list) : NULL, *rest = copy;
    bool good = !list || copy;
    for (char *name; good && rest && (name = strsep(&rest, ","));)
        if (*name) good = change(&s->selection, &s->run.registry, name);
    free(copy);
    return good;
}

/* Without a codebook and a query there are no themes to look for. */
static void drop_idle_theme(setup *s) {
    stage *theme = registry_find(&s->run.registry, "annotate-theme");
    if (!theme || s->selection.demanded[theme->index]) return;
    for (size_t i = 0; theme->d->options && theme->d->options[i]; i++) {
        const char *name = theme->d->options[i]->name;
        if ((strcmp(name, "codebook") == 0 || strcmp(name, "query") == 0) && options_value(theme, i)) return;
    }
    s->selection.wanted[theme->index] = false;
}

/* Options of stages that do not run are checked all the same, and it is said that they do nothing. */
static bool check_idle_options(setup *s) {
    for (uint32_t i = 0; i < s->run.registry.n_stages; i++) {
        stage *st = &s->run.registry.stages[i];
        const char *where = NULL;
        for (size_t k = 0; st->d->options && st->d->options[k]; k++)
            if (st->given[k]) where = st->given_at[k];
        /* Ordering has left in `wanted` just what runs; readers always do. */
        if (!where || s->selection.wanted[i] || st->d->kind == UTS_READER) continue;
        if (!options_fill(st, &s->run.memory, s->base)) return false;
        /* A project file serves several commands; the command line means this one. */
        if (where[0] == '-')
            diag_warn("%s: stage %s is not part of this run, so its options do nothing", where, st->d->name);
    }
    return true;
}

bool setup_stages(setup *s, const cli *c, int *status) {
    *status = EXIT_USAGE;
    for (const char **name = s->project.with; name && *name; name++)
        if (!selection_add(&s->selection, &s->run.registry, *name)) return false;
    for (const char **name = s->project.without; name && *name; name++)
        if (!selection_remove(&s->selection, &s->run.registry, *name)) return false;
    if (!each_name(s, c->with, selection_add) || !each_name(s, c->without, selection_remove)) return false;
    drop_idle_theme(s);
    s->run.stages = graph_order(&s->run.registry, &s->selection, &s->run.n_stages);
    if (!s->run.stages) return false;
    return check_idle_options(s) && run_create_stages(&s->run, s->base);
}

void setup_clear(setup *s) {
    run_clear(&s->run);
    selection_clear(&s->selection);
    participants_clear();
}
