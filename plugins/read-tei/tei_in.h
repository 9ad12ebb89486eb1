/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this plugin share: the open source, and the document that is being gathered from it. */
#ifndef READ_TEI_TEI_IN_H
#define READ_TEI_TEI_IN_H

#include "../common/transcript.h"
#include "elements.h"
#include <libxml/parser.h>

/* Elements inside each other. Real TEI stays below 30. */
#define TEI_MOST_DEPTH 256
/* Bytes of text of one document, and of names and pointers gathered from one file. */
#define TEI_MOST_TEXT  (1u << 30)
#define TEI_MOST_NAMES (1u << 29)

/* Offset of a NUL-terminated string in the names of the cursor; 0 is the empty string. */
typedef uint32_t tei_name;

struct tei_bytes {
    char *p;
    size_t n, room;
};

/* A growing array of structs whose first member is the tei_name of their xml:id. */
struct tei_list {
    char *items;
    uint32_t n, room;
    uint32_t *order; /* rows by id; made by tei_find when the list has grown */
    uint32_t n_order;
};

struct tei_person {
    tei_name id, name, role;
    bool group;
};
enum { TAXONOMY_OTHER, TAXONOMY_GIVEN, TAXONOMY_SPEECH, TAXONOMY_RULES };
struct tei_category {
    tei_name id, label, n;
    uint32_t parent; /* row, UTS_NO_ROW for the first level */
    int taxonomy;
};
struct tei_coder {
    tei_name id, name;
};
struct tei_when {
    tei_name id, since;
    int64_t ms; /* after `since`; -1 unknown */
};
/* A stretch of text that has an identifier. */
struct tei_place {
    tei_name id;
    uint32_t begin, end;
};
/* One u or sp. */
struct tei_u {
    tei_name id, prev, who, start, end, ana;
    uint32_t turn; /* row of the transcript's turns; UTS_NO_ROW: it said nothing */
    uint32_t from, to;
    bool quote, candidate;
    bool goes_on; /* with the turn of the u before it */
};
/* A milestone at a paragraph. */
struct tei_break {
    tei_name id; /* none */
    uint32_t at, style, level;
};
/* A label or an attribution. */
struct tei_label {
    tei_name corresp; /* no identifier */
    uint32_t begin, end;
};
struct tei_span {
    tei_name from, to, target, ana, label, resp, type, guid, source;
};

enum tei_mode {
    TEI_IGNORE,  /* structure: its text means nothing */
    TEI_IN_TEXT, /* text of the document */
    TEI_COLLECT, /* text of a name or mark, gathered apart */
    TEI_SKIP     /* nothing in here is of interest */
};

struct tei_frame {
    enum tei_element element;
    enum tei_mode mode;
    uint32_t zone;       /* of its text; in a div of ours: of its paragraphs */
    uint32_t begin;      /* text before it */
    uint32_t place;      /* row of places, UTS_NO_ROW */
    uint32_t kind;       /* of a mark: UTS_EVENT_* */
    uint32_t row;        /* what the element stands for: a category, a label */
    tei_name name, more; /* attributes that count at the end of the element */
    int64_t ms;          /* how long a mark lasts */
    bool mark;           /* its text is gathered, and something is put at its end */
    bool speech;
};

/* The attributes of an element, as libxml2 gives them. */
struct tei_attributes {
    const xmlChar **items;
    int n;
};

/* How much of each list belongs to the corpus around the documents. */
struct tei_level {
    uint32_t persons, categories, coders, whens;
    size_t names;
    bool own;
};

#define TEI_MEMO 256

struct tei_cursor {
    const uts_host *host;
    uts_job *job; /* of the document at hand */
    bool english; /* the wording of marks that have none */
    /* the source */
    uts_str source, bytes; /* as it is; as it is parsed */
    struct rt_out recoded;
    size_t fed;
    xmlParserCtxtPtr xml;
    bool ended, corpus, converted; /* converted: offsets in the source are not known */
    uint32_t documents;
    bool complete; /* a document has ended */
    /* what stopped the reading; the first one counts */
    bool stopped;
    uts_status why;
    char message[200];
    uint64_t where;
    uint32_t line;
    struct {
        const xmlChar *name;
        enum tei_element element;
    } memo[TEI_MEMO];

    struct tei_frame stack[TEI_MOST_DEPTH];
    uint32_t depth;
    struct tei_bytes names, gathered;
    struct tei_list persons, categories, coders, whens;
    struct tei_level level;

    /* the document at hand */
    struct transcript t;
    struct tei_list places, us, labels, spans, breaks;
    struct tei_list ranges; /* where u says that it stands, as places: begin in code points, end is the row of u */
    bool own, verbatim, by_line;
    tei_name title, n;
    int64_t time_unit, collected_at;
    uint32_t category, taxonomy_kind;
    tei_name group_type, group_resp;
    bool labelled; /* the category has its label */
    /* folded text */
    bool space, space_line, new_line, glue, after_mark, after_token, token_joins;
    uint32_t token_end, tokens;
    tei_name block_who, block_start, block_end; /* of an annotationBlock */
    struct tei_u waiting;                       /* a turn that begins with its first word */
    tei_name waiting_label;
    bool is_waiting, speaks;
    uint32_t label_begin, label_end; /* a label that waits for its u */
    /* text of our own */
    bool zone_cut, after_pause;
    int64_t pause_ms;
    /* remarks */
    uint32_t left_out, corrected, includes, soft;
};

struct tei_in_stage {
    const uts_host *host;
};

/* store.c: memory that grows, and identifiers */
void tei_append(struct tei_cursor *c, struct tei_bytes *b, const char *p, size_t n);
tei_name tei_keep(struct tei_cursor *c, uts_str s);
static inline const char *tei_spell(const struct tei_cursor *c, tei_name name) {
    return c->names.p ? c->names.p + name : "";
}
/* A zeroed new item; NULL: out of memory, and the reading stops. */
void *tei_add(struct tei_cursor *c, struct tei_list *list, size_t width);
/* The row with identifier @p id, which may be a pointer: what stands before a '#' does not count. UTS_NO_ROW: none. */
uint32_t tei_find(struct tei_cursor *c, struct tei_list *list, size_t width, uts_str id);
void tei_list_free(struct tei_list *list);
/* The next pointer of a list of them. False: there is none. */
bool tei_next_pointer(const char **list, uts_str *pointer);
/* White space made one blank, none at the ends, from what was gathered; empties it. In our own files: as it is. */
tei_name tei_take_gathered(struct tei_cursor *c);
static inline bool tei_is_blank(char ch) { return ch == ' ' || (ch >= '\t' && ch <= '\r'); }

/* xml.c: the parser */
void tei_stop(struct tei_cursor *c, uts_status why, const char *message);
uts_str tei_attribute(const struct tei_attributes *a, const char *name);
tei_name tei_keep_attribute(struct tei_cursor *c, const struct tei_attributes *a, const char *name);
static inline bool tei_is(uts_str s, const char *word) {
    return s.n == strlen(word) && memcmp(s.p ? s.p : "", word, s.n) == 0;
}
bool tei_xml_start(struct tei_cursor *c);
/* Parses until a document has ended, or all has. */
void tei_xml_walk(struct tei_cursor *c);
int64_t tei_duration(uts_str s); /* "PT2.5S" in milliseconds, -1 unknown */

/* header.c. True: the element is done with. */
bool tei_open_header(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f);
bool tei_close_header(struct tei_cursor *c, struct tei_frame *f);
/* Milliseconds from the start of the recording; -1 unknown. */
int64_t tei_time(struct tei_cursor *c, tei_name pointer);

/* body.c: elements of any TEI */
void tei_open_body(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f);
void tei_close_body(struct tei_cursor *c, struct tei_frame *f);
struct tei_frame *tei_parent(struct tei_cursor *c);

/* fold.c: white space means nothing */
void tei_put_folded(struct tei_cursor *c, uts_str text, int64_t end);
/* Before text is put at the element at hand: begins the turn that waits, changes the zone. */
void tei_prepare_text(struct tei_cursor *c);
/* After tei_prepare_text. */
void tei_put_mark(struct tei_cursor *c, uint32_t kind, uts_str wording, int64_t ms);
void tei_end_block(struct tei_cursor *c);
void tei_open_token(struct tei_cursor *c, const struct tei_attributes *a, bool word);
void tei_close_token(struct tei_cursor *c);

/* speech.c: turns of any TEI */
void tei_open_turn(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f);
void tei_close_turn(struct tei_cursor *c);
void tei_begin_speech(struct tei_cursor *c);
void tei_join_turns(struct tei_cursor *c);

/* marks.c */
uint32_t tei_gap_kind(uts_str reason);
uint32_t tei_event_kind(struct tei_cursor *c, const char *local);
const char *tei_mark_wording(const struct tei_cursor *c, uint32_t kind);

/* own.c, settle.c: what write-tei wrote */
void tei_open_own(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f);
void tei_close_own(struct tei_cursor *c, struct tei_frame *f);
void tei_put_own(struct tei_cursor *c, uts_str text, int64_t end);
void tei_settle_own(struct tei_cursor *c);

/* coding.c */
void tei_settle_codings(struct tei_cursor *c);

/* give.c */
uts_status tei_give(struct tei_cursor *c);

/* cursor.c */
uts_status tei_open(void *stage, uts_job *job, uts_io *source, void **cursor);
uts_status tei_next(void *stage, void *cursor, uts_job *job);
void tei_close(void *stage, void *cursor);
/* Begins and ends a document: called by the parser. */
void tei_begin_document(struct tei_cursor *c, const struct tei_attributes *a);
void tei_start_element(struct tei_cursor *c, const char *local, enum tei_element element,
                       const struct tei_attributes *a);
void tei_end_element(struct tei_cursor *c);
void tei_characters(struct tei_cursor *c, uts_str text, int64_t end);

/* probe.c */
int32_t tei_probe(const char *name, const void *head, size_t n);

#endif
