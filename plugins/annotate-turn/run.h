/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One document on its way through the stage. */
#ifndef AT_RUN_H
#define AT_RUN_H

#include "given.h"

/* What a worker keeps from document to document: arrays that have grown to size. */
struct at_worker {
    struct at_labels labels;
    struct at_built built;
    struct at_events events;
    AT_VEC(unsigned char) asks; /* enum at_asks of each group */
};

struct at_run {
    const uts_host *host;
    uts_job *job;
    const uts_doc *doc;
    struct at_worker *w;
    uts_str text;
    struct at_given given; /* by the reader */
};

/* Who a group of labels is. */
struct at_person {
    uts_sym speaker, role;
    bool asks;
    bool listed; /* the role is that of the participants table, which outdoes the reader's */
};

/* person.c. One for each group; NULL: out of memory, recorded. */
struct at_person *at_persons_find(const struct at_run *r);
uts_str at_shown_name(const struct at_run *r, uint32_t group);
/* "Peer supporter" as a role: lower case, "_" for blanks. */
uts_sym at_role_symbol(const struct at_run *r, const char *role);

/* give.c: the layers */
uts_status at_give_turns(const struct at_run *r, const struct at_person *persons);
uts_status at_give_zones(const struct at_run *r, const struct at_person *persons);
uts_status at_give_events(const struct at_run *r);

/* report.c: remarks for the run report */
void at_note_speakers(const struct at_run *r);
/* Labels that stand once: what they were taken for, with their lines. */
void at_note_once(const struct at_run *r);
/* The convention by which marks were read, and why; and marks that no table names. */
void at_note_marks(const struct at_run *r, enum at_profile profile, const char *why);

#endif
