/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of files whose white space means nothing: one blank between words, none at the ends of a paragraph. */
#include "tei_in.h"

/* A sign that belongs to what stands before it. */
static bool leans_back(char ch) { return ch && strchr(".,;:!?)]}", ch); }

static bool is_plain_word(char ch) {
    unsigned char u = (unsigned char)ch;
    return (u >= '0' && u <= '9') || ((u | 32) >= 'a' && (u | 32) <= 'z') || u == 0xC3 || u == '(' || u == '[';
}

/* White space before what comes next. */
static void put_gap(struct tei_cursor *c, char next) {
    struct transcript *t = &c->t;
    bool fresh = t->text.n == t->paragraph_begin || tei_is_blank(t->text.p[t->text.n - 1]);
    bool in_pc = tei_parent(c)->element == EL_PC || c->stack[c->depth - 1].element == EL_PC;
    /* A line of the file between a word and its full stop is layout. */
    if (c->space && c->space_line && c->after_token && in_pc && leans_back(next)) c->space = false;
    if (c->after_mark && is_plain_word(next)) c->space = true;
    if (!fresh && c->new_line)
        transcript_puts(t, "\n");
    else if (!fresh && c->space)
        transcript_puts(t, " ");
    c->space = c->space_line = c->new_line = c->glue = c->after_mark = c->after_token = false;
}

void tei_prepare_text(struct tei_cursor *c) {
    const struct tei_frame *f = &c->stack[c->depth - 1];
    if (c->is_waiting && f->speech) tei_begin_speech(c);
    transcript_zone(&c->t, f->zone);
}

/* Text that the source holds just so ends at byte @p end of it; -1 when that is not known. */
static int64_t begin_in_source(const struct tei_cursor *c, uts_str text, int64_t end) {
    int64_t begin = end - (int64_t)text.n;
    bool same =
        end >= 0 && begin >= 0 && (uint64_t)end <= c->bytes.n && memcmp(c->bytes.p + begin, text.p, text.n) == 0;
    return same ? begin : -1;
}

/* Puts words; the soft hyphens inside them are marks of a printed line, which the words do not have any more. */
static void put_words(struct tei_cursor *c, uts_str text, int64_t begin) {
    static const char soft[] = "\xC2\xAD";
    for (size_t i = 0; i < text.n;) {
        const char *hyphen = memmem(text.p + i, text.n - i, soft, 2);
        size_t to = hyphen ? (size_t)(hyphen - text.p) : text.n;
        int64_t at = begin < 0 ? -1 : begin + (int64_t)i;
        transcript_put(&c->t, uts_mkstr(text.p + i, to - i), at, at < 0 ? -1 : begin + (int64_t)to);
        c->soft += hyphen != NULL;
        i = hyphen ? to + 2 : to;
    }
}

void tei_put_folded(struct tei_cursor *c, uts_str text, int64_t end) {
    int64_t begin = begin_in_source(c, text, end);
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        for (; i < text.n && tei_is_blank(text.p[i]); i++) c->space_line |= text.p[i] == '\n';
        if (i > from && !c->glue) c->space = true;
        if (i == text.n) return;
        from = i;
        /* Words with single blanks between them go out in one piece. */
        while (i < text.n &&
               (!tei_is_blank(text.p[i]) || (text.p[i] == ' ' && i + 1 < text.n && !tei_is_blank(text.p[i + 1]))))
            i++;
        tei_prepare_text(c);
        put_gap(c, text.p[from]);
        put_words(c, uts_mkstr(text.p + from, i - from), begin < 0 ? -1 : begin + (int64_t)from);
    }
}

void tei_end_block(struct tei_cursor *c) {
    const struct tei_frame *f = &c->stack[c->depth - 1];
    transcript_end_paragraph(&c->t, 0, 0);
    if (!f->speech) transcript_gap(&c->t);
    c->space = c->space_line = c->new_line = c->glue = c->after_mark = c->after_token = false;
}

/* ---- marks ---- */

static bool is_bracketed(uts_str s) {
    return s.n > 1 && ((s.p[0] == '[' && s.p[s.n - 1] == ']') || (s.p[0] == '(' && s.p[s.n - 1] == ')'));
}

void tei_put_mark(struct tei_cursor *c, uint32_t kind, uts_str wording, int64_t ms) {
    struct transcript *t = &c->t;
    bool bare = is_bracketed(wording);
    c->space = true;
    put_gap(c, '[');
    uint32_t begin = transcript_at(t);
    if (!bare) transcript_puts(t, "[");
    transcript_put(t, wording, -1, -1);
    if (!bare) transcript_puts(t, "]");
    transcript_event(t, begin, transcript_at(t), kind, bare ? uts_mkstr(wording.p + 1, wording.n - 2) : wording, ms);
    c->after_mark = true;
}

/* ---- words of tokenised text ---- */

static bool says(uts_str join, const char *side) { return tei_is(join, side) || tei_is(join, "both"); }

/* Words that touch in the file are two words all the same, unless the file says that they are joined. */
void tei_open_token(struct tei_cursor *c, const struct tei_attributes *a, bool word) {
    uts_str join = tei_attribute(a, "join");
    struct transcript *t = &c->t;
    if (c->tokens++) return; /* a word in a word */
    bool touches = c->token_end && c->token_end == t->text.n && !c->space;
    if (c->token_joins || says(join, "left"))
        c->space = false;
    else if (touches && word && (is_plain_word(t->text.p[t->text.n - 1]) || leans_back(t->text.p[t->text.n - 1])))
        c->space = true;
    c->after_token = c->token_end == t->text.n && c->token_end;
    c->token_joins = says(join, "right");
}

void tei_close_token(struct tei_cursor *c) {
    if (c->tokens && --c->tokens == 0) c->token_end = transcript_at(&c->t);
}
