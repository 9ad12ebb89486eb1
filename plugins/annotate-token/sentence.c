/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sentence.h"

#include "chars.h"

#include <utsaga/layers.h>

/* What is known between two tokens. */
struct cursor {
    const struct sentence_text *doc;
    uint32_t start; /* first token of the sentence */
    uint32_t line;  /* first line feed that is not before the token at hand */
    bool finite;    /* the sentence has a finite verb, among the first @scanned tokens */
    uint32_t scanned;
    uint32_t width, width_until; /* longest line of the paragraph, up to that offset */
};

static inline const struct type *type_at(const struct sentence_text *doc, uint32_t i) {
    return &doc->types[doc->form[i]];
}

static inline bool glued(const struct sentence_text *doc, uint32_t i) { return doc->begin[i] == doc->end[i - 1]; }

/* Tokens that never need a look, whatever follows or precedes. */
enum {
    LOOK_AFTER = TYPE_STOP | TYPE_PAUSE | TYPE_ABBREVIATION | TYPE_COLON | TYPE_CLOSER | TYPE_REFERENCE,
    LOOK_BEFORE = TYPE_UPPER
};

/* Headings that run into the text are rare outside of treebanks, and names are not: between two words the model must be
 * sure. */
enum { CAUTION = 1300 };

static uint32_t characters(const char *text, uint32_t begin, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = begin; i < end; i++) n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

/* The longest line around line feed @at, between blank lines. */
static uint32_t paragraph_width(struct cursor *c, uint32_t at) {
    const struct sentence_text *doc = c->doc;
    if (at < c->width_until) return c->width;
    uint32_t line = c->line, begin = at, width = 0;
    while (begin > 0 && doc->text[begin - 1] != '\n') begin--;
    for (;;) {
        uint32_t end = line < doc->n_lines ? doc->lines[line] : doc->length;
        uint32_t n = characters(doc->text, begin, end);
        if (n == 0) break;
        width = n > width ? n : width;
        c->width_until = end;
        if (line++ >= doc->n_lines) break;
        begin = end + 1;
    }
    c->width = width;
    return width;
}

/* Does a sentence end at the single line feed before token @i? It does at list items and dialogue lines, and where
 * somebody broke the line although the next word would have fitted and is written with a capital. */
static bool line_ends_sentence(struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    const struct type *type = type_at(doc, i);
    uint32_t feed = doc->lines[c->line], begin = feed;
    struct ch sign = chars_at(doc->text, doc->begin[i], doc->end[i]);
    bool bullet = !(type->flags & (TYPE_LOWER | TYPE_UPPER | TYPE_DIGIT)) && !glued(doc, i) && i + 1 < doc->n &&
                  !glued(doc, i + 1) &&
                  (sign.cls == CH_HYPHEN || sign.cls == CH_DASH || sign.cls == CH_PUNCT || sign.cls == CH_SYMBOL);
    struct ch last = chars_before(doc->text, doc->end[i], doc->begin[i]);
    if (bullet || ((type->shape == SHAPE_NUMBER || type->shape == SHAPE_POINTED) && type->length <= 1 &&
                   (last.cls == CH_DOT || last.cp == ')')))
        return true;
    if (type->flags & TYPE_LOWER) return false;
    while (begin > 0 && doc->text[begin - 1] != '\n') begin--;
    uint32_t line = characters(doc->text, begin, feed);
    return line + 1 + characters(doc->text, doc->begin[i], doc->end[i]) <= paragraph_width(c, feed);
}

/* The token that ends what comes before @i: closing marks and references after it are passed. */
static uint32_t before_closers(const struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    uint32_t k = i - 1;
    while (k > c->start && (type_at(doc, k)->flags & (TYPE_CLOSER | TYPE_REFERENCE)) && glued(doc, k)) k--;
    return k;
}

/* The first token from @i on that is no quotation mark, bracket or dash before a word. */
static uint32_t after_openers(const struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    uint32_t n = i;
    while (n + 1 < doc->n && n < i + 3 && (type_at(doc, n)->flags & TYPE_OPENER)) n++;
    return n;
}

static uint8_t shape_at(const struct cursor *c, uint32_t i) {
    return i < c->doc->n ? type_at(c->doc, i)->shape : SHAPE_NONE;
}

static bool sentence_is_finite(struct cursor *c, uint32_t i) {
    if (c->scanned < c->start) c->scanned = c->start;
    for (; c->scanned < i && !c->finite; c->scanned++) c->finite = type_at(c->doc, c->scanned)->flags & TYPE_FINITE;
    return c->finite;
}

static int32_t word_score(const struct sentence_text *doc, uint32_t i, int role) {
    if (i >= doc->n) return 0;
    struct type *type = &doc->types[doc->form[i]];
    if (!type->scored) types_score(type, doc->text + doc->begin[i], doc->end[i] - doc->begin[i], doc->tables);
    return type->score[role];
}

/* Asks the model whether a sentence ends before token @i; @word is the first word after. */
static bool by_model(struct cursor *c, uint32_t i, uint32_t word, uint8_t place) {
    const struct sentence_text *doc = c->doc;
    struct model_place p = {place,
                            shape_at(c, i - 1),
                            shape_at(c, i),
                            shape_at(c, word + 1),
                            model_length(i - c->start),
                            sentence_is_finite(c, i),
                            shape_at(c, c->start),
                            0,
                            type_at(doc, word)->ordinary};
    for (uint32_t k = word; k < word + 6 && k < doc->n && !(type_at(doc, k)->flags & TYPE_STOP); k++)
        if (type_at(doc, k)->flags & TYPE_FINITE) p.rest = 1;
    if (doc->decide) return doc->decide(doc->decide_to, doc, i, &p);
    int32_t score = model_place_score(doc->model, &p) + word_score(doc, i - 1, MODEL_BEFORE) +
                    word_score(doc, word, MODEL_AFTER) + word_score(doc, word + 1, MODEL_SECOND);
    return score > (place == PLACE_WORD ? CAUTION : 0);
}

/* After . ! ? at token @k. */
static bool after_stop(const struct cursor *c, uint32_t k, uint32_t i, uint32_t word) {
    const struct sentence_text *doc = c->doc;
    const struct type *next = type_at(doc, i), *first = type_at(doc, word), *last = type_at(doc, k);
    if (next->flags & (TYPE_BRACKET | TYPE_DIGIT)) return !glued(doc, i) || (next->flags & TYPE_MARK);
    if (first->flags & (TYPE_UPPER | TYPE_DIGIT)) return true;
    if (next->kind >= UTS_TOKEN_OMITTED && next->kind <= UTS_TOKEN_EVENT) return true;
    if (!(first->flags & TYPE_LOWER) || word != i || k != i - 1) return false;
    /* A small letter after a full stop: careless writing, unless the stop was the point of something short. */
    if (last->shape != SHAPE_STOP || doc->text[doc->begin[k]] != '.' || k == c->start) return false;
    return type_at(doc, k - 1)->shape == SHAPE_LOWER && type_at(doc, k - 1)->length > 2 && glued(doc, k) &&
           !(first->flags & TYPE_REPORTING);
}

static bool ends_before(struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    const struct type *next = type_at(doc, i);
    if (glued(doc, i) && (next->flags & (TYPE_CLOSER | TYPE_REFERENCE))) return false;
    uint32_t k = before_closers(c, i), word = after_openers(c, i);
    const struct type *last = type_at(doc, k), *first = type_at(doc, word);
    bool capital = first->flags & TYPE_UPPER, closed = k + 1 < i;
    if (last->flags & TYPE_STOP) return after_stop(c, k, i, word);
    if (last->flags & TYPE_ABBREVIATION)
        return capital && (last->ends == ENDS_OFTEN || (last->ends == ENDS_RARE && (first->flags & TYPE_STARTER)));
    if (last->flags & TYPE_PAUSE) return capital && !(glued(doc, i) && glued(doc, k));
    if (!capital) return false;
    if (last->flags & TYPE_COLON) return by_model(c, i, word, PLACE_COLON);
    if (closed) return by_model(c, i, word, PLACE_CLOSED);
    if (word != i || glued(doc, i) || !(last->flags & (TYPE_UPPER | TYPE_LOWER))) return false;
    return by_model(c, i, word, PLACE_WORD);
}

/* Marks the full stop of the sentence that ends before token @i. */
static void mark_end(const struct cursor *c, uint32_t i, uint32_t *kind) {
    uint32_t k = before_closers(c, i);
    if (type_at(c->doc, k)->shape == SHAPE_STOP || type_at(c->doc, k)->shape == SHAPE_PAUSE)
        kind[k] = UTS_TOKEN_SENTENCE_END;
}

/* Is there a line feed before token @i, and does it end the sentence? */
static bool ends_at_line(struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    while (c->line < doc->n_lines && doc->lines[c->line] < doc->end[i - 1]) c->line++;
    if (c->line >= doc->n_lines || doc->lines[c->line] >= doc->begin[i]) return false;
    bool two = c->line + 1 < doc->n_lines && doc->lines[c->line + 1] < doc->begin[i];
    return two || line_ends_sentence(c, i);
}

uint32_t sentence_split(const struct sentence_text *doc, uint32_t *sentence, uint32_t *kind, uint32_t *first) {
    struct cursor c = {doc, 0, 0, false, 0, 0, 0};
    uint32_t n = 0, piece = 0, next_hard = 0, next_line = doc->n_lines ? doc->lines[0] : UINT32_MAX;
    uint16_t before = 0;
    for (uint32_t i = 0; i < doc->n; i++) {
        uint16_t flags = type_at(doc, i)->flags;
        bool ends = i == 0;
        if (i == next_hard) { /* a token may open several pieces, when some hold nothing but blanks */
            for (; piece < doc->n_pieces && doc->pieces[piece].first <= i; piece++)
                ends = ends || doc->pieces[piece].hard;
            next_hard = piece < doc->n_pieces ? doc->pieces[piece].first : UINT32_MAX;
        }
        if (!ends && next_line < doc->begin[i]) {
            ends = ends_at_line(&c, i);
            while (c.line < doc->n_lines && doc->lines[c.line] < doc->begin[i]) c.line++;
            next_line = c.line < doc->n_lines ? doc->lines[c.line] : UINT32_MAX;
        }
        if (!ends && ((before & LOOK_AFTER) | (flags & LOOK_BEFORE))) ends = ends_before(&c, i);
        if (ends) {
            if (i > 0) mark_end(&c, i, kind);
            c.start = i;
            c.finite = false;
            first[n++] = i;
        }
        sentence[i] = n - 1;
        before = flags;
    }
    if (doc->n) mark_end(&c, doc->n, kind);
    return n;
}
