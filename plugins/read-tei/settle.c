/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a document of ours has ended: u and label become turns, lines become paragraphs. */
#include "tei_in.h"

static const struct tei_u *u_at(const struct tei_cursor *c, uint32_t i) {
    return (const struct tei_u *)(const void *)c->us.items + i;
}

static void take_person(struct tei_cursor *c, tei_name who, struct transcript_turn *turn) {
    uint32_t row = tei_find(c, &c->persons, sizeof(struct tei_person), uts_cstr(tei_spell(c, who)));
    if (row == UTS_NO_ROW) return;
    const struct tei_person *p = (const struct tei_person *)(const void *)c->persons.items + row;
    const char *role = tei_spell(c, p->role);
    turn->speaker = c->host->intern(c->job, uts_cstr(tei_spell(c, p->name)));
    turn->role = c->host->intern(c->job, uts_mkstr(role, strcspn(role, " ")));
    if (p->group) turn->flags |= UTS_TURN_ANONYMOUS;
}

/* What u says of its turn beside the speaker: see say.c of write-tei. */
static void take_sayings(struct tei_cursor *c, tei_name ana, struct transcript_turn *turn) {
    const char *list = tei_spell(c, ana);
    uts_str pointer;
    while (tei_next_pointer(&list, &pointer)) {
        uint32_t row = tei_find(c, &c->categories, sizeof(struct tei_category), pointer);
        if (row == UTS_NO_ROW) continue;
        const struct tei_category *k = (const struct tei_category *)(const void *)c->categories.items + row;
        if (k->taxonomy != TAXONOMY_SPEECH) continue;
        const char *n = tei_spell(c, k->n);
        if (k->parent != UTS_NO_ROW)
            turn->role = c->host->intern(c->job, uts_cstr(n));
        else if (strcmp(n, "question") == 0)
            turn->zone = UTS_ZONE_QUESTION;
        else if (strcmp(n, "repeated") == 0)
            turn->flags |= UTS_TURN_REPEATED;
        else if (strcmp(n, "anonymous") == 0)
            turn->flags |= UTS_TURN_ANONYMOUS;
        else if (strcmp(n, "named") == 0)
            turn->flags &= ~(uint32_t)UTS_TURN_ANONYMOUS;
    }
}

static void add_turn(struct tei_cursor *c, const struct tei_u *u) {
    struct transcript_turn *turn = transcript_push(&c->t, &c->t.turns, sizeof *turn);
    if (!turn) return;
    *turn = (struct transcript_turn){.span = {u->from, u->to},
                                     .label = {u->from, u->from},
                                     .zone = u->quote ? UTS_ZONE_QUOTE : UTS_ZONE_SPEECH,
                                     .flags = u->candidate ? UTS_TURN_CANDIDATE : 0,
                                     .start_ms = tei_time(c, u->start),
                                     .end_ms = tei_time(c, u->end)};
    take_person(c, u->who, turn);
    take_sayings(c, u->ana, turn);
}

static void make_turns(struct tei_cursor *c) {
    for (uint32_t i = 0; i < c->us.n && !c->t.failed; i++) {
        struct tei_u *u = (struct tei_u *)(void *)c->us.items + i;
        uint32_t before = u->prev ? tei_find(c, &c->us, sizeof *u, uts_cstr(tei_spell(c, u->prev))) : UTS_NO_ROW;
        if (before < i) {
            u->turn = u_at(c, before)->turn;
            struct transcript_turn *turn = (struct transcript_turn *)c->t.turns.items + u->turn;
            if (u->to > turn->span.end) turn->span.end = u->to;
        } else {
            u->turn = c->t.turns.n;
            add_turn(c, u);
        }
        struct transcript_segment *segment = transcript_push(&c->t, &c->t.segments, sizeof *segment);
        if (segment) *segment = (struct transcript_segment){{u->from, u->to}, u->turn};
    }
    for (uint32_t i = 0; i < c->labels.n && !c->t.failed; i++) {
        const struct tei_label *label = (const struct tei_label *)(const void *)c->labels.items + i;
        const char *list = tei_spell(c, label->corresp);
        uts_str pointer;
        while (tei_next_pointer(&list, &pointer)) {
            uint32_t row = tei_find(c, &c->us, sizeof(struct tei_u), pointer);
            if (row == UTS_NO_ROW) continue;
            ((struct transcript_turn *)c->t.turns.items)[u_at(c, row)->turn].label =
                (struct transcript_span){label->begin, label->end};
        }
    }
}

/* ---- paragraphs ---- */

static bool is_blank_line(const char *p, const char *end) {
    while (p < end) {
        if (tei_is_blank(*p))
            p++;
        else if (end - p >= 2 && (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0)
            p += 2;
        else
            return false;
    }
    return true;
}

/* Runs of lines between blank lines, or lines; a milestone begins one, too. */
static void make_paragraphs(struct tei_cursor *c) {
    const char *text = c->t.text.p, *end = text + c->t.text.n;
    const struct tei_break *breaks = (const struct tei_break *)(const void *)c->breaks.items;
    struct transcript_paragraph *open = NULL;
    uint32_t next = 0;
    for (const char *line = text; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (!stop) stop = end;
        if (is_blank_line(line, stop)) {
            open = NULL;
        } else {
            uint32_t from = (uint32_t)(line - text), to = (uint32_t)(stop - text);
            while (next < c->breaks.n && breaks[next].at < from) next++;
            bool begins = next < c->breaks.n && breaks[next].at < to;
            if (!open || begins || c->by_line) {
                open = transcript_push(&c->t, &c->t.paragraphs, sizeof *open);
                if (!open) return;
                *open = (struct transcript_paragraph){.span = {from, to}};
            }
            if (begins) {
                open->style = breaks[next].style;
                open->level = breaks[next].level;
            }
            open->span.end = to;
        }
        line = stop + 1;
    }
}

/* Utterances that do not stand where the file says: somebody has changed its white space, or its words. */
static void note_moved(struct tei_cursor *c) {
    const struct tei_place *ranges = (const struct tei_place *)(const void *)c->ranges.items;
    const char *text = c->t.text.p;
    uint32_t chars = 0, at = 0, moved = 0;
    for (uint32_t i = 0; i < c->ranges.n; i++) {
        uint32_t to = u_at(c, ranges[i].end)->from;
        for (; at < to; at++) chars += ((unsigned char)text[at] & 0xC0) != 0x80;
        moved += chars != ranges[i].begin;
    }
    if (moved)
        uts_notef(c->host, c->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u of %u utterances do not stand where the file says: it was changed after utsaga wrote it, and "
                  "codings by place may be off",
                  moved, c->ranges.n);
}

void tei_settle_own(struct tei_cursor *c) {
    make_turns(c);
    make_paragraphs(c);
    note_moved(c);
    c->t.paragraph_begin = transcript_at(&c->t);
}
