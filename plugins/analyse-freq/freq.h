/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage analyse-freq: counts of words and themes, by document and by who speaks. */
#ifndef FREQ_FREQ_H
#define FREQ_FREQ_H

#include "../common/cases.h"
#include "../common/voices.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin.h>

struct freq_conf {
    int64_t repeated;  /**< REPEATED_COUNT … */
    int64_t min_count; /**< least count in the table words */
    const char *by;    /**< variables and pairs of them */
};
enum { REPEATED_COUNT, REPEATED_ONCE };

/* ---- one document ---------------------------------------------------------------------------------------------- */

/** What map found, in the arena of the job. "Speech" is what people say: zones speech and quote. */
struct part {
    struct voice *voices;
    uint32_t n_voices;
    struct voices_hits hits;
    uts_sym *types;   /**< of speech */
    uint32_t *counts; /**< of each type */
    uint32_t n_types;
    uint32_t words, tokens, sentences, turns, quotes, candidates; /**< of speech; turns: questions too */
};

/** What one worker keeps between documents. */
struct worker;

uts_status freq_enter(void *stage, uts_job *job, void **local);
void freq_leave(void *stage, void *local);
uts_status freq_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out);

/* ---- the corpus ------------------------------------------------------------------------------------------------- */

struct document {
    const char *id, *source;
    uint32_t id_n, source_n;
    uint32_t words, tokens, types, sentences, turns, quotes, candidates, hits;
    uint32_t first_case, n_cases;
};

struct corpus_word {
    uint64_t count;
    uint32_t documents;
};

/** A variable or a pair of them that the option `by` names. */
struct by {
    uint32_t a, b; /**< b: CASES_NONE */
};

enum { MOST_BY = 32 };

struct freq {
    const uts_host *host;
    struct freq_conf conf;
    const uts_codebook *book; /**< NULL: no codebook */
    const uts_guide *guide;   /**< NULL: no codebook */
    const uts_words *many;    /**< NULL: words are promoted one by one */
    struct by by[MOST_BY];
    uint32_t n_by;
    bool by_question;
    struct cases cases;
    struct document *documents;
    uint32_t n_documents, documents_room;
    struct corpus_word *words; /**< by promoted number */
    uint32_t words_room;
};

uts_status freq_fold(void *stage, uts_job *job, const uts_doc *doc, void *data);
uts_status freq_finish(void *stage, uts_job *job);

/** The tables themes, themes_by and weights. */
uts_status freq_themes(struct freq *freq, uts_job *job);
/** The table dispersion. */
uts_status freq_dispersion(struct freq *freq, uts_job *job);
/** The table diversity. */
uts_status freq_diversity(struct freq *freq, uts_job *job);
uts_status freq_no_memory(const struct freq *freq, uts_job *job);

#endif /* FREQ_FREQ_H */
