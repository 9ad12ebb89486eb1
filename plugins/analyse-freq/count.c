/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting one document. */
#include "freq.h"
#include <utsaga/plugin_util.h>

/* Tokens between two questions whether to stop. */
enum { SLICE = 65536, AHEAD = 16 };

struct worker {
    uts_memo counts; /* uint32_t a word form, zero between documents */
    uts_sym *types;  /* the forms of this document */
    uint32_t types_room;
    struct voices voices;
};

uts_status freq_no_memory(const struct freq *freq, uts_job *job) {
    return freq->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory while counting"));
}

uts_status freq_enter(void *stage, uts_job *job, void **local) {
    *local = calloc(1, sizeof(struct worker));
    return *local ? UTS_OK : freq_no_memory(stage, job);
}

void freq_leave(void *stage, void *local) {
    struct worker *w = local;
    (void)stage;
    uts_memo_free(&w->counts);
    free(w->types);
    voices_free(&w->voices);
    free(w);
}

static void count_turns(const struct worker *w, const uts_layer *turn, struct part *part) {
    const uint32_t *zone = turn->data[UTS_TURN_ZONE], *flags = turn->data[UTS_TURN_FLAGS];
    for (uint32_t i = 0; i < turn->rows; i++) {
        if (w->voices.of_turn[i] == NO_VOICE) continue;
        if (zone[i] == UTS_ZONE_QUOTE)
            part->quotes++;
        else
            part->turns++;
        part->candidates += (flags[i] & UTS_TURN_CANDIDATE) != 0;
    }
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

/* The columns of tokens, and where counting is. */
struct run {
    const uint32_t *kind, *turn, *zone, *sentence;
    const uts_sym *fold;
    uint32_t at, n; /* tokens */
    uint32_t n_types;
};

/*
 * Where the stretch ends that begins at r->at: tokens of one sentence, which turns and zones end. Should one go on over
 * such an edge all the same, the stretch ends there.
 */
static uint32_t stretch_end(const struct run *r) {
    uint32_t s = r->sentence[r->at], t = r->turn[r->at], z = r->zone[r->at], end = r->at + 1;
    while (end < r->n && r->sentence[end] == s) end++;
    if (r->turn[end - 1] == t && r->zone[end - 1] == z) return end;
    for (end = r->at + 1; r->sentence[end] == s && r->turn[end] == t && r->zone[end] == z;) end++;
    return end;
}

/*
 * Counts the forms of a stretch. Without branches on the kind: one token in six is no word, at random. A form goes to
 * the list of types always, and is overwritten by the next unless it is new.
 */
static uint32_t count_forms(struct worker *w, struct run *r, uint32_t end) {
    const uint32_t *restrict kind = r->kind, *restrict fold = r->fold;
    uint32_t *restrict counts = (uint32_t *)(void *)w->counts.cells, *restrict types = w->types;
    uint32_t words = 0, n_types = r->n_types, last = r->n - 1;
    for (uint32_t i = r->at; i < end; i++) {
        /* The counts of a large corpus lie outside the nearest cache. */
        __builtin_prefetch(&counts[fold[i + AHEAD < last ? i + AHEAD : last]], 1);
        uint32_t word = UTS_TOKEN_IS_WORD(kind[i]), count = counts[fold[i]];
        types[n_types] = fold[i];
        n_types += word & (count == 0);
        counts[fold[i]] = count + word;
        words += word;
    }
    r->n_types = n_types;
    return words;
}

static uint32_t count_words(const struct run *r, uint32_t end) {
    uint32_t words = 0;
    for (uint32_t i = r->at; i < end; i++) words += UTS_TOKEN_IS_WORD(r->kind[i]);
    return words;
}

/* Words by voice, forms and sentences of speech. */
static uts_status count_tokens(const struct freq *freq, struct worker *w, uts_job *job, const uts_layer *token,
                               struct part *part) {
    struct run r = {.kind = token->data[UTS_TOKEN_KIND],
                    .turn = token->data[UTS_TOKEN_TURN],
                    .zone = token->data[UTS_TOKEN_ZONE],
                    .sentence = token->data[UTS_TOKEN_SENTENCE],
                    .fold = token->data[UTS_TOKEN_FOLD],
                    .n = token->rows};
    uint32_t last_sentence = UTS_NO_ROW, asked = 0;
    if (!uts_memo_begin(&w->counts, sizeof(uint32_t), freq->host, job) ||
        !room_for((void **)&w->types, &w->types_room, token->rows + 1, sizeof *w->types))
        return freq_no_memory(freq, job);
    for (uint32_t end; r.at < r.n; r.at = end) {
        end = stretch_end(&r);
        uint32_t v = voices_at(&w->voices, r.turn[r.at], r.zone[r.at]), words;
        if (v == NO_VOICE) continue;
        if (zone_is_speech(r.zone[r.at])) {
            words = count_forms(w, &r, end);
            part->words += words;
            part->tokens += end - r.at;
            part->sentences += words && r.sentence[r.at] != last_sentence;
            if (words) last_sentence = r.sentence[r.at];
        } else
            words = count_words(&r, end);
        w->voices.items[v].words += words;
        if (end - asked > SLICE) {
            asked = end;
            if (freq->host->cancelled(job)) return UTS_E_CANCELLED;
        }
    }
    part->n_types = r.n_types;
    return UTS_OK;
}

/* Moves the counts to the part and clears them for the next document. */
static uts_status give_types(const struct freq *freq, struct worker *w, uts_job *job, struct part *part) {
    uint32_t *counts = (uint32_t *)(void *)w->counts.cells;
    part->types = freq->host->alloc(job, (part->n_types + 1) * sizeof *part->types, _Alignof(uts_sym));
    part->counts = freq->host->alloc(job, (part->n_types + 1) * sizeof *part->counts, _Alignof(uint32_t));
    bool good = part->types && part->counts;
    for (uint32_t i = 0; i < part->n_types; i++) {
        if (good) part->types[i] = w->types[i];
        if (good) part->counts[i] = counts[w->types[i]];
        counts[w->types[i]] = 0;
    }
    return good ? UTS_OK : freq_no_memory(freq, job);
}

/* ---- the document ----------------------------------------------------------------------------------------------- */

/* Says that people cannot be counted here, rather than counting turns as people. */
static void note_unnamed(const struct freq *freq, uts_job *job, const struct part *part) {
    uint32_t unnamed = 0, units = 0;
    for (uint32_t i = 0; i < part->n_voices; i++) {
        if (!zone_is_speech(part->voices[i].zone)) continue;
        units += part->voices[i].units;
        unnamed += part->voices[i].unnamed ? part->voices[i].units : 0;
    }
    if (unnamed)
        uts_notef(freq->host, job, UTS_LOG_INFO, UINT64_MAX, (uts_str){NULL, 0},
                  "participants cannot be told apart in %u of %u turns and quotes: there the tables give mentions and "
                  "turns, not people",
                  unnamed, units);
}

uts_status freq_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out) {
    const struct freq *freq = stage;
    const uts_host *host = freq->host;
    struct worker *w = local;
    const uts_layer *token = host->layer(doc, "token"), *turn = host->layer(doc, "turn");
    const uts_layer *hit = freq->book ? host->layer(doc, "hit") : NULL;
    struct part *part = host->alloc(job, sizeof *part, _Alignof(struct part));
    struct voices_conf conf = {freq->book, freq->guide, freq->conf.repeated == REPEATED_ONCE, freq->by_question};
    if (!part || !voices_begin(&w->voices, &conf, turn)) return freq_no_memory(freq, job);
    count_turns(w, turn, part);
    uts_status status = count_tokens(freq, w, job, token, part);
    if (status < 0) return status;
    status = give_types(freq, w, job, part);
    if (status < 0) return status;
    if (hit && hit->rows && !voices_count(&w->voices, host, job, token, hit, &part->hits))
        return freq_no_memory(freq, job);
    part->n_voices = w->voices.n;
    part->voices = host->alloc(job, (part->n_voices + 1) * sizeof *part->voices, _Alignof(struct voice));
    if (!part->voices) return freq_no_memory(freq, job);
    if (part->n_voices) memcpy(part->voices, w->voices.items, part->n_voices * sizeof *part->voices);
    note_unnamed(freq, job, part);
    *out = part;
    return UTS_OK;
}
