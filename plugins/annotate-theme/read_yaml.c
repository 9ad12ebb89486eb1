/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codebooks in YAML, the home format (grammar in README.md). JSON is YAML, too. */
#include "formats.h"
#include "text.h"
#include <stdio.h>
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

/* Keys up to K_WHERE hold texts. */
enum key {
    K_ID,
    K_LABEL,
    K_DESCRIPTION,
    K_COLOUR,
    K_PARENT,
    K_INCLUDE,
    K_EXCLUDE,
    K_POLARITY,
    K_WHERE,
    K_EXAMPLES,
    K_COUNTER_EXAMPLES,
    K_RULES,
    K_CHILDREN,
    KEYS
};
static const struct {
    const char *name;
    enum key key;
} keys[] = {{"id", K_ID},
            {"label", K_LABEL},
            {"description", K_DESCRIPTION},
            {"definition", K_DESCRIPTION},
            {"colour", K_COLOUR},
            {"color", K_COLOUR},
            {"parent", K_PARENT},
            {"include", K_INCLUDE},
            {"exclude", K_EXCLUDE},
            {"polarity", K_POLARITY},
            {"where", K_WHERE},
            {"examples", K_EXAMPLES},
            {"counter-examples", K_COUNTER_EXAMPLES},
            {"rules", K_RULES},
            {"children", K_CHILDREN}};
enum { KEY_NAMES = sizeof keys / sizeof *keys };

/* A list of texts, or one text: each as an example of the code. */
static void read_examples(struct reader *r, uint32_t code, bool counter, yaml_node_t *node) {
    if (is_null(node)) return;
    bool list = node->type == YAML_SEQUENCE_NODE;
    yaml_node_item_t *i = list ? node->data.sequence.items.start : NULL;
    yaml_node_item_t *top = list ? node->data.sequence.items.top : NULL;
    if (!list) {
        const char *text = scalar(r, node, "a list of texts");
        if (text) codebook_add_example(r->book, code, counter, place_of(node), text);
    }
    for (; i < top; i++) {
        yaml_node_t *item = node_at(r, *i);
        const char *text = scalar(r, item, "a text in which the code is to be found");
        if (text && *text) codebook_add_example(r->book, code, counter, place_of(item), text);
    }
}

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
        while (name && k < KEY_NAMES && strcmp(name, keys[k].name) != 0) k++;
        if (!name) continue;
        if (k == KEY_NAMES)
            codebook_error(r->book, place_of(key),
                           "unknown key \"%.40s\" of a code; expected id, label, description, colour, parent, rules, "
                           "children, include, exclude, examples, counter-examples, polarity or where",
                           name);
        else if (values[keys[k].key])
            codebook_error(r->book, place_of(key), "the key \"%s\" stands twice in one code", name);
        else
            values[keys[k].key] = node_at(r, p->value);
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
    for (int k = K_ID; k <= K_WHERE; k++)
        if (values[k] && !is_null(values[k])) texts[k] = scalar(r, values[k], "a text");
    if (id && values[K_ID]) codebook_error(r->book, place_of(values[K_ID]), "an id inside a code whose key is its id");
    if (parent_id && texts[K_PARENT])
        codebook_error(r->book, place_of(values[K_PARENT]), "a parent given to a code that stands among children");
    struct place place = id_node ? place_of(id_node) : values[K_ID] ? place_of(values[K_ID]) : place_of(node);
    if (!id) id = texts[K_ID];
    uint32_t code = codebook_add_code(r->book, place, id, texts[K_LABEL], texts[K_DESCRIPTION], texts[K_COLOUR],
                                      parent_id ? parent_id : texts[K_PARENT]);
    if (code == NO_CODE) return;
    struct code *c = &r->book->codes[code];
    c->include = codebook_copy(r->book, texts[K_INCLUDE]);
    c->exclude = codebook_copy(r->book, texts[K_EXCLUDE]);
    c->polarity = codebook_copy(r->book, texts[K_POLARITY]);
    c->where = codebook_copy(r->book, texts[K_WHERE]);
    if (texts[K_POLARITY]) c->polarity_place = place_of(values[K_POLARITY]);
    if (texts[K_WHERE]) c->where_place = text_place(values[K_WHERE]);
    if (values[K_EXAMPLES]) read_examples(r, code, false, values[K_EXAMPLES]);
    if (values[K_COUNTER_EXAMPLES]) read_examples(r, code, true, values[K_COUNTER_EXAMPLES]);
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

/* ---- the head of the file --------------------------------------------------------------------------------------- */

/* The value that @p node names among @p names, or -1 after an error that lists them. */
static int choice(struct reader *r, yaml_node_t *node, const char *key, const char *const *names,
                  const char *expected) {
    const char *text = scalar(r, node, expected);
    for (int i = 0; text && names[i]; i++)
        if (strcmp(text, names[i]) == 0) return i;
    if (text) codebook_error(r->book, place_of(node), "%s is \"%.40s\"; expected %s", key, text, expected);
    return -1;
}

static void read_match(struct reader *r, yaml_node_t *node) {
    static const char *const names[] = {"form", "norm", "lemma", "word", NULL};
    static const int layers[] = {LAYER_FORM, LAYER_NORM, LAYER_LEMMA, LAYER_WORD};
    int i = choice(r, node, "match", names, "form, norm, lemma or word");
    if (i >= 0) r->book->match = layers[i];
}

static void read_overlap(struct reader *r, yaml_node_t *node) {
    static const char *const names[] = {"merge", "all", "longest", "longest-overall", NULL};
    r->book->overlap = choice(r, node, "overlap", names, "merge, all, longest or longest-overall");
}

static void read_negator_words(struct reader *r, yaml_node_t *node) {
    if (node->type != YAML_SEQUENCE_NODE) {
        codebook_error(r->book, place_of(node), "expected a list of negators, such as [inte, ej, aldrig]");
        return;
    }
    for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; i++) {
        const char *text = scalar(r, node_at(r, *i), "a negator");
        if (text) codebook_add_negator(r->book, place_of(node_at(r, *i)), text);
    }
}

/* A number of words from 0 to MAX_DISTANCE of a key of negators. */
static uint32_t read_distance(struct reader *r, yaml_node_t *node) {
    const char *text = scalar(r, node, "a number of words");
    size_t digits = text ? strspn(text, "0123456789") : 0;
    if (!text) return NO_DISTANCE;
    if (digits == 0 || digits > 2 || text[digits]) {
        codebook_error(r->book, place_of(node), "expected a number of words from 0 to 99");
        return NO_DISTANCE;
    }
    return (uint32_t)(digits == 2 ? (text[0] - '0') * 10 + (text[1] - '0') : text[0] - '0');
}

static void read_scope(struct reader *r, yaml_node_t *node, struct negation *n) {
    static const char *const names[] = {"sentence", "turn", NULL};
    int i = choice(r, node, "scope", names, "sentence or turn");
    if (i >= 0) n->unit = i == 0 ? UNIT_SENTENCE : UNIT_TURN;
}

/* {words: [...], before: n, after: n, scope: sentence}: a distance that is not given is a side not looked at. */
static void read_negation(struct reader *r, const char *name, struct place place, yaml_node_t *node) {
    struct negation *n = codebook_add_negation(r->book, place, name);
    if (!n) return;
    if (node->type == YAML_SEQUENCE_NODE) {
        read_negator_words(r, node);
        return;
    }
    if (node->type != YAML_MAPPING_NODE) {
        codebook_error(r->book, place_of(node), "expected a list of negators, or {words: [...], before: 2}");
        return;
    }
    uint32_t before = NO_DISTANCE, after = NO_DISTANCE;
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
        yaml_node_t *key = node_at(r, p->key), *value = node_at(r, p->value);
        const char *text = scalar(r, key, "a key");
        if (!text) continue;
        if (strcmp(text, "words") == 0)
            read_negator_words(r, value);
        else if (strcmp(text, "before") == 0)
            before = read_distance(r, value);
        else if (strcmp(text, "after") == 0)
            after = read_distance(r, value);
        else if (strcmp(text, "scope") == 0)
            read_scope(r, value, n);
        else
            codebook_error(r->book, place_of(key),
                           "unknown key \"%.40s\" of negators; expected words, before, after or scope", text);
    }
    if (before == NO_DISTANCE && after == NO_DISTANCE) return;
    n->before = before;
    n->after = after;
}

static void read_negators(struct reader *r, yaml_node_t *node) {
    if (node->type != YAML_MAPPING_NODE) {
        read_negator_words(r, node);
        return;
    }
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
        yaml_node_t *key = node_at(r, p->key);
        const char *name = scalar(r, key, "a name of negators");
        if (name) read_negation(r, name, place_of(key), node_at(r, p->value));
    }
}

static void read_set(struct reader *r, const char *name, yaml_node_t *key, yaml_node_t *node) {
    if (node->type != YAML_SEQUENCE_NODE) {
        codebook_error(r->book, place_of(node), "expected the words of the set, such as [mamma, pappa, \"mormor*\"]");
        return;
    }
    if (!codebook_add_set(r->book, place_of(key), name)) return;
    for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; i++) {
        yaml_node_t *item = node_at(r, *i);
        const char *text = scalar(r, item, "a word or phrase");
        if (text && !*text)
            codebook_error(r->book, place_of(item), "an empty word in a set");
        else if (text)
            codebook_add_member(r->book, text_place(item), text);
    }
}

static void read_sets(struct reader *r, yaml_node_t *node) {
    if (node->type != YAML_MAPPING_NODE) {
        codebook_error(r->book, place_of(node), "expected sets by name: {familj: [mamma, pappa]}");
        return;
    }
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
        const char *name = scalar(r, node_at(r, p->key), "the name of a set");
        if (name) read_set(r, name, node_at(r, p->key), node_at(r, p->value));
    }
}

static void read_polarity(struct reader *r, yaml_node_t *node) {
    const char *text = scalar(r, node, "a name of negators");
    if (!text) return;
    r->book->polarity = codebook_copy(r->book, text);
    r->book->polarity_place = place_of(node);
}

static const struct {
    const char *name;
    void (*read)(struct reader *, yaml_node_t *);
} head_keys[] = {{"match", read_match},
                 {"overlap", read_overlap},
                 {"negators", read_negators},
                 {"polarity", read_polarity},
                 {"sets", read_sets}};
enum { HEAD_KEYS = sizeof head_keys / sizeof *head_keys };

/* ---- dictionaries of quanteda ----------------------------------------------------------------------------------- */

static void read_dictionary(struct reader *r, yaml_node_t *node, const char *parent, uint32_t depth);

/* Patterns of a category; a list may hold categories as well. */
static void read_patterns(struct reader *r, uint32_t code, yaml_node_t *node, uint32_t depth) {
    if (node->type == YAML_MAPPING_NODE) {
        read_dictionary(r, node, r->book->codes[code].id, depth + 1);
    } else if (node->type == YAML_SEQUENCE_NODE) {
        for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; i++)
            read_patterns(r, code, node_at(r, *i), depth + 1);
    } else if (!is_null(node)) {
        const char *text = scalar(r, node, "a pattern");
        const char *rule = text ? codebook_escape(r->book, text, strlen(text), true) : NULL;
        if (rule) codebook_add_rule(r->book, code, text_place(node), rule, strlen(rule));
    }
}

/* The key, or where it stands elsewhere already, the path to it. */
static const char *path_id(struct reader *r, const char *key, const char *parent) {
    bool taken = false;
    for (uint32_t i = 0; i < r->book->n_codes && !taken; i++) taken = strcmp(r->book->codes[i].id, key) == 0;
    if (!taken || !parent) return key;
    size_t n = strlen(parent) + strlen(key) + 2;
    char *id = pool_alloc(&r->book->pool, n);
    if (!id) return key;
    snprintf(id, n, "%s/%s", parent, key);
    return id;
}

static void read_dictionary(struct reader *r, yaml_node_t *node, const char *parent, uint32_t depth) {
    if (depth > MAX_DEPTH) {
        codebook_error(r->book, place_of(node), "codes nested deeper than %d levels", MAX_DEPTH);
        return;
    }
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
        yaml_node_t *key_node = node_at(r, p->key);
        const char *key = scalar(r, key_node, "the name of a category");
        if (!key || codebook_hopeless(r->book)) continue;
        uint32_t code =
            codebook_add_code(r->book, place_of(key_node), path_id(r, key, parent), key, NULL, NULL, parent);
        if (code != NO_CODE) read_patterns(r, code, node_at(r, p->value), depth);
    }
}

/* No key of ours: categories with lists of patterns. */
static bool is_dictionary(struct reader *r, const yaml_node_t *root) {
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start; p < root->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = node_at(r, p->key), *value = node_at(r, p->value);
        if (key->type != YAML_SCALAR_NODE || value->type == YAML_SCALAR_NODE) return false;
        const char *name = (const char *)key->data.scalar.value;
        if (strcmp(name, "codes") == 0) return false;
        for (int k = 0; k < HEAD_KEYS; k++)
            if (strcmp(name, head_keys[k].name) == 0) return false;
    }
    return root->data.mapping.pairs.start < root->data.mapping.pairs.top;
}

static void read_root(struct reader *r, yaml_node_t *root) {
    yaml_node_t *codes = NULL;
    if (!root || root->type != YAML_MAPPING_NODE) {
        codebook_error(r->book, (struct place){1, 1}, "expected a mapping with the key \"codes\"");
        return;
    }
    if (is_dictionary(r, root)) {
        codebook_remark(r->book, (struct place){0, 0}, "no key \"codes\", so it is read as a dictionary of quanteda");
        read_dictionary(r, root, NULL, 0);
        return;
    }
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start; p < root->data.mapping.pairs.top; p++) {
        yaml_node_t *key = node_at(r, p->key), *value = node_at(r, p->value);
        const char *name = scalar(r, key, "a key");
        int k = 0;
        while (name && k < HEAD_KEYS && strcmp(name, head_keys[k].name) != 0) k++;
        if (!name) continue;
        if (k < HEAD_KEYS)
            head_keys[k].read(r, value);
        else if (strcmp(name, "codes") != 0)
            codebook_error(r->book, place_of(key),
                           "unknown key \"%.40s\"; expected codes, match, overlap, negators, polarity or sets", name);
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
