/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elements of the text of any TEI: what is said, what is told, what is a mark. */
#include "tei_in.h"

/* True when the element stands for itself, not in the middle of a sentence. */
static bool stands_alone(struct tei_cursor *c) {
    switch (tei_parent(c)->element) {
    case EL_BODY:
    case EL_DIV:
    case EL_BLOCK:
    case EL_LIST:
    case EL_SP:
    case EL_TEXT:
    case EL_ANNOTATION_BLOCK:
        return true;
    default:
        return false;
    }
}

static void collect(struct tei_cursor *c, struct tei_frame *f, uint32_t kind) {
    f->mode = TEI_COLLECT;
    f->mark = true;
    f->kind = kind;
    c->gathered.n = 0;
}

static void open_block(struct tei_cursor *c, struct tei_frame *f, uint32_t zone) {
    if (zone) {
        f->zone = zone;
        f->speech = false;
    }
    tei_end_block(c);
}

static bool is_footnote(const struct tei_attributes *a) {
    static const char *const places[] = {"bottom", "foot", "end", "footnote", "endnote"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (tei_is(tei_attribute(a, "place"), places[i]) || tei_is(tei_attribute(a, "type"), places[i])) return true;
    return false;
}

/* Notes and stage directions: between speeches they are told, within one they are a remark in brackets. */
static void open_note(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    if (!stands_alone(c)) {
        collect(c, f, UTS_EVENT_COMMENT);
        return;
    }
    bool speaker = tei_is(tei_attribute(a, "type"), "speaker") && !f->speech;
    open_block(c, f, speaker ? UTS_ZONE_METADATA : is_footnote(a) ? UTS_ZONE_FOOTNOTE : UTS_ZONE_NARRATIVE);
    f->begin = transcript_at(&c->t);
    f->kind = speaker;
}

/* A mark that speech has: its wording is its desc, or what the attributes say. */
static void open_mark(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    uint32_t kind = f->element == EL_PAUSE ? UTS_EVENT_PAUSE
                    : f->element == EL_GAP ? tei_gap_kind(tei_attribute(a, "reason"))
                                           : f->kind;
    collect(c, f, kind);
    f->ms = tei_duration(tei_attribute(a, "dur"));
    f->name = tei_keep_attribute(c, a, "feature");
    f->more = tei_keep_attribute(c, a, f->element == EL_EVENT ? "new" : "unit");
}

static void open_seg(struct tei_cursor *c, const struct tei_attributes *a) {
    if (tei_parent(c)->element != EL_U) return;
    if (tei_is(tei_attribute(a, "type"), "utterance"))
        c->space = true;
    else
        tei_end_block(c);
}

static void open_lb(struct tei_cursor *c, const struct tei_attributes *a) {
    bool joins = tei_is(tei_attribute(a, "break"), "no");
    c->space = !joins;
    c->glue = joins;
}

static void skip(struct tei_frame *f, uint32_t *count) {
    f->mode = TEI_SKIP;
    if (count) ++*count;
}

static void open_inline(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    switch (f->element) {
    case EL_W:
    case EL_PC:
        tei_open_token(c, a, f->element == EL_W);
        break;
    case EL_SEG:
        open_seg(c, a);
        break;
    case EL_LB:
        open_lb(c, a);
        break;
    case EL_LINE:
        c->new_line = true;
        break;
    case EL_S:
    case EL_APART:
        c->space = true;
        break;
    case EL_DEL:
        skip(f, &c->left_out);
        break;
    case EL_REGULAR:
        if (tei_parent(c)->element == EL_CHOICE) skip(f, &c->corrected);
        break;
    case EL_INCLUDE:
        skip(f, &c->includes);
        break;
    case EL_SKIP:
        skip(f, NULL);
        break;
    default:
        break;
    }
}

void tei_open_body(struct tei_cursor *c, const struct tei_attributes *a, struct tei_frame *f) {
    switch (f->element) {
    case EL_P:
    case EL_BLOCK:
    case EL_DIV:
    case EL_LIST:
    case EL_ITEM:
    case EL_LABEL:
    case EL_CIT:
        open_block(c, f, 0);
        break;
    case EL_HEAD:
        open_block(c, f, UTS_ZONE_HEADING);
        break;
    case EL_NOTE:
        open_note(c, a, f);
        break;
    case EL_FW:
        if (stands_alone(c))
            open_block(c, f, UTS_ZONE_FURNITURE);
        else
            skip(f, &c->left_out);
        break;
    case EL_U:
    case EL_SP:
        tei_open_turn(c, a, f);
        break;
    case EL_ANNOTATION_BLOCK:
        c->block_who = tei_keep_attribute(c, a, "who");
        c->block_start = tei_keep_attribute(c, a, "start");
        c->block_end = tei_keep_attribute(c, a, "end");
        break;
    case EL_SPEAKER:
        collect(c, f, 0);
        break;
    case EL_EVENT:
    case EL_GAP:
    case EL_PAUSE:
        open_mark(c, a, f);
        break;
    default:
        open_inline(c, a, f);
    }
}

/* ---- ends ---- */

/* "paus 2,5 s": how long it was, in the words of the language. */
static void add_seconds(struct tei_cursor *c, struct tei_bytes *to, int64_t ms) {
    char words[40];
    int n = ms % 1000 ? snprintf(words, sizeof words, " %lld%c%lld s", (long long)(ms / 1000), c->english ? '.' : ',',
                                 (long long)(ms % 1000 / 100))
                      : snprintf(words, sizeof words, " %lld s", (long long)(ms / 1000));
    tei_append(c, to, words, (size_t)n);
}

static void close_mark(struct tei_cursor *c, struct tei_frame *f) {
    bool alone = stands_alone(c) && !f->speech;
    tei_name wording = tei_take_gathered(c);
    if (f->element == EL_NOTE && !wording) return;
    if (!wording) {
        const char *parts[] = {tei_mark_wording(c, f->kind), f->element == EL_EVENT && f->name ? ": " : "",
                               f->element == EL_EVENT ? tei_spell(c, f->name) : "", f->name && f->more ? " " : "",
                               f->element == EL_EVENT ? tei_spell(c, f->more) : ""};
        struct tei_bytes *g = &c->gathered;
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            char copy[200]; /* names may move while they are gathered */
            snprintf(copy, sizeof copy, "%s", parts[i]);
            tei_append(c, g, copy, strlen(copy));
        }
        if (f->ms >= 0 && f->kind == UTS_EVENT_PAUSE) add_seconds(c, g, f->ms);
        wording = tei_take_gathered(c);
    }
    if (c->stopped) return;
    if (alone) tei_end_block(c);
    f->mode = TEI_IN_TEXT;
    tei_prepare_text(c);
    tei_put_mark(c, f->kind, uts_cstr(tei_spell(c, wording)), f->ms);
    if (alone) tei_end_block(c);
}

static void close_label(struct tei_cursor *c, const struct tei_frame *f) {
    uint32_t begin = f->begin, end = transcript_at(&c->t);
    while (begin < end && tei_is_blank(c->t.text.p[begin])) begin++;
    while (end > begin && tei_is_blank(c->t.text.p[end - 1])) end--;
    c->label_begin = begin;
    c->label_end = end;
}

void tei_close_body(struct tei_cursor *c, struct tei_frame *f) {
    if (f->mode != TEI_IN_TEXT && !f->mark) return;
    switch (f->element) {
    case EL_NOTE:
        if (f->mark) {
            close_mark(c, f);
            break;
        }
        tei_end_block(c);
        if (f->kind) close_label(c, f);
        break;
    case EL_EVENT:
    case EL_GAP:
    case EL_PAUSE:
        close_mark(c, f);
        break;
    case EL_SPEAKER:
        c->waiting_label = tei_take_gathered(c);
        break;
    case EL_U:
    case EL_SP:
        tei_close_turn(c);
        c->space = c->space_line = c->new_line = c->after_mark = false;
        break;
    case EL_ANNOTATION_BLOCK:
        c->block_who = c->block_start = c->block_end = 0;
        break;
    case EL_W:
    case EL_PC:
        tei_close_token(c);
        break;
    case EL_S:
    case EL_APART:
        c->space = true;
        break;
    case EL_LINE:
        c->new_line = true;
        break;
    case EL_UNCLEAR:
        if (transcript_at(&c->t) > f->begin)
            tei_put_mark(c, UTS_EVENT_UNCLEAR, uts_cstr(tei_mark_wording(c, UTS_EVENT_UNCLEAR)), -1);
        break;
    case EL_P:
    case EL_BLOCK:
    case EL_DIV:
    case EL_LIST:
    case EL_ITEM:
    case EL_LABEL:
    case EL_CIT:
    case EL_HEAD:
    case EL_FW:
    case EL_BODY:
        tei_end_block(c);
        break;
    case EL_SEG:
        if (tei_parent(c)->element == EL_U) c->space = true;
        break;
    default:
        break;
    }
}
