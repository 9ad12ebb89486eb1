/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accept.h"

#include "group.h"
#include "once.h"

#include <string.h>
#include <utsaga/layers.h>

void at_labels_free(struct at_labels *labels) {
    free(labels->lines.items);
    free(labels->candidates.items);
    free(labels->groups.items);
    free(labels->surfaces.items);
    free(labels->keys.items);
    free(labels->slots.items);
    free(labels->group_slots.items);
    memset(labels, 0, sizeof *labels);
}

/* ---- lines ---- */

static bool is_lower(const char *p, const char *end) {
    if (p >= end) return false;
    if ((unsigned char)*p < 0x80) return *p >= 'a' && *p <= 'z';
    return (unsigned char)*p == 0xC3 && end - p > 1 && (unsigned char)p[1] >= 0x9F;
}

/* "[one remark]" and nothing else. */
static bool is_remark(const char *p, const char *end) {
    if (*p != '[' || end[-1] != ']') return false;
    int depth = 0;
    for (const char *at = p; at < end; at++) {
        depth += (*at == '[') - (*at == ']');
        if (depth == 0 && at + 1 < end) return false;
    }
    return true;
}

static enum at_line_kind kind_of(const char *p, const char *end) {
    int64_t start, stop;
    bool marked;
    if (p == end) return AT_LINE_BLANK;
    if (*p == '#' && end - p > 2 && (p[1] == ' ' || p[1] == '#')) return AT_LINE_HEADING;
    if (*p == '@' && end - p > 1 && p[1] == ' ') return AT_LINE_COMMENT;
    size_t n = at_stamp(p, end, &start, &stop, &marked);
    if (n && n + at_blank(p + n, end) == (size_t)(end - p)) return AT_LINE_TIME;
    return is_remark(p, end) ? AT_LINE_REMARK : AT_LINE_TEXT;
}

/* The number at the start of a line, and the bytes up to the text. 0: none. */
static size_t line_number(const char *p, const char *end, uint32_t *value) {
    const char *at = p + at_blank(p, end);
    size_t n = 0;
    *value = 0;
    while (at + n < end && at[n] >= '0' && at[n] <= '9' && n < 6) *value = *value * 10 + (uint32_t)(at[n++] - '0');
    if (!n) return 0;
    at += n;
    bool listed = at + 1 < end && (*at == '.' || *at == ')') && at_blank(at + 1, end); /* "12. " by a word processor */
    at += listed;
    size_t gap = at_blank(at, end);
    if (at == end) return (size_t)(at - p);
    return listed || gap >= 2 || *at == '\t' ? (size_t)(at - p) + gap : 0;
}

static bool is_empty(const char *text, uint32_t begin, uint32_t end) {
    return begin >= end || at_blank(text + begin, text + end) == end - begin;
}

static bool is_spoken(uint32_t kind) {
    return kind == UTS_ZONE_SPEECH || kind == UTS_ZONE_QUESTION || kind == UTS_ZONE_QUOTE;
}

/* The line text[begin, end) in pieces: the reader's stretches in it, from row @p z on, and what they leave. */
static bool add_pieces(struct at_labels *labels, const char *text, uint32_t begin, uint32_t end,
                       const struct at_hints *hints, uint32_t z) {
    uint32_t from = begin, before = labels->lines.n;
    bool text_before = false;
    for (; z < hints->n_zones && hints->zone_begin[z] < end; z++) {
        if (is_spoken(hints->zone_kind[z]) || hints->zone_end[z] <= from) continue;
        uint32_t b = hints->zone_begin[z] > from ? hints->zone_begin[z] : from,
                 e = hints->zone_end[z] < end ? hints->zone_end[z] : end;
        struct at_line left = {.begin = from, .end = b, .rest = text_before};
        struct at_line piece = {.begin = b, .end = e, .zone = hints->zone_kind[z]};
        if (!is_empty(text, from, b)) {
            if (!AT_PUSH(&labels->lines, left)) return false;
            text_before = true;
        }
        if (!is_empty(text, b, e) && !AT_PUSH(&labels->lines, piece)) return false;
        from = e;
    }
    struct at_line left = {.begin = from, .end = end, .rest = text_before};
    return (labels->lines.n > before && is_empty(text, from, end)) || AT_PUSH(&labels->lines, left);
}

static bool split_lines(struct at_labels *labels, const char *text, uint32_t n, const struct at_hints *hints) {
    uint32_t z = 0;
    labels->lines.n = 0;
    for (uint32_t at = 0; at < n;) {
        const char *stop = memchr(text + at, '\n', n - at);
        uint32_t end = stop ? (uint32_t)(stop - text) : n;
        struct at_line line = {.begin = at, .end = end};
        while (z < hints->n_zones && hints->zone_end[z] <= at) z++;
        bool cut = z < hints->n_zones && hints->zone_begin[z] < end;
        if (cut ? !add_pieces(labels, text, at, end, hints, z) : !AT_PUSH(&labels->lines, line)) return false;
        at = end + 1;
    }
    return true;
}

/* Marks the lines whose paragraphs the reader knows to be headings or bold. */
static void apply_hints(struct at_labels *labels, const struct at_hints *hints) {
    uint32_t p = 0, boxed = 0, lines = 0;
    for (uint32_t i = 0; i < labels->lines.n; i++) {
        struct at_line *line = &labels->lines.items[i];
        while (p < hints->n_paragraphs && hints->paragraph_end[p] <= line->begin) p++;
        if (p < hints->n_paragraphs && hints->paragraph_begin[p] < line->end) {
            line->bold = (hints->style[p] & UTS_STYLE_BOLD) && !(hints->style[p] & UTS_STYLE_TABLE);
            line->boxed = (hints->style[p] & UTS_STYLE_BOX) != 0;
            if (hints->level[p] && !line->zone) line->zone = UTS_ZONE_HEADING;
        }
        boxed += line->boxed;
        lines += line->end > line->begin;
    }
    /* Where much stands in boxes, the boxes are only how the page was made. */
    for (uint32_t i = 0; (uint64_t)boxed * 10 > (uint64_t)lines * 3 && i < labels->lines.n; i++)
        labels->lines.items[i].boxed = false;
}

/* Line numbers: nearly every line begins with one, and they rise. */
static void strip_numbers(struct at_labels *labels, const char *text) {
    uint32_t numbered = 0, filled = 0, last = 0, value;
    for (uint32_t i = 0; i < labels->lines.n && filled < 200; i++) {
        struct at_line *line = &labels->lines.items[i];
        const char *p = text + line->begin, *end = text + line->end;
        if (line->zone || line->rest || p + at_blank(p, end) == end) continue;
        filled++;
        if (line_number(p, end, &value) && value > last) {
            numbered++;
            last = value;
        }
    }
    labels->numbered = filled >= 5 && numbered * 10 >= filled * 8;
    for (uint32_t i = 0; labels->numbered && i < labels->lines.n; i++) {
        struct at_line *line = &labels->lines.items[i];
        if (line->zone || line->rest) continue;
        line->number = (uint32_t)line_number(text + line->begin, text + line->end, &value);
        line->begin += line->number;
    }
}

static bool add_candidates(struct at_labels *labels, const char *text, uint32_t row) {
    const struct at_line *line = &labels->lines.items[row];
    uint32_t begin = line->begin + (uint32_t)at_blank(text + line->begin, text + line->end);
    struct at_candidate bold = {row, begin, begin, begin, begin, UINT32_MAX, AT_BOLD, AT_NONE, -1, -1};
    if (line->bold && !AT_PUSH(&labels->candidates, bold)) return false;
    struct at_candidate found[2];
    int n = at_parse_line(text, line->begin, line->end, row, found);
    for (int i = 0; i < n; i++) {
        struct at_candidate *c = &found[i];
        c->surface = c->name_end > c->name_begin ? at_surface_of(labels, text, c) : AT_NONE;
        if (c->surface == AT_NONE && c->name_end > c->name_begin) return false;
        if (c->surface != AT_NONE) {
            labels->surfaces.items[c->surface].count++;
            labels->groups.items[labels->surfaces.items[c->surface].group].count++;
        }
        if (!AT_PUSH(&labels->candidates, *c)) return false;
    }
    return true;
}

static bool scan(struct at_labels *labels, const char *text) {
    for (uint32_t i = 0; i < labels->lines.n; i++) {
        struct at_line *line = &labels->lines.items[i];
        const char *end = text + line->end, *p = text + line->begin;
        p += at_blank(p, end);
        if (!line->zone && !line->rest && at_is_header_row(p, end)) line->zone = UTS_ZONE_METADATA;
        line->kind = line->zone && p < end ? AT_LINE_ZONED : line->rest ? AT_LINE_TEXT : kind_of(p, end);
        if (line->boxed) continue;
        labels->comment_lines += line->kind == AT_LINE_COMMENT;
        labels->remark_lines += line->kind == AT_LINE_REMARK;
        if (line->kind != AT_LINE_TEXT || line->rest) continue;
        uint32_t before = labels->candidates.n;
        if (!add_candidates(labels, text, i)) return false;
        labels->text_lines++;
        labels->colon_lines += labels->candidates.n > before && labels->candidates.items[before].layout == AT_COLON;
        /* A line that goes on in lower case or with an indent is the rest of the one above. */
        bool indented = p > text + line->begin, goes_on = is_lower(p, end) || indented;
        if (!goes_on || (labels->candidates.n > before && !indented)) labels->units++;
    }
    return true;
}

/* ---- decision ---- */

static bool good_shape(const struct at_group *g) { return g->shape.chars <= 63 && g->shape.words <= 6; }

/* Reads as the name of a person: "Anna", "Bo-Göran Ö.", "2:a läkaren". */
static bool reads_as_name(const struct at_group *g) {
    return g->word == AT_W_PLAIN && g->shape.first_upper && g->shape.all_upper && !g->shape.odd &&
           g->shape.words <= 4 && g->shape.chars <= 40;
}

/* Nearly every line has a label: then names may be in lower case throughout. */
static bool writes_small(const struct at_labels *labels) {
    return labels->text_lines >= 4 && (uint64_t)labels->colon_lines * 10 >= (uint64_t)labels->text_lines * 8;
}

struct tally {
    uint32_t steady, steady_groups; /* labels that recur or are known codes */
    uint32_t known, interviewer, plausible, top, second, all;
};

static struct tally tally_of(const struct at_labels *labels, uint32_t layout) {
    struct tally t = {0};
    for (uint32_t i = 0; i < labels->groups.n; i++) {
        const struct at_group *g = &labels->groups.items[i];
        if (g->layout != layout || g->word == AT_W_META || g->word == AT_W_STOP) continue;
        t.all += g->count;
        if (!good_shape(g)) continue;
        bool starts = g->shape.first_upper || at_is_known(g) || writes_small(labels);
        if (at_is_known(g)) t.known += g->count;
        if (g->word == AT_W_INTERVIEWER || g->word == AT_W_I) t.interviewer += g->count;
        if (at_is_known(g) || (starts && g->count > 1)) {
            t.steady += g->count;
            t.steady_groups++;
            if (g->count >= t.top) {
                t.second = t.top;
                t.top = g->count;
            } else if (g->count > t.second) {
                t.second = g->count;
            }
        }
        if (at_is_known(g) || (starts && g->count > 1) || reads_as_name(g)) t.plausible += g->count;
    }
    return t;
}

/* @p part of @p whole is at least @p percent. */
static bool share(uint32_t part, uint32_t whole, uint32_t percent) {
    return (uint64_t)part * 100 >= (uint64_t)whole * percent;
}

static bool accept_names(const struct tally *t, uint32_t units) {
    /* Most lines begin with what reads as a name: also a transcript of one line or two. */
    if (t->plausible > 0 && share(t->plausible, units, 50)) return true;
    if (t->steady >= 3 && share(t->steady, units, 15) && (t->steady_groups >= 2 || t->known)) return true;
    /* Long turns in many paragraphs: then the labels must be known ones, or two that keep coming back. */
    if (t->interviewer >= 2 && t->steady_groups >= 2 && t->steady >= 4 && share(t->steady, units, 3)) return true;
    return t->second >= 4 && t->steady >= 10 && share(t->steady, units, 5) && share(t->top + t->second, t->steady, 60);
}

/* Lines of the layout that end in a question mark, possibly inside bold marks. */
static uint32_t count_questions(const struct at_labels *labels, const char *text, uint32_t layout) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < labels->candidates.n; i++) {
        const struct at_candidate *c = &labels->candidates.items[i];
        if (c->layout != layout) continue;
        uint32_t end = labels->lines.items[c->line].end;
        while (end > c->begin && memchr(" \t*_", text[end - 1], 4)) end--;
        n += end > c->begin && text[end - 1] == '?';
    }
    return n;
}

static uint32_t count_layout(const struct at_labels *labels, const char *text, uint32_t layout, uint32_t *ended) {
    uint32_t n = 0;
    *ended = 0;
    for (uint32_t i = 0; i < labels->candidates.n; i++) {
        const struct at_candidate *c = &labels->candidates.items[i];
        if (c->layout != layout) continue;
        n++;
        uint32_t end = labels->lines.items[c->line].end;
        *ended += end > c->begin && (memchr(".!?", text[end - 1], 3) || text[c->begin] != '-');
    }
    return n;
}

/*
 * Every line has a label, and there are enough of them, or the rest of the document is remarks in brackets: somebody
 * wrote it so, one turn a line. Then there are no continuation lines that could be taken for labels.
 */
static bool is_full(const struct at_labels *labels) {
    return labels->colon_lines == labels->text_lines && labels->text_lines > 0 &&
           (labels->text_lines >= 10 || labels->remark_lines >= 3);
}

static bool accepts(const struct at_labels *labels, const char *text, uint32_t layout) {
    struct tally t = tally_of(labels, layout);
    uint32_t units = labels->units, ended, n;
    switch (layout) {
    case AT_COLON:
        if (is_full(labels) && labels->remark_lines >= 3) return true;
        return accept_names(&t, units) && !labels->list;
    case AT_BRACKET:
        return (t.steady >= 3 && share(t.steady, units, 20)) || (t.plausible && share(t.plausible, units, 60));
    case AT_TIMED:
        return t.all >= 2 && t.plausible >= 2 && share(t.plausible, units, 20);
    case AT_TAB:
        return t.steady >= 3 && share(t.steady, units, 40) && (t.steady_groups >= 2 || t.known);
    case AT_TABLE:
        return t.all >= 2 && share(t.all, units, 50);
    case AT_ALONE:
        return t.steady >= 4 && t.steady_groups >= 2 && t.second >= 2 && share(t.steady, units, 25) &&
               share(t.steady, t.all, 70);
    case AT_NAME_DASH:
        return t.steady >= 4 && t.steady_groups >= 2 && t.second >= 2 && share(t.steady, units, 40);
    case AT_BOLD:
        n = count_layout(labels, text, layout, &ended);
        /* Headings are in bold too. */
        return n >= 2 && share(n, units, 20) && !share(n, units, 80) &&
               share(count_questions(labels, text, layout), n, 50);
    case AT_DASH:
        n = count_layout(labels, text, layout, &ended);
        return n >= 4 && share(n, units, 80) && share(ended, n, 60);
    default:
        return false;
    }
}

/* Checks that go through the text or the labels again are for documents with as many labels as conversations have. */
enum { MANY_LABELS = 3000 };

/* The word of a one-off label stands elsewhere in the text in lower case: a common noun, hardly a name. */
static bool is_common_noun(const struct at_labels *labels, const struct at_group *g, const char *text, uint32_t n) {
    char word[80];
    if (labels->groups.n > MANY_LABELS || g->key_length + 2 > sizeof word || g->shape.words != 1) return false;
    word[0] = ' ';
    memcpy(word + 1, labels->keys.items + g->key, g->key_length);
    return memmem(text, n, word, g->key_length + 1) != NULL;
}

static bool first_word_is_shared(const struct at_labels *labels, uint32_t row) {
    const struct at_group *g = &labels->groups.items[row];
    const char *key = labels->keys.items + g->key;
    const char *gap = memchr(key, ' ', g->key_length);
    if (!gap || labels->groups.n > MANY_LABELS) return false;
    uint32_t n = (uint32_t)(gap - key) + 1, others = 0;
    for (uint32_t i = 0; i < labels->groups.n && others < 2; i++) {
        const struct at_group *other = &labels->groups.items[i];
        others +=
            other->layout == g->layout && other->key_length > n && memcmp(labels->keys.items + other->key, key, n) == 0;
    }
    return others >= 2;
}

static bool has_answers(const struct at_labels *labels, uint32_t layout) {
    for (uint32_t i = 0; i < labels->groups.n; i++)
        if (labels->groups.items[i].layout == layout && labels->groups.items[i].word == AT_W_ANSWER) return true;
    return false;
}

/* How surely a label line is one: by how many lines have none. */
enum density { SPARSE, DENSE, FULL };

/* Which labels of the accepted layout are speakers. */
static bool is_speaker(const struct at_labels *labels, uint32_t row, const char *text, uint32_t n,
                       enum density density) {
    const struct at_group *g = &labels->groups.items[row];
    if (g->word == AT_W_META || g->word == AT_W_STOP) return false;
    if (density == FULL || g->layout == AT_TABLE) return true;
    /* "12:30 och undrade …" on a line of its own is no speaker. */
    if (g->layout == AT_TIMED) return g->count > 1 || g->shape.first_upper || at_is_known(g);
    if (g->word == AT_W_QUESTION && g->count < 2 && !has_answers(labels, g->layout)) return false;
    if (at_is_known(g)) return true;
    if (good_shape(g) && g->count > 1 && (g->shape.first_upper || writes_small(labels)) && !g->shape.odd) return true;
    if (g->layout == AT_ALONE) return false;
    if (reads_as_name(g)) return density == DENSE || g->count > 1 || !is_common_noun(labels, g, text, n);
    if (density != DENSE || g->shape.chars > 130) return false;
    return g->count > 1 || g->shape.has_capitals || g->shape.says || first_word_is_shared(labels, row);
}

/*
 * A transcript may go on in a table, or leave it: the speakers that it has are speakers in the other layout, too. With
 * two of them there, so are others who speak there alone.
 */
static void join_layouts(struct at_labels *labels, const char *text, uint32_t n) {
    uint32_t other = labels->layout == AT_COLON ? AT_TAB : labels->layout == AT_TAB ? AT_COLON : AT_NO_LAYOUT;
    uint32_t joined = 0, last = AT_NONE;
    for (uint32_t i = 0; other != AT_NO_LAYOUT && i < labels->surfaces.n; i++) {
        struct at_surface *s = &labels->surfaces.items[i];
        const struct at_group *g = &labels->groups.items[s->group];
        if (g->layout != other) continue;
        uint32_t same = at_group_in(labels, g, labels->layout);
        if (same == AT_NONE || !labels->groups.items[same].speaker || labels->groups.items[same].count < 2) continue;
        labels->groups.items[same].count += s->count;
        s->group = same;
        joined += same != last;
        last = same;
    }
    for (uint32_t i = 0; joined >= 2 && i < labels->groups.n; i++) {
        struct at_group *g = &labels->groups.items[i];
        if (g->layout != other || g->count < 2 || !is_speaker(labels, i, text, n, SPARSE)) continue;
        if (at_group_in(labels, g, labels->layout) != AT_NONE) continue;
        g->layout = labels->layout;
        g->speaker = true;
    }
}

static void choose_speakers(struct at_labels *labels, const char *text, uint32_t n) {
    struct tally t = tally_of(labels, labels->layout);
    enum density density = labels->layout != AT_COLON             ? SPARSE
                           : is_full(labels)                      ? FULL
                           : share(t.all, labels->text_lines, 90) ? DENSE
                                                                  : SPARSE;
    for (uint32_t i = 0; i < labels->groups.n; i++) {
        struct at_group *g = &labels->groups.items[i];
        g->speaker = g->layout == labels->layout && is_speaker(labels, i, text, n, density);
        g->shown = AT_NONE;
    }
    if (density != FULL) at_once_judge(labels, text, n);
    join_layouts(labels, text, n);
    for (uint32_t i = 0; i < labels->surfaces.n; i++) {
        const struct at_surface *s = &labels->surfaces.items[i];
        struct at_group *g = &labels->groups.items[s->group];
        if (g->shown == AT_NONE || s->count > labels->surfaces.items[g->shown].count) g->shown = i;
    }
}

void at_labels_clear(struct at_labels *labels) {
    labels->lines.n = labels->candidates.n = labels->groups.n = labels->surfaces.n = labels->keys.n = 0;
    if (labels->slots.room) memset(labels->slots.items, 0, labels->slots.room * sizeof *labels->slots.items);
    if (labels->group_slots.room) memset(labels->group_slots.items, 0, labels->group_slots.room * sizeof(uint32_t));
    labels->units = labels->text_lines = labels->colon_lines = labels->remark_lines = 0;
    labels->comment_lines = 0;
    labels->list = false;
    labels->layout = AT_NO_LAYOUT;
}

uint32_t at_labels_add(struct at_labels *labels, const char *name, size_t n) {
    uint32_t row = at_group_of(labels, name, n, AT_COLON);
    if (row == AT_NONE) return row;
    labels->groups.items[row].speaker = true;
    labels->groups.items[row].count++;
    return row;
}

bool at_labels_find(struct at_labels *labels, const char *text, uint32_t n, const struct at_hints *hints) {
    at_labels_clear(labels);
    if (!split_lines(labels, text, n, hints)) return false;
    apply_hints(labels, hints);
    strip_numbers(labels, text);
    if (!scan(labels, text)) return false;
    labels->list = at_once_is_list(labels, text, hints->lexicon);
    for (uint32_t layout = 0; layout < AT_LAYOUTS && labels->layout == AT_NO_LAYOUT; layout++)
        if (accepts(labels, text, layout)) labels->layout = layout;
    if (labels->layout != AT_NO_LAYOUT) choose_speakers(labels, text, n);
    return true;
}
