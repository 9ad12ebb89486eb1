/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Transcriber 1.x (trans-14.dtd): Turn holds the text of one speaker, or of several who speak at once, told apart by
 * <Who nb="1"/>. The document type is named and never loaded.
 */
#include "trs.h"

#include "../common/sax.h"

#include <stdlib.h>
#include <string.h>

enum { TRANS = 1, SPEAKER, TURN, WHO, EVENT, COMMENT };

static const struct sax_name names[] = {{"", "Trans", TRANS}, {"", "Speaker", SPEAKER}, {"", "Turn", TURN},
                                        {"", "Who", WHO},     {"", "Event", EVENT},     {"", "Comment", COMMENT},
                                        {NULL, NULL, 0}};

static void add_speaker(struct trs *x, const struct sax_attributes *a) {
    if (x->speakers.n == x->speakers.room) {
        uint32_t room = x->speakers.room * 2 + 16;
        void *grown = room > x->speakers.room ? realloc(x->speakers.items, room * sizeof(struct trs_speaker)) : NULL;
        x->failed |= !grown;
        if (!grown) return;
        x->speakers.items = grown;
        x->speakers.room = room;
    }
    struct trs_speaker *s = (struct trs_speaker *)x->speakers.items + x->speakers.n++;
    uts_str id = sax_attribute(a, "id"), name = sax_attribute(a, "name");
    *s = (struct trs_speaker){x->host->intern(x->job, id), x->host->intern(x->job, name.n ? name : id)};
}

static uts_sym speaker_name(const struct trs *x, uts_str id) {
    uts_sym symbol = x->host->intern(x->job, id);
    const struct trs_speaker *s = x->speakers.items;
    for (uint32_t i = 0; i < x->speakers.n; i++)
        if (s[i].id == symbol) return s[i].name;
    return symbol;
}

static int64_t time_of(uts_str value) {
    int64_t ms = -1;
    char padded[40];
    if (!value.n || value.n + 3 > sizeof padded) return -1;
    memcpy(padded, value.p, value.n);
    size_t n = value.n;
    if (!memchr(value.p, '.', value.n)) { /* whole seconds */
        memcpy(padded + n, ".0", 2);
        n += 2;
    }
    return pieces_time(padded, n, &ms) == n ? ms : -1;
}

/* A piece of the open turn by its speaker @p i. */
static void begin_piece(struct trs *x, uint32_t i) {
    struct piece *piece = pieces_begin(&x->pieces, i < x->n_turn ? x->turn[i] : 0, x->start_ms, x->end_ms);
    if (piece) piece->place = x->number; /* in the order of the file */
}

static void begin_turn(struct trs *x, const struct sax_attributes *a) {
    uts_str who = sax_attribute(a, "speaker");
    x->start_ms = time_of(sax_attribute(a, "startTime"));
    x->end_ms = time_of(sax_attribute(a, "endTime"));
    x->n_turn = 0;
    x->number++;
    x->in_turn = true;
    for (size_t at = 0; at < who.n;) {
        size_t stop = at;
        while (stop < who.n && who.p[stop] != ' ') stop++;
        if (stop > at && x->n_turn < sizeof x->turn / sizeof *x->turn)
            x->turn[x->n_turn++] = speaker_name(x, uts_mkstr(who.p + at, stop - at));
        at = stop + 1;
    }
    begin_piece(x, 0);
}

static void put_mark(struct trs *x, uts_str what) {
    pieces_put(&x->pieces, uts_cstr(" ["), -1, -1);
    pieces_put(&x->pieces, what, x->number - 1, x->number);
    pieces_put(&x->pieces, uts_cstr("] "), -1, -1);
}

static void start(void *user, uint32_t id, const struct sax_attributes *a) {
    struct trs *x = user;
    if (id == TRANS) {
        uts_str media = sax_attribute(a, "audio_filename");
        x->is_trs = true;
        if (media.n < sizeof x->media && media.n) memcpy(x->media, media.p, media.n);
    } else if (id == SPEAKER) {
        add_speaker(x, a);
    } else if (id == TURN) {
        begin_turn(x, a);
    } else if (id == WHO && x->in_turn) {
        int64_t nb = sax_number(sax_attribute(a, "nb"), 1);
        begin_piece(x, nb > 0 && nb <= x->n_turn ? (uint32_t)nb - 1 : 0);
        x->together++;
    } else if ((id == EVENT || id == COMMENT) && x->in_turn) {
        uts_str what = sax_attribute(a, "desc"), type = sax_attribute(a, "type");
        bool happens = id == COMMENT || (type.n == 5 && memcmp(type.p, "noise", 5) == 0);
        if (happens && what.n)
            put_mark(x, what);
        else
            x->codes++;
    }
}

static void end(void *user, uint32_t id) {
    struct trs *x = user;
    if (id == TURN) x->in_turn = false;
}

static void text(void *user, uts_str s) {
    struct trs *x = user;
    if (x->in_turn) pieces_put(&x->pieces, s, x->number - 1, x->number);
}

static bool cancelled(void *user) {
    const struct trs *x = user;
    return x->host->cancelled(x->job);
}

bool trs_read(struct trs *x, uts_str bytes) {
    static const struct sax_handler handler = {
        .names = names, .names_doctype = true, .start = start, .end = end, .text = text, .cancelled = cancelled};
    bool good = sax_parse_bytes(bytes, &handler, x, &x->why, &x->line);
    if (good && !x->is_trs) x->why = "is XML, but no file of Transcriber: it does not begin with Trans";
    return good && x->is_trs;
}

void trs_free(struct trs *x) {
    pieces_free(&x->pieces);
    free(x->speakers.items);
}

void trs_report(const struct trs *x) {
    if (x->together)
        uts_notef(x->host, x->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u stretches are spoken at the same time as another: they stand one after the other", x->together);
    if (x->codes)
        uts_notef(x->host, x->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u marks of pronunciation, language or vocabulary are left out of the text", x->codes);
}
