/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "norm.h"

enum { CANCEL_EVERY = 1 << 16 };

static uts_status no_memory(struct norm_doc *doc) {
    return doc->stage->host->fail(doc->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory while normalising"));
}

static bool add_pending(struct norm_local *local, uint32_t token) {
    if (local->n_pending == local->room_pending) {
        uint32_t room = local->room_pending * 2 + 4096;
        uint32_t *pending = realloc(local->pending, room * sizeof *pending);
        if (!pending) return false;
        local->pending = pending;
        local->room_pending = room;
    }
    local->pending[local->n_pending++] = token;
    return true;
}

/* Asks the memo for every word and lists the tokens that something may have to be done to. */
static uts_status list_pending(struct norm_doc *doc) {
    struct norm_local *local = doc->local;
    bool failed = false;
    local->n_pending = 0;
    for (uint32_t i = 0; i < doc->token->rows; i++) {
        if (i % CANCEL_EVERY == 0 && doc->stage->host->cancelled(doc->job)) return UTS_E_CANCELLED;
        if (doc->kind[i] != UTS_TOKEN_WORD) continue;
        uint32_t *cell = uts_memo_at(&local->memo, doc->form[i]);
        if (*cell == ACTION_UNKNOWN) *cell = classify_form(doc, doc->form[i], doc->fold[i], &failed);
        if (*cell != ACTION_NONE && !add_pending(local, i)) failed = true;
        if (failed) return no_memory(doc);
    }
    return UTS_OK;
}

static bool propose(struct norm_doc *doc, uint32_t token, struct action *action, struct proposal *out) {
    switch (action->kind) {
    case ACTION_FIXED:
        *out = (struct proposal){token, token, action->norm, "project", "word-list", UTS_SAFETY_SAFE, 1.0};
        return true;
    case ACTION_RULES:
        return context_rules(doc, token, action, out);
    case ACTION_GENITIVE:
        return evidence_genitive(doc, token, action, out);
    case ACTION_APOSTROPHE:
        return evidence_apostrophe(doc, token, action, out);
    case ACTION_SPELLING:
        return evidence_spelling(doc, token, action, out);
    default:
        return false;
    }
}

/* The words of a span with single blanks; false when they are too long to have been decided about. */
static bool span_text(struct norm_doc *doc, const uts_sym *symbols, uint32_t first, uint32_t last, char *out,
                      size_t room, size_t *used) {
    *used = 0;
    for (uint32_t i = first; i <= last; i++) {
        uts_str s = doc->stage->host->spell(doc->job, symbols[i]);
        if (*used + s.n + 1 >= room) return false;
        if (i > first) out[(*used)++] = ' ';
        memcpy(out + *used, s.p, s.n);
        *used += s.n;
    }
    return true;
}

enum { DECIDED_BYTES = 600 };

/* What was decided about a span and a norm; @norm NULL: the norm that was turned on for it. */
static const struct decision *decision_on(struct norm_doc *doc, uint32_t first, uint32_t last, const char *norm) {
    char fold[DECIDED_BYTES], form[DECIDED_BYTES];
    struct change change = {.fold = fold, .form = form, .norm = norm, .doc = doc->id.p, .n_doc = doc->id.n};
    if (!span_text(doc, doc->fold, first, last, fold, sizeof fold, &change.n) ||
        !span_text(doc, doc->form, first, last, form, sizeof form, &change.n_form))
        return NULL;
    return project_decision(&doc->stage->project, &change);
}

/* Lets the decisions of the project turn a proposal on or off. */
static void decide(struct norm_doc *doc, struct proposal *p) {
    char norm[DECIDED_BYTES];
    uts_str s = doc->stage->host->spell(doc->job, p->norm);
    if (!doc->stage->project.n_decisions || s.n >= sizeof norm) return;
    memcpy(norm, s.p, s.n);
    norm[s.n] = 0;
    struct pool pool = {0};
    const char *folded = table_fold(&pool, norm);
    const struct decision *d = folded ? decision_on(doc, p->first, p->last, folded) : NULL;
    pool_free(&pool);
    if (!d) return;
    p->reason = "decision";
    p->safety = d->on ? UTS_SAFETY_SAFE : UTS_SAFETY_LOOK;
    if (d->on) p->confidence = 1.0;
}

/* A decision that turns on what no rule proposes here: another norm than the proposed, or any. */
static bool decided_anyway(struct norm_doc *doc, uint32_t token, struct proposal *out) {
    const struct decision *on = decision_on(doc, token, token, NULL);
    if (!on || decision_on(doc, token, token, on->norm) != on) return false;
    const char *written = on->written_norm;
    uts_sym norm = classify_cased(doc, doc->form[token], doc->fold[token], written, strlen(written));
    *out = (struct proposal){token, token, norm, "decision", "decision", UTS_SAFETY_SAFE, 1.0};
    return norm != 0;
}

static void put_proposal(struct norm_doc *doc, uts_rows *rows, uts_sym *dense, const struct proposal *p) {
    const uts_host *host = doc->stage->host;
    uts_cell cells[6] = {0};
    cells[UTS_NORM_TOKEN].u32 = p->first;
    cells[UTS_NORM_NORM].sym = p->norm;
    cells[UTS_NORM_REASON].sym = host->intern(doc->job, uts_cstr(p->reason));
    cells[UTS_NORM_RULE].sym = host->intern(doc->job, uts_cstr(p->rule));
    cells[UTS_NORM_SAFETY].u32 = p->safety;
    cells[UTS_NORM_CONFIDENCE].f64 = p->confidence;
    host->add(rows, doc->token->begin[p->first], doc->token->end[p->last], cells);
    if (p->safety == UTS_SAFETY_SAFE) dense[p->first] = p->norm;
}

static void put_pending(struct norm_doc *doc, uts_rows *rows, uts_sym *dense) {
    struct norm_local *local = doc->local;
    uint32_t done = 0; /* tokens before are part of a proposal already */
    for (uint32_t i = 0; i < local->n_pending; i++) {
        uint32_t token = local->pending[i];
        if (token < done) continue;
        const uint32_t *cell = uts_memo_at(&local->memo, doc->form[token]);
        struct action *action = &local->actions[*cell - ACTION_FIRST];
        struct proposal p;
        bool found = propose(doc, token, action, &p);
        if (found) decide(doc, &p);
        struct proposal other;
        if (action->decided && (!found || p.safety != UTS_SAFETY_SAFE) && decided_anyway(doc, token, &other)) {
            p = other;
            found = true;
        }
        if (!found || !p.norm || (p.first == p.last && p.norm == doc->form[token])) continue;
        put_proposal(doc, rows, dense, &p);
        done = p.last + 1;
    }
}

static bool open_doc(struct norm_doc *doc, const uts_doc *source) {
    const uts_host *host = doc->stage->host;
    struct norm_local *local = doc->local;
    doc->id = host->doc_id(source);
    local->n_documents++;
    doc->token = host->layer(source, "token");
    doc->form = doc->token->data[UTS_TOKEN_FORM];
    doc->fold = doc->token->data[UTS_TOKEN_FOLD];
    doc->kind = doc->token->data[UTS_TOKEN_KIND];
    doc->sentence = doc->token->data[UTS_TOKEN_SENTENCE];
    if (local->epoch != host->symbol_epoch(doc->job)) {
        local->n_actions = 0;
        pool_free(&local->pool);
        local->epoch = host->symbol_epoch(doc->job);
    }
    return uts_memo_begin(&local->memo, sizeof(uint32_t), host, doc->job) &&
           uts_memo_begin(&local->classes, sizeof(struct symbol_class), host, doc->job);
}

uts_status norm_annotate(void *stage, void *local, uts_job *job, const uts_doc *source) {
    struct norm_doc doc = {.stage = stage, .local = local, .job = job};
    const uts_host *host = doc.stage->host;
    if (!open_doc(&doc, source)) return no_memory(&doc);
    uts_status status = list_pending(&doc);
    if (status < 0) return status;
    if (!evidence_gather(&doc)) return no_memory(&doc);
    uts_rows *dense = host->open_layer(job, &uts_layer_token_norm), *sparse = host->open_layer(job, &uts_layer_norm);
    uts_room room;
    if (!host->reserve(dense, doc.token->rows, &room)) return no_memory(&doc);
    uts_sym *norm = room.data[UTS_TOKEN_NORM];
    memset(norm, 0, doc.token->rows * sizeof *norm);
    put_pending(&doc, sparse, norm);
    evidence_report(&doc);
    host->advance(dense, doc.token->rows);
    status = host->seal(dense);
    return status < 0 ? status : host->seal(sparse);
}
