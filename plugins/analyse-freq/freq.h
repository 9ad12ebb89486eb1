/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage analyse-freq: counts of words and themes, by document and by who speaks. */
#ifndef FREQ_FREQ_H
#define FREQ_FREQ_H

#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin.h>

struct freq_conf {
    int64_t repeated;  /**< REPEATED_COUNT … */
    int64_t min_count; /**< least count in the table words */
};
enum { REPEATED_COUNT, REPEATED_ONCE };

/* ---- one document ---------------------------------------------------------------------------------------------- */

/** Who speaks in which zone of one document. Zones without turns have one voice without name. */
struct voice {
    uint32_t zone;
    uts_sym speaker, role;
    bool unnamed;   /**< speaker unknown, or one of several who cannot be told apart */
    uint32_t units; /**< turns or quotes */
    uint32_t words;
};

/** Hits of one code by one voice. */
struct voice_code {
    uint32_t mentions, units_with;
};

struct word_count {
    uts_sym word;
    uint32_t count;
};

/** What map found, in the arena of the job. "Speech" is what people say: zones speech and quote. */
struct part {
    struct voice *voices;
    uint32_t n_voices;
    uint32_t *codes; /**< codes that were found, and their ancestors */
    uint32_t n_codes;
    struct voice_code *cells; /**< cells[voice * n_codes + i] for codes[i] */
    struct word_count *types; /**< of speech */
    uint32_t n_types;
    uint32_t words, tokens, sentences, turns, quotes, candidates, hits; /**< of speech; turns: questions too */
};

/** What one worker keeps between documents. */
struct worker;

uts_status freq_enter(void *stage, uts_job *job, void **local);
void freq_leave(void *stage, void *local);
uts_status freq_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out);

/* ---- the corpus ------------------------------------------------------------------------------------------------- */

/** Kinds of groups in their order of output; the variables of the participants table follow. */
enum { GROUP_ALL, GROUP_ZONE, GROUP_ROLE, GROUP_SPEAKER, GROUP_DOCUMENT, GROUP_VARIABLE };

struct group_code {
    uint32_t mentions, units_with, participants_with;
};

struct group {
    uint32_t kind;
    const char *value; /**< not NUL-terminated */
    uint32_t value_n;
    uint32_t participants;
    bool unnamed;  /**< somebody in it has no name: participants are undefined */
    bool unspoken; /**< a zone without turns: units are undefined */
    uint64_t words, units;
    struct group_code *codes; /**< one a code of the codebook; NULL without codebook */
};

struct document {
    const char *id, *source;
    uint32_t id_n, source_n;
    uint32_t words, tokens, types, sentences, turns, quotes, candidates, hits, participants;
    bool unnamed;
};

struct corpus_word {
    uint64_t count;
    uint32_t documents;
};

/** A set of pairs of numbers. */
struct pairs {
    uint64_t (*items)[2];
    uint32_t mask, used;
};

struct freq {
    const uts_host *host;
    struct freq_conf conf;
    const uts_codebook *book;             /**< NULL: no codebook */
    const uts_participants *participants; /**< NULL: no table */
    struct group *groups;
    uint32_t n_groups, groups_room;
    uint32_t *group_index; /**< open addressing: index plus one, 0 free */
    uint32_t group_mask;
    struct document *documents;
    uint32_t n_documents, documents_room;
    struct corpus_word *words; /**< by promoted number */
    uint32_t words_room;
    struct pairs known; /**< (group and code, participant of the table) that were counted */
    struct pairs here;  /**< the same for participants of one document who have several voices */
};

uts_status freq_fold(void *stage, uts_job *job, const uts_doc *doc, void *data);
uts_status freq_finish(void *stage, uts_job *job);

/** True when the zone is what people say. */
static inline bool freq_is_speech(uint32_t zone) { return zone == UTS_ZONE_SPEECH || zone == UTS_ZONE_QUOTE; }

/** Adds a pair, b not 0. Returns 1 when it is new, 0 when it was there, -1 when memory is out. */
int pairs_add(struct pairs *pairs, uint64_t a, uint64_t b);
void pairs_clear(struct pairs *pairs);
void pairs_free(struct pairs *pairs);

#endif /* FREQ_FREQ_H */
