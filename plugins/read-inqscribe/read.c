/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/pieces.h"

#include <string.h>
#include <unicode/uchar.h>

enum { LABEL_BYTES = 63 };

/* A file: lines of key=value; the transcript is one value, its line ends written as \r. */
struct scan {
    struct source_text text;
    struct pieces pieces;
    size_t begin, end; /* of the transcript */
    int64_t rate;      /* frames a second */
    uint32_t labelled, spoken;
};

int32_t inqscribe_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"inqscr", NULL};
    if (memmem(head, n, "app=InqScribe", 13)) return 92;
    return source_suffix(name, suffixes) ? 55 : 0;
}

uts_status inqscribe_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    return source_stage_create(host, job, "read-inqscribe", ((const struct inqscribe_conf *)conf)->encoding, stage);
}

/* The value of a key, by its line. */
static bool find(struct scan *s, const char *key, size_t *begin, size_t *end) {
    const char *p = s->text.text.p;
    for (size_t at = 0, n = s->text.text.n; at < n;) {
        const char *stop = memchr(p + at, '\n', n - at);
        size_t last = stop ? (size_t)(stop - p) : n;
        if (last - at >= strlen(key) && memcmp(p + at, key, strlen(key)) == 0) {
            *begin = at + strlen(key);
            *end = last;
            return true;
        }
        at = last + 1;
    }
    return false;
}

/* "[00:01:02.24]": seconds, and frames behind the point. Returns its bytes, 0: none. */
static size_t stamp(const char *p, size_t n, int64_t *ms, int64_t *frames) {
    static const char shape[] = "[00:00:00";
    size_t i = 0;
    for (; shape[i]; i++)
        if (i >= n || (shape[i] == '0' ? p[i] < '0' || p[i] > '9' : p[i] != shape[i])) return 0;
    *ms = ((p[1] - '0') * 36000 + (p[2] - '0') * 3600 + (p[4] - '0') * 600 + (p[5] - '0') * 60 + (p[7] - '0') * 10 +
           p[8] - '0') *
          INT64_C(1000);
    *frames = 0;
    if (i < n && p[i] == '.')
        for (i++; i < n && p[i] >= '0' && p[i] <= '9' && *frames < 1000; i++) *frames = *frames * 10 + (p[i] - '0');
    return i < n && p[i] == ']' ? i + 1 : 0;
}

/* The file does not say how many frames a second has: as few of the usual numbers as its stamps allow. */
static void find_rate(struct scan *s) {
    int64_t ms, frames;
    s->rate = 25;
    for (size_t at = s->begin; at < s->end; at++) {
        if (s->text.text.p[at] != '[' || !stamp(s->text.text.p + at, s->end - at, &ms, &frames)) continue;
        if (frames >= 30)
            s->rate = frames >= 60 || s->rate == 100 ? 100 : 60;
        else if (frames >= 25 && s->rate == 25)
            s->rate = 30;
    }
}

/* "Anna: ": bytes of the name, 0 none. */
static size_t label(const char *p, size_t n) {
    const char *colon = memchr(p, ':', n < LABEL_BYTES ? n : LABEL_BYTES);
    if (!colon || colon == p || (size_t)(colon - p) + 1 >= n || colon[1] != ' ') return 0;
    uint32_t length;
    UChar32 first = (UChar32)uts_utf8_at(p, &length);
    if (!u_isupper(first) && !u_isdigit(first)) return 0;
    for (const char *c = p; c < colon; c++)
        if (strchr(".?![]\\", *c)) return 0;
    return (size_t)(colon - p);
}

static void put(struct scan *s, size_t begin, size_t end) {
    const char *p = s->text.text.p;
    for (size_t at = begin; at < end;) {
        const char *slash = memchr(p + at, '\\', end - at);
        size_t stop = slash ? (size_t)(slash - p) : end;
        pieces_put_source(&s->pieces, &s->text, at, stop);
        at = stop;
        if (at == end) break;
        bool known = at + 1 < end && strchr("rnt", p[at + 1]) != NULL, twice = at + 1 < end && p[at + 1] == '\\';
        if (known)
            pieces_put(&s->pieces, uts_cstr(" "), -1, -1);
        else
            pieces_put_source(&s->pieces, &s->text, at, at + 1);
        at += 1 + (known || twice);
    }
}

/* Where the next stamp or line begins. */
static size_t next_break(const struct scan *s, size_t at) {
    int64_t ms, frames;
    for (const char *p = s->text.text.p; at < s->end; at++) {
        if (p[at] == '\\' && at + 1 < s->end && (p[at + 1] == 'r' || p[at + 1] == 'n')) return at;
        if (p[at] == '\\') at++;
        if (p[at] == '[' && stamp(p + at, s->end - at, &ms, &frames)) return at;
    }
    return s->end;
}

/* Every line and every stamp begins a piece; a stamp behind a piece is where it ends. `order` keeps the bytes of the
 * label: nothing is sorted here. */
static void put_all(struct scan *s) {
    const char *p = s->text.text.p;
    int64_t start = -1;
    for (size_t at = s->begin; at < s->end;) {
        int64_t ms, frames;
        size_t n = p[at] == '[' ? stamp(p + at, s->end - at, &ms, &frames) : 0;
        if (n) {
            start = ms + frames * 1000 / s->rate;
            for (uint32_t i = s->pieces.items.n; i > 0 && pieces_item(&s->pieces, i - 1)->end_ms < 0; i--)
                pieces_item(&s->pieces, i - 1)->end_ms = start;
            at += n;
        } else if (p[at] == '\\' && at + 1 < s->end && (p[at + 1] == 'r' || p[at + 1] == 'n')) {
            at += 2;
        } else if (p[at] == ' ') {
            at++;
        } else {
            size_t stop = next_break(s, at), name = label(p + at, stop - at);
            struct piece *piece = pieces_begin(&s->pieces, 0, start, -1);
            s->spoken++;
            s->labelled += name > 0;
            if (piece) piece->order = (uint32_t)name;
            put(s, at, stop);
            at = stop;
        }
    }
}

/* Takes the labels off the pieces: those without one go on with the speaker before them. */
static void take_labels(struct scan *s) {
    struct pieces *all = &s->pieces;
    uts_sym speaker = 0;
    for (uint32_t i = 0; i < all->items.n && !all->failed; i++) {
        struct piece *piece = pieces_item(all, i);
        if (piece->order) {
            /* Nothing is left out of a label, so it is one stretch of the file. */
            speaker = all->host->intern(all->job, uts_mkstr(pieces_text(all, pieces_run(all, piece, 0)), piece->order));
            piece->skip = piece->order + 1;
        }
        piece->speaker = speaker;
    }
}

static uts_status read_all(struct scan *s, struct transcript *t, uts_job *job) {
    const uts_host *host = s->pieces.host;
    if (!find(s, "text=", &s->begin, &s->end))
        return host->fail(job, UTS_E_FORMAT, 0,
                          uts_cstr("no line \"text=\" in it, so no file of InqScribe: export it as text"));
    find_rate(s);
    put_all(s);
    bool labels = s->labelled * 2 >= s->spoken && s->labelled;
    if (labels) take_labels(s);
    pieces_give(&s->pieces, t, labels ? PIECES_VOICES : PIECES_APART);
    uts_status status = transcript_give(t, "inqscribe", NULL);
    if (status == UTS_OK) status = host->set_meta(job, "encoding", uts_cstr(rt_encoding_names[s->text.encoding]));
    return status;
}

uts_status inqscribe_next_document(void *stage, void *cursor, uts_job *job) {
    const struct source_stage *reader = stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    struct scan s = {0};
    struct transcript t;
    pieces_start(&s.pieces, reader->host, job);
    transcript_start(&t, reader->host, job);
    uts_status status = source_text_read(&s.text, reader, job, c->source);
    if (status == UTS_OK) status = read_all(&s, &t, job);
    transcript_free(&t);
    pieces_free(&s.pieces);
    source_text_free(&s.text);
    return status;
}
