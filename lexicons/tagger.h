/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Parts of speech by an averaged perceptron over the lexicon. What depends on one form alone is worked out once, in a
 * tagger_type; a token that can be one thing only costs nothing more, the others a few table rows.
 */
#ifndef UTSAGA_TAGGER_H
#define UTSAGA_TAGGER_H

#include "lexicon.h"

/** Tags are UTS_UPOS_*. X is never weighed against others, so a row holds the other 16: tag 1 at place 0. */
enum { TAGGER_TAGS = 17, TAGGER_ROW = 16 };

/** Sums of weights, one a tag. */
typedef struct tagger_score {
    int16_t of[TAGGER_ROW];
} tagger_score;

/** Whom a form votes on: itself, the next token, the one after that, the one before, … */
enum { TAGGER_SELF, TAGGER_BEFORE, TAGGER_BEFORE2, TAGGER_AFTER, TAGGER_AFTER2, TAGGER_GROUPS };

/** The votes of forms that were asked for one. For one thread; all zero: none yet. */
typedef struct tagger_votes {
    tagger_score *scores;
    uint32_t n, room;
} tagger_votes;
void tagger_votes_free(tagger_votes *votes);

/** What is known of a form before its neighbours are seen. */
typedef struct tagger_type {
    uint32_t form, end2, end3, tag_class, shape; /* hashes that features are made of */
    uint32_t mask;                               /* tags it can have, as bits */
    uint32_t self, others; /* places in tagger_votes, plus 1; 0: not asked for yet. The others stand together */
} tagger_type;

/** A form as written and in lower case. */
typedef struct tagger_form {
    const char *text, *fold;
    size_t text_n, fold_n;
} tagger_form;

typedef struct tagger tagger;

/** Maps the weights. On failure returns false with a message in @p error. */
bool tagger_open(const char *path, tagger **out, char *error, size_t room);
void tagger_close(tagger *t);

/** Reads the whole file and compares its hash. */
bool tagger_verify(const tagger *t);
const char *tagger_made_from(const tagger *t);

/**
 * Fills in @p out for a form and the tags it can have (0: work them out). @p splitter has no terms. False: out of
 * memory.
 */
bool tagger_describe(const tagger *t, const lexicon *lex, lexicon_splitter *splitter, tagger_form form, uint32_t mask,
                     tagger_votes *votes, tagger_type *out);
/** Whether the lexicon does not know the form, it is written with a capital, and it can be a name among other things.
 */
bool tagger_may_be_name(const tagger_type *type);
/** Tags the tokens of one sentence, given as pointers to their types. False: out of memory. */
bool tagger_tag(const tagger *t, tagger_votes *votes, tagger_type *const *types, uint32_t n, uint8_t *tags);

/* ---- shared with the program that trains the weights ---- */

enum { TAGGER_TYPE_KEYS = 24, TAGGER_CONTEXT_KEYS = 16 };

/** Writes the keys of one group of a form and returns how many. */
uint32_t tagger_type_keys(const tagger_type *type, const char *fold, size_t fold_n, int group, uint32_t *keys);
/** The keys that depend on several tokens. @p types are those of the sentence, @p at is the token. */
uint32_t tagger_context_keys(tagger_type *const *types, uint32_t at, uint32_t n, uint32_t *keys);
/** The keys that depend on the tags @p t1 and @p t2 of the two tokens before. */
uint32_t tagger_tag_keys(const tagger_type *type, uint32_t t1, uint32_t t2, uint32_t *keys);
/** The hashes and the mask of a form, without votes. @p unseen: as if the treebank did not have it. */
void tagger_hashes(const lexicon *lex, lexicon_splitter *splitter, tagger_form form, bool unseen, tagger_type *out);

/**
 * The layout of the file that is mapped, upos.model: this header, n_slots pairs of key and row (key 0: free), n_rows
 * rows of TAGGER_ROW signed bytes. The file that is kept with the sources, *.weights, starts with the same header
 * (n_slots 0); then n_rows times a key, 16 bits that say which tags have a weight, and a signed byte for each of those.
 */
struct tagger_header {
    char magic[8];
    uint32_t version, n_tags;
    uint32_t n_slots, n_rows;
    uint64_t size;    /**< of the file */
    uint64_t content; /**< hash of everything after the header */
    char made_from[192];
};
#define TAGGER_MAGIC         "UTSUPOS\n"
#define TAGGER_WEIGHTS_MAGIC "UTSWGHT\n"
enum { TAGGER_VERSION = 1 };

#endif /* UTSAGA_TAGGER_H */
