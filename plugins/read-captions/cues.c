/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cues.h"

#include <stdlib.h>
#include <string.h>

struct line {
    size_t begin, end, next; /* end: without LF */
};

static bool is_space(char c) { return c == ' ' || c == '\t'; }

static struct line line_at(uts_str text, size_t at) {
    const char *stop = memchr(text.p + at, '\n', text.n - at);
    size_t end = stop ? (size_t)(stop - text.p) : text.n;
    return (struct line){at, end, stop ? end + 1 : end};
}

static struct line trimmed(uts_str text, struct line l) {
    while (l.begin < l.end && is_space(text.p[l.begin])) l.begin++;
    while (l.end > l.begin && is_space(text.p[l.end - 1])) l.end--;
    return l;
}

static bool starts(uts_str text, struct line l, const char *with) {
    size_t n = strlen(with);
    return l.end - l.begin >= n && memcmp(text.p + l.begin, with, n) == 0;
}

/* ---- time lines ---- */

/* "0:00:01.000 --> 0:00:02.000 settings", or with a comma between for SubViewer. */
static bool time_line(uts_str text, struct line l, bool sbv, int64_t *start, int64_t *end) {
    l = trimmed(text, l);
    const char *p = text.p + l.begin;
    size_t n = l.end - l.begin, at = pieces_time(p, n, start);
    if (!at) return false;
    while (at < n && is_space(p[at])) at++;
    size_t arrow = sbv ? 1 : 3;
    if (n - at < arrow || memcmp(p + at, sbv ? "," : "-->", arrow) != 0) return false;
    for (at += arrow; at < n && is_space(p[at]);) at++;
    size_t more = pieces_time(p + at, n - at, end);
    if (!more) return false;
    at += more;
    return at == n || is_space(p[at]);
}

static bool has_arrow(uts_str text, struct line l) {
    return l.end > l.begin && cues_find(text.p + l.begin, l.end - l.begin, "-->", 3) != NULL;
}

enum cues_format cues_recognise(const char *p, size_t n) {
    uts_str text = {p, n};
    size_t at = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (n - at >= 6 && memcmp(p + at, "WEBVTT", 6) == 0) return CUES_VTT;
    struct line line = {0};
    for (int found = 0; at < n && found < 3; at = line.next) {
        int64_t start, end;
        line = line_at(text, at);
        if (line.end > line.begin && p[line.end - 1] == '\r') line.end--;
        struct line inner = trimmed(text, line);
        if (inner.begin == inner.end) continue;
        if (time_line(text, line, false, &start, &end))
            return memchr(p + line.begin, ',', line.end - line.begin) ? CUES_SRT : CUES_VTT;
        if (time_line(text, line, true, &start, &end)) return CUES_SBV;
        found++;
    }
    return CUES_NONE;
}

/* ---- collecting ---- */

static void *room_for(struct cues *c, void *items, uint32_t n, uint32_t *room, size_t size) {
    if (n < *room) return items;
    uint32_t more = *room ? *room * 2 : 256;
    void *grown = more > *room ? realloc(items, more * size) : NULL;
    if (!grown) {
        c->failed = true;
        return items;
    }
    *room = more;
    return grown;
}

static void add_cue(struct cues *c, int64_t start, int64_t end, bool machine) {
    c->items = room_for(c, c->items, c->n, &c->room, sizeof *c->items);
    if (!c->failed) c->items[c->n++] = (struct cue){start, end, c->n_lines, 0, machine};
}

static void add_line(struct cues *c, struct line l) {
    l = trimmed(c->text, l);
    c->lines = room_for(c, c->lines, c->n_lines, &c->lines_room, sizeof *c->lines);
    if (c->failed || l.begin == l.end) return;
    c->lines[c->n_lines++] = (struct transcript_span){(uint32_t)l.begin, (uint32_t)l.end};
    c->items[c->n - 1].n_lines++;
}

/* ---- blocks ---- */

static bool all_digits(uts_str text, struct line l) {
    l = trimmed(text, l);
    for (size_t i = l.begin; i < l.end; i++)
        if (text.p[i] < '0' || text.p[i] > '9') return false;
    return l.end > l.begin;
}

/* Identifiers of Teams: a GUID, "/", numbers. */
static bool is_guid(uts_str text, struct line l) {
    l = trimmed(text, l);
    if (l.end - l.begin < 36) return false;
    for (size_t i = 0; i < 36; i++) {
        char ch = text.p[l.begin + i];
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool hex = (ch >= '0' && ch <= '9') || ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'f');
        if (dash ? ch != '-' : !hex) return false;
    }
    return true;
}

/* Behind the block that begins at @p at: at its blank line, or the end. */
static size_t pass_block(uts_str text, size_t at) {
    while (at < text.n) {
        struct line l = line_at(text, at);
        if (l.end == l.begin) break;
        at = l.next;
    }
    return at;
}

/* The header of WebVTT, up to the first blank line or time. */
static size_t pass_header(struct cues *c) {
    struct line first = line_at(c->text, 0);
    if (!starts(c->text, first, "WEBVTT")) {
        c->no_header = true;
        return 0;
    }
    struct line title = first;
    title.begin += 6;
    title = trimmed(c->text, title);
    if (title.end - title.begin > 1 && c->text.p[title.begin] == '-') title.begin++;
    title = trimmed(c->text, title);
    c->title = (struct transcript_span){(uint32_t)title.begin, (uint32_t)title.end};
    size_t at = first.next;
    while (at < c->text.n) {
        struct line l = line_at(c->text, at);
        if (l.end == l.begin || has_arrow(c->text, l)) break;
        at = l.next;
    }
    return at;
}

/* NOTE, STYLE and REGION: what is no speech. Returns where the block ends, or @p l.begin when it is none. */
static size_t pass_extra(struct cues *c, struct line l) {
    static const char *const words[] = {"NOTE", "STYLE", "REGION"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(words[i]);
        if (!starts(c->text, l, words[i])) continue;
        bool whole = l.begin + n == l.end || is_space(c->text.p[l.begin + n]);
        if (!whole || (i > 0 && trimmed(c->text, l).end != l.begin + n)) continue;
        size_t end = pass_block(c->text, l.begin);
        if (i == 0 && c->comments++ == 0 && c->n == 0)
            c->header = (struct transcript_span){(uint32_t)(l.begin + n), (uint32_t)end};
        if (i == 0 && memmem(c->text.p + l.begin, end - l.begin, "noScribe", 8)) c->noscribe = true;
        return end;
    }
    return l.begin;
}

/* A line before a time that only names the cue. */
static bool is_identifier(const struct cues *c, struct line l, bool at_block) {
    struct line next = line_at(c->text, l.next);
    int64_t start, end;
    if (l.next >= c->text.n || !time_line(c->text, next, c->format == CUES_SBV, &start, &end)) return false;
    return all_digits(c->text, l) || is_guid(c->text, l) || (at_block && c->format == CUES_VTT);
}

void cues_parse(struct cues *c, uts_str text, enum cues_format format) {
    *c = (struct cues){.text = text, .format = format};
    size_t at = format == CUES_VTT ? pass_header(c) : 0;
    bool at_block = true, machine = false;
    while (at < text.n && !c->failed) {
        struct line l = line_at(text, at);
        int64_t start, end;
        at = l.next;
        if (trimmed(text, l).begin == l.end || l.begin == l.end) {
            at_block = true;
            continue;
        }
        if (time_line(text, l, format == CUES_SBV, &start, &end)) {
            add_cue(c, start, end, machine);
            machine = at_block = false;
            continue;
        }
        if (format == CUES_VTT && at_block) {
            size_t after = pass_extra(c, l);
            if (after > l.begin) {
                at = after;
                continue;
            }
        }
        if (is_identifier(c, l, at_block)) {
            machine = is_guid(text, l);
            continue;
        }
        if (format == CUES_VTT && has_arrow(text, l)) {
            c->bad_times++;
            at_block = true;
            continue;
        }
        if (c->n == 0 || (at_block && format == CUES_VTT)) {
            add_cue(c, -1, -1, false);
            c->untimed++;
        }
        at_block = false;
        if (!c->failed) add_line(c, l);
    }
}

void cues_free(struct cues *c) {
    free(c->items);
    free(c->lines);
}

/* ---- rolling captions ---- */

/* A line without its tags, to compare; the tags of rolling captions stand in the newer of two equal lines only. */
static size_t next_letter(const struct cues *c, size_t at, size_t end) {
    while (at < end && c->text.p[at] == '<') {
        const char *close = memchr(c->text.p + at, '>', end - at);
        if (!close) return at;
        at = (size_t)(close - c->text.p) + 1;
    }
    return at;
}

static bool same_words(const struct cues *c, struct transcript_span a, struct transcript_span b) {
    size_t x = a.begin, y = b.begin;
    for (;; x++, y++) {
        x = next_letter(c, x, a.end);
        y = next_letter(c, y, b.end);
        if (x == a.end || y == b.end) break;
        if (c->text.p[x] != c->text.p[y]) return false;
    }
    return x == a.end && y == b.end;
}

static bool rolls(const struct cues *c, uint32_t i, uint32_t last) {
    const struct cue *cue = &c->items[i];
    return cue->n_lines && last != UINT32_MAX && same_words(c, c->lines[last], c->lines[cue->first_line]);
}

static uint32_t last_line(const struct cue *cue, uint32_t before) {
    return cue->n_lines ? cue->first_line + cue->n_lines - 1 : before;
}

uint32_t cues_unroll(struct cues *c) {
    bool words_have_times = false;
    for (uint32_t i = 0; i < c->n_lines && !words_have_times; i++) {
        size_t at = c->lines[i].begin, end = c->lines[i].end;
        const char *tag = memchr(c->text.p + at, '<', end - at);
        words_have_times = tag && tag[1] >= '0' && tag[1] <= '9';
    }
    if (!words_have_times) return 0;
    uint32_t rolling = 0, cues = 0, last = UINT32_MAX;
    for (uint32_t i = 0; i < c->n; i++) {
        rolling += rolls(c, i, last);
        cues += c->items[i].n_lines > 0;
        last = last_line(&c->items[i], last);
    }
    if (rolling * 2 < cues) return 0;
    last = UINT32_MAX;
    for (uint32_t i = 0; i < c->n; i++) {
        bool repeated = rolls(c, i, last);
        last = last_line(&c->items[i], last);
        if (!repeated) continue;
        c->items[i].first_line++;
        c->items[i].n_lines--;
    }
    return rolling;
}
