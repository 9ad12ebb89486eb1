/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page: one function a section. */
#ifndef WRITE_HTML_REPORT_H
#define WRITE_HTML_REPORT_H

#include "store.h"
#include "tables.h"
#include "text.h"

/** Rows of the long tables (documents, speakers, notes) before the page says how many it leaves out. */
#define ROWS_SHOWN 500
/** Values of a variable that still make a table. */
#define COLUMNS_SHOWN 40
/** Below so many words a rate says little. */
#define FEW_WORDS 500
/** Pairs in the ranked list. */
#define PAIRS_SHOWN 50

struct report {
    struct page page;
    struct store store;
    const char *version;
    const uts_codebook *book; /**< NULL: none */
    const uts_participants *participants;
    const uts_run *run;
    const uts_table *themes_table, *cooccurrence, *weights_table; /**< the last: when rules have weights */
    struct themes themes;
};

/** Writes the whole page. What is missing in @p report leaves its section out, and the page says so. */
uts_status report_write(struct report *report);

/* Sections, by file. */
void frame_open(struct report *report);
void frame_close(struct report *report);
void write_summary(struct report *report);  /* front.c */
void write_material(struct report *report); /* material.c */
void write_themes(struct report *report);
/** Sums of weights, where rules have any. */
void write_weights(struct report *report);  /* themes.c */
void write_together(struct report *report); /* together.c */
void write_left_out(struct report *report); /* back.c */
void write_notes(struct report *report);
void write_codebook(struct report *report);
void write_run(struct report *report);
void write_hits(struct report *report); /* hits.c */
void write_excluded(struct report *report);

/* Shared by the sections. */
void section_open(struct page *page, const char *id, enum text_id title);
void section_close(struct page *page);
/** Opens a table that scrolls sideways on a narrow screen; @p caption and what follows are as for page_f. */
void table_open(struct page *page, const char *class_, const char *caption, ...);
void table_close(struct page *page);
/** A coloured square, the id and the label of a code. */
void write_code(struct page *page, const uts_code *code);
/** The head of a column for a code: its id, with the label for those who point or listen. */
void write_code_head(struct report *report, uint32_t code);
/** Says that a table shows @p shown of @p all rows, when it does not show all. */
void rows_left_out(struct page *page, uint64_t shown, uint64_t all, const char *where);
/** The row of document @p d in the table of themes by document, or NO_CELL when the page does not show it. */
uint32_t matrix_row(const struct report *report, uint32_t d);
/** "3 av 4", with a per cent figure from 12 on; a dash when undefined. */
void write_of(struct page *page, int64_t k, int64_t n);
/** "12 träffar". */
void write_n_hits(struct page *page, uint64_t n);
/** A role or zone or other value as it is to be read: no underscores, known words translated. */
void write_value(struct page *page, const char *group, uts_str value);
/** The name of a group in the language of the page, escaped when it is the user's own. */
const char *group_name(struct page *page, const char *name, char *room, size_t size);
/** 0 to 5, for the colour of a cell. */
int heat(double value, double max);
/** True for codes that have rules, which is what the tables are about. */
bool is_theme(const struct report *report, uint32_t code);

/** The style sheet, but for the rules that hide hits; ends with NULL. */
extern const char *const style_sheet[];

#endif
