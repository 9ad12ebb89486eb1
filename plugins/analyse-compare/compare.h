/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage analyse-compare: themes or words of groups against each other. */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include "../common/cases.h"
#include "../common/resample.h"
#include <utsaga/plugin.h>

struct compare_conf {
    const char *by;
    int64_t what, versus, resamples, seed, min_count, min_speakers, repeated;
    bool tests;
};
enum { WHAT_THEMES, WHAT_WORDS };
enum { VERSUS_REST, VERSUS_EACH, VERSUS_PREVIOUS };

struct compare {
    const uts_host *host;
    struct compare_conf conf;
    const uts_codebook *book; /**< NULL when words are compared */
    uint32_t by;
    struct cases cases;
};

uts_status compare_no_memory(const struct compare *s, uts_job *job);
uts_status compare_enter(void *stage, uts_job *job, void **local);
void compare_leave(void *stage, void *local);
uts_status compare_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out);
uts_status compare_fold(void *stage, uts_job *job, const uts_doc *doc, void *data);
uts_status compare_finish(void *stage, uts_job *job);

/* ---- after the last document ------------------------------------------------------------------------------------ */

/** One value of the variable. */
struct side {
    const struct case_group *group;
    uint32_t number;     /**< among the groups of the cases */
    uint32_t n_clusters; /**< with words */
    uint32_t *clusters;
    double *words;          /**< by cluster */
    struct resamples draws; /**< counts NULL: none */
    double *draw_words;
};

/** What is compared: a code, or a word that is not too rare. */
struct item {
    uint32_t number;   /**< as in the entries of the cases */
    uint32_t from, to; /**< entries */
    const char *id, *label;
    uint32_t id_n;
};

struct study {
    struct compare *s;
    struct case_groups groups;
    struct side *sides;
    uint32_t n_sides;
    uint32_t *side_of; /**< by group: its side, CASES_NONE */
    struct item *items;
    uint32_t n_items;
    uint32_t *mentions; /**< by item and side */
    uint32_t *persons;  /**< the same: people with a mention */
    uint64_t words_left_out;
};

/** False: out of memory, or (*status negative) failed. */
bool study_make(struct study *y, struct compare *s, uts_job *job, uts_status *status);
void study_free(struct study *y);

/** Some sides against others. */
struct contrast_sides {
    uint32_t first;             /**< side */
    uint32_t second;            /**< side; CASES_NONE: all others */
    const char *name;           /**< of the second */
    uint32_t n_first, n_second; /**< clusters with words */
    uint32_t shared;            /**< clusters that are on both sides */
    uint32_t *place;            /**< by cluster: first those of the first side; CASES_NONE */
    double *words;              /**< by place */
    struct splits splits;       /**< member NULL: none */
    double *rates, *scratch;
};
/** The contrasts that the option asks for. NULL: out of memory. */
struct contrast_sides *contrasts_list(const struct study *y, uint32_t *n);
/** Prepares the permutation test. False: out of memory. */
bool contrast_begin(const struct study *y, struct contrast_sides *c);
void contrast_end(struct contrast_sides *c);
/** Counts of an item on the two sides. */
struct contrast contrast_counts(const struct study *y, const struct contrast_sides *c, uint32_t item);
/** P over speakers; false: undefined. */
bool contrast_p(const struct study *y, const struct contrast_sides *c, uint32_t item, double *p);

uts_status compare_rates(const struct study *y, uts_job *job);
uts_status compare_contrasts(const struct study *y, uts_job *job);
uts_status compare_panel(const struct study *y, uts_job *job);
uts_status compare_tfidf(const struct study *y, uts_job *job);

#endif /* COMPARE_COMPARE_H */
