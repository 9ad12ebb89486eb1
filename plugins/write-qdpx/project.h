/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this plugin share: the stage, a worker's state, and what a document leaves for the project. */
#ifndef QDPX_PROJECT_H
#define QDPX_PROJECT_H

#include "buffer.h"
#include "codes.h"
#include "guid.h"
#include "names.h"
#include "pack.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

enum { NEWLINE_LF, NEWLINE_CRLF, NEWLINE_CRLF1 };
struct merge;
struct qdpx_local;
enum { VARIABLES_CASE, VARIABLES_DOCUMENT };

struct qdpx_conf {
    int64_t newline, variables;
    bool speakers;
    const char *name, *date, *merge;
};

struct qdpx_local;

/* A participant, or a case that came with a document. */
struct qdpx_case {
    struct guid guid;
    char *name;
    char **values; /* by variable; NULL none */
    uint32_t n_values;
    struct guid *sources;
    uint32_t n_sources, sources_room;
    bool written; /* together with the same case of a merged project */
};

struct qdpx_person {
    struct guid guid;
    char *name;
};

struct qdpx_stage {
    const uts_host *host;
    const struct qdpx_conf *conf;
    const uts_codebook *codebook; /* NULL: none */
    const uts_participants *participants;
    const char *date; /* NULL: the option is wrong */
    char date_text[21];
    bool swedish;
    /* constant after begin */
    struct guid space, user;
    struct guid *code_guids; /* by code of the codebook */
    struct xml_buf by;       /* ` creatingUser="…" creationDateTime="…"` */
    struct xml_buf about;    /* descriptions of hits, one after another */
    uint32_t *about_at;      /* where rule r with polarity p starts: [2r + p]; one more at the end */
    struct merge *merge;     /* NULL: none */
    struct guid_maker maker; /* for [main] and [ordered] */
    uint32_t *case_of;       /* participant -> case */
    /* grows in the ordered section */
    struct pack archive;
    struct spool sources; /* XML of the sources */
    uint32_t sources_crc;
    struct name_set source_names;
    struct guid_set used; /* identities of sources */
    uint8_t *is_speaker;  /* by promoted number */
    uint32_t speakers_room;
    struct code_list codes;
    struct qdpx_person *people;
    uint32_t n_people;
    char **variables;
    uint32_t n_variables;
    struct qdpx_case *cases;
    uint32_t n_cases;
    uint64_t n_selections;
    struct qdpx_local *spare; /* for the ordered section */
    bool failed;              /* out of memory */
};

struct qdpx_local {
    struct xml_buf xml, text;
    struct guid_maker maker;
    uint32_t *lines, lines_room; /* offsets of line feeds; made for newline=crlf */
};

/* A code or coder of people, used in a document. */
struct qdpx_used {
    struct guid guid;
    uts_sym name;
};

struct qdpx_part {
    struct guid source;
    uts_str xml; /* selections */
    uts_str text;
    uint32_t crc;
    uint32_t n_selections;
    uint32_t n_participants, n_speakers, n_codes, n_people;
    uint32_t *participants; /* rows */
    uts_sym *speakers;
    struct qdpx_used *codes, *people;
};

/* document.c */
/* Formats a document as the source @p source. @p anew: its codings get new identities. NULL: failed. */
struct qdpx_part *qdpx_make_part(const struct qdpx_stage *s, struct qdpx_local *w, uts_job *job, const uts_doc *doc,
                                 struct guid source, bool anew);
/* The identity that a document wants. */
struct guid qdpx_source_guid(const struct qdpx_stage *s, const struct guid_maker *m, const uts_doc *doc);
/* Does a remark say that this program made the coding; and that a rule of a codebook did? */
bool qdpx_is_our_remark(uts_str remark);
bool qdpx_is_hit_remark(uts_str remark);
struct guid qdpx_speaker_guid(const struct qdpx_stage *s, const struct guid_maker *m, uts_str name);

/* people.c: what came with documents, as metadata "refi.…": lines of values with tabs between them */
/* Takes the first line off. */
uts_str qdpx_next_line(uts_str *rest);
uts_str qdpx_cell(uts_str line, unsigned column);
/* The value of column @p column in the line of @p text whose column 0 is @p key; empty: none. */
uts_str qdpx_meta_cell(uts_str text, uts_str key, unsigned column);
/* Takes codes, coders, cases of a document into the project. */
void qdpx_take_people(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, const struct qdpx_part *part);
/* Makes cases and variables of the participants table. */
bool qdpx_take_participants(struct qdpx_stage *s);
void qdpx_case_source(struct qdpx_stage *s, uint32_t c, struct guid source);
void qdpx_free_people(struct qdpx_stage *s);
void qdpx_put_variables(const struct qdpx_stage *s, struct xml_buf *b);
void qdpx_put_cases(struct qdpx_stage *s, struct xml_buf *b);
void qdpx_put_case_values(const struct qdpx_stage *s, const struct qdpx_case *c, struct xml_buf *b);
struct guid qdpx_variable_guid(const struct qdpx_stage *s, const char *name);
/* Values of the document: of its participants for variables=document, and those it came with. */
void qdpx_put_document_values(struct qdpx_stage *s, uts_job *job, uts_str meta, const struct qdpx_part *part,
                              struct xml_buf *b);

/* project.c */
uts_status qdpx_prepare(struct qdpx_stage *s, uts_job *job);
/* The id or title of a document as the name of a source. To be freed; NULL: out of memory. */
char *qdpx_flat_name(const struct qdpx_stage *s, const uts_doc *doc);
uts_status qdpx_fold(struct qdpx_stage *s, uts_job *job, const uts_doc *doc, struct qdpx_part *part);
uts_status qdpx_end(struct qdpx_stage *s, uts_job *job);

/* ` guid="…"` and other attributes that hold one */
void qdpx_put_guid(struct xml_buf *b, const char *name, struct guid g);

#endif
