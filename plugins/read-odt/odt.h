/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage, and what its files share: one OpenDocument text on its way. */
#ifndef ODT_H
#define ODT_H

#include "../common/notes.h"
#include "lists.h"
#include "styles.h"
#include "words.h"

/* Most bytes of a part when unpacked, and of a flat file. */
#define ODT_PART_BYTES ((uint64_t)256 << 20)

enum { ODT_ACCEPTED = 0, ODT_ORIGINAL };
enum { ODT_KEEP_NUMBERS = 0, ODT_DROP_NUMBERS };
struct odt_conf {
    int64_t changes, numbering;
};

int32_t odt_probe(const char *name, const void *head, size_t n);
uts_status odt_open(void *stage, uts_job *job, uts_io *source, void **cursor);
uts_status odt_next(void *stage, void *cursor, uts_job *job);
void odt_close(void *stage, void *cursor);

/* What was met and is told in the end. */
struct odt_counts {
    uint32_t insertions, deletions, deleted_words, hidden, placeholders, soft_hyphens, objects;
};

/* A tracked change. */
struct odt_region {
    char *id;
    bool deletion;
    struct story story; /* what a deletion took away */
};

/* What an open element remembers. */
struct odt_frame {
    uint32_t id, value;
    bool flag;
};

/* Where text goes, and what a text box, note or comment interrupts. */
struct odt_inside {
    struct story *story;
    bool open;         /* inside a paragraph */
    bool blank;        /* white space that comes next is folded into what was before */
    bool listed, item; /* the next paragraph is the first of a list item */
    uint32_t face, level, zone, list_open, list_depth;
    int64_t item_start;
    char mark[48]; /* of the note, to come before its first paragraph */
};

/* Something with a text of its own that is open. */
struct odt_aside {
    struct odt_aside *outer;
    struct odt_inside interrupted;
    struct story story;
    uint32_t kind;          /* O_BOX, O_NOTE_BODY … */
    uint32_t number;        /* of a note or comment */
    char who[104], day[16]; /* of a comment */
};

struct odt {
    const uts_host *host;
    uts_job *job;
    const struct odt_conf *conf;
    struct archive archive; /* closed for a flat file */
    uts_str bytes;
    bool flat;
    struct odt_styles styles;
    struct odt_lists lists;
    struct odt_counts counts;
    struct notes notes;
    struct transcript_list regions; /* struct odt_region */
    struct transcript_list margins; /* struct story */
    struct story body;
    char title[400];
    uint32_t paragraphs, n_notes, n_comments;
    const char *part;
    uint32_t line;
    bool failed, cancelled, recognised;
    /* the way through a part */
    struct odt_inside in;
    struct odt_aside *aside;
    struct odt_frame frames[SAX_DEPTH + 2];
    uint32_t depth, skip;
    uint32_t inserted; /* insertions that are open and not wanted */
    uint32_t deleting; /* inside what a deletion took away, and it is not wanted */
    uint32_t concealed, contents, seen, looked;
    uint32_t taking; /* O_CREATOR, O_DATE, O_TITLE: text goes there */
    bool in_body, in_word, citing;
};

/* Reads a part, or the flat file when @p entry is below 0. */
bool odt_walk(struct odt *d, int64_t entry, const char *name);
struct odt_frame *odt_around(struct odt *d, uint32_t id);
bool odt_is_shown(const struct odt *d);

/* parts.c: what has a text of its own, and changes */
void odt_begin_aside(struct odt *d, uint32_t kind);
void odt_end_aside(struct odt *d);
void odt_cite(struct odt *d, const struct sax_attributes *attributes);
void odt_begin_comment(struct odt *d);
void odt_begin_region(struct odt *d, const struct sax_attributes *attributes);
void odt_change(struct odt *d, uint32_t id, const struct sax_attributes *attributes);
void odt_free_parts(struct odt *d);

#endif
