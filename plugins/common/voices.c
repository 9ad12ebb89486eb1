/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "voices.h"
#include "question_units.h"
#include <math.h>
#include <stdlib.h>

void voices_free(struct voices *v) {
    free(v->code_slot);
    free(v->of_turn);
    free(v->question);
    free(v->items);
    memset(v, 0, sizeof *v);
}

static uint32_t find_voice(struct voices *v, const struct voice *like) {
    for (uint32_t i = v->n; i-- > 0;) {
        const struct voice *x = &v->items[i];
        if (x->zone == like->zone && x->speaker == like->speaker && x->role == like->role &&
            x->unnamed == like->unnamed && x->question == like->question)
            return i;
    }
    if (!room_for((void **)&v->items, &v->room, v->n + 1, sizeof *v->items)) return NO_VOICE;
    v->items[v->n] = *like;
    return v->n++;
}

static bool find_questions(struct voices *v, const uts_layer *turn) {
    if (!room_for((void **)&v->question, &v->questions_room, turn->rows, sizeof *v->question)) return false;
    if (turn->rows) question_units(turn, v->question);
    return true;
}

/* Turns that repeat an earlier one have no voice when they count once. */
bool voices_begin(struct voices *v, const struct voices_conf *conf, const uts_layer *turn) {
    const uts_sym *speaker = turn->data[UTS_TURN_SPEAKER], *role = turn->data[UTS_TURN_ROLE];
    const uint32_t *zone = turn->data[UTS_TURN_ZONE], *flags = turn->data[UTS_TURN_FLAGS];
    v->conf = *conf;
    v->n = 0;
    v->n_turns = turn->rows;
    memset(v->zone_voice, 0, sizeof v->zone_voice);
    if (conf->book && !v->code_slot) v->code_slot = calloc(conf->book->n_codes + 1, sizeof *v->code_slot);
    if ((conf->book && !v->code_slot) || !find_questions(v, turn) ||
        !room_for((void **)&v->of_turn, &v->turns_room, turn->rows, sizeof *v->of_turn))
        return false;
    uint32_t question = 0, asked_in = UTS_NO_ROW;
    for (uint32_t i = 0; i < turn->rows; i++) {
        if (v->question[i] != question) asked_in = i;
        question = v->question[i];
        v->of_turn[i] = NO_VOICE;
        if (conf->once && flags[i] & UTS_TURN_REPEATED) continue;
        bool speech = zone_is_speech(zone[i]), split = speech && conf->by_question;
        uint32_t at = find_voice(v, &(struct voice){.zone = zone[i],
                                                    .speaker = speech ? speaker[i] : 0,
                                                    .role = speech ? role[i] : 0,
                                                    .unnamed = !speech || !speaker[i] || flags[i] & UTS_TURN_ANONYMOUS,
                                                    .question = split ? question : 0,
                                                    .asked_in = split ? asked_in : UTS_NO_ROW});
        if (at == NO_VOICE) return false;
        v->of_turn[i] = at;
        v->items[at].units++;
        v->items[at].asked += speech && question;
    }
    /* Room for the voices of zones, so that voices_at cannot fail. */
    return room_for((void **)&v->items, &v->room, v->n + UTS_ZONE_COUNT_, sizeof *v->items);
}

uint32_t voices_at(struct voices *v, uint32_t turn, uint32_t zone) {
    if (turn < v->n_turns && (v->of_turn[turn] == NO_VOICE || v->items[v->of_turn[turn]].zone == zone))
        return v->of_turn[turn];
    if (zone >= UTS_ZONE_COUNT_) return NO_VOICE;
    if (!v->zone_voice[zone])
        v->zone_voice[zone] = find_voice(v, &(struct voice){.zone = zone, .unnamed = true, .asked_in = UTS_NO_ROW}) + 1;
    return v->zone_voice[zone] - 1;
}

/* ---- hits ---- */

/* The codes of the document's hits with their ancestors, in order of appearance. */
static bool list_codes(struct voices *v, const uts_host *host, uts_job *job, const uts_layer *hit,
                       struct voices_hits *out) {
    const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded_by = hit->data[UTS_HIT_EXCLUDED_BY];
    uint32_t *list = NULL, n = 0, list_room = 0;
    for (uint32_t i = 0; i < hit->rows; i++) {
        if (excluded_by[i] != UTS_NO_ROW) continue;
        for (uint32_t c = code[i]; c != UINT32_MAX && !v->code_slot[c]; c = v->conf.book->codes[c]->parent) {
            if (!room_for((void **)&list, &list_room, n + 1, sizeof *list)) {
                free(list);
                return false;
            }
            list[n++] = c;
            v->code_slot[c] = n;
        }
    }
    out->n_codes = n;
    out->codes = host->alloc(job, (n + 1) * sizeof *out->codes, _Alignof(uint32_t));
    if (out->codes && n) memcpy(out->codes, list, n * sizeof *list);
    free(list);
    return out->codes != NULL;
}

/* By slot of a code: the last turn counted, and the last question that it stood in; both plus one. */
struct seen {
    uint32_t turn, question;
};

struct found {
    uint32_t code, voice, turn, question; /* turn: UTS_NO_ROW outside; question: 0 none */
    bool asks, negated;
    int64_t weight;
};

/* Adds a hit to its code and the ancestors. */
static void add_hit(const struct voices *v, struct voices_hits *out, struct seen *seen, const struct found *f) {
    for (uint32_t c = f->code; c != UINT32_MAX; c = v->conf.book->codes[c]->parent) {
        uint32_t slot = v->code_slot[c] - 1;
        struct voice_code *cell = &out->cells[f->voice * out->n_codes + slot];
        cell->mentions++;
        cell->own += c == f->code;
        cell->negated += f->negated;
        cell->weight += f->weight;
        cell->weight_negated += f->negated ? f->weight : 0;
        if (f->asks)
            seen[slot].question = f->question + 1;
        else
            cell->prompted += f->question && seen[slot].question == f->question + 1;
        if (f->turn == UTS_NO_ROW || seen[slot].turn == f->turn + 1) continue;
        seen[slot].turn = f->turn + 1;
        cell->units_with++;
    }
}

/* In parts of the unit; exact, since the codebook language allows no more decimals. */
static int64_t weight_of(const struct voices_conf *conf, uint32_t rule) {
    return conf->guide && rule < conf->guide->n_rules ? llround(conf->guide->rules[rule].weight * VOICES_WEIGHT_UNIT)
                                                      : VOICES_WEIGHT_UNIT;
}

bool voices_count(struct voices *v, const uts_host *host, uts_job *job, const uts_layer *token, const uts_layer *hit,
                  struct voices_hits *out) {
    const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded_by = hit->data[UTS_HIT_EXCLUDED_BY];
    const uint32_t *rule = hit->data[UTS_HIT_RULE], *first = hit->data[UTS_HIT_FIRST_TOKEN],
                   *polarity = hit->data[UTS_HIT_POLARITY];
    const uint32_t *turn = token->data[UTS_TOKEN_TURN], *zone = token->data[UTS_TOKEN_ZONE];
    struct seen *seen = NULL;
    if (list_codes(v, host, job, hit, out)) {
        size_t cells = (size_t)out->n_codes * (v->n + UTS_ZONE_COUNT_) + 1;
        out->cells = host->alloc(job, cells * sizeof *out->cells, _Alignof(struct voice_code));
        if (out->cells) seen = host->alloc(job, (out->n_codes + 1) * sizeof *seen, _Alignof(struct seen));
    }
    for (uint32_t i = 0; seen && i < hit->rows; i++) {
        if (excluded_by[i] != UTS_NO_ROW) continue;
        uint32_t t = turn[first[i]] < v->n_turns ? turn[first[i]] : UTS_NO_ROW, z = zone[first[i]];
        struct found f = {.code = code[i],
                          .voice = voices_at(v, t, z),
                          .turn = t,
                          .question = t == UTS_NO_ROW ? 0 : v->question[t],
                          .asks = z == UTS_ZONE_QUESTION,
                          .negated = polarity[i] != 0,
                          .weight = weight_of(&v->conf, rule[i])};
        if (f.voice == NO_VOICE) continue;
        out->speech += zone_is_speech(z);
        add_hit(v, out, seen, &f);
    }
    for (uint32_t i = 0; i < out->n_codes && out->codes; i++) v->code_slot[out->codes[i]] = 0;
    return seen != NULL;
}
