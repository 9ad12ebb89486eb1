/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and signs, and the marks among them. Most are copied as they stand in the worker's memory of words. */
#include "tei.h"

/* Kinds of token that are more than a word or sign. */
#define SPECIAL_KINDS                                                                                                  \
    (1u << UTS_TOKEN_PAUSE | 1u << UTS_TOKEN_OMITTED | 1u << UTS_TOKEN_EVENT | 1u << UTS_TOKEN_NOTE_REF)

static void put_gap(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (end == begin + 1 && d->text.p[begin] == ' ') {
        *tei_need(d->out, 1) = ' ';
        d->out->n++;
    } else {
        tei_put_raw(d, begin, end);
    }
}

/* The event that starts at @p begin and ends at @p end; UTS_NO_ROW: none. */
static uint32_t event_at(struct tei_doc *d, uint32_t begin, uint32_t end) {
    const uts_layer *event = d->event;
    if (!event) return UTS_NO_ROW;
    while (d->next_event < event->rows && event->begin[d->next_event] < begin) d->next_event++;
    for (uint32_t i = d->next_event; i < event->rows && event->begin[i] == begin; i++)
        if (event->end[i] == end) return i;
    return UTS_NO_ROW;
}

/* Which hits cover token @p i; and where the next token that needs such a look is. */
static void update_active(struct tei_doc *d, uint32_t i) {
    uint32_t *active = d->active, kept = 0;
    for (uint32_t k = 0; k < d->n_active; k++)
        if (d->hit_last[active[k]] >= i) active[kept++] = active[k];
    d->n_active = kept;
    while (d->hit && d->next_hit < d->hit->rows && d->hit_first[d->next_hit] <= i) {
        if (d->hit_last[d->next_hit] >= i) active[d->n_active++] = d->next_hit;
        d->next_hit++;
    }
    while (d->next_unclear < d->n_unclear && d->unclear[d->next_unclear] < i) d->next_unclear++;
    uint32_t next = d->hit && d->next_hit < d->hit->rows ? d->hit_first[d->next_hit] : UTS_NO_ROW;
    if (d->next_unclear < d->n_unclear && d->unclear[d->next_unclear] > i && d->unclear[d->next_unclear] < next)
        next = d->unclear[d->next_unclear];
    if (d->next_unclear + 1 < d->n_unclear && d->unclear[d->next_unclear] == i &&
        d->unclear[d->next_unclear + 1] < next)
        next = d->unclear[d->next_unclear + 1];
    d->next_special = d->n_active || d->stage->conf->ids == TEI_IDS_ALWAYS ? i + 1 : next;
}

/* The codes of the hits over a token, each once. */
static void put_ana(struct tei_doc *d) {
    const uint32_t *active = d->active;
    bool any = false;
    for (uint32_t k = 0; k < d->n_active; k++) {
        uint32_t code = d->hit_code[active[k]];
        if (d->hit_excluded[active[k]] != UTS_NO_ROW || code >= d->stage->codebook->n_codes) continue;
        bool again = false;
        for (uint32_t j = 0; j < k && !again; j++)
            again = d->hit_code[active[j]] == code && d->hit_excluded[active[j]] == UTS_NO_ROW;
        if (again) continue;
        tei_puts(d->out, any ? " #" : " ana=\"#");
        tei_puts(d->out, d->stage->code_id[code]);
        any = true;
    }
    if (any) TEI_LIT(d->out, "\"");
}

/* An xml:id where a span ends or starts, or everywhere when the user wants that. */
static void put_token_id(struct tei_doc *d, uint32_t i) {
    bool wanted = d->stage->conf->ids == TEI_IDS_ALWAYS;
    for (uint32_t k = 0; k < d->n_active; k++) {
        uint32_t hit = d->active[k];
        if (d->hit_first[hit] == i) d->hit_seen[hit] |= TEI_FIRST_SEEN;
        if (d->hit_last[hit] == i) d->hit_seen[hit] |= TEI_LAST_SEEN;
        wanted = wanted || d->hit_first[hit] == i || d->hit_last[hit] == i;
    }
    if (!wanted) return;
    TEI_LIT(d->out, " xml:id=\"");
    tei_puts(d->out, d->prefix);
    TEI_LIT(d->out, "w");
    tei_put_u32(d->out, i + 1);
    TEI_LIT(d->out, "\"");
}

/* Where the columns of token @p i lie together; those of layers that are not there count as 0. */
struct columns {
    const uint32_t *form, *kind, *lemma, *norm, *upos;
    uint32_t lemma_mask, norm_mask, upos_mask;
};

static struct columns columns_of(const struct tei_doc *d) {
    return (struct columns){.form = d->form,
                            .kind = d->token_kind,
                            .lemma = d->token_lemma ? d->token_lemma : d->form,
                            .norm = d->token_norm ? d->token_norm : d->form,
                            .upos = d->token_upos ? d->token_upos : d->form,
                            .lemma_mask = d->token_lemma ? UINT32_MAX : 0,
                            .norm_mask = d->token_norm ? UINT32_MAX : 0,
                            .upos_mask = d->token_upos ? UINT32_MAX : 0};
}

/* The memory's cell with the reading of token @p i in it; NULL: out of memory. */
static inline const struct tei_reading *reading(struct tei_words *words, const struct columns *c, uint32_t i) {
    uint32_t lemma = c->lemma[i] & c->lemma_mask, norm = c->norm[i] & c->norm_mask;
    uint16_t key = TEI_KEY(c->upos[i] & c->upos_mask, c->kind[i]);
    const struct tei_reading *r = tei_reading_at(words, c->form[i]);
    if (tei_reading_is(r, lemma, norm, key)) return r;
    return tei_reading_want(words, c->form[i], lemma, norm, key) ? r : NULL;
}

static bool joined(const struct tei_doc *d, uint32_t i) {
    return i + 1 < d->token->rows && d->token->begin[i + 1] == d->token->end[i];
}

/* A token with an identifier or codes, in doubt, or an event; or a very long one. */
static void put_special(struct tei_doc *d, uint32_t i) {
    uint32_t kind = d->token_kind[i], begin = d->token->begin[i], end = d->token->end[i];
    if (i >= d->next_special) update_active(d, i);
    if (SPECIAL_KINDS >> kind & 1) {
        static const uint32_t event_of[UTS_TOKEN_COUNT_] = {[UTS_TOKEN_PAUSE] = UTS_EVENT_PAUSE,
                                                            [UTS_TOKEN_OMITTED] = UTS_EVENT_OMITTED,
                                                            [UTS_TOKEN_EVENT] = UTS_EVENT_COMMENT,
                                                            [UTS_TOKEN_NOTE_REF] = UTS_EVENT_NOTE_REF};
        uint32_t row = event_at(d, begin, end);
        const uint32_t *kinds = d->event ? d->event->data[UTS_EVENT_KIND] : NULL;
        const int64_t *durations = d->event ? d->event->data[UTS_EVENT_DURATION_MS] : NULL;
        bool marked = row != UTS_NO_ROW;
        tei_put_event(d, marked ? kinds[row] : event_of[kind], marked ? durations[row] : -1, marked, begin, end);
        return;
    }
    bool doubt = d->next_unclear < d->n_unclear && d->unclear[d->next_unclear] == i;
    struct tei_words *words = &d->local->words;
    const struct columns columns = columns_of(d);
    const struct tei_reading *r = reading(words, &columns, i);
    if (!r) return;
    const struct tei_record *record = tei_record_of(words, r->tail);
    d->out->replaced += record->replaced;
    if (doubt) TEI_LIT(d->out, "<unclear>");
    tei_puts(d->out, UTS_TOKEN_IS_WORD(kind) ? "<w" : "<pc");
    put_token_id(d, i);
    put_ana(d);
    if (joined(d, i)) TEI_LIT(d->out, " join=\"right\"");
    tei_put(d->out, words->tails + r->tail, record->length);
    if (doubt) TEI_LIT(d->out, "</unclear>");
}

#define AHEAD 16u /* tokens between a cell's prefetch and its use */
#define MOVE  64u /* bytes of a word that are moved at once */

static inline void look_ahead(const struct tei_words *words, const struct columns *c, uint32_t i) {
    __builtin_prefetch(tei_reading_at(words, c->form[i + AHEAD]));
    __builtin_prefetch(words->tails + tei_reading_at(words, c->form[i + AHEAD / 2])->tail);
}

/* Some bit set when one of the eight bytes may need an escape: a control character, & < > or the lead of U+FFFE. */
static inline uint64_t suspicious(const char *p) {
    const uint64_t ones = UINT64_MAX / 255, tops = ones << 7;
    uint64_t w;
    memcpy(&w, p, 8);
    uint64_t amp = w ^ ones * '&', angle = (w | ones * 2) ^ ones * '>', lead = w ^ ones * 0xEF;
    return ((w - ones * 0x20) & ~w & tops) | ((amp - ones) & ~amp & tops) | ((angle - ones) & ~angle & tops) |
           ((lead - ones) & ~lead & tops);
}

/* Finds the next character from byte @p from that may not be written as it stands. */
static void find_escape(struct tei_doc *d, uint32_t from) {
    uint32_t n = (uint32_t)d->text.n, at = from;
    for (; at < n; at += 8) { /* behind the text stand zeros */
        if (!suspicious(d->text.p + at)) continue;
        for (uint32_t k = at; k < at + 8; k++) {
            if (!tei_may_escape((unsigned char)d->text.p[k])) continue;
            d->next_escape = k < n ? k : n;
            return;
        }
    }
    d->next_escape = n;
}

/* Indexed by is_word + 2 * joined. */
static const char heads[4][16] = {"<pc", "<w", "<pc join=\"right\"", "<w join=\"right\""};
static const unsigned char head_lengths[4] = {3, 2, 16, 15};

/* Up to the end of its room the buffer has TEI_OUT_SLACK bytes more, which is enough for the blank before one token,
 * its head and its tail: both kinds of run look only for the end of the room. */
struct run {
    uint32_t stop; /* the next token that needs a closer look */
    uint32_t end;  /* the stretch ends here */
    uint32_t at;   /* written up to here */
};

/* True when token @p i belongs to the run: with nothing or one blank before it, and none of @p kinds. */
static inline bool goes_on(const struct tei_doc *d, const struct run *run, uint32_t i, uint32_t kinds) {
    if (i >= run->stop || d->token->begin[i] >= run->end || d->token->end[i] > run->end) return false;
    uint32_t gap = d->token->begin[i] - run->at;
    return !(kinds >> d->token_kind[i] & 1) && gap <= 1 && (!gap || d->text.p[run->at] == ' ');
}

static inline char *put_head(char *to, const struct tei_doc *d, uint32_t i) {
    unsigned which = UTS_TOKEN_IS_WORD(d->token_kind[i]) + 2u * joined(d, i);
    memcpy(to, heads[which], 16);
    return to + head_lengths[which];
}

/* The common case, in moves of a fixed size. From token @p i; returns the first one that is something else. */
static uint32_t put_readings(struct tei_doc *d, uint32_t i, struct run *run) {
    struct tei_words *words = &d->local->words;
    const struct columns columns = columns_of(d);
    char *to = d->out->p + d->out->n, *full = d->out->p + d->out->room;
    for (; to <= full && goes_on(d, run, i, SPECIAL_KINDS); i++) {
        if (i + AHEAD < d->token->rows) look_ahead(words, &columns, i);
        const struct tei_reading *r = reading(words, &columns, i);
        if (!r || r->length > MOVE) break;
        *to = ' ';
        to = put_head(to + (d->token->begin[i] - run->at), d, i);
        memcpy(to, words->tails + r->tail, MOVE);
        to += r->length;
        run->at = d->token->end[i];
    }
    d->out->n = (size_t)(to - d->out->p);
    return i;
}

/* The same where a word is nothing but its form: that stands in the text, and is read in its order. */
static uint32_t put_forms(struct tei_doc *d, uint32_t i, struct run *run) {
    char *to = d->out->p + d->out->n, *full = d->out->p + d->out->room;
    for (; to <= full && goes_on(d, run, i, SPECIAL_KINDS | 1u << UTS_TOKEN_ANONYMISED); i++) {
        uint32_t begin = d->token->begin[i], end = d->token->end[i], n = end - begin;
        if (n > MOVE || end > d->next_escape) break;
        *to = ' ';
        to = put_head(to + (begin - run->at), d, i);
        *to = '>';
        memcpy(to + 1, d->text.p + begin, 16);
        if (n > 16) memcpy(to + 17, d->text.p + begin + 16, MOVE - 16);
        memcpy(to + 1 + n, UTS_TOKEN_IS_WORD(d->token_kind[i]) ? "</w>" : "</pc>", 5);
        to += 1 + n + (UTS_TOKEN_IS_WORD(d->token_kind[i]) ? 4 : 5);
        run->at = end;
    }
    d->out->n = (size_t)(to - d->out->p);
    return i;
}

void tei_put_tokens(struct tei_doc *d, uint32_t begin, uint32_t end) {
    const uts_layer *token = d->token;
    uint32_t rows = token->rows, i = d->next_token;
    bool forms = !d->lemma && !d->norm;
    struct run run = {.end = end, .at = begin};
    while (i < rows && token->begin[i] < begin) i++;
    for (;; i++) {
        run.stop = d->next_special < rows ? d->next_special : rows;
        if (forms && run.at >= d->next_escape) find_escape(d, run.at);
        i = forms ? put_forms(d, i, &run) : put_readings(d, i, &run);
        if (i == rows || token->begin[i] >= end || token->end[i] > end) break;
        put_gap(d, run.at, token->begin[i]);
        put_special(d, i);
        run.at = token->end[i];
    }
    put_gap(d, run.at, end);
    d->next_token = i;
}

bool tei_find_unclear(struct tei_doc *d) {
    const uts_layer *event = d->event;
    if (!event || !d->token) return true;
    const uint32_t *kinds = event->data[UTS_EVENT_KIND];
    uint32_t n = 0;
    for (uint32_t i = 0; i < event->rows; i++) n += kinds[i] == UTS_EVENT_UNCLEAR;
    if (!n) return true;
    d->unclear = d->host->alloc(d->job, n * sizeof *d->unclear, 4);
    if (!d->unclear) return false;
    for (uint32_t i = 0; i < event->rows; i++) {
        if (kinds[i] != UTS_EVENT_UNCLEAR) continue;
        uint32_t token = uts_row_from(d->token, event->begin[i]);
        if (token == 0 || !UTS_TOKEN_IS_WORD(d->token_kind[token - 1])) continue;
        if (d->n_unclear && d->unclear[d->n_unclear - 1] == token - 1) continue;
        d->unclear[d->n_unclear++] = token - 1;
    }
    return true;
}
