/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TB_READ_H
#define TB_READ_H

#include "columns.h"
#include "xlsx.h"

#include "../common/source_text.h"
#include "../common/transcript.h"

struct tb_reader {
    const uts_host *host;
    struct source_stage *source;
    const struct tb_conf *conf;
};

/* One open file: the whole table, and how far its documents have come. */
struct tb_cursor {
    const struct tb_reader *reader;
    struct source_text text; /* csv */
    struct xlsx *xlsx;       /* NULL: csv */
    struct tb_table table;
    struct tb_columns columns;
    uint32_t row; /* the next one to make a document of */
    uint32_t n_documents;
    bool done;
};

uts_status tb_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
void tb_destroy(void *stage);
int32_t tb_probe(const char *name, const void *head, size_t n);
uts_status tb_open(void *stage, uts_job *job, uts_io *source, void **cursor);
uts_status tb_next(void *stage, void *cursor, uts_job *job);
void tb_close(void *stage, void *cursor);

/* One document being written. */
struct tb_writer {
    struct tb_cursor *c;
    struct transcript t;
    const uts_host *host;
    uts_job *job;
};
/* The text of a cell in the role that a column has; empty without one. */
uts_str tb_role_text(const struct tb_writer *w, const struct tb_row *row, enum tb_role role);
/* Puts a cell with its line breaks as paragraphs. */
void tb_put(struct tb_writer *w, const struct tb_row *row, const struct tb_cell *cell);
/* A question as a turn of the interviewer. */
void tb_ask(struct tb_writer *w, const struct tb_row *row, const struct tb_cell *cell);
/* "A", "B" …: the columns with this role, for remarks; in the arena. */
uts_str tb_list(const struct tb_writer *w, enum tb_role role);

/* turns.c: rows are turns. */
void tb_write_turns(struct tb_writer *w);
/* survey.c: rows are respondents. One document of all rows, or of the next row with an answer (false: there is none).
 */
void tb_write_survey(struct tb_writer *w);
bool tb_write_respondent(struct tb_writer *w);
/* Tells what variables there are, and gives them as the metadata "participants". */
uts_status tb_give_variables(struct tb_writer *w);

#endif
