/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EXMARaLDA's basic transcription: a timeline whose points may lack times, speakers, and tiers of events between two
 * points. Tiers of type "t" are what was said; types "d" and "a" describe and annotate.
 */
#include "exb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOT = 1, MEDIA, SPEAKER, ABBREVIATION, POINT, TIER, EVENT };

static const struct sax_name names[] = {{"", "basic-transcription", ROOT},
                                        {"", "referenced-file", MEDIA},
                                        {"", "speaker", SPEAKER},
                                        {"", "abbreviation", ABBREVIATION},
                                        {"", "tli", POINT},
                                        {"", "tier", TIER},
                                        {"", "event", EVENT},
                                        {NULL, NULL, 0}};

static uts_sym intern(struct exb *x, uts_str text) { return x->file.host->intern(x->file.job, text); }

/* ---- time ---- */

static void add_point(struct exb *x, const struct sax_attributes *a) {
    struct exb_point *p = tier_file_push(&x->file, &x->points, sizeof *p);
    if (p) *p = (struct exb_point){intern(x, sax_attribute(a, "id")), tier_time(sax_attribute(a, "time")), 0};
}

/* Points without a time lie evenly between their neighbours. */
static void place_points(struct exb *x) {
    struct exb_point *p = x->points.items;
    int64_t before = 0;
    x->placed = true;
    for (uint32_t i = 0; i < x->points.n;) {
        uint32_t next = i;
        while (next < x->points.n && p[next].ms < 0) next++;
        uint32_t gaps = next - i + 1;
        int64_t after = next < x->points.n ? p[next].ms * 1000 : before + (int64_t)gaps * 1000;
        for (uint32_t k = i; k < next; k++)
            p[k].place = after > before ? before + (after - before) / gaps * (k - i + 1) : before;
        if (next < x->points.n) p[next].place = before = after;
        i = next + 1;
    }
}

static int by_id(const void *a, const void *b) {
    const struct exb_point *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static const struct exb_point *point(struct exb *x, uts_str id) {
    struct exb_point key = {.id = intern(x, id)};
    const struct exb_point *found =
        key.id && x->points.n ? bsearch(&key, x->points.items, x->points.n, sizeof key, by_id) : NULL;
    if (!found && !x->unknown[0])
        snprintf(x->unknown, sizeof x->unknown,
                 "names the point \"%.*s\" in event %lld, but its timeline has no such point; repair it in EXMARaLDA",
                 id.n < 40 ? (int)id.n : 0, id.n ? id.p : "", (long long)x->number);
    return found;
}

/* ---- speakers and tiers ---- */

static void begin_tier(struct exb *x, const struct sax_attributes *a) {
    if (!x->placed) {
        place_points(x);
        if (x->points.n) qsort(x->points.items, x->points.n, sizeof(struct exb_point), by_id);
    }
    uts_str type = sax_attribute(a, "type"), id = sax_attribute(a, "speaker"), shown = sax_attribute(a, "display-name");
    x->tier_speaks = type.n == 1 && *type.p == 't';
    x->tiers++;
    x->tiers_left_out += !x->tier_speaks;
    x->speaker = intern(x, id.n ? id : shown);
    const struct exb_speaker *s = x->speakers.items;
    for (uint32_t i = 0; i < x->speakers.n; i++)
        if (s[i].id == x->speaker) {
            x->speaker = s[i].name;
            break;
        }
}

static void begin_event(struct exb *x, const struct sax_attributes *a) {
    x->number++;
    x->left_out += !x->tier_speaks;
    if (!x->tier_speaks) return;
    const struct exb_point *from = point(x, sax_attribute(a, "start")), *to = point(x, sax_attribute(a, "end"));
    struct piece *piece = pieces_begin(&x->file.pieces, x->speaker, from ? from->ms : -1, to ? to->ms : -1);
    if (!piece) return;
    piece->order = x->tiers;
    piece->place = from ? from->place : 0;
}

static void end_speaker(struct exb *x) {
    struct exb_speaker *s = tier_file_push(&x->file, &x->speakers, sizeof *s);
    uts_str name = uts_mkstr(x->abbreviation, x->abbreviation_n);
    if (s) *s = (struct exb_speaker){x->open_speaker, name.n ? intern(x, name) : x->open_speaker};
}

/* ---- events of the parser ---- */

static void start(void *user, uint32_t id, const struct sax_attributes *a) {
    struct exb *x = user;
    if (id == ROOT) {
        x->is_exb = true;
    } else if (id == MEDIA && !*x->file.media) {
        tier_file_media(&x->file, sax_attribute(a, "url"));
    } else if (id == SPEAKER) {
        x->open_speaker = intern(x, sax_attribute(a, "id"));
        x->abbreviation_n = 0;
    } else if (id == POINT && !x->placed) {
        add_point(x, a);
    } else if (id == TIER) {
        begin_tier(x, a);
    } else if (id == EVENT) {
        begin_event(x, a);
    }
    x->in_event = id == EVENT && x->tier_speaks;
    x->in_abbreviation = id == ABBREVIATION;
}

static void end(void *user, uint32_t id) {
    struct exb *x = user;
    x->in_event = x->in_abbreviation = false;
    if (id == SPEAKER) end_speaker(x);
    if (id == TIER) x->tier_speaks = false;
}

static void text(void *user, uts_str s) {
    struct exb *x = user;
    if (x->in_event) pieces_put(&x->file.pieces, s, x->number - 1, x->number);
    if (x->in_abbreviation && x->abbreviation_n + s.n < sizeof x->abbreviation) {
        memcpy(x->abbreviation + x->abbreviation_n, s.p, s.n);
        x->abbreviation_n += s.n;
    }
}

static void finish(struct tier_file *file) {
    struct exb *x = (struct exb *)file;
    if (!x->is_exb)
        file->why =
            "is XML, but no basic transcription of EXMARaLDA; give it the suffix of its format, or leave it out";
    else if (x->unknown[0])
        file->why = x->unknown;
    pieces_sort(&file->pieces);
}

static void report(const struct tier_file *file) {
    const struct exb *x = (const struct exb *)file;
    if (x->left_out)
        uts_notef(file->host, file->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u events of %u tiers that describe or annotate are left out", x->left_out, x->tiers_left_out);
}

static void release(struct tier_file *file) {
    struct exb *x = (struct exb *)file;
    free(x->points.items);
    free(x->speakers.items);
}

const struct tier_format exb_format = {.name = "exmaralda",
                                       .unit = "event",
                                       .handler = {.names = names,
                                                   .names_doctype = true,
                                                   .start = start,
                                                   .end = end,
                                                   .text = text,
                                                   .cancelled = tier_file_cancelled},
                                       .finish = finish,
                                       .report = report,
                                       .free = release};
