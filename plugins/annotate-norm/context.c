/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions on the neighbours of a token. */
#include "norm.h"

enum { VERB_REACH = 40 }; /* tokens that the search for a verb goes back at most */

const class_set *context_symbol(struct norm_doc *doc, uts_sym fold) {
    struct symbol_class *cell = uts_memo_at(&doc->local->classes, fold);
    if (!cell->known) {
        const struct norm_stage *stage = doc->stage;
        uts_str s = stage->host->spell(doc->job, fold);
        cell->set = rules_classes(&stage->rules, s.p, s.n);
        if (stage->lex && s.n < LEXICON_FORM_MAX) vocabulary_classes(stage->lex, s.p, s.n, &cell->set);
        cell->known = 1;
    }
    return &cell->set;
}

static bool starts_capital(uts_str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    return s.n && ((p[0] >= 'A' && p[0] <= 'Z') || (p[0] == 0xC3 && p[1] >= 0x80 && p[1] <= 0x9E));
}

/* Capitals, digits and a hyphen at the end. */
static bool acronym_hyphen(uts_str s) {
    if (s.n < 3 || s.p[s.n - 1] != '-') return false;
    for (size_t i = 0; i + 1 < s.n; i++)
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9'))) return false;
    return true;
}

static class_set token_classes(struct norm_doc *doc, uint32_t token) {
    class_set set = *context_symbol(doc, doc->fold[token]);
    uint32_t kind = doc->kind[token];
    if (kind == UTS_TOKEN_NUMBER) class_add(&set, CLASS_NUMBER);
    if (kind >= UTS_TOKEN_PUNCT) class_add(&set, CLASS_PUNCT);
    if (kind == UTS_TOKEN_SENTENCE_END || kind == UTS_TOKEN_OMITTED || kind == UTS_TOKEN_PAUSE)
        class_add(&set, CLASS_STOP);
    if (doc->form[token] != doc->fold[token]) {
        uts_str s = doc->stage->host->spell(doc->job, doc->form[token]);
        if (starts_capital(s)) class_add(&set, CLASS_CAPITAL);
        if (acronym_hyphen(s)) class_add(&set, CLASS_ACRHYPHEN);
    }
    return set;
}

static bool invisible(uint32_t kind) { return kind == UTS_TOKEN_NOTE_REF || kind == UTS_TOKEN_EVENT; }

uint32_t context_token(const struct norm_doc *doc, uint32_t token, int32_t distance) {
    uint32_t at = token, sentence = doc->sentence[token];
    for (; distance < 0; distance++) {
        do {
            if (at == 0 || doc->sentence[at - 1] != sentence) return UTS_NO_ROW;
            at--;
        } while (invisible(doc->kind[at]));
    }
    for (; distance > 0; distance--) {
        do {
            if (at + 1 >= doc->token->rows || doc->sentence[at + 1] != sentence) return UTS_NO_ROW;
            at++;
        } while (invisible(doc->kind[at]));
    }
    return at;
}

class_set context_place(struct norm_doc *doc, uint32_t token, int32_t distance) {
    class_set none = {{0}};
    uint32_t at = context_token(doc, token, distance);
    if (at != UTS_NO_ROW) return token_classes(doc, at);
    class_add(&none, CLASS_NONE);
    return none;
}

static bool is_word(struct norm_doc *doc, uint32_t token, const char *word) {
    uts_str s = doc->stage->host->spell(doc->job, doc->fold[token]);
    return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0;
}

/* The classes of the nearest verb to the left, CLASS_NONE when the sentence has none there. */
static class_set left_verb(struct norm_doc *doc, uint32_t token) {
    class_set verbs = {{0}}, none = {{0}};
    class_add(&verbs, CLASS_INF);
    class_add(&verbs, CLASS_FIN);
    class_add(&verbs, CLASS_SUP);
    class_add(&none, CLASS_NONE);
    uint32_t not_verb = map_get(&doc->stage->rules.classes, "@not-verb", 9);
    for (uint32_t at = token, steps = 0; steps < VERB_REACH; steps++) {
        at = context_token(doc, at, -1);
        if (at == UTS_NO_ROW || doc->kind[at] == UTS_TOKEN_OMITTED) break;
        const class_set *set = context_symbol(doc, doc->fold[at]);
        if (!class_meets(set, &verbs) || (not_verb != MAP_ABSENT && class_has(set, not_verb))) continue;
        uint32_t before = context_token(doc, at, -1);
        if (before != UTS_NO_ROW && is_word(doc, before, "som")) continue;
        return *set;
    }
    return none;
}

static bool test_holds(struct norm_doc *doc, uint32_t first, uint32_t last, const struct rule_test *test) {
    bool met = false;
    if (test->verb) {
        class_set set = left_verb(doc, first);
        met = class_meets(&set, &test->set);
    } else {
        for (int32_t place = test->from; place <= test->to && !met; place++) {
            class_set set = context_place(doc, place < 0 ? first : last, place);
            met = class_meets(&set, &test->set);
        }
    }
    return met != test->negated;
}

/* Whether the words of the form stand here; *last: the last of them. */
static bool form_stands(struct norm_doc *doc, uint32_t token, const struct rule *rule, uint32_t *last) {
    *last = token;
    for (uint32_t i = 0; i < rule->n_parts; i++) {
        uint32_t at = *last + 1;
        if (at >= doc->token->rows || doc->sentence[at] != doc->sentence[token]) return false;
        const struct rule_part *part = &rule->parts[i];
        if (part->word) {
            uts_str s = doc->stage->host->spell(doc->job, doc->fold[at]);
            if (s.n != part->n || memcmp(s.p, part->word, s.n) != 0) return false;
        } else {
            class_set set = token_classes(doc, at);
            if (!class_meets(&set, &part->set)) return false;
        }
        *last = at;
    }
    return true;
}

static uts_sym joined(struct norm_doc *doc, uint32_t first, uint32_t last) {
    char text[400];
    size_t n = 0;
    for (uint32_t i = first; i <= last; i++) {
        uts_str s = doc->stage->host->spell(doc->job, doc->form[i]);
        if (n + s.n > sizeof text) return 0;
        memcpy(text + n, s.p, s.n);
        n += s.n;
    }
    return doc->stage->host->intern(doc->job, uts_mkstr(text, n));
}

bool context_rules(struct norm_doc *doc, uint32_t token, const struct action *action, struct proposal *out) {
    const struct rules *rules = &doc->stage->rules;
    for (uint32_t r = action->rule; r != UINT32_MAX; r = rules->rules[r].next) {
        const struct rule *rule = &rules->rules[r];
        uint32_t last;
        if (action->by_class) {
            class_set set = token_classes(doc, token);
            if (!class_meets(&set, &rule->first)) continue;
        }
        if (!form_stands(doc, token, rule, &last)) continue;
        bool holds = true;
        for (uint32_t t = 0; t < rule->n_tests && holds; t++) holds = test_holds(doc, token, last, &rule->tests[t]);
        if (!holds) continue;
        if (rule->flags & RULE_KEEP) return false;
        uts_sym norm = rule->flags & RULE_JOIN
                           ? joined(doc, token, last)
                           : classify_cased(doc, doc->form[token], doc->fold[token], rule->norm, strlen(rule->norm));
        *out = (struct proposal){token, last, norm, rule->reason, rule->name, rule->safety, rule->confidence};
        return norm != 0;
    }
    return false;
}
