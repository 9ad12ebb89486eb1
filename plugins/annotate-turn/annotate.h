/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage: text in, layers turn, segment, zone, event and question out. */
#ifndef AT_ANNOTATE_H
#define AT_ANNOTATE_H

#include <utsaga/plugin.h>

struct at_conf {
    int64_t profile; /* enum at_profile */
    int64_t origin;  /* enum at_origin */
    const char *guide;
};

uts_status at_create(const uts_host *host, uts_job *job, const void *conf, void **out);
void at_destroy(void *stage);
uts_status at_enter(void *stage, uts_job *job, void **local);
void at_leave(void *stage, void *local);
uts_status at_annotate(void *stage, void *local, uts_job *job, const uts_doc *doc);

#endif
