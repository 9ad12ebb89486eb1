/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

enum { SLICE = 65536 }; /* tokens between two questions whether to stop */

struct json {
    const uts_host *host;
    const struct json_fragments *fragments;
    struct out *out;
    uts_job *job;
    const uts_doc *doc;
    uts_str text;
    const uts_layer *turn, *token, *hit;
    const uint32_t *kind, *token_turn, *token_zone, *token_sentence, *upos;
    const uts_sym *norm, *lemma, *parts;
    uint32_t turns, since_asked;
    /* Rows in order of their turn, those outside turns last: items of turn t are from start[t] to start[t + 1]. */
    uint32_t *tokens, *token_start, *hits, *hit_start;
};

static void put_string(struct out *o, const char *p, size_t n) {
    char *to = out_need(o, 6 * n + 2);
    if (to) o->n += json_string(to, p, n);
}

static void put_named(const struct json *j, const char *key, uts_str value) {
    out_puts(j->out, key);
    if (value.n)
        put_string(j->out, value.p, value.n);
    else
        out_puts(j->out, "null");
}

static uts_str spell(const struct json *j, uts_sym symbol) {
    return symbol ? j->host->spell(j->job, symbol) : uts_mkstr(NULL, 0);
}

static uts_str zone_name(uint32_t zone) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    return uts_cstr(zone < UTS_ZONE_COUNT_ ? zones[zone] : "");
}

static void put_places(const struct json *j, uint32_t begin, uint32_t end) {
    out_puts(j->out, "\"begin\":");
    out_u32(j->out, j->host->to_chars(j->doc, begin));
    out_puts(j->out, ",\"end\":");
    out_u32(j->out, j->host->to_chars(j->doc, end));
}

/* ---- sorting into turns ---- */

/* Row numbers 0 … n - 1 by their turn, in text order within it. @p of[at[i]], or of[i] without @p at, is a row's turn.
 */
static bool sort_rows(const struct json *j, const uint32_t *of, const uint32_t *at, uint32_t n, uint32_t **rows,
                      uint32_t **start) {
    uint32_t buckets = j->turns + 1; /* the last is outside */
    *rows = j->host->alloc(j->job, ((size_t)n + 1) * sizeof(uint32_t), 4);
    *start = j->host->alloc(j->job, ((size_t)buckets + 2) * sizeof(uint32_t), 4);
    if (!*rows || !*start) return false;
    uint32_t *next = *start + 1; /* next[t] counts up from the begin of t to its end, which is where t + 1 begins */
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = of[at ? at[i] : i];
        next[(t < j->turns ? t : j->turns) + 1]++;
    }
    for (uint32_t t = 1; t <= buckets; t++) next[t] += next[t - 1];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = of[at ? at[i] : i];
        (*rows)[next[t < j->turns ? t : j->turns]++] = i;
    }
    return true;
}

/* ---- items ---- */

static const char *kind_name(uint32_t kind) {
    static const char *const names[UTS_TOKEN_COUNT_] = UTS_TOKEN_KIND_NAMES;
    return kind < UTS_TOKEN_COUNT_ && names[kind] ? names[kind] : "";
}

static void put_token(const struct json *j, uint32_t i) {
    static const char *const upos[] = UTS_UPOS_NAMES;
    struct out *o = j->out;
    uint32_t begin = j->token->begin[i], end = j->token->end[i];
    out_puts(o, "{");
    put_places(j, begin, end);
    out_puts(o, ",\"form\":");
    put_string(o, j->text.p + begin, end - begin);
    out_puts(o, ",\"kind\":\"");
    out_puts(o, kind_name(j->kind[i]));
    out_puts(o, "\",\"zone\":\"");
    uts_str zone = zone_name(j->token_zone[i]);
    out_put(o, zone.p, zone.n);
    out_puts(o, "\",\"sentence\":");
    out_u32(o, j->token_sentence[i] + 1);
    if (j->norm && j->norm[i]) put_named(j, ",\"norm\":", spell(j, j->norm[i]));
    if (j->lemma && j->lemma[i]) put_named(j, ",\"lemma\":", spell(j, j->lemma[i]));
    if (j->upos && j->upos[i] < UTS_UPOS_COUNT_) put_named(j, ",\"upos\":", uts_cstr(upos[j->upos[i]]));
    if (j->parts && j->parts[i]) put_named(j, ",\"parts\":", spell(j, j->parts[i]));
    out_puts(o, "}");
}

static void put_hit(const struct json *j, uint32_t i) {
    const uint32_t *const *column = (const uint32_t *const *)j->hit->data;
    const struct json_fragments *f = j->fragments;
    struct out *o = j->out;
    uint32_t first = column[UTS_HIT_FIRST_TOKEN][i], excluded = column[UTS_HIT_EXCLUDED_BY][i];
    uts_str code = f->codes[column[UTS_HIT_CODE][i]], rule = f->rules[column[UTS_HIT_RULE][i]];
    out_puts(o, "{");
    out_put(o, code.p, code.n);
    out_puts(o, ",\"rule\":");
    out_put(o, rule.p, rule.n);
    out_puts(o, column[UTS_HIT_POLARITY][i] ? ",\"polarity\":\"negated\"" : ",\"polarity\":\"stated\"");
    out_puts(o, ",\"excluded_by\":");
    if (excluded == UTS_NO_ROW)
        out_puts(o, "null");
    else
        out_put(o, f->rules[excluded].p, f->rules[excluded].n);
    put_named(j, ",\"zone\":", zone_name(j->token_zone[first]));
    out_puts(o, ",");
    put_places(j, j->hit->begin[i], j->hit->end[i]);
    out_puts(o, ",\"text\":");
    put_string(o, j->text.p + j->hit->begin[i], j->hit->end[i] - j->hit->begin[i]);
    out_puts(o, "}");
}

/* "tokens" and "hits" of turn @p t, or of what is outside turns. False: the user stopped the run. */
static bool put_items(struct json *j, uint32_t t) {
    struct out *o = j->out;
    out_puts(o, "\"tokens\":[");
    for (uint32_t k = j->token_start[t]; k < j->token_start[t + 1]; k++) {
        out_puts(o, k > j->token_start[t] ? ",\n" : "\n");
        put_token(j, j->tokens[k]);
        if (++j->since_asked == SLICE) {
            j->since_asked = 0;
            if (j->host->cancelled(j->job)) return false;
        }
    }
    out_puts(o, "],\n\"hits\":[");
    for (uint32_t k = j->hit_start[t]; j->hit && k < j->hit_start[t + 1]; k++) {
        out_puts(o, k > j->hit_start[t] ? ",\n" : "\n");
        put_hit(j, j->hits[k]);
    }
    out_puts(o, "]");
    return true;
}

static void put_time(struct out *o, const char *key, int64_t ms) {
    out_puts(o, key);
    char digits[24];
    if (ms >= 0)
        snprintf(digits, sizeof digits, "%lld", (long long)ms);
    else
        snprintf(digits, sizeof digits, "null");
    out_puts(o, digits);
}

static void put_turn_head(const struct json *j, uint32_t i) {
    struct out *o = j->out;
    uint32_t flags = ((const uint32_t *)j->turn->data[UTS_TURN_FLAGS])[i];
    out_puts(o, "{\"n\":");
    out_u32(o, i + 1);
    put_named(j, ",\"speaker\":", spell(j, ((const uts_sym *)j->turn->data[UTS_TURN_SPEAKER])[i]));
    put_named(j, ",\"role\":", spell(j, ((const uts_sym *)j->turn->data[UTS_TURN_ROLE])[i]));
    put_named(j, ",\"zone\":", zone_name(((const uint32_t *)j->turn->data[UTS_TURN_ZONE])[i]));
    out_puts(o, flags & UTS_TURN_CANDIDATE ? ",\"candidate\":true" : ",\"candidate\":false");
    out_puts(o, flags & UTS_TURN_REPEATED ? ",\"repeated\":true" : ",\"repeated\":false");
    out_puts(o, flags & UTS_TURN_ANONYMOUS ? ",\"anonymous\":true" : ",\"anonymous\":false");
    put_time(o, ",\"start_ms\":", ((const int64_t *)j->turn->data[UTS_TURN_START_MS])[i]);
    put_time(o, ",\"end_ms\":", ((const int64_t *)j->turn->data[UTS_TURN_END_MS])[i]);
    out_puts(o, ",");
    put_places(j, j->turn->begin[i], j->turn->end[i]);
    out_puts(o, ",\n\"text\":");
    put_string(o, j->text.p + j->turn->begin[i], j->turn->end[i] - j->turn->begin[i]);
    out_puts(o, ",\n");
}

/* ---- the document ---- */

static bool take_layers(struct json *j) {
    const uts_layer *norm = j->host->layer(j->doc, "token.norm"), *lemma = j->host->layer(j->doc, "token.lemma");
    j->turn = j->host->layer(j->doc, "turn");
    j->token = j->host->layer(j->doc, "token");
    j->turns = j->turn ? j->turn->rows : 0;
    j->hit = j->token && j->fragments->codes ? j->host->layer(j->doc, "hit") : NULL;
    if (j->token) {
        j->kind = j->token->data[UTS_TOKEN_KIND];
        j->token_turn = j->token->data[UTS_TOKEN_TURN];
        j->token_zone = j->token->data[UTS_TOKEN_ZONE];
        j->token_sentence = j->token->data[UTS_TOKEN_SENTENCE];
    }
    if (norm) j->norm = norm->data[UTS_TOKEN_NORM];
    if (lemma) {
        j->upos = lemma->data[UTS_LEMMA_UPOS];
        j->lemma = lemma->data[UTS_LEMMA_LEMMA];
        j->parts = lemma->data[UTS_LEMMA_PARTS];
    }
    return sort_rows(j, j->token_turn, NULL, j->token ? j->token->rows : 0, &j->tokens, &j->token_start) &&
           sort_rows(j, j->token_turn, j->hit ? j->hit->data[UTS_HIT_FIRST_TOKEN] : NULL, j->hit ? j->hit->rows : 0,
                     &j->hits, &j->hit_start);
}

static void put_head(const struct json *j) {
    struct out *o = j->out;
    out_puts(o, "{\"format\":\"utsaga-document\",\"version\":1");
    put_named(j, ",\n\"document\":", j->host->doc_id(j->doc));
    put_named(j, ",\n\"source\":", j->host->doc_meta(j->doc, "source"));
    put_named(j, ",\n\"sha256\":", j->host->doc_meta(j->doc, "sha256"));
    out_puts(o, ",\n\"characters\":");
    out_u32(o, j->host->to_chars(j->doc, (uint32_t)j->text.n));
    out_puts(o, ",\n\"text\":");
    put_string(o, j->text.p, j->text.n);
    out_puts(o, ",\n\"turns\":[");
}

uts_status json_write(const uts_host *host, const struct json_fragments *fragments, struct out *out, uts_job *job,
                      const uts_doc *doc) {
    struct json j = {.host = host, .fragments = fragments, .out = out, .job = job, .doc = doc};
    j.text = host->doc_text(doc);
    if (!take_layers(&j)) return UTS_E_NOMEM;
    if (!out_open(out, job, "json", host->doc_id(doc), ".json")) return UTS_E_IO;
    put_head(&j);
    bool going = true;
    for (uint32_t i = 0; i < j.turns && going; i++) {
        out_puts(out, i ? ",\n" : "\n");
        put_turn_head(&j, i);
        going = put_items(&j, i);
        out_puts(out, "}");
    }
    out_puts(out, "],\n\"outside\":{");
    going = going && put_items(&j, j.turns);
    out_puts(out, "}}\n");
    uts_status status = out_close(out, job);
    return going ? status : UTS_E_CANCELLED;
}
