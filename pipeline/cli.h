/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command line: one table of options, shared by the commands that take them. */
#ifndef UTSAGA_CLI_H
#define UTSAGA_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Commands as bits, for the option table. */
enum {
    CMD_RUN = 1,
    CMD_CHECK = 2,
    CMD_SHOW = 4,
    CMD_PLUGINS = 8,
    CMD_DESCRIBE = 16,
    CMD_COMPARE = 32,
    CMD_AGREE = 64,
    CMD_KWIC = 128,
    CMD_CODEBOOK = 256,
    CMD_INIT = 512,
    CMD_ALL = 1023
};

typedef struct cli {
    const char *command;
    uint32_t bit;
    const char **paths; /* what is no option; n_paths of them */
    size_t n_paths;
    char **settings; /* --set, in order */
    size_t n_settings;
    const char *project, *codebook, *participants, *output, *language, *outputs, *with, *without, *threads,
        *plugin_path, *layer, *format, *by, *versus, *unit, *sort, *context;
    const char *query; /* of kwic */
    bool alone;        /* no project file, unless it is named */
    bool strict, quiet, verbose, json, markdown, help, words, tests, excel_sv, dry_run;
    const char *aside;      /* a file that is no input, wherever it lies; not from the command line */
    const char *codings[2]; /* files of codings, which agree finds among the paths */
} cli;

/* Parses the arguments of a command (argv[0] is its name). False: printed, with the nearest option. The caller frees
 * with cli_clear. */
bool cli_parse(cli *c, uint32_t bit, int argc, char **argv);
void cli_clear(cli *c);
/* Prints the options of a command, for --help. */
void cli_print_options(uint32_t bit);

#endif /* UTSAGA_CLI_H */
