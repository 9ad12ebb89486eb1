/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this plugin share: the stage, the worker's state, and the document that is being written. */
#ifndef WRITE_TEI_TEI_H
#define WRITE_TEI_TEI_H

#include "ids.h"
#include "out.h"
#include "words.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>

enum { TEI_PROFILE_P5, TEI_PROFILE_ISO, TEI_PROFILE_PLAIN };
enum { TEI_TOKENS_FULL, TEI_TOKENS_NONE };
enum { TEI_IDS_NEEDED, TEI_IDS_ALWAYS };

struct tei_conf {
    int64_t profile, tokens, ids;
    bool text, links, corpus;
    const char *authority, *project, *licence, *date;
};

/* Constant after begin. */
struct tei_stage {
    const uts_host *host;
    const struct tei_conf *conf;
    const uts_codebook *codebook; /* NULL: none */
    struct tei_ids code_ids;
    const char **code_id; /* by code */
    /* Parts of every document that do not depend on it, as XML. */
    char *encoding; /* encodingDesc without its end tag */
    size_t n_encoding;
    bool swedish;   /* language of the prose in the header */
    uts_io *corpus; /* the one file of all documents; NULL: a file each */
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

/* A point of the timeline; @p ms -1: only its order is known. */
struct tei_point {
    int64_t ms, key;
    uint32_t turn, is_end;
};

/* Where a paragraph begins that the line ends do not show, or one with a style. */
struct tei_break {
    uint32_t at, row;
};

struct tei_person {
    uts_sym speaker, roles[4];
    const char *id;
    bool group; /* one of several who cannot be told apart */
};

/* A worker's own. */
struct tei_local {
    struct tei_out out;
    struct tei_words words;
    struct tei_piece *pieces;
    uint32_t n_pieces, pieces_room;
};

/* What each hit found: both ends of its tokens must have an xml:id before a span may point at them. */
enum { TEI_FIRST_SEEN = 1, TEI_LAST_SEEN = 2, TEI_SPAN_WRITTEN = 4 };

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
    /* codings that came with the document; NULL: none */
    const uts_layer *coding;
    unsigned char *coding_renewed; /* by coding: this run makes it anew */
    uint32_t *given_of, *coder_of; /* by coding: from 1, 0 none */
    uts_sym *given, *coders;       /* codes and coders */
    uint32_t n_given, n_coders, n_codings;
    char *file;             /* name of the text beside the TEI file, as URI reference; NUL-terminated */
    const char *prefix;     /* of the identifiers, so that they are unique in a corpus */
    const char *hash, *ref; /* before an identifier that is pointed at: '#', which ISO leaves out in some places */
    /* persons */
    struct tei_person *persons;
    uint32_t n_persons;
    uint32_t *person_of; /* by turn; UTS_NO_ROW unknown */
    struct tei_ids person_ids;
    struct tei_point *points;
    uint32_t n_points;
    uint32_t *start_point, *end_point; /* by turn; UTS_NO_ROW unknown */
    /* what u says of its turn beside speaker and times: say.c */
    uint32_t said;
    uts_sym *said_roles;
    uint32_t n_said_roles;
    /* paragraphs */
    bool by_line; /* each line is one */
    struct tei_break *breaks;
    uint32_t n_breaks, next_break;
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
    uint32_t next_escape;         /* no byte from the tokens at hand to here needs an escape */
    uint32_t *unclear, n_unclear; /* tokens before a mark of doubt, ascending */
    uint32_t next_unclear;
    uint32_t *spoken, n_spoken; /* rows of event: speech that is marked, with edges that tokens have */
    uint32_t next_spoken;
};

/* pieces.c */
bool tei_make_pieces(struct tei_doc *d);
/* The begin of the first paragraph after @p from and before @p to, else @p to. */
uint32_t tei_next_paragraph(const struct tei_doc *d, uint32_t from, uint32_t to);
/* @p end without the white space before it, not below @p begin. */
uint32_t tei_trim(const struct tei_doc *d, uint32_t begin, uint32_t end);
/* The first number in [begin, end), superscript digits too; 0 when there is none. */
uint32_t tei_number_in(const struct tei_doc *d, uint32_t begin, uint32_t end);

/* space.c */
bool tei_find_breaks(struct tei_doc *d);
/* Writes the white space [from, to), and a milestone where a paragraph begins that it does not show. */
void tei_put_space(struct tei_doc *d, uint32_t from, uint32_t to);

/* speech.c */
bool tei_find_points(struct tei_doc *d);
void tei_put_timeline(struct tei_doc *d);
/* "u7", and "u7.2" for the second part of an utterance. */
void tei_put_u_id(struct tei_doc *d, uint32_t turn, uint32_t part);
/* A segment of a turn; @p begin == @p end for a turn without a word. */
void tei_put_u(struct tei_doc *d, uint32_t turn, uint32_t begin, uint32_t end);
/* ` corresp="…"`: the turns that a label or an attribution names. */
void tei_put_named(struct tei_doc *d, const struct tei_piece *label);
bool tei_is_spoken(const struct tei_doc *d, uint32_t turn);

/* say.c: what a turn is, where its speaker does not say it */
bool tei_find_sayings(struct tei_doc *d);
void tei_put_sayings(struct tei_doc *d);
void tei_put_say(struct tei_doc *d, uint32_t turn);

/* quote.c */
/* A quote as it is written: attribution, quotation marks, segment, quotation marks, attribution, full stop. */
struct tei_quote {
    uint32_t first, open, segment, shut, label, last; /* pieces; [open, shut] goes into quote */
    bool before, after;                               /* has an attribution there */
};
/* Reads a quote that starts with piece @p i and lies before @p end. False: there is none. */
bool tei_read_quote(const struct tei_doc *d, uint32_t i, uint32_t end, struct tei_quote *q);
/* True when the pieces from @p i to @p end are nothing but quotes. */
bool tei_only_quotes(const struct tei_doc *d, uint32_t i, uint32_t end);
/* @p usual: the zone of signs at this place; of others it is said. */
void tei_put_quote(struct tei_doc *d, const struct tei_quote *q, uint32_t usual);
void tei_put_bibl(struct tei_doc *d, const struct tei_piece *label);

/* persons.c */
bool tei_make_persons(struct tei_doc *d);
void tei_put_persons(struct tei_doc *d);

/* header.c */
bool tei_prepare_header(struct tei_stage *stage);
void tei_put_header(struct tei_doc *d);
void tei_put_corpus_header(struct tei_out *o, const struct tei_stage *stage);

/* prose.c: sentences of the header in the language of the run */
enum tei_prose {
    TEI_SUBTITLE,
    TEI_RESPONSIBLE,
    TEI_UTTERANCES,
    TEI_WORDS,
    TEI_UNPUBLISHED,
    TEI_RESTRICTED,
    TEI_TEXT_NOTE,
    TEI_NORMALIZATION,
    TEI_HYPHENATION,
    TEI_SEGMENTATION,
    TEI_WHITE_SPACE,
    TEI_NO_TOKENS,
    TEI_INTERPRETATION,
    TEI_RULES,
    TEI_STEPS,
    TEI_SWEDISH,
    TEI_CODING,
    TEI_GIVEN_CODES,
    TEI_SPEECH,
    TEI_SAY_QUESTION,
    TEI_SAY_REPEATED,
    TEI_SAY_ANONYMOUS,
    TEI_SAY_NAMED,
    TEI_SAY_ROLE,
    TEI_CORPUS_TITLE,
    TEI_NO_RECORDING,
    TEI_PROSE_COUNT_
};
const char *tei_say(const struct tei_stage *stage, enum tei_prose what);

/* coding.c: codings that came with the document */
bool tei_take_codings(struct tei_doc *d);
void tei_put_coders(struct tei_doc *d);
void tei_put_given_codes(struct tei_doc *d);
void tei_put_codings(struct tei_doc *d);

/* inline.c */
/* Writes [begin, end), exactly: with sentences, tokens and events. Successive calls go forwards. */
void tei_put_inline(struct tei_doc *d, uint32_t begin, uint32_t end);
/* Writes [begin, end) as text with the marks in it, without tokens. */
void tei_put_marked(struct tei_doc *d, uint32_t begin, uint32_t end);
/* Writes [begin, end) as text alone. */
void tei_put_raw(struct tei_doc *d, uint32_t begin, uint32_t end);
/* Writes the mark [begin, end) as the element for its kind. @p marked: the transcriber's mark, not dots that only the
 * tokens take for a pause. */
void tei_put_event(struct tei_doc *d, uint32_t kind, int64_t ms, bool marked, uint32_t begin, uint32_t end);

/* tokens.c */
/* Writes [begin, end) with its tokens. Successive calls go forwards. */
void tei_put_tokens(struct tei_doc *d, uint32_t begin, uint32_t end);
/* Finds the tokens before marks of doubt. */
bool tei_find_unclear(struct tei_doc *d);

/* spoken.c */
/* Finds the marks of speech whose edges tokens have. */
bool tei_find_spoken(struct tei_doc *d);
/* Writes [begin, end) with its tokens, and around those of marked speech what marks it. */
void tei_put_spoken(struct tei_doc *d, uint32_t begin, uint32_t end);

/* body.c */
void tei_put_body(struct tei_doc *d);

/* standoff.c */
void tei_put_standoff(struct tei_doc *d);
/* The hits of an utterance, as ISO 24624 has them: beside it. */
void tei_put_iso_spans(struct tei_doc *d, uint32_t begin, uint32_t end);
/* ` corresp="FILE#char=a,b"` or another attribute @p name; nothing when the stretch is empty. */
void tei_put_range(struct tei_doc *d, const char *name, uint32_t begin, uint32_t end);

/* document.c */
uts_status tei_write_document(void *stage, void *local, uts_job *job, const uts_doc *doc, void **part);
uts_status tei_fold_document(void *stage, uts_job *job, const uts_doc *doc, void *part);
uts_status tei_begin_corpus(struct tei_stage *stage, uts_job *job);
uts_status tei_end_corpus(struct tei_stage *stage);

#endif
