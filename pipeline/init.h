/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `utsaga init` found in a folder, and the files it proposes. */
#ifndef UTSAGA_INIT_H
#define UTSAGA_INIT_H

#include "command.h"

#include <stdio.h>

typedef struct init {
    const char *folder;
    char *codebook, *participants; /* paths of files that were there already; NULL */
    bool dry_run;
    const run *run;
    /* Tables of analyse-speakers; `variables` may be NULL. */
    const uts_table *speakers, *files, *variables;
} init;

/* A cell as text: empty when it holds none. */
static inline uts_str init_text(const uts_table *t, uint64_t row, uint32_t column) {
    const uts_value *v = &t->values[row * t->n_columns + column];
    return v->type == UTS_TEXT ? (uts_str){v->as.text, v->n} : (uts_str){"", 0};
}
static inline long long init_number(const uts_table *t, uint64_t row, uint32_t column) {
    const uts_value *v = &t->values[row * t->n_columns + column];
    return v->type == UTS_I64 ? v->as.i64 : 0;
}
/* Columns of those tables, in their order. */
enum {
    SPEAKER_DOCUMENT,
    SPEAKER_NAME,
    SPEAKER_ROLE,
    SPEAKER_ASKS,
    SPEAKER_TURNS,
    SPEAKER_WORDS,
    SPEAKER_MAYBE,
    SPEAKER_ROW
};
enum { FILE_DOCUMENT, FILE_SOURCE, FILE_FORMAT, FILE_ENCODING, FILE_ORIGIN, FILE_SPEAKERS, FILE_TURNS, FILE_WORDS };
enum { VARIABLE_DOCUMENT, VARIABLE_SPEAKER, VARIABLE_NAME, VARIABLE_VALUE };

/* init_report.c: the survey of the folder on standard output. */
void init_report(const init *in);
/* init_files.c: proposes participants.csv and utsaga.yaml; writes them where there are none. False: printed. */
bool init_write(const init *in);

#endif /* UTSAGA_INIT_H */
