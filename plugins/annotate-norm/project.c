/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "project.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *at_line(struct project *project, uint32_t line, const char *what) {
    char text[200];
    snprintf(text, sizeof text, "line %u: %s", line, what);
    const char *copy = pool_copy(&project->pool, text, strlen(text));
    return copy ? copy : "out of memory";
}

static const char *add_word(struct project *project, const struct table *table) {
    const char *form = table_fold(&project->pool, table_cell(table, 0)), *norm = table_cell(table, 1);
    uint32_t value = PROJECT_KEEP;
    if (!form) return "a form is too long or not UTF-8";
    if (!*form) return NULL;
    if (*norm) {
        if (project->n_norms + 1 >= project->room_norms) {
            uint32_t room = project->room_norms * 2 + 64;
            const char **norms = realloc(project->norms, room * sizeof *norms);
            if (!norms) return "out of memory";
            project->norms = norms;
            project->room_norms = room;
        }
        value = ++project->n_norms;
        project->norms[value] = pool_copy(&project->pool, norm, strlen(norm));
        if (!project->norms[value]) return "out of memory";
    }
    return map_put(&project->words, form, strlen(form), value) ? NULL : "out of memory";
}

const char *project_words(struct project *project, const char *path) {
    struct table table;
    int why = table_open(&table, path);
    if (why) return strerror(why);
    const char *error = NULL;
    while (!error && table_row(&table)) error = add_word(project, &table);
    if (error) error = at_line(project, table.line, error);
    table_close(&table);
    return error;
}

struct heading {
    uint32_t form, norm, on, doc;
};

/* True when the row names columns. */
static bool read_heading(const struct table *table, struct heading *heading) {
    struct heading found = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
    for (uint32_t i = 0; i < table->n_cells; i++) {
        const char *cell = table_cell(table, i);
        if (strcmp(cell, "form") == 0) found.form = i;
        if (strcmp(cell, "norm") == 0) found.norm = i;
        if (strcmp(cell, "applied") == 0) found.on = i;
        if (strcmp(cell, "doc") == 0) found.doc = i;
    }
    if (found.form == UINT32_MAX || found.norm == UINT32_MAX || found.on == UINT32_MAX) return false;
    *heading = found;
    return true;
}

static int on_or_off(const char *cell) {
    if (strcmp(cell, "on") == 0 || strcmp(cell, "yes") == 0) return 1;
    if (strcmp(cell, "off") == 0 || strcmp(cell, "no") == 0) return 0;
    return -1;
}

static const char *add_decision(struct project *project, const struct table *table, const struct heading *heading) {
    struct pool *pool = &project->pool;
    int on = on_or_off(table_cell(table, heading->on));
    const char *form = table_cell(table, heading->form), *norm = table_cell(table, heading->norm);
    const char *doc = table_cell(table, heading->doc);
    if (on < 0) return "the third column must be on or off";
    if (project->n_decisions == project->room_decisions) {
        uint32_t room = project->room_decisions * 2 + 64;
        struct decision *decisions = realloc(project->decisions, room * sizeof *decisions);
        if (!decisions) return "out of memory";
        project->decisions = decisions;
        project->room_decisions = room;
    }
    struct decision *d = &project->decisions[project->n_decisions];
    *d = (struct decision){.form = table_fold(pool, form),
                           .norm = table_fold(pool, norm),
                           .written_form = pool_copy(pool, form, strlen(form)),
                           .written_norm = pool_copy(pool, norm, strlen(norm)),
                           .doc = pool_copy(pool, doc, strlen(doc)),
                           .on = on == 1,
                           .next = UINT32_MAX};
    if (!d->form || !d->norm || !d->written_form || !d->written_norm || !d->doc)
        return "a form is too long or not UTF-8";
    if (!*d->form || !*d->norm) return "a row needs a form and a norm";
    uint32_t head = map_get(&project->decided, d->form, strlen(d->form));
    d->next = head;
    if (!map_put(&project->decided, d->form, strlen(d->form), project->n_decisions)) return "out of memory";
    project->n_decisions++;
    return NULL;
}

const char *project_decisions(struct project *project, const char *path) {
    struct table table;
    struct heading heading = {0, 1, 2, 3};
    int why = table_open(&table, path);
    if (why) return strerror(why);
    const char *error = NULL;
    for (bool first = true; !error && table_row(&table); first = false)
        if (!first || !read_heading(&table, &heading)) error = add_decision(project, &table, &heading);
    if (error) error = at_line(project, table.line, error);
    table_close(&table);
    return error;
}

static bool is_same(const char *text, const char *other, size_t n) {
    return strlen(text) == n && memcmp(text, other, n) == 0;
}

const struct decision *project_decision(const struct project *project, const struct change *change) {
    const struct decision *best = NULL;
    int best_rank = -1;
    uint32_t i = map_get(&project->decided, change->fold, change->n);
    for (; i != MAP_ABSENT; i = project->decisions[i].next) {
        const struct decision *d = &project->decisions[i];
        if (change->norm ? strcmp(d->norm, change->norm) != 0 : !d->on) continue;
        if (*d->doc && !is_same(d->doc, change->doc, change->n_doc)) continue;
        int rank = (*d->doc ? 2 : 0) + is_same(d->written_form, change->form, change->n_form);
        if (rank == best_rank && best && best->on != d->on) best = NULL;
        if (rank <= best_rank) continue;
        best_rank = rank;
        best = d;
    }
    return best;
}

void project_free(struct project *project) {
    map_free(&project->words);
    map_free(&project->decided);
    free(project->norms);
    free(project->decisions);
    pool_free(&project->pool);
    memset(project, 0, sizeof *project);
}
