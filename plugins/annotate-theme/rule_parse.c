/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of rules, by recursive descent; words and phrases are read by rule_slot.c, conditions by rule_where.c. */
#include "rule_parse.h"
#include "text.h"
#include <math.h>
#include <strings.h>

void parsed_free(struct parsed *parsed) {
    free(parsed->nodes);
    free(parsed->phrases);
    free(parsed->slots);
    free(parsed->alternatives);
    free(parsed->atoms);
    free(parsed->conditions);
    memset(parsed, 0, sizeof *parsed);
}

static void parsed_clear(struct parsed *out) {
    out->kind = RULE_INCLUDE;
    out->weight = 1;
    out->root = NO_NODE;
    out->n_nodes = out->n_phrases = out->n_slots = out->n_alternatives = out->n_atoms = out->n_conditions = 0;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

int parse_number(const char **s) {
    int n = 0, digits = 0;
    while (is_digit(**s) && digits < 5) {
        n = n * 10 + (*(*s)++ - '0');
        digits++;
    }
    return digits == 0 || digits > 4 ? -1 : n;
}

const char *parse_skip_blanks(const char *s) { return s + strspn(s, " "); }

static uint32_t add_node(struct parser *p, struct node node) {
    if (!PARSE_ROOM(p, nodes)) return NO_NODE;
    p->out->nodes[p->out->n_nodes] = node;
    return p->out->n_nodes++;
}

/* ---- the words of operators ------------------------------------------------------------------------------------- */

enum word {
    W_NONE,
    W_OR,
    W_AND,
    W_NOT,
    W_NEAR,
    W_BEFORE,
    W_AFTER,
    W_EXCEPT,
    W_WHERE,
    W_MIN,
    W_WEIGHT,
    W_END /* end of rule */
};
static const struct {
    const char *name;
    uint8_t word;
    bool slash; /* "/n" may follow */
} operators[] = {{"OR", W_OR, false},         {"AND", W_AND, true},       {"NOT", W_NOT, false},
                 {"NEAR", W_NEAR, true},      {"BEFORE", W_BEFORE, true}, {"AFTER", W_AFTER, true},
                 {"EXCEPT", W_EXCEPT, false}, {"WHERE", W_WHERE, false},  {"MIN", W_MIN, true},
                 {"WEIGHT", W_WEIGHT, true}};

/* Which operator the word [s, stop) is, if any. */
static enum word word_kind(const char *s, const char *stop) {
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t n = strlen(operators[i].name), length = (size_t)(stop - s);
        if (length < n || memcmp(s, operators[i].name, n) != 0) continue;
        if (length == n || (operators[i].slash && s[n] == '/')) return operators[i].word;
    }
    return W_NONE;
}

/* The end of a quoted phrase that begins at @p s, behind the quotation mark, or NULL when it is never closed. */
static const char *quote_end(const char *s, const char *end) {
    for (s++; s < end; s += *s == '\\' && s + 1 < end ? 2 : 1)
        if (*s == '"') return s + 1;
    return NULL;
}

/* "NEG~2 (": nobody looks for that bracket. */
static bool negates_bracket(const char *s, const char *stop) {
    if (*s == '!') s++;
    return stop - s >= 3 && (memcmp(s, "NEG", 3) == 0 || memcmp(s, "POL", 3) == 0) && *parse_skip_blanks(stop) == '(' &&
           (s + 3 == stop || s[3] == '~' || s[3] == ':');
}

/* A rule with an operator is an expression: there brackets are no signs. */
static bool has_operator(const char *s, const char *end) {
    while (s < end) {
        const char *closed = *s == '"' ? quote_end(s, end) : NULL, *stop = closed ? closed : parse_word_end(s, end);
        /* A bracket may touch the operator: "(a OR b)AND" is no such word, but "a (NOT" would be. */
        while (!closed && s < stop && *s == '(') s++;
        if (!closed && (word_kind(s, stop) != W_NONE || negates_bracket(s, stop))) return true;
        s = parse_skip_blanks(stop);
    }
    return false;
}

/* ---- units and distances ---------------------------------------------------------------------------------------- */

/* "/n", "/unit" or "/n/unit" behind an operator; @p s is at the slash. */
static void read_reach(struct parser *p, const char *s, const char *stop, struct node *node) {
    while (s < stop && !p->failed) {
        const char *at = ++s;
        if (is_digit(*s)) {
            int n = parse_number(&s);
            if (n < 0 || n > MAX_DISTANCE || (s < stop && *s != '/'))
                PARSE_FAIL(p, at, "expected a number of words from 0 to %d behind the slash", MAX_DISTANCE);
            node->n = (uint32_t)n;
            continue;
        }
        const char *slash = memchr(s, '/', (size_t)(stop - s));
        size_t length = (size_t)((slash ? slash : stop) - s);
        uint8_t unit = 0;
        while (unit < UNIT_COUNT && (strlen(unit_names[unit]) != length || memcmp(s, unit_names[unit], length) != 0))
            unit++;
        if (unit == UNIT_COUNT)
            PARSE_FAIL(p, at, "expected a number or one of sentence, turn, question, paragraph, interview");
        node->unit = unit;
        s += length;
    }
}

/* ---- expressions ------------------------------------------------------------------------------------------------ */

static uint32_t read_or(struct parser *p, const char **s, const char *end, uint32_t depth);

/* The end of the word [s, stop) without the brackets that close a group: those that the word itself did not open. */
static const char *without_brackets(const struct parser *p, const char *s, const char *stop) {
    const char *last = stop;
    uint32_t opened = 0;
    if (!p->open) return stop;
    for (const char *at = s; at < stop; at += *at == '\\' && at + 1 < stop ? 2 : 1) opened += *at == '(';
    while (last > s && last[-1] == ')' && !(last - 1 > s && last[-2] == '\\')) last--;
    return (size_t)(stop - last) > opened ? last + opened : stop;
}

/* "b)" where no bracket is open is a slip; ":)" is a sign. */
static bool is_stray(const struct parser *p, const char *s, const char *stop) {
    if (!p->expression || p->open || stop - s < 2 || stop[-1] != ')' || memchr(s, '(', (size_t)(stop - s)))
        return false;
    unsigned char before = (unsigned char)stop[-2];
    return before >= 0x80 || before == '*' || before == '?' || before == '/' || text_is_word_char(before);
}

/* The next word, or what stands for the end. */
static enum word peek(const struct parser *p, const char *s, const char *end, const char **stop) {
    *stop = s;
    if (s >= end) return W_END;
    *stop = parse_word_end(s, end);
    const char *last = without_brackets(p, s, *stop);
    enum word word = p->expression ? word_kind(s, last) : W_NONE;
    if (word != W_NONE) *stop = last;
    return word;
}

/* "NEG~2 ", "!NEG:tvekan~1 ", "POL " before an operand. False: none stands here. */
static bool read_negation(struct parser *p, const char **s, struct node *node) {
    const char *start = *s, *at = *start == '!' ? start + 1 : start;
    bool mark = strncmp(at, "POL", 3) == 0 && at == start;
    if ((!mark && strncmp(at, "NEG", 3) != 0) || (at[3] && !strchr(" ~:", at[3]))) return false;
    const struct codebook *book = p->reading->book;
    const char *word = mark ? "POL" : "NEG", *stop = at + strcspn(at, " ");
    bool named = at[3] == ':';
    *node = (struct node){.kind = NODE_NEG, .place = place_after(p->place, p->text, (size_t)(start - p->text))};
    node->negated = mark ? NEG_MARK : at > start ? NEG_UNWANTED : NEG_WANTED;
    at += 3;
    if (named) {
        at++;
        const char *name_end = at + strcspn(at, "~ ");
        const char *name = parse_plain(p, at, name_end);
        node->index = name ? codebook_find_negation(book, name) : NO_CODE;
        if (name && node->index == NO_CODE) PARSE_FAIL(p, at, "there are no negators \"%.60s\"", name);
        if (p->failed) return true;
        at = name_end;
    }
    node->n = book->n_negations ? book->negations[node->index].before : 2;
    node->after = book->n_negations ? book->negations[node->index].after : NO_DISTANCE;
    bool given = *at == '~';
    int n = mark || named ? 0 : -1;
    if (given) {
        at++;
        n = parse_number(&at);
    }
    if (n < 0 || n > MAX_GAP || at != stop || !*parse_skip_blanks(stop)) {
        PARSE_FAIL(p, start, "expected %s~n and a word, n from 0 to %d: %s~2 tydlig*", word, MAX_GAP, word);
        return true;
    }
    if (given && node->n != NO_DISTANCE) node->n = (uint32_t)n;
    if (given && node->after != NO_DISTANCE) node->after = (uint32_t)n;
    *s = parse_skip_blanks(stop);
    return true;
}

static uint32_t phrase_node(struct parser *p, const char *s, const char *end) {
    struct place place = place_after(p->place, p->text, (size_t)(s - p->text));
    parse_phrase(p, s, end);
    if (p->failed) return NO_NODE;
    return add_node(p, (struct node){.kind = NODE_PHRASE, .index = p->out->n_phrases - 1, .place = place});
}

/* A reference that stands alone: a code, or a set with phrases. False: it is a place of a phrase, or no reference. */
static bool read_reference(struct parser *p, const char *s, const char *end, uint32_t *node) {
    const struct codebook *book = p->reading->book;
    if (*s != '@' || s + 1 == end || parse_word_end(s, end) != end) return false;
    const char *name = parse_plain(p, s + 1, end);
    if (!name) return true;
    uint32_t code = codebook_find_code(book, name), set = codebook_find_set(book, name);
    bool phrases = false;
    for (uint32_t i = 0; set != NO_CODE && i < book->sets[set].n; i++) {
        const char *member = book->members[book->sets[set].first + i].text;
        phrases = phrases || parse_word_end(member, member + strlen(member)) != member + strlen(member);
    }
    if (code == NO_CODE && !phrases) return false;
    *node = add_node(p, (struct node){.kind = NODE_CODE,
                                      .index = code != NO_CODE ? code : book->n_codes + set,
                                      .place = place_after(p->place, p->text, (size_t)(s - p->text))});
    return true;
}

/* A phrase in quotation marks. */
static uint32_t read_quoted(struct parser *p, const char **s, const char *end) {
    const char *closed = quote_end(*s, end), *start = *s, *stop;
    if (!closed) {
        PARSE_FAIL(p, start, "a quotation mark that is never closed");
        return NO_NODE;
    }
    const char *first = parse_skip_blanks(start + 1), *last = closed - 1;
    while (last > first && last[-1] == ' ') last--;
    uint32_t node = phrase_node(p, first, last);
    *s = closed;
    if (p->failed) return NO_NODE;
    if (*closed && *closed != ' ' && !(p->open && *closed == ')'))
        PARSE_FAIL(p, closed - 1, "text after the closing quotation mark");
    else if (*closed != ')' && peek(p, parse_skip_blanks(closed), end, &stop) == W_NONE &&
             *parse_skip_blanks(closed) != ')')
        PARSE_FAIL(p, closed - 1, "text after the closing quotation mark");
    return node;
}

/* "NER/5", "near/5": nobody looks for such a word, and taken as one it would find nothing and say nothing. */
static bool is_misspelt_operator(const char *s, const char *stop) {
    enum { LETTERS = 3 };
    while (s < stop && *s == '(') s++;
    const char *slash = memchr(s, '/', (size_t)(stop - s)), *digit = slash ? slash + 1 : stop;
    if (!slash || slash - s < LETTERS || digit == stop) return false;
    for (const char *at = digit; at < stop; at++)
        if (!is_digit(*at)) return false;
    bool capitals = true, known = false;
    for (const char *at = s; at < slash; at++) capitals &= *at >= 'A' && *at <= 'Z';
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        known |= operators[i].slash && strlen(operators[i].name) == (size_t)(slash - s) &&
                 strncasecmp(operators[i].name, s, (size_t)(slash - s)) == 0;
    return capitals || known;
}

/* Words up to the next operator or closing bracket. */
static uint32_t read_words(struct parser *p, const char **s, const char *end) {
    const char *start = *s, *last = *s, *stop;
    uint32_t node;
    bool closing = false;
    for (const char *at = *s; at < end && !closing; at = parse_skip_blanks(stop)) {
        if (peek(p, at, end, &stop) != W_NONE) break;
        if (p->expression && *at == '(') {
            PARSE_FAIL(p, at, "expected an operator before the bracket: AND, OR, NEAR/5 …");
            return NO_NODE;
        }
        if (is_misspelt_operator(at, stop)) {
            PARSE_FAIL(p, at, "%.*s is no operator: NEAR/5, BEFORE/5, AFTER/5; put a word like that in quotation marks",
                       (int)(stop - at < 40 ? stop - at : 40), at);
            return NO_NODE;
        }
        const char *word = without_brackets(p, at, stop);
        if (is_stray(p, at, stop)) {
            PARSE_FAIL(p, stop - 1, "a closing bracket without an opening one");
            return NO_NODE;
        }
        closing = word < stop;
        last = word;
        if (closing) stop = word;
    }
    *s = parse_skip_blanks(last);
    if (last == start) {
        PARSE_FAIL(p, start, "%s",
                   start < end && *start != ')' ? "expected a word, a phrase or ( before this operator"
                                                : "expected a word, a phrase or (");
        return NO_NODE;
    }
    if (read_reference(p, start, last, &node)) return p->failed ? NO_NODE : node;
    return phrase_node(p, start, last);
}

static uint32_t read_primary(struct parser *p, const char **s, const char *end, uint32_t depth) {
    struct node negation;
    const char *start = *s, *stop;
    if (depth > MAX_NESTING) {
        PARSE_FAIL(p, start, "brackets nested deeper than %d", MAX_NESTING);
        return NO_NODE;
    }
    if (start < end && read_negation(p, s, &negation)) {
        if (p->failed) return NO_NODE;
        negation.left = read_primary(p, s, end, depth + 1);
        return p->failed ? NO_NODE : add_node(p, negation);
    }
    if (p->expression && *start == '(') {
        *s = parse_skip_blanks(start + 1);
        p->open++;
        uint32_t node = read_or(p, s, end, depth + 1);
        if (p->failed) return NO_NODE;
        if (peek(p, *s, end, &stop) == W_EXCEPT) {
            *s = parse_skip_blanks(stop);
            uint32_t mask = read_or(p, s, end, depth + 1);
            if (!p->failed) node = add_node(p, (struct node){.kind = NODE_EXCEPT, .left = node, .right = mask});
        }
        if (!p->failed && **s != ')') PARSE_FAIL(p, *s, "expected a closing bracket");
        if (p->failed) return NO_NODE;
        p->open--;
        *s = parse_skip_blanks(*s + 1);
        return node;
    }
    return *start == '"' && start < end ? read_quoted(p, s, end) : read_words(p, s, end);
}

/* NEAR, BEFORE and AFTER bind closest, each to what stands left of it. */
static uint32_t read_near(struct parser *p, const char **s, const char *end, uint32_t depth) {
    uint32_t left = read_primary(p, s, end, depth);
    while (!p->failed) {
        const char *stop, *at = *s = parse_skip_blanks(*s);
        struct place place = place_after(p->place, p->text, (size_t)(at - p->text));
        enum word word = peek(p, at, end, &stop);
        bool negated = word == W_NOT;
        if (negated) word = peek(p, at = parse_skip_blanks(stop), end, &stop);
        if (word != W_NEAR && word != W_BEFORE && word != W_AFTER) break;
        struct node node = {.kind = word == W_NEAR     ? NODE_NEAR
                                    : word == W_BEFORE ? NODE_BEFORE
                                                       : NODE_AFTER,
                            .negated = negated,
                            .unit = UNIT_SENTENCE,
                            .n = NO_DISTANCE,
                            .left = left,
                            .place = place};
        const char *slash = memchr(at, '/', (size_t)(stop - at));
        if (!slash)
            PARSE_FAIL(p, at, "expected a distance behind the operator: NEAR/5, BEFORE/3/turn, AFTER/sentence");
        else
            read_reach(p, slash, stop, &node);
        if (p->failed) break;
        *s = parse_skip_blanks(stop);
        node.right = read_primary(p, s, end, depth);
        if (!p->failed) left = add_node(p, node);
    }
    return left;
}

static uint32_t read_and(struct parser *p, const char **s, const char *end, uint32_t depth) {
    uint32_t left = read_near(p, s, end, depth);
    const char *stop;
    while (!p->failed) {
        const char *at = *s = parse_skip_blanks(*s);
        enum word word = peek(p, at, end, &stop);
        if (word == W_NOT) PARSE_FAIL(p, at, "expected AND before NOT: a AND NOT b");
        if (word != W_AND || p->failed) break;
        struct node node = {.kind = NODE_AND,
                            .unit = UNIT_TURN,
                            .n = NO_DISTANCE,
                            .left = left,
                            .place = place_after(p->place, p->text, (size_t)(at - p->text))};
        const char *slash = memchr(at, '/', (size_t)(stop - at));
        if (slash) read_reach(p, slash, stop, &node);
        if (!p->failed && node.n != NO_DISTANCE) PARSE_FAIL(p, slash, "AND has a unit and no distance; use NEAR/n");
        if (p->failed) break;
        *s = parse_skip_blanks(stop);
        node.negated = peek(p, *s, end, &stop) == W_NOT;
        if (node.negated) *s = parse_skip_blanks(stop);
        node.right = read_near(p, s, end, depth);
        if (!p->failed) left = add_node(p, node);
    }
    return left;
}

static uint32_t read_or(struct parser *p, const char **s, const char *end, uint32_t depth) {
    uint32_t left = read_and(p, s, end, depth);
    const char *stop;
    while (!p->failed && peek(p, *s, end, &stop) == W_OR) {
        *s = parse_skip_blanks(stop);
        uint32_t right = read_and(p, s, end, depth);
        if (!p->failed) left = add_node(p, (struct node){.kind = NODE_OR, .left = left, .right = right});
    }
    return left;
}

/* ---- what follows the expression -------------------------------------------------------------------------------- */

/* Six decimals at the most: sums are those of whole millionths, and the same in any order. */
static void read_weight(struct parser *p, const char *s, const char *stop) {
    enum { DECIMALS = 6, LARGEST = 1000000 };
    const char *at = s + strlen("WEIGHT/");
    double weight = 0, scale = 1;
    bool good = at < stop && s[6] == '/', negative = good && *at == '-', point = false;
    if (negative) at++;
    good = good && at < stop;
    for (; good && at < stop; at++) {
        if (*at == '.' && !point && at + 1 < stop) {
            point = true;
            continue;
        }
        good = is_digit(*at) && weight < 1e13 && (!point || at[0] == '0' || scale < 1e6);
        if (point && scale >= 1e6) continue; /* a zero behind the sixth decimal */
        weight = weight * 10 + (*at - '0');
        if (point) scale *= 10;
    }
    weight /= scale;
    if (!good || weight > LARGEST)
        PARSE_FAIL(p, s, "expected WEIGHT/ and a number up to %d with at most %d decimals: WEIGHT/0.5 or WEIGHT/-2",
                   LARGEST, DECIMALS);
    p->out->weight = negative ? 0 - weight : weight;
}

static uint32_t read_conditions(struct parser *p, const char **s, const char *end, uint32_t root) {
    const char *stop, *at = *s;
    uint32_t first = p->out->n_conditions;
    while (!p->failed && peek(p, *s, end, &stop) == W_NONE) {
        parse_condition(p, *s, stop);
        *s = parse_skip_blanks(stop);
    }
    if (!p->failed && p->out->n_conditions == first)
        PARSE_FAIL(p, at, "expected a condition behind WHERE: role=chef, wave!=2, age>=30");
    if (p->failed) return NO_NODE;
    return add_node(p,
                    (struct node){.kind = NODE_WHERE, .left = root, .index = first, .n = p->out->n_conditions - first});
}

static uint32_t read_min(struct parser *p, const char *s, const char *stop, uint32_t root) {
    struct node node = {.kind = NODE_MIN, .unit = UNIT_INTERVIEW, .n = NO_DISTANCE, .left = root};
    const char *slash = memchr(s, '/', (size_t)(stop - s));
    if (slash) read_reach(p, slash, stop, &node);
    if (!p->failed && (node.n == NO_DISTANCE || node.n == 0))
        PARSE_FAIL(p, s, "expected the least number of matches and a unit: MIN/3/turn");
    return p->failed ? NO_NODE : add_node(p, node);
}

/* EXCEPT, WHERE, MIN and WEIGHT, once each, in this order. */
static uint32_t read_tail(struct parser *p, const char **s, const char *end, uint32_t root) {
    enum word last = W_NONE;
    while (!p->failed && *s < end) {
        const char *stop, *at = *s;
        enum word word = peek(p, at, end, &stop);
        if (word < W_EXCEPT || word > W_WEIGHT) {
            PARSE_FAIL(p, at, *at == ')' ? "a closing bracket without an opening one" : "expected an operator");
            break;
        }
        if (word <= last) {
            PARSE_FAIL(p, at, "expected EXCEPT, WHERE, MIN and WEIGHT once each, in this order");
            break;
        }
        last = word;
        *s = parse_skip_blanks(stop);
        if (word == W_EXCEPT) {
            struct place place = place_after(p->place, p->text, (size_t)(at - p->text));
            uint32_t mask = read_or(p, s, end, 0);
            if (!p->failed)
                root = add_node(p, (struct node){.kind = NODE_EXCEPT, .left = root, .right = mask, .place = place});
        } else if (word == W_WHERE)
            root = read_conditions(p, s, end, root);
        else if (word == W_MIN)
            root = read_min(p, at, stop, root);
        else
            read_weight(p, at, stop);
    }
    return root;
}

static const char *text_end(const char *text) {
    const char *end = text + strlen(text);
    while (end > text && end[-1] == ' ' && !(end - 1 > text && end[-2] == '\\')) end--;
    return end;
}

bool rule_parse(const struct reading *reading, const struct rule_line *line, struct parsed *out) {
    struct parser p = {.reading = reading, .text = line->text, .place = line->place, .out = out};
    const char *s = line->text, *end = text_end(line->text);
    parsed_clear(out);
    if ((*s == '-' || *s == '+') && s[1]) {
        out->kind = *s == '-' ? RULE_EXCLUDE : RULE_FORCE;
        s = parse_skip_blanks(s + 1);
    }
    p.expression = has_operator(s, end);
    uint32_t root = read_or(&p, &s, end, 0);
    if (!p.failed) root = read_tail(&p, &s, end, root);
    out->root = root;
    return !p.failed;
}

bool rule_parse_phrase(const struct reading *reading, const struct word_line *line, struct parsed *out) {
    struct parser p = {.reading = reading, .text = line->text, .place = line->place, .out = out};
    parsed_clear(out);
    out->root = phrase_node(&p, line->text, text_end(line->text));
    return !p.failed;
}

bool rule_parse_word(const struct reading *reading, const struct word_line *line, struct parsed *out) {
    struct parser p = {.reading = reading, .text = line->text, .place = line->place, .out = out};
    const char *end = line->text + strlen(line->text);
    parsed_clear(out);
    if (parse_word_end(line->text, end) != end || line->text == end) {
        PARSE_FAIL(&p, line->text, "the negator \"%.40s\" must be one word", line->text);
        return false;
    }
    out->root = phrase_node(&p, line->text, end);
    return !p.failed;
}

bool rule_parse_conditions(const struct reading *reading, const struct word_line *line, struct parsed *out) {
    struct parser p = {.reading = reading, .text = line->text, .place = line->place, .out = out};
    const char *s = parse_skip_blanks(line->text), *end = text_end(line->text);
    parsed_clear(out);
    for (const char *stop; s < end && !p.failed; s = parse_skip_blanks(stop)) {
        stop = parse_word_end(s, end);
        parse_condition(&p, s, stop);
    }
    return !p.failed;
}
