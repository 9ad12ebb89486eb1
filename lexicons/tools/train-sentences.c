/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trains the sentence model of annotate-token on a treebank in CoNLL-U.
 *
 * usage: train-sentences LEXICONS TRAIN.conllu > lexicons/sv/sentence-model.tsv        (see train-sentences.sh)
 *
 * The sentences are joined by blanks, cut into tokens by the plugin's own rules, and each place that the rules leave to
 * the model is an example, with the plugin's own features. Averaged perceptron, weights rounded to whole numbers. Same
 * input, same bytes. */
#include "tests/analyse.h"

#include "chars.h"

#include <math.h>
#include <stdio.h>

enum { EPOCHS = 30, FEATURES = 32, SCALE = 100, RAREST = 3 };

struct example {
    uint32_t feature[FEATURES];
    uint32_t n;
    bool boundary;
};

struct feature {
    char *name;
    double weight, total;
    uint64_t since;
    uint32_t seen;
};

struct trainer {
    struct example *examples;
    uint32_t n, room;
    struct feature *features;
    uint32_t n_features, feature_room;
    struct strmap names;
    const bool *ends; /* by byte of the text: a sentence of the treebank ends there */
    const struct analysis *analysis;
};

static void *need(void *p) {
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static char *copy(const char *text, size_t n) {
    char *p = (char *)need(calloc(1, n + 1));
    memcpy(p, text, n);
    return p;
}

static void add_feature(void *to, const char *name, uint32_t length) {
    struct trainer *t = (struct trainer *)to;
    struct example *e = &t->examples[t->n];
    int32_t id = strmap_get(&t->names, name, length, -1);
    if (id < 0) {
        if (t->n_features == t->feature_room) {
            t->feature_room = t->feature_room * 2 + 1024;
            t->features = (struct feature *)need(realloc(t->features, t->feature_room * sizeof *t->features));
        }
        id = (int32_t)t->n_features++;
        t->features[id] = (struct feature){.name = copy(name, length)};
        strmap_put(&t->names, t->features[id].name, length, id);
    }
    t->features[id].seen++;
    if (e->n < FEATURES) e->feature[e->n++] = (uint32_t)id;
}

/* Takes one place down, and answers as the treebank does. */
static bool take(void *to, const struct sentence_text *doc, uint32_t i, const struct model_place *place) {
    struct trainer *t = (struct trainer *)to;
    if (t->n == t->room) {
        t->room = t->room * 2 + 1024;
        t->examples = (struct example *)need(realloc(t->examples, t->room * sizeof *t->examples));
    }
    struct example *e = &t->examples[t->n];
    memset(e, 0, sizeof *e);
    e->boundary = t->ends[doc->end[i - 1]];
    uint32_t word = i;
    while (word + 1 < doc->n && word < i + 3 && (doc->types[doc->form[word]].flags & TYPE_OPENER)) word++;
    const uint32_t at[MODEL_ROLES] = {i - 1, word, word + 1};
    for (int role = 0; role < MODEL_ROLES; role++) {
        if (at[role] >= doc->n) continue;
        const struct type *type = &doc->types[doc->form[at[role]]];
        const char *fold = t->analysis->folds[doc->form[at[role]]];
        model_word_features(role, type->shape, type->ordinary != 0, fold, (uint32_t)strlen(fold), add_feature, t);
    }
    model_place_features(place, add_feature, t);
    return t->examples[t->n++].boundary;
}

static void update(struct trainer *t, const struct example *e, double step, uint64_t now) {
    for (uint32_t k = 0; k < e->n; k++) {
        struct feature *f = &t->features[e->feature[k]];
        f->total += f->weight * (double)(now - f->since);
        f->since = now;
        f->weight += step;
    }
}

/* Leaves out what was seen too seldom to say anything: rare words must be judged by what they share with others. */
static void drop_rare(struct trainer *t) {
    for (uint32_t i = 0; i < t->n; i++) {
        struct example *e = &t->examples[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < e->n; k++)
            if (t->features[e->feature[k]].seen >= RAREST) e->feature[n++] = e->feature[k];
        e->n = n;
    }
}

static void train(struct trainer *t) {
    uint64_t now = 0, random = 88172645463325252u;
    uint32_t *order = (uint32_t *)need(malloc((t->n + 1) * sizeof *order));
    for (uint32_t i = 0; i < t->n; i++) order[i] = i;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (uint32_t i = t->n; i > 1; i--) { /* xorshift: the same order everywhere */
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            uint32_t k = (uint32_t)(random % i), swap = order[k];
            order[k] = order[i - 1];
            order[i - 1] = swap;
        }
        for (uint32_t i = 0; i < t->n; i++, now++) {
            const struct example *e = &t->examples[order[i]];
            double score = 0;
            for (uint32_t k = 0; k < e->n; k++) score += t->features[e->feature[k]].weight;
            if (e->boundary ? score <= 1 : score >= -1) update(t, e, e->boundary ? 1 : -1, now);
        }
    }
    for (uint32_t i = 0; i < t->n_features; i++) {
        struct feature *f = &t->features[i];
        f->total = (f->total + f->weight * (double)(now - f->since)) / (double)(now ? now : 1);
    }
    free(order);
}

/* One token of the treebank: counted to find frequent sentence openers, finite verbs and lower-case words. */
struct count {
    char *form;
    uint32_t first, lower, capital_inside, finite, other;
};

struct corpus {
    char *text;
    bool *ends;
    uint32_t length, room;
    struct count *counts;
    uint32_t n_counts, count_room;
    struct strmap forms;
};

static void count_token(struct corpus *c, const char *form, const char *tag, bool first) {
    char low[256];
    uint32_t n = words_lower(form, 0, (uint32_t)strlen(form), low, sizeof low);
    if (!n) return;
    int32_t id = strmap_get(&c->forms, low, n, -1);
    if (id < 0) {
        if (c->n_counts == c->count_room) {
            c->count_room = c->count_room * 2 + 1024;
            c->counts = (struct count *)need(realloc(c->counts, c->count_room * sizeof *c->counts));
        }
        id = (int32_t)c->n_counts++;
        c->counts[id] = (struct count){.form = copy(low, n)};
        strmap_put(&c->forms, c->counts[id].form, n, id);
    }
    struct count *k = &c->counts[id];
    bool lower = n == strlen(form) && memcmp(form, low, n) == 0;
    bool finite = strncmp(tag, "VB|PRS", 6) == 0 || strncmp(tag, "VB|PRT", 6) == 0 || strncmp(tag, "VB|IMP", 6) == 0;
    k->first += first && !lower;
    k->lower += lower;
    k->capital_inside += !first && !lower;
    k->finite += finite;
    k->other += !finite;
}

static void add_text(struct corpus *c, const char *text) {
    size_t n = strlen(text);
    if (c->length + n + 2 > c->room) {
        c->room = (uint32_t)((c->length + n) * 2 + 65536);
        c->text = (char *)need(realloc(c->text, c->room));
        c->ends = (bool *)need(realloc(c->ends, c->room));
    }
    memset(c->ends + c->length, 0, n + 2);
    memcpy(c->text + c->length, text, n);
    c->length += (uint32_t)n;
    c->ends[c->length] = true;
    c->text[c->length++] = ' ';
}

static bool read_corpus(struct corpus *c, const char *path) {
    char line[1 << 16];
    FILE *file = fopen(path, "r");
    if (!file) return false;
    bool first = true;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "# text = ", 9) == 0) {
            char *text = line + 9, *end = text + strlen(text);
            while (end > text && end[-1] == ' ') *--end = 0;
            add_text(c, text);
        }
        if (!*line) first = true;
        if (*line < '0' || *line > '9') continue;
        char *field[5], *at = line;
        int n = 0;
        for (; n < 5 && at; n++) field[n] = strsep(&at, "\t");
        if (n == 5 && !strpbrk(field[0], "-.")) {
            count_token(c, field[1], field[4], first);
            first = false;
        }
    }
    fclose(file);
    return true;
}

/* The word lists of the model: they become features and rules, so they are set before the examples are made. */
static bool make_lists(const struct corpus *c, struct tables *tables) {
    strmap_free(&tables->words);
    strmap_free(&tables->weights);
    bool good = true;
    for (uint32_t i = 0; i < c->n_counts; i++) {
        const struct count *k = &c->counts[i];
        size_t n = strlen(k->form);
        if (chars_at(k->form, 0, (uint32_t)n).cls != CH_LETTER) continue;
        int32_t bits = (k->first >= 3 && k->first + k->lower > 3 * k->capital_inside ? WORD_STARTER : 0) |
                       (k->finite >= 2 && k->finite > k->other ? WORD_FINITE : 0) |
                       (k->lower >= 3 && k->lower > k->capital_inside ? WORD_LOW : 0);
        if (bits) good = tables_add_word(tables, k->form, n, bits) && good;
    }
    return good;
}

struct row {
    const char *name;
    long weight;
};

static char *join(const char *list, const char *word) {
    size_t n = strlen(list) + strlen(word) + 2;
    char *name = (char *)need(malloc(n));
    snprintf(name, n, "%s=%s", list, word);
    return name;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct row *)a)->name, ((const struct row *)b)->name);
}

static void print_model(const struct trainer *t, const struct tables *tables) {
    struct row *rows = (struct row *)need(malloc((t->n_features + 3 * (size_t)tables->words.used + 1) * sizeof *rows));
    static const char *const lists[] = {"starter", "finite", "low"};
    size_t n = 0;
    for (uint32_t i = 0; i < tables->words.room; i++)
        for (int k = 0; k < 3; k++)
            if (tables->words.slots[i].key && tables->words.slots[i].value >> k & 1)
                rows[n++] = (struct row){join(lists[k], tables->words.slots[i].key), 1};
    for (uint32_t i = 0; i < t->n_features; i++) {
        long weight = lround(t->features[i].total * SCALE);
        if (weight) rows[n++] = (struct row){t->features[i].name, weight};
    }
    qsort(rows, n, sizeof *rows, by_name);
    puts("# SPDX-License-Identifier: CC-BY-SA-4.0\n"
         "# Weights of the sentence model, computed by lexicons/tools/train-sentences.c from the training part of\n"
         "# UD_Swedish-Talbanken (CC BY-SA 4.0; Joakim Nivre, Aaron Smith, Victor Norrman and others).\n"
         "# starter=, finite=, low=: word lists (frequent first words, finite verbs, lower-case words); other rows: "
         "features of\n"
         "# plugins/annotate-token/model.c and their weights.\n"
         "feature\tweight");
    for (size_t i = 0; i < n; i++) printf("%s\t%ld\n", rows[i].name, rows[i].weight);
    free(rows);
}

int main(int argc, char **argv) {
    static struct tables tables;
    static struct corpus corpus;
    static struct trainer t;
    struct analysis analysis;
    char message[4200];
    if (argc != 3) return fputs("usage: train-sentences LEXICONS TRAIN.conllu > sentence-model.tsv\n", stderr), 2;
    const char *wrong = tables_read(&tables, argv[1], message, sizeof message);
    if (wrong) return fprintf(stderr, "%s\n", wrong), 1;
    if (!read_corpus(&corpus, argv[2])) return fprintf(stderr, "cannot read %s\n", argv[2]), 1;
    if (!make_lists(&corpus, &tables)) return fputs("out of memory\n", stderr), 1;
    analysis_make(&analysis, &tables, corpus.text, corpus.length, false);
    t.ends = corpus.ends;
    t.analysis = &analysis;
    struct sentence_text view = analysis_view(&analysis, NULL);
    view.decide = take;
    view.decide_to = &t;
    uint32_t *spare = (uint32_t *)need(calloc((size_t)analysis.spans.n + 1, sizeof *spare));
    sentence_split(&view, analysis.sentence, analysis.first, spare);
    free(spare);
    drop_rare(&t);
    train(&t);
    print_model(&t, &tables);
    fprintf(stderr, "%u places, %u features\n", t.n, t.n_features);
    return 0;
}
