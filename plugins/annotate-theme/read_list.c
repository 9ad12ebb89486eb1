/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codebooks as plain lists: `code: word, word*, "a phrase"`, a line a code, # before remarks. */
#include "codebook.h"

static void read_line(struct codebook *book, struct place place, const char *line, size_t n) {
    size_t first = 0;
    while (first < n && (line[first] == ' ' || line[first] == '\t')) first++;
    if (first == n || line[first] == '#') return;
    const char *colon = memchr(line, ':', n);
    if (!colon) {
        codebook_error(book, place, "expected \"code: word, word*, \"a phrase\"\", but there is no colon");
        return;
    }
    size_t end = (size_t)(colon - line);
    while (end > first && (line[end - 1] == ' ' || line[end - 1] == '\t')) end--;
    char *id = pool_copy(&book->pool, line + first, end - first);
    if (!id) {
        book->out_of_memory = true;
        return;
    }
    uint32_t code = codebook_add_code(book, place_after(place, line, first), id, NULL, NULL, NULL, NULL);
    if (code == NO_CODE) return;
    size_t rest = (size_t)(colon - line) + 1;
    codebook_add_rules(book, code, place_after(place, line, rest), line + rest, n - rest, ",");
}

void codebook_read_list(struct codebook *book, const char *text, size_t n) {
    /* A spreadsheet saved as text has tabs in its first line; a list has a colon. */
    size_t first_line = strcspn(text, "\n");
    if (memchr(text, '\t', first_line) && !memchr(text, ':', first_line)) {
        codebook_read_table(book, text, n);
        return;
    }
    struct place place = {1, 1};
    for (size_t i = 0; i < n && !codebook_hopeless(book); place.line++) {
        size_t length = strcspn(text + i, "\n");
        read_line(book, place, text + i, length);
        i += length + 1;
    }
}
