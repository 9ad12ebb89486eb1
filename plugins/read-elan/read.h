/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ELAN_READ_H
#define ELAN_READ_H

#include <utsaga/plugin.h>

struct elan_conf {
    const char *tiers;
};

int32_t elan_probe(const char *name, const void *head, size_t n);
uts_status elan_next_document(void *stage, void *cursor, uts_job *job);

#endif
