/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"

#include "origin.h"
#include "question.h"
#include "roles.h"
#include "run.h"

#include <lexicon.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

struct stage {
    const uts_host *host;
    lexicon *lexicon; /* NULL: none */
    enum at_profile profile;
    enum at_origin origin;
    struct at_guide *guide; /* NULL: none */
};

/* Common words tell a list of definitions from a transcript. Without them it is taken for one, and that is told. */
static void open_lexicon(const uts_host *host, uts_job *job, struct stage *stage) {
    char path[4096], error[500] = "its folder is unknown";
    const char *folder = host->setting("lexicons");
    if (folder) snprintf(path, sizeof path, "%s/sv/sv.lex", folder);
    if (folder && lexicon_open(path, &stage->lexicon, error, sizeof error)) return;
    uts_notef(host, job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
              "annotate-turn works without the lexicon (%s): lists of definitions may be taken for transcripts", error);
}

uts_status at_create(const uts_host *host, uts_job *job, const void *conf, void **out) {
    struct stage *stage = calloc(1, sizeof *stage);
    if (!stage) return host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
    stage->host = host;
    const struct at_conf *c = conf;
    stage->profile = (enum at_profile)c->profile;
    stage->origin = (enum at_origin)c->origin;
    if (c->guide && *c->guide && !(stage->guide = at_guide_read(host, job, c->guide))) {
        free(stage);
        return UTS_E_ARG;
    }
    open_lexicon(host, job, stage);
    *out = stage;
    return UTS_OK;
}

void at_destroy(void *stage) {
    struct stage *s = stage;
    at_guide_free(s->guide);
    if (s->lexicon) lexicon_close(s->lexicon);
    free(s);
}

uts_status at_enter(void *stage, uts_job *job, void **local) {
    *local = calloc(1, sizeof(struct at_worker));
    if (*local) return UTS_OK;
    return ((struct stage *)stage)->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

void at_leave(void *stage, void *local) {
    (void)stage;
    struct at_worker *w = local;
    at_labels_free(&w->labels);
    at_built_free(&w->built);
    free(w->events.found.items);
    free(w->events.round.items);
    free(w->asks.items);
    free(w);
}

static uts_status no_memory(const struct at_run *r) {
    return r->host->fail(r->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

/* A label that stands only in the header speaks nowhere. */
static void drop_silent(struct at_labels *labels, const struct at_built *built) {
    for (uint32_t g = 0; g < labels->groups.n; g++) labels->groups.items[g].speaker = false;
    for (uint32_t i = 0; i < built->turns.n; i++)
        if (built->turns.items[i].group != AT_NONE) labels->groups.items[built->turns.items[i].group].speaker = true;
}

/* Fills built and labels from the text, or from what the reader knew. */
static bool find_turns(const struct at_run *r, const lexicon *lex) {
    struct at_worker *w = r->w;
    if (r->given.turn) {
        at_given_build(&w->built, &w->labels, r->host, r->job, r->text, &r->given);
        return !w->built.failed;
    }
    struct at_hints hints = at_given_hints(&r->given);
    hints.lexicon = lex;
    if (!at_labels_find(&w->labels, r->text.p, (uint32_t)r->text.n, &hints)) return false;
    if (w->labels.layout != AT_NO_LAYOUT)
        at_build(&w->built, &w->labels, r->text.p);
    else
        at_build_plain(&w->built, &w->labels, r->text.p);
    return !w->built.failed;
}

static uts_status annotate_turns(const struct at_run *r, const lexicon *lex) {
    struct at_worker *w = r->w;
    if (!find_turns(r, lex)) return no_memory(r);
    if (r->host->cancelled(r->job)) return UTS_E_CANCELLED;
    bool labelled = r->given.turn || w->labels.layout != AT_NO_LAYOUT;
    w->asks.n = 0;
    for (uint32_t i = 0; i < w->labels.groups.n; i++)
        if (!AT_PUSH(&w->asks, AT_ASKS_NOT)) return no_memory(r);
    if (labelled) {
        if (!r->given.turn) drop_silent(&w->labels, &w->built);
        /* What the file says beside its text, such as the first note of captions. */
        uts_str header = r->host->doc_meta(r->doc, "header");
        if (!at_header_lines(&w->built.header, header.p, header.n)) return no_memory(r);
        at_roles_find(&w->built, &w->labels, r->text.p, w->asks.items);
    }
    struct at_person *persons = at_persons_find(r);
    if (!persons) return UTS_E_NOMEM;
    uts_status status = at_give_turns(r, persons);
    if (status == UTS_OK) status = at_give_zones(r, persons);
    if (status == UTS_OK && labelled) at_note_speakers(r);
    if (status == UTS_OK && !r->given.turn) at_note_once(r);
    return status;
}

/* What the document shows of a convention besides its signs. */
static struct at_shows shows_of(const struct at_run *r) {
    const struct at_built *built = &r->w->built;
    struct at_shows shows = {.speakers = r->given.turn || r->w->labels.layout != AT_NO_LAYOUT};
    for (uint32_t i = 0; i < built->turns.n; i++) {
        const struct at_turn *turn = &built->turns.items[i];
        shows.dollars += turn->label_begin < turn->label_end && r->text.p[turn->label_begin] == '$';
    }
    shows.at_lines = r->given.turn ? 0 : r->w->labels.comment_lines;
    return shows;
}

static uts_status annotate_events(const struct at_run *r, enum at_profile profile) {
    struct at_worker *w = r->w;
    char why[400] = "as told";
    if (!at_given_close(&w->built, &r->given, r->text)) return no_memory(r);
    const struct at_span *closed = w->built.closed.items;
    struct at_shows shows = shows_of(r);
    if (profile == AT_AUTO)
        profile = at_events_judge(&w->events, r->text.p, (uint32_t)r->text.n, &shows, closed, w->built.closed.n, why,
                                  sizeof why);
    else
        at_events_find(&w->events, r->text.p, (uint32_t)r->text.n, profile, closed, w->built.closed.n);
    if (w->events.failed) return no_memory(r);
    uts_status status = at_give_events(r);
    if (status == UTS_OK) at_note_marks(r, profile, why);
    return status;
}

uts_status at_annotate(void *stage, void *local, uts_job *job, const uts_doc *doc) {
    const struct stage *s = stage;
    struct at_run r = {s->host, job, doc, local, s->host->doc_text(doc), at_given_of(s->host, doc)};
    uts_status status = annotate_turns(&r, s->lexicon);
    if (status != UTS_OK) return status;
    if (s->host->cancelled(job)) return UTS_E_CANCELLED;
    status = annotate_events(&r, s->profile);
    if (status != UTS_OK) return status;
    const uts_layer *turn = s->host->layer(doc, "turn");
    if (!turn) return UTS_OK;
    at_origin_note(s->host, job, doc, turn, s->origin);
    return at_question_give(s->host, job, doc, turn, s->guide);
}
