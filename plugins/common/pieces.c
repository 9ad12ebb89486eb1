/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pieces.h"

#include <stdlib.h>

#define MOST_MS ((int64_t)10000 * 3600 * 1000)

void pieces_start(struct pieces *p, const uts_host *host, uts_job *job) {
    *p = (struct pieces){.host = host, .job = job};
}

void pieces_free(struct pieces *p) {
    free(p->items.items);
    free(p->runs.items);
    rt_out_free(&p->text);
}

static void *push(struct pieces *p, struct transcript_list *list, size_t size) {
    if (list->n == list->room) {
        uint32_t room = list->room ? list->room * 2 : 64;
        void *grown = room > list->room ? realloc(list->items, room * size) : NULL;
        if (!grown) {
            p->failed = true;
            return NULL;
        }
        list->items = grown;
        list->room = room;
    }
    return (char *)list->items + size * list->n++;
}

struct piece *pieces_begin(struct pieces *p, uts_sym speaker, int64_t start_ms, int64_t end_ms) {
    struct piece *piece = push(p, &p->items, sizeof *piece);
    if (piece)
        *piece = (struct piece){.first_run = p->runs.n,
                                .number = p->items.n - 1,
                                .speaker = speaker,
                                .start_ms = start_ms,
                                .end_ms = end_ms,
                                .place = start_ms};
    return piece;
}

/* Adds a run, or to the last one when it goes on there: at the same place, or the next one byte for byte. */
static void put_run(struct pieces *p, uint32_t at, uint32_t n, int64_t begin, int64_t end) {
    struct piece *piece = pieces_item(p, p->items.n - 1);
    struct piece_run *last = piece->n_runs ? (struct piece_run *)p->runs.items + p->runs.n - 1 : NULL;
    bool follows = last && last->at + last->n == at;
    bool same = follows && last->begin == begin && last->end == end;
    bool next = follows && begin >= 0 && last->end == begin && last->end - last->begin == last->n && end - begin == n;
    if (same || next) {
        last->n += n;
        last->end = end;
        return;
    }
    struct piece_run *run = push(p, &p->runs, sizeof *run);
    if (!run) return;
    *run = (struct piece_run){at, n, begin, end};
    piece->n_runs++;
}

void pieces_put(struct pieces *p, uts_str text, int64_t begin, int64_t end) {
    if (p->failed || !text.n || !p->items.n) return;
    if (text.n > INT32_MAX - 64 - p->text.n) {
        p->failed = true;
        return;
    }
    uint32_t at = (uint32_t)p->text.n | PIECE_OWN;
    rt_out_bytes(&p->text, text.p, text.n);
    p->failed |= p->text.out_of_memory;
    if (!p->failed) put_run(p, at, (uint32_t)text.n, begin, end);
}

void pieces_put_source(struct pieces *p, struct source_text *w, size_t begin, size_t end) {
    p->source = w->text.p;
    while (begin < end && !p->failed && p->items.n) {
        int64_t from, to;
        size_t stop = source_text_stretch(w, begin, end, &from, &to);
        put_run(p, (uint32_t)begin, (uint32_t)(stop - begin), from, to);
        begin = stop;
    }
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* The first byte that is no white space; NULL: there is none. */
static const char *first_byte(const struct pieces *p, const struct piece *piece) {
    uint32_t skip = piece->skip;
    for (uint32_t i = 0; i < piece->n_runs; i++) {
        const struct piece_run *run = pieces_run(p, piece, i);
        const char *text = pieces_text(p, run);
        for (uint32_t k = skip < run->n ? skip : run->n; k < run->n; k++)
            if (!is_blank(text[k])) return text + k;
        skip -= skip < run->n ? skip : run->n;
    }
    return NULL;
}

/* The last one of a piece that has a first one; *left: the bytes of its run up to it. */
static const char *last_byte(const struct pieces *p, const struct piece *piece, uint32_t *left) {
    for (uint32_t i = piece->n_runs; i > 0; i--) {
        const struct piece_run *run = pieces_run(p, piece, i - 1);
        const char *text = pieces_text(p, run);
        for (uint32_t k = run->n; k > 0; k--)
            if (!is_blank(text[k - 1])) {
                *left = k;
                return text + k - 1;
            }
    }
    return NULL;
}

bool pieces_is_empty(const struct pieces *p, uint32_t i) { return !first_byte(p, pieces_item(p, i)); }

static int by_place(const void *a, const void *b) {
    const struct piece *x = a, *y = b;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

void pieces_sort(struct pieces *p) {
    if (p->items.n) qsort(p->items.items, p->items.n, sizeof(struct piece), by_place);
}

/* ---- as turns ---- */

/* A sentence goes on when the one before has no end and the next begins with a small letter. */
static bool goes_on(const struct pieces *p, const struct piece *before, const struct piece *after) {
    uint32_t left = 0;
    const char *first = first_byte(p, after), *last = first_byte(p, before) ? last_byte(p, before, &left) : NULL;
    if (!first || !last || strchr(".?!:", *last)) return false;
    if (left >= 3 && memcmp(last - 2, "…", 3) == 0) return false;
    if (*first >= 'a' && *first <= 'z') return true;
    /* å ä ö é and the other small letters of Latin-1; a run never cuts a character */
    return (unsigned char)*first == 0xC3 && (unsigned char)first[1] >= 0x9F;
}

static void put_text(const struct pieces *p, const struct piece *piece, struct transcript *t) {
    uint32_t skip = piece->skip;
    for (uint32_t i = 0; i < piece->n_runs; i++) {
        const struct piece_run *run = pieces_run(p, piece, i);
        uint32_t from = skip < run->n ? skip : run->n;
        bool exact = run->begin >= 0 && run->end - run->begin == run->n;
        skip -= from;
        if (from < run->n)
            transcript_put_folded(t, uts_mkstr(pieces_text(p, run) + from, run->n - from),
                                  run->begin + (exact ? from : 0), run->end);
    }
}

/* About what the pieces become: their text, and a line end and a label each. */
static size_t bytes_of(const struct pieces *p) {
    const struct piece_run *runs = p->runs.items;
    size_t n = 16 * (size_t)p->items.n;
    for (uint32_t i = 0; i < p->runs.n; i++) n += runs[i].n;
    return n;
}

void pieces_give(const struct pieces *p, struct transcript *t, enum pieces_join join) {
    const struct piece *last = NULL;
    t->knows_turns = true;
    t->failed |= p->failed || !rt_out_reserve(&t->text, bytes_of(p));
    for (uint32_t i = 0; i < p->items.n && !t->failed; i++) {
        const struct piece *piece = pieces_item(p, i);
        if (pieces_is_empty(p, i)) continue;
        bool same = join == PIECES_VOICES && last && last->speaker == piece->speaker;
        if (same && (piece->speaker || goes_on(p, last, piece))) {
            transcript_puts(t, " ");
            if (piece->end_ms >= 0) transcript_turn_until(t, piece->end_ms);
        } else {
            transcript_end_turn(t);
            transcript_gap(t);
            transcript_turn(t, p->host->spell(p->job, piece->speaker), p->host->spell(p->job, piece->role), 0,
                            piece->start_ms, piece->end_ms);
        }
        put_text(p, piece, t);
        last = piece;
    }
    transcript_end_turn(t);
}

/* ---- times ---- */

int64_t pieces_ms(double seconds) {
    return seconds >= 0 && seconds * 1000 < (double)MOST_MS ? (int64_t)(seconds * 1000 + 0.5) : -1;
}

size_t pieces_time(const char *p, size_t n, int64_t *ms) {
    int64_t total = 0, part = 0;
    size_t i = 0;
    int fields = 0;
    for (;;) {
        size_t digits = i;
        for (part = 0; i < n && p[i] >= '0' && p[i] <= '9'; i++) {
            part = part * 10 + (p[i] - '0');
            if (part > MOST_MS) return 0;
        }
        if (i == digits || (fields && i - digits != 2)) return 0;
        total = total * 60 + part;
        if (total > MOST_MS) return 0;
        if (++fields == 3 || i >= n || p[i] != ':') break;
        i++;
    }
    if (i < n && p[i] == ':') return 0;
    int64_t fraction = 0, scale = 1000;
    if (i + 1 < n && (p[i] == '.' || p[i] == ',') && p[i + 1] >= '0' && p[i + 1] <= '9') {
        for (i++; i < n && p[i] >= '0' && p[i] <= '9'; i++) {
            if (scale == 1 && p[i] >= '5') fraction++;
            if (scale >= 1) scale /= 10;
            if (scale >= 1) fraction += (p[i] - '0') * scale;
        }
    } else if (fields == 1) {
        return 0; /* a bare number */
    }
    *ms = total * 1000 + fraction;
    return *ms <= MOST_MS ? i : 0;
}
