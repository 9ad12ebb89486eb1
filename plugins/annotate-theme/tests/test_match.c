/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One-pass matching against a plain recursive evaluator: random codebooks over random token sequences. The evaluator
 * works on the rule as it was drawn, never on its text, and tries every rule at every token in every way.
 */
#include "match.h"
#include <tap.h>
#include <utsaga/layers.h>

static uint64_t seed = 88172645463325252u;
static uint32_t draw(uint32_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % n;
}

/* ---- tokens ----------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    uint32_t kind;
} vocabulary[] = {{"", 0},
                  {"å", UTS_TOKEN_WORD},
                  {"åb", UTS_TOKEN_WORD},
                  {"åba", UTS_TOKEN_WORD},
                  {"ba", UTS_TOKEN_WORD},
                  {"abba", UTS_TOKEN_WORD},
                  {"c", UTS_TOKEN_WORD},
                  {"cab", UTS_TOKEN_WORD},
                  {"c-b", UTS_TOKEN_WORD},
                  {"inte", UTS_TOKEN_WORD},
                  {"å ba", UTS_TOKEN_WORD},
                  {"7", UTS_TOKEN_NUMBER},
                  {",", UTS_TOKEN_PUNCT},
                  {"+", UTS_TOKEN_PUNCT},
                  {".", UTS_TOKEN_SENTENCE_END},
                  {"...", UTS_TOKEN_PAUSE},
                  {"(...)", UTS_TOKEN_OMITTED},
                  {"[ba]", UTS_TOKEN_EVENT},
                  {"²", UTS_TOKEN_NOTE_REF},
                  /* lemmas only */
                  {"c+ba", 0},
                  {"BA", 0}};
enum { VOCABULARY = sizeof vocabulary / sizeof *vocabulary, TOKEN_TYPES = 19, MAX_TOKENS = 60 };

static uint32_t t_begin[MAX_TOKENS], t_end[MAX_TOKENS], t_fold[MAX_TOKENS], t_kind[MAX_TOKENS], t_turn[MAX_TOKENS],
    t_zone[MAX_TOKENS], t_sentence[MAX_TOKENS], t_norm[MAX_TOKENS], t_lemma[MAX_TOKENS], t_parts[MAX_TOKENS];
static uint32_t n_tokens, n_turns, turn_begin[MAX_TOKENS + 1], label_begin[MAX_TOKENS + 1], label_end[MAX_TOKENS + 1];

/* Turns begin where the column of tokens changes; a label lies anywhere between the turns next to its own. */
static void draw_turns(void) {
    n_turns = 0;
    for (uint32_t i = 0; i < n_tokens; i++)
        if (i == 0 || t_turn[i] != t_turn[i - 1]) turn_begin[n_turns++] = t_begin[i];
    for (uint32_t r = 0; r < n_turns; r++) {
        uint32_t low = r && draw(2) ? turn_begin[r - 1] : turn_begin[r];
        uint32_t high = low == turn_begin[r] ? r + 1 < n_turns ? turn_begin[r + 1] : low + 20 : turn_begin[r];
        label_begin[r] = low + draw(high - low + 1);
        label_end[r] = label_begin[r] + draw(high - label_begin[r] + 1);
    }
}

static void draw_tokens(void) {
    uint32_t at = 0, sentence = 0, turn = 0, zone = UTS_ZONE_SPEECH;
    n_tokens = draw(MAX_TOKENS);
    for (uint32_t i = 0; i < n_tokens; i++) {
        uint32_t w = draw(3) ? 1 + draw(10) : 1 + draw(TOKEN_TYPES - 1);
        at += draw(4) > 0;
        t_fold[i] = w;
        t_kind[i] = vocabulary[w].kind;
        t_begin[i] = at;
        at += (uint32_t)strlen(vocabulary[w].text);
        t_end[i] = at;
        t_sentence[i] = sentence;
        t_turn[i] = turn;
        t_zone[i] = zone;
        t_norm[i] = draw(8) ? 0 : 1 + draw(9);
        t_lemma[i] = draw(2) ? w : draw(3) ? 1 + draw(9) : 20;
        t_parts[i] = draw(6) ? 0 : 19;
        if (t_kind[i] == UTS_TOKEN_SENTENCE_END ? draw(4) > 0 : draw(12) == 0) {
            sentence++;
            turn += draw(3) == 0;
            zone = draw(4) ? UTS_ZONE_SPEECH : UTS_ZONE_METADATA;
        }
    }
    draw_turns();
}

static const char *spell(void *context, uint32_t symbol, size_t *n) {
    (void)context;
    *n = strlen(vocabulary[symbol].text);
    return vocabulary[symbol].text;
}

static bool never(void *context) {
    (void)context;
    return false;
}

/* ---- rules ------------------------------------------------------------------------------------------------------ */

static const char *const words[] = {"å",   "å",  "ba",  "åb",   "åb*", "*ba", "*b*",  "a*a", "?ba",
                                    "ca?", "ba", "cab", "c*",   "*",   "c-b", "c-b*", "c+",  "c+*",
                                    "+",   ",",  ".",   "[ba]", "...", "7",   "inte", "??"};
enum { WORDS = sizeof words / sizeof *words };

struct alternative {
    const char *word;
    int layer;
};
struct drawn_slot {
    uint32_t n;
    struct alternative alternatives[3];
};
struct drawn_rule {
    uint32_t code, n;
    int kind, negation;
    uint32_t distance, gaps[4];
    struct drawn_slot slots[4];
};
enum { MAX_RULES = 12, CODES = 3 };
static struct drawn_rule rules[MAX_RULES];
static uint32_t n_rules;

static void draw_rule(struct drawn_rule *r) {
    do {
        *r = (struct drawn_rule){.n = 1 + draw(4)};
        if (draw(2)) r->n = 1;
        r->kind = draw(3) ? RULE_INCLUDE : draw(2) ? RULE_EXCLUDE : RULE_FORCE;
        r->negation = draw(4) ? NEG_NONE : draw(2) ? NEG_WANTED : NEG_UNWANTED;
        r->distance = draw(3);
        for (uint32_t s = 0; s < r->n; s++) {
            r->gaps[s] = s && draw(2) ? draw(4) : 0;
            r->slots[s].n = draw(3) ? 1 : 1 + draw(3);
            for (uint32_t a = 0; a < r->slots[s].n; a++)
                r->slots[s].alternatives[a] =
                    (struct alternative){words[draw(WORDS)], draw(4) ? LAYER_FORM : (int)draw(LAYER_PART + 1)};
        }
        bool literal = false; /* one place must have no alternative of wildcards only */
        for (uint32_t s = 0; s < r->n; s++) {
            bool all = true;
            for (uint32_t a = 0; a < r->slots[s].n; a++) {
                const char *w = r->slots[s].alternatives[a].word;
                if (strspn(w, "*?") == strlen(w)) all = false;
            }
            literal = literal || all;
        }
        if (literal) return;
    } while (true);
}

static const char *write_rule(const struct drawn_rule *r) {
    static const char *const layer_names[] = {"form:", "norm:", "lemma:", "part:"};
    static char text[1000];
    char *p = text;
    p += sprintf(p, "%s", r->kind == RULE_EXCLUDE ? "-" : r->kind == RULE_FORCE ? "+" : "");
    if (r->negation) p += sprintf(p, "%sNEG~%u ", r->negation == NEG_UNWANTED ? "!" : "", r->distance);
    for (uint32_t s = 0; s < r->n; s++) {
        if (s) p += sprintf(p, " ");
        if (s && r->gaps[s]) p += sprintf(p, "~%u ", r->gaps[s]);
        for (uint32_t a = 0; a < r->slots[s].n; a++) {
            if (a) p += sprintf(p, "|");
            p += sprintf(p, "%s", layer_names[r->slots[s].alternatives[a].layer]);
            for (const char *w = r->slots[s].alternatives[a].word; *w; w++) {
                /* Signs with a meaning at the start of a rule; escaping too many does no harm. */
                if (strchr("+-[]", *w)) *p++ = '\\';
                *p++ = *w;
            }
        }
    }
    *p = 0;
    return text;
}

/* ---- the evaluator ---------------------------------------------------------------------------------------------- */

static uint32_t bytes_at(const char *s) {
    unsigned char u = (unsigned char)*s;
    return u < 0x80 ? 1 : u < 0xE0 ? 2 : 3;
}

static bool glob(const char *w, const char *s) {
    if (!*w) return !*s;
    if (*w == '*') return glob(w + 1, s) || (*s && glob(w, s + bytes_at(s)));
    if (!*s) return false;
    if (*w == '?') return glob(w + 1, s + bytes_at(s));
    return *w == *s && glob(w + 1, s + 1);
}

static const char *lower(const char *s) { return strcmp(s, "BA") == 0 ? "ba" : s; }

static bool word_matches(const struct alternative *a, uint32_t k) {
    const char *lemma = lower(vocabulary[t_lemma[k]].text);
    switch (a->layer) {
    case LAYER_FORM:
        return glob(a->word, vocabulary[t_fold[k]].text);
    case LAYER_NORM:
        return glob(a->word, vocabulary[t_norm[k] ? t_norm[k] : t_fold[k]].text);
    case LAYER_LEMMA:
        return glob(a->word, lemma);
    default:
        if (glob(a->word, lemma)) return true;
        return t_parts[k] && (glob(a->word, "c") || glob(a->word, "ba")); /* the only parts are c+ba */
    }
}

static bool word_at(uint32_t k) { return t_kind[k] < UTS_TOKEN_PUNCT; }

static bool labelled(uint32_t i) {
    for (uint32_t l = 0; l < n_turns; l++)
        if (t_zone[i] == UTS_ZONE_METADATA && label_begin[l] <= t_begin[i] && t_begin[i] < label_end[l]) return true;
    return false;
}

/* Last token of what the slot matches at k, or -1: one word, else the shortest run of tokens that touch. */
static int slot_end(const struct drawn_slot *s, uint32_t k) {
    if (labelled(k)) return -1;
    for (uint32_t a = 0; a < s->n; a++)
        if (word_at(k) && word_matches(&s->alternatives[a], k)) return (int)k;
    char text[400] = "";
    for (uint32_t i = k; i < n_tokens && i < k + 16; i++) {
        if (i > k && t_begin[i] != t_end[i - 1]) break;
        strcat(text, vocabulary[t_fold[i]].text);
        for (uint32_t a = 0; a < s->n; a++) {
            const char *w = s->alternatives[a].word;
            bool signs = strpbrk(w, "+-[],.") != NULL && *w != '*' && *w != '?';
            if (signs && s->alternatives[a].layer == LAYER_FORM && glob(w, text)) return (int)i;
        }
    }
    return -1;
}

static bool together(uint32_t a, uint32_t b) { return t_sentence[a] == t_sentence[b] && t_turn[a] == t_turn[b]; }

/* Nearest end of steps s… when step s - 1 ended at j, or -1. */
static int rest_end(const struct drawn_rule *r, uint32_t s, uint32_t j) {
    int best = -1;
    uint32_t passed = 0;
    if (s == r->n) return (int)j;
    for (uint32_t k = j + 1; k < n_tokens && together(j, k); k++) {
        if (t_kind[k] == UTS_TOKEN_NOTE_REF) continue;
        int end = slot_end(&r->slots[s], k);
        if (end >= 0) {
            int last = rest_end(r, s + 1, (uint32_t)end);
            if (last >= 0 && (best < 0 || last < best)) best = last;
        }
        bool blocks =
            t_kind[k] == UTS_TOKEN_SENTENCE_END || t_kind[k] == UTS_TOKEN_PAUSE || t_kind[k] == UTS_TOKEN_OMITTED;
        if (word_at(k) ? passed++ == r->gaps[s] : r->gaps[s] == 0 || blocks) break;
    }
    return best;
}

static bool negator_before(const struct drawn_rule *r, uint32_t start) {
    uint32_t looked = 0;
    for (int k = (int)start - 1; k >= 0 && together((uint32_t)k, start); k--) {
        if (t_kind[k] == UTS_TOKEN_SENTENCE_END || t_kind[k] == UTS_TOKEN_OMITTED) return false;
        if (!word_at((uint32_t)k)) continue;
        if (strcmp(vocabulary[t_fold[k]].text, "inte") == 0 && !labelled((uint32_t)k)) return true;
        if (++looked > r->distance) return false;
    }
    return false;
}

static bool negation_fits(const struct drawn_rule *r, uint32_t start) {
    return !r->negation || negator_before(r, start) == (r->negation == NEG_WANTED);
}

/* True when the rule is a phrase of plain words, and token i is one token with blanks that reads like it. */
static bool is_spelled_with_blanks(const struct drawn_rule *r, uint32_t i) {
    char text[200] = "";
    for (uint32_t s = 0; s < r->n; s++) {
        const struct alternative *a = &r->slots[s].alternatives[0];
        if (r->slots[s].n != 1 || a->layer != LAYER_FORM || strpbrk(a->word, "*?") || r->gaps[s]) return false;
        if (s) strcat(text, " ");
        strcat(text, a->word);
    }
    return r->n > 1 && word_at(i) && !labelled(i) && strcmp(text, vocabulary[t_fold[i]].text) == 0;
}

static int rule_end(const struct drawn_rule *r, uint32_t i) {
    int end = slot_end(&r->slots[0], i);
    if (is_spelled_with_blanks(r, i)) return negation_fits(r, i) ? (int)i : -1;
    if (end >= 0) end = rest_end(r, 1, (uint32_t)end);
    return end >= 0 && negation_fits(r, i) ? end : -1;
}

/* Spans of one code that count (kept) or were removed, merged; as "first-last " in a string. */
static void evaluate(uint32_t code, bool kept, char *out) {
    bool inside[MAX_TOKENS + 1] = {false}, joined[MAX_TOKENS + 1] = {false};
    for (uint32_t i = 0; i < n_tokens; i++)
        for (uint32_t r = 0; r < n_rules; r++) {
            if (rules[r].code != code || rules[r].kind != RULE_INCLUDE) continue;
            int end = rule_end(&rules[r], i);
            if (end < 0) continue;
            bool excluded = false, forced = false;
            for (uint32_t k = 0; k < n_tokens; k++)
                for (uint32_t q = 0; q < n_rules; q++) {
                    if (rules[q].code != code || rules[q].kind == RULE_INCLUDE) continue;
                    int other = rule_end(&rules[q], k);
                    if (other < 0 || other < (int)i || (int)k > end) continue;
                    if (rules[q].kind == RULE_EXCLUDE) excluded = true;
                    if (rules[q].kind == RULE_FORCE) forced = true;
                }
            if ((excluded && !forced) == kept) continue;
            for (uint32_t k = i; k <= (uint32_t)end; k++) inside[k] = true;
            for (uint32_t k = i; k < (uint32_t)end; k++) joined[k] = true;
        }
    for (uint32_t i = 0; i < n_tokens; i++) {
        if (!inside[i]) continue;
        uint32_t first = i;
        while (joined[i]) i++;
        out += sprintf(out, "%u-%u ", first, i);
    }
    *out = 0;
}

/* ---- the comparison --------------------------------------------------------------------------------------------- */

static bool is_ordered(const struct hit *hits, uint32_t n) {
    for (uint32_t i = 1; i < n; i++)
        if (hits[i].first < hits[i - 1].first) return false;
    return true;
}

static void describe_hits(const struct hit *hits, uint32_t n, uint32_t code, bool kept, char *out) {
    for (uint32_t i = 0; i < n; i++)
        if (hits[i].code == code && (hits[i].excluded_by == UINT32_MAX) == kept)
            out += sprintf(out, "%u-%u ", hits[i].first, hits[i].last);
    *out = 0;
}

static uint32_t total_hits, total_removed, total_phrases;

static bool same_hits(const struct hit *hits, uint32_t n) {
    char got[4000], expected[4000];
    for (uint32_t code = 0; code < CODES; code++)
        for (int kept = 0; kept < 2; kept++) {
            describe_hits(hits, n, code, kept, got);
            evaluate(code, kept, expected);
            if (strcmp(got, expected) == 0) continue;
            printf("# code %u %s\n#      got %s\n# expected %s\n", code, kept ? "kept" : "removed", got, expected);
            for (uint32_t r = 0; r < n_rules; r++)
                if (rules[r].code == code) printf("# rule %s\n", write_rule(&rules[r]));
            printf("# text");
            for (uint32_t i = 0; i < n_tokens; i++)
                printf("%s%s", i && t_begin[i] == t_end[i - 1] ? "" : " ", vocabulary[t_fold[i]].text);
            printf("\n");
            return false;
        }
    for (uint32_t i = 0; i < n; i++) {
        total_hits++;
        total_removed += hits[i].excluded_by != UINT32_MAX;
        total_phrases += hits[i].last > hits[i].first;
    }
    return is_ordered(hits, n);
}

static bool compile(struct codebook *book, struct program *program) {
    static const char *const ids[] = {"0", "1", "2"};
    codebook_init(book, "test");
    for (int i = 0; i < CODES; i++) codebook_add_code(book, (struct place){1, 1}, ids[i], NULL, NULL, NULL, NULL);
    n_rules = 1 + draw(MAX_RULES);
    for (uint32_t r = 0; r < n_rules; r++) {
        draw_rule(&rules[r]);
        rules[r].code = draw(CODES);
        const char *text = write_rule(&rules[r]);
        codebook_add_rule(book, rules[r].code, (struct place){1, 1}, text, strlen(text));
    }
    codebook_add_negator(book, (struct place){1, 1}, "inte");
    codebook_finish(book);
    bool good = program_compile(program, book, LAYER_FORM) && book->n_errors == 0;
    if (!good) printf("# %s\n", book->errors ? book->errors : "out of memory");
    return good;
}

/* Some documents with one codebook, the memo kept between them, the epoch changed half-way. */
static bool try_codebook(void) {
    struct codebook book;
    struct program program;
    bool good = compile(&book, &program);
    struct match *m = good ? match_new(&program) : NULL;
    for (uint32_t d = 0; m && good && d < 6; d++) {
        draw_tokens();
        struct tokens t = {n_tokens, t_begin, t_end,   t_fold,  t_kind,     t_turn,      t_zone,   t_sentence,
                           t_norm,   t_lemma, t_parts, n_turns, turn_begin, label_begin, label_end};
        struct spelling spelling = {NULL, spell, VOCABULARY, 1 + d / 3};
        const struct hit *hits;
        uint32_t n;
        good = match_run(m, &t, &spelling, NULL, never, &hits, &n) && same_hits(hits, n);
    }
    match_free(m);
    program_free(&program);
    codebook_free(&book);
    return good;
}

int main(void) {
    uint32_t good = 0;
    const uint32_t rounds = 4000;
    for (uint32_t i = 0; i < rounds && good == i; i++) good += try_codebook();
    is_int(good, rounds, "one-pass matching gives the hits of the recursive evaluator");
    ok(total_hits > 50000 && total_removed > 2000 && total_phrases > 3000,
       "the random codebooks hit, exclude and match phrases often");
    printf("# %u hits, %u removed, %u of several tokens\n", total_hits, total_removed, total_phrases);
    return done();
}
