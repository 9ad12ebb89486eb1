/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vrt.h"

enum { SLICE = 65536 }; /* tokens between two questions whether to stop */

struct vrt {
    const uts_host *host;
    struct vrt_local *local;
    struct out *out;
    uts_job *job;
    const uts_doc *doc;
    uts_str text;
    const uts_layer *turn, *token, *hit;
    const uts_codebook *book;
    const uint32_t *token_turn, *token_zone, *token_sentence, *upos;
    const uts_sym *form, *fold, *norm, *lemma;
    uint32_t next_hit;
    bool open;                              /* inside <u> or <zone> */
    uint32_t turn_at, zone_at, sentence_at; /* what is open; sentence UTS_NO_ROW: none */
};

size_t vrt_escape(char *to, const char *p, size_t n) {
    char *start = to;
    for (size_t i = 0; i < n; i++) {
        const char *entity = p[i] == '&'   ? "&amp;"
                             : p[i] == '<' ? "&lt;"
                             : p[i] == '>' ? "&gt;"
                             : p[i] == '"' ? "&quot;"
                                           : NULL;
        if (entity) {
            size_t k = strlen(entity);
            memcpy(to, entity, k);
            to += k;
        } else {
            *to++ = p[i] >= '\t' && p[i] <= '\r' ? ' ' : p[i];
        }
    }
    return (size_t)(to - start);
}

size_t vrt_escape_code(char *to, const char *p, size_t n) {
    size_t k = vrt_escape(to, p, n);
    for (size_t i = 0; i < k; i++)
        if (to[i] == '|') to[i] = '_';
    return k;
}

static void put_escaped(struct out *o, const char *p, size_t n) {
    char *to = n ? out_need(o, 6 * n) : NULL;
    if (to) o->n += vrt_escape(to, p, n);
}

static void put_symbol(const struct vrt *v, uts_sym symbol) {
    uts_str s = v->host->spell(v->job, symbol);
    if (symbol) put_escaped(v->out, s.p, s.n);
}

/* ---- hits of a token ---- */

static bool remember(struct vrt_local *l, uint32_t hit) {
    if (l->n_active == l->active_room) {
        uint32_t room = l->active_room ? l->active_room * 2 : 64;
        uint32_t *active = realloc(l->active, room * sizeof *active);
        if (!active) return false;
        l->active = active;
        l->active_room = room;
    }
    l->active[l->n_active++] = hit;
    return true;
}

/* The hits that count and cover token @p i, by code. Hits are in text order. */
static void find_hits(struct vrt *v, uint32_t i) {
    const uint32_t *first = v->hit->data[UTS_HIT_FIRST_TOKEN], *last = v->hit->data[UTS_HIT_LAST_TOKEN],
                   *code = v->hit->data[UTS_HIT_CODE], *excluded = v->hit->data[UTS_HIT_EXCLUDED_BY];
    struct vrt_local *l = v->local;
    uint32_t kept = 0;
    for (uint32_t k = 0; k < l->n_active; k++)
        if (last[l->active[k]] >= i) l->active[kept++] = l->active[k];
    l->n_active = kept;
    for (; v->next_hit < v->hit->rows && first[v->next_hit] <= i; v->next_hit++)
        if (excluded[v->next_hit] == UTS_NO_ROW && last[v->next_hit] >= i && !remember(l, v->next_hit))
            v->out->failed = true;
    for (uint32_t k = 1; k < l->n_active; k++)
        for (uint32_t j = k; j > 0 && code[l->active[j - 1]] > code[l->active[j]]; j--) {
            uint32_t swap = l->active[j];
            l->active[j] = l->active[j - 1];
            l->active[j - 1] = swap;
        }
}

/* |1.1|2| as CWB writes sets; | is the empty one. */
static void put_codes(struct vrt *v, uint32_t i) {
    out_puts(v->out, "|");
    if (!v->hit) return;
    find_hits(v, i);
    const uint32_t *code = v->hit->data[UTS_HIT_CODE];
    uint32_t before = UINT32_MAX;
    for (uint32_t k = 0; k < v->local->n_active; k++) {
        uint32_t c = code[v->local->active[k]];
        if (c == before) continue;
        before = c;
        const char *id = v->book->codes[c]->id;
        char *to = out_need(v->out, 6 * strlen(id) + 1);
        if (!to) return;
        size_t n = vrt_escape_code(to, id, strlen(id));
        to[n] = '|';
        v->out->n += n + 1;
    }
}

/* ---- lines ---- */

static void put_attribute(const struct vrt *v, const char *name, uts_str value) {
    out_puts(v->out, " ");
    out_puts(v->out, name);
    out_puts(v->out, "=\"");
    put_escaped(v->out, value.p, value.n);
    out_puts(v->out, "\"");
}

static uts_str spell(const struct vrt *v, uts_sym symbol) {
    return symbol ? v->host->spell(v->job, symbol) : uts_mkstr("", 0);
}

static void close_sentence(struct vrt *v) {
    if (v->sentence_at != UTS_NO_ROW) out_puts(v->out, "</s>\n");
    v->sentence_at = UTS_NO_ROW;
}

static void close_unit(struct vrt *v) {
    close_sentence(v);
    if (v->open) out_puts(v->out, v->turn_at != UTS_NO_ROW ? "</u>\n" : "</zone>\n");
    v->open = false;
}

static void open_unit(struct vrt *v, uint32_t turn, uint32_t zone) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    uts_str name = uts_cstr(zone < UTS_ZONE_COUNT_ ? zones[zone] : "");
    v->open = true;
    v->turn_at = turn;
    v->zone_at = zone;
    if (turn == UTS_NO_ROW) {
        out_puts(v->out, "<zone");
        put_attribute(v, "type", name);
    } else {
        out_puts(v->out, "<u n=\"");
        out_u32(v->out, turn + 1);
        out_puts(v->out, "\"");
        put_attribute(v, "who", spell(v, ((const uts_sym *)v->turn->data[UTS_TURN_SPEAKER])[turn]));
        put_attribute(v, "role", spell(v, ((const uts_sym *)v->turn->data[UTS_TURN_ROLE])[turn]));
        put_attribute(v, "zone", name);
    }
    out_puts(v->out, ">\n");
}

static void put_token(struct vrt *v, uint32_t i) {
    static const char *const upos[] = UTS_UPOS_NAMES;
    const uts_layer *token = v->token;
    put_escaped(v->out, v->text.p + token->begin[i], token->end[i] - token->begin[i]);
    out_puts(v->out, "\t");
    out_puts(v->out, v->upos && v->upos[i] < UTS_UPOS_COUNT_ ? upos[v->upos[i]] : "_");
    out_puts(v->out, "\t");
    put_symbol(v, v->lemma && v->lemma[i] ? v->lemma[i] : v->form[i]);
    out_puts(v->out, "\t");
    put_symbol(v, v->norm && v->norm[i] ? v->norm[i] : v->fold[i] ? v->fold[i] : v->form[i]);
    out_puts(v->out, "\t");
    put_codes(v, i);
    out_puts(v->out, "\n");
}

static void put_line(struct vrt *v, uint32_t i) {
    uint32_t turn = v->turn ? v->token_turn[i] : UTS_NO_ROW, zone = v->token_zone[i];
    if (!v->open || turn != v->turn_at || zone != v->zone_at) {
        close_unit(v);
        open_unit(v, turn, zone);
    }
    if (v->token_sentence[i] != v->sentence_at) {
        close_sentence(v);
        out_puts(v->out, "<s>\n");
        v->sentence_at = v->token_sentence[i];
    } else if (i && v->token->end[i - 1] == v->token->begin[i]) {
        out_puts(v->out, "<g/>\n");
    }
    put_token(v, i);
}

static void take_layers(struct vrt *v) {
    v->turn = v->host->layer(v->doc, "turn");
    v->token = v->host->layer(v->doc, "token");
    if (!v->token) return;
    const uts_layer *norm = v->host->layer(v->doc, "token.norm"), *lemma = v->host->layer(v->doc, "token.lemma");
    v->book = v->host->extension(UTS_EXT_CODEBOOK);
    v->hit = v->book ? v->host->layer(v->doc, "hit") : NULL;
    v->form = v->token->data[UTS_TOKEN_FORM];
    v->fold = v->token->data[UTS_TOKEN_FOLD];
    v->token_turn = v->token->data[UTS_TOKEN_TURN];
    v->token_zone = v->token->data[UTS_TOKEN_ZONE];
    v->token_sentence = v->token->data[UTS_TOKEN_SENTENCE];
    if (norm) v->norm = norm->data[UTS_TOKEN_NORM];
    if (lemma) v->lemma = lemma->data[UTS_LEMMA_LEMMA];
    if (lemma) v->upos = lemma->data[UTS_LEMMA_UPOS];
}

uts_status vrt_write(const uts_host *host, struct vrt_local *local, int64_t zones, uts_job *job, const uts_doc *doc) {
    struct vrt v = {
        .host = host, .local = local, .out = &local->out, .job = job, .doc = doc, .sentence_at = UTS_NO_ROW};
    v.text = host->doc_text(doc);
    take_layers(&v);
    local->n_active = 0;
    if (!out_open(v.out, job, "vrt", host->doc_id(doc), ".vrt")) return UTS_E_IO;
    out_puts(v.out, "<text");
    put_attribute(&v, "id", host->doc_id(doc));
    put_attribute(&v, "source", host->doc_meta(doc, "source"));
    out_puts(v.out, ">\n");
    for (uint32_t i = 0; v.token && i < v.token->rows; i++) {
        if (zones == VRT_ALL || (v.turn && v.token_turn[i] != UTS_NO_ROW)) put_line(&v, i);
        if (i % SLICE == 0 && host->cancelled(job)) {
            out_close(v.out, job);
            return UTS_E_CANCELLED;
        }
    }
    close_unit(&v);
    out_puts(v.out, "</text>\n");
    return out_close(v.out, job);
}
