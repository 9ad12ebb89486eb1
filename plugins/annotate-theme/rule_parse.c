/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_parse.h"
#include "text.h"

/* Stand for wildcards while a pattern is folded: case mapping leaves control characters alone. */
enum { STAR_MARK = 1, QUESTION_MARK = 2 };
/* Longest alternative of a slot, in bytes, before and after folding. */
enum { MAX_PATTERN = 400 };

struct parser {
    struct codebook *book;
    const struct rule_line *line;
    struct parsed_rule *out;
    struct pool *pool;
    int match;
    bool failed;
};

#define FAIL(p, at, ...)                                                                                               \
    do {                                                                                                               \
        (p)->failed = true;                                                                                            \
        codebook_error((p)->book, place_after((p)->line->place, (p)->line->text, (size_t)((at) - (p)->line->text)),    \
                       __VA_ARGS__);                                                                                   \
    } while (0)

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A number of up to three digits at *s, or -1. */
static int read_number(const char **s) {
    int n = 0, digits = 0;
    while (is_digit(**s) && digits < 4) {
        n = n * 10 + (*(*s)++ - '0');
        digits++;
    }
    return digits == 0 || digits > 3 ? -1 : n;
}

/* ---- slots ------------------------------------------------------------------------------------------------------ */

/* Bytes of the alternative [s, end) with escapes resolved and wildcards as marks; SIZE_MAX: an error was reported. */
static size_t unescape(struct parser *p, const char *s, const char *end, char *out) {
    size_t n = 0;
    if ((size_t)(end - s) > MAX_PATTERN) {
        FAIL(p, s, "a word of more than %d bytes", MAX_PATTERN);
        return SIZE_MAX;
    }
    while (s < end) {
        if (*s == '\\') {
            if (s + 1 >= end) {
                FAIL(p, s, "a backslash at the end of a word; write \\\\ for the sign itself");
                return SIZE_MAX;
            }
            s++;
            out[n++] = *s++;
        } else if (*s == '*') {
            if (n == 0 || out[n - 1] != STAR_MARK) out[n++] = STAR_MARK;
            s++;
        } else if (*s == '?') {
            out[n++] = QUESTION_MARK;
            s++;
        } else if (*s == '"') {
            FAIL(p, s, "a quotation mark inside a rule; put one before and one after the whole phrase, or write \\\"");
            return SIZE_MAX;
        } else if ((unsigned char)*s < 0x20) {
            FAIL(p, s, "a control character inside a rule");
            return SIZE_MAX;
        } else
            out[n++] = *s++;
    }
    return n;
}

/* Fills in what the index wants to know of the pattern. */
static void describe(struct atom *a) {
    a->prefix = a->n;
    a->literals = 0;
    bool signs = false, blank = false;
    for (uint32_t i = 0; i < a->n;) {
        uint32_t bytes = 1;
        if (a->pattern[i] == ANY_RUN || a->pattern[i] == ANY_CHAR) {
            if (a->prefix == a->n) a->prefix = i;
        } else {
            signs = !text_is_word_char(text_char(a->pattern + i, &bytes)) || signs;
            blank = blank || a->pattern[i] == ' ';
            a->literals++;
        }
        i += bytes;
    }
    /* Tokens that touch have no blank between them, so one with a blank is a token by itself. */
    a->spread = signs && !blank && a->layer == LAYER_FORM && a->prefix > 0;
}

static void read_alternative(struct parser *p, const char *s, const char *end, uint8_t layer,
                             struct parsed_slot *slot) {
    char raw[MAX_PATTERN + 1], folded[MAX_PATTERN + 1];
    if (s == end) {
        FAIL(p, s, "an empty alternative; expected a word before and after |");
        return;
    }
    if (slot->n == MAX_ALTERNATIVES) {
        FAIL(p, s, "more than %d alternatives in one place; make several rules", MAX_ALTERNATIVES);
        return;
    }
    size_t n = unescape(p, s, end, raw);
    if (n == SIZE_MAX) return;
    n = text_fold(raw, n, folded, MAX_PATTERN);
    if (n == SIZE_MAX || n == 0) {
        FAIL(p, s, "a word that is empty or too long");
        return;
    }
    for (size_t i = 0; i < n; i++)
        folded[i] = folded[i] == STAR_MARK ? ANY_RUN : folded[i] == QUESTION_MARK ? ANY_CHAR : folded[i];
    struct atom *a = &slot->atoms[slot->n];
    *a = (struct atom){.n = (uint32_t)n, .layer = layer, .next = NO_ATOM};
    a->pattern = pool_copy(p->pool, folded, n);
    if (!a->pattern) {
        p->book->out_of_memory = p->failed = true;
        return;
    }
    describe(a);
    slot->n++;
}

/* Splits [s, end) at | and reads each alternative; a layer prefix holds for those after it, too. */
static void read_slot(struct parser *p, const char *s, const char *end, struct parsed_slot *slot) {
    static const char *const prefixes[LAYER_COUNT] = {"form:", "norm:", "lemma:", "part:"};
    uint8_t layer = (uint8_t)p->match;
    slot->n = 0;
    for (const char *stop = s;; stop++) {
        if (stop < end && *stop == '\\') {
            stop += stop + 1 < end;
            continue;
        }
        if (stop < end && *stop != '|') continue;
        for (int l = 0; l < LAYER_COUNT; l++) {
            size_t n = strlen(prefixes[l]);
            if ((size_t)(stop - s) < n || memcmp(s, prefixes[l], n) != 0) continue;
            layer = (uint8_t)l;
            s += n;
            break;
        }
        read_alternative(p, s, stop, layer, slot);
        if (stop >= end || p->failed) return;
        s = stop + 1;
    }
}

/* ---- rules ------------------------------------------------------------------------------------------------------ */

static const char *skip_blanks(const char *s) { return s + strspn(s, " "); }

/* "-" and "+" before the rule, then "NEG~n " or "!NEG~n ". */
static const char *read_head(struct parser *p, const char *s) {
    if ((*s == '-' || *s == '+') && s[1]) {
        p->out->kind = *s == '-' ? RULE_EXCLUDE : RULE_FORCE;
        s = skip_blanks(s + 1);
    }
    const char *neg = *s == '!' ? s + 1 : s;
    if (strncmp(neg, "NEG", 3) != 0 || (neg[3] && neg[3] != ' ' && neg[3] != '~')) return s;
    const char *number = neg + 4;
    int n = neg[3] == '~' ? read_number(&number) : -1;
    if (n < 0 || n > MAX_GAP || *number != ' ' || !*skip_blanks(number)) {
        FAIL(p, s, "expected NEG~n and a word, n from 0 to %d: NEG~2 tydlig*", MAX_GAP);
        return s;
    }
    p->out->negation = *s == '!' ? NEG_UNWANTED : NEG_WANTED;
    p->out->neg_distance = (uint32_t)n;
    return skip_blanks(number);
}

/* The end of the word at @p s: a blank that no backslash protects, or @p end. */
static const char *word_end(const char *s, const char *end) {
    while (s < end && *s != ' ') s += *s == '\\' && s + 1 < end ? 2 : 1;
    return s;
}

/* Cuts quotation marks around the whole rule. */
static const char *unquote(struct parser *p, const char *s, const char **end) {
    if (*s != '"') return s;
    const char *last = s + 1;
    while (last < *end && *last != '"') last += *last == '\\' && last + 1 < *end ? 2 : 1;
    if (last >= *end)
        FAIL(p, s, "a quotation mark that is never closed");
    else if (skip_blanks(last + 1) != *end)
        FAIL(p, last, "text after the closing quotation mark");
    *end = last < *end ? last : *end;
    return skip_blanks(s + 1);
}

static void read_steps(struct parser *p, const char *s, const char *end) {
    struct parsed_rule *out = p->out;
    uint32_t gap = 0;
    const char *open_gap = NULL;
    for (; s < end && !p->failed; s = skip_blanks(s)) {
        const char *stop = word_end(s, end), *number = s + 1;
        if (*s == '~') {
            int n = read_number(&number);
            if (n < 0 || n > MAX_GAP || number != stop)
                FAIL(p, s, "expected ~n, the most words between two others, n from 0 to %d; write \\~ for the sign",
                     MAX_GAP);
            else if (out->n_slots == 0 || open_gap)
                FAIL(p, s, "a gap stands between two words: x ~%d y", n);
            gap = (uint32_t)n;
            open_gap = s;
        } else if (out->n_slots == MAX_SLOTS) {
            FAIL(p, s, "a rule of more than %d words", MAX_SLOTS);
        } else {
            out->gaps[out->n_slots] = gap;
            read_slot(p, s, stop, &out->slots[out->n_slots++]);
            gap = 0;
            open_gap = NULL;
        }
        s = stop;
    }
    if (open_gap && !p->failed) FAIL(p, open_gap, "a gap at the end of a rule; expected a word after it");
}

static uint32_t slot_weight(const struct parsed_slot *slot) {
    uint32_t weight = UINT32_MAX;
    for (uint32_t i = 0; i < slot->n; i++)
        if (slot->atoms[i].literals < weight) weight = slot->atoms[i].literals;
    return weight;
}

bool rule_parse(struct codebook *book, const struct rule_line *line, int match, struct pool *pool,
                struct parsed_rule *out) {
    struct parser p = {.book = book, .line = line, .out = out, .pool = pool, .match = match};
    out->kind = RULE_INCLUDE;
    out->negation = NEG_NONE;
    out->neg_distance = out->n_slots = 0;
    const char *s = read_head(&p, line->text), *end = line->text + strlen(line->text);
    while (end > s && end[-1] == ' ' && !(end - 1 > s && end[-2] == '\\')) end--;
    if (!p.failed) s = unquote(&p, s, &end);
    if (!p.failed) read_steps(&p, s, end);
    if (p.failed) return false;
    uint32_t heaviest = 0;
    for (uint32_t i = 0; i < out->n_slots; i++)
        if (slot_weight(&out->slots[i]) > heaviest) heaviest = slot_weight(&out->slots[i]);
    if (out->n_slots == 0)
        FAIL(&p, s, "empty rule; write a word, a word with * or a phrase");
    else if (heaviest == 0)
        FAIL(&p, s, "a rule of wildcards only would match every word; add a letter, or write \\* for the sign itself");
    return !p.failed;
}

bool rule_parse_slot(struct codebook *book, const char *text, int match, struct pool *pool, struct parsed_slot *slot) {
    struct rule_line line = {.text = text};
    struct parser p = {.book = book, .line = &line, .pool = pool, .match = match};
    const char *end = text + strlen(text);
    if (word_end(text, end) != end || text == end) {
        codebook_error(book, (struct place){0, 0}, "the negator \"%.40s\" must be one word", text);
        return false;
    }
    read_slot(&p, text, end, slot);
    if (!p.failed && slot_weight(slot) == 0) {
        codebook_error(book, (struct place){0, 0}, "the negator \"%.40s\" has wildcards only", text);
        return false;
    }
    return !p.failed;
}
