/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A .qdpx as an archive: finds and reads entries within limits. No path of the archive ever reaches the file system. */
#ifndef RQ_PACKAGE_H
#define RQ_PACKAGE_H

#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stdint.h>
#include <utsaga/plugin.h>

/* Most bytes that a project file and a text may have when unpacked. */
#define RQ_PROJECT_BYTES ((uint64_t)2 << 30)
#define RQ_TEXT_BYTES    ((uint64_t)512 << 20)

struct rq_package {
    void *zip;       /* zip_t */
    int64_t project; /* index of the .qde */
    const char *why; /* what was wrong; NULL: nothing */
};

/* Opens @p bytes, which must live until rq_close. False: why tells. */
bool rq_open(struct rq_package *p, uts_str bytes);
void rq_close(struct rq_package *p);
/*
 * The index of the entry that a path of the project means ("internal://X.txt", with or without the scheme, in any
 * case), -1: none.
 */
int64_t rq_find(const struct rq_package *p, const char *path);
/* The unpacked bytes, to be freed, with a NUL behind. NULL: why tells. */
char *rq_read(struct rq_package *p, int64_t entry, uint64_t most, size_t *n);
/* A reader at the start of the project file, streaming. NULL: why tells. Free it before rq_close. */
xmlTextReaderPtr rq_reader(struct rq_package *p);

#endif
