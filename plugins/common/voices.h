/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One document as voices: who speaks in which zone, with their words, units and hits of codes. */
#ifndef COMMON_VOICES_H
#define COMMON_VOICES_H

#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

#define NO_VOICE UINT32_MAX

/** Who speaks in which zone of one document. Zones without turns have one voice without name. */
struct voice {
    uint32_t zone;
    uts_sym speaker, role;
    uint32_t question; /**< unit of question_units, from 1; 0 none, or voices are not split by question */
    uint32_t asked_in; /**< row of the turn that asks it, UTS_NO_ROW */
    bool unnamed;      /**< speaker unknown, or one of several who cannot be told apart */
    uint32_t units;    /**< turns or quotes */
    uint32_t asked;    /**< those that a question stands before */
    uint32_t words;
};

/** Hits of one code by one voice, those of its children among them. */
struct voice_code {
    uint32_t mentions, units_with;
    uint32_t own, negated; /**< mentions by the code's own rules; mentions with a negator */
    uint32_t prompted;     /**< mentions after a question with the code in it */
    int64_t weight,
        weight_negated; /**< sums in parts of VOICES_WEIGHT_UNIT; of the mentions, and of the negated ones */
};

/** Weights have six decimals, and sums of whole numbers are the same in any order. */
#define VOICES_WEIGHT_UNIT 1000000

struct voices_conf {
    const uts_codebook *book; /**< NULL: no codes */
    const uts_guide *guide;   /**< weights of rules; NULL: all are 1 */
    bool once;                /**< turns that repeat an earlier one are left out */
    bool by_question;
};

/** What one worker keeps between documents. Zero-initialise; voices_free. */
struct voices {
    struct voices_conf conf;
    uint32_t *code_slot; /**< by code: index into the document's codes plus one */
    uint32_t *of_turn;   /**< by turn: its voice */
    uint32_t *question;  /**< by turn: its question */
    uint32_t turns_room, questions_room;
    struct voice *items;
    uint32_t n, room;
    uint32_t zone_voice[UTS_ZONE_COUNT_]; /**< of tokens outside turns; plus one */
    uint32_t n_turns;
};

/** Codes that were found in a document and their ancestors, by voice. In the arena of the job. */
struct voices_hits {
    uint32_t *codes;
    uint32_t n_codes;
    struct voice_code *cells; /**< cells[voice * n_codes + i] for codes[i]; NULL without hits */
    uint32_t speech;          /**< hits in what people say */
};

/** True when the zone is what people say. */
static inline bool zone_is_speech(uint32_t zone) { return zone == UTS_ZONE_SPEECH || zone == UTS_ZONE_QUOTE; }

void voices_free(struct voices *v);
/** Gives each turn its voice. False: out of memory. */
bool voices_begin(struct voices *v, const struct voices_conf *conf, const uts_layer *turn);
/** The voice of tokens of a turn (or UTS_NO_ROW) and zone; NO_VOICE: not counted. */
uint32_t voices_at(struct voices *v, uint32_t turn, uint32_t zone);
/** Counts hits. False: out of memory. */
bool voices_count(struct voices *v, const uts_host *host, uts_job *job, const uts_layer *token, const uts_layer *hit,
                  struct voices_hits *out);

/** Makes room for @p need items. False: out of memory. */
static inline bool room_for(void **items, uint32_t *room, uint32_t need, size_t width) {
    if (need <= *room) return true;
    uint32_t more = need + need / 2 + 16;
    void *p = realloc(*items, more * width);
    if (!p) return false;
    *items = p;
    *room = more;
    return true;
}

#endif /* COMMON_VOICES_H */
