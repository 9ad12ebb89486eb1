/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "census.h"

/* One speaker of one document, before names are copied. */
struct voice {
    uts_sym name, role;
    uint32_t turns, asked, words, nameless;
};

struct part {
    struct voice *voices;
    uint32_t n, turns, words;
};

/* The voice of a turn. Documents have few speakers; surveys have many, each in a row: the last one is tried first. */
static uint32_t voice_of(struct part *p, uint32_t *slots, uint32_t room, uts_sym name, uts_sym role) {
    uint32_t at = (name * 2654435761u ^ role * 40503u) & (room - 1);
    for (; slots[at]; at = (at + 1) & (room - 1)) {
        const struct voice *v = &p->voices[slots[at] - 1];
        if (v->name == name && v->role == role) return slots[at] - 1;
    }
    p->voices[p->n] = (struct voice){.name = name, .role = role};
    slots[at] = ++p->n;
    return p->n - 1;
}

/* Words of each turn; a stretch of one turn and zone is added up without a look at either. */
static void count_words(struct part *p, const uts_layer *token, const uint32_t *of) {
    const uint32_t *kind = token->data[UTS_TOKEN_KIND], *owner = token->data[UTS_TOKEN_TURN],
                   *zone = token->data[UTS_TOKEN_ZONE];
    for (uint32_t i = 0; i < token->rows;) {
        uint32_t t = owner[i], z = zone[i], words = 0;
        for (; i < token->rows && owner[i] == t && zone[i] == z; i++) words += UTS_TOKEN_IS_WORD(kind[i]);
        if (z == UTS_ZONE_METADATA || z == UTS_ZONE_FURNITURE) continue;
        p->words += words;
        if (t < p->turns) p->voices[of[t]].words += words;
    }
}

uts_status census_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out) {
    const struct census *c = stage;
    const uts_host *host = c->host;
    const uts_layer *turn = host->layer(doc, "turn"), *token = host->layer(doc, "token");
    (void)local;
    uint32_t rows = turn ? turn->rows : 0, room = 16;
    while (room < 2 * rows) room *= 2;
    struct part *p = host->alloc(job, sizeof *p, 8);
    uint32_t *slots = host->alloc(job, room * sizeof *slots, 8), *of = host->alloc(job, (rows + 1) * sizeof *of, 8);
    if (!p || !slots || !of) return UTS_E_NOMEM;
    p->voices = host->alloc(job, (rows + 1) * sizeof *p->voices, 8);
    if (!p->voices) return UTS_E_NOMEM;
    p->turns = rows;
    for (uint32_t i = 0; i < rows; i++) {
        const uint32_t *speaker = turn->data[UTS_TURN_SPEAKER], *role = turn->data[UTS_TURN_ROLE],
                       *zone = turn->data[UTS_TURN_ZONE], *flags = turn->data[UTS_TURN_FLAGS];
        of[i] = voice_of(p, slots, room, speaker[i], role[i]);
        struct voice *v = &p->voices[of[i]];
        v->turns++;
        v->asked += zone[i] == UTS_ZONE_QUESTION;
        v->nameless += !speaker[i] || flags[i] & UTS_TURN_ANONYMOUS;
    }
    if (token) count_words(p, token, of);
    *out = p;
    return UTS_OK;
}

/* ---- the corpus ---- */

static bool grow(void **items, uint32_t *room, uint32_t need, size_t size) {
    if (need <= *room) return true;
    uint32_t more = need + need / 2 + 16;
    void *grown = realloc(*items, more * size);
    if (!grown) return false;
    *items = grown;
    *room = more;
    return true;
}

static char *keep(uts_str s) {
    char *p = malloc(s.n + 1);
    if (!p) return NULL;
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return p;
}

static bool add_speaker(struct census *c, const uts_job *job, uts_str id, const struct voice *v) {
    const uts_participants *people = c->host->extension(UTS_EXT_PARTICIPANTS);
    uts_str none = {"", 0}, name = v->name ? c->host->spell(job, v->name) : none;
    if (!grow((void **)&c->speakers, &c->speakers_room, c->n_speakers + 1, sizeof *c->speakers)) return false;
    struct census_speaker *s = &c->speakers[c->n_speakers++];
    *s = (struct census_speaker){.name = keep(name),
                                 .role = keep(v->role ? c->host->spell(job, v->role) : none),
                                 .document = c->n_documents - 1,
                                 .turns = v->turns,
                                 .words = v->words,
                                 .row = people && v->name ? people->find(id, name) : CENSUS_NONE,
                                 .asks = v->asked * 2 > v->turns,
                                 .nobody = v->nameless == v->turns};
    return s->name && s->role;
}

uts_status census_fold(void *stage, uts_job *job, const uts_doc *doc, void *part) {
    struct census *c = stage;
    const uts_host *host = c->host;
    const struct part *p = part;
    uts_str id = host->doc_id(doc), text = host->doc_text(doc);
    if (!grow((void **)&c->documents, &c->documents_room, c->n_documents + 1, sizeof *c->documents))
        return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    struct census_document *d = &c->documents[c->n_documents++];
    *d = (struct census_document){.id = keep(id),
                                  .source = keep(host->doc_meta(doc, "source")),
                                  .format = keep(host->doc_meta(doc, "format")),
                                  .encoding = keep(host->doc_meta(doc, "encoding")),
                                  .origin = keep(host->doc_meta(doc, "origin")),
                                  .variables = keep(host->doc_meta(doc, "participants")),
                                  .turns = p->turns,
                                  .words = p->words,
                                  .characters = host->to_chars(doc, (uint32_t)text.n)};
    bool good = d->id && d->source && d->format && d->encoding && d->origin && d->variables;
    for (uint32_t i = 0; i < p->n && good; i++) {
        good = add_speaker(c, job, id, &p->voices[i]);
        /* A name with two roles is one person. */
        bool again = false;
        for (uint32_t k = 0; k < i && p->n < 1000; k++) again |= p->voices[k].name == p->voices[i].name;
        c->documents[c->n_documents - 1].speakers += p->voices[i].name && !again;
    }
    return good ? UTS_OK : host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

void census_free(struct census *c) {
    for (uint32_t i = 0; i < c->n_speakers; i++) {
        free(c->speakers[i].name);
        free(c->speakers[i].role);
    }
    for (uint32_t i = 0; i < c->n_documents; i++) {
        struct census_document *d = &c->documents[i];
        char *texts[] = {d->id, d->source, d->format, d->encoding, d->origin, d->variables};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) free(texts[k]);
    }
    free(c->speakers);
    free(c->documents);
    free(c);
}
