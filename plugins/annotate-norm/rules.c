/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

static const char *const fixed_names[CLASS_FIXED_COUNT] = {
    [CLASS_NONE] = "#none",     [CLASS_PUNCT] = "#punct",       [CLASS_STOP] = "#stop",
    [CLASS_NUMBER] = "#number", [CLASS_CAPITAL] = "#capital",   [CLASS_ACRHYPHEN] = "#acrhyphen",
    [CLASS_KNOWN] = "#known",   [CLASS_INF] = "#inf",           [CLASS_FIN] = "#fin",
    [CLASS_SUP] = "#sup",       [CLASS_NOUN] = "#noun",         [CLASS_ADJ] = "#adj",
    [CLASS_PLURAL] = "#plural", [CLASS_DEFINITE] = "#definite", [CLASS_NEUTER] = "#neuter",
};

__attribute__((format(printf, 2, 3))) static const char *complain(struct rules *rules, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *copy = pool_copy(&rules->pool, text, strlen(text));
    return copy ? copy : "out of memory";
}

bool rules_begin(struct rules *rules) {
    memset(rules, 0, sizeof *rules);
    rules->by_class = UINT32_MAX;
    for (uint32_t i = 0; i < CLASS_FIXED_COUNT; i++)
        if (!map_put(&rules->classes, fixed_names[i], strlen(fixed_names[i]), i)) return false;
    rules->n_classes = CLASS_FIXED_COUNT;
    return true;
}

void rules_free(struct rules *rules) {
    map_free(&rules->classes);
    map_free(&rules->members);
    map_free(&rules->triggers);
    free(rules->sets);
    free(rules->rules);
    free(rules->last);
    pool_free(&rules->pool);
}

static uint32_t new_class(struct rules *rules, const char *name, size_t n) {
    const char *copy = pool_copy(&rules->pool, name, n);
    if (!copy || rules->n_classes == CLASS_WORDS * 64 || !map_put(&rules->classes, copy, n, rules->n_classes))
        return MAP_ABSENT;
    return rules->n_classes++;
}

static bool add_member(struct rules *rules, const char *word, size_t n, uint32_t bit) {
    uint32_t set = map_get(&rules->members, word, n);
    if (set == MAP_ABSENT) {
        if (rules->n_sets == rules->room_sets) {
            uint32_t room = rules->room_sets * 2 + 256;
            class_set *sets = realloc(rules->sets, room * sizeof *sets);
            if (!sets) return false;
            rules->sets = sets;
            rules->room_sets = room;
        }
        const char *copy = pool_copy(&rules->pool, word, n);
        set = rules->n_sets++;
        memset(&rules->sets[set], 0, sizeof *rules->sets);
        if (!copy || !map_put(&rules->members, copy, n, set)) return false;
    }
    class_add(&rules->sets[set], bit);
    return true;
}

static const char *load_class(struct rules *rules, const struct table *table) {
    const char *name = table_cell(table, 0), *words = table_cell(table, 1);
    uint32_t bit = map_get(&rules->classes, name, strlen(name));
    if (bit == MAP_ABSENT) bit = new_class(rules, name, strlen(name));
    if (bit == MAP_ABSENT) return "too many sets";
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, " ");
        if (n && !add_member(rules, p, n, bit)) return "out of memory";
        p += n + (p[n] == ' ');
    }
    return NULL;
}

/* The class of one item: a known name, or a set of its own for a plain word. */
static const char *item_class(struct rules *rules, const char *item, size_t n, class_set *set) {
    uint32_t bit = map_get(&rules->classes, item, n);
    if (bit == MAP_ABSENT && (*item == '@' || *item == '#'))
        return complain(rules, "no set is called %.*s", (int)n, item);
    if (bit == MAP_ABSENT) {
        bit = new_class(rules, item, n);
        if (bit == MAP_ABSENT) return "too many sets: put words that go together into one";
        if (!add_member(rules, item, n, bit)) return "out of memory";
    }
    class_add(set, bit);
    return NULL;
}

static const char *parse_place(struct rules *rules, const char **p, struct rule_test *test) {
    if (**p == 'V') {
        test->verb = true;
        ++*p;
        return NULL;
    }
    char *end;
    long from = strtol(*p, &end, 10), to = from;
    if (end != *p && end[0] == '.' && end[1] == '.') to = strtol(end + 2, &end, 10);
    if (end == *p || from < -9 || to > 9 || from > to || from == 0 || to == 0)
        return complain(rules, "a test needs a place such as -1, +2, -4..-1 or V: %.40s", *p);
    test->from = (int8_t)from;
    test->to = (int8_t)to;
    *p = end;
    return NULL;
}

static const char *parse_test(struct rules *rules, const char *text, size_t n, struct rule_test *test) {
    const char *p = text, *end = text + n;
    const char *error = parse_place(rules, &p, test);
    if (error) return error;
    if (*p == '!') {
        test->negated = true;
        p++;
    }
    if (*p++ != '=') return complain(rules, "a test needs = or != after its place: %.*s", (int)n, text);
    while (p < end) {
        const char *bar = memchr(p, '|', (size_t)(end - p));
        if (!bar) bar = end;
        error = item_class(rules, p, (size_t)(bar - p), &test->set);
        if (error) return error;
        p = bar + 1;
    }
    return NULL;
}

static const char *parse_when(struct rules *rules, const char *when, struct rule *rule) {
    struct rule_test tests[12];
    memset(tests, 0, sizeof tests);
    for (const char *p = when; *p;) {
        size_t n = strcspn(p, " ");
        if (n) {
            if (rule->n_tests == 12) return "more than 12 tests in a row";
            const char *error = parse_test(rules, p, n, &tests[rule->n_tests++]);
            if (error) return error;
        }
        p += n + (p[n] == ' ');
    }
    if (!rule->n_tests) return NULL;
    struct rule_test *copy = pool_take(&rules->pool, rule->n_tests * sizeof *copy);
    if (!copy) return "out of memory";
    memcpy(copy, tests, rule->n_tests * sizeof *copy);
    rule->tests = copy;
    return NULL;
}

/* The words of the form after the first. */
static const char *parse_parts(struct rules *rules, const char *rest, struct rule *rule) {
    struct rule_part parts[6];
    memset(parts, 0, sizeof parts);
    for (const char *p = rest; *p;) {
        size_t n = strcspn(p, " ");
        if (rule->n_parts == 6) return "more than 7 words in a form";
        struct rule_part *part = &parts[rule->n_parts++];
        if (*p == '@' || *p == '#') {
            const char *error = item_class(rules, p, n, &part->set);
            if (error) return error;
        } else {
            part->word = pool_copy(&rules->pool, p, n);
            part->n = (uint32_t)n;
            if (!part->word) return "out of memory";
        }
        p += n + (p[n] == ' ');
    }
    if (!rule->n_parts) return NULL;
    struct rule_part *copy = pool_take(&rules->pool, rule->n_parts * sizeof *copy);
    if (!copy) return "out of memory";
    memcpy(copy, parts, rule->n_parts * sizeof *copy);
    rule->parts = copy;
    return NULL;
}

static const char *chain_rule(struct rules *rules, const char *first, size_t n, uint32_t number) {
    uint32_t head;
    if (*first == '#') {
        const char *error = item_class(rules, first, n, &rules->rules[number].first);
        if (error) return error;
        head = rules->by_class;
        if (head == UINT32_MAX) rules->by_class = number;
    } else {
        head = map_get(&rules->triggers, first, n);
        const char *key = head == MAP_ABSENT ? pool_copy(&rules->pool, first, n) : NULL;
        if (head == MAP_ABSENT && (!key || !map_put(&rules->triggers, key, n, number))) return "out of memory";
    }
    if (head == UINT32_MAX) {
        rules->last[number] = number;
    } else {
        rules->rules[rules->last[head]].next = number;
        rules->last[head] = number;
    }
    return NULL;
}

static bool room_for_rule(struct rules *rules) {
    if (rules->n_rules < rules->room_rules) return true;
    uint32_t room = rules->room_rules * 2 + 256;
    struct rule *more = realloc(rules->rules, room * sizeof *more);
    if (more) rules->rules = more;
    uint32_t *last = realloc(rules->last, room * sizeof *last);
    if (last) rules->last = last;
    if (!more || !last) return false;
    rules->room_rules = room;
    return true;
}

/* Written 0.95: read digit by digit, since strtod follows the locale. */
static double parse_fraction(const char *text) {
    long value = 0, unit = 1;
    bool point = false;
    for (; *text && unit < 1000000; text++) {
        if (*text == '.') point = true;
        if (*text < '0' || *text > '9') continue;
        if (point) unit *= 10;
        value = value * 10 + (*text - '0');
    }
    return (double)value / (double)unit;
}

static const char *parse_rule(struct rules *rules, const struct table *table, struct rule *rule) {
    static const char *const safeties[] = UTS_SAFETY_NAMES;
    const char *form = table_cell(table, 0), *norm = table_cell(table, 1), *safety = table_cell(table, 4);
    memset(rule, 0, sizeof *rule);
    rule->next = UINT32_MAX;
    if (!*form || !*norm) return "a row needs a form and a norm";
    rule->flags = strcmp(norm, "=") == 0 ? RULE_KEEP : strcmp(norm, "+") == 0 ? RULE_JOIN : 0;
    for (uint32_t i = 1; i < 4; i++)
        if (strcmp(safety, safeties[i]) == 0) rule->safety = i;
    if (!rule->safety && !(rule->flags & RULE_KEEP)) return "safety must be safe, look or person";
    rule->confidence = parse_fraction(table_cell(table, 5));
    rule->norm = pool_copy(&rules->pool, norm, strlen(norm));
    rule->reason = pool_copy(&rules->pool, table_cell(table, 2), strlen(table_cell(table, 2)));
    rule->name = pool_copy(&rules->pool, table_cell(table, 3), strlen(table_cell(table, 3)));
    if (!rule->norm || !rule->reason || !rule->name) return "out of memory";
    const char *rest = form + strcspn(form, " ");
    const char *error = parse_parts(rules, rest + (*rest == ' '), rule);
    return error ? error : parse_when(rules, table_cell(table, 6), rule);
}

static const char *load_rule(struct rules *rules, const struct table *table) {
    struct rule rule;
    const char *error = parse_rule(rules, table, &rule), *form = table_cell(table, 0);
    size_t first = strcspn(form, " ");
    if (!error && *form == '@') error = "the first word of a form must be a word or a #class";
    for (size_t at = 0; !error && at < first;) {
        size_t n = strcspn(form + at, "| ");
        if (!room_for_rule(rules)) return "out of memory";
        rules->rules[rules->n_rules] = rule;
        error = chain_rule(rules, form + at, n, rules->n_rules);
        if (!error) rules->n_rules++;
        at += n + 1;
    }
    return error;
}

const char *rules_load(struct rules *rules, const char *path, bool classes) {
    struct table table;
    int why = table_open(&table, path);
    if (why) return complain(rules, "%s", strerror(why));
    const char *error = NULL;
    while (!error && table_row(&table)) error = classes ? load_class(rules, &table) : load_rule(rules, &table);
    if (error) error = complain(rules, "line %u: %s", table.line, error);
    table_close(&table);
    return error;
}

class_set rules_classes(const struct rules *rules, const char *word, size_t n) {
    class_set none = {{0}};
    uint32_t set = map_get(&rules->members, word, n);
    return set == MAP_ABSENT ? none : rules->sets[set];
}

uint32_t rules_trigger(const struct rules *rules, const char *word, size_t n) {
    return map_get(&rules->triggers, word, n);
}
