/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include "diag.h"
#include "show_layers.h"
#include <stdio.h>
#include <string.h>

typedef struct showing {
    const shown_layer *layer;
    sheet sheet;
    bool conllu;
} showing;

static void visit(run *r, const uts_doc *doc, void *arg) {
    (void)r;
    showing *s = arg;
    if (s->conllu)
        show_conllu(doc);
    else if (s->layer->print)
        s->layer->print(&s->sheet, doc);
    else
        fwrite(doc->text.p, 1, doc->text.n, stdout);
}

static const shown_layer *find_layer(const char *name) {
    const char *names[32] = {NULL};
    for (size_t i = 0; shown_layers[i].name; i++) {
        names[i] = shown_layers[i].name;
        if (strcmp(names[i], name) == 0) return &shown_layers[i];
    }
    const char *near = diag_nearest(name, names);
    if (near)
        diag_error("no layer is called \"%s\"; did you mean \"%s\"?", name, near);
    else
        diag_error(
            "no layer is called \"%s\"; use text, turn, zone, event, sentence, token, norm, lemma, hit or coding",
            name);
    return NULL;
}

static bool take_format(showing *s, const char *format) {
    if (!format) format = strcmp(s->layer->name, "text") == 0 ? "text" : "tsv";
    if (strcmp(s->layer->name, "text") == 0) return true;
    s->conllu = strcmp(format, "conllu") == 0;
    if (s->conllu && strcmp(s->layer->name, "token") != 0 && strcmp(s->layer->name, "lemma") != 0) {
        diag_error("--format conllu is for --layer token");
        return false;
    }
    if (s->conllu) return true;
    if (strcmp(format, "tsv") != 0 && strcmp(format, "json") != 0) {
        diag_error("--format: \"%s\" is not tsv, json or conllu", format);
        return false;
    }
    s->sheet.json = strcmp(format, "json") == 0;
    return true;
}

static int show_all(setup *s, const cli *c, showing *show) {
    int status;
    for (const char *const *layer = show->layer->layers; *layer; layer++)
        selection_add_layer(&s->selection, &s->run.registry, *layer);
    if (s->run.inputs.n == 0) {
        diag_error("nothing to show: give a transcript or a folder");
        return EXIT_USAGE;
    }
    if (!setup_stages(s, c, &status)) return status;
    if (strcmp(show->layer->name, "hit") == 0 && !run_extension(UTS_EXT_CODEBOOK)) {
        diag_error("--layer hit needs a codebook: give --codebook FILE");
        return EXIT_USAGE;
    }
    bool table = show->layer->names && !show->conllu;
    if (table) sheet_begin(&show->sheet, show->sheet.json, show->layer->names);
    s->run.visit = visit;
    s->run.visit_arg = show;
    bool good = run_documents(&s->run);
    if (table) sheet_end(&show->sheet);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        diag_error("standard output cannot be written");
        return EXIT_FAILED;
    }
    if (!good || s->run.n_skipped == s->run.n_docs) return EXIT_FAILED;
    return s->run.n_skipped ? EXIT_SKIPPED : EXIT_OK;
}

int command_show(const cli *c) {
    showing show = {.layer = find_layer(c->layer ? c->layer : "text")};
    if (!show.layer || !take_format(&show, c->format)) return EXIT_USAGE;
    setup s;
    int status;
    if (setup_begin(&s, c, &status)) status = show_all(&s, c, &show);
    setup_clear(&s);
    return status;
}
