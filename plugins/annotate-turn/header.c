/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "header.h"

#include "words.h"

#include <string.h>

/* A longer line is no field, and a longer name no name. */
enum { LINE_BYTES = 300, NAME_BYTES = 128 };

static bool push_name(struct at_header *header, bool interviewer, const char *name, size_t n) {
    char key[NAME_BYTES * 2];
    if (n > NAME_BYTES) return true;
    size_t length = at_fold(name, n, key, sizeof key);
    if (length == 0) return true;
    for (size_t i = 0; i <= length; i++) {
        char c = i < length ? key[i] : '\n';
        if (interviewer ? !AT_PUSH(&header->interviewers, c) : !AT_PUSH(&header->participants, c)) return false;
    }
    return true;
}

/* Bytes of what stands between two names at p: "," ";" "/" "&" "(" ")" " och ". 0: the name goes on. */
static size_t divider(const char *p, const char *end) {
    static const char *const words[] = {" och ", " samt ", " and "};
    if (strchr(",;/&()\t", *p)) return 1;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if ((size_t)(end - p) > n && memcmp(p, words[i], n) == 0) return n;
    }
    return 0;
}

bool at_header_field(struct at_header *header, const char *name, size_t n, const char *value, size_t value_n) {
    char key[NAME_BYTES * 2];
    size_t length = n <= NAME_BYTES ? at_fold(name, n, key, sizeof key) : 0;
    bool interviewer = at_word_names_interviewer(key, length);
    if (!interviewer && !at_word_names_participants(key, length)) return true;
    const char *from = value, *end = value + value_n;
    for (const char *at = value; at <= end;) {
        size_t gap = at < end ? divider(at, end) : 1;
        if (gap && !push_name(header, interviewer, from, (size_t)(at - from))) return false;
        at += gap ? gap : 1;
        if (gap) from = at;
    }
    return true;
}

bool at_header_lines(struct at_header *header, const char *text, size_t n) {
    for (size_t at = 0; at < n;) {
        const char *line = text + at, *stop = memchr(line, '\n', n - at);
        size_t length = stop ? (size_t)(stop - line) : n - at;
        at += length + 1;
        const char *colon = memchr(line, ':', length);
        if (!colon || length > LINE_BYTES) continue;
        size_t name = (size_t)(colon - line);
        if (!at_header_field(header, line, name, colon + 1, length - name - 1)) return false;
    }
    return true;
}

/* ---- labels ---- */

/* The first letters of the words of a name; returns their bytes, and of the first letter in *first. */
static size_t initials(const char *name, size_t n, char out[16], size_t *first) {
    size_t made = 0;
    for (size_t at = 0; at < n;) {
        size_t letter = (unsigned char)name[at] >= 0x80 ? 2 : 1;
        if (made + letter >= 16) break;
        memcpy(out + made, name + at, letter);
        if (made == 0) *first = letter;
        made += letter;
        while (at < n && name[at] != ' ') at++;
        while (at < n && name[at] == ' ') at++;
    }
    return made;
}

static bool is_word_of(const char *name, size_t n, const char *key, size_t key_n) {
    for (size_t at = 0; at < n;) {
        size_t stop = at;
        while (stop < n && name[stop] != ' ') stop++;
        if (stop - at == key_n && memcmp(name + at, key, key_n) == 0) return true;
        at = stop + 1;
    }
    return false;
}

static bool is_named(const char *names, size_t total, const char *key, size_t key_n, bool by_letter) {
    for (size_t at = 0; at < total;) {
        const char *name = names + at;
        size_t n = (size_t)((const char *)memchr(name, '\n', total - at) - name), first = 0;
        char letters[16];
        size_t made = initials(name, n, letters, &first);
        if ((n == key_n && memcmp(name, key, n) == 0) || is_word_of(name, n, key, key_n)) return true;
        if (made > first && made == key_n && memcmp(letters, key, made) == 0) return true;
        if (by_letter && first == key_n && memcmp(letters, key, first) == 0) return true;
        at += n + 1;
    }
    return false;
}

bool at_header_interviews(const struct at_header *header, const char *key, size_t n) {
    return is_named(header->interviewers.items, header->interviewers.n, key, n, false);
}

bool at_header_participates(const struct at_header *header, const char *key, size_t n) {
    return is_named(header->participants.items, header->participants.n, key, n, true);
}

void at_header_clear(struct at_header *header) { header->interviewers.n = header->participants.n = 0; }

void at_header_free(struct at_header *header) {
    free(header->interviewers.items);
    free(header->participants.items);
}
