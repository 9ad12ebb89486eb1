/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "channel.h"

#include <string.h>
#include <utsaga/plugin_util.h>

enum {
    COST_DOUBLE = 50, /* a doubled letter written once, a single letter doubled */
    COST_SILENT = 60, /* a letter that is not heard missing */
    COST_SEAM = 60,   /* a linking s missing */
    COST_GAP = 100,   /* a letter missing or too much */
    COST_FIRST_GAP = 130,
    COST_TRANSPOSE = 80,
    COST_FIRST = 40, /* extra, when the first letter is wrong: writers get it right */
    COST_OTHER = 115,
    WEIGHT = 2 /* hundredths of log10 a hundredth of an edit */
};

/* Letters that writers and fingers confuse: pairs, and the cost of one for the other. */
static const struct {
    const char *pairs;
    uint8_t cost;
} confusions[] = {
    {"aä aå oö eä oå åä eé öä uy aá uü", 60},
    {"dt gk bp sc kc vf jg sz ie qk wv xs iy", 75},
};
static const char *const vowels = "aeiouyåäöé";
static const char *const keyboard[] = {"qwertyuiopå", "asdfghjklöä", "zxcvbnm"};
static const char *const alphabet = "abcdefghijklmnopqrstuvwxyzåäöéüáàèëïóøæ-:";

static uint32_t decode(const char **p) {
    const unsigned char *u = (const unsigned char *)*p;
    uint32_t n = u[0] < 0x80 ? 1 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    uint32_t c = n == 1 ? u[0] : u[0] & (0xFFu >> (n + 1));
    for (uint32_t i = 1; i < n; i++) c = c << 6 | (u[i] & 0x3Fu);
    *p += n;
    return c;
}

static uint8_t code_of(const struct channel *channel, uint32_t c) { return c < 0x180 ? channel->codes[c] : 0; }

static void cheaper(struct channel *channel, uint8_t a, uint8_t b, uint8_t cost) {
    if (a == b || cost >= channel->swap[a][b]) return;
    channel->swap[a][b] = channel->swap[b][a] = cost;
}

/* What one letter for another may cost where less than a letter's worth is left to spend. */
static const uint8_t limits[CHANNEL_LIMITS] = {0, 60, 75, 85, 90};

static uint32_t limit_of(int32_t left) {
    uint32_t limit = 0;
    while (limit + 1 < CHANNEL_LIMITS && left >= limits[limit + 1]) limit++;
    return limit;
}

static void find_swappable(struct channel *channel) {
    for (uint32_t code = 0; code < CHANNEL_CODES; code++)
        for (uint32_t limit = 0; limit < CHANNEL_LIMITS; limit++)
            for (uint32_t bit = 0; bit < LEXFILE_SHARED_BIT; bit++)
                if (channel->swap[code][code_of(channel, LEXFILE_OWN_BITS[bit])] <= limits[limit])
                    channel->swappable[code][limit] |= (uint64_t)1 << bit;
}

void channel_begin(struct channel *channel, const lexicon *lex) {
    memset(channel, 0, sizeof *channel);
    channel->lex = lex;
    memset(channel->swap, COST_OTHER, sizeof channel->swap);
    uint8_t code = 0;
    for (const char *p = alphabet; *p;) channel->codes[decode(&p)] = ++code;
    for (size_t i = 0; i < sizeof confusions / sizeof *confusions; i++)
        for (const char *p = confusions[i].pairs; *p; p += *p == ' ') {
            uint8_t a = code_of(channel, decode(&p)), b = code_of(channel, decode(&p));
            cheaper(channel, a, b, confusions[i].cost);
        }
    for (const char *p = vowels; *p;) {
        uint8_t a = code_of(channel, decode(&p));
        for (const char *q = vowels; *q;) cheaper(channel, a, code_of(channel, decode(&q)), 85);
    }
    for (size_t row = 0; row < sizeof keyboard / sizeof *keyboard; row++)
        for (const char *p = keyboard[row]; *p;) {
            uint8_t a = code_of(channel, decode(&p));
            const char *next = p;
            if (*next) cheaper(channel, a, code_of(channel, decode(&next)), 90);
        }
    find_swappable(channel);
}

/* ---- candidates ---- */

static int candidate_order(const struct candidate *a, const struct candidate *b) {
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return strcmp(a->text, b->text);
}

void candidates_drop(struct candidates *all, uint32_t i) {
    memmove(&all->best[i], &all->best[i + 1], (all->count - i - 1) * sizeof *all->best);
    all->count--;
}

void candidates_add(struct candidates *all, const struct candidate *candidate) {
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->best[i].n != candidate->n || memcmp(all->best[i].text, candidate->text, candidate->n) != 0) continue;
        if (candidate_order(&all->best[i], candidate) <= 0) return;
        candidates_drop(all, i);
    }
    if (all->count == CHANNEL_CANDIDATES) {
        if (candidate_order(&all->best[all->count - 1], candidate) < 0) return;
        all->count--;
    }
    uint32_t at = all->count++;
    for (; at > 0 && candidate_order(candidate, &all->best[at - 1]) < 0; at--) all->best[at] = all->best[at - 1];
    all->best[at] = *candidate;
}

/* ---- words ---- */

static int32_t extra_cost(const struct channel_work *w, uint32_t j) {
    if (j == 1) return COST_FIRST_GAP;
    return w->query[j - 1] == w->query[j - 2] ? COST_DOUBLE : COST_GAP;
}

/* Letters that are not heard: the c of "smycken", the g of "viktigt". */
static bool is_silent(const struct channel_work *w, uint32_t depth, uint32_t i) {
    uint32_t letter = w->path[depth - 1], next = i < w->n ? w->query[i] : 0;
    return (letter == 'c' && next == 'k') || (letter == 'g' && w->path[depth - 2] == 'i' && (next == 't' || !next));
}

/* Of the last letter of the path, which the query lacks before its letter `i`. */
static int32_t missing_cost(const struct channel_work *w, uint32_t depth, uint32_t i) {
    if (depth == 1) return COST_FIRST_GAP;
    if (is_silent(w, depth, i)) return COST_SILENT;
    return w->path[depth - 1] == w->path[depth - 2] ? COST_DOUBLE : COST_GAP;
}

static void take_word(struct channel_work *w, uint32_t entry, uint32_t depth, int32_t cost) {
    const lexicon *lex = w->channel->lex;
    if (!(lexicon_flags(lex, entry) & w->wanted)) return;
    struct candidate c = {.kind = CANDIDATE_WORD, .cost = cost};
    c.score = lexicon_frequency(lex, entry) - WEIGHT * cost;
    if (w->out->count == CHANNEL_CANDIDATES && c.score < w->out->best[CHANNEL_CANDIDATES - 1].score) return;
    for (uint32_t i = 0; i < depth; i++) c.n += uts_utf8_put(c.text + c.n, w->path[i]);
    c.text[c.n] = 0;
    candidates_add(w->out, &c);
}

static bool set_query(struct channel_work *w, const char *form, size_t n) {
    const char *end = form + n;
    for (w->n = 0; form < end; w->n++) {
        uint32_t c = decode(&form);
        if (w->n == CHANNEL_LETTERS || c > 0xFFFF) return false;
        w->query[w->n] = (uint16_t)c;
        w->query_codes[w->n] = code_of(w->channel, c);
    }
    return w->n > 0;
}

/*
 * Tries each slip where it may have happened and walks on. With a bound of little more than one slip most attempts end
 * after a letter or two: five times faster than filling a row of distances for each place in the tree.
 */
static void slip(struct channel_work *w, lexicon_cursor at, uint32_t i, uint32_t depth, int32_t cost);

static void step(struct channel_work *w, lexicon_cursor next, uint32_t letter, uint32_t i, uint32_t depth,
                 int32_t cost) {
    w->path[depth] = letter;
    slip(w, next, i, depth + 1, cost);
}

/* No slip left to spend: the rest must match. */
static void exact(struct channel_work *w, lexicon_cursor at, uint32_t i, uint32_t depth, int32_t cost) {
    for (; i < w->n; i++, depth++) {
        w->path[depth] = w->query[i];
        if (!lexicon_child(w->channel->lex, at, w->query[i], &at)) return;
    }
    if (at.entry != LEXICON_NONE) take_word(w, at.entry, depth, cost);
}

/* Goes on with a letter that the query lacks at `i`, or has another letter for. */
static void try_letter(struct channel_work *w, lexicon_cursor next, uint32_t letter, uint32_t i, uint32_t depth,
                       int32_t left, int32_t cost) {
    w->path[depth] = letter;
    int32_t missing = missing_cost(w, depth + 1, i);
    if (missing <= left) step(w, next, letter, i, depth, cost + missing);
    if (i == w->n || letter == w->query[i]) return;
    int32_t other = w->channel->swap[w->query_codes[i]][code_of(w->channel, letter)];
    if (depth == 0 && i == 0) other += COST_FIRST;
    if (other <= left) step(w, next, letter, i + 1, depth, cost + other);
}

/* The letters for which a slip may cost no more than what is left: try_letter says which do. */
static uint64_t within(const struct channel_work *w, uint32_t i, uint32_t depth, int32_t left) {
    const lexicon *lex = w->channel->lex;
    if (left >= COST_GAP) return UINT64_MAX;
    uint64_t letters = depth ? (uint64_t)1 << lexicon_bit(lex, w->path[depth - 1]) : 0;
    if (left >= COST_SILENT) letters |= (uint64_t)1 << lexicon_bit(lex, 'c') | (uint64_t)1 << lexicon_bit(lex, 'g');
    return i < w->n ? letters | w->channel->swappable[w->query_codes[i]][limit_of(left)] : letters;
}

static void try_letters(struct channel_work *w, lexicon_cursor at, uint32_t i, uint32_t depth, int32_t left,
                        int32_t cost) {
    const lexicon *lex = w->channel->lex;
    lexicon_cursor next;
    for (uint64_t bits = lexicon_letters(lex, at) & within(w, i, depth, left); bits; bits &= bits - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(bits);
        for (const union lexfile_row *row = lexicon_edges(lex, at, bit); row; row = lexicon_more(row, bit)) {
            lexicon_follow(&row->edge, at, &next);
            try_letter(w, next, lexicon_letter(lex, row), i, depth, left, cost);
        }
    }
}

static void slip(struct channel_work *w, lexicon_cursor at, uint32_t i, uint32_t depth, int32_t cost) {
    const lexicon *lex = w->channel->lex;
    int32_t left = w->bound - cost;
    lexicon_cursor next;
    if (depth >= CHANNEL_LETTERS + 2) return;
    if (left < COST_DOUBLE) {
        exact(w, at, i, depth, cost);
        return;
    }
    if (i == w->n && at.entry != LEXICON_NONE) take_word(w, at.entry, depth, cost);
    if (i < w->n && lexicon_child(lex, at, w->query[i], &next)) step(w, next, w->query[i], i + 1, depth, cost);
    try_letters(w, at, i, depth, left, cost);
    if (i < w->n && extra_cost(w, i + 1) <= left) slip(w, at, i + 1, depth, cost + extra_cost(w, i + 1));
    if (i + 1 < w->n && w->query[i] != w->query[i + 1] && COST_TRANSPOSE <= left &&
        lexicon_child(lex, at, w->query[i + 1], &next)) {
        w->path[depth] = w->query[i + 1];
        if (lexicon_child(lex, next, w->query[i], &next))
            step(w, next, w->query[i], i + 2, depth + 1, cost + COST_TRANSPOSE);
    }
}

void channel_words(const struct channel *channel, struct channel_work *w, const char *form, size_t n, int32_t bound,
                   uint32_t wanted, struct candidates *out) {
    w->channel = channel;
    w->out = out;
    w->bound = bound;
    w->wanted = wanted;
    if (set_query(w, form, n)) slip(w, lexicon_root(channel->lex), 0, 0, 0);
}

/* ---- compounds ---- */

enum {
    PART_MIN = 3, /* bytes */
    SEAM_MIN = 4, /* of a first part that may lack its last letter: shorter ones are prefixes, such as "på" */
    COMPOUND_BOUND = 115,
    SEAM_RARITY = 180, /* how much rarer than its rarer part a compound is, in hundredths of log10 */
    PART_RARITY = 240, /* more where a part is guessed: most slips in compounds are at the seam */
    COMPOUND_SEARCHES = 8
};

static int32_t part_frequency(const lexicon *lex, const char *text, size_t n, uint32_t flag) {
    uint32_t entry = lexicon_find(lex, text, n);
    if (entry == LEXICON_NONE || !(lexicon_flags(lex, entry) & flag)) return INT32_MIN;
    return lexicon_frequency(lex, entry);
}

static void add_compound(struct candidates *out, uint32_t kind, const char *first, size_t n_first, const char *last,
                         size_t n_last, int32_t frequency, int32_t cost) {
    struct candidate c = {.kind = kind, .cost = cost, .score = frequency - WEIGHT * cost};
    if (n_first + n_last >= sizeof c.text) return;
    memcpy(c.text, first, n_first);
    memcpy(c.text + n_first, last, n_last);
    c.n = (uint32_t)(n_first + n_last);
    candidates_add(out, &c);
}

static int32_t lesser(int32_t a, int32_t b) { return a < b ? a : b; }

static int32_t first_frequency(const lexicon *lex, lexicon_cursor at) {
    if (at.entry == LEXICON_NONE || !(lexicon_flags(lex, at.entry) & LEXICON_FIRST)) return INT32_MIN;
    return lexicon_frequency(lex, at.entry);
}

/* The frequency of the first part that ends with one letter more. */
static int32_t longer_frequency(const lexicon *lex, lexicon_cursor at, uint32_t letter) {
    lexicon_cursor next;
    return lexicon_child(lex, at, letter, &next) ? first_frequency(lex, next) : INT32_MIN;
}

/* Adds the compound of form[0, at) with `letter` after it, and the rest. */
static void add_seam(struct candidates *out, const char *form, size_t at, size_t n, char letter, int32_t frequency,
                     int32_t cost) {
    char first[LEXICON_FORM_MAX + 1];
    memcpy(first, form, at);
    first[at] = letter;
    add_compound(out, CANDIDATE_SEAM, first, at + 1, form + at, n - at, frequency - SEAM_RARITY, cost);
}

/* At one seam: a linking s may be missing, or the second of two equal letters. Returns the score without either. */
static int32_t try_seam(const lexicon *lex, lexicon_cursor cursor, const char *form, size_t at, size_t n,
                        struct candidates *out) {
    unsigned char next = (unsigned char)form[at];
    int32_t plain = first_frequency(lex, cursor), linked = longer_frequency(lex, cursor, 's');
    int32_t doubled = next < 0x80 && next != 's' ? longer_frequency(lex, cursor, next) : INT32_MIN;
    if (plain == INT32_MIN && linked == INT32_MIN && doubled == INT32_MIN) return INT32_MIN;
    int32_t last = part_frequency(lex, form + at, n - at, LEXICON_LAST);
    if (last == INT32_MIN) return INT32_MIN;
    /* An s may belong to the first part alone: "användningsår" is no wound. */
    if (linked != INT32_MIN && next == 's' && part_frequency(lex, form + at + 1, n - at - 1, LEXICON_WORD) >= last)
        linked = INT32_MIN;
    if (linked != INT32_MIN)
        add_seam(out, form, at, n, 's', lesser(linked, last), next == 's' ? COST_DOUBLE : COST_SEAM);
    if (doubled != INT32_MIN) add_seam(out, form, at, n, (char)next, lesser(doubled, last), COST_DOUBLE);
    return plain == INT32_MIN ? plain : lesser(plain, last) - SEAM_RARITY;
}

int32_t channel_seams(const struct channel *channel, const char *form, size_t n, struct candidates *out) {
    int32_t best = INT32_MIN;
    lexicon_cursor cursor = lexicon_root(channel->lex);
    const char *p = form;
    while (n < LEXICON_FORM_MAX && p + PART_MIN <= form + n) {
        if (!lexicon_child(channel->lex, cursor, decode(&p), &cursor)) break;
        size_t at = (size_t)(p - form);
        if (at < SEAM_MIN || at + PART_MIN > n) continue;
        int32_t score = try_seam(channel->lex, cursor, form, at, n, out);
        if (score > best) best = score;
    }
    return best;
}

/* Puts the words near form[begin, end) in its place. */
static void wrong_part(const struct channel *channel, struct channel_work *work, const char *form, size_t n,
                       size_t begin, size_t end, int32_t other, struct candidates *out) {
    struct candidates parts = {.count = 0};
    channel_words(channel, work, form + begin, end - begin, COMPOUND_BOUND, begin ? LEXICON_LAST : LEXICON_FIRST,
                  &parts);
    for (uint32_t i = 0; i < parts.count; i++) {
        const struct candidate *part = &parts.best[i];
        int32_t frequency = lesser(other, part->score + WEIGHT * part->cost) - PART_RARITY;
        if (begin)
            add_compound(out, CANDIDATE_PART, form, begin, part->text, part->n, frequency, part->cost);
        else
            add_compound(out, CANDIDATE_PART, part->text, part->n, form + end, n - end, frequency, part->cost);
    }
}

void channel_parts(const struct channel *channel, struct channel_work *work, const char *form, size_t n,
                   struct candidates *out) {
    const lexicon *lex = channel->lex;
    uint32_t searches = 0;
    for (size_t at = PART_MIN + 1; n < LEXICON_FORM_MAX && at + PART_MIN < n; at++) {
        if (((unsigned char)form[at] & 0xC0) == 0x80) continue;
        int32_t first = part_frequency(lex, form, at, LEXICON_FIRST);
        int32_t last = part_frequency(lex, form + at, n - at, LEXICON_LAST);
        if (first != INT32_MIN && n - at > PART_MIN + 1 && searches++ < COMPOUND_SEARCHES)
            wrong_part(channel, work, form, n, at, n, first, out);
        if (last != INT32_MIN && at > PART_MIN + 1 && searches++ < COMPOUND_SEARCHES)
            wrong_part(channel, work, form, n, 0, at, last, out);
    }
}

/* ---- two words written together ---- */

void channel_apart(const struct channel *channel, const char *form, size_t n,
                   bool (*apart)(const void *arg, const char *word, size_t n), const void *arg,
                   struct candidates *out) {
    for (size_t at = PART_MIN; n < LEXICON_FORM_MAX && at + PART_MIN <= n; at++) {
        if (((unsigned char)form[at] & 0xC0) == 0x80 || !apart(arg, form + at, n - at)) continue;
        int32_t first = part_frequency(channel->lex, form, at, LEXICON_SPELLED);
        if (first == INT32_MIN || first < -700) continue;
        struct candidate c = {.kind = CANDIDATE_APART, .cost = 100, .score = first - 200, .n = (uint32_t)n + 1};
        memcpy(c.text, form, at);
        c.text[at] = ' ';
        memcpy(c.text + at + 1, form + at, n - at);
        candidates_add(out, &c);
    }
}
