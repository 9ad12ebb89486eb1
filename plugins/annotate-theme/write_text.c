/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codebooks in YAML, ours and quanteda's, and as tables. */
#include "formats.h"
#include <stdio.h>

/* ---- YAML ------------------------------------------------------------------------------------------------------- */

/* Always in double quotation marks: no text is taken for something else. */
static void put_quoted(struct blob *out, const char *s) {
    char code[8];
    blob_puts(out, "\"");
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') blob_puts(out, "\\");
        if (*s == '\n')
            blob_puts(out, "\\n");
        else if ((unsigned char)*s < 0x20) {
            snprintf(code, sizeof code, "\\x%02X", *s);
            blob_puts(out, code);
        } else
            blob_put(out, s, 1);
    }
    blob_puts(out, "\"");
}

static void put_key(struct blob *out, uint32_t indent, const char *key, const char *value) {
    if (!*value) return;
    while (indent--) blob_puts(out, " ");
    blob_puts(out, key);
    blob_puts(out, ": ");
    put_quoted(out, value);
    blob_puts(out, "\n");
}

static void put_words(struct blob *out, const struct word_line *words, uint32_t n) {
    blob_puts(out, "[");
    for (uint32_t i = 0; i < n; i++) {
        if (i) blob_puts(out, ", ");
        put_quoted(out, words[i].text);
    }
    blob_puts(out, "]");
}

static void put_negations(struct saving *s) {
    const struct codebook *book = s->book;
    char text[80];
    if (!book->n_negations || !book->negations[0].place.line) return;
    blob_puts(&s->out, "negators:\n");
    for (uint32_t i = 0; i < book->n_negations; i++) {
        const struct negation *n = &book->negations[i];
        blob_puts(&s->out, "  ");
        put_quoted(&s->out, n->name);
        blob_puts(&s->out, ": {words: ");
        put_words(&s->out, book->negators + n->first, n->n);
        if (n->before != NO_DISTANCE) {
            snprintf(text, sizeof text, ", before: %u", n->before);
            blob_puts(&s->out, text);
        }
        if (n->after != NO_DISTANCE) {
            snprintf(text, sizeof text, ", after: %u", n->after);
            blob_puts(&s->out, text);
        }
        snprintf(text, sizeof text, ", scope: %s}\n", unit_names[n->unit]);
        blob_puts(&s->out, text);
    }
}

static void put_head(struct saving *s) {
    static const char *const overlaps[] = {"merge", "all", "longest", "longest-overall"};
    const struct codebook *book = s->book;
    static const struct {
        int layer;
        const char *name;
    } layers[] = {{LAYER_FORM, "form"}, {LAYER_NORM, "norm"}, {LAYER_LEMMA, "lemma"}, {LAYER_WORD, "word"}};
    for (size_t i = 0; i < 4; i++)
        if (book->match == layers[i].layer) put_key(&s->out, 0, "match", layers[i].name);
    if (book->overlap >= 0) put_key(&s->out, 0, "overlap", overlaps[book->overlap]);
    put_negations(s);
    if (!book->n_sets) return;
    blob_puts(&s->out, "sets:\n");
    for (uint32_t i = 0; i < book->n_sets; i++) {
        blob_puts(&s->out, "  ");
        put_quoted(&s->out, book->sets[i].name);
        blob_puts(&s->out, ": ");
        put_words(&s->out, book->members + book->sets[i].first, book->sets[i].n);
        blob_puts(&s->out, "\n");
    }
}

static void put_examples(struct saving *s, uint32_t code, bool counter) {
    bool any = false;
    for (uint32_t i = 0; i < s->book->n_examples; i++) {
        const struct example *e = &s->book->examples[i];
        if (e->code != code || e->counter != counter) continue;
        if (!any) blob_puts(&s->out, counter ? "    counter-examples:\n" : "    examples:\n");
        any = true;
        blob_puts(&s->out, "      - ");
        put_quoted(&s->out, e->text);
        blob_puts(&s->out, "\n");
    }
}

static void put_rules(struct saving *s, uint32_t code) {
    if (!s->book->codes[code].n_rules) return;
    blob_puts(&s->out, "    rules:\n");
    for (uint32_t r = 0; r < s->book->n_rules; r++) {
        if (s->book->rules[r].code != code) continue;
        blob_puts(&s->out, "      - ");
        put_quoted(&s->out, s->book->rules[r].text);
        blob_puts(&s->out, "\n");
    }
}

void codebook_write_yaml(struct saving *s) {
    put_head(s);
    blob_puts(&s->out, "codes:\n");
    for (uint32_t i = 0; i < s->book->n_codes; i++) {
        const struct code *c = &s->book->codes[i];
        blob_puts(&s->out, "  - id: ");
        put_quoted(&s->out, c->id);
        blob_puts(&s->out, "\n");
        put_key(&s->out, 4, "label", strcmp(c->label, c->id) == 0 ? "" : c->label);
        put_key(&s->out, 4, "parent", c->parent == NO_CODE ? "" : s->book->codes[c->parent].id);
        put_key(&s->out, 4, "definition", c->description);
        put_key(&s->out, 4, "include", c->include);
        put_key(&s->out, 4, "exclude", c->exclude);
        put_key(&s->out, 4, "colour", c->colour);
        put_key(&s->out, 4, "polarity", c->polarity);
        put_key(&s->out, 4, "where", c->where);
        put_rules(s, i);
        put_examples(s, i, false);
        put_examples(s, i, true);
    }
}

/* ---- quanteda --------------------------------------------------------------------------------------------------- */

struct writer {
    struct saving *s;
    uint32_t depth;
};

static void indent(struct writer *w) {
    for (uint32_t d = 0; d < w->depth; d++) blob_puts(&w->s->out, "  ");
}

static void write_pattern(void *to, const char *word) {
    struct writer *w = to;
    indent(w);
    blob_puts(&w->s->out, "- ");
    put_quoted(&w->s->out, word);
    blob_puts(&w->s->out, "\n");
}

static void write_category(struct writer *w, uint32_t code) {
    struct codebook *book = w->s->book;
    bool has_children = false;
    for (uint32_t c = code + 1; c < book->n_codes; c++) has_children = has_children || book->codes[c].parent == code;
    indent(w);
    put_quoted(&w->s->out, book->codes[code].id);
    blob_puts(&w->s->out, ":\n");
    w->depth++;
    for (uint32_t r = 0; r < book->n_rules; r++) {
        if (book->rules[r].code != code) continue;
        if (has_children || !codebook_plain_words(book, book->rules[r].text, true, w, write_pattern))
            saving_remark(w->s, book->rules[r].place.line, "the rule %.200s is left out: %s", book->rules[r].text,
                          has_children ? "a key with keys below it has no patterns there" : "it is no word or phrase");
    }
    for (uint32_t c = code + 1; c < book->n_codes; c++)
        if (book->codes[c].parent == code) write_category(w, c);
    w->depth--;
}

void codebook_write_quanteda(struct saving *s) {
    struct writer w = {s, 0};
    for (uint32_t c = 0; c < s->book->n_codes; c++)
        if (s->book->codes[c].parent == NO_CODE) write_category(&w, c);
    saving_remark_extras(s, false);
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

const char *const table_columns[] = {"code",     "parent",           "label",   "rules",    "definition",
                                     "colour",   "include",          "exclude", "polarity", "where",
                                     "examples", "counter-examples", NULL};

/* What holds for a code, one after the other, with @p separator between. */
static const char *joined(struct codebook *book, uint32_t code, int what, const char *separator) {
    struct blob b = {0};
    uint32_t n = what == 0 ? book->n_rules : book->n_examples;
    for (uint32_t i = 0; i < n; i++) {
        if ((what == 0 ? book->rules[i].code : book->examples[i].code) != code) continue;
        if (what && book->examples[i].counter != (what == 2)) continue;
        if (b.n) blob_puts(&b, separator);
        /* A semicolon in a rule is no separator behind a backslash. */
        for (const char *s = what == 0 ? book->rules[i].text : book->examples[i].text; *s; s++) {
            if (what == 0 && *s == ';') blob_puts(&b, "\\");
            if (what == 0 && *s == '\\' && s[1]) blob_put(&b, s++, 1);
            blob_put(&b, s, 1);
        }
    }
    const char *copy = b.p ? pool_copy(&book->pool, b.p, b.n) : "";
    free(b.p);
    return copy ? copy : "";
}

const char *table_value(struct codebook *book, uint32_t code, uint32_t column) {
    const struct code *c = &book->codes[code];
    switch (column) {
    case 0:
        return c->id;
    case 1:
        return c->parent == NO_CODE ? "" : book->codes[c->parent].id;
    case 2:
        return c->label;
    case 3:
        return joined(book, code, 0, "; ");
    case 4:
        return c->description;
    case 5:
        return c->colour;
    case 6:
        return c->include;
    case 7:
        return c->exclude;
    case 8:
        return c->polarity;
    case 9:
        return c->where;
    default:
        return joined(book, code, column == 10 ? 1 : 2, "\n");
    }
}

static void put_cell(struct blob *out, const char *s, char separator) {
    bool quoted = strpbrk(s, "\"\n\r;,\t") || *s == ' ' || strcmp(s, "-") == 0;
    if (separator != '\t' && *s && strchr("=+-@", *s)) quoted = true;
    if (quoted) blob_puts(out, "\"");
    for (; *s; s++) {
        if (*s == '"') blob_puts(out, "\"");
        blob_put(out, s, 1);
    }
    if (quoted) blob_puts(out, "\"");
}

static void write_table(struct saving *s, char separator) {
    for (uint32_t k = 0; table_columns[k]; k++) {
        if (k) blob_put(&s->out, &separator, 1);
        blob_puts(&s->out, table_columns[k]);
    }
    blob_puts(&s->out, "\n");
    for (uint32_t i = 0; i < s->book->n_codes; i++) {
        for (uint32_t k = 0; table_columns[k]; k++) {
            if (k) blob_put(&s->out, &separator, 1);
            put_cell(&s->out, table_value(s->book, i, k), separator);
        }
        blob_puts(&s->out, "\n");
    }
    for (uint32_t i = 0; i < s->book->n_sets; i++)
        saving_remark(s, s->book->sets[i].place.line, "the set %.80s is left out", s->book->sets[i].name);
    for (uint32_t i = 0; i < s->book->n_negations; i++)
        if (s->book->negations[i].place.line)
            saving_remark(s, s->book->negations[i].place.line, "the negators %.80s are left out",
                          s->book->negations[i].name);
    if (s->book->match > LAYER_FORM) saving_remark(s, 0, "match is left out: give --set annotate-theme.match=…");
    if (s->book->overlap > OVERLAP_MERGE)
        saving_remark(s, 0, "overlap is left out: give --set annotate-theme.overlap=…");
}

void codebook_write_tsv(struct saving *s) { write_table(s, '\t'); }

/* As Excel in Swedish opens it: byte order mark and semicolons. */
void codebook_write_csv(struct saving *s) {
    blob_puts(&s->out, "\xEF\xBB\xBF");
    write_table(s, ';');
}
