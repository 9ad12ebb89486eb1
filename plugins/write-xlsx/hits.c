/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hits.h"
#include "../common/context.h"
#include "../common/question_units.h"

static const char *const columns[] = {"document", "code",  "rule",     "polarity", "zone",        "speaker",
                                      "role",     "begin", "end",      "text",     "excluded_by", "turn",
                                      "left",     "right", "question", "repeated", "rule_line"};

_Static_assert(sizeof columns / sizeof *columns <= SHEET_COLUMNS, "the hits fit into a sheet");

void hits_columns(struct sheet *s) {
    s->n_columns = sizeof columns / sizeof *columns;
    for (uint32_t c = 0; c < s->n_columns; c++) s->columns[c] = columns[c];
}

/* Context stands on one line; the hit itself stays as it is. */
static void put_flat(struct sheet *s, uts_job *job, const uts_host *host, uts_str text, bool right) {
    if (text.n && memchr(text.p, '\n', text.n)) {
        char *copy = uts_strdup(host, job, text);
        if (!copy) {
            s->book->failed = true;
            return;
        }
        for (size_t i = 0; i < text.n; i++)
            if (copy[i] == '\n') copy[i] = ' ';
        text.p = copy;
    }
    if (right)
        sheet_right(s, text.p, text.n);
    else
        sheet_text(s, text.p, text.n);
}

static void put_cstr(struct sheet *s, const char *text) { sheet_text(s, text, strlen(text)); }

static void put_symbol(struct sheet *s, const uts_host *host, uts_job *job, uts_sym symbol) {
    uts_str text = host->spell(job, symbol);
    sheet_text(s, text.p, symbol ? text.n : 0);
}

/* The sentences that the hit's first and last token stand in. */
static void reach_of(const uts_layer *sentence, const uint32_t *of, uint32_t first, uint32_t last, uint32_t *from,
                     uint32_t *to) {
    if (!sentence) return;
    if (of[first] < sentence->rows && sentence->begin[of[first]] < *from) *from = sentence->begin[of[first]];
    if (of[last] < sentence->rows && sentence->end[of[last]] > *to) *to = sentence->end[of[last]];
}

/* Two cells: the question that a turn stands under, and whether the turn stands earlier, too. */
static void put_turn(struct sheet *s, const uts_layer *turn, const uint32_t *questions, uint32_t t) {
    bool spoken = turn && t < turn->rows;
    if (spoken && questions[t])
        sheet_int(s, questions[t]);
    else
        sheet_empty(s);
    sheet_int(s, spoken && ((const uint32_t *)turn->data[UTS_TURN_FLAGS])[t] & UTS_TURN_REPEATED ? 1 : 0);
}

void hits_add(struct sheet *s, const uts_host *host, const uts_codebook *book, uint32_t context, uts_job *job,
              const uts_doc *doc) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    const uts_layer *hit = host->layer(doc, "hit"), *token = host->layer(doc, "token"),
                    *turn = host->layer(doc, "turn"), *sentence = host->layer(doc, "sentence");
    if (!hit || !token) return;
    const uint32_t *code = hit->data[UTS_HIT_CODE], *rule = hit->data[UTS_HIT_RULE],
                   *polarity = hit->data[UTS_HIT_POLARITY], *first = hit->data[UTS_HIT_FIRST_TOKEN],
                   *last = hit->data[UTS_HIT_LAST_TOKEN], *excluded = hit->data[UTS_HIT_EXCLUDED_BY],
                   *turn_of = token->data[UTS_TOKEN_TURN], *zone_of = token->data[UTS_TOKEN_ZONE];
    uts_str text = host->doc_text(doc), id = host->doc_id(doc);
    uint32_t *questions = host->alloc(job, ((turn ? turn->rows : 0) + (size_t)1) * sizeof *questions, 4);
    if (!questions) {
        s->book->failed = true;
        return;
    }
    if (turn) question_units(turn, questions);
    for (uint32_t i = 0; i < hit->rows && !s->book->failed; i++) {
        uint32_t begin = hit->begin[i], end = hit->end[i], from = begin, to = end;
        uint32_t t = turn ? turn_of[first[i]] : UTS_NO_ROW, zone = zone_of[first[i]];
        reach_of(sentence, token->data[UTS_TOKEN_SENTENCE], first[i], last[i], &from, &to);
        sheet_text(s, id.p, id.n);
        put_cstr(s, book->codes[code[i]]->id);
        put_cstr(s, book->rules[rule[i]]->text);
        put_cstr(s, polarity[i] ? "negated" : "stated");
        put_cstr(s, zone < UTS_ZONE_COUNT_ ? zones[zone] : "");
        put_symbol(s, host, job, t != UTS_NO_ROW ? ((const uts_sym *)turn->data[UTS_TURN_SPEAKER])[t] : 0);
        put_symbol(s, host, job, t != UTS_NO_ROW ? ((const uts_sym *)turn->data[UTS_TURN_ROLE])[t] : 0);
        sheet_int(s, host->to_chars(doc, begin));
        sheet_int(s, host->to_chars(doc, end));
        sheet_text(s, text.p + begin, end - begin);
        put_cstr(s, excluded[i] == UTS_NO_ROW ? "" : book->rules[excluded[i]]->text);
        if (t == UTS_NO_ROW)
            sheet_empty(s);
        else
            sheet_int(s, (int64_t)t + 1);
        from = context_left(text.p, from, begin, context);
        put_flat(s, job, host, uts_mkstr(text.p + from, begin - from), true);
        to = context_right(text.p, end, to, context);
        put_flat(s, job, host, uts_mkstr(text.p + end, to - end), false);
        put_turn(s, turn, questions, t);
        sheet_int(s, book->rules[rule[i]]->line);
        sheet_end_row(s);
    }
}
