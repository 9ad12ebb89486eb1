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
enum { CAUTION = 800 };

/* Lines around a line feed that are compared with its line; bytes of a line that nobody wraps by hand. */
enum { LINES_AROUND = 50, LONGEST_WRAPPED = 400 };

static uint32_t characters(const char *text, uint32_t begin, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = begin; i < end; i++) n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

/* Line @k of the document, from 0. */
static uint32_t line_begin(const struct sentence_text *doc, uint32_t k) { return k ? doc->lines[k - 1] + 1 : 0; }

static uint32_t line_end(const struct sentence_text *doc, uint32_t k) {
    return k < doc->n_lines ? doc->lines[k] : doc->length;
}

static bool line_has(const struct sentence_text *doc, uint32_t k, uint32_t width) {
    uint32_t begin = line_begin(doc, k), end = line_end(doc, k);
    if (end - begin >= 4 * width) return true;
    return end - begin >= width && characters(doc->text, begin, end) >= width;
}

/* Is one of the lines around line @k, up to the next blank lines, at least @width characters long? */
static bool paragraph_has(const struct sentence_text *doc, uint32_t k, uint32_t width) {
    for (uint32_t n = k + 1; n <= doc->n_lines && n <= k + LINES_AROUND && line_begin(doc, n) < line_end(doc, n); n++)
        if (line_has(doc, n, width)) return true;
    for (uint32_t n = k; n > 0 && n + LINES_AROUND > k && line_begin(doc, n - 1) < line_end(doc, n - 1); n--)
        if (line_has(doc, n - 1, width)) return true;
    return false;
}

/* Does a sentence end at the single line feed before token @i? It does at list items and dialogue lines, and where
 * somebody broke the line although the next word would have fitted and is written with a capital. */
static bool line_ends_sentence(struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    const struct type *type = type_at(doc, i);
    struct ch sign = chars_at(doc->text, doc->begin[i], doc->end[i]);
    bool bullet = !(type->flags & (TYPE_LOWER | TYPE_UPPER | TYPE_DIGIT)) && !glued(doc, i) && i + 1 < doc->n &&
                  !glued(doc, i + 1) &&
                  (sign.cls == CH_HYPHEN || sign.cls == CH_DASH || sign.cls == CH_PUNCT || sign.cls == CH_SYMBOL);
    struct ch last = chars_before(doc->text, doc->end[i], doc->begin[i]);
    if (bullet || ((type->shape == SHAPE_NUMBER || type->shape == SHAPE_POINTED) && type->length <= 1 &&
                   (last.cls == CH_DOT || last.cp == ')')))
        return true;
    if (type->flags & TYPE_LOWER) return false;
    uint32_t begin = line_begin(doc, c->line), feed = doc->lines[c->line];
    if (feed - begin > LONGEST_WRAPPED) return true;
    return paragraph_has(doc, c->line,
                         characters(doc->text, begin, feed) + 1 + characters(doc->text, doc->begin[i], doc->end[i]));
}

/* The token that ends what comes before @i: closing marks and references after it are passed. */
static uint32_t before_closers(const struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    uint32_t k = i - 1;
    while (k > c->start && (doc->flags[k] & (TYPE_CLOSER | TYPE_REFERENCE)) && glued(doc, k)) k--;
    return k;
}

/* The first token from @i on that is no quotation mark, bracket or dash before a word. */
static uint32_t after_openers(const struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    uint32_t n = i;
    while (n + 1 < doc->n && n < i + 3 && (doc->flags[n] & TYPE_OPENER)) n++;
    return n;
}

static uint8_t shape_at(const struct cursor *c, uint32_t i) {
    return i < c->doc->n ? type_at(c->doc, i)->shape : SHAPE_NONE;
}

static bool sentence_is_finite(struct cursor *c, uint32_t i) {
    if (c->scanned < c->start) c->scanned = c->start;
    for (; c->scanned < i && !c->finite; c->scanned++) c->finite = c->doc->flags[c->scanned] & TYPE_FINITE;
    return c->finite;
}

static int32_t word_score(const struct sentence_text *doc, uint32_t i, int role) {
    if (i >= doc->n) return 0;
    struct type *type = &doc->types[doc->form[i]];
    return types_score(type, role, doc->text + doc->begin[i], doc->end[i] - doc->begin[i], doc->tables);
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
    for (uint32_t k = word; k < word + 6 && k < doc->n && !(doc->flags[k] & TYPE_STOP); k++)
        if (doc->flags[k] & TYPE_FINITE) p.rest = 1;
    if (doc->decide) return doc->decide(doc->decide_to, doc, i, &p);
    int32_t score = model_place_score(doc->model, &p) + word_score(doc, i - 1, MODEL_BEFORE) +
                    word_score(doc, word, MODEL_AFTER) + word_score(doc, word + 1, MODEL_SECOND);
    return score > (place == PLACE_WORD ? CAUTION : 0);
}

/* After . ! ? at token @k. */
static bool after_stop(const struct cursor *c, uint32_t k, uint32_t i, uint32_t word) {
    const struct sentence_text *doc = c->doc;
    if (doc->flags[i] & TYPE_MARK) return true;
    if (doc->flags[i] & (TYPE_BRACKET | TYPE_DIGIT)) return !glued(doc, i);
    if (doc->flags[word] & (TYPE_UPPER | TYPE_DIGIT)) return true;
    if (!(doc->flags[word] & TYPE_LOWER) || word != i || k != i - 1) return false;
    /* A small letter after a full stop: careless writing, unless the stop was the point of something short. */
    if (type_at(doc, k)->shape != SHAPE_STOP || doc->text[doc->begin[k]] != '.' || k == c->start) return false;
    const struct type *before = type_at(doc, k - 1);
    return before->shape == SHAPE_LOWER && before->length > 2 && glued(doc, k) && !(doc->flags[i] & TYPE_REPORTING);
}

/* Hon sa för sig själv: Det går bra. The sentence goes on after the colon at @k, but not with a new speaker's dash. */
static bool quotes_on(const struct cursor *c, uint32_t k, uint32_t i) {
    if (type_at(c->doc, i)->shape == SHAPE_DASH) return false;
    for (uint32_t n = k; n > c->start && n + 4 > k; n--)
        if (c->doc->flags[n - 1] & TYPE_REPORTING) return true;
    return false;
}

static bool ends_before(struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    if (glued(doc, i) && (doc->flags[i] & (TYPE_CLOSER | TYPE_REFERENCE))) return false;
    uint32_t k = before_closers(c, i), word = after_openers(c, i);
    uint16_t last = doc->flags[k], first = doc->flags[word];
    bool capital = first & TYPE_UPPER, closed = k + 1 < i;
    if (last & TYPE_STOP) return after_stop(c, k, i, word);
    if (last & TYPE_ABBREVIATION) {
        uint8_t ends = type_at(doc, k)->ends;
        return capital && (ends == ENDS_OFTEN || (ends == ENDS_RARE && (first & TYPE_STARTER)));
    }
    if (last & TYPE_PAUSE) return capital && !(glued(doc, i) && glued(doc, k));
    if (!capital) return false;
    if (last & TYPE_COLON) return !quotes_on(c, k, i) && by_model(c, i, word, PLACE_COLON);
    if (closed) return (last & (TYPE_UPPER | TYPE_LOWER | TYPE_DIGIT)) && by_model(c, i, word, PLACE_CLOSED);
    if (word != i || glued(doc, i) || !(last & (TYPE_UPPER | TYPE_LOWER))) return false;
    /* a word that is not known in lower case is a name: a heading that hides behind one is not worth a cut sentence */
    return type_at(doc, word)->ordinary && by_model(c, i, word, PLACE_WORD);
}

/* Is there a line feed before token @i, and does it end the sentence? */
static bool ends_at_line(struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    while (c->line < doc->n_lines && doc->lines[c->line] < doc->end[i - 1]) c->line++;
    if (c->line >= doc->n_lines || doc->lines[c->line] >= doc->begin[i]) return false;
    bool two = c->line + 1 < doc->n_lines && doc->lines[c->line + 1] < doc->begin[i];
    return two || line_ends_sentence(c, i);
}

/* Ends the sentence before token @i, and marks its full stop. */
static void close_sentence(struct cursor *c, uint32_t i, uint32_t number, uint32_t *sentence) {
    const struct sentence_text *doc = c->doc;
    uint32_t k = before_closers(c, i);
    if (type_at(doc, k)->shape == SHAPE_STOP || type_at(doc, k)->shape == SHAPE_PAUSE)
        doc->kind[k] = UTS_TOKEN_SENTENCE_END;
    for (k = c->start; k < i; k++) sentence[k] = number;
    c->start = i;
    c->finite = false;
}

/* Lists the tokens that a sentence may begin with as far as their flags say. Without branches, that would be guessed
 * wrong too often. */
static uint32_t list_candidates(const struct sentence_text *doc, uint32_t *list) {
    uint32_t n = 0;
    uint16_t before = 0;
    for (uint32_t i = 0; i < doc->n; i++) {
        list[n] = i;
        n += ((before & LOOK_AFTER) | (doc->flags[i] & LOOK_BEFORE)) != 0;
        before = doc->flags[i];
    }
    return n;
}

/* The first token from @i on that begins after @offset. */
static uint32_t token_after(const struct sentence_text *doc, uint32_t i, uint32_t offset) {
    uint32_t step = 1, low = i, high;
    while (low + step < doc->n && doc->begin[low + step] <= offset) {
        low += step;
        step *= 2;
    }
    for (high = low + step < doc->n ? low + step : doc->n; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->begin[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Passes the line feeds before token @i; returns the token after the next one. */
static uint32_t pass_lines(struct cursor *c, uint32_t i) {
    const struct sentence_text *doc = c->doc;
    while (c->line < doc->n_lines && doc->lines[c->line] < doc->begin[i]) c->line++;
    return c->line < doc->n_lines ? token_after(doc, i, doc->lines[c->line]) : UINT32_MAX;
}

uint32_t sentence_split(const struct sentence_text *doc, uint32_t *sentence, uint32_t *first, uint32_t *spare) {
    struct cursor c = {doc, 0, 0, false, 0};
    uint32_t n = 0, piece = 0, next_hard = 0, next_line = 0, look = 0, looks = list_candidates(doc, spare);
    if (!doc->n) return 0;
    for (uint32_t i = 0; i < doc->n;) {
        bool ends = i == 0, line = i == next_line && i > 0;
        if (i == next_hard) {
            for (; piece < doc->n_pieces && doc->pieces[piece].first <= i; piece++)
                ends = ends || doc->pieces[piece].hard;
            next_hard = piece < doc->n_pieces ? doc->pieces[piece].first : UINT32_MAX;
        }
        if (!ends && line) ends = ends_at_line(&c, i);
        if (i == next_line) next_line = pass_lines(&c, i);
        if (look < looks && spare[look] == i) {
            if (!ends) ends = ends_before(&c, i);
            look++;
        }
        if (ends) {
            if (i > 0) close_sentence(&c, i, n - 1, sentence);
            first[n++] = i;
        }
        i = look < looks ? spare[look] : doc->n;
        i = next_hard < i ? next_hard : i;
        i = next_line < i ? next_line : i;
    }
    close_sentence(&c, doc->n, n - 1, sentence);
    return n;
}
