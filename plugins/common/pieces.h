/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pieces of speech with times: captions, annotations of tiers, segments of recognised speech. A reader puts them in the
 * order of its file; they are sorted when tiers lie side by side, and become the turns of a transcript.
 */
#ifndef COMMON_PIECES_H
#define COMMON_PIECES_H

#include "source_text.h"
#include "transcript.h"

struct piece {
    uint32_t first_run, n_runs; /* of its text */
    uint32_t skip;              /* bytes of the text that are left out at its begin: a label */
    uint32_t order;             /* tier: settles equal times */
    uint32_t number;            /* in which it was put */
    uts_sym speaker, role;      /* 0: not known */
    int64_t start_ms, end_ms;   /* -1: not known */
    int64_t place;              /* what it is sorted by: start_ms, or where it must lie */
};

/* A stretch of text that came from one place. What a decoded file holds is not copied. */
struct piece_run {
    uint32_t at, n; /* at: of pieces.source, or of pieces.text with PIECE_OWN set */
    int64_t begin, end;
};
#define PIECE_OWN 0x80000000u

struct pieces {
    const uts_host *host;
    uts_job *job;
    struct rt_out text;                 /* what was put and is not in the file as it stands */
    const char *source;                 /* the text of the decoded file */
    struct transcript_list items, runs; /* struct piece; struct piece_run */
    bool failed;                        /* out of memory */
};

void pieces_start(struct pieces *p, const uts_host *host, uts_job *job);
void pieces_free(struct pieces *p);

/* Begins a piece; NULL: out of memory, which sticks. The pointer lives until the next call. */
struct piece *pieces_begin(struct pieces *p, uts_sym speaker, int64_t start_ms, int64_t end_ms);
/* Adds to the text of the piece; places as in transcript_put. */
void pieces_put(struct pieces *p, uts_str text, int64_t begin, int64_t end);
/* The same for a stretch of the decoded file, one and the same for all pieces, which must live until pieces_free. */
void pieces_put_source(struct pieces *p, struct source_text *w, size_t begin, size_t end);
static inline struct piece *pieces_item(const struct pieces *p, uint32_t i) {
    return (struct piece *)p->items.items + i;
}
/* The text of a run. */
static inline const char *pieces_text(const struct pieces *p, const struct piece_run *run) {
    return run->at & PIECE_OWN ? p->text.p + (run->at & ~PIECE_OWN) : p->source + run->at;
}
static inline const struct piece_run *pieces_run(const struct pieces *p, const struct piece *piece, uint32_t i) {
    return (const struct piece_run *)p->runs.items + piece->first_run + i;
}
/* True when a piece holds nothing but white space. */
bool pieces_is_empty(const struct pieces *p, uint32_t i);

/* Sorts by place, then tier, then number. */
void pieces_sort(struct pieces *p);

enum pieces_join {
    PIECES_APART,  /* each is a turn */
    PIECES_VOICES, /* those of one speaker that follow each other are one turn; of an unknown one, when a sentence goes
                      on */
};
/* Puts all pieces that hold text as turns. */
void pieces_give(const struct pieces *p, struct transcript *t, enum pieces_join join);

/*
 * A time in [hours:]minutes:seconds or seconds, with a fraction after a point or comma; fractions of a millisecond are
 * rounded. Returns the bytes read, 0: no time. More than 10,000 hours is no time.
 */
size_t pieces_time(const char *p, size_t n, int64_t *ms);
/* Seconds as milliseconds, rounded; -1 when negative or beyond belief. */
int64_t pieces_ms(double seconds);

#endif
