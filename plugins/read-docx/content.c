/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "symbols.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>
#include <utsaga/plugin_util.h>

#define NO_BREAK_HYPHEN "\xE2\x80\x91"

/* ---- what is shown ---- */

/* Counts words of text that is left out; a word may come in pieces. */
static void count_words(struct docx_walk *w, uts_str text, uint32_t *words) {
    for (size_t i = 0; i < text.n; i++) {
        bool letter = (unsigned char)text.p[i] > ' ';
        *words += letter && !w->in_word;
        w->in_word = letter;
    }
}

/* Whether what comes now is part of the text that is asked for. */
bool docx_is_shown(struct docx_walk *w) {
    if (w->hidden || w->in.codes) return false;
    docx_ready_run(w);
    return !w->in.run.hidden;
}

/* ---- text ---- */

static void put_character(struct docx_walk *w, uint32_t character) {
    char bytes[4];
    uint32_t n = uts_utf8_put(bytes, character ? character : 0xFFFD);
    if (!character) w->d->counts.symbols++;
    story_text(w->in.story, uts_mkstr(bytes, n), w->in.run.face);
}

/* A hyphen that only shows at a line end or may not stand there, or a sign that is stored as a number in a font. */
static bool is_special(const char *p, size_t left) {
    const unsigned char *u = (const unsigned char *)p;
    if (left >= 2 && u[0] == 0xC2 && u[1] == 0xAD) return true;
    if (left >= 3 && memcmp(p, NO_BREAK_HYPHEN, 3) == 0) return true;
    return left >= 3 && u[0] == 0xEF && u[1] >= 0x80 && u[1] <= 0x83;
}

static void put_text(struct docx_walk *w, uts_str text) {
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c != 0xC2 && c != 0xEF && c != 0xE2) || !is_special(text.p + i, text.n - i)) {
            i++;
            continue;
        }
        story_text(w->in.story, uts_mkstr(text.p + from, i - from), w->in.run.face);
        uint32_t length, sign = uts_utf8_at(text.p + i, &length);
        uts_str font = uts_cstr(w->in.run.font);
        if (c == 0xC2)
            w->d->counts.soft_hyphens++;
        else if (c == 0xE2)
            story_text(w->in.story, uts_cstr("-"), w->in.run.face);
        else
            put_character(w, docx_symbol(font, sign) ? docx_symbol(font, sign) : docx_symbol(uts_cstr("Symbol"), sign));
        i += length;
        from = i;
    }
    story_text(w->in.story, uts_mkstr(text.p + from, text.n - from), w->in.run.face);
}

void docx_text(void *user, uts_str text) {
    struct docx_walk *w = user;
    if (!w->text || w->skip) return;
    w->seen++;
    bool original = w->d->conf->changes == DOCX_ORIGINAL;
    if (w->hidden || (w->text == W_DEL_TEXT && !original)) {
        if (!original) count_words(w, text, &w->d->counts.deleted_words);
    } else if (w->in.codes) {
        w->lost++;
    } else if (docx_is_shown(w)) {
        w->in_word = false;
        put_text(w, text);
    } else {
        count_words(w, text, &w->d->counts.hidden);
    }
}

/* ---- fields ---- */

void docx_field(struct docx_walk *w, const struct sax_attributes *attributes) {
    uts_str type = sax_attribute(attributes, "fldCharType");
    struct docx_inside *in = &w->in;
    if (w->d->plain_fields) return;
    if (type.n == 5) { /* begin */
        if (in->n_fields < DOCX_FIELDS) {
            in->code[in->n_fields] = true;
            in->codes++;
        }
        in->n_fields++;
        return;
    }
    if (!in->n_fields) return;
    uint32_t top = in->n_fields - 1;
    if (top < DOCX_FIELDS && in->code[top]) {
        in->code[top] = false;
        in->codes--;
    }
    if (type.n == 3) in->n_fields--; /* end, not separate */
}

/* ---- notes and comments ---- */

static void refer(struct docx_walk *w, uint32_t element, const struct sax_attributes *attributes) {
    uts_str custom = sax_attribute(attributes, "customMarkFollows");
    struct docx_ref *ref = docx_push(w->d, &w->d->refs, sizeof *ref);
    if (!ref) return;
    *ref = (struct docx_ref){element, sax_number(sax_attribute(attributes, "id"), -1), custom.p && sax_switch(custom)};
    uint32_t begin = story_at(w->in.story), number = w->d->refs.n;
    if (ref->custom) {
        w->in.run.custom = true;
        w->in.run.custom_begin = begin;
        return;
    }
    char mark[40];
    note_superscript(number, mark);
    story_text(w->in.story, uts_cstr(mark), w->in.run.face);
    story_mark(w->in.story, story_at(w->in.story) - (uint32_t)strlen(mark), STORY_NOTE, number);
}

void docx_end_run(struct docx_walk *w) {
    struct docx_run *r = &w->in.run;
    if (r->custom && story_at(w->in.story) > r->custom_begin) story_mark(w->in.story, r->custom_begin, STORY_NOTE, 0);
    *r = (struct docx_run){0};
}

/* ---- the rest of a run ---- */

static void put_sign(struct docx_walk *w, const struct sax_attributes *attributes) {
    uts_str code = sax_attribute(attributes, "char");
    char hexadecimal[12] = "";
    if (code.n && code.n < sizeof hexadecimal) memcpy(hexadecimal, code.p, code.n);
    put_character(w, docx_symbol(sax_attribute(attributes, "font"), (uint32_t)strtoul(hexadecimal, NULL, 16)));
}

void docx_inline(struct docx_walk *w, uint32_t id, const struct sax_attributes *attributes) {
    if (id == W_COMMENT_REFERENCE) {
        int64_t comment = sax_number(sax_attribute(attributes, "id"), -1);
        if (comment >= 0 && comment < UINT32_MAX)
            story_mark(w->in.story, story_at(w->in.story), STORY_COMMENT, (uint32_t)comment);
        return;
    }
    if (!docx_is_shown(w)) return;
    switch (id) {
    case W_TAB:
    case W_PTAB:
        story_tab(w->in.story);
        break;
    case W_BR:
    case W_CR:
        story_break(w->in.story);
        break;
    case W_NO_BREAK_HYPHEN:
        story_text(w->in.story, uts_cstr("-"), w->in.run.face);
        break;
    case W_SYM:
        put_sign(w, attributes);
        break;
    case W_FOOTNOTE_REFERENCE:
        refer(w, W_FOOTNOTE, attributes);
        break;
    case W_ENDNOTE_REFERENCE:
        refer(w, W_ENDNOTE, attributes);
        break;
    default:
        break; /* a soft hyphen shows only at a line end */
    }
}
