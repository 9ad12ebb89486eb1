/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "context.h"
#include "../common/question_units.h"
#include "text.h"
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/* ---- variables -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int source;
} own_variables[] = {{"role", VARIABLE_ROLE},         {"roll", VARIABLE_ROLE},         {"zone", VARIABLE_ZONE},
                     {"speaker", VARIABLE_SPEAKER},   {"talare", VARIABLE_SPEAKER},    {"document", VARIABLE_DOCUMENT},
                     {"dokument", VARIABLE_DOCUMENT}, {"interview", VARIABLE_DOCUMENT}};

static bool folds_to(const char *name, const char *folded) {
    char out[300];
    size_t n = text_fold(name, strlen(name), out, sizeof out);
    return n == strlen(folded) && memcmp(out, folded, n) == 0;
}

static struct theme_variable resolve(const uts_participants *people, const char *name) {
    for (size_t i = 0; i < sizeof own_variables / sizeof *own_variables; i++)
        if (strcmp(own_variables[i].name, name) == 0) return (struct theme_variable){own_variables[i].source, 0};
    for (uint32_t i = 0; people && i < people->n_variables; i++)
        if (folds_to(people->variables[i], name)) return (struct theme_variable){VARIABLE_COLUMN, i};
    return (struct theme_variable){VARIABLE_NONE, 0};
}

struct theme_variable *theme_variables(const uts_host *host, uts_job *job, const struct codebook *book,
                                       const struct program *program) {
    const uts_participants *people = host->extension(UTS_EXT_PARTICIPANTS);
    struct theme_variable *variables = calloc((size_t)program->n_variables + 1, sizeof *variables);
    for (uint32_t i = 0; variables && i < program->n_variables; i++) {
        const struct variable *v = &program->variables[i];
        variables[i] = resolve(people, v->name);
        if (variables[i].source != VARIABLE_NONE) continue;
        uts_notef(host, job, UTS_LOG_WARN, UINT64_MAX, uts_mkstr("", 0),
                  "%.200s:%u:%u: the variable \"%.80s\" is unknown here, so it is empty for everybody: %s", book->name,
                  v->place.line, v->place.column, v->name,
                  people ? "it is no column of the participants table" : "no participants table was given");
    }
    return variables;
}

/* The row of the participant who speaks in a turn. */
static uint32_t participant_of(struct theme_context *c, uint32_t turn) {
    if (c->turn == turn) return c->participant;
    uts_str speaker = c->speaker[turn] ? c->host->spell(c->job, c->speaker[turn]) : uts_mkstr("", 0);
    c->turn = turn;
    c->participant = speaker.n ? c->participants->find(c->host->doc_id(c->doc), speaker) : UINT32_MAX;
    return c->participant;
}

static uts_str raw_value(struct theme_context *c, struct theme_variable v, uint32_t token) {
    static const char *const zones[] = UTS_ZONE_NAMES;
    const struct tokens *t = &c->tokens;
    uint32_t turn = t->turn[token];
    if (v.source == VARIABLE_ZONE) return uts_cstr(t->zone[token] < UTS_ZONE_COUNT_ ? zones[t->zone[token]] : "");
    if (v.source == VARIABLE_DOCUMENT) return c->host->doc_id(c->doc);
    if (turn >= t->n_turns || v.source == VARIABLE_NONE) return uts_mkstr("", 0);
    if (v.source == VARIABLE_COLUMN) {
        uint32_t row = c->participants ? participant_of(c, turn) : UINT32_MAX;
        if (row == UINT32_MAX) return uts_mkstr("", 0);
        return uts_cstr(c->participants->values[(size_t)row * c->participants->n_variables + v.column]);
    }
    uts_sym symbol = v.source == VARIABLE_ROLE ? c->role[turn] : c->speaker[turn];
    return symbol ? c->host->spell(c->job, symbol) : uts_mkstr("", 0);
}

static const char *value_of(void *context, uint32_t variable, uint32_t token, size_t *n) {
    struct theme_context *c = context;
    uts_str s = raw_value(c, c->variables[variable], token);
    *n = text_fold(s.p, s.n, c->value, sizeof c->value);
    if (*n == SIZE_MAX) *n = 0;
    return c->value;
}

/* ---- layers ----------------------------------------------------------------------------------------------------- */

static const char *spell(void *context, uint32_t symbol, size_t *n) {
    const struct theme_context *c = context;
    uts_str s = c->host->spell(c->job, symbol);
    *n = s.n;
    return s.p;
}

bool theme_context_stop(void *context) {
    const struct theme_context *c = context;
    return c->host->cancelled(c->job);
}

/* The columns of an optional layer, which are an error to miss when a rule looks at them. */
static uts_status optional_layers(struct theme_context *c, uint32_t layers) {
    enum { LEMMAS = 1u << LAYER_LEMMA | 1u << LAYER_PART | 1u << LAYER_HEAD | 1u << LAYER_MOD | 1u << LAYER_UPOS };
    const uts_layer *norm = c->host->layer(c->doc, "token.norm"), *lemma = c->host->layer(c->doc, "token.lemma");
    if (!norm && layers & 1u << LAYER_NORM)
        return uts_failf(c->host, c->job, UTS_E_UNSUPPORTED, UINT64_MAX,
                         "the codebook has rules on normal forms, but no stage gives token.norm; add annotate-norm or "
                         "match by form");
    if (!lemma && layers & LEMMAS)
        return uts_failf(
            c->host, c->job, UTS_E_UNSUPPORTED, UINT64_MAX,
            "the codebook has rules on lemmas, compounds or parts of speech, but no stage gives token.lemma; "
            "add annotate-lemma or match by form");
    c->tokens.norm = norm ? norm->data[UTS_TOKEN_NORM] : NULL;
    c->tokens.lemma = lemma ? lemma->data[UTS_LEMMA_LEMMA] : NULL;
    c->tokens.parts = lemma ? lemma->data[UTS_LEMMA_PARTS] : NULL;
    c->tokens.upos = lemma ? lemma->data[UTS_LEMMA_UPOS] : NULL;
    return UTS_OK;
}

static struct rows rows_of(const uts_layer *layer) {
    return layer ? (struct rows){layer->rows, layer->begin} : (struct rows){0, NULL};
}

/* A question and its answers, by where the first turn begins; none in a document without an interviewer. */
static bool find_questions(struct theme_context *c, const uts_layer *turn) {
    uint32_t *number = c->host->alloc(c->job, ((size_t)turn->rows + 1) * sizeof *number, 4);
    uint32_t *begin = c->host->alloc(c->job, ((size_t)turn->rows + 1) * sizeof *begin, 4), n = 0;
    if (!number || !begin) return false;
    question_units(turn, number);
    for (uint32_t i = 0; i < turn->rows; i++)
        if (number[i] > n) {
            n = number[i];
            begin[n - 1] = turn->begin[i];
        }
    c->tokens.question = (struct rows){n, begin};
    return true;
}

uts_status theme_context_begin(struct theme_context *c, const uts_host *host, uts_job *job, const uts_doc *doc,
                               const struct program *program, const struct theme_variable *variables) {
    const uts_layer *token = host->layer(doc, "token"), *turn = host->layer(doc, "turn");
    *c = (struct theme_context){.host = host,
                                .job = job,
                                .doc = doc,
                                .variables = variables,
                                .participants = host->extension(UTS_EXT_PARTICIPANTS),
                                .speaker = turn->data[UTS_TURN_SPEAKER],
                                .role = turn->data[UTS_TURN_ROLE],
                                .turn = UINT32_MAX};
    c->tokens = (struct tokens){.n = token->rows,
                                .begin = token->begin,
                                .end = token->end,
                                .fold = token->data[UTS_TOKEN_FOLD],
                                .form = token->data[UTS_TOKEN_FORM],
                                .kind = token->data[UTS_TOKEN_KIND],
                                .turn = token->data[UTS_TOKEN_TURN],
                                .zone = token->data[UTS_TOKEN_ZONE],
                                .sentence = token->data[UTS_TOKEN_SENTENCE],
                                .n_turns = turn->rows,
                                .turn_begin = turn->begin,
                                .label_begin = turn->data[UTS_TURN_LABEL_BEGIN],
                                .label_end = turn->data[UTS_TURN_LABEL_END],
                                .paragraph = rows_of(host->layer(doc, "paragraph"))};
    c->spelling = (struct spelling){c, spell, host->symbol_count(job), host->symbol_epoch(job)};
    c->surroundings = (struct surroundings){c, value_of};
    if (program->units & 1u << UNIT_QUESTION && !find_questions(c, turn)) return UTS_E_NOMEM;
    return optional_layers(c, program->layers);
}
