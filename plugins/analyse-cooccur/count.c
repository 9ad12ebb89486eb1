/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting one document. */
#include "cooccur.h"
#include <stdlib.h>
#include <utsaga/plugin_util.h>

struct worker {
    struct counter counter;
    uint32_t *slot_of; /* by code: number among the document's codes, plus one */
    uint32_t *codes;   /* the document's codes */
    uint32_t n_codes;
    struct place *places; /* hits that count; unit: stretch */
    uint32_t *sentences, *turns;
    uint32_t n, room;
};

/* What the token layer tells. */
struct tokens {
    uint32_t n;
    const uint32_t *kind, *turn, *zone, *sentence;
};

static uts_status no_memory(const struct cooccur *s, uts_job *job) {
    return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory while counting pairs of themes"));
}

uts_status cooccur_enter(void *stage, uts_job *job, void **local) {
    const struct cooccur *s = stage;
    struct worker *w = calloc(1, sizeof *w);
    if (w) w->slot_of = calloc(s->book->n_codes + 1, sizeof *w->slot_of);
    if (w) w->codes = calloc(s->book->n_codes + 1, sizeof *w->codes);
    if (!w || !w->slot_of || !w->codes) {
        if (w) cooccur_leave(stage, w);
        return no_memory(s, job);
    }
    *local = w;
    return UTS_OK;
}

void cooccur_leave(void *stage, void *local) {
    struct worker *w = local;
    (void)stage;
    counter_free(&w->counter);
    free(w->slot_of);
    free(w->codes);
    free(w->places);
    free(w->sentences);
    free(w->turns);
    free(w);
}

static bool make_room(struct worker *w, uint32_t n) {
    if (n <= w->room) return true;
    free(w->places);
    free(w->sentences);
    free(w->turns);
    w->room = n + n / 2;
    w->places = malloc(w->room * sizeof *w->places);
    w->sentences = malloc(w->room * sizeof *w->sentences);
    w->turns = malloc(w->room * sizeof *w->turns);
    if (w->places && w->sentences && w->turns) return true;
    w->room = 0;
    return false;
}

/*
 * Words from token a to token b, and whether a window may reach from one to the other: not over an omission, another
 * turn or another zone. A quote that a page break cuts goes on after it; what stands between is not counted.
 */
static bool measure(const struct tokens *t, uint32_t a, uint32_t b, uint32_t *words) {
    uint32_t turn = t->turn[a], zone = t->zone[a], count = 0, omitted = 0, foreign = 0;
    if (t->turn[b] != turn || t->zone[b] != zone) return false;
    for (uint32_t k = a; k < b; k++) {
        uint32_t own = t->turn[k] == turn && t->zone[k] == zone;
        count += own & (uint32_t)UTS_TOKEN_IS_WORD(t->kind[k]);
        omitted |= own & (t->kind[k] == UTS_TOKEN_OMITTED);
        foreign |= !own;
    }
    *words = count;
    return !omitted && !(foreign && turn == UTS_NO_ROW);
}

/* The hits that count, with their place in words and the stretch in which windows may pair them. */
static void collect(const struct cooccur *s, struct worker *w, const struct tokens *t, const uts_layer *hit) {
    const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded_by = hit->data[UTS_HIT_EXCLUDED_BY];
    const uint32_t *first = hit->data[UTS_HIT_FIRST_TOKEN];
    uint32_t stretch = 0, position = 0, last = 0;
    w->n = w->n_codes = 0;
    for (uint32_t i = 0; i < hit->rows; i++) {
        uint32_t words, k = first[i];
        if (excluded_by[i] != UTS_NO_ROW || !(s->zones >> t->zone[k] & 1)) continue;
        if (w->n && measure(t, last, k, &words))
            position += words;
        else {
            stretch++;
            position = 0;
        }
        last = k;
        if (!w->slot_of[code[i]]) {
            w->codes[w->n_codes] = code[i];
            w->slot_of[code[i]] = ++w->n_codes;
        }
        w->places[w->n] = (struct place){w->slot_of[code[i]] - 1, position, stretch};
        w->sentences[w->n] = t->sentence[k];
        w->turns[w->n++] = t->turn[k];
    }
    for (uint32_t i = 0; i < w->n_codes; i++) w->slot_of[w->codes[i]] = 0;
}

/* Copies the counter's cells to the part, as codes of the codebook. */
static bool give(const struct cooccur *s, const struct worker *w, uts_job *job, struct unit_part *out) {
    const struct counter *c = &w->counter;
    out->n_pairs = c->n_out;
    out->pairs = s->host->alloc(job, (c->n_out + 1) * sizeof *out->pairs, _Alignof(struct pair));
    if (!out->pairs) return false;
    for (uint32_t i = 0; i < c->n_out; i++) {
        uint32_t a = w->codes[c->out[i].a], b = w->codes[c->out[i].b];
        out->pairs[i] = c->out[i];
        out->pairs[i].a = a < b ? a : b;
        out->pairs[i].b = a < b ? b : a;
    }
    return true;
}

/* Pairs by unit need to know which hits share a position anywhere, so positions become those of first tokens. */
static bool count_kind(const struct cooccur *s, struct worker *w, uts_job *job, int kind, struct unit_part *out) {
    struct counter *c = &w->counter;
    struct place *units = s->host->alloc(job, (w->n + 1) * sizeof *units, _Alignof(struct place));
    uint32_t n = 0, distinct = 0;
    if (!units) return false;
    for (uint32_t i = 0; i < w->n; i++) {
        const struct place *p = &w->places[i];
        bool same = i && p->unit == p[-1].unit && p->position == p[-1].position;
        distinct += !same;
        uint32_t unit = kind == UNIT_SENTENCE ? w->sentences[i] : kind == UNIT_TURN ? w->turns[i] : 0;
        if (unit != UTS_NO_ROW) units[n++] = (struct place){p->code, distinct, unit};
    }
    return counter_units(c, units, n) && give(s, w, job, out);
}

static bool count_window(const struct cooccur *s, struct worker *w, uts_job *job, struct unit_part *out) {
    return counter_window(&w->counter, w->places, w->turns, w->n, s->window) && give(s, w, job, out);
}

/* Sentences with a word in the zones. */
static uint64_t count_sentences(const struct cooccur *s, const struct tokens *t) {
    uint64_t n = 0;
    for (uint32_t k = 0; k < t->n;) {
        uint32_t sentence = t->sentence[k];
        bool counts = false;
        for (; k < t->n && t->sentence[k] == sentence && !counts; k++)
            counts = UTS_TOKEN_IS_WORD(t->kind[k]) && (s->zones >> t->zone[k] & 1);
        while (k < t->n && t->sentence[k] == sentence) k++;
        n += counts;
    }
    return n;
}

static uint64_t count_turns(const struct cooccur *s, const uts_layer *turn) {
    const uint32_t *zone = turn->data[UTS_TURN_ZONE];
    uint64_t n = 0;
    for (uint32_t i = 0; i < turn->rows; i++) n += s->zones >> zone[i] & 1;
    return n;
}

uts_status cooccur_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out) {
    const struct cooccur *s = stage;
    const uts_host *host = s->host;
    struct worker *w = local;
    const uts_layer *token = host->layer(doc, "token"), *turn = host->layer(doc, "turn"),
                    *hit = host->layer(doc, "hit");
    struct tokens t = {token->rows, token->data[UTS_TOKEN_KIND], token->data[UTS_TOKEN_TURN],
                       token->data[UTS_TOKEN_ZONE], token->data[UTS_TOKEN_SENTENCE]};
    struct part *part = host->alloc(job, sizeof *part, _Alignof(struct part));
    if (!part || (hit && !make_room(w, hit->rows))) return no_memory(s, job);
    w->n = w->n_codes = 0;
    if (hit) collect(s, w, &t, hit);
    if (!counter_begin(&w->counter, w->n_codes)) return no_memory(s, job);
    for (int kind = 0; kind < UNIT_COUNT; kind++) {
        if (!(s->counted >> kind & 1)) continue;
        struct unit_part *p = &part->kinds[kind];
        bool good = kind == UNIT_WINDOW ? count_window(s, w, job, p) : count_kind(s, w, job, kind, p);
        if (!good) return no_memory(s, job);
        p->units = kind == UNIT_SENTENCE ? count_sentences(s, &t) : kind == UNIT_DOCUMENT ? 1 : count_turns(s, turn);
        if (host->cancelled(job)) return UTS_E_CANCELLED;
    }
    *out = part;
    return UTS_OK;
}
