/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting one document, and adding it to the corpus. */
#include "compare.h"
#include <stdlib.h>
#include <string.h>

enum { SLICE = 65536 }; /* tokens between two questions whether to stop */

struct worker {
    struct voices voices;
    uint64_t *keys; /* voice and word of each token */
    uint32_t room;
};

struct voice_word {
    uint32_t voice, count;
    uts_sym word;
};

struct part {
    struct voice *voices;
    uint32_t n_voices;
    struct voices_hits hits;
    struct voice_word *words;
    uint32_t n_words;
};

uts_status compare_no_memory(const struct compare *s, uts_job *job) {
    return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory while comparing groups"));
}

uts_status compare_enter(void *stage, uts_job *job, void **local) {
    *local = calloc(1, sizeof(struct worker));
    return *local ? UTS_OK : compare_no_memory(stage, job);
}

void compare_leave(void *stage, void *local) {
    struct worker *w = local;
    (void)stage;
    voices_free(&w->voices);
    free(w->keys);
    free(w);
}

/* Words by voice; with the forms of speech as keys when words are compared. */
static uint32_t count_tokens(const struct compare *s, struct worker *w, const uts_job *job, const uts_layer *token,
                             bool *cancelled) {
    const uint32_t *kind = token->data[UTS_TOKEN_KIND], *turn = token->data[UTS_TOKEN_TURN];
    const uint32_t *zone = token->data[UTS_TOKEN_ZONE];
    const uts_sym *fold = token->data[UTS_TOKEN_FOLD];
    uint32_t n = 0;
    for (uint32_t i = 0; i < token->rows; i++) {
        if (i % SLICE == 0 && s->host->cancelled(job)) *cancelled = true;
        if (!UTS_TOKEN_IS_WORD(kind[i])) continue;
        uint32_t v = voices_at(&w->voices, turn[i], zone[i]);
        if (v == NO_VOICE) continue;
        w->voices.items[v].words++;
        if (s->conf.what == WHAT_WORDS) w->keys[n++] = (uint64_t)v << 32 | fold[i];
    }
    return n;
}

static int compare_keys(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static bool give_words(const struct compare *s, struct worker *w, uts_job *job, uint32_t n, struct part *part) {
    if (n) qsort(w->keys, n, sizeof *w->keys, compare_keys);
    part->words = s->host->alloc(job, ((size_t)n + 1) * sizeof *part->words, _Alignof(struct voice_word));
    if (!part->words) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (i && w->keys[i] == w->keys[i - 1])
            part->words[part->n_words - 1].count++;
        else
            part->words[part->n_words++] = (struct voice_word){(uint32_t)(w->keys[i] >> 32), 1, (uts_sym)w->keys[i]};
    }
    return true;
}

uts_status compare_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out) {
    const struct compare *s = stage;
    const uts_host *host = s->host;
    struct worker *w = local;
    const uts_layer *token = host->layer(doc, "token"), *turn = host->layer(doc, "turn");
    const uts_layer *hit = s->book ? host->layer(doc, "hit") : NULL;
    struct part *part = host->alloc(job, sizeof *part, _Alignof(struct part));
    struct voices_conf conf = {s->book, NULL, s->conf.repeated != 0, s->by == CASES_QUESTION};
    bool cancelled = false;
    if (!part || !voices_begin(&w->voices, &conf, turn) ||
        !room_for((void **)&w->keys, &w->room, token->rows + 1, sizeof *w->keys))
        return compare_no_memory(s, job);
    uint32_t n = count_tokens(s, w, job, token, &cancelled);
    if (cancelled) return UTS_E_CANCELLED;
    if (!give_words(s, w, job, n, part)) return compare_no_memory(s, job);
    if (hit && hit->rows && !voices_count(&w->voices, host, job, token, hit, &part->hits))
        return compare_no_memory(s, job);
    part->n_voices = w->voices.n;
    part->voices = host->alloc(job, ((size_t)part->n_voices + 1) * sizeof *part->voices, _Alignof(struct voice));
    if (!part->voices) return compare_no_memory(s, job);
    if (part->n_voices) memcpy(part->voices, w->voices.items, part->n_voices * sizeof *part->voices);
    *out = part;
    return UTS_OK;
}

uts_status compare_fold(void *stage, uts_job *job, const uts_doc *doc, void *data) {
    struct compare *s = stage;
    const struct part *part = data;
    uint32_t first;
    if (!cases_add(&s->cases, job, doc, part->voices, part->n_voices, &part->hits, &first))
        return compare_no_memory(s, job);
    for (uint32_t i = 0; i < part->n_words; i++) {
        const struct voice_word *x = &part->words[i];
        uint32_t number = s->host->promote(job, x->word);
        struct voice_code n = {.mentions = x->count, .own = x->count, .units_with = 1};
        if (number && !cases_add_entry(&s->cases, number, first + x->voice, &n)) return compare_no_memory(s, job);
    }
    return UTS_OK;
}
