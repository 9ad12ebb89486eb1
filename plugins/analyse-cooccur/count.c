/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting one document. */
#include "../common/question_units.h"
#include "cooccur.h"
#include <stdlib.h>
#include <utsaga/plugin_util.h>

struct worker {
    struct counter counter;
    uint32_t *slot_of; /* by code: number among the document's codes, plus one */
    uint32_t *codes;   /* the document's codes */
    uint32_t n_codes;
    struct place *places, *units;  /* hits that count; unit: stretch, or the unit of the kind under way */
    struct span *spans;            /* with order alone */
    uint32_t *unit_of[UNIT_COUNT]; /* by hit */
    uint32_t n, room;
    uint32_t *question; /* by turn */
    uint32_t question_room;
};

/* What the layers tell. */
struct tokens {
    uint32_t n;
    const uint32_t *kind, *turn, *zone, *sentence;
    const uts_layer *token, *paragraph;
    const uint32_t *question; /* by turn, or NULL */
    uint32_t turns;
};

uts_status cooccur_no_memory(const struct cooccur *s, uts_job *job) {
    return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory while counting pairs of themes"));
}

uts_status cooccur_enter(void *stage, uts_job *job, void **local) {
    const struct cooccur *s = stage;
    struct worker *w = calloc(1, sizeof *w);
    if (w) w->slot_of = calloc(s->book->n_codes + 1, sizeof *w->slot_of);
    if (w) w->codes = calloc(s->book->n_codes + 1, sizeof *w->codes);
    if (!w || !w->slot_of || !w->codes) {
        if (w) cooccur_leave(stage, w);
        return cooccur_no_memory(s, job);
    }
    *local = w;
    return UTS_OK;
}

static void free_room(struct worker *w) {
    free(w->places);
    free(w->units);
    free(w->spans);
    for (int kind = 0; kind < UNIT_COUNT; kind++) free(w->unit_of[kind]);
}

void cooccur_leave(void *stage, void *local) {
    struct worker *w = local;
    (void)stage;
    counter_free(&w->counter);
    free_room(w);
    free(w->slot_of);
    free(w->codes);
    free(w->question);
    free(w);
}

static bool make_room(struct worker *w, uint32_t n) {
    if (n <= w->room) return true;
    free_room(w);
    w->room = n + n / 2;
    w->places = malloc(w->room * sizeof *w->places);
    w->units = malloc(w->room * sizeof *w->units);
    w->spans = malloc(w->room * sizeof *w->spans);
    bool good = w->places && w->units && w->spans;
    for (int kind = 0; kind < UNIT_COUNT; kind++) {
        w->unit_of[kind] = malloc(w->room * sizeof *w->unit_of[kind]);
        good = good && w->unit_of[kind];
    }
    if (!good) w->room = 0;
    return good;
}

/*
 * Words from token a to token b, and whether a window may reach from one to the other: not over an omission, another
 * turn or another zone, nor over more words than it holds, so that long ways need not be walked. A quote that a page
 * break cuts goes on after it; what stands between is not counted.
 */
static bool measure(const struct tokens *t, uint32_t window, uint32_t a, uint32_t b, uint32_t *words) {
    uint32_t turn = t->turn[a], zone = t->zone[a], count = 0;
    if (t->turn[b] != turn || t->zone[b] != zone) return false;
    for (uint32_t k = a; k < b; k++) {
        bool own = t->turn[k] == turn && t->zone[k] == zone;
        if (!own && turn == UTS_NO_ROW) return false;
        if (own && t->kind[k] == UTS_TOKEN_OMITTED) return false;
        count += own && UTS_TOKEN_IS_WORD(t->kind[k]);
        if (count > window) return false;
    }
    *words = count;
    return true;
}

/* The paragraph that a token stands in, at or after row @p from. */
static uint32_t paragraph_of(const struct tokens *t, uint32_t token, uint32_t *from) {
    const uts_layer *p = t->paragraph;
    if (!p) return UTS_NO_ROW;
    while (*from < p->rows && p->end[*from] <= t->token->begin[token]) ++*from;
    return *from < p->rows && p->begin[*from] <= t->token->begin[token] ? *from : UTS_NO_ROW;
}

static uint32_t question_of(const struct tokens *t, uint32_t token) {
    uint32_t turn = t->turn[token];
    return t->question && turn < t->turns && t->question[turn] ? t->question[turn] : UTS_NO_ROW;
}

static uint32_t count_words(const struct tokens *t, uint32_t first, uint32_t last) {
    uint32_t words = 0;
    for (uint32_t k = first; k <= last && k < t->n; k++) words += UTS_TOKEN_IS_WORD(t->kind[k]);
    return words;
}

/* The hits that count, with their place in words and the stretch in which windows may pair them. */
static void collect(const struct cooccur *s, struct worker *w, const struct tokens *t, const uts_layer *hit) {
    const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded_by = hit->data[UTS_HIT_EXCLUDED_BY];
    const uint32_t *first = hit->data[UTS_HIT_FIRST_TOKEN], *end = hit->data[UTS_HIT_LAST_TOKEN];
    uint32_t stretch = 0, position = 0, last = 0, paragraph = 0;
    w->n = w->n_codes = 0;
    for (uint32_t i = 0; i < hit->rows; i++) {
        uint32_t words, k = first[i], n = w->n;
        if (excluded_by[i] != UTS_NO_ROW || !(s->zones >> t->zone[k] & 1)) continue;
        if (n && measure(t, s->window, last, k, &words))
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
        uint32_t slot = w->slot_of[code[i]] - 1;
        w->places[n] = (struct place){slot, position, stretch};
        if (s->conf.order) w->spans[n] = (struct span){slot, k, end[i], stretch, position, count_words(t, k, end[i])};
        w->unit_of[UNIT_SENTENCE][n] = t->sentence[k];
        w->unit_of[UNIT_TURN][n] = w->unit_of[UNIT_WINDOW][n] = t->turn[k];
        w->unit_of[UNIT_QUESTION][n] = question_of(t, k);
        w->unit_of[UNIT_PARAGRAPH][n] = paragraph_of(t, k, &paragraph);
        w->unit_of[UNIT_DOCUMENT][n] = 0;
        w->n++;
    }
    for (uint32_t i = 0; i < w->n_codes; i++) w->slot_of[w->codes[i]] = 0;
}

/* Copies the counter's cells to the part, as codes of the codebook. */
static bool give(const struct cooccur *s, const struct worker *w, uts_job *job, bool ordered, struct unit_part *out) {
    const struct counter *c = &w->counter;
    out->n_pairs = c->n_out;
    out->pairs = s->host->alloc(job, (c->n_out + 1) * sizeof *out->pairs, _Alignof(struct pair));
    if (!out->pairs) return false;
    for (uint32_t i = 0; i < c->n_out; i++) {
        uint32_t a = w->codes[c->out[i].a], b = w->codes[c->out[i].b];
        out->pairs[i] = c->out[i];
        out->pairs[i].a = ordered || a < b ? a : b;
        out->pairs[i].b = ordered || a < b ? b : a;
    }
    return true;
}

/* Pairs by unit need to know which hits share a position anywhere, so positions become those of first tokens. */
static uint32_t place_in_units(struct worker *w, int kind) {
    uint32_t n = 0, distinct = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        const struct place *p = &w->places[i];
        bool same = i && p->unit == p[-1].unit && p->position == p[-1].position;
        distinct += !same;
        uint32_t unit = w->unit_of[kind][i];
        if (unit != UTS_NO_ROW) w->units[n++] = (struct place){p->code, distinct, unit};
    }
    return n;
}

static bool count_kind(const struct cooccur *s, struct worker *w, uts_job *job, int kind, struct part *part) {
    struct counter *c = &w->counter;
    const uint32_t *turns = w->unit_of[UNIT_TURN];
    bool window = kind == UNIT_WINDOW, good;
    uint32_t n = window ? w->n : place_in_units(w, kind);
    if (window)
        good = counter_window(c, w->places, turns, n, s->window);
    else
        good = counter_units(c, w->units, n);
    good = good && give(s, w, job, false, &part->kinds[kind]);
    if (!good || !s->conf.order) return good;
    return counter_order(c, window ? w->places : w->units, turns, n, window ? s->window : UINT32_MAX) &&
           give(s, w, job, true, &part->kinds[CELL_ORDER + kind]);
}

static bool count_neighbours(const struct cooccur *s, struct worker *w, uts_job *job, struct part *part) {
    struct counter *c = &w->counter;
    return counter_overlap(c, w->spans, w->n) && give(s, w, job, false, &part->kinds[CELL_OVERLAP]) &&
           counter_adjacent(c, w->spans, w->n) && give(s, w, job, true, &part->kinds[CELL_ADJACENT]);
}

/* ---- how many units there are ---- */

/* The first token behind the sentence that token @p k is in; numbers of sentences ascend, so some can be passed over.
 */
static uint32_t sentence_end(const struct tokens *t, uint32_t k) {
    enum { STEP = 8 };
    uint32_t sentence = t->sentence[k];
    while (k + STEP < t->n && t->sentence[k + STEP] == sentence) k += STEP;
    while (k < t->n && t->sentence[k] == sentence) k++;
    return k;
}

/* Sentences with a word in the zones. */
static uint64_t count_sentences(const struct cooccur *s, const struct tokens *t) {
    uint64_t n = 0;
    for (uint32_t k = 0; k < t->n; k++) {
        if (!UTS_TOKEN_IS_WORD(t->kind[k]) || !(s->zones >> t->zone[k] & 1)) continue;
        n++;
        k = sentence_end(t, k) - 1;
    }
    return n;
}

static uint64_t count_turns(const struct cooccur *s, const uts_layer *turn) {
    const uint32_t *zone = turn->data[UTS_TURN_ZONE];
    uint64_t n = 0;
    for (uint32_t i = 0; i < turn->rows; i++) n += s->zones >> zone[i] & 1;
    return n;
}

/* Paragraphs, or questions, with a word in the zones. */
static uint64_t count_units(const struct cooccur *s, const struct tokens *t, int kind) {
    uint32_t last = UTS_NO_ROW, paragraph = 0;
    uint64_t n = 0;
    for (uint32_t k = 0; k < t->n; k++) {
        if (!UTS_TOKEN_IS_WORD(t->kind[k]) || !(s->zones >> t->zone[k] & 1)) continue;
        uint32_t unit = kind == UNIT_QUESTION ? question_of(t, k) : paragraph_of(t, k, &paragraph);
        n += unit != UTS_NO_ROW && unit != last;
        last = unit;
    }
    return n;
}

static uint64_t units_of(const struct cooccur *s, const struct tokens *t, const uts_layer *turn, int kind) {
    switch (kind) {
    case UNIT_SENTENCE:
        return count_sentences(s, t);
    case UNIT_QUESTION:
    case UNIT_PARAGRAPH:
        return count_units(s, t, kind);
    case UNIT_DOCUMENT:
        return 1;
    default:
        return count_turns(s, turn);
    }
}

static bool find_questions(const struct cooccur *s, struct worker *w, const uts_layer *turn, struct tokens *t) {
    t->turns = turn->rows;
    if (!(s->counted >> UNIT_QUESTION & 1)) return true;
    if (turn->rows > w->question_room) {
        free(w->question);
        w->question_room = turn->rows + turn->rows / 2;
        w->question = malloc(w->question_room * sizeof *w->question);
        if (!w->question) w->question_room = 0;
    }
    if (!w->question) return turn->rows == 0;
    question_units(turn, w->question);
    t->question = w->question;
    return true;
}

uts_status cooccur_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out) {
    const struct cooccur *s = stage;
    const uts_host *host = s->host;
    struct worker *w = local;
    const uts_layer *token = host->layer(doc, "token"), *turn = host->layer(doc, "turn"),
                    *hit = host->layer(doc, "hit");
    struct tokens t = {.n = token->rows,
                       .kind = token->data[UTS_TOKEN_KIND],
                       .turn = token->data[UTS_TOKEN_TURN],
                       .zone = token->data[UTS_TOKEN_ZONE],
                       .sentence = token->data[UTS_TOKEN_SENTENCE],
                       .token = token,
                       .paragraph = s->counted >> UNIT_PARAGRAPH & 1 ? host->layer(doc, "paragraph") : NULL};
    struct part *part = host->alloc(job, sizeof *part, _Alignof(struct part));
    if (!part || (hit && !make_room(w, hit->rows)) || !find_questions(s, w, turn, &t)) return cooccur_no_memory(s, job);
    w->n = w->n_codes = 0;
    if (hit) collect(s, w, &t, hit);
    if (!counter_begin(&w->counter, w->n_codes)) return cooccur_no_memory(s, job);
    for (int kind = 0; kind < UNIT_COUNT; kind++) {
        if (!(s->counted >> kind & 1)) continue;
        if (!count_kind(s, w, job, kind, part)) return cooccur_no_memory(s, job);
        part->kinds[kind].units = units_of(s, &t, turn, kind);
        if (host->cancelled(job)) return UTS_E_CANCELLED;
    }
    if (s->conf.order && !count_neighbours(s, w, job, part)) return cooccur_no_memory(s, job);
    if (s->conf.collocates && !near_count(s, job, token, hit, &part->near)) return cooccur_no_memory(s, job);
    *out = part;
    return UTS_OK;
}
