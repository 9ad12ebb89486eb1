/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a turn is that neither its speaker nor its place says: a question, a repetition, another role than the speaker
 * usually has. u points at categories in the header; a document has those that it needs. */
#include "tei.h"

enum { QUESTION, REPEATED, ANONYMOUS, NAMED, SAYINGS };

static const struct {
    const char *name;
    enum tei_prose prose;
} sayings[SAYINGS] = {[QUESTION] = {"question", TEI_SAY_QUESTION},
                      [REPEATED] = {"repeated", TEI_SAY_REPEATED},
                      [ANONYMOUS] = {"anonymous", TEI_SAY_ANONYMOUS},
                      [NAMED] = {"named", TEI_SAY_NAMED}};

static const struct tei_person *person_of(const struct tei_doc *d, uint32_t turn) {
    return d->person_of[turn] == UTS_NO_ROW ? NULL : &d->persons[d->person_of[turn]];
}

static bool has(const struct tei_doc *d, uint32_t turn, int saying) {
    const struct tei_person *person = person_of(d, turn);
    bool anonymous = d->turn_flags[turn] & UTS_TURN_ANONYMOUS, group = person && person->group;
    switch (saying) {
    case QUESTION:
        return d->turn_zone[turn] == UTS_ZONE_QUESTION;
    case REPEATED:
        return d->turn_flags[turn] & UTS_TURN_REPEATED;
    case ANONYMOUS:
        return anonymous && !group;
    default:
        return !anonymous && group;
    }
}

/* The number of the role among those said, from 1; 0: it is the speaker's first one. */
static uint32_t role_number(struct tei_doc *d, uint32_t turn, bool add) {
    const struct tei_person *person = person_of(d, turn);
    if (!person || d->role[turn] == person->roles[0]) return 0;
    for (uint32_t i = 0; i < d->n_said_roles; i++)
        if (d->said_roles[i] == d->role[turn]) return i + 1;
    if (add) d->said_roles[d->n_said_roles++] = d->role[turn];
    return d->n_said_roles;
}

bool tei_find_sayings(struct tei_doc *d) {
    uint32_t rows = d->turn ? d->turn->rows : 0;
    d->said_roles = d->host->alloc(d->job, (rows + 1) * sizeof *d->said_roles, 4);
    if (!d->said_roles) return false;
    for (uint32_t i = 0; i < rows; i++) {
        role_number(d, i, true);
        for (int k = 0; k < SAYINGS; k++)
            if (has(d, i, k)) d->said |= 1u << k;
    }
    return true;
}

static void put_category(struct tei_doc *d, const char *id, const char *n, enum tei_prose prose) {
    TEI_LIT(d->out, "<category xml:id=\"");
    tei_puts(d->out, d->prefix);
    tei_puts(d->out, id);
    tei_puts(d->out, n);
    TEI_LIT(d->out, "\" n=\"");
    tei_puts(d->out, n);
    TEI_LIT(d->out, "\"><catDesc>");
    tei_puts(d->out, tei_say(d->stage, prose));
    TEI_LIT(d->out, "</catDesc>");
}

static void put_roles(struct tei_doc *d) {
    put_category(d, "say.", "role", TEI_SAY_ROLE);
    for (uint32_t i = 0; i < d->n_said_roles; i++) {
        uts_str role = d->host->spell(d->job, d->said_roles[i]);
        TEI_LIT(d->out, "<category xml:id=\"");
        tei_puts(d->out, d->prefix);
        TEI_LIT(d->out, "role.");
        tei_put_u32(d->out, i + 1);
        TEI_LIT(d->out, "\" n=\"");
        tei_attribute(d->out, role.p, role.n);
        TEI_LIT(d->out, "\"><catDesc>");
        tei_text(d->out, role.p, role.n);
        TEI_LIT(d->out, "</catDesc></category>");
    }
    TEI_LIT(d->out, "</category>\n");
}

void tei_put_sayings(struct tei_doc *d) {
    if (!d->said && !d->n_said_roles) return;
    TEI_LIT(d->out, "<classDecl><taxonomy xml:id=\"");
    tei_puts(d->out, d->prefix);
    TEI_LIT(d->out, "speech\"><bibl><title>");
    tei_puts(d->out, tei_say(d->stage, TEI_SPEECH));
    TEI_LIT(d->out, "</title></bibl>\n");
    for (int k = 0; k < SAYINGS; k++) {
        if (!(d->said >> k & 1)) continue;
        put_category(d, "say.", sayings[k].name, sayings[k].prose);
        TEI_LIT(d->out, "</category>\n");
    }
    if (d->n_said_roles) put_roles(d);
    TEI_LIT(d->out, "</taxonomy></classDecl>\n");
}

void tei_put_say(struct tei_doc *d, uint32_t turn) {
    bool any = false;
    for (int k = 0; k < SAYINGS; k++) {
        if (!has(d, turn, k)) continue;
        tei_puts(d->out, any ? " " : " ana=\"");
        tei_puts(d->out, d->hash);
        TEI_LIT(d->out, "say.");
        tei_puts(d->out, sayings[k].name);
        any = true;
    }
    uint32_t role = role_number(d, turn, false);
    if (role) {
        tei_puts(d->out, any ? " " : " ana=\"");
        tei_puts(d->out, d->hash);
        TEI_LIT(d->out, "role.");
        tei_put_u32(d->out, role);
        any = true;
    }
    if (any) TEI_LIT(d->out, "\"");
}
