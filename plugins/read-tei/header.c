/* SPDX-License-Identifier: GPL-3.0-or-later */
/* teiHeader: who made the file, persons, coders, codes. And timeline and standOff, which are as far from the text. */
#include "tei_in.h"

/* ---- times ---- */

/* Milliseconds of "12.5" in units of @p unit milliseconds, or of "00:01:02.5"; -1 when it is neither. */
static int64_t time_of(uts_str s, int64_t unit) {
    int64_t total = 0, whole = 0, part = 0, scale = 1;
    bool clock = s.n && memchr(s.p, ':', s.n), any = false;
    size_t i = 0;
    if (clock) unit = 1000;
    for (; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (clock && s.p[i] == ':')); i++) {
        if (s.p[i] == ':') {
            total = (total + whole) * 60;
            whole = 0;
            continue;
        }
        any = true;
        whole = whole * 10 + (s.p[i] - '0');
        if (whole > INT64_C(10000000000) || total > INT64_C(10000000000)) return -1;
    }
    if (i < s.n && s.p[i] == '.')
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
            if (scale < 1000000) part = part * 10 + (s.p[i] - '0'), scale *= 10;
    return i < s.n || !any ? -1 : (total + whole) * unit + part * unit / scale;
}

static int64_t unit_of(uts_str unit) {
    return tei_is(unit, "ms") ? 1 : tei_is(unit, "min") ? 60000 : tei_is(unit, "h") ? 3600000 : 1000;
}

static void add_when(struct tei_cursor *c, const struct tei_attributes *a) {
    struct tei_when *w = tei_add(c, &c->whens, sizeof *w);
    if (!w) return;
    uts_str interval = tei_attribute(a, "interval"), absolute = tei_attribute(a, "absolute");
    w->id = tei_keep_attribute(c, a, "id");
    w->since = tei_keep_attribute(c, a, "since");
    w->ms = interval.n ? time_of(interval, c->time_unit) : absolute.n ? time_of(absolute, 1000) : -1;
}

/* Intervals add up along `since`; a file that leads in circles gives no time. */
int64_t tei_time(struct tei_cursor *c, tei_name pointer) {
    int64_t total = 0;
    bool known = false;
    for (int hops = 0; pointer && hops < 64; hops++) {
        uint32_t row = tei_find(c, &c->whens, sizeof(struct tei_when), uts_cstr(tei_spell(c, pointer)));
        if (row == UTS_NO_ROW) return -1;
        const struct tei_when *w = (const struct tei_when *)(const void *)c->whens.items + row;
        if (w->ms < 0) return known ? total : -1; /* the origin */
        if (total > INT64_MAX / 4 || w->ms > INT64_MAX / 4) return -1;
        known = true;
        total += w->ms;
        pointer = w->since;
        if (!pointer) return total;
    }
    return -1;
}

/* ---- persons, codes ---- */

static void add_person(struct tei_cursor *c, const struct tei_attributes *a, bool group) {
    struct tei_person *p = tei_add(c, &c->persons, sizeof *p);
    if (!p) return;
    p->id = tei_keep_attribute(c, a, "id");
    p->role = tei_keep_attribute(c, a, "role");
    p->group = group;
}

static struct tei_person *last_person(struct tei_cursor *c) {
    return c->persons.n ? (struct tei_person *)(void *)c->persons.items + c->persons.n - 1 : NULL;
}

static struct tei_category *last_category(struct tei_cursor *c) {
    return c->category == UTS_NO_ROW ? NULL : (struct tei_category *)(void *)c->categories.items + c->category;
}

static bool ends_with(uts_str s, const char *tail) {
    size_t n = strlen(tail);
    return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}

static void add_category(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    f->row = c->category;
    struct tei_category *k = tei_add(c, &c->categories, sizeof *k);
    if (!k) return;
    k->id = tei_keep_attribute(c, a, "id");
    k->n = tei_keep_attribute(c, a, "n");
    k->parent = c->category;
    k->taxonomy = (int)c->taxonomy_kind;
    c->category = c->categories.n - 1;
    c->labelled = false;
}

static void open_taxonomy(struct tei_cursor *c, const struct tei_attributes *a) {
    uts_str id = tei_attribute(a, "id");
    c->taxonomy_kind = ends_with(id, "given")    ? TAXONOMY_GIVEN
                       : ends_with(id, "speech") ? TAXONOMY_SPEECH
                       : ends_with(id, "rules")  ? TAXONOMY_RULES
                                                 : TAXONOMY_OTHER;
}

static void add_span(struct tei_cursor *c, const struct tei_attributes *a) {
    struct tei_span *s = tei_add(c, &c->spans, sizeof *s);
    if (!s) return;
    s->from = tei_keep_attribute(c, a, "from");
    s->to = tei_keep_attribute(c, a, "to");
    s->target = tei_keep_attribute(c, a, "target");
    if (!s->target && !s->from) s->target = tei_keep_attribute(c, a, "corresp");
    s->ana = tei_keep_attribute(c, a, "ana");
    s->type = tei_keep_attribute(c, a, "type");
    s->guid = tei_keep_attribute(c, a, "n");
    s->source = tei_keep_attribute(c, a, "source");
    s->resp = tei_keep_attribute(c, a, "resp");
    if (!s->resp) s->resp = c->group_resp;
}

/* The tiers of ISO 24624 (pos, lemma …) are annotations of words, not codings; what a rule took out is none either. */
static bool holds_codings(uts_str type, bool in_text) {
    if (tei_is(type, "theme") || tei_is(type, "coding")) return true;
    return !in_text && !tei_is(type, "theme-excluded");
}

static void collect(struct tei_cursor *c, struct tei_frame *f) {
    f->mode = TEI_COLLECT;
    c->gathered.n = 0;
}

/* ---- elements ---- */

static bool is_named(struct tei_cursor *c) {
    enum tei_element parent = tei_parent(c)->element;
    return parent == EL_PERSON || parent == EL_PERSONGRP || parent == EL_RESPSTMT;
}

static bool open_in_header(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    switch (f->element) {
    case EL_APPLICATION:
        if (tei_is(tei_attribute(a, "ident"), "utsaga")) c->own = true;
        return true;
    case EL_PERSON:
    case EL_PERSONGRP:
        add_person(c, a, f->element == EL_PERSONGRP);
        return true;
    case EL_RESPSTMT: {
        struct tei_coder *coder = tei_attribute(a, "id").n ? tei_add(c, &c->coders, sizeof *coder) : NULL;
        if (coder) coder->id = tei_keep_attribute(c, a, "id");
        f->kind = coder != NULL;
        return true;
    }
    case EL_PERSNAME:
    case EL_NAME:
        if (is_named(c)) collect(c, f);
        return true;
    case EL_TAXONOMY:
        open_taxonomy(c, a);
        return true;
    case EL_CATEGORY:
        add_category(c, a, f);
        return true;
    case EL_CATDESC:
        if (!c->labelled) collect(c, f);
        return true;
    case EL_TERM:
        if (f->mode == TEI_COLLECT && tei_parent(c)->element == EL_CATDESC) c->gathered.n = 0;
        return true;
    case EL_TITLE:
        if (!c->title && f->mode == TEI_IGNORE) collect(c, f);
        return true;
    case EL_APART:
        if (f->mode == TEI_COLLECT) tei_append(c, &c->gathered, " ", 1);
        return true;
    default:
        return true;
    }
}

bool tei_open_header(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    bool in_text = f->mode == TEI_IN_TEXT;
    switch (f->element) {
    case EL_HEADER:
        c->own = c->level.own;
        c->category = UTS_NO_ROW;
        f->mode = TEI_IGNORE;
        return true;
    case EL_TIMELINE:
        c->time_unit = unit_of(tei_attribute(a, "unit"));
        f->mode = TEI_IGNORE;
        return true;
    case EL_WHEN:
        add_when(c, a);
        return true;
    case EL_STANDOFF:
        f->mode = TEI_IGNORE;
        return true;
    case EL_SPANGRP:
        c->group_resp = tei_keep_attribute(c, a, "resp");
        f->mode = holds_codings(tei_attribute(a, "type"), in_text) ? TEI_IGNORE : TEI_SKIP;
        return true;
    case EL_SPAN:
        if (in_text) return false;
        add_span(c, a);
        collect(c, f);
        return true;
    default:
        return in_text || f->mode == TEI_SKIP ? false : open_in_header(c, a, f);
    }
}

static void close_name(struct tei_cursor *c) {
    struct tei_frame *parent = tei_parent(c);
    tei_name name = tei_take_gathered(c);
    if (parent->element == EL_RESPSTMT) {
        struct tei_coder *coders = (struct tei_coder *)(void *)c->coders.items;
        if (parent->kind && c->coders.n && !coders[c->coders.n - 1].name) coders[c->coders.n - 1].name = name;
        return;
    }
    struct tei_person *person = last_person(c);
    if (person && !person->name) person->name = name;
}

bool tei_close_header(struct tei_cursor *c, struct tei_frame *f) {
    bool collected = f->mode == TEI_COLLECT;
    if (f->element == EL_SPAN && collected) {
        if (c->spans.n) ((struct tei_span *)(void *)c->spans.items)[c->spans.n - 1].label = tei_take_gathered(c);
        return true;
    }
    if (f->mode == TEI_IN_TEXT || f->mode == TEI_SKIP) return false;
    struct tei_category *category = last_category(c);
    switch (f->element) {
    case EL_PERSNAME:
    case EL_NAME:
        if (collected && is_named(c)) close_name(c);
        return true;
    case EL_CATEGORY:
        c->category = f->row;
        c->labelled = true;
        return true;
    case EL_CATDESC:
    case EL_TERM:
        if (!collected || c->labelled || (f->element == EL_TERM && tei_parent(c)->element != EL_CATDESC)) return true;
        c->labelled = true;
        if (category) category->label = tei_take_gathered(c);
        return true;
    case EL_TITLE:
        if (collected && !c->title) c->title = tei_take_gathered(c);
        return true;
    case EL_APART:
        if (collected) tei_append(c, &c->gathered, " ", 1);
        return true;
    default:
        return true;
    }
}
