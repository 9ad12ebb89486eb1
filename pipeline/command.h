/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands; each returns an exit status. */
#ifndef UTSAGA_COMMAND_H
#define UTSAGA_COMMAND_H

#include "cli.h"
#include "project.h"
#include "run.h"

int command_run(const cli *c);
int command_init(const cli *given);
int command_check(const cli *given);
int command_show(const cli *c);
int command_kwic(const cli *given);
int command_codebook(const cli *given);
int command_plugins(const cli *c);
int command_describe(const cli *c);
int command_compare(const cli *c);
int command_agree(const cli *given);

/*
 * What run, show and check have in common, in setup.c: loads plugins, reads the project file, takes over the options of
 * the command line, finds the inputs and reads the participants.
 */
typedef struct setup {
    run run;
    project project;
    selection selection;
    const char *base; /* folder of the project file, NULL without one */
} setup;

/* False: printed; *status is the exit status. Call setup_clear in any case. */
bool setup_begin(setup *s, const cli *c, int *status);
/* Applies --with and --without, orders the stages and creates them. */
bool setup_stages(setup *s, const cli *c, int *status);
void setup_clear(setup *s);

/* In cmd_run.c. Ctrl-C stops the run in order; NULL: no run any more. */
void command_watch_signals(run *r);
/* Leaves out every writer but those of a list such as "csv,xlsx". False: printed. */
bool command_choose_writers(setup *s, const char *outputs);

#endif /* UTSAGA_COMMAND_H */
