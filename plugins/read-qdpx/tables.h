/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project says about all its sources: users, codes, variables, cases. */
#ifndef RQ_TABLES_H
#define RQ_TABLES_H

#include "package.h"

struct rq_user {
    char *guid, *name;
};

struct rq_code {
    char *guid, *name, *path, *colour, *about;
    uint32_t parent; /* UINT32_MAX: top level; parents come first */
    bool codable;
};

struct rq_variable {
    char *guid, *name;
};

/* A value of a case, for each source of the case. */
struct rq_case {
    char *guid, *name;
    xmlNodePtr node; /* in `cases` */
};

struct rq_tables {
    char *origin;
    struct rq_user *users;
    struct rq_code *codes;
    struct rq_variable *variables;
    struct rq_case *cases;
    uint32_t n_users, n_codes, n_variables, n_cases, n_texts, n_others;
    xmlDocPtr kept; /* owns the nodes of cases */
    bool no_memory;
};

/* Reads the tables, passing over the sources. False: package->why tells. */
bool rq_tables_read(struct rq_tables *t, struct rq_package *package);
void rq_tables_free(struct rq_tables *t);
const struct rq_user *rq_user_of(const struct rq_tables *t, const char *guid);
/* UINT32_MAX: none */
uint32_t rq_code_of(const struct rq_tables *t, const char *guid);
const struct rq_variable *rq_variable_of(const struct rq_tables *t, const char *guid);

/* ---- nodes ---- */

/* The name of an element matches; name spaces are not looked at, since programs write them in several ways. */
bool rq_is(const xmlNode *node, const char *name);
/* An attribute, to be freed by free(); NULL: not there. Line breaks and tabs are blanks. */
char *rq_attribute(const xmlNode *node, const char *name);
/* The same as it stands, without a copy. NULL: not there, or not in one piece. */
const char *rq_value(const xmlNode *node, const char *name);
/* The text of a child element, to be freed; NULL: no such child. */
char *rq_child_text(const xmlNode *node, const char *name);
xmlNodePtr rq_child(const xmlNode *node, const char *name);
xmlNodePtr rq_next(const xmlNode *node, const char *name);
/* GUIDs are the same in any case, with or without braces. */
bool rq_same_guid(const char *a, const char *b);

#endif
