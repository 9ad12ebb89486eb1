/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The units of one document, and who codes which of them. */
#include "../common/question_units.h"
#include "agree.h"
#include <stdlib.h>
#include <strings.h>

uts_status agree_no_memory(const struct agree *s, uts_job *job) {
    return s->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory while comparing codings"));
}

/* ---- units ---- */

struct marking {
    const uts_layer *token, *turn, *paragraph;
    uint32_t *questions; /* by turn */
    uint32_t paragraph_row;
};

/* The number of the unit that a word stands in, equal for neighbours of one unit; UTS_NO_ROW: none. */
static uint32_t unit_number(const struct agree *s, struct marking *m, uint32_t token) {
    const uint32_t *turn_of = m->token->data[UTS_TOKEN_TURN], *sentence_of = m->token->data[UTS_TOKEN_SENTENCE];
    uint32_t turn = turn_of[token];
    switch (s->conf.unit) {
    case UNIT_TURN:
        return turn;
    case UNIT_SENTENCE:
        return sentence_of[token];
    case UNIT_QUESTION:
        return turn < m->turn->rows && m->questions[turn] ? m->questions[turn] : UTS_NO_ROW;
    case UNIT_DOCUMENT:
        return 0;
    case UNIT_WORD:
        return token;
    default:
        break;
    }
    const uts_layer *p = m->paragraph;
    while (p && m->paragraph_row < p->rows && p->end[m->paragraph_row] <= m->token->begin[token]) m->paragraph_row++;
    bool inside = p && m->paragraph_row < p->rows && p->begin[m->paragraph_row] <= m->token->begin[token];
    return inside ? m->paragraph_row : UTS_NO_ROW;
}

/* Units are stretches of words in the zones; words outside any unit are left out. */
static bool list_units(const struct agree *s, uts_job *job, struct marking *m, struct part *part) {
    const uint32_t *kind = m->token->data[UTS_TOKEN_KIND], *zone = m->token->data[UTS_TOKEN_ZONE];
    const uint32_t *turn_of = m->token->data[UTS_TOKEN_TURN];
    uint32_t rows = m->token->rows, last = UTS_NO_ROW;
    part->units = s->host->alloc(job, ((size_t)rows + 1) * sizeof *part->units, 4);
    part->unit_of_word = s->host->alloc(job, ((size_t)rows + 1) * 3 * sizeof(uint32_t), 4);
    if (!part->units || !part->unit_of_word) return false;
    part->word_begin = part->unit_of_word + rows;
    part->word_end = part->word_begin + rows;
    for (uint32_t i = 0; i < rows; i++) {
        if (!UTS_TOKEN_IS_WORD(kind[i]) || !(s->zones >> zone[i] & 1)) continue;
        uint32_t number = unit_number(s, m, i);
        if (number == UTS_NO_ROW) continue;
        if (!part->n_units || number != last)
            part->units[part->n_units++] = (struct unit){m->token->begin[i], 0, turn_of[i]};
        last = number;
        part->units[part->n_units - 1].end = m->token->end[i];
        part->unit_of_word[part->n_words] = part->n_units - 1;
        part->word_begin[part->n_words] = m->token->begin[i];
        part->word_end[part->n_words++] = m->token->end[i];
    }
    return true;
}

/* ---- stretches ---- */

static bool same(uts_str id, const char *name, size_t n) { return id.n == n && strncasecmp(id.p, name, n) == 0; }

/* A file may name the document by id or the last part of it, with a suffix or without. */
static bool is_document(uts_str id, const char *name) {
    const char *dot = strrchr(name, '.'), *slash = id.p && id.n ? memrchr(id.p, '/', id.n) : NULL;
    size_t whole = strlen(name), stem = dot ? (size_t)(dot - name) : whole;
    if (same(id, name, whole) || same(id, name, stem)) return true;
    if (!slash) return false;
    uts_str last = uts_mkstr(slash + 1, id.n - (size_t)(slash + 1 - id.p));
    return same(last, name, whole) || same(last, name, stem);
}

/* The byte at which code point @p chars begins. */
static uint32_t byte_of(const struct agree *s, const uts_doc *doc, uint32_t chars) {
    uint32_t low = 0, high = (uint32_t)s->host->doc_text(doc).n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->host->to_chars(doc, middle) < chars)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_stretch(struct part *part, uts_str coder, uts_str code, uint32_t begin, uint32_t end) {
    part->stretches[part->n_stretches++] = (struct stretch){coder, code, begin, end};
}

static void add_hits(const struct agree *s, const uts_layer *hit, struct part *part) {
    const uint32_t *code = hit->data[UTS_HIT_CODE], *excluded_by = hit->data[UTS_HIT_EXCLUDED_BY];
    for (uint32_t i = 0; i < hit->rows; i++)
        if (excluded_by[i] == UTS_NO_ROW)
            add_stretch(part, uts_mkstr("", 0), uts_cstr(s->book->codes[code[i]]->id), hit->begin[i], hit->end[i]);
}

static void add_codings(const struct agree *s, uts_job *job, const uts_doc *doc, const uts_layer *coding,
                        struct part *part) {
    const uts_sym *code = coding->data[UTS_CODING_CODE], *coder = coding->data[UTS_CODING_CODER];
    for (uint32_t i = 0; i < coding->rows; i++) {
        uts_str name = coder[i] ? s->host->spell(job, coder[i]) : s->host->doc_meta(doc, "source");
        add_stretch(part, name.n ? name : uts_cstr("?"), s->host->spell(job, code[i]), coding->begin[i],
                    coding->end[i]);
    }
}

static void add_csv(const struct agree *s, const uts_doc *doc, const uts_layer *turn, struct part *part) {
    uts_str id = s->host->doc_id(doc), title = s->host->doc_meta(doc, "title");
    for (uint32_t i = 0; i < s->csv.n; i++) {
        const struct csv_coding *x = &s->csv.items[i];
        if (!is_document(id, x->document) && !is_document(title, x->document)) continue;
        uint32_t begin = 0, end = 0;
        if (!x->turn) {
            begin = byte_of(s, doc, x->begin);
            end = byte_of(s, doc, x->end);
        } else if (x->turn <= turn->rows) {
            begin = turn->begin[x->turn - 1];
            end = turn->end[x->turn - 1];
        }
        add_stretch(part, uts_cstr(x->coder), uts_cstr(x->code), begin, end);
    }
}

uts_status agree_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out) {
    const struct agree *s = stage;
    const uts_host *host = s->host;
    (void)local;
    const uts_layer *token = host->layer(doc, "token"), *turn = host->layer(doc, "turn"),
                    *coding = host->layer(doc, "coding"), *hit = s->book ? host->layer(doc, "hit") : NULL;
    struct part *part = host->alloc(job, sizeof *part, _Alignof(struct part));
    struct marking m = {.token = token, .turn = turn, .paragraph = host->layer(doc, "paragraph")};
    m.questions = host->alloc(job, ((size_t)turn->rows + 1) * sizeof *m.questions, 4);
    if (!part || !m.questions) return agree_no_memory(s, job);
    question_units(turn, m.questions);
    size_t most = (size_t)s->csv.n + (coding ? coding->rows : 0) + (hit ? hit->rows : 0) + 1;
    part->stretches = host->alloc(job, most * sizeof *part->stretches, _Alignof(struct stretch));
    if (!part->stretches || !list_units(s, job, &m, part)) return agree_no_memory(s, job);
    if (coding) add_codings(s, job, doc, coding, part);
    part->coded = coding && coding->rows;
    add_csv(s, doc, turn, part);
    if (hit) add_hits(s, hit, part);
    *out = part;
    return UTS_OK;
}

/* ---- adding up ---- */

static uint64_t hash_of(uts_str text) {
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < text.n; i++) h = (h ^ (unsigned char)text.p[i]) * 0x100000001B3u;
    return h;
}

static bool keep_units(struct agree *s, uts_job *job, const uts_doc *doc, const struct part *part, uint32_t text) {
    const uts_layer *turn = s->host->layer(doc, "turn");
    const uts_sym *speaker = turn->data[UTS_TURN_SPEAKER];
    uts_str whole = s->host->doc_text(doc);
    if (!agree_grow((void **)&s->units, &s->units_room, s->n_units + part->n_units, sizeof *s->units)) return false;
    for (uint32_t i = 0; i < part->n_units; i++) {
        const struct unit *u = &part->units[i];
        uts_str name = uts_mkstr("", 0);
        if (u->turn < turn->rows && speaker[u->turn]) name = s->host->spell(job, speaker[u->turn]);
        struct kept_unit *kept = &s->units[s->n_units];
        *kept = (struct kept_unit){.text = text,
                                   .begin = s->host->to_chars(doc, u->begin),
                                   .end = s->host->to_chars(doc, u->end),
                                   .speaker = texts_number(&s->texts, name),
                                   .words = malloc(u->end - u->begin + 1)};
        if (!kept->words) return false;
        memcpy(kept->words, whole.p + u->begin, u->end - u->begin);
        kept->words[u->end - u->begin] = 0;
        s->n_units++;
        if (kept->speaker == TEXTS_NONE) return false;
    }
    return true;
}

/* The document that holds this text already, so that projects with the same interview meet, and the interview itself;
 * else a new one. Files that are told apart by their names alone stay two. */
static struct text *find_text(struct agree *s, uts_job *job, const uts_doc *doc, const struct part *part) {
    uts_str text = s->host->doc_text(doc);
    uint64_t hash = hash_of(text);
    for (uint32_t i = 0; i < s->n_documents; i++)
        if (s->documents[i].hash == hash && s->documents[i].bytes == text.n &&
            s->documents[i].n_units == part->n_units && (s->documents[i].coded || part->coded))
            return &s->documents[i];
    if (!agree_grow((void **)&s->documents, &s->documents_room, s->n_documents + 1, sizeof *s->documents)) return NULL;
    struct text *d = &s->documents[s->n_documents];
    *d = (struct text){.id = texts_number(&s->texts, s->host->doc_id(doc)),
                       .hash = hash,
                       .bytes = text.n,
                       .n_units = part->n_units,
                       .first_unit = s->n_units,
                       .n_words = part->n_words,
                       .coded = part->coded};
    if (d->id == TEXTS_NONE || !keep_units(s, job, doc, part, s->n_documents)) return NULL;
    s->n_documents++;
    return d;
}

static bool was_present(const struct agree *s, uint32_t coder, uint32_t document, uint32_t before) {
    for (uint32_t i = 0; i < before; i++)
        if (s->present[i] == ((uint64_t)coder << 32 | document)) return true;
    return false;
}

static bool add_present(struct agree *s, uint32_t coder, uint32_t document) {
    if (was_present(s, coder, document, s->n_present)) return true;
    if (!agree_grow((void **)&s->present, &s->present_room, s->n_present + 1, sizeof *s->present)) return false;
    s->present[s->n_present++] = (uint64_t)coder << 32 | document;
    return true;
}

/* The same coder of the same text in a second file coded it twice: the second time has a name of its own. */
static uint32_t coder_number(struct agree *s, uts_str name, uint32_t document, uint32_t before) {
    uint32_t coder = texts_number(&s->texts, name);
    for (int time = 2; coder != TEXTS_NONE && name.n && was_present(s, coder, document, before); time++) {
        char again[200];
        int n = snprintf(again, sizeof again, "%.*s (%d)", (int)uts_cut(name, 180).n, name.p, time);
        coder = texts_number(&s->texts, uts_mkstr(again, (size_t)n));
    }
    return coder;
}

/* Every unit of which the stretch touches a word, and the stretch itself. */
static bool add_judgements(struct agree *s, const struct part *part, const struct stretch *x,
                           const struct judgement *like, uint32_t document) {
    uint32_t low = 0, high = part->n_words, last = UINT32_MAX;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (part->word_end[middle] <= x->begin)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t i = low;
    for (; i < part->n_words && part->word_begin[i] < x->end; i++) {
        if (part->unit_of_word[i] == last) continue;
        last = part->unit_of_word[i];
        if (!agree_grow((void **)&s->judgements, &s->judgements_room, s->n_judgements + 1, sizeof *s->judgements))
            return false;
        s->judgements[s->n_judgements++] = (struct judgement){like->code, like->unit + last, like->coder};
    }
    if (i == low) return true;
    if (!agree_grow((void **)&s->spans, &s->spans_room, s->n_spans + 1, sizeof *s->spans)) return false;
    s->spans[s->n_spans++] = (struct span){like->code, like->coder, document, low, i};
    return true;
}

uts_status agree_fold(void *stage, uts_job *job, const uts_doc *doc, void *data) {
    struct agree *s = stage;
    const struct part *part = data;
    const struct text *text = find_text(s, job, doc, part);
    if (!text) return agree_no_memory(s, job);
    uint32_t document = (uint32_t)(text - s->documents), before = s->n_present;
    /* Rules judge every document, whether they find anything or not. */
    uint32_t rules = texts_number(&s->texts, uts_mkstr("", 0));
    if (rules == TEXTS_NONE || (s->book && !add_present(s, rules, document))) return agree_no_memory(s, job);
    for (uint32_t i = 0; i < part->n_stretches; i++) {
        const struct stretch *x = &part->stretches[i];
        uint32_t coder = coder_number(s, x->coder, document, before), code = texts_number(&s->texts, x->code);
        if (coder == TEXTS_NONE || code == TEXTS_NONE || !add_present(s, coder, document) ||
            !add_judgements(s, part, x, &(struct judgement){code, text->first_unit, coder}, document))
            return agree_no_memory(s, job);
    }
    uts_str id = s->host->doc_id(doc), title = s->host->doc_meta(doc, "title");
    for (uint32_t i = 0; i < s->csv.n; i++)
        if (is_document(id, s->csv.items[i].document) || is_document(title, s->csv.items[i].document))
            s->csv.items[i].used = true;
    return UTS_OK;
}
