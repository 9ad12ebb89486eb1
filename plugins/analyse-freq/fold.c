/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding documents to the counts of the corpus. */
#include "freq.h"
#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

static bool grow(void **items, uint32_t *room, uint32_t need, size_t width) {
    uint32_t before = *room;
    if (!room_for(items, room, need, width)) return false;
    memset((char *)*items + before * width, 0, (*room - before) * width);
    return true;
}

static char *copy(uts_str s) {
    char *p = malloc(s.n + 1);
    if (p && s.n) memcpy(p, s.p, s.n);
    if (p) p[s.n] = 0;
    return p;
}

static bool add_document(struct freq *freq, const uts_doc *doc, const struct part *part, uint32_t first_case) {
    if (!grow((void **)&freq->documents, &freq->documents_room, freq->n_documents + 1, sizeof *freq->documents))
        return false;
    uts_str id = freq->host->doc_id(doc), source = freq->host->doc_meta(doc, "source");
    struct document *d = &freq->documents[freq->n_documents];
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
                           .hits = part->hits.speech,
                           .first_case = first_case,
                           .n_cases = part->n_voices};
    if (!d->id || !d->source) {
        free((void *)(uintptr_t)d->id);
        free((void *)(uintptr_t)d->source);
        return false;
    }
    freq->n_documents++;
    return true;
}

static void promote(const struct freq *freq, uts_job *job, const uts_sym *words, uint32_t n, uint32_t *numbers) {
    if (freq->many)
        freq->many->promote(job, words, n, numbers);
    else
        for (uint32_t k = 0; k < n; k++) numbers[k] = freq->host->promote(job, words[k]);
}

/* Block by block: the corpus-wide counts lie far apart, so they are asked for before they are needed. */
static bool add_words(struct freq *freq, uts_job *job, const struct part *part) {
    enum { BLOCK = 64 };
    uint32_t numbers[BLOCK];
    for (uint32_t i = 0; i < part->n_types; i += BLOCK) {
        uint32_t n = part->n_types - i < BLOCK ? part->n_types - i : BLOCK, most = 0;
        promote(freq, job, part->types + i, n, numbers);
        for (uint32_t k = 0; k < n; k++) {
            most = numbers[k] > most ? numbers[k] : most;
            if (numbers[k] < freq->words_room) __builtin_prefetch(&freq->words[numbers[k]], 1);
        }
        if (!grow((void **)&freq->words, &freq->words_room, most + 1, sizeof *freq->words)) return false;
        for (uint32_t k = 0; k < n; k++) {
            if (!numbers[k]) continue; /* the form is empty, or memory is out, which the host has recorded */
            freq->words[numbers[k]].count += part->counts[i + k];
            freq->words[numbers[k]].documents++;
        }
    }
    return true;
}

uts_status freq_fold(void *stage, uts_job *job, const uts_doc *doc, void *data) {
    struct freq *freq = stage;
    const struct part *part = data;
    uint32_t first;
    bool good = cases_add(&freq->cases, job, doc, part->voices, part->n_voices, &part->hits, &first) &&
                add_document(freq, doc, part, first) && add_words(freq, job, part);
    return good ? UTS_OK : freq_no_memory(freq, job);
}
