/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a .qdpx archive holds and where. */
#ifndef RQ_PACKAGE_H
#define RQ_PACKAGE_H

#include "../common/archive.h"

/* Most bytes that a project file and a text may have when unpacked. */
#define RQ_PROJECT_BYTES ((uint64_t)2 << 30)
#define RQ_TEXT_BYTES    ((uint64_t)512 << 20)

struct rq_package {
    struct archive archive;
    int64_t project; /* index of the .qde */
};

/* Opens @p bytes, which must live until the archive is closed. False: archive.why tells. */
bool rq_open(struct rq_package *p, uts_str bytes);
/*
 * The index of the entry that a path of the project means ("internal://X.txt", with or without the scheme, in any
 * case), -1: none.
 */
int64_t rq_find(const struct rq_package *p, const char *path);
/* A reader at the start of the project file, streaming. NULL: archive.why tells. Free it before the archive. */
xmlTextReaderPtr rq_reader(struct rq_package *p);

#endif
