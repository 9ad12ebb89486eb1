/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layer token.lemma of a document. */
#ifndef ANNOTATE_LEMMA_ANNOTATE_H
#define ANNOTATE_LEMMA_ANNOTATE_H

#include "lemma.h"
#include "terms.h"
#include <tagger.h>
#include <utsaga/plugin.h>
#include <utsaga/plugin_util.h>

/** Constant after create. */
struct annotate_stage {
    const uts_host *host;
    lexicon *lex; /* NULL: the language has no lexicon, lemmas are lower-case forms */
    tagger *tagger;
    struct terms terms;
    bool parts;
};

/** A form as one of the parts of speech that it can be. */
struct annotate_reading {
    uts_sym lemma, parts; /* lemma 0: not yet known */
};

/** What is known of a word form; worked out on first sight. */
struct annotate_type {
    tagger_type type;
    uint32_t readings; /* of a form that can be several things: the first of as many as its mask has bits */
};

/** Forms whose lemma hangs on the words around them. */
enum {
    LOOK_HEAD = 1, /**< "brukar-", which may take its head from a later compound */
    LOOK_VERB = 2, /**< "satt": past of one verb (sitta) and supine of another (sätta) */
    LOOK_NAME = 4  /**< unknown and with a capital: a name if it is one elsewhere in the document */
};

/** The short side of a type: all that a token which can be one thing only needs. */
struct annotate_cell {
    uint32_t index; /* into types, plus 1; 0 not yet known */
    uint16_t upos;  /* of a form that can be one thing only, else TAGGER_TAGS */
    uint16_t look;  /* LOOK_*: other words decide the lemma */
    struct annotate_reading only;
};

/** A place where a form stands that may be a name. */
struct annotate_name {
    uts_sym lower, form;
    uint32_t row;
    bool inside; /* a word of its sentence stands before it, so that the capital says something */
    bool common; /* the document has it in lower case too */
};

/** A token of a sentence that the tagger sees. */
struct annotate_place {
    uint32_t row, type; /* type: as annotate_cell's index */
};

/** What one worker owns. */
struct annotate_local {
    uts_memo words; /* struct annotate_cell by symbol */
    uts_memo marks; /* the same of tokens whose kind settles what they are: "NN" may be a mark here and a word there */
    struct annotate_type *types;
    uint32_t n_types, types_room;
    struct annotate_reading *readings;
    uint32_t n_readings, readings_room;
    uint32_t epoch; /* of the symbols in all of these */
    tagger_votes votes;
    lexicon_splitter plain, with_terms;
    struct lemma_rules rules;
    struct annotate_place *places; /* of the sentence */
    tagger_type **sentence;
    uint8_t *tags;
    uint32_t sentence_room;
    struct annotate_name *names; /* of the document */
    uint32_t n_names, names_room;
};

/** NULL: out of memory. */
struct annotate_local *annotate_local_make(const struct annotate_stage *stage);
uts_status annotate_document(const struct annotate_stage *stage, struct annotate_local *local, uts_job *job,
                             const uts_doc *doc);
void annotate_local_free(struct annotate_local *local);

#endif /* ANNOTATE_LEMMA_ANNOTATE_H */
