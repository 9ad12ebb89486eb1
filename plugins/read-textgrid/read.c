/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Praat reads its text files by one rule, in both forms: what counts are texts in quotation marks, flags in <>, and
 * numbers that stand free; all else ("xmin =", "intervals [1]:") is for people, and "!" opens a comment (Praat manual,
 * "TextGrid file formats"). So one parser reads the long and the short form.
 */
#include "read.h"

#include "../common/fold.h"
#include "../common/pieces.h"
#include "../common/source_text.h"

#include <stdlib.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

enum { TIER_NAME_BYTES = 200, TIERS_LISTED = 20 };

struct stage {
    struct source_stage source; /* first: source_open uses it */
    const char *tiers;
};

struct parser {
    const struct stage *stage;
    uts_job *job;
    struct source_text text;
    struct pieces pieces;
    size_t at;
    const char *why; /* what is wrong at `at`, NULL nothing */
    uint32_t left_out, points;
    char left[1000]; /* names of tiers that were left out */
    size_t n_left;
    uint32_t order;  /* of the tier */
    bool only_words; /* no tier holds utterances: those with words are the speech */
};

/* A text in quotation marks, without them; quotes inside are still double. */
struct quoted {
    size_t begin, end;
};

int32_t textgrid_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"textgrid", NULL};
    char ascii[128];
    size_t kept = 0;
    for (size_t i = 0; i < n && kept < sizeof ascii; i++)
        if (((const char *)head)[i]) ascii[kept++] = ((const char *)head)[i]; /* UTF-16 has a NUL in each letter */
    bool file = memmem(ascii, kept, "ooTextFile", 10) || memmem(ascii, kept, "ooBinaryFile", 12);
    if (file && memmem(ascii, kept, "TextGrid", 8)) return 95;
    return source_suffix(name, suffixes) ? 70 : 0;
}

uts_status textgrid_create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    const struct textgrid_conf *c = conf;
    void *made;
    uts_status status = source_stage_create(host, job, "read-textgrid", c->encoding, &made);
    if (status != UTS_OK) return status;
    struct stage *stage = calloc(1, sizeof *stage);
    if (stage) {
        stage->source = *(struct source_stage *)made;
        stage->tiers = c->tiers;
    }
    free(made);
    *out = stage;
    return stage ? UTS_OK : host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

/* ---- what stands free ---- */

static bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Moves to the next thing that counts. False: the end of the file. */
static bool next_item(struct parser *p) {
    uts_str t = p->text.text;
    while (p->at < t.n) {
        char c = t.p[p->at];
        bool starts = p->at == 0 || is_white(t.p[p->at - 1]);
        if (c == '"' || (c == '<' && starts)) return true;
        if (c == '!' && starts) {
            while (p->at < t.n && t.p[p->at] != '\n') p->at++;
        } else if (starts && ((c >= '0' && c <= '9') || c == '-' || c == '+')) {
            size_t end = p->at + 1;
            while (end < t.n && memchr("0123456789.eE+-", t.p[end], 15)) end++;
            if (end == t.n || is_white(t.p[end])) return true;
            p->at = end;
        } else {
            p->at++;
        }
    }
    return false;
}

static bool fail(struct parser *p, const char *why) {
    if (!p->why) p->why = why;
    return false;
}

static bool take_text(struct parser *p, struct quoted *out) {
    uts_str t = p->text.text;
    if (!next_item(p)) return fail(p, "the file ends where a text should stand: it is cut off");
    if (t.p[p->at] != '"') return fail(p, "a text in quotation marks should stand here");
    size_t end = p->at + 1;
    while (end < t.n && (t.p[end] != '"' || (end + 1 < t.n && t.p[end + 1] == '"'))) end += t.p[end] == '"' ? 2 : 1;
    if (end >= t.n) return fail(p, "a quotation mark is never closed");
    *out = (struct quoted){p->at + 1, end};
    p->at = end + 1;
    return true;
}

/* Seconds ("12", "0.4127", "1e-05") as milliseconds, rounded; -1: no time. */
static int64_t milliseconds(const char *p, size_t n) {
    static const int64_t most = (int64_t)10000 * 3600 * 1000;
    int64_t value = 0;
    int scale = 3, exponent = 0; /* value * 10^(scale - …) */
    bool point = false;
    size_t i = 0;
    for (; i < n && (p[i] == '.' || (p[i] >= '0' && p[i] <= '9')); i++) {
        if (p[i] == '.') {
            point = true;
        } else if (value < INT64_MAX / 100) {
            value = value * 10 + (p[i] - '0');
            scale -= point;
        } else if (!point) {
            return -1;
        }
    }
    if (i + 1 < n && (p[i] == 'e' || p[i] == 'E')) {
        bool minus = p[i + 1] == '-';
        for (i += 1 + (minus || p[i + 1] == '+'); i < n && p[i] >= '0' && p[i] <= '9' && exponent < 400; i++)
            exponent = exponent * 10 + (p[i] - '0');
        scale += minus ? -exponent : exponent;
    }
    for (; scale < 0 && value; scale++) value = scale == -1 ? (value + 5) / 10 : value / 10;
    for (; scale > 0 && value && value <= most; scale--) value *= 10;
    return value <= most ? value : -1;
}

/* A number: milliseconds when it is read as seconds, and the number itself as a count. */
static bool take_number(struct parser *p, int64_t *ms, int64_t *count) {
    uts_str t = p->text.text;
    if (!next_item(p)) return fail(p, "the file ends where a number should stand: it is cut off");
    char c = t.p[p->at];
    if (c == '"' || c == '<') return fail(p, "a number should stand here");
    bool negative = c == '-';
    size_t from = p->at + (c == '-' || c == '+'), end = from;
    while (end < t.n && !is_white(t.p[end])) end++;
    *ms = -1;
    *count = 0;
    for (size_t i = from; i < end && t.p[i] >= '0' && t.p[i] <= '9' && *count < INT32_MAX; i++)
        *count = *count * 10 + (t.p[i] - '0');
    if (!negative) *ms = milliseconds(t.p + from, end - from);
    p->at = end;
    return true;
}

/* ---- tiers ---- */

/* Tiers of a corpus that say the speech again, or speak of it. Matched at the start of the folded name. */
static const char *const aside[] = {"phone",  "phon",  "fone",    "ljud",    "segment", "syll", "stavelse", "word",
                                    "ord",    "pos",   "lemma",   "gloss",   "morph",   "note", "comment",  "kommentar",
                                    "remark", "trans", "overs",   "övers",   "pitch",   "tone", "inton",    "break",
                                    "misc",   "event", "händels", "silence", "tyst",    NULL};

static size_t name_of(const struct parser *p, struct quoted q, char out[TIER_NAME_BYTES]) {
    size_t n = 0;
    for (size_t i = q.begin; i < q.end && n + 1 < TIER_NAME_BYTES; i++) {
        out[n++] = p->text.text.p[i];
        if (out[n - 1] == '"') i++;
    }
    out[n] = 0;
    n = uts_cut(uts_mkstr(out, n), TIER_NAME_BYTES - 5).n;
    out[n] = 0;
    return n;
}

static bool is_listed(const char *tiers, const char *name, size_t n) {
    for (const char *at = tiers; *at;) {
        size_t length = strcspn(at, ","), from = 0, to = length;
        while (from < to && at[from] == ' ') from++;
        while (to > from && at[to - 1] == ' ') to--;
        if (to - from == n && memcmp(at + from, name, n) == 0) return true;
        at += length + (at[length] == ',');
    }
    return false;
}

static bool is_speech(const struct parser *p, const char *name, size_t n) {
    char key[TIER_NAME_BYTES * 2];
    if (p->stage->tiers) return is_listed(p->stage->tiers, name, n);
    size_t length = fold_label(name, n, "\"", key, sizeof key - 1);
    if (p->only_words) return length >= 3 && (memcmp(key, "wor", 3) == 0 || memcmp(key, "ord", 3) == 0);
    for (const char *const *a = aside; *a; a++)
        if (length >= strlen(*a) && memcmp(key, *a, strlen(*a)) == 0) return false;
    return true;
}

static void leave_out(struct parser *p, const char *name, size_t n) {
    p->left_out++;
    if (p->left_out > TIERS_LISTED || p->n_left + n + 3 > sizeof p->left) return;
    if (p->n_left) p->left[p->n_left++] = ',', p->left[p->n_left++] = ' ';
    memcpy(p->left + p->n_left, name, n);
    p->n_left += n;
}

static void put_label(struct parser *p, struct quoted q, uts_sym speaker, int64_t start, int64_t end) {
    const char *text = p->text.text.p;
    size_t from = q.begin;
    while (from < q.end && is_white(text[from])) from++;
    if (from == q.end) return; /* an empty interval is a pause */
    struct piece *piece = pieces_begin(&p->pieces, speaker, start, end);
    if (piece) piece->order = p->order;
    for (size_t i = from; i < q.end; i++)
        if (text[i] == '"') { /* two quotes are one */
            pieces_put_source(&p->pieces, &p->text, from, i + 1);
            from = ++i + 1;
        }
    if (from < q.end) pieces_put_source(&p->pieces, &p->text, from, q.end);
}

static bool take_intervals(struct parser *p, int64_t n, uts_sym speaker) {
    for (int64_t i = 0; i < n; i++) {
        int64_t start, end, unused;
        struct quoted label;
        if (!take_number(p, &start, &unused) || !take_number(p, &end, &unused) || !take_text(p, &label)) return false;
        if (speaker) put_label(p, label, speaker, start, end);
        if (p->pieces.failed) return false;
        if (i % 1024 == 0 && p->stage->source.host->cancelled(p->job)) return false;
    }
    return true;
}

static bool take_points(struct parser *p, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        int64_t time, unused;
        struct quoted label;
        if (!take_number(p, &time, &unused) || !take_text(p, &label)) return false;
        p->points += label.begin < label.end;
    }
    return true;
}

static bool take_tier(struct parser *p) {
    struct quoted kind, label;
    int64_t ms, n;
    char name[TIER_NAME_BYTES];
    if (!take_text(p, &kind) || !take_text(p, &label)) return false;
    size_t length = name_of(p, label, name), kind_length = kind.end - kind.begin;
    const char *class = p->text.text.p + kind.begin;
    bool intervals = kind_length == 12 && memcmp(class, "IntervalTier", 12) == 0;
    if (!intervals && !(kind_length == 8 && memcmp(class, "TextTier", 8) == 0))
        return fail(p, "a tier is neither an IntervalTier nor a TextTier");
    if (!take_number(p, &ms, &n) || !take_number(p, &ms, &n) || !take_number(p, &ms, &n)) return false;
    p->order++;
    if (!intervals) return take_points(p, n);
    bool speech = is_speech(p, name, length);
    if (!speech) leave_out(p, name, length);
    /* A tier without a name has a speaker all the same: nobody knows who. */
    uts_str who = length ? uts_mkstr(name, length) : uts_cstr("?");
    return take_intervals(p, n, speech ? p->stage->source.host->intern(p->job, who) : 0);
}

/* The head of the file: its two strings, its times, and how many tiers there are. */
static bool take_head(struct parser *p, int64_t *tiers) {
    struct quoted type, class;
    int64_t ms, unused;
    const char *text = p->text.text.p;
    if (!take_text(p, &type) || !take_text(p, &class)) return false;
    if (class.end - class.begin != 8 || memcmp(text + class.begin, "TextGrid", 8) != 0)
        return fail(p, "this is a file of Praat, but no TextGrid: select the TextGrid in Praat and save it by itself");
    if (!take_number(p, &ms, &unused) || !take_number(p, &ms, &unused)) return false;
    if (!next_item(p) || text[p->at] != '<') return fail(p, "<exists> should stand here");
    if (memcmp(text + p->at, "<exists>", 8) != 0) return fail(p, "the TextGrid has no tiers");
    p->at += 8;
    return take_number(p, &ms, tiers);
}

static void report(const struct parser *p) {
    const uts_host *host = p->stage->source.host;
    if (p->left_out)
        uts_notef(host, p->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(p->left, p->n_left),
                  "%u tiers are left out: by their names they hold no speech; name those that do with --set "
                  "read-textgrid.tiers=…",
                  p->left_out);
    if (p->points)
        uts_notef(host, p->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""), "%u points with a text are left out",
                  p->points);
}

static bool parse(struct parser *p) {
    int64_t tiers = 0;
    pieces_start(&p->pieces, p->stage->source.host, p->job);
    bool good = take_head(p, &tiers);
    for (int64_t i = 0; good && i < tiers; i++) good = take_tier(p);
    return good && !p->pieces.failed;
}

/* Once more, for a file that has words and sounds only. */
static bool parse_words(struct parser *p) {
    pieces_free(&p->pieces);
    p->at = p->left_out = p->points = p->order = 0;
    p->n_left = 0;
    p->only_words = true;
    return parse(p);
}

static uts_status give(struct parser *p) {
    struct transcript t;
    transcript_start(&t, p->stage->source.host, p->job);
    t.knows_turns = true;
    pieces_sort(&p->pieces);
    pieces_give(&p->pieces, &t, p->only_words ? PIECES_VOICES : PIECES_APART);
    uts_status status = transcript_give(&t, "textgrid", NULL);
    transcript_free(&t);
    if (status == UTS_OK) report(p);
    return status;
}

static uts_status refuse(const struct parser *p) {
    const uts_host *host = p->stage->source.host;
    if (host->cancelled(p->job)) return UTS_E_CANCELLED;
    if (!p->why) return host->fail(p->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    struct source_text text = p->text;
    return host->fail(p->job, UTS_E_FORMAT, source_text_offset(&text, p->at), uts_cstr(p->why));
}

static bool is_binary(struct parser *p, uts_io *source) {
    uts_str bytes;
    return p->stage->source.host->source_bytes(p->job, source, &bytes) == UTS_OK && bytes.n >= 12 &&
           memcmp(bytes.p, "ooBinaryFile", 12) == 0;
}

uts_status textgrid_next(void *stage, void *cursor, uts_job *job) {
    const struct stage *s = stage;
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    struct parser p = {.stage = s, .job = job};
    if (is_binary(&p, c->source))
        return s->source.host->fail(job, UTS_E_UNSUPPORTED, 0,
                                    uts_cstr("is a binary file of Praat; save it as a text file (Save as text file…)"));
    uts_status status = source_text_read(&p.text, &s->source, job, c->source);
    if (status == UTS_OK) {
        bool good = parse(&p);
        if (good && !p.pieces.items.n && p.left_out && !s->tiers) good = parse_words(&p);
        status = good ? give(&p) : refuse(&p);
        if (status == UTS_OK) status = source_text_meta(&p.text, "textgrid");
        pieces_free(&p.pieces);
    }
    source_text_free(&p.text);
    return status;
}
