/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding documents to the counts of the corpus. */
#include "freq.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

static const char *const zone_names[] = UTS_ZONE_NAMES;

static uts_status no_memory(const struct freq *freq, uts_job *job) {
    return freq->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory for the counts of the corpus"));
}

static bool grow(void **items, uint32_t *room, uint32_t need, size_t width) {
    if (need <= *room) return true;
    uint32_t more = need + need / 2 + 16;
    void *p = realloc(*items, more * width);
    if (!p) return false;
    memset((char *)p + *room * width, 0, (more - *room) * width);
    *items = p;
    *room = more;
    return true;
}

static char *copy(uts_str s) {
    char *p = malloc(s.n + 1);
    if (p && s.n) memcpy(p, s.p, s.n);
    if (p) p[s.n] = 0;
    return p;
}

/* ---- groups ----------------------------------------------------------------------------------------------------- */

static uint32_t *group_slot(const struct freq *freq, uint32_t kind, uts_str value) {
    uint64_t h = kind * 0x9E3779B97F4A7C15u + 1;
    for (size_t i = 0; i < value.n; i++) h = (h ^ (unsigned char)value.p[i]) * 0x100000001B3u;
    uint32_t i = (uint32_t)(h ^ h >> 32) & freq->group_mask;
    for (; freq->group_index[i]; i = (i + 1) & freq->group_mask) {
        const struct group *g = &freq->groups[freq->group_index[i] - 1];
        if (g->kind == kind && g->value_n == value.n && (!value.n || !memcmp(g->value, value.p, value.n))) break;
    }
    return &freq->group_index[i];
}

static bool grow_index(struct freq *freq) {
    uint32_t size = freq->group_index ? (freq->group_mask + 1) * 2 : 256;
    uint32_t *index = calloc(size, sizeof *index);
    if (!index) return false;
    free(freq->group_index);
    freq->group_index = index;
    freq->group_mask = size - 1;
    for (uint32_t i = 0; i < freq->n_groups; i++) {
        const struct group *g = &freq->groups[i];
        *group_slot(freq, g->kind, uts_mkstr(g->value, g->value_n)) = i + 1;
    }
    return true;
}

/* The group of that kind and value, new when it was not met. UINT32_MAX: out of memory. */
static uint32_t find_group(struct freq *freq, uint32_t kind, uts_str value) {
    if ((!freq->group_index || freq->n_groups * 2 > freq->group_mask) && !grow_index(freq)) return UINT32_MAX;
    uint32_t *slot = group_slot(freq, kind, value);
    if (*slot) return *slot - 1;
    if (!grow((void **)&freq->groups, &freq->groups_room, freq->n_groups + 1, sizeof *freq->groups)) return UINT32_MAX;
    struct group *g = &freq->groups[freq->n_groups];
    *g = (struct group){.kind = kind, .value = copy(value), .value_n = (uint32_t)value.n};
    if (freq->book) g->codes = calloc(freq->book->n_codes + 1, sizeof *g->codes);
    if (!g->value || (freq->book && !g->codes)) {
        free((void *)(uintptr_t)g->value);
        free(g->codes);
        return UINT32_MAX;
    }
    *slot = ++freq->n_groups;
    return freq->n_groups - 1;
}

/* ---- a voice in its groups -------------------------------------------------------------------------------------- */

struct speaker {
    uint32_t row;    /* in the participants table, UINT32_MAX: not there */
    uint32_t person; /* the first row with the same id: who takes part twice is one person */
    bool is_double;  /* has more than one voice in this document */
};

/* 1: participant not counted before under this key, 0: was, -1: out of memory. */
static int is_new_person(struct freq *freq, const struct speaker *s, uts_sym speaker, uint64_t key) {
    if (s->row != UINT32_MAX) return pairs_add(&freq->known, key, (uint64_t)s->person + 1);
    return s->is_double ? pairs_add(&freq->here, key, speaker) : 1;
}

static bool add_person(struct freq *freq, uint32_t group, const struct part *part, uint32_t v,
                       const struct speaker *s) {
    const struct voice *voice = &part->voices[v];
    struct group *g = &freq->groups[group];
    uint64_t key = (uint64_t)group << 32;
    int added = is_new_person(freq, s, voice->speaker, key);
    g->participants += added > 0;
    for (uint32_t i = 0; i < part->n_codes && added >= 0 && g->codes; i++) {
        if (!part->cells || part->cells[v * part->n_codes + i].units_with == 0) continue;
        added = is_new_person(freq, s, voice->speaker, key | (part->codes[i] + 1));
        g->codes[part->codes[i]].participants_with += added > 0;
    }
    return added >= 0;
}

static bool add_voice(struct freq *freq, uint32_t kind, uts_str value, const struct part *part, uint32_t v,
                      const struct speaker *s) {
    uint32_t number = find_group(freq, kind, value);
    if (number == UINT32_MAX) return false;
    struct group *g = &freq->groups[number];
    const struct voice *voice = &part->voices[v];
    g->words += voice->words;
    g->units += voice->units;
    for (uint32_t i = 0; i < part->n_codes && part->cells && g->codes; i++) {
        g->codes[part->codes[i]].mentions += part->cells[v * part->n_codes + i].mentions;
        g->codes[part->codes[i]].units_with += part->cells[v * part->n_codes + i].units_with;
    }
    if (voice->units == 0) return true;
    if (!voice->unnamed) return add_person(freq, number, part, v, s);
    g->unnamed = true;
    return true;
}

static bool add_speech(struct freq *freq, uts_job *job, const uts_doc *doc, const struct part *part, uint32_t v,
                       const struct speaker *s) {
    const uts_host *host = freq->host;
    const struct voice *voice = &part->voices[v];
    uts_str none = uts_mkstr("", 0), role = none, speaker = none;
    if (voice->speaker) speaker = host->spell(job, voice->speaker);
    if (voice->role) role = host->spell(job, voice->role);
    bool good = add_voice(freq, GROUP_ALL, none, part, v, s) && add_voice(freq, GROUP_ROLE, role, part, v, s) &&
                add_voice(freq, GROUP_SPEAKER, speaker, part, v, s) &&
                add_voice(freq, GROUP_DOCUMENT, host->doc_id(doc), part, v, s);
    const uts_participants *table = freq->participants;
    for (uint32_t k = 0; good && table && k < table->n_variables; k++) {
        const char *value = s->row == UINT32_MAX ? "" : table->values[(size_t)s->row * table->n_variables + k];
        good = add_voice(freq, GROUP_VARIABLE + k, uts_cstr(value), part, v, s);
    }
    return good;
}

static uint32_t first_row_of(const uts_participants *table, uint32_t row) {
    for (uint32_t i = 0; i < row; i++)
        if (strcmp(table->ids[i], table->ids[row]) == 0) return i;
    return row;
}

/* Counts different people among the named voices of speech; fills in who is double. */
static uint32_t find_speakers(const struct freq *freq, uts_job *job, const uts_doc *doc, const struct part *part,
                              struct speaker *speakers) {
    const uts_host *host = freq->host;
    uint32_t people = 0;
    for (uint32_t v = 0; v < part->n_voices; v++) {
        const struct voice *voice = &part->voices[v];
        speakers[v] = (struct speaker){UINT32_MAX, UINT32_MAX, false};
        if (voice->unnamed || !voice->speaker) continue;
        if (freq->participants)
            speakers[v].row = freq->participants->find(host->doc_id(doc), host->spell(job, voice->speaker));
        if (speakers[v].row != UINT32_MAX) speakers[v].person = first_row_of(freq->participants, speakers[v].row);
        bool met = false;
        for (uint32_t k = 0; k < v; k++) {
            if (part->voices[k].unnamed) continue;
            if (part->voices[k].speaker == voice->speaker) speakers[k].is_double = speakers[v].is_double = true;
            met = met || part->voices[k].speaker == voice->speaker ||
                  (speakers[v].row != UINT32_MAX && speakers[k].person == speakers[v].person);
        }
        people += !met;
    }
    return people;
}

/* ---- the corpus ------------------------------------------------------------------------------------------------- */

static bool add_document(struct freq *freq, const uts_doc *doc, const struct part *part, uint32_t people) {
    const uts_host *host = freq->host;
    if (!grow((void **)&freq->documents, &freq->documents_room, freq->n_documents + 1, sizeof *freq->documents))
        return false;
    struct document *d = &freq->documents[freq->n_documents];
    uts_str id = host->doc_id(doc), source = host->doc_meta(doc, "source");
    *d = (struct document){.id = copy(id),
                           .source = copy(source),
                           .id_n = (uint32_t)id.n,
                           .source_n = (uint32_t)source.n,
                           .words = part->words,
                           .tokens = part->tokens,
                           .types = part->n_types,
                           .sentences = part->sentences,
                           .turns = part->turns,
                           .quotes = part->quotes,
                           .candidates = part->candidates,
                           .hits = part->hits,
                           .participants = people};
    for (uint32_t v = 0; v < part->n_voices; v++) {
        const struct voice *voice = &part->voices[v];
        if (freq_is_speech(voice->zone) && voice->units && voice->unnamed) d->unnamed = true;
    }
    if (!d->id || !d->source) {
        free((void *)(uintptr_t)d->id);
        free((void *)(uintptr_t)d->source);
        return false;
    }
    freq->n_documents++;
    return true;
}

/* Block by block: the corpus-wide counts lie far apart, so they are asked for before they are needed. */
static bool add_words(struct freq *freq, uts_job *job, const struct part *part) {
    enum { BLOCK = 64 };
    uint32_t numbers[BLOCK];
    for (uint32_t i = 0; i < part->n_types; i += BLOCK) {
        uint32_t n = part->n_types - i < BLOCK ? part->n_types - i : BLOCK, most = 0;
        for (uint32_t k = 0; k < n; k++) {
            numbers[k] = freq->host->promote(job, part->types[i + k].word);
            most = numbers[k] > most ? numbers[k] : most;
            if (numbers[k] < freq->words_room) __builtin_prefetch(&freq->words[numbers[k]], 1);
        }
        if (!grow((void **)&freq->words, &freq->words_room, most + 1, sizeof *freq->words)) return false;
        for (uint32_t k = 0; k < n; k++) {
            if (!numbers[k]) continue; /* the form is empty, or memory is out, which the host has recorded */
            freq->words[numbers[k]].count += part->types[i + k].count;
            freq->words[numbers[k]].documents++;
        }
    }
    return true;
}

uts_status freq_fold(void *stage, uts_job *job, const uts_doc *doc, void *data) {
    struct freq *freq = stage;
    const struct part *part = data;
    struct speaker *speakers = freq->host->alloc(job, (part->n_voices + 1) * sizeof *speakers, 8);
    if (!speakers) return no_memory(freq, job);
    uint32_t people = find_speakers(freq, job, doc, part, speakers);
    bool good = add_document(freq, doc, part, people) && add_words(freq, job, part);
    pairs_clear(&freq->here);
    for (uint32_t v = 0; good && v < part->n_voices; v++) {
        const char *zone = zone_names[part->voices[v].zone];
        good = add_voice(freq, GROUP_ZONE, uts_cstr(zone), part, v, &speakers[v]);
        if (good && freq_is_speech(part->voices[v].zone)) good = add_speech(freq, job, doc, part, v, &speakers[v]);
    }
    return good ? UTS_OK : no_memory(freq, job);
}
