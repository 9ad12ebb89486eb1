/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

/* The metadata "participants": most bytes of it, and most variables. */
enum { PARTICIPANTS_BYTES = 4 << 20, MOST_VARIABLES = 12 };

struct counts {
    uint32_t respondents, answers, blank;
};

/* What people type to get past a question; "vet ej" is an answer. */
static bool is_blank_answer(uts_str s) {
    static const char *const blanks[] = {"", "-", "--", ".", "..", "\xE2\x80\x93", "\xE2\x80\x94", NULL};
    for (const char *const *b = blanks; *b; b++)
        if (uts_str_eq(s, uts_cstr(*b))) return true;
    return false;
}

static uts_str name_of(const struct tb_writer *w, uint32_t r) {
    const struct tb_row *row = &w->c->table.rows[r];
    uts_str name = tb_role_text(w, row, TB_SPEAKER);
    if (!name.n) name = tb_role_text(w, row, TB_ID);
    if (name.n) return name;
    char made[40];
    snprintf(made, sizeof made, "Respondent %u", r - w->c->columns.header);
    char *copy = uts_strdup(w->host, w->job, uts_cstr(made));
    return uts_cstr(copy);
}

/* All open questions of one respondent. */
static void write_row(struct tb_writer *w, uint32_t r, struct counts *n) {
    const struct tb_table *t = &w->c->table;
    const struct tb_columns *c = &w->c->columns;
    const struct tb_row *row = &t->rows[r], *header = &t->rows[c->header];
    uint32_t before = n->answers;
    for (uint32_t i = 0; i < c->n; i++) {
        if (c->items[i].role != TB_OPEN) continue;
        const struct tb_cell *cell = tb_at(t, row, i);
        uts_str answer = tb_trim(tb_raw(t, cell));
        n->blank += answer.n && is_blank_answer(answer);
        if (is_blank_answer(answer)) continue;
        if (c->items[i].name.n) tb_ask(w, header, tb_at(t, header, i));
        transcript_turn(&w->t, name_of(w, r), uts_cstr(""), UTS_ZONE_SPEECH, -1, -1);
        tb_put(w, row, cell);
        transcript_end_turn(&w->t);
        n->answers++;
    }
    n->respondents += n->answers > before;
}

static void report(const struct tb_writer *w, const struct counts *n) {
    const struct tb_columns *c = &w->c->columns;
    uint32_t who = c->of[TB_SPEAKER] != TB_ABSENT ? c->of[TB_SPEAKER] : c->of[TB_ID];
    uts_str name = who == TB_ABSENT ? uts_cstr("") : c->items[who].name;
    uts_notef(w->host, w->job, UTS_LOG_INFO, UINT64_MAX, tb_list(w, TB_OPEN),
              "survey: %u open questions, %u respondents, %u answers; respondents are named by %s%.*s", c->n_open,
              n->respondents, n->answers, who == TB_ABSENT ? "their row" : "column ", (int)(name.n < 60 ? name.n : 60),
              name.p);
    if (n->blank)
        uts_notef(w->host, w->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u answers of nothing but a dash or point were left out", n->blank);
}

void tb_write_survey(struct tb_writer *w) {
    struct counts n = {0};
    for (uint32_t r = w->c->columns.header + 1; r < w->c->table.n_rows && !w->t.failed; r++) {
        if (r % 1024 == 0 && w->host->cancelled(w->job)) return;
        write_row(w, r, &n);
    }
    w->t.knows_turns = true;
    report(w, &n);
}

bool tb_write_respondent(struct tb_writer *w) {
    struct counts n = {0};
    struct tb_cursor *c = w->c;
    while (c->row < c->table.n_rows && n.answers == 0) write_row(w, c->row++, &n);
    w->t.knows_turns = true;
    if (n.answers) w->host->set_meta(w->job, "title", name_of(w, c->row - 1));
    if (c->n_documents == 0)
        uts_notef(w->host, w->job, UTS_LOG_INFO, UINT64_MAX, tb_list(w, TB_OPEN),
                  "survey: %u open questions, one document a respondent", c->columns.n_open);
    return n.answers > 0;
}

/* ---- variables ---- */

/* A cell of a table divided by tabs. */
static void put_cell(struct xlsx_bytes *b, uts_str s, const char *before) {
    xlsx_put(b, before, strlen(before));
    for (size_t i = 0; i < s.n; i++) xlsx_put(b, (unsigned char)s.p[i] < ' ' ? " " : s.p + i, 1);
}

static bool is_variable(const struct tb_columns *c, uint32_t i) {
    return c->items[i].role == TB_NONE && c->items[i].filled > 0 && c->items[i].name.n > 0;
}

static void put_row(const struct tb_writer *w, struct xlsx_bytes *b, uint32_t r, bool names) {
    const struct tb_columns *c = &w->c->columns;
    uint32_t n = 0;
    put_cell(b, names ? uts_cstr("speaker") : name_of(w, r), "");
    for (uint32_t i = 0; i < c->n && n < MOST_VARIABLES; i++) {
        if (!is_variable(c, i)) continue;
        n++;
        uts_str value = tb_text(w->host, w->job, &w->c->table, tb_at(&w->c->table, &w->c->table.rows[r], i));
        put_cell(b, names ? c->items[i].name : value, "\t");
    }
    xlsx_put(b, "\n", 1);
}

uts_status tb_give_variables(struct tb_writer *w) {
    const struct tb_cursor *c = w->c;
    uint32_t variables = 0;
    for (uint32_t i = 0; i < c->columns.n; i++) variables += is_variable(&c->columns, i);
    if (!variables) return UTS_OK;
    bool by_row = c->reader->conf->documents == TB_PER_ROW;
    if (c->n_documents == 0)
        uts_notef(w->host, w->job, UTS_LOG_INFO, UINT64_MAX, tb_list(w, TB_NONE),
                  "%u columns are no answers but variables: `utsaga init` copies them to participants.csv%s", variables,
                  variables > MOST_VARIABLES ? ", the first 12 of them" : "");
    struct xlsx_bytes b = {0};
    put_row(w, &b, c->columns.header, true);
    for (uint32_t r = by_row ? c->row - 1 : c->columns.header + 1;
         r < (by_row ? c->row : c->table.n_rows) && b.n < PARTICIPANTS_BYTES; r++)
        put_row(w, &b, r, false);
    uts_status status = UTS_OK;
    if (b.failed)
        status = w->host->fail(w->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    else if (b.n < PARTICIPANTS_BYTES)
        status = w->host->set_meta(w->job, "participants", (uts_str){b.p, b.n});
    else
        w->host->note(w->job, UTS_LOG_WARN, UINT64_MAX,
                      uts_cstr("the variables fill more than 4 MB: `utsaga init` does not list them"), uts_cstr(""));
    free(b.p);
    return status;
}
