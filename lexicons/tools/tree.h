/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the letter tree of the lexicon from sorted forms, sharing equal ends (Daciuk et al. 2000). */
#ifndef LEXICON_TREE_H
#define LEXICON_TREE_H

#include "../lexfile.h"
#include <stddef.h>
#include <stdint.h>

enum { TREE_LETTERS = 256, TREE_DEPTH = 128 };

struct tree_node { /* on the path of the form added last */
    struct lexfile_edge edges[TREE_LETTERS];
    uint32_t n_edges, words;
};
struct tree {
    union lexfile_row *rows; /* finished nodes; row 0 is unused */
    uint32_t n_rows, room;
    uint32_t *hash; /* finished nodes */
    uint32_t hash_room, hash_n;
    uint32_t letters[TREE_LETTERS];
    uint32_t n_letters;
    uint8_t bits[TREE_LETTERS]; /* lexfile_bit of each letter code */
    struct tree_node *path;     /* TREE_DEPTH */
    uint8_t last[TREE_DEPTH];
    uint32_t depth;
};

/** @p letters: code points in ascending order, [0] unused. */
void tree_begin(struct tree *t, const uint32_t *letters, uint32_t n_letters);
/** Forms come in ascending order, each once. */
void tree_add(struct tree *t, const char *form);
/** Returns the root. */
uint32_t tree_end(struct tree *t);
/** Moves the nodes of the finished tree so that those met together stand together; tree_end does it. */
uint32_t tree_order(struct tree *t, uint32_t root);
void tree_free(struct tree *t);

#endif /* LEXICON_TREE_H */
