/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spans beside the text become codings: those of people, of other programs, and the hits of an earlier run. */
#include "tei_in.h"

#include <limits.h>

static const struct tei_category *category_at(const struct tei_cursor *c, uint32_t row) {
    return (const struct tei_category *)(const void *)c->categories.items + row;
}

/* The names of groups and code, joined by '/'; a '/' in a name becomes '∕'. */
static tei_name path_of(struct tei_cursor *c, uint32_t row) {
    const struct tei_category *k = category_at(c, row);
    if (c->own && k->taxonomy == TAXONOMY_GIVEN) return k->n;
    uint32_t chain[32], n = 0;
    for (; row != UTS_NO_ROW && n < 32; row = category_at(c, row)->parent) chain[n++] = row;
    struct tei_bytes path = {0};
    while (n) {
        k = category_at(c, chain[--n]);
        const char *name = tei_spell(c, k->label ? k->label : k->n ? k->n : k->id);
        for (; *name; name++) {
            if (*name == '/')
                tei_append(c, &path, "∕", 3);
            else
                tei_append(c, &path, name, 1);
        }
        if (n) tei_append(c, &path, "/", 1);
    }
    tei_name made = tei_keep(c, uts_mkstr(path.p, path.n));
    free(path.p);
    return made;
}

/* Paths are made once a code: many spans share one. */
static tei_name code_of(struct tei_cursor *c, tei_name *paths, uts_str pointer) {
    uint32_t row = tei_find(c, &c->categories, sizeof(struct tei_category), pointer);
    if (row == UTS_NO_ROW) {
        const char *hash = memchr(pointer.p, '#', pointer.n);
        char copy[256]; /* the pointer lies in the names, which may move */
        int n = snprintf(copy, sizeof copy, "%.*s", (int)(hash ? pointer.p + pointer.n - hash - 1 : (long)pointer.n),
                         hash ? hash + 1 : pointer.p);
        return tei_keep(c, uts_mkstr(copy, n < (int)sizeof copy ? (size_t)n : sizeof copy - 1));
    }
    if (!paths[row]) paths[row] = path_of(c, row);
    return paths[row];
}

static uts_str coder_of(struct tei_cursor *c, const struct tei_span *s) {
    uts_str resp = uts_cstr(tei_spell(c, s->resp));
    if (tei_is(resp, "#utsaga") || (c->own && !resp.n && s->source)) return uts_cstr("utsaga");
    uint32_t row = tei_find(c, &c->coders, sizeof(struct tei_coder), resp);
    if (row != UTS_NO_ROW) return uts_cstr(tei_spell(c, ((struct tei_coder *)(void *)c->coders.items)[row].name));
    row = tei_find(c, &c->persons, sizeof(struct tei_person), resp);
    if (row != UTS_NO_ROW) return uts_cstr(tei_spell(c, ((struct tei_person *)(void *)c->persons.items)[row].name));
    return resp.n && *resp.p == '#' ? uts_mkstr(resp.p + 1, resp.n - 1) : resp;
}

/* "utsaga: regel hopp*": as programs that read projects get it, so that a later run knows its own. */
static tei_name rule_note(struct tei_cursor *c, const struct tei_span *s) {
    const char *list = tei_spell(c, s->source);
    uts_str pointer;
    char note[1100];
    uint32_t row = tei_next_pointer(&list, &pointer) ? tei_find(c, &c->categories, sizeof(struct tei_category), pointer)
                                                     : UTS_NO_ROW;
    if (row == UTS_NO_ROW) return 0;
    bool negated = strcmp(tei_spell(c, s->type), "negated") == 0;
    int n = snprintf(note, sizeof note, "%s%.1000s%s", c->english ? "utsaga: rule " : "utsaga: regel ",
                     tei_spell(c, category_at(c, row)->label),
                     !negated     ? ""
                     : c->english ? "; negated"
                                  : "; nekad");
    return tei_keep(c, uts_mkstr(note, (size_t)n));
}

/* ---- places ---- */

/* A span whose place is known in code points, and the row of its first coding among those that wait. */
struct counted {
    uint32_t chars, span, is_end;
};

static int by_chars(const void *a, const void *b) {
    const struct counted *x = a, *y = b;
    return x->chars < y->chars ? -1 : x->chars > y->chars;
}

static bool chars_of(const char *target, uint32_t *begin, uint32_t *end) {
    const char *at = strstr(target, "#char=");
    if (!at) return false;
    char *rest;
    unsigned long a = strtoul(at + 6, &rest, 10), b = *rest == ',' ? strtoul(rest + 1, &rest, 10) : ULONG_MAX;
    if (a > b || b >= UINT32_MAX) return false;
    *begin = (uint32_t)a;
    *end = (uint32_t)b;
    return true;
}

/* Where the elements stand that a span points at, without white space at the ends. */
static bool elements_of(struct tei_cursor *c, const struct tei_span *s, struct transcript_span *at) {
    const char *list = tei_spell(c, s->from ? s->from : s->target);
    uts_str first, last;
    if (!tei_next_pointer(&list, &first)) return false;
    const char *to = s->from ? tei_spell(c, s->to ? s->to : s->from) : list;
    last = first;
    for (uts_str next; tei_next_pointer(&to, &next);) last = next;
    uint32_t a = tei_find(c, &c->places, sizeof(struct tei_place), first),
             b = tei_find(c, &c->places, sizeof(struct tei_place), last);
    if (a == UTS_NO_ROW || b == UTS_NO_ROW) return false;
    const struct tei_place *places = (const struct tei_place *)(const void *)c->places.items;
    const char *text = c->t.text.p;
    at->begin = places[a].begin;
    at->end = places[b].end;
    while (at->begin < at->end && tei_is_blank(text[at->begin])) at->begin++;
    while (at->end > at->begin && tei_is_blank(text[at->end - 1])) at->end--;
    return at->begin < at->end;
}

/* Turns code points into bytes, for all spans in one pass. Those beyond the text keep UTS_NO_ROW. */
static void count_out(const struct tei_cursor *c, struct counted *counted, uint32_t n, struct transcript_span *spans) {
    const char *text = c->t.text.p;
    uint32_t chars = 0, at = 0, length = (uint32_t)c->t.text.n;
    qsort(counted, n, sizeof *counted, by_chars);
    for (uint32_t i = 0; i < n; i++) {
        while (chars < counted[i].chars && at < length) {
            at++;
            while (at < length && ((unsigned char)text[at] & 0xC0) == 0x80) at++;
            chars++;
        }
        if (chars < counted[i].chars) return;
        if (counted[i].is_end)
            spans[counted[i].span].end = at;
        else
            spans[counted[i].span].begin = at;
    }
}

static void find_places(struct tei_cursor *c, struct transcript_span *spans, struct counted *counted) {
    const struct tei_span *all = (const struct tei_span *)(const void *)c->spans.items;
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->spans.n; i++) {
        uint32_t begin, end;
        spans[i] = (struct transcript_span){UTS_NO_ROW, UTS_NO_ROW};
        if (elements_of(c, &all[i], &spans[i])) continue;
        spans[i] = (struct transcript_span){UTS_NO_ROW, UTS_NO_ROW};
        /* Positions count in the text of the file that we wrote ourselves alone. */
        if (!c->verbatim || !chars_of(tei_spell(c, all[i].target), &begin, &end)) continue;
        counted[n++] = (struct counted){begin, i, 0};
        counted[n++] = (struct counted){end, i, 1};
    }
    count_out(c, counted, n, spans);
}

static void put_codings(struct tei_cursor *c, const struct transcript_span *spans, tei_name *paths) {
    uint32_t lost = 0, uncoded = 0;
    for (uint32_t i = 0; i < c->spans.n && !c->stopped && !c->t.failed; i++) {
        const struct tei_span *s = (const struct tei_span *)(const void *)c->spans.items + i;
        if (spans[i].begin == UTS_NO_ROW || spans[i].end == UTS_NO_ROW) {
            lost++;
            continue;
        }
        if (!s->ana && !s->label) {
            uncoded++;
            continue;
        }
        tei_name note = s->source ? rule_note(c, s) : s->ana ? s->label : 0;
        uint32_t done = 0;
        do {
            const char *list = tei_spell(c, s->ana) + done;
            uts_str pointer;
            bool any = tei_next_pointer(&list, &pointer);
            if (!any && done) break;
            uint32_t next = (uint32_t)(list - tei_spell(c, s->ana));
            tei_name code = any ? code_of(c, paths, pointer) : s->label;
            uncoded += !code;
            if (code)
                transcript_coding(&c->t, spans[i].begin, spans[i].end, uts_cstr(tei_spell(c, code)), coder_of(c, s),
                                  uts_cstr(tei_spell(c, s->guid)), uts_cstr(tei_spell(c, note)));
            done = next;
        } while (done);
    }
    if (uncoded)
        uts_notef(c->host, c->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u annotations name no code and are left out", uncoded);
    if (lost)
        uts_notef(c->host, c->job, UTS_LOG_WARN, UINT64_MAX, uts_cstr(""),
                  "%u annotations point at nothing in the text of the file and are left out", lost);
}

void tei_settle_codings(struct tei_cursor *c) {
    if (!c->spans.n) return;
    struct transcript_span *spans = malloc(c->spans.n * sizeof *spans);
    struct counted *counted = malloc(2 * (size_t)c->spans.n * sizeof *counted);
    tei_name *paths = calloc(c->categories.n + 1, sizeof *paths);
    if (spans && counted && paths) {
        find_places(c, spans, counted);
        put_codings(c, spans, paths);
    } else {
        c->t.failed = true;
    }
    free(spans);
    free(counted);
    free(paths);
}
