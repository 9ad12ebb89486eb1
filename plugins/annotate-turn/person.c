/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roles.h"
#include "run.h"

#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin_util.h>

uts_str at_shown_name(const struct at_run *r, uint32_t group) {
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

uts_sym at_role_symbol(const struct at_run *r, const char *role) {
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
static const char *role_in_table(const struct at_run *r, uts_str speaker) {
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

/* The role that the reader gives the first turn of a group, in @p room; NULL: none. */
static const char *role_in_file(const struct at_run *r, uint32_t group, char *room, size_t size) {
    if (!r->given.turn) return NULL;
    const uts_sym *roles = r->given.turn->data[UTS_TURN_ROLE];
    uts_str role = r->host->spell(r->job, roles[r->w->labels.groups.items[group].shown]);
    if (!role.n || role.n >= size) return NULL;
    memcpy(room, role.p, role.n);
    room[role.n] = 0;
    return room;
}

struct at_person *at_persons_find(const struct at_run *r) {
    const struct at_labels *labels = &r->w->labels;
    struct at_person *persons = r->host->alloc(r->job, (labels->groups.n + 1) * sizeof *persons, 8);
    for (uint32_t g = 0; persons && g < labels->groups.n; g++) {
        if (!labels->groups.items[g].speaker) continue;
        uts_str name = at_shown_name(r, g);
        char room[200];
        const char *listed = role_in_table(r, name), *role = listed ? listed : role_in_file(r, g, room, sizeof room);
        persons[g].asks = role ? is_interviewer_role(role) : r->w->asks.items[g] != AT_ASKS_NOT;
        persons[g].listed = listed != NULL;
        persons[g].speaker = r->host->intern(r->job, name);
        persons[g].role = persons[g].asks ? at_role_symbol(r, "intervjuare") : role ? at_role_symbol(r, role) : 0;
    }
    return persons;
}
