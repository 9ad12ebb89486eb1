/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compiles sv.lex. The same sources give the same bytes.
 *
 * usage: compile-lexicon -o sv.lex --aff FILE --dic FILE [--apertium FILE] [--frequency FILE] [--readings FILE]
 *                        [--words FILE]…
 */
#include "../fold.h"
#include "../lexfile.h"
#include "../lexicon.h"
#include "../lexicon_walk.h"
#include "endings.h"
#include "sources.h"
#include "table.h"
#include "tree.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

enum { SAMPLE = 3, READINGS_MAX = 256, RULE_HASH = 1 << 18, SET_HASH = 1 << 20 };

struct buffer {
    unsigned char *p;
    size_t n, room;
};
struct compiler {
    struct forms forms;
    struct buffer sections[LEXFILE_SECTIONS];
    struct tree tree;
    uint32_t root, n_entries;
    struct forms texts; /* only its pool: the section of texts */
    bool has_apertium;
    /* By offset in the pool of forms. */
    int16_t *lemma_frequency;
    uint8_t *whole_lemma;        /* is the lemma of no compound */
    uint8_t *known_lemma;        /* is a form of another source than the treebank */
    uint32_t *lemma_counts;      /* how often the treebank has the lemma, by UTS_UPOS_COUNT_ parts of speech */
    uint32_t set_hash[SET_HASH]; /* number + 1 */
    size_t n_sets;
    struct ending_vote *lemma_votes[UTS_UPOS_COUNT_], *upos_votes;
    size_t n_lemma_votes[UTS_UPOS_COUNT_], n_upos_votes;
    struct lexfile_ending *rules; /* distinct ways to make a lemma */
    uint32_t n_rules;
    uint32_t rule_hash[RULE_HASH];                      /* number + 1 */
    uint32_t upos;                                      /* whose endings are being counted */
    uint32_t last_rule[LEXFILE_ENDING_LETTERS * 4 + 1]; /* by bytes of the ending: the rule kept for it */
    uint16_t last_share[LEXFILE_ENDING_LETTERS * 4 + 1][UTS_UPOS_COUNT_];
};

static void append(struct buffer *b, const void *data, size_t n) {
    if (b->n + n > b->room) b->p = table_grow(b->p, b->room = b->room * 2 + n + 4096);
    memcpy(b->p + b->n, data, n);
    b->n += n;
}

/* ---- one form ---- */

static uint16_t tag_number(struct compiler *c, const char *tag) {
    uint32_t offset = forms_intern(&c->texts, tag), n = (uint32_t)(c->sections[LEXFILE_TAGS].n / sizeof offset);
    const uint32_t *tags = (const uint32_t *)(const void *)c->sections[LEXFILE_TAGS].p;
    for (uint32_t i = 0; i < n; i++)
        if (tags[i] == offset) return (uint16_t)i;
    append(&c->sections[LEXFILE_TAGS], &offset, sizeof offset);
    return (uint16_t)n;
}

static lexicon_analysis make_analysis(struct compiler *c, const struct forms_row *row, const char *form) {
    char folded[TABLE_CELL], capitalised[TABLE_CELL];
    const char *lemma = forms_text(&c->forms, row->lemma);
    fold(lemma, folded, sizeof folded);
    capital(folded, capitalised, sizeof capitalised);
    lexicon_analysis a = {.upos = row->upos,
                          .flags = row->flags,
                          .tag = tag_number(c, forms_text(&c->forms, row->tag)),
                          .count = row->count};
    size_t n = strlen(form), shared = 0;
    bool plain = strcmp(lemma, folded) == 0, name = !plain && strcmp(lemma, capitalised) == 0;
    if (name) a.flags |= LEXICON_CAPITAL;
    while ((plain || name) && shared < n && form[shared] == folded[shared]) shared++;
    while (shared && ((unsigned char)form[shared] & 0xC0) == 0x80) shared--;
    if (n - shared >= 255) shared = 0;
    a.strip = shared ? (uint8_t)(n - shared) : 255;
    const char *suffix = (plain || name ? folded : lemma) + shared;
    a.suffix_len = (uint8_t)strlen(suffix);
    a.suffix = forms_intern(&c->texts, suffix);
    return a;
}

/* "n.ut.sg.ind" stands as "n.sg.ind": gender says little about the part of speech, number and definiteness much. */
static void reduce_tag(const char *tag, char *out) {
    size_t n = 0;
    for (const char *p = tag; *p;) {
        size_t m = strcspn(p, ".");
        bool keep = !(m == 2 && (strncmp(p, "ut", 2) == 0 || strncmp(p, "nt", 2) == 0 || strncmp(p, "un", 2) == 0) &&
                      tag[0] == 'n');
        if (keep) {
            memcpy(out + n, p, m);
            n += m;
            out[n++] = '.';
        }
        p += m + (p[m] == '.');
    }
    out[n] = 0;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static uint32_t tag_class(struct compiler *c, const struct forms_row *const *rows, size_t n) {
    char texts[READINGS_MAX][TABLE_CELL], all[READINGS_MAX * 40] = "", *list[READINGS_MAX] = {NULL};
    size_t n_list = 0;
    for (size_t i = 0; i < n; i++) {
        if (rows[i]->flags & LEXICON_PART || !rows[i]->tag) continue;
        reduce_tag(forms_text(&c->forms, rows[i]->tag), texts[n_list]);
        list[n_list] = texts[n_list];
        n_list++;
    }
    qsort(list, n_list, sizeof *list, by_text);
    for (size_t i = 0; i < n_list; i++)
        if ((i == 0 || strcmp(list[i], list[i - 1]) != 0) && strlen(all) + strlen(list[i]) + 2 < sizeof all)
            strcat(strcat(all, list[i]), "|");
    uint32_t h = (uint32_t)lexfile_hash(all, strlen(all));
    return h ? h : 1;
}

static uint32_t set_number(struct compiler *c, const lexicon_analysis *analyses, uint32_t n, uint32_t class) {
    uint64_t h = lexfile_hash(analyses, n * sizeof *analyses) ^ class;
    struct buffer *sets = &c->sections[LEXFILE_SETS], *all = &c->sections[LEXFILE_ANALYSES];
    size_t at = h & (SET_HASH - 1);
    for (; c->set_hash[at]; at = (at + 1) & (SET_HASH - 1)) {
        const struct lexfile_set *s = (const struct lexfile_set *)(const void *)sets->p + c->set_hash[at] - 1;
        if (s->count == n && s->tag_class == class &&
            memcmp(all->p + s->first * sizeof *analyses, analyses, n * sizeof *analyses) == 0)
            return c->set_hash[at] - 1;
    }
    struct lexfile_set set = {(uint32_t)(all->n / sizeof *analyses), n, class, 0};
    for (uint32_t i = 0; i < n; i++)
        if (!(analyses[i].flags & LEXICON_PART)) set.upos |= 1u << analyses[i].upos;
    append(all, analyses, n * sizeof *analyses);
    append(sets, &set, sizeof set);
    c->set_hash[at] = (uint32_t)++c->n_sets;
    if (c->n_sets * 2 > SET_HASH) {
        fputs("more kinds of forms than expected: raise SET_HASH\n", stderr);
        exit(1);
    }
    return c->set_hash[at] - 1;
}

static bool same_reading(const struct forms_row *a, const struct forms_row *b) {
    return a->upos == b->upos && a->lemma == b->lemma && (a->flags & LEXICON_PART) == (b->flags & LEXICON_PART);
}

static uint32_t lemma_count(const struct compiler *c, const struct forms_row *row) {
    return row->upos < UTS_UPOS_COUNT_ ? c->lemma_counts[row->lemma * UTS_UPOS_COUNT_ + row->upos] : 0;
}

/* Own tables first, then what was read most, then the lemma that was read most, then the commonest lemma. */
static bool better_reading(const struct compiler *c, const struct forms_row *a, const struct forms_row *b) {
    bool own_a = a->order == SOURCE_OWN, own_b = b->order == SOURCE_OWN;
    if (own_a != own_b) return own_a;
    if (a->count != b->count) return a->count > b->count;
    if (a->order != b->order) return a->order < b->order;
    uint32_t count_a = lemma_count(c, a), count_b = lemma_count(c, b);
    if (count_a != count_b) return count_a > count_b;
    return c->lemma_frequency[a->lemma] > c->lemma_frequency[b->lemma];
}

/*
 * A reading of the treebank whose lemma no other source knows, while another source has a reading with the same part of
 * speech whose lemma is a word: the treebank's lemma was made by rule, and wrongly.
 */
static bool is_doubtful(const struct compiler *c, const struct forms_row *row, const struct forms_row *rows, size_t n) {
    if (row->order != SOURCE_TREEBANK || c->known_lemma[row->lemma] || row->upos == UTS_UPOS_PROPN ||
        strpbrk(forms_text(&c->forms, row->lemma), "_."))
        return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].order == SOURCE_APERTIUM && rows[i].upos == row->upos && !(rows[i].flags & LEXICON_PART) &&
            c->known_lemma[rows[i].lemma])
            return true;
    return false;
}

/*
 * The readings of one form, each once, the best first. Counts of the treebank go to the equal readings of the lexicon.
 * Guesses from inflection classes give way to Apertium, part readings to free readings with the same lemma.
 */
static size_t gather(struct compiler *c, struct forms_row *rows, size_t n, const struct forms_row **out) {
    bool known = false;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) known |= rows[i].upos != FORMS_NO_UPOS && rows[i].order == SOURCE_APERTIUM;
    for (size_t i = 0; i < n && kept < READINGS_MAX; i++) {
        struct forms_row *row = &rows[i];
        if (row->upos == FORMS_NO_UPOS || (known && row->flags & LEXICON_GUESSED)) continue;
        bool covered = false, doubtful = is_doubtful(c, row, rows, n);
        for (size_t j = 0; j < n; j++) {
            struct forms_row *other = &rows[j];
            if (j == i || other->upos == FORMS_NO_UPOS || (known && other->flags & LEXICON_GUESSED)) continue;
            if (row->flags & LEXICON_PART && other->lemma == row->lemma && !(other->flags & LEXICON_PART))
                covered = true;
            if (doubtful && other->order == SOURCE_APERTIUM && other->upos == row->upos &&
                c->known_lemma[other->lemma]) {
                other->count = other->count > row->count ? other->count : row->count;
                covered = true;
            }
            if (!same_reading(row, other)) continue;
            if (other->count > row->count) row->count = other->count;
            if (other->order == SOURCE_OWN) row->order = SOURCE_OWN;
            if (!row->tag && other->tag) covered = true;
            if (j < i && other->tag == row->tag) covered = true;
        }
        if (covered) continue;
        size_t at = kept++;
        for (; at > 0 && better_reading(c, row, out[at - 1]); at--) out[at] = out[at - 1];
        out[at] = row;
    }
    return kept;
}

static uint32_t rule_number(struct compiler *c, const lexicon_analysis *a) {
    uint64_t key = (uint64_t)a->suffix << 16 | (uint64_t)a->strip << 8 | a->suffix_len;
    size_t at = lexfile_mix(key) & (RULE_HASH - 1);
    for (; c->rule_hash[at]; at = (at + 1) & (RULE_HASH - 1))
        if (c->rules[c->rule_hash[at] - 1].key == key) return c->rule_hash[at] - 1;
    if (c->n_rules % 4096 == 0) c->rules = table_grow(c->rules, (c->n_rules + 4096) * sizeof *c->rules);
    c->rules[c->n_rules] =
        (struct lexfile_ending){.key = key, .suffix = a->suffix, .strip = a->strip, .suffix_len = a->suffix_len};
    c->rule_hash[at] = ++c->n_rules;
    if (c->n_rules * 2 > RULE_HASH) {
        fputs("more ways to make a lemma than expected: raise RULE_HASH\n", stderr);
        exit(1);
    }
    return c->n_rules - 1;
}

static void add_vote(struct ending_vote **votes, size_t *n, struct ending_vote vote) {
    if ((*n & (*n - 1)) == 0) *votes = table_grow(*votes, (*n * 2 + 1) * sizeof **votes);
    (*votes)[(*n)++] = vote;
}

static bool is_open(uint32_t upos) {
    return upos == UTS_UPOS_NOUN || upos == UTS_UPOS_VERB || upos == UTS_UPOS_ADJ || upos == UTS_UPOS_ADV;
}

static void vote(struct compiler *c, const struct forms_row *row, const lexicon_analysis *a) {
    const char *form = forms_text(&c->forms, row->form);
    if (a->flags & (LEXICON_PART | LEXICON_CAPITAL) || a->strip == 255) return;
    if (a->flags & LEXICON_GUESSED && c->has_apertium) return;
    add_vote(&c->lemma_votes[a->upos], &c->n_lemma_votes[a->upos],
             (struct ending_vote){form, rule_number(c, a), a->strip});
    if (is_open(a->upos)) add_vote(&c->upos_votes, &c->n_upos_votes, (struct ending_vote){form, a->upos, 0});
}

static void add_entry(struct compiler *c, struct forms_row *rows, size_t n) {
    const struct forms_row *readings[READINGS_MAX];
    lexicon_analysis analyses[READINGS_MAX];
    struct lexfile_entry entry = {.frequency = LEXICON_RARE};
    const char *form = forms_text(&c->forms, rows[0].form);
    for (size_t i = 0; i < n; i++) {
        entry.flags |= (uint16_t)rows[i].word_flags;
        if (rows[i].frequency) entry.frequency = rows[i].frequency;
    }
    size_t kept = gather(c, rows, n, readings);
    for (size_t i = 0; i < kept; i++) {
        analyses[i] = make_analysis(c, readings[i], form);
        vote(c, readings[i], &analyses[i]);
        if (c->whole_lemma[readings[i]->lemma]) entry.flags |= LEXICON_WHOLE;
    }
    entry.set = set_number(c, analyses, (uint32_t)kept, tag_class(c, readings, kept));
    append(&c->sections[LEXFILE_ENTRIES], &entry, sizeof entry);
    tree_add(&c->tree, form);
    c->n_entries++;
}

/* ---- endings ---- */

static void keep_ending(void *arg, const char *ending, size_t n, const uint32_t *values, const uint32_t *counts,
                        size_t n_values) {
    struct compiler *c = arg;
    (void)n_values;
    size_t shorter = n; /* the ending without its first letter */
    const char *p = ending;
    do p++, shorter--;
    while (((unsigned char)*p & 0xC0) == 0x80);
    c->last_rule[n] = values[0] + 1;
    if (counts[0] < 2 || (shorter && c->last_rule[shorter] == values[0] + 1)) return;
    struct lexfile_ending e = c->rules[values[0]];
    e.key = lexfile_ending_key(ending, n, c->upos);
    e.weight = (uint16_t)(counts[0] > UINT16_MAX ? UINT16_MAX : counts[0]);
    append(&c->sections[LEXFILE_ENDINGS], &e, sizeof e);
}

static void keep_spread(void *arg, const char *ending, size_t n, const uint32_t *values, const uint32_t *counts,
                        size_t n_values) {
    struct compiler *c = arg;
    struct lexfile_spread s = {.key = lexfile_ending_key(ending, n, 0)};
    uint32_t sum = 0, change = 0;
    size_t shorter = n;
    const char *p = ending;
    do p++, shorter--;
    while (((unsigned char)*p & 0xC0) == 0x80);
    for (size_t i = 0; i < n_values; i++) sum += counts[i];
    for (size_t i = 0; i < n_values; i++) s.share[values[i]] = (uint16_t)(1000 * counts[i] / sum);
    for (size_t i = 0; i < UTS_UPOS_COUNT_; i++)
        change += (uint32_t)abs((int)s.share[i] - (int)c->last_share[shorter][i]);
    memcpy(c->last_share[n], s.share, sizeof s.share);
    if (shorter && change < 100) {
        memcpy(c->last_share[n], c->last_share[shorter], sizeof s.share);
        return;
    }
    append(&c->sections[LEXFILE_SPREADS], &s, sizeof s);
}

static int by_key(const void *a, const void *b) {
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

static void make_endings(struct compiler *c) {
    for (c->upos = 0; c->upos < UTS_UPOS_COUNT_; c->upos++)
        endings_count(c->lemma_votes[c->upos], c->n_lemma_votes[c->upos], c->n_rules, keep_ending, c);
    endings_count(c->upos_votes, c->n_upos_votes, UTS_UPOS_COUNT_, keep_spread, c);
    struct buffer *e = &c->sections[LEXFILE_ENDINGS], *s = &c->sections[LEXFILE_SPREADS];
    qsort(e->p, e->n / sizeof(struct lexfile_ending), sizeof(struct lexfile_ending), by_key);
    qsort(s->p, s->n / sizeof(struct lexfile_spread), sizeof(struct lexfile_spread), by_key);
}

/* ---- all forms ---- */

static void note_lemmas(struct compiler *c) {
    size_t n = c->forms.pool_n;
    c->lemma_frequency = table_grow(NULL, n * sizeof *c->lemma_frequency);
    c->known_lemma = calloc(n, 1);
    c->whole_lemma = calloc(n, 1);
    c->lemma_counts = calloc(n * UTS_UPOS_COUNT_, sizeof *c->lemma_counts);
    if (!c->known_lemma || !c->whole_lemma || !c->lemma_counts) exit(1);
    for (size_t i = 0; i < n; i++) c->lemma_frequency[i] = LEXICON_RARE;
    for (size_t i = 0; i < c->forms.n; i++) {
        const struct forms_row *row = &c->forms.rows[i];
        if (row->frequency) c->lemma_frequency[row->form] = row->frequency;
        if (row->word_flags & LEXICON_WHOLE) c->whole_lemma[row->lemma] = 1;
        if (row->word_flags & LEXICON_WORD && row->order != SOURCE_TREEBANK) c->known_lemma[row->form] = 1;
        if (row->count) c->lemma_counts[row->lemma * UTS_UPOS_COUNT_ + row->upos] += row->count;
    }
}

/* "hoppas" is no passive of hoppa: verbs that the own tables give with -s keep it in their lemma. */
static void name_deponents(struct compiler *c) {
    struct forms *f = &c->forms;
    uint8_t *deponent = calloc(f->pool_n, 1);
    if (!deponent) exit(1);
    for (size_t i = 0; i < f->n; i++)
        if (f->rows[i].order == SOURCE_OWN && f->rows[i].upos == UTS_UPOS_VERB) deponent[f->rows[i].lemma] = 1;
    for (size_t i = 0; i < f->n; i++) {
        struct forms_row *row = &f->rows[i];
        if (row->upos != UTS_UPOS_VERB || !strstr(forms_text(f, row->tag), ".pasv")) continue;
        char with_s[TABLE_CELL];
        snprintf(with_s, sizeof with_s, "%ss", forms_text(f, row->lemma));
        uint32_t other = forms_find(f, with_s);
        if (other && deponent[other]) row->lemma = other;
    }
    free(deponent);
}

static void find_letters(struct compiler *c) {
    static unsigned char seen[0x110000];
    uint32_t letters[TREE_LETTERS] = {0}, n = 1;
    for (size_t i = 0; i < c->forms.n; i++)
        for (const char *p = forms_text(&c->forms, c->forms.rows[i].form); *p;) {
            uint32_t length;
            seen[utf8_at(p, &length)] = 1;
            p += length;
        }
    for (uint32_t i = 1; i < sizeof seen; i++)
        if (seen[i] && n < TREE_LETTERS) letters[n++] = i;
    append(&c->sections[LEXFILE_LETTERS], letters, n * sizeof *letters);
    tree_begin(&c->tree, letters, n);
}

static void make_entries(struct compiler *c) {
    struct forms *f = &c->forms;
    forms_intern(&c->texts, "-"); /* so that offset 0 is the empty text */
    tag_number(c, "");
    for (size_t i = 0, j; i < f->n; i = j) {
        uint32_t flags = 0;
        for (j = i; j < f->n && f->rows[j].form == f->rows[i].form; j++) flags |= f->rows[j].word_flags;
        if (flags && f->rows[i].form) add_entry(c, f->rows + i, j - i);
    }
    c->root = tree_end(&c->tree);
    append(&c->sections[LEXFILE_EDGES], c->tree.rows, c->tree.n_rows * sizeof *c->tree.rows);
    append(&c->sections[LEXFILE_TEXTS], c->texts.pool, c->texts.pool_n);
}

/* ---- compounds: how many forms start or end with a form, and have another for the rest ---- */

static uint8_t productivity(uint32_t count) {
    uint32_t eighths = 0; /* 8 * log2(1 + count), without floating point */
    uint64_t x = (uint64_t)(count + 1) << 20;
    while (x >= (uint64_t)2 << 20) x >>= 1, eighths += 8;
    for (int bit = 4; bit; bit >>= 1) {
        x = x * x >> 20;
        if (x >= (uint64_t)2 << 20) x >>= 1, eighths += (uint32_t)bit;
    }
    return (uint8_t)(eighths > 255 ? 255 : eighths);
}

static void count_parts(const lexicon *lex, const char *form, uint32_t *firsts, uint32_t *lasts) {
    size_t n = strlen(form);
    lexicon_cursor at = lexicon_root(lex);
    for (size_t i = 0; i < n;) {
        uint32_t length, c = utf8_at(form + i, &length);
        if (!lexicon_child(lex, at, c, &at)) return;
        i += length;
        if (i < 2 || i + 3 > n || at.entry == LEXICON_NONE) continue;
        uint32_t tail = lexicon_find(lex, form + i, n - i);
        if (tail == LEXICON_NONE || !(lexicon_flags(lex, tail) & LEXICON_WORD)) continue;
        firsts[at.entry]++;
        lasts[tail]++;
    }
}

/* The best cut of a form, by the counts of the first round, counts its last part and the part before it. */
static void count_best_parts(const lexicon *lex, const char *form, uint32_t *firsts, uint32_t *lasts) {
    lexicon_part parts[LEXICON_MAX_PARTS];
    lexicon_splitter splitter = {.terms = NULL};
    uint32_t n = lexicon_split(lex, &splitter, form, strlen(form), parts);
    for (uint32_t i = 0; i + 1 < n; i++) {
        uint32_t entry = lexicon_find(lex, form + parts[i].begin, (size_t)(parts[i].end - parts[i].begin));
        if (entry == LEXICON_NONE) entry = parts[i].entry;
        if (entry != LEXICON_NONE) firsts[entry]++;
    }
    if (n) lasts[parts[n - 1].entry]++;
}

/* The reader's view of what is compiled so far. */
static void view(const struct compiler *c, struct lexfile_header *header, lexicon *lex) {
    memset(lex, 0, sizeof *lex);
    memset(header, 0, sizeof *header);
    header->root = c->root;
    header->n_entries = c->n_entries;
    lex->header = header;
    lex->letters = (const uint32_t *)(const void *)c->sections[LEXFILE_LETTERS].p;
    lex->n_letters = (uint32_t)(c->sections[LEXFILE_LETTERS].n / sizeof *lex->letters);
    lex->rows = c->tree.rows;
    lex->entries = (const struct lexfile_entry *)(const void *)c->sections[LEXFILE_ENTRIES].p;
    lex->sets = (const struct lexfile_set *)(const void *)c->sections[LEXFILE_SETS].p;
    lex->analyses = (const lexicon_analysis *)(const void *)c->sections[LEXFILE_ANALYSES].p;
    lex->tags = (const uint32_t *)(const void *)c->sections[LEXFILE_TAGS].p;
    lex->texts = c->texts.pool;
    lex->firsts = c->sections[LEXFILE_FIRSTS].p;
    lex->lasts = c->sections[LEXFILE_LASTS].p;
    lexicon_index_letters(lex);
}

static void store_productivity(struct compiler *c, const uint32_t *firsts, const uint32_t *lasts, uint32_t times) {
    c->sections[LEXFILE_FIRSTS].n = c->sections[LEXFILE_LASTS].n = 0;
    for (uint32_t i = 0; i < c->n_entries; i++) {
        uint8_t first = productivity(firsts[i] * times), last = productivity(lasts[i] * times);
        append(&c->sections[LEXFILE_FIRSTS], &first, 1);
        append(&c->sections[LEXFILE_LASTS], &last, 1);
    }
}

/*
 * Two rounds. In the first every way to cut a form counts, so that "tur" seems to end "struktur" too; in the second
 * only the best way does, for every SAMPLE-th form.
 */
static void make_productivity(struct compiler *c) {
    lexicon lex;
    struct lexfile_header header;
    for (int round = 0; round < 2; round++) {
        uint32_t *firsts = calloc(c->n_entries, sizeof *firsts), *lasts = calloc(c->n_entries, sizeof *lasts), seen = 0;
        if (!firsts || !lasts) exit(1);
        view(c, &header, &lex);
        for (size_t i = 0; i < c->forms.n; i++) {
            const struct forms_row *row = &c->forms.rows[i];
            const char *form = forms_text(&c->forms, row->form);
            if (i && row->form == row[-1].form) continue;
            uint32_t entry = lexicon_find(&lex, form, strlen(form));
            if (entry == LEXICON_NONE || !(lexicon_flags(&lex, entry) & LEXICON_WORD)) continue;
            if (round == 0)
                count_parts(&lex, form, firsts, lasts);
            else if (seen++ % SAMPLE == 0)
                count_best_parts(&lex, form, firsts, lasts);
        }
        store_productivity(c, firsts, lasts, round ? SAMPLE : 1);
        free(firsts);
        free(lasts);
    }
}

/* ---- the file ---- */

static bool write_file(struct compiler *c, const char *path, uint32_t flags, const char *made_from) {
    struct lexfile_header h = {.magic = LEXFILE_MAGIC,
                               .version = LEXFILE_VERSION,
                               .order = LEXFILE_ORDER,
                               .n_entries = c->n_entries,
                               .flags = flags,
                               .root = c->root};
    struct buffer body = {0};
    static const char zeros[8];
    snprintf(h.made_from, sizeof h.made_from, "%s", made_from);
    for (int s = 0; s < LEXFILE_SECTIONS; s++) {
        h.sections[s] = (struct lexfile_section){sizeof h + body.n, c->sections[s].n};
        append(&body, c->sections[s].p, c->sections[s].n);
        append(&body, zeros, (8 - body.n % 8) % 8);
    }
    h.size = sizeof h + body.n;
    h.content = lexfile_hash(body.p, body.n);
    h.check = lexfile_hash(&h, offsetof(struct lexfile_header, check));
    FILE *f = fopen(path, "wb");
    bool good = f && fwrite(&h, sizeof h, 1, f) == 1 && fwrite(body.p, 1, body.n, f) == body.n;
    if (f && fclose(f) != 0) good = false;
    free(body.p);
    return good;
}

static void free_compiler(struct compiler *c) {
    forms_free(&c->forms);
    forms_free(&c->texts);
    tree_free(&c->tree);
    for (int s = 0; s < LEXFILE_SECTIONS; s++) free(c->sections[s].p);
    for (int u = 0; u < UTS_UPOS_COUNT_; u++) free(c->lemma_votes[u]);
    free(c->upos_votes);
    free(c->rules);
    free(c->lemma_frequency);
    free(c->known_lemma);
    free(c->whole_lemma);
    free(c->lemma_counts);
    free(c);
}

struct sources_given {
    const char *out, *aff, *dic, *apertium;
};

static void usage(void) {
    fputs("usage: compile-lexicon -o sv.lex --aff FILE --dic FILE [--apertium FILE] [--frequency FILE] "
          "[--readings FILE] [--words FILE]\n",
          stderr);
    exit(2);
}

static struct sources_given read_sources(struct forms *f, int argc, char **argv) {
    struct sources_given given = {0};
    for (int i = 1; i < argc; i += 2) {
        const char *option = argv[i], *value = argv[i + 1];
        if (i + 1 >= argc) usage();
        if (strcmp(option, "-o") == 0)
            given.out = value;
        else if (strcmp(option, "--aff") == 0)
            given.aff = value;
        else if (strcmp(option, "--dic") == 0)
            given.dic = value;
        else if (strcmp(option, "--apertium") == 0)
            given.apertium = value;
        else if (strcmp(option, "--frequency") == 0)
            source_frequency(f, value);
        else if (strcmp(option, "--readings") == 0)
            source_readings(f, value);
        else if (strcmp(option, "--words") == 0)
            source_words(f, value);
        else
            usage();
    }
    if (!given.out || !given.aff || !given.dic) usage();
    return given;
}

int main(int argc, char **argv) {
    struct compiler *c = calloc(1, sizeof *c);
    if (!c) return 1;
    struct sources_given given = read_sources(&c->forms, argc, argv);
    source_spelling(&c->forms, given.aff, given.dic);
    size_t apertium = given.apertium ? source_apertium(&c->forms, given.apertium) : 0;
    if (given.apertium && !apertium) return 1;
    c->has_apertium = apertium != 0;
    note_lemmas(c);
    name_deponents(c);
    forms_sort(&c->forms);
    find_letters(c);
    make_entries(c);
    make_endings(c);
    make_productivity(c);
    const char *made_from = apertium ? "spelling dictionary, Apertium morphology, own tables"
                                     : "spelling dictionary, own tables; without Apertium: fewer analyses";
    bool good = write_file(c, given.out, apertium ? LEXFILE_APERTIUM : 0, made_from);
    if (!good) fprintf(stderr, "cannot write %s\n", given.out);
    free_compiler(c);
    return !good;
}
