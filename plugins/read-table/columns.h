/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the columns of a table are for. */
#ifndef TB_COLUMNS_H
#define TB_COLUMNS_H

#include "table.h"

#include <utsaga/plugin_util.h>

enum tb_role {
    TB_NONE, /* a variable, or nothing we read */
    TB_SPEAKER,
    TB_TEXT,
    TB_START,
    TB_END,
    TB_ROLE,
    TB_ID,
    TB_QUESTION, /* a question that the text of the same row answers */
    TB_OPEN,     /* an open question: its heading asks, its cells answer */
    TB_ROLES_
};
extern const char *const tb_role_names[TB_ROLES_];

#define TB_ABSENT UINT32_MAX

struct tb_conf {
    const char *speaker, *text, *start, *end, *role, *id; /* names of columns; NULL: found */
    const char *sheet;
    int64_t encoding, mojibake;
    int64_t documents; /* TB_PER_FILE, TB_PER_ROW */
};
enum { TB_PER_FILE, TB_PER_ROW };

struct tb_column {
    uts_str name; /* trimmed */
    enum tb_role role;
    bool given, milliseconds;
    /* Shape of its cells. */
    uint32_t filled, numeric, words, most_words, distinct;
};

struct tb_columns {
    struct tb_column *items;
    uint32_t n;
    uint32_t header;        /* index of the row with the names */
    uint32_t of[TB_ROLES_]; /* the first column of a role; TB_ABSENT */
    uint32_t n_open;
    bool survey;
};

/* The role that a heading names; TB_NONE. */
enum tb_role tb_role_of_name(uts_str name);
/* A heading that asks. */
bool tb_is_question(uts_str name);
/* Finds the row with the names and decides; fails with what to do when there is nothing to read. @p file: for messages.
 */
uts_status tb_columns_find(struct tb_columns *c, const uts_host *host, uts_job *job, const struct tb_table *t,
                           const struct tb_conf *conf);
/* shape.c: looks at the first rows below the header. */
void tb_shape(struct tb_columns *c, const struct tb_table *t);
bool tb_is_open(const struct tb_column *column);

/* Reads "0:06", "00:00:06.400", "6,4", "0:00,0 - 0:06,4"; -1 for what is not there. False: no time. */
bool tb_clock(uts_str text, bool milliseconds, int64_t *start, int64_t *end);

/* How sure: is this text a table of talk or a survey? By the first bytes, for probe. 0–100. */
int32_t tb_likeness(uts_str head, bool complete, bool *tabs);

#endif
