/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "collect.h"

struct part_speaker {
    uts_sym name, role;
    uint32_t zone;
    uint32_t anonymous;
    uint64_t turns, words;
};

struct part_hit {
    uint32_t row;  /* of the layer `hit` */
    uint32_t turn; /* row of `turn`, or UTS_NO_ROW */
    uint32_t zone;
    uint32_t list;
    const uint32_t *codes; /* counted codes of the same turn, ascending, this one too */
    uint32_t n_codes;
};

struct part {
    uint64_t words[UTS_ZONE_COUNT_];
    uint64_t candidates, repeated;
    struct part_speaker *speakers;
    uint32_t n_speakers;
    uint32_t *speaker_of; /* by row of `turn` */
    struct part_hit *hits;
    uint32_t n_hits;
};

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

static bool is_inside(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

void collect_context(uts_str text, uint32_t from, uint32_t begin, uint32_t end, uint32_t to, uint32_t *left,
                     uint32_t *right) {
    uint32_t at = begin;
    for (int chars = 0; at > from && chars < CONTEXT_CHARS; chars++) do
            at--;
        while (at > from && is_inside(text.p[at]));
    if (at > from && !is_space(text.p[at - 1])) {
        uint32_t edge = at;
        while (edge < begin && !is_space(text.p[edge])) edge++;
        /* One long word without a space is shown cut rather than not at all. */
        if (edge < begin) at = edge;
    }
    while (at < begin && is_space(text.p[at])) at++;
    *left = at;
    at = end;
    for (int chars = 0; at < to && chars < CONTEXT_CHARS; chars++) do
            at++;
        while (at < to && is_inside(text.p[at]));
    if (at < to && !is_space(text.p[at])) {
        uint32_t edge = at;
        while (edge > end && !is_space(text.p[edge - 1])) edge--;
        if (edge > end) at = edge;
    }
    while (at > end && is_space(text.p[at - 1])) at--;
    *right = at;
}

/* The speaker of a turn, a new one when it is the first turn of that name, role and side of the table. */
static uint32_t speaker_index(struct part *part, uts_sym name, uts_sym role, uint32_t zone) {
    uint32_t asks = zone == UTS_ZONE_QUESTION;
    for (uint32_t i = 0; i < part->n_speakers; i++) {
        const struct part_speaker *speaker = &part->speakers[i];
        if (speaker->name == name && speaker->role == role && (speaker->zone == UTS_ZONE_QUESTION) == asks) return i;
    }
    struct part_speaker fresh = {name, role, zone, 0, 0, 0};
    part->speakers[part->n_speakers] = fresh;
    return part->n_speakers++;
}

static bool collect_turns(const uts_host *host, uts_job *job, const uts_layer *turns, struct part *part) {
    if (!turns) return true;
    const uts_sym *name = turns->data[UTS_TURN_SPEAKER], *role = turns->data[UTS_TURN_ROLE];
    const uint32_t *zone = turns->data[UTS_TURN_ZONE], *flags = turns->data[UTS_TURN_FLAGS];
    part->speakers = host->alloc(job, (turns->rows + 1) * sizeof *part->speakers, 8);
    part->speaker_of = host->alloc(job, (turns->rows + 1) * sizeof *part->speaker_of, 4);
    if (!part->speakers || !part->speaker_of) return false;
    for (uint32_t i = 0; i < turns->rows; i++) {
        uint32_t at = speaker_index(part, name[i], role[i], zone[i]);
        part->speaker_of[i] = at;
        part->speakers[at].turns++;
        part->speakers[at].anonymous |= name[i] == 0 || (flags[i] & UTS_TURN_ANONYMOUS) != 0;
        part->candidates += (flags[i] & UTS_TURN_CANDIDATE) != 0;
        part->repeated += (flags[i] & UTS_TURN_REPEATED) != 0;
    }
    return true;
}

static void collect_words(const uts_layer *tokens, struct part *part) {
    if (!tokens) return;
    const uint32_t *kind = tokens->data[UTS_TOKEN_KIND], *zone = tokens->data[UTS_TOKEN_ZONE];
    const uint32_t *turn = tokens->data[UTS_TOKEN_TURN];
    for (uint32_t i = 0; i < tokens->rows; i++) {
        if (!UTS_TOKEN_IS_WORD(kind[i])) continue;
        part->words[zone[i] < UTS_ZONE_COUNT_ ? zone[i] : 0]++;
        if (part->speaker_of && turn[i] != UTS_NO_ROW) part->speakers[part->speaker_of[turn[i]]].words++;
    }
}

/* Gives the hits [first, last) of one turn the list of counted codes among them. */
static bool share_codes(const uts_host *host, uts_job *job, struct part *part, uint32_t first, uint32_t last,
                        const uint32_t *code, uint32_t *mark, uint32_t n_codes) {
    uint32_t n = 0;
    for (uint32_t i = first; i < last; i++) {
        if (part->hits[i].list != LIST_COUNTED || mark[code[i]] == first + 1) continue;
        mark[code[i]] = first + 1;
        n++;
    }
    if (n < 2) return true;
    uint32_t *codes = host->alloc(job, n * sizeof *codes, 4);
    if (!codes) return false;
    uint32_t used = 0;
    for (uint32_t c = 0; c < n_codes && used < n; c++)
        if (mark[c] == first + 1) codes[used++] = c;
    for (uint32_t i = first; i < last; i++) {
        if (part->hits[i].list != LIST_COUNTED) continue;
        part->hits[i].codes = codes;
        part->hits[i].n_codes = n;
    }
    return true;
}

static bool collect_hits(const uts_host *host, uts_job *job, const uts_layer *hits, const uts_layer *tokens,
                         struct part *part, uint32_t n_codes) {
    if (!hits || !tokens || hits->rows == 0) return true;
    const uint32_t *code = hits->data[UTS_HIT_CODE], *excluded = hits->data[UTS_HIT_EXCLUDED_BY];
    const uint32_t *first = hits->data[UTS_HIT_FIRST_TOKEN];
    const uint32_t *zone = tokens->data[UTS_TOKEN_ZONE], *turn = tokens->data[UTS_TOKEN_TURN];
    uint32_t *mark = host->alloc(job, n_codes * sizeof *mark, 4);
    part->hits = host->alloc(job, hits->rows * sizeof *part->hits, 8);
    if (!mark || !part->hits) return false;
    part->n_hits = hits->rows;
    uint32_t from = 0;
    for (uint32_t i = 0; i < hits->rows; i++) {
        struct part_hit *hit = &part->hits[i];
        hit->row = i;
        hit->turn = turn[first[i]];
        hit->zone = zone[first[i]];
        hit->list = excluded[i] != UTS_NO_ROW    ? LIST_EXCLUDED
                    : store_is_spoken(hit->zone) ? LIST_COUNTED
                                                 : LIST_ELSEWHERE;
        if (i == 0 || hit->turn == part->hits[i - 1].turn) continue;
        if (part->hits[from].turn != UTS_NO_ROW && !share_codes(host, job, part, from, i, code, mark, n_codes))
            return false;
        from = i;
    }
    return part->hits[from].turn == UTS_NO_ROW || share_codes(host, job, part, from, hits->rows, code, mark, n_codes);
}

void *collect_document(const uts_host *host, uts_job *job, const uts_doc *doc, uint32_t n_codes, uts_status *status) {
    const uts_layer *turns = host->layer(doc, "turn"), *tokens = host->layer(doc, "token");
    struct part *part = host->alloc(job, sizeof *part, 8);
    bool good = part && collect_turns(host, job, turns, part);
    if (good) {
        collect_words(tokens, part);
        good = n_codes == 0 || collect_hits(host, job, host->layer(doc, "hit"), tokens, part, n_codes);
    }
    *status = good ? UTS_OK : host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory: report"));
    return good ? part : NULL;
}

/* ---- in input order ---------------------------------------------------------------------------------------------- */

/* The groups of each speaker of one document, worked out once. */
struct resolved {
    struct tags *of;  /* by speaker of the part; one more at the end: text outside turns */
    uint32_t *groups; /* the pool they point into */
};

/* The role stands in the turn already, taken from the same column. */
static bool is_role(const char *variable) { return strcmp(variable, "role") == 0 || strcmp(variable, "roll") == 0; }

static void speaker_groups(struct store *store, const uts_participants *people, const struct speaker *speaker,
                           uint32_t document_group, uint32_t *pool, struct tags *tags) {
    uint32_t n = 0;
    pool[n++] = document_group;
    pool[n++] = store_group(store, "role", uts_cstr(*speaker->role ? speaker->role : "unknown"));
    for (uint32_t v = 0; people && v < people->n_variables; v++) {
        if (is_role(people->variables[v])) continue;
        bool known = speaker->participant != UINT32_MAX;
        const char *value = known ? people->values[(size_t)speaker->participant * people->n_variables + v] : "";
        pool[n++] = store_group(store, people->variables[v], uts_cstr(*value ? value : "unknown"));
    }
    tags->groups = pool;
    tags->n_groups = n;
}

static bool fold_speakers(const uts_host *host, uts_job *job, const uts_doc *doc, const struct part *part,
                          struct store *store, const uts_participants *people, struct tags *tags) {
    uint32_t n_variables = people ? people->n_variables : 0, per = n_variables + 4;
    uint32_t *pool = host->alloc(job, (size_t)(part->n_speakers + 1) * per * sizeof *pool, 4);
    if (!pool) return false;
    uts_str id = host->doc_id(doc);
    uint32_t document = store->n_documents - 1, document_group = store_group(store, "document", id);
    for (uint32_t i = 0; i < part->n_speakers; i++) {
        const struct part_speaker *from = &part->speakers[i];
        struct speaker *speaker = store_add_speaker(store);
        if (!speaker) return false;
        uts_str name = from->name ? host->spell(job, from->name) : uts_cstr("");
        uint32_t row = people && name.n && people->find ? people->find(id, name) : UINT32_MAX;
        speaker->name = store_copy(store, name);
        speaker->role = store_copy(store, from->role ? host->spell(job, from->role) : uts_cstr(""));
        speaker->document = document;
        speaker->participant = row;
        speaker->zone = (uint8_t)from->zone;
        speaker->anonymous = (uint8_t)(from->anonymous != 0);
        speaker->turns = from->turns;
        speaker->words = from->words;
        speaker_groups(store, people, speaker, document_group, pool + (size_t)i * per, &tags[i]);
    }
    uint32_t *outside = pool + (size_t)part->n_speakers * per;
    outside[0] = document_group;
    tags[part->n_speakers].groups = outside;
    tags[part->n_speakers].n_groups = 1;
    return !store->broken;
}

/* Fills in a hit that is kept: place, speaker, context. */
static void complete_hit(const uts_host *host, const uts_doc *doc, const struct part *part, const struct part_hit *from,
                         struct store *store, struct hit *hit) {
    const uts_layer *hits = host->layer(doc, "hit"), *turns = host->layer(doc, "turn");
    const uts_layer *sentences = host->layer(doc, "sentence"), *tokens = host->layer(doc, "token");
    uts_str text = host->doc_text(doc);
    uint32_t begin = hits->begin[from->row], end = hits->end[from->row];
    uint32_t low = 0, high = (uint32_t)text.n, left, right;
    const struct document *document = &store->documents[store->n_documents - 1];
    hit->rule = ((const uint32_t *)hits->data[UTS_HIT_RULE])[from->row];
    hit->excluded_by = ((const uint32_t *)hits->data[UTS_HIT_EXCLUDED_BY])[from->row];
    hit->polarity = (uint8_t)((const uint32_t *)hits->data[UTS_HIT_POLARITY])[from->row];
    hit->document = store->n_documents - 1;
    hit->begin = host->to_chars(doc, begin);
    hit->end = host->to_chars(doc, end);
    hit->zone = (uint8_t)from->zone;
    hit->speaker = UINT32_MAX;
    if (from->turn != UTS_NO_ROW) {
        low = turns->begin[from->turn];
        high = turns->end[from->turn];
        hit->turn = from->turn + 1;
        hit->turn_flags = (uint8_t)((const uint32_t *)turns->data[UTS_TURN_FLAGS])[from->turn];
        hit->speaker = document->first_speaker + part->speaker_of[from->turn];
    } else if (sentences) {
        /* Outside turns the sentences around the hit are the natural frame. */
        uint32_t first = ((const uint32_t *)hits->data[UTS_HIT_FIRST_TOKEN])[from->row];
        uint32_t row = ((const uint32_t *)tokens->data[UTS_TOKEN_SENTENCE])[first];
        if (row < sentences->rows) {
            low = sentences->begin[row];
            high = sentences->end[row] > end ? sentences->end[row] : end;
        }
    }
    if (low > begin) low = begin;
    if (high < end) high = end;
    collect_context(text, low, begin, end, high, &left, &right);
    hit->cut_left = left > low;
    hit->cut_right = right < high;
    store_context(store, hit, uts_mkstr(text.p + left, begin - left), uts_mkstr(text.p + begin, end - begin),
                  uts_mkstr(text.p + end, right - end));
}

static void fold_hit(const uts_host *host, const uts_doc *doc, const struct part *part, const struct part_hit *from,
                     struct store *store, const struct tags *speakers, uint32_t *codes, uint32_t *groups) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    uint32_t code = ((const uint32_t *)host->layer(doc, "hit")->data[UTS_HIT_CODE])[from->row];
    struct tags tags = {groups, 0, codes, 0};
    if (from->list != LIST_EXCLUDED && from->zone < UTS_ZONE_COUNT_)
        groups[tags.n_groups++] = store_group(store, "zone", uts_cstr(zones[from->zone]));
    if (from->list == LIST_COUNTED) {
        const struct tags *own = &speakers[from->turn == UTS_NO_ROW ? part->n_speakers : part->speaker_of[from->turn]];
        memcpy(groups + tags.n_groups, own->groups, own->n_groups * sizeof *groups);
        tags.n_groups += own->n_groups;
        for (uint32_t i = 0; i < from->n_codes; i++)
            if (from->codes[i] != code) codes[tags.n_codes++] = from->codes[i];
    }
    if (store->broken) return;
    struct hit *hit = store_add_hit(store, code, (int)from->list, &tags);
    if (hit) complete_hit(host, doc, part, from, store, hit);
}

uts_status collect_fold(const uts_host *host, uts_job *job, const uts_doc *doc, void *part_, struct store *store,
                        const uts_participants *participants) {
    const struct part *part = part_;
    struct document *document = store_add_document(store);
    uint32_t per = (participants ? participants->n_variables : 0) + 8;
    struct tags *tags = host->alloc(job, (part->n_speakers + 1) * sizeof *tags, 8);
    uint32_t *codes = host->alloc(job, (store->n_codes + 1) * sizeof *codes, 4);
    uint32_t *groups = host->alloc(job, per * sizeof *groups, 4);
    if (!document || !tags || !codes || !groups) goto no_memory;
    document->id = store_copy(store, host->doc_id(doc));
    document->source = store_copy(store, host->doc_meta(doc, "source"));
    document->encoding = store_copy(store, host->doc_meta(doc, "encoding"));
    document->format = store_copy(store, host->doc_meta(doc, "format"));
    memcpy(document->words, part->words, sizeof document->words);
    document->candidates = part->candidates;
    document->repeated = part->repeated;
    document->first_speaker = store->n_speakers;
    document->n_speakers = part->n_speakers;
    for (uint32_t i = 0; i < part->n_speakers; i++) document->turns += part->speakers[i].turns;
    if (!fold_speakers(host, job, doc, part, store, participants, tags)) goto no_memory;
    for (uint32_t i = 0; i < part->n_hits && !store->broken; i++) {
        document->hits += part->hits[i].list == LIST_COUNTED;
        fold_hit(host, doc, part, &part->hits[i], store, tags, codes, groups);
    }
    if (!store->broken) return UTS_OK;
no_memory:
    return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory: report; lower write-html.max-hits"));
}
