/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codebooks in the formats of other programs: what each has in common. The formats are told by the suffix. */
#ifndef THEME_FORMATS_H
#define THEME_FORMATS_H

#include "codebook.h"

/** Bytes that are written. */
struct blob {
    char *p;
    size_t n, room;
    bool failed; /**< out of memory */
};

void blob_put(struct blob *b, const char *p, size_t n);
void blob_puts(struct blob *b, const char *s);
/** The text with & < > and " as XML has them, and without control characters. */
void blob_xml(struct blob *b, const char *s);

/** A codebook on its way to a file. Remarks are what the format cannot hold. */
struct saving {
    struct codebook *book;
    struct blob out;
    void *to;
    void (*remark)(void *to, uint32_t line, const char *text);
};
__attribute__((format(printf, 3, 4))) void saving_remark(struct saving *s, uint32_t line, const char *format, ...);
/** Remarks on everything beyond hierarchy, labels and rules, for formats that hold only these. */
void saving_remark_extras(struct saving *s, bool descriptions);

/**
 * Reads the bytes of a file in the format that the suffix of book->name tells, and finishes the codebook. False: the
 * bytes cannot be read at all, for @p reason.
 */
bool codebook_load(struct codebook *book, const char *bytes, size_t n, const char **reason);

/** Writes the codebook for a file of that name. False: no such format, or out of memory; told by a remark. */
bool codebook_save(struct saving *s, const char *name);

/* ---- words of others in our language ---------------------------------------------------------------------------- */

/**
 * A word or phrase as a rule, in the codebook's memory: everything that has a meaning here and none there is escaped.
 * `*` and `?` keep theirs when @p wildcards.
 */
const char *codebook_escape(struct codebook *book, const char *s, size_t n, bool wildcards);

/**
 * A rule as the word or phrase that other programs would write: no operators, layers, alternatives or gaps, wildcards
 * `*` and, when @p question, `?`. NULL: it is no such rule. In the codebook's memory, without backslashes.
 */
const char *codebook_plain_rule(struct codebook *book, const char *rule, bool question);

/** The alternatives of a rule of one word, "a|b*|c", one by one; a phrase without them once. False: not plain. */
bool codebook_plain_words(struct codebook *book, const char *rule, bool question, void *to,
                          void (*each)(void *to, const char *word));

/* ---- tables, also from spreadsheets ----------------------------------------------------------------------------- */

struct table;
struct table *table_begin(struct codebook *book);
/** The next cell of the row; @p text is copied. */
void table_cell(struct table *t, struct place place, const char *bytes, size_t n);
void table_row(struct table *t);

/* ---- the formats ------------------------------------------------------------------------------------------------ */

void codebook_read_liwc(struct codebook *book, const char *text, size_t n);
void codebook_read_wordstat(struct codebook *book, const char *text, size_t n);
void codebook_read_khcoder(struct codebook *book, const char *text, size_t n);
bool codebook_read_qdc(struct codebook *book, const char *bytes, size_t n, const char **reason);
bool codebook_read_xlsx(struct codebook *book, const char *bytes, size_t n, const char **reason);

void codebook_write_yaml(struct saving *s);
void codebook_write_tsv(struct saving *s);
void codebook_write_csv(struct saving *s);
void codebook_write_xlsx(struct saving *s);
void codebook_write_qdc(struct saving *s);
void codebook_write_quanteda(struct saving *s);
void codebook_write_liwc(struct saving *s);
void codebook_write_wordstat(struct saving *s);
void codebook_write_khcoder(struct saving *s);

/** Cells of a code in tables that are written, in the order of table_columns, which ends with NULL. */
extern const char *const table_columns[];
const char *table_value(struct codebook *book, uint32_t code, uint32_t column);

#endif /* THEME_FORMATS_H */
