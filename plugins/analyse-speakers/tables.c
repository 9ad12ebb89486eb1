/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "census.h"

static const uts_column speaker_columns[] = {
    {"document", UTS_TEXT, 0},   {"speaker", UTS_TEXT, 0},     {"role", UTS_TEXT, 0},
    {"interviewer", UTS_I64, 0}, {"turns", UTS_I64, 0},        {"words", UTS_I64, 0},
    {"maybe", UTS_TEXT, 0},      {"participant", UTS_TEXT, 0}, {NULL, 0, 0}};
static const uts_column file_columns[] = {{"document", UTS_TEXT, 0},  {"source", UTS_TEXT, 0},
                                          {"format", UTS_TEXT, 0},    {"encoding", UTS_TEXT, 0},
                                          {"origin", UTS_TEXT, 0},    {"speakers", UTS_I64, 0},
                                          {"turns", UTS_I64, 0},      {"words", UTS_I64, 0},
                                          {"characters", UTS_I64, 0}, {NULL, 0, 0}};
static const uts_column variable_columns[] = {{"document", UTS_TEXT, 0},
                                              {"speaker", UTS_TEXT, 0},
                                              {"variable", UTS_TEXT, 0},
                                              {"value", UTS_TEXT, 0},
                                              {NULL, 0, 0}};

static uts_value text(const char *s) { return *s ? uts_text_value(uts_cstr(s)) : (uts_value){0}; }
static uts_value number(uint64_t n) { return (uts_value){.type = UTS_I64, .as.i64 = (int64_t)n}; }

/* Another name in the same document that may mean the same person; "". Beyond some number of speakers nobody looks. */
static const char *maybe(const struct census *c, const struct variants_name *names, uint32_t i) {
    enum { MOST_COMPARED = 200 };
    const struct census_speaker *s = &c->speakers[i];
    uint32_t from = i, to = i + 1;
    while (from > 0 && c->speakers[from - 1].document == s->document && i - from < MOST_COMPARED) from--;
    while (to < c->n_speakers && c->speakers[to].document == s->document && to - i < MOST_COMPARED) to++;
    for (uint32_t k = from; k < to; k++)
        if (variants_alike(&names[k], &names[i])) return c->speakers[k].name;
    return "";
}

static uts_status give_speakers(const struct census *c, uts_job *job) {
    const uts_participants *people = c->host->extension(UTS_EXT_PARTICIPANTS);
    struct variants_name *names = malloc(((size_t)c->n_speakers + 1) * sizeof *names);
    if (!names) return c->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    for (uint32_t i = 0; i < c->n_speakers; i++) variants_fold(c->speakers[i].name, &names[i]);
    uts_grid *grid = c->host->open_table(job, "speakers", speaker_columns);
    for (uint32_t i = 0; i < c->n_speakers; i++) {
        const struct census_speaker *s = &c->speakers[i];
        uts_value row[] = {text(c->documents[s->document].id),
                           text(s->name),
                           text(s->role),
                           number(s->asks),
                           number(s->turns),
                           number(s->words),
                           text(maybe(c, names, i)),
                           s->row == CENSUS_NONE ? (uts_value){0} : text(people->ids[s->row])};
        c->host->add_row(grid, row);
    }
    free(names);
    return c->host->seal_table(grid);
}

static uts_status give_files(const struct census *c, uts_job *job) {
    uts_grid *grid = c->host->open_table(job, "files", file_columns);
    for (uint32_t i = 0; i < c->n_documents; i++) {
        const struct census_document *d = &c->documents[i];
        uts_value row[] = {text(d->id),       text(d->source),  text(d->format),
                           text(d->encoding), text(d->origin),  number(d->speakers),
                           number(d->turns),  number(d->words), number(d->characters)};
        c->host->add_row(grid, row);
    }
    return c->host->seal_table(grid);
}

/* ---- variables that came with the files ---- */

static uts_str cell(const char **p) {
    size_t n = strcspn(*p, "\t\n");
    uts_str s = {*p, n};
    *p += n;
    return s;
}

static uts_value value(uts_str s) { return s.n ? uts_text_value(s) : (uts_value){0}; }

/* The metadata "participants": a line of names, the first of them "speaker", and a line for each person. */
static void add_variables(const struct census *c, uts_grid *grid, const struct census_document *d) {
    const char *names = d->variables, *p = names + strcspn(names, "\n");
    while (*p == '\n' && p[1]) {
        p++;
        uts_str speaker = cell(&p);
        const char *name = names;
        cell(&name);
        while (*p == '\t' && *name == '\t') {
            p++, name++;
            uts_str variable = cell(&name), given = cell(&p);
            uts_value row[] = {text(d->id), value(speaker), value(variable), value(given)};
            if (given.n) c->host->add_row(grid, row);
        }
        p += strcspn(p, "\n");
    }
}

static uts_status give_variables(const struct census *c, uts_job *job) {
    bool any = false;
    for (uint32_t i = 0; i < c->n_documents; i++) any |= *c->documents[i].variables != '\0';
    if (!any) return UTS_OK;
    uts_grid *grid = c->host->open_table(job, "variables", variable_columns);
    for (uint32_t i = 0; i < c->n_documents; i++) add_variables(c, grid, &c->documents[i]);
    return c->host->seal_table(grid);
}

/* ---- who is missing ---- */

struct list {
    char text[2000];
    size_t n;
};

static void list_add(struct list *l, const char *before, const char *name) {
    size_t n = strlen(before) + strlen(name);
    if (l->n + n + 12 > sizeof l->text) {
        if (l->n && l->text[l->n - 1] != '.') l->n += (size_t)sprintf(l->text + l->n, ", ...");
        return;
    }
    l->n += (size_t)sprintf(l->text + l->n, "%s%s%s", l->n ? ", " : "", before, name);
}

static uts_status report(const struct census *c, uts_job *job) {
    const uts_participants *people = c->host->extension(UTS_EXT_PARTICIPANTS);
    if (!people) return UTS_OK;
    struct list missing = {.n = 0}, unheard = {.n = 0};
    uint32_t n_missing = 0, n_unheard = 0;
    bool *heard = calloc((size_t)people->n_participants + 1, sizeof *heard);
    if (!heard) return c->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    for (uint32_t i = 0; i < c->n_speakers; i++) {
        const struct census_speaker *s = &c->speakers[i];
        if (s->row != CENSUS_NONE) heard[s->row] = true;
        if (s->row != CENSUS_NONE || s->asks || s->nobody) continue;
        char place[300];
        snprintf(place, sizeof place, "%.290s: ", c->documents[s->document].id);
        list_add(&missing, place, s->name);
        n_missing++;
    }
    for (uint32_t i = 0; i < people->n_participants; i++)
        if (!heard[i]) {
            list_add(&unheard, "", people->ids[i]);
            n_unheard++;
        }
    free(heard);
    if (n_missing)
        uts_notef(c->host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr(missing.text, missing.n),
                  "participants: %u speakers have no row in the table, so they have no variables", n_missing);
    if (n_unheard)
        uts_notef(c->host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr(unheard.text, unheard.n),
                  "participants: %u rows of the table name nobody who speaks", n_unheard);
    return UTS_OK;
}

uts_status census_finish(void *stage, uts_job *job) {
    const struct census *c = stage;
    uts_status status = give_speakers(c, job);
    if (status == UTS_OK) status = give_files(c, job);
    if (status == UTS_OK) status = give_variables(c, job);
    return status == UTS_OK ? report(c, job) : status;
}
