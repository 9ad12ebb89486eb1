/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "about.h"
#include <utsaga/extensions.h>

enum { SWEDISH, ENGLISH };

enum {
    NAME,
    TITLE,
    PROGRAM,
    DOCUMENTS,
    SKIPPED,
    CODEBOOK,
    SHEET,
    ROWS,
    PAGES,
    READ_EMPTY,
    READ_EXCLUDED,
    READ_PLACES,
    READ_DIGITS,
    LONG_LISTS,
    CUT,
    REPLACED,
    TEXTS
};

static const char *const texts[][TEXTS] = {
    {"Om", "Om arbetsboken", "Program", "Lästa dokument", "Överhoppade filer", "Kodbok", "Blad", "Rader", "Antal blad",
     "En tom cell är ett värde som inte är bestämt, eller en tom text. Noll står som 0.",
     "I bladet hits: räkna de rader där excluded_by är tom. Övriga träffar har en regel i kodboken tagit bort.",
     "begin och end räknar tecken i dokumentets text, från 0; end är första tecknet efter träffen.",
     "Tal visas med högst 16 siffror. Alla siffror finns i tables/*.csv.",
     "Ett blad rymmer 1 048 576 rader. Längre listor fortsätter på nästa blad med samma namn och en siffra.",
     "Texter som var längre än de 32 767 tecken en cell rymmer, och som därför är avkortade här",
     "Texter med tecken som formatet inte tillåter, ersatta med U+FFFD"},
    {"About", "About this workbook", "Program", "Documents read", "Files skipped", "Codebook", "Sheet", "Rows",
     "Sheets", "An empty cell is an undefined value, or an empty text. Zero is written as 0.",
     "Sheet hits: count the rows where excluded_by is empty. A rule of the codebook removed the others.",
     "begin and end count characters in the document's text, from 0; end is the first one after the hit.",
     "Numbers have at most 16 digits. All digits are in tables/*.csv.",
     "A sheet holds 1,048,576 rows. Longer lists go on in the next sheet of the same name and a number.",
     "Texts longer than the 32,767 characters that a cell holds, and therefore cut here",
     "Texts with characters that the format does not allow, replaced by U+FFFD"},
};

static const char *const *language_of(const uts_host *host) {
    const char *language = host->setting("language");
    return texts[language && strcmp(language, "en") == 0 ? ENGLISH : SWEDISH];
}

const char *about_name(const uts_host *host) { return language_of(host)[NAME]; }

static void put(struct sheet *s, const char *text) { sheet_text(s, text, strlen(text)); }

static void put_fact(struct sheet *s, const char *name, const char *text) {
    put(s, name);
    put(s, text);
    sheet_end_row(s);
}

static void put_count(struct sheet *s, const char *name, uint64_t count) {
    put(s, name);
    sheet_int(s, (int64_t)count);
    sheet_end_row(s);
}

/* A sentence would make the first column too wide. */
static void put_sentence(struct sheet *s, const char *text) {
    uint32_t width = s->width[0];
    put(s, text);
    s->width[0] = width;
    sheet_end_row(s);
}

static void put_head(struct sheet *s, const char *const *t) {
    static const int heads[] = {SHEET, ROWS, PAGES};
    for (size_t i = 0; i < 3; i++) sheet_bold(s, t[heads[i]], strlen(t[heads[i]]));
    sheet_end_row(s);
}

void about_write(struct sheet *s, const uts_host *host, const struct about_list *lists, uint32_t n) {
    const char *const *t = language_of(host);
    const uts_run *run = host->extension(UTS_EXT_RUN);
    const uts_codebook *book = host->extension(UTS_EXT_CODEBOOK);
    const char *version = host->setting("version");
    char program[64];
    snprintf(program, sizeof program, "utsaga %.40s", version ? version : "");
    sheet_bold(s, t[TITLE], strlen(t[TITLE]));
    sheet_end_row(s);
    put_fact(s, t[PROGRAM], program);
    if (run) put_count(s, t[DOCUMENTS], run->n_documents);
    if (run) put_count(s, t[SKIPPED], run->n_skipped);
    if (book) put_fact(s, t[CODEBOOK], book->path);
    sheet_end_row(s);
    put_head(s, t);
    bool continued = false;
    for (uint32_t i = 0; i < n; i++) {
        put(s, lists[i].name);
        sheet_int(s, (int64_t)lists[i].rows);
        sheet_int(s, lists[i].pages);
        sheet_end_row(s);
        continued = continued || lists[i].pages > 1;
    }
    sheet_end_row(s);
    put_sentence(s, t[READ_EMPTY]);
    if (book) put_sentence(s, t[READ_EXCLUDED]);
    if (book) put_sentence(s, t[READ_PLACES]);
    put_sentence(s, t[READ_DIGITS]);
    if (continued) put_sentence(s, t[LONG_LISTS]);
    /* The counts of this sheet itself would come too late, but no text here is long. */
    uint64_t cut = s->book->cut, replaced = s->book->replaced;
    if (cut) put_count(s, t[CUT], cut);
    if (replaced) put_count(s, t[REPLACED], replaced);
}
