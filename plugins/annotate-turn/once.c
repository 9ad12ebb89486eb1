/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "once.h"

#include "spoken.h"

#include <lexicon.h>
#include <string.h>
#include <utsaga/layers.h>

/* Fewer lines say nothing of the form of turns; more labels than these are not looked at one by one. */
enum { LEAST_LINES = 4, LEAST_LIST = 3, MANY_LABELS = 3000 };

/* @p part of @p whole is at least @p percent. */
static bool share(uint32_t part, uint32_t whole, uint32_t percent) {
    return (uint64_t)part * 100 >= (uint64_t)whole * percent;
}

static const struct at_group *group_at(const struct at_labels *labels, const struct at_candidate *c) {
    return c->surface == AT_NONE ? NULL : &labels->groups.items[labels->surfaces.items[c->surface].group];
}

/* ---- lists ---- */

/* Words for people: roles are labels of transcripts, and common nouns. */
static const char *const people[] = {"are",    "ska",   "ör",    "ist",    "chef", "man",   "män",
                                     "kvinna", "mamma", "pappa", "doktor", "elev", "polis", NULL};

static bool ends_in(const char *key, size_t n, const char *const *endings) {
    for (; *endings; endings++) {
        size_t m = strlen(*endings);
        if (n >= m && memcmp(key + n - m, *endings, m) == 0) return true;
    }
    return false;
}

static bool is_noun(const lexicon *lex, const char *form, size_t n) {
    uint32_t entry = lexicon_find(lex, form, n);
    lexicon_splitter splitter = {.terms = NULL};
    if (entry == LEXICON_NONE && n > 7 && lexicon_head(lex, &splitter, form, n, &entry) == 0) return false;
    if (entry == LEXICON_NONE || !(lexicon_flags(lex, entry) & LEXICON_LOWER)) return false;
    if (lexicon_flags(lex, entry) & LEXICON_NAME) return false;
    const lexicon_analysis *analyses;
    uint32_t count = lexicon_analyses(lex, entry, &analyses);
    for (uint32_t i = 0; i < count; i++)
        if (analyses[i].upos == UTS_UPOS_NOUN) return true;
    return false;
}

/* The label is a common noun for a thing, or ends in one. */
static bool is_thing(const struct at_labels *labels, const struct at_group *g, const lexicon *lex) {
    const char *key = labels->keys.items + g->key;
    if (g->word == AT_W_META || g->word == AT_W_STOP) return true;
    size_t n = g->key_length, last = n;
    while (last > 0 && key[last - 1] != ' ') last--;
    /* "Etiska överväganden" is a heading, "Anna Ek" a name. */
    if (g->word != AT_W_PLAIN || n >= LEXICON_FORM_MAX || (last > 0 && g->shape.all_upper)) return false;
    return !ends_in(key, n, people) && is_noun(lex, key + last, n - last);
}

/* Somebody asks, addresses or answers in text[begin, end). */
static bool is_talk(const char *text, uint32_t begin, uint32_t end) {
    static const char *const address[] = {" du ", " dig ", " ni ", " er ", " du?", " du,", " du."};
    while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t')) end--;
    if (begin == end) return false;
    if (text[end - 1] == '?') return true;
    uint32_t stop = begin;
    while (stop < end && !strchr(" ,.!", text[stop])) stop++;
    if (at_is_backchannel(text + begin, stop - begin)) return true;
    for (size_t i = 0; i < sizeof address / sizeof *address; i++)
        if (memmem(text + begin, end - begin, address[i], strlen(address[i]))) return true;
    return false;
}

bool at_once_is_list(const struct at_labels *labels, const char *text, const struct lexicon *lex) {
    uint32_t n = 0, things = 0;
    if (!lex || labels->groups.n > MANY_LABELS) return false;
    for (uint32_t i = 0; i < labels->groups.n; i++) {
        const struct at_group *g = &labels->groups.items[i];
        if (g->layout != AT_COLON) continue;
        if (g->count > 1) return false;
        n++;
        things += is_thing(labels, g, lex);
    }
    if (n < LEAST_LIST || !share(things, n, 67)) return false;
    for (uint32_t i = 0; i < labels->candidates.n; i++) {
        const struct at_candidate *c = &labels->candidates.items[i];
        if (c->layout == AT_COLON && is_talk(text, c->text, labels->lines.items[c->line].end)) return false;
    }
    return true;
}

/* ---- one label among others ---- */

/* The form of a line that begins a turn. */
struct form {
    bool lower;    /* what is said begins with a small letter */
    bool blank;    /* a blank line above, or none at all */
    bool finished; /* the line above ends as sentences do */
};

static bool is_lower(const char *p, const char *end) {
    if (p >= end) return false;
    if ((unsigned char)*p < 0x80) return *p >= 'a' && *p <= 'z';
    return (unsigned char)*p == 0xC3 && end - p > 1 && (unsigned char)p[1] >= 0x9F;
}

/* Ends in a letter or a comma: the sentence goes on in the next line. */
static bool is_open(const char *text, uint32_t begin, uint32_t end) {
    while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t')) end--;
    if (begin == end) return false;
    unsigned char c = (unsigned char)text[end - 1];
    bool dots = end - begin >= 3 && memcmp(text + end - 3, "\xE2\x80", 2) == 0; /* an ellipsis, a quotation mark */
    return c == ',' || (c >= 'a' && c <= 'z') || (c >= 0x80 && !dots);
}

static struct form form_of(const struct at_labels *labels, const char *text, const struct at_candidate *c) {
    const struct at_line *line = &labels->lines.items[c->line];
    struct form form = {.lower = is_lower(text + c->text, text + line->end), .blank = true, .finished = true};
    if (c->line == 0) return form;
    const struct at_line *above = line - 1;
    form.blank = above->kind == AT_LINE_BLANK;
    if (!form.blank) form.finished = above->kind != AT_LINE_TEXT || !is_open(text, above->begin, above->end);
    return form;
}

/* How many lines with labels that recur, or are known, have each form. */
struct habit {
    uint32_t lines, lower, blank, finished, groups;
    uint32_t first; /* line */
};

static bool is_sure(const struct at_group *g) { return g->speaker && (g->count > 1 || at_is_known(g)); }

static struct habit habit_of(const struct at_labels *labels, const char *text) {
    struct habit habit = {.first = AT_NONE};
    for (uint32_t i = 0; i < labels->candidates.n; i++) {
        const struct at_candidate *c = &labels->candidates.items[i];
        const struct at_group *g = group_at(labels, c);
        if (!g || c->layout != labels->layout || !is_sure(g)) continue;
        struct form form = form_of(labels, text, c);
        if (habit.first == AT_NONE) habit.first = c->line;
        habit.lines++;
        habit.lower += form.lower;
        habit.blank += form.blank;
        habit.finished += form.finished;
    }
    for (uint32_t i = 0; i < labels->groups.n; i++)
        habit.groups += labels->groups.items[i].layout == labels->layout && is_sure(&labels->groups.items[i]);
    return habit;
}

/* Bytes that are searched for all labels together: a text beyond any conversation is judged by the form of its lines.
 */
enum { MOST_SEARCHED = 1 << 30 };

/* "i Stockholm" stands elsewhere: people are not places. */
static bool is_place(const char *text, uint32_t n, const struct at_candidate *c) {
    char words[100] = " i ";
    uint32_t length = c->name_end - c->name_begin;
    if (length + 4 > sizeof words) return false;
    memcpy(words + 3, text + c->name_begin, length);
    const char *at = text, *end = text + n;
    while ((at = memmem(at, (size_t)(end - at), words, length + 3))) {
        at += length + 3;
        if (at == end || strchr(" .,?!;:\n)", *at)) return true;
    }
    return false;
}

static bool speaks_against(const struct at_labels *labels, const char *text, uint32_t n, const struct at_candidate *c,
                           const struct habit *habit) {
    struct form form = form_of(labels, text, c);
    uint32_t end = labels->lines.items[c->line].end;
    bool searched = (uint64_t)labels->groups.n * n <= MOST_SEARCHED;
    if (searched && is_place(text, n, c)) return true;
    if (habit->lines < LEAST_LINES) return false;
    if (form.lower && !share(habit->lower, habit->lines, 10) && !at_is_backchannel(text + c->text, end - c->text))
        return true;
    if (!form.blank && share(habit->blank, habit->lines, 90)) return true;
    return !form.finished && share(habit->finished, habit->lines, 90);
}

void at_once_judge(struct at_labels *labels, const char *text, uint32_t n) {
    if (labels->layout != AT_COLON || labels->groups.n > MANY_LABELS) return;
    struct habit habit = habit_of(labels, text);
    for (uint32_t i = 0; i < labels->candidates.n; i++) {
        const struct at_candidate *c = &labels->candidates.items[i];
        if (c->surface == AT_NONE || c->layout != labels->layout) continue;
        struct at_group *g = &labels->groups.items[labels->surfaces.items[c->surface].group];
        if (!g->speaker || g->count > 1 || g->word != AT_W_PLAIN) continue;
        /* Above the first turn it is a field of the header, or the first turn. */
        bool against = habit.groups >= 2 && c->line > habit.first && speaks_against(labels, text, n, c, &habit);
        g->once = against ? AT_ONCE_TEXT : AT_ONCE_KEPT;
        g->once_at = c->name_begin;
        g->speaker = !against;
    }
}
