/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The normal form of each token. What can be said of a form alone is said once a symbol (classify.c) and kept as an
 * action; what depends on the place is decided at the few tokens that have one (context.c, evidence.c).
 */
#ifndef UTSAGA_NORM_NORM_H
#define UTSAGA_NORM_NORM_H

#include "channel.h"
#include "project.h"
#include "rules.h"
#include "search.h"
#include "vocabulary.h"
#include <utsaga/layers.h>
#include <utsaga/plugin.h>
#include <utsaga/plugin_util.h>

struct norm_conf {
    const char *words, *decisions, *dictionary;
    bool spelling;
    int64_t vocabulary; /**< an unknown form that a document has so often is a word of its own */
};

struct norm_stage {
    const uts_host *host;
    const struct norm_conf *conf;
    lexicon *lex; /**< NULL: no spelling */
    struct channel channel;
    struct rules rules;
    struct project project;
    struct speller speller;
    uint32_t apart_class; /**< bit of the set @apart, MAP_ABSENT when there is none */
};

enum {
    ACTION_FIXED = 1,  /**< one norm wherever it stands */
    ACTION_RULES,      /**< rows of the tables decide */
    ACTION_GENITIVE,   /**< capitals and s: "NSPHs" */
    ACTION_APOSTROPHE, /**< "Wenger's" */
    ACTION_SPELLING,
    ACTION_DECIDED /**< nothing but a decision of the project */
};

enum { SUGGESTIONS = CHANNEL_CANDIDATES };

struct suggestion {
    uts_sym norm, fold;
    int32_t score, cost;
    uint32_t kind; /**< CANDIDATE_* */
};

struct suggestions {
    uint32_t count;
    struct suggestion of[];
};

struct action {
    uint32_t kind;
    uint32_t rule; /**< first rule of the chain */
    uts_sym form, fold;
    uts_sym norm;  /**< of FIXED, GENITIVE, APOSTROPHE */
    uint32_t name; /**< the document in which it has a capital inside a sentence */
    uint32_t seen; /**< the document, by its number on this worker, for which `use` holds */
    bool by_class, decided, capital, old;
    bool weak; /**< known to one source only, or a compound with a short part */
    bool searched, searched_far;
    bool wants_far;                       /**< the near search found nothing good */
    bool asked, accepted;                 /**< by Hunspell */
    const struct suggestions *use;        /**< near or far */
    const struct suggestions *near, *far; /**< in the worker's pool */
};

/** What one symbol is as a neighbour. */
struct symbol_class {
    class_set set;
    uint32_t known; /**< 1: filled in */
    uint32_t unused;
};

enum { ACTION_UNKNOWN = 0, ACTION_NONE = 1, ACTION_FIRST = 2 };

struct norm_local {
    struct norm_stage *stage;
    uts_memo memo;    /**< u32 by form symbol: ACTION_UNKNOWN, ACTION_NONE, or ACTION_FIRST + index into actions */
    uts_memo classes; /**< struct symbol_class by symbol */
    struct action *actions;
    uint32_t n_actions, room_actions, epoch;
    uint32_t n_documents;
    struct pool pool;  /**< suggestions */
    uint32_t *pending; /**< tokens with an action, of this document */
    uint32_t n_pending, room_pending;
    struct channel_work work;
};

/** The document at hand. */
struct norm_doc {
    struct norm_stage *stage;
    struct norm_local *local;
    uts_job *job;
    uts_str id;
    const uts_layer *token;
    const uts_sym *form, *fold;
    const uint32_t *kind, *sentence;
    uint32_t *form_counts, *fold_counts; /**< by symbol; NULL when nothing asks for them */
    uint32_t n_counts;
    struct evidence *evidence;
    uint32_t far_left;    /**< searches for words two slips away that this document may still have */
    uint32_t far_refused; /**< and those that were too many */
    uint32_t ask_left;    /**< questions to Hunspell about proposals that nobody applies unseen */
};

struct proposal {
    uint32_t first, last; /**< tokens */
    uts_sym norm;
    const char *reason, *rule;
    uint32_t safety;
    double confidence;
};

/* classify.c */
/** The action of a form; ACTION_NONE, or ACTION_FIRST + index. Sets *failed when memory is out. */
uint32_t classify_form(struct norm_doc *doc, uts_sym form, uts_sym fold, bool *failed);
/** Looks for words that an unknown form may be, and sets `use` for this document. */
void classify_search(struct norm_doc *doc, struct action *action);
/** Whether Hunspell accepts an unknown form after all. */
bool classify_accepted(struct norm_doc *doc, struct action *action);
/** The norm with the capitals of the form. */
uts_sym classify_cased(struct norm_doc *doc, uts_sym form, uts_sym fold, const char *norm, size_t n);

/* context.c */
const class_set *context_symbol(struct norm_doc *doc, uts_sym fold);
/** The token @p distance places off in the same sentence, events and notes passed over; or UTS_NO_ROW. */
uint32_t context_token(const struct norm_doc *doc, uint32_t token, int32_t distance);
/** The classes of the token @p distance places off, or CLASS_NONE beyond the sentence. */
class_set context_place(struct norm_doc *doc, uint32_t token, int32_t distance);
/** The first rule of the chain that holds at the token. False: none, or one that keeps the form. */
bool context_rules(struct norm_doc *doc, uint32_t token, const struct action *action, struct proposal *out);

/* evidence.c */
/** Looks through the document for what the suggestions of its unknown forms need. False: out of memory. */
bool evidence_gather(struct norm_doc *doc);
/** What an unknown form at the token should be. False: nothing to propose. */
bool evidence_spelling(struct norm_doc *doc, uint32_t token, struct action *action, struct proposal *out);
bool evidence_genitive(struct norm_doc *doc, uint32_t token, const struct action *action, struct proposal *out);
bool evidence_apostrophe(struct norm_doc *doc, uint32_t token, const struct action *action, struct proposal *out);
/** Says in a note which unknown forms were taken for vocabulary. */
void evidence_report(struct norm_doc *doc);

/* norm.c */
uts_status norm_annotate(void *stage, void *local, uts_job *job, const uts_doc *source);

#endif
