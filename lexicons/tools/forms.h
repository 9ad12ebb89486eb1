/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The readings that a lexicon is compiled from, gathered from all sources. */
#ifndef LEXICON_FORMS_H
#define LEXICON_FORMS_H

#include <stddef.h>
#include <stdint.h>

enum { FORMS_NO_UPOS = 255 }; /* a row that only says something about the form */

/** One reading of one form. Strings are offsets into the pool. */
struct forms_row {
    uint32_t form, lemma; /* form in lower case; lemma as written */
    uint32_t word_flags;  /* LEXICON_* of the form */
    uint32_t tag;         /* pool offset: "n.ut.sg.ind" */
    uint16_t count;       /* how often a person read it so */
    uint8_t upos, flags;  /* flags: of lexicon_analysis */
    int16_t frequency;    /* 0 unknown */
    uint16_t order;       /* of the reading within its source: the first is the likeliest */
};

struct forms {
    struct forms_row *rows;
    size_t n, room;
    char *pool;
    size_t pool_n, pool_room;
    uint32_t *hash; /* of interned strings, by pool offset; 0 free */
    size_t hash_n, hash_room;
};

/** The offset of the one copy of @p s. Offset 0 is the empty string. */
uint32_t forms_intern(struct forms *f, const char *s);
/** The offset of @p s when it is there already, else 0. */
uint32_t forms_find(const struct forms *f, const char *s);
/** Adds a zeroed row for @p form, which is folded; the caller fills in the rest before the next call. */
struct forms_row *forms_add(struct forms *f, const char *form);
static inline const char *forms_text(const struct forms *f, uint32_t offset) { return f->pool + offset; }
/** LEXICON_LOWER, _NAME or _ACRONYM, from how @p form is written. */
uint32_t forms_case(const char *form);
/** UTS_UPOS_* of a name such as "NOUN"; ends the program for an unknown one. */
uint8_t forms_upos(const char *name);
/** Sorts by form, then most-read first, then in order of arrival. */
void forms_sort(struct forms *f);
void forms_free(struct forms *f);

#endif /* LEXICON_FORMS_H */
