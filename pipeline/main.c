/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include "diag.h"
#include <malloc.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    uint32_t bit;
    int (*run)(const cli *);
    const char *summary, *usage, *examples;
} commands[] = {
    {"init", CMD_INIT, command_init, "look at a folder, say what is there, propose participants.csv and utsaga.yaml",
     "utsaga init FOLDER [--dry-run]", "  utsaga init intervjuer\n  utsaga init intervjuer --dry-run\n"},
    {"run", CMD_RUN, command_run, "annotate, count and write",
     "utsaga run [PATH…] [--codebook FILE] [--participants FILE] [--output DIR]",
     "  utsaga run intervjuer --codebook kodbok.yaml --participants deltagare.csv --output resultat\n"
     "  utsaga run                      (with a project file utsaga.yaml in this folder)\n"
     "  utsaga run rapport.txt -c kodbok.tsv -o ut --outputs csv,html --set analyse-cooccur.window=5\n"},
    {"check", CMD_CHECK, command_check, "look at codebook, participants and project; try the codebook on transcripts",
     "utsaga check [CODEBOOK] [PATH…] [--participants FILE]",
     "  utsaga check kodbok.yaml              (mistakes, and the examples that stand in it)\n"
     "  utsaga check kodbok.yaml intervjuer   (what its rules find there)\n"
     "  utsaga check intervjuer --participants deltagare.csv   (who is missing on either side)\n"
     "  utsaga check --project utsaga.yaml\n"},
    {"show", CMD_SHOW, command_show, "print one layer of transcripts",
     "utsaga show PATH… --layer LAYER [--format tsv|json|conllu] [--codebook FILE]",
     "  utsaga show intervju1.txt --layer turn --format json\n  utsaga show intervju1.txt --layer token --format "
     "conllu\n"
     "  utsaga show intervjuer --layer hit --codebook kodbok.tsv\n"},
    {"compare", CMD_COMPARE, command_compare, "compare themes or words between groups of speakers",
     "utsaga compare PATH… --by VARIABLE [--codebook FILE] [--participants FILE] [--words]",
     "  utsaga compare intervjuer --codebook kodbok.yaml --by role\n"
     "  utsaga compare intervjuer -c kodbok.yaml -p deltagare.csv --by wave --versus previous --tests\n"
     "  utsaga compare intervjuer --words --by role --output resultat --excel-sv\n"},
    {"agree", CMD_AGREE, command_agree, "compare codings by people with each other and with the rules",
     "utsaga agree A B [PATH…] [--codebook FILE] [--unit UNIT]",
     "  utsaga agree projekt.qdpx kodbok.yaml\n  utsaga agree anna.qdpx bo.qdpx --unit sentence\n"
     "  utsaga agree kodningar.csv kodbok.yaml intervjuer\n"},
    {"kwic", CMD_KWIC, command_kwic, "look for a rule of the codebook language, with the words around it",
     "utsaga kwic QUERY PATH… [--sort left|right|speaker] [--context N] [--format text|csv|tsv|html]",
     "  utsaga kwic \"hopp*\" intervjuer --sort right\n"
     "  utsaga kwic \"lemma:orka NEAR/5 jobb* WHERE role=chef\" intervjuer --context 60c\n"
     "  utsaga kwic \"@stöd AND/turn inte\" intervjuer --codebook kodbok.yaml --format html --output stöd.html\n"},
    {"codebook", CMD_CODEBOOK, command_codebook, "write a codebook in another format",
     "utsaga codebook CODEBOOK --output FILE",
     "  utsaga codebook kodbok.xlsx --output kodbok.yaml\n  utsaga codebook kodbok.yaml --output kodbok.qdc\n"},
    {"plugins", CMD_PLUGINS, command_plugins, "list the stages that were found", "utsaga plugins [--json]",
     "  utsaga plugins\n"},
    {"describe", CMD_DESCRIBE, command_describe, "describe a stage and its options", "utsaga describe STAGE [--json]",
     "  utsaga describe annotate-theme\n"},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void print_help(FILE *to) {
    fputs("utsaga " UTSAGA_VERSION
          ": Swedish interview transcripts to TEI, tables and theme reports\n\nusage: utsaga COMMAND …\n\n",
          to);
    for (size_t i = 0; i < N_COMMANDS; i++) fprintf(to, "  %-9s %s\n", commands[i].name, commands[i].summary);
    fputs("\nutsaga COMMAND --help tells more. Example:\n\n"
          "  utsaga run intervjuer --codebook kodbok.yaml --output resultat\n\n"
          "Exit status: 0 all well, 1 failed, 2 wrong use, 3 finished but some documents could not be read.\n",
          to);
}

static int dispatch(size_t i, int argc, char **argv) {
    cli c;
    int status = EXIT_USAGE;
    if (cli_parse(&c, commands[i].bit, argc, argv)) {
        if (c.help) {
            printf("usage: %s\n\n%s.\n\n", commands[i].usage, commands[i].summary);
            cli_print_options(commands[i].bit);
            printf("\nExamples:\n%s", commands[i].examples);
            status = EXIT_OK;
        } else
            status = commands[i].run(&c);
    }
    cli_clear(&c);
    return status;
}

int main(int argc, char **argv) {
    /* Memory goes back and forth between documents, not to the system: unmapping it would interrupt the other workers.
     */
    mallopt(M_MMAP_THRESHOLD, 256 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("utsaga " UTSAGA_VERSION);
        return EXIT_OK;
    }
    const char *names[N_COMMANDS + 1] = {NULL};
    for (size_t i = 0; i < N_COMMANDS; i++) {
        names[i] = commands[i].name;
        if (strcmp(argv[1], names[i]) == 0) return dispatch(i, argc - 1, argv + 1);
    }
    const char *near = diag_nearest(argv[1], names);
    if (near)
        diag_error("no command is called \"%s\"; did you mean \"%s\"?", argv[1], near);
    else
        diag_error("no command is called \"%s\"; see: utsaga --help", argv[1]);
    return EXIT_USAGE;
}
