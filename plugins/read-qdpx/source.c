/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Selections that are looked at to tell how a program counts. */
enum { WITNESSES = 400 };

/* Keeps a string until the source is freed. */
static const char *own(struct rq_source *s, char *string) {
    if (!string) return NULL;
    if (s->n_strings == s->strings_room) {
        uint32_t room = s->strings_room ? s->strings_room * 2 : 64;
        char **strings = realloc(s->strings, room * sizeof *strings);
        if (!strings) {
            s->no_memory = true;
            free(string);
            return NULL;
        }
        s->strings = strings;
        s->strings_room = room;
    }
    return s->strings[s->n_strings++] = string;
}

void rq_source_free(struct rq_source *s) {
    for (uint32_t i = 0; i < s->n_strings; i++) free(s->strings[i]);
    free(s->strings);
    free(s->codings);
    free(s->positions);
    free(s->guid);
    free(s->name);
    rq_text_free(&s->text);
    *s = (struct rq_source){0};
}

/* ---- text ---- */

static char *read_entry(struct rq_source *s, struct rq_package *package, int64_t entry, size_t *n) {
    char *bytes = archive_read(&package->archive, entry, RQ_TEXT_BYTES, n);
    s->oversize = !bytes;
    package->archive.why = NULL;
    return bytes;
}

/* The file that the source names, the text in the project itself, or the file called after the source. */
static void read_text(struct rq_source *s, struct rq_package *package, const xmlNode *node) {
    char *path = rq_attribute(node, "plainTextPath"), *bytes = NULL, own_name[80];
    size_t n = 0;
    int64_t entry = path ? rq_find(package, path) : -1;
    if (entry < 0 && rq_child(node, "PlainTextContent")) {
        bytes = rq_child_text(node, "PlainTextContent");
        n = bytes ? strlen(bytes) : 0;
    } else {
        const char *guid = s->guid ? s->guid : "";
        size_t k = strlen(guid);
        if (entry < 0 && k > 2 && k < 60) {
            bool braces = *guid == '{';
            snprintf(own_name, sizeof own_name, "%.*s.txt", (int)(k - 2 * braces), guid + braces);
            entry = rq_find(package, own_name);
        }
        if (entry >= 0) bytes = read_entry(s, package, entry, &n);
    }
    s->missing = !bytes && !s->oversize;
    rq_text_make(&s->text, bytes ? bytes : "", n);
    s->no_memory = s->no_memory || s->text.no_memory;
    free(bytes);
    free(path);
}

/* ---- how positions are counted ---- */

static bool position_of(const xmlNode *node, const char *name, uint64_t *out) {
    const char *p = rq_value(node, name);
    uint64_t value = 0;
    while (p && *p == ' ') p++;
    bool good = p && *p >= '0' && *p <= '9';
    for (; good && *p >= '0' && *p <= '9' && value < UINT32_MAX; p++) value = value * 10 + (uint64_t)(*p - '0');
    while (good && *p == ' ') p++;
    *out = value;
    return good && !*p;
}

static bool blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool is_cut_mark(const char *p) { return strcmp(p, "...") == 0 || strcmp(p, "…") == 0; }

/* The name of a selection is its text, white space aside, or the beginning of a longer one. */
static bool agrees(const char *text, size_t n, const char *name) {
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < n && blank(text[i])) i++;
        while (blank(name[k])) k++;
        if (i == n || !name[k]) break;
        if (text[i] != name[k]) return k > 0 && is_cut_mark(name + k);
    }
    if (i == n) return !name[k] || is_cut_mark(name + k);
    return k > 40;
}

static bool covers_name(const struct rq_source *s, const uint32_t *positions, uint32_t n, const xmlNode *selection,
                        const char *name) {
    uint64_t begin, end;
    if (!position_of(selection, "startPosition", &begin) || !position_of(selection, "endPosition", &end)) return false;
    if (begin >= end || end >= n) return false;
    uint32_t from = rq_begin(&s->text, positions[begin]), to = rq_end(&s->text, positions[end]);
    return from < to && agrees(s->text.p + from, to - from, name);
}

static uint32_t count_agreement(struct rq_source *s, const uint32_t *positions, uint32_t n, const xmlNode *node,
                                uint32_t most) {
    uint32_t agree = 0;
    s->named = 0;
    for (xmlNodePtr sel = rq_child(node, "PlainTextSelection"); sel && s->named < most;
         sel = rq_next(sel, "PlainTextSelection")) {
        const char *whole = rq_value(sel, "name");
        char *copy = whole ? NULL : rq_attribute(sel, "name");
        const char *name = whole ? whole : copy;
        if (name && *name) {
            s->named++;
            agree += covers_name(s, positions, n, sel, name);
        }
        free(copy);
    }
    return agree;
}

/* Chooses the way of counting by which most selections cover what their names say. To be freed; NULL: no memory. */
static uint32_t *choose_counting(struct rq_source *s, const struct rq_tables *t, const xmlNode *node, uint32_t *n) {
    struct rq_counting ways[8];
    bool atlas = t->origin && strstr(t->origin, "ATLAS");
    unsigned n_ways = rq_countings(&s->text, atlas, ways), best = 0;
    uint32_t most = 0;
    s->counting_matters = n_ways > 1;
    for (unsigned i = 0; i < n_ways && n_ways > 1; i++) {
        uint32_t *positions = rq_positions(&s->text, ways[i], n);
        uint32_t agree = positions ? count_agreement(s, positions, *n, node, WITNESSES) : 0;
        free(positions);
        if (agree > most) {
            most = agree;
            best = i;
        }
    }
    s->counting = ways[best];
    uint32_t *positions = rq_positions(&s->text, s->counting, n);
    if (positions) s->agree = count_agreement(s, positions, *n, node, UINT32_MAX);
    return positions;
}

/* ---- codings ---- */

static struct rq_coding *add_coding(struct rq_source *s) {
    if (s->n_codings == s->codings_room) {
        uint32_t room = s->codings_room ? s->codings_room * 2 : 64;
        struct rq_coding *codings = realloc(s->codings, room * sizeof *codings);
        if (!codings) {
            s->no_memory = true;
            return NULL;
        }
        s->codings = codings;
        s->codings_room = room;
    }
    return &s->codings[s->n_codings++];
}

static const char *user_name(struct rq_source *s, const struct rq_tables *t, const xmlNode *coding,
                             const xmlNode *selection) {
    char *guid = rq_attribute(coding, "creatingUser");
    if (!guid && selection) guid = rq_attribute(selection, "creatingUser");
    const struct rq_user *user = guid ? rq_user_of(t, guid) : NULL;
    if (!user) return own(s, guid);
    free(guid);
    return user->name;
}

/* The codings of a selection, or of the whole source when selection is NULL. */
static void read_codings(struct rq_source *s, const struct rq_tables *t, const xmlNode *parent,
                         const xmlNode *selection, uint32_t begin, uint32_t end) {
    const char *note = selection ? own(s, rq_child_text(selection, "Description")) : NULL;
    const char *identity = selection ? own(s, rq_attribute(selection, "guid")) : NULL;
    for (xmlNodePtr c = rq_child(parent, "Coding"); c; c = rq_next(c, "Coding")) {
        xmlNodePtr ref = rq_child(c, "CodeRef");
        const char *code = ref ? rq_value(ref, "targetGUID") : NULL;
        uint32_t at = code ? rq_code_of(t, code) : UINT32_MAX;
        if (at == UINT32_MAX) {
            s->unknown_code++;
            continue;
        }
        struct rq_coding *to = add_coding(s);
        if (!to) return;
        char *made = rq_attribute(c, "creationDateTime");
        if (!made && selection) made = rq_attribute(selection, "creationDateTime");
        *to = (struct rq_coding){
            begin,    end,          at,  user_name(s, t, c, selection), own(s, rq_attribute(c, "guid")),
            identity, own(s, made), note};
        identity = NULL; /* another coding of the selection becomes a selection of its own */
    }
}

bool rq_source_span(const struct rq_source *s, const xmlNode *selection, uint32_t *begin, uint32_t *end) {
    uint64_t from, to;
    if (!position_of(selection, "startPosition", &from) || !position_of(selection, "endPosition", &to)) return false;
    if (from >= to || to >= s->n_positions) return false;
    *begin = rq_begin(&s->text, s->positions[from]);
    *end = rq_end(&s->text, s->positions[to]);
    return *begin < *end;
}

static void read_selections(struct rq_source *s, const struct rq_tables *t, const xmlNode *node) {
    for (xmlNodePtr sel = rq_child(node, "PlainTextSelection"); sel && !s->no_memory;
         sel = rq_next(sel, "PlainTextSelection")) {
        uint32_t from, to;
        if (!rq_source_span(s, sel, &from, &to))
            s->outside++;
        else if (!rq_child(sel, "Coding"))
            s->without_code++;
        else
            read_codings(s, t, sel, sel, from, to);
    }
}

static int by_place(const void *a, const void *b) {
    const struct rq_coding *x = a, *y = b;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end) return x->end > y->end ? -1 : 1;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    return strcmp(x->guid ? x->guid : "", y->guid ? y->guid : "");
}

void rq_source_open(struct rq_source *s, struct rq_package *package, const struct rq_tables *t, const xmlNode *node) {
    *s = (struct rq_source){.guid = rq_attribute(node, "guid"), .name = rq_attribute(node, "name")};
    read_text(s, package, node);
    if (!s->no_memory) s->positions = choose_counting(s, t, node, &s->n_positions);
    if (!s->positions) s->no_memory = true;
}

void rq_source_read(struct rq_source *s, struct rq_package *package, const struct rq_tables *t, const xmlNode *node) {
    rq_source_open(s, package, t, node);
    if (s->no_memory) return;
    read_selections(s, t, node);
    if (s->text.n) read_codings(s, t, node, NULL, 0, (uint32_t)s->text.n);
    if (s->n_codings) qsort(s->codings, s->n_codings, sizeof *s->codings, by_place);
}
