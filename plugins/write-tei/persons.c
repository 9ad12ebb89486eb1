/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person a speaker, one group a role whose people cannot be told apart. */
#include "tei.h"

static void add_role(struct tei_person *p, uts_sym role) {
    for (size_t i = 0; i < sizeof p->roles / sizeof *p->roles; i++) {
        if (p->roles[i] == role) return;
        if (!p->roles[i]) {
            p->roles[i] = role;
            return;
        }
    }
}

/* Turns of the same speaker get the same person: found by a small table of persons, keyed by name or role. */
static uint32_t find_person(struct tei_doc *d, uint32_t *table, uint32_t mask, uts_sym speaker, uts_sym group_role) {
    uint32_t i = (speaker * 2654435761u ^ group_role * 40503u) & mask;
    for (; table[i]; i = (i + 1) & mask) {
        struct tei_person *p = &d->persons[table[i] - 1];
        if (p->speaker == speaker && (speaker || p->roles[0] == group_role)) return table[i] - 1;
    }
    struct tei_person *p = &d->persons[d->n_persons];
    *p = (struct tei_person){.speaker = speaker};
    table[i] = ++d->n_persons;
    return d->n_persons - 1;
}

/* Of a group, the role is often all that is known. */
static uts_str name_of(const struct tei_doc *d, const struct tei_person *p) {
    return d->host->spell(d->job, p->speaker ? p->speaker : p->roles[0]);
}

static bool name_persons(struct tei_doc *d) {
    for (uint32_t i = 0; i < d->n_persons; i++) {
        struct tei_person *p = &d->persons[i];
        uts_str name = name_of(d, p);
        p->id = tei_id(&d->person_ids, p->group ? "g." : "p.", name, i + 1);
        if (!p->id) return false;
    }
    return true;
}

bool tei_make_persons(struct tei_doc *d) {
    uint32_t rows = d->turn ? d->turn->rows : 0, size = 16;
    while (size < 2 * rows) size *= 2;
    d->person_of = d->host->alloc(d->job, (rows + 1) * sizeof(uint32_t), 4);
    d->persons = d->host->alloc(d->job, (rows + 1) * sizeof *d->persons, 8);
    uint32_t *table = d->host->alloc(d->job, size * sizeof *table, 4);
    if (!d->person_of || !d->persons || !table) return false;
    for (uint32_t i = 0; i < rows; i++) {
        if (!d->speaker[i] && !d->role[i]) {
            d->person_of[i] = UTS_NO_ROW;
            continue;
        }
        uint32_t person = find_person(d, table, size - 1, d->speaker[i], d->speaker[i] ? 0 : d->role[i]);
        if (d->role[i]) add_role(&d->persons[person], d->role[i]);
        if (d->turn_flags[i] & UTS_TURN_ANONYMOUS) d->persons[person].group = true;
        d->person_of[i] = person;
    }
    return name_persons(d);
}

static void put_word(struct tei_doc *d, uts_str s) {
    char *word = d->host->alloc(d->job, s.n + 1, 1);
    if (word) tei_attribute(d->out, word, tei_word(word, s));
}

static void put_roles(struct tei_doc *d, const struct tei_person *p) {
    if (!p->roles[0]) return;
    TEI_LIT(d->out, " role=\"");
    for (size_t i = 0; i < sizeof p->roles / sizeof *p->roles && p->roles[i]; i++) {
        if (i) TEI_LIT(d->out, " ");
        put_word(d, d->host->spell(d->job, p->roles[i]));
    }
    TEI_LIT(d->out, "\"");
}

/* What the participants table says of the speaker. */
static void put_participant(struct tei_doc *d, const uts_participants *table, uts_str name) {
    uint32_t row = table ? table->find(d->id, name) : UINT32_MAX;
    if (row == UINT32_MAX) return;
    TEI_LIT(d->out, "<idno type=\"participant\">");
    tei_text(d->out, table->ids[row], strlen(table->ids[row]));
    TEI_LIT(d->out, "</idno>");
    for (uint32_t v = 0; v < table->n_variables; v++) {
        const char *value = table->values[(size_t)row * table->n_variables + v];
        if (!*value || !*table->variables[v]) continue;
        TEI_LIT(d->out, "<trait type=\"");
        put_word(d, uts_cstr(table->variables[v]));
        TEI_LIT(d->out, "\"><desc>");
        tei_text(d->out, value, strlen(value));
        TEI_LIT(d->out, "</desc></trait>");
    }
}

/* EXMARaLDA takes the abbreviation of a speaker from n. */
static void put_short_name(struct tei_doc *d, const struct tei_person *p) {
    if (d->stage->conf->profile != TEI_PROFILE_ISO) return;
    uts_str name = name_of(d, p);
    TEI_LIT(d->out, " n=\"");
    tei_attribute(d->out, name.p, name.n);
    TEI_LIT(d->out, "\"");
}

void tei_put_persons(struct tei_doc *d) {
    const uts_participants *table = d->host->extension(UTS_EXT_PARTICIPANTS);
    if (!d->n_persons) return;
    TEI_LIT(d->out, "<particDesc><listPerson>\n");
    for (uint32_t i = 0; i < d->n_persons; i++) {
        const struct tei_person *p = &d->persons[i];
        const char *element = p->group ? "personGrp" : "person";
        TEI_LIT(d->out, "<");
        tei_puts(d->out, element);
        TEI_LIT(d->out, " xml:id=\"");
        tei_puts(d->out, d->prefix);
        tei_puts(d->out, p->id);
        TEI_LIT(d->out, "\"");
        put_short_name(d, p);
        put_roles(d, p);
        TEI_LIT(d->out, ">");
        if (p->speaker) {
            uts_str name = name_of(d, p);
            TEI_LIT(d->out, "<persName>");
            tei_text(d->out, name.p, name.n);
            TEI_LIT(d->out, "</persName>");
            if (!p->group) put_participant(d, table, name);
        }
        TEI_LIT(d->out, "</");
        tei_puts(d->out, element);
        TEI_LIT(d->out, ">\n");
    }
    TEI_LIT(d->out, "</listPerson></particDesc>\n");
}
