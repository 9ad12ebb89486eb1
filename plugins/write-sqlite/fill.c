/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of one document, and of codebook, participants and remarks. */
#include "base.h"

/* Tokens between two questions whether to stop. */
enum { SLICE = 8192 };

/* The document at hand. Row r of a layer has the id `before + r + 1`. */
struct filling {
    struct base *b;
    const uts_host *host;
    uts_job *job;
    const uts_doc *doc;
    uts_str text, id;
    const uts_layer *turn, *segment, *sentence, *token;
    sqlite3_int64 turns, sentences, tokens; /* rows before this document */
};

static const char *const zones[] = UTS_ZONE_NAMES;

static void put_zone(struct base *b, uint32_t zone) {
    if (zone && zone < UTS_ZONE_COUNT_)
        base_cstr(b, zones[zone]);
    else
        base_null(b);
}

static void put_symbol(const struct filling *f, uts_sym symbol) {
    uts_str s = f->host->spell(f->job, symbol);
    if (symbol)
        base_text(f->b, s.p, s.n);
    else
        base_null(f->b);
}

static void put_id(struct base *b, const uts_layer *layer, uint32_t row, sqlite3_int64 before) {
    if (layer && row < layer->rows)
        base_int(b, before + row + 1);
    else
        base_null(b);
}

static void put_known(struct base *b, int64_t ms) {
    if (ms >= 0)
        base_int(b, ms);
    else
        base_null(b);
}

static void put_meta(const struct filling *f, const char *key) {
    uts_str s = f->host->doc_meta(f->doc, key);
    if (s.n)
        base_text(f->b, s.p, s.n);
    else
        base_null(f->b);
}

static void put_places(const struct filling *f, uint32_t begin, uint32_t end) {
    base_int(f->b, f->host->to_chars(f->doc, begin));
    base_int(f->b, f->host->to_chars(f->doc, end));
}

static void put_document(const struct filling *f) {
    struct base *b = f->b;
    base_row(b, b->put[PUT_DOCUMENT]);
    base_int(b, b->documents);
    base_text(b, f->id.p, f->id.n);
    put_meta(f, "source");
    put_meta(f, "format");
    put_meta(f, "encoding");
    put_meta(f, "sha256");
    base_int(b, f->host->to_chars(f->doc, (uint32_t)f->text.n));
    base_text(b, f->text.p, f->text.n);
    base_end_row(b);
}

/* ---- turns ---- */

struct turn_sums {
    uint32_t words, parts, first; /* first: row of segment */
};

static struct turn_sums *sum_turns(const struct filling *f) {
    struct turn_sums *sums = f->host->alloc(f->job, (f->turn->rows + 1) * sizeof *sums, 4);
    if (!sums) return NULL;
    const uint32_t *zone = f->turn->data[UTS_TURN_ZONE];
    for (uint32_t i = f->segment ? f->segment->rows : 0; i-- > 0;) {
        uint32_t t = ((const uint32_t *)f->segment->data[UTS_SEGMENT_TURN])[i];
        if (t >= f->turn->rows) continue;
        sums[t].parts++;
        sums[t].first = i;
    }
    if (!f->token) return sums;
    const uint32_t *kind = f->token->data[UTS_TOKEN_KIND], *turn = f->token->data[UTS_TOKEN_TURN],
                   *token_zone = f->token->data[UTS_TOKEN_ZONE];
    for (uint32_t i = 0; i < f->token->rows; i++)
        if (turn[i] < f->turn->rows && zone[turn[i]] == token_zone[i])
            sums[turn[i]].words += UTS_TOKEN_IS_WORD(kind[i]);
    return sums;
}

/* A turn in several parts: joined by a line break, without what stands between them. */
static void put_parts(const struct filling *f, uint32_t row, const struct turn_sums *sums) {
    const uint32_t *turn = f->segment->data[UTS_SEGMENT_TURN];
    char *text = f->host->alloc(f->job, f->turn->end[row] - f->turn->begin[row] + sums->parts, 1), *to = text;
    if (!text) {
        f->b->error = SQLITE_NOMEM;
        return;
    }
    for (uint32_t i = sums->first, left = sums->parts; left && i < f->segment->rows; i++) {
        if (turn[i] != row) continue;
        if (to > text) *to++ = '\n';
        uint32_t n = f->segment->end[i] - f->segment->begin[i];
        memcpy(to, f->text.p + f->segment->begin[i], n);
        to += n;
        left--;
    }
    base_text(f->b, text, (size_t)(to - text));
}

static void put_participant(const struct filling *f, uts_sym speaker) {
    const uts_participants *people = f->host->extension(UTS_EXT_PARTICIPANTS);
    uint32_t row = people && speaker ? people->find(f->id, f->host->spell(f->job, speaker)) : UINT32_MAX;
    if (row != UINT32_MAX)
        base_cstr(f->b, people->ids[row]);
    else
        base_null(f->b);
}

static void put_turn(const struct filling *f, uint32_t i, const struct turn_sums *sums) {
    struct base *b = f->b;
    const uts_layer *turn = f->turn;
    uts_sym speaker = ((const uts_sym *)turn->data[UTS_TURN_SPEAKER])[i];
    uint32_t flags = ((const uint32_t *)turn->data[UTS_TURN_FLAGS])[i];
    base_row(b, b->put[PUT_TURN]);
    base_int(b, f->turns + i + 1);
    base_int(b, b->documents);
    base_int(b, (int64_t)i + 1);
    put_symbol(f, speaker);
    put_symbol(f, ((const uts_sym *)turn->data[UTS_TURN_ROLE])[i]);
    put_participant(f, flags & UTS_TURN_ANONYMOUS ? 0 : speaker);
    put_zone(b, ((const uint32_t *)turn->data[UTS_TURN_ZONE])[i]);
    base_int(b, (flags & UTS_TURN_CANDIDATE) != 0);
    base_int(b, (flags & UTS_TURN_REPEATED) != 0);
    base_int(b, (flags & UTS_TURN_ANONYMOUS) != 0);
    put_known(b, ((const int64_t *)turn->data[UTS_TURN_START_MS])[i]);
    put_known(b, ((const int64_t *)turn->data[UTS_TURN_END_MS])[i]);
    put_places(f, turn->begin[i], turn->end[i]);
    base_int(b, sums->parts > 1 ? sums->parts : 1);
    base_int(b, sums->words);
    if (sums->parts > 1)
        put_parts(f, i, sums);
    else
        base_text(b, f->text.p + turn->begin[i], turn->end[i] - turn->begin[i]);
    base_end_row(b);
}

/* ---- sentences and tokens ---- */

static void put_sentence(const struct filling *f, uint32_t i) {
    struct base *b = f->b;
    const uts_layer *sentence = f->sentence;
    uint32_t first = f->token ? uts_row_from(f->token, sentence->begin[i]) : UTS_NO_ROW;
    base_row(b, b->put[PUT_SENTENCE]);
    base_int(b, f->sentences + i + 1);
    base_int(b, b->documents);
    base_int(b, (int64_t)i + 1);
    put_id(b, f->turn, ((const uint32_t *)sentence->data[UTS_SENTENCE_TURN])[i], f->turns);
    put_zone(b, f->token && first < f->token->rows ? ((const uint32_t *)f->token->data[UTS_TOKEN_ZONE])[first] : 0);
    put_places(f, sentence->begin[i], sentence->end[i]);
    base_text(b, f->text.p + sentence->begin[i], sentence->end[i] - sentence->begin[i]);
    base_end_row(b);
}

static const char *kind_name(uint32_t kind) {
    static const char *const names[UTS_TOKEN_COUNT_] = UTS_TOKEN_KIND_NAMES;
    return kind < UTS_TOKEN_COUNT_ && names[kind] ? names[kind] : "";
}

struct token_columns {
    const uint32_t *kind, *turn, *zone, *sentence, *upos;
    const uts_sym *form, *fold, *norm, *lemma, *parts;
};

static struct token_columns columns_of(const struct filling *f) {
    const uts_layer *norm = f->host->layer(f->doc, "token.norm"), *lemma = f->host->layer(f->doc, "token.lemma");
    struct token_columns c = {.kind = f->token->data[UTS_TOKEN_KIND],
                              .turn = f->token->data[UTS_TOKEN_TURN],
                              .zone = f->token->data[UTS_TOKEN_ZONE],
                              .sentence = f->token->data[UTS_TOKEN_SENTENCE],
                              .form = f->token->data[UTS_TOKEN_FORM],
                              .fold = f->token->data[UTS_TOKEN_FOLD]};
    if (norm) c.norm = norm->data[UTS_TOKEN_NORM];
    if (!lemma) return c;
    c.upos = lemma->data[UTS_LEMMA_UPOS];
    c.lemma = lemma->data[UTS_LEMMA_LEMMA];
    c.parts = lemma->data[UTS_LEMMA_PARTS];
    return c;
}

static void put_token(const struct filling *f, const struct token_columns *c, uint32_t i) {
    static const char *const upos[] = UTS_UPOS_NAMES;
    struct base *b = f->b;
    base_row(b, b->put[PUT_TOKEN]);
    base_int(b, f->tokens + i + 1);
    base_int(b, b->documents);
    base_int(b, (int64_t)i + 1);
    put_id(b, f->sentence, c->sentence[i], f->sentences);
    put_id(b, f->turn, c->turn[i], f->turns);
    put_zone(b, c->zone[i]);
    base_cstr(b, kind_name(c->kind[i]));
    base_int(b, UTS_TOKEN_IS_WORD(c->kind[i]));
    put_places(f, f->token->begin[i], f->token->end[i]);
    base_text(b, f->text.p + f->token->begin[i], f->token->end[i] - f->token->begin[i]);
    uts_str fold = f->host->spell(f->job, c->fold[i]);
    base_text(b, fold.p, c->fold[i] ? fold.n : 0);
    put_symbol(f, c->norm ? c->norm[i] : 0);
    put_symbol(f, c->lemma ? c->lemma[i] : 0);
    if (c->upos && c->upos[i] < UTS_UPOS_COUNT_)
        base_cstr(b, upos[c->upos[i]]);
    else
        base_null(b);
    put_symbol(f, c->parts ? c->parts[i] : 0);
    base_end_row(b);
}

/* ---- hits ---- */

static void put_hits(const struct filling *f, const uts_layer *hit) {
    struct base *b = f->b;
    const uint32_t *code = hit->data[UTS_HIT_CODE], *rule = hit->data[UTS_HIT_RULE],
                   *polarity = hit->data[UTS_HIT_POLARITY], *first = hit->data[UTS_HIT_FIRST_TOKEN],
                   *last = hit->data[UTS_HIT_LAST_TOKEN], *excluded = hit->data[UTS_HIT_EXCLUDED_BY];
    for (uint32_t i = 0; i < hit->rows && !b->error; i++) {
        base_row(b, b->put[PUT_HIT]);
        base_int(b, ++b->hits);
        base_int(b, b->documents);
        base_int(b, (int64_t)i + 1);
        base_int(b, (int64_t)code[i] + 1);
        base_int(b, (int64_t)rule[i] + 1);
        base_int(b, polarity[i]);
        if (excluded[i] == UTS_NO_ROW)
            base_null(b);
        else
            base_int(b, (int64_t)excluded[i] + 1);
        put_id(b, f->turn, ((const uint32_t *)f->token->data[UTS_TOKEN_TURN])[first[i]], f->turns);
        put_id(b, f->sentence, ((const uint32_t *)f->token->data[UTS_TOKEN_SENTENCE])[first[i]], f->sentences);
        put_zone(b, ((const uint32_t *)f->token->data[UTS_TOKEN_ZONE])[first[i]]);
        base_int(b, f->tokens + first[i] + 1);
        base_int(b, f->tokens + last[i] + 1);
        put_places(f, hit->begin[i], hit->end[i]);
        base_text(b, f->text.p + hit->begin[i], hit->end[i] - hit->begin[i]);
        base_end_row(b);
    }
}

static uts_status put_tokens(const struct filling *f) {
    struct token_columns c = columns_of(f);
    for (uint32_t i = 0; i < f->token->rows && !f->b->error; i++) {
        put_token(f, &c, i);
        if (i % SLICE == 0 && f->host->cancelled(f->job)) return UTS_E_CANCELLED;
    }
    return UTS_OK;
}

uts_status fill_document(struct base *b, const uts_host *host, bool tokens, uts_job *job, const uts_doc *doc) {
    struct filling f = {.b = b, .host = host, .job = job, .doc = doc};
    f.text = host->doc_text(doc);
    f.id = host->doc_id(doc);
    f.turn = host->layer(doc, "turn");
    f.segment = host->layer(doc, "segment");
    f.sentence = host->layer(doc, "sentence");
    f.token = host->layer(doc, "token");
    f.turns = b->turns, f.sentences = b->sentences, f.tokens = b->tokens;
    const uts_layer *hit = host->extension(UTS_EXT_CODEBOOK) ? host->layer(doc, "hit") : NULL;
    b->documents++;
    put_document(&f);
    struct turn_sums *sums = f.turn ? sum_turns(&f) : NULL;
    if (f.turn && !sums) return UTS_E_NOMEM;
    for (uint32_t i = 0; f.turn && i < f.turn->rows && !b->error; i++) put_turn(&f, i, &sums[i]);
    for (uint32_t i = 0; f.sentence && i < f.sentence->rows && !b->error; i++) put_sentence(&f, i);
    uts_status status = tokens && f.token ? put_tokens(&f) : UTS_OK;
    if (status < 0) return status;
    if (hit && f.token) put_hits(&f, hit);
    b->turns += f.turn ? f.turn->rows : 0;
    b->sentences += f.sentence ? f.sentence->rows : 0;
    b->tokens += f.token ? f.token->rows : 0;
    return base_status(b, host, job);
}

/* ---- what belongs to the run ---- */

void fill_codebook(struct base *b, const uts_codebook *book) {
    static const char *const kinds[] = {"include", "exclude", "force"};
    for (uint32_t i = 0; i < book->n_codes; i++) {
        const uts_code *code = book->codes[i];
        base_row(b, b->put[PUT_CODE]);
        base_int(b, (int64_t)i + 1);
        base_cstr(b, code->id);
        if (code->parent == UINT32_MAX)
            base_null(b);
        else
            base_int(b, (int64_t)code->parent + 1);
        base_cstr(b, code->label);
        base_cstr(b, code->description);
        base_cstr(b, code->colour);
        base_end_row(b);
    }
    for (uint32_t i = 0; i < book->n_rules; i++) {
        const uts_rule *rule = book->rules[i];
        base_row(b, b->put[PUT_RULE]);
        base_int(b, (int64_t)i + 1);
        base_int(b, (int64_t)rule->code + 1);
        base_cstr(b, rule->kind <= UTS_RULE_FORCE ? kinds[rule->kind] : "");
        base_int(b, rule->line);
        base_cstr(b, rule->text);
        base_end_row(b);
    }
}

void fill_participants(struct base *b, const uts_participants *people) {
    for (uint32_t i = 0; i < people->n_participants; i++) {
        for (uint32_t v = 0; v < people->n_variables; v++) {
            base_row(b, b->put[PUT_PARTICIPANT]);
            base_cstr(b, people->ids[i]);
            base_cstr(b, people->variables[v]);
            base_cstr(b, people->values[i * people->n_variables + v]);
            base_end_row(b);
        }
    }
}

void fill_notes(struct base *b, const uts_run *run) {
    static const char *const levels[] = {"debug", "info", "warning", "error"};
    for (uint64_t i = 0; i < run->n_notes && !b->error; i++) {
        uts_run_note note = {0};
        if (!run->note(i, &note)) continue;
        base_row(b, b->put[PUT_NOTE]);
        base_int(b, (int64_t)i + 1);
        if (note.doc.n)
            base_text(b, note.doc.p, note.doc.n);
        else
            base_null(b);
        base_text(b, note.stage.p, note.stage.n);
        base_cstr(b, note.level >= UTS_LOG_DEBUG && note.level <= UTS_LOG_ERROR ? levels[note.level] : "");
        if (note.chars == UINT64_MAX)
            base_null(b);
        else
            base_int(b, (int64_t)note.chars);
        base_text(b, note.message.p, note.message.n);
        base_text(b, note.detail.p, note.detail.n);
        base_end_row(b);
    }
}
