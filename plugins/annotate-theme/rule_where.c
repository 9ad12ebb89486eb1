/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions of rules: "role=chef|medarbetare", "wave!=2", "age>=30". */
#include "rule_parse.h"
#include "text.h"

static const struct {
    const char *sign;
    uint8_t compare;
} signs[] = {{"!=", COMPARE_DIFFERENT}, {"<=", COMPARE_LESS_EQUAL}, {">=", COMPARE_MORE_EQUAL},
             {"=", COMPARE_EQUAL},      {"<", COMPARE_LESS},        {">", COMPARE_MORE}};
enum { SIGNS = sizeof signs / sizeof *signs, MAX_VALUE = 200 };

/* A folded copy in the pool, with wildcards where no backslash stands before them. */
static const char *folded_value(struct parser *p, const char *s, const char *end) {
    char raw[MAX_VALUE + 1], out[MAX_VALUE * 2 + 1];
    size_t n = 0;
    if (end - s > MAX_VALUE) {
        PARSE_FAIL(p, s, "a value of more than %d bytes", MAX_VALUE);
        return NULL;
    }
    for (; s < end; s++) {
        bool escaped = *s == '\\' && s + 1 < end;
        if (escaped) s++;
        raw[n++] = !escaped && *s == '*' ? 1 : !escaped && *s == '?' ? 2 : *s;
    }
    n = text_fold(raw, n, out, sizeof out - 1);
    if (n == SIZE_MAX) n = 0;
    for (size_t i = 0; i < n; i++) out[i] = out[i] == 1 ? ANY_RUN : out[i] == 2 ? ANY_CHAR : out[i];
    const char *copy = pool_copy(p->reading->pool, out, n);
    if (!copy) p->reading->book->out_of_memory = p->failed = true;
    return copy;
}

static void read_values(struct parser *p, const char *s, const char *end, struct condition *c) {
    uint32_t n = 1, k = 0;
    for (const char *at = s; at < end; at++) n += *at == '|';
    const char **values = pool_alloc(p->reading->pool, (n + 1) * sizeof *values);
    if (!values) {
        p->reading->book->out_of_memory = p->failed = true;
        return;
    }
    for (const char *at = s; at <= end && !p->failed; at++) {
        if (at < end && *at == '\\') {
            at++;
            continue;
        }
        if (at < end && *at != '|') continue;
        values[k++] = folded_value(p, s, at);
        s = at + 1;
    }
    c->values = values;
}

void parse_condition(struct parser *p, const char *s, const char *end) {
    const char *at = s;
    int sign = SIGNS;
    for (; at < end && sign == SIGNS; at++)
        for (sign = 0; sign < SIGNS; sign++)
            if (strncmp(at, signs[sign].sign, strlen(signs[sign].sign)) == 0) break;
    at--;
    if (sign == SIGNS || at <= s) {
        PARSE_FAIL(p, s, "expected a condition without blanks around its sign: role=chef, wave!=2, age>=30");
        return;
    }
    struct condition c = {.compare = signs[sign].compare,
                          .place = place_after(p->place, p->text, (size_t)(s - p->text))};
    c.name = folded_value(p, s, at);
    const char *value = at + strlen(signs[sign].sign);
    if (value >= end && !p->failed) PARSE_FAIL(p, at, "expected a value behind the sign");
    if (!p->failed && c.compare >= COMPARE_LESS && !text_number(value, (size_t)(end - value), &c.number))
        PARSE_FAIL(p, value, "expected a number, with a decimal point: age>=30");
    if (!p->failed) read_values(p, value, end, &c);
    if (p->failed || !PARSE_ROOM(p, conditions)) return;
    p->out->conditions[p->out->n_conditions++] = c;
}
