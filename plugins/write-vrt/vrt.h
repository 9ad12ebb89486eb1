/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vertical text: one token a line with its attributes, tags on lines of their own. */
#ifndef WRITE_VRT_VRT_H
#define WRITE_VRT_VRT_H

#include "../common/out.h"
#include <utsaga/extensions.h>
#include <utsaga/layers.h>

enum { VRT_ALL, VRT_TURNS };

/* A worker's own. */
struct vrt_local {
    struct out out;
    uint32_t *active; /* hits that cover the token at hand */
    uint32_t active_room, n_active;
};

/* Escapes & < > " and makes white space blanks; @p to has room for 6 * n bytes. Returns the bytes written. */
size_t vrt_escape(char *to, const char *p, size_t n);
/* An id in the set of codes: '|' parts the members, so it is '_' within one. */
size_t vrt_escape_code(char *to, const char *p, size_t n);

uts_status vrt_write(const uts_host *host, struct vrt_local *local, int64_t zones, uts_job *job, const uts_doc *doc);

#endif
