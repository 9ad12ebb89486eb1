/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

#include "../common/fold.h"
#include "marks.h"

#include <stdlib.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

enum { PARTICIPANTS = 256, CODE_BYTES = 32, NAME_BYTES = 128 };

struct participant {
    char code[CODE_BYTES], name[NAME_BYTES], role[NAME_BYTES];
};

struct parser {
    const struct source_stage *stage;
    uts_job *job;
    struct source_text text;
    struct pieces pieces;
    struct chat_left left;
    struct participant participants[PARTICIPANTS];
    uint32_t n_participants, n_dependent, n_headers, unknown;
    size_t bad; /* a line that is none of CHAT's, SIZE_MAX none */
};

int32_t chat_probe(const char *name, const void *head, size_t n) {
    static const char *const suffixes[] = {"cha", NULL};
    const char *p = head;
    if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3, n -= 3;
    bool begins = n > 6 && *p == '@' && memmem(p, n < 200 ? n : 200, "@Begin", 6);
    return begins ? 95 : source_suffix(name, suffixes) ? 60 : 0;
}

uts_status chat_create(const uts_host *host, uts_job *job, const void *conf, void **stage) {
    return source_stage_create(host, job, "read-chat", ((const struct chat_conf *)conf)->encoding, stage);
}

/* ---- participants ---- */

static size_t word_at(uts_str text, size_t at, size_t end, size_t *begin) {
    while (at < end && (text.p[at] == ' ' || text.p[at] == '\t' || text.p[at] == '\n')) at++;
    *begin = at;
    while (at < end && text.p[at] != ' ' && text.p[at] != '\t' && text.p[at] != '\n') at++;
    return at;
}

static void copy(char *out, size_t room, uts_str text, size_t begin, size_t end) {
    size_t n = end - begin < room - 1 ? end - begin : room - 1;
    while (n < end - begin && n && ((unsigned char)text.p[begin + n] & 0xC0) == 0x80) n--;
    memcpy(out, text.p + begin, n);
    out[n] = 0;
}

/* "INV Anna Investigator": code, name if there is one, role. */
static void take_participant(struct parser *p, size_t begin, size_t end) {
    size_t from[3], to[3], at = begin;
    uint32_t words = 0;
    for (; words < 3; words++) {
        at = word_at(p->text.text, at, end, &from[words]);
        to[words] = at;
        if (from[words] == at) break;
    }
    if (words < 1 || p->n_participants == PARTICIPANTS) return;
    struct participant *who = &p->participants[p->n_participants++];
    memset(who, 0, sizeof *who);
    copy(who->code, sizeof who->code, p->text.text, from[0], to[0]);
    if (words == 3) copy(who->name, sizeof who->name, p->text.text, from[1], to[1]);
    if (words > 1) copy(who->role, sizeof who->role, p->text.text, from[words - 1], to[words - 1]);
    for (char *c = who->name; *c; c++)
        if (*c == '_') *c = ' ';
}

static void take_participants(struct parser *p, size_t begin, size_t end) {
    for (size_t at = begin; at < end;) {
        const char *comma = memchr(p->text.text.p + at, ',', end - at);
        size_t stop = comma ? (size_t)(comma - p->text.text.p) : end;
        take_participant(p, at, stop);
        at = stop + 1;
    }
}

static const struct participant *participant_of(const struct parser *p, const char *code, size_t n) {
    for (uint32_t i = 0; i < p->n_participants; i++)
        if (strlen(p->participants[i].code) == n && memcmp(p->participants[i].code, code, n) == 0)
            return &p->participants[i];
    return NULL;
}

/* The name as the participants line has it, else the code. */
static uts_sym speaker_of(struct parser *p, const char *code, size_t n, uts_sym *role) {
    const uts_host *host = p->stage->host;
    const struct participant *who = participant_of(p, code, n);
    char key[NAME_BYTES * 2];
    p->unknown += !who;
    *role = 0;
    if (!who) return host->intern(p->job, uts_mkstr(code, n));
    size_t length = fold_label(who->role, strlen(who->role), "", key, sizeof key);
    /* What the format calls the one who asks, in the words of this program. */
    bool asks =
        (length == 12 && memcmp(key, "investigator", 12) == 0) || (length == 11 && memcmp(key, "interviewer", 11) == 0);
    bool says = length == 11 && memcmp(key, "participant", 11) == 0; /* says nothing of a role in the study */
    if (!says)
        *role = asks ? host->intern(p->job, uts_cstr("intervjuare")) : host->intern(p->job, uts_mkstr(key, length));
    return host->intern(p->job, who->name[0] ? uts_cstr(who->name) : uts_mkstr(code, n));
}

/* ---- lines ---- */

static void take_utterance(struct parser *p, size_t begin, size_t end) {
    const char *text = p->text.text.p, *colon = memchr(text + begin, ':', end - begin);
    if (!colon) {
        if (p->bad == SIZE_MAX) p->bad = begin;
        return;
    }
    size_t at = (size_t)(colon - text);
    uts_sym role, speaker = speaker_of(p, text + begin + 1, at - begin - 1, &role);
    struct piece *piece = pieces_begin(&p->pieces, speaker, -1, -1);
    if (!piece) return;
    piece->role = role;
    chat_put(&p->pieces, &p->text, at + 1, end, &p->left);
}

static void take_header(struct parser *p, size_t begin, size_t end) {
    static const struct {
        const char *header, *key;
    } kept[] = {{"@Media:", "media"}, {"@Date:", "date"}, {"@Languages:", "language"}};
    const char *text = p->text.text.p;
    static const char participants[] = "@Participants:";
    if (end - begin > sizeof participants && memcmp(text + begin, participants, sizeof participants - 1) == 0)
        take_participants(p, begin + sizeof participants - 1, end);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        size_t n = strlen(kept[i].header), from = begin + n;
        if (end - begin <= n || memcmp(text + begin, kept[i].header, n) != 0) continue;
        while (from < end && (text[from] == '\t' || text[from] == ' ')) from++;
        p->stage->host->set_meta(p->job, kept[i].key, uts_mkstr(text + from, end - from));
    }
    p->n_headers++;
}

/* The end of an entry: lines that begin with a TAB go on with it. */
static size_t entry_end(uts_str text, size_t at) {
    for (;;) {
        const char *lf = memchr(text.p + at, '\n', text.n - at);
        if (!lf) return text.n;
        at = (size_t)(lf - text.p) + 1;
        if (at >= text.n || text.p[at] != '\t') return at - 1;
    }
}

static bool parse(struct parser *p) {
    uts_str text = p->text.text;
    uint32_t lines = 0;
    for (size_t at = 0; at < text.n;) {
        size_t end = entry_end(text, at);
        if (text.p[at] == '*')
            take_utterance(p, at, end);
        else if (text.p[at] == '@')
            take_header(p, at, end);
        else if (text.p[at] == '%')
            p->n_dependent++;
        else if (text.p[at] != '\n' && p->bad == SIZE_MAX)
            p->bad = at;
        if (p->pieces.failed || (++lines % 4096 == 0 && p->stage->host->cancelled(p->job))) return false;
        at = end + 1;
    }
    return true;
}

static void report(const struct parser *p) {
    const uts_host *host = p->stage->host;
    if (p->n_dependent)
        uts_notef(host, p->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u dependent lines (%%mor, %%com …) are left out: they are analyses or remarks, not speech",
                  p->n_dependent);
    if (p->left.replacements + p->left.codes + p->left.omitted)
        uts_notef(
            host, p->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
            "signs of CHAT left out of the text: %u replacements and word codes, %u codes of analysis, %u words that "
            "were not said",
            p->left.replacements, p->left.codes, p->left.omitted);
    if (p->unknown)
        uts_notef(host, p->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u utterances by codes that @Participants does not name: the code is taken as the name", p->unknown);
}

static uts_status give(struct parser *p) {
    struct transcript t;
    transcript_start(&t, p->stage->host, p->job);
    t.knows_turns = true;
    pieces_give(&p->pieces, &t, PIECES_APART);
    uts_status status = transcript_give(&t, "chat", NULL);
    transcript_free(&t);
    if (status == UTS_OK) status = source_text_meta(&p->text, "chat");
    if (status == UTS_OK) report(p);
    return status;
}

static uts_status finish(struct parser *p, bool good) {
    const uts_host *host = p->stage->host;
    if (host->cancelled(p->job)) return UTS_E_CANCELLED;
    if (!good) return host->fail(p->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    if (p->bad != SIZE_MAX)
        return host->fail(p->job, UTS_E_FORMAT, source_text_offset(&p->text, p->bad),
                          uts_cstr("a line of CHAT begins with @, *, % or, where it goes on, a TAB; this one does not: "
                                   "check the file in CLAN"));
    if (!p->n_headers)
        return host->fail(p->job, UTS_E_FORMAT, 0, uts_cstr("has no headers (@Begin …), so it is no CHAT"));
    return give(p);
}

uts_status chat_next(void *stage, void *cursor, uts_job *job) {
    struct source_cursor *c = cursor;
    if (c->done) return UTS_END;
    c->done = true;
    const struct source_stage *s = stage;
    struct parser *p = s->host->alloc(job, sizeof *p, 8);
    if (!p) return UTS_E_NOMEM;
    p->stage = s;
    p->job = job;
    p->bad = SIZE_MAX;
    pieces_start(&p->pieces, s->host, job);
    uts_status status = source_text_read(&p->text, s, job, c->source);
    if (status == UTS_OK) status = finish(p, parse(p));
    pieces_free(&p->pieces);
    source_text_free(&p->text);
    return status;
}
