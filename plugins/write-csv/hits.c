/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hits.h"
#include "../common/context.h"
#include "../common/question_units.h"

static const char *const columns[] = {"document", "code",  "rule",     "polarity", "zone",        "speaker",
                                      "role",     "begin", "end",      "text",     "excluded_by", "turn",
                                      "left",     "right", "question", "repeated", "rule_line"};

void hits_header(struct csv_buf *b) {
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) csv_cstr(b, columns[i]);
    csv_end_row(b);
}

bool hits_make(struct csv_hits *h, const uts_host *host, int dialect, uint32_t context) {
    const uts_codebook *b = host->extension(UTS_EXT_CODEBOOK);
    *h = (struct csv_hits){.host = host, .codebook = b, .dialect = dialect, .context = context};
    if (!b) return true;
    h->cells.dialect = dialect;
    h->code_at = calloc(b->n_codes + 1, sizeof *h->code_at);
    h->rule_at = calloc(b->n_rules + 1, sizeof *h->rule_at);
    if (!h->code_at || !h->rule_at) return false;
    for (uint32_t i = 0; i <= b->n_codes; i++) {
        h->code_at[i] = (uint32_t)h->cells.n;
        h->cells.started = false;
        if (i < b->n_codes) csv_cstr(&h->cells, b->codes[i]->id);
    }
    for (uint32_t i = 0; i <= b->n_rules; i++) {
        h->rule_at[i] = (uint32_t)h->cells.n;
        h->cells.started = false;
        if (i < b->n_rules) csv_cstr(&h->cells, b->rules[i]->text);
    }
    return !h->cells.failed;
}

void hits_free(struct csv_hits *h) {
    free(h->code_at);
    free(h->rule_at);
    csv_free(&h->cells);
}

/* A cell of interview text, always quoted: that saves the look for signs that need it. Line breaks of a context
 * become blanks; the text of the hit itself stays as it is. */
static char *put_text(char *to, int dialect, const char *p, uint32_t n, bool flat) {
    *to++ = '"';
    if (csv_is_guarded(dialect, p, n)) *to++ = '\'';
    char *start = to;
    if (!memchr(p, '"', n)) {
        memcpy(to, p, n);
        to += n;
    } else {
        for (uint32_t i = 0; i < n; i++) {
            if (p[i] == '"') *to++ = '"';
            *to++ = p[i];
        }
    }
    for (char *line = start; flat && (line = memchr(line, '\n', (size_t)(to - line)));) *line = ' ';
    *to++ = '"';
    return to;
}

/* What the rows of one turn have in common. */
struct speaker_cells {
    uint32_t turn; /* the turn they belong to */
    struct csv_buf buf;
};

static void take_speaker(const struct csv_hits *h, struct speaker_cells *c, const uts_job *job, const uts_layer *turn,
                         uint32_t row) {
    if (c->turn == row) return;
    uts_str speaker = {NULL, 0}, role = {NULL, 0};
    if (row != UTS_NO_ROW) {
        speaker = h->host->spell(job, ((const uts_sym *)turn->data[UTS_TURN_SPEAKER])[row]);
        role = h->host->spell(job, ((const uts_sym *)turn->data[UTS_TURN_ROLE])[row]);
    }
    c->turn = row;
    c->buf.n = 0;
    c->buf.started = false;
    csv_text(&c->buf, speaker.p, speaker.n);
    csv_text(&c->buf, role.p, role.n);
}

static char *put_cell(char *to, const char *p, size_t n, char separator) {
    memcpy(to, p, n);
    to += n;
    *to++ = separator;
    return to;
}

struct row {
    uts_str document; /* cell */
    const char *zone;
    uint32_t code, rule, polarity, excluded_by, begin, end, left, right, turn, question;
    bool repeated;
};

static void put_row(const struct csv_hits *h, struct csv_buf *b, const uts_doc *doc, const char *text,
                    const struct row *r, const struct speaker_cells *who) {
    const uint32_t *code = h->code_at + r->code, *rule = h->rule_at + r->rule;
    const uint32_t *excluded = r->excluded_by == UTS_NO_ROW ? NULL : h->rule_at + r->excluded_by;
    size_t fixed = r->document.n + (code[1] - code[0]) + (rule[1] - rule[0]) + who->buf.n +
                   (excluded ? excluded[1] - excluded[0] : 0) + 200;
    if (!csv_reserve(b, fixed + 2 * (size_t)(r->right - r->left))) return;
    char s = csv_separator(h->dialect), *to = b->p + b->n;
    const char *polarity = r->polarity ? "negated" : "stated";
    to = put_cell(to, r->document.p, r->document.n, s);
    to = put_cell(to, h->cells.p + code[0], code[1] - code[0], s);
    to = put_cell(to, h->cells.p + rule[0], rule[1] - rule[0], s);
    to = put_cell(to, polarity, strlen(polarity), s);
    to = put_cell(to, r->zone, strlen(r->zone), s);
    to = put_cell(to, who->buf.p, who->buf.n, s);
    to = csv_digits(to, h->host->to_chars(doc, r->begin));
    *to++ = s;
    to = csv_digits(to, h->host->to_chars(doc, r->end));
    *to++ = s;
    to = put_text(to, h->dialect, text + r->begin, r->end - r->begin, false);
    *to++ = s;
    to = put_cell(to, excluded ? h->cells.p + excluded[0] : "", excluded ? excluded[1] - excluded[0] : 0, s);
    if (r->turn != UTS_NO_ROW) to = csv_digits(to, (uint64_t)r->turn + 1);
    *to++ = s;
    to = put_text(to, h->dialect, text + r->left, r->begin - r->left, true);
    *to++ = s;
    to = put_text(to, h->dialect, text + r->end, r->right - r->end, true);
    *to++ = s;
    if (r->question) to = csv_digits(to, r->question);
    *to++ = s;
    *to++ = r->repeated ? '1' : '0';
    *to++ = s;
    to = csv_digits(to, h->codebook->rules[r->rule]->line);
    b->n = (size_t)(to - b->p);
    csv_end_row(b);
}

/* The stretch of text that the context may take from: the sentences of the first and last token, no further than the
 * hit itself where there are none. */
static void take_context(const struct csv_hits *h, const uts_layer *token, const uts_layer *sentence, const char *text,
                         uint32_t first, uint32_t last, struct row *r) {
    const uint32_t *of = token->data[UTS_TOKEN_SENTENCE];
    uint32_t from = r->begin, to = r->end;
    if (sentence && of[first] < sentence->rows && sentence->begin[of[first]] < from) from = sentence->begin[of[first]];
    if (sentence && of[last] < sentence->rows && sentence->end[of[last]] > to) to = sentence->end[of[last]];
    r->left = context_left(text, from, r->begin, h->context);
    r->right = context_right(text, r->end, to, h->context);
}

/* By turn: the question it stands under; NULL without turns, or out of memory. */
static uint32_t *find_questions(const struct csv_hits *h, uts_job *job, const uts_layer *turn) {
    uint32_t *questions = turn ? h->host->alloc(job, ((size_t)turn->rows + 1) * sizeof *questions, 4) : NULL;
    if (questions) question_units(turn, questions);
    return questions;
}

void hits_add(const struct csv_hits *h, struct csv_buf *b, uts_job *job, const uts_doc *doc) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    const uts_layer *hit = h->codebook ? h->host->layer(doc, "hit") : NULL, *token = h->host->layer(doc, "token"),
                    *turn = h->host->layer(doc, "turn"), *sentence = h->host->layer(doc, "sentence");
    if (!hit || !hit->rows || !token) return;
    const uint32_t *code = hit->data[UTS_HIT_CODE], *rule = hit->data[UTS_HIT_RULE],
                   *polarity = hit->data[UTS_HIT_POLARITY], *first = hit->data[UTS_HIT_FIRST_TOKEN],
                   *last = hit->data[UTS_HIT_LAST_TOKEN], *excluded = hit->data[UTS_HIT_EXCLUDED_BY],
                   *token_turn = token->data[UTS_TOKEN_TURN], *token_zone = token->data[UTS_TOKEN_ZONE];
    uts_str text = h->host->doc_text(doc), id = h->host->doc_id(doc);
    const uint32_t *flags = turn ? turn->data[UTS_TURN_FLAGS] : NULL, *questions = find_questions(h, job, turn);
    struct csv_buf document = {.dialect = h->dialect};
    csv_text(&document, id.p, id.n);
    struct speaker_cells who = {.turn = UTS_NO_ROW - 1, .buf = {.dialect = h->dialect}};
    struct row r = {.document = {document.p, document.n}};
    for (uint32_t i = 0; i < hit->rows; i++) {
        r.code = code[i], r.rule = rule[i], r.polarity = polarity[i], r.excluded_by = excluded[i];
        r.begin = hit->begin[i], r.end = hit->end[i];
        uint32_t zone = token_zone[first[i]];
        r.zone = zone < UTS_ZONE_COUNT_ ? zones[zone] : "";
        r.turn = turn ? token_turn[first[i]] : UTS_NO_ROW;
        bool spoken = r.turn != UTS_NO_ROW && r.turn < turn->rows;
        r.question = spoken && questions ? questions[r.turn] : 0;
        r.repeated = spoken && flags[r.turn] & UTS_TURN_REPEATED;
        take_speaker(h, &who, job, turn, r.turn);
        take_context(h, token, sentence, text.p, first[i], last[i], &r);
        put_row(h, b, doc, text.p, &r, &who);
    }
    b->failed = b->failed || document.failed || who.buf.failed || (turn && !questions);
    csv_free(&document);
    csv_free(&who.buf);
}
