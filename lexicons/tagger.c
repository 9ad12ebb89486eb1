/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tagger.h"
#include "lexicon_private.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utsaga/layers.h>

struct slot {
    uint32_t key, row;
};
struct tagger {
    const unsigned char *bytes;
    size_t size;
    const struct slot *slots;
    const int8_t *rows;
    uint32_t last_slot;
};

static const struct tagger_type edge; /* beyond the ends of a sentence */

/* ---- keys ---- */

#define BIT(upos) (1u << UTS_UPOS_##upos)
enum { REACH = 6, VERBS = BIT(VERB) | BIT(AUX) };

static uint32_t key1(uint32_t kind, uint32_t a) {
    uint32_t h = (a ^ kind * 0x9E3779B1u) * 0x85EBCA6Bu;
    h ^= h >> 15;
    h *= 0xC2B2AE35u;
    h ^= h >> 13;
    return h ? h : 1;
}
static uint32_t key2(uint32_t kind, uint32_t a, uint32_t b) { return key1(kind, a * 0x27D4EB2Fu ^ (b + 0x165667B1u)); }
static uint32_t key3(uint32_t kind, uint32_t a, uint32_t b, uint32_t c) {
    return key1(kind, (a * 0x27D4EB2Fu ^ (b + 0x165667B1u)) * 0x9E3779B1u ^ (c + 0x7FEB352Du));
}

static uint32_t text_hash(const char *s, size_t n) { return (uint32_t)lexfile_hash(s, n); }

/* The last or first @p letters letters of a form. */
static size_t tail_length(const char *s, size_t n, int letters) {
    size_t at = n;
    for (; at > 0 && letters > 0; letters--) {
        do at--;
        while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
    }
    return n - at;
}
static size_t head_length(const char *s, size_t n, int letters) {
    size_t at = 0;
    for (; at < n && letters > 0; letters--) {
        do at++;
        while (at < n && ((unsigned char)s[at] & 0xC0) == 0x80);
    }
    return at;
}

static bool is_capital(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x100 && c < 0x17F && !(c & 1));
}

enum {
    SHAPE_CAPITAL = 1,
    SHAPE_CAPITALS = 2,
    SHAPE_DIGIT = 4,
    SHAPE_DIGITS = 8,
    SHAPE_HYPHEN = 16,
    SHAPE_POINT = 32,
    SHAPE_COLON = 64,
    SHAPE_SPACE = 128,
    SHAPE_MARKS = 256,
    SHAPE_NEW = 512, /* the lexicon lacks the form */
    SHAPE_HEAD = 1024 /* but has its head */,
    SHAPE_NAME = 2048, /* it has it as a name */
    SHAPE_LOWER = 4096 /* it has it in lower case */
};

static uint32_t shape_of(const char *s, size_t n) {
    uint32_t shape = 0, capitals = 0, digits = 0, letters = 0, length;
    for (size_t i = 0; i < n; i += length) {
        uint32_t c = utf8_at(s + i, &length);
        if (is_capital(c)) capitals++, shape |= i == 0 ? SHAPE_CAPITAL : 0;
        if (c >= '0' && c <= '9') digits++;
        if ((c | 32) - 'a' < 26 || c >= 0xC0) letters++;
        if (c == '-') shape |= SHAPE_HYPHEN;
        if (c == '.') shape |= SHAPE_POINT;
        if (c == ':') shape |= SHAPE_COLON;
        if (c == ' ') shape |= SHAPE_SPACE;
    }
    if (capitals > 1) shape |= SHAPE_CAPITALS;
    if (digits) shape |= letters ? SHAPE_DIGIT : SHAPE_DIGITS;
    if (!digits && !letters) shape |= SHAPE_MARKS;
    return shape;
}

uint32_t tagger_type_keys(const tagger_type *t, const char *fold, size_t fold_n, int group, uint32_t *keys) {
    uint32_t n = 0, base = 32u * (uint32_t)group;
    keys[n++] = key1(base + 1, t->form);
    keys[n++] = key1(base + 2, t->tag_class);
    if (group == TAGGER_BEFORE || group == TAGGER_AFTER || group == TAGGER_SELF) {
        keys[n++] = key1(base + 3, t->end3);
        keys[n++] = key1(base + 4, t->end2);
        keys[n++] = key1(base + 5, t->shape);
    }
    if (group != TAGGER_SELF) return n;
    keys[n++] = key1(base + 6, 0);
    for (int i = 1; i <= 6; i++) {
        size_t m = tail_length(fold, fold_n, i);
        if (m >= fold_n || i == 2 || i == 3) continue;
        keys[n++] = key1(base + 6 + (uint32_t)i, text_hash(fold + fold_n - m, m));
    }
    for (int i = 1; i <= 4; i++) {
        size_t m = head_length(fold, fold_n, i);
        if (m >= fold_n) break;
        keys[n++] = key1(base + 14 + (uint32_t)i, text_hash(fold, m));
    }
    keys[n++] = key2(base + 20, t->tag_class, t->shape);
    keys[n++] = key2(base + 21, t->end3, t->shape);
    return n;
}

uint32_t tagger_tag_keys(const tagger_type *type, uint32_t t1, uint32_t t2, uint32_t *keys) {
    keys[0] = key2(201, t1, t2);
    keys[1] = key2(202, t1, type->form);
    keys[2] = key2(203, t1, type->tag_class);
    keys[3] = key3(207, t1, t2, type->tag_class);
    return 4;
}

uint32_t tagger_context_keys(tagger_type *const *types, uint32_t at, uint32_t n, uint32_t *keys) {
    const tagger_type *w = types[at], *a = at ? types[at - 1] : &edge;
    const tagger_type *b = at + 1 < n ? types[at + 1] : &edge, *c = at + 2 < n ? types[at + 2] : &edge;
    const tagger_type *verb = &edge, *back = &edge;
    for (uint32_t i = at + 1; i < n && i <= at + REACH; i++)
        if (types[i]->mask & VERBS) {
            verb = types[i];
            break;
        }
    for (uint32_t i = at; i > 0 && i + REACH > at; i--)
        if (types[i - 1]->mask & VERBS) {
            back = types[i - 1];
            break;
        }
    uint32_t k = 0;
    keys[k++] = key2(204, a->form, w->form);
    keys[k++] = key2(205, w->tag_class, b->tag_class);
    keys[k++] = key2(206, a->tag_class, w->tag_class);
    keys[k++] = key2(208, w->form, b->tag_class);
    keys[k++] = key3(209, w->form, b->tag_class, c->tag_class);
    keys[k++] = key2(210, w->form, verb->tag_class);
    keys[k++] = key2(211, w->tag_class, verb->tag_class);
    keys[k++] = key2(212, w->form, back->tag_class);
    keys[k++] = key2(213, !at, w->shape);
    if (w->shape & SHAPE_CAPITAL) keys[k++] = key2(214, at ? 1 : 2, w->tag_class);
    return k;
}

/* ---- which tags are possible ---- */

enum {
    OPEN = BIT(NOUN) | BIT(VERB) | BIT(ADJ) | BIT(ADV),
    SLIPS = 200, /* a reading rarer than one in so many is a slip */
    SURE = 12,   /* readings by a person that settle what a form can be */
    RARE_ADVERBS = 150,
    RARE_SHARE = 15 /* per mille: parts of speech rarer than this among forms with the same ending are left out */
};

static uint32_t mask_of_entry(const lexicon *lex, uint32_t entry, bool unseen) {
    const lexicon_analysis *a;
    uint32_t n = lexicon_analyses(lex, entry, &a), read = 0, listed = 0, total = 0;
    for (uint32_t i = 0; i < n && !unseen; i++) total += a[i].count;
    for (uint32_t i = 0; i < n; i++) {
        if (a[i].flags & LEXICON_PART) continue;
        const char *tag = lexicon_tag(lex, a[i].tag);
        if (!unseen && a[i].count * SLIPS > total) read |= 1u << a[i].upos;
        if (!*tag && a[i].count) continue; /* known from the treebank alone */
        listed |= 1u << a[i].upos;
        if (a[i].upos == UTS_UPOS_ADJ && (strstr(tag, "nt.sg.ind") || strstr(tag, "adj.sint.sup"))) listed |= BIT(ADV);
        if (a[i].upos == UTS_UPOS_ADJ && strncmp(tag, "adj.pprs", 8) == 0) listed |= BIT(NOUN) | BIT(ADV);
    }
    if (total >= SURE) return read;
    return read | listed;
}

static uint32_t mask_of_ending(const lexicon *lex, const char *fold, size_t n) {
    uint16_t share[UTS_UPOS_COUNT_];
    uint32_t mask = 0;
    if (lexicon_guess_upos(lex, fold, n, share))
        for (uint32_t u = 0; u < UTS_UPOS_COUNT_; u++)
            if (share[u] >= (u == UTS_UPOS_ADV ? RARE_ADVERBS : RARE_SHARE)) mask |= 1u << u;
    return mask ? mask : OPEN;
}

/* What the lexicon says of a form: its own entry, or that of its head. */
struct known {
    uint32_t entry, head; /* LEXICON_NONE: none */
};

static struct known look_up(const lexicon *lex, lexicon_splitter *splitter, const char *fold, size_t n, uint32_t shape,
                            bool unseen) {
    struct known k = {lexicon_find(lex, fold, n), LEXICON_NONE};
    enum {
        ELSEWHERE = LEXICON_LOWER | LEXICON_NAME | LEXICON_ACRONYM | LEXICON_COUNTED | LEXICON_SPELLED | LEXICON_SHORT
    };
    if (unseen && k.entry != LEXICON_NONE && !(lexicon_flags(lex, k.entry) & ELSEWHERE)) k.entry = LEXICON_NONE;
    if (k.entry == LEXICON_NONE && !(shape & (SHAPE_MARKS | SHAPE_DIGITS)) &&
        !lexicon_head(lex, splitter, fold, n, &k.head))
        k.head = LEXICON_NONE;
    return k;
}

static uint32_t mask_of(const lexicon *lex, const char *fold, size_t n, uint32_t shape, struct known k, bool unseen) {
    uint32_t mask = k.entry == LEXICON_NONE ? 0 : mask_of_entry(lex, k.entry, unseen);
    bool capital = shape & SHAPE_CAPITAL;
    if (shape & SHAPE_MARKS) return mask ? mask : BIT(PUNCT);
    if (shape & SHAPE_DIGITS) return BIT(NUM);
    if (k.head != LEXICON_NONE) mask = mask_of_entry(lex, k.head, true) & OPEN;
    if (shape & SHAPE_DIGIT) return mask | BIT(NUM) | BIT(NOUN) | BIT(ADJ);
    uint32_t flags = k.entry == LEXICON_NONE ? 0 : lexicon_flags(lex, k.entry);
    if (!mask) {
        mask = capital ? BIT(PROPN) | BIT(NOUN) : 0;
        if (!capital || !(flags & LEXICON_NAME)) mask |= mask_of_ending(lex, fold, n);
        if (shape & SHAPE_CAPITALS) mask = BIT(PROPN) | BIT(NOUN);
    }
    if (capital && !(flags & LEXICON_ATTESTED && !(mask & OPEN))) mask |= BIT(PROPN);
    if (!capital && flags & LEXICON_LOWER && mask & ~(uint32_t)BIT(PROPN)) mask &= ~(uint32_t)BIT(PROPN);
    return mask;
}

void tagger_hashes(const lexicon *lex, lexicon_splitter *splitter, tagger_form form, bool unseen, tagger_type *out) {
    const char *fold = form.fold;
    size_t fold_n = form.fold_n;
    memset(out, 0, sizeof *out);
    out->form = text_hash(fold, fold_n);
    out->end2 = text_hash(fold + fold_n - tail_length(fold, fold_n, 2), tail_length(fold, fold_n, 2));
    out->end3 = text_hash(fold + fold_n - tail_length(fold, fold_n, 3), tail_length(fold, fold_n, 3));
    out->shape = shape_of(form.text, form.text_n);
    struct known k = look_up(lex, splitter, fold, fold_n, out->shape, unseen);
    out->mask = mask_of(lex, fold, fold_n, out->shape, k, unseen);
    if (k.entry != LEXICON_NONE) {
        uint32_t flags = lexicon_flags(lex, k.entry);
        out->tag_class = lexicon_class(lex, k.entry);
        out->shape |= (flags & LEXICON_NAME ? SHAPE_NAME : 0) | (flags & LEXICON_LOWER ? SHAPE_LOWER : 0);
    } else {
        out->shape |= SHAPE_NEW | (k.head != LEXICON_NONE ? SHAPE_HEAD : 0);
        if (k.head != LEXICON_NONE) out->tag_class = lexicon_class(lex, k.head);
    }
    if (out->shape & SHAPE_MARKS) out->tag_class = out->form;
}

/* ---- weights ---- */

static bool header_fits(const struct tagger_header *h, size_t size) {
    return memcmp(h->magic, TAGGER_MAGIC, 8) == 0 && h->version == TAGGER_VERSION && h->n_tags == TAGGER_TAGS &&
           h->size == size && h->n_slots && !(h->n_slots & (h->n_slots - 1)) && h->n_rows < h->n_slots &&
           size == sizeof *h + (uint64_t)h->n_slots * sizeof(struct slot) + (uint64_t)h->n_rows * TAGGER_ROW;
}

bool tagger_open(const char *path, tagger **out, char *error, size_t room) {
    *out = NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *bytes = MAP_FAILED;
    size_t size = 0;
    if (file >= 0 && fstat(file, &st) == 0 && (size_t)st.st_size > sizeof(struct tagger_header)) {
        size = (size_t)st.st_size;
        bytes = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
    }
    if (file >= 0) close(file);
    const struct tagger_header *h = bytes;
    tagger *t = bytes != MAP_FAILED && header_fits(h, size) ? calloc(1, sizeof *t) : NULL;
    if (!t) {
        snprintf(error, room, "%s %s; build the project again", path,
                 file < 0 ? "cannot be opened" : "is no file of tagger weights of this version");
        if (bytes != MAP_FAILED) munmap(bytes, size);
        return false;
    }
    t->bytes = bytes;
    t->size = size;
    t->slots = (const struct slot *)(const void *)(t->bytes + sizeof *h);
    t->last_slot = h->n_slots - 1;
    t->rows = (const int8_t *)(t->slots + h->n_slots);
    *out = t;
    return true;
}

bool tagger_verify(const tagger *t) {
    const struct tagger_header *h = (const struct tagger_header *)(const void *)t->bytes;
    return h->content == lexfile_hash(t->bytes + sizeof *h, t->size - sizeof *h);
}

const char *tagger_made_from(const tagger *t) {
    return ((const struct tagger_header *)(const void *)t->bytes)->made_from;
}

void tagger_close(tagger *t) {
    if (!t) return;
    union {
        const unsigned char *mapped;
        void *plain;
    } bytes = {.mapped = t->bytes};
    munmap(bytes.plain, t->size);
    free(t);
}

/* Vectors, because compilers do not see the sixteen additions as one. */
typedef int8_t bytes16 __attribute__((vector_size(TAGGER_ROW)));
typedef int16_t shorts16 __attribute__((vector_size(TAGGER_ROW * 2)));
_Static_assert(sizeof(shorts16) == sizeof(tagger_score), "a score is one vector");

static const int8_t *find_row(const tagger *t, uint32_t key) {
    for (uint32_t at = key & t->last_slot; t->slots[at].key; at = (at + 1) & t->last_slot)
        if (t->slots[at].key == key) return t->rows + (size_t)t->slots[at].row * TAGGER_ROW;
    return NULL;
}

/* Nearly every key is a miss of the nearest caches, in the slots and in the rows: let them overlap. */
static void expect_rows(const tagger *t, const uint32_t *keys, uint32_t n) {
    for (uint32_t k = 0; k < n; k++) __builtin_prefetch(&t->slots[keys[k] & t->last_slot]);
}

/* Adds the rows of @p n keys, which were expected. */
static void add_rows(const tagger *t, const uint32_t *keys, uint32_t n, tagger_score *score) {
    const int8_t *rows[TAGGER_TYPE_KEYS];
    uint32_t found = 0;
    shorts16 sum;
    memcpy(&sum, score, sizeof sum);
    for (uint32_t k = 0; k < n; k++) {
        const int8_t *row = find_row(t, keys[k]);
        if (!row) continue;
        __builtin_prefetch(row);
        rows[found++] = row;
    }
    for (uint32_t k = 0; k < found; k++) {
        bytes16 row;
        /* cppcheck-suppress uninitvar ; the loop above fills as many as it counts */
        memcpy(&row, rows[k], sizeof row);
        sum += __builtin_convertvector(row, shorts16);
    }
    memcpy(score, &sum, sizeof sum);
}

void tagger_votes_free(tagger_votes *votes) {
    free(votes->scores);
    memset(votes, 0, sizeof *votes);
}

/* Works out the votes of the groups [first, end); returns the place of the first plus 1, 0: out of memory. @p fold: for
 * TAGGER_SELF only. */
static uint32_t vote(const tagger *t, tagger_votes *votes, const tagger_type *type, int first, int end,
                     const char *fold, size_t fold_n) {
    uint32_t keys[TAGGER_TYPE_KEYS], n = (uint32_t)(end - first);
    if (votes->n + n > votes->room) {
        uint32_t room = votes->room + votes->room / 2 + 4096;
        tagger_score *grown = realloc(votes->scores, room * sizeof *grown);
        if (!grown) return 0;
        votes->scores = grown;
        votes->room = room;
    }
    tagger_score *score = &votes->scores[votes->n];
    memset(score, 0, n * sizeof *score);
    for (int group = first; group < end; group++, score++) {
        uint32_t m = tagger_type_keys(type, fold, fold_n, group, keys);
        expect_rows(t, keys, m);
        add_rows(t, keys, m, score);
    }
    votes->n += n;
    return votes->n - n + 1;
}

static bool is_open(uint32_t mask) { return mask & (mask - 1); }

bool tagger_describe(const tagger *t, const lexicon *lex, lexicon_splitter *splitter, tagger_form form, uint32_t mask,
                     tagger_votes *votes, tagger_type *out) {
    tagger_hashes(lex, splitter, form, false, out);
    if (mask) out->mask = mask;
    if (!is_open(out->mask)) return true;
    out->self = vote(t, votes, out, TAGGER_SELF, TAGGER_SELF + 1, form.fold, form.fold_n);
    return out->self != 0;
}

bool tagger_may_be_name(const tagger_type *type) {
    uint32_t mask = type->mask;
    return (type->shape & (SHAPE_NEW | SHAPE_CAPITAL)) == (SHAPE_NEW | SHAPE_CAPITAL) && mask & BIT(PROPN) &&
           mask & (mask - 1);
}

static uint32_t best_tag(const tagger_score *score, uint32_t mask) {
    uint32_t best = 0;
    int high = INT32_MIN;
    for (; mask; mask &= mask - 1) {
        uint32_t tag = (uint32_t)__builtin_ctz(mask);
        if (tag && score->of[tag - 1] > high) high = score->of[tag - 1], best = tag;
    }
    return best;
}

static void add_votes(const tagger_votes *votes, uint32_t place, tagger_score *sum) {
    shorts16 a, b;
    memcpy(&a, sum, sizeof a);
    memcpy(&b, &votes->scores[place], sizeof b);
    a += b;
    memcpy(sum, &a, sizeof a);
}

/* Works out what neighbours of tokens in doubt say of them, where nobody asked them before; false: out of memory. */
static bool ask_neighbours(const tagger *t, tagger_votes *votes, tagger_type *const *types, uint32_t n) {
    for (uint32_t i = 0, doubt = 0; i < n + 2; i++) {
        if (i < n && is_open(types[i]->mask)) doubt = i + 5; /* up to two places on, as seen from two places on */
        if (i < 2 || i >= doubt) continue;
        tagger_type *type = types[i - 2];
        if (!type->others) type->others = vote(t, votes, type, TAGGER_BEFORE, TAGGER_GROUPS, NULL, 0);
        if (!type->others) return false;
        __builtin_prefetch(&votes->scores[type->others - 1]);
        __builtin_prefetch(&votes->scores[type->others + 1]);
    }
    return true;
}

/* The votes of a token and its neighbours on it. */
static tagger_score gather_votes(const tagger_votes *votes, tagger_type *const *types, uint32_t n, uint32_t at) {
    tagger_score sum = votes->scores[types[at]->self - 1];
    if (at) add_votes(votes, types[at - 1]->others - 1, &sum);
    if (at > 1) add_votes(votes, types[at - 2]->others - 1 + TAGGER_BEFORE2 - TAGGER_BEFORE, &sum);
    if (at + 1 < n) add_votes(votes, types[at + 1]->others - 1 + TAGGER_AFTER - TAGGER_BEFORE, &sum);
    if (at + 2 < n) add_votes(votes, types[at + 2]->others - 1 + TAGGER_AFTER2 - TAGGER_BEFORE, &sum);
    return sum;
}

/* The keys of the next token from @p i on that is in doubt; its rows are on their way when its turn comes. */
static uint32_t next_keys(const tagger *t, tagger_type *const *types, uint32_t n, uint32_t i, uint32_t *keys) {
    while (i < n && !is_open(types[i]->mask)) i++;
    uint32_t n_keys = i < n ? tagger_context_keys(types, i, n, keys) : 0;
    expect_rows(t, keys, n_keys);
    return n_keys;
}

bool tagger_tag(const tagger *t, tagger_votes *votes, tagger_type *const *types, uint32_t n, uint8_t *tags) {
    uint32_t t1 = TAGGER_TAGS, t2 = TAGGER_TAGS, keys[2][TAGGER_CONTEXT_KEYS], of_tags[TAGGER_CONTEXT_KEYS];
    if (!ask_neighbours(t, votes, types, n)) return false;
    uint32_t n_keys = next_keys(t, types, n, 0, keys[0]), n_next, turn = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t mask = types[i]->mask, tag;
        if (!is_open(mask)) {
            tag = (uint32_t)__builtin_ctz(mask | 1u << 31);
        } else {
            uint32_t m = tagger_tag_keys(types[i], t1, t2, of_tags);
            expect_rows(t, of_tags, m);
            n_next = next_keys(t, types, n, i + 1, keys[!turn]);
            tagger_score sum = gather_votes(votes, types, n, i);
            add_rows(t, keys[turn], n_keys, &sum);
            add_rows(t, of_tags, m, &sum);
            tag = best_tag(&sum, mask);
            turn = !turn;
            n_keys = n_next;
        }
        tags[i] = (uint8_t)tag;
        t2 = t1;
        t1 = tag;
    }
    return true;
}
