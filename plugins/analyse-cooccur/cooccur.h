/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage analyse-cooccur. */
#ifndef COOCCUR_COOCCUR_H
#define COOCCUR_COOCCUR_H

#include "pairs.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>
#include <utsaga/plugin.h>

struct cooccur_conf {
    const char *units, *zones;
    int64_t window;
};

/** Kinds of units in the order of the table. */
enum { UNIT_SENTENCE, UNIT_TURN, UNIT_DOCUMENT, UNIT_WINDOW, UNIT_COUNT };

/** Counts of one kind of unit in one document; codes are those of the codebook. */
struct unit_part {
    uint64_t units;
    struct pair *pairs; /**< a cell (a, a) gives the units with a */
    uint32_t n_pairs;
};

struct part {
    struct unit_part kinds[UNIT_COUNT];
};

/** Counts over the corpus: cells by kind, a and b. */
struct cell {
    uint32_t kind, a, b; /* b plus one; 0: free */
    uint64_t pairs, units_both;
};

struct cooccur {
    const uts_host *host;
    const uts_codebook *book;
    uint32_t kinds;   /**< bit k: kind k is wanted */
    uint32_t counted; /**< the same and what they need: windows need turns */
    uint32_t zones;   /**< bit z: hits in zone z count */
    uint32_t window;
    uint64_t units[UNIT_COUNT];
    struct cell *cells; /**< open addressing */
    uint32_t mask, used;
};

uts_status cooccur_enter(void *stage, uts_job *job, void **local);
void cooccur_leave(void *stage, void *local);
uts_status cooccur_map(void *stage, void *local, uts_job *job, const uts_doc *doc, void **out);
uts_status cooccur_fold(void *stage, uts_job *job, const uts_doc *doc, void *data);
uts_status cooccur_finish(void *stage, uts_job *job);

#endif /* COOCCUR_COOCCUR_H */
