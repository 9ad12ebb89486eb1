/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph.h"

#include "diag.h"
#include <stdlib.h>
#include <string.h>

/* The stages of a usual run. Their order here settles what needs and gives leave open. */
static const char *const usual[] = {"annotate-turn",  "annotate-quote",   "annotate-token", "annotate-norm",
                                    "annotate-lemma", "annotate-theme",   "analyse-freq",   "analyse-cooccur",
                                    "analyse-norm",   "analyse-speakers", "write-tei",      "write-csv",
                                    "write-qdpx",     "write-qdc",        "write-html",     NULL};

bool selection_init(selection *s, const registry *r) {
    s->wanted = calloc(r->n_stages + 1, sizeof *s->wanted);
    s->demanded = calloc(r->n_stages + 1, sizeof *s->demanded);
    return s->wanted && s->demanded;
}

void selection_clear(selection *s) {
    free(s->wanted);
    free(s->demanded);
}

void selection_add_usual(selection *s, const registry *r) {
    for (const char *const *name = usual; *name; name++) {
        const stage *st = registry_find(r, *name);
        if (st) s->wanted[st->index] = true;
    }
}

static bool is_usual(const stage *st) {
    for (const char *const *name = usual; *name; name++)
        if (strcmp(*name, st->d->name) == 0) return true;
    return false;
}

void selection_add_layer(selection *s, const registry *r, const char *layer) {
    for (uint32_t i = 0; i < r->n_stages; i++) {
        const stage *st = &r->stages[i];
        if (s->wanted[i] || st->d->kind != UTS_ANNOTATOR || !is_usual(st) || !stage_gives(st, layer)) continue;
        s->wanted[i] = true;
        for (const uts_layer_spec *const *need = st->d->needs; need && *need; need++)
            selection_add_layer(s, r, (*need)->name);
    }
}

bool selection_add(selection *s, const registry *r, const char *name) {
    const stage *st = registry_need(r, name, NULL);
    if (!st) return false;
    s->wanted[st->index] = s->demanded[st->index] = true;
    return true;
}

bool selection_remove(selection *s, const registry *r, const char *name) {
    const stage *st = registry_need(r, name, NULL);
    if (!st) return false;
    s->wanted[st->index] = s->demanded[st->index] = false;
    return true;
}

/* ---- order ---- */

static bool somebody_gives(const registry *r, const selection *s, const char *layer, const stage *but) {
    for (uint32_t i = 0; i < r->n_stages; i++) {
        const stage *st = &r->stages[i];
        if (st != but && (st->d->kind == UTS_READER || s->wanted[i]) && stage_gives(st, layer)) return true;
    }
    return false;
}

static const char *first_gap(const registry *r, const selection *s, const stage *st) {
    for (const uts_layer_spec *const *need = st->d->needs; need && *need; need++)
        if (!(*need)->optional && !somebody_gives(r, s, (*need)->name, st)) return (*need)->name;
    return NULL;
}

/* Names who could give a layer, for the message. */
static const char *giver_of(const registry *r, const char *layer) {
    for (uint32_t i = 0; i < r->n_stages; i++)
        if (stage_gives(&r->stages[i], layer)) return r->stages[i].d->name;
    return NULL;
}

/* Leaves out what cannot run until nothing changes. */
static bool prune(const registry *r, selection *s) {
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < r->n_stages; i++) {
            const char *gap = s->wanted[i] ? first_gap(r, s, &r->stages[i]) : NULL;
            if (!gap) continue;
            const char *giver = giver_of(r, gap);
            if (s->demanded[i]) {
                diag_error("stage %s needs layer \"%s\", which no stage of this run gives%s%s", r->stages[i].d->name,
                           gap, giver ? "; add stage " : "; no plugin gives it", giver ? giver : "");
                return false;
            }
            diag_debug("stage %s is left out: nobody gives layer \"%s\"", r->stages[i].d->name, gap);
            s->wanted[i] = false;
            again = true;
        }
    }
    return true;
}

/* Must `a` run before `b`? */
static bool before(const stage *a, const stage *b) {
    if (a == b) return false;
    if (a->d->kind != UTS_ANNOTATOR) return a->d->kind < b->d->kind;
    if (b->d->kind != UTS_ANNOTATOR) return true;
    for (const uts_layer_spec *const *given = a->d->gives; given && *given; given++) {
        const char *layer = (*given)->name;
        if (!stage_needs(b, layer)) continue;
        bool a_refines = stage_needs(a, layer), b_refines = stage_gives(b, layer);
        if (!b_refines || !a_refines) return true;
    }
    return false;
}

static uint32_t rank(const stage *st) {
    for (uint32_t i = 0; usual[i]; i++)
        if (strcmp(usual[i], st->d->name) == 0) return i;
    return 1000 + st->index;
}

static bool ready(const registry *r, const selection *s, const bool *placed, const stage *st) {
    for (uint32_t i = 0; i < r->n_stages; i++)
        if (s->wanted[i] && !placed[i] && before(&r->stages[i], st)) return false;
    return true;
}

static stage *next_stage(const registry *r, const selection *s, const bool *placed) {
    stage *best = NULL;
    for (uint32_t i = 0; i < r->n_stages; i++) {
        stage *st = &r->stages[i];
        if (s->wanted[i] && !placed[i] && ready(r, s, placed, st) && (!best || rank(st) < rank(best))) best = st;
    }
    return best;
}

static void explain_cycle(const registry *r, const selection *s, const bool *placed) {
    char names[500] = "";
    size_t n = 0;
    for (uint32_t i = 0; i < r->n_stages; i++)
        if (s->wanted[i] && !placed[i] && n + strlen(r->stages[i].d->name) + 3 < sizeof names) {
            n += strlen(strcat(strcat(names + n, n ? ", " : ""), r->stages[i].d->name));
        }
    diag_error("these stages wait for one another: %s; leave one out with --without", names);
}

stage **graph_order(const registry *r, selection *s, uint32_t *n) {
    for (uint32_t i = 0; i < r->n_stages; i++)
        if (r->stages[i].d->kind == UTS_READER) s->wanted[i] = false;
    if (!prune(r, s)) return NULL;
    stage **order = calloc(r->n_stages + 1, sizeof *order);
    bool *placed = calloc(r->n_stages + 1, sizeof *placed);
    uint32_t wanted = 0;
    for (uint32_t i = 0; i < r->n_stages; i++) wanted += s->wanted[i];
    if (!order || !placed) {
        diag_error("out of memory");
        free(order);
        free(placed);
        return NULL;
    }
    for (*n = 0; *n < wanted; ++*n) {
        stage *st = next_stage(r, s, placed);
        if (!st) {
            explain_cycle(r, s, placed);
            free(order);
            free(placed);
            return NULL;
        }
        order[*n] = st;
        placed[st->index] = true;
    }
    free(placed);
    return order;
}
