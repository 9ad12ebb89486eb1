/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conllu.h"

enum { SLICE = 65536 }; /* tokens between two questions whether to stop */

struct conllu {
    const uts_host *host;
    struct out *out;
    uts_job *job;
    const uts_doc *doc;
    uts_str text, id;
    const uts_layer *turn, *token;
    const uint32_t *token_turn, *token_zone, *token_sentence, *upos;
    const uts_sym *norm, *lemma;
};

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Text on one line: white space of any length is one blank. In MISC, where a bar parts the items, it is \p. */
static void put_flat(struct out *o, const char *p, size_t n, bool misc) {
    char *to = n ? out_need(o, 2 * n) : NULL, *start = to;
    if (!to) return;
    for (size_t i = 0; i < n; i++) {
        if (is_space(p[i])) {
            if (i == 0 || !is_space(p[i - 1])) *to++ = ' ';
        } else if (misc && p[i] == '|') {
            *to++ = '\\';
            *to++ = 'p';
        } else {
            *to++ = p[i];
        }
    }
    o->n += (size_t)(to - start);
}

static void put_symbol(const struct conllu *c, uts_sym symbol, bool misc) {
    uts_str s = symbol ? c->host->spell(c->job, symbol) : uts_mkstr("_", 1);
    put_flat(c->out, s.p, s.n, misc);
}

static void put_comment(const struct conllu *c, const char *name, uts_str value) {
    if (!value.n) return;
    out_puts(c->out, "# ");
    out_puts(c->out, name);
    out_puts(c->out, " = ");
    put_flat(c->out, value.p, value.n, false);
    out_puts(c->out, "\n");
}

/* Whether white space follows token @p i; the end of the document counts as such. */
static bool space_after(const struct conllu *c, uint32_t i) {
    return i + 1 == c->token->rows || c->token->begin[i + 1] > c->token->end[i];
}

/* The text is made of the forms, so that it is what a reader of the columns puts together. */
static void put_text(const struct conllu *c, uint32_t i) {
    const uts_layer *token = c->token;
    out_puts(c->out, "# text = ");
    for (uint32_t s = c->token_sentence[i]; i < token->rows && c->token_sentence[i] == s; i++) {
        put_flat(c->out, c->text.p + token->begin[i], token->end[i] - token->begin[i], false);
        bool last = i + 1 == token->rows || c->token_sentence[i + 1] != s;
        if (!last && space_after(c, i)) out_puts(c->out, " ");
    }
    out_puts(c->out, "\n");
}

static void open_sentence(const struct conllu *c, uint32_t i) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    uint32_t turn = c->turn ? c->token_turn[i] : UTS_NO_ROW, zone = c->token_zone[i];
    out_puts(c->out, "# sent_id = ");
    put_flat(c->out, c->id.p, c->id.n, false);
    out_puts(c->out, "-s");
    out_u32(c->out, c->token_sentence[i] + 1);
    out_puts(c->out, "\n");
    if (turn != UTS_NO_ROW) {
        uts_sym speaker = ((const uts_sym *)c->turn->data[UTS_TURN_SPEAKER])[turn];
        uts_sym role = ((const uts_sym *)c->turn->data[UTS_TURN_ROLE])[turn];
        out_puts(c->out, "# turn = ");
        out_u32(c->out, turn + 1);
        out_puts(c->out, "\n");
        if (speaker) put_comment(c, "speaker", c->host->spell(c->job, speaker));
        if (role) put_comment(c, "role", c->host->spell(c->job, role));
    }
    put_comment(c, "zone", uts_cstr(zone < UTS_ZONE_COUNT_ ? zones[zone] : ""));
    put_text(c, i);
}

static void put_token(const struct conllu *c, uint32_t i, uint32_t number) {
    static const char *const upos[] = UTS_UPOS_NAMES;
    struct out *o = c->out;
    out_u32(o, number);
    out_puts(o, "\t");
    put_flat(o, c->text.p + c->token->begin[i], c->token->end[i] - c->token->begin[i], false);
    out_puts(o, "\t");
    put_symbol(c, c->lemma ? c->lemma[i] : 0, false);
    out_puts(o, "\t");
    out_puts(o, c->upos && c->upos[i] < UTS_UPOS_COUNT_ ? upos[c->upos[i]] : "_");
    out_puts(o, "\t_\t_\t_\t_\t_\t");
    uts_sym norm = c->norm ? c->norm[i] : 0;
    bool space = space_after(c, i);
    if (!space) out_puts(o, norm ? "SpaceAfter=No|" : "SpaceAfter=No");
    if (norm) {
        out_puts(o, "Norm=");
        put_symbol(c, norm, true);
    } else if (space) {
        out_puts(o, "_");
    }
    out_puts(o, "\n");
}

static void take_layers(struct conllu *c) {
    const uts_layer *norm = c->host->layer(c->doc, "token.norm"), *lemma = c->host->layer(c->doc, "token.lemma");
    c->turn = c->host->layer(c->doc, "turn");
    c->token = c->host->layer(c->doc, "token");
    if (!c->token) return;
    c->token_turn = c->token->data[UTS_TOKEN_TURN];
    c->token_zone = c->token->data[UTS_TOKEN_ZONE];
    c->token_sentence = c->token->data[UTS_TOKEN_SENTENCE];
    if (norm) c->norm = norm->data[UTS_TOKEN_NORM];
    if (lemma) c->lemma = lemma->data[UTS_LEMMA_LEMMA];
    if (lemma) c->upos = lemma->data[UTS_LEMMA_UPOS];
}

uts_status conllu_write(const uts_host *host, struct out *out, uts_job *job, const uts_doc *doc) {
    struct conllu c = {.host = host, .out = out, .job = job, .doc = doc};
    c.text = host->doc_text(doc);
    c.id = host->doc_id(doc);
    take_layers(&c);
    if (!out_open(out, job, "conllu", c.id, ".conllu")) return UTS_E_IO;
    put_comment(&c, "newdoc id", c.id);
    uint32_t open = UTS_NO_ROW, number = 0;
    for (uint32_t i = 0; c.token && i < c.token->rows; i++) {
        if (c.token_sentence[i] != open) {
            if (open != UTS_NO_ROW) out_puts(out, "\n");
            open = c.token_sentence[i];
            number = 0;
            open_sentence(&c, i);
        }
        put_token(&c, i, ++number);
        if (i % SLICE == 0 && host->cancelled(job)) {
            out_close(out, job);
            return UTS_E_CANCELLED;
        }
    }
    if (open != UTS_NO_ROW) out_puts(out, "\n");
    return out_close(out, job);
}
