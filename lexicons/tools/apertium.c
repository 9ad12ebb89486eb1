/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lttoolbox binary format: "LTTB" and 8 feature bytes; the letters; the tag names; the pairs of symbols; then the
 * transducers. Integers are 1 to 4 bytes, the two top bits of the first say how many follow. Symbols are code points,
 * or tags as negative numbers; pair numbers are differences within a state, targets differences to the state.
 */
#include "apertium.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORM_MAX = 400, PATH_MAX_ARCS = 200 };

struct arc {
    uint32_t target;
    uint32_t pair;
};
struct machine {
    uint32_t states, initial;
    uint32_t *first; /* states + 1 */
    struct arc *arcs;
    unsigned char *final, *on_path;
};
struct reader {
    const unsigned char *p, *end;
    bool bad;
    char **tags;
    uint32_t n_tags, n_pairs;
    int32_t *in, *out; /* symbols of each pair */
    const char *const *skip;
};
struct walk {
    const struct reader *reader;
    const struct machine *machine;
    apertium_pair_fn *fn;
    void *arg;
    char form[FORM_MAX], analysis[FORM_MAX];
};

static uint32_t number(struct reader *r) {
    if (r->p >= r->end) {
        r->bad = true;
        return 0;
    }
    uint32_t more = *r->p >> 6, value = *r->p & 0x3F;
    if ((size_t)(r->end - r->p) <= more) {
        r->bad = true;
        return 0;
    }
    for (r->p++; more; more--) value = value << 8 | *r->p++;
    return value;
}

static size_t put_utf8(char *out, uint32_t c) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* A count that cannot exceed what is left of the file, so that a damaged file cannot ask for much memory. */
static uint32_t count(struct reader *r) {
    uint32_t n = number(r);
    if (n > (size_t)(r->end - r->p)) r->bad = true;
    return r->bad ? 0 : n;
}

static char *string(struct reader *r, const char *before, const char *after) {
    uint32_t n = count(r);
    char *s = malloc(n * 4 + strlen(before) + strlen(after) + 1), *q = s;
    if (!s) return NULL;
    for (const char *b = before; *b; b++) *q++ = *b;
    for (uint32_t i = 0; i < n; i++) q += put_utf8(q, number(r));
    strcpy(q, after);
    return s;
}

static bool read_alphabet(struct reader *r) {
    for (uint32_t n = count(r); n && !r->bad; n--) number(r); /* letters: not needed */
    r->n_tags = count(r);
    r->tags = calloc(r->n_tags + 1, sizeof *r->tags);
    for (uint32_t i = 0; r->tags && i < r->n_tags; i++)
        if (!(r->tags[i] = string(r, "<", ">"))) return false;
    int32_t bias = (int32_t)r->n_tags;
    r->n_pairs = count(r);
    r->in = calloc(r->n_pairs + 1, sizeof *r->in);
    r->out = calloc(r->n_pairs + 1, sizeof *r->out);
    if (!r->tags || !r->in || !r->out) return false;
    for (uint32_t i = 0; i < r->n_pairs; i++) {
        r->in[i] = (int32_t)number(r) - bias;
        r->out[i] = (int32_t)number(r) - bias;
        if (r->in[i] < -(int32_t)r->n_tags || r->out[i] < -(int32_t)r->n_tags) r->bad = true;
    }
    return !r->bad;
}

/* A transducer may start with "LTTD" and feature bits; bit 0: weights. */
static bool transducer_features(struct reader *r, uint64_t *features) {
    *features = 0;
    if (r->end - r->p >= 12 && memcmp(r->p, "LTTD", 4) == 0) {
        for (int i = 0; i < 8; i++) *features |= (uint64_t)r->p[4 + i] << 8 * i;
        r->p += 12;
    }
    return *features == 0;
}

static bool read_machine(struct reader *r, struct machine *m) {
    uint64_t features;
    if (!transducer_features(r, &features)) return false;
    m->initial = number(r);
    uint32_t n_finals = count(r), last = 0;
    uint32_t *finals = calloc(n_finals + 1, sizeof *finals);
    if (!finals) return false;
    for (uint32_t i = 0; i < n_finals; i++) finals[i] = last += number(r);
    m->states = count(r);
    m->first = calloc(m->states + 1, sizeof *m->first);
    m->final = calloc(m->states + 1, 1);
    m->on_path = calloc(m->states + 1, 1);
    size_t room = 0, used = 0;
    bool good = m->first && m->final && m->on_path && m->initial < m->states;
    for (uint32_t i = 0; good && i < n_finals; i++)
        if (finals[i] < m->states) m->final[finals[i]] = 1;
    for (uint32_t s = 0; good && s < m->states; s++) {
        m->first[s] = (uint32_t)used;
        uint32_t n = count(r), pair = 0;
        for (; good && n; n--) {
            if (used == room) {
                struct arc *grown = realloc(m->arcs, (room = room * 2 + 1024) * sizeof *grown);
                if (!grown) good = false;
                if (grown) m->arcs = grown;
            }
            pair += number(r);
            uint32_t target = (uint32_t)(((uint64_t)s + number(r)) % m->states);
            if (r->bad || pair >= r->n_pairs) good = false;
            if (good) m->arcs[used++] = (struct arc){target, pair};
        }
    }
    if (good) m->first[m->states] = (uint32_t)used;
    free(finals);
    return good && !r->bad;
}

static void free_machine(struct machine *m) {
    free(m->first);
    free(m->arcs);
    free(m->final);
    free(m->on_path);
    memset(m, 0, sizeof *m);
}

static bool unwanted(const struct reader *r, int32_t symbol) {
    if (symbol >= 0) return false;
    for (const char *const *tag = r->skip; *tag; tag++)
        if (strcmp(*tag, r->tags[-symbol - 1]) == 0) return true;
    return false;
}

/*
 * Points the arcs that write an unwanted tag, and those that lead nowhere else, at themselves: visit() never follows a
 * loop. Without this, millions of addresses would be walked only to be thrown away.
 */
static void prune(const struct reader *r, struct machine *m, unsigned char *alive) {
    bool *bad_pair = calloc(r->n_pairs + 1, sizeof *bad_pair);
    for (uint32_t i = 0; bad_pair && i < r->n_pairs; i++) bad_pair[i] = unwanted(r, r->out[i]);
    memcpy(alive, m->final, m->states);
    for (bool changed = bad_pair != NULL; changed;) {
        changed = false;
        for (uint32_t s = m->states; s-- > 0;)
            for (uint32_t i = m->first[s]; !alive[s] && i < m->first[s + 1]; i++)
                if (!bad_pair[m->arcs[i].pair] && alive[m->arcs[i].target]) alive[s] = changed = true;
    }
    for (uint32_t s = 0; bad_pair && s < m->states; s++)
        for (uint32_t i = m->first[s]; i < m->first[s + 1]; i++)
            if (bad_pair[m->arcs[i].pair] || !alive[m->arcs[i].target]) m->arcs[i].target = s;
    free(bad_pair);
}

static size_t put_symbol(const struct reader *r, char *out, int32_t symbol) {
    if (symbol == 0) return 0;
    if (symbol > 0) return put_utf8(out, (uint32_t)symbol);
    const char *tag = r->tags[-symbol - 1];
    size_t n = strlen(tag);
    memcpy(out, tag, n);
    return n;
}

static void visit(struct walk *w, uint32_t state, size_t form, size_t analysis, int depth) {
    const struct machine *m = w->machine;
    if (m->on_path[state] || depth > PATH_MAX_ARCS || form > FORM_MAX - 64 || analysis > FORM_MAX - 64) return;
    if (m->final[state]) {
        w->form[form] = w->analysis[analysis] = 0;
        w->fn(w->arg, w->form, w->analysis);
    }
    m->on_path[state] = 1;
    for (uint32_t i = m->first[state]; i < m->first[state + 1]; i++) {
        uint32_t pair = m->arcs[i].pair;
        size_t f = put_symbol(w->reader, w->form + form, w->reader->in[pair]);
        size_t a = put_symbol(w->reader, w->analysis + analysis, w->reader->out[pair]);
        visit(w, m->arcs[i].target, form + f, analysis + a, depth + 1);
    }
    m->on_path[state] = 0;
}

static unsigned char *read_file(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    unsigned char *data = NULL;
    if (f && fseek(f, 0, SEEK_END) == 0) {
        long size = ftell(f);
        rewind(f);
        data = size > 0 ? malloc((size_t)size) : NULL;
        *n = data ? fread(data, 1, (size_t)size, f) : 0;
    }
    if (f) fclose(f);
    return data;
}

bool apertium_list(const char *path, const char *const *skip, apertium_pair_fn *fn, void *arg, char *error,
                   size_t room) {
    size_t n = 0;
    unsigned char *data = read_file(path, &n);
    struct reader r = {.p = data, .end = data ? data + n : NULL, .skip = skip};
    bool good = data && n > 12 && memcmp(data, "LTTB", 4) == 0;
    uint64_t features = 0;
    for (int i = 0; good && i < 8; i++) features |= (uint64_t)data[4 + i] << 8 * i;
    good = good && features == 0;
    r.p += good ? 12 : 0;
    good = good && read_alphabet(&r);
    for (uint32_t left = good ? count(&r) : 0; good && left; left--) {
        struct machine m = {0};
        char *name = string(&r, "", "");
        good = name && read_machine(&r, &m);
        struct walk w = {.reader = &r, .machine = &m, .fn = fn, .arg = arg};
        unsigned char *alive = calloc(m.states + 1, 1);
        if (good && alive) {
            prune(&r, &m, alive);
            visit(&w, m.initial, 0, 0, 0);
        }
        good = good && alive;
        free(alive);
        free(name);
        free_machine(&m);
    }
    if (!good) snprintf(error, room, "%s: not a transducer of lttoolbox in the format known here", path);
    for (uint32_t i = 0; r.tags && i < r.n_tags; i++) free(r.tags[i]);
    free(r.tags);
    free(r.in);
    free(r.out);
    free(data);
    return good;
}
