/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Transcriber 1.x (trans-14.dtd): Turn holds the text of one speaker, or of several who speak at once, told apart by
 * <Who nb="1"/>. The document type is named and never loaded.
 */
#include "trs.h"

#include <stdlib.h>
#include <string.h>

enum { TRANS = 1, SPEAKER, TURN, WHO, EVENT, COMMENT };

static const struct sax_name names[] = {{"", "Trans", TRANS}, {"", "Speaker", SPEAKER}, {"", "Turn", TURN},
                                        {"", "Who", WHO},     {"", "Event", EVENT},     {"", "Comment", COMMENT},
                                        {NULL, NULL, 0}};

static uts_sym intern(const struct trs *x, uts_str text) { return x->file.host->intern(x->file.job, text); }

static void add_speaker(struct trs *x, const struct sax_attributes *a) {
    struct trs_speaker *s = tier_file_push(&x->file, &x->speakers, sizeof *s);
    uts_str id = sax_attribute(a, "id"), name = sax_attribute(a, "name");
    if (s) *s = (struct trs_speaker){intern(x, id), intern(x, name.n ? name : id)};
}

static uts_sym speaker_name(const struct trs *x, uts_str id) {
    uts_sym symbol = intern(x, id);
    const struct trs_speaker *s = x->speakers.items;
    for (uint32_t i = 0; i < x->speakers.n; i++)
        if (s[i].id == symbol) return s[i].name;
    return symbol;
}

/* A piece of the open turn by its speaker @p i. */
static void begin_piece(struct trs *x, uint32_t i) {
    struct piece *piece = pieces_begin(&x->file.pieces, i < x->n_turn ? x->turn[i] : 0, x->start_ms, x->end_ms);
    if (piece) piece->place = x->number; /* in the order of the file */
}

static void begin_turn(struct trs *x, const struct sax_attributes *a) {
    uts_str who = sax_attribute(a, "speaker");
    x->start_ms = tier_time(sax_attribute(a, "startTime"));
    x->end_ms = tier_time(sax_attribute(a, "endTime"));
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
    pieces_put(&x->file.pieces, uts_cstr(" ["), -1, -1);
    pieces_put(&x->file.pieces, what, x->number - 1, x->number);
    pieces_put(&x->file.pieces, uts_cstr("] "), -1, -1);
}

static void start(void *user, uint32_t id, const struct sax_attributes *a) {
    struct trs *x = user;
    if (id == TRANS) {
        x->is_trs = true;
        tier_file_media(&x->file, sax_attribute(a, "audio_filename"));
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
    if (x->in_turn) pieces_put(&x->file.pieces, s, x->number - 1, x->number);
}

static void finish(struct tier_file *file) {
    if (!((struct trs *)file)->is_trs)
        file->why = "is XML, but no file of Transcriber; give it the suffix of its format, or leave it out";
}

static void report(const struct tier_file *file) {
    const struct trs *x = (const struct trs *)file;
    if (x->together)
        uts_notef(file->host, file->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u stretches are spoken at the same time as another: they stand one after the other", x->together);
    if (x->codes)
        uts_notef(file->host, file->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u marks of pronunciation, language or vocabulary are left out of the text", x->codes);
}

static void release(struct tier_file *file) { free(((struct trs *)file)->speakers.items); }

const struct tier_format trs_format = {.name = "transcriber",
                                       .unit = "turn",
                                       .handler = {.names = names,
                                                   .names_doctype = true,
                                                   .start = start,
                                                   .end = end,
                                                   .text = text,
                                                   .cancelled = tier_file_cancelled},
                                       .finish = finish,
                                       .report = report,
                                       .free = release};
