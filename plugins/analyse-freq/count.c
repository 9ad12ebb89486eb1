/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting one document. */
#include "freq.h"
#include <utsaga/plugin_util.h>

/* Tokens between two questions whether to stop. */
enum { SLICE = 65536 };
#define NO_VOICE UINT32_MAX

struct worker {
    uts_memo counts; /* uint32_t a word form, zero between documents */
    uts_sym *types;  /* the forms of this document */
    uint32_t types_room;
    uint32_t *code_slot; /* by code: index into part.codes plus one */
    uint32_t *voice_of;  /* by turn */
    uint32_t voice_room;
    struct voice *voices;
    uint32_t n_voices, voices_room;
    uint32_t zone_voice[UTS_ZONE_COUNT_]; /* of tokens outside turns; plus one */
};

static uts_status no_memory(const struct freq *freq, uts_job *job) {
    return freq->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory while counting"));
}

static bool grow(void **items, uint32_t *room, uint32_t need, size_t width) {
    if (need <= *room) return true;
    uint32_t more = need + need / 2 + 16;
    void *p = realloc(*items, more * width);
    if (!p) return false;
    *items = p;
    *room = more;
    return true;
}

uts_status freq_enter(void *stage, uts_job *job, void **local) {
    const struct freq *freq = stage;
    struct worker *w = calloc(1, sizeof *w);
    if (w && freq->book) w->code_slot = calloc(freq->book->n_codes + 1, sizeof *w->code_slot);
    if (!w || (freq->book && !w->code_slot)) {
        free(w);
        return no_memory(freq, job);
    }
    *local = w;
    return UTS_OK;
}

void freq_leave(void *stage, void *local) {
    struct worker *w = local;
    (void)stage;
    uts_memo_free(&w->counts);
    free(w->types);
    free(w->code_slot);
    free(w->voice_of);
    free(w->voices);
    free(w);
}

/* ---- voices ----------------------------------------------------------------------------------------------------- */

static uint32_t find_voice(struct worker *w, uint32_t zone, uts_sym speaker, uts_sym role, bool unnamed) {
    for (uint32_t i = w->n_voices; i-- > 0;) {
        const struct voice *v = &w->voices[i];
        if (v->zone == zone && v->speaker == speaker && v->role == role && v->unnamed == unnamed) return i;
    }
    if (!grow((void **)&w->voices, &w->voices_room, w->n_voices + 1, sizeof *w->voices)) return NO_VOICE;
    w->voices[w->n_voices] = (struct voice){.zone = zone, .speaker = speaker, .role = role, .unnamed = unnamed};
    return w->n_voices++;
}

/* Gives each turn its voice; turns that repeat an earlier one have none when they count once. */
static bool assign_voices(const struct freq *freq, struct worker *w, const uts_layer *turn, struct part *part) {
    const uts_sym *speaker = turn->data[UTS_TURN_SPEAKER], *role = turn->data[UTS_TURN_ROLE];
    const uint32_t *zone = turn->data[UTS_TURN_ZONE], *flags = turn->data[UTS_TURN_FLAGS];
    w->n_voices = 0;
    memset(w->zone_voice, 0, sizeof w->zone_voice);
    if (!grow((void **)&w->voice_of, &w->voice_room, turn->rows, sizeof *w->voice_of)) return false;
    for (uint32_t i = 0; i < turn->rows; i++) {
        w->voice_of[i] = NO_VOICE;
        if (freq->conf.repeated == REPEATED_ONCE && flags[i] & UTS_TURN_REPEATED) continue;
        bool speech = freq_is_speech(zone[i]);
        bool unnamed = !speech || !speaker[i] || flags[i] & UTS_TURN_ANONYMOUS;
        uint32_t v = find_voice(w, zone[i], speech ? speaker[i] : 0, speech ? role[i] : 0, unnamed);
        if (v == NO_VOICE) return false;
        w->voice_of[i] = v;
        w->voices[v].units++;
        if (zone[i] == UTS_ZONE_QUOTE)
            part->quotes++;
        else
            part->turns++;
        part->candidates += (flags[i] & UTS_TURN_CANDIDATE) != 0;
    }
    /* Room for the voices of zones, so that voice_at cannot fail. */
    return grow((void **)&w->voices, &w->voices_room, w->n_voices + UTS_ZONE_COUNT_, sizeof *w->voices);
}

/* The voice of tokens of a turn (or UTS_NO_ROW) and zone; NO_VOICE: not counted. */
static uint32_t voice_at(struct worker *w, uint32_t turn, uint32_t zone, uint32_t n_turns) {
    if (turn < n_turns && (w->voice_of[turn] == NO_VOICE || w->voices[w->voice_of[turn]].zone == zone))
        return w->voice_of[turn];
    if (zone >= UTS_ZONE_COUNT_) return NO_VOICE;
    if (!w->zone_voice[zone]) w->zone_voice[zone] = find_voice(w, zone, 0, 0, true) + 1;
    return w->zone_voice[zone] - 1;
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
    uint32_t words = 0, n_types = r->n_types;
    for (uint32_t i = r->at; i < end; i++) {
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
                               uint32_t n_turns, struct part *part) {
    struct run r = {.kind = token->data[UTS_TOKEN_KIND],
                    .turn = token->data[UTS_TOKEN_TURN],
                    .zone = token->data[UTS_TOKEN_ZONE],
                    .sentence = token->data[UTS_TOKEN_SENTENCE],
                    .fold = token->data[UTS_TOKEN_FOLD],
                    .n = token->rows};
    uint32_t last_sentence = UTS_NO_ROW, asked = 0;
    if (!uts_memo_begin(&w->counts, sizeof(uint32_t), freq->host, job) ||
        !grow((void **)&w->types, &w->types_room, token->rows + 1, sizeof *w->types))
        return no_memory(freq, job);
    for (uint32_t end; r.at < r.n; r.at = end) {
        end = stretch_end(&r);
        uint32_t v = voice_at(w, r.turn[r.at], r.zone[r.at], n_turns), words;
        if (v == NO_VOICE) continue;
        if (freq_is_speech(r.zone[r.at])) {
            words = count_forms(w, &r, end);
            part->words += words;
            part->tokens += end - r.at;
            part->sentences += words && r.sentence[r.at] != last_sentence;
            if (words) last_sentence = r.sentence[r.at];
        } else
            words = count_words(&r, end);
        w->voices[v].words += words;
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
    part->types = freq->host->alloc(job, (part->n_types + 1) * sizeof *part->types, _Alignof(struct word_count));
    for (uint32_t i = 0; i < part->n_types; i++) {
        if (part->types) part->types[i] = (struct word_count){w->types[i], counts[w->types[i]]};
        counts[w->types[i]] = 0;
    }
    return part->types ? UTS_OK : no_memory(freq, job);
}

/* ---- themes ----------------------------------------------------------------------------------------------------- */

/* The codes of the document's hits with their ancestors, in order of appearance. */
static bool list_codes(const struct freq *freq, struct worker *w, uts_job *job, const uts_layer *hit,
                       struct part *part) {
    const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded_by = hit->data[UTS_HIT_EXCLUDED_BY];
    uint32_t *list = NULL, n = 0, list_room = 0;
    for (uint32_t i = 0; i < hit->rows; i++) {
        if (excluded_by[i] != UTS_NO_ROW) continue;
        for (uint32_t c = code[i]; c != UINT32_MAX && !w->code_slot[c]; c = freq->book->codes[c]->parent) {
            if (!grow((void **)&list, &list_room, n + 1, sizeof *list)) {
                free(list);
                return false;
            }
            list[n++] = c;
            w->code_slot[c] = n;
        }
    }
    part->n_codes = n;
    part->codes = freq->host->alloc(job, (n + 1) * sizeof *part->codes, _Alignof(uint32_t));
    if (part->codes && n) memcpy(part->codes, list, n * sizeof *list);
    free(list);
    return part->codes != NULL;
}

/* Adds a hit of @p code by voice @p v to the code and its ancestors. */
static void add_hit(const struct freq *freq, const struct worker *w, struct part *part, uint32_t *last_turn,
                    uint32_t code, uint32_t v, uint32_t turn) {
    for (uint32_t c = code; c != UINT32_MAX; c = freq->book->codes[c]->parent) {
        uint32_t slot = w->code_slot[c] - 1;
        struct voice_code *cell = &part->cells[v * part->n_codes + slot];
        cell->mentions++;
        if (turn == UTS_NO_ROW || last_turn[slot] == turn + 1) continue;
        last_turn[slot] = turn + 1;
        cell->units_with++;
    }
}

static uts_status count_hits(const struct freq *freq, struct worker *w, uts_job *job, const uts_layer *token,
                             const uts_layer *hit, uint32_t n_turns, struct part *part) {
    const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded_by = hit->data[UTS_HIT_EXCLUDED_BY];
    const uint32_t *first = hit->data[UTS_HIT_FIRST_TOKEN];
    const uint32_t *turn = token->data[UTS_TOKEN_TURN], *zone = token->data[UTS_TOKEN_ZONE];
    bool good = list_codes(freq, w, job, hit, part);
    size_t cells = (size_t)part->n_codes * w->n_voices + 1;
    uint32_t *last_turn = NULL;
    if (good) part->cells = freq->host->alloc(job, cells * sizeof *part->cells, _Alignof(struct voice_code));
    if (part->cells) last_turn = freq->host->alloc(job, (part->n_codes + 1) * sizeof *last_turn, _Alignof(uint32_t));
    for (uint32_t i = 0; last_turn && i < hit->rows; i++) {
        if (excluded_by[i] != UTS_NO_ROW) continue;
        uint32_t t = turn[first[i]], z = zone[first[i]], v = voice_at(w, t, z, n_turns);
        if (v == NO_VOICE) continue;
        part->hits += freq_is_speech(z);
        add_hit(freq, w, part, last_turn, code[i], v, t < n_turns ? t : UTS_NO_ROW);
    }
    for (uint32_t i = 0; i < part->n_codes && part->codes; i++) w->code_slot[part->codes[i]] = 0;
    return last_turn ? UTS_OK : no_memory(freq, job);
}

/* ---- the document ----------------------------------------------------------------------------------------------- */

/* Says that people cannot be counted here, rather than counting turns as people. */
static void note_unnamed(const struct freq *freq, uts_job *job, const struct part *part) {
    uint32_t unnamed = 0, units = 0;
    for (uint32_t i = 0; i < part->n_voices; i++) {
        if (!freq_is_speech(part->voices[i].zone)) continue;
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
    if (!part || !assign_voices(freq, w, turn, part)) return no_memory(freq, job);
    uts_status status = count_tokens(freq, w, job, token, turn->rows, part);
    if (status < 0) return status;
    status = give_types(freq, w, job, part);
    if (status >= 0 && hit && hit->rows) status = count_hits(freq, w, job, token, hit, turn->rows, part);
    if (status < 0) return status;
    part->n_voices = w->n_voices;
    part->voices = host->alloc(job, (w->n_voices + 1) * sizeof *part->voices, _Alignof(struct voice));
    if (!part->voices) return no_memory(freq, job);
    if (w->n_voices) memcpy(part->voices, w->voices, w->n_voices * sizeof *w->voices);
    note_unnamed(freq, job, part);
    *out = part;
    return UTS_OK;
}
