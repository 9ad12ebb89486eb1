/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage: finds the quotes of a report and refines turn, segment and zone. */
#ifndef AQ_ANNOTATE_H
#define AQ_ANNOTATE_H

#include <utsaga/plugin.h>

uts_status aq_create(const uts_host *host, uts_job *job, const void *conf, void **stage);
uts_status aq_enter(void *stage, uts_job *job, void **local);
void aq_leave(void *stage, void *local);
uts_status aq_annotate(void *stage, void *local, uts_job *job, const uts_doc *doc);

#endif
