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
    uint32_t at = (uint32_t)p->text.n;
    if (piece)
        *piece = (struct piece){.text = {at, at},
                                .first_run = p->runs.n,
                                .number = p->items.n - 1,
                                .speaker = speaker,
                                .start_ms = start_ms,
                                .end_ms = end_ms,
                                .place = start_ms};
    return piece;
}

void pieces_put(struct pieces *p, uts_str text, int64_t begin, int64_t end) {
    if (p->failed || !text.n || !p->items.n) return;
    if (text.n > INT32_MAX - 64 - p->text.n) {
        p->failed = true;
        return;
    }
    uint32_t from = (uint32_t)p->text.n;
    rt_out_bytes(&p->text, text.p, text.n);
    struct transcript_source *run = p->text.out_of_memory ? NULL : push(p, &p->runs, sizeof *run);
    p->failed |= p->text.out_of_memory;
    if (!run) return;
    *run = (struct transcript_source){{from, (uint32_t)p->text.n}, begin, end};
    pieces_item(p, p->items.n - 1)->text.end = run->span.end;
}

void pieces_put_source(struct pieces *p, struct source_text *w, size_t begin, size_t end) {
    const char *text = w->text.p;
    if (!w->report.changed && w->encoding == RT_UTF8) {
        int64_t from = (int64_t)source_text_offset(w, begin);
        pieces_put(p, uts_mkstr(text + begin, end - begin), from, from + (int64_t)(end - begin));
        return;
    }
    /* Stretches whose sides are proportional: one character, or ASCII that takes equally many bytes each. */
    while (begin < end) {
        uint32_t length;
        uts_utf8_at(text + begin, &length);
        size_t stop = begin + length < end ? begin + length : end;
        int64_t from = (int64_t)source_text_offset(w, begin), to = (int64_t)source_text_offset(w, stop),
                step = to - from;
        bool ascii = length == 1;
        while (ascii && stop < end && (unsigned char)text[stop] < 0x80 &&
               (int64_t)source_text_offset(w, stop + 1) == to + step) {
            stop++;
            to += step;
        }
        pieces_put(p, uts_mkstr(text + begin, stop - begin), from, to);
        begin = stop;
    }
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool pieces_is_empty(const struct pieces *p, uint32_t i) {
    const struct piece *piece = pieces_item(p, i);
    uint32_t at = piece->text.begin;
    while (at < piece->text.end && is_blank(p->text.p[at])) at++;
    return at == piece->text.end;
}

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
    uint32_t end = before->text.end, at = after->text.begin;
    while (end > before->text.begin && is_blank(p->text.p[end - 1])) end--;
    while (at < after->text.end && is_blank(p->text.p[at])) at++;
    if (end == before->text.begin || at == after->text.end) return false;
    if (strchr(".?!:", p->text.p[end - 1])) return false;
    if (end - before->text.begin >= 3 && memcmp(p->text.p + end - 3, "…", 3) == 0) return false;
    unsigned char first = (unsigned char)p->text.p[at];
    if (first >= 'a' && first <= 'z') return true;
    /* å ä ö é and the other small letters of Latin-1 */
    return first == 0xC3 && (unsigned char)p->text.p[at + 1] >= 0x9F;
}

static void put_text(const struct pieces *p, const struct piece *piece, struct transcript *t) {
    const struct transcript_source *run = (const struct transcript_source *)p->runs.items + piece->first_run;
    for (uint32_t at = piece->text.begin; at < piece->text.end; run++) {
        transcript_put_folded(t, uts_mkstr(p->text.p + at, run->span.end - at), run->begin, run->end);
        at = run->span.end;
    }
}

void pieces_give(const struct pieces *p, struct transcript *t, enum pieces_join join) {
    const struct piece *last = NULL;
    t->knows_turns = true;
    t->failed |= p->failed;
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
