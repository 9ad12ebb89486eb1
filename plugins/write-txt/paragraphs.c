/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paragraphs.h"

struct txt {
    const uts_host *host;
    struct out *out;
    uts_job *job;
    const uts_doc *doc;
    uts_str text;
    const uts_layer *turn, *segment;
    uint32_t *first, *parts; /* by turn: row of its first segment, and how many it has */
    const char *newline;
    bool renamed; /* a name held a colon or line break */
};

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* A paragraph must stay one: line breaks and tabs are blanks. Blanks of any length are one. */
static void put_flat(struct out *o, const char *p, size_t n) {
    char *to = n ? out_need(o, n) : NULL, *start = to;
    if (!to) return;
    for (size_t i = 0; i < n; i++) {
        if (!is_space(p[i]))
            *to++ = p[i];
        else if (i == 0 || !is_space(p[i - 1]))
            *to++ = ' ';
    }
    o->n += (size_t)(to - start);
}

/* A colon ends the name for programs that code by speaker, so there is none in it. */
static void put_name(struct txt *t, uts_str name) {
    char *to = out_need(t->out, name.n + 1);
    if (!to) return;
    for (size_t i = 0; i < name.n; i++) {
        bool bad = name.p[i] == ':' || (name.p[i] >= '\t' && name.p[i] <= '\r');
        to[i] = bad ? '_' : name.p[i];
        t->renamed = t->renamed || bad;
    }
    t->out->n += name.n;
}

/* The name, else the role, else a word for unknown: every paragraph has a speaker, or programs would give it to the
 * one before. */
static void put_speaker(struct txt *t, uint32_t i) {
    uts_sym speaker = ((const uts_sym *)t->turn->data[UTS_TURN_SPEAKER])[i];
    uts_sym role = ((const uts_sym *)t->turn->data[UTS_TURN_ROLE])[i];
    const char *language = t->host->setting("language");
    if (speaker || role)
        put_name(t, t->host->spell(t->job, speaker ? speaker : role));
    else if (((const uint32_t *)t->turn->data[UTS_TURN_ZONE])[i] == UTS_ZONE_QUESTION)
        out_puts(t->out, language && strcmp(language, "en") == 0 ? "Interviewer" : "Intervjuare");
    else
        out_puts(t->out, language && strcmp(language, "en") == 0 ? "Unknown" : "Ok\xC3\xA4nd");
    out_puts(t->out, ": ");
}

static bool find_parts(struct txt *t) {
    uint32_t rows = t->turn->rows;
    t->first = t->host->alloc(t->job, (rows + 1) * sizeof(uint32_t), 4);
    t->parts = t->host->alloc(t->job, (rows + 1) * sizeof(uint32_t), 4);
    if (!t->first || !t->parts) return false;
    const uint32_t *of = t->segment ? t->segment->data[UTS_SEGMENT_TURN] : NULL;
    for (uint32_t s = t->segment ? t->segment->rows : 0; s-- > 0;) {
        if (of[s] >= rows) continue;
        t->first[of[s]] = s;
        t->parts[of[s]]++;
    }
    return true;
}

static void put_turn(struct txt *t, uint32_t i) {
    put_speaker(t, i);
    if (t->parts[i] < 2) {
        put_flat(t->out, t->text.p + t->turn->begin[i], t->turn->end[i] - t->turn->begin[i]);
    } else {
        const uint32_t *of = t->segment->data[UTS_SEGMENT_TURN];
        for (uint32_t s = t->first[i], left = t->parts[i]; left; s++) {
            if (of[s] != i) continue;
            if (left < t->parts[i]) out_puts(t->out, " ");
            put_flat(t->out, t->text.p + t->segment->begin[s], t->segment->end[s] - t->segment->begin[s]);
            left--;
        }
    }
    out_puts(t->out, t->newline);
}

/* What is not in the file, so that nobody takes it for the whole text. */
static void say_rest(const struct txt *t) {
    const uts_layer *token = t->host->layer(t->doc, "token");
    uint32_t words = 0;
    for (uint32_t i = 0; token && i < token->rows; i++) {
        uint32_t zone = ((const uint32_t *)token->data[UTS_TOKEN_ZONE])[i];
        bool outside = !t->turn || ((const uint32_t *)token->data[UTS_TOKEN_TURN])[i] == UTS_NO_ROW;
        if (outside && zone != UTS_ZONE_METADATA)
            words += UTS_TOKEN_IS_WORD(((const uint32_t *)token->data[UTS_TOKEN_KIND])[i]);
    }
    if (words)
        uts_notef(t->host, t->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(NULL, 0),
                  "the text by speakers has turns and quotes only: %u other words are left out", words);
    if (t->renamed)
        uts_notef(t->host, t->job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr(NULL, 0),
                  "the text by speakers: \"_\" stands for colons and line breaks in names");
}

uts_status txt_write(const uts_host *host, struct out *out, int64_t newline, uts_job *job, const uts_doc *doc) {
    struct txt t = {.host = host, .out = out, .job = job, .doc = doc, .newline = newline == TXT_CRLF ? "\r\n" : "\n"};
    t.text = host->doc_text(doc);
    t.turn = host->layer(doc, "turn");
    t.segment = host->layer(doc, "segment");
    if (t.turn && !find_parts(&t)) return UTS_E_NOMEM;
    if (!out_open(out, job, "txt", host->doc_id(doc), ".txt")) return UTS_E_IO;
    for (uint32_t i = 0; t.turn && i < t.turn->rows; i++) put_turn(&t, i);
    say_rest(&t);
    return out_close(out, job);
}
