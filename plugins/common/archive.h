/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A zip archive in memory (docx, odt, xlsx, qdpx): finds and unpacks entries within limits. No path of the archive ever
 * reaches the file system. */
#ifndef COMMON_ARCHIVE_H
#define COMMON_ARCHIVE_H

#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stdint.h>
#include <utsaga/plugin.h>

struct archive {
    void *zip;       /* zip_t */
    const char *why; /* what was wrong, to follow the word "file"; NULL: nothing */
};

/* Opens @p bytes, which must live until archive_close. False: why tells. */
bool archive_open(struct archive *a, uts_str bytes);
void archive_close(struct archive *a);
/* The index of an entry by its full name, exact before any case; -1: none. */
int64_t archive_find(const struct archive *a, const char *name);
int64_t archive_entries(const struct archive *a);
/* The name of an entry; NULL when it has none. Lives until archive_close. */
const char *archive_name(const struct archive *a, int64_t entry);
/*
 * The unpacked bytes, to be freed, with a NUL behind; an entry larger than @p most, or packed beyond belief, is refused
 * before it is unpacked. NULL: why tells.
 */
char *archive_read(struct archive *a, int64_t entry, uint64_t most, size_t *n);
/* The same entry as a stream of XML: no entities, no network, libxml2's own limits. Free it before archive_close. */
xmlTextReaderPtr archive_reader(struct archive *a, int64_t entry, uint64_t most);

#endif
