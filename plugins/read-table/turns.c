/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read.h"

struct counts {
    uint32_t turns, silent, nameless, bad_times, backwards;
    uint32_t first_bad_time;
};

/* "Peer supporter" as roles are written: lower case is left to annotate-turn for letters beyond ASCII. */
static uts_str role_of(const struct tb_writer *w, uts_str text) {
    char *p = uts_strdup(w->host, w->job, text);
    for (size_t i = 0; p && i < text.n; i++) {
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] += 32;
        if (p[i] == ' ') p[i] = '_';
        if (i && (unsigned char)p[i - 1] == 0xC3 && (unsigned char)p[i] >= 0x80 && (unsigned char)p[i] <= 0x9E)
            p[i] = (char)((unsigned char)p[i] + 32);
    }
    return (uts_str){p ? p : "", p ? text.n : 0};
}

static void take_times(const struct tb_writer *w, const struct tb_row *row, struct counts *n, int64_t *start,
                       int64_t *end) {
    const struct tb_columns *c = &w->c->columns;
    uts_str first = tb_role_text(w, row, TB_START), last = tb_role_text(w, row, TB_END);
    int64_t other;
    *start = *end = -1;
    bool good = !first.n || tb_clock(first, c->items[c->of[TB_START]].milliseconds, start, end);
    if (last.n) good &= tb_clock(last, c->items[c->of[TB_END]].milliseconds, end, &other);
    if (!good && !n->bad_times++) n->first_bad_time = row->number;
    if (*start >= 0 && *end >= 0 && *end < *start) {
        n->backwards++;
        *end = -1;
    }
}

static void write_row(struct tb_writer *w, const struct tb_row *row, uts_str *asked, struct counts *n) {
    const struct tb_table *t = &w->c->table;
    const struct tb_columns *c = &w->c->columns;
    const struct tb_cell *text = tb_at(t, row, c->of[TB_TEXT]);
    uts_str said = tb_trim(tb_raw(t, text)), speaker = tb_role_text(w, row, TB_SPEAKER);
    int64_t start, end;
    if (!said.n) {
        n->silent += speaker.n > 0;
        return;
    }
    if (c->of[TB_QUESTION] != TB_ABSENT) {
        const struct tb_cell *question = tb_at(t, row, c->of[TB_QUESTION]);
        uts_str words = tb_trim(tb_raw(t, question));
        /* Answers of a group to one question stand below each other. */
        if (words.n && !uts_str_eq(words, *asked)) tb_ask(w, row, question);
        *asked = words;
        if (!speaker.n) speaker = tb_role_text(w, row, TB_ID);
    }
    take_times(w, row, n, &start, &end);
    transcript_turn(&w->t, speaker, role_of(w, tb_role_text(w, row, TB_ROLE)), 0, start, end);
    tb_put(w, row, text);
    transcript_end_turn(&w->t);
    n->turns++;
    n->nameless += speaker.n == 0;
}

static void report(const struct tb_writer *w, const struct counts *n) {
    const struct tb_columns *c = &w->c->columns;
    static const enum tb_role shown[] = {TB_SPEAKER, TB_TEXT, TB_START, TB_END, TB_ROLE, TB_QUESTION};
    char roles[600];
    size_t at = 0;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        if (c->of[shown[i]] == TB_ABSENT || at > 400) continue;
        uts_str name = uts_cut(c->items[c->of[shown[i]]].name, 60);
        at += (size_t)snprintf(roles + at, sizeof roles - at, "%s%s in column \"%.*s\"", at ? ", " : "",
                               tb_role_names[shown[i]], (int)name.n, name.p);
    }
    uts_notef(w->host, w->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""), "table of %u turns: %s", n->turns, roles);
    uint32_t unread = 0;
    for (uint32_t i = 0; i < c->n; i++) unread += c->items[i].role == TB_NONE && c->items[i].filled;
    if (unread)
        uts_notef(w->host, w->job, UTS_LOG_WARN, UINT64_MAX, tb_list(w, TB_NONE),
                  "%u more columns are not read; name columns with --set read-table.speaker=… and so on", unread);
    if (n->silent)
        uts_notef(w->host, w->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""), "%u rows name a speaker and hold no text",
                  n->silent);
    if (n->nameless && c->of[TB_SPEAKER] != TB_ABSENT)
        uts_notef(w->host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u rows hold text and name no speaker: their speaker is unknown", n->nameless);
    if (n->bad_times)
        uts_notef(w->host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u times could not be read, the first in line %u; expected seconds, mm:ss or hh:mm:ss", n->bad_times,
                  n->first_bad_time);
    if (n->backwards)
        uts_notef(w->host, w->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u rows end before they begin: their end was left out", n->backwards);
}

void tb_write_turns(struct tb_writer *w) {
    struct counts n = {0};
    uts_str asked = {"", 0};
    const struct tb_table *t = &w->c->table;
    for (uint32_t r = w->c->columns.header + 1; r < t->n_rows && !w->t.failed; r++) {
        if (r % 1024 == 0 && w->host->cancelled(w->job)) return;
        write_row(w, &t->rows[r], &asked, &n);
    }
    report(w, &n);
}
