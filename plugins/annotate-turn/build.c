/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"

#include "mark.h"
#include "spoken.h"

#include <string.h>
#include <utsaga/layers.h>

/* A header line is short; longer lines before the first label are prose. */
enum { HEADER_BYTES = 200, HEADER_LINES = 60 };

struct builder {
    struct at_built *out;
    const struct at_labels *labels;
    const char *text;
    uint32_t turn;       /* the turn being built */
    uint32_t open;       /* its segment that may grow, or AT_NONE */
    uint32_t last_label; /* the last line with a label */
    int64_t pending_ms, pending_end_ms;
};

void at_built_free(struct at_built *built) {
    free(built->turns.items);
    free(built->segments.items);
    free(built->zones.items);
    free(built->closed.items);
    at_header_free(&built->header);
    free(built->label_of.items);
    memset(built, 0, sizeof *built);
}

/* ---- spans ---- */

static uint32_t skip_blank(const char *text, uint32_t begin, uint32_t end) {
    return begin + (uint32_t)at_blank(text + begin, text + end);
}

static uint32_t trim(const char *text, uint32_t begin, uint32_t end) {
    while (end > begin) {
        const unsigned char *u = (const unsigned char *)text + end;
        if (u[-1] == ' ' || u[-1] == '\t' || u[-1] == '\n')
            end--;
        else if (end - begin >= 2 && u[-2] == 0xC2 && u[-1] == 0xA0)
            end -= 2;
        else
            break;
    }
    return end;
}

static void add_zone(struct builder *b, uint32_t begin, uint32_t end, uint32_t kind) {
    begin = skip_blank(b->text, begin, end);
    end = trim(b->text, begin, end);
    struct at_zone zone = {begin, end, kind, kind == UTS_ZONE_SPEECH ? b->turn : AT_NONE};
    if (begin < end && !AT_PUSH(&b->out->zones, zone)) b->out->failed = true;
}

static void add_closed(struct builder *b, uint32_t begin, uint32_t end) {
    struct at_span span = {begin, end};
    if (begin < end && !AT_PUSH(&b->out->closed, span)) b->out->failed = true;
}

/* ---- turns ---- */

/* Takes a time stamp off the end of a turn: there it says when the turn ended. */
static void take_last_stamp(struct builder *b, struct at_turn *turn, struct at_segment *last) {
    const char *text = b->text;
    if (last->end <= last->begin || !strchr("#]", text[last->end - 1])) return;
    char open = text[last->end - 1] == '#' ? '#' : '[';
    uint32_t at = last->end - 1;
    while (at > last->begin && last->end - at < 24 && text[at - 1] != open) at--;
    if (at == last->begin || text[at - 1] != open) return;
    at--;
    int64_t start, end;
    bool marked;
    if (at_stamp(text + at, text + last->end, &start, &end, &marked) != last->end - at || !marked) return;
    uint32_t stop = last->end;
    last->end = trim(text, last->begin, at);
    turn->end_ms = end >= 0 ? end : start;
    struct at_zone *zone = &b->out->zones.items[b->out->zones.n - 1];
    if (last->end > last->begin)
        zone->end = last->end;
    else
        b->out->zones.n--;
    add_zone(b, at, stop, UTS_ZONE_METADATA);
}

static void close_segment(struct builder *b) {
    if (b->open == AT_NONE) return;
    struct at_segment *segment = &b->out->segments.items[b->open];
    segment->end = trim(b->text, segment->begin, segment->end);
    add_zone(b, segment->begin, segment->end, UTS_ZONE_SPEECH);
    b->open = AT_NONE;
}

static void close_turn(struct builder *b) {
    struct at_built *out = b->out;
    if (b->turn == AT_NONE || out->failed) return;
    bool last_open = b->open != AT_NONE;
    close_segment(b);
    struct at_turn *turn = &out->turns.items[b->turn];
    struct at_segment *last = out->segments.n ? &out->segments.items[out->segments.n - 1] : NULL;
    if (last && last->turn == b->turn) {
        if (last_open) take_last_stamp(b, turn, last);
        turn->end = last->end;
    } else {
        struct at_segment nothing = {turn->begin, turn->begin, b->turn};
        if (!AT_PUSH(&out->segments, nothing)) out->failed = true;
    }
    b->turn = AT_NONE;
}

/* Adds text[begin, end) to the turn. @p joins: it goes on where the open segment ended. */
static void add_text(struct builder *b, uint32_t begin, uint32_t end, bool joins) {
    struct at_built *out = b->out;
    begin = skip_blank(b->text, begin, end);
    end = trim(b->text, begin, end);
    if (begin == end) return;
    if (b->open != AT_NONE && joins) {
        out->segments.items[b->open].end = end;
        return;
    }
    close_segment(b);
    bool first = out->segments.n == 0 || out->segments.items[out->segments.n - 1].turn != b->turn;
    struct at_segment segment = {begin, end, b->turn};
    if (!AT_PUSH(&out->segments, segment)) {
        out->failed = true;
        return;
    }
    b->open = out->segments.n - 1;
    if (first) out->turns.items[b->turn].begin = begin;
    out->turns.items[b->turn].end = end;
}

static void start_turn(struct builder *b, const struct at_turn *turn) {
    close_turn(b);
    if (!AT_PUSH(&b->out->turns, *turn)) b->out->failed = true;
    b->turn = b->out->turns.n - 1;
    b->open = AT_NONE;
    b->pending_ms = b->pending_end_ms = -1;
}

static void start_labelled(struct builder *b, const struct at_candidate *c) {
    const struct at_line *line = &b->labels->lines.items[c->line];
    uint32_t text_end = c->text_end == UINT32_MAX ? line->end : c->text_end;
    uint32_t group = c->surface == AT_NONE ? AT_NONE : b->labels->surfaces.items[c->surface].group;
    struct at_turn turn = {.begin = c->text,
                           .end = c->text,
                           .group = group,
                           .label_begin = c->begin,
                           .label_end = trim(b->text, c->begin, c->text),
                           .start_ms = c->start_ms >= 0 ? c->start_ms : b->pending_ms,
                           .end_ms = c->start_ms >= 0 ? c->end_ms : b->pending_end_ms,
                           .question = c->layout == AT_BOLD};
    if (c->layout == AT_TABLE) {
        turn.label_begin = c->name_begin;
        turn.label_end = c->name_end;
    }
    start_turn(b, &turn);
    if (b->out->failed) return;
    add_zone(b, c->begin, c->text, UTS_ZONE_METADATA);
    if (c->layout == AT_BRACKET) add_closed(b, c->name_begin - 1, c->name_end + 1);
    if (c->layout != AT_BRACKET && c->name_begin < c->name_end) add_closed(b, c->name_begin, c->name_end);
    add_text(b, c->text, text_end, false);
    if (text_end < line->end) {
        close_segment(b);
        add_zone(b, text_end, line->end, UTS_ZONE_METADATA);
    }
}

/* ---- header ---- */

/* "Anna Ek", "Anna Ek och Bo Ö.": the value of a header field, not speech. */
static bool is_field_value(const char *text, uint32_t begin, uint32_t end) {
    end = trim(text, begin, end);
    if (begin == end || end - begin > 80 || strchr("!?,", text[end - 1])) return false;
    if (text[end - 1] == '.' && (end - begin < 3 || text[end - 3] != ' ')) return false;
    struct at_shape shape = at_shape_of(text + begin, end - begin);
    return shape.first_upper && shape.all_upper && shape.words <= 6;
}

/* The first candidate of @p line with a colon, accepted or not. */
static const struct at_candidate *colon_of_line(const struct at_labels *labels, uint32_t line, uint32_t *from) {
    while (*from < labels->candidates.n && labels->candidates.items[*from].line < line) (*from)++;
    const struct at_candidate *c = *from < labels->candidates.n ? &labels->candidates.items[*from] : NULL;
    return c && c->line == line && c->layout == AT_COLON ? c : NULL;
}

/* Field values go on from line @p i, and one of them has a label that no speaker has: "Datum: …". */
static bool leads_to_field(const struct builder *b, uint32_t i, uint32_t from) {
    const struct at_labels *labels = b->labels;
    for (i++; i < labels->lines.n; i++) {
        if (labels->lines.items[i].kind == AT_LINE_BLANK) continue;
        const struct at_candidate *c = colon_of_line(labels, i, &from);
        if (!c || c->surface == AT_NONE) return false;
        if (labels->groups.items[labels->surfaces.items[c->surface].group].word == AT_W_META) return true;
        if (!is_field_value(b->text, c->text, labels->lines.items[i].end)) return false;
    }
    return false;
}

/*
 * Where nearly every label stands below a time, what has labels before the first time is a summary: Meet puts one
 * there.
 */
static void drop_untimed_head(const struct builder *b) {
    uint32_t n = 0, timed = 0, first = AT_NONE, kind = AT_LINE_TEXT;
    const struct at_line *lines = b->labels->lines.items;
    for (uint32_t i = 0; i < b->labels->lines.n; i++) {
        bool labelled = b->out->label_of.items[i] != AT_NONE;
        n += labelled;
        if (labelled && kind == AT_LINE_TIME && ++timed == 1) first = i;
        if (lines[i].kind != AT_LINE_BLANK) kind = lines[i].kind;
    }
    for (uint32_t i = 0; timed >= 3 && timed * 10 >= n * 6 && i < first; i++) b->out->label_of.items[i] = AT_NONE;
}

/*
 * Lines before the first turn. A field such as "Intervjuare: Anna Ek" bears a label that later begins turns: it belongs
 * to the header when other fields stand beside it and its text is a name. Returns the first line of the conversation.
 */
static uint32_t find_header_end(struct builder *b) {
    const struct at_labels *labels = b->labels;
    uint32_t from = 0, end = 0;
    bool field_above = false;
    for (uint32_t i = 0; i < labels->lines.n; i++) {
        const struct at_line *line = &labels->lines.items[i];
        const struct at_candidate *c = colon_of_line(labels, i, &from);
        const struct at_group *g =
            c && c->surface != AT_NONE ? &labels->groups.items[labels->surfaces.items[c->surface].group] : NULL;
        bool field = g && g->word == AT_W_META;
        if (b->out->label_of.items[i] == AT_NONE) {
            field_above |= field;
        } else {
            bool field_below = g && leads_to_field(b, i, from);
            if (!g || !(field_above || field_below) || !is_field_value(b->text, c->text, line->end)) return i;
            b->out->label_of.items[i] = AT_NONE;
        }
        end = i + 1;
        if (g && !at_header_field(&b->out->header, b->text + c->name_begin, c->name_end - c->name_begin,
                                  b->text + c->text, line->end - c->text))
            b->out->failed = true;
    }
    return end;
}

static void add_header(struct builder *b, uint32_t end) {
    for (uint32_t i = 0; i < end; i++) {
        const struct at_line *line = &b->labels->lines.items[i];
        bool header = line->end - line->begin <= HEADER_BYTES && i < HEADER_LINES && line->kind != AT_LINE_REMARK;
        if (line->number) add_zone(b, line->begin - line->number, line->begin, UTS_ZONE_FURNITURE);
        if (line->kind == AT_LINE_REMARK) add_closed(b, line->begin, line->end);
        add_zone(b, line->begin, line->end,
                 line->kind == AT_LINE_ZONED     ? line->zone
                 : line->kind == AT_LINE_HEADING ? UTS_ZONE_HEADING
                 : header                        ? UTS_ZONE_METADATA
                                                 : UTS_ZONE_NARRATIVE);
    }
}

/* ---- lines ---- */

/* A remark on a line of its own that belongs to the turn above: "[skratt]", "[mm]", not "[§ 3 Meddelande om …]". */
static bool is_event_line(const struct builder *b, const struct at_line *line) {
    uint32_t begin = skip_blank(b->text, line->begin, line->end), end = trim(b->text, begin, line->end);
    char key[128];
    if (b->turn == AT_NONE || end - begin > 100) return false;
    size_t n = at_fold(b->text + begin + 1, end - begin - 2, key, sizeof key);
    return at_mark_is_known(key, n) || at_is_backchannel(b->text + begin + 1, end - begin - 2);
}

/* "00:01:05 TAB text" below a name: a cell of a table held the name and the time. Returns where the text begins. */
static uint32_t take_first_stamp(struct builder *b, uint32_t begin, uint32_t end) {
    struct at_turn *turn = &b->out->turns.items[b->turn];
    bool marked;
    if (b->labels->layout != AT_ALONE || b->open != AT_NONE || turn->end > turn->begin || turn->start_ms >= 0)
        return begin;
    size_t n = at_stamp(b->text + begin, b->text + end, &turn->start_ms, &turn->end_ms, &marked);
    if (!n || begin + n >= end || b->text[begin + n] != '\t') {
        turn->start_ms = turn->end_ms = -1;
        return begin;
    }
    add_zone(b, begin, begin + (uint32_t)n, UTS_ZONE_METADATA);
    return begin + (uint32_t)n;
}

/* Does the line below the time stamp in line @p i begin a turn? */
static bool label_follows(const struct builder *b, uint32_t i) {
    for (i++; i < b->labels->lines.n; i++)
        if (b->labels->lines.items[i].kind != AT_LINE_BLANK) return b->out->label_of.items[i] != AT_NONE;
    return false;
}

/* "Transcribed by https://…" below the last turn: the service speaks, not the person. */
static bool is_trailer(const struct builder *b, const struct at_line *line) {
    static const char *const openings[] = {"transcribed by",     "transcribed with",  "transkriberad av",
                                           "transkriberat av",   "transkriberad med", "transkriberat med",
                                           "this transcript was"};
    char key[64];
    uint32_t begin = skip_blank(b->text, line->begin, line->end);
    size_t n = at_fold(b->text + begin, line->end - begin > 40 ? 40 : line->end - begin, key, sizeof key);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (n >= strlen(openings[i]) && memcmp(key, openings[i], strlen(openings[i])) == 0) return true;
    return false;
}

static void take_line(struct builder *b, uint32_t i) {
    const struct at_line *line = &b->labels->lines.items[i];
    uint32_t c = b->out->label_of.items[i], begin = skip_blank(b->text, line->begin, line->end);
    if (line->number) {
        close_segment(b);
        add_zone(b, line->begin - line->number, line->begin, UTS_ZONE_FURNITURE);
    }
    if (line->kind == AT_LINE_BLANK) return;
    if (line->kind == AT_LINE_ZONED) {
        close_segment(b);
        add_zone(b, begin, line->end, line->zone);
    } else if (c != AT_NONE) {
        start_labelled(b, &b->labels->candidates.items[c]);
    } else if (i > b->last_label && is_trailer(b, line)) {
        close_segment(b);
        add_zone(b, begin, line->end, UTS_ZONE_FURNITURE);
    } else if (line->kind == AT_LINE_TIME && label_follows(b, i)) {
        bool marked;
        close_turn(b);
        at_stamp(b->text + begin, b->text + line->end, &b->pending_ms, &b->pending_end_ms, &marked);
        add_zone(b, begin, line->end, UTS_ZONE_METADATA);
    } else if (line->kind == AT_LINE_HEADING || line->kind == AT_LINE_COMMENT ||
               (line->kind == AT_LINE_REMARK && !is_event_line(b, line)) || b->turn == AT_NONE) {
        close_segment(b);
        add_closed(b, begin, line->kind == AT_LINE_REMARK ? trim(b->text, begin, line->end) : begin);
        add_zone(b, begin, line->end,
                 line->kind == AT_LINE_HEADING   ? UTS_ZONE_HEADING
                 : line->kind == AT_LINE_COMMENT ? UTS_ZONE_METADATA
                                                 : UTS_ZONE_NARRATIVE);
    } else if (b->out->turns.items[b->turn].question && b->labels->layout == AT_BOLD) {
        struct at_turn answer = {begin, begin, AT_NONE, begin, begin, -1, -1, false};
        start_turn(b, &answer);
        if (!b->out->failed) add_text(b, line->begin, line->end, false);
    } else if (line->boxed) {
        close_segment(b);
        add_zone(b, begin, line->end, UTS_ZONE_NARRATIVE);
    } else {
        add_text(b, take_first_stamp(b, line->begin, line->end), line->end, true);
    }
}

static bool map_labels(struct at_built *built, const struct at_labels *labels) {
    built->label_of.n = 0;
    for (uint32_t i = 0; i < labels->lines.n; i++)
        if (!AT_PUSH(&built->label_of, AT_NONE)) return false;
    for (uint32_t i = 0; i < labels->candidates.n; i++) {
        const struct at_candidate *c = &labels->candidates.items[i];
        const struct at_group *group =
            c->surface == AT_NONE ? NULL : &labels->groups.items[labels->surfaces.items[c->surface].group];
        if ((group ? group->layout : c->layout) != labels->layout || (group && !group->speaker)) continue;
        built->label_of.items[c->line] = i;
    }
    return true;
}

void at_built_clear(struct at_built *built) {
    built->turns.n = built->segments.n = built->zones.n = built->closed.n = 0;
    at_header_clear(&built->header);
    built->failed = false;
}

void at_build(struct at_built *built, const struct at_labels *labels, const char *text) {
    struct builder b = {.out = built,
                        .labels = labels,
                        .text = text,
                        .turn = AT_NONE,
                        .open = AT_NONE,
                        .pending_ms = -1,
                        .pending_end_ms = -1};
    at_built_clear(built);
    if (!map_labels(built, labels)) {
        built->failed = true;
        return;
    }
    drop_untimed_head(&b);
    uint32_t first = find_header_end(&b);
    /* A time stamp on the line above the first label is its time, not a field of the header. */
    for (uint32_t i = first; i > 0; i--) {
        uint32_t kind = labels->lines.items[i - 1].kind;
        if (kind == AT_LINE_TIME) first = i - 1;
        if (kind != AT_LINE_TIME && kind != AT_LINE_BLANK) break;
    }
    add_header(&b, first);
    for (uint32_t i = first; i < labels->lines.n; i++)
        if (built->label_of.items[i] != AT_NONE) b.last_label = i;
    for (uint32_t i = first; i < labels->lines.n && !built->failed; i++) take_line(&b, i);
    close_turn(&b);
}

void at_build_plain(struct at_built *built, const struct at_labels *labels, const char *text) {
    struct builder b = {.out = built, .labels = labels, .text = text, .turn = AT_NONE, .open = AT_NONE};
    at_built_clear(built);
    for (uint32_t i = 0; i < labels->lines.n && !built->failed; i++) {
        const struct at_line *line = &labels->lines.items[i];
        uint32_t begin = line->begin - line->number;
        if (line->kind == AT_LINE_BLANK) {
            close_turn(&b);
            continue;
        }
        begin = skip_blank(text, begin, line->end);
        if (line->kind == AT_LINE_ZONED) {
            /* A page break or a footnote does not end a paragraph. */
            if (line->zone == UTS_ZONE_FURNITURE || line->zone == UTS_ZONE_FOOTNOTE)
                close_segment(&b);
            else
                close_turn(&b);
            add_zone(&b, begin, line->end, line->zone);
            continue;
        }
        struct at_turn turn = {begin, begin, AT_NONE, begin, begin, -1, -1, false};
        if (b.turn == AT_NONE) start_turn(&b, &turn);
        if (!built->failed) add_text(&b, begin, line->end, true);
    }
    close_turn(&b);
}
