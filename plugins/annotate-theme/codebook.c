/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codebook.h"
#include "text.h"
#include <stdarg.h>
#include <stdio.h>

/* More are counted, not listed: beyond that the file has one systematic fault, not fifty. */
enum { ERRORS_LISTED = 50 };

/* Okabe & Ito, "Color Universal Design" (2008), without black: safe for the common kinds of colour blindness. */
static const unsigned char palette[][3] = {{0x00, 0x72, 0xB2}, {0xD5, 0x5E, 0x00}, {0x00, 0x9E, 0x73},
                                           {0xCC, 0x79, 0xA7}, {0xE6, 0x9F, 0x00}, {0x56, 0xB4, 0xE9},
                                           {0xF0, 0xE4, 0x42}};
enum { PALETTE = sizeof palette / sizeof palette[0] };

#define DEFAULT_NEGATION "neg"

static const char *const default_negators[] = {"inte", "ej",   "aldrig",   "ingen", "inget",
                                               "inga", "icke", "knappast", "utan",  "ingenting"};

const char *const unit_names[UNIT_COUNT + 1] = {"sentence", "turn", "question", "paragraph", "interview", NULL};

void codebook_init(struct codebook *book, const char *name) {
    memset(book, 0, sizeof *book);
    book->match = book->overlap = -1;
    book->query = UINT32_MAX;
    book->name = pool_copy(&book->pool, name, strlen(name));
    if (!book->name) {
        book->name = "";
        book->out_of_memory = true;
    }
}

void codebook_free(struct codebook *book) {
    pool_free(&book->pool);
    free(book->codes);
    free(book->rules);
    free(book->examples);
    free(book->sets);
    free(book->members);
    free(book->negators);
    free(book->negations);
    free(book->remarks);
    free(book->weights);
    free(book->ids);
    free(book->errors);
    memset(book, 0, sizeof *book);
}

bool codebook_hopeless(const struct codebook *book) { return book->out_of_memory || book->n_errors > ERRORS_LISTED; }

static void add_error_text(struct codebook *book, const char *text) {
    uint32_t n = (uint32_t)strlen(text);
    if (!GROW(book->errors, book->errors_room, book->errors_used + n + 1)) {
        book->out_of_memory = true;
        return;
    }
    memcpy(book->errors + book->errors_used, text, n + 1);
    book->errors_used += n;
}

void codebook_error(struct codebook *book, struct place place, const char *format, ...) {
    char line[700];
    book->n_errors++;
    if (book->n_errors > ERRORS_LISTED + 1) return;
    if (book->n_errors == ERRORS_LISTED + 1) {
        add_error_text(book, "\n… and more; repair these first");
        return;
    }
    int used = book->n_errors > 1 ? snprintf(line, sizeof line, "\n") : 0;
    used += place.line ? snprintf(line + used, sizeof line - (size_t)used, "%.200s:%u:%u: ", book->name, place.line,
                                  place.column)
                       : snprintf(line + used, sizeof line - (size_t)used, "%.200s: ", book->name);
    va_list args;
    va_start(args, format);
    vsnprintf(line + used, sizeof line - (size_t)used, format, args);
    va_end(args);
    add_error_text(book, line);
}

struct place place_after(struct place place, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80)
            place.column++;
    }
    return place;
}

const char *codebook_copy(struct codebook *book, const char *s) {
    const char *p = s && *s ? pool_copy(&book->pool, s, strlen(s)) : "";
    if (p) return p;
    book->out_of_memory = true;
    return "";
}

uint32_t codebook_add_code(struct codebook *book, struct place place, const char *id, const char *label,
                           const char *description, const char *colour, const char *parent_id) {
    if (!GROW(book->codes, book->codes_room, book->n_codes + 1)) {
        book->out_of_memory = true;
        return NO_CODE;
    }
    struct code *c = &book->codes[book->n_codes];
    memset(c, 0, sizeof *c);
    c->id = codebook_copy(book, id);
    c->label = label && *label ? codebook_copy(book, label) : c->id;
    c->description = codebook_copy(book, description);
    c->colour = codebook_copy(book, colour);
    c->parent_id = codebook_copy(book, parent_id);
    c->include = c->exclude = c->polarity = c->where = "";
    c->parent = NO_CODE;
    c->place = place;
    return book->n_codes++;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

void codebook_add_rule(struct codebook *book, uint32_t code, struct place place, const char *text, size_t n) {
    size_t skip = 0;
    while (skip < n && is_blank(text[skip])) skip++;
    place = place_after(place, text, skip);
    text += skip;
    n -= skip;
    /* A blank after a backslash belongs to the rule. */
    while (n && is_blank(text[n - 1]) && !(n > 1 && text[n - 2] == '\\')) n--;
    if (n == 0) {
        codebook_error(book, place, "empty rule; write a word, a word with * or a phrase");
        return;
    }
    char *copied = pool_copy(&book->pool, text, n);
    if (!copied || !GROW(book->rules, book->rules_room, book->n_rules + 1)) {
        book->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (copied[i] == '\n' || copied[i] == '\t') copied[i] = ' ';
    book->rules[book->n_rules++] = (struct rule_line){code, place, copied};
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

void codebook_add_rules(struct codebook *book, uint32_t code, struct place place, const char *text, size_t n,
                        const char *separators) {
    bool quoted = false;
    size_t start = 0, opened = 0;
    struct place here = place;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && text[i] == '\\' && i + 1 < n) {
            i++;
            continue;
        }
        if (i < n && text[i] == '"') {
            quoted = !quoted;
            opened = i;
        }
        bool cut = i == n || (!quoted && strchr(separators, text[i]));
        if (cut && i < n && text[i] == ',' && i > start && i + 1 < n && is_digit(text[i - 1]) && is_digit(text[i + 1]))
            cut = false;
        if (!cut) continue;
        size_t blank = start;
        while (blank < i && is_blank(text[blank])) blank++;
        /* A separator at the very end, and line breaks that follow each other, are habits and not empty rules. */
        bool nothing = blank == i && (i == n || text[i] == '\n');
        if (!nothing) codebook_add_rule(book, code, here, text + start, i - start);
        if (i < n) here = place_after(here, text + start, i + 1 - start);
        start = i + 1;
    }
    if (quoted)
        codebook_error(book, place_after(place, text, opened),
                       "quotation mark is never closed; write \\\" for the sign itself");
}

/* ---- negators, sets, examples, remarks -------------------------------------------------------------------------- */

struct negation *codebook_add_negation(struct codebook *book, struct place place, const char *name) {
    if (!GROW(book->negations, book->negations_room, book->n_negations + 1)) {
        book->out_of_memory = true;
        return NULL;
    }
    struct negation *n = &book->negations[book->n_negations++];
    *n = (struct negation){codebook_copy(book, name), book->n_negators, 0, 2, NO_DISTANCE, UNIT_SENTENCE, place};
    return n;
}

void codebook_add_negator(struct codebook *book, struct place place, const char *text) {
    if (!book->n_negations && !codebook_add_negation(book, place, DEFAULT_NEGATION)) return;
    if (!GROW(book->negators, book->negators_room, book->n_negators + 1)) {
        book->out_of_memory = true;
        return;
    }
    book->negators[book->n_negators++] = (struct word_line){codebook_copy(book, text), place};
    book->negations[book->n_negations - 1].n++;
}

bool codebook_add_set(struct codebook *book, struct place place, const char *name) {
    if (!GROW(book->sets, book->sets_room, book->n_sets + 1)) return !(book->out_of_memory = true);
    book->sets[book->n_sets++] = (struct word_set){codebook_copy(book, name), book->n_members, 0, place};
    return true;
}

void codebook_add_member(struct codebook *book, struct place place, const char *text) {
    if (!GROW(book->members, book->members_room, book->n_members + 1)) {
        book->out_of_memory = true;
        return;
    }
    book->members[book->n_members++] = (struct word_line){codebook_copy(book, text), place};
    book->sets[book->n_sets - 1].n++;
}

void codebook_add_example(struct codebook *book, uint32_t code, bool counter, struct place place, const char *text) {
    if (!GROW(book->examples, book->examples_room, book->n_examples + 1)) {
        book->out_of_memory = true;
        return;
    }
    book->examples[book->n_examples++] = (struct example){code, counter, place, codebook_copy(book, text)};
}

void codebook_remark(struct codebook *book, struct place place, const char *format, ...) {
    char text[600];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!GROW(book->remarks, book->remarks_room, book->n_remarks + 1)) {
        book->out_of_memory = true;
        return;
    }
    book->remarks[book->n_remarks++] = (struct remark){place, codebook_copy(book, text)};
}

/* ---- finishing ------------------------------------------------------------------------------------------------- */

static uint64_t hash_text(const char *s) {
    uint64_t h = 1469598103934665603u;
    for (; *s; s++) h = (h ^ (unsigned char)*s) * 1099511628211u;
    return h ^ h >> 29;
}

/* The slot of @p id in a table of indexes into codes plus one. */
static uint32_t *find_id(const struct codebook *book, uint32_t *table, uint32_t mask, const char *id) {
    uint32_t i = (uint32_t)hash_text(id) & mask;
    while (table[i] && strcmp(book->codes[table[i] - 1].id, id) != 0) i = (i + 1) & mask;
    return &table[i];
}

/* Codes by id, in book->ids. With @p report, ids that stand twice are errors. */
static bool index_ids(struct codebook *book, bool report) {
    uint32_t size = 16;
    while (size < book->n_codes * 2) size *= 2;
    free(book->ids);
    book->ids = calloc(size, sizeof *book->ids);
    book->ids_mask = size - 1;
    if (!book->ids) return !(book->out_of_memory = true);
    for (uint32_t i = 0; i < book->n_codes; i++) {
        const struct code *c = &book->codes[i];
        uint32_t *slot = find_id(book, book->ids, book->ids_mask, c->id);
        if (*slot && report)
            codebook_error(book, c->place, "the code \"%.80s\" stands twice; first in line %u", c->id,
                           book->codes[*slot - 1].place.line);
        if (!*slot) *slot = i + 1;
    }
    return true;
}

uint32_t codebook_find_code(const struct codebook *book, const char *id) {
    uint32_t slot = book->ids ? *find_id(book, book->ids, book->ids_mask, id) : 0;
    return slot ? slot - 1 : NO_CODE;
}

uint32_t codebook_find_set(const struct codebook *book, const char *name) {
    for (uint32_t i = 0; i < book->n_sets; i++)
        if (strcmp(book->sets[i].name, name) == 0) return i;
    return NO_CODE;
}

uint32_t codebook_find_negation(const struct codebook *book, const char *name) {
    for (uint32_t i = 0; i < book->n_negations; i++)
        if (strcmp(book->negations[i].name, name) == 0) return i;
    return NO_CODE;
}

static void resolve_parents(struct codebook *book) {
    if (!index_ids(book, true)) return;
    for (uint32_t i = 0; i < book->n_codes; i++) {
        struct code *c = &book->codes[i];
        if (!*c->parent_id) continue;
        c->parent = codebook_find_code(book, c->parent_id);
        if (c->parent == NO_CODE)
            codebook_error(book, c->place, "the parent \"%.80s\" of \"%.80s\" is not a code of this codebook",
                           c->parent_id, c->id);
    }
}

/* Names that rules refer to are names of one thing. */
static void check_names(struct codebook *book) {
    for (uint32_t i = 0; i < book->n_sets; i++) {
        const struct word_set *s = &book->sets[i];
        if (codebook_find_set(book, s->name) < i)
            codebook_error(book, s->place, "the set \"%.80s\" stands twice", s->name);
        if (codebook_find_code(book, s->name) != NO_CODE)
            codebook_error(book, s->place, "\"%.80s\" is a set and a code; give one of them another name", s->name);
        if (s->n == 0) codebook_error(book, s->place, "the set \"%.80s\" is empty", s->name);
    }
    for (uint32_t i = 0; i < book->n_negations; i++) {
        const struct negation *n = &book->negations[i];
        if (codebook_find_negation(book, n->name) < i)
            codebook_error(book, n->place, "the negators \"%.80s\" stand twice", n->name);
        if (n->n == 0) codebook_error(book, n->place, "the negators \"%.80s\" are an empty list", n->name);
    }
}

/* Breaks what would be a cycle, after reporting it once. */
static void check_cycles(struct codebook *book) {
    for (uint32_t i = 0; i < book->n_codes; i++) {
        uint32_t up = book->codes[i].parent, steps = 0;
        while (up != NO_CODE && up != i && steps++ < book->n_codes) up = book->codes[up].parent;
        if (up != i) continue;
        codebook_error(book, book->codes[i].place, "the code \"%.80s\" is its own ancestor; remove a parent",
                       book->codes[i].id);
        book->codes[i].parent = NO_CODE;
    }
}

/* A new order of codes, the file's but for parents that stand after their children. order[new] = old. */
static void order_codes(const struct codebook *book, uint32_t *order, uint32_t *place_of, uint32_t *stack) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < book->n_codes; i++) place_of[i] = NO_CODE;
    for (uint32_t i = 0; i < book->n_codes; i++) {
        uint32_t depth = 0;
        for (uint32_t c = i; c != NO_CODE && place_of[c] == NO_CODE; c = book->codes[c].parent) stack[depth++] = c;
        while (depth) {
            place_of[stack[--depth]] = n;
            order[n++] = stack[depth];
        }
    }
}

static void reorder(struct codebook *book) {
    uint32_t n = book->n_codes;
    uint32_t *order = malloc(((size_t)n * 3 + 1) * sizeof *order);
    struct code *codes = malloc(((size_t)n + 1) * sizeof *codes);
    struct rule_line *rules = malloc(((size_t)book->n_rules + 1) * sizeof *rules);
    uint32_t *next = calloc((size_t)n + 2, sizeof *next);
    if (!order || !codes || !rules || !next) {
        book->out_of_memory = true;
        free(codes);
        free(rules);
    } else {
        uint32_t *place_of = order + n;
        order_codes(book, order, place_of, place_of + n);
        for (uint32_t i = 0; i < n; i++) {
            codes[i] = book->codes[order[i]];
            if (codes[i].parent != NO_CODE) codes[i].parent = place_of[codes[i].parent];
        }
        /* Rules of a code keep their order: counting sort. */
        for (uint32_t r = 0; r < book->n_rules; r++) next[place_of[book->rules[r].code] + 1]++;
        for (uint32_t i = 0; i < n; i++) {
            codes[i].n_rules = next[i + 1];
            next[i + 1] += next[i];
        }
        for (uint32_t r = 0; r < book->n_rules; r++) {
            struct rule_line line = book->rules[r];
            line.code = place_of[line.code];
            rules[next[line.code]++] = line;
        }
        for (uint32_t e = 0; e < book->n_examples; e++) book->examples[e].code = place_of[book->examples[e].code];
        free(book->codes);
        free(book->rules);
        book->codes = codes;
        book->codes_room = n + 1;
        book->rules = rules;
        book->rules_room = book->n_rules + 1;
    }
    free(order);
    free(next);
}

static bool is_colour(const char *s) {
    return s[0] == '#' && strlen(s) == 7 && strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

/* The palette, then the same hues lighter and darker. */
static void give_colours(struct codebook *book) {
    for (uint32_t i = 0; i < book->n_codes; i++) {
        struct code *c = &book->codes[i];
        if (*c->colour && !is_colour(c->colour))
            codebook_error(book, c->place, "the colour of \"%.80s\" must be written as #RRGGBB", c->id);
        if (*c->colour) continue;
        const unsigned char *base = palette[i % PALETTE];
        uint32_t rgb[3], shade = i / PALETTE % 3;
        for (uint32_t k = 0; k < 3; k++)
            rgb[k] = shade == 0 ? base[k] : shade == 1 ? base[k] + (255u - base[k]) * 9 / 20 : base[k] * 11u / 20;
        char text[8];
        snprintf(text, sizeof text, "#%02X%02X%02X", rgb[0] & 255, rgb[1] & 255, rgb[2] & 255);
        c->colour = codebook_copy(book, text);
    }
}

void codebook_finish(struct codebook *book) {
    if (book->n_codes == 0 && book->n_errors == 0 && *book->name)
        codebook_error(book, (struct place){0, 0}, "the codebook has no codes");
    for (uint32_t i = 0; i < book->n_codes; i++)
        if (!*book->codes[i].id)
            codebook_error(book, book->codes[i].place, "a code without an id; give it a short name");
    for (uint32_t i = 0; i < book->n_codes; i++) {
        struct code *c = &book->codes[i];
        if (strcmp(c->polarity, "none") == 0)
            c->polarity = "";
        else if (!*c->polarity && book->polarity) {
            c->polarity = book->polarity;
            c->polarity_place = book->polarity_place;
        }
    }
    resolve_parents(book);
    check_cycles(book);
    if (!book->out_of_memory) reorder(book);
    give_colours(book);
    if (book->n_negations == 0)
        for (size_t i = 0; i < sizeof default_negators / sizeof *default_negators; i++)
            codebook_add_negator(book, (struct place){0, 0}, default_negators[i]);
    if (!book->out_of_memory && index_ids(book, false)) check_names(book);
}

void codebook_add_query(struct codebook *book, const char *query) {
    struct place place = {1, 1};
    uint32_t code = codebook_add_code(book, place, "kwic", NULL, NULL, "#0072B2", NULL);
    if (code == NO_CODE) return;
    book->query = book->n_rules;
    codebook_add_rule(book, code, place, query, strlen(query));
    if (book->query < book->n_rules) book->codes[code].n_rules = 1;
    index_ids(book, true);
}
