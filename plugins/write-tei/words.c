/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"
#include "out.h"

void tei_words_free(struct tei_words *words) {
    uts_memo_free(&words->memo);
    free(words->tails);
    memset(words, 0, sizeof *words);
}

static bool tails_room(struct tei_words *words, size_t n) {
    size_t need = words->n_tails + n + TEI_OUT_SLACK;
    if (need <= words->tails_room) return true;
    size_t room = need + need / 2 + 65536;
    if (room > UINT32_MAX) return false;
    char *tails = realloc(words->tails, room);
    if (!tails) return false;
    words->tails = tails;
    words->tails_room = (uint32_t)room;
    return true;
}

bool tei_words_begin(struct tei_words *words, const uts_host *host, const uts_job *job, bool with_pos) {
    bool other = words->epoch != host->symbol_epoch(job) || words->with_pos != with_pos;
    if (other && words->memo.cells) memset(words->memo.cells, 0, (size_t)words->memo.room * words->memo.width);
    if (other) words->n_tails = 0;
    words->epoch = host->symbol_epoch(job);
    words->with_pos = with_pos;
    words->host = host;
    words->job = job;
    words->failed = false;
    /* The tails are looked ahead into, so they are there even when they are empty. */
    return tails_room(words, 0) && uts_memo_begin(&words->memo, sizeof(struct tei_reading), host, job);
}

static void append(struct tei_words *words, const char *p, size_t n) {
    memcpy(words->tails + words->n_tails, p, n);
    words->n_tails += (uint32_t)n;
}
#define APPEND(words, literal) append((words), (literal), sizeof(literal) - 1)

static void append_escaped(struct tei_words *words, uts_str s, bool attribute, uint32_t *replaced) {
    words->n_tails += (uint32_t)tei_escape_to(words->tails + words->n_tails, s.p, s.n, attribute, replaced);
}

/* Makes a record and its tail. Returns the offset of the tail, 0: out of memory. */
static uint32_t compose(struct tei_words *words, uts_sym form_symbol, struct tei_record r) {
    static const char *const upos[] = UTS_UPOS_NAMES;
    uts_str form = words->host->spell(words->job, form_symbol), lemma = words->host->spell(words->job, r.lemma),
            norm = words->host->spell(words->job, r.norm);
    if (!tails_room(words, 6 * (form.n + lemma.n + norm.n) + 128 + sizeof r)) return 0;
    uint32_t kind = r.key & 0xFF, tag = r.key >> 8, start = words->n_tails + (uint32_t)sizeof r;
    bool is_word = TEI_KEY_IS_WORD(r.key);
    words->n_tails = start;
    if (is_word && r.lemma) {
        APPEND(words, " lemma=\"");
        append_escaped(words, lemma, true, &r.replaced);
        APPEND(words, "\"");
    }
    if (words->with_pos && tag < UTS_UPOS_COUNT_) {
        APPEND(words, " pos=\"");
        append(words, upos[tag], strlen(upos[tag]));
        APPEND(words, "\"");
    }
    if (r.norm) {
        APPEND(words, " norm=\"");
        append_escaped(words, norm, true, &r.replaced);
        APPEND(words, "\"");
    }
    APPEND(words, ">");
    /* A replaced name counts as a word but was not said: both can be seen. */
    if (kind == UTS_TOKEN_ANONYMISED) APPEND(words, "<gap reason=\"anonymised\"><desc>");
    append_escaped(words, form, false, &r.replaced);
    if (kind == UTS_TOKEN_ANONYMISED) APPEND(words, "</desc></gap>");
    if (is_word)
        APPEND(words, "</w>");
    else
        APPEND(words, "</pc>");
    r.length = words->n_tails - start;
    *tei_record_of(words, start) = r;
    words->n_tails += -words->n_tails % (uint32_t) _Alignof(struct tei_record);
    return start;
}

/* The tail of the reading in the chain behind @p first, taken out of it; 0: there is none. */
static uint32_t take(const struct tei_words *words, uint32_t first, uts_sym lemma, uts_sym norm, uint16_t key) {
    for (uint32_t before = first, at; before && (at = tei_record_of(words, before)->next); before = at) {
        const struct tei_record *r = tei_record_of(words, at);
        if (r->lemma != lemma || r->norm != norm || r->key != key) continue;
        tei_record_of(words, before)->next = r->next;
        return at;
    }
    return 0;
}

bool tei_reading_want(struct tei_words *words, uts_sym form, uts_sym lemma, uts_sym norm, uint16_t key) {
    struct tei_reading *cell = tei_reading_at(words, form);
    if (tei_reading_is(cell, lemma, norm, key)) return true;
    uint32_t first = cell->length ? cell->tail : 0, tail = take(words, first, lemma, norm, key);
    if (!tail) tail = compose(words, form, (struct tei_record){.lemma = lemma, .norm = norm, .key = key});
    if (!tail) {
        words->failed = true;
        return false;
    }
    struct tei_record *r = tei_record_of(words, tail);
    bool plain = r->length < UINT16_MAX && !r->replaced;
    r->next = first;
    *cell = (struct tei_reading){lemma, norm, tail, key, plain ? (uint16_t)r->length : UINT16_MAX};
    return true;
}
