/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage annotate-theme. */
#ifndef THEME_THEME_H
#define THEME_THEME_H

#include <utsaga/plugin.h>

struct theme_conf {
    const char *codebook;
    const char *query; /**< a rule that is sought as the code `kwic` */
    int64_t match;     /**< 0: what the codebook says, else form, norm, lemma, word */
    int64_t overlap;   /**< 0: what the codebook says, else OVERLAP_MERGE + 1 … */
};

uts_status theme_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
void theme_destroy(void *stage);
uts_status theme_enter(void *stage, uts_job *job, void **local);
void theme_leave(void *stage, void *local);
uts_status theme_annotate(void *stage, void *local, uts_job *job, const uts_doc *doc);

#endif /* THEME_THEME_H */
