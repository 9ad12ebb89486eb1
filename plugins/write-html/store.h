/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the report keeps of the corpus: hits with their context, and who says how much. Bounded: of each code it keeps
 * the first `max_hits` hits, as many of each role, zone and variable, and a small share of each document and of each
 * code that is voiced in the same turn, so that a number in any table leads to examples; never more than five times
 * `max_hits` of one code. It counts all of them, so the page can say how many it leaves out.
 */
#ifndef WRITE_HTML_STORE_H
#define WRITE_HTML_STORE_H

#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/** The lists of a code. */
enum {
    LIST_COUNTED,   /**< in speech and quotes, not excluded: what the tables count */
    LIST_ELSEWHERE, /**< in questions, narrative and other zones */
    LIST_EXCLUDED,  /**< removed by an exclusion rule */
    LIST_COUNT_
};

/** "role" with "chef": a column of a table and a class of hits. */
struct group {
    const char *name;
    const char *value;
    uint32_t *seen; /**< per code: counted hits, or those elsewhere when the group is a zone outside speech */
    uint32_t *kept; /**< per code */
};

struct hit {
    uint32_t code, rule, excluded_by;
    uint32_t document;            /**< index into documents */
    uint32_t speaker;             /**< index into speakers, UINT32_MAX: outside turns */
    uint32_t turn;                /**< from 1; 0: outside turns */
    uint32_t begin, end;          /**< code points in the document text */
    size_t text;                  /**< into `blob`: left context, hit, right context */
    uint32_t left, middle, right; /**< their bytes */
    uint32_t tags, n_tags;        /**< into `tags`: groups, then codes in the same turn */
    uint16_t n_groups;            /**< how many of the tags are groups */
    uint8_t zone, polarity;
    uint8_t turn_flags;
    uint8_t cut_left, cut_right; /**< the turn goes on there */
};

struct hit_list {
    struct hit *items;
    uint32_t n, room;
    uint64_t seen;
};

struct document {
    const char *id, *source, *encoding, *format;
    uint64_t words[UTS_ZONE_COUNT_]; /**< words in zone; [0]: outside any */
    uint64_t turns, candidates, repeated, hits;
    uint32_t first_speaker, n_speakers; /**< a run of `speakers` */
};

struct speaker {
    const char *name, *role; /**< "" unknown */
    uint32_t document;
    uint32_t participant; /**< row of the participants table, or UINT32_MAX */
    uint8_t zone;         /**< of the first turn: question apart from speech */
    uint8_t anonymous;
    uint64_t turns, words;
};

struct store {
    uint32_t n_codes, max_hits;
    struct hit_list *lists; /**< [code * LIST_COUNT_ + list] */
    uint32_t *pair_seen;    /**< [code * n_codes + other]: hits of code in turns that hold other too */
    uint32_t *pair_kept;
    struct group *groups;
    uint32_t n_groups, group_room;
    uint32_t *group_index; /**< open addressing, group + 1 */
    uint32_t group_index_size;
    struct document *documents;
    uint32_t n_documents, document_room;
    struct speaker *speakers;
    uint32_t n_speakers, speaker_room;
    char *blob;
    size_t blob_n, blob_room;
    uint32_t *tags;
    size_t tags_n, tags_room;
    char **strings;
    size_t n_strings, strings_room;
    bool broken; /**< out of memory: sticky */
};

/** What participants say. */
static inline bool store_is_spoken(uint32_t zone) { return zone == UTS_ZONE_SPEECH || zone == UTS_ZONE_QUOTE; }

void store_begin(struct store *store, uint32_t n_codes, uint32_t max_hits);
void store_free(struct store *store);

/** A copy that lives as long as the store; "" when memory is out. */
const char *store_copy(struct store *store, uts_str text);
/** The number of a group, new ones at the end; UINT32_MAX: out of memory. */
uint32_t store_group(struct store *store, const char *name, uts_str value);
/** The number of a group that is there, or UINT32_MAX. */
uint32_t store_find_group(const struct store *store, const char *name, uts_str value);
/** The new last document or speaker, zeroed; NULL: out of memory. */
struct document *store_add_document(struct store *store);
struct speaker *store_add_speaker(struct store *store);

/** The groups and codes that a hit belongs to. */
struct tags {
    const uint32_t *groups;
    uint32_t n_groups;
    const uint32_t *codes; /**< others in the same turn, ascending */
    uint32_t n_codes;
};
/**
 * Counts a hit, and says whether it is to be kept. When it is, the caller completes the result and adds the context
 * with store_context.
 */
struct hit *store_add_hit(struct store *store, uint32_t code, int list, const struct tags *tags);
/** Sets text, left, middle and right of @p hit. */
void store_context(struct store *store, struct hit *hit, uts_str left, uts_str middle, uts_str right);

/** The hits kept of a pair of codes, and of each of the first ten documents. */
uint32_t store_small_cap(const struct store *store);

#endif
