/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `utsaga show` prints of each layer. */
#ifndef UTSAGA_SHOW_LAYERS_H
#define UTSAGA_SHOW_LAYERS_H

#include "run.h"
#include "sheet.h"

typedef struct shown_layer {
    const char *name;          /* as given to --layer */
    const char *const *names;  /* columns; NULL: not a table */
    const char *const *layers; /* what must be made for it; ends with NULL */
    void (*print)(sheet *s, const uts_doc *doc);
} shown_layer;

/* Ends with name == NULL. */
extern const shown_layer shown_layers[];
/* CoNLL-U of the tokens of a document. */
void show_conllu(const uts_doc *doc);

#endif /* UTSAGA_SHOW_LAYERS_H */
