/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns of any TEI: u, and sp of plays. A turn begins with its first word, for a play names the speaker inside. */
#include "tei_in.h"

static const struct tei_person *person_of(struct tei_cursor *c, uts_str pointer) {
    uint32_t row = tei_find(c, &c->persons, sizeof(struct tei_person), pointer);
    return row == UTS_NO_ROW ? NULL : (const struct tei_person *)(const void *)c->persons.items + row;
}

static uts_str without_hash(uts_str pointer) {
    const char *hash = memchr(pointer.p, '#', pointer.n);
    return hash ? uts_mkstr(hash + 1, (size_t)(pointer.p + pointer.n - hash - 1)) : pointer;
}

static bool is_unknown(uts_str id) { return tei_is(id, "unknown") || tei_is(id, "okänd") || tei_is(id, "none"); }

/* The names of those who speak, joined by ", ": from the list of persons, else the identifiers. */
static tei_name name_of(struct tei_cursor *c, tei_name who, uint32_t *n, bool *known, tei_name *role) {
    const char *list = tei_spell(c, who);
    uts_str pointer;
    struct tei_bytes *g = &c->gathered;
    for (g->n = 0; tei_next_pointer(&list, &pointer); (*n)++) {
        const struct tei_person *p = person_of(c, pointer);
        uts_str id = without_hash(pointer);
        *known = *known || (p && p->name);
        if (p && p->role) *role = p->role;
        if (!p && is_unknown(id)) continue;
        if (g->n) tei_append(c, g, ", ", 2);
        uts_str name = p && p->name ? uts_cstr(tei_spell(c, p->name)) : id;
        tei_append(c, g, name.p, name.n);
    }
    return tei_take_gathered(c);
}

static uts_str first_word(const char *s) { return uts_mkstr(s, strcspn(s, " \t\r\n")); }

/* Roles whose bearer asks. */
static bool asks(uts_str role) {
    static const char *const roles[] = {"interviewer", "intervjuare", "moderator", "Interviewer", "INT"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (tei_is(role, roles[i])) return true;
    return false;
}

/* "HERTIGEN." without what a printer puts behind a name. */
static uts_str trimmed_label(const char *label) {
    size_t n = strlen(label);
    while (n && (tei_is_blank(label[n - 1]) || strchr(".:,;", label[n - 1]))) n--;
    return uts_mkstr(label, n);
}

/* A note that names the speaker stands just above. */
static bool has_label(const struct tei_cursor *c) {
    const struct transcript *t = &c->t;
    if (c->label_end <= c->label_begin) return false;
    for (uint32_t i = c->label_end; i < transcript_at(t); i++)
        if (!tei_is_blank(t->text.p[i])) return false;
    return true;
}

static const struct tei_u *last_u(const struct tei_cursor *c) {
    return (const struct tei_u *)(const void *)c->us.items + c->us.n - 1;
}

/* True when the pointer means the identifier. */
static bool is_id(const struct tei_cursor *c, tei_name pointer, tei_name id) {
    const char *p = tei_spell(c, pointer), *hash = strchr(p, '#');
    return pointer && id && strcmp(hash ? hash + 1 : p, tei_spell(c, id)) == 0;
}

void tei_begin_speech(struct tei_cursor *c) {
    uint32_t speakers = 0;
    bool known = false, labelled = has_label(c), goes_on = c->us.n && is_id(c, c->waiting.prev, last_u(c)->id);
    tei_name role_name = 0, name = 0;
    c->is_waiting = false;
    struct tei_u *u = tei_add(c, &c->us, sizeof *u);
    if (!u) return;
    *u = c->waiting;
    u->goes_on = goes_on;
    transcript_zone(&c->t, 0);
    name = name_of(c, u->who, &speakers, &known, &role_name);
    uts_str speaker = uts_cstr(tei_spell(c, name)), label = trimmed_label(tei_spell(c, c->waiting_label));
    if (!known && label.n) speaker = label;
    uts_str role = speakers == 1 ? first_word(tei_spell(c, role_name)) : uts_mkstr("", 0);
    bool quiet = labelled || goes_on;
    transcript_turn(&c->t, quiet ? uts_mkstr("", 0) : speaker, role, asks(role) ? UTS_ZONE_QUESTION : 0,
                    tei_time(c, u->start), tei_time(c, u->end));
    u->turn = c->t.turns.n - 1;
    u->from = transcript_at(&c->t);
    if (!quiet || c->t.failed) return;
    struct transcript_turn *turn = (struct transcript_turn *)c->t.turns.items + u->turn;
    turn->speaker = c->host->intern(c->job, speaker);
    if (labelled) turn->label = (struct transcript_span){c->label_begin, c->label_end};
}

void tei_open_turn(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    uts_str who = tei_attribute(a, "who"), start = tei_attribute(a, "start"), end = tei_attribute(a, "end");
    tei_end_block(c);
    c->waiting = (struct tei_u){.id = tei_keep_attribute(c, a, "id"),
                                .prev = tei_keep_attribute(c, a, "prev"),
                                .who = who.n ? tei_keep(c, who) : c->block_who,
                                .start = start.n ? tei_keep(c, start) : c->block_start,
                                .end = end.n ? tei_keep(c, end) : c->block_end};
    c->waiting_label = 0;
    c->is_waiting = c->speaks = true;
    f->speech = true;
    f->zone = 0;
}

void tei_close_turn(struct tei_cursor *c) {
    if (c->is_waiting) {
        c->is_waiting = false;
        return;
    }
    struct tei_u *u = c->us.n ? (struct tei_u *)(void *)c->us.items + c->us.n - 1 : NULL;
    uint32_t n = c->t.turns.n;
    transcript_end_turn(&c->t);
    if (u && c->t.turns.n < n) u->turn = UTS_NO_ROW; /* marks alone, or nothing */
    c->label_begin = c->label_end = 0;
    transcript_gap(&c->t);
}

/* One utterance over several u that follow on each other, which prev ties together, is one turn. */
void tei_join_turns(struct tei_cursor *c) {
    uint32_t n = c->t.turns.n, kept = 0;
    struct transcript_turn *turns = c->t.turns.items;
    uint32_t *now = calloc(n + 1, sizeof *now); /* by turn: 1 when it goes on; then its new row */
    if (!now) {
        c->t.failed = true;
        return;
    }
    const struct tei_u *us = (const struct tei_u *)(const void *)c->us.items;
    for (uint32_t i = 1; i < c->us.n; i++)
        if (us[i].goes_on && us[i].turn != UTS_NO_ROW && us[i].turn < n) now[us[i].turn] = 1;
    for (uint32_t i = 0; i < n; i++) {
        if (now[i] && kept)
            turns[kept - 1].span.end = turns[i].span.end;
        else
            turns[kept++] = turns[i];
        now[i] = kept - 1;
    }
    struct transcript_segment *segments = c->t.segments.items;
    for (uint32_t i = 0; i < c->t.segments.n; i++) segments[i].turn = now[segments[i].turn];
    c->t.turns.n = kept;
    free(now);
}
