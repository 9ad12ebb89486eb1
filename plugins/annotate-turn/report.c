/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roles.h"
#include "run.h"
#include "variants.h"

#include <utsaga/plugin_util.h>

struct list {
    char text[2000];
    size_t n;
    bool full;
};

static void list_add(struct list *list, uts_str item) {
    if (list->full) return;
    if (list->n + item.n + 8 > sizeof list->text) {
        list->full = true;
        memcpy(list->text + list->n, ", …", sizeof ", …" - 1);
        list->n += sizeof ", …" - 1;
        return;
    }
    if (list->n) {
        memcpy(list->text + list->n, ", ", 2);
        list->n += 2;
    }
    memcpy(list->text + list->n, item.p, item.n);
    list->n += item.n;
}

/* Different spellings of one label. */
static void note_variants(const struct at_run *r) {
    const struct at_labels *labels = &r->w->labels;
    struct list list = {.n = 0};
    uint32_t folded = 0, uncertain = 0;
    for (uint32_t i = 0; i < labels->surfaces.n; i++) {
        const struct at_surface *s = &labels->surfaces.items[i];
        const struct at_group *g = &labels->groups.items[s->group];
        if (!g->speaker) continue;
        uncertain += r->text.p[s->begin + s->length - 1] == '?';
        if (g->shown == i) continue;
        char item[300];
        uts_str shown = at_shown_name(r, s->group);
        int n =
            snprintf(item, sizeof item, "%.*s -> %.*s", (int)s->length, r->text.p + s->begin, (int)shown.n, shown.p);
        list_add(&list, uts_mkstr(item, n < (int)sizeof item ? (size_t)n : sizeof item - 1));
        folded++;
    }
    if (folded)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list.text, list.n),
                  "%u spellings of speaker labels taken as variants of another", folded);
    if (uncertain)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u labels carry a question mark: the transcriber was not sure who spoke", uncertain);
}

/* Conversations have fewer speakers; parliaments and plays would pay for every pair. */
enum { MOST_SPEAKERS = 60 };

/* Labels that may be one speaker: told with the lines that would join them, never joined. */
static void note_proposals(const struct at_run *r) {
    const struct at_labels *labels = &r->w->labels;
    uint32_t speakers[MOST_SPEAKERS], n = 0, pairs = 0;
    struct list list = {.n = 0};
    for (uint32_t g = 0; g < labels->groups.n; g++) {
        if (!labels->groups.items[g].speaker) continue;
        if (n == MOST_SPEAKERS) return;
        speakers[n++] = g;
    }
    uts_str doc = r->host->doc_id(r->doc);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) {
            if (!at_variants_may_be_one(labels, speakers[i], speakers[k])) continue;
            uts_str a = at_shown_name(r, speakers[i]), b = at_shown_name(r, speakers[k]);
            char item[600];
            int made = snprintf(item, sizeof item, "%.*s = %.*s: \"%.*s\",\"%.*s\",\"%.*s\"", (int)b.n, b.p, (int)a.n,
                                a.p, (int)a.n, a.p, (int)doc.n, doc.p, (int)b.n, b.p);
            list_add(&list, uts_mkstr(item, made < (int)sizeof item ? (size_t)made : sizeof item - 1));
            pairs++;
        }
    if (pairs)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list.text, list.n),
                  "%u pairs of speaker labels may be one speaker each; they are kept apart. If they are one, give both "
                  "the same id in the participants table (line for the second: id,document,speaker in the detail)",
                  pairs);
}

static void note_interviewers(const struct at_run *r) {
    const struct at_labels *labels = &r->w->labels;
    static const char *const why[] = {[AT_ASKS_WORD] = "by its word",
                                      [AT_ASKS_HEADER] = "named in the header",
                                      [AT_ASKS_GUESS] =
                                          "by who asks questions: give a role in the participants table if "
                                          "this is wrong"};
    for (uint32_t g = 0; g < labels->groups.n; g++)
        if (labels->groups.items[g].speaker && r->w->asks.items[g])
            uts_notef(r->host, r->job, r->w->asks.items[g] == AT_ASKS_GUESS ? UTS_LOG_WARN : UTS_LOG_INFO, UINT64_MAX,
                      at_shown_name(r, g), "a label is taken as the interviewer, %s", why[r->w->asks.items[g]]);
}

void at_note_speakers(const struct at_run *r) {
    static const char *const layouts[] = {"Name: text",
                                          "[Name] text",
                                          "Name and time on a line",
                                          "Name TAB text",
                                          "time TAB text TAB Name",
                                          "Name on a line",
                                          "Name – text",
                                          "**question**",
                                          "– text, speakers unknown"};
    const struct at_labels *labels = &r->w->labels;
    struct list list = {.n = 0};
    uint32_t n = 0;
    for (uint32_t g = 0; g < labels->groups.n; g++) {
        if (!labels->groups.items[g].speaker) continue;
        n++;
        list_add(&list, at_shown_name(r, g));
    }
    uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list.text, list.n), "%u turns, %u speakers (%s)",
              r->w->built.turns.n, n, r->given.turn ? "named by the file" : layouts[labels->layout]);
    note_variants(r);
    note_proposals(r);
    note_interviewers(r);
}

/* ---- labels that stand once ---- */

static uint32_t line_of(uts_str text, uint32_t offset) {
    uint32_t line = 1;
    for (const char *at = text.p, *end = text.p + offset; (at = memchr(at, '\n', (size_t)(end - at))); at++) line++;
    return line;
}

/* The labels of @p once with their lines. Returns how many; *first is where the first stands. */
static uint32_t list_once(const struct at_run *r, enum at_once once, struct list *list, uint64_t *first) {
    const struct at_labels *labels = &r->w->labels;
    uint32_t n = 0;
    for (uint32_t g = 0; g < labels->groups.n; g++) {
        const struct at_group *group = &labels->groups.items[g];
        if (group->once != once || (once == AT_ONCE_KEPT && !group->speaker)) continue;
        char item[300];
        uts_str name = at_shown_name(r, g);
        if (n++ == 0) *first = group->once_at;
        if (list->full) continue;
        int made = snprintf(item, sizeof item, "%.*s (line %u)", (int)name.n, name.p, line_of(r->text, group->once_at));
        list_add(list, uts_mkstr(item, made < (int)sizeof item ? (size_t)made : sizeof item - 1));
    }
    return n;
}

void at_note_once(const struct at_run *r) {
    struct list kept = {.n = 0}, text = {.n = 0};
    uint64_t first = UINT64_MAX;
    if (r->w->labels.list && r->w->labels.layout == AT_NO_LAYOUT) {
        r->host->note(r->job, UTS_LOG_INFO, UINT64_MAX,
                      uts_cstr(
                          "the lines begin with a word and a colon, but each word stands once, is a common noun, and "
                          "nobody asks or answers: taken for a list, not for a transcript"),
                      uts_cstr(""));
        return;
    }
    uint32_t n = list_once(r, AT_ONCE_TEXT, &text, &first);
    if (n)
        uts_notef(
            r->host, r->job, UTS_LOG_INFO, first, uts_mkstr(text.text, text.n),
            "label seen once: %u lines begin with a word and a colon, but not as the turns do; they go on with the "
            "turn above",
            n);
    n = list_once(r, AT_ONCE_KEPT, &kept, &first);
    if (n)
        uts_notef(
            r->host, r->job, UTS_LOG_INFO, first, uts_mkstr(kept.text, kept.n),
            "label seen once: %u labels are taken as speakers who speak once; if one is not, its line belongs to the "
            "turn above",
            n);
}

/* ---- marks ---- */

/* Adds text[begin, end) unless the list has it. */
static void list_once_only(struct list *list, uts_str text, uint32_t begin, uint32_t end) {
    uts_str mark = {text.p + begin, end - begin};
    if (!list->full && !memmem(list->text, list->n, mark.p, mark.n)) list_add(list, mark);
}

static void note_unknown_marks(const struct at_run *r) {
    const struct at_events *events = &r->w->events;
    struct list list = {.n = 0}, round = {.n = 0};
    uint32_t n = 0;
    uint64_t first = UINT64_MAX;
    for (uint32_t i = 0; i < events->found.n; i++) {
        const struct at_event *e = &events->found.items[i];
        if (!e->unknown) continue;
        if (n++ == 0) first = e->begin;
        list_once_only(&list, r->text, e->begin, e->end);
    }
    if (n)
        uts_notef(r->host, r->job, UTS_LOG_INFO, first, uts_mkstr(list.text, list.n),
                  "%u bracketed remarks are not in the table of marks: kept as comments, their words are not counted",
                  n);
    for (uint32_t i = 0; i < events->round.n; i++)
        list_once_only(&round, r->text, events->round.items[i].begin, events->round.items[i].end);
    if (events->round.n)
        uts_notef(r->host, r->job, UTS_LOG_INFO, events->round.items[0].begin, uts_mkstr(round.text, round.n),
                  "%u round brackets hold what is not in the table of marks: kept as text, their words are counted",
                  events->round.n);
}

void at_note_marks(const struct at_run *r, enum at_profile profile, const char *why) {
    if (r->w->events.found.n || profile > AT_REPORT)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "convention of transcription: %s (%s); annotate-turn.profile names another",
                  at_profile_names[profile], why);
    note_unknown_marks(r);
}
