/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A project that people went on with: their codings, codes, notes and cases stay as they are, ours are made anew.
 * Read before the first document; constant after that, but for `done`.
 */
#ifndef QDPX_MERGE_H
#define QDPX_MERGE_H

#include "../read-qdpx/source.h"
#include "project.h"

/* A selection of people. */
struct merge_selection {
    xmlNodePtr node;     /* a copy, without our codings */
    uint32_t begin, end; /* in the text as it was; equal: outside of it */
};

struct merge_source {
    struct guid guid;
    char *name, *about;
    xmlNodePtr node; /* a copy, without selections and text */
    struct merge_selection *selections;
    uint32_t n_selections;
    bool done; /* a document took its place */
};

struct merge {
    char *bytes; /* the whole file */
    struct rq_package package;
    struct rq_tables tables;
    xmlDocPtr kept; /* owns the copies */
    struct merge_source *sources;
    uint32_t n_sources;
    xmlNodePtr root, users, codes, variables, cases, notes, links, sets, graphs, about; /* parts; NULL: not there */
    uint32_t speakers;    /* the group of speakers among the codes; UINT32_MAX: none */
    struct guid_set held; /* identities that are not to be used again */
    /* what was met */
    uint32_t n_kept, n_moved, n_lost, n_renamed_codes, n_new_codes;
    struct xml_buf conflicts; /* a line for each, as XML text */
    bool no_memory;
};

/* merge.c */
struct merge *merge_open(const struct qdpx_stage *s, uts_job *job, const char *path);
void merge_close(struct merge *m);
/* Is an identity in use by something of people? */
bool merge_holds(const struct merge *m, struct guid guid);
/* The source that a document continues: the one of its identity, else of its file, else of its name. NULL: none. */
struct merge_source *merge_source_of(const struct merge *m, struct guid guid, uts_str name, uts_str file);
/* The identity that our user has in the project; @p user when it is not there. */
struct guid merge_our_user(const struct merge *m, struct guid user);
/* The code of a speaker in the group of speakers. False: none. */
bool merge_speaker(const struct merge *m, uts_str name, struct guid *out);
/* Puts the codes of the project at the head of the list, so that ours join them. */
void merge_codes(struct qdpx_stage *s);
bool merge_has_user(const struct merge *m, struct guid guid);

/* merge_write.c */
/* An element with all below it, without prefixes, identities in capitals. */
void merge_put_node(struct xml_buf *b, const xmlNode *node);
/* The selections of people for a document that continues @p source. Those that lost their place go to `rest`. */
void merge_put_selections(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, struct merge_source *source,
                          struct xml_buf *b, struct xml_buf *rest);
/* Sources that no document continues, and files of the project. */
void merge_put_others(struct qdpx_stage *s, uts_job *job);
void merge_put_users(const struct qdpx_stage *s, struct xml_buf *b);
void merge_put_variables(const struct qdpx_stage *s, struct xml_buf *b);
void merge_put_cases(struct qdpx_stage *s, struct xml_buf *b);
/* Notes, links, sets and graphs. */
void merge_put_after(const struct qdpx_stage *s, struct xml_buf *b);
/* What people wrote into the description of the project. */
void merge_put_about(const struct qdpx_stage *s, struct xml_buf *b);
void merge_report(const struct qdpx_stage *s, uts_job *job);
/* The old text of a source as an entry of the archive. False: it has none. */
bool merge_copy_text(struct qdpx_stage *s, const xmlNode *node, struct guid as);

#endif
