/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this plugin share: the stage, the worker's state, and the document that is being written. */
#ifndef WRITE_TEI_TEI_H
#define WRITE_TEI_TEI_H

#include "ids.h"
#include "out.h"
#include "words.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>

enum { TEI_TOKENS_FULL, TEI_TOKENS_NONE };
enum { TEI_IDS_NEEDED, TEI_IDS_ALWAYS };

struct tei_conf {
    int64_t profile, tokens, ids;
    bool text, links;
    const char *authority;
};

/* Constant after begin. */
struct tei_stage {
    const uts_host *host;
    const struct tei_conf *conf;
    const uts_codebook *codebook; /* NULL: none */
    struct tei_ids code_ids;
    const char **code_id; /* by code */
    /* Parts of every document that do not depend on it, as XML. */
    char *encoding; /* encodingDesc */
    size_t n_encoding;
    bool swedish; /* language of the prose in the header */
};

/* A stretch of the document that goes into one element, in text order. Only white space lies between pieces. */
struct tei_piece {
    uint32_t begin, end;
    uint32_t turn;  /* UTS_NO_ROW outside turns and labels */
    uint16_t kind;  /* TEI_SEGMENT, TEI_LABEL, or UTS_ZONE_*; 0 where the document has no zone */
    uint16_t blank; /* 1: the piece holds no letter and no digit */
    uint32_t note;  /* footnotes: their ordinal in the document from 1 */
};
enum { TEI_SEGMENT = 64, TEI_LABEL };

struct tei_person {
    uts_sym speaker, roles[4];
    const char *id;
    bool group;       /* one of several who cannot be told apart */
    bool interviewer; /* asks in every turn, and no role is known */
    bool asks_only;
};

/* A worker's own. */
struct tei_local {
    struct tei_out out;
    struct tei_words words;
    struct tei_piece *pieces;
    uint32_t n_pieces, pieces_room;
};

/* What each hit found: both ends of its tokens must have an xml:id before a span may point at them. */
enum { TEI_FIRST_SEEN = 1, TEI_LAST_SEEN = 2 };

struct tei_doc {
    const struct tei_stage *stage;
    struct tei_local *local;
    struct tei_out *out;
    const uts_host *host;
    uts_job *job;
    const uts_doc *doc;
    uts_str text, id;
    const uts_layer *paragraph, *turn, *segment, *zone, *event, *sentence, *token, *norm, *lemma, *hit;
    /* columns that are read for each token; NULL when the layer is not there */
    const uint32_t *form, *token_kind, *token_norm, *token_lemma, *token_upos;
    const uint32_t *speaker, *role, *turn_zone, *turn_flags, *label_begin, *label_end;
    const int64_t *start_ms, *end_ms;
    const uint32_t *hit_code, *hit_rule, *hit_first, *hit_last, *hit_excluded, *hit_polarity;
    char *file; /* name of the text beside the TEI file, as URI reference; NUL-terminated */
    /* persons */
    struct tei_person *persons;
    uint32_t n_persons;
    uint32_t *person_of; /* by turn; UTS_NO_ROW unknown */
    struct tei_ids person_ids;
    /* times, ascending and distinct */
    int64_t *times;
    uint32_t n_times;
    /* parts of turns: how many there are, how many were written */
    uint32_t *parts, *written;
    uint32_t n_notes;
    uint32_t *note_number; /* by footnote, 0 unknown */
    bool in_u, in_note;
    unsigned char *hit_seen; /* TEI_FIRST_SEEN … by hit */
    uint32_t *active;        /* hits that cover the token at hand */
    /* cursors of the inline text */
    uint32_t next_token, next_sentence, next_event, next_hit, n_active;
    uint32_t next_special;        /* tokens from here on need a closer look */
    uint32_t *unclear, n_unclear; /* tokens before a mark of doubt, ascending */
    uint32_t next_unclear;
};

/* pieces.c */
bool tei_make_pieces(struct tei_doc *d);
/* The begin of the first paragraph after @p from and before @p to, else @p to. */
uint32_t tei_next_paragraph(const struct tei_doc *d, uint32_t from, uint32_t to);
/* @p end without the white space before it, not below @p begin. */
uint32_t tei_trim(const struct tei_doc *d, uint32_t begin, uint32_t end);
/* The first number in [begin, end), superscript digits too; 0 when there is none. */
uint32_t tei_number_in(const struct tei_doc *d, uint32_t begin, uint32_t end);

/* persons.c */
bool tei_make_persons(struct tei_doc *d);
void tei_put_persons(struct tei_doc *d);

/* header.c */
bool tei_prepare_header(struct tei_stage *stage);
void tei_put_header(struct tei_doc *d);

/* inline.c */
/* Writes [begin, end), exactly: with sentences, tokens and events. Successive calls go forwards. */
void tei_put_inline(struct tei_doc *d, uint32_t begin, uint32_t end);
/* Writes [begin, end) as text alone. */
void tei_put_raw(struct tei_doc *d, uint32_t begin, uint32_t end);
/* Finds the tokens before marks of doubt. */
bool tei_find_unclear(struct tei_doc *d);

/* body.c */
void tei_put_body(struct tei_doc *d);

/* standoff.c */
void tei_put_standoff(struct tei_doc *d);
/* ` corresp="FILE#char=a,b"` or another attribute @p name; nothing when the stretch is empty. */
void tei_put_range(struct tei_doc *d, const char *name, uint32_t begin, uint32_t end);

/* document.c */
uts_status tei_write_document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part);

#endif
