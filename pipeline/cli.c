/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "diag.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLAG, VALUE, SETTING, CMD_PRESETS = CMD_COMPARE | CMD_AGREE };

static const struct option_row {
    const char *name, short_name, *value;
    int kind;
    uint32_t commands;
    size_t field;
    const char *help;
} options[] = {
    {"output", 'o', "DIR", VALUE, CMD_RUN | CMD_PRESETS, offsetof(cli, output),
     "where to write (run: default utsaga-output; compare, agree: default standard output)"},
    {"output", 'o', "FILE", VALUE, CMD_KWIC | CMD_CODEBOOK, offsetof(cli, output), "file to write"},
    {"codebook", 'c', "FILE", VALUE, CMD_RUN | CMD_CHECK | CMD_SHOW | CMD_PRESETS | CMD_KWIC, offsetof(cli, codebook),
     "codebook: YAML, TSV, CSV, XLSX, TXT, or one of another program"},
    {"participants", 'p', "FILE", VALUE, CMD_RUN | CMD_CHECK | CMD_SHOW | CMD_PRESETS | CMD_KWIC,
     offsetof(cli, participants), "participants table: CSV with id, document, speaker, role, …"},
    {"project", 0, "FILE", VALUE, CMD_RUN | CMD_CHECK | CMD_SHOW | CMD_PRESETS | CMD_KWIC, offsetof(cli, project),
     "project file (default: utsaga.yaml here, when no PATH is given)"},
    {"layer", 'l', "LAYER", VALUE, CMD_SHOW, offsetof(cli, layer),
     "text, turn, zone, event, question, sentence, token, norm, lemma, hit or coding"},
    {"format", 'f', "FORMAT", VALUE, CMD_SHOW | CMD_PRESETS, offsetof(cli, format),
     "tsv, json or (show) conllu (default: tsv)"},
    {"by", 'b', "VARIABLE", VALUE, CMD_COMPARE, offsetof(cli, by),
     "role, speaker, document, zone, question or a column of the participants table"},
    {"versus", 0, "WHAT", VALUE, CMD_COMPARE, offsetof(cli, versus),
     "rest, each or previous: what each value is compared with (default: rest)"},
    {"words", 'w', NULL, FLAG, CMD_COMPARE, offsetof(cli, words), "compare words instead of themes"},
    {"tests", 0, NULL, FLAG, CMD_COMPARE, offsetof(cli, tests), "also p values, with the speakers behind them"},
    {"unit", 'u', "UNIT", VALUE, CMD_AGREE, offsetof(cli, unit),
     "turn, sentence, paragraph, question, document or word (default: turn)"},
    {"excel-sv", 0, NULL, FLAG, CMD_RUN | CMD_PRESETS | CMD_KWIC, offsetof(cli, excel_sv),
     "CSV for Swedish Excel: semicolon, decimal comma, BOM"},
    {"format", 'f', "FORMAT", VALUE, CMD_KWIC, offsetof(cli, format), "text, csv, tsv or html (default: text)"},
    {"sort", 0, "ORDER", VALUE, CMD_KWIC, offsetof(cli, sort), "corpus, left, right or speaker (default: corpus)"},
    {"context", 0, "N", VALUE, CMD_KWIC, offsetof(cli, context), "words on each side, or characters: 60c (default: 8)"},
    {"outputs", 0, "LIST", VALUE, CMD_RUN | CMD_PRESETS, offsetof(cli, outputs),
     "writers to use (default: tei,csv,qdpx,qdc,html; also xlsx,sqlite,vrt,conllu,txt,json,graphml)"},
    {"with", 0, "LIST", VALUE, CMD_RUN | CMD_SHOW | CMD_CHECK | CMD_PRESETS | CMD_KWIC, offsetof(cli, with),
     "stages to add, such as those of your own plugins"},
    {"without", 0, "LIST", VALUE, CMD_RUN | CMD_SHOW | CMD_CHECK | CMD_PRESETS | CMD_KWIC, offsetof(cli, without),
     "stages to leave out"},
    {"set", 's', "STAGE.OPTION=VALUE", SETTING,
     CMD_RUN | CMD_INIT | CMD_CHECK | CMD_SHOW | CMD_PRESETS | CMD_KWIC | CMD_CODEBOOK, 0,
     "an option of a stage; see: utsaga describe STAGE"},
    {"threads", 't', "N", VALUE, CMD_RUN | CMD_INIT | CMD_SHOW | CMD_CHECK | CMD_PRESETS | CMD_KWIC,
     offsetof(cli, threads), "workers (default: one a core); results do not depend on it"},
    {"lang", 0, "sv|en", VALUE, CMD_RUN | CMD_SHOW | CMD_CHECK | CMD_PRESETS | CMD_KWIC, offsetof(cli, language),
     "language of the report (default: sv)"},
    {"strict", 0, NULL, FLAG, CMD_RUN | CMD_SHOW | CMD_PRESETS | CMD_KWIC, offsetof(cli, strict),
     "stop at the first document that cannot be read"},
    {"dry-run", 'n', NULL, FLAG, CMD_INIT, offsetof(cli, dry_run), "print what would be written, and write nothing"},
    {"json", 0, NULL, FLAG, CMD_PLUGINS | CMD_DESCRIBE, offsetof(cli, json), "print JSON"},
    {"markdown", 0, NULL, FLAG, CMD_DESCRIBE, offsetof(cli, markdown),
     "print the option table as Markdown, for a plugin's README"},
    {"plugin-path", 0, "DIRS", VALUE, CMD_ALL, offsetof(cli, plugin_path),
     "folders with more plugins, separated by colons"},
    {"quiet", 'q', NULL, FLAG, CMD_ALL, offsetof(cli, quiet), "only warnings and errors"},
    {"verbose", 'v', NULL, FLAG, CMD_ALL, offsetof(cli, verbose), "say more"},
    {"help", 'h', NULL, FLAG, CMD_ALL, offsetof(cli, help), "this text"},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static bool unknown(const cli *c, const char *name) {
    const char *names[N_OPTIONS + 1] = {NULL};
    size_t n = 0;
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (options[i].commands & c->bit) names[n++] = options[i].name;
    const char *near = diag_nearest(name, names);
    if (near)
        diag_error("unknown option --%s; did you mean --%s?", name, near);
    else
        diag_error("unknown option --%s; see: utsaga %s --help", name, c->command);
    return false;
}

static const struct option_row *find(const cli *c, const char *name, size_t n, char letter) {
    for (size_t i = 0; i < N_OPTIONS; i++) {
        if (!(options[i].commands & c->bit)) continue;
        if (letter ? options[i].short_name == letter
                   : strlen(options[i].name) == n && memcmp(options[i].name, name, n) == 0)
            return &options[i];
    }
    return NULL;
}

static bool store(cli *c, const struct option_row *o, char *value) {
    if (o->kind == SETTING) {
        c->settings[c->n_settings++] = value;
        return true;
    }
    const char **field = (const char **)(void *)((char *)c + o->field);
    if (*field) {
        diag_error("option --%s is given twice", o->name);
        return false;
    }
    *field = value;
    return true;
}

static bool take_option(cli *c, char **argv, int argc, int *i) {
    char *arg = argv[*i];
    bool is_long = arg[1] == '-';
    char *name = arg + (is_long ? 2 : 1), *equals = is_long ? strchr(name, '=') : NULL;
    size_t n = equals ? (size_t)(equals - name) : strlen(name);
    const struct option_row *o = is_long ? find(c, name, n, 0) : find(c, NULL, 0, name[0]);
    if (!o || (!is_long && name[1])) {
        if (equals) *equals = '\0';
        return unknown(c, name);
    }
    if (o->kind == FLAG) {
        if (equals) {
            diag_error("option --%s takes no value", o->name);
            return false;
        }
        *(bool *)((char *)c + o->field) = true;
        return true;
    }
    char *value = equals ? equals + 1 : *i + 1 < argc ? argv[++*i] : NULL;
    if (!value || (!equals && value[0] == '-' && value[1] == '-')) {
        diag_error("option --%s needs a value: --%s %s", o->name, o->name, o->value);
        return false;
    }
    return store(c, o, value);
}

bool cli_parse(cli *c, uint32_t bit, int argc, char **argv) {
    *c = (cli){.command = argv[0], .bit = bit};
    c->paths = calloc((size_t)argc + 1, sizeof *c->paths);
    c->settings = calloc((size_t)argc + 1, sizeof *c->settings);
    if (!c->paths || !c->settings) return false;
    bool only_paths = false;
    for (int i = 1; i < argc; i++) {
        if (!only_paths && strcmp(argv[i], "--") == 0)
            only_paths = true;
        else if (!only_paths && argv[i][0] == '-' && argv[i][1]) {
            if (!take_option(c, argv, argc, &i)) return false;
        } else
            c->paths[c->n_paths++] = argv[i];
    }
    diag_quiet(c->quiet);
    diag_verbose(c->verbose);
    return true;
}

void cli_clear(cli *c) {
    free(c->paths);
    free(c->settings);
}

void cli_print_options(uint32_t bit) {
    puts("Options:");
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option_row *o = &options[i];
        if (!(o->commands & bit)) continue;
        char left[80];
        snprintf(left, sizeof left, "%s%c%s--%s%s%s", o->short_name ? "-" : " ", o->short_name ? o->short_name : ' ',
                 o->short_name ? ", " : "  ", o->name, o->value ? " " : "", o->value ? o->value : "");
        printf("  %-28s %s\n", left, o->help);
    }
}
