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
    case ACTION_RULES: return context_rules(doc, token, action, out);
    case ACTION_GENITIVE: return evidence_genitive(doc, token, action, out);
    case ACTION_APOSTROPHE: return evidence_apostrophe(doc, token, action, out);
    case ACTION_SPELLING: return evidence_spelling(doc, token, action, out);
    default: return false;
    }
}

/* The folded words of a span, with single blanks; false when they are too long to have been decided about. */
static bool span_text(struct norm_doc *doc, uint32_t first, uint32_t last, char *out, size_t room, size_t *used) {
    *used = 0;
    for (uint32_t i = first; i <= last; i++) {
        uts_str s = doc->stage->host->spell(doc->job, doc->fold[i]);
        if (*used + s.n + 1 >= room) return false;
        if (i > first) out[(*used)++] = ' ';
        memcpy(out + *used, s.p, s.n);
        *used += s.n;
    }
    return true;
}

/* Lets the decisions of the project turn a proposal on or off. */
static void decide(struct norm_doc *doc, struct proposal *p) {
    const struct project *project = &doc->stage->project;
    char text[600], norm[600];
    size_t n;
    if (!project->n_decisions || !span_text(doc, p->first, p->last, text, sizeof text, &n)) return;
    uts_str s = doc->stage->host->spell(doc->job, p->norm);
    if (s.n >= sizeof norm) return;
    memcpy(norm, s.p, s.n);
    norm[s.n] = 0;
    struct pool pool = {0};
    const char *folded = table_fold(&pool, norm);
    const struct decision *d =
        folded ? project_decision(project, text, n, folded, doc->id.p, doc->id.n) : NULL;
    pool_free(&pool);
    if (!d) return;
    p->reason = "decision";
    p->safety = d->on ? UTS_SAFETY_SAFE : UTS_SAFETY_LOOK;
    if (d->on) p->confidence = 1.0;
}

/* A decision that turns on what no rule proposes here. */
static bool decided_anyway(struct norm_doc *doc, uint32_t token, struct proposal *out) {
    const struct project *project = &doc->stage->project;
    uts_str s = doc->stage->host->spell(doc->job, doc->fold[token]);
    const struct decision *found = NULL;
    for (uint32_t i = map_get(&project->decided, s.p, s.n); i != MAP_ABSENT; i = project->decisions[i].next) {
        const struct decision *d = &project->decisions[i];
        bool here = uts_str_eq(uts_cstr(d->doc), doc->id);
        if (here || (!*d->doc && !found)) found = project_decision(project, s.p, s.n, d->norm, doc->id.p, doc->id.n);
        if (here) break;
    }
    if (!found || !found->on) return false;
    uts_sym norm = classify_cased(doc, doc->form[token], doc->fold[token], found->written, strlen(found->written));
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
        if (found && p.norm != doc->form[token]) {
            decide(doc, &p);
        } else {
            found = action->decided && decided_anyway(doc, token, &p);
        }
        if (!found || !p.norm) continue;
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
