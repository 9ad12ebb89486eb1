/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text inside a paragraph: sentences, tokens, events. Every character of the stretch comes out, in order. */
#include "tei.h"

#define AHEAD 12u /* tokens between a cell's prefetch and its use */

/* Kinds of token that are more than a word or sign. */
#define SPECIAL_KINDS                                                                                                  \
    (1u << UTS_TOKEN_PAUSE | 1u << UTS_TOKEN_OMITTED | 1u << UTS_TOKEN_EVENT | 1u << UTS_TOKEN_NOTE_REF)

void tei_put_raw(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (begin < end) tei_text(d->out, d->text.p + begin, end - begin);
}

static void put_gap(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (end == begin + 1 && d->text.p[begin] == ' ') {
        *tei_need(d->out, 1) = ' ';
        d->out->n++;
    } else {
        tei_put_raw(d, begin, end);
    }
}

/* ---- marks of the transcriber ---- */

/* The signs of U+2000 to U+206F, such as the ellipsis, are no letters. */
static bool has_letter_or_digit(const char *p, uint32_t n) {
    for (uint32_t i = 0, length; i < n; i += length) {
        uint32_t c = uts_utf8_at(p + i, &length);
        if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= 0xC0 && (c < 0x2000 || c > 0x206F)))
            return true;
    }
    return false;
}

static void put_duration(struct tei_doc *d, int64_t ms) {
    if (ms < 0) return;
    TEI_LIT(d->out, " dur=\"PT");
    tei_put_seconds(d->out, ms);
    TEI_LIT(d->out, "S\"");
}

static void put_in(struct tei_doc *d, const char *element, const char *attributes, int64_t ms, bool desc,
                   uint32_t begin, uint32_t end) {
    TEI_LIT(d->out, "<");
    tei_puts(d->out, element);
    tei_puts(d->out, attributes);
    put_duration(d, ms);
    tei_puts(d->out, desc ? "><desc>" : ">");
    tei_put_raw(d, begin, end);
    tei_puts(d->out, desc ? "</desc></" : "</");
    tei_puts(d->out, element);
    TEI_LIT(d->out, ">");
}

/* pause is empty in TEI, so the mark itself stands after it: as pc when it is a sign such as "...", else as note.
 * Nobody pauses outside speech: the dots of a table of contents are signs only. @p marked: the transcriber's mark, not
 * dots that only the tokens take for a pause. */
static void put_pause(struct tei_doc *d, int64_t ms, bool marked, uint32_t begin, uint32_t end) {
    if (d->in_u) {
        TEI_LIT(d->out, "<pause");
        put_duration(d, ms);
        TEI_LIT(d->out, "/>");
    }
    if (has_letter_or_digit(d->text.p + begin, end - begin))
        put_in(d, "note", " type=\"pause\"", -1, false, begin, end);
    else
        put_in(d, "pc", marked ? " type=\"pause\"" : "", -1, false, begin, end);
}

/* A reference to a footnote points at it when exactly one has the number. In a footnote it is the note's own number. */
static void put_note_ref(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (d->in_note) {
        tei_put_raw(d, begin, end);
        return;
    }
    uint32_t number = tei_number_in(d, begin, end), found = 0, times = 0;
    for (uint32_t i = 0; i < d->n_notes && number; i++) {
        if (d->note_number[i] != number) continue;
        found = i + 1;
        times++;
    }
    TEI_LIT(d->out, "<ref type=\"note\"");
    if (times == 1) {
        TEI_LIT(d->out, " target=\"");
        tei_puts(d->out, d->hash);
        TEI_LIT(d->out, "fn");
        tei_put_u32(d->out, found);
        TEI_LIT(d->out, "\"");
    }
    TEI_LIT(d->out, ">");
    tei_put_raw(d, begin, end);
    TEI_LIT(d->out, "</ref>");
}

static void put_event(struct tei_doc *d, uint32_t kind, int64_t ms, bool marked, uint32_t begin, uint32_t end) {
    switch (kind) {
    case UTS_EVENT_PAUSE:
        put_pause(d, ms, marked, begin, end);
        break;
    case UTS_EVENT_VOCAL:
        put_in(d, "vocal", "", ms, true, begin, end);
        break;
    case UTS_EVENT_INAUDIBLE:
        put_in(d, "gap", " reason=\"inaudible\"", ms, true, begin, end);
        break;
    case UTS_EVENT_OMITTED:
        put_in(d, "gap", " reason=\"editorial\"", -1, true, begin, end);
        break;
    case UTS_EVENT_INCIDENT:
        put_in(d, "incident", "", ms, true, begin, end);
        break;
    case UTS_EVENT_KINESIC:
        put_in(d, "kinesic", "", ms, true, begin, end);
        break;
    case UTS_EVENT_ANONYMISED:
        put_in(d, "gap", " reason=\"anonymised\"", -1, true, begin, end);
        break;
    case UTS_EVENT_UNCLEAR:
        put_in(d, "note", " type=\"unclear\"", -1, false, begin, end);
        break;
    case UTS_EVENT_TIME:
        put_in(d, "time", " type=\"recording\"", -1, false, begin, end);
        break;
    case UTS_EVENT_NOTE_REF:
        put_note_ref(d, begin, end);
        break;
    default:
        put_in(d, "note", " type=\"comment\"", -1, false, begin, end);
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

/* ---- tokens ---- */

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

static const struct tei_reading *reading(struct tei_doc *d, uint32_t i) {
    return tei_reading_of(&d->local->words, d->form[i], d->token_lemma ? d->token_lemma[i] : 0,
                          d->token_norm ? d->token_norm[i] : 0,
                          TEI_KEY(d->token_upos ? d->token_upos[i] : 0, d->token_kind[i]));
}

static bool joined(const struct tei_doc *d, uint32_t i) {
    return i + 1 < d->token->rows && d->token->begin[i + 1] == d->token->end[i];
}

/* A token with an identifier or codes, in doubt, or an event. */
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
        put_event(d, marked ? kinds[row] : event_of[kind], marked ? durations[row] : -1, marked, begin, end);
        return;
    }
    bool doubt = d->next_unclear < d->n_unclear && d->unclear[d->next_unclear] == i;
    const struct tei_reading *r = reading(d, i);
    if (doubt) TEI_LIT(d->out, "<unclear>");
    tei_puts(d->out, r->is_word ? "<w" : "<pc");
    put_token_id(d, i);
    put_ana(d);
    if (joined(d, i)) TEI_LIT(d->out, " join=\"right\"");
    tei_put(d->out, d->local->words.tails + r->tail, r->length);
    if (doubt) TEI_LIT(d->out, "</unclear>");
}

/* The common case: two moves of a fixed size. Indexed by is_word + 2 * joined. */
static inline void put_plain(struct tei_doc *d, uint32_t i) {
    static const char heads[4][16] = {"<pc", "<w", "<pc join=\"right\"", "<w join=\"right\""};
    static const unsigned char lengths[4] = {3, 2, 16, 15};
    const struct tei_reading *r = reading(d, i);
    const char *tail = d->local->words.tails + r->tail;
    if (r->length > 64) {
        unsigned which = r->is_word + 2u * joined(d, i);
        tei_put(d->out, heads[which], lengths[which]);
        tei_put(d->out, tail, r->length);
        return;
    }
    char *to = tei_need(d->out, 96);
    unsigned which = r->is_word + 2u * joined(d, i);
    memcpy(to, heads[which], 16);
    to += lengths[which];
    memcpy(to, tail, 64);
    d->out->n += lengths[which] + r->length;
}

static void put_tokens(struct tei_doc *d, uint32_t begin, uint32_t end) {
    const uts_layer *token = d->token;
    uint32_t rows = token->rows, i = d->next_token, at = begin;
    while (i < rows && token->begin[i] < begin) i++;
    for (; i < rows && token->begin[i] < end && token->end[i] <= end; i++) {
        if (i + AHEAD < rows) {
            const struct tei_words *words = &d->local->words;
            __builtin_prefetch(uts_memo_at(&words->memo, d->form[i + AHEAD]));
            const struct tei_reading *soon = uts_memo_at(&words->memo, d->form[i + AHEAD / 2]);
            __builtin_prefetch(words->tails + soon->tail);
        }
        put_gap(d, at, token->begin[i]);
        if (i >= d->next_special || (SPECIAL_KINDS >> d->token_kind[i] & 1))
            put_special(d, i);
        else
            put_plain(d, i);
        at = token->end[i];
    }
    put_gap(d, at, end);
    d->next_token = i;
}

void tei_put_marked(struct tei_doc *d, uint32_t begin, uint32_t end) {
    uint32_t at = begin;
    if (d->event) {
        const uint32_t *kinds = d->event->data[UTS_EVENT_KIND];
        const int64_t *durations = d->event->data[UTS_EVENT_DURATION_MS];
        while (d->next_event < d->event->rows && d->event->begin[d->next_event] < begin) d->next_event++;
        for (uint32_t i = d->next_event; i < d->event->rows && d->event->end[i] <= end; d->next_event = ++i) {
            if (d->event->begin[i] < at || d->event->begin[i] == d->event->end[i]) continue;
            tei_put_raw(d, at, d->event->begin[i]);
            put_event(d, kinds[i], durations[i], true, d->event->begin[i], d->event->end[i]);
            at = d->event->end[i];
        }
    }
    tei_put_raw(d, at, end);
}

static void put_stretch(struct tei_doc *d, uint32_t begin, uint32_t end) {
    if (begin >= end) return;
    if (d->token && d->stage->conf->tokens == TEI_TOKENS_FULL)
        put_tokens(d, begin, end);
    else
        tei_put_marked(d, begin, end);
}

void tei_put_inline(struct tei_doc *d, uint32_t begin, uint32_t end) {
    /* ISO 24624 has no sentences. */
    const uts_layer *s = d->stage->conf->profile == TEI_PROFILE_ISO ? NULL : d->sentence;
    uint32_t at = begin;
    while (s && at < end) {
        uint32_t i = d->next_sentence;
        while (i < s->rows && s->end[i] <= at) i++;
        d->next_sentence = i;
        if (i == s->rows || s->begin[i] >= end) break;
        uint32_t from = s->begin[i] > at ? s->begin[i] : at, to = s->end[i] < end ? s->end[i] : end;
        put_stretch(d, at, from);
        /* part says that a sentence was cut by the end of the piece: a page break or a footnote. */
        bool before = s->begin[i]<from, after = s->end[i]> to;
        tei_puts(d->out, before && after ? "<s part=\"M\">"
                         : before        ? "<s part=\"F\">"
                         : after         ? "<s part=\"I\">"
                                         : "<s>");
        put_stretch(d, from, to);
        TEI_LIT(d->out, "</s>");
        at = to;
    }
    put_stretch(d, at, end);
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
