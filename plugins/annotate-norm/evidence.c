/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spelling in its document: how often the form and the word that it may be occur, and what stands beside them. */
#include "norm.h"

enum {
    SAFE_LETTERS = 5,
    SAFE_COST = 120,      /* hundredths of an edit */
    SAFE_COST_LONG = 150, /* two slips, in words of LONG_LETTERS */
    LONG_LETTERS = 12,
    SAFE_SHARE = 9091, /* of the probability of all candidates, in parts of 10,000: ten to one */
    SAFE_SCORE = -900, /* of a word; long words are rarer, and compounds are judged by their parts */
    SAFE_SCORE_LONG = -1100,
    SLIGHT_COST = 60, /* all that a short word allows, and a slip that may come back: "supporttrar" */
    DOUBTFUL_COST = 170,
    DOUBTFUL_SHARE = 6400,
    BONUS_ATTESTED = 100, /* the document has the word itself */
    BONUS_TWICE = 25,     /* and again for each doubling of its count */
    BONUS_BESIDE = 150,   /* it stands beside the same word elsewhere */
    MAX_DOUBLINGS = 6,
    BESIDE_OFTEN = 3,
    CONTENT_BYTES = 5,
    FAR_TOKENS = 20000,
    FAR_STEP = 10,
    FAR_MOST = 150,
    FAR_LEAST = 5,
    BONUS_COST = 60 /* the document speaks only for candidates that cost hardly more than the cheapest */
};

struct pair {
    uint64_t key;
    uint32_t count;
};

struct evidence {
    unsigned char *target; /* by symbol: 1 where it is the fold of a suggestion */
    struct pair *pairs;
    uint32_t room;
    uint32_t n_vocabulary;
};

static uint32_t count_of(const struct norm_doc *doc, const uint32_t *counts, uts_sym symbol) {
    return counts && symbol < doc->n_counts ? counts[symbol] : 0;
}

static struct pair *find_pair(const struct evidence *e, uts_sym a, uts_sym b) {
    uint64_t key = (uint64_t)a << 32 | b, h = key * 0x9E3779B97F4A7C15u;
    for (uint32_t i = (uint32_t)(h >> 32) & (e->room - 1);; i = (i + 1) & (e->room - 1))
        if (e->pairs[i].key == key || e->pairs[i].key == 0) return &e->pairs[i];
}

static bool first_in_sentence(struct norm_doc *doc, uint32_t token) {
    class_set before = context_place(doc, token, -1);
    return class_has(&before, CLASS_NONE) || class_has(&before, CLASS_STOP);
}

/* A form that has a capital inside a sentence is a name in all of the document. */
static bool worth_a_look(const struct norm_doc *doc, const struct action *action) {
    return action->kind == ACTION_SPELLING && (!action->capital || action->name != doc->local->n_documents);
}

static bool count_symbols(struct norm_doc *doc, bool forms) {
    const uts_host *host = doc->stage->host;
    doc->n_counts = host->symbol_count(doc->job);
    doc->fold_counts = host->alloc(doc->job, (size_t)doc->n_counts * sizeof(uint32_t), 8);
    if (!doc->fold_counts) return false;
    for (uint32_t i = 0; i < doc->token->rows; i++) doc->fold_counts[doc->fold[i]]++;
    if (!forms) return true;
    doc->form_counts = host->alloc(doc->job, (size_t)doc->n_counts * sizeof(uint32_t), 8);
    for (uint32_t i = 0; doc->form_counts && i < doc->token->rows; i++) doc->form_counts[doc->form[i]]++;
    return doc->form_counts != NULL;
}

static bool make_pairs(struct norm_doc *doc, struct evidence *e, uint32_t suggestions) {
    const uts_host *host = doc->stage->host;
    for (e->room = 64; e->room < suggestions * 4; e->room *= 2) {
    }
    e->pairs = host->alloc(doc->job, e->room * sizeof *e->pairs, 8);
    e->target = host->alloc(doc->job, doc->n_counts, 1);
    return e->pairs && e->target;
}

/* Marks the pairs of words that would speak for a suggestion. */
static void watch_pairs(struct norm_doc *doc, struct evidence *e, uint32_t token, const struct action *action) {
    for (uint32_t i = 0; i < action->use->count; i++) {
        uts_sym fold = action->use->of[i].fold;
        if (!count_of(doc, doc->fold_counts, fold)) continue;
        e->target[fold] = 1;
        if (token + 1 < doc->token->rows && doc->kind[token + 1] < UTS_TOKEN_PUNCT)
            find_pair(e, fold, doc->fold[token + 1])->key = (uint64_t)fold << 32 | doc->fold[token + 1];
        if (token > 0 && doc->kind[token - 1] < UTS_TOKEN_PUNCT)
            find_pair(e, doc->fold[token - 1], fold)->key = (uint64_t)doc->fold[token - 1] << 32 | fold;
    }
}

static void count_pairs(struct norm_doc *doc, struct evidence *e) {
    for (uint32_t i = 0; i < doc->token->rows; i++) {
        if (!e->target[doc->fold[i]]) continue;
        if (i + 1 < doc->token->rows) {
            struct pair *pair = find_pair(e, doc->fold[i], doc->fold[i + 1]);
            pair->count += pair->key != 0;
        }
        if (i > 0) {
            struct pair *pair = find_pair(e, doc->fold[i - 1], doc->fold[i]);
            pair->count += pair->key != 0;
        }
    }
}

/* Enough for an interview of three hours; long running text must not pay ten times for its rare words. */
static uint32_t far_allowance(uint32_t tokens) {
    uint32_t less = tokens > FAR_TOKENS ? (tokens - FAR_TOKENS) / FAR_STEP : 0;
    return less + FAR_LEAST < FAR_MOST ? FAR_MOST - less : FAR_LEAST;
}

bool evidence_gather(struct norm_doc *doc) {
    struct norm_local *local = doc->local;
    const uint32_t *memo;
    uint32_t spellings = 0, genitives = 0, suggestions = 0;
    for (uint32_t i = 0; i < local->n_pending; i++) {
        memo = uts_memo_at(&local->memo, doc->form[local->pending[i]]);
        struct action *action = &local->actions[*memo - ACTION_FIRST];
        spellings += action->kind == ACTION_SPELLING;
        genitives += action->kind == ACTION_GENITIVE;
        if (action->kind == ACTION_SPELLING && action->capital && !first_in_sentence(doc, local->pending[i]))
            action->name = local->n_documents;
    }
    if (!spellings && !genitives) return true;
    if (!count_symbols(doc, genitives > 0)) return false;
    struct evidence *e = doc->stage->host->alloc(doc->job, sizeof *e, 8);
    if (!e) return false;
    doc->far_left = doc->ask_left = far_allowance(doc->token->rows);
    for (uint32_t i = 0; i < local->n_pending; i++) {
        memo = uts_memo_at(&local->memo, doc->form[local->pending[i]]);
        struct action *action = &local->actions[*memo - ACTION_FIRST];
        if (!worth_a_look(doc, action)) continue;
        classify_search(doc, action);
        suggestions += action->use->count;
    }
    if (!make_pairs(doc, e, suggestions)) return false;
    for (uint32_t i = 0; i < local->n_pending; i++) {
        memo = uts_memo_at(&local->memo, doc->form[local->pending[i]]);
        struct action *action = &local->actions[*memo - ACTION_FIRST];
        if (action->seen == local->n_documents) watch_pairs(doc, e, local->pending[i], action);
    }
    count_pairs(doc, e);
    doc->evidence = e;
    return true;
}

/* Short words stand beside everything. */
static bool is_content(struct norm_doc *doc, uint32_t token) {
    return doc->kind[token] == UTS_TOKEN_WORD && doc->stage->host->spell(doc->job, doc->fold[token]).n >= CONTENT_BYTES;
}

/* How often the suggestion stands beside the same content word elsewhere in the document. */
static uint32_t beside(struct norm_doc *doc, uint32_t token, const struct suggestion *s) {
    uint32_t count = 0;
    if (!count_of(doc, doc->fold_counts, s->fold)) return 0;
    if (token + 1 < doc->token->rows && is_content(doc, token + 1))
        count += find_pair(doc->evidence, s->fold, doc->fold[token + 1])->count;
    if (token > 0 && is_content(doc, token - 1))
        count += find_pair(doc->evidence, doc->fold[token - 1], s->fold)->count;
    return count;
}

static int32_t doublings(uint32_t count) {
    int32_t n = 0;
    for (; count > 1 && n < MAX_DOUBLINGS; count /= 2) n++;
    return n;
}

static int32_t bonus(struct norm_doc *doc, uint32_t token, const struct suggestion *s) {
    uint32_t count = count_of(doc, doc->fold_counts, s->fold), pairs = beside(doc, token, s);
    if (!count) return 0;
    return BONUS_ATTESTED + BONUS_TWICE * doublings(count) +
           (pairs ? BONUS_BESIDE + BONUS_TWICE * doublings(pairs) : 0);
}

/* Names and what the document has often are no sign of another language. */
static bool in_swedish(struct norm_doc *doc, uint32_t token) {
    uint32_t known = 0, unknown = 0;
    for (int32_t place = -2; place <= 2; place++) {
        uint32_t at = place ? context_token(doc, token, place) : UTS_NO_ROW;
        if (at == UTS_NO_ROW || doc->kind[at] != UTS_TOKEN_WORD) continue;
        class_set set = context_place(doc, token, place);
        if (class_has(&set, CLASS_KNOWN))
            known++;
        else if (!class_has(&set, CLASS_CAPITAL) &&
                 count_of(doc, doc->fold_counts, doc->fold[at]) < (uint32_t)doc->stage->conf->vocabulary)
            unknown++;
    }
    return known >= 2 * unknown;
}

/* After a genitive no definite form can stand, so a suggestion that is one must be wrong in more than spelling. */
static bool definite_after_genitive(struct norm_doc *doc, uint32_t token, uts_sym fold) {
    if (fold >= doc->local->classes.room || !class_has(context_symbol(doc, fold), CLASS_DEFINITE)) return false;
    for (uint32_t back = 1; back <= 2 && back <= token; back++) {
        uint32_t at = token - back;
        if (doc->kind[at] != UTS_TOKEN_WORD || doc->sentence[at] != doc->sentence[token]) return false;
        uts_str s = doc->stage->host->spell(doc->job, doc->form[at]);
        class_set set = context_place(doc, token, -(int32_t)back);
        if (s.n > 3 && s.p[s.n - 1] == 's' && (class_has(&set, CLASS_NOUN) || class_has(&set, CLASS_CAPITAL)))
            return true;
    }
    return false;
}

static uint32_t letters_of(uts_str s) {
    uint32_t letters = 0;
    for (size_t i = 0; i < s.n; i++) letters += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return letters;
}

/* Forms that differ at the very end are as often a form of the word as a slip: "powerpoints", "vårdandet". */
static bool differs_at_end(uts_str a, uts_str b) {
    size_t same = 0, longer = a.n > b.n ? a.n : b.n;
    while (same < a.n && same < b.n && a.p[same] == b.p[same]) same++;
    return longer - same <= 1 || (longer - same == 2 && ((unsigned char)(a.n > b.n ? a : b).p[same] & 0xC0) == 0xC0);
}

/* A first letter too much or too little is a prefix as often as a slip: "obrottslighet" is no crime. */
static bool same_start(uts_str a, uts_str b) {
    uint32_t n, m, c = uts_utf8_at(a.p, &n), d = uts_utf8_at(b.p, &m);
    return c == d || a.n - n == b.n - m;
}

/* "Europeer" and "européer", "cafe" and "café": variants rather than slips. */
static bool differs_in_accent(uts_str a, uts_str b) {
    size_t i = 0, j = 0;
    while (i < a.n && j < b.n) {
        uint32_t n, m, c = uts_utf8_at(a.p + i, &n), d = uts_utf8_at(b.p + j, &m);
        bool accent = (c == 'e' && d == 0xE9) || (c == 0xE9 && d == 'e');
        if (c != d && !accent) return false;
        i += n;
        j += m;
    }
    return i == a.n && j == b.n;
}

/* The best suggestion, and how much of the probability of all it has. */
struct verdict {
    const struct suggestion *best;
    int32_t score;
    uint32_t share; /* parts of 10,000 */
};

/* 10,000 · 10^(−step/20) */
static const uint16_t powers[] = {10000, 8913, 7943, 7079, 6310, 5623, 5012, 4467, 3981, 3548, 3162, 2818, 2512,
                                  2239,  1995, 1778, 1585, 1413, 1259, 1122, 1000, 891,  794,  708,  631,  562,
                                  501,   447,  398,  355,  316,  282,  251,  224,  200,  178,  158,  141,  126,
                                  112,   100,  89,   79,   71,   63,   56,   50,   45,   40,   35,   32,   28,
                                  25,    22,   20,   18,   16,   14,   13,   11,   10};

static struct verdict weigh(struct norm_doc *doc, uint32_t token, const struct action *action) {
    struct verdict v = {.score = INT32_MIN};
    int32_t scores[SUGGESTIONS], cheapest = INT32_MAX;
    for (uint32_t i = 0; i < action->use->count; i++)
        if (action->use->of[i].cost < cheapest) cheapest = action->use->of[i].cost;
    for (uint32_t i = 0; i < action->use->count; i++) {
        const struct suggestion *s = &action->use->of[i];
        scores[i] = s->score + (s->cost <= cheapest + BONUS_COST ? bonus(doc, token, s) : 0);
        if (scores[i] <= v.score) continue;
        v.score = scores[i];
        v.best = s;
    }
    uint32_t sum = 0;
    for (uint32_t i = 0; i < action->use->count; i++) {
        uint32_t step = (uint32_t)(v.score - scores[i]) / 5;
        sum += step < sizeof powers / sizeof *powers ? powers[step] : 0;
    }
    v.share = sum ? 100000000u / sum : 0;
    return v;
}

/* "Unknown and frequent" is vocabulary, unless the document writes the same word right about as often. */
static bool is_vocabulary(struct norm_doc *doc, const struct action *action, const struct suggestion *best) {
    uint32_t own = count_of(doc, doc->fold_counts, action->fold);
    uint32_t target = count_of(doc, doc->fold_counts, best->fold);
    return own >= (uint32_t)doc->stage->conf->vocabulary && !(best->cost <= SLIGHT_COST && target * 4 >= own);
}

static bool is_safe(struct norm_doc *doc, uint32_t token, const struct action *action, const struct verdict *v) {
    const struct suggestion *best = v->best;
    uts_str own = doc->stage->host->spell(doc->job, action->fold);
    uts_str other = doc->stage->host->spell(doc->job, best->fold);
    uint32_t letters = letters_of(own);
    int32_t allowed = letters <= SAFE_LETTERS || action->weak ? SLIGHT_COST
                      : letters < LONG_LETTERS                ? SAFE_COST
                                                              : SAFE_COST_LONG;
    if (action->capital || action->old || letters < SAFE_LETTERS || best->cost > allowed) return false;
    int32_t least = best->kind == CANDIDATE_SEAM ? INT32_MIN : letters < LONG_LETTERS ? SAFE_SCORE : SAFE_SCORE_LONG;
    if (v->share < SAFE_SHARE || v->score <= least) return false;
    if (best->kind == CANDIDATE_PART && !count_of(doc, doc->fold_counts, best->fold)) return false;
    if (differs_in_accent(own, other)) return false;
    if (differs_at_end(own, other) && beside(doc, token, best) < BESIDE_OFTEN) return false;
    if (!same_start(own, other)) return false;
    return !definite_after_genitive(doc, token, best->fold);
}

bool evidence_spelling(struct norm_doc *doc, uint32_t token, struct action *action, struct proposal *out) {
    static const char *const rules[] = {[CANDIDATE_WORD] = "word",
                                        [CANDIDATE_SEAM] = "compound-seam",
                                        [CANDIDATE_PART] = "compound-part",
                                        [CANDIDATE_APART] = "apart"};
    if (!worth_a_look(doc, action) || !action->use->count) return false;
    struct verdict v = weigh(doc, token, action);
    if (is_vocabulary(doc, action, v.best) || !in_swedish(doc, token)) return false;
    bool doubtful = v.best->cost > DOUBTFUL_COST || v.share < DOUBTFUL_SHARE;
    bool safe = !doubtful && is_safe(doc, token, action, &v);
    /* Hardly any form that comes so far is a word for Hunspell, so that a long document may leave it out of proposals.
     */
    if (doubtful && action->weak) return false;
    if (safe || action->weak) {
        if (classify_accepted(doc, action)) return false;
    } else if (!doubtful && doc->ask_left) {
        doc->ask_left--;
        if (classify_accepted(doc, action)) return false;
    }
    uint32_t confidence = v.share / 100 * (uint32_t)(1000 - v.best->cost) / 1000;
    *out = (struct proposal){.first = token,
                             .last = token,
                             .norm = v.best->norm,
                             .reason = "spelling",
                             .rule = action->old ? "old-spelling" : rules[v.best->kind],
                             .safety = safe       ? UTS_SAFETY_SAFE
                                       : doubtful ? UTS_SAFETY_PERSON
                                                  : UTS_SAFETY_LOOK,
                             .confidence = (double)(confidence ? confidence : 1) / 100.0};
    return true;
}

bool evidence_genitive(struct norm_doc *doc, uint32_t token, const struct action *action, struct proposal *out) {
    const uts_host *host = doc->stage->host;
    uts_str s = host->spell(doc->job, action->form);
    uts_sym bare = host->intern(doc->job, uts_mkstr(s.p, s.n - 1));
    bool attested = count_of(doc, doc->form_counts, bare) > 0;
    *out = (struct proposal){token,
                             token,
                             action->norm,
                             "acronym",
                             "genitive",
                             attested ? UTS_SAFETY_SAFE : UTS_SAFETY_LOOK,
                             attested ? 0.95 : 0.6};
    return true;
}

bool evidence_apostrophe(struct norm_doc *doc, uint32_t token, const struct action *action, struct proposal *out) {
    class_set next = context_place(doc, token, 1);
    bool swedish = class_has(&next, CLASS_KNOWN) && !class_has(&next, CLASS_CAPITAL) && in_swedish(doc, token);
    *out = (struct proposal){token,
                             token,
                             action->norm,
                             "spelling",
                             "apostrophe",
                             swedish ? UTS_SAFETY_SAFE : UTS_SAFETY_LOOK,
                             swedish ? 0.93 : 0.4};
    return swedish;
}

void evidence_report(struct norm_doc *doc) {
    struct norm_local *local = doc->local;
    const uts_host *host = doc->stage->host;
    enum { LISTED = 60 };
    char list[4096];
    size_t used = 0;
    uint32_t types = 0, limit = (uint32_t)doc->stage->conf->vocabulary;
    if (!doc->fold_counts) return;
    if (doc->far_refused)
        uts_notef(host, doc->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u unknown forms of this long document were looked up only among words one slip away",
                  doc->far_refused);
    for (uint32_t i = 0; i < local->n_pending; i++) {
        uint32_t token = local->pending[i];
        const uint32_t *memo = uts_memo_at(&local->memo, doc->form[token]);
        const struct action *action = &local->actions[*memo - ACTION_FIRST];
        if (action->kind != ACTION_SPELLING || action->capital) continue;
        uint32_t count = count_of(doc, doc->fold_counts, action->fold);
        if (count < limit) continue;
        doc->fold_counts[action->fold] = 0; /* once a form; nobody asks again */
        uts_str s = host->spell(doc->job, action->fold);
        if (types++ < LISTED && used + s.n + 20 < sizeof list)
            used +=
                (size_t)snprintf(list + used, sizeof list - used, "%s%.*s %u", used ? ", " : "", (int)s.n, s.p, count);
    }
    if (types)
        uts_notef(host, doc->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list, used),
                  "%u unknown forms occur %u times or more and were taken for vocabulary, not for misspellings; the "
                  "word list "
                  "of the project (option annotate-norm.words) can name them",
                  types, limit);
}
