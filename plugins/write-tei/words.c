/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"
#include "out.h"

void tei_words_free(struct tei_words *words) {
    uts_memo_free(&words->memo);
    free(words->more);
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
    if (other) words->n_more = words->n_tails = 0;
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

static void append_escaped(struct tei_words *words, uts_str s, bool attribute) {
    words->n_tails += (uint32_t)tei_escape_to(words->tails + words->n_tails, s.p, s.n, attribute, &words->replaced);
}

static bool compose(struct tei_words *words, struct tei_reading *r, uts_sym form_symbol) {
    static const char *const upos[] = UTS_UPOS_NAMES;
    uts_str form = words->host->spell(words->job, form_symbol), lemma = words->host->spell(words->job, r->lemma),
            norm = words->host->spell(words->job, r->norm);
    if (!tails_room(words, 6 * (form.n + lemma.n + norm.n) + 128)) return false;
    uint32_t kind = r->key & 0xFF, tag = r->key >> 8;
    r->is_word = UTS_TOKEN_IS_WORD(kind);
    r->tail = words->n_tails;
    if (r->is_word && r->lemma) {
        APPEND(words, " lemma=\"");
        append_escaped(words, lemma, true);
        APPEND(words, "\"");
    }
    if (words->with_pos && tag < UTS_UPOS_COUNT_) {
        APPEND(words, " pos=\"");
        append(words, upos[tag], strlen(upos[tag]));
        APPEND(words, "\"");
    }
    if (r->norm) {
        APPEND(words, " norm=\"");
        append_escaped(words, norm, true);
        APPEND(words, "\"");
    }
    APPEND(words, ">");
    /* A replaced name counts as a word but was not said: both can be seen. */
    if (kind == UTS_TOKEN_ANONYMISED) APPEND(words, "<gap reason=\"anonymised\"><desc>");
    append_escaped(words, form, false);
    if (kind == UTS_TOKEN_ANONYMISED) APPEND(words, "</desc></gap>");
    if (r->is_word)
        APPEND(words, "</w>");
    else
        APPEND(words, "</pc>");
    r->length = words->n_tails - r->tail;
    return true;
}

static uint32_t new_reading(struct tei_words *words) {
    if (words->n_more + 1 >= words->more_room) {
        uint32_t room = words->more_room ? words->more_room * 2 : 1024;
        struct tei_reading *more = realloc(words->more, room * sizeof *more);
        if (!more) return 0;
        words->more = more;
        words->more_room = room;
    }
    memset(&words->more[++words->n_more], 0, sizeof *words->more);
    return words->n_more;
}

const struct tei_reading *tei_reading_slow(struct tei_words *words, uts_sym form, uts_sym lemma, uts_sym norm,
                                           uint16_t key) {
    static const struct tei_reading none = {0};
    struct tei_reading *r = uts_memo_at(&words->memo, form);
    if (r->length) {
        uint32_t last = 0;
        for (uint32_t i = r->next; i; i = words->more[i].next) {
            const struct tei_reading *m = &words->more[i];
            if (m->lemma == lemma && m->norm == norm && m->key == key) return m;
            last = i;
        }
        uint32_t fresh = new_reading(words);
        if (!fresh) {
            words->failed = true;
            return &none;
        }
        if (last)
            words->more[last].next = fresh;
        else
            r->next = fresh;
        r = &words->more[fresh];
    }
    r->lemma = lemma;
    r->norm = norm;
    r->key = key;
    if (compose(words, r, form)) return r;
    r->length = 0;
    words->failed = true;
    return &none;
}
