/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be said of a form wherever it stands. */
#include "norm.h"

#include <unicode/uchar.h>

enum { LETTERS_MIN = 2 };

struct shape {
    uint32_t letters, upper, other; /* other: digits, hyphens, points … */
    bool first_upper;
};

static struct shape shape_of(uts_str s) {
    struct shape shape = {0};
    for (size_t i = 0; i < s.n;) {
        uint32_t length, c = uts_utf8_at(s.p + i, &length);
        bool letter = c < 0x80 ? (c | 32) >= 'a' && (c | 32) <= 'z' : u_isalpha((UChar32)c);
        bool upper = letter && (c < 0x80 ? c < 'a' : u_isupper((UChar32)c));
        shape.letters += letter;
        shape.other += !letter;
        shape.upper += upper;
        if (i == 0) shape.first_upper = upper;
        i += length;
    }
    return shape;
}

static size_t upper_into(char *out, uint32_t c) {
    UChar32 u = u_toupper((UChar32)c);
    size_t n = u < 0x80 ? 1 : u < 0x800 ? 2 : u < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; u >>= 6) out[i] = (char)(0x80 | (u & 0x3F));
    out[0] = (char)(lead[n] | u);
    return n;
}

uts_sym classify_cased(struct norm_doc *doc, uts_sym form, uts_sym fold, const char *norm, size_t n) {
    const uts_host *host = doc->stage->host;
    if (form == fold || n > 300) return host->intern(doc->job, uts_mkstr(norm, n));
    struct shape shape = shape_of(host->spell(doc->job, form));
    if (!shape.first_upper) return host->intern(doc->job, uts_mkstr(norm, n));
    bool all = shape.upper == shape.letters && shape.letters > 1;
    char text[1300];
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        uint32_t length, c = uts_utf8_at(norm + i, &length);
        if (all || i == 0) {
            used += upper_into(text + used, c);
        } else {
            memcpy(text + used, norm + i, length);
            used += length;
        }
        i += length;
    }
    return host->intern(doc->job, uts_mkstr(text, used));
}

/* ---- search ---- */

static struct search search_of(struct norm_doc *doc) {
    struct norm_stage *stage = doc->stage;
    return (struct search){stage->lex,         &stage->channel, &stage->rules,
                           stage->apart_class, &stage->speller, &doc->local->work};
}

static const struct suggestions no_suggestions = {0};

static const struct suggestions *keep_suggestions(struct norm_doc *doc, const struct action *action,
                                                  const struct candidates *all) {
    const uts_host *host = doc->stage->host;
    struct suggestions *out = pool_take(&doc->local->pool, sizeof *out + all->count * sizeof *out->of);
    if (!out) return &no_suggestions;
    for (uint32_t i = 0; i < all->count; i++) {
        const struct candidate *c = &all->best[i];
        struct suggestion *s = &out->of[out->count];
        *s = (struct suggestion){.score = c->score, .cost = c->cost, .kind = c->kind};
        s->norm = classify_cased(doc, action->form, action->fold, c->text, c->n);
        s->fold = host->intern(doc->job, uts_mkstr(c->text, c->n));
        if (s->norm && s->fold) out->count++;
    }
    return out;
}

static void search_once(struct norm_doc *doc, struct action *action, const struct search *search) {
    struct candidates all;
    uts_str s = doc->stage->host->spell(doc->job, action->fold);
    action->searched = true;
    action->near = &no_suggestions;
    if (action->weak) {
        action->wants_far = !search_seam(search, s.p, s.n, &all);
        if (action->wants_far) return;
    } else {
        action->old = search_near(search, s.p, s.n, &all);
        action->wants_far = !action->old && search_wants_far(&all);
    }
    action->near = keep_suggestions(doc, action, &all);
}

static void search_far_once(struct norm_doc *doc, struct action *action, const struct search *search) {
    struct candidates all;
    uts_str s = doc->stage->host->spell(doc->job, action->fold);
    action->searched_far = true;
    action->far = &no_suggestions;
    if (action->weak) {
        if (!search_weak(search, s.p, s.n, &all)) return;
    } else {
        search_near(search, s.p, s.n, &all);
        search_far(search, s.p, s.n, &all);
    }
    action->far = keep_suggestions(doc, action, &all);
}

void classify_search(struct norm_doc *doc, struct action *action) {
    struct search search = search_of(doc);
    if (action->seen == doc->local->n_documents) return;
    action->seen = doc->local->n_documents;
    action->use = &no_suggestions;
    if (action->capital && !doc->far_left) return;
    if (!action->searched) search_once(doc, action, &search);
    action->use = action->near;
    if (!action->wants_far) return;
    /* What a document gets must not depend on what the worker met before. */
    if (!doc->far_left) {
        doc->far_refused++;
        return;
    }
    doc->far_left--;
    if (!action->searched_far) search_far_once(doc, action, &search);
    action->use = action->far;
}

bool classify_accepted(struct norm_doc *doc, struct action *action) {
    struct search search = search_of(doc);
    uts_str s = doc->stage->host->spell(doc->job, action->fold);
    if (!action->asked) action->accepted = search_accepted(&search, s.p, s.n);
    action->asked = true;
    return action->accepted;
}

/* ---- actions ---- */

static bool letters_then_s(uts_str s, struct shape shape) {
    return shape.other == 0 && shape.upper >= 2 && shape.letters == shape.upper + 1 && s.p[s.n - 1] == 's';
}

/* Bytes of an apostrophe before a final s, 0 when there is none. */
static size_t apostrophe_s(uts_str s) {
    if (s.n > 3 && s.p[s.n - 1] == 's' && s.p[s.n - 2] == '\'') return 1;
    if (s.n > 5 && s.p[s.n - 1] == 's' && memcmp(s.p + s.n - 4, "’", 3) == 0) return 3;
    return 0;
}

/* Acronym genitives and apostrophes: the shape says what the norm would be. */
static uint32_t by_shape(struct norm_doc *doc, uts_str s, struct shape shape, uts_sym *norm) {
    char text[128];
    if (s.n + 2 > sizeof text) return 0;
    memcpy(text, s.p, s.n);
    if (letters_then_s(s, shape)) {
        memcpy(text + s.n - 1, ":s", 2);
        *norm = doc->stage->host->intern(doc->job, uts_mkstr(text, s.n + 1));
        return ACTION_GENITIVE;
    }
    size_t mark = apostrophe_s(s);
    if (!mark || !shape.first_upper || shape.upper != 1) return 0;
    text[s.n - mark - 1] = 's';
    *norm = doc->stage->host->intern(doc->job, uts_mkstr(text, s.n - mark));
    return ACTION_APOSTROPHE;
}

/* Whether the form is unknown and of a shape that a misspelt word can have. */
static bool is_unknown(struct norm_doc *doc, uts_str fold, struct shape shape, bool *weak) {
    if (!doc->stage->lex || !doc->stage->conf->spelling || shape.other || shape.letters < LETTERS_MIN) return false;
    if (shape.upper > 1 || (shape.upper == 1 && !shape.first_upper) || fold.n > SPELLER_FORM_MAX) return false;
    struct search search = search_of(doc);
    uint32_t known = search_known(&search, fold.p, fold.n);
    *weak = known == SEARCH_WEAK;
    return known != SEARCH_KNOWN;
}

static bool fill_action(struct norm_doc *doc, struct action *action) {
    struct norm_stage *stage = doc->stage;
    uts_str form = stage->host->spell(doc->job, action->form), fold = stage->host->spell(doc->job, action->fold);
    uint32_t word = map_get(&stage->project.words, fold.p, fold.n);
    action->decided = map_get(&stage->project.decided, fold.p, fold.n) != MAP_ABSENT;
    if (word != MAP_ABSENT && word != PROJECT_KEEP) {
        const char *norm = stage->project.norms[word];
        action->kind = ACTION_FIXED;
        action->norm = classify_cased(doc, action->form, action->fold, norm, strlen(norm));
        return true;
    }
    if (word == PROJECT_KEEP) return action->decided;
    action->rule = rules_trigger(&stage->rules, fold.p, fold.n);
    if (action->rule == MAP_ABSENT && action->form != action->fold && form.p[form.n - 1] == '-') {
        action->rule = stage->rules.by_class;
        action->by_class = true;
    }
    if (action->rule != MAP_ABSENT) {
        action->kind = ACTION_RULES;
        return true;
    }
    struct shape shape = shape_of(form);
    if (shape.upper && stage->lex) action->kind = by_shape(doc, form, shape, &action->norm);
    if (!action->kind && is_unknown(doc, fold, shape, &action->weak)) {
        action->kind = ACTION_SPELLING;
        action->capital = shape.upper > 0;
    }
    return action->kind || action->decided;
}

uint32_t classify_form(struct norm_doc *doc, uts_sym form, uts_sym fold, bool *failed) {
    struct norm_local *local = doc->local;
    struct action action = {.form = form, .fold = fold, .rule = UINT32_MAX};
    if (!fill_action(doc, &action)) return ACTION_NONE;
    if (!action.kind) action.kind = ACTION_DECIDED;
    if (local->n_actions == local->room_actions) {
        uint32_t room = local->room_actions * 2 + 256;
        struct action *actions = realloc(local->actions, room * sizeof *actions);
        if (!actions) {
            *failed = true;
            return ACTION_NONE;
        }
        local->actions = actions;
        local->room_actions = room;
    }
    local->actions[local->n_actions] = action;
    return ACTION_FIRST + local->n_actions++;
}
