/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a PDF, and the lines that they make. */
#ifndef PDF_MODEL_H
#define PDF_MODEL_H

#include "../common/transcript.h"
#include "wire.h"

struct pdf_word {
    float x1, y1, x2, y2, size;
    uint16_t flags, bytes;
    uint32_t text; /* offset in pdf.text */
};

/* Where a line stands: over the whole width, or in a column of two, three or four, which have right edges of their own.
 */
enum { PDF_COLUMNS = 4, PDF_FULL = 0, PDF_SIDES_ = 10 };
static inline uint8_t pdf_side(uint32_t columns, uint32_t i) {
    static const uint8_t first[PDF_COLUMNS + 1] = {0, 0, 1, 3, 6};
    return (uint8_t)(first[columns] + i);
}
static inline bool pdf_is_leftmost(uint8_t side) { return side <= 1 || side == 3 || side == 6; }

/* What a line is. */
enum pdf_kind { PDF_BODY, PDF_FURNITURE, PDF_NOTE, PDF_DROPPED };

struct pdf_line {
    uint32_t first, n; /* words */
    uint32_t page;
    float x1, y1, x2, y2, size; /* y and size of the largest word */
    uint8_t side, kind;
    bool bold, italic;
};

struct pdf_page {
    float width, height;
    uint32_t first, n;            /* words */
    uint32_t first_line, n_lines; /* in reading order */
};

struct pdf {
    const uts_host *host;
    uts_job *job;
    struct pdf_word *words;
    struct pdf_line *lines;
    struct pdf_page *pages;
    uint32_t n_words, words_room, n_lines, lines_room, n_pages, pages_room;
    char *text;
    size_t n_text, text_room;
    char title[500];
    size_t n_title;
    bool no_memory;

    /* Measured over the document. */
    float body_size, leading, right[PDF_SIDES_];
    uint32_t numbers, furniture, notes, empty_pages, columns; /* for the remarks */
};

static inline const char *pdf_text(const struct pdf *d, const struct pdf_word *w) { return d->text + w->text; }
/* Room for one more item in a list that grows; false: out of memory, which sticks. */
bool pdf_room(struct pdf *d, void *items, uint32_t n, uint32_t *room, size_t size);
void pdf_free(struct pdf *d);

/* rows.c: sorts the words into lines in reading order. */
void pdf_make_lines(struct pdf *d);
/* margins.c: line numbers, page headers and footers, notes; needs the lines, measures the document first. */
void pdf_sort_out(struct pdf *d);
/* paragraphs.c: puts all of it into the transcript. */
void pdf_put(struct pdf *d, struct transcript *t);

#endif
