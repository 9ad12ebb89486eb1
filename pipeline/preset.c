/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset.h"

#include "diag.h"
#include "options.h"
#include "sheet.h"
#include <stdio.h>
#include <string.h>

bool preset_give(setup *s, const preset *p, const char *option, const char *value, const char *where) {
    if (!value) return true;
    stage *st = registry_need(&s->run.registry, p->stage, where);
    return st && options_give(st, option, value, where);
}

static void print_table(const uts_table *t, bool json) {
    const char *names[UTS_MAX_COLUMNS + 1] = {NULL};
    for (uint32_t c = 0; c < t->n_columns; c++) names[c] = t->columns[c].name;
    sheet rows;
    sheet_begin(&rows, json, names);
    for (uint64_t r = 0; r < t->rows; r++) {
        cell cells[UTS_MAX_COLUMNS];
        for (uint32_t c = 0; c < t->n_columns; c++) {
            const uts_value *v = &t->values[r * t->n_columns + c];
            cells[c] = v->type == UTS_I64    ? cell_int(v->as.i64)
                       : v->type == UTS_F64  ? cell_real(v->as.f64)
                       : v->type == UTS_TEXT ? cell_text((uts_str){v->as.text, v->n})
                                             : cell_cstr(NULL);
        }
        sheet_row(&rows, cells);
    }
    sheet_end(&rows);
}

static void print_tables(const run *r, const preset *p, bool json) {
    bool first = true;
    if (json) putchar('{');
    for (const char *const *name = p->tables; *name; name++)
        for (uint32_t i = 0; i < r->n_tables; i++) {
            if (strcmp(r->tables[i]->name, *name) != 0) continue;
            if (json)
                printf("%s\"%s\": ", first ? "" : ", ", *name);
            else
                printf("%s# %s\n", first ? "" : "\n", *name);
            print_table(r->tables[i], json);
            first = false;
        }
    if (json) puts("}");
}

static bool take_stages(setup *s, const cli *c, const preset *p) {
    selection *sel = &s->selection;
    const registry *r = &s->run.registry;
    for (const char *const *layer = p->layers; *layer; layer++) selection_add_layer(sel, r, *layer);
    if (!selection_add(sel, r, p->stage)) return false;
    return !c->output || command_choose_writers(s, c->outputs ? c->outputs : "csv");
}

static int finish(setup *s, const cli *c, const preset *p, bool json) {
    run *r = &s->run;
    if (r->n_docs == r->n_skipped) {
        diag_error("no document could be read");
        return EXIT_FAILED;
    }
    if (!run_finish(r)) return EXIT_FAILED;
    if (r->output && (!run_write_report(r) || !output_commit(r->output))) return EXIT_FAILED;
    if (r->output)
        diag_info("results in %s", c->output);
    else
        print_tables(r, p, json);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        diag_error("standard output cannot be written");
        return EXIT_FAILED;
    }
    return r->n_skipped ? EXIT_SKIPPED : EXIT_OK;
}

int preset_run(setup *s, const cli *c, const preset *p) {
    int status = EXIT_USAGE;
    bool json = c->format && strcmp(c->format, "json") == 0;
    if (c->format && !json && strcmp(c->format, "tsv") != 0) {
        diag_error("--format: \"%s\" is not tsv or json", c->format);
        return EXIT_USAGE;
    }
    if (s->run.inputs.n == 0) {
        diag_error("no transcripts: give files or folders; see: utsaga %s --help", c->command);
        return EXIT_USAGE;
    }
    if (!take_stages(s, c, p) || !setup_stages(s, c, &status)) return status;
    if (c->output && !(s->run.output = output_open(c->output))) return EXIT_FAILED;
    command_watch_signals(&s->run);
    bool good = run_documents(&s->run);
    if (atomic_load(&s->run.cancelled)) {
        diag_error("stopped");
        return EXIT_FAILED;
    }
    return good ? finish(s, c, p, json) : EXIT_FAILED;
}
