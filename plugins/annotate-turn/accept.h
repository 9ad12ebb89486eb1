/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which line starts name speakers, by the whole document. */
#ifndef AT_ACCEPT_H
#define AT_ACCEPT_H

#include "label.h"
#include "vec.h"
#include "words.h"

#define AT_NONE UINT32_MAX

enum at_line_kind {
    AT_LINE_TEXT = 0,
    AT_LINE_BLANK,
    AT_LINE_REMARK,  /* one bracketed remark and nothing else */
    AT_LINE_TIME,    /* nothing but a time stamp */
    AT_LINE_HEADING, /* Markdown # */
    AT_LINE_COMMENT, /* @ of the Göteborg standard */
    AT_LINE_ZONED    /* the reader said what it is: `zone` */
};

/* What the reader knows of stretches of the text; ascending, each may be empty. */
struct at_hints {
    const uint32_t *zone_begin, *zone_end, *zone_kind;
    uint32_t n_zones;
    const uint32_t *paragraph_begin, *paragraph_end, *style, *level;
    uint32_t n_paragraphs;
    const struct lexicon *lexicon; /* common words; NULL: not known */
};

struct at_line {
    uint32_t begin, end; /* without the line feed and a line number */
    uint32_t kind;
    uint32_t number; /* bytes of line number and blanks before begin */
    uint32_t zone;   /* UTS_ZONE_* by the reader, 0 none */
    bool bold;       /* the whole line, by the reader */
    bool boxed;      /* in a text box, by the reader: no speech unless the whole document is */
    bool rest;       /* goes on behind a stretch of another zone in its line: no label begins here */
};

/* All spellings of one label. */
struct at_group {
    uint32_t key, key_length; /* in keys */
    uint32_t layout, count, shown /* surface that is shown */;
    uint64_t hash;
    enum at_word word;
    struct at_shape shape;
    bool speaker;
    unsigned char once; /* enum at_once */
    uint32_t once_at;   /* where it stands in the text */
};

/* A label that stands once where others recur, or all stand once. */
enum at_once {
    AT_ONCE_NO = 0,
    AT_ONCE_KEPT, /* taken as a speaker, for nothing speaks against it */
    AT_ONCE_TEXT  /* taken as a line that goes on with the turn above */
};

/* One spelling. */
struct at_surface {
    uint32_t begin, length; /* in the text, first place */
    uint32_t count, group;
    uint64_t hash;
};

struct at_labels {
    AT_VEC(struct at_line) lines;
    AT_VEC(struct at_candidate) candidates;
    AT_VEC(struct at_group) groups;
    AT_VEC(struct at_surface) surfaces;
    AT_VEC(char) keys;
    AT_VEC(uint32_t) slots; /* hash table of surfaces */
    AT_VEC(uint32_t) group_slots;
    uint32_t units; /* lines that could begin a turn */
    uint32_t text_lines, colon_lines, remark_lines;
    uint32_t layout;        /* AT_NO_LAYOUT: no speakers */
    bool numbered;          /* lines carry numbers */
    bool list;              /* words and what they mean, each once: no transcript */
    uint32_t comment_lines; /* @ of the Göteborg standard */
};

/* A code or word that people use for speakers: IP1, Intervjuare. */
static inline bool at_is_known(const struct at_group *g) { return g->word >= AT_W_INTERVIEWER; }

/* False: out of memory. */
bool at_labels_find(struct at_labels *labels, const char *text, uint32_t n, const struct at_hints *hints);
/* For a document whose reader knows the speakers: forgets all, then takes one name at a time and returns its group;
 * AT_NONE: out of memory. */
void at_labels_clear(struct at_labels *labels);
uint32_t at_labels_add(struct at_labels *labels, const char *name, size_t n);
void at_labels_free(struct at_labels *labels);

#endif
