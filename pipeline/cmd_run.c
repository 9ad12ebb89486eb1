/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include "diag.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static run *interrupted;

/* The first signal stops the run in order; the second one kills, since the default action is restored. */
static void on_signal(int number) {
    if (interrupted) atomic_store(&interrupted->cancelled, true);
    signal(number, SIG_DFL);
}

void command_watch_signals(run *r) {
    interrupted = r;
    if (!r) return;
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* --outputs tei,csv: leaves out every other writer. */
static bool choose_writers(setup *s, const char *const *names) {
    registry *r = &s->run.registry;
    for (uint32_t i = 0; i < r->n_stages; i++)
        if (r->stages[i].d->kind == UTS_WRITER) s->selection.wanted[i] = false;
    for (; *names; names++) {
        char stage_name[64];
        snprintf(stage_name, sizeof stage_name, "write-%s", *names);
        if (!selection_add(&s->selection, r, stage_name)) return false;
    }
    return true;
}

bool command_choose_writers(setup *s, const char *outputs) {
    const char *names[32] = {NULL};
    char *copy = strdup(outputs), *rest = copy;
    size_t n = 0;
    for (char *name; copy && (name = strsep(&rest, ",")) && n < 31;)
        if (*name) names[n++] = name;
    bool good = copy && choose_writers(s, names);
    free(copy);
    return good;
}

static bool take_outputs(setup *s, const cli *c) {
    if (c->outputs) return command_choose_writers(s, c->outputs);
    return !s->project.outputs || choose_writers(s, s->project.outputs);
}

static int finish(setup *s, const char *folder) {
    run *r = &s->run;
    if (r->n_docs == r->n_skipped && r->inputs.n > 0) {
        diag_error("no document could be read; nothing was written");
        return EXIT_FAILED;
    }
    if (!run_finish(r) || !run_write_report(r) || !output_commit(r->output)) return EXIT_FAILED;
    uint64_t done = r->n_docs - r->n_skipped;
    diag_info("%llu document%s read, %llu skipped; results in %s", (unsigned long long)done, done == 1 ? "" : "s",
              (unsigned long long)r->n_skipped, folder);
    for (uint64_t i = 0; i < r->n_docs; i++)
        if (r->docs[i].error.n) diag_info("skipped: %s", r->docs[i].input->path);
    return r->n_skipped ? EXIT_SKIPPED : EXIT_OK;
}

static int run_all(setup *s, const cli *c) {
    int status;
    selection_add_usual(&s->selection, &s->run.registry);
    if (!take_outputs(s, c)) return EXIT_USAGE;
    if (s->run.inputs.n == 0) {
        diag_error("no transcripts: give files or folders, or `input:` in a project file; see: utsaga run --help");
        return EXIT_USAGE;
    }
    const char *folder = c->output ? c->output : project_path(&s->project, &s->run.memory, s->project.output);
    if (!folder) folder = "utsaga-output";
    if (!setup_stages(s, c, &status)) return status;
    if (!(s->run.output = output_open(folder))) return EXIT_FAILED;
    command_watch_signals(&s->run);
    bool good = run_documents(&s->run);
    if (atomic_load(&s->run.cancelled)) {
        diag_error("stopped; %s is as it was", folder);
        return EXIT_FAILED;
    }
    return good ? finish(s, folder) : EXIT_FAILED;
}

int command_run(const cli *c) {
    setup s;
    int status;
    if (setup_begin(&s, c, &status)) status = run_all(&s, c);
    setup_clear(&s);
    command_watch_signals(NULL);
    return status;
}
