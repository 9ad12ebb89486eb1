/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

/* The cells of turn @p i as this stage sees it. */
static void turn_cells(const struct at_run *r, const struct at_person *persons, uint32_t i, uts_cell cells[8]) {
    const struct at_turn *t = &r->w->built.turns.items[i];
    struct at_person p = t->group == AT_NONE ? (struct at_person){.asks = t->question} : persons[t->group];
    if (t->group == AT_NONE && t->question) p.role = at_role_symbol(r, "intervjuare");
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

uts_status at_give_turns(const struct at_run *r, const struct at_person *persons) {
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

uts_status at_give_zones(const struct at_run *r, const struct at_person *persons) {
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

static void add_event(const struct at_run *r, uts_rows *rows, const struct at_event *e) {
    uts_str desc = {r->text.p + e->desc_begin, e->desc_end - e->desc_begin};
    uts_cell cells[] = {{.u32 = e->kind}, {.sym = r->host->intern(r->job, desc)}, {.i64 = e->duration_ms}};
    r->host->add(rows, e->begin, e->end, cells);
}

/* Those of the reader and those found, in order of place. */
uts_status at_give_events(const struct at_run *r) {
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
