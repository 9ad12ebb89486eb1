/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codebooks in YAML, the home format (grammar in README.md). JSON is YAML, too. */
#include "codebook.h"
#include "text.h"
#include <yaml.h>

/* Far above any codebook; a guard against files that refer to themselves. */
enum { MAX_DEPTH = 32 };

struct reader {
    struct codebook *book;
    yaml_document_t document;
};

static struct place place_of(const yaml_node_t *node) {
    return (struct place){(uint32_t)node->start_mark.line + 1, (uint32_t)node->start_mark.column + 1};
}

static yaml_node_t *node_at(struct reader *r, int index) { return yaml_document_get_node(&r->document, index); }

/* The string of a scalar; an error that says what was expected, and NULL, otherwise. */
static const char *scalar(struct reader *r, const yaml_node_t *node, const char *expected) {
    if (node->type != YAML_SCALAR_NODE) {
        codebook_error(r->book, place_of(node), "expected %s; put quotation marks around a text with [ ] { }",
                       expected);
        return NULL;
    }
    const char *tag = node->tag ? (const char *)node->tag : "";
    if (tag[0] == '!') {
        codebook_error(r->book, place_of(node),
                       "in YAML a text that begins with ! or %% needs quotation marks: write \"%.40s …\"", tag);
        return NULL;
    }
    const char *text = (const char *)node->data.scalar.value;
    if (strlen(text) != node->data.scalar.length) {
        codebook_error(r->book, place_of(node), "a NUL character inside a text");
        return NULL;
    }
    return text;
}

static bool is_null(const yaml_node_t *node) {
    if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) return false;
    const char *s = (const char *)node->data.scalar.value;
    return !*s || strcmp(s, "~") == 0 || strcmp(s, "null") == 0;
}

static struct place text_place(const yaml_node_t *node) {
    struct place place = place_of(node);
    yaml_scalar_style_t style = node->data.scalar.style;
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        return (struct place){place.line + 1, 1};
    place.column += style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    return place;
}

static void read_rules(struct reader *r, uint32_t code, yaml_node_t *node) {
    if (is_null(node)) return;
    if (node->type == YAML_SCALAR_NODE) {
        const char *text = scalar(r, node, "a list of rules");
        if (text) codebook_add_rules(r->book, code, text_place(node), text, strlen(text), ";\n");
        return;
    }
    if (node->type != YAML_SEQUENCE_NODE) {
        codebook_error(r->book, place_of(node), "expected a list of rules, such as [hopp*, \"tro på sig\"]");
        return;
    }
    for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; i++) {
        yaml_node_t *item = node_at(r, *i);
        const char *text = scalar(r, item, "a rule");
        if (text) codebook_add_rule(r->book, code, text_place(item), text, strlen(text));
    }
}

static void read_codes(struct reader *r, yaml_node_t *node, const char *parent_id, uint32_t depth);

enum key { K_ID, K_LABEL, K_DESCRIPTION, K_COLOUR, K_PARENT, K_RULES, K_CHILDREN, KEYS };
static const char *const key_names[KEYS] = {"id", "label", "description", "colour", "parent", "rules", "children"};

/* The values of a code's keys; false when the node is no mapping. */
static bool collect_keys(struct reader *r, yaml_node_t *node, yaml_node_t **values) {
    if (node->type != YAML_MAPPING_NODE) {
        codebook_error(r->book, place_of(node), "expected a code: a mapping with id, label, rules …");
        return false;
    }
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
        yaml_node_t *key = node_at(r, p->key);
        const char *name = scalar(r, key, "a key");
        int k = 0;
        while (name && k < KEYS && strcmp(name, key_names[k]) != 0) k++;
        if (!name) continue;
        if (k == KEYS)
            codebook_error(r->book, place_of(key),
                           "unknown key \"%.40s\" of a code; expected id, label, description, colour, parent, rules or "
                           "children",
                           name);
        else if (values[k])
            codebook_error(r->book, place_of(key), "the key \"%s\" stands twice in one code", name);
        else
            values[k] = node_at(r, p->value);
    }
    return true;
}

/* @p id is the key of a code in a mapping of codes, NULL in a list. */
static void read_code(struct reader *r, const yaml_node_t *id_node, const char *id, yaml_node_t *node,
                      const char *parent_id, uint32_t depth) {
    yaml_node_t *values[KEYS] = {0};
    const char *texts[KEYS] = {0};
    if (id && node->type != YAML_MAPPING_NODE)
        values[K_RULES] = node;
    else if (!collect_keys(r, node, values))
        return;
    for (int k = K_ID; k <= K_PARENT; k++)
        if (values[k] && !is_null(values[k])) texts[k] = scalar(r, values[k], "a text");
    if (id && values[K_ID]) codebook_error(r->book, place_of(values[K_ID]), "an id inside a code whose key is its id");
    if (parent_id && texts[K_PARENT])
        codebook_error(r->book, place_of(values[K_PARENT]), "a parent given to a code that stands among children");
    struct place place = id_node ? place_of(id_node) : values[K_ID] ? place_of(values[K_ID]) : place_of(node);
    if (!id) id = texts[K_ID];
    uint32_t code = codebook_add_code(r->book, place, id, texts[K_LABEL], texts[K_DESCRIPTION], texts[K_COLOUR],
                                      parent_id ? parent_id : texts[K_PARENT]);
    if (code == NO_CODE) return;
    if (values[K_RULES]) read_rules(r, code, values[K_RULES]);
    if (values[K_CHILDREN]) read_codes(r, values[K_CHILDREN], id ? id : "", depth + 1);
}

static void read_codes(struct reader *r, yaml_node_t *node, const char *parent_id, uint32_t depth) {
    if (codebook_hopeless(r->book) || is_null(node)) return;
    if (depth > MAX_DEPTH) {
        codebook_error(r->book, place_of(node), "codes nested deeper than %d levels", MAX_DEPTH);
        return;
    }
    if (node->type == YAML_SEQUENCE_NODE) {
        for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; i++) {
            if (codebook_hopeless(r->book)) return;
            read_code(r, NULL, NULL, node_at(r, *i), parent_id, depth);
        }
    } else if (node->type == YAML_MAPPING_NODE) {
        for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
            if (codebook_hopeless(r->book)) return;
            yaml_node_t *key = node_at(r, p->key);
            const char *id = scalar(r, key, "the id of a code");
            if (id) read_code(r, key, id, node_at(r, p->value), parent_id, depth);
        }
    } else
        codebook_error(r->book, place_of(node), "expected a list of codes");
}

static void read_match(struct reader *r, yaml_node_t *node) {
    static const char *const names[] = {"form", "norm", "lemma"};
    const char *text = scalar(r, node, "form, norm or lemma");
    for (int i = 0; text && i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            r->book->match = i;
            return;
        }
    if (text) codebook_error(r->book, place_of(node), "match is \"%.40s\"; expected form, norm or lemma", text);
}

static void read_negators(struct reader *r, yaml_node_t *node) {
    if (node->type != YAML_SEQUENCE_NODE) {
        codebook_error(r->book, place_of(node), "expected a list of negators, such as [inte, ej, aldrig]");
        return;
    }
    for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; i++) {
        const char *text = scalar(r, node_at(r, *i), "a negator");
        if (text) codebook_add_negator(r->book, text);
    }
}

static void read_root(struct reader *r, yaml_node_t *root) {
    yaml_node_t *codes = NULL;
    if (!root || root->type != YAML_MAPPING_NODE) {
        codebook_error(r->book, (struct place){1, 1}, "expected a mapping with the key \"codes\"");
        return;
    }
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start; p < root->data.mapping.pairs.top; p++) {
        yaml_node_t *key = node_at(r, p->key), *value = node_at(r, p->value);
        const char *name = scalar(r, key, "a key");
        if (!name) continue;
        if (strcmp(name, "match") == 0)
            read_match(r, value);
        else if (strcmp(name, "negators") == 0)
            read_negators(r, value);
        else if (strcmp(name, "codes") != 0)
            codebook_error(r->book, place_of(key), "unknown key \"%.40s\"; expected codes, match or negators", name);
        else if (codes)
            codebook_error(r->book, place_of(key), "the key \"codes\" stands twice");
        else
            codes = value;
    }
    if (codes)
        read_codes(r, codes, NULL, 0);
    else
        codebook_error(r->book, place_of(root), "no key \"codes\" at the top");
}

static void report_problem(struct codebook *book, const yaml_parser_t *parser) {
    if (parser->error == YAML_MEMORY_ERROR) {
        book->out_of_memory = true;
        return;
    }
    struct place place = {(uint32_t)parser->problem_mark.line + 1, (uint32_t)parser->problem_mark.column + 1};
    const char *problem = parser->problem ? parser->problem : "cannot be read";
    bool alias = strstr(problem, "alias") || (parser->context && strstr(parser->context, "alias"));
    codebook_error(book, place, "not valid YAML: %.200s%s", problem,
                   alias ? "; a rule that begins with * or & needs quotation marks: \"*stigma*\"" : "");
}

/* A second document would be dropped without a word. */
static void expect_end(struct codebook *book, yaml_parser_t *parser) {
    yaml_document_t document;
    if (!yaml_parser_load(parser, &document)) {
        report_problem(book, parser);
        return;
    }
    if (yaml_document_get_root_node(&document))
        codebook_error(book,
                       (struct place){(uint32_t)document.start_mark.line + 1, (uint32_t)document.start_mark.column + 1},
                       "a second YAML document in one file; a codebook is one document");
    yaml_document_delete(&document);
}

void codebook_read_yaml(struct codebook *book, const char *text, size_t n) {
    yaml_parser_t parser;
    struct reader r = {.book = book};
    if (!yaml_parser_initialize(&parser)) {
        book->out_of_memory = true;
        return;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
    if (yaml_parser_load(&parser, &r.document)) {
        read_root(&r, yaml_document_get_root_node(&r.document));
        yaml_document_delete(&r.document);
        expect_end(book, &parser);
    } else
        report_problem(book, &parser);
    yaml_parser_delete(&parser);
}
