/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which stages run, and in which order: from what they need and give. */
#ifndef UTSAGA_GRAPH_H
#define UTSAGA_GRAPH_H

#include "registry.h"

/* A choice of stages; wanted[i] belongs to registry stage i. */
typedef struct selection {
    bool *wanted;
    bool *demanded; /* asked for by name: a gap is an error, not a reason to leave it out */
} selection;

bool selection_init(selection *s, const registry *r);
void selection_clear(selection *s);
/* Adds the stages a run has when nobody says otherwise. */
void selection_add_usual(selection *s, const registry *r);
/* Adds every annotator that is needed, directly or not, for a layer. */
void selection_add_layer(selection *s, const registry *r, const char *layer);
/* Adds or removes by name. False: no such stage; printed with the nearest name. */
bool selection_add(selection *s, const registry *r, const char *name);
bool selection_remove(selection *s, const registry *r, const char *name);

/*
 * Orders the selected annotators, analyses and writers so that each comes after those that give what it needs; a stage
 * that needs and gives the same layer refines it, and comes before all others that need it. Stages that cannot run
 * because nobody gives what they need are left out (said when `verbose`) unless they were demanded. NULL: printed. The
 * caller frees.
 */
stage **graph_order(const registry *r, selection *s, uint32_t *n);

#endif /* UTSAGA_GRAPH_H */
