/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage, and what its files share: one Word document on its way to text. */
#ifndef DOCX_H
#define DOCX_H

#include "../common/notes.h"
#include "../common/sax.h"
#include "numbering.h"
#include "package.h"
#include "styles.h"

enum { DOCX_ACCEPTED = 0, DOCX_ORIGINAL };
enum { DOCX_KEEP_NUMBERS = 0, DOCX_DROP_NUMBERS };
struct docx_conf {
    int64_t changes, numbering;
};

int32_t docx_probe(const char *name, const void *head, size_t n);
uts_status docx_open(void *stage, uts_job *job, uts_io *source, void **cursor);
uts_status docx_next(void *stage, void *cursor, uts_job *job);
void docx_close(void *stage, void *cursor);

/* What was met and is told in the end. */
struct docx_counts {
    uint32_t insertions, deletions, deleted_words, hidden, placeholders, symbols, soft_hyphens, drawings, chunks;
};

struct docx {
    const uts_host *host;
    uts_job *job;
    const struct docx_conf *conf;
    struct archive archive;
    struct docx_package package;
    struct docx_styles styles;
    struct docx_numbering numbering;
    struct docx_counts counts;
    struct story body;
    struct notes notes;
    struct transcript_list refs; /* struct docx_ref, in the order of the text */
    uint32_t looked;             /* the reference found last */
    uint32_t paragraphs;         /* met so far, over all parts */
    const char *part;            /* being read, for messages */
    uint32_t line;               /* where it is not well-formed */
    bool plain_fields;           /* a field never ends: do not look for the end of its code */
    bool open_field;             /* such a field was met, and text may be lost in it */
    bool failed;                 /* out of memory */
    bool cancelled, recognised;
};

/* Where the text refers to a note. */
struct docx_ref {
    uint32_t element; /* W_FOOTNOTE, W_ENDNOTE */
    int64_t id;
    bool custom; /* the author typed the mark, here and before the note */
};

/* Reads a part with text: the body into d->body, notes and comments into d->notes, pages' headers into @p into. */
bool docx_walk(struct docx *d, int64_t entry, const char *name, struct story *into);
/* Room for one more zeroed item; NULL: out of memory, which sticks. */
void *docx_push(struct docx *d, struct transcript_list *list, size_t size);
#endif
