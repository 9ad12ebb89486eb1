/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two passes over each sentence: the first finds what is known of each form (once per symbol), the second lets the
 * tagger choose where a form can be several things, and looks the lemma up.
 */
#include "annotate.h"
#include <fold.h>
#include <utsaga/layers.h>

enum {
    ELLIPSIS_REACH = 8, /* tokens from "brukar-" to the compound that it takes its head from */
    HA_REACH = 4,       /* tokens from a form of ha to its supine */
    AHEAD = 8,          /* tokens; what is known of them is fetched while others are worked on */
    NAME_INSIDE = 2     /* capitals inside sentences that outweigh the tagger: headings have stray ones */
};

struct work {
    const struct annotate_stage *stage;
    struct annotate_local *local;
    const uts_host *host;
    uts_job *job;
    const uts_sym *form, *fold, *norm; /* norm: NULL when nobody gave it */
    const uint32_t *kind;
    uint32_t *upos;
    uts_sym *lemma, *parts;
    uint32_t rows;
};

/* ---- word forms ---- */

static uts_sym symbol_of(const struct work *w, uint32_t row) {
    return w->norm && w->norm[row] ? w->norm[row] : w->form[row];
}

/* The form as written and folded. A norm is folded here, into @p room of LEMMA_ROOM bytes; too long: not folded. */
static struct lemma_form form_of(const struct work *w, uint32_t row, char *room) {
    uts_str text = w->host->spell(w->job, symbol_of(w, row)), folded = w->host->spell(w->job, w->fold[row]);
    if (w->norm && w->norm[row]) {
        folded = text;
        if (text.n * 2 + 8 < LEMMA_ROOM) {
            char copy[LEMMA_ROOM];
            memcpy(copy, text.p, text.n);
            copy[text.n] = 0;
            fold(copy, room, LEMMA_ROOM);
            folded = uts_cstr(room);
        }
    }
    return (struct lemma_form){text.p, folded.p, text.n, folded.n};
}

/* @p items with room for @p more than @p n of them; NULL: out of memory, and they are as they were. */
static void *with_room(void *items, uint32_t n, uint32_t more, uint32_t *room, size_t width) {
    if (n + more <= *room) return items;
    uint32_t wanted = *room + *room / 2 + more + 1024;
    void *grown = realloc(items, wanted * width);
    if (grown) *room = wanted;
    return grown;
}

static struct annotate_type *add_type(struct annotate_local *local) {
    void *types = with_room(local->types, local->n_types, 1, &local->types_room, sizeof *local->types);
    if (!types) return NULL;
    local->types = types;
    struct annotate_type *type = &local->types[local->n_types++];
    memset(type, 0, sizeof *type);
    return type;
}

static bool add_readings(struct annotate_local *local, struct annotate_type *type) {
    uint32_t n = (uint32_t)__builtin_popcount(type->type.mask);
    void *readings = with_room(local->readings, local->n_readings, n, &local->readings_room, sizeof *local->readings);
    if (!readings) return false;
    local->readings = readings;
    type->readings = local->n_readings;
    memset(local->readings + local->n_readings, 0, n * sizeof *local->readings);
    local->n_readings += n;
    return true;
}

/* The part of speech that the kind of token settles; TAGGER_TAGS: none. */
static uint32_t upos_of_kind(uint32_t kind) {
    switch (kind) {
    case UTS_TOKEN_ANONYMISED:
        return UTS_UPOS_PROPN;
    case UTS_TOKEN_SENTENCE_END:
        return UTS_UPOS_PUNCT;
    case UTS_TOKEN_PAUSE:
    case UTS_TOKEN_OMITTED:
    case UTS_TOKEN_NOTE_REF:
        return UTS_UPOS_PUNCT;
    case UTS_TOKEN_EVENT:
        return UTS_UPOS_X;
    default:
        return TAGGER_TAGS;
    }
}

static struct annotate_reading reading_of(const struct work *w, struct lemma_form f, uint32_t upos, uts_sym form) {
    char lemma[LEMMA_ROOM], parts[LEMMA_ROOM * 2];
    struct annotate_reading reading = {form, 0};
    size_t n = lemma_of(&w->local->rules, f, upos, lemma);
    if (!n) return reading;
    reading.lemma = w->host->intern(w->job, uts_mkstr(lemma, n));
    n = w->stage->parts ? lemma_parts(&w->local->rules, f, upos, parts) : 0;
    if (n) reading.parts = w->host->intern(w->job, uts_mkstr(parts, n));
    return reading;
}

/* "FN-kommissionen", "Volvo-aktier": what goes on in lower case after a hyphen is no name; "Anna-Lisa" is one. */
static bool is_compound_of_name(struct lemma_form f) {
    if (f.text_n != f.fold_n) return false;
    for (size_t i = f.text_n; i-- > 1;)
        if (f.text[i] == '-') return i + 1 < f.text_n && memcmp(f.text + i, f.fold + i, f.text_n - i) == 0;
    return false;
}

/* Fills in the cell of a token's form. @p settled: its part of speech, or TAGGER_TAGS. */
static bool describe(const struct work *w, uint32_t row, uint32_t settled, struct annotate_cell *cell) {
    char room[LEMMA_ROOM], verb[LEMMA_ROOM];
    struct annotate_local *local = w->local;
    struct annotate_type *type = add_type(local);
    if (!type) return false;
    struct lemma_form f = form_of(w, row, room);
    tagger_form form = {f.text, f.fold, f.text_n, f.fold_n};
    if (!tagger_describe(w->stage->tagger, w->stage->lex, &local->plain, form,
                         settled < TAGGER_TAGS ? 1u << settled : 0, &local->votes, &type->type))
        return false;
    uint32_t mask = type->type.mask;
    cell->index = local->n_types;
    cell->look = 0;
    if (f.fold_n > 2 && f.fold[f.fold_n - 1] == '-') cell->look |= LOOK_HEAD;
    if (mask >> UTS_UPOS_VERB & 1 && lemma_of_verb(&local->rules, f, false, verb)) cell->look |= LOOK_VERB;
    if (tagger_may_be_name(&type->type) && !is_compound_of_name(f)) cell->look |= LOOK_NAME;
    cell->upos = TAGGER_TAGS;
    if (mask & (mask - 1)) return add_readings(local, type);
    cell->upos = (uint16_t)(__builtin_ctz(mask | 1u << 31) % TAGGER_TAGS);
    cell->only = reading_of(w, f, cell->upos, symbol_of(w, row));
    return true;
}

/* What is known of the token's form as the kind of thing that the token is; NULL: out of memory. */
static const struct annotate_cell *cell_of(const struct work *w, uint32_t row) {
    uint32_t settled = upos_of_kind(w->kind[row]);
    struct annotate_cell *cell =
        uts_memo_at(settled < TAGGER_TAGS ? &w->local->marks : &w->local->words, symbol_of(w, row));
    if (cell->index && (settled == TAGGER_TAGS || cell->upos == settled)) return cell;
    return describe(w, row, settled, cell) ? cell : NULL;
}

/* ---- sentences ---- */

static bool make_room(struct annotate_local *local, uint32_t n) {
    if (n <= local->sentence_room) return true;
    uint32_t room = n + n / 2 + 256;
    tagger_type **sentence = realloc(local->sentence, room * sizeof *sentence);
    if (sentence) local->sentence = sentence;
    struct annotate_place *places = realloc(local->places, room * sizeof *places);
    if (places) local->places = places;
    uint8_t *tags = realloc(local->tags, room);
    if (tags) local->tags = tags;
    if (!sentence || !places || !tags) return false;
    local->sentence_room = room;
    return true;
}

/* Marks of the transcriber do not come between words. */
static bool is_aside(uint32_t kind) {
    return kind == UTS_TOKEN_EVENT || kind == UTS_TOKEN_NOTE_REF || kind == UTS_TOKEN_PAUSE ||
           kind == UTS_TOKEN_OMITTED;
}

/* "brukar- och anhörigstöd": the first is brukarstöd. */
static void complete_ellipsis(const struct work *w, uint32_t row, uint32_t end) {
    char room[LEMMA_ROOM], later_room[LEMMA_ROOM], lemma[LEMMA_ROOM], parts[LEMMA_ROOM * 2];
    struct lemma_form f = form_of(w, row, room);
    for (uint32_t i = row + 1; i < end && i < row + ELLIPSIS_REACH; i++) {
        struct lemma_form later = form_of(w, i, later_room);
        if ((w->upos[i] != UTS_UPOS_NOUN && w->upos[i] != UTS_UPOS_ADJ) || !later.fold_n ||
            later.fold[later.fold_n - 1] == '-')
            continue;
        size_t n = lemma_elliptic(&w->local->rules, f, later, w->upos[i], lemma, parts);
        if (!n) return;
        w->lemma[row] = w->host->intern(w->job, uts_mkstr(lemma, n));
        w->parts[row] = w->stage->parts && parts[0] ? w->host->intern(w->job, uts_cstr(parts)) : 0;
        return;
    }
}

static bool is_ha(const struct work *w, uint32_t row) {
    uts_str lemma = w->host->spell(w->job, w->lemma[row]);
    return (w->upos[row] == UTS_UPOS_AUX || w->upos[row] == UTS_UPOS_VERB) && lemma.n == 2 &&
           memcmp(lemma.p, "ha", 2) == 0;
}

/* "hade satt" is sätta, "satt" without a form of ha before it is sitta. */
static void choose_verb(const struct work *w, uint32_t first, uint32_t row) {
    char room[LEMMA_ROOM], lemma[LEMMA_ROOM];
    bool supine = false;
    if (w->upos[row] != UTS_UPOS_VERB) return;
    for (uint32_t i = row; i > first && i + HA_REACH > row && !supine; i--) supine = is_ha(w, i - 1);
    size_t n = lemma_of_verb(&w->local->rules, form_of(w, row, room), supine, lemma);
    if (n) w->lemma[row] = w->host->intern(w->job, uts_mkstr(lemma, n));
}

/* Gives the token one of the parts of speech that its form can be. */
static void settle(const struct work *w, uint32_t row, uint32_t index, uint32_t upos) {
    char room[LEMMA_ROOM];
    const struct annotate_type *type = &w->local->types[index - 1];
    uint32_t before = type->type.mask & ((1u << upos) - 1);
    struct annotate_reading *reading = &w->local->readings[type->readings + (uint32_t)__builtin_popcount(before)];
    if (!reading->lemma) *reading = reading_of(w, form_of(w, row, room), upos, symbol_of(w, row));
    w->upos[row] = upos;
    w->lemma[row] = reading->lemma;
    w->parts[row] = reading->parts;
}

/* Of the form that the lemma is of, so that a form has one, whatever its tokens look like: "EU-" stands for
 * EU-resehandling. 0: out of memory. */
static uts_sym lower_of(const struct work *w, uint32_t row) {
    char room[LEMMA_ROOM];
    if (symbol_of(w, row) == w->form[row]) return w->fold[row];
    struct lemma_form f = form_of(w, row, room);
    return w->host->intern(w->job, uts_mkstr(f.fold, f.fold_n));
}

static bool remember_name(const struct work *w, uint32_t first, uint32_t row) {
    struct annotate_local *local = w->local;
    uts_sym lower = lower_of(w, row);
    if (!lower) return false;
    void *names = with_room(local->names, local->n_names, 1, &local->names_room, sizeof *local->names);
    if (!names) return false;
    local->names = names;
    bool inside = row > first && UTS_TOKEN_IS_WORD(w->kind[row - 1]);
    local->names[local->n_names++] = (struct annotate_name){lower, symbol_of(w, row), row, inside, false};
    return true;
}

/* Lets the tagger choose for the tokens that can be several things; @p n places are what it sees of the sentence. */
static bool tag_sentence(const struct work *w, uint32_t n) {
    struct annotate_local *local = w->local;
    for (uint32_t i = 0; i < n; i++) {
        local->sentence[i] = &local->types[local->places[i].type - 1].type;
        __builtin_prefetch(local->sentence[i]);
    }
    if (!tagger_tag(w->stage->tagger, &local->votes, local->sentence, n, local->tags)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (w->upos[local->places[i].row] == TAGGER_TAGS)
            settle(w, local->places[i].row, local->places[i].type, local->tags[i]);
    return true;
}

/* Tokens [first, end) are one sentence. */
static bool annotate_sentence(const struct work *w, uint32_t first, uint32_t end) {
    struct annotate_local *local = w->local;
    uint32_t n = 0, ambiguous = 0, look = 0;
    if (!make_room(local, end - first)) return false;
    for (uint32_t row = first; row < end; row++) {
        if (row + AHEAD < w->rows) __builtin_prefetch(uts_memo_at(&local->words, symbol_of(w, row + AHEAD)));
        const struct annotate_cell *cell = cell_of(w, row);
        if (!cell) return false;
        w->upos[row] = cell->upos;
        w->lemma[row] = cell->only.lemma;
        w->parts[row] = cell->only.parts;
        ambiguous += cell->upos == TAGGER_TAGS;
        look |= cell->look;
        if (!is_aside(w->kind[row])) local->places[n++] = (struct annotate_place){row, cell->index};
    }
    if (ambiguous && !tag_sentence(w, n)) return false;
    for (uint32_t row = first; look && row < end; row++) {
        const struct annotate_cell *cell = cell_of(w, row);
        if (!cell) return false;
        if (cell->look & LOOK_HEAD && w->kind[row] == UTS_TOKEN_WORD) complete_ellipsis(w, row, end);
        if (cell->look & LOOK_VERB) choose_verb(w, first, row);
        if (cell->look & LOOK_NAME && !remember_name(w, first, row)) return false;
    }
    return true;
}

/* ---- names ---- */

static int by_form(const void *a, const void *b) {
    const struct annotate_name *x = a, *y = b;
    if (x->lower != y->lower) return x->lower < y->lower ? -1 : 1;
    if (x->form != y->form) return x->form < y->form ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void mark_common(struct annotate_local *local, uts_sym lower) {
    uint32_t low = 0, high = local->n_names;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (local->names[middle].lower < lower)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < local->n_names && local->names[low].lower == lower && !local->names[low].common; low++)
        local->names[low].common = true;
}

/* Marks the names, sorted, that the document of @p n tokens has in lower case too. Most tokens have no part in it: a
 * few bits tell. */
static void find_common(const struct work *w, uint32_t n) {
    enum { BITS = 4096 };
    uint64_t maybe[BITS / 64] = {0};
    for (uint32_t i = 0; i < w->local->n_names; i++) {
        uts_sym lower = w->local->names[i].lower;
        maybe[lower % BITS / 64] |= (uint64_t)1 << lower % 64;
    }
    for (uint32_t row = 0; row < n; row++)
        if (maybe[w->form[row] % BITS / 64] >> w->form[row] % 64 & 1) mark_common(w->local, w->form[row]);
}

/*
 * At the start of a sentence any word has a capital, so the tagger knows little there. An unknown form that is a name
 * where its capital says something, or keeps the capital there time and again, and that the document never writes
 * without it, is a name throughout.
 */
static void settle_names(const struct work *w, uint32_t n) {
    struct annotate_local *local = w->local;
    const struct annotate_name *names = local->names;
    if (!local->n_names) return;
    qsort(local->names, local->n_names, sizeof *names, by_form);
    find_common(w, n);
    for (uint32_t first = 0, end; first < local->n_names; first = end) {
        uint32_t inside = 0, named = 0;
        for (end = first; end < local->n_names && names[end].form == names[first].form; end++) {
            inside += names[end].inside;
            named += names[end].inside && w->upos[names[end].row] == UTS_UPOS_PROPN;
        }
        if ((!named && inside < NAME_INSIDE) || names[first].common) continue;
        const struct annotate_cell *cell = uts_memo_at(&local->words, names[first].form);
        for (uint32_t i = first; i < end; i++) settle(w, names[i].row, cell->index, UTS_UPOS_PROPN);
    }
}

/* ---- the document ---- */

static bool annotate_all(const struct work *w, const uint32_t *sentence, uint32_t n) {
    for (uint32_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && sentence[end] == sentence[first]; end++) {
        }
        if (!annotate_sentence(w, first, end)) return false;
    }
    settle_names(w, n);
    return true;
}

/* Without a lexicon: the form in lower case is all there is to say. */
static void annotate_plain(const struct work *w, uint32_t n) {
    for (uint32_t row = 0; row < n; row++) {
        w->upos[row] = UTS_UPOS_X;
        w->lemma[row] = w->norm && w->norm[row] ? w->norm[row] : w->fold[row] ? w->fold[row] : w->form[row];
        w->parts[row] = 0;
    }
}

static bool begin(struct annotate_local *local, const uts_host *host, const uts_job *job) {
    local->n_names = 0;
    if (!uts_memo_begin(&local->words, sizeof(struct annotate_cell), host, job) ||
        !uts_memo_begin(&local->marks, sizeof(struct annotate_cell), host, job))
        return false;
    if (local->epoch != local->words.epoch) local->n_types = local->n_readings = local->votes.n = 0;
    local->epoch = local->words.epoch;
    return true;
}

uts_status annotate_document(const struct annotate_stage *stage, struct annotate_local *local, uts_job *job,
                             const uts_doc *doc) {
    const uts_host *host = stage->host;
    const uts_layer *token = host->layer(doc, "token"), *norm = host->layer(doc, "token.norm");
    uts_rows *rows = host->open_layer(job, &uts_layer_token_lemma);
    uts_room room;
    uint32_t n = token->rows;
    if (!host->reserve(rows, n, &room) || !begin(local, host, job))
        return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while finding lemmas");
    struct work w = {.stage = stage,
                     .local = local,
                     .host = host,
                     .job = job,
                     .form = token->data[UTS_TOKEN_FORM],
                     .fold = token->data[UTS_TOKEN_FOLD],
                     .norm = norm ? norm->data[UTS_TOKEN_NORM] : NULL,
                     .kind = token->data[UTS_TOKEN_KIND],
                     .upos = room.data[UTS_LEMMA_UPOS],
                     .lemma = room.data[UTS_LEMMA_LEMMA],
                     .parts = room.data[UTS_LEMMA_PARTS],
                     .rows = n};
    if (!stage->lex)
        annotate_plain(&w, n);
    else if (!annotate_all(&w, token->data[UTS_TOKEN_SENTENCE], n))
        return uts_failf(host, job, UTS_E_NOMEM, UINT64_MAX, "out of memory while finding lemmas");
    host->advance(rows, n);
    return host->seal(rows);
}

struct annotate_local *annotate_local_make(const struct annotate_stage *stage) {
    struct annotate_local *local = calloc(1, sizeof *local);
    if (!local) return NULL;
    if (stage->terms.n) local->with_terms = (lexicon_splitter){.terms = terms_has, .arg = &stage->terms};
    local->rules = (struct lemma_rules){stage->lex, stage->terms.n ? &local->with_terms : &local->plain};
    return local;
}

void annotate_local_free(struct annotate_local *local) {
    uts_memo_free(&local->words);
    uts_memo_free(&local->marks);
    free(local->types);
    free(local->readings);
    tagger_votes_free(&local->votes);
    free(local->places);
    free(local->sentence);
    free(local->tags);
    free(local->names);
    free(local);
}
