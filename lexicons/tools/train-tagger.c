/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trains the weights of tagger.c: an averaged perceptron over the tags that a form can have, whose changes are as large
 * as its error is likely (multinomial logistic loss) and shrink with use (AdaGrad).
 *
 * usage: train-tagger sv.lex OUT.weights TREEBANK.conllu…
 *
 * Forms that occur once are trained as if the treebank did not know them, since that is how new forms will look. The
 * lexicon must hold the readings of the same treebank. The same input gives the same bytes.
 */
#include "../fold.h"
#include "../lexfile.h"
#include "../tagger.h"
#include "table.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utsaga/layers.h>

enum { TYPE_HASH = 1 << 18, FEATURE_HASH = 1 << 23, LONGEST = 512, EPOCHS = 10 };
static const float learning_rate = 0.1f, weight_decay = 0.001f, step_floor = 0.3f, least_error = 1e-4f;
static const double smallest = 5; /* of 127: smaller averages are dropped */

struct type {
    char *form;
    uint32_t count; /* in the training data */
    tagger_type hashes;
    uint32_t *keys[TAGGER_GROUPS]; /* [0]: how many */
};
struct sentence {
    uint32_t first, n;
};
struct corpus {
    uint32_t *types; /* of each token */
    uint8_t *gold;
    struct sentence *sentences;
    uint32_t n_tokens, n_sentences;
};
struct feature {
    uint32_t key;
    float weight[TAGGER_TAGS];
    float squares[TAGGER_TAGS]; /* of the changes so far */
    double sum[TAGGER_TAGS];    /* each change times the moment at which it came */
};
static struct type *types;
static uint32_t n_types, type_hash[TYPE_HASH];
static struct feature *features;
static uint32_t n_features, *feature_hash;
static uint64_t clock_now = 1;

/* ---- reading ---- */

static uint32_t type_of(const char *form) {
    size_t n = strlen(form);
    uint32_t at = (uint32_t)lexfile_hash(form, n) & (TYPE_HASH - 1);
    for (; type_hash[at]; at = (at + 1) & (TYPE_HASH - 1))
        if (strcmp(types[type_hash[at] - 1].form, form) == 0) return type_hash[at] - 1;
    if (n_types % 4096 == 0) types = table_grow(types, (n_types + 4096) * sizeof *types);
    struct type *t = &types[n_types];
    memset(t, 0, sizeof *t);
    t->form = strdup(form);
    type_hash[at] = ++n_types;
    return n_types - 1;
}

/* Once it is known how often each form occurs. */
static void describe_types(const lexicon *lex) {
    lexicon_splitter splitter = {.terms = NULL};
    for (struct type *t = types; t < types + n_types; t++) {
        char folded[TABLE_CELL];
        fold(t->form, folded, sizeof folded);
        size_t m = strlen(folded);
        tagger_form form = {t->form, folded, strlen(t->form), m};
        tagger_hashes(lex, &splitter, form, t->count <= 1, &t->hashes);
        for (int g = 0; g < TAGGER_GROUPS; g++) {
            uint32_t keys[TAGGER_TYPE_KEYS], k = tagger_type_keys(&t->hashes, folded, m, g, keys);
            t->keys[g] = table_grow(NULL, (k + 1) * sizeof *keys);
            t->keys[g][0] = k;
            memcpy(t->keys[g] + 1, keys, k * sizeof *keys);
        }
    }
}

static uint8_t upos_of(const char *name) {
    static const char *const names[] = UTS_UPOS_NAMES;
    for (uint8_t i = 0; i < UTS_UPOS_COUNT_; i++)
        if (strcmp(names[i], name) == 0) return i;
    return UTS_UPOS_X;
}

static void end_sentence(struct corpus *c, uint32_t first) {
    if (c->n_tokens == first) return;
    if (c->n_tokens - first > LONGEST) {
        fputs("a sentence is longer than LONGEST\n", stderr);
        exit(1);
    }
    if (c->n_sentences % 4096 == 0)
        c->sentences = table_grow(c->sentences, (c->n_sentences + 4096) * sizeof *c->sentences);
    c->sentences[c->n_sentences++] = (struct sentence){first, c->n_tokens - first};
}

static void read_corpus(struct corpus *c, const char *path) {
    char *text = table_read(path), *columns[10];
    uint32_t first = c->n_tokens;
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next) *next++ = 0;
        if (line[0] == '#') continue;
        if (!*line) {
            end_sentence(c, first);
            first = c->n_tokens;
            continue;
        }
        if (table_split(line, columns, 10) < 4 || strpbrk(columns[0], "-.")) continue;
        if (c->n_tokens % 65536 == 0) {
            c->types = table_grow(c->types, (c->n_tokens + 65536) * sizeof *c->types);
            c->gold = table_grow(c->gold, c->n_tokens + 65536);
        }
        uint32_t type = type_of(columns[1]);
        types[type].count++;
        c->types[c->n_tokens] = type;
        c->gold[c->n_tokens++] = upos_of(columns[3]);
    }
    end_sentence(c, first);
    free(text);
}

/* ---- learning ---- */

static struct feature *feature_of(uint32_t key, bool make) {
    uint32_t at = key & (FEATURE_HASH - 1);
    for (; feature_hash[at]; at = (at + 1) & (FEATURE_HASH - 1))
        if (features[feature_hash[at] - 1].key == key) return &features[feature_hash[at] - 1];
    if (!make) return NULL;
    if (n_features % 65536 == 0) features = table_grow(features, (n_features + 65536) * sizeof *features);
    memset(&features[n_features], 0, sizeof *features);
    features[n_features].key = key;
    feature_hash[at] = ++n_features;
    return &features[n_features - 1];
}

struct window {
    tagger_type *around[LONGEST];
    uint32_t keys[256], n;
};

static void gather_keys(struct window *w, const struct corpus *c, const struct sentence *s, uint32_t i, uint32_t t1,
                        uint32_t t2) {
    static const int offsets[TAGGER_GROUPS] = {0, -1, -2, 1, 2};
    w->n = 0;
    for (int g = 0; g < TAGGER_GROUPS; g++) {
        int64_t at = (int64_t)i + offsets[g];
        if (at < 0 || at >= s->n) continue;
        const uint32_t *keys = types[c->types[s->first + at]].keys[g];
        memcpy(w->keys + w->n, keys + 1, keys[0] * sizeof *keys);
        w->n += keys[0];
    }
    w->n += tagger_context_keys(w->around, i, s->n, w->keys + w->n);
    w->n += tagger_tag_keys(w->around[i], t1, t2, w->keys + w->n);
}

static void prepare(struct window *w, const struct corpus *c, const struct sentence *s) {
    for (uint32_t i = 0; i < s->n; i++) w->around[i] = &types[c->types[s->first + i]].hashes;
}

static uint32_t choose(const float *score, uint32_t mask) {
    uint32_t best = TAGGER_TAGS;
    for (uint32_t tag = 0; tag < TAGGER_TAGS; tag++)
        if (mask >> tag & 1 && (best == TAGGER_TAGS || score[tag] > score[best])) best = tag;
    return best;
}

static void score_keys(const struct window *w, float *score) {
    memset(score, 0, TAGGER_TAGS * sizeof *score);
    for (uint32_t k = 0; k < w->n; k++) {
        const struct feature *f = feature_of(w->keys[k], false);
        for (int t = 0; f && t < TAGGER_TAGS; t++) score[t] += f->weight[t];
    }
}

/* Moves the weights of one key against the error of each tag, the less the more they have moved already (AdaGrad). */
static void move(struct feature *f, const float *error) {
    for (int t = 0; t < TAGGER_TAGS; t++) {
        if (fabsf(error[t]) < least_error) continue;
        float step = error[t] - weight_decay * f->weight[t];
        f->squares[t] += step * step;
        step *= learning_rate / (sqrtf(f->squares[t]) + step_floor);
        f->weight[t] += step;
        f->sum[t] += step * (double)clock_now;
    }
}

/* Error of each tag: one for the right one, less the probability that the weights give to it. */
static void find_errors(const float *score, uint32_t mask, uint32_t best, uint32_t gold, float *error) {
    float sum = 0;
    for (uint32_t t = 0; t < TAGGER_TAGS; t++) {
        error[t] = mask >> t & 1 ? expf(score[t] - score[best]) : 0;
        sum += error[t];
    }
    for (uint32_t t = 0; t < TAGGER_TAGS; t++) error[t] = (float)(t == gold) - error[t] / sum;
}

static uint32_t train_sentence(const struct corpus *c, const struct sentence *s) {
    static struct window w;
    uint32_t t1 = TAGGER_TAGS, t2 = TAGGER_TAGS, right = 0;
    prepare(&w, c, s);
    for (uint32_t i = 0; i < s->n; i++) {
        const struct type *type = &types[c->types[s->first + i]];
        uint32_t gold = c->gold[s->first + i], mask = type->hashes.mask | 1u << gold, tag = gold;
        if (mask & (mask - 1)) {
            float score[TAGGER_TAGS], error[TAGGER_TAGS];
            gather_keys(&w, c, s, i, t1, t2);
            score_keys(&w, score);
            tag = choose(score, mask);
            find_errors(score, mask, tag, gold, error);
            for (uint32_t k = 0; k < w.n; k++) move(feature_of(w.keys[k], true), error);
            clock_now++;
        }
        right += tag == gold;
        t2 = t1;
        t1 = tag;
    }
    return right;
}

static uint64_t random_state = 88172645463325252u;

static uint32_t random_below(uint32_t n) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 32) % n;
}

static void train(struct corpus *c) {
    for (int e = 0; e < EPOCHS; e++) {
        uint32_t right = 0;
        for (uint32_t i = c->n_sentences; i > 1; i--) {
            uint32_t j = random_below(i);
            struct sentence s = c->sentences[i - 1];
            c->sentences[i - 1] = c->sentences[j];
            c->sentences[j] = s;
        }
        for (uint32_t i = 0; i < c->n_sentences; i++) right += train_sentence(c, &c->sentences[i]);
        fprintf(stderr, "epoch %d: %.2f %% right, %u features\n", e + 1, 100.0 * right / c->n_tokens, n_features);
    }
}

/* ---- weights ---- */

struct bytes {
    unsigned char *p;
    size_t n, room;
};

static int by_key(const void *a, const void *b) {
    uint32_t x = ((const struct feature *)a)->key, y = ((const struct feature *)b)->key;
    return x < y ? -1 : x > y;
}

static void put(struct bytes *all, const void *data, size_t n) {
    if (all->n + n > all->room) all->p = table_grow(all->p, all->room = all->room * 2 + 4096);
    memcpy(all->p + all->n, data, n);
    all->n += n;
}

/* Averages the weights over time, scales them into bytes, and writes those that matter. */
static void write_weights(const char *path, const char *made_from) {
    struct tagger_header h = {.magic = TAGGER_WEIGHTS_MAGIC, .version = TAGGER_VERSION, .n_tags = TAGGER_TAGS};
    struct bytes all = {0};
    double largest = 0;
    qsort(features, n_features, sizeof *features, by_key);
    for (uint32_t i = 0; i < n_features; i++)
        for (int t = 0; t < TAGGER_TAGS; t++) {
            features[i].weight[t] -= (float)(features[i].sum[t] / (double)clock_now);
            if (fabsf(features[i].weight[t]) > largest) largest = fabsf(features[i].weight[t]);
        }
    for (uint32_t i = 0; i < n_features; i++) {
        int8_t values[TAGGER_ROW];
        uint16_t tags = 0;
        size_t n = 0;
        for (int t = 0; t < TAGGER_ROW; t++) {
            double v = features[i].weight[t + 1] * 127 / largest;
            if (fabs(v) < smallest) continue;
            tags |= (uint16_t)(1u << t);
            values[n++] = (int8_t)lround(v);
        }
        if (!n) continue;
        put(&all, &features[i].key, 4);
        put(&all, &tags, 2);
        put(&all, values, n);
        h.n_rows++;
    }
    h.size = sizeof h + all.n;
    h.content = lexfile_hash(all.p, all.n);
    snprintf(h.made_from, sizeof h.made_from, "%s", made_from);
    FILE *f = fopen(path, "wb");
    bool good = f && fwrite(&h, sizeof h, 1, f) == 1 && fwrite(all.p, 1, all.n, f) == all.n;
    if (!f || fclose(f) != 0 || !good) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(1);
    }
    fprintf(stderr, "%u rows, %zu bytes\n", h.n_rows, (size_t)h.size);
    free(all.p);
}

int main(int argc, char **argv) {
    if (argc < 4) return fputs("usage: train-tagger sv.lex OUT.weights TREEBANK.conllu…\n", stderr), 2;
    lexicon *lex;
    char error[400];
    if (!lexicon_open(argv[1], &lex, error, sizeof error)) return fprintf(stderr, "%s\n", error), 1;
    feature_hash = calloc(FEATURE_HASH, sizeof *feature_hash);
    if (!feature_hash) return 1;
    struct corpus c = {0};
    for (int i = 3; i < argc; i++) read_corpus(&c, argv[i]);
    describe_types(lex);
    train(&c);
    write_weights(argv[2], lexicon_has_apertium(lex)
                               ? "trained on UD Swedish-Talbanken with the lexicon with Apertium"
                               : "trained on UD Swedish-Talbanken with the lexicon without Apertium");
    lexicon_close(lex);
    return 0;
}
