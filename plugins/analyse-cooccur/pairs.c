/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pairs.h"
#include <stdlib.h>
#include <string.h>

bool counter_begin(struct counter *c, uint32_t n_codes) {
    c->n_codes = n_codes;
    if (n_codes <= c->room) return true;
    uint32_t room = n_codes + n_codes / 2;
    size_t cells = (size_t)room * room;
    counter_free(c);
    c->pairs = calloc(cells, sizeof *c->pairs);
    c->both = calloc(cells, sizeof *c->both);
    c->last = calloc(cells, sizeof *c->last);
    c->in_unit = calloc(room, sizeof *c->in_unit);
    c->seen = calloc(room, sizeof *c->seen);
    c->n_codes = n_codes;
    if (!c->pairs || !c->both || !c->last || !c->in_unit || !c->seen) return false;
    c->room = room;
    return true;
}

void counter_free(struct counter *c) {
    free(c->pairs);
    free(c->both);
    free(c->last);
    free(c->in_unit);
    free(c->seen);
    free(c->out);
    memset(c, 0, sizeof *c);
}

static size_t cell_of(const struct counter *c, uint32_t a, uint32_t b) {
    return a < b ? (size_t)a * c->n_codes + b : (size_t)b * c->n_codes + a;
}

/* Moves the cells that are not zero to the list, and clears them; below the diagonal too when they are ordered. */
static bool list_cells(struct counter *c, bool ordered) {
    c->n_out = 0;
    bool good = true;
    for (uint32_t a = 0; a < c->n_codes; a++)
        for (uint32_t b = ordered ? 0 : a; b < c->n_codes; b++) {
            size_t i = (size_t)a * c->n_codes + b;
            if (c->pairs[i] == 0 && c->both[i] == 0) continue;
            if (good && c->n_out == c->out_room) {
                uint32_t room = c->out_room * 2 + 64;
                struct pair *out = realloc(c->out, room * sizeof *out);
                good = out != NULL;
                if (good) {
                    c->out = out;
                    c->out_room = room;
                }
            }
            if (good) c->out[c->n_out++] = (struct pair){a, b, c->pairs[i], c->both[i]};
            c->pairs[i] = 0;
            c->both[i] = c->last[i] = 0;
        }
    return good;
}

/*
 * With k hits of one code and m of another a unit has k · m pairs, less those at one position: a word that carries two
 * codes makes no pair with itself.
 */
static void count_unit(struct counter *c, const struct place *p, uint32_t n) {
    uint32_t n_seen = 0;
    for (uint32_t i = 0; i < n; i++)
        if (c->in_unit[p[i].code]++ == 0) c->seen[n_seen++] = p[i].code;
    for (uint32_t i = 0; i < n_seen; i++) {
        uint64_t k = c->in_unit[c->seen[i]];
        size_t own = cell_of(c, c->seen[i], c->seen[i]);
        c->pairs[own] += k * (k - 1) / 2;
        c->both[own]++;
        for (uint32_t j = 0; j < i; j++) {
            size_t cell = cell_of(c, c->seen[i], c->seen[j]);
            c->pairs[cell] += k * c->in_unit[c->seen[j]];
            c->both[cell]++;
        }
    }
    for (uint32_t i = 0; i < n_seen; i++) c->in_unit[c->seen[i]] = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n && p[j].position == p[i].position; j++)
            c->pairs[cell_of(c, p[i].code, p[j].code)]--;
}

bool counter_units(struct counter *c, const struct place *places, uint32_t n) {
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && places[j].unit == places[i].unit; j++) continue;
        count_unit(c, places + i, j - i);
    }
    return list_cells(c, false);
}

bool counter_window(struct counter *c, const struct place *places, const uint32_t *turns, uint32_t n, uint32_t window) {
    uint32_t from = 0;
    for (uint32_t j = 0; j < n; j++) {
        const struct place *p = &places[j];
        while (places[from].unit != p->unit || p->position - places[from].position > window) from++;
        for (uint32_t i = from; i < j && places[i].position < p->position; i++) {
            size_t cell = cell_of(c, places[i].code, p->code);
            c->pairs[cell]++;
            if (turns[j] == UINT32_MAX || c->last[cell] == turns[j] + 1) continue;
            c->last[cell] = turns[j] + 1;
            c->both[cell]++;
        }
    }
    return list_cells(c, false);
}

/* Adds a pair, of which @p unit counts the first. */
static void add_pair(struct counter *c, size_t cell, uint64_t pairs, uint32_t unit) {
    c->pairs[cell] += pairs;
    if (unit == UINT32_MAX || c->last[cell] == unit + 1) return;
    c->last[cell] = unit + 1;
    c->both[cell]++;
}

/* Of whole units: each hit meets all hits at earlier places, which are counted by code. */
static void order_unit(struct counter *c, const struct place *p, uint32_t n, uint32_t unit) {
    uint32_t n_seen = 0;
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && p[j].position == p[i].position; j++)
            for (uint32_t k = 0; k < n_seen; k++)
                add_pair(c, (size_t)c->seen[k] * c->n_codes + p[j].code, c->in_unit[c->seen[k]], unit);
        for (uint32_t k = i; k < j; k++)
            if (c->in_unit[p[k].code]++ == 0) c->seen[n_seen++] = p[k].code;
    }
    for (uint32_t k = 0; k < n_seen; k++) c->in_unit[c->seen[k]] = 0;
}

bool counter_order(struct counter *c, const struct place *places, const uint32_t *turns, uint32_t n, uint32_t window) {
    uint32_t from = 0;
    for (uint32_t i = 0, j; window == UINT32_MAX && i < n; i = j) {
        for (j = i + 1; j < n && places[j].unit == places[i].unit; j++) continue;
        order_unit(c, places + i, j - i, i);
    }
    for (uint32_t j = 0; window != UINT32_MAX && j < n; j++) {
        const struct place *p = &places[j];
        while (places[from].unit != p->unit || p->position - places[from].position > window) from++;
        for (uint32_t i = from; i < j && places[i].position < p->position; i++)
            add_pair(c, (size_t)places[i].code * c->n_codes + p->code, 1, turns[j]);
    }
    return list_cells(c, true);
}

bool counter_overlap(struct counter *c, const struct span *spans, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n && spans[j].first <= spans[i].last; j++)
            if (spans[i].code != spans[j].code) add_pair(c, cell_of(c, spans[i].code, spans[j].code), 1, UINT32_MAX);
    return list_cells(c, false);
}

bool counter_adjacent(struct counter *c, const struct span *spans, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const struct span *a = &spans[i];
        for (uint32_t j = i + 1; j < n; j++) {
            const struct span *b = &spans[j];
            if (b->stretch != a->stretch || b->position > a->position + a->words) break;
            if (b->first > a->last && b->position == a->position + a->words)
                add_pair(c, (size_t)a->code * c->n_codes + b->code, 1, UINT32_MAX);
        }
    }
    return list_cells(c, true);
}
