/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Operators, layers, references and overlap against a plain recursive evaluator: random codebooks over random texts.
 * The evaluator works on the trees as they were drawn, never on their text, and looks at every pair of spans.
 */
#include "match.h"
#include <tap.h>
#include <utsaga/layers.h>

static uint64_t seed = 0x2545F4914F6CDD1Du;
static uint32_t draw(uint32_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % n;
}

/* ---- texts ------------------------------------------------------------------------------------------------------ */

/* Symbols: forms and what else is spelled. Folded forms stand before those with capitals. */
static const char *const spelled[] = {"",       "a", "b", "c",     "d", "é", "e", "ab",  "inte",
                                      "knappt", ",", ".", "(...)", "A", "B", "É", "a+b", "b+a+c"};
enum {
    A = 1,
    E_ACUTE = 5,
    E = 6,
    INTE = 8,
    KNAPPT,
    COMMA,
    POINT,
    OMITTED,
    CAPITAL_A,
    CAPITAL_B,
    CAPITAL_E,
    PARTS_AB,
    PARTS_BAC,
    SYMBOLS
};
enum { MAX_TOKENS = 40 };

static uint32_t t_begin[MAX_TOKENS], t_end[MAX_TOKENS], t_fold[MAX_TOKENS], t_form[MAX_TOKENS], t_kind[MAX_TOKENS],
    t_turn[MAX_TOKENS], t_zone[MAX_TOKENS], t_sentence[MAX_TOKENS], t_norm[MAX_TOKENS], t_lemma[MAX_TOKENS],
    t_parts[MAX_TOKENS], t_upos[MAX_TOKENS], t_paragraph[MAX_TOKENS], t_question[MAX_TOKENS];
static uint32_t n_tokens, n_turns, turn_begin[MAX_TOKENS], label[MAX_TOKENS], n_paragraphs, paragraph_begin[MAX_TOKENS],
    n_questions, question_begin[MAX_TOKENS];

static uint32_t kind_of(uint32_t symbol) {
    return symbol == COMMA     ? UTS_TOKEN_PUNCT
           : symbol == POINT   ? UTS_TOKEN_SENTENCE_END
           : symbol == OMITTED ? UTS_TOKEN_OMITTED
                               : UTS_TOKEN_WORD;
}

static void draw_token(uint32_t i) {
    uint32_t w = draw(4) ? 1 + draw(9) : 1 + draw(12);
    t_begin[i] = 10 * i;
    t_end[i] = 10 * i + 5;
    t_fold[i] = t_form[i] = w;
    t_kind[i] = kind_of(w);
    if (!draw(3)) t_form[i] = w == 1 ? CAPITAL_A : w == 2 ? CAPITAL_B : w == E_ACUTE ? CAPITAL_E : w;
    t_norm[i] = draw(4) ? 0 : 1 + draw(7);
    t_lemma[i] = draw(3) ? w : 1 + draw(7);
    t_parts[i] = draw(5) ? 0 : draw(2) ? PARTS_AB : PARTS_BAC;
    t_upos[i] = draw(2) ? UTS_UPOS_NOUN : UTS_UPOS_VERB;
    t_zone[i] = draw(6) ? UTS_ZONE_SPEECH : UTS_ZONE_QUESTION;
}

static void draw_text(void) {
    uint32_t turn = 0, sentence = 0;
    bool outside = false;
    n_tokens = draw(MAX_TOKENS);
    n_turns = n_paragraphs = n_questions = 0;
    for (uint32_t i = 0; i < n_tokens; i++) {
        bool new_turn = i == 0 || draw(9) == 0;
        if (new_turn) {
            turn_begin[n_turns] = label[n_turns] = 10 * i;
            turn = n_turns++;
            outside = draw(5) == 0;
            sentence++;
            if (draw(2) || i == 0) question_begin[n_questions++] = 10 * i;
            paragraph_begin[n_paragraphs++] = 10 * i;
        } else if (draw(6) == 0) {
            paragraph_begin[n_paragraphs++] = 10 * i;
            sentence++;
        }
        draw_token(i);
        t_turn[i] = outside ? UTS_NO_ROW : turn;
        t_sentence[i] = sentence;
        t_paragraph[i] = n_paragraphs;
        t_question[i] = n_questions;
        if (t_kind[i] == UTS_TOKEN_SENTENCE_END) sentence++;
    }
}

static const char *spell(void *context, uint32_t symbol, size_t *n) {
    (void)context;
    *n = strlen(spelled[symbol]);
    return spelled[symbol];
}

static bool never(void *context) {
    (void)context;
    return false;
}

/* The one variable is the role: that of the turn's number. */
static const char *const roles[] = {"chef", "kurator", "2"};
static const char *role_at(uint32_t token) { return t_turn[token] == UTS_NO_ROW ? "" : roles[t_turn[token] % 3]; }

static const char *value(void *context, uint32_t variable, uint32_t token, size_t *n) {
    (void)context;
    (void)variable;
    *n = strlen(role_at(token));
    return role_at(token);
}

/* ---- codebooks -------------------------------------------------------------------------------------------------- */

/* Words of rules with what they mean, said in C. */
static bool is_form(uint32_t k, uint32_t w) { return t_fold[k] == w; }
static bool w_a(uint32_t k) { return is_form(k, 1); }
static bool w_b(uint32_t k) { return is_form(k, 2); }
static bool w_c(uint32_t k) { return is_form(k, 3); }
static bool w_d(uint32_t k) { return is_form(k, 4); }
static bool w_a_star(uint32_t k) { return is_form(k, 1) || is_form(k, 7); }
static bool w_a_or_b(uint32_t k) { return is_form(k, 1) || is_form(k, 2); }
static bool w_acute(uint32_t k) { return is_form(k, E_ACUTE); }
static bool w_bare(uint32_t k) { return is_form(k, E_ACUTE) || is_form(k, E); }
static bool w_capital(uint32_t k) { return t_form[k] == CAPITAL_A; }
static bool w_lemma(uint32_t k) { return t_lemma[k] == 2; }
static bool w_norm(uint32_t k) { return (t_norm[k] ? t_norm[k] : t_fold[k]) == 3; }
static bool w_word(uint32_t k) { return w_lemma(k) || (t_norm[k] ? t_norm[k] : t_fold[k]) == 2; }
static bool w_verb(uint32_t k) { return t_upos[k] == UTS_UPOS_VERB; }
static bool w_both(uint32_t k) { return is_form(k, 1) && w_verb(k); }
static bool w_three(uint32_t k) { return w_lemma(k) && w_verb(k) && (is_form(k, 1) || is_form(k, 7)); }
static bool w_either(uint32_t k) { return is_form(k, 4) || w_both(k); }
static bool w_head(uint32_t k) { return t_lemma[k] == 2 || t_parts[k] == PARTS_AB; }
static bool w_mod(uint32_t k) { return t_parts[k] == PARTS_AB || t_parts[k] == PARTS_BAC; }
static bool w_part(uint32_t k) { return t_lemma[k] == 3 || t_parts[k] == PARTS_BAC; }
static bool w_regex(uint32_t k) { return is_form(k, 3) || is_form(k, 4); }
static bool w_set(uint32_t k) { return is_form(k, 2) || is_form(k, 4); }

static const struct word {
    const char *text;
    bool (*is)(uint32_t token);
} words[] = {{"a", w_a},
             {"b", w_b},
             {"c", w_c},
             {"d", w_d},
             {"a*", w_a_star},
             {"a|b", w_a_or_b},
             {"É", w_acute},
             {"bare:é", w_bare},
             {"case:A", w_capital},
             {"lemma:b", w_lemma},
             {"norm:c", w_norm},
             {"word:b", w_word},
             {"upos:VERB", w_verb},
             {"a&upos:verb", w_both},
             {"lemma:b&upos:V*&form:a*", w_three},
             {"d|a&upos:VERB", w_either},
             {"head:b", w_head},
             {"mod:a", w_mod},
             {"part:c", w_part},
             {"re:/c|d/", w_regex},
             {"@s", w_set}};
enum { WORDS = sizeof words / sizeof *words, CODES = 5, MAX_RULES = 3, MAX_NODES = 400 };

struct drawn {
    uint8_t kind, negated, unit;
    uint32_t n, left, right;
    const struct word *word[2]; /* a phrase of one or two words */
    uint32_t gap, code;
};
static struct drawn nodes[MAX_NODES];
static uint32_t n_nodes, n_rules[CODES], roots[CODES][MAX_RULES], kinds[CODES][MAX_RULES];
static int policy;
static const char *code_names[CODES] = {"k0", "k1", "k2", "k3", "k4"};
/* k1 is below k0, so a reference to k0 is to both. */
static bool refers(uint32_t target, uint32_t code) { return target == code || (target == 0 && code == 1); }
enum { SET = CODES }; /* the set @f, which has phrases: "a b", c */

static uint32_t draw_node(uint32_t code, uint32_t depth, char **out);

static uint32_t draw_phrase(char **out) {
    struct drawn *d = &nodes[n_nodes];
    *d = (struct drawn){.kind = NODE_PHRASE, .word = {&words[draw(WORDS)], draw(3) ? NULL : &words[draw(WORDS)]}};
    d->gap = draw(2) ? draw(3) : 0;
    if (!d->word[1])
        *out += sprintf(*out, "%s", d->word[0]->text);
    else if (d->gap)
        *out += sprintf(*out, "%s ~%u %s", d->word[0]->text, d->gap, d->word[1]->text);
    else
        *out += sprintf(*out, "%s %s", d->word[0]->text, d->word[1]->text);
    return n_nodes++;
}

static uint32_t draw_reference(uint32_t code, char **out) {
    /* Codes behind refer to codes in front, or to the set; never to their own group. */
    uint32_t target = code < 2 || draw(3) == 0 ? (uint32_t)SET : draw(code);
    nodes[n_nodes] = (struct drawn){.kind = NODE_CODE, .code = target};
    *out += sprintf(*out, "@%s", target == SET ? "f" : code_names[target]);
    return n_nodes++;
}

static uint32_t draw_negation(uint32_t code, uint32_t depth, char **out) {
    struct drawn d = {.kind = NODE_NEG,
                      .negated = (uint8_t)(NEG_WANTED + draw(3)),
                      .unit = (uint8_t)draw(2),
                      .n = draw(4)};
    *out += sprintf(*out, "%s%s~%u (",
                    d.negated == NEG_MARK     ? "POL"
                    : d.negated == NEG_WANTED ? "NEG"
                                              : "!NEG",
                    d.unit ? ":bak" : "", d.n);
    d.left = draw_node(code, depth + 1, out);
    *out += sprintf(*out, ")");
    nodes[n_nodes] = d;
    return n_nodes++;
}

static uint32_t draw_operator(uint32_t code, uint32_t depth, char **out) {
    static const char *const names[] = {[NODE_OR] = "OR",         [NODE_AND] = "AND",     [NODE_NEAR] = "NEAR",
                                        [NODE_BEFORE] = "BEFORE", [NODE_AFTER] = "AFTER", [NODE_EXCEPT] = "EXCEPT"};
    struct drawn d = {.kind = (uint8_t)(NODE_OR + draw(6)), .unit = (uint8_t)draw(UNIT_COUNT), .n = NO_DISTANCE};
    bool near = d.kind >= NODE_NEAR && d.kind <= NODE_AFTER;
    d.negated = (near || d.kind == NODE_AND) && draw(4) == 0;
    if (near && draw(4)) d.n = draw(6);
    *out += sprintf(*out, "(");
    d.left = draw_node(code, depth + 1, out);
    *out += sprintf(*out, " %s%s", near && d.negated ? "NOT " : "", names[d.kind]);
    if (d.n != NO_DISTANCE) *out += sprintf(*out, "/%u", d.n);
    if (near || d.kind == NODE_AND) *out += sprintf(*out, "/%s", unit_names[d.unit]);
    *out += sprintf(*out, "%s ", d.kind == NODE_AND && d.negated ? " NOT" : "");
    d.right = draw_node(code, depth + 1, out);
    *out += sprintf(*out, ")");
    nodes[n_nodes] = d;
    return n_nodes++;
}

static uint32_t draw_node(uint32_t code, uint32_t depth, char **out) {
    uint32_t choice = draw(10);
    if (depth > 3 || choice < 4) return draw_phrase(out);
    if (choice == 4) return draw_reference(code, out);
    return choice == 5 ? draw_negation(code, depth, out) : draw_operator(code, depth, out);
}

static const char *const conditions[] = {"role=chef", "role!=chef", "role=ku*|2", "role>=2", "role<2"};
static bool condition_holds(uint32_t i, uint32_t token) {
    const char *role = role_at(token);
    switch (i) {
    case 0:
        return strcmp(role, "chef") == 0;
    case 1:
        return strcmp(role, "chef") != 0;
    case 2:
        return strcmp(role, "kurator") == 0 || strcmp(role, "2") == 0;
    case 3:
        return strcmp(role, "2") == 0;
    default:
        return false;
    }
}

/* A rule of @p code as text at @p out; returns its root. */
static uint32_t draw_rule(uint32_t code, char *out) {
    uint32_t root = draw_node(code, 0, &out);
    if (!draw(5)) {
        nodes[n_nodes] = (struct drawn){.kind = NODE_WHERE, .left = root, .n = draw(5)};
        out += sprintf(out, " WHERE %s", conditions[nodes[n_nodes].n]);
        root = n_nodes++;
    }
    if (!draw(5)) {
        nodes[n_nodes] =
            (struct drawn){.kind = NODE_MIN, .left = root, .n = 1 + draw(3), .unit = (uint8_t)draw(UNIT_COUNT)};
        sprintf(out, " MIN/%u/%s", nodes[n_nodes].n, unit_names[nodes[n_nodes].unit]);
        root = n_nodes++;
    }
    return root;
}

/* ---- the evaluator ---------------------------------------------------------------------------------------------- */

/* Spans as a table: 0 not there, 1 stated, 2 negated. */
typedef uint8_t table[MAX_TOKENS][MAX_TOKENS];
static table code_hits[CODES], code_removed[CODES];
#define EACH(i, j)                                                                                                     \
    for (uint32_t i = 0; i < n_tokens; i++)                                                                            \
        for (uint32_t j = i; j < n_tokens; j++)

static bool word_at(uint32_t k) { return t_kind[k] == UTS_TOKEN_WORD; }
static bool together(uint32_t a, uint32_t b) { return t_sentence[a] == t_sentence[b] && t_turn[a] == t_turn[b]; }

static void find_phrase(const struct drawn *d, table out) {
    for (uint32_t i = 0; i < n_tokens; i++) {
        if (!word_at(i) || !d->word[0]->is(i)) continue;
        if (!d->word[1]) {
            out[i][i] = 1;
            continue;
        }
        uint32_t passed = 0;
        for (uint32_t k = i + 1; k < n_tokens && together(i, k); k++) {
            if (word_at(k) && d->word[1]->is(k)) {
                out[i][k] = 1;
                break;
            }
            if (word_at(k) ? passed++ == d->gap : d->gap == 0 || t_kind[k] != UTS_TOKEN_PUNCT) break;
        }
    }
}

static uint32_t unit_of(uint32_t unit, uint32_t k) {
    switch (unit) {
    case UNIT_SENTENCE:
        return t_sentence[k];
    case UNIT_TURN:
        return t_turn[k] == UTS_NO_ROW ? 1000 + t_paragraph[k] : t_turn[k];
    case UNIT_QUESTION:
        return t_question[k];
    case UNIT_PARAGRAPH:
        return t_paragraph[k];
    default:
        return 0;
    }
}

static uint32_t words_from(uint32_t from, uint32_t to) {
    uint32_t n = 0;
    for (uint32_t k = from; k < to; k++) n += word_at(k);
    return n;
}

static bool related(const struct drawn *d, uint32_t i, uint32_t j, uint32_t k, uint32_t l) {
    if (unit_of(d->unit, i) != unit_of(d->unit, k)) return false;
    bool before = j < k && (d->n == NO_DISTANCE || words_from(j + 1, k) <= d->n);
    bool after = l < i && (d->n == NO_DISTANCE || words_from(l + 1, i) <= d->n);
    return d->kind == NODE_AND      ? true
           : d->kind == NODE_BEFORE ? before
           : d->kind == NODE_AFTER  ? after
                                    : before || after;
}

/* Negators: inte before, or for "bak" knappt behind, in the turn. */
static bool negator_near(const struct drawn *d, uint32_t i, uint32_t j) {
    uint32_t looked = 0;
    if (!d->unit) {
        for (int k = (int)i - 1; k >= 0 && together((uint32_t)k, i) && looked <= d->n; k--) {
            if (t_kind[k] == UTS_TOKEN_SENTENCE_END || t_kind[k] == UTS_TOKEN_OMITTED) return false;
            if (!word_at((uint32_t)k)) continue;
            if (t_fold[k] == INTE) return true;
            looked++;
        }
        return false;
    }
    for (uint32_t k = j + 1; k < n_tokens && t_turn[k] == t_turn[j] && looked <= d->n; k++) {
        if (t_kind[k] == UTS_TOKEN_OMITTED) return false;
        if (!word_at(k)) continue;
        if (t_fold[k] == KNAPPT) return true;
        looked++;
    }
    return false;
}

static uint8_t worse(uint8_t a, uint8_t b) { return a > b ? a : b; }

/* @p removed, where it is wanted: what EXCEPT, WHERE and MIN at the top of a rule took away and show. */
static void find(uint32_t number, table out, table removed) {
    const struct drawn *d = &nodes[number];
    static table pool[64];
    static uint32_t used;
    memset(out, 0, sizeof(table));
    if (d->kind == NODE_PHRASE) {
        find_phrase(d, out);
        return;
    }
    if (d->kind == NODE_CODE) {
        const struct drawn two = {.word = {&words[0], &words[1]}}, one = {.word = {&words[2], NULL}};
        if (d->code == SET) {
            find_phrase(&two, out);
            find_phrase(&one, out);
            return;
        }
        for (uint32_t c = 0; c < CODES; c++)
            if (refers(d->code, c)) EACH(i, j) out[i][j] = worse(out[i][j], code_hits[c][i][j]);
        return;
    }
    uint8_t(*left)[MAX_TOKENS] = pool[used++], (*right)[MAX_TOKENS] = pool[used++];
    bool top = removed && (d->kind == NODE_EXCEPT || d->kind == NODE_WHERE || d->kind == NODE_MIN);
    find(d->left, left, top ? removed : NULL);
    if (d->kind >= NODE_OR && d->kind <= NODE_EXCEPT) find(d->right, right, NULL);
    EACH(i, j) {
        bool keep = left[i][j] != 0;
        uint32_t count = 0;
        if (d->kind == NODE_OR) {
            out[i][j] = worse(left[i][j], right[i][j]);
            continue;
        }
        if (d->kind == NODE_WHERE && !condition_holds(d->n, i)) {
            if (top) removed[i][j] = 0;
            continue;
        }
        if (!keep) continue;
        if (d->kind >= NODE_AND && d->kind <= NODE_AFTER) {
            bool any = false;
            EACH(k, l) any = any || (right[k][l] && related(d, i, j, k, l));
            keep = any != (bool)d->negated;
        } else if (d->kind == NODE_EXCEPT) {
            EACH(k, l) keep = keep && !(k <= j && l >= i && right[k][l]);
        } else if (d->kind == NODE_MIN) {
            EACH(k, l) count += left[k][l] && unit_of(d->unit, i) == unit_of(d->unit, k);
            keep = count >= d->n;
        } else if (d->kind == NODE_NEG) {
            bool negated = negator_near(d, i, j);
            keep = d->negated == NEG_MARK || negated == (d->negated == NEG_WANTED);
            if (negated) left[i][j] = 2;
        }
        if (keep)
            out[i][j] = left[i][j];
        else if (top)
            removed[i][j] = left[i][j];
    }
    used -= 2;
}

/* Joins spans that overlap or, under "all", leaves them. */
static void join(table t) {
    table out = {{0}};
    if (policy != OVERLAP_MERGE) return;
    for (uint32_t i = 0; i < n_tokens; i++) {
        uint32_t end = 0;
        bool any = false;
        for (uint32_t j = i; j < n_tokens; j++)
            if (t[i][j]) end = j, any = true;
        if (!any) continue;
        uint8_t polarity = t[i][end];
        for (uint32_t k = i; k <= end; k++)
            for (uint32_t j = k; j < n_tokens; j++)
                if (t[k][j] && j > end) end = j;
        out[i][end] = polarity;
        i = end;
    }
    memcpy(t, out, sizeof out);
}

/* Under "longest" the longest of those that overlap; the leftmost first. */
static void choose_longest(table t, table removed) {
    table chosen = {{0}};
    for (uint32_t length = n_tokens; length-- > 0;)
        for (uint32_t i = 0; i + length < n_tokens; i++) {
            uint32_t j = i + length;
            if (!t[i][j]) continue;
            bool free_place = true;
            EACH(k, l) free_place = free_place && !(k <= j && l >= i && chosen[k][l]);
            if (free_place)
                chosen[i][j] = t[i][j];
            else
                removed[i][j] = 1;
        }
    memcpy(t, chosen, sizeof chosen);
}

static void find_code(uint32_t code) {
    static table kept, found, masked, excluded, forced, removed;
    memset(kept, 0, sizeof kept), memset(excluded, 0, sizeof excluded), memset(forced, 0, sizeof forced);
    memset(removed, 0, sizeof removed);
    memset(code_removed[code], 0, sizeof code_removed[code]);
    for (uint32_t r = 0; r < n_rules[code]; r++) {
        memset(masked, 0, sizeof masked);
        find(roots[code][r], found, masked);
        table *to = kinds[code][r] == RULE_INCLUDE ? &kept : kinds[code][r] == RULE_EXCLUDE ? &excluded : &forced;
        EACH(i, j)(*to)[i][j] = worse((*to)[i][j], found[i][j]);
        EACH(i, j) if (masked[i][j] && kinds[code][r] == RULE_INCLUDE) code_removed[code][i][j] = 1;
    }
    EACH(i, j) {
        bool out = false, back = false;
        EACH(k, l) out = out || (k <= j && l >= i && excluded[k][l]);
        EACH(k, l) back = back || (k <= j && l >= i && forced[k][l]);
        if (!kept[i][j] || !out || back) continue;
        removed[i][j] = kept[i][j];
        kept[i][j] = 0;
    }
    join(kept);
    join(removed);
    EACH(i, j) if (removed[i][j]) code_removed[code][i][j] = 1;
    if (policy == OVERLAP_LONGEST) choose_longest(kept, code_removed[code]);
    memcpy(code_hits[code], kept, sizeof kept);
}

/* ---- the comparison --------------------------------------------------------------------------------------------- */

static uint32_t total, total_negated, total_removed, total_references;

static bool compare(const struct hit *hits, uint32_t n) {
    static table got, gone;
    for (uint32_t c = 0; c < CODES; c++) {
        find_code(c);
        memset(got, 0, sizeof got), memset(gone, 0, sizeof gone);
        for (uint32_t h = 0; h < n; h++) {
            if (hits[h].code != c) continue;
            if (hits[h].excluded_by != UINT32_MAX)
                gone[hits[h].first][hits[h].last] = 1;
            else
                got[hits[h].first][hits[h].last] =
                    worse(got[hits[h].first][hits[h].last], (uint8_t)(1 + hits[h].polarity));
            total += hits[h].excluded_by == UINT32_MAX;
            total_removed += hits[h].excluded_by != UINT32_MAX;
            total_negated += hits[h].polarity;
            total_references += c > 1;
        }
        bool same = true;
        /* Which of several rules gives a merged hit its polarity is the first one's; places are what is compared there.
         */
        EACH(i, j) {
            bool equal = n_rules[c] > 1 || policy == OVERLAP_MERGE ? !got[i][j] == !code_hits[c][i][j]
                                                                   : got[i][j] == code_hits[c][i][j];
            if (!equal || gone[i][j] != code_removed[c][i][j]) {
                printf("# code k%u policy %d: %u-%u got %u/%u expected %u/%u\n", c, policy, i, j, got[i][j], gone[i][j],
                       code_hits[c][i][j], code_removed[c][i][j]);
                same = false;
            }
        }
        if (!same) return false;
    }
    return true;
}

static bool compile(struct codebook *book, struct program *program) {
    static char text[20000];
    codebook_init(book, "test");
    for (int i = 0; i < CODES; i++)
        codebook_add_code(book, (struct place){1, 1}, code_names[i], NULL, NULL, NULL, i == 1 ? "k0" : NULL);
    n_nodes = 0;
    for (uint32_t c = 0; c < CODES; c++) {
        n_rules[c] = 1 + draw(MAX_RULES);
        for (uint32_t r = 0; r < n_rules[c]; r++) {
            kinds[c][r] = draw(4) ? RULE_INCLUDE : draw(3) ? RULE_EXCLUDE : RULE_FORCE;
            char *at = text + sprintf(text, "%s", kinds[c][r] == RULE_EXCLUDE ? "- " : kinds[c][r] ? "+ " : "");
            roots[c][r] = draw_rule(c, at);
            codebook_add_rule(book, c, (struct place){c + 1, 1}, text, strlen(text));
        }
    }
    codebook_add_negator(book, (struct place){1, 1}, "inte");
    struct negation *behind = codebook_add_negation(book, (struct place){1, 1}, "bak");
    behind->before = NO_DISTANCE;
    behind->after = 1;
    behind->unit = UNIT_TURN;
    codebook_add_negator(book, (struct place){1, 1}, "knappt");
    codebook_add_set(book, (struct place){1, 1}, "s");
    codebook_add_member(book, (struct place){1, 1}, "b");
    codebook_add_member(book, (struct place){1, 1}, "@u");
    codebook_add_set(book, (struct place){1, 1}, "u");
    codebook_add_member(book, (struct place){1, 1}, "d");
    codebook_add_set(book, (struct place){1, 1}, "f");
    codebook_add_member(book, (struct place){1, 1}, "a b");
    codebook_add_member(book, (struct place){1, 1}, "c");
    codebook_finish(book);
    bool good = program_compile(program, book, LAYER_FORM) && book->n_errors == 0;
    if (!good) printf("# %s\n", book->errors ? book->errors : "out of memory");
    return good;
}

static void print_case(const struct codebook *book) {
    for (uint32_t r = 0; r < book->n_rules; r++) printf("# k%u: %s\n", book->rules[r].code, book->rules[r].text);
    for (uint32_t i = 0; i < n_tokens; i++)
        printf("# %u %s form %s lemma %s norm %s parts %s upos %u s%u t%d p%u q%u\n", i, spelled[t_fold[i]],
               spelled[t_form[i]], spelled[t_lemma[i]], spelled[t_norm[i]], spelled[t_parts[i]], t_upos[i],
               t_sentence[i], (int)t_turn[i], t_paragraph[i], t_question[i]);
}

static bool try_codebook(void) {
    struct codebook book;
    struct program program;
    bool good = compile(&book, &program);
    policy = (int)draw(3);
    program.overlap = policy;
    struct match *m = good ? match_new(&program) : NULL;
    for (uint32_t d = 0; m && good && d < 4; d++) {
        draw_text();
        struct tokens t = {.n = n_tokens,
                           .begin = t_begin,
                           .end = t_end,
                           .fold = t_fold,
                           .kind = t_kind,
                           .turn = t_turn,
                           .zone = t_zone,
                           .sentence = t_sentence,
                           .norm = t_norm,
                           .lemma = t_lemma,
                           .parts = t_parts,
                           .n_turns = n_turns,
                           .turn_begin = turn_begin,
                           .label_begin = label,
                           .label_end = label,
                           .form = t_form,
                           .upos = t_upos,
                           .paragraph = {n_paragraphs, paragraph_begin},
                           .question = {n_questions, question_begin}};
        struct spelling spelling = {NULL, spell, SYMBOLS, 1 + d / 2};
        struct surroundings surroundings = {NULL, value};
        const struct hit *hits;
        uint32_t n;
        good = match_run(m, &t, &spelling, &surroundings, never, &hits, &n) && compare(hits, n);
        if (!good) print_case(&book);
    }
    good = good && m;
    match_free(m);
    program_free(&program);
    codebook_free(&book);
    return good;
}

int main(void) {
    uint32_t good = 0;
    const uint32_t rounds = 800;
    for (uint32_t i = 0; i < rounds && good == i; i++) good += try_codebook();
    is_int(good, rounds, "operators give the hits of the recursive evaluator");
    ok(total > 20000 && total_negated > 300 && total_removed > 2000 && total_references > 8000,
       "the random codebooks hit, negate, exclude and refer often");
    printf("# %u hits, %u negated, %u removed, %u of codes that may refer\n", total, total_negated, total_removed,
           total_references);
    return done();
}
