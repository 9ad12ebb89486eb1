/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The corpus as cases: each voice of each document with its hits, to be grouped by any variable or two. */
#ifndef COMMON_CASES_H
#define COMMON_CASES_H

#include "texts.h"
#include "voices.h"

/** Variables that every corpus has; those of the participants table follow from CASES_VARIABLE on. */
enum { CASES_ALL, CASES_ZONE, CASES_ROLE, CASES_SPEAKER, CASES_DOCUMENT, CASES_QUESTION, CASES_VARIABLE };
#define CASES_NONE UINT32_MAX

struct case_row {
    uint32_t document, speaker, role, question; /**< numbers of texts */
    uint32_t zone;
    uint32_t person;  /**< dense from 0; CASES_NONE: cannot be told apart */
    uint32_t cluster; /**< the person, or else the interview: what is independent of the others */
    uint32_t row;     /**< of the participants table, CASES_NONE */
    uint32_t words, units, asked;
};

/** Hits of one item (a code or a word) in one case. */
struct case_entry {
    uint32_t item, at; /**< at: index of the case */
    struct voice_code n;
};

struct cases {
    const uts_host *host;
    const uts_participants *table; /**< NULL: none */
    struct texts texts;
    struct case_row *rows;
    uint32_t n, room;
    struct case_entry *entries;
    uint32_t n_entries, entries_room;
    uint32_t n_persons, n_clusters;
    uint32_t *person_of, *cluster_of; /**< by text that names them; plus one */
    uint32_t names_room, clusters_room;
    const char **cluster_names; /**< by cluster */
    uint32_t cluster_names_room;
};

/** Zero-initialises. */
void cases_init(struct cases *c, const uts_host *host);
void cases_free(struct cases *c);

/**
 * Adds a document. *first is the number of its first case, so that voice v is case *first + v. [ordered]. False: out of
 * memory.
 */
bool cases_add(struct cases *c, uts_job *job, const uts_doc *doc, const struct voice *voices, uint32_t n,
               const struct voices_hits *hits, uint32_t *first);
/** Adds hits of another item to a case. */
bool cases_add_entry(struct cases *c, uint32_t item, uint32_t at, const struct voice_code *n);
/** Sorts the entries by item and case. Call once, after the last document. */
void cases_sort(struct cases *c);

/** The variable of that name, CASES_NONE: there is none. */
uint32_t cases_variable(const struct cases *c, uts_str name);
/** Its name. */
const char *cases_variable_name(const struct cases *c, uint32_t variable);
/** The names there are, with commas, for messages: writes to @p to. */
void cases_list_variables(const struct cases *c, char *to, size_t room);
const char *cases_value(const struct cases *c, const struct case_row *row, uint32_t variable);

/** Cases with the same values. */
struct case_group {
    const char *a, *b; /**< values */
    uint64_t words, units, asked;
    uint32_t persons;
    bool unnamed;  /**< somebody in it cannot be told apart */
    bool unspoken; /**< a zone in which nobody counts as a person */
};

struct case_groups {
    struct case_group *items; /**< by a, then b: as numbers where all are, else by bytes */
    uint32_t n;
    uint32_t *of; /**< by case; CASES_NONE: none */
};

/**
 * Groups what people say by one variable or two (b: CASES_NONE). By zone all zones take part. False: out of memory.
 */
bool cases_group(const struct cases *c, uint32_t a, uint32_t b, struct case_groups *out);
void cases_groups_free(struct case_groups *g);

/** Sums of one item in one group. */
struct case_sum {
    struct voice_code n;
    uint32_t persons;
};
/**
 * Adds up the entries of one item, entries[from] up to @p to, by group into @p sums, which has room for all groups.
 * @p scratch holds to − from numbers.
 */
void cases_sum(const struct cases *c, const struct case_groups *g, uint32_t from, uint32_t to, struct case_sum *sums,
               uint64_t *scratch);
/** Where the entries of the item that stands at @p from end. */
uint32_t cases_end(const struct cases *c, uint32_t from);
/** The first entry of @p item or a later one. */
uint32_t cases_find(const struct cases *c, uint32_t item);

#endif /* COMMON_CASES_H */
