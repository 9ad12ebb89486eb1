/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a codebook to a program. Rules are parsed twice: first to find their errors and what they refer to, then to
 * build; a codebook is small beside what is read with it. */
#include "program_build.h"

struct compiler {
    struct builder build;
    struct reading reading;
    struct graph graph;
    struct parsed parsed;
};

/* ---- first pass ------------------------------------------------------------------------------------------------- */

static bool is_negated_phrase(const struct parsed *p) {
    return p->nodes[p->root].kind == NODE_NEG && p->nodes[p->nodes[p->root].left].kind == NODE_PHRASE;
}

/* Can be found while words go by: a phrase, or a phrase and its negation. */
static bool is_simple(const struct parsed *p) { return p->nodes[p->root].kind == NODE_PHRASE || is_negated_phrase(p); }

static bool note_references(struct compiler *c, uint32_t from) {
    const struct parsed *p = &c->parsed;
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        const struct node *node = &p->nodes[i];
        if (node->kind == NODE_CODE && !graph_add(&c->graph, c->reading.book, from, node->index, node->place))
            return false;
        if (node->kind >= NODE_AND && node->kind <= NODE_AFTER) c->build.program->units |= 1u << node->unit;
        if (node->kind == NODE_MIN) c->build.program->units |= 1u << node->unit;
    }
    return true;
}

/* Words without wildcards; of "word:", which is two atoms, the first. */
static bool note_words(struct compiler *c, uint32_t rule) {
    struct program *program = c->build.program;
    const struct parsed *p = &c->parsed;
    for (uint32_t i = 0; i < p->n_atoms; i++) {
        const struct atom *a = &p->atoms[i];
        bool again =
            i && a->layer == LAYER_LEMMA && a[-1].layer == LAYER_NORM && strcmp(a[-1].pattern, a->pattern) == 0;
        if (a->layer > LAYER_LEMMA || a->regex || a->signs || a->prefix < a->n || again) continue;
        if (!GROW(program->words, program->words_room, program->n_words + 1)) return false;
        program->words[program->n_words++] = (struct plain_word){a->pattern, rule, a->layer == LAYER_LEMMA};
    }
    return true;
}

static void check_code(struct compiler *c, const struct code *code) {
    struct codebook *book = c->reading.book;
    if (*code->polarity && codebook_find_negation(book, code->polarity) == NO_CODE)
        codebook_error(book, code->polarity_place, "there are no negators \"%.60s\"", code->polarity);
    struct word_line where = {code->where, code->where_place};
    if (*code->where) rule_parse_conditions(&c->reading, &where, &c->parsed);
}

static bool scan(struct compiler *c) {
    struct codebook *book = c->reading.book;
    struct program *program = c->build.program;
    program->rule_kinds = calloc((size_t)book->n_rules + 1, sizeof *program->rule_kinds);
    if (!program->rule_kinds || !GROW(book->weights, book->weights_room, book->n_rules + 1)) return false;
    for (uint32_t i = 0; i < book->n_codes && !codebook_hopeless(book); i++) check_code(c, &book->codes[i]);
    for (uint32_t r = 0; r < book->n_rules && !codebook_hopeless(book); r++) {
        uint32_t code = book->rules[r].code;
        book->weights[r] = 1;
        /* The question of `utsaga kwic` is no line of the file. */
        const char *name = book->name;
        if (r == book->query) book->name = "query";
        bool good = rule_parse(&c->reading, &book->rules[r], &c->parsed);
        book->name = name;
        if (!good) continue;
        program->rule_kinds[r] = c->parsed.kind;
        book->weights[r] = c->parsed.weight;
        if (!is_simple(&c->parsed) || *book->codes[code].where) c->graph.deep[code] = 1;
        if (!note_references(c, code) || (c->parsed.kind == RULE_INCLUDE && !note_words(c, r))) return false;
    }
    for (uint32_t s = 0; s < book->n_sets && !codebook_hopeless(book); s++)
        for (uint32_t i = book->sets[s].first; i < book->sets[s].first + book->sets[s].n; i++)
            if (rule_parse_phrase(&c->reading, &book->members[i], &c->parsed) && !note_references(c, book->n_codes + s))
                return false;
    return graph_order(&c->graph, book);
}

/* ---- negators --------------------------------------------------------------------------------------------------- */

/* The words of a list as the alternatives of one slot. */
static bool add_negators(struct compiler *c, const struct negation *negation) {
    struct codebook *book = c->reading.book;
    struct program *program = c->build.program;
    struct parsed all = {0};
    bool good = true;
    for (uint32_t i = negation->first; good && i < negation->first + negation->n; i++) {
        if (!rule_parse_word(&c->reading, &book->negators[i], &c->parsed)) continue;
        const struct parsed *p = &c->parsed;
        good = GROW(all.atoms, all.atoms_room, all.n_atoms + p->n_atoms) &&
               GROW(all.alternatives, all.alternatives_room, all.n_alternatives + p->n_alternatives);
        for (uint32_t a = 0; good && a < p->n_alternatives; a++)
            all.alternatives[all.n_alternatives++] =
                (struct alternative){all.n_atoms + p->alternatives[a].first_atom, p->alternatives[a].n_atoms};
        for (uint32_t a = 0; good && a < p->n_atoms; a++) all.atoms[all.n_atoms++] = p->atoms[a];
    }
    struct parsed_slot slot = {0, all.n_alternatives, 0};
    uint32_t number = good ? build_slot(&c->build, &all, &slot) : UINT32_MAX;
    good = number != UINT32_MAX && GROW(program->negations, program->negations_room, program->n_negations + 1);
    if (good) program->negations[program->n_negations++] = (struct negator_slot){number, negation->unit};
    parsed_free(&all);
    return good;
}

/* ---- second pass ------------------------------------------------------------------------------------------------ */

static bool add_phrases(struct compiler *c, uint32_t phrase, struct rule rule) {
    return build_phrase(&c->build, &c->parsed, phrase, rule) && build_joined(&c->build, &c->parsed, phrase, rule);
}

/* The polarity that a code gives to the rules that say nothing of it themselves. */
static const struct negation *marking(const struct compiler *c, uint32_t code, uint8_t kind) {
    const struct codebook *book = c->reading.book;
    if (code >= book->n_codes || !*book->codes[code].polarity || kind != RULE_INCLUDE) return NULL;
    for (uint32_t i = 0; i < c->parsed.n_nodes; i++)
        if (c->parsed.nodes[i].kind == NODE_NEG) return NULL;
    return &book->negations[codebook_find_negation(book, book->codes[code].polarity)];
}

static bool add_simple_rule(struct compiler *c, uint32_t source) {
    const struct codebook *book = c->reading.book;
    const struct parsed *p = &c->parsed;
    const struct node *root = &p->nodes[p->root];
    const struct negation *mark = marking(c, book->rules[source].code, p->kind);
    struct rule rule = {.source = source, .code = book->rules[source].code, .leaf = NO_LEAF, .kind = p->kind};
    uint32_t phrase = root->index;
    if (root->kind == NODE_NEG) {
        rule.negation = root->negated;
        rule.negators = root->index;
        rule.before = root->n;
        rule.after = root->after;
        phrase = p->nodes[root->left].index;
    } else if (mark) {
        rule.negation = NEG_MARK;
        rule.negators = (uint32_t)(mark - book->negations);
        rule.before = mark->before;
        rule.after = mark->after;
    }
    return add_phrases(c, phrase, rule);
}

static uint32_t variable_number(struct program *program, const struct condition *condition) {
    for (uint32_t i = 0; i < program->n_variables; i++)
        if (strcmp(program->variables[i].name, condition->name) == 0) return i;
    if (!GROW(program->variables, program->variables_room, program->n_variables + 1)) return UINT32_MAX;
    program->variables[program->n_variables] = (struct variable){condition->name, condition->place};
    return program->n_variables++;
}

static uint32_t push_node(struct program *program, struct node node) {
    if (!GROW(program->nodes, program->nodes_room, program->n_nodes + 1)) return NO_NODE;
    program->nodes[program->n_nodes] = node;
    return program->n_nodes++;
}

static bool copy_conditions(struct compiler *c, struct node *node) {
    struct program *program = c->build.program;
    uint32_t first = program->n_conditions;
    for (uint32_t i = 0; i < node->n; i++) {
        struct condition condition = c->parsed.conditions[node->index + i];
        condition.variable = variable_number(program, &condition);
        if (condition.variable == UINT32_MAX ||
            !GROW(program->conditions, program->conditions_room, program->n_conditions + 1))
            return false;
        program->conditions[program->n_conditions++] = condition;
    }
    node->index = first;
    return true;
}

/* A reference becomes the list of deep codes that it stands for. */
static bool copy_reference(struct compiler *c, struct node *node) {
    struct program *program = c->build.program;
    const struct codebook *book = c->reading.book;
    uint32_t first = program->n_refs, target = node->index;
    for (uint32_t code = target; code < book->n_codes + book->n_sets; code++) {
        uint32_t up = code;
        while (code < book->n_codes && up != NO_CODE && up != target) up = book->codes[up].parent;
        if (up != target) continue;
        if (!GROW(program->refs, program->refs_room, program->n_refs + 1)) return false;
        program->refs[program->n_refs++] = c->graph.place_of[code];
        if (target >= book->n_codes) break;
    }
    node->index = first;
    node->n = program->n_refs - first;
    return true;
}

/* The node @p number of the parsed rule and what is below it. NO_NODE: out of memory. */
static uint32_t copy_node(struct compiler *c, uint32_t number, uint32_t source, uint32_t code) {
    struct program *program = c->build.program;
    struct node node = c->parsed.nodes[number];
    if (node.kind == NODE_PHRASE) {
        struct rule rule = {.source = source, .code = code, .leaf = program->n_leaves};
        if (!add_phrases(c, node.index, rule)) return NO_NODE;
        node.index = program->n_leaves++;
        return push_node(program, node);
    }
    if (node.kind == NODE_CODE) return copy_reference(c, &node) ? push_node(program, node) : NO_NODE;
    if (node.kind == NODE_WHERE && !copy_conditions(c, &node)) return NO_NODE;
    node.left = copy_node(c, node.left, source, code);
    if (node.left == NO_NODE) return NO_NODE;
    if (node.kind >= NODE_OR && node.kind <= NODE_EXCEPT) {
        node.right = copy_node(c, node.right, source, code);
        if (node.right == NO_NODE) return NO_NODE;
    }
    return push_node(program, node);
}

/* Puts the code's polarity around what the rule looks for, below what chooses among its hits. */
static void mark_polarity(struct compiler *c, const struct negation *mark) {
    struct parsed *p = &c->parsed;
    uint32_t *at = &p->root;
    while (p->nodes[*at].kind == NODE_MIN || p->nodes[*at].kind == NODE_WHERE || p->nodes[*at].kind == NODE_EXCEPT)
        at = &p->nodes[*at].left;
    struct node node = {.kind = NODE_NEG,
                        .negated = NEG_MARK,
                        .left = *at,
                        .index = (uint32_t)(mark - c->reading.book->negations),
                        .n = mark->before,
                        .after = mark->after};
    *at = p->n_nodes;
    p->nodes[p->n_nodes++] = node;
}

static bool add_deep_rule(struct compiler *c, uint32_t source, uint32_t code) {
    struct program *program = c->build.program;
    const struct negation *mark = marking(c, code, c->parsed.kind);
    if (mark) {
        if (!GROW(c->parsed.nodes, c->parsed.nodes_room, c->parsed.n_nodes + 1)) return false;
        mark_polarity(c, mark);
    }
    uint8_t kind = c->parsed.kind;
    uint32_t root = copy_node(c, c->parsed.root, source, code);
    if (root == NO_NODE) return false;
    const struct codebook *book = c->reading.book;
    if (code < book->n_codes && *book->codes[code].where && kind == RULE_INCLUDE) {
        struct word_line where = {book->codes[code].where, book->codes[code].where_place};
        if (!rule_parse_conditions(&c->reading, &where, &c->parsed)) return false;
        struct node node = {.kind = NODE_WHERE, .left = root, .n = c->parsed.n_conditions};
        if (!copy_conditions(c, &node)) return false;
        root = push_node(program, node);
    }
    if (root == NO_NODE || !GROW(program->deep_rules, program->deep_rules_room, program->n_deep_rules + 1))
        return false;
    program->deep_rules[program->n_deep_rules++] = (struct deep_rule){source, code, kind, root};
    return true;
}

static bool add_deep_code(struct compiler *c, uint32_t code, const uint32_t *first_rule) {
    struct program *program = c->build.program;
    const struct codebook *book = c->reading.book;
    uint32_t first = program->n_deep_rules;
    if (code < book->n_codes) {
        for (uint32_t r = first_rule[code]; r < first_rule[code + 1]; r++)
            if (!rule_parse(&c->reading, &book->rules[r], &c->parsed) || !add_deep_rule(c, r, code)) return false;
    } else {
        const struct word_set *set = &book->sets[code - book->n_codes];
        for (uint32_t i = set->first; i < set->first + set->n; i++)
            if (!rule_parse_phrase(&c->reading, &book->members[i], &c->parsed) || !add_deep_rule(c, UINT32_MAX, code))
                return false;
    }
    if (!GROW(program->deep_codes, program->deep_codes_room, program->n_deep_codes + 1)) return false;
    program->deep_codes[program->n_deep_codes++] = (struct deep_code){code, first, program->n_deep_rules - first};
    return true;
}

static bool build(struct compiler *c) {
    struct codebook *book = c->reading.book;
    uint32_t *first_rule = calloc((size_t)book->n_codes + 2, sizeof *first_rule);
    bool good = first_rule != NULL;
    for (uint32_t r = 0; good && r < book->n_rules; r++) {
        first_rule[book->rules[r].code + 1]++;
        if (c->graph.deep[book->rules[r].code]) continue;
        good = rule_parse(&c->reading, &book->rules[r], &c->parsed) && add_simple_rule(c, r);
    }
    for (uint32_t i = 0; good && i < book->n_codes; i++) first_rule[i + 1] += first_rule[i];
    for (uint32_t i = 0; good && i < c->graph.n_order; i++) good = add_deep_code(c, c->graph.order[i], first_rule);
    free(first_rule);
    return good && build_links(&c->build);
}

bool program_compile(struct program *program, struct codebook *book, int match) {
    memset(program, 0, sizeof *program);
    struct compiler c = {.build = {.program = program, .book = book}, .reading = {book, &program->pool, match}};
    program->n_codes = book->n_codes;
    program->n_sets = book->n_sets;
    bool good = graph_init(&c.graph, book) && scan(&c);
    for (uint32_t i = 0; good && i < book->n_negations; i++) good = add_negators(&c, &book->negations[i]);
    if (good && book->n_errors == 0) good = build(&c);
    graph_free(&c.graph);
    parsed_free(&c.parsed);
    builder_free(&c.build);
    return good && !book->out_of_memory;
}

void program_free(struct program *program) {
    index_free(&program->index);
    pool_free(&program->pool);
    free(program->atoms);
    free(program->slots);
    free(program->both);
    free(program->both_slots);
    free(program->owners);
    free(program->rules);
    free(program->steps);
    free(program->negations);
    free(program->nodes);
    free(program->conditions);
    free(program->variables);
    free(program->deep_rules);
    free(program->deep_codes);
    free(program->refs);
    free(program->words);
    free(program->atom_slots);
    free(program->atom_first);
    free(program->anchored);
    free(program->rule_kinds);
    memset(program, 0, sizeof *program);
}
