/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"

#include "build.h"
#include "event.h"
#include "given.h"
#include "origin.h"
#include "question.h"
#include "roles.h"
#include "variants.h"

#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

struct stage {
    const uts_host *host;
    enum at_profile profile;
    enum at_origin origin;
    struct at_guide *guide; /* NULL: none */
};

/* What a worker keeps from document to document: arrays that have grown to size. */
struct worker {
    struct at_labels labels;
    struct at_built built;
    struct at_events events;
    AT_VEC(unsigned char) asks;
};

struct run {
    const uts_host *host;
    uts_job *job;
    const uts_doc *doc;
    struct worker *w;
    uts_str text;
    struct at_given given; /* by the reader */
};

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
    *out = stage;
    return UTS_OK;
}

void at_destroy(void *stage) {
    at_guide_free(((struct stage *)stage)->guide);
    free(stage);
}

uts_status at_enter(void *stage, uts_job *job, void **local) {
    *local = calloc(1, sizeof(struct worker));
    if (*local) return UTS_OK;
    return ((struct stage *)stage)->host->fail(job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

void at_leave(void *stage, void *local) {
    (void)stage;
    struct worker *w = local;
    at_labels_free(&w->labels);
    at_built_free(&w->built);
    free(w->events.found.items);
    free(w->asks.items);
    free(w);
}

static uts_status no_memory(const struct run *r) {
    return r->host->fail(r->job, UTS_E_NOMEM, UINT64_MAX, uts_cstr("out of memory"));
}

/* ---- speakers and roles ---- */

static uts_str shown_name(const struct run *r, uint32_t group) {
    const struct at_labels *labels = &r->w->labels;
    if (r->given.turn) {
        const uts_sym *speaker = r->given.turn->data[UTS_TURN_SPEAKER];
        return r->host->spell(r->job, speaker[labels->groups.items[group].shown]);
    }
    const struct at_surface *s = &labels->surfaces.items[labels->groups.items[group].shown];
    uts_str name = {r->text.p + s->begin, s->length};
    while (name.n > 1 && name.p[name.n - 1] == '?') name.n--; /* "IP3?": who it was is uncertain */
    return name;
}

/* "Peer supporter" as a role: lower case, "_" for blanks. */
static uts_sym role_symbol(const struct run *r, const char *role) {
    char folded[200];
    size_t n = at_fold(role, strlen(role), folded, sizeof folded);
    for (size_t i = 0; i < n; i++)
        if (folded[i] == ' ') folded[i] = '_';
    return r->host->intern(r->job, uts_mkstr(folded, n));
}

static bool is_interviewer_role(const char *role) {
    char key[64];
    size_t n = at_fold(role, strlen(role), key, sizeof key);
    return at_word_class(key, n) == AT_W_INTERVIEWER;
}

/* The role that the participants table gives, or NULL. */
static const char *role_in_table(const struct run *r, uts_str speaker) {
    const uts_participants *table = r->host->extension(UTS_EXT_PARTICIPANTS);
    uint32_t row = table ? table->find(r->host->doc_id(r->doc), speaker) : UINT32_MAX;
    if (row == UINT32_MAX) return NULL;
    for (uint32_t v = 0; v < table->n_variables; v++) {
        if (strcmp(table->variables[v], "role") != 0 && strcmp(table->variables[v], "roll") != 0) continue;
        const char *value = table->values[(size_t)row * table->n_variables + v];
        return *value ? value : NULL;
    }
    return NULL;
}

struct person {
    uts_sym speaker, role;
    bool asks;
    bool listed; /* the role is that of the participants table, which outdoes the reader's */
};

/* The role that the reader gives the first turn of a group, in @p room; NULL: none. */
static const char *role_in_file(const struct run *r, uint32_t group, char *room, size_t size) {
    if (!r->given.turn) return NULL;
    const uts_sym *roles = r->given.turn->data[UTS_TURN_ROLE];
    uts_str role = r->host->spell(r->job, roles[r->w->labels.groups.items[group].shown]);
    if (!role.n || role.n >= size) return NULL;
    memcpy(room, role.p, role.n);
    room[role.n] = 0;
    return room;
}

static struct person *find_persons(const struct run *r) {
    const struct at_labels *labels = &r->w->labels;
    struct person *persons = r->host->alloc(r->job, (labels->groups.n + 1) * sizeof *persons, 8);
    for (uint32_t g = 0; persons && g < labels->groups.n; g++) {
        if (!labels->groups.items[g].speaker) continue;
        uts_str name = shown_name(r, g);
        char room[200];
        const char *listed = role_in_table(r, name), *role = listed ? listed : role_in_file(r, g, room, sizeof room);
        persons[g].asks = role ? is_interviewer_role(role) : r->w->asks.items[g] != AT_ASKS_NOT;
        persons[g].listed = listed != NULL;
        persons[g].speaker = r->host->intern(r->job, name);
        persons[g].role = persons[g].asks ? role_symbol(r, "intervjuare") : role ? role_symbol(r, role) : 0;
    }
    return persons;
}

/* ---- layers ---- */

/* The cells of turn @p i as this stage sees it. */
static void turn_cells(const struct run *r, const struct person *persons, uint32_t i, uts_cell cells[8]) {
    const struct at_turn *t = &r->w->built.turns.items[i];
    struct person p = t->group == AT_NONE ? (struct person){.asks = t->question} : persons[t->group];
    if (t->group == AT_NONE && t->question) p.role = role_symbol(r, "intervjuare");
    bool several = t->group != AT_NONE && r->w->labels.groups.items[t->group].word == AT_W_SEVERAL;
    cells[UTS_TURN_SPEAKER].sym = p.speaker;
    cells[UTS_TURN_ROLE].sym = p.role;
    cells[UTS_TURN_ZONE].u32 = p.asks ? UTS_ZONE_QUESTION : UTS_ZONE_SPEECH;
    cells[UTS_TURN_FLAGS].u32 = several ? UTS_TURN_ANONYMOUS : 0;
    cells[UTS_TURN_START_MS].i64 = t->start_ms;
    cells[UTS_TURN_END_MS].i64 = t->end_ms;
    cells[UTS_TURN_LABEL_BEGIN].u32 = t->label_begin;
    cells[UTS_TURN_LABEL_END].u32 = t->label_end;
    if (!r->given.turn) return;
    const void *const *data = r->given.turn->data;
    uts_sym role = ((const uts_sym *)data[UTS_TURN_ROLE])[i];
    uint32_t zone = ((const uint32_t *)data[UTS_TURN_ZONE])[i];
    cells[UTS_TURN_SPEAKER].sym = ((const uts_sym *)data[UTS_TURN_SPEAKER])[i];
    cells[UTS_TURN_FLAGS].u32 |= ((const uint32_t *)data[UTS_TURN_FLAGS])[i];
    if (role && !p.listed) cells[UTS_TURN_ROLE].sym = role;
    if (zone) cells[UTS_TURN_ZONE].u32 = zone;
}

static uts_status give_turns(const struct run *r, const struct person *persons) {
    const struct at_built *built = &r->w->built;
    uts_rows *rows = r->host->open_layer(r->job, &uts_layer_turn);
    for (uint32_t i = 0; i < built->turns.n; i++) {
        uts_cell cells[8];
        turn_cells(r, persons, i, cells);
        r->host->add(rows, built->turns.items[i].begin, built->turns.items[i].end, cells);
    }
    uts_status status = r->host->seal(rows);
    if (status != UTS_OK) return status;
    rows = r->host->open_layer(r->job, &uts_layer_segment);
    for (uint32_t i = 0; i < built->segments.n; i++) {
        uts_cell cell = {.u32 = built->segments.items[i].turn};
        r->host->add(rows, built->segments.items[i].begin, built->segments.items[i].end, &cell);
    }
    return r->host->seal(rows);
}

static uts_status give_zones(const struct run *r, const struct person *persons) {
    const struct at_built *built = &r->w->built;
    uts_rows *rows = r->host->open_layer(r->job, &uts_layer_zone);
    for (uint32_t i = 0; i < built->zones.n; i++) {
        const struct at_zone *z = &built->zones.items[i];
        const struct at_turn *t = z->turn == AT_NONE ? NULL : &built->turns.items[z->turn];
        bool asks = t && (t->group == AT_NONE ? t->question : persons[t->group].asks);
        uts_cell cell = {.u32 = asks ? UTS_ZONE_QUESTION : z->kind};
        r->host->add(rows, z->begin, z->end, &cell);
    }
    return r->host->seal(rows);
}

static void add_event(const struct run *r, uts_rows *rows, const struct at_event *e) {
    uts_str desc = {r->text.p + e->desc_begin, e->desc_end - e->desc_begin};
    uts_cell cells[] = {{.u32 = e->kind}, {.sym = r->host->intern(r->job, desc)}, {.i64 = e->duration_ms}};
    r->host->add(rows, e->begin, e->end, cells);
}

/* Those of the reader and those found, in order of place. */
static uts_status give_events(const struct run *r) {
    const struct at_events *events = &r->w->events;
    const uts_layer *given = r->given.event;
    uts_rows *rows = r->host->open_layer(r->job, &uts_layer_event);
    uint32_t i = 0, g = 0, done = 0, n = given ? given->rows : 0;
    while (i < events->found.n || g < n) {
        if (g == n || (i < events->found.n && events->found.items[i].begin < given->begin[g])) {
            const struct at_event *e = &events->found.items[i++];
            if (e->begin >= done && (g == n || e->end <= given->begin[g])) add_event(r, rows, e);
            continue;
        }
        uts_cell cells[] = {{.u32 = ((const uint32_t *)given->data[UTS_EVENT_KIND])[g]},
                            {.sym = ((const uts_sym *)given->data[UTS_EVENT_DESC])[g]},
                            {.i64 = ((const int64_t *)given->data[UTS_EVENT_DURATION_MS])[g]}};
        if (given->begin[g] >= done && given->begin[g] < given->end[g])
            r->host->add(rows, given->begin[g], given->end[g], cells);
        if (given->end[g] > done) done = given->end[g];
        g++;
    }
    return r->host->seal(rows);
}

/* ---- remarks for the run report ---- */

struct list {
    char text[2000];
    size_t n;
    bool full;
};

static void list_add(struct list *list, uts_str item) {
    if (list->full) return;
    if (list->n + item.n + 8 > sizeof list->text) {
        list->full = true;
        memcpy(list->text + list->n, ", …", sizeof ", …" - 1);
        list->n += sizeof ", …" - 1;
        return;
    }
    if (list->n) {
        memcpy(list->text + list->n, ", ", 2);
        list->n += 2;
    }
    memcpy(list->text + list->n, item.p, item.n);
    list->n += item.n;
}

/* Different spellings of one label. */
static void note_variants(const struct run *r) {
    const struct at_labels *labels = &r->w->labels;
    struct list list = {.n = 0};
    uint32_t folded = 0, uncertain = 0;
    for (uint32_t i = 0; i < labels->surfaces.n; i++) {
        const struct at_surface *s = &labels->surfaces.items[i];
        const struct at_group *g = &labels->groups.items[s->group];
        if (!g->speaker) continue;
        uncertain += r->text.p[s->begin + s->length - 1] == '?';
        if (g->shown == i) continue;
        char item[300];
        uts_str shown = shown_name(r, s->group);
        int n =
            snprintf(item, sizeof item, "%.*s -> %.*s", (int)s->length, r->text.p + s->begin, (int)shown.n, shown.p);
        list_add(&list, uts_mkstr(item, n < (int)sizeof item ? (size_t)n : sizeof item - 1));
        folded++;
    }
    if (folded)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list.text, list.n),
                  "%u spellings of speaker labels taken as variants of another", folded);
    if (uncertain)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_cstr(""),
                  "%u labels carry a question mark: the transcriber was not sure who spoke", uncertain);
}

/* Conversations have fewer speakers; parliaments and plays would pay for every pair. */
enum { MOST_SPEAKERS = 60 };

/* Labels that may be one speaker: told with the lines that would join them, never joined. */
static void note_proposals(const struct run *r) {
    const struct at_labels *labels = &r->w->labels;
    uint32_t speakers[MOST_SPEAKERS], n = 0, pairs = 0;
    struct list list = {.n = 0};
    for (uint32_t g = 0; g < labels->groups.n; g++) {
        if (!labels->groups.items[g].speaker) continue;
        if (n == MOST_SPEAKERS) return;
        speakers[n++] = g;
    }
    uts_str doc = r->host->doc_id(r->doc);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) {
            if (!at_variants_may_be_one(labels, speakers[i], speakers[k])) continue;
            uts_str a = shown_name(r, speakers[i]), b = shown_name(r, speakers[k]);
            char item[600];
            int made = snprintf(item, sizeof item, "%.*s = %.*s: \"%.*s\",\"%.*s\",\"%.*s\"", (int)b.n, b.p, (int)a.n,
                                a.p, (int)a.n, a.p, (int)doc.n, doc.p, (int)b.n, b.p);
            list_add(&list, uts_mkstr(item, made < (int)sizeof item ? (size_t)made : sizeof item - 1));
            pairs++;
        }
    if (pairs)
        uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list.text, list.n),
                  "%u pairs of speaker labels may be one speaker each; they are kept apart. If they are one, give both "
                  "the same id in the participants table (line for the second: id,document,speaker in the detail)",
                  pairs);
}

static void note_interviewers(const struct run *r) {
    const struct at_labels *labels = &r->w->labels;
    static const char *const why[] = {[AT_ASKS_WORD] = "by its word",
                                      [AT_ASKS_HEADER] = "named in the header",
                                      [AT_ASKS_GUESS] =
                                          "by who asks questions: give a role in the participants table if "
                                          "this is wrong"};
    for (uint32_t g = 0; g < labels->groups.n; g++)
        if (labels->groups.items[g].speaker && r->w->asks.items[g])
            uts_notef(r->host, r->job, r->w->asks.items[g] == AT_ASKS_GUESS ? UTS_LOG_WARN : UTS_LOG_INFO, UINT64_MAX,
                      shown_name(r, g), "a label is taken as the interviewer, %s", why[r->w->asks.items[g]]);
}

static void note_speakers(const struct run *r) {
    static const char *const layouts[] = {"Name: text",
                                          "[Name] text",
                                          "Name and time on a line",
                                          "Name TAB text",
                                          "time TAB text TAB Name",
                                          "Name on a line",
                                          "Name – text",
                                          "**question**",
                                          "– text, speakers unknown"};
    const struct at_labels *labels = &r->w->labels;
    struct list list = {.n = 0};
    uint32_t n = 0;
    for (uint32_t g = 0; g < labels->groups.n; g++) {
        if (!labels->groups.items[g].speaker) continue;
        n++;
        list_add(&list, shown_name(r, g));
    }
    uts_notef(r->host, r->job, UTS_LOG_INFO, UINT64_MAX, uts_mkstr(list.text, list.n), "%u turns, %u speakers (%s)",
              r->w->built.turns.n, n, r->given.turn ? "named by the file" : layouts[labels->layout]);
    note_variants(r);
    note_proposals(r);
    note_interviewers(r);
}

static void note_unknown_marks(const struct run *r) {
    const struct at_events *events = &r->w->events;
    struct list list = {.n = 0};
    uint32_t n = 0;
    uint64_t first = UINT64_MAX;
    for (uint32_t i = 0; i < events->found.n; i++) {
        const struct at_event *e = &events->found.items[i];
        if (!e->unknown) continue;
        uts_str mark = {r->text.p + e->begin, e->end - e->begin};
        if (first == UINT64_MAX) first = e->begin;
        n++;
        if (!list.full && !memmem(list.text, list.n, mark.p, mark.n)) list_add(&list, mark);
    }
    if (n)
        uts_notef(r->host, r->job, UTS_LOG_INFO, first, uts_mkstr(list.text, list.n),
                  "%u bracketed remarks are not in the table of marks: kept as comments, their words are not counted",
                  n);
}

/* ---- the stage ---- */

/* A label that stands only in the header speaks nowhere. */
static void drop_silent(struct at_labels *labels, const struct at_built *built) {
    for (uint32_t g = 0; g < labels->groups.n; g++) labels->groups.items[g].speaker = false;
    for (uint32_t i = 0; i < built->turns.n; i++)
        if (built->turns.items[i].group != AT_NONE) labels->groups.items[built->turns.items[i].group].speaker = true;
}

/* Fills built and labels from the text, or from what the reader knew. */
static bool find_turns(const struct run *r) {
    struct worker *w = r->w;
    if (r->given.turn) {
        at_given_build(&w->built, &w->labels, r->host, r->job, r->text, &r->given);
        return !w->built.failed;
    }
    struct at_hints hints = at_given_hints(&r->given);
    if (!at_labels_find(&w->labels, r->text.p, (uint32_t)r->text.n, &hints)) return false;
    if (w->labels.layout != AT_NO_LAYOUT)
        at_build(&w->built, &w->labels, r->text.p);
    else
        at_build_plain(&w->built, &w->labels, r->text.p);
    return !w->built.failed;
}

static uts_status annotate_turns(const struct run *r) {
    struct worker *w = r->w;
    if (!find_turns(r)) return no_memory(r);
    if (r->host->cancelled(r->job)) return UTS_E_CANCELLED;
    bool labelled = r->given.turn || w->labels.layout != AT_NO_LAYOUT;
    w->asks.n = 0;
    for (uint32_t i = 0; i < w->labels.groups.n; i++)
        if (!AT_PUSH(&w->asks, AT_ASKS_NOT)) return no_memory(r);
    if (labelled) {
        if (!r->given.turn) drop_silent(&w->labels, &w->built);
        at_roles_find(&w->built, &w->labels, r->text.p, w->asks.items);
    }
    struct person *persons = find_persons(r);
    if (!persons) return UTS_E_NOMEM;
    uts_status status = give_turns(r, persons);
    if (status == UTS_OK) status = give_zones(r, persons);
    if (status == UTS_OK && labelled) note_speakers(r);
    return status;
}

uts_status at_annotate(void *stage, void *local, uts_job *job, const uts_doc *doc) {
    const struct stage *s = stage;
    struct run r = {s->host, job, doc, local, s->host->doc_text(doc), at_given_of(s->host, doc)};
    uts_status status = annotate_turns(&r);
    if (status != UTS_OK) return status;
    if (s->host->cancelled(job)) return UTS_E_CANCELLED;
    enum at_profile profile = s->profile == AT_AUTO && r.w->labels.gts ? AT_GTS : s->profile;
    if (!at_given_close_events(&r.w->built, r.given.event)) return no_memory(&r);
    at_events_find(&r.w->events, r.text.p, (uint32_t)r.text.n, profile, r.w->built.closed.items, r.w->built.closed.n);
    if (r.w->events.failed) return no_memory(&r);
    status = give_events(&r);
    if (status != UTS_OK) return status;
    note_unknown_marks(&r);
    const uts_layer *turn = s->host->layer(doc, "turn");
    if (!turn) return UTS_OK;
    at_origin_note(s->host, job, doc, turn, s->origin);
    return at_question_give(s->host, job, doc, turn, s->guide);
}
