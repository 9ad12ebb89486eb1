/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What write-tei wrote: the string value of body is the text, white space and all, and each element says what its
 * stretch of the text is. Nothing is put in and nothing left out.
 */
#include "tei_in.h"

static uint32_t zone_named(uts_str name) {
    static const char *const names[] = UTS_ZONE_NAMES;
    for (uint32_t i = 1; i < sizeof names / sizeof *names; i++)
        if (tei_is(name, names[i])) return i;
    return 0;
}

static bool in_element(const struct tei_cursor *c, enum tei_element element) {
    for (uint32_t i = c->depth - 1; i-- > 0;)
        if (c->stack[i].element == element) return true;
    return false;
}

/* Text from here on is of this zone, and of another row than the text before. */
static void begin_zone(struct tei_cursor *c, struct tei_frame *f, uint32_t zone) {
    f->zone = zone;
    c->zone_cut = true;
}

static void mark_event(struct tei_frame *f, uint32_t kind, const struct tei_attributes *a) {
    f->kind = kind;
    f->ms = tei_duration(tei_attribute(a, "dur"));
}

static void open_note(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    uts_str type = tei_attribute(a, "type");
    if (tei_is(tei_attribute(a, "place"), "bottom")) {
        begin_zone(c, f, UTS_ZONE_FOOTNOTE);
        return;
    }
    mark_event(f,
               tei_is(type, "pause")     ? UTS_EVENT_PAUSE
               : tei_is(type, "unclear") ? UTS_EVENT_UNCLEAR
                                         : UTS_EVENT_COMMENT,
               a);
    if (f->kind == UTS_EVENT_PAUSE) f->ms = c->after_pause ? c->pause_ms : -1;
    c->after_pause = false;
}

static void open_label(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    struct tei_label *label = tei_add(c, &c->labels, sizeof *label);
    begin_zone(c, f, UTS_ZONE_METADATA);
    if (!label) return;
    label->corresp = tei_keep_attribute(c, a, "corresp");
    f->row = c->labels.n - 1;
}

/* "X.txt#char=3,17": where the file says that the text stands. */
static bool range_of(uts_str s, uint32_t *begin, uint32_t *end) {
    static const char mark[] = "#char=";
    const char *at = s.n ? memmem(s.p, s.n, mark, sizeof mark - 1) : NULL;
    uint64_t numbers[2] = {0, 0};
    if (!at) return false;
    at += sizeof mark - 1;
    for (int i = 0; i < 2; i++) {
        const char *from = at;
        for (; at < s.p + s.n && *at >= '0' && *at <= '9' && numbers[i] < UINT32_MAX; at++)
            numbers[i] = numbers[i] * 10 + (uint64_t)(*at - '0');
        if (at == from || (i == 0 && (at == s.p + s.n || *at++ != ','))) return false;
    }
    *begin = (uint32_t)numbers[0];
    *end = (uint32_t)numbers[1];
    return numbers[0] <= numbers[1] && numbers[1] < UINT32_MAX;
}

static void open_u(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    struct tei_u *u = tei_add(c, &c->us, sizeof *u);
    begin_zone(c, f, UTS_ZONE_SPEECH);
    if (!u) return;
    uts_str who = tei_attribute(a, "who"), start = tei_attribute(a, "start"), end = tei_attribute(a, "end");
    u->id = tei_keep_attribute(c, a, "id");
    u->prev = tei_keep_attribute(c, a, "prev");
    u->ana = tei_keep_attribute(c, a, "ana");
    u->who = who.n ? tei_keep(c, who) : c->block_who;
    u->start = start.n ? tei_keep(c, start) : c->block_start;
    u->end = end.n ? tei_keep(c, end) : c->block_end;
    u->from = u->to = transcript_at(&c->t);
    u->quote = in_element(c, EL_QUOTE);
    for (uint32_t i = c->depth - 1; i-- > 0 && u->quote;)
        if (c->stack[i].element == EL_QUOTE) u->candidate = u->candidate || c->stack[i].kind;
    if (u->quote)
        f->zone = UTS_ZONE_QUOTE;
    else if (memmem(tei_spell(c, u->ana), strlen(tei_spell(c, u->ana)), "say.question", 12))
        f->zone = UTS_ZONE_QUESTION;
    f->row = c->us.n - 1;
    uint32_t says[2];
    struct tei_place *range =
        range_of(tei_attribute(a, "corresp"), says, says + 1) ? tei_add(c, &c->ranges, sizeof *range) : NULL;
    if (range) *range = (struct tei_place){0, says[0], f->row};
}

static void open_milestone(struct tei_cursor *c, const struct tei_attributes *a) {
    static const char *const styles[] = {"bold", "italic", "list", "table"};
    uts_str unit = tei_attribute(a, "unit"), rend = tei_attribute(a, "rend"), n = tei_attribute(a, "n");
    if (tei_is(unit, "zone")) c->zone_cut = true;
    struct tei_break *at = tei_is(unit, "paragraph") ? tei_add(c, &c->breaks, sizeof *at) : NULL;
    if (!at) return;
    at->at = transcript_at(&c->t);
    for (uint32_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (rend.n && memmem(rend.p, rend.n, styles[i], strlen(styles[i]))) at->style |= 1u << i;
    if (n.n == 1 && *n.p >= '0' && *n.p <= '9') at->level = (uint32_t)(*n.p - '0');
}

/* A div says what its paragraphs are; a quote that is a block has signs that belong to nobody. */
static void open_block(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    uts_str type = tei_attribute(a, "type");
    switch (f->element) {
    case EL_DIV:
        f->row = tei_is(type, "guide") ? UTS_ZONE_GUIDE : UTS_ZONE_NARRATIVE;
        break;
    case EL_P:
        begin_zone(c, f, tei_is(type, "metadata") ? UTS_ZONE_METADATA : tei_parent(c)->row);
        break;
    case EL_HEAD:
        begin_zone(c, f, UTS_ZONE_HEADING);
        break;
    case EL_LIST:
        c->zone_cut = true;
        break;
    case EL_ITEM:
        f->zone = UTS_ZONE_CONTENTS;
        break;
    case EL_FW:
        begin_zone(c, f, UTS_ZONE_FURNITURE);
        break;
    case EL_QUOTE:
    case EL_CIT:
        f->kind = tei_is(type, "candidate");
        begin_zone(c, f, f->zone ? f->zone : UTS_ZONE_METADATA);
        break;
    default:
        break;
    }
}

static void open_mark(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    switch (f->element) {
    case EL_PAUSE:
        c->after_pause = true;
        c->pause_ms = tei_duration(tei_attribute(a, "dur"));
        break;
    case EL_PC:
        if (a->n && tei_is(tei_attribute(a, "type"), "pause")) {
            f->kind = UTS_EVENT_PAUSE;
            f->ms = c->after_pause ? c->pause_ms : -1;
        } else if (a->n && tei_is(tei_attribute(a, "type"), "overlap")) {
            mark_event(f, UTS_EVENT_OVERLAP, a);
        }
        c->after_pause = false;
        break;
    case EL_EVENT:
        mark_event(f, f->kind, a);
        break;
    case EL_GAP:
        mark_event(f, tei_gap_kind(tei_attribute(a, "reason")), a);
        break;
    case EL_TIME:
        mark_event(f, UTS_EVENT_TIME, a);
        break;
    case EL_REF:
        mark_event(f, UTS_EVENT_NOTE_REF, a);
        break;
    default:
        break;
    }
}

void tei_open_own(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    switch (f->element) {
    case EL_W:
        return;
    case EL_U:
        open_u(c, a, f);
        break;
    case EL_ANNOTATION_BLOCK:
        c->block_who = tei_keep_attribute(c, a, "who");
        c->block_start = tei_keep_attribute(c, a, "start");
        c->block_end = tei_keep_attribute(c, a, "end");
        break;
    case EL_LABEL:
    case EL_BIBL:
        open_label(c, a, f);
        break;
    case EL_NOTE:
        open_note(c, a, f);
        break;
    case EL_MILESTONE:
        open_milestone(c, a);
        break;
    case EL_SEG: {
        uts_str type = tei_attribute(a, "type");
        uint32_t zone = zone_named(type);
        if (zone) begin_zone(c, f, zone);
        if (tei_is(type, "backchannel")) mark_event(f, UTS_EVENT_BACKCHANNEL, a);
        if (tei_is(type, "cutoff")) mark_event(f, UTS_EVENT_CUTOFF, a);
        break;
    }
    case EL_PAUSE:
    case EL_PC:
    case EL_EVENT:
    case EL_GAP:
    case EL_TIME:
    case EL_REF:
        open_mark(c, a, f);
        break;
    default:
        open_block(c, a, f);
    }
}

/* ---- ends ---- */

/* The words of a mark: without its brackets; nothing where it is dots alone. */
static uts_str words_of(uts_str mark) {
    static const struct {
        const char *open, *shut;
    } pairs[] = {{"((", "))"}, {"[", "]"}, {"(", ")"}, {"#", "#"}, {"...", "..."}, {"…", "…"}, {"@ <", ">"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t n = strlen(pairs[i].open), m = strlen(pairs[i].shut);
        if (mark.n < n + m || memcmp(mark.p, pairs[i].open, n) != 0 ||
            memcmp(mark.p + mark.n - m, pairs[i].shut, m) != 0)
            continue;
        mark = uts_mkstr(mark.p + n, mark.n - n - m);
        break;
    }
    while (mark.n && *mark.p == ' ') mark = uts_mkstr(mark.p + 1, mark.n - 1);
    while (mark.n && mark.p[mark.n - 1] == ' ') mark.n--;
    size_t dots = 0;
    while (dots < mark.n && (strchr("./- ", mark.p[dots]) || (unsigned char)mark.p[dots] == 0xE2 ||
                             (unsigned char)mark.p[dots] == 0x80 || (unsigned char)mark.p[dots] == 0xA6))
        dots++;
    return dots == mark.n ? uts_mkstr("", 0) : mark;
}

static void close_event(struct tei_cursor *c, const struct tei_frame *f) {
    uint32_t end = transcript_at(&c->t);
    if (!f->kind || end == f->begin) return;
    uts_str mark = uts_mkstr(c->t.text.p + f->begin, end - f->begin), words = words_of(mark);
    if (f->kind == UTS_EVENT_OVERLAP) /* "[1" and "]1" have a number, "[" has none */
        words = (mark.p[mark.n - 1] == '[' || mark.p[mark.n - 1] == ']') ? uts_mkstr("", 0)
                                                                         : uts_mkstr(mark.p + 1, mark.n - 1);
    transcript_event(&c->t, f->begin, end, f->kind, words, f->ms);
}

void tei_close_own(struct tei_cursor *c, struct tei_frame *f) {
    if (f->mode != TEI_IN_TEXT) return;
    switch (f->element) {
    case EL_U:
        if (f->row != UTS_NO_ROW) ((struct tei_u *)(void *)c->us.items)[f->row].to = transcript_at(&c->t);
        c->zone_cut = true;
        c->after_pause = false;
        break;
    case EL_ANNOTATION_BLOCK:
        c->block_who = c->block_start = c->block_end = 0;
        break;
    case EL_LABEL:
    case EL_BIBL:
        if (f->row != UTS_NO_ROW) {
            struct tei_label *label = (struct tei_label *)(void *)c->labels.items + f->row;
            label->begin = f->begin;
            label->end = transcript_at(&c->t);
        }
        c->zone_cut = true;
        break;
    case EL_NOTE:
        if (f->zone == UTS_ZONE_FOOTNOTE && !f->kind) c->zone_cut = true;
        close_event(c, f);
        break;
    case EL_P:
    case EL_HEAD:
    case EL_LIST:
    case EL_FW:
    case EL_QUOTE:
    case EL_CIT:
        c->zone_cut = true;
        break;
    case EL_SEG:
        if (f->zone != tei_parent(c)->zone) c->zone_cut = true;
        close_event(c, f);
        break;
    case EL_PC:
    case EL_EVENT:
    case EL_GAP:
    case EL_TIME:
    case EL_REF:
        close_event(c, f);
        break;
    default:
        break;
    }
}

void tei_put_own(struct tei_cursor *c, uts_str text, int64_t end) {
    struct transcript *t = &c->t;
    uint32_t zone = c->stack[c->depth - 1].zone, at = transcript_at(t), from = 0, to = (uint32_t)text.n;
    int64_t begin = end < 0 ? -1 : end - (int64_t)text.n;
    bool same = begin >= 0 && memcmp(c->bytes.p + begin, text.p, text.n) == 0;
    transcript_put(t, text, same ? begin : -1, same ? end : -1);
    while (from < to && tei_is_blank(text.p[from])) from++;
    while (to > from && tei_is_blank(text.p[to - 1])) to--;
    if (from == to || !zone) return;
    struct transcript_zone_row *row = t->zones.n ? (struct transcript_zone_row *)t->zones.items + t->zones.n - 1 : NULL;
    if (!row || c->zone_cut || row->kind != zone) {
        row = transcript_push(t, &t->zones, sizeof *row);
        if (!row) return;
        *row = (struct transcript_zone_row){{at + from, at + to}, zone};
    }
    row->span.end = at + to;
    c->zone_cut = false;
}
